"""PDF with a text layer: the paragraphs that its layout shows."""

import re
from pathlib import Path

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTTextContainer
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

from jalin.collect.blocks import Block, Unreadable


def _line(text: str) -> str:
    """The lines of a paragraph as one; a hyphen at a line's end keeps its words together."""
    return " ".join(re.sub(r"(?<=\w)-\s*\n\s*(?=\w)", "-", text).split())


def read(path: Path) -> list[Block]:
    """The paragraphs of a PDF, each on one line.

    Raises `Unreadable` when it is no PDF, is locked, or has a page without text.
    """
    blocks: list[Block] = []
    without_text = []
    try:
        for page in extract_pages(str(path), laparams=LAParams()):
            found = [box.get_text() for box in page if isinstance(box, LTTextContainer)]
            if not any(text.strip() for text in found):
                without_text.append(str(page.pageid))
            blocks.extend(Block(_line(text)) for text in found)
    except PDFPasswordIncorrect:
        raise Unreadable("it is locked with a password", "Save a copy without password") from None
    except (PDFException, PSException, ValueError, TypeError, KeyError):
        raise Unreadable("it is not a readable PDF", "Print it to PDF again") from None
    if without_text:
        raise Unreadable(
            "there is no text to read, as on a scanned page",
            "Put it through text recognition (OCR) first",
            "page " + ", ".join(without_text),
        )
    return blocks
