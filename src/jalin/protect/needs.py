"""What a text must have for a pattern to match anywhere in it, read off the pattern itself.

Most texts hold no identifier, and most patterns need digits and one of a few words. A pattern that
cannot match need not be tried. What is found here is necessary and never sufficient.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from re import _constants as op
from re import _parser as parser
from typing import Any, ClassVar

_LETTERS = re.compile(r"[^\W\d_]+")
# a part of a parsed pattern: what it does, and with what
_Node = tuple[Any, Any]
# marks that few texts have; other than letters they are pieces, too
SPECIAL = "@#-"
# of words no longer than this each part is looked up
_LONGEST = 24
# what stands at an end of a piece where no letter goes on
_EDGE = "|"


@dataclass(frozen=True)
class Needs:
    """At least so many `digits`, and of each of `pieces` one: runs of letters in small letters, with | at an end where the word ends.

    `ahead`: so many digits from where a match begins, of which some may stand beyond it.
    """

    digits: int = 0
    pieces: frozenset[frozenset[str]] = frozenset()
    ahead: int = 0

    @property
    def most(self) -> int:
        """So many digits stand in every text with a match."""
        return max(self.digits, self.ahead)


def _characters(node: _Node) -> set[str] | None:
    """The characters in small letters that a node stands for, each of which it may be; None for what is open."""
    kind, value = node
    if kind is op.LITERAL:
        return {chr(value).lower()}
    if kind is op.IN and all(part is op.LITERAL for part, _ in value):
        return {chr(one).lower() for _, one in value}
    return None


def _is_digit(node: _Node) -> bool:
    kind, value = node
    if kind is op.IN:
        return all(_is_digit(part) for part in value)
    if kind is op.CATEGORY:
        return value is op.CATEGORY_DIGIT
    if kind is op.RANGE:
        return all(chr(one).isdigit() for one in value)
    return kind is op.LITERAL and chr(value).isdigit()


def _no_letter(node: _Node) -> bool:
    """Whether a node stands for a character, and for none that is a letter."""
    if _is_digit(node):
        return True
    kind, value = node
    if kind is op.IN:
        return all(_no_letter(part) or part == (op.CATEGORY, op.CATEGORY_SPACE) for part in value)
    return kind is op.LITERAL and not chr(value).isalpha()


def _is_edge(node: _Node) -> bool:
    """Whether a node stands where a word begins or ends: \\b, (?<!\\w), (?!\\w) and the like."""
    kind, value = node
    if kind is op.AT:
        return value is op.AT_BOUNDARY
    if kind is not op.ASSERT_NOT:
        return False
    parts = list(value[1])
    word = (op.CATEGORY, op.CATEGORY_WORD)
    return len(parts) == 1 and (parts[0] == word or (parts[0][0] is op.IN and word in parts[0][1]))


def _ends(nodes: Sequence[_Node], beyond: bool) -> bool:
    """Whether no letter can come next where `nodes` do, and `beyond` them."""
    for kind, value in nodes:
        if _is_edge((kind, value)) or _no_letter((kind, value)):
            return True
        optional = kind in (op.MAX_REPEAT, op.MIN_REPEAT) and all(_no_letter(part) for part in value[2])
        if optional and value[0]:
            return True
        if not optional and kind not in (op.ASSERT, op.ASSERT_NOT):
            return False
    return beyond


def _of(nodes: Sequence[_Node], left: bool = False, right: bool = False) -> Needs:
    """What every match of a parsed pattern holds; `left` and `right` say whether a word ends there.

    What it looks at ahead or behind need not be in the match.
    """
    digits, ahead, pieces, at = 0, 0, set(), 0
    nodes = list(nodes)
    while at < len(nodes):
        kind, value = nodes[at]
        starts = _ends(nodes[:at][::-1], left)
        run = ""
        while at < len(nodes) and (one := _characters(nodes[at])) and len(one) == 1 and min(one).isalpha():
            run += one.pop()
            at += 1
        if run:
            ends = _ends(nodes[at:], right)
            pieces.add(frozenset([f"{_EDGE * starts}{run}{_EDGE * ends}"]))
            continue
        at += 1
        ends = _ends(nodes[at:], right)
        inner = Needs()
        if _is_digit((kind, value)):
            digits += 1
        elif kind is op.LITERAL and chr(value) in SPECIAL:
            pieces.add(frozenset([chr(value)]))
        elif kind is op.SUBPATTERN:
            inner = _of(value[-1], starts, ends)
        elif kind is op.ATOMIC_GROUP:
            inner = _of(value, starts, ends)
        elif kind is op.ASSERT and value[0] > 0:
            ahead = max(ahead, digits + _of(value[1]).most)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            least, most, repeated = value
            once = most == 1
            inner = _of(repeated, starts and once, ends and once)
            inner = Needs(least * inner.digits, inner.pieces, inner.ahead) if least else Needs()
        elif kind is op.BRANCH:
            parts = [_of(part, starts, ends) for part in value[1]]
            # of each way the piece that says most
            best = [max(part.pieces, key=_telling, default=None) for part in parts]
            union = frozenset().union(*(one for one in best if one))
            inner = Needs(
                min(part.digits for part in parts),
                frozenset([union] if all(best) else []),
                min(part.most for part in parts),
            )
        ahead = max(ahead, digits + inner.ahead)
        digits += inner.digits
        pieces |= inner.pieces
    return Needs(digits, frozenset(pieces), ahead)


def _takes_newline(node: _Node) -> bool:
    """Whether a node of one character may be the end of a line."""
    kind, value = node
    if kind is op.IN:
        inner = [part for part in value if part[0] is not op.NEGATE]
        return any(map(_takes_newline, inner)) == (len(inner) == len(value))
    if kind is op.RANGE:
        return bool(value[0] <= ord("\n") <= value[1])
    if kind is op.CATEGORY:
        return value in (op.CATEGORY_SPACE, op.CATEGORY_NOT_DIGIT, op.CATEGORY_NOT_WORD)
    return (kind is op.LITERAL) == (value == ord("\n"))


def within_line(nodes: Sequence[_Node]) -> bool:
    """Whether no match of a parsed pattern goes beyond a line, nor looks ahead beyond it."""
    for kind, value in nodes:
        inner: list[Sequence[_Node]] = []
        if kind is op.SUBPATTERN:
            inner = [value[-1]]
        elif kind is op.ATOMIC_GROUP:
            inner = [value]
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            inner = [value[2]]
        elif kind is op.BRANCH:
            inner = list(value[1])
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            # what stands before is seen wherever the reading begins
            inner = [value[1]] if value[0] > 0 else []
        elif kind is op.AT:
            if value is not op.AT_BOUNDARY:
                return False
        elif kind not in (op.LITERAL, op.NOT_LITERAL, op.IN) or _takes_newline((kind, value)):
            return False
        if not all(map(within_line, inner)):
            return False
    return True


def _telling(pieces: frozenset[str]) -> tuple[int, int]:
    """How much it says that one of some pieces is there: the longer and the fewer, the more."""
    return min(map(len, pieces)), -len(pieces)


def small(text: str) -> str:
    """`text` in small letters, with i for the one other letter that patterns take for it."""
    return text.lower().replace("ı", "i")


def letters_of(text: str) -> list[str]:
    """The runs of letters in a text."""
    return _LETTERS.findall(text)


@dataclass(frozen=True, slots=True)
class Held:
    """What a text holds: how many digits, and of which sets of pieces one (bits of `pieces_in`)."""

    digits: int
    pieces: int


class Gate:
    """Whether a pattern has to be tried on a text; `beside` is another of which there is a match in each that counts."""

    # the bit of each set of pieces; of each piece the bits of the sets that have it
    _bits: ClassVar[dict[frozenset[str], int]] = {}
    _pieces: ClassVar[dict[str, int]] = {}

    def __init__(self, pattern: re.Pattern[str], beside: str = "") -> None:
        self.needs = needs(pattern.pattern, pattern.flags)
        # whether a line is enough to be read alone
        self.in_line = within_line(list(parser.parse(pattern.pattern, pattern.flags)))
        # so many digits, and of each of these sets of pieces one
        self.digits, self.wanted = self.needs.most, 0
        for pieces in self.needs.pieces | needs(beside, pattern.flags).pieces:
            bit = self._bits.setdefault(pieces, 1 << len(self._bits))
            self._pieces.update({piece: self._pieces.get(piece, 0) | bit for piece in pieces})
            self.wanted |= bit
        pieces_in.cache_clear()

    def open(self, held: Held) -> bool:
        """Whether what the pattern needs is in a text."""
        return held.digits >= self.digits and held.pieces & self.wanted == self.wanted

    def spans(self, text: str, lines: Iterable[tuple[int, int, Held]] | None) -> list[tuple[int, int]]:
        """Where in a text it has to be tried, of whose `lines` those are known that hold what some pattern needs."""
        if lines is None or not self.in_line:
            return [(0, len(text))]
        # with the mark of the line's end, which a pattern may look at
        return [(start, end + 1) for start, end, held in lines if self.open(held)]

    @classmethod
    def bits(cls, word: str) -> int:
        """The sets of which a piece is in `word`, a run of letters in small letters."""
        framed, found = f"{_EDGE}{word}{_EDGE}", 0
        if len(framed) > _LONGEST:
            return reduce(or_, (bits for piece, bits in cls._pieces.items() if piece in framed), 0)
        for start in range(len(framed)):
            for end in range(start + 1, len(framed) + 1):
                found |= cls._pieces.get(framed[start:end], 0)
        return found


def needs(pattern: str, flags: int = 0) -> Needs:
    """What every match of a pattern holds."""
    return _of(list(parser.parse(pattern, flags)))


@cache
def pieces_in(word: str) -> int:
    """The sets of pieces of which one is in a run of letters, or is this mark, as bits."""
    return Gate.bits(small(word))
