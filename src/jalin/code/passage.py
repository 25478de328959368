"""A passage of the old text, and what the text now has of it; in code points."""

from dataclasses import dataclass

import edlib

from jalin.code.aligned import HIDDEN, Aligned, common, in_symbols, symbols
from jalin.code.compared import EDGE
from jalin.code.known import GAP

Span = tuple[int, int]

# the most code points beside a passage that are looked at, and those that are near by
REACH, NEAR = 120, 60
# those that are enough on one side; the fewest for a side to speak for a place; for a bound to be where it was
ENOUGH, SIDE, FIRM = 24, 12, 5
# edits, as a share of a passage, of what is like it, of what may be it after an edit, and of what is all but the same
LIKE, EDITED, CLOSE = 0.4, 0.22, 0.15
# the most places of the same words that are weighed
_LIMIT = 60


@dataclass(frozen=True)
class Place:
    """A span with the words of the passage, and how much right before and after it is as it was."""

    start: int
    left: int
    right: int

    @property
    def around(self) -> int:
        return self.left + self.right


class Passage:
    """The passage at `start` to `end` of an old text that is aligned with the text now.

    `lines`: code points of its first and of its last line, where it has more than one.
    """

    def __init__(self, aligned: Aligned, start: int, end: int, lines: tuple[int, int] | None) -> None:
        self.aligned, self.start, self.end, self.lines = aligned, start, end, lines
        self.old, self.new = aligned.old, aligned.new
        self.words, self.size = aligned.old[start:end], end - start
        before = aligned.old.rfind(GAP, max(0, start - REACH), start)
        after = aligned.old.find(GAP, end, end + REACH)
        self.known = (
            start - before - 1 if before >= 0 else min(start, REACH),
            (after if after >= 0 else min(len(aligned.old), end + REACH)) - end,
        )

    def place(self, at: int) -> Place:
        left = common(self.old, self.start, self.new, at, -1, self.known[0])
        right = common(self.old, self.end, self.new, at + self.size, 1, self.known[1])
        return Place(at, left, right)

    def complete(self, at: int) -> bool:
        """Whether all that is known of what was around it stands around a place."""
        place = self.place(at)
        return (place.left, place.right) == self.known and place.around >= SIDE

    def nothing_gone(self, place: Place) -> bool:
        """Whether all that is known of what was around it stands around a place, but for the ends of the text."""
        before = self.old[self.start - self.known[0] : self.start].lstrip(EDGE[0])
        after = self.old[self.end : self.end + self.known[1]].rstrip(EDGE[0])
        return place.left >= len(before) and place.right >= len(after)

    def places(self) -> list[Place]:
        """Where its words stand."""
        found = every(self.words, self.new)
        if len(found) > _LIMIT:
            before, after = self.old[max(0, self.start - 3) : self.start], self.old[self.end : self.end + 3]
            found = [
                at
                for at in found
                if self.new.endswith(before, 0, at) or self.new.startswith(after, at + self.size)
            ]
        return [self.place(at) for at in found]

    def home(self) -> int | None:
        """Where the alignment has all of its words, or so much that the rest stands beside that."""
        runs = self.aligned.of_old(self.start, self.end)
        for run in sorted(runs, key=lambda one: -one.size):
            at = run.new - (run.old - self.start)
            if at >= 0 and self.new.startswith(self.words, at):
                return at
        return None

    def near(self) -> tuple[int, int]:
        """How much of the old text beside it the alignment has on each side, near by."""
        left = self.aligned.of_old(max(0, self.start - NEAR), self.start)
        right = self.aligned.of_old(self.end, self.end + NEAR)
        return sum(run.size for run in left), sum(run.size for run in right)

    def beside(self, left: int, right: int) -> int:
        """How much of so much of the old text before and after it the alignment has."""
        before = self.aligned.of_old(self.start - left, self.start)
        after = self.aligned.of_old(self.end, self.end + right)
        return sum(run.size for run in [*before, *after])

    def is_other(self, start: int, size: int) -> bool:
        """Whether a span is that of other words of the old text."""
        runs = self.aligned.of_new(start, start + size)
        return sum(run.size for run in runs if not self.start <= run.old < self.end) * 2 >= size

    def is_old(self, start: int, size: int) -> bool:
        """Whether all of a span is other words of the old text."""
        runs = self.aligned.of_new(start, start + size)
        return len(runs) == 1 and runs[0].size == size

    def once(self, words: str) -> bool:
        """Whether words stand in the text once."""
        at = self.new.find(words)
        return at >= 0 and self.new.find(words, at + 1) < 0

    def like_it(
        self, start: int, edits: float, left: int = 0, right: int = 0, size: int | None = None
    ) -> bool:
        """Whether something new beyond a place is like the passage, with so much of what is before and after it."""
        words = self.old[self.start - left : self.end + right]
        low, high = start - left, start + (self.size if size is None else size) + right
        if len(words) < SIDE:
            return False
        rest = [
            piece
            for at, text in self.aligned.fresh
            for piece in (text[: max(0, low - at)], text[max(0, high - at) :])
        ]
        return stands(words, HIDDEN.join(piece for piece in rest if piece), edits)


def every(words: str, text: str) -> list[int]:
    """Every place of words in a text, overlapping ones as well."""
    at, found = text.find(words), list[int]()
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def stands(words: str, text: str, edits: float) -> bool:
    """Whether something in a text is like the words, but for a share of edits (by the library edlib)."""
    if len(text) < len(words) * (1 - edits):
        return False
    known = symbols(words)
    target = in_symbols(text, known)
    bound = round(edits * len(words))
    found = edlib.align(words.translate(known), target, mode="HW", task="distance", k=bound)
    return int(found["editDistance"]) >= 0
