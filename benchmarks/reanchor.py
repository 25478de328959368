"""How long 100,000 codings take to be found again after an edit of every text; difflib as a peer.

500 interviews of about 10,000 code points with 200 codings each, as `texts.py` makes them, each
with one word put in and one sentence taken out. The peer aligns the words of the two texts by
difflib and moves the positions along, which says nothing of whether they are right; it has a
tenth of the texts, and its time is multiplied. Beside it one text of 1,000,000 code points with
10,000 codings. The ratio is 10 s by the seconds of CPU that the 500 take.
"""

import difflib
import sys
import time
from bisect import bisect_right
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from edits import EDITS, Edited, Span, selectors, some_spans
from texts import interview

from jalin.code.anchor import Anchor, anchor_all

SOURCES, CODINGS, PART = 500, 200, 10


def text_of(dice: Random, size: int) -> str:
    """A made interview of about this many code points."""
    text = ""
    while len(text) < size:
        text += interview(dice)
    return text[: text.rindex("\n", 0, size) + 1]


def edited(dice: Random, text: str, spans: list[Span]) -> str:
    now = Edited(dice, text, spans)
    for kind in ("insert a word", "delete a sentence"):
        EDITS[kind](now)
    return now.text


def moved_by_difflib(old: str, new: str, spans: list[Span]) -> list[Span]:
    """The spans moved along an alignment of words."""
    words = [text.split(" ") for text in (old, new)]
    starts = [[0], [0]]
    for places, parts in zip(starts, words, strict=True):
        for part in parts:
            places.append(places[-1] + len(part) + 1)
    blocks = difflib.SequenceMatcher(None, *words, autojunk=False).get_matching_blocks()
    known = [(starts[0][block.a], starts[1][block.b]) for block in blocks]
    firsts = [first for first, _ in known]

    def now(place: int) -> int:
        first, second = known[max(0, bisect_right(firsts, place) - 1)]
        return second + place - first

    return [(now(start), now(end)) for start, end in spans]


def main() -> None:
    dice = Random(29)
    made = []
    for _ in range(SOURCES):
        text = text_of(dice, 10_000)
        spans = sorted(some_spans(dice, text, CODINGS))
        made.append((text, spans, selectors(text, spans), edited(dice, text, spans)))
    began = time.process_time()
    found = [one for _, _, wanted, new in made for one in anchor_all(new, wanted)]
    seconds = time.process_time() - began
    placed = sum(isinstance(one, Anchor) for one in found)
    print(
        f"{len(found)} codings of {SOURCES} texts: {seconds:.1f} s of CPU, {placed / len(found):.2%} placed"
    )
    began = time.process_time()
    for text, spans, _, new in made[::PART]:
        moved_by_difflib(text, new, spans)
    print(f"difflib, a {PART}th of them times {PART}: {(time.process_time() - began) * PART:.1f} s of CPU")
    text = text_of(dice, 1_000_000)
    spans = sorted(some_spans(dice, text, 10_000))
    wanted, new = selectors(text, spans), edited(dice, text, spans)
    began = time.process_time()
    anchor_all(new, wanted)
    print(f"{len(wanted)} codings of one text of {len(text)}: {time.process_time() - began:.1f} s of CPU")
    print(f"reanchor ratio={10 / seconds:.2f} goal=1")


if __name__ == "__main__":
    main()
