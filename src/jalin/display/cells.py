"""The kinds of cells of a matrix: what each shows in words, and how it is drawn.

A new kind is one entry in `CELLS`, or an entry point `jalin.cells` of another package.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from jalin.condense.quoting import beginning
from jalin.consent import UNQUOTED
from jalin.display.draw import draw_grid, draw_marks
from jalin.registry import Registry
from jalin.words import number, word

if TYPE_CHECKING:
    from jalin.display.display import Display

MARKS = {"strong": "●", "some": "◐", "hearsay": "○", "": "·"}
_LONGEST = 140


@dataclass(frozen=True)
class Cell:
    """A kind of cell: `words` of a cell that is not empty, and `draw` where a display of them is a figure.

    `words` is given a line of `Display.table` and its display.
    """

    words: Callable[[pd.Series, "Display"], str]
    draw: Callable[["Display"], Figure] | None = None


def in_language(words: Mapping[str, str], language: str) -> str:
    """What another package says in a language, or in its first where it does not have that one."""
    return words.get(language, next(iter(words.values())))


def heat(
    value: str, legend: Mapping[str, str] | None = None, form: str = "d"
) -> Callable[["Display"], Figure]:
    """A heat map of the column `value` of `Display.table`, each number written as `form` says.

    `legend`: what is counted, by language, the first for one that is not there; without it
    the words `label.VALUE`.
    """

    def draw(display: "Display") -> Figure:
        says = in_language(legend, display.language) if legend else ""
        return draw_grid(display.table, *display.titles, display.language, value, says, form)

    return draw


def _of(cell: pd.Series) -> str:
    """The voices of a cell, of all in its group of sources: 5/10."""
    return f"{cell['voices']}/{cell['able']}"


def _ofs(table: pd.DataFrame) -> pd.Series:
    """The same of each cell, a point for one where nobody does."""
    return pd.Series([_of(cell) if cell["voices"] else "·" for _, cell in table.iterrows()], table.index)


def _quote(cell: pd.Series, display: "Display") -> str:
    quote = cell["quote"]
    if quote == UNQUOTED:
        return f"{cell['codings']}: {word('unquoted', display.language)}"
    return f"{cell['codings']}: “{beginning(quote, _LONGEST)}”"


def _codes(cell: pd.Series, display: "Display") -> str:
    names = display.code_names[display.language]
    return "; ".join(names[code] for code in cell["codes"].split("; "))


CELLS: Registry[Cell] = Registry(
    group="jalin.cells",
    what="kind of cell",
    file="src/jalin/display/cells.py",
    kinds=(Cell,),
    own={
        "count": Cell(lambda cell, display: str(cell["codings"]), heat("codings")),
        "sources": Cell(lambda cell, display: str(cell["sources"]), heat("sources")),
        "voices": Cell(lambda cell, display: str(cell["voices"]), heat("voices")),
        "share": Cell(
            lambda cell, display: f"{number(cell['share'] * 100, display.language)}%",
            heat("share", form=".0%"),
        ),
        "reach": Cell(
            lambda cell, display: _of(cell),
            lambda display: draw_grid(
                display.table,
                *display.titles,
                display.language,
                "reach",
                form=".0%",
                said=_ofs(display.table),
            ),
        ),
        "mark": Cell(
            lambda cell, display: f"{MARKS[cell['mark']]} {cell['voices']}",
            lambda display: draw_marks(display.table, *display.titles, display.language),
        ),
        "quote": Cell(_quote),
        "codes": Cell(_codes),
        "summary": Cell(lambda cell, display: cell["summary"] or str(cell["codings"])),
    },
)
