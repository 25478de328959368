"""Passages that stand with the words around them, but for names that are hidden now, or no longer; in code points."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice

from jalin.code.known import Selector
from jalin.tables.texts import CUT_FIRST, CUT_LAST

Span = tuple[int, int]

# a name that is hidden, a word, another sign
_TOKEN = re.compile(r"⟦[^⟦⟧\n]*⟧|\w+|[^\w\s]")
# the most words and signs of what one pseudonym hides
_NAME = 6
# words and signs that tell where to look; the fewest that are as they were, with a passage; the most places looked at
_PIECE, _ENOUGH, _LIMIT = 3, 12, 60
# words and signs beside a place in which what was around a passage may stand
_SLACK = 12


def _hidden(token: str) -> bool:
    return token.startswith("⟦")


def _tokens(text: str) -> tuple[list[str], list[Span]]:
    """The words and signs of a text, a hidden name as one, and where each is; names side by side are each their own."""
    found = list(_TOKEN.finditer(text))
    return [one.group() for one in found], [one.span() for one in found]


def _same(old: list[str], new: list[str]) -> bool:
    """Whether one of two rows of words and signs is hidden names, and the other no more than these may hide."""
    return any(
        all(map(_hidden, names)) and 0 < len(other) <= _NAME * len(names)
        for names, other in ((old, new), (new, old))
    )


def _steps(old: list[str], new: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """How one row of words and signs became another: whether a part is as it was, and where it is in both.

    Hidden names that stand beside words that changed belong to them: one was hidden, or none is now.
    """
    before, after = (["⟦" if _hidden(one) else one for one in row] for row in (old, new))
    last = (0, 0)
    for run in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        a, b, size = run.a, run.b, run.size
        # names at the edges of what is as it was go with what changed beside them
        while size and _hidden(old[a]) and (a, b) != last:
            a, b, size = a + 1, b + 1, size - 1
        while size and _hidden(old[a + size - 1]) and a + size < len(old):
            size -= 1
        if not size and (run.a < len(old) or run.b < len(new)):
            continue
        if (a, b) != last:
            yield False, last[0], a, last[1], b
        yield True, a, a + size, b, b + size
        last = a + size, b + size


def _within(old: list[str], new: list[str], first: int, end: int) -> Span | None:
    """Where old[first:end] is in `new`, if all of `old` stands in it but for names; beyond its ends may be anything."""
    steps = [one for one in _steps(old, new) if one[1] < one[2] or one[3] < one[4]]
    if sum(b - a for same, a, b, _, _ in steps if same) < _ENOUGH:
        return None
    # what the text has before and after is no part of it
    if steps and not steps[0][0] and steps[0][1] == steps[0][2]:
        steps = steps[1:]
    if steps and not steps[-1][0] and steps[-1][1] == steps[-1][2]:
        steps = steps[:-1]
    if not all(same or _same(old[a:b], new[c:d]) for same, a, b, c, d in steps):
        return None
    low = next(
        (
            c + first - a if same else c
            for same, a, b, c, d in steps
            if a <= first < b and (same or a == first)
        ),
        None,
    )
    high = next(
        (c + end - a if same else d for same, a, b, c, d in steps if a < end <= b and (same or b == end)),
        None,
    )
    return (low, high) if low is not None and high is not None and low < high else None


def but_for_names(text: str, selector: Selector) -> Span | None:
    """The one span of a text that has a passage and the words around it but for names; None without, or with several."""
    _, _, quote, prefix, suffix = selector
    before, after = CUT_FIRST.sub("", prefix), CUT_LAST.sub("", suffix)
    old, places = _tokens(before + quote + after)
    inside = [
        number for number, (at, to) in enumerate(places) if at >= len(before) and to <= len(before + quote)
    ]
    cut = any(at < len(before) < to or at < len(before + quote) < to for at, to in places)
    if not inside or cut or "⟦" not in text + before + quote + after:
        return None
    first, end = inside[0], inside[-1] + 1
    now, spans = _tokens(text)
    found = set[Span]()
    for at in islice(_where(old, now), _LIMIT):
        low = max(0, at - _SLACK)
        span = _within(old, now[low : at + len(old) + _SLACK], first, end)
        if span is not None:
            found.add((spans[low + span[0]][0], spans[low + span[1] - 1][1]))
    return next(iter(found)) if len(found) == 1 else None


def _where(old: list[str], now: list[str]) -> Iterator[int]:
    """Where the row of old words may begin: by pieces of it without a hidden name that stand in the text."""
    pieces = {
        tuple(old[at : at + _PIECE]): at
        for at in range(0, len(old) - _PIECE + 1, _PIECE)
        if not any(map(_hidden, old[at : at + _PIECE]))
    }
    seen = list[int]()
    for at in range(len(now) - _PIECE + 1):
        begin = pieces.get(tuple(now[at : at + _PIECE]))
        if begin is not None and all(abs(at - begin - other) > _SLACK // 2 for other in seen[-8:]):
            seen.append(max(0, at - begin))
            yield seen[-1]
