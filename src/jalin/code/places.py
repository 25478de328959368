"""The place of a passage in a text that was edited, by its alignment with the old text; in code points."""

from collections.abc import Callable
from dataclasses import dataclass

from jalin.code.aligned import HIDDEN, RUN, Aligned, Run, common, distance
from jalin.code.compared import MARK, squeezed
from jalin.code.edited import edited, moved, same
from jalin.code.passage import EDITED, ENOUGH, FIRM, LIKE, NEAR, REACH, SIDE, Passage, Place, Span, every

# code points beside a place in which the words may not be again
_BESIDE = 120
# the most between a passage and what is known on both sides, where neither is as it was
_NARROW = 40
# code points beside an end, and of it, that may not stand elsewhere
_BEYOND, _END = 16, 3
# the most edits, as a share of all that is known around a passage, with which it fits; the least that it fits worse
# without the passage, as a share of it; code points of the text now on each side that it may fit to
_FITS, _WORSE, _FEW, _HALF, _WIDE = 0.15, 0.75, 0.1, 0.5, 360
# where it fits worse, the least that it fits worse still without the passage
_LEAST = 0.02
# edits, as a share of a passage with what stands around it, of what could be it
_SAME = 0.08
# words that stand this often are no sign of a place
_OFTEN = 4
# the most places that a person is shown
_ASKED = 5


@dataclass(frozen=True)
class Found:
    """Spans of the text now, the best first; `clear`: the first is the passage."""

    places: list[Span]
    clear: bool


@dataclass(frozen=True)
class _Gap:
    """What no run has: from `old` to `old_end` in the old text, and from `new` to `new_end` in the new one."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def size(self) -> int:
        return max(self.old_end - self.old, self.new_end - self.new)


def found_in(aligned: Aligned, span: Span, quote: str, written: Callable[[Span], str]) -> Found:
    """Where a passage of the old text is now. `written`: the words of a span as they stand."""
    lines = quote.strip().split("\n")
    ends = (len(squeezed(lines[0])), len(squeezed(lines[-1]))) if len(lines) > 1 else None
    passage = Passage(aligned, *span, ends)
    home = passage.home()
    if home is not None and passage.complete(home):
        # where something new has all of it as well, nobody could tell the copy
        news = [
            at + place
            for at, text in aligned.fresh
            if len(text) >= passage.size
            for place in every(passage.words, text)
        ]
        return Found(
            [(home, home + passage.size)], not any(at != home and passage.complete(at) for at in news)
        )
    places = passage.places()
    if len(places) == 1 and passage.nothing_gone(places[0]):
        return Found([(places[0].start, places[0].start + passage.size)], True)
    near = [(one.start, one.start + passage.size) for one in sorted(places, key=lambda one: -one.around)]
    if home is not None:
        first = (home, home + passage.size)
        return Found([first, *(one for one in near if one != first)][:_ASKED], at_home(passage, home, places))
    changed = edited(passage)
    elsewhere = any(one.around >= FIRM and not passage.is_other(one.start, passage.size) for one in places)
    if changed is not None and not elsewhere and same(passage, changed, quote, written(changed)):
        return Found([changed], True)
    if (gone := moved(passage, places)) is not None:
        return Found([(gone.start, gone.start + passage.size)], True)
    return Found([*([changed] if changed is not None else []), *near][:_ASKED], False)


def at_home(passage: Passage, home: int, places: list[Place]) -> bool:
    """Whether the place that the alignment gives to all of its words is clear."""
    own = passage.place(home)
    sides, size = _sides(own), passage.size
    others = [one for one in places if one.start != home and not passage.is_other(one.start, size)]
    gaps = _gaps(passage, own)
    if any(_slides(passage, own, gap, side) for side, gap in enumerate(gaps)):
        return False
    # a copy with some of what was around it, or with more on a side
    copied = any(
        (one.left >= min(SIDE, own.left) and one.right >= min(SIDE, own.right))
        or any(
            there >= ENOUGH and there > here + FIRM for there, here in zip(_sides(one), sides, strict=True)
        )
        for one in others
    )
    if all(side >= min(ENOUGH, most) > 0 for side, most in zip(sides, passage.known, strict=True)):
        return not copied
    edits, worse = _needed(passage, own)
    torns = [_torn(passage, own, side) for side in (0, 1)]
    torn = any(torns)
    fits = (edits <= (_FEW if torn else _FITS) and worse >= _WORSE) or (edits <= _FEW and worse >= _HALF)
    if any(
        (torns[side] and _renumbered(passage, own, side))
        or _pasted(passage, own, side)
        or _left_behind(passage, own, side)
        for side in (0, 1)
    ):
        return False
    for side, gap in enumerate(gaps):
        if _cell(passage, own, side, len(places)):
            # words that were put in there, or taken out, and nothing else
            pure = not (gap.old < gap.old_end and gap.new < gap.new_end)
            if not (fits or (pure and worse >= _WORSE)) or torns[side]:
                return False
            # another number, or another label
            if _renumbered(passage, own, side) or (not pure and _is_cut(passage, own, side)):
                return False
    enough = own.around - FIRM if size < SIDE else min(own.around - FIRM, ENOUGH)
    rivals = [one for one in others if one.around >= enough]
    beside = min(own.left, ENOUGH), min(own.right, ENOUGH)
    if fits and not rivals and not passage.like_it(home, _SAME, *beside):
        return True
    gone = worse < _LEAST and min(sides) < FIRM
    if edits > _FITS and size >= SIDE and (gone or (size >= ENOUGH and others)):
        return False
    if torn or any(_of_other_row(passage, own, side) for side in (0, 1)):
        return False
    # names that are alike are no sign of a place
    least = ENOUGH if MARK in passage.words else SIDE
    good = [side >= least or 0 < side == most for side, most in zip(sides, passage.known, strict=True)]
    if all(good):
        return not copied
    return not rivals and _by_sides(passage, own, gaps, good, len(places))


def _by_sides(passage: Passage, own: Place, gaps: tuple[_Gap, _Gap], good: list[bool], times: int) -> bool:
    """Whether a place is clear of which at least one side is no longer `good`; `times`: how often the words stand."""
    near, size, home = passage.near(), passage.size, own.start
    for side, gap in enumerate(gaps):
        if not good[side] and not _stands_alone(passage, own, gap, side, near[side] >= SIDE, times):
            return False
    if any(good):
        left, right = (min(side, SIDE) if ok else 0 for side, ok in zip(_sides(own), good, strict=True))
        return size < SIDE or not passage.like_it(home, EDITED, left, right)
    between = all(gap.size <= _NARROW for gap in gaps) and min(near) >= RUN
    if times == 1 and size >= SIDE:
        close = own.around >= FIRM or between or size >= ENOUGH
        return close and max(near) >= SIDE and not passage.like_it(home, LIKE)
    return between and own.around >= FIRM


def _sides(place: Place) -> tuple[int, int]:
    return place.left, place.right


def _gaps(passage: Passage, own: Place) -> tuple[_Gap, _Gap]:
    """What lies between that which is as it was around a place and the next run, before it and after it."""
    low, new_low = passage.start - own.left, own.start - own.left
    high, new_high = passage.end + own.right, own.start + passage.size + own.right
    runs, first = passage.aligned.runs, passage.aligned.at(low)
    before = next(
        (run for run in reversed(runs[:first]) if run.old_end <= low and run.new_end <= new_low), Run(0, 0, 0)
    )
    end = Run(len(passage.old), len(passage.new), 0)
    after = next((run for run in runs[first:] if run.old >= high and run.new >= new_high), end)
    return (
        _Gap(before.old_end, low, before.new_end, new_low),
        _Gap(high, after.old, new_high, after.new),
    )


def _slides(passage: Passage, own: Place, gap: _Gap, side: int) -> bool:
    """Whether words that were taken out, or put in, beside a place begin or end as it does.

    Then the alignment could have them on the other side of it as well.
    """
    most = own.around + passage.size
    texts = (passage.old, gap.old, gap.old_end), (passage.new, gap.new, gap.new_end)
    same = 0
    for text, first, last in texts:
        if first < last:
            ends = (first, last, -1) if side else (last, first, 1)
            same = max(same, common(text, ends[0], text, ends[1], ends[2], most))
    return same >= max(1, (own.right if side else own.left) + passage.size / 2)


def _needed(passage: Passage, own: Place) -> tuple[float, float]:
    """How many edits make all that is known around a passage a part of the text about a place, and how many more without it.

    Without: its words in the old text, or those here, are like nothing. If hardly more edits are needed then, the
    passage may be what was taken out, or be elsewhere. The first is a share of what is known, the second of the passage.
    """
    size = passage.size
    low, first = passage.start - passage.known[0], max(0, own.start - passage.known[0] - _WIDE)
    around = passage.old[low : passage.end + passage.known[1]]
    page = passage.new[first : own.start + size + passage.known[1] + _WIDE]
    edits = distance(around, page)
    without = distance(_hidden(around, passage.start - low, size), page)
    elsewhere = distance(around, _hidden(page, own.start - first, size))
    return edits / len(around), (min(without, elsewhere) - edits) / size


def _hidden(text: str, at: int, size: int) -> str:
    return text[:at] + HIDDEN * size + text[at + size :]


def _edge(passage: Passage, own: Place, side: int) -> tuple[str, str, str]:
    """The last code point on a side that is as it was, and those beyond it, as they were and now."""
    if side:
        at, now = passage.end + own.right, own.start + passage.size + own.right
        return passage.old[at - 1 : at], passage.old[at : at + 1], passage.new[now : now + 1]
    at, now = passage.start - own.left, own.start - own.left
    return passage.old[at : at + 1], passage.old[max(0, at - 1) : at], passage.new[max(0, now - 1) : now]


def _renumbered(passage: Passage, own: Place, side: int) -> bool:
    """Whether a number close to a place is another: numbers tell rows apart."""
    # of two numbers one may go on where the other ends
    digits = sum(map(str.isdigit, _edge(passage, own, side)))
    return _sides(own)[side] < min(passage.known[side], ENOUGH) and digits >= 2


def _is_cut(passage: Passage, own: Place, side: int) -> bool:
    """Whether what is as it was on a side of a place ends within a word."""
    reach = own.right if side else own.left
    return 0 < reach < passage.known[side] and all(map(str.isalnum, _edge(passage, own, side)))


def _of_other_row(passage: Passage, own: Place, side: int) -> bool:
    """Whether a number close to a place is another, and what is as it was does not tell the place."""
    if not _renumbered(passage, own, side):
        return False
    stretch = passage.old[passage.start - min(own.left, ENOUGH) : passage.end + min(own.right, ENOUGH)]
    reach, beyond = (own.left, own.right)[:: -1 if side else 1]
    return passage.known[side] < NEAR or not passage.once(stretch) or (reach < FIRM and beyond < ENOUGH)


def _cell(passage: Passage, own: Place, side: int, times: int) -> bool:
    """Whether its words, with what is as it was on a side, stand in many rows, and what follows there is another."""
    reach = own.right if side else own.left
    if times < _OFTEN or reach >= min(passage.known[side], SIDE + 2):
        return False
    old, start, end = passage.old, passage.start, passage.end
    return not passage.once(old[start : end + reach] if side else old[start - reach : end])


def _pasted(passage: Passage, own: Place, side: int) -> bool:
    """Whether an end, with what now stands beside it and did not, stands once more among what is new: then both were pasted."""
    reach = _sides(own)[side]
    if reach >= min(FIRM, passage.known[side]):
        return False
    size = min(passage.size, SIDE)
    start = own.start + passage.size - size if side else max(0, own.start - reach - SIDE)
    piece = passage.new[start : start + size + reach + SIDE]
    return any(at != start and not passage.is_old(at, len(piece)) for at in every(piece, passage.new))


def _left_behind(passage: Passage, own: Place, side: int) -> bool:
    """Whether the first or last of its lines, if that is half of it, stands with what was beside it elsewhere."""
    reach = _sides(own)[side]
    most = 2 * passage.lines[side] if passage.lines else 0
    if most < passage.size or reach >= min(passage.known[side], ENOUGH):
        return False
    start, end = passage.start, passage.end
    if side:
        piece, here = passage.old[end - _END : end + _BEYOND], own.start + passage.size - _END
    else:
        piece, here = passage.old[start - _BEYOND : start + _END], own.start - _BEYOND
    return any(at != here for at in every(piece, passage.new))


def _torn(passage: Passage, own: Place, side: int) -> bool:
    """Whether an end went elsewhere with what stood beside it, or another came to its place, as lines of a table do."""
    reach, most = (own.right if side else own.left), passage.known[side]
    if reach >= min(most, ENOUGH):
        return False
    old, new, start, end = passage.old, passage.new, passage.start, passage.end
    beyond = min(most, max(reach + FIRM, _BEYOND))
    if side:
        piece = old[max(start, end - _END) : end + beyond]
        line = old[max(start, end - passage.lines[1]) : end + reach] if passage.lines else ""
    else:
        piece = old[start - beyond : min(end, start + _END)]
        line = old[start - reach : min(end, start + passage.lines[0])] if passage.lines else ""
    if line and not passage.once(line):
        return True
    pieces = [(piece, -1)]
    if reach >= FIRM:
        # an end with what stands beside it, once more
        size = min(passage.size, SIDE)
        pieces += (
            [(old[end - size : end + reach], own.start + passage.size - size)]
            if side
            else [(old[start - reach : start + size], own.start - reach)]
        )
    return any(
        at != here and not passage.is_old(at, len(piece))
        for piece, here in pieces
        for at in every(piece, new)
    )


def _stands_alone(passage: Passage, own: Place, gap: _Gap, side: int, near: bool, times: int) -> bool:
    """Whether words are not again on a side that is no longer as it was; anywhere, where nothing near by is known."""
    old, new, start, end = passage.old, passage.new, passage.start, passage.end
    if side:
        reach = min(own.right, SIDE)
        piece = old[start : end + reach][-ENOUGH:]
        first, new_first = end + reach - len(piece) + 1, own.start + passage.size + reach - len(piece) + 1
        spans = (
            old[first : min(gap.old_end, gap.old + _BESIDE)],
            new[new_first : min(gap.new_end, gap.new + _BESIDE)],
        )
        firm = own.left >= ENOUGH and passage.once(old[start - ENOUGH : end])
    else:
        reach = min(own.left, SIDE)
        piece = old[start - reach : end][:ENOUGH]
        last, new_last = start - reach + len(piece) - 1, own.start - reach + len(piece) - 1
        spans = (
            old[max(gap.old, gap.old_end - _BESIDE) : last],
            new[max(gap.new, gap.new_end - _BESIDE) : new_last],
        )
        firm = own.right >= ENOUGH and passage.once(old[start : end + ENOUGH])
    if any(piece in span for span in spans):
        return False
    return times == 1 or firm or (near and gap.size < REACH)
