"""Writing REFI-QDA projects (.qdpx) and codebooks (.qdc), version 1.0, which 1.5 readers read."""

import copy
import re
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from jalin.exchange.project import Project, ProjectCoding, codings_by_document
from jalin.exchange.read_refi import ORIGIN, Package, opened
from jalin.files import write_atomically, write_zip

if TYPE_CHECKING:
    from jalin.exchange.masking import Mask

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
# what the schema wants after the sources, in its order, and carried from the project it came from
_BEFORE, _AFTER = ("Variables", "Cases"), ("Links", "Sets", "Graphs")
# what may stand with a source beside its text and its passages
_OF_SOURCE = ("NoteRef", "VariableValue")
_MEDIA = ("PictureSource", "AudioSource", "VideoSource")
_REFERENCES = frozenset(["guid", "targetGUID", "originGUID", "creatingUser", "modifyingUser"])
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _clean(text: str) -> str:
    """`text` without characters that no XML can hold."""
    return _UNWRITABLE.sub("", text)


def _moment(created: str) -> dict[str, str]:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", created):
        return {"creationDateTime": f"{created}T00:00:00Z"}
    return {"creationDateTime": created} if re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", created) else {}


def _guid(element: etree._Element) -> str:
    return element.get("guid", "").strip("{}").lower()


def _carried(element: etree._Element, mask: "Mask | None") -> etree._Element:
    """A copy of a part of the former project, its references written as ours are, its names hidden by `mask`."""
    part = copy.deepcopy(element)
    if mask is not None:
        mask.element(part)
    for one in part.iter("{*}*"):
        for name in _REFERENCES & set(one.keys()):
            one.set(name, one.get(name).strip("{}").lower())
    return part


def _by_guid(old: etree._Element | None, name: str) -> dict[str, etree._Element]:
    """The elements of one kind of the project that the study came from."""
    return {_guid(element): element for element in old.iter(f"{{*}}{name}")} if old is not None else {}


def _codes(parent: etree._Element, project: Project, space: str, old: etree._Element | None = None) -> None:
    """The tree of codes below `parent`; whether one can be used, and its notes, as in the project it came from."""
    made, before = {"": parent}, _by_guid(old, "Code")
    for code in project.codes:
        was = before.get(code.guid)
        codable = str(code.codable).lower() if was is None else was.get("isCodable", "true")
        element = etree.SubElement(
            made[code.parent],
            f"{{{space}}}Code",
            {"guid": code.guid, "name": _clean(code.name), "isCodable": codable}
            | ({"color": code.color} if code.color else {}),
        )
        if code.description:
            etree.SubElement(element, f"{{{space}}}Description").text = _clean(code.description)
        for note in was.findall("{*}NoteRef") if was is not None else ():
            etree.SubElement(
                element, f"{{{space}}}NoteRef", {"targetGUID": note.get("targetGUID", "").strip("{}").lower()}
            )
        made[code.guid] = element


def _note_guid(coding: ProjectCoding) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"memo of {coding.guid}"))


def write_refi(
    project: Project,
    path: Path,
    original: Path | None = None,
    mask: "Mask | None" = None,
    media: bool = True,
) -> int:
    """Write a .qdpx, or by the ending of `path` a .qdc with the codes alone, in one step.

    From `original`, the .qdpx that the study was made from, come the things a study
    has no place for: variables, cases, sets, links, graphs, and with `media` pictures and recordings. `mask` hides
    names in it. Returns how many pictures and recordings were left out.
    """
    if path.suffix.lower() == ".qdc":
        root = etree.Element(f"{{{CODEBOOK}}}CodeBook", {"origin": ORIGIN}, nsmap={None: CODEBOOK})
        _codes(etree.SubElement(root, f"{{{CODEBOOK}}}Codes"), project, CODEBOOK)
        content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        write_atomically(path, lambda part: part.write_bytes(content))
        return 0
    left = 0
    if original is None:
        root, files = _tree(project, None, None)
        if not project.documents:
            root.remove(root.find(f"{{{PROJECT}}}Sources"))
    else:
        with opened(original) as package:
            root, files = _tree(project, package, mask)
            left = _media(root, package, files, mask, media)
    files["project.qde"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    write_zip(path, dict(sorted(files.items())))
    return left


def _tree(
    project: Project, package: Package | None, mask: "Mask | None"
) -> tuple[etree._Element, dict[str, bytes]]:
    """The project element, and the other files of the package."""
    q = f"{{{PROJECT}}}"
    files: dict[str, bytes] = {}
    root = etree.Element(
        f"{q}Project", {"name": _clean(project.name), "origin": ORIGIN}, nsmap={None: PROJECT}
    )
    old = package.project() if package else None
    if project.users:
        users = etree.SubElement(root, f"{q}Users")
        for user in project.users:
            etree.SubElement(users, f"{q}User", {"guid": user.guid, "name": _clean(user.name)})
    if project.codes:
        book = etree.SubElement(root, f"{q}CodeBook")
        _codes(etree.SubElement(book, f"{q}Codes"), project, PROJECT, old)
    _carry(root, old, _BEFORE, mask)
    sources = etree.SubElement(root, f"{q}Sources")
    on = codings_by_document(project.codings)
    texts, passages = _by_guid(old, "TextSource"), _passages(old)
    for document in project.documents:
        files[f"sources/{document.guid}.txt"] = document.text.encode("utf-8")
        element = etree.SubElement(
            sources,
            f"{q}TextSource",
            {
                "guid": document.guid,
                "name": _clean(document.name),
                "plainTextPath": f"internal://{document.guid}.txt",
            }
            | _moment(document.created),
        )
        _selections(element, on[document.guid], passages)
        for part in texts.get(document.guid, ()):
            if isinstance(part.tag, str) and etree.QName(part).localname in _OF_SOURCE:
                element.append(_carried(part, mask))
    _notes(root, project)
    _carry(root, old, _AFTER, mask)
    return root, files


def _passages(old: etree._Element | None) -> dict[str, str]:
    """The guid of the selection that each coding of the former project is on; cases point to selections."""
    return {
        _guid(coding): _guid(coding.getparent())
        for coding in _by_guid(old, "Coding").values()
        if etree.QName(coding.getparent()).localname == "PlainTextSelection"
    }


def _selections(element: etree._Element, codings: list[ProjectCoding], passages: dict[str, str]) -> None:
    """The codings of a source, each on a selection: the one it had in the former project where the span is still the same."""
    made: dict[tuple[str, int, int], etree._Element] = {}
    taken: set[str] = set()
    q = f"{{{PROJECT}}}"
    for coding in sorted(codings, key=lambda one: (one.start, one.end, one.guid)):
        user = {"creatingUser": coding.user} if coding.user else {}
        guid = passages.get(coding.guid, "")
        selection = made.get((guid, coding.start, coding.end)) if guid else None
        if selection is None:
            if not guid or guid in taken:
                guid = str(uuid.uuid5(uuid.NAMESPACE_OID, f"passage of {coding.guid}"))
            taken.add(guid)
            place = {"guid": guid, "startPosition": str(coding.start), "endPosition": str(coding.end)}
            selection = etree.SubElement(element, f"{q}PlainTextSelection", place | user)
            made[guid, coding.start, coding.end] = selection
        marks = {"guid": coding.guid} | user | _moment(coding.created)
        code = etree.SubElement(selection, f"{q}Coding", marks)
        etree.SubElement(code, f"{q}CodeRef", {"targetGUID": coding.code})
        if coding.memo:
            etree.SubElement(code, f"{q}NoteRef", {"targetGUID": _note_guid(coding)})


def _notes(root: etree._Element, project: Project) -> None:
    """The memos of codings and of the project."""
    q = f"{{{PROJECT}}}"
    notes = [(_note_guid(one), "", one.memo, one.created) for one in project.codings if one.memo]
    notes += [(memo.guid, memo.title, memo.text, memo.created) for memo in project.memos]
    if not notes:
        return
    element = etree.SubElement(root, f"{q}Notes")
    for guid, title, text, created in notes:
        named = {"guid": guid} | ({"name": _clean(title)} if title else {}) | _moment(created)
        note = etree.SubElement(element, f"{q}Note", named)
        etree.SubElement(note, f"{q}PlainTextContent").text = _clean(text)


def _carry(
    root: etree._Element, old: etree._Element | None, names: tuple[str, ...], mask: "Mask | None"
) -> None:
    """Parts of the project that the study came from, but for names that `mask` hides."""
    for name in names:
        for part in () if old is None else old.findall(f"{{*}}{name}"):
            root.append(_carried(part, mask))


def _media(
    root: etree._Element,
    package: Package,
    files: dict[str, bytes],
    mask: "Mask | None",
    media: bool,
) -> int:
    """Put pictures and recordings with their files among the sources; how many were left out, for want of `media`.

    Files go by the guid of what they show. What points to one left out goes as well.
    """
    sources = root.find(f"{{{PROJECT}}}Sources")
    assert sources is not None
    gone: set[str] = set()
    left = 0
    for element in package.project().iterfind("{*}Sources/*"):
        if not isinstance(element.tag, str) or etree.QName(element).localname not in _MEDIA:
            continue
        if element.find(".//{*}Transcript") is not None:
            continue
        if not media:
            left += 1
            gone |= {_guid(one) for one in element.iter("{*}*")}
            continue
        part = _carried(element, mask)
        if name := package.find(element.get("path") or ""):
            file = f"{_guid(part)}{Path(name).suffix.lower()}"
            files[f"sources/{file}"] = package.read(name)
            part.set("path", f"internal://{file}")
        else:
            part.attrib.pop("path", None)
        sources.append(part)
    for one in list(root.iter("{*}*")):
        if one.get("targetGUID") in gone - {""}:
            one.getparent().remove(one)
    if not len(sources):
        root.remove(sources)
    return left
