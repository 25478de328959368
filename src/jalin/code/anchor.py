"""Anchoring: a coding finds its passage by position and quote, with the text around it.

Position and quote with context are the TextPositionSelector and
TextQuoteSelector of the W3C Web Annotation Data Model (2017, §4.2). docs/methods.md
says the rule.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from jalin.code.compared import Compared, compared, only_pseudonyms, passage, plain
from jalin.code.places import places
from jalin.code.weigh import NEED, Place, find_all

CONTEXT = 24
# code points by which a place must be better than the next
_CLEAR = 10
# the most candidates that a person is shown
_ASKED = 5
# how far a passage that has no sure neighbours may have gone and still be near its place
_NEAR = 200
# code points that speak for a place by where it is: between two neighbours that were moved equally far,
# between two that were not, where the only neighbour says, in the old order, out of it
_BETWEEN, _THERE, _NEARBY, _IN_ORDER, _OUT_OF_ORDER = 40, 24, 14, 2, -16

Selector = tuple[int, int, str, str, str]
# number, start, whether all around it is as it was
Sure = tuple[int, int, bool]


@dataclass(frozen=True)
class Anchor:
    """Where a passage is, half-open code points.

    held: its words stand at its place; moved: they stand elsewhere; renamed: all is as it
    was but for a pseudonym; edited: other words were edited. Words are the same when they
    are in NFC, with one space for any white space.
    """

    start: int
    end: int
    state: Literal["held", "moved", "renamed", "edited"]


class Unanchored(Exception):
    """A passage that fits nowhere, or no place clearly; `candidates` are spans that come near."""

    def __init__(self, candidates: list[tuple[int, int]]) -> None:
        super().__init__(candidates)
        self.candidates = candidates


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """The `CONTEXT` code points before and after a span."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def anchor(text: str, start: int, end: int, quote: str, prefix: str = "", suffix: str = "") -> Anchor:
    """One passage anchored by itself. Raises `Unanchored` where it has no clear place."""
    (found,) = anchor_all(text, [(start, end, quote, prefix, suffix)])
    if isinstance(found, Unanchored):
        raise found
    return found


@dataclass(frozen=True)
class _Near:
    """Where a passage should be: its old start, how far its sure neighbours moved, and where these are."""

    old: int
    shifts: list[int]
    low: int
    high: int

    def has(self, start: int) -> bool:
        """Whether a start is in the old order."""
        return self.low <= start <= self.high

    def position(self, start: int) -> float:
        """The code points that speak for a start by where it is."""
        shifts = self.shifts or [0]
        low, high = self.old + min(shifts), self.old + max(shifts)
        both = len(self.shifts) == 2 or (not self.shifts and start == self.old)
        reach = _NEAR if not self.shifts else 2
        if not self.has(start):
            return _OUT_OF_ORDER
        if not low - reach <= start <= high + reach:
            return _IN_ORDER
        if not both:
            return _NEARBY
        return _BETWEEN if start == low == high else _THERE


def anchor_all(text: str, selectors: list[Selector]) -> list[Anchor | Unanchored]:
    """Each passage (start, end, quote, prefix, suffix) of one text, anchored or the reason why not.

    First those that stand whole, with the text around them; the longest row of them in
    the old order shows where everything else must be. Every other one goes where its
    words, the text around it and that order say so together, and clearly.
    """
    page = cache(lambda marks: compared(text, marks))
    order = sorted(range(len(selectors)), key=lambda number: selectors[number][:2])
    row = _in_order(list(_whole(text, page, selectors, order)))
    results: list[Anchor | Unanchored] = [Unanchored([])] * len(selectors)
    done = 0
    for number in order:
        old, _, quote, _, _ = selectors[number]
        own = done < len(row) and row[done][0] == number
        before, after = row[done - 1 : done] if done else [], row[done + own : done + own + 1]
        shifts = [start - selectors[other][0] for other, start, _ in [*before, *after]]
        if own:
            _, start, whole = row[done]
            done += 1
            if whole and start - old in (shifts or [0]):
                results[number] = Anchor(start, start + len(quote), "held" if start == old else "moved")
                continue
        near = _Near(old, shifts, before[0][1] if before else 0, after[0][1] if after else len(text))
        results[number] = _settled(text, page, selectors[number], near)
    return results


def _whole(
    text: str, page: Callable[[bool], Compared], selectors: list[Selector], order: list[int]
) -> Iterator[Sure]:
    """Passages that stand as far from their place as the last one did, or once, with half of what was around them."""
    shift = 0
    for number in order:
        old, end, quote, prefix, suffix = selectors[number]
        if not quote.strip() or end - old != len(quote):
            continue
        if old + shift >= len(prefix) and text.startswith(prefix + quote + suffix, old + shift - len(prefix)):
            yield number, old + shift, True
            continue
        known = passage(quote, prefix, suffix)
        left, right = known.prefix[len(known.prefix) // 2 :], known.suffix[: len(known.suffix) // 2]
        found = find_all(page(known.marks).text, left + known.quote + right)
        if len(found) != 1 or len(left + known.quote + right) < CONTEXT:
            continue
        first, last = (page(known.marks).at[found[0] + len(left + words)] for words in ("", known.quote))
        if plain(text[first:last]) == plain(quote):
            at = text.find(quote, first, last)
            first, whole = (first, False) if at < 0 else (at, True)
            whole = whole and text.startswith(prefix + quote + suffix, max(0, first - len(prefix)))
            shift = first - old
            yield number, first, whole


def _in_order(found: list[Sure]) -> list[Sure]:
    """The longest row of passages that are in the text in their old order (patience sorting)."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for number, (_, start, _) in enumerate(found):
        place = bisect_right(ends, start)
        previous.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [start]
        last[place : place + 1] = [number]
    row, at = [], last[-1] if last else -1
    while at >= 0:
        row.append(found[at])
        at = previous[at]
    return row[::-1]


def _settled(
    text: str, page: Callable[[bool], Compared], selector: Selector, near: _Near
) -> Anchor | Unanchored:
    """The place that is clearly better than any other, else all that come near."""
    old, _, quote, prefix, suffix = selector
    if not quote.strip():
        return Unanchored([])
    known = passage(quote, prefix, suffix)
    found = places(text, page(known.marks), known, old + min(near.shifts, default=0))
    found.sort(key=lambda place: -_weight(place, near))
    if not found:
        return Unanchored([])
    best, position = found[0], near.position(found[0].start)
    beside = best.verbatim and any(best.whole)
    firm = best.firm or (best.likely and position >= _NEARBY) or (beside and position == _BETWEEN)
    astray = not best.verbatim and not near.has(best.start)
    rival = max((_rival(place, best, near) for place in found[1:]), default=-_CLEAR)
    weight, need = _weight(best, near), min(NEED, len(prefix) + len(suffix))
    if not firm or astray or weight < need or weight - rival < _CLEAR:
        spans = [(place.start, place.end) for place in found if place.start < place.end]
        return Unanchored(sorted(spans[:_ASKED]))
    words = text[best.start : best.end]
    if plain(words) == plain(quote):
        return Anchor(best.start, best.end, "held" if best.start == old else "moved")
    return Anchor(best.start, best.end, "renamed" if only_pseudonyms(quote, words) else "edited")


def _weight(place: Place, near: _Near) -> float:
    return place.own + place.around + near.position(place.start)


def _rival(place: Place, best: Place, near: _Near) -> float:
    """What speaks for another place; all that may have stood around it, where it is better than the best in any way."""
    better = (
        any(one and not other for one, other in zip(place.whole, best.whole, strict=True))
        or near.position(place.start) > near.position(best.start)
        or place.start == near.old
        or (not place.verbatim and all(place.whole))
    )
    return place.own + near.position(place.start) + (place.most if better else place.around)
