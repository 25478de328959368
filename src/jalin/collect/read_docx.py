"""Word documents: paragraphs, headings, lists and table rows in reading order.

Tracked changes are read as accepted. A footnote leaves its number in brackets and
stands at the end. Comments are not part of the text.
"""

from pathlib import Path
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from lxml.etree import LxmlError, _Element, fromstring

from jalin.collect.blocks import Block, Unreadable, looks_like

_GONE = (qn("w:del"), qn("w:moveFrom"))


def _words(element: _Element) -> str:
    """The text of a paragraph as accepted, its line breaks as `\\n`."""
    parts = []
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag == qn("w:tab"):
            parts.append("\t")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
        elif child.tag == qn("w:footnoteReference"):
            parts.append(f"[{child.get(qn('w:id'))}]")
        else:
            parts.append(_words(child))
    return "".join(parts)


def _footnotes(document: DocumentObject) -> list[Block]:
    """The footnotes in their order, each with its number."""
    blocks = []
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            for note in fromstring(relation.target_part.blob).iter(qn("w:footnote")):
                # separators are footnotes of a type of their own
                if note.get(qn("w:type")) is None:
                    blocks.append(Block(f"[{note.get(qn('w:id'))}] {' '.join(_words(note).split())}"))
    return blocks


def read(path: Path) -> list[Block]:
    """The blocks of a .docx; cells of a table row are joined by ` | `.

    Raises `Unreadable` when the file is no Word document or is damaged.
    """
    try:
        document = Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, LxmlError):
        kind = looks_like(path)
        damaged = kind.startswith("a zip")
        raise Unreadable(
            "it is a damaged Word document" if damaged else f"it is not a Word document but {kind}",
            "Open it in Word and save it as .docx again"
            if damaged
            else "Save it as .docx from Word, or give it the ending of what it is",
        ) from None
    blocks = []
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                # a merged cell is listed once for each column it spans
                cells = {
                    id(cell._tc): " ".join(" ".join(map(_words, cell._tc.iter(qn("w:p")))).split())
                    for cell in row.cells
                }
                blocks.append(Block(" | ".join(cells.values())))
        else:
            heading = (item.style.name or "").startswith(("Heading", "Title"))
            kind = "heading" if heading else "paragraph"
            blocks.extend(Block(line, kind) for line in _words(item._p).split("\n"))
    return blocks + _footnotes(document)
