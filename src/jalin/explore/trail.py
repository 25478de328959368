"""The audit trail: when what changed, under the six heads of Halpern (1983), and which data there were by then."""

import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from jalin.conclude.propositions import FILE as PROPOSITIONS
from jalin.errors import StudyError
from jalin.explore.coder_file import CoderFile
from jalin.explore.desk import Desk
from jalin.explore.register_edits import rows_of
from jalin.explore.room import View
from jalin.reading import parse_yaml
from jalin.study import Study
from jalin.words import has_word, word

CODINGS = "data/raw/coding/codings"
# the six heads of an audit trail (Halpern 1983; Lincoln & Guba 1985, p. 319), and the files that belong to each
HEADS: dict[str, tuple[str, ...]] = {
    "raw_data": (
        "data/raw/interviews",
        "data/raw/observations",
        "data/raw/documents",
        "data/raw/sources.csv",
    ),
    "reduction": (
        CODINGS,
        "data/raw/coding/regions.csv",
        "data/raw/coding/passages.csv",
        "data/raw/coding/reconciled.csv",
        "data/raw/analysis/summaries.csv",
    ),
    "synthesis": ("data/raw/coding/codebook.yaml", "data/raw/analysis/propositions.yaml", "notebooks/report"),
    "process": (
        "data/raw/coding/memos",
        "data/raw/analysis/tactics.csv",
        "data/raw/analysis/member_checks.csv",
    ),
    "intentions": ("data/raw/study.yaml", "data/raw/README.md"),
    "instruments": (
        "data/raw/pseudonyms.csv",
        "data/raw/review.csv",
        "data/raw/labels.csv",
        "data/raw/consent.csv",
    ),
}
_LAST = 40
FACTS = "reports/facts.json"
# how many versions of a file are compared with those before them
_COMPARED = 15
Row = tuple[str, str]


def _listed(key: str) -> Callable[[str], dict[str, Any]]:
    return lambda text: {str(one["id"]): one for one in parse_yaml(text, key)[key]}


def _verdicts(text: str) -> dict[str, Any]:
    facts = json.loads(text)["facts"]
    return {
        name.removesuffix(".verdict"): one["value"]
        for name, one in facts.items()
        if name.endswith(".verdict")
    }


# files of which each code, proposition and verdict is told by itself, and how these are read from one
_ENTRIES: dict[str, Callable[[str], dict[str, Any]]] = {
    "data/raw/coding/codebook.yaml": _listed("codes"),
    PROPOSITIONS: _listed("propositions"),
    FACTS: _verdicts,
}


def trail(desk: Desk) -> View:
    """When what changed, under each of the six heads of an audit trail, from git; and which data there were by then.

    Of codes, propositions and verdicts each is named that was added (+), changed (~) or taken away (−); of codings,
    how many each coder made on which day. Without git, when each other file was changed last.
    """
    study = desk.study
    collected = sorted(row["date"] for row in rows_of(study)[1])
    found: View = {}
    for head, places in HEADS.items():
        rows = _commits(study.root, *places)
        if rows is None:
            rows = [
                (_changed_last(path), study.relative(path))
                for place in places
                for path in _below(study.root / place)
                if path.suffix != ".jsonl"
            ]
        elif head == "synthesis":
            rows += [row for file in _ENTRIES for row in _changed(study.root, file, desk.language)]
        if head == "reduction":
            rows += _coded(desk, study)
        rows = sorted(rows, key=lambda row: row[0], reverse=True)[:_LAST]
        found[head] = [[day, words, sum(one <= day for one in collected)] for day, words in rows]
    return {"heads": found, "sources": len(collected)}


def _below(path: Path) -> list[Path]:
    if path.is_dir():
        return [one for one in path.rglob("*") if one.is_file() and not one.name.startswith(".")]
    return [path] if path.exists() else []


def _changed_last(path: Path) -> str:
    return date.fromtimestamp(path.stat().st_mtime).isoformat()


def _coded(desk: Desk, study: Study) -> list[Row]:
    """How many codings each coder whom one may see made on which day.

    A coding that says no day has that of the first commit with it; without one, that on which its file was changed last.
    """
    made = [
        (path, str(line["id"]), str(line.get("created") or ""))
        for path in (study.root / CODINGS).glob("*/*.jsonl")
        if desk.sees(path.parent.name)
        for line in CoderFile(study, path.parent.name, path.stem).lines()
    ]
    first = {} if all(day for *_, day in made) else _first_committed(study.root)
    count = Counter(
        (day or first.get((study.relative(path), name)) or _changed_last(path), path.parent.name)
        for path, name, day in made
    )
    return [(day, f"{coder}: + {number}") for (day, coder), number in count.items()]


def _first_committed(root: Path) -> dict[tuple[str, str], str]:
    """The day of the first commit with a coding, by its file below `root` and its id."""
    asked = [
        "--reverse",
        "--relative",
        "--no-renames",
        "--no-ext-diff",
        "--no-color",
        "--dst-prefix=b/",
        "-p",
        "-U0",
    ]
    found: dict[tuple[str, str], str] = {}
    day = file = ""
    for line in (_git(root, "log", *asked, "--format=day %as", "--", CODINGS) or "").splitlines():
        if line.startswith("day "):
            day = line.removeprefix("day ")
        elif line.startswith("+++ b/"):
            file = line.removeprefix("+++ b/")
        elif line.startswith("+{"):
            try:
                found.setdefault((file, str(json.loads(line[1:])["id"])), day)
            except (ValueError, KeyError):
                continue
    return found


def _git(root: Path, *arguments: str) -> str | None:
    """What git says; None where there is no git, or it knows nothing of that."""
    command = ["git", "-C", str(root), "-c", "core.quotepath=off", *arguments]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=20,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout


def _commits(root: Path, *places: str, shown: str = "%s") -> list[Row] | None:
    """The days of the last commits that touched the places, the newest first, and what is `shown` of each; None where there is no git."""
    said = _git(root, "log", f"-{_LAST}", f"--format=%as\t{shown}", "--", *places)
    if said is None:
        return None
    return [(day, words) for day, _, words in (line.partition("\t") for line in said.splitlines())]


def _changed(root: Path, file: str, language: str) -> Iterator[Row]:
    """What of a file's entries was added, changed and taken away in each of its last versions."""
    versions = (_commits(root, file, shown="%H") or [])[: _COMPARED + 1]
    read = [_entries(_git(root, "show", f"{commit}:./{file}"), file) for _, commit in versions]
    # before the first version there was nothing; what was before the oldest that is looked at is not known
    before = [*read[1:], *([{}] if len(versions) <= _COMPARED else [])]
    for (day, _), now, old in zip(versions, read, before, strict=False):
        told = [
            "+ " * (name not in old) + "− " * (name not in now) + "~ " * (name in old and name in now) + name
            + f": {_word(old.get(name), language)} → {_word(now.get(name), language)}" * (file == FACTS)
            for name in sorted({*old, *now})
            if old.get(name) != now.get(name)
        ]  # fmt: skip
        if told:
            yield day, f"{Path(file).name}: {', '.join(told)}"


def _word(verdict: object, language: str) -> str:
    key = f"verdict.{verdict}"
    return word(key, language) if has_word(key) else "–"


def _entries(text: str | None, file: str) -> dict[str, Any]:
    """The entries of a version of a file; none where it could not be read then."""
    try:
        return _ENTRIES[file](text) if text else {}
    except (StudyError, ValueError, KeyError, TypeError):
        return {}
