"""The registry of readers: one small file for each format, found by the file's ending."""

from collections.abc import Callable
from pathlib import Path

from jalin.collect import (
    read_csv,
    read_cues,
    read_docx,
    read_html,
    read_md,
    read_odt,
    read_pdf,
    read_rtf,
    read_txt,
    read_xlsx,
)
from jalin.collect.blocks import Reading, Unreadable
from jalin.collect.decode import decode

# formats that are text, and formats that are files of their own kind
TEXTS: dict[str, Callable[[str, Reading], None]] = {
    ".csv": read_csv.read,
    ".htm": read_html.read,
    ".html": read_html.read,
    ".md": read_md.read,
    ".srt": read_cues.read,
    ".txt": read_txt.read,
    ".vtt": read_cues.read,
}
FILES: dict[str, Callable[[Path], Reading]] = {
    ".docx": read_docx.read,
    ".odt": read_odt.read,
    ".pdf": read_pdf.read,
    ".rtf": read_rtf.read,
    ".xlsx": read_xlsx.read,
}
FORMATS = sorted({**TEXTS, **FILES})


def read_file(path: Path, encoding: str = "") -> Reading:
    """A file of any known format; `encoding` as the register names it.

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
    if ending in TEXTS:
        reading = Reading()
        TEXTS[ending](decode(path, encoding, reading), reading)
    else:
        reading = FILES[ending](path)
    if not any(block.text.strip() for block in reading.blocks):
        raise Unreadable("there is no text in it", "Restore it, or take it out of sources.csv")
    return reading
