"""Names by where a line has them: in the column of a table that is headed so, beside such a heading in a form, and in a list of people."""

import re
from collections.abc import Collection, Iterator

from jalin.protect.fields import column_kind
from jalin.protect.hits import Hit
from jalin.protect.words import Vocabulary

_CELL = re.compile(r"[^|]*[^|\s]")
_PART = re.compile(r"[^\W\d_]+")
# what a name looks like: Drs. H. Ujang bin Sukri, S.Pd.
_NAME = r"[A-Z][\w'.-]{0,20}(?:,? (?:(?:bin|binti|van|de|der|al) )?[A-Z][\w'.-]{0,20}){0,6}"
_NAMED = re.compile(_NAME)
# 1. Gempar, - Siti Aminah
_ITEM = re.compile(rf"(?m)^(?:\d{{1,3}}[.)]|[-*•–])\s{{1,3}}(?P<x>{_NAME})$")


def _names_somebody(value: str, words: Vocabulary, language: str) -> bool | None:
    """Whether a value is a person's name where one is expected, None where it may be one."""
    parts = _PART.findall(value)
    kinds = {words.kind(part, language) for part in parts}
    if not parts or {"body", "office"} & kinds or _NAMED.fullmatch(value) is None:
        return False
    if {"name", "both", "unknown"} & kinds:
        return True
    return None if not any(map(words.uses, parts)) and not any(map(words.is_heading, parts)) else False


def in_table(text: str, words: Vocabulary, language: str) -> Iterator[tuple[Hit, bool]]:
    """The names in cells, parted by |, of lines below or beside a heading such as Nama, and whether each is certain."""
    heads: list[str] = []
    at = 0
    for line in text.split("\n"):
        cells = list(_CELL.finditer(line)) if "|" in line else []
        values = [cell.group().strip() for cell in cells]
        kinds = ["name" if column_kind(value.rstrip(" :")) == "name" else "" for value in values]
        form = len(values) == 2 and kinds == ["name", ""] and _names_somebody(values[1], words, language)
        if any(kinds) and not form:
            heads = kinds
        elif len(cells) > 1 and (form or len(cells) == len(heads)):
            for kind, cell, value in zip(["", "name"] if form else heads, cells, values, strict=True):
                sure = _names_somebody(value, words, language) if kind else False
                if sure is not False:
                    start = at + cell.end() - len(value)
                    yield Hit(kind, start, start + len(value), value), bool(sure)
        elif len(cells) < 2:
            heads = []
        at += len(line) + 1


def in_list(text: str, found: Collection[Hit], words: Vocabulary, language: str) -> Iterator[Hit]:
    """The items of a list of which another one is a name that was `found`, where they may be names."""
    spans = {(hit.start, hit.end) for hit in found}
    items: list[re.Match[str]] = []

    def of_people() -> Iterator[Hit]:
        named = [item.span("x") in spans for item in items]
        if 2 * sum(named) >= len(items) > 1:
            for item, known in zip(items, named, strict=True):
                if not known and _names_somebody(item["x"], words, language) is not False:
                    yield Hit("name", *item.span("x"), item["x"])

    for item in _ITEM.finditer(text):
        if items and item.start() != items[-1].end() + 1:
            yield from of_people()
            items = []
        items.append(item)
    yield from of_people()
