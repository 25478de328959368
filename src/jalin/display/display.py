"""A matrix as people see it: a table of words, a figure, a spreadsheet, and the quotes of each cell."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from jalin.consent import UNQUOTED
from jalin.display.cells import CELLS, heat
from jalin.display.material import PAIR, Axis
from jalin.figure import nothing
from jalin.settings import DisplaySpec
from jalin.spreadsheet import write_xlsx
from jalin.tables.parts import Parts
from jalin.templates import render
from jalin.words import word

CELL = ["row", "column"]


def is_drawn(spec: DisplaySpec) -> bool:
    """Whether a display is shown as a figure rather than as a table of words."""
    return CELLS[spec.cell].draw is not None


@dataclass(frozen=True, repr=False)
class Display:
    """A matrix: `table` has one line a cell (row, column, codings, sources, voices, share, mark,
    codes, summary, example, quote), `cells` every coding of each (row, column, source_id, coder,
    coding_id, quote); in parts, where the codings are. `code_names`: the name of every code, by language. `few`: the
    groups of which the source of a passage in a cell would tell who speaks; those name and quote none."""

    spec: DisplaySpec
    rows: Axis
    columns: Axis
    table: pd.DataFrame
    cells: pd.DataFrame | Parts
    code_names: dict[str, dict[str, str]]
    language: str
    few: frozenset[str] = frozenset()

    @property
    def drawn(self) -> bool:
        """Whether it is shown as a figure rather than as a table of words."""
        return is_drawn(self.spec)

    @property
    def titles(self) -> tuple[dict[str, str], dict[str, str]]:
        """The names of rows and of columns in the language of the display."""
        return self.rows.names[self.language], self.columns.names[self.language]

    def tells(self, row: str, column: str) -> bool:
        """Whether the passages of a cell would tell who speaks in it."""
        return not self.few.isdisjoint((*row.split(PAIR), *column.split(PAIR)))

    def words(self, cell: pd.Series) -> str:
        """What a cell shows, in words; an empty cell says so."""
        if not cell["codings"] and not cell["summary"]:
            return word("empty_cell", self.language)
        return CELLS[self.spec.cell].words(cell, self)

    def frame(self) -> pd.DataFrame:
        """The display as people read it: a row a row, under the names of the columns."""
        said = self.table.assign(cell=[self.words(row) for _, row in self.table.iterrows()])
        wide = said.pivot(index="row", columns="column", values="cell").reindex(
            index=self.rows.values, columns=self.columns.values
        )
        row_names, column_names = self.titles
        wide.index = pd.Index([row_names[name] for name in wide.index], name=None)
        wide.columns = pd.Index([column_names[name] for name in wide.columns], name=None)
        return wide

    def quotes(self, row: str, column: str) -> pd.DataFrame:
        """Every coding of a cell: source_id, coder, coding_id, quote."""
        cells = self.cells.where(row=row, column=column) if isinstance(self.cells, Parts) else self.cells
        found = cells[(cells["row"] == row) & (cells["column"] == column)]
        return found.drop(columns=CELL).reset_index(drop=True)

    @property
    def listed(self) -> pd.DataFrame:
        """Every coding of every cell, in one frame."""
        if not isinstance(self.cells, Parts):
            return self.cells
        return pd.concat([self.cells.read(path) for path in self.cells.paths], ignore_index=True)

    def figure(self) -> Figure:
        """The display as a figure, as its kind of cell is drawn; one of words as a heat map of codings."""
        if self.table.empty:
            return nothing(self.language)
        return (CELLS[self.spec.cell].draw or heat("codings"))(self)

    def export(self, path: Path) -> None:
        """Write the display and its cells to an .xlsx."""
        write_xlsx(path, {"display": self.frame().rename_axis("").reset_index(), "cells": self.listed})

    def __repr__(self) -> str:
        # it is kept in notebooks that are shared, and the codings of a cell say whose they are
        return f"Display({self.spec.id})"

    def _repr_html_(self) -> str:
        """A table for JupyterLab; each cell opens its quotes."""
        row_names, column_names = self.titles
        by_cell = {} if isinstance(self.cells, Parts) else dict(list(self.cells.groupby(CELL)))
        by_key = {(row["row"], row["column"]): row for _, row in self.table.iterrows()}

        def cell(row: str, column: str) -> tuple[str, list[tuple[str, str]]]:
            found = by_cell.get((row, column))
            quotes = (
                []
                if found is None or self.tells(row, column)
                else list(zip(found["source_id"], found["quote"], strict=True))
            )
            quotes = [one for one in quotes if one[1] != UNQUOTED]
            return self.words(by_key[row, column]), quotes

        return render(
            "display/display",
            "table",
            self.language,
            columns=[column_names[name] for name in self.columns.values],
            rows=[
                (row_names[name], [cell(name, column) for column in self.columns.values])
                for name in self.rows.values
            ],
        )
