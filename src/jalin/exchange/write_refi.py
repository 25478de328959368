"""Writing REFI-QDA projects (.qdpx) and codebooks (.qdc), version 1.0, which 1.5 readers read."""

import re
import uuid
from dataclasses import replace
from pathlib import Path

from lxml import etree

from jalin.collect.archive import local
from jalin.exchange.former import PROJECT, Former, in_order
from jalin.exchange.pictures import add_pictures
from jalin.exchange.project import Document, Project, ProjectCoding, codings_by_document, writable
from jalin.exchange.read_refi import OF_TEXT, ORIGIN, UNDATED, counts_of
from jalin.exchange.refi_package import guid_in
from jalin.files import write_atomically, write_zip
from jalin.words import DEFAULT, word

CODEBOOK = "urn:QDA-XML:codebook:1.0"
# what is carried from the project it came from, before the sources and after the notes, in the order of the schema
_BEFORE, _AFTER = ("Variables", "Cases"), ("Links", "Sets", "Graphs", "Description", "NoteRef")
# what QualCoder does not read without a date
_DATED = (
    "TextSource", "Transcript", "Representation", "PictureSource", "PDFSource", "AudioSource", "VideoSource",
    "PlainTextSelection", "TranscriptSelection", "PictureSelection", "PDFSelection", "AudioSelection", "VideoSelection", "Note",
)  # fmt: skip


def _moment(created: str) -> dict[str, str]:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", created):
        return {"creationDateTime": f"{created}T00:00:00Z"}
    return {"creationDateTime": created} if re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", created) else {}


def _codes(parent: etree._Element, project: Project, space: str, former: Former | None = None) -> None:
    """The tree of codes below `parent`; whether one can be used, and its notes, as in the project it came from."""
    made = {"": parent}
    before = {guid_in(one): one for one in former.root.iter("{*}Code")} if former else {}
    for code in project.codes:
        was = before.get(code.guid)
        codable = str(code.codable).lower() if was is None else was.get("isCodable", "true")
        element = etree.SubElement(
            made[code.parent],
            f"{{{space}}}Code",
            {"guid": code.guid, "name": writable(code.name), "isCodable": codable}
            | ({"color": code.color} if code.color else {}),
        )
        if code.description:
            etree.SubElement(element, f"{{{space}}}Description").text = writable(code.description)
        if former and was is not None:
            element.extend(former.parts(was, "NoteRef"))
        made[code.guid] = element


def _note_guid(coding: ProjectCoding) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"memo of {coding.guid}"))


def write_refi(project: Project, path: Path, former: Former | None = None) -> dict[str, int]:
    """Write a .qdpx, or by the ending of `path` a .qdc with the codes alone, in one step; how many of each thing stand in it.

    From the project that the study was made from come the things a study has no place for.
    """
    if path.suffix.lower() == ".qdc":
        root = etree.Element(f"{{{CODEBOOK}}}CodeBook", {"origin": ORIGIN}, nsmap={None: CODEBOOK})
        _codes(etree.SubElement(root, f"{{{CODEBOOK}}}Codes"), project, CODEBOOK)
        content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        write_atomically(path, lambda part: part.write_bytes(content))
        return {"codes": len(project.codes)}
    root, files = _tree(project, former)
    counts = counts_of(root, None) | {"files of sources": len(former.files) if former else 0}
    files["project.qde"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    write_zip(path, dict(sorted(files.items())))
    return counts


def _tree(project: Project, former: Former | None) -> tuple[etree._Element, dict[str, bytes]]:
    """The project element, and the other files of the package."""
    q = f"{{{PROJECT}}}"
    files: dict[str, bytes] = {}
    root = etree.Element(
        f"{q}Project", {"name": writable(project.name), "origin": ORIGIN}, nsmap={None: PROJECT}
    )
    users = etree.SubElement(root, f"{q}Users")
    for user in project.users:
        etree.SubElement(users, f"{q}User", {"guid": user.guid, "name": writable(user.name)})
    book = etree.SubElement(root, f"{q}CodeBook")
    _codes(etree.SubElement(book, f"{q}Codes"), project, PROJECT, former)
    if former:
        former.codes = {code.guid for code in project.codes}
        own = {user.guid for user in project.users}
        others = former.root.findall("{*}Users/{*}User") if not former.users else []
        users.extend(former.carried(one) for one in others if guid_in(one) not in own)
        root.set("basePath", ".")
        for name in _BEFORE:
            root.extend(former.parts(former.root, name))
    elif project.cases:
        _cases(etree.SubElement(root, f"{q}Cases"), project)
    _sources(root, project, former, files)
    _notes(root, project, former, files)
    if former:
        for name in _AFTER:
            root.extend(former.parts(former.root, name))
    if project.links or (former and former.own):
        _links(root, project, former.own if former else frozenset())
    if former:
        notes = root.find(f"{q}Notes")
        assert notes is not None
        notes.extend(former.mend(root, frozenset(one.get("guid") or "" for one in notes)))
        known = {one.get("guid") for one in users}
        for one in root.iter(f"{q}*"):
            for name in ("creatingUser", "modifyingUser"):
                if one.get(name) and one.get(name) not in known:
                    del one.attrib[name]
        files |= former.files
    for one in root.iter(*(f"{q}{kind}" for kind in _DATED)):
        if not one.get("creationDateTime") and not one.get("modifiedDateTime"):
            one.set("creationDateTime", UNDATED)
    for empty in [one for one in root if not len(one) and local(one) not in ("Description", "NoteRef")]:
        root.remove(empty)
    if not project.codes:
        root.remove(book)
    return root, files


def _cases(parent: etree._Element, project: Project) -> None:
    """Each case below `parent`, with its sources."""
    for case in project.cases:
        element = etree.SubElement(
            parent, f"{{{PROJECT}}}Case", {"guid": case.guid, "name": writable(case.name)}
        )
        for guid in case.documents:
            etree.SubElement(element, f"{{{PROJECT}}}SourceRef", {"targetGUID": guid})


def _links(root: etree._Element, project: Project, own: frozenset[str]) -> None:
    """Links between the selections of codings, beside those of the former project that are not the study's `own` now; after the notes."""
    q = f"{{{PROJECT}}}"
    links = root.find(f"{q}Links")
    if links is None:
        links = etree.Element(f"{q}Links", nsmap={None: PROJECT})
        notes = root.find(f"{q}Notes")
        assert notes is not None
        notes.addnext(links)
    came = {guid_in(one): one for one in links if guid_in(one) in own}
    for one in came.values():
        links.remove(one)
    unnamed = {word("exchange.link", language) for language in DEFAULT}
    selected = {one.get("guid"): (one.getparent().get("guid") or "") for one in root.iter(f"{q}Coding")}
    for link in project.links:
        if link.origin in selected and link.target in selected:
            element = came.get(link.guid)
            if element is None:
                element = etree.Element(f"{q}Link", {"guid": link.guid, "direction": "OneWay"})
            if element.get("name") or link.name not in unnamed:
                element.set("name", writable(link.name))
            element.set("originGUID", selected[link.origin])
            element.set("targetGUID", selected[link.target])
            links.append(element)


def _sources(root: etree._Element, project: Project, former: Former | None, files: dict[str, bytes]) -> None:
    """Each document as what it was in the former project, and what of that has no text."""
    sources = etree.SubElement(root, f"{{{PROJECT}}}Sources")
    on = codings_by_document(project.codings)
    shown: dict[str, etree._Element] = {}
    for document in project.documents:
        files[f"sources/{document.guid}.txt"] = document.text.encode("utf-8")
        was = former.texts.get(document.guid) if former else None
        element = _text(document, on[document.guid], was, former)
        if former and was is not None and local(was) != "TextSource":
            above = was.getparent()
            guid = guid_in(above)
            if guid not in shown:
                shown[guid] = former.shown(above)
                shown[guid].set("name", writable(document.name))
                sources.append(shown[guid])
            shown[guid].append(element)
            in_order(shown[guid])
        else:
            sources.append(element)
    if former:
        texts = {item.guid for item in former.project.documents}
        for source in former.sources:
            ours = bool(len(source)) and all(guid_in(one) in former.own for one in source)
            if not ours and texts.isdisjoint(guid_in(one) for one in source.iter("{*}*")):
                sources.append(former.shown(source))
                for one in [one for one in sources[-1] if one.get("guid") in former.own]:
                    sources[-1].remove(one)
    files |= add_pictures(sources, project.pictures, PROJECT)


def _text(
    document: Document, codings: list[ProjectCoding], was: etree._Element | None, former: Former | None
) -> etree._Element:
    """A document as a TextSource, or as what it `was` in the former project: the text of a page or of a recording."""
    if former is None or was is None:
        element = etree.Element(f"{{{PROJECT}}}TextSource", _moment(document.created), nsmap={None: PROJECT})
    else:
        element = former.bare(was)
        element.extend(former.parts(was, "Description", "NoteRef", "VariableValue"))
        if former.package.find(element.attrib.pop("richTextPath", None) or was.get("richTextPath") or "-"):
            former.leave("files of sources", "formatted texts, which show what the study hides")
    element.set("guid", document.guid)
    element.set("name", writable(document.name))
    element.set("plainTextPath", f"internal://{document.guid}.txt")
    _selections(element, document, {one.guid: one for one in codings}, was, former)
    in_order(element)
    return element


def _selections(
    element: etree._Element,
    document: Document,
    codings: dict[str, ProjectCoding],
    was: etree._Element | None,
    former: Former | None,
) -> None:
    """The codings of a document: on the selections that they had in the former project, where these are as they came, else on ones of their own."""
    left = dict(codings)
    if former and was is not None:
        element.extend(_sync_points(was, former))
        for one in was.iterfind("{*}Coding"):
            guid = guid_in(one)
            coding = left.get(guid)
            as_it_was = coding and (coding.start, coding.end) == former.spans.get(document.guid)
            if coding and as_it_was and coding.memo == former.memos.get(guid):
                element.append(_coding(left.pop(guid), one, former))
        for selection in was.iterfind("{*}*"):
            if local(selection) in OF_TEXT:
                _carry_selection(element, document.text, selection, left, former)
    q = f"{{{PROJECT}}}"
    spoken = local(element) == "Transcript"
    for coding in sorted(left.values(), key=lambda one: (one.start, one.end, one.guid)):
        guid = str(uuid.uuid5(uuid.NAMESPACE_OID, f"passage of {coding.guid}"))
        user = {"creatingUser": coding.user} if coding.user else {}
        selection = etree.SubElement(
            element, f"{q}{'TranscriptSelection' if spoken else 'PlainTextSelection'}", {"guid": guid} | user
        )
        _place(element, selection, (coding.start, coding.end))
        if coding.memo:
            # QualCoder and MAXQDA show it beside the coding from nowhere else
            etree.SubElement(selection, f"{q}Description").text = writable(coding.memo)
        selection.append(_coding(replace(coding, memo=""), None, None))


def _sync_points(was: etree._Element, former: Former) -> list[etree._Element]:
    """The sync points of a transcript, each at its place in the text of today."""
    found = []
    for point in was.iterfind("{*}SyncPoint"):
        span = former.spans.get(guid_in(point))
        if span is None:
            former.leave("sync points", "whose place is not clear in the text of today")
        else:
            found.append(former.carried(point))
            found[-1].set("position", str(span[0]))
    return found


def _place(element: etree._Element, selection: etree._Element, span: tuple[int, int]) -> None:
    """Put a selection of a text on a span; one of a transcript on its sync points, or on new ones where these are elsewhere."""
    if local(selection) == "PlainTextSelection":
        selection.set("startPosition", str(span[0]))
        selection.set("endPosition", str(span[1]))
        return
    q = f"{{{PROJECT}}}"
    points = {one.get("guid"): one.get("position") for one in element.iterfind(f"{q}SyncPoint")}
    for name, at in zip(("fromSyncPoint", "toSyncPoint"), span, strict=True):
        if points.get(selection.get(name)) != str(at):
            guid = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{name} of {selection.get('guid')}"))
            etree.SubElement(element, f"{q}SyncPoint", {"guid": guid, "position": str(at)})
            selection.set(name, guid)


def _carry_selection(
    element: etree._Element,
    text: str,
    selection: etree._Element,
    left: dict[str, ProjectCoding],
    former: Former,
) -> None:
    """A selection of a `text` of the former project with those of its codings that are where they were; they are taken from `left`."""
    guid = guid_in(selection)
    span, coded = former.spans.get(guid), selection.findall("{*}Coding")
    here = [one for one in coded if (it := left.get(guid_in(one))) and (it.start, it.end) == span]
    if coded and not here and (former.users or guid not in former.pointed_at):
        return
    if span is None or span[0] == span[1]:
        if not coded:
            former.leave("annotations", "whose place is not clear in the text of today")
        return
    if (
        not coded
        and former.users
        and (selection.get("creatingUser") or "").strip("{}").lower() not in former.users
    ):
        former.leave("annotations", "of other coders")
        return
    part = former.bare(selection, text[slice(*span)])
    same = former.as_it_came(selection, left)
    _place(element, part, span)
    if same:
        part.extend(former.parts(selection, "Description", "NoteRef"))
    users = {left[guid_in(one)].user for one in here}
    if len(users) == 1 and "" not in users and not part.get("creatingUser"):
        part.set("creatingUser", *users)
    for one in here:
        part.append(_coding(left.pop(guid_in(one)), one if same else None, former))
    in_order(part)
    element.append(part)


def _coding(coding: ProjectCoding, was: etree._Element | None, former: Former | None) -> etree._Element:
    """A coding; its memo is in the notes it had, where it `was` as it is, else in one of its own."""
    q = f"{{{PROJECT}}}"
    created = coding.created
    if was is not None and (was.get("creationDateTime") or "").startswith(created):
        created = was.get("creationDateTime") or ""
    user = {"creatingUser": coding.user} if coding.user else {}
    element = etree.Element(
        f"{q}Coding", {"guid": coding.guid} | user | _moment(created), nsmap={None: PROJECT}
    )
    etree.SubElement(element, f"{q}CodeRef", {"targetGUID": coding.code})
    if former and was is not None:
        element.extend(former.parts(was, "NoteRef"))
    elif coding.memo:
        etree.SubElement(element, f"{q}NoteRef", {"targetGUID": _note_guid(coding)})
    return element


def _notes(root: etree._Element, project: Project, former: Former | None, files: dict[str, bytes]) -> None:
    """The memos of the project, and those of codings that have a note of their own.

    The text of one of our own with a name is a file, for QualCoder makes journals of these alone, and of a name once.
    """
    q = f"{{{PROJECT}}}"
    wanted = {one.get("targetGUID") for one in root.iter(f"{q}NoteRef")}
    element = etree.SubElement(root, f"{q}Notes")
    own = [(_note_guid(one), "", one.memo, one.created) for one in project.codings if one.memo]
    notes = [one for one in own if one[0] in wanted]
    notes += [(memo.guid, memo.title, memo.text, memo.created) for memo in project.memos]
    called: set[str] = set()
    for guid, title, text, created in notes:
        was = former.notes.get(guid) if former else None
        if former and was is not None:
            note = former.bare(was)
            note.attrib.pop("plainTextPath", None)
            note.attrib.pop("richTextPath", None)
            note.extend(former.parts(was, "Description", "NoteRef", "VariableValue"))
        else:
            note = etree.Element(f"{q}Note", _moment(created), nsmap={None: PROJECT})
        note.set("guid", guid)
        # a memo without a title is called by its number
        if title and not (was is not None and not was.get("name") and title.isdigit()):
            note.set("name", writable(title))
        name = note.get("name", "")
        if name and name not in called and (was is None or was.get("plainTextPath")):
            called.add(name)
            note.set("plainTextPath", f"internal://{guid}.txt")
            files[f"sources/{guid}.txt"] = text.encode("utf-8")
        else:
            etree.SubElement(note, f"{q}PlainTextContent").text = writable(text)
        in_order(note)
        element.append(note)
