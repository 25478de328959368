"""Names of people: by what stands before and after them, and by what is known to be a name.

Titles and degrees (`titles`), forms of address (`addressed`), words that introduce a name
(namanya, my name is), and lists of names. A rule is a start, not proof: what only might be
a name is suspected, and a person decides. Every rule reads a text once: each looks a
bounded number of words ahead.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from jalin.protect.addressed import addressed_names
from jalin.protect.cues import AND, BEFORE, KNOWN, NAMED_AFTER, PLACES, SELF, WHERE, tells
from jalin.protect.hits import Hit
from jalin.protect.net import perhaps
from jalin.protect.reading import Found, Reading
from jalin.protect.rows import in_list, in_table
from jalin.protect.runs import may_be_called, names_of
from jalin.protect.titles import SHORTEST, bare, titled_names
from jalin.protect.tokens import Token, runs_of
from jalin.protect.words import ADDRESSES, HONORIFICS, UNSURE, Vocabulary

# Karmidi, Nyai Surti dan Pak Wito are in a row
_ADDRESS = re.compile(rf"(?<!\w)(?:{HONORIFICS}|{UNSURE})\.? $", re.IGNORECASE)
_ENDS = re.compile(r"[a-z]{0,3}")


def names_in(reading: Reading, titles: bool = True) -> tuple[list[Hit], list[Hit]]:
    """(certain, suspected) names of a text, which may overlap; `titles`: whether a title or degree stands in it."""
    certain = list(titled_names(reading.text, reading.words, reading.language)) if titles else []
    suspected: list[Hit] = []
    found = [
        *addressed_names(reading),
        *(name for run in runs_of(reading.tokens) for name in names_of(reading, run)),
        *_small_letters(reading),
    ]
    known = [match.span() for match in KNOWN.finditer(reading.text)] if found else []
    for name, sure in _rowed(reading, found):
        if known and any(start <= name[0].start and name[-1].end <= end for start, end in known):
            continue
        start, last = name[0].start, name[-1]
        # I Ketut Rentana, of which na is no more than its end
        whole = len(name) > 1 and last.kind != "name"
        end = _ENDS.match(reading.text, last.end).end() if whole else last.end  # type: ignore[union-attr]
        (certain if sure else suspected).append(Hit("name", start, end, reading.text[start:end]))
    if "|" in reading.text:
        for hit, sure in in_table(reading.text, reading.words, reading.language):
            (certain if sure else suspected).append(hit)
    suspected += in_list(reading.text, [*certain, *suspected], reading.words, reading.language)
    return certain, [*suspected, *perhaps(reading, [*certain, *suspected], known)]


@lru_cache(1024)
def _joins(between: str) -> re.Match[str] | None:
    """What joins two names of a row, where that and a form of address are all that is `between` them."""
    return AND.fullmatch(_ADDRESS.sub("", between))


def _rowed(reading: Reading, found: list[Found]) -> Iterator[Found]:
    """The same in order; one word that may be a name is one in a row of names: Jomar, Rodel and Ernesto Bautista."""
    rows = sorted(found, key=lambda one: one[0][0].start)
    between = [
        _joins(reading.text[first[-1].end : max(first[-1].end, second[0].start)][:24])
        for (first, _), (second, _) in pairwise(rows)
    ]
    at = 0
    while at < len(rows):
        end = at
        while end < len(between) and between[end]:
            end += 1
        row = rows[at : end + 1]
        # one comma alone may stand before anything
        joined = len(row) > 2 or (len(row) == 2 and (between[at] or [""])[0] != ", ")
        # Grant and Bill, whom nobody writes small; Dean and Matty
        alone = len(row) > 1 and all(len(name) == 1 for name, _ in row)
        apart = [_apart(reading, name[0]) for name, _ in row] if alone else []
        both = any(apart) and all(
            apart or reading.kind(name[0]) == "unknown" for apart, (name, _) in zip(apart, row, strict=True)
        )
        before = reading.text[max(0, row[0][0][0].start - BEFORE) : row[0][0][0].start]
        if len(row) > 1 and not row[0][1] and tells(before, WHERE if len(row) > 2 else NAMED_AFTER, PLACES):
            # at schools like Drexel, Harland and Salem
            yield from ((name, sure and len(name) > 1) for name, sure in row)
            at = end + 1
            continue
        known = joined and (both or any(sure for _, sure in row))
        for name, sure in row:
            alone = len(name) == 1 and (
                (reading.kind(name[0]) in ("name", "both"))
                or (reading.kind(name[0]) == "unknown" and not reading.words.is_place(name[0].word))
                or may_be_called(reading, name[0])
            )
            yield name, sure or (known and alone)
        at = end + 1


def _apart(reading: Reading, token: Token) -> bool:
    return reading.kind(token) in ("name", "both") or (
        may_be_called(reading, token) and not reading.words.uses(token.word)
    )


def _small_letters(reading: Reading) -> Iterator[Found]:
    """Names in small letters, as in a chat: certain in a line without any capital, where they are no words."""
    said = {match.start("x"): match["sure"] is not None for match in SELF.finditer(reading.text)}
    # most texts have none, and need not be cut into lines
    capitals: set[int] | None = None
    lines: list[int] = []
    for token in reading.tokens:
        if token.case != "small":
            continue
        name = len(token.word) >= SHORTEST - 1 and reading.kind(token) == "name"
        if (not name or reading.words.is_english(token.word)) and (name or token.start not in said):
            continue
        if capitals is None:
            lines = [0, *(match.end() for match in re.finditer("\n", reading.text))]
            capitals = {
                bisect_right(lines, one.start)
                for one in reading.tokens
                if one.case not in ("small", "letter")
            }
        alone = bisect_right(lines, token.start) not in capitals
        if name and (alone or len(token.word) >= SHORTEST):
            yield [token], alone and len(token.word) >= SHORTEST
        elif alone and (reading.kind(token) == "both" or reading.words.may_name(token.word)):
            # gue arif, anak teknik
            yield [token], said[token.start]


def is_name(label: str, words: Vocabulary) -> bool:
    """Whether a speaker's label may name a person: it is no role, office, number or heading, and no letter such as I or P1."""
    parts = [part.strip(".,()[]*-") for part in bare(label).split()]
    letters = [part for part in parts if any(character.isalpha() for character in part) and len(part) > 1]
    if not letters or any(character.isdigit() for part in parts for character in part):
        return False
    kinds = [words.kind(part) for part in letters if part.casefold() not in ADDRESSES]
    if all(words.is_heading(part) for part in letters):
        return False
    if not kinds or (
        kinds[0] in ("office", "body") and not any(kind in ("name", "unknown") for kind in kinds)
    ):
        return False
    # a title or an address before it leaves no doubt
    return any(kind not in ("stop", "office", "body", "known") for kind in kinds) and letters[0][0].isupper()
