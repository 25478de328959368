"""Files of other programs, by their format: the one place that knows which is read and written how."""

from dataclasses import replace
from pathlib import Path

from jalin.code import read_codebook
from jalin.errors import Problem, StudyError, nearest
from jalin.exchange.databases import read_qualcoder, read_taguette
from jalin.exchange.of_study import original_of, project_of
from jalin.exchange.print_docx import write_docx
from jalin.exchange.print_html import write_html
from jalin.exchange.project import Project
from jalin.exchange.read_refi import read_refi
from jalin.exchange.spreadsheet import write_codings
from jalin.exchange.write_qualcoder import write_qualcoder
from jalin.exchange.write_refi import write_refi
from jalin.exchange.write_taguette import write_taguette
from jalin.study import Study
from jalin.tables.store import read, read_texts

_READERS = {
    ".qdpx": read_refi, ".qdc": read_refi, ".sqlite3": read_taguette, ".sqlite": read_taguette,
    ".qda": read_qualcoder,
}  # fmt: skip
# the ending of each format that is written
FORMATS = {
    "qdpx": ".qdpx", "qdc": ".qdc", "taguette": ".sqlite3", "qualcoder": ".qda",
    "csv": ".csv", "xlsx": ".xlsx", "html": ".html", "docx": ".docx",
}  # fmt: skip


def read_project(origin: Path) -> tuple[Project, Path]:
    """The project in a file or folder of another program, and the file it was read from.

    Raises `StudyError` when it is not there, or of no format that is read.
    """
    if origin.is_dir() and (origin / "data.qda").is_file():
        # a project of QualCoder is a folder
        origin = origin / "data.qda"
    ending = origin.suffix.lower()
    if not origin.is_file():
        raise StudyError(Problem(str(origin), "", "it is not there", "Correct the path"))
    if ending not in _READERS:
        remedy = "Give a REFI-QDA .qdpx or .qdc, a Taguette .sqlite3, or a QualCoder .qda"
        what = f"the format {ending or 'without an ending'} is not read"
        raise StudyError(Problem(origin.name, "", what, remedy))
    return _READERS[ending](origin), origin


def export_study(study: Study, form: str, path: Path, language: str, coder: str = "") -> Path:
    """Write the study as built in the format `form`, one of `FORMATS`; the path it has.

    With `coder` it holds that coder's codings alone, for one who is to see no other's.
    Raises `StudyError` for a coder who is not the study's.
    """
    if path.suffix.lower() != FORMATS[form]:
        path = path.with_name(f"{path.name}{FORMATS[form]}")
    coders = {one.id: one.name[language] for one in study.settings.coders}
    if coder and coder not in coders:
        what = f"there is no coder {coder!r}"
        raise StudyError(Problem("data/raw/study.yaml", "coders", what, nearest(coder, coders)))
    if form in ("qdpx", "qdc", "taguette", "qualcoder"):
        project = project_of(study, language)
        if coder:
            number = list(coders).index(coder)
            own = project.users[number]
            kept = [coding for coding in project.codings if coding.user == own.guid]
            project = replace(project, users=[own], codings=kept)
        if form == "taguette":
            write_taguette(project, path)
        elif form == "qualcoder":
            write_qualcoder(project, path)
        else:
            write_refi(project, path, original_of(study))
        return path
    codings, names = read(study, "code/codings"), read_codebook(study).names(language)
    if coder:
        codings = codings[codings["coder"] == coder]
    if form in ("csv", "xlsx"):
        write_codings(codings, names, path)
        return path
    sources = read(study, "protect/sources")
    notice = study.settings.notice[language] if study.settings.notice else ""
    write = write_html if form == "html" else write_docx
    texts = read_texts(study, "protect", sources)
    write(study.settings.title[language], notice, sources, texts, codings, names, language, path)
    return path
