"""Word documents: paragraphs, headings, lists and table rows in reading order."""

from pathlib import Path
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from lxml.etree import LxmlError

from jalin.collect.blocks import Block, Unreadable, looks_like


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
                cells = {id(cell._tc): " ".join(cell.text.split()) for cell in row.cells}
                blocks.append(Block(" | ".join(cells.values())))
        else:
            heading = (item.style.name or "").startswith(("Heading", "Title"))
            kind = "heading" if heading else "paragraph"
            blocks.extend(Block(line, kind) for line in item.text.split("\n"))
    return blocks
