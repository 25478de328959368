"""The places at which a passage may be in an edited text.

Where its words stand is found by search; where they were edited by what stood before
and after, and by the alignment that needs the fewest edits (Levenshtein distance, Myers
1999, by the library edlib).
"""

import re
from collections.abc import Iterator

import edlib

from jalin.code.compared import ELSE, Compared, Passage, only_pseudonyms, plain, similarity, symbols
from jalin.code.weigh import Place, find_all, next_to, taken_out, weigh

# how alike an edited passage must be
SIMILAR = 0.6
# code points from which a passage is looked for without what stood around it
_LONG = 24
# edits, as a share of what is looked for, beyond which nothing is found
_BOUND = 0.4
# code points that must stand at a bound, on one side of it, for it to be sure; and the fewest, at an end of the text
_FIRM, _FEW = 6, 3
# how much less like a place with sure bounds may be
_SURE = 0.15
# how far from where an alignment puts a bound it may be
_SLACK = 16
# code points before and after a passage that meet where it was taken out
_MEET = 12
# the most places of the same words that are weighed
_LIMIT = 40
_STEP = re.compile(r"(\d+)([=XID])")


def places(text: str, page: Compared, passage: Passage, expected: int) -> list[Place]:
    """Every place that comes near, none over another, and those at which the passage was taken out.

    `expected` is where it should start; of very many, those near it count.
    """
    found = list(_verbatim(text, page, passage, expected))
    edited = [one for one in _edited(text, page, passage) if not any(_over(one, other) for other in found)]
    return [*found, *edited, *_taken_out(page, passage)]


def _over(one: Place, other: Place) -> bool:
    return one.start < other.end and other.start < one.end


def _verbatim(text: str, page: Compared, passage: Passage, expected: int) -> Iterator[Place]:
    """Places where the words stand, pseudonyms aside; one as written is known from others that are not."""
    starts = find_all(page.text, passage.quote)
    if len(starts) > _LIMIT:
        starts.sort(key=lambda at: (-next_to(page.text, at, passage), abs(page.at[at] - expected)))
        starts = starts[:_LIMIT]
    ends = [at + len(passage.quote) for at in starts]
    same = [
        plain(text[page.at[at] : page.at[end]]) == plain(passage.written)
        for at, end in zip(starts, ends, strict=True)
    ]
    for at, end, as_written in zip(starts, ends, same, strict=True):
        once = len(starts) == 1 or (as_written and sum(same) == 1)
        yield weigh(text, page, passage, (at, end), once)


def _taken_out(page: Compared, passage: Passage) -> Iterator[Place]:
    """Places where what stood before and after the passage meets: it was deleted, or moved elsewhere."""
    before, after = passage.prefix[-_MEET:].strip(), passage.suffix[:_MEET].strip()
    if min(len(before), len(after)) >= _FIRM:
        for found in re.finditer(re.escape(before) + r"\W{0,3}" + re.escape(after), page.text):
            yield taken_out(page, passage, found.start() + len(before), found.end() - len(after))


def _edited(text: str, page: Compared, passage: Passage) -> list[Place]:
    """Places where the words were edited, none over another: the likest first, then those with sure bounds."""
    found: list[tuple[bool, float, Place]] = []
    for at in {*_between(page.text, passage), *_aligned(page.text, passage)}:
        left = _bound(page.text, at[0], passage.prefix, passage.quote, False)
        right = _bound(page.text, at[1], passage.quote, passage.suffix, True)
        sure = left is not None and right is not None and left < right
        start, end = (left, right) if left is not None and right is not None and left < right else at
        words = page.text[start:end]
        sure = sure and _begins(words, passage.quote) and _begins(words[::-1], passage.quote[::-1])
        alike = 1.0 if only_pseudonyms(passage.quote, words) else similarity(passage.quote, words)
        if alike >= SIMILAR:
            found.append((sure, alike, weigh(text, page, passage, (start, end), True, sure)))
    apart: list[Place] = []
    for _, _, place in sorted(found, key=lambda one: (one[1] + _SURE * one[0], -one[2].start), reverse=True):
        if not any(_over(place, other) for other in apart):
            apart.append(place)
    return apart


def _begins(words: str, quote: str) -> bool:
    """Whether the words begin as the quote does, or its beginning is nowhere in them."""
    return words.startswith(quote[:_FIRM]) or quote[:_FIRM] not in words


def _bound(text: str, at: int, before: str, after: str, last: bool) -> int | None:
    """The bound near `at`: where what stands before it ends, or what stands after it begins.

    What is of the passage goes first: `before` where it is its `last` bound, else `after`.
    """
    low, high = max(0, at - _SLACK), min(len(text), at + _SLACK)
    ending, beginning = before[-_FIRM:], after[:_FIRM]
    first = max(0, low - len(ending))
    ends = [first + place + len(ending) for place in find_all(text[first:high], ending)]
    begins = [low + place for place in find_all(text[low : high + len(beginning)], beginning)]
    if len(ending) < _FEW:
        ends = [0] if not before and low == 0 else []
    if len(beginning) < _FEW:
        begins = [len(text)] if not after and high == len(text) else []
    options = (ends or begins) if last else (begins or ends)
    return min(options, key=lambda place: abs(place - at), default=None)


def _between(text: str, passage: Passage) -> Iterator[tuple[int, int]]:
    """Spans from right after the old prefix to right before the next old suffix."""
    if min(len(passage.prefix), len(passage.suffix)) < _FIRM:
        return
    reach = 2 * len(passage.quote) + 100 + len(passage.suffix)
    for before in find_all(text, passage.prefix)[:_LIMIT]:
        start = before + len(passage.prefix)
        end = text.find(passage.suffix, start, start + reach)
        if end > start:
            yield start, end


def _aligned(text: str, passage: Passage) -> Iterator[tuple[int, int]]:
    """The two best alignments of the passage with its surroundings and, if it is long, by itself."""
    whole = passage.prefix + passage.quote + passage.suffix
    parts = [(whole, len(passage.prefix), len(passage.prefix) + len(passage.quote))]
    if len(passage.quote) >= _LONG:
        parts.append((passage.quote, 0, len(passage.quote)))
    for pattern, first, last in parts:
        if len(set(pattern)) > 250:
            continue
        target = symbols(pattern, text)
        for _ in range(2):
            found = edlib.align(pattern, target, mode="HW", task="path", k=round(_BOUND * len(pattern)))
            if found["editDistance"] < 0 or not found["cigar"]:
                break
            low, high = found["locations"][0]
            start, end = _inside(found["cigar"], low, first, last)
            if start < end:
                yield start, end
            target = target[:low] + ELSE * (high + 1 - low) + target[high + 1 :]


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
