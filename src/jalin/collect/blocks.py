"""What every reader gives: blocks of text, comments and remarks; and what it raises."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jalin.errors import Problem, StudyError


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, list item, note or row of a file, in reading order.

    `kind` is one of `tables.KINDS` but "turn"; `fields` are the named values of a row
    of a structured log, `lines` those of several lines as they stand; `speaker` and `time` say whose words these are and when they
    were spoken, where the file says so outside the text itself; `strong` are the words in bold
    with which it begins.
    """

    text: str
    kind: str = "paragraph"
    fields: tuple[tuple[str, str], ...] = ()
    speaker: str = ""
    time: str = ""
    strong: str = ""
    lines: tuple[tuple[str, str], ...] = ()


def as_said(speaker: str, words: str, time: str = "") -> Block:
    """What somebody said, after their label, where it is known who."""
    return Block(f"{speaker}: {words}" if speaker else words, speaker=speaker, time=time)


@dataclass(frozen=True)
class Comment:
    """A comment in the margin of a file: on `quote`, which begins near `offset` of block number `block`."""

    text: str
    author: str = ""
    date: str = ""
    block: int = 0
    offset: int = 0
    quote: str = ""


@dataclass(frozen=True)
class Remark:
    """What a reader found beside the text, or decided: `kind` is one of `tables.REMARKS`."""

    kind: str
    place: str
    detail: str


# the longest log that fits into a build's memory; a transcript has some hundreds
BLOCK_LIMIT = 300_000


@dataclass
class Reading:
    """A file as read; `program`: what wrote it, where the file says so; `cues`: a turn comes in pieces."""

    blocks: list[Block] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    program: str = ""
    cues: bool = False

    def add(self, *blocks: Block) -> None:
        """The next blocks. Raises `Unreadable` when there are too many for one source."""
        self.blocks += blocks
        if len(self.blocks) > BLOCK_LIMIT:
            raise Unreadable(
                f"it has more than {BLOCK_LIMIT:,} paragraphs or rows",
                "Split it into one file a contact or period",
            )

    def remark(self, kind: str, place: str, detail: object) -> None:
        """Note something, unless there is nothing to note or it was noted before."""
        found = Remark(kind, place, " ".join(str(detail).split()))
        if found.detail and found.detail != "0" and found not in self.remarks:
            self.remarks.append(found)


class Unreadable(Exception):
    """A file that cannot be read: where in it, what is wrong, what to do."""

    def __init__(self, what: str, remedy: str, place: str = "") -> None:
        super().__init__(what)
        self.what, self.remedy, self.place = what, remedy, place


class Wordless(Unreadable):
    """A file that can be read and says nothing."""


@contextmanager
def with_its_file(path: Path) -> Iterator[None]:
    """An `Unreadable` as a `StudyError` with the file's name."""
    try:
        yield
    except Unreadable as fault:
        raise StudyError(Problem(path.name, fault.place, fault.what, fault.remedy)) from None


_SIGNATURES = (
    (b"PK\x03\x04", "a zip archive, such as .docx or .odt"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Word .doc or a document locked with a password"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a recording"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
)


def looks_like(path: Path) -> str:
    """What a file's first bytes say it is, in words."""
    with path.open("rb") as file:
        head = file.read(4096)
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    return "plain text" if b"\x00" not in head else "something else"
