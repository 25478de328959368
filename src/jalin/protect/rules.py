"""What a rule for a form is, and the words of dates."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from jalin.protect.hits import Hit
from jalin.protect.needs import Gate

MONTHS = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|mar(?:et|ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?|agu(?:stus)?|ags|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|des(?:ember)?|dec(?:ember)?)"
)


@dataclass(frozen=True)
class Rule:
    """A form: the identifier is the group `x` of the pattern, or all of it; `check` looks at its digits, and passes nothing without a match of `beside` within."""

    kind: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None = None
    beside: str = ""
    gate: Gate = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "gate", Gate(self.pattern, self.beside))

    def find(self, text: str) -> Iterator[Hit]:
        group = "x" if "x" in self.pattern.groupindex else 0
        for match in self.pattern.finditer(text):
            found = match[group]
            if self.check is None or self.check(found):
                yield Hit(self.kind, match.start(group), match.end(group), found)


def rule(kind: str, pattern: str, check: Callable[[str], bool] | None = None, beside: str = "") -> Rule:
    return Rule(kind, re.compile(pattern), check, beside)


def after(words: str, form: str, gap: int = 24) -> str:
    """A pattern for `form` soon after one of `words` in the same line, with nothing but words and marks between."""
    return rf"(?i:(?<![\w])(?:{words}))(?![\w])[^\d\n@]{{0,{gap}}}?(?P<x>{form})"
