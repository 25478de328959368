"""Typst: what is text as text in its source, and a PDF for archives of it."""

from pathlib import Path
from typing import Any

import typst

from jalin.files import MOMENT

# an archive wants a date; without one of its own a document has that of all files
DATE = f"datetime(year: {MOMENT.year}, month: {MOMENT.month}, day: {MOMENT.day})"


def quoted(text: str) -> str:
    """`text` as a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def compiled(source: bytes, root: Path | None = None) -> tuple[bytes, str]:
    """The PDF, tagged after PDF/UA-1 and PDF/A-2a, and why it is none for archives: a sign that no font has, an emoji say, is in none of the standards."""
    # the types that typst states want the source and the root to be of one
    compiling: Any = {"ignore_system_fonts": True} | ({"root": str(root)} if root else {})
    try:
        return typst.compile(source, pdf_standards=["ua-1", "a-2a"], **compiling), ""
    except typst.TypstError as error:
        fault = str(error)
        if not fault.startswith("PDF/"):
            raise
        return typst.compile(source, **compiling), fault.partition(": ")[2]
