"""The registry of readers: one small file for each format, found by the file's ending.

A new format is one entry in `READERS`, or an entry point `jalin.readers` of another package.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jalin.collect import (
    read_csv,
    read_cues,
    read_docx,
    read_eml,
    read_epub,
    read_html,
    read_json,
    read_md,
    read_ods,
    read_odt,
    read_pdf,
    read_rtf,
    read_tiers,
    read_txt,
    read_xlsx,
)
from jalin.collect.blocks import Reading, Unreadable, Wordless
from jalin.collect.decode import decode
from jalin.registry import Registry


@dataclass(frozen=True)
class TextReader:
    """A format that is text: `read` adds what the decoded text says to a reading."""

    read: Callable[[str, Reading], None]


@dataclass(frozen=True)
class FileReader:
    """A format that is a file of its own kind: `read` opens it."""

    read: Callable[[Path], Reading]


READERS: Registry[TextReader | FileReader] = Registry(
    group="jalin.readers",
    what="format of files",
    file="src/jalin/collect/readers.py",
    kinds=(TextReader, FileReader),
    own={
        ".cha": TextReader(read_tiers.read_cha),
        ".csv": TextReader(read_csv.read),
        ".dfxp": TextReader(read_tiers.read_captions),
        ".docx": FileReader(read_docx.read),
        ".eaf": TextReader(read_tiers.read_eaf),
        ".eml": FileReader(read_eml.read),
        ".epub": FileReader(read_epub.read),
        ".exb": TextReader(read_tiers.read_exb),
        ".flk": TextReader(read_tiers.read_turns),
        ".htm": TextReader(read_html.read),
        ".html": TextReader(read_html.read),
        ".json": TextReader(read_json.read),
        ".json3": TextReader(read_json.read),
        ".jsonl": TextReader(read_json.read),
        ".md": TextReader(read_md.read),
        ".ods": FileReader(read_ods.read),
        ".odt": FileReader(read_odt.read),
        ".otr": TextReader(read_json.read),
        ".pdf": FileReader(read_pdf.read),
        ".rtf": FileReader(read_rtf.read),
        ".sbv": TextReader(read_cues.read),
        ".srt": TextReader(read_cues.read),
        ".srv1": TextReader(read_tiers.read_captions),
        ".srv2": TextReader(read_tiers.read_captions),
        ".srv3": TextReader(read_tiers.read_captions),
        ".textgrid": TextReader(read_tiers.read_textgrid),
        ".trs": TextReader(read_tiers.read_turns),
        ".tsv": TextReader(read_csv.read_tsv),
        ".ttml": TextReader(read_tiers.read_captions),
        ".txt": TextReader(read_txt.read),
        ".vtt": TextReader(read_cues.read),
        ".xlsx": FileReader(read_xlsx.read),
    },
)


# what a file without words may have
_BESIDE = ("hidden text", "pictures", "blank pages")


def read_file(path: Path, encoding: str = "") -> Reading:
    """A file of any known format; `encoding` as the register names it.

    Raises `Unreadable` for an unknown format, an empty file or a broken one.
    """
    ending = path.suffix.lower()
    if ending not in READERS:
        raise Unreadable(
            f"the format {ending or 'without an ending'!r} cannot be read",
            "Save it as one of " + ", ".join(READERS),
        )
    if path.stat().st_size == 0:
        raise Unreadable("the file is empty", "Restore it, or take it out of sources.csv")
    reader = READERS[ending]
    if isinstance(reader, TextReader):
        reading = Reading()
        reader.read(decode(path, encoding, reading), reading)
    else:
        reading = reader.read(path)
    if not any(block.text.strip() for block in reading.blocks):
        beside = " and ".join({one.kind: "" for one in reading.remarks if one.kind in _BESIDE})
        what = "there is no text in it" + (f" but {beside}" if beside else "")
        raise Wordless(what, "Restore it, or take it out of sources.csv")
    return reading
