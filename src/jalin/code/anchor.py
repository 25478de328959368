"""Anchoring: a coding finds its passage by position and quote, with the text around it.

Position and quote with context are the TextPositionSelector and
TextQuoteSelector of the W3C Web Annotation Data Model (2017, §4.2).
"""

from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from jalin.code.edited import SIMILAR_BETWEEN, find_edited, similarity

CONTEXT = 24
# words of its own that a passage needs to be known elsewhere when the text around it is new
_OWN = 40
# code points of the text around it by which one place must fit better than the next
_CLEAR = 8
# how much further than its neighbours a passage may have moved before a person has to look
_STRAY = 200


@dataclass(frozen=True)
class Anchor:
    """Where a passage is, half-open code points: held at its place, moved as it was, or edited."""

    start: int
    end: int
    state: Literal["held", "moved", "edited"]


class Unanchored(Exception):
    """A passage that fits nowhere, or no place clearly; `candidates` are spans that come near."""

    def __init__(self, candidates: list[tuple[int, int]]) -> None:
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


def _places(text: str, quote: str) -> list[int]:
    """Every place of `quote`, overlapping ones as well."""
    places, at = [], text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    return places


def fits_whole(text: str, at: int, quote: str, prefix: str, suffix: str) -> bool:
    """Whether passage and the text on both sides of it stand at `at` just as they were."""
    return (
        at >= len(prefix) and text.startswith(prefix + quote, at - len(prefix))
        and text.startswith(suffix, at + len(quote))
    )  # fmt: skip


def anchor(
    text: str, start: int, end: int, quote: str, prefix: str = "", suffix: str = "", shift: int = 0
) -> Anchor:
    """Find `quote` in `text`: at its place, else where the text around it fits best, else edited.

    `shift`: how far the passage before it was moved, so where to look first in a long text.

    Raises `Unanchored` when it is nowhere, when two places fit equally well, or when a
    short passage stands only where nothing around it is as it was: a passage is never
    moved on a guess.
    """
    if not quote:
        raise Unanchored([])
    at_place = 0 <= start < end and text[start:end] == quote
    if at_place and fits_whole(text, start, quote, prefix, suffix):
        return Anchor(start, end, "held")
    places = _places(text, quote)
    if not places:
        found, candidates = find_edited(text, start + shift, quote, prefix, suffix)
        if found is None:
            raise Unanchored(candidates)
        return Anchor(*found, "edited")

    def fit(place: int) -> tuple[int, int]:
        before, after = text[max(0, place - len(prefix)) : place], text[place + len(quote) :][: len(suffix)]
        return _alike(before, prefix, True), _alike(after, suffix, False)

    fits = {place: fit(place) for place in places}
    most = max(map(sum, fits.values()))
    best = [place for place in places if sum(fits[place]) == most]
    if at_place and start in best:
        return Anchor(start, end, "held")
    spans = [(place, place + len(quote)) for place in best]
    if len(best) > 1:
        raise Unanchored(spans)
    before, after = fits[best[0]]
    # one side whole, or nearly both, or words enough of its own
    known = (
        (bool(prefix) and before == len(prefix)) or (bool(suffix) and after == len(suffix))
        or 2 * most >= len(prefix) + len(suffix)
        or (len(places) == 1 and len(quote) >= _OWN)
    )  # fmt: skip
    if known and before == len(prefix) and after == len(suffix):
        return Anchor(*spans[0], "moved")
    # the passage itself may be another, edited, and this one its like
    found, near = find_edited(text, start + shift, quote, prefix, suffix)
    others = [span for span in near if span[1] <= best[0] or span[0] >= spans[0][1]]
    rival = max((sum(fits[place]) for place in places if place != best[0]), default=0)
    if known and not others and most - rival >= _CLEAR:
        return Anchor(*spans[0], "moved")
    if at_place and len(places) == 1:
        return Anchor(start, end, "held")
    if found is None or known:
        raise Unanchored(sorted({*spans, *near}))
    return Anchor(*found, "edited")


Selector = tuple[int, int, str, str, str]


def _sure(text: str, at: int, selector: Selector) -> bool:
    """Whether a passage stands at `at` with enough around it, all as it was."""
    _, _, quote, prefix, suffix = selector
    return len(prefix) + len(suffix) >= CONTEXT and fits_whole(text, at, quote, prefix, suffix)


def anchor_all(text: str, selectors: list[Selector]) -> list[Anchor | Unanchored]:
    """Each passage (start, end, quote, prefix, suffix) of one text, anchored or the reason why not.

    In order of their old places: where a passage stands whole, as far from its old
    place as the one before it, nothing was edited between them. One that fits several
    places is at that distance too when its nearest neighbours on both sides are.
    """
    results: list[Anchor | Unanchored] = [Unanchored([])] * len(selectors)
    order = sorted(range(len(selectors)), key=lambda number: selectors[number][0])
    shift = 0
    for number in order:
        start, end, quote, prefix, suffix = selectors[number]
        at = start + shift
        if quote and at >= 0 and len(quote) == end - start and _sure(text, at, selectors[number]):
            results[number] = Anchor(at, at + len(quote), "moved" if shift else "held")
            continue
        try:
            results[number] = found = anchor(text, start, end, quote, prefix, suffix, shift)
            shift = found.start - start
        except Unanchored as fault:
            results[number] = fault
    _compare_neighbours(text, selectors, order, results)
    return results


def _known_so_far(shifts: list[int | None]) -> list[int | None]:
    """For each item, and after the last one, the last known shift before it."""
    known: list[int | None] = [None]
    for shift in shifts:
        known.append(known[-1] if shift is None else shift)
    return known


def _compare_neighbours(
    text: str, selectors: list[Selector], order: list[int], results: list[Anchor | Unanchored]
) -> None:
    """Settle a passage in doubt by the nearest sure passages before and after it.

    Between two neighbours that were moved equally far nothing was moved: a passage that
    fits several places is there, and one that seems to be far from there is not clear.
    """
    shifts = [
        found.start - selectors[number][0]
        if isinstance(found := results[number], Anchor) and _sure(text, found.start, selectors[number])
        else None
        for number in order
    ]
    before, after = _known_so_far(shifts), _known_so_far(shifts[::-1])[::-1]
    for place, number in enumerate(order):
        found, (old, _, quote, _, _) = results[number], selectors[number]
        known = [shift for shift in (before[place], after[place + 1]) if shift is not None]
        if not known:
            continue
        low, high = min(known), max(known)
        if isinstance(found, Unanchored):
            span = old + low, old + low + len(quote)
            if len(known) == 2 and low == high and span in found.candidates:
                results[number] = Anchor(*span, "moved" if low else "held")
        elif shifts[place] is not None:
            # its very words may have come back elsewhere while the passage itself was edited
            at = old + low
            if (
                low == high != shifts[place]
                and similarity(quote, text[at : at + len(quote)]) >= SIMILAR_BETWEEN
            ):
                results[number] = Unanchored([(at, at + len(quote)), (found.start, found.end)])
        elif not low - _STRAY <= found.start - old <= high + _STRAY:
            results[number] = Unanchored([(found.start, found.end)])
