"""Texts as anchoring compares them: without white space, in NFC, with plain quotes and dashes.

A pseudonym, or a speaker's label, that stands in the old text or in the new one alone may
have been renamed: all of these are alike. One that stands in both is itself.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import compress

# stands for a name that may have been renamed
MARK = "\ue001"
# stands for the beginning and the end of a text, which is as good a neighbour as some words
EDGE = "\ue002" * 8
PSEUDONYM = r"⟦[^⟦⟧\n]*⟧"
# names side by side are one name: where one was hidden, two may be now
_SIDE_BY_SIDE = rf"{PSEUDONYM}(?: ?{PSEUDONYM})*"
LABEL = r"[^\W\d_][^:|;⟦⟧\n]{0,30}(?=:\s)"
# the most words and signs of a name
_NAME = 6
_SIGNS = dict.fromkeys("‘’‚‛′´`", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-")
# a name, a sign with others like it, a letter with marks of its own
_NAMES = re.compile(rf"{_SIDE_BY_SIDE}|(?:(?<=\n)|\A){LABEL}")
_UNLIKE = re.compile(rf"(?P<name>{_NAMES.pattern})|[{''.join(_SIGNS)}]|\w[\u0300-\u036f]+")
_UNLIKE_AS_WRITTEN = re.compile(rf"(?P<name>(?!))|[{''.join(_SIGNS)}]|\w[\u0300-\u036f]+")
_TOKEN = re.compile(rf"{MARK}|\w+|\S")
# word processors write apostrophes and hyphens in many ways, people who look for a word in one; Turkish has two letters i
_AS_TYPED = str.maketrans(dict.fromkeys("‘’ʼ", "'") | dict.fromkeys("‐‑", "-") | dict.fromkeys("İı", "i"))
_LEFT_OUT = re.compile(r"\s*(?:…|\.\.\.)\s*")


def folded(text: str) -> str:
    """`text` in small letters and with straight apostrophes and plain hyphens, as words are looked for; it can be longer than `text`."""
    return text.translate(_AS_TYPED).casefold()


@cache
def _pattern(words: str) -> re.Pattern[str]:
    parts = [r"\s+".join(map(re.escape, part.split())) for part in _LEFT_OUT.split(folded(words))]
    return re.compile(f"(?=({'.*?'.join(filter(None, parts)) or '(?!)'}))", re.DOTALL)


def places(words: str, text: str) -> list[tuple[int, int]]:
    """Where `words` stand in `text`, in whole characters of it: whatever the capitals, apostrophes, hyphens and white space; an ellipsis stands for what is between."""
    whole = folded(text)
    found = [match.span(1) for match in _pattern(words).finditer(whole)]
    if len(whole) > len(text) and found:
        # of each folded character, the one of the text that it comes from: ß is two when folded
        at = [place for place, character in enumerate(text) for _ in folded(character)]
        found = [(at[start], at[end - 1] + 1) for start, end in found]
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Compared:
    """`text` as it is compared; `at` and `to`: from where to where each of its code points is in the text as it stands."""

    text: str
    at: list[int]
    to: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span that is not empty is in the text as it stands."""
        return self.at[start], self.to[end - 1]


def compared(text: str, alike: Collection[str] = ()) -> Compared:
    """`text` as it is compared; names that are `alike` are one sign."""
    parts, at, to, last = list[str](), list[int](), list[int](), 0
    for found in (_UNLIKE if alike else _UNLIKE_AS_WRITTEN).finditer(text):
        start, end = found.span()
        parts.append(text[last:start])
        at += range(last, start)
        to += range(last + 1, start + 1)
        old, last = found.group(), end
        if found["name"] and squeezed(old) in alike:
            parts.append(MARK)
            at.append(start)
            to.append(end)
        elif found["name"]:
            # a name that is no other is words like any
            inner = compared(old[1:])
            parts += [old[0], inner.text]
            at += [start, *(start + 1 + place for place in inner.at)]
            to += [start + 1, *(start + 1 + place for place in inner.to)]
        else:
            parts.append(new := _SIGNS.get(old) or unicodedata.normalize("NFC", old))
            at += [start] * len(new)
            to += [end] * len(new)
    parts.append(text[last:])
    at += range(last, len(text))
    to += range(last + 1, len(text) + 1)
    joined = "".join(parts)
    signs = [not sign.isspace() for sign in joined]
    return Compared(squeezed(joined), list(compress(at, signs)), list(compress(to, signs)))


def squeezed(words: str) -> str:
    """Words without white space."""
    return "".join(words.split())


def names(text: str) -> set[str]:
    """Pseudonyms and labels in a text, without white space."""
    return {squeezed(name) for name in _NAMES.findall(text)}


def plain(words: str) -> str:
    """Words in NFC with one space for any white space: words are the same when these are."""
    return " ".join(unicodedata.normalize("NFC", words).split())


def _few(old: list[str], new: list[str]) -> bool:
    """Whether all of these may be words of a name."""
    return max(len(old), len(new)) <= _NAME and not {"⟦", "⟧"} & {*old, *new}


def only_names(old: str, new: str) -> bool:
    """Whether `new` is `old` but for names: every run of words that changed is a pseudonym, before or after.

    Half of the words must be there, and one that is no name, or nothing would be known of it.
    """
    before, after = (_TOKEN.findall(_NAMES.sub(MARK, words)) for words in (old, new))
    if before == after:
        return plain(_NAMES.sub(MARK, old)) == plain(_NAMES.sub(MARK, new))
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    same = sum(b - a for kind, a, b, _, _ in steps if kind == "equal")
    words = any(
        map(str.isalnum, "".join(one for kind, a, b, _, _ in steps if kind == "equal" for one in before[a:b]))
    )
    return words and 2 * same >= min(len(before), len(after)) and all(
        kind == "equal"
        or (
            kind == "replace"
            and {MARK} in (set(before[a:b]), set(after[c:d]))
            # part of a pseudonym is no name
            and _few(before[a:b], after[c:d])
        )
        for kind, a, b, c, d in steps
    )  # fmt: skip
