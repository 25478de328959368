"""Passages that stand letter by letter, with the words around them, whatever now stands where names were hidden."""

import re

from jalin.code.known import Selector
from jalin.tables.texts import CUT_FIRST, CUT_LAST

# a pseudonym
_HIDDEN = re.compile(r"⟦[^⟦⟧\n]*⟧")
# the most code points of what was hidden; the fewest between two of which each is looked for by itself
_NAME, _BETWEEN = 60, 4
# the fewest code points that tell a place, with a passage; and that stand on one side of each end of it
_ENOUGH, _BESIDE = 60, 8


def _pattern(words: str) -> str:
    """A pattern of some words, in which anything short may stand where something is hidden."""
    found, hidden, end = "", 0, 0
    for match in _HIDDEN.finditer(words):
        between = words[end : match.start()]
        if hidden and len(between) >= _BETWEEN:
            found, hidden = f"{found}[^\n]{{1,{hidden * _NAME}}}?", 0
        # names in a row are looked for as one
        found += re.escape(between) if not hidden else ""
        hidden, end = hidden + 1, match.end()
    return found + (f"[^\n]{{1,{hidden * _NAME}}}?" if hidden else "") + re.escape(words[end:])


def but_for_names(text: str, selector: Selector) -> tuple[int, int] | None:
    """The one span of a text that has a passage and the words around it but for names; None without, or with several."""
    _, _, quote, prefix, suffix = selector
    before, after = CUT_FIRST.sub("", prefix), CUT_LAST.sub("", suffix)
    said = _HIDDEN.sub("", before + quote + after)
    lead, tail = _HIDDEN.split(quote)[0], _HIDDEN.split(quote)[-1]
    # where two names meet nobody could tell where one ends
    ends = (_HIDDEN.split(before)[-1], lead), (_HIDDEN.split(after)[0], tail)
    parted = ["\n" in one + other or max(len(one), len(other)) >= _BESIDE for one, other in ends]
    if len(said) < _ENOUGH or not all(parted):
        return None
    pattern = f"(?={_pattern(before)}({_pattern(quote)}){_pattern(after)})"
    spans = {match.span(1) for match in re.finditer(pattern, text)}
    return next(iter(spans)) if len(spans) == 1 else None
