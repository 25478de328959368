"""Plain text: UTF-8, or UTF-16 with a byte-order mark; a line is a paragraph."""

import codecs
from pathlib import Path

from jalin.collect.blocks import Block, Unreadable


def decode(path: Path) -> str:
    """The text of a file; raises `Unreadable` at the first byte that fits no known encoding."""
    content = path.read_bytes()
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(
            f"byte 0x{content[error.start]:02x} is not valid {'UTF-16' if utf16 else 'UTF-8'}",
            "Open it in the program that made it and save it as UTF-8",
            f"line {line}",
        ) from None


def read(path: Path) -> list[Block]:
    """The lines of the file."""
    return [Block(line) for line in decode(path).splitlines()]
