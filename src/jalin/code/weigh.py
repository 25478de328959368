"""Whether a place in an edited text is the passage: what speaks for it, and what against, in code points."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jalin.code.compared import EDGE, Compared, Passage
from jalin.code.places import Place, Sides, alone, find_all, taken_out, went_elsewhere

# code points that must speak for a place; by which it must be better than any other
_NEED, _CLEAR = 24, 10
# code points that speak for a place that is just as far, by so many, from its old one as a neighbour is;
# against one out of the old order
_EXACT, _SLACK, _ASTRAY = 16, 8, 16
# code points that must speak for either side of an edited passage, and of one that is as it was
_SIDE, _POOR = 12, 8
# code points of words that stand nowhere else and so are known
_LONG = 16
# code points around a place in which numbers are looked for
_REACH = 40
_DIGITS = "0123456789"
_NUMBER = re.compile(r"(?<!\d)\d+(?!\d)")


@dataclass(frozen=True)
class Near:
    """Where a passage should be: between the new starts of its sure neighbours.

    `before`, `after`: how far these moved; the text begins where it began.
    """

    low: int
    high: int
    before: int
    after: int | None

    def both(self, shift: int) -> bool:
        """Whether the neighbours moved just as far."""
        return shift == self.before and self.after in (shift, None)

    def here(self, shift: int) -> tuple[bool, bool]:
        """Whether the one before, and the one after, moved nearly as far."""
        after = self.after is not None and abs(shift - self.after) <= _SLACK
        return abs(shift - self.before) <= _SLACK, after

    def off(self, shift: int) -> int:
        """By how much a shift is beyond those of the neighbours."""
        known = self.before, self.before if self.after is None else self.after
        return max(0, min(known) - shift, shift - max(known))


@dataclass(frozen=True)
class Standing:
    """A place, and how it stands to the neighbours: in the old order, as far as each, by how much off."""

    place: Place
    ordered: bool
    here: tuple[bool, bool]
    off: int

    def sides(self, weights: Sides) -> Sides:
        """What speaks for it before and after, where it is as far as a neighbour that as well."""
        left, right = (max(weight, _EXACT * here) for weight, here in zip(weights, self.here, strict=True))
        return left, right

    @property
    def total(self) -> float:
        """All that speaks for it."""
        return sum(self.sides(self.place.most)) + self.place.own - (0 if self.ordered else _ASTRAY)


def objections(
    page: Compared, known: Passage, found: list[Standing], off: Callable[[int], int]
) -> Iterator[str]:
    """Why the first of the places, the best first, may not be the passage.

    `off`: by how much a passage that began at a code point of the page would be off.
    """
    best, place = found[0], found[0].place
    sizes = len(known.prefix), len(known.suffix)
    known_sizes = [len(side.replace(EDGE, "")) for side in (known.prefix, known.suffix)]
    left, right = best.sides(place.rare)
    only = place.whole and place.once and best.ordered
    if not only and left + right + place.own < min(_NEED, sum(known_sizes)):
        yield "too little speaks for it"
    rivals = [
        one.total + _ASTRAY * (one.place.around > place.around and not one.ordered) for one in found[1:]
    ]
    if not only and best.total - max(rivals, default=0) < _CLEAR:
        yield "another is nearly as good"
    others = [one for one in found[1:] if one.place.verbatim >= place.verbatim]
    doubled = place.verbatim and not place.whole and not all(best.here) and len(known.quote) >= 2 * _LONG
    if others and (doubled or any(_as_good(one, best, sizes) for one in others)):
        yield "a side of another is as good"
    if not any(best.here) and best.off > _SLACK and _copied(page, known, best, off):
        yield "it may be a copy"
    lacks = _lacks_number(page, known, place)
    if not place.verbatim:
        weights = zip((left, right), place.beside, sizes, strict=True)
        if not place.sure or any(min(rare, beside) < min(_SIDE, size / 3) for rare, beside, size in weights):
            yield "its bounds are unsure"
        if not best.ordered or lacks or went_elsewhere(page, known, place):
            yield "it may be another passage"
    elif not place.whole:
        if taken_out(page, known, place):
            yield "it was taken out elsewhere"
        poor = left < min(_POOR, known_sizes[0] // 2) or right < min(_POOR, known_sizes[1] // 2)
        poor = poor or lacks or not best.ordered
        sides = zip(place.beside, sizes, best.here, strict=True)
        sure = place.own >= _LONG or any(beside == size or here for beside, size, here in sides)
        unknown = (poor or not sure) and not alone(page, known, place, poor)
        if unknown or (lacks and not sure):
            yield "others are like it"


def _copied(page: Compared, known: Passage, best: Standing, off: Callable[[int], int]) -> bool:
    """Whether a side that is all as it was stands once more, nearer to where the passage should be."""
    for side, step, beside in zip(
        (known.prefix, known.suffix), (len(known.prefix), -len(known.quote)), best.place.beside, strict=True
    ):
        starts = [at + step for at in find_all(page.text, side)] if _SIDE <= len(side) == beside else []
        if len(starts) == 2 and any(off(at) < best.off for at in starts if 0 <= at < len(page.text)):
            return True
    return False


def _as_good(one: Standing, best: Standing, sizes: tuple[int, int]) -> bool:
    """Whether another place may be the passage and the best one a copy of it.

    A side of it is more as it was; or is all as it was, and the best one has the other side
    in doubt, or moved not just as far as its neighbours, or less so than that one.
    """
    for side in (0, 1):
        theirs, ours, size = one.place.beside[side], best.place.beside[side], sizes[side]
        if theirs >= ours + _POOR or theirs == size > ours:
            return True
        doubt = best.place.beside[1 - side] < 0.9 * sizes[1 - side]
        if theirs == size and (doubt or one.here[side] > best.here[side]):
            return True
        if theirs == size and one.off <= best.off and not all(best.here):
            return True
    return False


def _lacks_number(page: Compared, known: Passage, place: Place) -> bool:
    """Whether a number that stood beside or in the passage is no longer there: numbers tell rows apart."""
    parts = (
        (known.prefix.lstrip(_DIGITS), page.text[max(0, place.start - _REACH) : place.start]),
        (known.quote, page.text[place.start : place.end]),
        (known.suffix.rstrip(_DIGITS), page.text[place.end : place.end + _REACH]),
    )
    return any(not set(_NUMBER.findall(now)).issuperset(_NUMBER.findall(old)) for old, now in parts)
