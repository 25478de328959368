"""Finding a passage whose words, or the text around it, were edited.

Two ways, both within bounds: between what stood before and after it, where both are
still there; and by the alignment of the passage with its surroundings that needs the
fewest edits (Levenshtein distance, Myers 1999, by the library edlib).
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

import edlib

# shares of code points that must be as they were: between both neighbours, and by alignment alone
SIMILAR_BETWEEN, SIMILAR, SIMILAR_SHORT = 0.5, 0.7, 0.85
# code points from which a passage is long
_LONG = 24
# edits, as a share of the passage with its surroundings, beyond which nothing is looked for
_BOUND = 0.4
# how much the best place must be better than the next
MARGIN = 0.15
# the fewest code points of a neighbour that are looked for
_SIDE = 8
_LIMIT = 40
# code points on both sides of the old place that are searched first
_AROUND = 20_000
_ELSE = "\ue000"
_STEP = re.compile(r"(\d+)([=XID])")


@dataclass(frozen=True)
class _Place:
    start: int
    end: int
    similar: float
    between: bool


def _symbols(query: str, target: str) -> str:
    """`target` with all characters that `query` lacks replaced by one, as the library tells only 256 apart."""
    return re.sub(f"[^{re.escape(''.join(sorted(set(query))))}]", _ELSE, target)


def similarity(old: str, new: str) -> float:
    """The share of code points that are as they were: 1 − Levenshtein distance ÷ the longer length."""
    longest = max(len(old), len(new))
    if not old or not new or len(set(old)) > 250:
        return 0.0
    return 1 - edlib.align(old, _symbols(old, new), mode="NW", task="distance")["editDistance"] / longest


def _all(text: str, part: str) -> list[int]:
    return [found.start() for found in re.finditer(f"(?={re.escape(part)})", text)][:_LIMIT]


def _between(text: str, quote: str, prefix: str, suffix: str) -> list[_Place]:
    """Spans from right after the old prefix to right before the old suffix."""
    if len(prefix) < _SIDE or len(suffix) < _SIDE:
        return []
    places = []
    reach = 3 * len(quote) + 200
    for before, after in product(_all(text, prefix), _all(text, suffix)):
        start = before + len(prefix)
        if start < after <= start + reach:
            places.append(_Place(start, after, similarity(quote, text[start:after]), True))
    return places


def _aligned(text: str, quote: str, prefix: str, suffix: str) -> list[_Place]:
    """The best alignment of the passage with its surroundings, and the best one elsewhere."""
    pattern = prefix + quote + suffix
    if len(set(pattern)) > 250:
        return []
    target, places = _symbols(pattern, text), []
    bound = round(_BOUND * len(pattern))
    for _ in range(2):
        found = edlib.align(pattern, target, mode="HW", task="path", k=bound)
        if found["editDistance"] < 0:
            break
        first, last = found["locations"][0]
        start, end = _inside(found["cigar"], first, len(prefix), len(prefix) + len(quote))
        if start < end:
            places.append(_Place(start, end, similarity(quote, text[start:end]), False))
        target = target[:first] + _ELSE * (last + 1 - first) + target[last + 1 :]
    return places


def _inside(cigar: str, first: int, start: int, end: int) -> tuple[int, int]:
    """Where the code points `start` to `end` of the pattern are in the text, by the steps of the alignment."""
    pattern, text = 0, first
    began, ended = None, first
    for count, step in _STEP.findall(cigar):
        for _ in range(int(count)):
            if step in "=X":
                if start <= pattern < end:
                    began = text if began is None else began
                    ended = text + 1
                pattern, text = pattern + 1, text + 1
            elif step == "I":
                pattern += 1
            else:
                text += 1
    return (ended if began is None else began), ended


def _respaced(text: str, quote: str) -> list[_Place]:
    """Where the passage stands in other line ends, spaces or Unicode form."""
    wanted = unicodedata.normalize("NFC", " ".join(quote.split()))
    if not wanted:
        return []
    words = [re.escape(word) for word in wanted.split(" ")]
    return [
        _Place(found.start(), found.end(), 1.0, False)
        for found in re.finditer(r"\s+".join(words), text)
        if found.group() != quote
    ]  # fmt: skip


def _needed(place: _Place, quote: str) -> float:
    """How similar a place must be; a few words found by alignment alone must be nearly all there."""
    if place.between:
        return SIMILAR_BETWEEN
    return SIMILAR if len(quote) >= _LONG else SIMILAR_SHORT


def find_edited(
    text: str, old: int, quote: str, prefix: str, suffix: str
) -> tuple[tuple[int, int] | None, list[tuple[int, int]]]:
    """The span that `quote` became, or None; and every span that comes near it, as `_find` has them.

    A long text is searched around `old` first.
    """
    low, high = max(0, old - _AROUND), old + len(quote) + _AROUND
    if len(text) > 2 * (high - low):
        found, spans = _find(text[low:high], old - low, quote, prefix, suffix)
        if found is not None:
            return (found[0] + low, found[1] + low), [(start + low, end + low) for start, end in spans]
    return _find(text, old, quote, prefix, suffix)


def _find(
    text: str, old: int, quote: str, prefix: str, suffix: str
) -> tuple[tuple[int, int] | None, list[tuple[int, int]]]:
    """The span that `quote` became, or None; and every span that comes near it.

    `old` is where it stood. Found is what fits clearly better than anything else: at
    least `SIMILAR_BETWEEN` between its old neighbours, elsewhere `SIMILAR`, or
    `SIMILAR_SHORT` for a few words; and `MARGIN` more than the next.
    """
    places = _respaced(text, quote)
    if len(places) != 1:
        places += [*_between(text, quote, prefix, suffix), *_aligned(text, quote, prefix, suffix)]
    # of places that overlap the likest stands; between neighbours is surer than aligned
    ordered = sorted(places, key=lambda place: (-place.similar, not place.between, abs(place.start - old)))
    ordered = [place for place in ordered if place.similar >= SIMILAR_BETWEEN]
    apart: list[_Place] = []
    for place in ordered:
        if not any(place.start < other.end and other.start < place.end for other in apart):
            apart.append(place)
    spans = [(place.start, place.end) for place in apart]
    good = [place for place in apart if place.similar >= _needed(place, quote)]
    if not good or any(good[0].similar - other.similar < MARGIN for other in apart[1:]):
        return None, spans
    return spans[0], spans
