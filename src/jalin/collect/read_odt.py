"""OpenDocument texts: paragraphs, headings, list items, table rows and notes in reading order.

Read from the parts of the package (OASIS OpenDocument 1.3). Tracked changes are read
as accepted and reported. A note leaves its number in brackets and stands at the end.
Comments keep their place. Headers, footers, hidden text and properties are reported.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from lxml.etree import _Element

from jalin.collect.archive import Archive, attribute, below, local
from jalin.collect.blocks import Block, Comment, Reading, Unreadable
from jalin.collect.speakers import rows_as_blocks

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

    def __init__(self) -> None:
        self.reading = Reading()
        self.notes: list[Block] = []
        self.boxes: list[_Element] = []
        self.hidden: list[str] = []
        self.pictures = 0
        # comments by name, while their passage is read
        self.open: dict[str, int] = {}

    def _put(self, parts: list[str], text: str | None) -> None:
        if text:
            parts.append(text)
            for number in self.open.values():
                comment = self.reading.comments[number]
                self.reading.comments[number] = replace(comment, quote=comment.quote + text)

    def _spaces(self, text: str | None) -> str:
        """White space as the format counts it: a run of it is one space."""
        if not text:
            return ""
        squeezed = " ".join(text.split())
        return f"{' ' * text[0].isspace()}{squeezed}{' ' * (text[-1].isspace() and bool(squeezed))}"

    def _words(self, element: _Element, parts: list[str]) -> None:
        self._put(parts, self._spaces(element.text))
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
            elif name == "text-box":
                self.boxes.append(child)
            elif name == "image":
                self.pictures += 1
            elif name == "object":
                self.reading.remark("not read", "", "embedded object or formula")
            elif name == "hidden-text":
                self.hidden.append("".join(child.itertext()))
            elif name and name not in _SKIPPED:
                self._words(child, parts)
            self._put(parts, self._spaces(child.tail))

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

    def _paragraph(self, element: _Element, kind: str) -> None:
        parts: list[str] = []
        self._words(element, parts)
        self.reading.add(Block("".join(parts), kind))
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
                parts = []
                for paragraph in cell.iter():
                    if local(paragraph) in ("p", "h"):
                        found: list[str] = []
                        self._words(paragraph, found)
                        parts.append("".join(found))
                self.boxes.clear()
                repeated = attribute(cell, "number-columns-repeated")
                times = min(int(repeated), 100) if repeated.isdigit() else 1
                text = "\n".join(parts).strip()
                cells += [text] * (times if text else 1)
        return cells

    def _rows(self, element: _Element) -> list[list[str]]:
        rows = []
        for child in element:
            name = local(child)
            if name == "table-row":
                rows.append(self._row(child))
            elif name in ("table-rows", "table-header-rows", "table-row-group"):
                rows += self._rows(child)
        return rows

    def walk(self, element: _Element, kind: str = "paragraph") -> None:
        """Read every block below `element`."""
        for child in element:
            name = local(child)
            if name == "h":
                self._paragraph(child, "heading")
            elif name == "p":
                self._paragraph(child, kind)
            elif name in ("list-item", "list-header"):
                self.walk(child, "item")
            elif name == "table":
                self.reading.add(*rows_as_blocks(self._rows(child)))
            elif name and name not in _SKIPPED:
                self.walk(child, kind)


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
    meta = archive.xml("meta.xml")
    for item in meta.iter() if meta is not None else ():
        name = local(item)
        if name in _PROPERTIES:
            reading.remark("metadata", _PROPERTIES[name], "".join(item.itertext()))
        elif name == "user-defined":
            reading.remark("metadata", attribute(item, "name"), "".join(item.itertext()))


def read(path: Path) -> Reading:
    """An .odt; cells of a table row are joined by ` | `, rows with a speaker's column are turns.

    Raises `Unreadable` when the file is no OpenDocument text, damaged, locked or hostile.
    """
    with Archive(path, "LibreOffice or Word", "an OpenDocument text") as archive:
        if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise Unreadable("it is locked with a password", "Save a copy without password")
        content = archive.xml("content.xml")
        body = below(content, "body", "text") if content is not None else None
        if body is None:
            raise archive.damaged()
        document = _Document()
        document.walk(body)
        document.reading.add(*document.notes)
        document.reading.remark("hidden text", "", " ".join(document.hidden))
        document.reading.remark("pictures", "", document.pictures)
        _beside(archive, document.reading, content)
        return document.reading
