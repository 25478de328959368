"""A passage as a list of another program has it, and its codes as a tree."""

from collections.abc import Mapping
from dataclasses import dataclass

from jalin.exchange.project import ProjectCode


@dataclass(frozen=True)
class Quoted:
    """A passage as another program lists it: where in its file it stands, its source's name, paths of its codes from the top down, and its words.

    `start`, `end`: where it stood, half-open code points in the text of its source as it was there, with the words around it.
    """

    place: str
    source: str
    codes: tuple[tuple[str, ...], ...]
    quote: str
    coder: str = ""
    memo: str = ""
    created: str = ""
    start: int = -1
    end: int = -1
    prefix: str = ""
    suffix: str = ""


def tree_of(paths: Mapping[tuple[str, ...], str]) -> list[ProjectCode]:
    """Codes of these paths with what they mean, those above them that stand nowhere else included; parents come first."""
    every: dict[tuple[str, ...], str] = {}
    for path in paths:
        for depth in range(1, len(path) + 1):
            every.setdefault(path[:depth], paths.get(path[:depth], ""))
    return [
        ProjectCode("\n".join(path), path[-1], "\n".join(path[:-1]), meaning)
        for path, meaning in sorted(every.items(), key=lambda item: len(item[0]))
    ]
