"""Anchoring: a coding finds its passage by position and quote, with the text around it.

Position and quote with context are the TextPositionSelector and
TextQuoteSelector of the W3C Web Annotation Data Model (2017, §4.2). docs/methods.md
says the rule.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from jalin.code.aligned import Aligned
from jalin.code.but_names import ButForNames
from jalin.code.compared import LABEL, MARK, Compared, names, only_names, plain, squeezed
from jalin.code.known import Known, Part, Renamed, Selector, held, known, page_of, parts_of, states_of
from jalin.code.passage import SIDE
from jalin.code.places import found_in

CONTEXT = 120
# a label right before a passage
_LABELLED = re.compile(rf"\n({LABEL}):\s+\Z")


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

    What the passages and the text around them say of the old text is put together and aligned
    with the text now. A passage goes where that puts it, or where it was moved, if it is clear.
    """
    results: list[Anchor | Unanchored] = [Unanchored([])] * len(selectors)
    if all(held(text, selector) for selector in selectors):
        return [Anchor(start, end, "held") for start, end, *_ in selectors]
    for numbers in states_of(text, selectors):
        layers = parts_of(selectors, numbers)
        renamed = Renamed(text, [part for parts, _ in layers for part in parts])
        for parts, inside in layers:
            search = _Search(text, parts, renamed)
            for number in inside:
                results[number] = search.anchored(selectors[number])
    hidden = ButForNames(text)
    for number, result in enumerate(results):
        if isinstance(result, Unanchored) and (span := hidden.found(selectors[number])):
            results[number] = Anchor(*span, "renamed")
    return results


@dataclass
class _Search:
    """The text now, and one state of the text of old, by which its passages are found."""

    text: str
    parts: list[Part]
    renamed: Renamed

    @cached_property
    def _named(self) -> tuple[Known, Compared, Aligned]:
        """Old text, text now, and how they align: names that may have been renamed are alike."""
        return self._aligned(self.renamed.old, self.renamed.new)

    @cached_property
    def _written(self) -> tuple[Known, Compared, Aligned]:
        """The same, with names as they are written."""
        return self._aligned(set(), set())

    @cached_property
    def _names(self) -> dict[str, str]:
        """For each old name what stands in its place most often."""
        before, page, aligned = self._named
        pairs = Counter(
            (self._old_name(before, run.old + at), self.text[slice(*page.span(place, place + 1))])
            for run in aligned.runs
            for at, place in enumerate(range(run.new, run.new_end))
            if page.text[place] == MARK
        )
        return {old: new for (old, new), _ in reversed(pairs.most_common())}

    def _old_name(self, before: Known, at: int) -> str:
        part = next(part for part in self.parts if part.start <= before.at[at] < part.end)
        return part.text[before.at[at] - part.start : before.to[at] - part.start]

    def _one_name(self, before: Known, page: Compared, old: tuple[int, int], new: tuple[int, int]) -> bool:
        """Whether each name that was renamed in a passage has the name that it has elsewhere."""
        if MARK not in before.text[slice(*old)]:
            return True
        names = [self._old_name(before, at) for at in range(*old) if before.text[at] == MARK]
        now = [self.text[slice(*page.span(at, at + 1))] for at in range(*new) if page.text[at] == MARK]
        return len(names) != len(now) or all(
            self._names.get(name, other) == other for name, other in zip(names, now, strict=True)
        )

    def _aligned(self, old: set[str], new: set[str]) -> tuple[Known, Compared, Aligned]:
        before, page = known(self.parts, old), page_of(self.text, new)
        return before, page, Aligned(before.text, page.text)

    def anchored(self, selector: Selector) -> Anchor | Unanchored:
        start, end, quote, _, _ = selector
        before, page, aligned = self._named
        span = before.span(start, end)
        if span is None:
            before, page, aligned = self._written
            span = before.span(start, end)
        if span is None or span[0] == span[1]:
            return Unanchored([])
        found = found_in(aligned, span, quote, lambda one: self.text[slice(*page.span(*one))])
        if found.clear and self._one_name(before, page, span, found.places[0]):
            first, last = self._fitted(quote, *page.span(*found.places[0]))
            words = self.text[first:last]
            if len(quote) < SIDE and (
                self._within_word(selector, first, last) or self._of_another(selector, first)
            ):
                return Unanchored([(first, last)])
            if plain(words) == plain(quote):
                return Anchor(first, last, "held" if first == start else "moved")
            return Anchor(first, last, "renamed" if only_names(quote, words) else "edited")
        return Unanchored(sorted({self._fitted(quote, *page.span(*one)) for one in found.places}))

    def _within_word(self, selector: Selector, first: int, last: int) -> bool:
        """Whether an end that was that of a word now stands within one, which is another word."""
        _, _, quote, prefix, suffix = selector
        ends = [
            (prefix[-1:], quote[:1], self.text[first - 1 : first] if first else ""),
            (suffix[:1], quote[-1:], self.text[last : last + 1]),
        ]
        return any(
            before and not before.isalnum() and end.isalnum() and now.isalnum() for before, end, now in ends
        )

    def _of_another(self, selector: Selector, first: int) -> bool:
        """Whether words that stand more than once now follow the label of another speaker who was there before."""
        start, _, quote, prefix, _ = selector
        before = prefix if start > len(prefix) else "\n" + prefix
        old, now = _LABELLED.search(before), _LABELLED.search("\n" + self.text[:first][-CONTEXT:])
        if not old or not now or self.text.count(quote) < 2:
            return False
        was, named = squeezed(old[1]), squeezed(now[1])
        renamed = was in self.renamed.old and named in self.renamed.new
        return not renamed and named != was and any(named in names(part.text) for part in self.parts)

    def _fitted(self, quote: str, first: int, last: int) -> tuple[int, int]:
        """A span with the white space that the passage began and ended with."""
        lead = first - len(quote) + len(quote.lstrip())
        return (lead, lead + len(quote)) if lead >= 0 and self.text.startswith(quote, lead) else (first, last)
