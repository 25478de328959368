"""Matrix displays from a line: rows, columns, and what a cell holds.

    show(material, "role_group", "theme")                        how many codings
    show(material, "code:CARE", "role_group", cell="mark")       a checklist
    show(material, "voice", "question", cell="quote")            conceptually clustered

Whatever a cell shows, it is counted from codings and knows each of them. Names and
shapes follow Miles, Huberman & Saldaña (2014), Qualitative Data Analysis.
"""

import html
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from jalin.condense.quoting import by_telling
from jalin.display.draw import draw_grid, draw_marks
from jalin.display.material import Axis, Material
from jalin.errors import Problem, StudyError, nearest
from jalin.files import write_atomically
from jalin.study import CELLS, DisplaySpec
from jalin.words import number, word

MARKS = {"strong": "●", "some": "◐", "hearsay": "○", "": "·"}
_KEYS = ["row", "column"]


@dataclass(frozen=True)
class Display:
    """A matrix: `table` has one line a cell (row, column, codings, sources, voices, share, mark,
    codes, summary, example, quote), `cells` every coding of each (row, column, source_id, coder,
    coding_id, quote)."""

    spec: DisplaySpec
    rows: Axis
    columns: Axis
    table: pd.DataFrame
    cells: pd.DataFrame
    language: str = "id"

    @property
    def drawn(self) -> bool:
        """Whether it is shown as a figure rather than as a table of words."""
        return self.spec.cell in ("count", "sources", "voices", "share", "mark") and len(self.table) > 0

    def words(self, cell: pd.Series) -> str:
        """What a cell shows, in words; an empty cell says so."""
        if not cell["codings"] and not cell["summary"]:
            return word("empty_cell", self.language)
        kind = self.spec.cell
        if kind in ("count", "sources", "voices"):
            return str(cell["codings" if kind == "count" else kind])
        if kind == "share":
            return f"{number(cell['share'] * 100, self.language)}%"
        if kind == "mark":
            return f"{MARKS[cell['mark']]} {cell['voices']}"
        if kind == "summary":
            return cell["summary"] or f"{cell['codings']}"
        if kind == "codes":
            return cell["codes"]
        quote = cell["quote"]
        return f"{cell['codings']}: “{quote if len(quote) <= 140 else quote[:137] + '…'}”"

    def frame(self) -> pd.DataFrame:
        """The display as people read it: a row a row, under the names of the columns."""
        said = self.table.assign(cell=[self.words(row) for _, row in self.table.iterrows()])
        wide = said.pivot(index="row", columns="column", values="cell").loc[
            self.rows.values, self.columns.values
        ]
        row_names, column_names = self.rows.names[self.language], self.columns.names[self.language]
        wide.index = pd.Index([row_names[name] for name in wide.index], name=None)
        wide.columns = pd.Index([column_names[name] for name in wide.columns], name=None)
        return wide

    def quotes(self, row: str, column: str) -> pd.DataFrame:
        """Every coding of a cell: source_id, coder, coding_id, quote."""
        found = self.cells[(self.cells["row"] == row) & (self.cells["column"] == column)]
        return found.drop(columns=_KEYS).reset_index(drop=True)

    def figure(self) -> Figure:
        """The display as a figure: marks as marks, anything else as a heat map of codings."""
        names = self.rows.names[self.language], self.columns.names[self.language]
        if self.spec.cell == "mark":
            return draw_marks(self.table, *names, self.language)
        return draw_grid(
            self.table, *names, self.language, "voices" if self.spec.cell == "voices" else "codings"
        )

    def export(self, path: Path) -> None:
        """Write the display and its cells to an .xlsx."""

        def fill(part: Path) -> None:
            with pd.ExcelWriter(part, engine="openpyxl") as book:
                self.frame().to_excel(book, sheet_name="display")
                self.cells.to_excel(book, sheet_name="cells", index=False)

        write_atomically(path, fill)

    def _repr_html_(self) -> str:
        """A table for JupyterLab; each cell opens its quotes."""
        lines = ["<table><thead><tr><th></th>"]
        lines += [
            f"<th>{html.escape(self.columns.names[self.language][name])}</th>" for name in self.columns.values
        ]
        lines.append("</tr></thead><tbody>")
        by_cell = dict(list(self.cells.groupby(_KEYS)))
        by_key = {(row["row"], row["column"]): row for _, row in self.table.iterrows()}
        for name in self.rows.values:
            lines.append(f'<tr><th scope="row">{html.escape(self.rows.names[self.language][name])}</th>')
            for column in self.columns.values:
                said = html.escape(self.words(by_key[name, column]))
                part = by_cell.get((name, column))
                if part is None:
                    lines.append(f"<td>{said}</td>")
                    continue
                quotes = "".join(
                    f"<li>{html.escape(row.source_id)}: “{html.escape(row.quote)}”</li>"
                    for row in part.itertuples()
                )
                lines.append(f"<td><details><summary>{said}</summary><ul>{quotes}</ul></details></td>")
            lines.append("</tr>")
        return "".join(lines) + "</tbody></table>"


def _mark(part: pd.DataFrame) -> str:
    """How firmly a cell is filled: several voices, one, or hearsay alone."""
    firm = part[part["directness"] != "hearsay"]
    if firm.empty:
        return "hearsay"
    return "strong" if part["voice"].nunique() > 1 else "some"


def _cell(
    part: pd.DataFrame | None, row_total: int, names: dict[str, str], summary: str
) -> dict[str, object]:
    """What is counted, written and quoted of a cell; `names` of codes, in the codebook's order."""
    if part is None:
        return {
            "codings": 0, "sources": 0, "voices": 0, "share": 0.0, "mark": "", "codes": "",
            "summary": summary, "example": "", "quote": "",
        }  # fmt: skip
    used = set(part["code"])
    return {
        "codings": len(part),
        "sources": part["source_id"].nunique(),
        "voices": part["voice"].nunique(),
        "share": len(part) / row_total,
        "mark": _mark(part),
        "codes": "; ".join(name for code, name in names.items() if code in used),
        "summary": summary,
        "example": part["coding_id"].iloc[0],
        "quote": part["quote"].iloc[0],
    }


def _cells(material: Material, rows: Axis, columns: Axis) -> pd.DataFrame:
    """Every coding of every cell, the one to quote first."""
    at = rows.at.merge(columns.at, on="position", suffixes=("_row", "_column"))
    at = at.rename(columns={"value_row": "row", "value_column": "column"})
    joined = at.merge(material.codings, left_on="position", right_index=True, suffixes=("", "_coding"))
    return by_telling(joined)


def _ordered(material: Material, axis: Axis, by: str, share: bool) -> Axis:
    """The rows in falling order of how many codings of the branch `by` they have, or which `share` of theirs it is."""
    material.axis(f"code:{by}")
    branch = material.codebook.branch(material.codebook.today[by])
    inside = set(material.codings.index[material.codings["code"].isin(branch)])
    counted = axis.at[axis.at["position"].isin(inside)]["value"].value_counts()
    if share:
        counted = counted / axis.at["value"].value_counts()
    place = {value: number for number, value in enumerate(axis.values)}
    return axis.only(sorted(axis.values, key=lambda value: (-counted.get(value, 0), place[value])))


def matrix(material: Material, spec: DisplaySpec, language: str = "id") -> Display:
    """The display that `spec` describes; empty cells are kept.

    Raises `StudyError` for an axis, a code or a query that is not there.
    """
    used = material.where(spec.where) if spec.where else material
    rows, columns = used.axis(spec.rows), used.axis(spec.columns)
    if spec.order_by:
        # cases differ in how much was collected
        rows = _ordered(used, rows, spec.order_by, share=spec.rows == "case_id")
    for axis, wanted, side in ((rows, spec.only_rows, "rows"), (columns, spec.only_columns, "columns")):
        if unknown := [value for value in wanted if value not in axis.values]:
            what = f"{unknown[0]!r} is not among the {side}"
            raise StudyError(Problem("display", spec.id, what, nearest(unknown[0], axis.values)))
    rows = rows.only(spec.only_rows) if spec.only_rows else rows
    columns = columns.only(spec.only_columns) if spec.only_columns else columns
    found = _cells(used, rows, columns)
    names = used.codebook.names(language)
    grouped = dict(list(found.groupby(_KEYS, sort=False)))
    written = used.summaries[used.summaries["display"] == spec.id].set_index(_KEYS)["summary"].to_dict()
    totals = {name: len(part) for name, part in found.groupby("row")}
    lines = [
        {
            "row": row,
            "column": column,
            **_cell(grouped.get((row, column)), totals.get(row, 0), names, written.get((row, column), "")),
        }
        for row in rows.values
        for column in columns.values
    ]
    kept = found[[*_KEYS, "source_id", "coder", "coding_id", "quote"]].sort_values(
        [*_KEYS, "source_id", "coder", "coding_id"], ignore_index=True
    )
    return Display(spec, rows, columns, pd.DataFrame(lines), kept, language)


def show(
    material: Material, rows: str, columns: str, cell: str = "count", language: str = "id", **more: object
) -> Display:
    """A display in a line, for a notebook; `more`: where, order_by, only_rows, only_columns of `DisplaySpec`.

    Raises `StudyError` for an axis or a kind of cell that is not there.
    """
    if cell not in CELLS:
        raise StudyError(Problem("display", "cell", f"{cell!r} is no kind of cell", nearest(cell, CELLS)))
    name = f"{rows} × {columns}"
    spec = DisplaySpec(id=name, name={"id": name, "en": name}, rows=rows, columns=columns, cell=cell, **more)
    return matrix(material, spec, language)
