"""The formats of other programs: the one list of which are read and written, and how.

A new format is one entry in `FORMATS`, or an entry point `jalin.exchange` of another
package. Importing this module imports nothing heavy.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from pkgutil import resolve_name
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from jalin.errors import Problem, StudyError, nearest
from jalin.files import folder_beside
from jalin.registry import Registry

if TYPE_CHECKING:
    from jalin.exchange.account import Account
    from jalin.exchange.export import Export
    from jalin.exchange.project import Project
    from jalin.study import Study


@dataclass(frozen=True)
class Format:
    """A format: its file's `ending`, what it is, and how it is read and written, where it is.

    `also`: further endings by which it is read, or may be written; `folder`: the name of its file, where a
    project is a folder; `write` gives how many of each thing stand in the file, where it can tell; `counted`: `read` takes, after the path, what positions count, one of
    `units.UNITS`, or "" where it has to be found out.
    """

    ending: str
    help: str
    read: "Callable[..., Project] | None" = None
    write: "Callable[[Export, Path], Mapping[str, int] | None] | None" = None
    also: tuple[str, ...] = ()
    folder: str = ""
    counted: bool = False


def _read(function: str) -> "Callable[..., Project]":
    """A reader of this package, as module:function, whose module is imported once something is read."""
    return lambda *given: resolve_name(f"jalin.exchange.{function}")(*given)


def _write_refi(export: "Export", path: Path) -> dict[str, int]:
    from jalin.exchange.carried import former_of
    from jalin.exchange.write_refi import write_refi

    with former_of(export) as former:
        return write_refi(_told_apart(export) if former is None else _as_it_came(export), path, former)


def _told_apart(export: "Export") -> "Project":
    """The study as a project in which a second code of one name has a number: QualCoder and ATLAS.ti take the first alone.

    A category may be called as a code is.
    """
    from jalin.exchange.project import unique_names

    codes = export.project.codes
    names: dict[str, str] = {}
    for codable in (True, False):
        same = [code for code in codes if code.codable == codable]
        found = unique_names([code.name for code in same])
        names |= {code.guid: name for code, name in zip(same, found, strict=True)}
    written = [names[code.guid] for code in codes]
    export.renamed([code.name for code in codes], written, "QualCoder and ATLAS.ti have one code of a name")
    named = [replace(code, name=name) for code, name in zip(codes, written, strict=True)]
    return replace(export.project, codes=named)


def _as_it_came(export: "Export") -> "Project":
    """The study as a project with codes called as in the one it came from; those of one name are told."""
    names = Counter(code.name for code in export.project.codes)
    if same := ", ".join(repr(name) for name, count in names.items() if count > 1):
        export.told.append(
            f"codes of one name, of which QualCoder and ATLAS.ti take the first alone: {same}. Call them otherwise in "
            "codebook.yaml, or use for QualCoder: jalin export qualcoder"
        )
    return export.project


def _write_codebook(export: "Export", path: Path) -> dict[str, int]:
    from jalin.exchange.write_refi import write_refi

    return write_refi(_told_apart(export), path)


def _write_taguette(export: "Export", path: Path) -> dict[str, int]:
    from jalin.exchange.carried import former_database
    from jalin.exchange.databases import read_taguette
    from jalin.exchange.project import full_names
    from jalin.exchange.write_taguette import tag_paths, write_taguette

    codes = export.project.codes
    names = [name.replace("\n", ".") for name in full_names(codes).values()]
    export.renamed(names, list(tag_paths(codes).values()), "Taguette has one tag of a name, and short ones")
    with former_database(export, ".sqlite3", read_taguette) as former:
        return write_taguette(export.project, path, former)


def _write_qualcoder(export: "Export", path: Path) -> dict[str, int]:
    from jalin.exchange.carried import former_database
    from jalin.exchange.databases import read_qualcoder
    from jalin.exchange.of_study import positions_of
    from jalin.exchange.project import unique_names
    from jalin.exchange.write_qualcoder import write_qualcoder

    names = [code.name for code in export.project.codes]
    export.renamed(names, unique_names(names), "QualCoder has one code of a name")

    def read(origin: Path) -> "Project":
        return read_qualcoder(origin, positions_of(export.study))

    with former_database(export, ".qda", read) as former:
        return write_qualcoder(export.project, path, former)


def _of_codings(export: "Export") -> dict[str, int]:
    """What stands in an export that is of codings alone."""
    codings = export.codings
    found = {"sources": "source_id", "codes": "code", "coders": "coder"}
    counts = {thing: codings[column].nunique() for thing, column in found.items()}
    return counts | {"codings": len(codings), "memos of codings": int((codings["memo"] != "").sum())}


def _write_codings(export: "Export", path: Path) -> dict[str, int]:
    from jalin.exchange.comment_codes import code_paths
    from jalin.exchange.write_codings import attributes_of, write_codings
    from jalin.spreadsheet import in_cells

    paths = code_paths(export.codebook, export.language)
    attributes = attributes_of(export.sources, export.called)
    if path.suffix == ".xlsx" and (
        long := [name for name in in_cells(export.codings[["quote", "memo"]]) if " " in name]
    ):
        export.told.append(f"what no cell of Excel holds goes on in the columns {', '.join(long)}")
    write_codings(export.codings, export.names, paths, attributes, path)
    cases = export.sources.set_index("source_id")["case_id"].reindex(export.codings["source_id"].unique())
    return _of_codings(export) | {"cases": cases.nunique() if export.project.cases else 0}


def _write_codebook_table(export: "Export", path: Path) -> dict[str, int]:
    from jalin.exchange.write_codings import write_codebook

    return {"codes": write_codebook(export.codebook, export.language, path)}


def _write_html(export: "Export", path: Path) -> dict[str, int]:
    from jalin.exchange.print_html import write_html

    written = export.sources, export.texts, export.codings, export.names
    write_html(export.title, export.notice, *written, export.language, path)
    return _of_codings(export) | {"sources": len(export.sources)}


def _write_docx(export: "Export", path: Path) -> dict[str, int]:
    from jalin.exchange.comment_codes import Comments, codes_called, labels
    from jalin.exchange.print_docx import write_docx

    languages = export.study.languages
    names = labels(export.codebook, export.language, languages)
    comments = Comments(codes_called(export.codebook, languages))
    written = export.sources, export.texts, export.codings, names, comments
    write_docx(export.title, export.notice, *written, export.language, path)
    return _of_codings(export) | {"sources": len(export.sources)}


# formats that have no place for a coding
_OF_CODES = ("qdc", "codebook")

FORMATS: Registry[Format] = Registry(
    group="jalin.exchange",
    what="format of exchange",
    file="src/jalin/exchange/files.py",
    kinds=(Format,),
    own={
        "qdpx": Format(
            ".qdpx", "a REFI-QDA project", _read("read_refi:read_refi"), _write_refi, counted=True
        ),
        "qdc": Format(
            ".qdc", "a REFI-QDA codebook", _read("read_refi:read_refi"), _write_codebook, counted=True
        ),
        "taguette": Format(
            ".sqlite3",
            "a project of Taguette",
            _read("databases:read_taguette"),
            _write_taguette,
            also=(".sqlite",),
        ),
        "qualcoder": Format(
            ".qda",
            "a project of QualCoder",
            _read("databases:read_qualcoder"),
            _write_qualcoder,
            folder="data.qda",
            counted=True,
        ),
        "rqda": Format(".rqda", "a project of RQDA", _read("read_r:read_rqda"), counted=True),
        "requal": Format(".requal", "a project of requal", _read("read_r:read_requal"), counted=True),
        "csv": Format(".csv", "a row a coding", write=_write_codings),
        "xlsx": Format(".xlsx", "a row a coding", write=_write_codings),
        "codebook": Format(".csv", "the codes, a row a code", write=_write_codebook_table, also=(".xlsx",)),
        "html": Format(".html", "the coded text, to read or print", write=_write_html),
        "docx": Format(".docx", "the coded text for Word, a comment a coding", write=_write_docx),
    },
)


def formats_read() -> str:
    """The formats that are read, in words."""
    return ", ".join(
        f"{FORMATS[name].ending} ({FORMATS[name].help})" for name in FORMATS if FORMATS[name].read
    )


def formats_written() -> list[str]:
    """The names of the formats that are written, and of all of other packages, which are not loaded for that."""
    return [name for name in FORMATS if name not in FORMATS.own or FORMATS.own[name].write]


def _readers() -> dict[str, Format]:
    """The format that reads each ending; raises `StudyError` for an ending that two formats read."""
    found: dict[str, str] = {}
    for name in FORMATS:
        given = FORMATS[name]
        for ending in (given.ending, *given.also) if given.read else ():
            if ending in found:
                what = f"the formats {found[ending]} and {name} both read {ending}"
                raise StudyError(Problem("jalin.exchange", name, what, "Uninstall the package of one"))
            found[ending] = name
    return {ending: FORMATS[name] for ending, name in found.items()}


def reads(origin: Path) -> bool:
    """Whether a file has the ending of a format that is read."""
    return not origin.is_dir() and origin.suffix.lower() in _readers()


def is_project(folder: Path) -> bool:
    """Whether a folder is a project of a format that is read, by the file that such a folder has."""
    return any((folder / given.folder).is_file() for given in _readers().values() if given.folder)


def read_project(origin: Path, positions: str = "") -> "tuple[Project, Path]":
    """The project in a file or folder of another program, and the file it was read from.

    `positions`, one of `units.UNITS`, says what its positions count, where that cannot be found out.
    Raises `StudyError` when it is not there, or of no format that is read.
    """
    readers = _readers()
    if origin.is_dir():
        inside = (origin / given.folder for given in readers.values() if given.folder)
        origin = next((file for file in inside if file.is_file()), origin)
    ending = origin.suffix.lower()
    if not origin.is_file():
        raise StudyError(Problem(str(origin), "", "it is not there", "Correct the path"))
    if ending == ".qde":
        # as some programs write it: not in a package, its sources beside it
        from jalin.exchange.refi_package import packed

        origin, ending = packed(origin), ".qdpx"
    given = readers.get(ending)
    if given is None or given.read is None:
        what = f"the format {ending or 'without an ending'} is not read"
        raise StudyError(Problem(origin.name, "", what, f"Give one of {formats_read()}"))
    project = given.read(origin, positions) if given.counted else given.read(origin)
    if not project.account.rows():
        # a reader of another package need not keep one
        found: dict[str, list[Any]] = {
            "sources": project.documents,
            "codes": project.codes,
            "codings": project.codings,
            "memos": project.memos,
        }
        for thing, things in found.items():
            project.account.take(thing, len(things))
    return project, origin


def export_study(
    study: "Study",
    name: str,
    path: Path,
    language: str,
    coder: str = "",
    team: bool = False,
    media: bool = False,
    tell: "Callable[[str], object]" = lambda line: None,
    account: "Account | None" = None,
) -> Path:
    """Write the study as built in the format `name`, one of `FORMATS`; the path it has.

    With `coder` it holds that coder's codings alone, for one who is to see no other's. What may not be shared is
    not in it; with `team` it is for somebody of the study's own, and all is. `media`: with pictures and recordings.
    `tell` is given a line for what was hidden or left out, `account` what stands in it, is carried, and is left out.
    It is searched for what must not leave before it has its place. Raises `StudyError`, and writes nothing, for a
    format that is not written, a coder who is not the study's, and for leaks.
    """
    from jalin.exchange.export import Export, refuse_leaking

    given = FORMATS[name]
    if given.write is None:
        raise StudyError(Problem("format", "", f"{name!r} is read only", nearest(name, formats_written())))
    if path.suffix.lower() not in (given.ending, *given.also):
        path = path.with_name(f"{path.name}{given.ending}")
    if given.folder and path.exists():
        # a project in use is not written over
        raise StudyError(Problem(str(path), "", "there is something already", "Name a new folder"))
    export = Export(study, language, coder, team, media)
    if name not in _OF_CODES:
        export.refuse_other_texts()
    with folder_beside(path) as folder:
        made = folder / path.name
        written = given.write(export, made)
        refuse_leaking(study, made, export.withheld)
        made.replace(path)
    if name not in _OF_CODES and (marks := export.read_in_vain):
        export.told.append(
            f"not in {path.name}, as the format has no place for it: sources read with nothing found in them "
            f"({', '.join(marks)}). Send coding/codings/*/read.csv along, or join the copies with jalin merge"
        )
    if account is not None and written is not None:
        export.say(account, written, name)
    for line in export.told:
        tell(line)
    return path


def projects_of(study: "Study", language: str) -> dict[str, bytes]:
    """The study for a deposit as a REFI-QDA project and codebook by file name, without what may not be shared or archived; not searched for leaks."""
    from jalin.exchange.export import Export

    made = {}
    with TemporaryDirectory(prefix="jalin-") as folder:
        for ending in ("qdpx", "qdc"):
            path = Path(folder) / f"{study.settings.id}.{ending}"
            if write := FORMATS[ending].write:
                write(Export(study, language, scopes=("share", "archive")), path)
                made[path.name] = path.read_bytes()
    return made
