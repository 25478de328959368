"""Texts as anchoring compares them: without white space, in NFC, with plain quotes and dashes.

A pseudonym, or a speaker's label, that stands in the old text or in the new one alone may
have been renamed: all of these are alike. One that stands in both is itself.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

# stands for a name that may have been renamed
MARK = "\ue001"
# stands for the beginning and the end of a text, which is as good a neighbour as some words
EDGE = "\ue002" * 8
_PSEUDONYM = r"⟦[^⟦⟧\n]*⟧"
_LABEL = r"[^\W\d_][^:|;⟦⟧\n]{0,30}(?=:\s)"
# the most words and signs of a name
_NAME = 6
_SIGNS = dict.fromkeys("‘’‚‛′´`", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-")
# white space, a name, a sign with others like it, a letter with marks of its own
_NAMES = re.compile(rf"{_PSEUDONYM}|(?:(?<=\n)|\A){_LABEL}")
_UNLIKE = re.compile(rf"\s+|(?P<name>{_NAMES.pattern})|[{''.join(_SIGNS)}]|\w[\u0300-\u036f]+")
# the most code points of a label that the end of a context has
_CUT = 16
# what is left of a name where context begins or ends within it
_CUT_FIRST, _CUT_LAST = re.compile(r"\A[^⟦⟧:\n]+(?:⟧|(?=:\s))"), re.compile(r"(?:⟦|(?<=\n)\w)[^⟦⟧:\n]*\Z")
_TOKEN = re.compile(rf"{MARK}|\w+|\S")

Selector = tuple[int, int, str, str, str]


@dataclass(frozen=True)
class Compared:
    """`text` as it is compared; `at` and `to`: from where to where each of its code points is in the text as it stands."""

    text: str
    at: list[int]
    to: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span that is not empty is in the text as it stands."""
        return self.at[start], self.to[end - 1]


def compared(text: str, alike: Iterable[str] = ()) -> Compared:
    """`text` as it is compared; names that are `alike` are one sign."""
    parts, at, to, last = list[str](), list[int](), list[int](), 0
    for found in _UNLIKE.finditer(text):
        start, end = found.span()
        parts.append(text[last:start])
        at += range(last, start)
        to += range(last + 1, start + 1)
        old, last = found.group(), end
        if found["name"] and _close(old) in alike:
            parts.append(MARK)
            at.append(start)
            to.append(end)
        elif found["name"]:
            # a name that is no other is words like any
            inner = compared(old[1:])
            parts += [old[0], inner.text]
            at += [start, *(start + 1 + place for place in inner.at)]
            to += [start + 1, *(start + 1 + place for place in inner.to)]
        elif not old.isspace():
            parts.append(new := _SIGNS.get(old) or unicodedata.normalize("NFC", old))
            at += [start] * len(new)
            to += [end] * len(new)
    parts.append(text[last:])
    return Compared("".join(parts), [*at, *range(last, len(text))], [*to, *range(last + 1, len(text) + 1)])


@dataclass(frozen=True)
class Passage:
    """A passage and what stood before and after it, as they are compared; `named`: whether renamed names are alike."""

    quote: str
    prefix: str
    suffix: str
    named: bool


def _close(words: str) -> str:
    return "".join(words.split())


def _names(text: str) -> set[str]:
    """Pseudonyms and labels in a text, without white space."""
    return {_close(name) for name in _NAMES.findall(text)}


class Renamed:
    """The names, of the text now and of what is known of the old one, that may have been renamed."""

    def __init__(self, text: str, selectors: Iterable[Selector]) -> None:
        # a piece that does not begin the text may begin within a label
        pieces = [
            ("\n" if start == len(prefix) else " ") + prefix + quote + suffix
            for start, _, quote, prefix, suffix in selectors
        ]
        self._text = text
        now, known, self._now = _names(text), _close("".join(pieces)), _close(text)
        self._old = {name for piece in pieces for name in _names(piece)} - now
        ends = [self._cut(piece[1:], piece) for piece in pieces]
        first, last = {_close(one) for one, *_ in ends} - {""}, {_close(one) for _, _, one, _ in ends} - {""}
        # where no name is gone none was renamed
        gone = self._old or any(one or other for _, one, _, other in ends)
        new = {name for name in now if gone and name not in known}
        self._new = {
            name for name in new if not name.endswith(tuple(first)) and not name.startswith(tuple(last))
        }
        self._pages = dict[bool, Compared]()

    def _cut(self, prefix: str, suffix: str) -> tuple[str, bool, str, bool]:
        """What is left of a name before and after a passage, and whether that is gone from the text."""
        found = _CUT_FIRST.match(prefix), _CUT_LAST.search(suffix)
        first, last = (one.group() if one else "" for one in found)
        begins = [last] if last[:1] == "⟦" else [f"\n{last}"] if len(last) < _CUT else []
        gone_first = _close(first) + ("" if first.endswith("⟧") else ":") not in self._now
        gone_last = bool(begins) and begins[0] not in f"\n{self._text}"
        gone_first |= any(name.endswith(_close(first)) for name in self._old)
        gone_last |= any(name.startswith(_close(last)) for name in self._old)
        return first, bool(first) and gone_first, last, bool(last) and gone_last

    def page(self, named: bool) -> Compared:
        """The text now, as it is compared."""
        if named not in self._pages:
            page, end = compared(self._text, self._new if named else ()), len(self._text)
            first, last = [0] * len(EDGE), [end] * len(EDGE)
            self._pages[named] = Compared(
                EDGE + page.text + EDGE, [*first, *page.at, *last], [*first, *page.to, *last]
            )
        return self._pages[named]

    def passage(self, selector: Selector) -> Passage:
        """A passage as it is compared; where it begins or ends within a renamed name, names are as written."""
        start, _, quote, prefix, suffix = selector
        first, first_gone, last, last_gone = self._cut(prefix, suffix)
        left = MARK + prefix[len(first) :] if first_gone else prefix
        right = suffix[: -len(last)] + MARK if last_gone else suffix
        # less context than there could be, and some on the other side, was all that there was
        before = EDGE if start == len(prefix) and (prefix or suffix) else ""
        after = EDGE if len(suffix) < len(prefix) else ""
        bounds = len(left), len(left + quote)
        names = [
            found for found in _NAMES.finditer(left + quote + right) if _close(found.group()) in self._old
        ]
        if any(found.start() < bound < found.end() for found in names for bound in bounds):
            parts = (compared(words).text for words in (quote, prefix, suffix))
            quote, prefix, suffix = parts
            return Passage(quote, before + prefix, suffix + after, False)
        page = compared(left + quote + right, self._old)
        one, two = (bisect_left(page.at, bound) for bound in bounds)
        return Passage(page.text[one:two], before + page.text[:one], page.text[two:] + after, True)


def plain(words: str) -> str:
    """Words in NFC with one space for any white space: words are the same when these are."""
    return " ".join(unicodedata.normalize("NFC", words).split())


def only_names(old: str, new: str) -> bool:
    """Whether `new` is `old` but for names: every run of words that changed has a pseudonym, before or after.

    Half of the words must be there, or nothing would be known of it.
    """
    before, after = (_TOKEN.findall(_NAMES.sub(MARK, words)) for words in (old, new))
    if before == after:
        return plain(_NAMES.sub(MARK, old)) == plain(_NAMES.sub(MARK, new))
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    same = sum(b - a for kind, a, b, _, _ in steps if kind == "equal")
    return 2 * same >= min(len(before), len(after)) and all(
        kind == "equal"
        or (kind == "replace" and MARK in before[a:b] + after[c:d] and max(b - a, d - c) <= _NAME)
        for kind, a, b, c, d in steps
    )  # fmt: skip
