"""Anchoring: a coding finds its passage by position and quote, with the text around it.

Position and quote with context are the TextPositionSelector and
TextQuoteSelector of the W3C Web Annotation Data Model (2017, §4.2).
"""

from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

CONTEXT = 24


@dataclass(frozen=True)
class Anchor:
    """Where a passage was found: half-open code points, at its old place or not."""

    start: int
    end: int
    state: Literal["held", "moved"]


class Unanchored(Exception):
    """A passage that fits nowhere, or several places equally well (`candidates`: starts)."""

    def __init__(self, candidates: list[int]) -> None:
        super().__init__(candidates)
        self.candidates = candidates


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """The `CONTEXT` code points before and after a span."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def _alike(found: str, wanted: str, from_end: bool) -> int:
    """How many code points next to the passage are as they were."""
    if from_end:
        found, wanted = found[::-1], wanted[::-1]
    pairs = zip(found, wanted, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def anchor(text: str, start: int, end: int, quote: str, prefix: str = "", suffix: str = "") -> Anchor:
    """Find `quote` in `text`: at its place, else where the text around it fits best.

    Raises `Unanchored` when it is nowhere, or when two places fit equally well:
    a passage is never moved on a guess.
    """
    if quote and 0 <= start < end and text[start:end] == quote:
        return Anchor(start, end, "held")
    places = []
    at = text.find(quote) if quote else -1
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    if not places:
        raise Unanchored([])

    def fit(place: int) -> int:
        before, after = text[max(0, place - len(prefix)) : place], text[place + len(quote) :][: len(suffix)]
        return _alike(before, prefix, True) + _alike(after, suffix, False)

    scores = [fit(place) for place in places]
    best = [place for place, score in zip(places, scores, strict=True) if score == max(scores)]
    if len(best) > 1:
        raise Unanchored(best)
    return Anchor(best[0], best[0] + len(quote), "moved")
