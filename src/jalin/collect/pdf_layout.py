"""The order of reading of a PDF's page: bands of text one above the other, their columns, and tables that no lines show.

A page is cut as a person's eye does it: where white strips part what stands side by side, and across where these end
(recursive X-Y cut: Nagy, Seth & Viswanathan 1992, doi:10.1109/2.144436; whitespace as evidence: Breuel 2002,
doi:10.1007/3-540-45869-7_23). Side by side stand columns, whose text goes on from line to line, or cells, which end.
"""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from jalin.collect.pdf_lines import WORD, Item, Line, Span, is_text, lines_of, text_of

# a strip between columns: so wide in points, and so many times as wide as the words beside it are apart
_GUTTER, _WIDER = 8.0, 2.0
# so many lines stand side by side at least
_BESIDE = 3
# so much of a column's line ends are those of text that goes on
_FLOWS = 0.5
# more lines than the cells of a row have
_HIGH = 20
# what begins an entry of a list
_LISTED = re.compile(r"[^\w\s]|o|§|\(?(\d{1,3}|\w|[ivxlc]+)[.)]|(\d{1,2}\.)+\d{0,2}")
# rows are further apart than lines by so much of a line's height
_LEADING = 0.15
# after these a line begins as a sentence does
_ENDS = ".?!…\"'”’)»"
# running heads stand in this share of a page, apart from the rest
_MARGIN = 0.12
# columns of a page are as wide as each other, but for so much
_EVEN = 1.1
_DEEP = 6


@dataclass(frozen=True)
class Part:
    """Lines that are read one after the other; or `rows`, those of a table, each of cells, which are such lines."""

    lines: list[Line] = field(default_factory=list)
    rows: list[list[list[Line]]] = field(default_factory=list)


def _clear(spans: Sequence[Span]) -> list[Span]:
    """The white strips of a line, those beyond its ends included."""
    ends = [(-1e9, -1e9), *spans, (1e9, 1e9)]
    return [(one[1], other[0]) for one, other in pairwise(ends) if other[0] - one[1] >= _GUTTER]


def _both(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """The strips that are white in both."""
    found = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(left, right) for left, right in found if right - left >= _GUTTER]


def _inner(strips: Sequence[Span]) -> list[Span]:
    return [(left, right) for left, right in strips if left > -1e8 and right < 1e8]


def _middle(strip: Span) -> float:
    return (strip[0] + strip[1]) / 2


def _sides(lines: Sequence[Line], at: float) -> tuple[list[Line], list[Line]]:
    """The lines that have something left of a place, and right of it."""
    return (
        [line for line in lines if line.items[0].x0 < at],
        [line for line in lines if line.items[-1].x1 > at],
    )


def _beside(lines: Sequence[Line], at: float) -> int:
    """How many lines on the side that has fewer of them have one beside them on the other."""
    left, right = _sides(lines, at)

    def met(ones: list[Line], others: list[Line]) -> int:
        return sum(any(other.bottom < one.top and one.bottom < other.top for other in others) for one in ones)

    return min(met(left, right), met(right, left))


def _parts(lines: Sequence[Line], strip: Span) -> bool:
    """Whether a strip parts more than words are parted."""
    ratios = []
    for line in lines:
        spans = line.spans()
        gaps = [(one[1], other[0]) for one, other in pairwise(spans)]
        here = [right - left for left, right in gaps if left <= strip[0] + 1 and right >= strip[1] - 1]
        others = [
            right - left for left, right in gaps if not (left <= strip[0] + 1 and right >= strip[1] - 1)
        ]
        if here:
            ratios.append(here[0] / max(median(others), 0.5) if others else _WIDER)
    return bool(ratios) and median(ratios) >= _WIDER


def _set_wide(lines: Sequence[Line], strip: Span) -> bool:
    """Whether a strip is white between words set to the width of their lines: these end at one place, the words after it begin at others, and the next line's word had no room."""
    ends, begins = [], []
    for one, two in pairwise(lines):
        spans = one.spans()
        after = [left for left, _ in spans if left >= strip[1] - 1]
        if not after or spans[0][1] > strip[0] + 1:
            continue
        ends.append(one.items[-1].x1)
        begins.append(round(after[0]))
        word = two.spans()[0]
        gaps = [right[0] - left[1] for left, right in pairwise(spans)]
        if word[1] - word[0] <= sum(gaps) - len(gaps) * WORD * (one.top - one.bottom):
            return False
    # columns and cells begin below one another
    aligned = max(map(begins.count, begins), default=0) * 2 > len(begins)
    return len(ends) > 1 and max(ends) - min(ends) < 1 and not aligned


@dataclass
class _Band:
    lines: list[Line]
    strips: list[Span]

    def gutters(self, known: Sequence[Span]) -> list[Span]:
        """The strips that part columns or cells: enough stands beside them, or they are those of the page before, or of columns as wide as the others."""
        found = []
        start = min(line.items[0].x0 for line in self.lines)
        edges = [start]
        for strip in _inner(self.strips):
            beside = _beside(self.lines, _middle(strip))
            even = len(edges) > 1 and 1 / _EVEN < (strip[1] - edges[-1]) / (edges[-1] - edges[-2]) < _EVEN
            told = beside >= (1 if even or _both([strip], known) else _BESIDE)
            if (
                told
                and (beside >= 2 * _BESIDE or _parts(self.lines, strip))
                and not _set_wide(self.lines, strip)
            ):
                found.append(strip)
                edges.append(strip[1])
        # marks of a list stand apart from its words
        if len(found) == 1 and all(map(_mark, _split(self.lines, found)[0])):
            return []
        return found


def _mark(line: Line) -> bool:
    return bool(_LISTED.fullmatch("".join(map(text_of, line.items))))


def _bands(lines: Sequence[Line], known: Sequence[Span]) -> list[_Band]:
    """Lines in bands, from the top: through each go the same white strips."""
    bands: list[_Band] = []
    for line in lines:
        strips = _clear(line.spans())
        band = bands[-1] if bands else None
        if band is None:
            bands.append(_Band([line], strips))
            continue
        both, had = _both(band.strips, strips), _inner(band.strips)
        own = _inner(strips)
        # a title does not hide where the columns below it part
        hidden = not had and len(_inner(both)) < len(own)
        if not hidden and (_inner(both) or not (had or own)):
            lost = [one for one in had if not _both([one], both)]
            beyond = _inner(both)[0][0] if _inner(both) else 0.0
            # what goes across a strip and has nothing beside it ends a band
            alone = not any(
                other.items[-1].x1 > beyond and other.bottom < line.top and line.bottom < other.top
                for other in lines
            )
            if not (lost and alone and any(_beside(band.lines, _middle(one)) >= _BESIDE for one in lost)):
                band.lines.append(line)
                band.strips = both
                continue
        bands.append(_Band([line], strips))
    return _settled(bands, known)


def _settled(bands: list[_Band], known: Sequence[Span]) -> list[_Band]:
    """Bands of which those without gutters are one, and lines between two with that to which they are nearer."""
    for at, band in enumerate(bands):
        # a table or columns may go on at the top of the page
        band.strips = band.gutters(() if at else known)
    for before, after in pairwise(bands):
        # the end of a paragraph above columns, and a heading below them, stand on one side
        if after.strips and not before.strips:
            _move(after, before, 0, after.strips[0])
            _begin(before, after)
        if before.strips:
            _move(before, after, -1, before.strips[0])
    found: list[_Band] = []
    for band in bands:
        if found and not found[-1].strips and not band.strips:
            found[-1].lines += band.lines
        elif band.lines:
            found.append(band)
    return found


def _move(band: _Band, other: _Band, end: int, strip: Span) -> None:
    """Take lines on the left side alone from an end of a band to the band beside it, as far as they are nearer to that."""
    at = _middle(strip)
    alone = 0
    ordered = band.lines if end == 0 else band.lines[::-1]
    while alone < len(ordered) and ordered[alone].items[-1].x1 <= at:
        alone += 1
    if not 0 < alone < len(ordered) or not other.lines:
        return
    near = other.lines[-1] if end == 0 else other.lines[0]
    chain = [near, *ordered[: alone + 1]]
    gaps = [_gap(one, two) if end == 0 else _gap(two, one) for one, two in pairwise(chain)]
    # cut where it is widest
    cut = max(range(len(gaps)), key=lambda one: (round(gaps[one]), -one if end else one))
    if end and cut == 0 and gaps[0] >= max(gaps):
        return
    taken = ordered[:cut]
    if end == 0:
        other.lines += taken
        band.lines = band.lines[cut:]
    elif taken:
        other.lines = band.lines[-cut:] + other.lines
        band.lines = band.lines[:-cut]


def _begin(before: _Band, band: _Band) -> None:
    """Give columns what stands close above their first common line in one of them, from the first line beyond the first column on."""
    taken = first = 0
    below = band.lines[0]
    for line in reversed(before.lines):
        across = any(one.x0 < right and one.x1 > left for one in line.items for left, right in band.strips)
        if across or _gap(line, below) > line.top - line.bottom:
            break
        taken, below = taken + 1, line
        if line.items[-1].x1 > band.strips[0][1]:
            first = taken
    if first:
        band.lines = before.lines[-first:] + band.lines
        before.lines = before.lines[:-first]


def _gap(above: Line, below: Line) -> float:
    return above.bottom - below.top


def _split(lines: Sequence[Line], gutters: Sequence[Span]) -> list[list[Line]]:
    """Lines, as many for each column: with what of them stands in it, those without left out."""
    edges = [_middle(one) for one in gutters]
    columns: list[list[Line]] = [[] for _ in range(len(edges) + 1)]
    for line in lines:
        within: dict[int, list[Item]] = {}
        for one in line.items:
            within.setdefault(bisect(edges, (one.x0 + one.x1) / 2), []).append(one)
        for at, items in within.items():
            columns[at].append(Line(items))
    return columns


def _goes_on(lines: Sequence[Line]) -> list[bool]:
    """Of each line but the last of a column whether its text goes on in the next: whose first word has no room in it, and is no beginning in the middle of a sentence."""
    if not lines:
        return []
    wide = max(line.items[-1].x1 for line in lines) - min(line.items[0].x0 for line in lines)
    found = []
    for one, two in pairwise(lines):
        word = two.spans()[0]
        last, sign = text_of(one.items[-1]), text_of(two.items[0])
        room = wide - (one.items[-1].x1 - one.items[0].x0)
        begins = (sign.isupper() or sign.isdigit()) and last not in _ENDS
        height = two.top - two.bottom
        found.append(room < word[1] - word[0] + WORD * height and not begins and _gap(one, two) < height)
    return found


def _leading(columns: Sequence[Sequence[Line]]) -> float:
    """How much white is between lines of one text, at most."""
    gaps = [sorted(_gap(one, two) for one, two in pairwise(column)) for column in columns if len(column) > 1]
    heights = [line.top - line.bottom for column in columns for line in column]
    return min((one[len(one) // 5] for one in gaps), default=0.0) + _LEADING * median(heights)


def _flowing(lines: Sequence[Line], gutters: Sequence[Span]) -> bool:
    """Whether in each column the text goes on from line to line, and not all of them stop at the same heights; of a short one it cannot be told.

    A table that lines show stands in a column, and is no cell of another.
    """
    if not all(is_text(one) for line in lines for one in line.items):
        return True
    columns = _split(lines, gutters)
    told = [found for column in columns if len(found := _goes_on(column)) >= _BESIDE]
    leading = _leading(columns)
    cuts = _cuts(lines, leading)
    rows = [lines[start:end] for start, end in pairwise([0, *cuts, len(lines)])]
    flows = bool(told) and all(sum(found) >= _FLOWS * len(found) for found in told)
    # columns alike long, of which one has headings or lists: no cell is so high, with none of its text beside it
    sizes = [len(column) for column in columns]
    if max(map(len, rows)) > _HIGH and min(sizes) * 2 >= max(sizes):
        flows = flows or sum(map(sum, told)) >= _FLOWS * sum(map(len, told)) > 0
    # rows of a table stop at the same heights, and hardly ever have cells alike high
    ends = max(sum(_gap(one, two) > leading for one, two in pairwise(column)) for column in columns)
    uneven = sum(any(_sided(row, gutters)) for row in rows)
    return flows and not (len(cuts) > 1 and ends * _FLOWS < len(cuts) and uneven * 3 >= len(rows))


def _sided(lines: Sequence[Line], gutters: Sequence[Span]) -> Iterator[bool]:
    """Whether columns of some lines have more of them than others."""
    sizes = [len(column) for column in _split(lines, gutters)]
    return (one != sizes[0] for one in sizes)


def _cuts(lines: Sequence[Line], leading: float) -> list[int]:
    """Before which lines, from the top, white goes across the page that is higher than that between lines of one text."""
    found, low = [], 0.0
    for at, line in enumerate(lines):
        if at and low - line.top > leading:
            found.append(at)
        low = min(low, line.bottom) if at else line.bottom
    return found


def _rows(lines: Sequence[Line], gutters: Sequence[Span]) -> list[list[list[Line]]]:
    """The rows of a table, each of its cells' lines.

    They stand apart; where all lines are as far apart as the lines of a cell, a row begins where the first column has a beginning.
    """
    edge = _middle(gutters[0])
    first = [at for at, line in enumerate(lines) if line.items[0].x0 < edge]
    heads = [Line([one for one in lines[at].items if one.x0 < edge]) for at in first]
    begins = [at for at, on in zip(first, [False, *_goes_on(heads)], strict=True) if not on]
    cuts = _cuts(lines, _leading(_split(lines, gutters)))
    starts = sorted({0, *(cuts if len(cuts) * 2 >= len(begins) - 1 else begins)})
    return [_split(lines[start:end], gutters) for start, end in pairwise([*starts, len(lines)])]


def _ordered(lines: list[Line], known: Sequence[Span], deep: int, used: list[Span]) -> Iterator[Part]:
    for band in _bands(lines, known):
        gutters = band.strips
        if not gutters or deep == 0:
            yield Part(band.lines)
            continue
        columns = _split(band.lines, gutters)
        if not _flowing(band.lines, gutters):
            rows = _rows(band.lines, gutters)
            wide = [at for at, row in enumerate(rows) if any(row[1:])]
            first, last = wide[0], wide[-1] + 1
            # what stands above and below in the first column alone is no row
            for part in (
                Part([line for row in rows[:first] for line in row[0]]),
                Part(rows=rows[first:last]),
                Part([line for row in rows[last:] for line in row[0]]),
            ):
                if part.lines or part.rows:
                    yield part
            used += gutters
            continue
        used += gutters
        above = _above(columns)
        if above:
            yield Part(above)
        for column in columns:
            if column:
                yield from _ordered(column, known, deep - 1, used)


def _above(columns: list[list[Line]]) -> list[Line]:
    """Take a title out of the column above which it stands, with all columns below it."""
    for at, column in enumerate(columns):
        others = [line.top for other in columns[:at] + columns[at + 1 :] for line in other]
        title = [line for line in column if others and line.bottom >= max(others)]
        if at and title:
            columns[at] = column[len(title) :]
            return title
    return []


def order(items: Iterable[Item], height: float, known: Sequence[Span]) -> tuple[list[Part], list[Span]]:
    """What stands on a page so `height` in points, in the order of reading, and its strips between columns and cells.

    `known`: the strips of the page before, by which a few lines are told.
    """
    lines = lines_of(items)
    used: list[Span] = []
    if not lines:
        return [], used
    high, low = height * (1 - _MARGIN), height * _MARGIN
    steps = [_gap(one, two) for one, two in pairwise(lines)]
    inner = [step for at, step in enumerate(steps) if lines[at].bottom <= high and lines[at + 1].top >= low]
    wide = max([1.5 * median(one.top - one.bottom for one in lines), *(1.2 * step for step in inner)])
    heads = [at + 1 for at, step in enumerate(steps) if step > wide and lines[at].bottom > high]
    feet = [at + 1 for at, step in enumerate(steps) if step > wide and lines[at + 1].top < low]
    first, last = max(heads, default=0), min(feet, default=len(lines))
    found = [Part(lines[:first])] if first else []
    found += _ordered(lines[first:last], known, _DEEP, used)
    found += [Part(lines[last:])] if last < len(lines) else []
    return found, used
