"""Reading REFI-QDA projects (.qdpx) and codebooks (.qdc), versions 1.0 and 1.5.

The standard: www.qdasoftware.org. Positions are code points in the plain text of a
source, half-open; what a program counts instead is found out (`units`). Texts stand in the project file or beside it, as
`internal://GUID.txt` or as a relative path.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from jalin.collect.archive import local, parse_xml
from jalin.collect.blocks import Unreadable, with_its_file
from jalin.exchange.links import links_in
from jalin.exchange.pictures import REGIONS, is_own, pictures_in
from jalin.exchange.project import Document, Memo, Project, ProjectCode, ProjectCoding, User
from jalin.exchange.refi_package import (
    Package,
    children,
    description,
    guid_in,
    opened,
    plain_guid,
    rich_text_of,
    text_of,
)
from jalin.exchange.units import MARK, Selection, place, point, says

# the program that a project of our own names; its positions are code points, as the standard says
ORIGIN = "jalin"
# a date where none is known, for programs that ask for one
UNDATED = "1970-01-01T00:00:00Z"
# what a study has no place for, and how an account calls it: it is kept with the file, and written again
KEPT = {
    "Case": "cases", "Variable": "variables", "VariableValue": "values of variables", "Set": "sets", "Link": "links",
    "Graph": "graphs", "PDFSelection": "selections of pages", "PictureSelection": "selections of pictures",
    "AudioSelection": "selections of sound", "VideoSelection": "selections of video", "SyncPoint": "sync points",
}  # fmt: skip
# what holds the text of a page, a recording or a picture
TEXTS = ("Representation", "Transcript", "TextDescription")
_SPACE = uuid.UUID("6ba7b81a-9dad-11d1-80b4-00c04fd430c8")
OF_TEXT = ("PlainTextSelection", "TranscriptSelection")


def codes_of(root: etree._Element) -> list[ProjectCode]:
    """Every code below `root` in the order of the tree."""
    found: list[ProjectCode] = []

    def walk(element: etree._Element, parent: str) -> None:
        for child in children(element, "Code"):
            guid = guid_in(child)
            found.append(
                ProjectCode(
                    guid,
                    child.get("name", ""),
                    parent,
                    description(child),
                    child.get("color", ""),
                    (child.get("isCodable") or "true").casefold() not in ("false", "0"),
                )
            )
            walk(child, guid)

    for codes in [root] if local(root) == "Codes" else root.iter("{*}Codes"):
        walk(codes, "")
    return found


def _created(*elements: etree._Element) -> str:
    """When the first of some things that has a date was made; "" where none has."""
    dates = (one.get("creationDateTime") or "" for one in elements)
    return next((date for date in dates if date and date != UNDATED), "")


def _position(element: etree._Element, name: str) -> int:
    """A position that an element gives. Raises `Unreadable` for what is no number."""
    value = (element.get(name) or "0").strip()
    try:
        # a few programs write a whole number as 12.0
        return int(value.removesuffix(".0"))
    except ValueError:
        what = f"the {name} of a {local(element)} is {value!r}, which is no number"
        remedy = "Export the project again from the program that made it"
        raise Unreadable(what, remedy, f"selection {element.get('guid') or ''}".strip()) from None


def _spans(element: etree._Element) -> list[tuple[etree._Element, int, int]]:
    """Selections of a text, with their positions as given; those of a transcript are given by its points in time."""
    points = {guid_in(point): _position(point, "position") for point in children(element, "SyncPoint")}
    found = [
        (child, _position(child, "startPosition"), _position(child, "endPosition"))
        for child in children(element, "PlainTextSelection")
    ]
    for child in children(element, "TranscriptSelection"):
        start, end = (points.get(plain_guid(child.get(side))) for side in ("fromSyncPoint", "toSyncPoint"))
        if start is not None and end is not None:
            found.append((child, start, end))
    return found


def _words(selection: etree._Element, even: str) -> str:
    """What of a selection's name and description are words of its text, whose white space is `even`; "" where neither is."""
    for words in (selection.get("name") or "", description(selection)):
        short = words.strip().removesuffix("...").removesuffix("…").rstrip()
        if len(short) > 2 and " ".join(short.split()) in even:
            return words
    return ""


def read_refi(path: Path, positions: str = "") -> Project:
    """A .qdpx project, or a .qdc codebook as a project without sources; `positions`, one of `units.UNITS`, says what they count.

    Raises `StudyError` when it is not one, or a text that it names is missing.
    """
    if path.suffix.lower() == ".qdc":
        with with_its_file(path):
            return Project(path.stem, codes=codes_of(parse_xml(path.read_bytes(), path.name)))
    with opened(path) as package:
        return read_package(package, path, positions)


@dataclass
class _Selected:
    """A selection of a text with codings on it; `start` and `end` as given, both None for the whole text."""

    element: etree._Element
    document: str
    start: int | None = None
    end: int | None = None


@dataclass
class _Texts:
    """The guids of the documents whose files are `marked` with a byte-order mark, and of those whose text is that of a formatted, `rich`, file."""

    marked: set[str] = field(default_factory=set)
    rich: set[str] = field(default_factory=set)


def read_package(package: Package, path: Path, positions: str) -> Project:
    """The project of a package; its file's name is its own where it gives none."""
    root = package.project
    project = Project(root.get("name") or path.stem, codes=codes_of(root))
    project.positions = positions
    project.users = [User(guid_in(user), user.get("name") or "") for user in root.iter("{*}User")]
    selected: list[_Selected] = []
    found = _Texts()
    for element in root.iter("{*}TextSource", *("{*}" + name for name in TEXTS)):
        if local(element.getparent()) == "PDFSelection":
            continue
        guid, above = guid_in(element), element.getparent()
        file = Path((element.get("plainTextPath") or "").replace("\\", "/")).name
        name = element.get("name") or above.get("name") or file or guid
        stored = text_of(package, element)
        text = stored.removeprefix(MARK) or rich_text_of(package, element)
        if local(element) == "TextDescription" and not text.strip():
            continue
        if stored.startswith(MARK):
            found.marked.add(guid)
        if text and not stored:
            found.rich.add(guid)
        created = _created(element, above)
        project.documents.append(Document(guid, name, text, created))
        if text and children(element, "Coding"):
            selected.append(_Selected(element, guid))
        selected += [_Selected(one, guid, start, end) for one, start, end in _spans(element)]
    given = positions or ("points" if root.get("origin") == ORIGIN else "")
    spans = _placed(project, root, selected, found, path.name, given)
    of_codings = _add_codings(project, package, root, list(zip(selected, spans, strict=True)), found.rich)
    if found.rich:
        project.told.append(
            f"sources of which the file has the formatted text alone: {len(found.rich)}. Their codings are taken where a "
            "selection says its words"
        )
    project.pictures = pictures_in(root, package, {item.name: item.guid for item in project.documents})
    project.links = links_in(root, project.codings, OF_TEXT)
    notes = 0
    for note in root.iter("{*}Note"):
        notes += 1
        guid = guid_in(note)
        if guid not in of_codings:
            text = text_of(package, note).removeprefix(MARK)
            project.memos.append(
                Memo(guid, note.get("name") or "", text, _created(note))
            )  # fmt: skip
    project.account.take("memos", notes)
    _account(project, package, root)
    return project


def counts_of(root: etree._Element, package: Package | None) -> dict[str, int]:
    """How many of each thing a project has, by its elements; a description is one that says something."""

    def count(*names: str) -> int:
        return sum(1 for _ in root.iter(*("{*}" + name for name in names)))

    own = [one for one in root.iter("{*}PictureSelection", "{*}PDFSelection") if is_own(one)]
    # those of a study's own regions are no sources of their own
    shown = {one.getparent() for one in own if all(map(is_own, one.getparent()))}
    found = {
        "sources": len(root.findall("{*}Sources/*")) - len(shown),
        "coders": count("User"),
        "codes": count("Code"),
        "codings": count("Coding") - len(own),
        REGIONS: len(own),
        "memos": count("Note"),
        "annotations": sum(
            not children(one, "Coding") for name in OF_TEXT for one in root.iter("{*}" + name)
        ),
        "descriptions": sum(bool((one.text or "").strip()) for one in root.iter("{*}Description")),
    }
    found |= {thing: count(name) for name, thing in KEPT.items()}
    for one in own:
        found[KEPT[local(one)]] -= 1
        found["descriptions"] -= bool(description(one).strip())
    if package is not None:
        found["files of sources"] = sum(
            package.find(path) is not None
            for one in root.iter("{*}*")
            for path in (one.get("path"), one.get("richTextPath"))
            if path
        )
    return found


def _account(project: Project, package: Package, root: etree._Element) -> None:
    """Say in the account what of the file is in the project, and what is kept."""
    account, found = project.account, counts_of(root, package)
    texts = {item.guid for item in project.documents}
    for source in root.iterfind("{*}Sources/*"):
        if len(source) and all(map(is_own, source)):
            continue
        if texts.isdisjoint({guid_in(source), *(guid_in(one) for one in children(source, *TEXTS))}):
            account.keep("sources", why=f"without text ({local(source)})")
        else:
            account.take("sources")
    coded = {one.user for one in project.codings}
    account.take("coders", sum(user.guid in coded for user in project.users))
    account.take("codes", len(project.codes))
    account.take("links", len(project.links))
    account.take(REGIONS, sum(len(one.regions) for one in project.pictures))
    used = {one.guid for one in project.codings}
    account.take(
        "descriptions",
        sum(
            bool((one.text or "").strip())
            and (
                local(one.getparent()) == "Code"
                or (
                    local(one.getparent()) in OF_TEXT
                    and any(guid_in(c) in used for c in children(one.getparent(), "Coding"))
                )
            )
            for one in root.iter("{*}Description")
        ),
    )
    for thing, count in found.items():
        counted = account[thing].total()
        account.keep(thing, count - counted, "on pages, pictures or sound" if thing == "codings" else "")


def _placed(
    project: Project,
    root: etree._Element,
    selected: list[_Selected],
    kinds: _Texts,
    shown: str,
    positions: str,
) -> list[tuple[int, int] | None]:
    """The span of each selection in its text, None where it is outside of it.

    Nobody knows what positions in a formatted text count: there it has to have the words that the selection says.
    """
    texts = {item.guid: item.text for item in project.documents}
    even = {name: " ".join(text.split()) for name, text in texts.items()}
    parts = [one for one in selected if one.start is not None and one.end is not None]
    given = [
        Selection(one.document, one.start or 0, one.end or 0, _words(one.element, even[one.document]))
        for one in parts
    ]
    found = place(texts, given, shown, positions, kinds.marked)
    for number, said in enumerate(given):
        if said.document in kinds.rich and not says(texts[said.document], found.spans[number], said.words):
            found.spans[number] = None
    project.told += found.told
    spans = iter(found.spans)
    for one, span in zip(parts, found.spans, strict=True):
        if span is not None:
            project.spans[plain_guid(one.element.get("guid"))] = (one.document, *span)
    for transcript in root.iter("{*}Transcript"):
        guid = guid_in(transcript)
        for sync in children(transcript, "SyncPoint"):
            at = point(texts[guid], found.unit, _position(sync, "position"))
            project.spans[guid_in(sync)] = (guid, at, at)
    return [
        (0, len(texts[one.document].rstrip()) or 1) if one.start is None else next(spans) for one in selected
    ]


def _add_codings(
    project: Project,
    package: Package,
    root: etree._Element,
    placed: list[tuple[_Selected, tuple[int, int] | None]],
    rich: Collection[str],
) -> set[str]:
    """Add the codings of the selections that have a place; the notes that are theirs, by guid."""
    notes = {guid_in(note): note for note in root.iter("{*}Note")}
    known = {code.guid for code in project.codes}
    texts = {item.guid for item in project.documents if item.text}
    of_codings: set[str] = set()
    taken: set[str] = set()
    for one, span in placed:
        selection = one.element
        if span is None:
            why = "outside their text"
            if one.document not in texts:
                why = "of a source without plain text in the file"
            elif one.document in rich:
                why = "of a source with formatted text alone, in which their words are not told"
            project.account.leave("codings", len(children(selection, "Coding")), why)
            continue
        # what is said of a whole source is said of it, and not of a coding on all of it
        said = children(selection, "NoteRef") if one.start is not None else []
        refs = {plain_guid(ref.get("targetGUID")) for ref in said}
        for coding in children(selection, "Coding"):
            own = {plain_guid(ref.get("targetGUID")) for ref in children(coding, "NoteRef")} | refs
            memo = [text_of(package, notes[ref]).removeprefix(MARK) for ref in sorted(own) if ref in notes]
            code = plain_guid(next((ref.get("targetGUID") for ref in children(coding, "CodeRef")), None))
            guid = guid_in(coding)
            if not guid or guid in taken:
                # one without a guid, or with that of another, is one of its own
                guid = str(uuid.uuid5(_SPACE, "\n".join((one.document, code, str(span), str(len(taken))))))
            taken.add(guid)
            project.add_coding(
                ProjectCoding(
                    guid,
                    one.document,
                    code,
                    *span,
                    plain_guid(coding.get("creatingUser") or selection.get("creatingUser")),
                    _created(coding, selection),
                    "\n".join(
                        [*filter(None, [description(selection) if one.start is not None else ""]), *memo]
                    ),
                ),
                code in known,
            )
            if code in known:
                of_codings |= own
    return of_codings
