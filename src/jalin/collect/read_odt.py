"""OpenDocument texts: paragraphs, headings, lists and table rows in reading order."""

from pathlib import Path
from xml.sax import SAXException
from zipfile import BadZipFile

from odf import teletype
from odf.element import Element
from odf.namespaces import TABLENS, TEXTNS
from odf.opendocument import load
from odf.table import TableCell

from jalin.collect.blocks import Block, Unreadable, looks_like


def _walk(element: Element, blocks: list[Block]) -> None:
    for child in element.childNodes:
        name = getattr(child, "qname", None)
        if name == (TEXTNS, "h"):
            blocks.append(Block(teletype.extractText(child), "heading"))
        elif name == (TEXTNS, "p"):
            blocks.extend(Block(line) for line in teletype.extractText(child).split("\n"))
        elif name == (TABLENS, "table-row"):
            cells = child.getElementsByType(TableCell)
            blocks.append(Block(" | ".join(" ".join(teletype.extractText(c).split()) for c in cells)))
        elif hasattr(child, "childNodes"):
            _walk(child, blocks)


def read(path: Path) -> list[Block]:
    """The blocks of an .odt; raises `Unreadable` when it is none or is damaged."""
    try:
        document = load(str(path))
        body = document.text
    except (BadZipFile, KeyError, AttributeError, SAXException, ValueError):
        kind = looks_like(path)
        raise Unreadable(
            "it is a damaged OpenDocument text"
            if kind.startswith("a zip")
            else f"it is not an OpenDocument text but {kind}",
            "Open it in LibreOffice or Word and save it as .odt again",
        ) from None
    blocks: list[Block] = []
    _walk(body, blocks)
    return blocks
