"""Two texts aligned: the runs of code points that stand in both, in their order.

Pieces that stand once in each and in the same order (patience sorting) divide the texts; between
them the alignment needs the fewest edits (Levenshtein distance; Myers 1999, by the library edlib).
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import edlib

# code points of a piece that divides two texts, the longest first
_PIECES = (32, 16)
# the most code points between two pieces that are aligned by edits
_MOST = 20_000
# runs shorter than this are by chance, unless they stand close to others
RUN, _CLOSE = 8, 6
# runs at least this long are surely old
_SURE = 24
# stands for a code point that nothing is like
HIDDEN = "\ue000"
_STEP = re.compile(r"(\d+)([=XID])")
# symbols that edlib tells apart
_SYMBOLS = 250


@dataclass(frozen=True)
class Run:
    """`size` code points that stand at `old` in the old text and at `new` in the new one."""

    old: int
    new: int
    size: int

    @property
    def old_end(self) -> int:
        return self.old + self.size

    @property
    def new_end(self) -> int:
        return self.new + self.size


def symbols(text: str) -> dict[int, str]:
    """For each code point of a text one of the few that edlib tells apart; where there are more, some share one."""
    return str.maketrans({sign: chr(number % _SYMBOLS + 1) for number, sign in enumerate(sorted(set(text)))})


class _Known(dict[int, str]):
    """Symbols by code point; any other code point is one more, which nothing known is like."""

    def __missing__(self, _: int) -> str:
        return "\ue004"


def in_symbols(text: str, known: dict[int, str]) -> str:
    """A text in the symbols of some words; `HIDDEN`, and what they have not, is like nothing in them."""
    return text.translate(_Known((sign, one) for sign, one in known.items() if sign != ord(HIDDEN)))


def distance(words: str, text: str) -> int:
    """The fewest edits by which words are a part of a text; `HIDDEN` is like nothing, in the words or the text."""
    known = symbols(words)
    target = in_symbols(text, known)
    return int(edlib.align(words.translate(known), target, mode="HW", task="distance")["editDistance"])


def common(one: str, at: int, other: str, to: int, step: int, most: int) -> int:
    """How many code points from `at` and from `to` are the same: onwards (step 1), or before them, backwards (-1)."""
    if step > 0:
        first, second = one[at : at + most], other[to : to + most]
    else:
        first, second = one[max(0, at - most) : at][::-1], other[max(0, to - most) : to][::-1]
    size = min(len(first), len(second))
    if first[:size] == second[:size]:
        return size
    low, high = 0, size
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if first[:middle] == second[:middle] else (low, middle)
    return low


def increasing(places: list[int]) -> list[int]:
    """The numbers of the longest increasing row of places (patience sorting)."""
    ends, last, previous = list[int](), list[int](), list[int]()
    for number, place in enumerate(places):
        at = bisect_left(ends, place)
        previous.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [number]
    row, number = list[int](), last[-1] if last else -1
    while number >= 0:
        row.append(number)
        number = previous[number]
    return row[::-1]


class Aligned:
    """The runs that an old text and a new one share in order; `old` and `new` are the texts."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.runs = _likely(_joined(self._between(0, len(old), 0, len(new), _PIECES)), len(old), len(new))

    @cached_property
    def _starts(self) -> list[int]:
        return [run.old for run in self.runs]

    @cached_property
    def _news(self) -> list[int]:
        return [run.new for run in self.runs]

    @cached_property
    def fresh(self) -> list[tuple[int, str]]:
        """The pieces of the new text that are not surely old, with where they begin."""
        parts, last = list[tuple[int, str]](), 0
        for run in [*self.runs, Run(len(self.old), len(self.new), _SURE)]:
            if run.size >= _SURE:
                parts += [(last, self.new[last : run.new])] if last < run.new else []
                last = run.new_end
        return parts

    def at(self, old: int) -> int:
        """The number of the first run that begins at a place of the old text or beyond."""
        return bisect_left(self._starts, old)

    def of_old(self, start: int, end: int) -> list[Run]:
        """The runs within a span of the old text, cut to it."""
        first = max(0, bisect_right(self._starts, start) - 1)
        found = []
        for run in self.runs[first : bisect_left(self._starts, end)]:
            low, high = max(start, run.old), min(end, run.old + run.size)
            if low < high:
                found.append(Run(low, run.new + low - run.old, high - low))
        return found

    def of_new(self, start: int, end: int) -> list[Run]:
        """The runs within a span of the new text, cut to it."""
        first = max(0, bisect_right(self._news, start) - 1)
        found = []
        for run in self.runs[first : bisect_left(self._news, end)]:
            low, high = max(start, run.new), min(end, run.new + run.size)
            if low < high:
                found.append(Run(run.old + low - run.new, low, high - low))
        return found

    def around(self, start: int, end: int) -> list[Run]:
        """The whole runs that touch a span of the old text."""
        first = max(0, bisect_right(self._starts, start) - 1)
        return [
            run for run in self.runs[first : bisect_right(self._starts, end)] if run.old + run.size >= start
        ]

    def _between(self, a: int, b: int, c: int, d: int, pieces: tuple[int, ...]) -> list[Run]:
        """The runs of old[a:b] and new[c:d]."""
        old, new = self.old, self.new
        lead = common(old, a, new, c, 1, min(b - a, d - c))
        tail = common(old, b, new, d, -1, min(b - a, d - c) - lead)
        first = [Run(a, c, lead)] if lead else []
        last = [Run(b - tail, d - tail, tail)] if tail else []
        a, b, c, d = a + lead, b - tail, c + lead, d - tail
        if a == b or c == d:
            return first + last
        for number, size in enumerate(pieces):
            if row := self._once(a, b, c, d, size):
                found, rest = first, pieces[number:]
                for left, right in pairwise([Run(a, c, 0), *row, Run(b, d, 0)]):
                    found += [left] if left.size else []
                    end, to = left.old + left.size, left.new + left.size
                    found += self._between(end, right.old, to, right.new, rest[1:])
                return found + last
        return first + self._edits(a, b, c, d) + last

    def _once(self, a: int, b: int, c: int, d: int, size: int) -> list[Run]:
        """Pieces that stand once in both spans and in the same order, as long as they are the same."""
        pieces = [self.old[at : at + size] for at in range(a, b - size + 1, size // 2)]
        here, there = _single(self.old, a, b, pieces), _single(self.new, c, d, pieces)
        seeds = sorted((at, there[piece]) for piece, at in here.items() if piece in there)
        row = list[Run]()
        for number in increasing([new for _, new in seeds]):
            at, to = seeds[number]
            end, reached = (row[-1].old + row[-1].size, row[-1].new + row[-1].size) if row else (a, c)
            if at < end or to < reached:
                continue
            back = common(self.old, at, self.new, to, -1, min(at - end, to - reached))
            on = common(self.old, at, self.new, to, 1, min(b - at, d - to))
            row.append(Run(at - back, to - back, back + on))
        return row

    def _edits(self, a: int, b: int, c: int, d: int) -> list[Run]:
        """The runs of the alignment that needs the fewest edits."""
        if max(b - a, d - c) > _MOST:
            return []
        old, new = self.old[a:b], self.new[c:d]
        known = {} if (old + new).isascii() else symbols(old + new)
        one, other = old.translate(known), new.translate(known)
        runs, at, to = list[Run](), 0, 0
        for count, step in _STEP.findall(edlib.align(one, other, mode="NW", task="path")["cigar"]):
            size = int(count)
            if step == "=" and old[at : at + size] == new[to : to + size]:
                runs.append(Run(a + at, c + to, size))
            at += size if step != "D" else 0
            to += size if step != "I" else 0
        return runs


def _single(text: str, start: int, end: int, pieces: list[str]) -> dict[str, int]:
    """Where each piece is that a span of the text has once; they are of one size."""
    wanted, found, often = set(pieces), dict[str, int](), set[str]()
    size = len(pieces[0]) if pieces else 1
    for at in range(start, end - size + 1):
        if (piece := text[at : at + size]) in wanted:
            if piece in found:
                often.add(piece)
            found[piece] = at
    return {piece: at for piece, at in found.items() if piece not in often}


def _joined(runs: list[Run]) -> list[Run]:
    """Runs that follow on each other as one."""
    found = list[Run]()
    for run in runs:
        if found and (found[-1].old + found[-1].size, found[-1].new + found[-1].size) == (run.old, run.new):
            found[-1] = Run(found[-1].old, found[-1].new, found[-1].size + run.size)
        else:
            found.append(run)
    return found


def _likely(runs: list[Run], old: int, new: int) -> list[Run]:
    """Runs that are long, or close to a long one: short ones in a text that is another come by chance."""
    kept = [run.size >= RUN for run in runs]
    for order in (range(1, len(runs)), range(len(runs) - 2, -1, -1)):
        step = 1 if order.step == 1 else -1
        for number in order:
            run, other = runs[number], runs[number - step]
            one, two = (other, run) if step == 1 else (run, other)
            gap = max(two.old - one.old - one.size, two.new - one.new - one.size)
            kept[number] |= kept[number - step] and gap <= min(_CLOSE, run.size)
    edges = [
        run.old == 0 == run.new or (run.old + run.size, run.new + run.size) == (old, new) for run in runs
    ]
    return [run for run, keep, edge in zip(runs, kept, edges, strict=True) if keep or edge]
