"""Reading REFI-QDA projects (.qdpx) and codebooks (.qdc), versions 1.0 and 1.5.

The standard: www.qdasoftware.org. Positions are code points in the plain text of a
source, half-open. Texts stand in the project file or beside it, as
`internal://GUID.txt` or as a relative path.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from jalin.collect.archive import Archive, local, parse_xml
from jalin.collect.blocks import Unreadable
from jalin.errors import Problem, StudyError
from jalin.exchange.project import Document, Memo, Project, ProjectCode, ProjectCoding, User

# elements that a study has no place for; they are kept with the file and counted
_LEFT = (
    "Case", "Variable", "Set", "Link", "Graph", "PictureSource", "PictureSelection", "PDFSelection",
    "AudioSelection", "VideoSelection",
)  # fmt: skip


def _children(element: etree._Element, *names: str) -> list[etree._Element]:
    return [child for child in element if local(child) in names]


def _guid(text: str | None) -> str:
    return (text or "").strip().strip("{}").lower()


def _description(element: etree._Element) -> str:
    return next((child.text or "" for child in _children(element, "Description")), "")


class Package(Archive):
    """A .qdpx; its files are found by the path that the project gives, whatever the case of its folder."""

    def __init__(self, path: Path) -> None:
        try:
            super().__init__(path, "the program that made it", "a .qdpx project")
        except Unreadable:
            raise Unreadable("it is no .qdpx project", "Export it again as REFI-QDA") from None

    def find(self, given: str) -> str | None:
        """The name in the package of `internal://x` or a path."""
        wanted = given.removeprefix("internal://").replace("\\", "/").lstrip("./").casefold()
        for name in sorted(self.names):
            plain = name.casefold()
            if plain == wanted or plain.endswith("/" + wanted):
                return name
        return None

    def project(self) -> etree._Element:
        """The root of the project file."""
        name = next((name for name in sorted(self.names) if name.casefold().endswith(".qde")), None)
        if name is None:
            raise Unreadable("there is no project.qde in it", "Export it again as REFI-QDA")
        return parse_xml(self.read(name), name)


@contextmanager
def _with_its_file(path: Path) -> Iterator[None]:
    """An `Unreadable` as a `StudyError` with the file's name."""
    try:
        yield
    except Unreadable as fault:
        raise StudyError(Problem(path.name, fault.place, fault.what, fault.remedy)) from None


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """The package of a .qdpx; what cannot be read in it is raised as `StudyError`."""
    with _with_its_file(path), Package(path) as package:
        yield package


def _text(package: Package, element: etree._Element) -> str:
    """The plain text of a source or note, without byte-order mark, line ends as stored."""
    for content in _children(element, "PlainTextContent"):
        return content.text or ""
    given = element.get("plainTextPath")
    if not given:
        return ""
    name = package.find(given)
    if name is None:
        what = f"the text of {element.get('name') or element.get('guid')} is missing: {given}"
        raise Unreadable(what, "Export the project again with its sources")
    try:
        return package.read(name).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8", "Export the project again", name) from None


def codes_of(root: etree._Element) -> list[ProjectCode]:
    """Every code below `root` in the order of the tree."""
    found: list[ProjectCode] = []

    def walk(element: etree._Element, parent: str) -> None:
        for child in _children(element, "Code"):
            guid = _guid(child.get("guid"))
            found.append(
                ProjectCode(guid, child.get("name", ""), parent, _description(child), child.get("color", ""))
            )
            walk(child, guid)

    for codes in [root] if local(root) == "Codes" else root.iter("{*}Codes"):
        walk(codes, "")
    return found


def _spans(element: etree._Element) -> list[tuple[etree._Element, int, int]]:
    """Selections of a text, with their positions; those of a transcript are given by its points in time."""
    points = {
        _guid(point.get("guid")): int(point.get("position") or 0)
        for point in _children(element, "SyncPoint")
    }  # fmt: skip
    found = [
        (child, int(child.get("startPosition", 0)), int(child.get("endPosition", 0)))
        for child in _children(element, "PlainTextSelection")
    ]
    for child in _children(element, "TranscriptSelection"):
        start, end = (points.get(_guid(child.get(side))) for side in ("fromSyncPoint", "toSyncPoint"))
        if start is not None and end is not None:
            found.append((child, start, end))
    return found


def read_refi(path: Path) -> Project:
    """A .qdpx project, or a .qdc codebook as a project without sources.

    Raises `StudyError` when it is not one, or a text that it names is missing.
    """
    if path.suffix.lower() == ".qdc":
        with _with_its_file(path):
            return Project(path.stem, codes=codes_of(parse_xml(path.read_bytes(), path.name)))
    with opened(path) as package:
        return _read(package, path.stem)


def _read(package: Package, stem: str) -> Project:
    """The project of a package; `stem` is its name when it gives none."""
    root = package.project()
    notes = {_guid(note.get("guid")): note for note in root.iter("{*}Note")}
    of_codings: set[str] = set()
    project = Project(root.get("name") or stem, codes=codes_of(root))
    project.users = [User(_guid(user.get("guid")), user.get("name") or "") for user in root.iter("{*}User")]
    for element in root.iter("{*}TextSource", "{*}Representation", "{*}Transcript"):
        if local(element.getparent()) == "PDFSelection":
            continue
        guid, above = _guid(element.get("guid")), element.getparent()
        file = Path((element.get("plainTextPath") or "").replace("\\", "/")).name
        name = element.get("name") or above.get("name") or file or guid
        text = _text(package, element)
        created = element.get("creationDateTime") or above.get("creationDateTime") or ""
        project.documents.append(Document(guid, name, text, created))
        whole = [(element, 0, len(text))] if text and _children(element, "Coding") else []
        for selection, start, end in [*whole, *_spans(element)]:
            if not 0 <= start < end <= len(text):
                project.left["selections outside their text"] += 1
                continue
            refs = {_guid(ref.get("targetGUID")) for ref in _children(selection, "NoteRef")}
            for coding in _children(selection, "Coding"):
                own = {_guid(ref.get("targetGUID")) for ref in _children(coding, "NoteRef")} | refs
                of_codings |= own
                memo = [_text(package, notes[one]) for one in sorted(own) if one in notes]
                code = next((ref.get("targetGUID") for ref in _children(coding, "CodeRef")), None)
                project.codings.append(
                    ProjectCoding(
                        _guid(coding.get("guid")),
                        guid,
                        _guid(code),
                        start,
                        end,
                        _guid(coding.get("creatingUser") or selection.get("creatingUser")),
                        coding.get("creationDateTime") or selection.get("creationDateTime") or "",
                        "\n".join([*filter(None, [_description(selection)]), *memo]),
                    )
                )
    for guid, note in notes.items():
        if guid not in of_codings:
            text = _text(package, note)
            project.memos.append(
                Memo(guid, note.get("name") or "", text, note.get("creationDateTime") or "")
            )  # fmt: skip
    project.left.update(sorted(local(item) for item in root.iter(*("{*}" + name for name in _LEFT))))
    return project
