"""What every table of the report is made with."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from jalin.report.results import Results
from jalin.study import LANGUAGES
from jalin.words import has_word, number, word


@dataclass(frozen=True)
class Item:
    """A table of the report: the notebook it comes from, how to make it, its wide columns, an anchor for each row."""

    notebook: str
    make: Callable[[Results, str], pd.DataFrame]
    wide: tuple[str, ...] = ()
    anchors: Callable[[Results], list[str]] | None = None


def named(frame: pd.DataFrame, columns: dict[str, str], language: str) -> pd.DataFrame:
    """The columns of `frame` named in `columns`, under their headings of the catalogue."""
    headings = {name: word(f"column.{key}", language) for name, key in columns.items()}
    return frame[list(columns)].rename(columns=headings)


def rounded(values: pd.Series, language: str, digits: int = 2) -> list[str]:
    return [number(value, language, digits) for value in values]


def headings(key: str) -> tuple[str, ...]:
    """A column's heading in every language."""
    return tuple(word(f"column.{key}", language) for language in LANGUAGES)


def axis_name(axis: str, language: str) -> str:
    """What the rows of a display are, in a word."""
    kind = "code" if axis.startswith("code:") else axis
    return word(f"axis.{kind}", language) if has_word(f"axis.{kind}") else kind.removeprefix("code.")
