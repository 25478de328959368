"""What a rule for a form is, and the words of dates."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from jalin.protect.hits import Hit
from jalin.protect.needs import Gate, Held, small

MONTHS = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|mar(?:et|ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?|agu(?:stus)?|ags|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|okt(?:ober)?|oct(?:ober)?|muh?arram|safar|rabiul (?:awal|akhir)|jumadil (?:awal|akhir)|rajab|syakban|ramadan|ramadhan|syawal|zulkaidah|zulhijah|suro|sapar|ruwah|no[vp](?:ember)?|peb(?:ruari)?|des(?:ember)?|dec(?:ember)?)"
)

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Rule:
    """A form: the identifier is the group `x` of the pattern, or all of it.

    `check` looks at its digits, and passes nothing without a match of `beside` within; nor without so many of some `words`.
    """

    kind: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None = None
    beside: str = ""
    words: tuple[frozenset[str], int] | None = None
    gate: Gate = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "gate", Gate(self.pattern, self.beside))

    def find(self, text: str, lines: Iterable[tuple[int, int, Held]] | None = None) -> Iterator[Hit]:
        """Each match in `text`; `lines` are those of it that hold what some pattern needs, where that is known."""
        if self.words is not None and _count(text, self.words[0]) < self.words[1]:
            return
        group = "x" if "x" in self.pattern.groupindex else 0
        for start, end in self.gate.spans(text, lines):
            for match in self.pattern.finditer(text, start, end):
                found = match[group]
                if self.check is None or self.check(found):
                    yield Hit(self.kind, match.start(group), match.end(group), found)


def rule(
    kind: str,
    pattern: str,
    check: Callable[[str], bool] | None = None,
    beside: str = "",
    words: tuple[frozenset[str], int] | None = None,
) -> Rule:
    return Rule(kind, re.compile(pattern), check, beside, words)


@lru_cache(maxsize=2)
def _count(text: str, words: frozenset[str]) -> int:
    """How often one of `words` stands in a text."""
    return sum(word in words for word in _WORD.findall(small(text)))


def after(words: str, form: str, gap: int = 24) -> str:
    """A pattern for `form` soon after one of `words` in the same line, with nothing but words and marks between."""
    return rf"(?i:(?<![\w])(?:{words})(?:-?(?:nya|ku|mu))?)(?![\w])[^\d\n@]{{0,{gap}}}?(?P<x>{form})"
