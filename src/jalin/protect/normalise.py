"""Normalised text: the same words in one form however they are typed, with their places in the original.

Marks on letters, wide and ligatured forms, the many dashes and spaces, and characters
that show nothing are evened out (Unicode NFKD); letters keep their case.
"""

import unicodedata
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

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
    return Normalised("".join(parts), places, text)


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Letters and digits alone, normalised and in small letters: what makes two forms the same."""
    return "".join(character for character in normalise(text).text.casefold() if character.isalnum())
