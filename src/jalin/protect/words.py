"""Which words are words and not names: an Indonesian dictionary, and the study's own usage."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from jalin.protect.normalise import normalise


def _listed(name: str) -> frozenset[str]:
    """The words of a list in this folder, one or more a line."""
    return frozenset((files("jalin.protect") / f"{name}.txt").read_text(encoding="utf-8").split())


# who is called so holds an office or is kin; whoever it is, the word names nobody
ROLES = _listed("roles")
HONORIFICS = (
    "pak|bapak|bu|ibu|kang|akang|teh|teteh|mang|mamang|ceu|euceu|neng|nyi|nyai|abah|ambu|mbak|mba|bang|abang|kak|"
    "ustadz|ustad|ustaz|ustadzah|ajengan|kiai|kyai|almarhum|almarhumah|alm|almh|sdr|sdri|saudara|saudari|tuan|"
    "nyonya|nona|mr|mrs|ms|haji|hajah|hajjah|raden|gus|bung|cak|mas|om|tante|dik|dek|jeung"
)
# these are words of their own as well, so a name after them must look like one
UNSURE = "pa|ka|de|ade|adik|kakak|uwa|wa|bi|bibi|emang|aa|den|aki|nini|abi|umi|si|miss"
_MONTHS = _listed("months")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_AFTER_HONORIFIC = re.compile(rf"(?i)(?:\b(?:{HONORIFICS}|{UNSURE})|@)\.?\s+$")


@cache
def _stemmer() -> tuple[Any, frozenset[str]]:
    factory = StemmerFactory()
    return factory.create_stemmer(), frozenset(factory.get_words())


@cache
def _in_dictionary(word: str) -> bool:
    stemmer, roots = _stemmer()
    return word in roots or any(
        (stemmer.stem(part) in roots and len(part) > 4) or part in roots
        for part in {word, *word.split("-")[:1]}
    )


class Vocabulary:
    """The words a study uses as words.

    A word written in small letters, and not after a title such as Pak, is a word of
    the study's language and no name; so Sundanese or English ones need no dictionary.
    """

    def __init__(
        self, texts: Iterable[str], not_names: Iterable[str] = (), languages: Iterable[str] = ("id",)
    ) -> None:
        self.not_names = frozenset(part for name in not_names for part in name.casefold().split())
        languages = set(languages)
        self._indonesian, self._others = "id" in languages, bool(languages - {"id"})
        self._used: set[str] = set()
        for text in texts:
            normalised = normalise(text).text
            for match in _WORD.finditer(normalised):
                word = match.group()
                if word.islower() and word not in self._used:
                    before = normalised[max(0, match.start() - 14) : match.start()]
                    if not _AFTER_HONORIFIC.search(before):
                        self._used.add(word)

    def names_no_one(self, word: str) -> bool:
        """Whether `word` is an office, kin, or on the study's list of words that are no names."""
        return word.casefold() in self.not_names or word.casefold() in ROLES

    def in_dictionary(self, word: str) -> bool:
        """Whether a dictionary has `word`; in languages without one, whether the study uses it as a word."""
        small = word.casefold()
        return (
            self.names_no_one(small)
            or small in _MONTHS
            or (self._indonesian and _in_dictionary(small))
            or (self._others and small in self._used)
        )

    def uses(self, word: str) -> bool:
        """Whether the study writes `word` in small letters, as a word."""
        return word.casefold() in self._used

    def has(self, word: str) -> bool:
        """Whether `word` is a word, in any case: in a dictionary or in the study's own usage."""
        return self.uses(word) or self.in_dictionary(word)
