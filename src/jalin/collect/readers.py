"""The registry of readers: one small file for each format, found by the file's ending."""

from collections.abc import Callable
from pathlib import Path

from jalin.collect import read_csv, read_docx, read_md, read_odt, read_pdf, read_txt, read_vtt
from jalin.collect.blocks import Block, Unreadable
from jalin.collect.decode import decode

# formats that are text, and formats that are files of their own kind
TEXTS: dict[str, Callable[[str], list[Block]]] = {
    ".csv": read_csv.read,
    ".md": read_md.read,
    ".txt": read_txt.read,
    ".vtt": read_vtt.read,
}
FILES: dict[str, Callable[[Path], list[Block]]] = {
    ".docx": read_docx.read,
    ".odt": read_odt.read,
    ".pdf": read_pdf.read,
}
FORMATS = sorted({**TEXTS, **FILES})


def read_blocks(path: Path, encoding: str = "") -> list[Block]:
    """The blocks of a file of any known format; `encoding` as the register names it.

    Raises `Unreadable` for an unknown format, an empty file or a broken one.
    """
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise Unreadable(
            f"the format {ending or 'without an ending'!r} cannot be read",
            "Save it as one of " + ", ".join(FORMATS),
        )
    if path.stat().st_size == 0:
        raise Unreadable("the file is empty", "Restore it, or take it out of sources.csv")
    found = TEXTS[ending](decode(path, encoding)) if ending in TEXTS else FILES[ending](path)
    blocks = [block for block in found if block.text.strip()]
    if not blocks:
        raise Unreadable("there is no text in it", "Restore it, or take it out of sources.csv")
    return blocks
