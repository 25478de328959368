"""OpenDocument texts: paragraphs, headings, list items, table rows and notes in reading order.

Read from the parts of the package (OASIS OpenDocument 1.3) as they are seen: with the numbers of lists, the
state of boxes and lists to choose from, and symbols as what they show. Tracked changes are read
as accepted and reported. A note leaves its number in brackets and stands at the end.
Comments keep their place. Headers, footers, hidden text and properties are reported.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from lxml.etree import _Element

from jalin.collect.archive import Archive, attribute, below, local
from jalin.collect.blocks import Block, Comment, Reading, Unreadable
from jalin.collect.docx_fields import BOXES
from jalin.collect.odt_styles import OUTLINE, Numbers, Styles
from jalin.collect.speakers import rows_as_blocks
from jalin.collect.symbols import as_seen, is_drawn

_SKIPPED = {"tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms", "ruby-text"}
_SKIPPED |= {
    "bibliography-source",
    "table-of-content-source",
    "index-title-template",
    "event-listeners",
    "desc",
}
_PROPERTIES = {
    "creator": "last changed by",
    "initial-creator": "author",
    "printed-by": "printed by",
    "title": "title",
    "subject": "subject",
    "description": "description",
    "keyword": "keywords",
}


def _plain(element: _Element) -> str:
    """The paragraphs of a header, footer, note or comment on one line."""
    found = [item for item in element.iter() if local(item) in ("p", "h")]
    return " ".join(" ".join("".join(item.itertext()) for item in found).split())


class _Document:
    """The walk through one text."""

    def __init__(self, archive: Archive, content: _Element) -> None:
        self.archive = archive
        self.reading = Reading()
        roots = [archive.xml("styles.xml"), content]
        self.styles, self.numbers = Styles(roots), Numbers(roots)
        self.controls = {attribute(item, "id"): item for item in content.iter() if local(item) in _CONTROLS}
        # the words in bold with which a paragraph begins, whether it is in bold now, and whether other words came
        self.strong: list[str] = []
        self.bold = self.other = False
        # the number of a list that is to stand before the next words
        self.number = ""
        self.notes: list[Block] = []
        self.boxes: list[_Element] = []
        self.hidden: list[str] = []
        self.pictures = 0
        # comments by name, while their passage is read
        self.open: dict[str, int] = {}

    def _put(self, parts: list[str], text: str | None) -> None:
        if text:
            parts.append(text)
            self.other = self.other or (not self.bold and bool(text.strip()))
            self.strong += [] if self.other else [text]
            for number in self.open.values():
                comment = self.reading.comments[number]
                self.reading.comments[number] = replace(comment, quote=comment.quote + text)

    def _spaces(self, text: str | None) -> str:
        """White space as the format counts it: a run of it is one space."""
        if not text:
            return ""
        squeezed = " ".join(text.split())
        return f"{' ' * text[0].isspace()}{squeezed}{' ' * (text[-1].isspace() and bool(squeezed))}"

    def _hides(self, style: str, text: _Element) -> bool:
        """Whether a style hides the words below `text`, which are noted then."""
        if self.styles.shown(style) is not False:
            return False
        self.hidden.append(_plain(text) or " ".join("".join(text.itertext()).split()))
        return True

    def _seen(self, text: str, font: str) -> str:
        return as_seen(text, font) if is_drawn(font) else text

    def _words(self, element: _Element, parts: list[str], font: str = "") -> None:
        self._put(parts, self._seen(self._spaces(element.text), font))
        for child in element:
            name = local(child)
            if name == "s":
                count = attribute(child, "c")
                self._put(parts, " " * min(int(count) if count.isdigit() else 1, 1000))
            elif name == "tab":
                self._put(parts, "\t")
            elif name == "line-break":
                self._put(parts, "\n")
            elif name == "note":
                self._note(child, parts)
            elif name == "annotation":
                self._annotation(child, sum(map(len, parts)))
            elif name == "annotation-end":
                self.open.pop(attribute(child, "name"), None)
            elif name in _BOXED:
                self.boxes.append(child)
            elif name == "fieldmark":
                self._put(parts, _marked(child))
            elif name == "image":
                self.pictures += 1
                self._described(child)
            elif name == "object":
                self._object(child, parts)
            elif name == "hidden-text":
                self.hidden.append("".join(child.itertext()))
            elif name == "control":
                self._put(parts, _state(self.controls.get(attribute(child, "control"))))
            elif name == "span":
                style = attribute(child, "style-name")
                if not self._hides(style, child):
                    bold, said = self.bold, self.styles.bold(style)
                    self.bold = bold if said is None else said
                    self._words(child, parts, self.styles.font(style) or font)
                    self.bold = bold
            elif name == "content-control" and attribute(child, "showing-place-holder") == "true":
                # nobody wrote anything there
                pass
            elif name and name not in _SKIPPED and not (name == "title" and "svg" in str(child.tag)):
                self._words(child, parts, font)
            self._put(parts, self._seen(self._spaces(child.tail), font))

    def _described(self, picture: _Element) -> None:
        """Remark on what is said of a picture for those who do not see it."""
        frame = picture.getparent()
        for item in frame if frame is not None else ():
            if local(item) in ("title", "desc"):
                self.reading.remark("pictures", "description", "".join(item.itertext()))

    def _object(self, element: _Element, parts: list[str]) -> None:
        """A formula as its program writes it in words; any other object is remarked."""
        part = f"{attribute(element, 'href').removeprefix('./').rstrip('/')}/content.xml"
        root = self.archive.xml(part)
        said = [] if root is None else [item for item in root.iter() if local(item) == "annotation"]
        if said:
            self._put(parts, " ".join("".join(said[0].itertext()).split()))
        else:
            self.reading.remark("not read", "", "embedded object or formula")

    def _note(self, element: _Element, parts: list[str]) -> None:
        citation, body = below(element, "note-citation"), below(element, "note-body")
        mark = "".join(citation.itertext()).strip() if citation is not None else str(len(self.notes) + 1)
        self._put(parts, f"[{mark}]")
        if body is not None:
            self.notes.append(Block(f"[{mark}] {_plain(body)}", "note"))

    def _annotation(self, element: _Element, offset: int) -> None:
        author, date = below(element, "creator"), below(element, "date")
        name = attribute(element, "name")
        if name:
            self.open[name] = len(self.reading.comments)
        self.reading.comments.append(
            Comment(
                _plain(element),
                "".join(author.itertext()) if author is not None else "",
                "".join(date.itertext())[:10] if date is not None else "",
                len(self.reading.blocks),
                offset,
            )
        )

    def _text(self, element: _Element) -> str | None:
        """The words of a paragraph with its number; None where its style hides it."""
        style = attribute(element, "style-name")
        if self._hides(style, element):
            return None
        parts: list[str] = []
        self.strong, self.bold, self.other = [], bool(self.styles.bold(style)), False
        self._words(element, parts, self.styles.font(style))
        text = "".join(parts)
        if not text.strip():
            return text
        number, self.number = self.number, ""
        return number + text

    def _paragraph(self, element: _Element, kind: str) -> None:
        if kind == "heading" and not self.number and attribute(element, "is-list-header") != "true":
            level = attribute(element, "outline-level")
            if level.isdigit():
                self.number = self.numbers.next(OUTLINE, int(level), attribute(element, "start-value"))
        text = self._text(element)
        self.number = "" if kind == "heading" else self.number
        if text is not None:
            self.reading.add(Block(text, kind, strong="".join(self.strong).strip()))
        for number in self.open.values():
            comment = self.reading.comments[number]
            self.reading.comments[number] = replace(comment, quote=f"{comment.quote}\n")
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.walk(box)

    def _row(self, element: _Element) -> list[str]:
        cells: list[str] = []
        for cell in element:
            if local(cell) in ("table-cell", "covered-table-cell"):
                repeated = attribute(cell, "number-columns-repeated")
                times = min(int(repeated), 100) if repeated.isdigit() else 1
                text = "\n".join(self._paragraphs(cell)).strip()
                cells += [text] * (times if text else 1)
        return cells

    def _paragraphs(self, element: _Element, level: int = 0, style: str = "") -> list[str]:
        """The words of each paragraph below `element`, those of boxes after the paragraph they hang on."""
        found: list[str] = []
        for child in element:
            name = local(child)
            if name in ("p", "h"):
                text = self._text(child)
                found += [text] if text is not None else []
                boxes, self.boxes = self.boxes, []
                for box in boxes:
                    found += self._paragraphs(box)
            elif name == "list":
                within = self._list(child, level, style)
                for item in child:
                    self._item(item, level + 1, within)
                    found += self._paragraphs(item, level + 1, within)
            elif name and name not in _SKIPPED and not self._veiled(child):
                found += self._paragraphs(child, level, style)
        return found

    def _list(self, element: _Element, level: int, style: str) -> str:
        """A list begins `level` deep in others of a `style`: the style that counts it."""
        own = attribute(element, "style-name") or style
        if not own:
            paragraph = next((item for item in element.iter() if local(item) in ("p", "h")), None)
            own = self.styles.numbers(attribute(paragraph, "style-name")) if paragraph is not None else ""
        if level == 0 or own != style:
            self.numbers.begin(element, own)
        return own

    def _item(self, element: _Element, level: int, style: str) -> None:
        """An item of a list begins: its number stands before its first words."""
        if local(element) == "list-item" and any(local(child) in ("p", "h") for child in element):
            self.number = self.numbers.next(style, level, attribute(element, "start-value"))

    def _veiled(self, element: _Element) -> bool:
        """Whether a section or paragraph is hidden by itself, which is noted then."""
        veiled = attribute(element, "display") == "none" or attribute(element, "is-hidden") == "true"
        if veiled and local(element) in ("section", "hidden-paragraph"):
            self.hidden.append(_plain(element))
            return True
        return False

    def _rows(self, element: _Element) -> list[list[str]]:
        rows = []
        for child in element:
            name = local(child)
            if name == "table-row":
                rows.append(self._row(child))
            elif name in ("table-rows", "table-header-rows", "table-row-group"):
                rows += self._rows(child)
        return rows

    def walk(self, element: _Element, kind: str = "paragraph", level: int = 0, style: str = "") -> None:
        """Read every block below `element`, which is `level` deep in lists of a `style`."""
        for child in element:
            name = local(child)
            if name == "h":
                self._paragraph(child, "heading")
            elif name == "p":
                self._paragraph(child, kind)
            elif name == "list":
                self.walk(child, "item", level + 1, self._list(child, level, style))
            elif name in ("list-item", "list-header"):
                self._item(child, level, style)
                self.walk(child, "item", level, style)
            elif name == "table":
                self.reading.add(*rows_as_blocks(self._rows(child)))
            elif name and name not in _SKIPPED and not self._veiled(child):
                self.walk(child, kind, level, style)


# what holds paragraphs of its own within one
_BOXED = {"text-box", "custom-shape", "rect", "ellipse", "circle", "polygon", "path", "caption"}


def _marked(field: _Element) -> str:
    """What a field of an older form of Word shows, as LibreOffice keeps it."""
    said = [(attribute(item, "name"), attribute(item, "value")) for item in field if local(item) == "param"]
    kind = attribute(field, "type").rpartition(".")[2]
    if kind == "FORMCHECKBOX":
        return BOXES[("Checkbox_Checked", "true") in said]
    entries = [value for name, value in said if name == "Dropdown_ListEntry"]
    at = dict(said).get("Dropdown_Selected", "0")
    return entries[int(at)] if at.isdigit() and int(at) < len(entries) else ""


# fields of forms, which stand apart from where they show
_CONTROLS = {
    "checkbox", "radio", "listbox", "combobox", "text", "textarea", "formatted-text", "number", "date",
}  # fmt: skip


def _state(control: _Element | None) -> str:
    """What a field of a form shows: a box and its label, what was chosen, what was written."""
    if control is None:
        return ""
    if local(control) in ("checkbox", "radio"):
        now = (
            attribute(control, "current-state")
            or attribute(control, "state")
            or attribute(control, "current-selected")
        )
        label = attribute(control, "label")
        return BOXES[now in ("checked", "true")] + (f" {label}" if label else "")
    chosen = [attribute(item, "label") for item in control if attribute(item, "current-selected") == "true"]
    return "; ".join(chosen) or attribute(control, "current-value") or attribute(control, "value")


def _beside(archive: Archive, reading: Reading, content: _Element) -> None:
    """Remark on tracked changes, headers, footers and properties."""
    changes: Counter[str] = Counter()
    for item in content.iter():
        if local(item) == "changed-region":
            changes.update(local(child) + "s" for child in item if local(child) in ("insertion", "deletion"))
    for name, count in sorted(changes.items()):
        reading.remark("tracked changes", name, count)
    styles = archive.xml("styles.xml")
    for item in styles.iter() if styles is not None else ():
        name = local(item)
        if name.startswith(("header", "footer")) and name.partition("-")[2] in ("", "left", "first"):
            reading.remark(name[:6], "", _plain(item))
    properties(archive, reading)


def properties(archive: Archive, reading: Reading) -> None:
    """Remark on what an OpenDocument says of itself."""
    meta = archive.xml("meta.xml")
    for item in meta.iter() if meta is not None else ():
        name = local(item)
        if name in _PROPERTIES:
            reading.remark("metadata", _PROPERTIES[name], "".join(item.itertext()))
        elif name == "user-defined":
            reading.remark("metadata", attribute(item, "name"), "".join(item.itertext()))


def opened(archive: Archive, kind: str) -> tuple[_Element, _Element]:
    """The content of an OpenDocument, and its body of this kind, text or spreadsheet; raises `Unreadable` when it is locked or damaged."""
    manifest = archive.names & {"META-INF/manifest.xml"}
    if manifest and b"encryption-data" in archive.read(*manifest):
        raise Unreadable("it is locked with a password", "Save a copy without password")
    content = archive.xml("content.xml")
    body = below(content, "body", kind) if content is not None else None
    if content is None or body is None:
        other = below(content, "body") if content is not None else None
        if other is not None and len(other):
            what = f"it is an OpenDocument {local(other[0])} and no {kind}"
            raise Unreadable(what, "Give it the ending of what it is: .odt for text, .ods for a spreadsheet")
        raise archive.damaged()
    return content, body


def read(path: Path) -> Reading:
    """An .odt; cells of a table row are joined by ` | `, rows with a speaker's column are turns.

    Raises `Unreadable` when the file is no OpenDocument text, damaged, locked or hostile.
    """
    with Archive(path, "LibreOffice or Word", "an OpenDocument text") as archive:
        content, body = opened(archive, "text")
        document = _Document(archive, content)
        document.walk(body)
        document.reading.add(*document.notes)
        document.reading.remark("hidden text", "", " ".join(document.hidden))
        document.reading.remark("pictures", "", document.pictures)
        _beside(archive, document.reading, content)
        return document.reading
