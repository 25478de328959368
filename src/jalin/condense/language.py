"""Words of a text and their stems, by libraries: PySastrawi for Indonesian, Snowball for others."""

import re
from collections.abc import Callable
from functools import cache

import snowballstemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory
from stop_words import LANGUAGE_MAPPING, safe_get_stop_words

from jalin.code.compared import folded

# letters and marks, hyphens inside; what stands for a hidden name is no word
_WORD = re.compile(r"⟦[^⟧]*⟧|[^\W\d_]+(?:[-‐‑‘’'][^\W\d_]+)*")
# what speech is full of and lists of stop words, made from written text, leave out
_SPOKEN = {
    "id": frozenset([
        "ya", "iya", "eh", "ah", "oh", "nah", "lah", "sih", "kok", "deh", "dong", "mah", "teh", "kan",
        "tuh", "gitu", "begitu", "nya", "pak", "bu", "kang", "p", "i", "t",
    ]),
    "en": frozenset(["yeah", "yes", "okay", "ok", "um", "uh", "oh", "mm", "hm", "well", "like", "just"]),
}  # fmt: skip


def words_of(text: str) -> list[tuple[str, int, int]]:
    """(word as `folded`, start, end) of every word of `text`, pseudonyms left out."""
    return [
        (folded(found.group()), found.start(), found.end())
        for found in _WORD.finditer(text)
        if not found.group().startswith("⟦")
    ]


@cache
def _stemmer(language: str) -> Callable[[str], str] | None:
    """The stemmer of a language, None where there is none."""
    if language == "id":
        return StemmerFactory().create_stemmer().stem
    name = LANGUAGE_MAPPING.get(language, "")
    return snowballstemmer.stemmer(name).stemWord if name in snowballstemmer.algorithms() else None


@cache
def stem(word: str, language: str) -> str:
    """The stem of a word in small letters; the word itself in a language without a stemmer."""
    stemmer = _stemmer(language)
    return stemmer(word) or word if stemmer else word


@cache
def stop_words(language: str) -> frozenset[str]:
    """Words too common to tell anything: the library `stop-words`, and particles of speech; none where it has none."""
    return frozenset(safe_get_stop_words(language)) | _SPOKEN.get(language, frozenset())


def lacking(language: str) -> str:
    """What there is not for a language, in words; "" where there is all."""
    missing = [
        *([] if stop_words(language) else ["list of stop words"]),
        *([] if _stemmer(language) else ["stemmer"]),
    ]
    return " and no ".join(missing)


def telling_words(text: str, language: str) -> list[str]:
    """The words of `text` that are no stop words and have three letters or more."""
    stops = stop_words(language)
    return [word for word, _, _ in words_of(text) if word not in stops and len(word) > 2]


def stems_of(text: str, language: str) -> set[str]:
    """The stems of the words of `text` that are no stop words."""
    return {stem(word, language) for word in telling_words(text, language)}
