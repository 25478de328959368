"""The report: its chapters, what can be set into them, a build with its progress, and what no longer holds."""

import csv
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jalin.code.regions import FILE as REGIONS
from jalin.code.regions import read_regions
from jalin.conclude.propositions import FILE as PROPOSITIONS
from jalin.conclude.propositions import ids_written
from jalin.display import displays_of
from jalin.display.cells import CELLS
from jalin.display.stage import material_of
from jalin.errors import Problem, StudyError, nearest, refuse
from jalin.explore import heard, members
from jalin.explore.desk import Desk, of_text
from jalin.explore.live import premises
from jalin.explore.pieces import piece
from jalin.explore.register_edits import rows_of
from jalin.explore.room import Room, View, by_name
from jalin.explore.rooms import pictures
from jalin.explore.rooms.ask import chosen, passages
from jalin.files import CLAIMS as TESTED
from jalin.reading import read_text
from jalin.report.chapters import chapters_of, unreadable
from jalin.report.figures import FIGURES
from jalin.report.left_out import left_out
from jalin.report.prose import wrong_claims
from jalin.report.tables import TABLES
from jalin.spreadsheet import as_meant
from jalin.stages import project_of
from jalin.study import Study
from jalin.tables.made import Built
from jalin.words import word

# passages that are shown to choose one of them
_FEW = 20
LOG = "data/processed/private/lab/build.log"
# the builds that were begun here, by the study's folder
_running: dict[Path, "subprocess.Popen[bytes]"] = {}
_begun: dict[Path, float] = {}


def _path(study: Study, name: str) -> Path:
    path = study.root / "notebooks" / "report" / name
    known = [one.name for one in path.parent.glob("*.md")]
    if name not in known:
        raise StudyError(
            Problem(f"notebooks/report/{name}", "", "there is no such chapter", nearest(name, known))
        )
    return path


def chapter(desk: Desk, name: str) -> str:
    """The text of a chapter."""
    path = _path(desk.study, name)
    return read_text(path, desk.study.relative(path))


def quotes(desk: Desk, words: str) -> list[View]:
    """The first passages that have `words`, an ellipsis in them for what is between."""
    asked = re.sub('["“”„«»]', "", words).strip()
    study = desk.study
    return passages(study, chosen(study, f'"{asked}"').head(_FEW), desk.language) if asked else []


def save(desk: Desk, name: str, text: str, before: str) -> None:
    """Write a chapter that was read as `before`. Raises `StudyError` where somebody changed it since."""
    path = _path(desk.study, name)

    def change(now: str) -> str:
        if now != before and now != text:
            what = "it was changed by somebody else while you wrote"
            remedy = "Copy what you wrote, look at the chapter again, and put the two together"
            raise StudyError(Problem(f"notebooks/report/{name}", "", what, remedy))
        return text

    def check(study: Study) -> None:
        for language in study.languages:
            for one in chapters_of(study, language):
                refuse(unreadable(one))
        refuse(wrong_claims(premises(study), Built(study), f"notebooks/report/{name}"))

    desk.act(name, {path: of_text(change)}, check)


def _runs(desk: Desk) -> bool:
    return desk.root in _running and _running[desk.root].poll() is None


def build(desk: Desk) -> None:
    """Begin to build the report in every language; `progress` says how far it is."""
    if _runs(desk):
        return
    log = desk.root / LOG
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "jalin.cli", "build", "--root", str(desk.root)]
    _begun[desk.root] = time.monotonic()
    with log.open("wb") as file:
        _running[desk.root] = subprocess.Popen(
            command,
            cwd=project_of(desk.root),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )


def stop(desk: Desk) -> None:
    """Stop a build; what is finished stays."""
    if _runs(desk):
        _running[desk.root].terminate()


def progress(desk: Desk) -> View:
    """How far the build is: its last lines, and how it ended (`ended`, none while it runs)."""
    running, log = _running.get(desk.root), desk.root / LOG
    said = log.read_text(encoding="utf-8", errors="replace") if running is not None and log.exists() else ""
    lines = [line.rpartition("\r")[2] for line in said.splitlines() if line.strip()]
    return {
        "running": _runs(desk),
        "ended": None if running is None else running.poll(),
        "lines": lines[-14:],
        "seconds": round(time.monotonic() - _begun.get(desk.root, time.monotonic())),
    }


def _pages(study: Study) -> list[str]:
    found = [
        study.reports / f"report.{one}.{kind}" for one in study.languages for kind in ("html", "pdf", "docx")
    ]
    return [study.relative(path) for path in found if path.exists()]


def _facts(study: Study, language: str) -> list[list[str]]:
    path = study.reports / "facts.json"
    if not path.exists():
        return []
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")).get("facts", {})
    return [[name, str(one.get(language, one.get("value")))] for name, one in facts.items()]


def _untrue(study: Study) -> list[str]:
    """The sentences that the last build found not to hold, and that no reason answers."""
    path = study.root / TESTED
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{name: as_meant(value) for name, value in row.items()} for row in csv.DictReader(file)]
    return [
        f"{row['file']}, {row['line']}: “{row['sentence']}” ({row['condition']}: {row['values']})"
        for row in rows
        if row["holds"] != "yes" and not row["because"]
    ]


def _offered(study: Study, language: str) -> dict[str, list[list[str]]]:
    """By kind the figures and tables that this study can show, with their captions: cases are compared where sources of several are registered."""
    several = len({row.get("case_id") for row in rows_of(study)[1]}) > 1
    known = {"figure": list(FIGURES), "table": list(TABLES)}
    said = {name: word(f"caption.{name}", language) for names in known.values() for name in names}
    try:
        kept = displays_of(material_of(premises(study).coded))
    except StudyError:
        # there are none before the texts are prepared, and what is wrong with them their own room says
        kept = []
    for spec in kept:
        known["figure" if CELLS[spec.cell].draw else "table"].append(spec.id)
        said[spec.id] = spec.name[language]
    return {
        f"{kind}s": [
            [name, said[name]]
            for name in names
            if (several or name != "replication") and not left_out(study.settings, kind, name)
        ]
        for kind, names in known.items()
    }


class ReportRoom(Room):
    """The chapters, and what the last build made of them."""

    name = "report"
    shows_others = True
    acts = by_name(
        save, build, stop, pictures.set_in, members.forms, members.appendices, members.read_form, heard.hear
    )
    asks = by_name(chapter, progress, piece, quotes)

    def watched(self) -> Iterable[Path]:
        study = self.desk.study
        folder = study.root / "notebooks" / "report"
        pages = [study.root / name for name in (*_pages(study), members.FORMS, heard.FOLDER)]
        return [
            folder,
            *sorted(folder.glob("*.md")),
            *pages,
            *(study.root / name for name in (TESTED, PROPOSITIONS, REGIONS)),
        ]

    def view(self) -> View:
        study, language = self.desk.study, self.desk.language
        return {
            "chapters": [
                [f"{one.name}.{name}.md", one.heading, name]
                for name in study.languages
                for one in chapters_of(study, name)
            ],
            "languages": len(study.languages),
            "facts": _facts(study, language),
            **_offered(study, language),
            "propositions": ids_written(study),
            "regions": [
                [one.region_id, one.alt] for one in read_regions(study) if one.people != "to be known"
            ],
            "pages": _pages(study),
            "untrue": _untrue(study),
            "forms": members.forms_there(study),
            "heard": heard.heard_there(study),
            "progress": progress(self.desk),
        }
