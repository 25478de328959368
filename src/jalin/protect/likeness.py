"""Whether a word that no list has looks like a name, by its letters.

How often each row of three letters stands in the lists of names and in those of words: the logarithm
of the ratio, summed over the word (naive Bayes, divided by the root of how many rows there are, for
neighbours are not independent). The model is made from the lists, so it is in step with them.
"""

from collections import Counter
from functools import cache
from math import log, sqrt

from jalin.protect.words import names_and_words

# above this a word is a name for certain, for brands and places look like names as well;
# below the second not even where a person is likely. Set on running texts and marked sentences
LIKELY, POSSIBLE = 2.0, 0.0
_LEAST = 3


def _rows(word: str) -> set[str]:
    marked = f"^{word}$"
    return {marked[at : at + 3] for at in range(len(marked) - 2)}


@cache
def _weights() -> dict[str, float]:
    """The weight of each row of three letters that is not rare."""
    names, words = (Counter(row for word in some for row in _rows(word)) for some in names_and_words())
    ratio = words.total() / names.total()
    return {
        row: log((names[row] + 0.5) / (words[row] + 0.5) * ratio)
        for row in sorted(names | words)
        if names[row] + words[row] >= _LEAST
    }


@cache
def likeness(word: str) -> float:
    """How much more like names than like words the small letters of `word` look; 0: neither."""
    rows, weights = _rows(word), _weights()
    return sum(sorted(weights.get(row, 0.0) for row in rows)) / sqrt(len(rows))
