"""Pieces of the report as HTML, made by `templates/elements.html.j2`.

The same pieces go into the page and, by way of pandoc, into PDF and DOCX.
"""

import re
from collections.abc import Collection, Sequence
from functools import partial
from itertools import pairwise
from numbers import Integral
from pathlib import Path

import numpy as np
import pandas as pd
from markupsafe import Markup

from jalin.report.vector import address
from jalin.templates import render
from jalin.words import day, number, word

# whole numbers, decimals of either language, and the dash of a missing one
_NUMBER = r"(?:< )?[−-]?[\d.,]+|–"

element = partial(render, "report/elements")


def slug(name: str) -> str:
    """`name` as a part of an anchor: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def picture(path: Path) -> Markup:
    """An image as an address that holds all of it."""
    return Markup(address(path.read_text(encoding="utf-8")))


def table(
    frame: pd.DataFrame,
    language: str,
    page: bool,
    wide: tuple[str, ...] = (),
    links: pd.DataFrame | None = None,
    anchors: Sequence[str] = (),
    below: tuple[str, ...] = (),
    lying: bool = False,
    **titled: object,
) -> str:
    """A numbered table; columns that hold only numbers are set to the right, `wide` ones get room; `lying` where it lies on its side if it is wide.

    `links`: an address for each cell, "" for none; `anchors`: an id for each row; what is in a column of `below` stands
    below the words of the column before it; `titled`: its number, caption, notebook and data.
    """
    whole = frame.map(lambda value: _said(value, language)).astype("str")
    texts = whole[[name for name in whole if name not in below]]
    under = {before: list(whole[name]) for before, name in pairwise(whole) if name in below}
    frame = texts
    # a column of numbers has the word for none where there is none
    bare = texts.replace(word("empty_cell", language), "–")
    kinds = [
        "number" if bare[name].str.fullmatch(_NUMBER).all() else "wide" if name in wide else ""
        for name in frame.columns
    ]
    said = [list(map(str, row)) for row in frame.itertuples(index=False, name=None)]
    hrefs = links.to_numpy().tolist() if links is not None else [[""] * len(kinds)] * len(said)
    lower = list(zip(*(under.get(name, [""] * len(said)) for name in texts), strict=True))
    rows = [
        (anchor, list(zip(row, ways, more, strict=True)))
        for anchor, row, ways, more in zip(anchors or [""] * len(said), said, hrefs, lower, strict=True)
    ]
    columns = list(zip(frame.columns, kinds, strict=True))
    shares = () if page else widths(texts, under, lying)
    return element("table", language, page=page, columns=columns, rows=rows, widths=shares, **titled)


def _said(value: object, language: str) -> object:
    """A cell as the language writes it: whole numbers with their marks, days in words; the data beside a table have them bare."""
    if isinstance(value, Integral) and not isinstance(value, bool):
        return number(int(value), language)
    if not isinstance(value, str):
        return value
    said = day(value, language, "medium")
    # a day is not broken over lines
    return value if said == value else said.replace(" ", "\N{NO-BREAK SPACE}")


def joined(
    frame: pd.DataFrame, language: str, wide: Sequence[str], anchors: Sequence[str], **titled: object
) -> str:
    """A table as a list for paper: of each row its first cell, the facts, then the words of its wide column and what is below them."""
    first = next((place for place, name in enumerate(frame.columns) if name in wide), len(frame.columns) - 1)
    rows = [
        (anchor, row[0], " · ".join(filter(None, row[1:first])), row[first], " ".join(row[first + 1 :]))
        for anchor, row in zip(
            anchors or [""] * len(frame), frame.astype("str").itertuples(index=False, name=None), strict=True
        )
    ]
    return element("joined", language, page=False, rows=rows, **titled)


# characters of a table's letters across the text of an A4 page, upright and on its side, and what a column's sides take of them
_ACROSS, _LYING, _SIDES = 118, 182, 3.2
# a table whose longest words take more of them side by side lies on its side in Word
WIDE = 100


def _letters(word: str) -> float:
    """The width of a word in letters of the middle width; narrow ones take little more than half of that."""
    return len(word) - 0.4 * sum(map(word.count, "fijlrtI.,()"))


def needed(told: pd.DataFrame) -> np.ndarray:
    """Letters of the longest word of each column, with its sides; the first row is the head."""
    # heads are bold; a line breaks after a hyphen, and within a word that is longer still
    words = told.map(lambda text: max(map(_letters, re.split(r"[ \t\n/–-]+", text))))
    longest = np.fmax(1.2 * words.iloc[0], 1.1 * words.iloc[1:].max())
    return longest.clip(upper=18).to_numpy(float) + _SIDES


def widths(texts: pd.DataFrame, twofold: Collection[str] = (), lying: bool = False) -> list[str]:
    """Widths of the columns for paper: room for the longest word of each, then each letter more to the column that saves most lines.

    `twofold` columns have as much again below. The lines of a row are nearly those of its longest cell: the fourth root
    of the sum of fourth powers, so that of two equal cells either is worth a letter.
    """
    if texts.empty:
        return []
    told = pd.concat([pd.DataFrame([[str(name) for name in texts]], columns=texts.columns), texts])
    need = needed(told)
    across = _LYING if lying and need.sum() > WIDE else _ACROSS
    letters = told.map(len).to_numpy(float).T * [[1 + (name in twofold)] for name in texts]
    while need.sum() < across and (letters.max(axis=1) > need - _SIDES).any():
        now, wider = ((letters / (need + more - _SIDES)[:, None]) ** 4 for more in (0, 1))
        need[((now.sum(axis=0) - now + wider) ** 0.25).sum(axis=1).argmin()] += 1
    return [f"{one / max(need.sum(), across):.1%}" for one in need]
