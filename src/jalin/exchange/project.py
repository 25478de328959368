"""A coded project as other programs know it: what every format is read into and written from."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from jalin.exchange.account import Account
from jalin.exchange.units import Selection, place

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """`text` without characters that no XML can hold."""
    return _UNWRITABLE.sub("", text)


@dataclass(frozen=True)
class User:
    """Who coded."""

    guid: str
    name: str


@dataclass(frozen=True)
class ProjectCode:
    """A code; `parent` is the guid of the code above it, parents come before their children; a category is not `codable`; `said`: further fields of its entry in a codebook."""

    guid: str
    name: str
    parent: str = ""
    description: str = ""
    color: str = ""
    codable: bool = True
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Document:
    """A source with its text as the other program counts it: code points, line ends as stored."""

    guid: str
    name: str
    text: str
    created: str = ""


@dataclass(frozen=True)
class ProjectCoding:
    """A code on a span of a document, half-open code points in its text."""

    guid: str
    document: str
    code: str
    start: int
    end: int
    user: str = ""
    created: str = ""
    memo: str = ""


@dataclass(frozen=True)
class Memo:
    """A note of the project that belongs to no one coding."""

    guid: str
    title: str
    text: str
    created: str = ""


@dataclass(frozen=True)
class Case:
    """A case, and the documents that are of it."""

    guid: str
    name: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """That the passage of one coding bears on that of another, and how."""

    guid: str
    name: str
    origin: str
    target: str


@dataclass(frozen=True)
class ProjectRegion:
    """A code on a part of a picture or page: `box` left, top, width and height in percent, `page` from 1 (0: a picture) and its `size` in pixels or points."""

    guid: str
    page: int
    box: tuple[float, float, float, float]
    size: tuple[int, int]
    code: str
    user: str
    created: str
    alt: str
    memo: str
    people: str


@dataclass(frozen=True)
class Picture:
    """A picture or PDF of a document, with its regions; `content` None where what it shows does not go."""

    guid: str
    document: str
    name: str
    suffix: str
    content: bytes | None
    regions: tuple[ProjectRegion, ...]


@dataclass
class Project:
    """A project; `account` says what of its file is in it, `told`: sentences on how it was read.

    `uncoded` are codings whose code its codebook does not have; `spans`: where what selects a text stands, by its guid,
    as (document, start, end), a sync point as an empty span. `positions`: what the user said that its positions count.
    `numbered`: its guids are made of numbers, which another file of its format gives to other things.
    """

    name: str
    users: list[User] = field(default_factory=list)
    codes: list[ProjectCode] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    codings: list[ProjectCoding] = field(default_factory=list)
    memos: list[Memo] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    uncoded: list[ProjectCoding] = field(default_factory=list)
    spans: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    positions: str = ""
    numbered: bool = False
    account: Account = field(default_factory=Account)
    told: list[str] = field(default_factory=list)

    def add(self, codings: Sequence[tuple[ProjectCoding, str]], shown: str, positions: str = "") -> str:
        """Add codings whose positions are as a database gives them, with all the words of each, "" without any; what they count.

        What has no place in its text, or no code in the codebook, is counted. Raises `StudyError`, `shown` is the
        file's name in it, where it cannot be told what the positions count; `positions` says it.
        """
        texts = {item.guid: item.text for item in self.documents}
        codes = {code.guid for code in self.codes}
        selections = [
            Selection(one.document, one.start, one.end, words, whole=True) for one, words in codings
        ]
        placed = place(texts, selections, shown, positions)
        self.told += placed.told
        for (one, _), span in zip(codings, placed.spans, strict=True):
            if one.document not in texts:
                self.account.keep("codings", why="of a source without text")
            elif span is None:
                self.account.leave("codings", why="outside their text")
            else:
                self.add_coding(replace(one, start=span[0], end=span[1]), one.code in codes)
        return placed.unit

    def add_coding(self, coding: ProjectCoding, known: bool) -> None:
        """Add one coding, or keep it apart where its code is not `known` to the codebook."""
        if known:
            self.codings.append(coding)
            self.account.take("codings")
        else:
            self.uncoded.append(coding)
            self.account.leave("codings", why="whose code is not in the codebook")

    def quote(self, coding: ProjectCoding) -> tuple[str, str]:
        """The name of the source of a coding, and its words, white space evened."""
        document = next(item for item in self.documents if item.guid == coding.document)
        return document.name, " ".join(document.text[coding.start : coding.end].split())


def as_position(value: object) -> int:
    """A position as a database has it; one that is none is before every text."""
    try:
        return int(str(value).split(".")[0])
    except ValueError:
        return -1


def rooted(codes: Sequence[ProjectCode]) -> list[ProjectCode]:
    """The codes, each after the one above it; at the top is what is below one that is not there, or below itself."""
    known, found = {code.guid: code for code in codes}, dict[str, ProjectCode]()

    def add(code: ProjectCode, below: frozenset[str]) -> None:
        above = known.get(code.parent)
        if above is None or above.guid in below:
            code = replace(code, parent="")
        elif above.guid not in found:
            add(above, below | {code.guid})
        found.setdefault(code.guid, code)

    for code in codes:
        add(code, frozenset([code.guid]))
    return list(found.values())


def codings_by_document(codings: list[ProjectCoding]) -> dict[str, list[ProjectCoding]]:
    """The codings on each document, by its guid; none for one that has none."""
    found: dict[str, list[ProjectCoding]] = defaultdict(list)
    for coding in codings:
        found[coding.document].append(coding)
    return found


def full_names(codes: Sequence[ProjectCode]) -> dict[str, str]:
    """The names from the top of the tree down, a line each, by guid; they tell codes of one name apart."""
    full: dict[str, str] = {}
    for code in codes:
        full[code.guid] = f"{full[code.parent]}\n{code.name}" if code.parent else code.name
    return full


def unique_names(names: list[str]) -> list[str]:
    """`names`, with a number after one that stood before."""
    found: dict[str, None] = {}
    for name in names:
        unique, number = name or "–", 2
        while unique in found:
            unique, number = f"{name} ({number})", number + 1
        found[unique] = None
    return list(found)
