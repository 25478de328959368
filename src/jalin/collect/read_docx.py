"""Word documents: paragraphs, headings, list items, table rows and notes in reading order.

Read from the parts of the package (ECMA-376, WordprocessingML). Tracked changes are
read as accepted and reported. A footnote or endnote leaves its number in brackets
and stands at the end. Comments keep their place. Headers, footers, hidden text and
properties are not part of the text; they are reported, for they may name someone.
"""

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from jalin.collect.archive import Archive, attribute, below, local
from jalin.collect.blocks import Block, Comment, Reading
from jalin.collect.docx_fields import Field, chosen, drop_unended
from jalin.collect.docx_math import in_line
from jalin.collect.docx_numbers import Numbers
from jalin.collect.docx_package import WordPackage, is_on
from jalin.collect.speakers import rows_as_blocks
from jalin.collect.symbols import as_seen, is_drawn

_GONE = {"del", "moveFrom"}
_NEW = {"ins", "moveTo"}
_SKIPPED = {
    "delText", "delInstrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "Fallback", "rt",
}  # fmt: skip
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def _bold(paragraph: _Element) -> str:
    """The words in bold with which a paragraph begins."""
    words = ""
    for run in paragraph:
        if local(run) == "r":
            text = "".join(one.text or "" for one in run if local(one) == "t")
            if text.strip() and not is_on(below(run, "rPr", "b")):
                break
            words += text
    return words.strip()


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
        self.diagrams: list[str] = []
        self.carried = ""
        self.pictures = 0
        # for each field that is open, whether its instruction is being read, and what it shows without a result
        self.fields: list[Field] = []
        self.package = WordPackage(archive)
        drop_unended(self.package.body)
        self.headings = self.package.headings()
        self.veiled = self.package.hidden()
        self.numbers = Numbers(self.package.part("numbering"), self.package.part("styles"))

    # text of one paragraph

    def _put(self, parts: list[str], text: str) -> None:
        # a field shows its result, not how it is found, whatever fields that takes
        if any(one.instruction for one in self.fields):
            return
        for one in self.fields:
            one.shown += text
        parts.append(text)
        for item in self.ranges.values():
            if item.open:
                item.parts.append(text)

    def _words(self, element: _Element, parts: list[str], hidden: bool = False) -> None:
        """Add the text of `element` as accepted to `parts`, its line breaks as `\\n`; `hidden`: its style hides it."""
        for child in element:
            name = local(child)
            if name == "t":
                self._put(parts, child.text or "")
            elif name == "r":
                if self._hides(child, hidden) and below(child, "commentReference") is None:
                    self.hidden.append(
                        "".join(text.text or "" for text in child.iter() if local(text) == "t")
                    )
                else:
                    self._run(child, parts)
            elif name in _GONE:
                self.changes["deletions"] += 1
            elif name in _BREAKS:
                self._put(parts, _BREAKS[name])
            elif name == "sym":
                character = chr(int(attribute(child, "char") or "FFFD", 16))
                font = attribute(child, "font")
                private = 0xE000 <= ord(character) <= 0xF8FF
                self._put(parts, as_seen(character, font) if is_drawn(font) or private else character)
            elif name == "fldChar":
                self._field(child, parts)
            elif name == "oMath":
                self._put(parts, in_line(child))
            elif name == "sdt":
                self._control(child, parts, hidden)
            elif name in ("relIds", "chart"):
                self._diagram(child, name)
            elif name == "docPr":
                self.reading.remark("pictures", "description", attribute(child, "descr"))
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
                self._words(child, parts, hidden)

    def _hides(self, run: _Element, hidden: bool) -> bool:
        """Whether a run does not show: by itself, else by its style, else by that of its paragraph."""
        own = below(run, "rPr", "vanish")
        if own is not None:
            return is_on(own)
        style = below(run, "rPr", "rStyle")
        return hidden or (style is not None and attribute(style, "val") in self.veiled)

    def _run(self, run: _Element, parts: list[str]) -> None:
        """The words of a run; in a font of drawings they are what is seen."""
        fonts = below(run, "rPr", "rFonts")
        font = attribute(fonts, "ascii") if fonts is not None else ""
        if not is_drawn(font):
            return self._words(run, parts)
        for child in run:
            if local(child) == "t":
                self._put(parts, as_seen(child.text or "", font))
            elif local(child) not in _SKIPPED:
                holder = etree.Element("run")
                holder.append(deepcopy(child))
                self._words(holder, parts)
        return None

    def _field(self, mark: _Element, parts: list[str]) -> None:
        """A field begins, comes to its result, or ends; boxes and lists of older forms show what was chosen."""
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            self.fields.append(Field(chosen(mark)))
        elif self.fields and kind == "separate":
            self.fields[-1].instruction = False
        elif self.fields and kind == "end":
            ended = self.fields.pop()
            if ended.chosen and not ended.shown.strip():
                self._put(parts, ended.chosen)

    def _control(self, element: _Element, parts: list[str], hidden: bool) -> None:
        """A content control within a paragraph; its prompt, where nobody wrote anything, are no words."""
        if not is_on(below(element, "sdtPr", "showingPlcHdr")):
            content = below(element, "sdtContent")
            if content is not None:
                self._words(content, parts, hidden)

    def _diagram(self, element: _Element, name: str) -> None:
        """The words of a SmartArt diagram stand below its paragraph; a chart is remarked."""
        part = self.package.targets.get(attribute(element, "dm"), "")
        root = self.archive.xml(part) if name == "relIds" else None
        if root is None:
            self.reading.remark("not read", "", "a chart" if name == "chart" else "a SmartArt diagram")
            return
        for point in root.iter():
            words = "".join(item.text or "" for item in point.iter() if local(item) == "t")
            if local(point) == "pt" and words.strip():
                self.diagrams.append(words)

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
        self._words(element, parts, style is not None and attribute(style, "val") in self.veiled)
        text = "".join(parts)
        number = self.numbers.before(properties)
        text = number + text if text.strip() else text
        self.carried = ""
        if mark is not None or capital is not None:
            # its end is deleted, or it is a drop capital: it runs on into the next paragraph
            self.changes["deletions"] += mark is not None
            self.carried = text
        else:
            self._add([Block(text, kind, strong=_bold(element))])
        boxes, self.boxes = self.boxes, []
        words, self.diagrams = self.diagrams, []
        for box in boxes:
            self.walk(box)
        self.reading.add(*map(Block, words))

    def _add(self, blocks: list[Block]) -> None:
        for item in self.ranges.values():
            if item.open:
                item.parts.append("\n")
        self.reading.add(*blocks)

    def _cell(self, element: _Element) -> str:
        """The words of a table cell on one line, tables within it included."""
        return " ".join(" ".join(self._paragraphs(element)).split())

    def _paragraphs(self, element: _Element) -> list[str]:
        """The words of each paragraph below `element`, of boxes and diagrams after the paragraph they hang on."""
        found: list[str] = []
        for child in element:
            if local(child) == "p":
                properties = below(child, "pPr")
                style = below(child, "pPr", "pStyle")
                parts: list[str] = []
                self._words(child, parts, style is not None and attribute(style, "val") in self.veiled)
                text = "".join(parts)
                number = self.numbers.before(properties)
                found.append(number + text if text.strip() else text)
                boxes, self.boxes = self.boxes, []
                words, self.diagrams = self.diagrams, []
                for box in boxes:
                    found += self._paragraphs(box)
                found += words
            elif local(child) not in _SKIPPED:
                found += self._paragraphs(child)
        return found

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
                    cells.append("\n".join(self._paragraphs(cell)))
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
