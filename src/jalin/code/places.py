"""The places at which a passage may be in an edited text, and what speaks for each, in code points.

Where its words stand is found by search; where they were edited by the alignment that
needs the fewest edits (Levenshtein distance; Myers 1999, by the library edlib).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

import edlib

from jalin.code.compared import MARK, Compared, Passage

# how alike an edited passage must be
_SIMILAR = 0.6
# edits, as a share of what is looked for, beyond which nothing is found
_BOUND, _ALIKE = 0.4, 0.3
# code points that must stand at a bound of an edited passage, on one side of it, for it to be sure
_FIRM = 5
# code points around a place in which what stood beside it is looked for
_REACH = 120
# the most places of the same words that are weighed
_LIMIT = 60
# the most that the words of a passage weigh
_OWN = 30
# code points of a passage that may not stand elsewhere when they are no longer in it
_CHUNK = 12
# code points that must be unlike anything else for a place to be known by them
_LONG = 16
# code points on each side that are enough to see where a passage was taken out
_BESIDE = 10
_ELSE = "\ue000"
_STEP = re.compile(r"(\d+)([=XID])")


Sides = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """A span of the page, and what speaks for it before and after: all, what is rare of it, what is right beside it.

    `own`: what speaks for it by its words; `verbatim`: they are those of the passage;
    `sure`: its bounds are; `whole`: all around it is as it was; `once`: nowhere else.
    """

    start: int
    end: int
    rare: Sides
    most: Sides
    beside: Sides
    own: float
    verbatim: bool
    sure: bool
    whole: bool
    once: bool

    @property
    def around(self) -> float:
        return sum(self.most)


def find_all(text: str, part: str) -> list[int]:
    """Every place of `part`, overlapping ones as well."""
    at, found = text.find(part), []
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def verbatim(page: Compared, passage: Passage, low: int, high: int) -> list[Place]:
    """Places where the words stand; of very many those between `low` and `high`, and those with a neighbour beside."""
    starts = find_all(page.text, passage.quote)
    if len(starts) > _LIMIT:
        near = passage.prefix[-3:], passage.suffix[:3]
        starts = [
            at
            for at in starts
            if low <= at <= high
            or page.text.endswith(near[0], 0, at)
            or page.text.startswith(near[1], at + len(passage.quote))
        ][: 5 * _LIMIT]
    own = min(_OWN, len(passage.quote)) if len(starts) == 1 else 0
    return [_weighed(page, passage, (at, at + len(passage.quote)), own, True) for at in starts]


def edited(page: Compared, passage: Passage) -> list[Place]:
    """The two best places where the words may have been edited."""
    found = []
    for at in _aligned(page.text, passage):
        words = page.text[slice(*at)]
        # a name that was hidden, or no longer is, may be long
        renamed = ".{1,40}".join(map(re.escape, passage.quote.split(MARK)))
        alike = 1.0 if re.fullmatch(renamed, words) else similarity(passage.quote, words)
        if alike >= _SIMILAR and words != passage.quote:
            found.append(_weighed(page, passage, at, alike * min(_OWN, len(passage.quote)), False))
    return found


def taken_out(page: Compared, passage: Passage, best: Place) -> bool:
    """Whether what stood before and after the passage is elsewhere, with something else or nothing between."""
    before, after = passage.prefix[-_BESIDE:], passage.suffix[:_BESIDE]
    if min(len(before), len(after)) < _FIRM:
        return False
    reach = 2 * len(passage.quote) + _REACH // 3 + len(after)
    for at in find_all(page.text, before):
        start = at + len(before)
        end = page.text.find(after, start, start + reach)
        if end >= 0 and page.text[start:end] != passage.quote and not (start < best.end and best.start < end):
            return True
    return False


def alone(page: Compared, passage: Passage, place: Place, poor: bool) -> bool:
    """Whether nothing else in the text is like the passage with what was around it: no row of a table, say.

    Where `poor`, nothing may be like the passage itself either, nor like it with its better side.
    """
    patterns = [passage.prefix + passage.quote + passage.suffix]
    if poor:
        left, right = place.rare
        side = passage.prefix + passage.quote if left >= right else passage.quote + passage.suffix
        patterns = [passage.quote, *([side] if max(left, right) >= _CHUNK else [])]
    patterns = [pattern for pattern in patterns if len(pattern) >= _LONG and len(set(pattern)) <= 250]
    rest = page.text[: place.start] + _ELSE * (place.end - place.start) + page.text[place.end :]
    return bool(patterns) and not any(_stands(pattern, rest) for pattern in patterns)


def _stands(pattern: str, text: str) -> bool:
    """Whether something in the text is like the pattern."""
    bound = round(_ALIKE * len(pattern))
    found = edlib.align(pattern, _symbols(pattern, text), mode="HW", task="distance", k=bound)
    return int(found["editDistance"]) >= 0


def similarity(old: str, new: str) -> float:
    """The share of code points that are as they were: 1 − Levenshtein distance ÷ the longer length."""
    if not old or not new:
        return 0.0
    return 1 - _distance(old, new, "NW") / max(len(old), len(new))


def went_elsewhere(page: Compared, passage: Passage, place: Place) -> bool:
    """Whether a part of an edited passage that is not in it any more stands elsewhere."""
    words, quote = page.text[place.start : place.end], passage.quote
    chunks = [quote[at : at + _CHUNK] for at in range(0, len(quote) - _CHUNK + 1, _CHUNK // 3)]
    return any(chunk not in words and chunk in page.text for chunk in chunks)


def _weighed(page: Compared, passage: Passage, at: tuple[int, int], own: float, same: bool) -> Place:
    start, end = at
    before, after = page.text[max(0, start - _REACH) : start], page.text[end : end + _REACH]
    left = _side(page.text, passage.prefix[::-1], before[::-1], -1)
    right = _side(page.text, passage.suffix, after, 1)
    sure = same or (
        (before.endswith(passage.prefix[-_FIRM:]) or page.text.startswith(passage.quote[:_FIRM], start))
        and (
            after.startswith(passage.suffix[:_FIRM]) or page.text.endswith(passage.quote[-_FIRM:], start, end)
        )
    )
    known = passage.prefix + page.text[start:end] + passage.suffix
    whole = page.text.startswith(known, start - len(passage.prefix)) and start >= len(passage.prefix)
    once = page.text.find(known) == page.text.rfind(known)
    most, rare, beside = zip(left, right, strict=True)
    return Place(start, end, rare, most, beside, own, same, sure, whole, once)


def _side(text: str, known: str, found: str, step: int) -> tuple[float, float, float]:
    """What speaks for a place on one side, how much of it is rare, and how much right beside it.

    `known` and `found` are read away from it, so backwards with a `step` of -1. The most of:
    the run right beside it; what is left of an alignment beyond chance; all or half of it
    further off. A piece that stands in the text n times is rare by its n-th part.
    """
    if not known:
        return 0.0, 0.0, 0.0
    run = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(known, found, strict=False)))
    pieces = [(run, known[:run])]
    aligned = 0.0
    if run < len(known):
        aligned = max(
            0.0, 1.5 * (len(known) - _distance(known, found[: len(known) + 8], "SHW")) - 0.5 * len(known)
        )
        half = len(known) // 2
        pieces += [
            (len(piece) - 2, piece)
            for piece in (known, known[:half], known[half:])
            if len(piece) >= 8 and piece in found
        ]
    often = [max(1, text.count(piece[::step])) for _, piece in pieces]
    rare = max(length / times for (length, _), times in zip(pieces, often, strict=True))
    rare = max(rare, aligned / often[0] if 2 * run >= len(known) else aligned)
    return max(aligned, *(float(length) for length, _ in pieces)), rare, max(aligned, run)


def _symbols(query: str, target: str) -> str:
    """`target` with all characters that `query` lacks replaced by one, as edlib tells only 256 apart."""
    return re.sub(f"[^{re.escape(''.join(sorted(set(query))))}]", _ELSE, target)


def _distance(old: str, new: str, mode: str) -> int:
    if not new or len(set(old)) > 250:
        return len(old)
    return int(
        edlib.align(
            old, _symbols(old, new) if not (old + new).isascii() else new, mode=mode, task="distance"
        )["editDistance"]
    )


def _aligned(text: str, passage: Passage) -> Iterator[tuple[int, int]]:
    """The two best alignments of the passage with its surroundings, apart."""
    pattern = passage.prefix + passage.quote + passage.suffix
    if len(set(pattern)) > 250 or not text:
        return
    target = _symbols(pattern, text)
    for _ in range(2):
        found = edlib.align(pattern, target, mode="HW", task="path", k=round(_BOUND * len(pattern)))
        if found["editDistance"] < 0 or not found["cigar"]:
            return
        low, high = found["locations"][0]
        start, end = _inside(found["cigar"], low, len(passage.prefix), len(passage.prefix + passage.quote))
        if start < end:
            yield start, end
        target = target[:low] + _ELSE * (high + 1 - low) + target[high + 1 :]


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
