"""The text of a file: UTF-8, UTF-16 with a byte-order mark, or the encoding the register names."""

import codecs
from pathlib import Path

from jalin.collect.blocks import Unreadable


def decode(path: Path, encoding: str = "") -> str:
    """The text of a file; `encoding` is what the register says, mostly nothing.

    Raises `Unreadable` at the first byte that does not fit: a wrong guess would
    change words silently, so nothing is guessed.
    """
    content = path.read_bytes()
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    name = encoding or ("utf-16" if utf16 else "utf-8-sig")
    try:
        return content.decode(name)
    except LookupError:
        raise Unreadable(
            f"the encoding {encoding!r} is not known",
            "Write it in sources.csv as utf-8, utf-16 or windows-1252",
        ) from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        shown = encoding or ("UTF-16" if utf16 else "UTF-8")
        raise Unreadable(
            f"byte 0x{content[error.start]:02x} is not valid {shown}",
            "Save it as UTF-8 in the program that made it, "
            "or name its encoding in the column encoding of sources.csv",
            f"line {line}",
        ) from None
