"""What every reader gives: blocks of text; and what it raises."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Block:
    """One paragraph, heading or row of a file, in reading order.

    `fields` are the named values of a row of a structured log.
    """

    text: str
    kind: str = "paragraph"
    fields: tuple[tuple[str, str], ...] = ()


class Unreadable(Exception):
    """A file that cannot be read: where in it, what is wrong, what to do."""

    def __init__(self, what: str, remedy: str, place: str = "") -> None:
        super().__init__(what)
        self.what, self.remedy, self.place = what, remedy, place


_SIGNATURES = (
    (b"PK\x03\x04", "a zip archive, such as .docx or .odt"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Word .doc"),
    (b"{\\rtf", "an RTF document"),
)


def looks_like(path: Path) -> str:
    """What a file's first bytes say it is, in words."""
    head = path.open("rb").read(4096)
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    return "plain text" if b"\x00" not in head else "something else"
