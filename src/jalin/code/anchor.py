"""Anchoring: a coding finds its passage by position and quote, with the text around it.

Position and quote with context are the TextPositionSelector and
TextQuoteSelector of the W3C Web Annotation Data Model (2017, §4.2). docs/methods.md
says the rule.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from jalin.code.compared import Compared, Renamed, Selector, only_names, plain
from jalin.code.places import Place, edited, verbatim
from jalin.code.weigh import Near, Standing, objections

CONTEXT = 24
# the most candidates that a person is shown
_ASKED = 5


@dataclass(frozen=True)
class Anchor:
    """Where a passage is, half-open code points.

    held: its words stand at its place; moved: they stand elsewhere; renamed: all is as it
    was but for a pseudonym or a speaker's label; edited: other words were edited. Words are
    the same when they are in NFC, with one space for any white space.
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


def anchor_all(text: str, selectors: list[Selector]) -> list[Anchor | Unanchored]:
    """Each passage (start, end, quote, prefix, suffix) of one text, anchored or the reason why not.

    First those that stand with the text around them; the longest row of them in the old
    order shows where everything else must be. Every other one goes where its words, the
    text around it and that order say so together, and clearly.
    """
    search = _Search(text, selectors)
    order = sorted(range(len(selectors)), key=lambda number: selectors[number][:2])
    row = _in_order(search.whole(order))
    results: list[Anchor | Unanchored] = [Unanchored([])] * len(selectors)
    done = 0
    for number in order:
        own = done < len(row) and row[done][0] == number
        before, after = row[done - 1 : done] if done else [], row[done + own : done + own + 1]
        near = Near(
            before[0][1][0] if before else 0,
            after[0][1][0] if after else len(text),
            before[0][1][0] - selectors[before[0][0]][0] if before else 0,
            after[0][1][0] - selectors[after[0][0]][0] if after else None,
        )
        if own and near.both(row[done][1][0] - selectors[number][0]):
            results[number] = search.anchored(number, row[done][1])
        else:
            results[number] = search.settled(number, near)
        done += own
    return results


Span = tuple[int, int]


class _Search:
    """The passages of one text, and where they are in it."""

    def __init__(self, text: str, selectors: list[Selector]) -> None:
        self.text, self.selectors = text, selectors

    @cached_property
    def _names(self) -> Renamed:
        return Renamed(self.text, self.selectors)

    def whole(self, order: list[int]) -> list[tuple[int, Span]]:
        """Passages that stand as far from their place as the last one did, or once, with half of what was around them."""
        shift, found = 0, []
        for number in order:
            old, end, quote, prefix, suffix = self.selectors[number]
            at = old + shift - len(prefix)
            if not quote.strip():
                continue
            if end - old == len(quote) and at >= 0 and self.text.startswith(prefix + quote + suffix, at):
                found.append((number, (old + shift, end + shift)))
                continue
            known = self._names.passage(self.selectors[number])
            page = self._names.page(known.named)
            for left, right in (
                (known.prefix, known.suffix),
                (known.prefix[len(known.prefix) // 2 :], known.suffix[: len(known.suffix) // 2]),
            ):
                words = left + known.quote + right
                at = page.text.find(words)
                if at >= 0 and len(words) >= CONTEXT and page.text.find(words, at + 1) < 0:
                    first = at + len(left)
                    span = self._fitted(number, *page.span(first, first + len(known.quote)))
                    found.append((number, span))
                    shift = span[0] - old
                    break
        return found

    def anchored(self, number: int, span: Span) -> Anchor:
        """A passage on its place, with what is to be said of it."""
        old, quote, words = self.selectors[number][0], self.selectors[number][2], self.text[slice(*span)]
        if plain(words) == plain(quote):
            return Anchor(*span, "held" if span[0] == old else "moved")
        return Anchor(*span, "renamed" if only_names(quote, words) else "edited")

    def settled(self, number: int, near: Near) -> Anchor | Unanchored:
        """The place that is clearly better than any other, else all that come near."""
        if not self.selectors[number][2].strip():
            return Unanchored([])
        known = self._names.passage(self.selectors[number])
        page = self._names.page(known.named)
        low, high = bisect_left(page.at, near.low), bisect_right(page.at, near.high)
        old = self.selectors[number][0]

        def standing(place: Place) -> Standing:
            shift = self._span(number, page, place)[0] - old
            return Standing(place, low <= place.start <= high, near.here(shift), near.off(shift))

        def best_first(places: list[Place]) -> list[Standing]:
            return sorted(map(standing, places), key=lambda one: -one.total)

        places = [one for one in verbatim(page, known, low, high) if self._between_words(number, page, one)]
        found = best_first(places)
        if not found or not found[0].ordered or not found[0].place.whole:
            apart = [one for one in edited(page, known) if not any(_over(one, other) for other in places)]
            found = best_first([*places, *apart])
        if (
            found
            and next(objections(page, known, found, lambda at: near.off(page.at[at] - old)), None) is None
        ):
            return self.anchored(number, self._span(number, page, found[0].place))
        return Unanchored(sorted(self._span(number, page, one.place) for one in found[:_ASKED]))

    def _span(self, number: int, page: Compared, place: Place) -> Span:
        return self._fitted(number, *page.span(place.start, place.end))

    def _fitted(self, number: int, first: int, last: int) -> Span:
        """A span with the white space that the passage began and ended with."""
        quote = self.selectors[number][2]
        lead = first - len(quote) + len(quote.lstrip())
        return (lead, lead + len(quote)) if lead >= 0 and self.text.startswith(quote, lead) else (first, last)

    def _between_words(self, number: int, page: Compared, place: Place) -> bool:
        """Whether a place begins and ends between words where the passage did."""
        _, _, quote, prefix, suffix = self.selectors[number]
        first, last = page.span(place.start, place.end)
        before, after = self.text[max(0, first - 1) : first], self.text[last : last + 1]
        return not (
            (before.isalnum() and quote[0].isalnum() and prefix and not prefix[-1].isalnum())
            or (after.isalnum() and quote[-1].isalnum() and suffix and not suffix[0].isalnum())
        )


def _over(one: Place, other: Place) -> bool:
    return one.start < other.end and other.start < one.end


def _in_order(found: list[tuple[int, Span]]) -> list[tuple[int, Span]]:
    """The longest row of passages that are in the text in their old order (patience sorting)."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for number, (_, (start, _)) in enumerate(found):
        place = bisect_right(ends, start)
        previous.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [start]
        last[place : place + 1] = [number]
    row, at = [], last[-1] if last else -1
    while at >= 0:
        row.append(found[at])
        at = previous[at]
    return row[::-1]
