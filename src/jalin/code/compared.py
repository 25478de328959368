"""Texts as anchoring compares them: one space for white space, NFC, plain quotes and dashes, pseudonyms all alike."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

import edlib

MARK = "⟦"
PSEUDONYM = r"⟦[^⟦⟧\n]*⟧"
# the most words and signs of a name
_NAME = 6
_SIGNS = dict.fromkeys("‘’‚‛′´`", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-")
# a pseudonym, white space, a sign with others like it, a letter with marks of its own
_UNLIKE = re.compile(rf"{PSEUDONYM}|\s+|[{''.join(_SIGNS)}]|\w[\u0300-\u036f]+")
_TOKEN = re.compile(rf"{MARK}|\w+|\S")
# stands for every character that a query lacks
ELSE = "\ue000"


@dataclass(frozen=True)
class Compared:
    """`text` as it is compared; `at` is where each of its code points is in the text as it stands, and its end."""

    text: str
    at: list[int]


def compared(text: str, marks: bool = True) -> Compared:
    """`text` as it is compared; without `marks` pseudonyms stay as they are."""
    parts, at, last = [], list[int](), 0
    for found in _UNLIKE.finditer(text):
        old = found.group()
        if old == " " or (not marks and old[0] == MARK):
            continue
        new = " " if old.isspace() else MARK if old[0] == MARK else _SIGNS.get(old)
        new = new or unicodedata.normalize("NFC", old)
        parts += [text[last : found.start()], new]
        at += range(last, found.start())
        at += [found.start()] * len(new)
        last = found.end()
    return Compared("".join([*parts, text[last:]]), [*at, *range(last, len(text) + 1)])


@dataclass(frozen=True)
class Passage:
    """A passage and what stood before and after it, as written and as they are compared.

    `marks`: whether pseudonyms are all alike; they are not where it cuts one.
    """

    written: str
    before: str
    after: str
    marks: bool
    quote: str
    prefix: str
    suffix: str


def passage(written: str, before: str, after: str) -> Passage:
    """A passage with its surroundings; a pseudonym that is cut beside it counts as whole."""
    marks = MARK not in (rest := re.sub(PSEUDONYM, "", written)) and "⟧" not in rest
    left = re.sub(r"\A[^⟦⟧]*⟧", "⟦⟧", before) if marks else before
    right = re.sub(r"⟦[^⟦⟧]*\Z", "⟦⟧", after) if marks else after
    quote, prefix, suffix = (compared(words, marks).text for words in (written, left, right))
    # white space on both sides of a bound is one space, and the passage has it
    prefix = prefix.rstrip() if quote.startswith(" ") else prefix
    suffix = suffix.lstrip() if quote.endswith(" ") else suffix
    return Passage(written, before, after, marks, quote, prefix, suffix)


def plain(words: str) -> str:
    """Words in NFC with one space for any white space: words are the same when these are."""
    return " ".join(unicodedata.normalize("NFC", words).split())


def symbols(query: str, target: str) -> str:
    """`target` with all characters that `query` lacks replaced by one, as edlib tells only 256 apart."""
    return re.sub(f"[^{re.escape(''.join(sorted(set(query))))}]", ELSE, target)


def similarity(old: str, new: str) -> float:
    """The share of code points that are as they were: 1 − Levenshtein distance ÷ the longer length."""
    longest = max(len(old), len(new))
    if not old or not new or len(set(old)) > 250:
        return 0.0
    return 1 - edlib.align(old, symbols(old, new), mode="NW", task="distance")["editDistance"] / longest


def only_pseudonyms(old: str, new: str) -> bool:
    """Whether `new` is `old` but for pseudonyms: every run of words that changed has one, before or after.

    Half of the words must be there, or nothing would be known of it.
    """
    before, after = (_TOKEN.findall(compared(words).text) for words in (old, new))
    if before == after:
        return plain(re.sub(PSEUDONYM, MARK, old)) == plain(re.sub(PSEUDONYM, MARK, new))
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    same = sum(b - a for kind, a, b, _, _ in steps if kind == "equal")
    return 2 * same >= min(len(before), len(after)) and all(
        kind == "equal"
        or (kind == "replace" and MARK in before[a:b] + after[c:d] and max(b - a, d - c) <= _NAME)
        for kind, a, b, c, d in steps
    )  # fmt: skip
