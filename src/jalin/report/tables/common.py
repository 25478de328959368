"""What every table of the report is made with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from jalin.report.results import Results
from jalin.words import has_word, known_languages, number, word


@dataclass(frozen=True)
class Item:
    """A table of the report: the stage it comes from, how to make it, its wide columns, an anchor for each row.

    Columns of `below` stand below the words of the column before them; `links` has an address for each cell, "" for none.
    On paper a `joined` table is a list in two columns of print, what stands before its wide column in one line.
    """

    stage: str
    make: Callable[[Results, str], pd.DataFrame]
    wide: tuple[str, ...] = ()
    anchors: Callable[[Results], list[str]] | None = None
    below: tuple[str, ...] = ()
    links: Callable[[Results, str], pd.DataFrame] | None = None
    joined: bool = False


# headings of the voices on each side
VOICES = {"voices_for": "plus", "voices_mixed": "both_ways", "voices_against": "minus"}


def named(frame: pd.DataFrame, columns: Iterable[str], language: str, **other: str) -> pd.DataFrame:
    """The `columns` of `frame` in their order, under their headings of the catalogue.

    A heading has the key of its column, unless `other` gives it another.
    """
    order = list(columns)
    if frame.columns.empty:
        # rows of which there are none say no columns
        frame = frame.reindex(columns=order)
    headings = {name: word(f"column.{other.get(name, name)}", language) for name in order}
    return frame[order].rename(columns=headings)


def terms(key: str, values: Iterable[str], language: str) -> list[str]:
    """The catalogue's words for each of `values`; `key` is theirs, as `verdict.{}`."""
    return [word(key.format(value), language) for value in values]


def percent(values: Iterable[float]) -> list[str]:
    """Shares as whole percents, a dash where there is none."""
    return ["–" if pd.isna(value) else f"{value:.0%}" for value in values]


def rounded(values: pd.Series, language: str, digits: int = 2) -> list[str]:
    return [number(value, language, digits) for value in values]


def headings(key: str) -> tuple[str, ...]:
    """A column's heading in every language."""
    return tuple(word(f"column.{key}", language) for language in known_languages())


def axis_name(axis: str, language: str) -> str:
    """What the rows of a display are, in a word."""
    kind = "code" if axis.startswith("code:") else axis
    return word(f"axis.{kind}", language) if has_word(f"axis.{kind}") else kind.removeprefix("code.")
