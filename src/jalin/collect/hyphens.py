"""Words divided at the end of a line, made whole; doubled and compound words keep their hyphen."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

_DIVIDED = re.compile(r"([^\W_]+(?:-[^\W_]+)*)[-\u2010\u00ad]\s*\n\s*([^\W_]+)")
# within a line a page shows it, as programs draw both hyphens alike
_DRAWN = re.compile(r"(?<=[^\W_])\u00ad(?=[^\W_])")
_ENDINGS = {"nya", "ku", "mu", "kan", "an", "lah", "kah", "pun", "i"}
_BEGINNINGS = {
    "di", "nge", "me", "mem", "men", "meng", "ke", "ber", "ter", "se", "pe", "non", "pra", "pasca", "anti",
}  # fmt: skip
# first parts of English compounds
_COMPOUNDS = {
    "well", "self", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@cache
def _dictionary() -> tuple[Any, frozenset[str]]:
    """The stemmer and the root words of Sastrawi, made when the first divided word is met."""
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    factory = StemmerFactory()
    return factory.create_stemmer(), frozenset(factory.get_words())


def _is_word(word: str) -> bool:
    stemmer, roots = _dictionary()
    return word in roots or stemmer.stem(word) in roots


class Divided:
    """Makes the divided words of one text whole, by its own words and an Indonesian dictionary."""

    def __init__(self, lines: Iterable[str]) -> None:
        """`lines`: those of the text, as they are set."""
        self._words: set[str] = set()
        for line in lines:
            # the last word of a line may be half of one
            found = _WORD.findall(_DRAWN.sub("-", line.casefold()))
            self._words.update(found[:-1] if line.rstrip().endswith(("-", "\u2010", "\u00ad")) else found)

    def whole(self, text: str) -> str:
        """`text`, whose lines end in line feeds, with its divided words as one; its other lines are left alone."""
        text = _DRAWN.sub("-", text)
        while (joined := _DIVIDED.sub(lambda found: self._join(found[1], found[2]), text)) != text:
            text = joined
        return text

    def _join(self, left: str, right: str) -> str:
        last, small = left.rpartition("-")[2].casefold(), right.casefold()
        kept, whole = f"{left}-{right}", f"{left}{right}"
        # orang-orang, anak-anaknya, tolong-menolong; non-WNI, Covid-19
        doubled = len(last) > 2 and (
            small.startswith(last) or (len(small) > 2 and small not in _ENDINGS and last.endswith(small))
        )
        if doubled or not right[0].islower() or last.isnumeric() or (left.isupper() and len(left) > 1):
            return kept
        if f"{last}-{small}" in self._words or (last in _COMPOUNDS and small not in ("ish", "less", "come")):
            return kept
        if whole.casefold() in self._words or _is_word(whole.casefold()):
            return whole
        # like-nya, di-like: a foreign word keeps its hyphen before and after what Indonesian adds to it (EYD V)
        if small in _ENDINGS or left in _BEGINNINGS:
            return kept
        if left[0].isupper():
            return whole
        both = all(part in self._words or _is_word(part) for part in (last, small))
        return kept if both else whole
