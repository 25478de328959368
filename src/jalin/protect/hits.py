"""One identifier found in a text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """An identifier: `start` and `end` are its code points in the text, half-open."""

    kind: str
    start: int
    end: int
    original: str
