"""A coded project as other programs know it: what every format is read into and written from."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True)
class User:
    """Who coded."""

    guid: str
    name: str


@dataclass(frozen=True)
class ProjectCode:
    """A code; `parent` is the guid of the code above it, parents come before their children."""

    guid: str
    name: str
    parent: str = ""
    description: str = ""
    color: str = ""


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


@dataclass
class Project:
    """A project; `left` counts, by kind, what a study has no place for."""

    name: str
    users: list[User] = field(default_factory=list)
    codes: list[ProjectCode] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    codings: list[ProjectCoding] = field(default_factory=list)
    memos: list[Memo] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


def codings_by_document(codings: list[ProjectCoding]) -> dict[str, list[ProjectCoding]]:
    """The codings on each document, by its guid; none for one that has none."""
    found: dict[str, list[ProjectCoding]] = defaultdict(list)
    for coding in codings:
        found[coding.document].append(coding)
    return found


def unique_names(names: list[str]) -> list[str]:
    """`names`, with a number after one that stood before."""
    found: dict[str, None] = {}
    for name in names:
        unique, number = name or "–", 2
        while unique in found:
            unique, number = f"{name} ({number})", number + 1
        found[unique] = None
    return list(found)
