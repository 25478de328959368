"""Passages that were edited or moved: where they are now, if that is clear; in code points."""

import re
from collections import Counter

import edlib

from jalin.code.aligned import HIDDEN, common, symbols
from jalin.code.compared import only_names
from jalin.code.passage import CLOSE, EDITED, ENOUGH, FIRM, LIKE, NEAR, SIDE, Passage, Place, Span

# code points of a passage that may not stand elsewhere when it is said to have moved
_CHUNK = 12
# the fewest code points that stand nowhere else by which edited words are known
_RARE = 16
# the fewest that speak for a passage that moved: where its words stand once, and where they do not
_ONCE, _OFTEN = 24, 48
_NUMBER = re.compile(r"(?<!\d)\d+(?!\d)")


def edited(passage: Passage) -> Span | None:
    """Where it is now, edited, if the alignment knows both its bounds."""
    start, end = _bound(passage, passage.start, 1), _bound(passage, passage.end, -1)
    return (start, end) if start is not None and end is not None and start < end else None


def _bound(passage: Passage, at: int, step: int) -> int | None:
    """Where a bound is now, by the passage itself or else by what stood beside it; `step`: on which side it begins."""
    runs = passage.aligned.around(at, at)[::step]
    for inside in (True, False):
        for run in runs:
            own, beside = (run.old_end - at, at - run.old)[::step]
            if inside and own >= min(FIRM, passage.size) and beside >= 0 and run.size >= SIDE:
                return run.new + at - run.old
            if not inside and beside >= SIDE and own >= 0:
                return run.new + at - run.old
    return None


def same(passage: Passage, span: Span, quote: str, words: str) -> bool:
    """Whether the edited words between two bounds are the passage; `quote` and `words`: as they stood and stand."""
    now, renamed = passage.new[slice(*span)], only_names(quote, words)
    # of a few code points another word may have as many
    if not renamed and (passage.size < SIDE or similarity(passage.words, now) < 1 - LIKE):
        return False
    if not renamed and _other_numbers(passage, span):
        return False
    runs = [run for run in passage.aligned.of_old(passage.start, passage.end) if run.size >= FIRM]
    slack, within = FIRM + passage.size // 16, FIRM + 3 + passage.size // 10
    if runs and not renamed:
        head, tail = runs[0], runs[-1]
        before = max(head.old - passage.start, head.new - span[0])
        if max(before, passage.end - tail.old_end, span[1] - tail.new_end) > slack:
            return False
        # words put in near a bound may be before it or after it
        if len(runs) > 1 and (
            (head.size < ENOUGH and runs[1].new - head.new_end > within)
            or (tail.size < ENOUGH and tail.new - runs[-2].new_end > within)
        ):
            return False
    left = common(passage.old, passage.start, passage.new, span[0], -1, passage.known[0])
    right = common(passage.old, passage.end, passage.new, span[1], 1, passage.known[1])
    whole = all(side >= min(NEAR, most) for side, most in zip((left, right), passage.known, strict=True))
    if not whole and passage.like_it(span[0], EDITED if renamed else LIKE, size=span[1] - span[0]):
        return False
    sides = (
        passage.old[passage.start - min(left, ENOUGH) : passage.start],
        passage.old[passage.end : passage.end + min(right, ENOUGH)],
    )
    if all(len(side) >= SIDE and passage.once(side) for side in sides):
        return True
    rare = any(run.size >= _RARE and passage.once(passage.old[run.old : run.old_end]) for run in runs)
    both = min(left, right) >= FIRM or min(passage.near()) >= SIDE
    return rare and both and max(left, right) >= SIDE


def _other_numbers(passage: Passage, span: Span) -> bool:
    """Whether the numbers between two bounds are others than those of the passage: numbers tell rows apart."""
    now, before = (_NUMBER.findall(words) for words in (passage.new[slice(*span)], passage.words))
    return Counter(now) != Counter(before)


def moved(passage: Passage, places: list[Place]) -> Place | None:
    """Where it went, if the alignment has none of it and one place stands out."""
    kept = sum(run.size for run in passage.aligned.of_old(passage.start, passage.end))
    free = sorted(
        (one for one in places if not passage.is_other(one.start, passage.size)), key=lambda one: -one.around
    )
    if not free or kept * 5 > passage.size:
        return None
    best = free[0]
    if len(free) > 1 and (best.around < 2 * free[1].around + SIDE or free[1].around >= SIDE):
        return None
    # what went with it is gone from where it was, or it was copied
    beside = passage.beside(best.left, best.right)
    if best.around >= SIDE and beside * 5 > best.around:
        return None
    ends = passage.start - best.left - 1, passage.end + best.right
    new_ends = best.start - best.left - 1, best.start + passage.size + best.right
    signs = [passage.old[at : at + 1] for at in ends] + [passage.new[at : at + 1] for at in new_ends]
    if passage.size + best.around < (_ONCE if len(places) == 1 else _OFTEN) or any(map(str.isdigit, signs)):
        return None
    alone = len(places) == 1 and passage.size >= ENOUGH and max(best.left, best.right) >= ENOUGH
    if alone or (min(best.left, best.right) >= SIDE and best.around >= 2 * ENOUGH):
        return None if passage.like_it(best.start, CLOSE) else best
    return None if _common(passage, best) or passage.like_it(best.start, LIKE) else best


def _common(passage: Passage, place: Place) -> bool:
    """Whether what moved is made of pieces that stand elsewhere."""
    low, high = passage.start - place.left, passage.end + place.right
    words = passage.old[low:high]
    first = place.start - place.left
    rest = passage.new[:first] + HIDDEN + passage.new[first + len(words) :]
    half = max(_CHUNK, len(words) // 2)
    chunks = [words[at : at + half] for at in range(0, max(1, len(words) - half + 1), max(1, half // 4))]
    own = [passage.words[at : at + _CHUNK] for at in range(0, passage.size - _CHUNK + 1, _CHUNK // 3)]
    return any(chunk in rest for chunk in [*chunks, *own])


def similarity(old: str, new: str) -> float:
    """The share of code points that are as they were: 1 − Levenshtein distance ÷ the longer length."""
    if not old or not new:
        return 0.0
    known = symbols(old + new)
    found = edlib.align(old.translate(known), new.translate(known), mode="NW", task="distance")
    return 1 - int(found["editDistance"]) / max(len(old), len(new))
