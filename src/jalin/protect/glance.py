"""A first look at a text: what it can hold at all, by its words alone, each of which is looked up once.

Most lines name nobody. A line is read by the rules for names (`names`, `addressed`, `titles`) only where one
of its words may take part: a name or what nobody knows, a form of address, a title or degree, a capital within
a sentence. Those rules look no further than their own line but for a name after a form of address, which may
stand on the next. A rule that begins with another kind of word has to be told here; `tests/protect/test_glance.py`
compares with reading everything.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from jalin.protect.addressed import addresses
from jalin.protect.cues import APPOSED, SELF, introduced, labelled
from jalin.protect.needs import SPECIAL, Held, letters_of, pieces_in, small
from jalin.protect.net import CUES, LONE, OWNS, acts, in_capitals, of_two, told_small, would
from jalin.protect.somebody import before_who
from jalin.protect.titles import MARKS, SHORTEST
from jalin.protect.tokens import PARTICLES, Token, opens_sentence, tokens_of
from jalin.protect.words import Vocabulary

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_DIGIT = re.compile(r"\d")
# digits that look like letters, within words
_AMONG = re.compile(r"\w[015][^\W\d_]|(?<!\w)[15][^\W\d_]{3}")
_NEAR = re.compile(r"[ .]{0,6}")
# what a word may be for the rules: one that takes part in a name for certain, one with a capital that does not
# alone, the same where it does within a sentence, a particle of names, a title or degree; above these the lists it
# may be a form of, and above those the patterns
_HOT, _CAPITAL, _CAPITAL_WORD, _PARTICLE, _TITLE, _CUE, _LONE = 1, 2, 4, 8, 16, 32, 64
_LISTS, _PIECES = 7, 15
# a form of address and what stands between it and the name are no longer, in words
_REACH = 16
# answers that come again, and the questions above them
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Glance:
    """What a text holds for patterns, and each of its `lines` (start, end) that holds anything, None where all is to be read; the `lists` of which a form may stand in it;
    whether it has `titles` or degrees; the `spans` of lines in which a name may, in order."""

    held: Held
    lines: list[tuple[int, int, Held]] | None
    lists: int
    titles: bool
    spans: list[tuple[int, int]]

    def may(self, number: int) -> bool:
        """Whether a form of a list, by its number, may stand in the text."""
        return bool(self.lists >> number & 1)


class _Words(dict[str, int]):
    """What each word may be, worked out when it is first met."""

    def __init__(self, work_out: Callable[[str], int]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> int:
        found = self[word] = self._work_out(word)
        return found


# of a line: what its words may be, what it holds for patterns, whether a name may stand in it, where its words begin
# that open a sentence and may be a name by what stands before them
_Line = tuple[int, Held, bool, tuple[int, ...]]


class Glances:
    """The first look of one finder at normalised texts in one language.

    `met` are names known in small letters and `kept` words that name nobody, as in `reading.Reading`; `heads` the words with which
    the forms of each list begin, by the list's number; what stands before a place may tell a person there.
    """

    def __init__(
        self,
        words: Vocabulary,
        language: str,
        met: Collection[str],
        kept: Collection[str],
        heads: Mapping[int, Collection[str]],
    ) -> None:
        self._vocabulary, self._language = words, language
        self._met, self._kept, self._heads = met, kept, heads
        # a form without a letter may stand anywhere
        self._always = sum(1 << number + _LISTS for number, some in heads.items() if "" in some)
        self._words = _Words(self._word)
        self._lines: dict[str, _Line] = {}

    def look(self, text: str) -> Glance:
        """What normalised `text` can hold."""
        mask, digits, at, reach = self._always, 0, 0, 0
        spans: list[tuple[int, int]] = []
        lines: list[tuple[int, int, Held]] = []
        for line in text.split("\n"):
            found = self._lines.get(line)
            if found is None:
                if len(self._lines) > _MOST:
                    self._lines.clear()
                found = self._lines[line] = self._line(line)
            of_line, held, hot, openers = found
            mask |= of_line
            if held.digits or held.pieces:
                digits += held.digits
                lines.append((at, at + len(line), held))
            hot = hot or any(
                introduced(text, at + opener) or labelled(text, at + opener) for opener in openers
            )
            if hot or reach > 0:
                end = at + len(line)
                if spans and spans[-1][1] == at - 1:
                    spans[-1] = spans[-1][0], end
                else:
                    spans.append((at, end))
                reach = _REACH if hot else reach - line.count(" ") - 1
                # what ends with a mark does not go on
                reach = reach if line[-1:].isalpha() or line[-1:] == "-" else 0
            at += len(line) + 1
        return Glance(Held(digits, mask >> _PIECES), lines, mask >> _LISTS & 0xFF, bool(mask & _TITLE), spans)

    def _line(self, line: str) -> _Line:
        mask = reduce(or_, map(self._words.__getitem__, _WORD.findall(line)), 0)
        digits = len(_DIGIT.findall(line))
        for mark in SPECIAL:
            mask |= pieces_in(mark) << _PIECES if mark in line else 0
        said = line.islower() and SELF.search(line) is not None
        hot = (
            bool(mask & _HOT)
            or said
            or line.endswith("-")
            or "|" in line
            or (digits > 0 and _AMONG.search(line) is not None)
            or any(
                True
                for _ in told_small(
                    line, self._vocabulary, self._language, bool(mask & _CUE), bool(mask & _LONE)
                )
            )
        )
        openers: tuple[int, ...] = ()
        if not hot and mask & (_CAPITAL | _CAPITAL_WORD):
            hot, openers = self._capitals(line)
        return mask, Held(digits, mask >> _PIECES), hot, openers

    def _capitals(self, line: str) -> tuple[bool, tuple[int, ...]]:
        """Whether capitals of a line make a name possible; and where its words begin that open a sentence with one."""
        end, openers = -1, []
        for match in _WORD.finditer(line):
            found = self._words[match.group()]
            capital = found & (_CAPITAL | _CAPITAL_WORD)
            if (capital or found & _PARTICLE) and end >= 0 and _NEAR.fullmatch(line, end, match.start()):
                return True, ()
            if found & (_CAPITAL | _CAPITAL_WORD) and APPOSED.match(line, match.end()):
                return True, ()
            if found & _CAPITAL_WORD:
                if not opens_sentence(line, match.start()):
                    return True, ()
                if (
                    line[match.start() - 1 : match.start()] == "("
                    and line[match.end() : match.end() + 1] == ")"
                ):
                    return True, ()
                if (
                    acts(line, match.end(), self._vocabulary)
                    or would(line, match.end())
                    or before_who(line, match.end())
                    or OWNS.match(line, match.end())
                ):
                    return True, ()
                openers.append(match.start())
            end = match.end() if capital else -1
        return False, tuple(openers)

    def _word(self, whole: str) -> int:
        mask = _CUE * (whole in CUES) | _LONE * (LONE.search(whole) is not None)
        for run in letters_of(whole):
            low = small(run)
            mask |= pieces_in(run) << _PIECES
            mask |= _CUE * (low in CUES)
            for number, heads in self._heads.items():
                mask |= (low in heads) << number + _LISTS
            if run in MARKS or low in MARKS:
                mask |= _HOT | _TITLE
        tokens = tokens_of(whole, self._vocabulary, self._language)
        if len(tokens) != 1 or tokens[0].start:
            return mask | _HOT
        return mask | self._part(tokens[0])

    def _part(self, token: Token) -> int:
        """What part a word may take in a name."""
        if addresses(token, self._language):
            return _HOT
        if token.case == "letter":
            return _CAPITAL
        kind: str = token.kind
        if token.small in self._kept:
            kind = "stop"
        elif token.small in self._met and kind in ("unknown", "surname"):
            kind = "name"
        if of_two(token, self._vocabulary) or in_capitals(token, kind):
            return _HOT
        if token.case == "small":
            return (_HOT if kind == "name" and len(token.word) >= SHORTEST - 1 else 0) | (
                _PARTICLE if token.small in PARTICLES else 0
            )
        if kind == "name" or (token.case == "capital" and kind in ("both", "unknown", "surname")):
            return _HOT
        may = kind in ("word", "known") or self._vocabulary.may_name(token.word)
        return _CAPITAL_WORD if token.case == "capital" and may else _CAPITAL
