"""Words of a text and their stems, by libraries: PySastrawi for Indonesian, Snowball for English."""

import re
from functools import cache
from typing import Any

import snowballstemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory
from stop_words import get_stop_words

# letters and marks, hyphens inside; what stands for a hidden name is no word
_WORD = re.compile(r"⟦[^⟧]*⟧|[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# what speech is full of and lists of stop words, made from written text, leave out
_SPOKEN = {
    "id": frozenset(
        [
            "ya",
            "iya",
            "eh",
            "ah",
            "oh",
            "nah",
            "lah",
            "sih",
            "kok",
            "deh",
            "dong",
            "mah",
            "teh",
            "kan",
            "tuh",
            "gitu",
            "begitu",
            "nya",
            "pak",
            "bu",
            "kang",
            "p",
            "i",
            "t",
        ]
    ),
    "en": frozenset(["yeah", "yes", "okay", "ok", "um", "uh", "oh", "mm", "hm", "well", "like", "just"]),
}


def words_of(text: str) -> list[tuple[str, int, int]]:
    """(word in small letters, start, end) of every word of `text`, pseudonyms left out."""
    return [
        (found.group().casefold(), found.start(), found.end())
        for found in _WORD.finditer(text)
        if not found.group().startswith("⟦")
    ]


@cache
def _stemmer(language: str) -> Any:
    return StemmerFactory().create_stemmer() if language == "id" else snowballstemmer.stemmer("english")


@cache
def stem(word: str, language: str) -> str:
    """The stem of a word in small letters; `language` id or en."""
    if language == "id":
        return _stemmer("id").stem(word) or word
    return _stemmer("en").stemWord(word)


@cache
def stop_words(language: str) -> frozenset[str]:
    """Words too common to tell anything: the library `stop-words`, and particles of speech."""
    return frozenset(get_stop_words(language)) | _SPOKEN[language]


def telling_words(text: str, language: str) -> list[str]:
    """The words of `text` that are no stop words and have three letters or more."""
    stops = stop_words(language)
    return [word for word, _, _ in words_of(text) if word not in stops and len(word) > 2]


def stems_of(text: str, language: str) -> set[str]:
    """The stems of the words of `text` that are no stop words."""
    return {stem(word, language) for word in telling_words(text, language)}
