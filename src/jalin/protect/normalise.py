"""Normalised text: the same words in one form however they are typed, with their places in the original.

Marks on letters, wide and ligatured forms, the many dashes and spaces, and characters
that show nothing are evened out (Unicode NFKD), and so are letters of other scripts within a word that
look like Latin ones, and digits; letters keep their case.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_EVEN = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("‘’‚‛ʼ`´", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("\t\xa0\u2007\u202f\u3000", " "),
}


@dataclass(frozen=True)
class Normalised:
    """`text` normalised, and for each of its characters the place in the original (`places`, one more at the end)."""

    text: str
    places: "array[int] | None"
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the normalised text stands for, its marks included."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end]

    def place(self, original: int) -> int:
        """Where a place of the original is in the normalised text."""
        return original if self.places is None else bisect_left(self.places, original)


def _letters(character: str) -> str:
    """One character normalised; "" for a mark or what shows nothing."""
    if character in _EVEN:
        return _EVEN[character]
    return "".join(
        _EVEN.get(part, part)
        for part in unicodedata.normalize("NFKD", character)
        if unicodedata.category(part) not in ("Mn", "Me", "Cf")
    )


@cache
def lookalikes() -> dict[str, str]:
    """By each letter of another script the Latin one that it looks like, or those two."""
    text = (files("jalin.protect") / "lists" / "lookalikes.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    return {letter: latin for latin, letters in rows for letter in letters}


# a word with a letter or a digit that is not ASCII
_STRANGE = re.compile(r"\w*[^\W\x00-\x7f]\w*")


@cache
def _as_it_looks(letter: str) -> str:
    """The digit that a digit of another script is, the Latin letter that a letter looks like in its case; others themselves."""
    latin = lookalikes().get(letter, "")[:1] if letter.isalpha() else ""
    return str(unicodedata.decimal(letter, "")) or (latin.upper() if letter.isupper() else latin) or letter


def _looked_at(text: str) -> str:
    """`text`, as long as it was, with words read as they look where Latin letters stand in them; all words, where each letter looks Latin."""
    strange = {letter for letter in set(text) if not letter.isascii() and letter.isalnum()}
    looks = {ord(letter): _as_it_looks(letter) for letter in strange}
    digits = {number: seen for number, seen in looks.items() if seen.isdigit()}
    every = all(seen.isascii() for seen in looks.values())

    def read(match: re.Match[str]) -> str:
        word = match.group()
        return word.translate(looks if every or re.search("[A-Za-z]", word) else digits)

    return _STRANGE.sub(read, text) if any(seen.isascii() for seen in looks.values()) else text


def normalise(text: str) -> Normalised:
    """`text` normalised; ASCII text stays as it is, but for tabs."""
    if text.isascii():
        return Normalised(text.replace("\t", " "), None, text)
    seen: dict[str, str] = {}
    parts: list[str] = []
    places = array("I")
    for place, character in enumerate(text):
        if character.isascii():
            letters = " " if character == "\t" else character
        else:
            if character not in seen:
                seen[character] = _letters(character)
            letters = seen[character]
        parts.append(letters)
        places.extend([place] * len(letters))
    places.append(len(text))
    even = "".join(parts)
    return Normalised(even if even.isascii() else _looked_at(even), places, text)


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Letters and digits alone, normalised and in small letters: what makes two forms the same."""
    return "".join(character for character in normalise(text).text.casefold() if character.isalnum())
