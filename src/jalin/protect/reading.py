"""A text as the rules for names read it."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from jalin.protect.tokens import SHORT, Token, tokens_of
from jalin.protect.words import Vocabulary, either

# the words of a name, and whether it is one for certain
Found = tuple[list[Token], bool]
# languages that the rules read: these two, and those of Indonesia as Indonesian
_READ = frozenset("en id ms su jv jw min ban bug mak mad ace bbc btk btx sas".split())  # noqa: SIM905
_LABEL = re.compile(r"[^\n:]{0,40}:")
# what has no capital within a sentence
_FUNCTION = re.compile(rf"(?<=[a-z] )(?i:{either('not_before')})(?![\w'-])")


# and languages whose nouns all have a capital
_NOUNS = frozenset(["de", "lb", "nds", "gsw"])


def _codes(language: str) -> set[str]:
    return {code.partition("-")[0] for code in re.split(r"[\s,;/]+", language.casefold().strip())}


def is_foreign(language: str) -> bool:
    """Whether the rules for names know no word of the `language` of a source, by its code; what is not told may be any."""
    return language != "" and _READ.isdisjoint(_codes(language))


def has_capital_nouns(language: str) -> bool:
    """Whether each noun of the `language` of a source has a capital, by its code."""
    return not _NOUNS.isdisjoint(_codes(language))


def foreign_told(languages: Mapping[str, str]) -> list[str]:
    """A sentence on the sources, each with its language, whose words the rules for names do not know; none where there are none."""
    found = ", ".join(f"{name} ({language})" for name, language in languages.items() if is_foreign(language))
    if not found:
        return []
    return [
        f"in a language whose words the rules for names do not know: {found}. There a capitalised word alone that no list of names has is asked about within a "
        "sentence, and not at its beginning, nor in German, whose nouns have capitals: read each for names, and write them into data/raw/pseudonyms.csv"
    ]


class Reading:
    """One normalised text and its words.

    `met` are names that the study told elsewhere, in small letters; `kept` words that a person
    decided to keep; `language` is the text's own, "" where it is not known; `spans` are the lines in which a
    name may stand, all of them without.
    """

    def __init__(
        self,
        text: str,
        words: Vocabulary,
        language: str = "",
        met: Collection[str] = (),
        kept: Collection[str] = (),
        spans: Iterable[tuple[int, int]] | None = None,
    ) -> None:
        self.text, self.words, self.language = text, words, language
        self.met, self.kept = met, kept
        self.tokens = tokens_of(text, words, language, spans)
        # what `together.people` decided, by what stands around
        self.decided: dict[Any, list[tuple[list[int], bool]]] = {}

    @cached_property
    def loose(self) -> bool:
        """Whether a capital tells nothing: a program that wrote down speech gives one to many a word."""
        found = _FUNCTION.findall(self.text)
        capitals = sum(not word.islower() for word in found)
        return capitals > 2 and 50 * capitals > len(found)

    def kind(self, token: Token) -> str:
        """What a word is here: "initial" for a letter, and what was met is a name."""
        if token.small in self.kept:
            return "stop"
        if token.case in ("initial", "letter"):
            return "initial"
        if token.small in self.met and token.kind in ("unknown", "surname"):
            return "name"
        return token.kind

    def follows(self, number: int) -> bool:
        """Whether word `number` comes right after the one before, be it on the next line."""
        if number >= len(self.tokens):
            return False
        token, before = self.tokens[number], self.tokens[number - 1]
        between = self.text[before.end : token.start]
        if token.joined or (between == ". " and before.small in SHORT):
            return True
        # a line that was broken, but not before the label of the next speaker
        return between == "\n" and _LABEL.match(self.text, token.start) is None
