"""Capitalised words one after the other: what each of them is, and what stands around them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from jalin.protect.cues import APPOSED, BEFORE, Cue, tells
from jalin.protect.reading import Found, Reading
from jalin.protect.somebody import following
from jalin.protect.tokens import PARTICLES, Token
from jalin.protect.words import listed_words

# what a word is that names nobody, and may still be somebody's: May, Bill, Victoria, Bishop
NOBODY = ("stop", "known", "office", "body")
_CAME = listed_words("came")
# Muhammad and Moses
GIVEN_TOO = re.compile(r" (?:and|dan|sama) ([A-Z][a-z]+)")


def part_of(reading: Reading, token: Token) -> str:
    """What a word is within a name: May and King are names there."""
    # what was decided of a name alone is not decided of a longer one
    kind = token.kind if token.small in reading.kept else reading.kind(token)
    if token.case == "small" and token.small in PARTICLES:
        return "particle"
    if kind in NOBODY and reading.words.may_name(token.word):
        return "both"
    return "surname" if kind == "office" and reading.words.is_surname(token.word) else kind


def acts(reading: Reading, token: Token) -> bool:
    """Whether a word does what people do: April came, Tiny, the driver."""
    after = reading.text[token.end : token.end + 40]
    next_word = following(reading.text, token.end)
    if next_word and (reading.words.is_act(next_word) or next_word in _CAME):
        return True
    row = GIVEN_TOO.match(after)
    if row is not None:
        # Muhammad and Moses
        return reading.words.kind(row[1], reading.language) in ("name", "both", "unknown")
    who = APPOSED.match(after)
    return who is not None and (
        who[1].endswith(("er", "or", "ist", "man", "ant")) or reading.words.names_no_one(who[1].split()[-1])
    )


@dataclass
class Together:
    """Words one after the other, of which none names nobody.

    `office`: they follow an office; `body`: they are part of an institution's name, or of a place's; `heads`: the
    words with which they stood before opened a sentence, `opens`: they do; `presented` somebody is introduced,
    `labelled` so, or in a line of a form.
    """

    reading: Reading
    parts: list[Token]
    office: bool
    body: bool
    heads: bool
    opens: bool
    presented: bool
    labelled: bool

    def __post_init__(self) -> None:
        first, self.words = self.parts[0], self.reading.words
        self.kinds = [part_of(self.reading, part) for part in self.parts]
        self.names, self.both, self.unknown, self.surnames = map(
            self.kinds.count, ("name", "both", "unknown", "surname")
        )
        self.named = self.names + self.both + self.unknown
        # without initials
        self.whole = [part for part in self.parts if part.case not in ("initial", "letter")]
        self.one = len(self.parts) == 1
        self.english = self.reading.language == "en"
        self.before = self.reading.text[max(0, first.start - BEFORE) : first.start]

    @cached_property
    def used(self) -> bool:
        """Whether the study writes the first word in small letters."""
        return self.words.uses(self.parts[0].word)

    @cached_property
    def owns(self) -> bool:
        return self.reading.text.startswith("'s ", self.parts[0].end)

    def told(self, *cues: Cue) -> bool:
        """Whether one of some cues stands before."""
        return tells(self.before, *cues)

    def any_is(self, *ways: Callable[[str], bool]) -> bool:
        """Whether some word is anything of that."""
        return any(way(part.word) for part in self.parts for way in ways)

    def sure(self, sure: bool = True) -> list[Found]:
        """They are a name, which is asked about where it is not `sure`."""
        return [(self.parts, sure)]
