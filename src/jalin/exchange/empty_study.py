"""A new study: empty but for an example to write over, or with the files of a folder as its sources."""

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from pathlib import Path

from jalin.code.lines import file_of, path_of
from jalin.collect.readers import FORMATS
from jalin.collect.register import REQUIRED
from jalin.errors import Problem, StudyError
from jalin.exchange.coding_lines import coding_line
from jalin.exchange.new_study import codebook_entries, identifiers, settings_of, yaml_of
from jalin.exchange.project import Project, ProjectCode, ProjectCoding
from jalin.files import write_text
from jalin.settings import LANGUAGES
from jalin.study import open_study
from jalin.words import word

_GUIDE = "PANDUAN.md", "GUIDE.md"
_EXAMPLE, _CODE = "CONTOH", "CONTOH"


def empty_study(
    destination: Path, origin: Path | None = None, language: str = "id", today: date | None = None
) -> dict[str, int]:
    """Make a study in `destination` that builds at once; its report says what is still missing.

    Without `origin` it has one example document, coded once, to write over. With a folder,
    its Word and text files become interviews. Returns how many sources, codes, codings and coders it has.
    Raises `StudyError` when `destination` has something in it, or the folder has no file that can be read.
    """
    if destination.exists() and (not destination.is_dir() or any(destination.iterdir())):
        raise StudyError(Problem(str(destination), "", "there is something already", "Name a new folder"))
    texts = _files_in(origin) if origin else []
    destination.parent.mkdir(parents=True, exist_ok=True)
    day = (today or date.today()).isoformat()
    with tempfile.TemporaryDirectory(dir=destination.parent, prefix=".new-") as folder:
        made = Path(folder) / "study"
        codings = _fill(made, destination.name, texts, language, day)
        if destination.exists():
            destination.rmdir()
        shutil.move(made, destination)
    return {"sources": len(texts) or 1, "codes": 1, "codings": codings, "coders": 1}


def _files_in(origin: Path) -> list[Path]:
    found = sorted(
        path for path in origin.rglob("*") if path.is_file() and not path.name.startswith((".", "~$"))
    )
    known = [path for path in found if path.suffix.lower() in FORMATS]
    if not known:
        endings = ", ".join(FORMATS)
        raise StudyError(
            Problem(str(origin), "", "no file in it can be read", f"Put transcripts there: {endings}")
        )
    return known


def _register(rows: Iterable[dict[str, str]]) -> str:
    table = io.StringIO()
    writer = csv.DictWriter(table, REQUIRED, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue()


def _fill(root: Path, name: str, texts: list[Path], language: str, day: str) -> int:
    raw = root / "data" / "raw"
    code = ProjectCode("1", _CODE, description=word("new.code", language))
    settings = settings_of(Project(name), {"a": "A"}, day)
    settings["authors"] = [word("new.author", language)]
    write_text(raw / "study.yaml", yaml_of(settings))
    common = {
        "case_id": "case",
        "date": day,
        "round": "1",
        "role_group": "all",
        "collector": "a",
        "language": language,
    }
    if texts:
        ids = identifiers([path.stem for path in texts], "S")
        rows = []
        for path, source_id in zip(texts, ids, strict=True):
            file = f"interviews/{source_id}{path.suffix.lower()}"
            (raw / "interviews").mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, raw / file)
            own = {
                "source_id": source_id,
                "method": "interview",
                "file": file,
                "informant_id": f"I-{source_id}",
            }
            rows.append(common | own | {"consent": "given"})
    else:
        file = f"documents/{_EXAMPLE}.md"
        write_text(raw / file, f"{word('new.example', language)}\n")
        rows = [common | {"source_id": _EXAMPLE, "method": "document", "file": file, "consent": "public"}]
    for folder in ("interviews", "observations", "documents"):
        (raw / folder).mkdir(parents=True, exist_ok=True)
    write_text(raw / "sources.csv", _register(rows))
    write_text(raw / "coding" / "codebook.yaml", yaml_of({"codes": codebook_entries([code], {"1": _CODE})}))
    write_text(raw / "analysis" / "propositions.yaml", "propositions: []\n")
    templates = files("jalin.exchange") / "guide"
    for lang, guide in zip(LANGUAGES, _GUIDE, strict=True):
        write_text(root / guide, (templates / f"guide.{lang}.md").read_text(encoding="utf-8"))
        chapter = (templates / f"chapter.{lang}.md").read_text(encoding="utf-8")
        write_text(root / "notebooks" / "report" / f"1_report.{lang}.md", chapter)
    return 0 if texts else _code_example(root, day)


def _code_example(root: Path, day: str) -> int:
    """Code the first sentence of the example."""
    study = open_study(root)
    text = (study.raw / "documents" / f"{_EXAMPLE}.md").read_text(encoding="utf-8").strip()
    end = text.index(".") + 1
    coding = ProjectCoding("1", _EXAMPLE, "1", 0, end, "a", day)
    write_text(path_of(study, "a", _EXAMPLE), file_of([coding_line(coding, _CODE, text, (0, end))]))
    return 1
