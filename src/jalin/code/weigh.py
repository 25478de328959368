"""What speaks for a place at which a passage may be, in code points.

What is common in the text counts less: each piece counts its length divided by the
number of times that it stands in the text.
"""

import re
from dataclasses import dataclass
from itertools import pairwise, takewhile

from jalin.code.compared import MARK, Compared, Passage, plain

# code points that must speak for a place
NEED = 20
# the most that a passage's own words weigh
_OWN = 32
# code points that must speak for either side of a place, or the side must be whole
_SIDE = 8
# code points on either side of an edited passage that must stand right beside it
_BESIDE = 12
# code points on both sides that are enough for words that stand once, where their neighbours say
_ENOUGH = 16
# code points around a place in which what stood next to it is looked for
_REACH = 120
# code points of a cut pseudonym that are enough to know it
_CUT = 4
_WORD = re.compile(r"\w+")
_PSEUDONYMS = re.compile(r"⟦[^⟦⟧]*⟧?|^[^⟦⟧]*⟧")


@dataclass(frozen=True)
class Place:
    """A span of the text, and the code points that speak for it.

    `own` and `around`: of the passage and of what stood on both sides of it; `most`: what
    may have been around it before the text was edited; `verbatim`: its words are there,
    pseudonyms aside; `firm`: its bounds are sure and nothing says that it is another
    passage, and an edited one has something rare on both sides; `likely`: it is firm where
    it is just where its neighbours say; `whole`: the sides that are as they were.
    """

    start: int
    end: int
    own: float
    around: float
    most: float
    verbatim: bool
    firm: bool
    likely: bool
    whole: tuple[bool, bool]


def weigh(
    text: str, page: Compared, passage: Passage, at: tuple[int, int], once: bool, bounds: bool = True
) -> Place:
    """The span `at` of the page as a place of the passage; `once`: no other has its words; `bounds`: they are sure."""
    start, end = span = _span(text, page, passage, at)
    words, sides = page.text[slice(*at)], (passage.prefix, passage.suffix)
    verbatim = words == passage.quote
    as_written = plain(text[start:end]) == plain(passage.written)
    own = min(_OWN, _own(page.text, passage.quote, words)) if once else 0.0
    weights = _around(page.text, *at, passage)
    whole = page.text[: at[0]].endswith(passage.prefix), page.text.startswith(passage.suffix, at[1])
    missing = [
        side
        for side, weight, there in zip(sides, weights, whole, strict=True)
        if not there and weight < min(_SIDE, len(side))
    ]
    # what stood beside it may be elsewhere now, and the passage with it
    left_behind = not any(whole) and any(len(side) >= _SIDE and side in page.text for side in missing)
    possible = not missing or (verbatim and own >= NEED and not left_behind)
    if not as_written:
        possible = possible and bounds and not _stays(text, span, passage)
    if not verbatim:
        before, after = page.text[max(0, at[0] - _REACH) : at[0]], page.text[at[1] : at[1] + _REACH]
        next_left = _beside(before[::-1], passage.prefix[::-1])
        next_right = _beside(after, passage.suffix)
        gone = _went_elsewhere(page.text, passage.quote, words)
        possible = possible and next_left and next_right and not gone
    known = verbatim or all(
        weight >= min(_SIDE, len(side)) for side, weight in zip(sides, weights, strict=True)
    )
    likely = verbatim and as_written and once and sum(weights) >= _ENOUGH
    most = sum(map(len, sides)) if any(whole) else sum(weights)
    return Place(*span, own, sum(weights), most, verbatim, possible and known, possible or likely, whole)


def taken_out(page: Compared, passage: Passage, at: int, until: int) -> Place:
    """Where what stood before and after the passage meets: a rival of every other place."""
    around, start = sum(_around(page.text, at, until, passage)), page.at[at]
    return Place(start, start, 0.0, around, around, False, False, False, (False, False))


def _span(text: str, page: Compared, passage: Passage, at: tuple[int, int]) -> tuple[int, int]:
    """Where a span of the page is in the text as it stands: word for word as written, where it is."""
    start, end = page.at[at[0]], page.at[at[1]]
    inner = text.find(passage.written, start, end)
    return (inner, inner + len(passage.written)) if inner >= 0 else (start, end)


def _rare(text: str, part: str) -> float:
    return len(part) / max(1, text.count(part)) if part.strip() else 0.0


def _own(text: str, quote: str, words: str) -> float:
    """Pairs of words of `quote` that `words` has, less those that stand elsewhere only."""
    tokens = [found.span() for found in _WORD.finditer(quote)]
    pairs = list(pairwise(tokens)) or [((0, 0), (0, len(quote)))]
    total, last = 0.0, 0
    for (first, _), (_, end) in pairs:
        pair = quote[first:end]
        if count := text.count(pair):
            total += (end - last) / count if pair in words else (last - end) / count
        last = end
    return total


def _around(text: str, start: int, end: int, passage: Passage) -> tuple[float, float]:
    """What stood before and after, as far as it is there: next to the place, beside it, or word by word."""
    prefix, suffix = passage.prefix, passage.suffix
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    if before.endswith(prefix) and after.startswith(suffix) and text[start:end] == passage.quote:
        # another one with nearly the same around it is as good
        near = prefix[len(prefix) // 2 :] + passage.quote + suffix[: len(suffix) // 2]
        both = len(find_all(text, near))
        return len(prefix) / both, len(suffix) / both
    left, right = _run(before[::-1], prefix[::-1]), _run(after, suffix)
    return (
        max(
            _rare(text, prefix[len(prefix) - left :]),
            _rare(text, prefix) / 2 if prefix in before else 0.0,
            _words(text, prefix[::-1], before[::-1], -1),
        ),
        max(
            _rare(text, suffix[:right]),
            _rare(text, suffix) / 2 if suffix in after else 0.0,
            _words(text, suffix, after, 1),
        ),
    )


def find_all(text: str, part: str) -> list[int]:
    """Every place of `part`, overlapping ones as well."""
    at, found = text.find(part), []
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _run(found: str, wanted: str) -> int:
    """How many code points are as they were, from the first on."""
    pairs = zip(found, wanted, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _beside(found: str, wanted: str) -> bool:
    """Whether what stood beside a passage still does, up to the first pseudonym if one changed."""
    run = _run(found, wanted)
    return run >= min(_BESIDE, len(wanted)) or MARK in (found[run : run + 1], wanted[run : run + 1])


def next_to(text: str, at: int, passage: Passage) -> int:
    """How many code points right before and after the words `at` a place are as they were."""
    before, end = text[max(0, at - len(passage.prefix)) : at], at + len(passage.quote)
    after = text[end : end + len(passage.suffix)]
    return _run(before[::-1], passage.prefix[::-1]) + _run(after, passage.suffix)


def _words(text: str, wanted: str, found: str, step: int) -> float:
    """The words of `wanted` that come in `found` in their order; with a `step` of -1 both are turned round."""
    total, at = 0.0, 0
    for word in _WORD.findall(wanted):
        known = len(word) > 2 or word.isdigit()
        place = re.compile(rf"\b{re.escape(word)}").search(found, at) if known else None
        if place:
            total += _rare(text, word[::step])
            at = place.end()
    return total


def _stays(text: str, span: tuple[int, int], passage: Passage) -> bool:
    """Whether a pseudonym that is not here any more still stands elsewhere: one that changes changes throughout."""
    start, end = span
    return any(
        len(mark) >= _CUT and mark not in here and mark in text
        for words, here in (
            (passage.before, text[max(0, start - _REACH // 2) : start]),
            (passage.written, text[start:end]),
            (passage.after, text[end : end + _REACH // 2]),
        )
        for mark in _PSEUDONYMS.findall(words)
    )


def _went_elsewhere(text: str, quote: str, words: str) -> bool:
    """Whether three words of an edited passage that are not here any more stand together elsewhere."""
    tokens = [found.span() for found in _WORD.finditer(quote)]
    threes = (quote[first[0] : third[1]] for first, third in zip(tokens, tokens[2:], strict=False))
    return any(three not in words and three in text for three in threes)
