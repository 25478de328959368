"""Word documents: paragraphs, headings, list items, table rows and notes in reading order.

Read from the parts of the package (ECMA-376, WordprocessingML). Tracked changes are
read as accepted and reported. A footnote or endnote leaves its number in brackets
and stands at the end. Comments keep their place. Headers, footers, hidden text and
properties are not part of the text; they are reported, for they may name someone.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml.etree import _Element

from jalin.collect.archive import Archive, attribute, below, local
from jalin.collect.blocks import Block, Comment, Reading
from jalin.collect.docx_package import WordPackage
from jalin.collect.speakers import rows_as_blocks

_GONE = {"del", "moveFrom"}
_NEW = {"ins", "moveTo"}
_SKIPPED = {
    "instrText",
    "delText",
    "delInstrText",
    "pPr",
    "rPr",
    "tblPr",
    "trPr",
    "tcPr",
    "sectPr",
    "Fallback",
    "rt",
}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def _on(element: _Element | None) -> bool:
    """Whether a switch such as <w:vanish/> is there and on."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")


@dataclass
class _Range:
    """A comment's passage: where it begins, and its text so far."""

    block: int
    offset: int
    parts: list[str] = field(default_factory=list)
    open: bool = True


class _Document:
    """The walk through one document."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.reading = Reading()
        self.changes: Counter[str] = Counter()
        self.hidden: list[str] = []
        self.ranges: dict[str, _Range] = {}
        self.notes: dict[tuple[str, str], str] = {}
        self.boxes: list[_Element] = []
        self.carried = ""
        self.pictures = 0
        self.package = WordPackage(archive)
        self.headings = self.package.headings()

    # text of one paragraph

    def _put(self, parts: list[str], text: str) -> None:
        parts.append(text)
        for item in self.ranges.values():
            if item.open:
                item.parts.append(text)

    def _words(self, element: _Element, parts: list[str]) -> None:
        """Add the text of `element` as accepted to `parts`, its line breaks as `\\n`."""
        for child in element:
            name = local(child)
            if name == "t":
                self._put(parts, child.text or "")
            elif name == "r":
                if _on(below(child, "rPr", "vanish")) and below(child, "commentReference") is None:
                    self.hidden.append(
                        "".join(text.text or "" for text in child.iter() if local(text) == "t")
                    )
                else:
                    self._words(child, parts)
            elif name in _GONE:
                self.changes["deletions"] += 1
            elif name in _BREAKS:
                self._put(parts, _BREAKS[name])
            elif name == "sym":
                code = attribute(child, "char")
                private = not code or int(code, 16) >= 0xE000
                self._put(parts, "\N{REPLACEMENT CHARACTER}" if private else chr(int(code, 16)))
            elif name in _NOTES:
                key = (_NOTES[name], attribute(child, "id"))
                self._put(parts, f"[{self.notes.setdefault(key, self._mark(key[0]))}]")
            elif name == "commentRangeStart":
                start = _Range(len(self.reading.blocks), sum(map(len, parts)))
                self.ranges.setdefault(attribute(child, "id"), start)
            elif name == "commentRangeEnd":
                if attribute(child, "id") in self.ranges:
                    self.ranges[attribute(child, "id")].open = False
            elif name == "commentReference":
                at = _Range(len(self.reading.blocks), sum(map(len, parts)), open=False)
                self.ranges.setdefault(attribute(child, "id"), at)
            elif name == "txbxContent":
                self.boxes.append(child)
            elif name in ("blip", "imagedata"):
                self.pictures += 1
            elif name == "OLEObject":
                self.reading.remark("not read", "", f"embedded object {attribute(child, 'ProgID')}")
            elif name not in _SKIPPED:
                self.changes["insertions"] += name in _NEW
                self._words(child, parts)

    def _mark(self, kind: str) -> str:
        """The next number of a note, as Word counts them."""
        count = sum(name == kind for name, _ in self.notes) + 1
        return f"{count}" if kind == "footnotes" else f"e{count}"

    # blocks

    def _paragraph(self, element: _Element) -> None:
        properties = below(element, "pPr")
        style = mark = level = capital = None
        kind = "paragraph"
        if properties is not None:
            style, level = below(properties, "pStyle"), below(properties, "outlineLvl")
            mark = below(properties, "rPr", "del")
            frame = below(properties, "framePr")
            capital = (
                frame if frame is not None and attribute(frame, "dropCap") in ("drop", "margin") else None
            )
            if (style is not None and attribute(style, "val") in self.headings) or (
                level is not None and attribute(level, "val") in "012345678"
            ):
                kind = "heading"
            elif below(properties, "numPr") is not None:
                kind = "item"
        parts: list[str] = [self.carried]
        self._words(element, parts)
        text = "".join(parts)
        self.carried = ""
        if mark is not None or capital is not None:
            # its end is deleted, or it is a drop capital: it runs on into the next paragraph
            self.changes["deletions"] += mark is not None
            self.carried = text
        else:
            self._add([Block(text, kind)])
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.walk(box)

    def _add(self, blocks: list[Block]) -> None:
        for item in self.ranges.values():
            if item.open:
                item.parts.append("\n")
        self.reading.add(*blocks)

    def _cell(self, element: _Element) -> str:
        """The words of a table cell on one line, tables within it included."""
        found = []
        for paragraph in element.iter():
            if local(paragraph) == "p":
                parts: list[str] = []
                self._words(paragraph, parts)
                found.append("".join(parts))
        self.boxes.clear()
        return " ".join(" ".join(found).split())

    def _table(self, element: _Element) -> None:
        rows = []
        for row in self._rows(element):
            if below(row, "trPr", "del") is not None:
                self.changes["deletions"] += 1
                continue
            cells = []
            for cell in self._rows(row, "tc"):
                merge = below(cell, "tcPr", "vMerge")
                # a cell that goes on from the row above was read there
                if merge is None or attribute(merge, "val") == "restart":
                    cells.append(self._cell(cell))
                else:
                    cells.append("")
            rows.append(cells)
        self._add(rows_as_blocks(rows))

    def _rows(self, element: _Element, wanted: str = "tr") -> list[_Element]:
        """The rows of a table or cells of a row, also those inside content controls and changes."""
        found = []
        for child in element:
            name = local(child)
            if name == wanted:
                found.append(child)
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
                found += self._rows(child, wanted)
        return found

    def walk(self, element: _Element) -> None:
        """Read every block below `element`."""
        for child in element:
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name == "altChunk":
                self.reading.remark("not read", "", "another document set into this one")
            elif name in _GONE:
                self.changes["deletions"] += 1
            elif name not in _SKIPPED:
                self.walk(child)

    def close(self) -> Reading:
        """Notes, comments and everything beside the text."""
        if self.carried:
            self._add([Block(self.carried)])
        for kind in ("footnotes", "endnotes"):
            root = self.package.part(kind)
            for note in root if root is not None else ():
                key = (kind, attribute(note, "id"))
                # separators are notes of a type of their own
                if attribute(note, "type") in ("", "normal") and key in self.notes:
                    text = self._cell(note)
                    self.reading.add(Block(f"[{self.notes[key]}] {text}", "note"))
        self._comments()
        for kind in ("header", "footer"):
            for name, part in self.package.parts:
                root = self.archive.xml(part) if name == kind else None
                if root is not None:
                    self.reading.remark(kind, "", self._cell(root))
        for part in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
            root = self.archive.xml(part)
            for item in root if root is not None else ():
                if (local(item) in _PROPERTIES or part.endswith("custom.xml")) and "".join(
                    item.itertext()
                ).strip():
                    place = attribute(item, "name") or _PROPERTIES[local(item)]
                    self.reading.remark("metadata", place, "".join(item.itertext()))
        for name, count in sorted(self.changes.items()):
            self.reading.remark("tracked changes", name, count)
        self.reading.remark("hidden text", "", " ".join(self.hidden))
        self.reading.remark("pictures", "", self.pictures)
        return self.reading

    def _comments(self) -> None:
        root = self.package.part("comments")
        for item in root if root is not None else ():
            found = self.ranges.get(attribute(item, "id"))
            comment = Comment(self._cell(item), attribute(item, "author"), attribute(item, "date")[:10])
            if found is not None:
                quote = "".join(found.parts)
                comment = replace(comment, block=found.block, offset=found.offset, quote=quote)
            self.reading.comments.append(comment)


_PROPERTIES = {
    "creator": "author",
    "lastModifiedBy": "last changed by",
    "title": "title",
    "subject": "subject",
    "description": "description",
    "keywords": "keywords",
    "category": "category",
    "Company": "company",
    "Manager": "manager",
}


def read(path: Path) -> Reading:
    """A .docx; cells of a table row are joined by ` | `, rows with a speaker's column are turns.

    Raises `Unreadable` when the file is no Word document, damaged, locked or hostile.
    """
    with Archive(path, "Word", "a Word document") as archive:
        document = _Document(archive)
        document.walk(document.package.body)
        return document.close()
