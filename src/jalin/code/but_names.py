"""Passages that stand with the words around them, but for names that are hidden now, or no longer; in code points."""

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import cached_property

from jalin.code.aligned import HIDDEN
from jalin.code.compared import MARK, PSEUDONYM, squeezed
from jalin.code.known import Selector
from jalin.code.passage import EDITED, SIDE, stands
from jalin.tables.texts import CUT_FIRST, CUT_LAST

Span = tuple[int, int]
# what became of a part of one row, and where it is in both
Step = tuple[str, int, int, int, int]

# a name that is hidden, a word, another sign
_TOKEN = re.compile(rf"{PSEUDONYM}|\w+|[^\w\s]")
# the most words and signs of what one pseudonym hides
_NAME = 6
# words and signs that tell where to look; the fewest that are as they were, with a passage; the most places looked at
_PIECE, _ENOUGH, _LIMIT = 3, 12, 20
# words and signs beside a place in which what was around a passage may stand
_SLACK = 12


def _hidden(token: str) -> bool:
    return token.startswith("⟦")


def _tokens(text: str) -> tuple[list[str], list[Span]]:
    """The words and signs of a text, a hidden name as one without white space, and where each is; names side by side are each their own."""
    found = list(_TOKEN.finditer(text))
    return [squeezed(one.group()) for one in found], [one.span() for one in found]


def _again(quote: str, rest: str) -> bool:
    """Whether something in the rest of a text is like a passage, whatever its hidden names."""
    words, others = (squeezed(re.sub(PSEUDONYM, MARK, one)) for one in (quote, rest))
    return len(words) >= SIDE and stands(words, others, EDITED)


def _same(old: list[str], new: list[str]) -> bool:
    """Whether one of two rows of words and signs is hidden names, and the other no more than these may hide."""
    return any(
        all(map(_hidden, names)) and 0 < len(other) <= _NAME * len(names)
        for names, other in ((old, new), (new, old))
    )


def _called(name: str, row: list[str]) -> list[str]:
    return [name if _hidden(one) else one for one in row]


def _place(steps: list[Step], number: int, last: bool) -> tuple[int, bool] | None:
    """Where a word of old is now, or the first or `last` of the names that hide it; and whether it is as it was."""
    for kind, a, b, c, d in steps:
        if a <= number < b:
            return (c + number - a, True) if kind == "equal" else (d - 1 if last else c, False)
    return None


def _steps(old: list[str], new: list[str]) -> list[Step]:
    """How one row of words and signs became a part of another; none where more than names is other, or too little is left."""
    # names as they are written; as if all had got other numbers; and as if none were the same, as what one hid may be
    # partly shown now, between two
    alike, apart = (_called("⟦", old), _called("⟦", new)), (_called("⟦<", old), _called("⟦>", new))
    for before, after in ((old, new), alike, apart):
        steps: list[Step] = list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())
        # what the text has before and after is no part of it
        for edge in (0, -1):
            if steps and steps[edge][0] == "insert":
                del steps[edge]
        left = sum(not _hidden(one) for kind, a, b, _, _ in steps if kind == "equal" for one in before[a:b])
        if left >= _ENOUGH and all(
            # words that went from beside a name are not what it hides
            kind == "equal"
            or (
                _same(before[a:b], after[c:d])
                and (before is not apart[0] or len({*map(_hidden, before[a:b])}) == 1)
            )
            for kind, a, b, c, d in steps
        ):
            return steps
    return []


def _left(steps: list[Step], old: list[str], inside: list[int]) -> bool:
    """Whether half of what is no name in a passage is as it was."""
    words = {number for number in inside if not _hidden(old[number])}
    kept = [
        number for kind, a, b, _, _ in steps if kind == "equal" for number in range(a, b) if number in words
    ]
    return 0 < len(words) <= 2 * len(kept)


def _one_name(steps: list[Step], inside: list[int], quote: str, text: str) -> bool:
    """Whether a passage is one name, and is hidden now wherever it stood."""
    return quote not in text and any(
        (a, b) == (inside[0], inside[-1] + 1) and d - c == 1 for kind, a, b, c, d in steps if kind != "equal"
    )


class ButForNames:
    """A text in which passages are looked for that stand there but for names; it is read once for all of them."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _tokens(self) -> tuple[list[str], list[Span]]:
        return _tokens(self.text)

    @cached_property
    def _pieces(self) -> dict[tuple[str, ...], list[int]]:
        """Where each row of `_PIECE` words and signs begins."""
        now, _ = self._tokens
        found = dict[tuple[str, ...], list[int]]()
        for at in range(len(now) - _PIECE + 1):
            found.setdefault(tuple(now[at : at + _PIECE]), []).append(at)
        return found

    def found(self, selector: Selector) -> Span | None:
        """The one span that has a passage and the words around it but for names; None without, or with several.

        Where it begins or ends within what is hidden now it takes in the whole name.
        """
        _, _, quote, prefix, suffix = selector
        before, after = CUT_FIRST.sub("", prefix), CUT_LAST.sub("", suffix)
        # part of a pseudonym is no passage
        cut = any(words.count("⟦") != words.count("⟧") for words in (before, quote))
        if cut or "⟦" not in self.text + before + after:
            return None
        start, end = len(before), len(before + quote)
        (old, places), (now, spans) = _tokens(before + quote + after), self._tokens
        # what is known of the text may begin and end within a word
        whole = slice(int(places[0][1] <= start), len(old) - int(places[-1][0] >= end)) if old else slice(0)
        old, places = old[whole], places[whole]
        inside = [number for number, (at, to) in enumerate(places) if at < end and to > start]
        found = set[Span]()
        for at in self._near(old) if inside else ():
            low = max(0, at - _SLACK)
            steps = _steps(old, now[low : at + len(old) + _SLACK])
            first, last = _place(steps, inside[0], False), _place(steps, inside[-1], True)
            if first is None or last is None:
                continue
            if not _left(steps, old, inside) and not _one_name(steps, inside, quote, self.text):
                continue
            (begin, head), (close, tail) = first, last
            # within a word that is as it was
            lead = max(0, start - places[inside[0]][0]) if head else 0
            rest = max(0, places[inside[-1]][1] - end) if tail else 0
            found.add((spans[low + begin][0] + lead, spans[low + close][1] - rest))
        if len(found) != 1:
            return None
        ((begin, close),) = found
        elsewhere = any(match.start() != begin for match in re.finditer(re.escape(quote), self.text))
        others = self.text[:begin] + HIDDEN + self.text[close:]
        return None if elsewhere or _again(quote, others) else (begin, close)

    def _near(self, old: list[str]) -> list[int]:
        """About where the row of old words may begin: by pieces of it without a hidden name that stand here, most first."""
        pieces = {
            tuple(old[at : at + _PIECE]): at
            for at in range(0, len(old) - _PIECE + 1, _PIECE)
            if not any(map(_hidden, old[at : at + _PIECE]))
        }
        begins = sorted((at, begin) for piece, begin in pieces.items() for at in self._pieces.get(piece, ()))
        votes = Counter(max(0, at - begin) // _NAME * _NAME for at, begin in begins)
        return [at for at, _ in votes.most_common(_LIMIT)]
