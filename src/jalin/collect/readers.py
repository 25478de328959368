"""The registry of readers: one small file for each format, found by the file's ending."""

from collections.abc import Callable
from pathlib import Path

from jalin.collect import read_csv, read_docx, read_md, read_odt, read_pdf, read_txt
from jalin.collect.blocks import Block, Unreadable

READERS: dict[str, Callable[[Path], list[Block]]] = {
    ".csv": read_csv.read,
    ".docx": read_docx.read,
    ".md": read_md.read,
    ".odt": read_odt.read,
    ".pdf": read_pdf.read,
    ".txt": read_txt.read,
}


def read_blocks(path: Path) -> list[Block]:
    """The blocks of a file of any known format.

    Raises `Unreadable` for an unknown format, an empty file or a broken one.
    """
    ending = path.suffix.lower()
    if ending not in READERS:
        raise Unreadable(
            f"the format {ending or 'without an ending'!r} cannot be read",
            "Save it as one of " + ", ".join(sorted(READERS)),
        )
    if path.stat().st_size == 0:
        raise Unreadable("the file is empty", "Restore it, or take it out of sources.csv")
    blocks = [block for block in READERS[ending](path) if block.text.strip()]
    if not blocks:
        raise Unreadable("there is no text in it", "Restore it, or take it out of sources.csv")
    return blocks
