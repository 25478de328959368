"""Matrix displays from a line: rows, columns, and what a cell holds.

    show(material, "role_group", "theme")                        how many codings
    show(material, "code:CARE", "role_group", cell="mark")       a checklist
    show(material, "voice", "question", cell="quote")            conceptually clustered

Whatever a cell shows, it is counted from codings and knows each of them. Names and
shapes follow Miles, Huberman & Saldaña (2014), Qualitative Data Analysis.
"""

import hashlib
import html
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from jalin.condense.quoting import by_telling
from jalin.display.draw import draw_grid, draw_marks
from jalin.display.material import Axis, Material
from jalin.errors import Problem, StudyError, nearest
from jalin.figure import nothing
from jalin.files import write_atomically
from jalin.settings import CELLS, LANGUAGES, DisplaySpec
from jalin.tables.parts import Parts, measure, measured
from jalin.words import number, word

MARKS = {"strong": "●", "some": "◐", "hearsay": "○", "": "·"}
_KEYS = ["row", "column"]
# what a cell shows of a coding, or is ranked by
_SHOWN = ["source_id", "coder", "coding_id", "code", "voice", "directness", "agreed", "start", "quote"]


@dataclass(frozen=True)
class Display:
    """A matrix: `table` has one line a cell (row, column, codings, sources, voices, share, mark,
    codes, summary, example, quote), `cells` every coding of each (row, column, source_id, coder,
    coding_id, quote); in parts, where the codings are. `code_names`: the name of every code, by language."""

    spec: DisplaySpec
    rows: Axis
    columns: Axis
    table: pd.DataFrame
    cells: pd.DataFrame | Parts
    code_names: dict[str, dict[str, str]]
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
            names = self.code_names[self.language]
            return "; ".join(names[code] for code in cell["codes"].split("; "))
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
        cells = self.cells.where(row=row, column=column) if isinstance(self.cells, Parts) else self.cells
        found = cells[(cells["row"] == row) & (cells["column"] == column)]
        return found.drop(columns=_KEYS).reset_index(drop=True)

    def figure(self) -> Figure:
        """The display as a figure: marks as marks, anything else as a heat map of codings."""
        if self.table.empty:
            return nothing(self.language)
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
        by_cell = {} if isinstance(self.cells, Parts) else dict(list(self.cells.groupby(_KEYS)))
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


@dataclass(frozen=True)
class MatrixPart:
    """What a matrix takes from some codings.

    `cells`: codings, sources, voices, and firm (codings that are no hearsay) by
    (row, column); `codes`: each code of each cell; `best`: the passage to quote of each cell,
    with what it is ranked by; `kept`: every coding of every cell; `ends`: one coding for each
    value of either axis; `leaning`: per row the codings of the code that rows are ordered by,
    and all.
    """

    cells: pd.DataFrame
    codes: pd.DataFrame
    best: pd.DataFrame
    kept: pd.DataFrame | Path
    ends: pd.DataFrame
    leaning: pd.DataFrame


def _cells(material: Material, rows: Axis, columns: Axis) -> pd.DataFrame:
    """Every coding of every cell, the one to quote first."""
    at = rows.at.merge(columns.at, on="position", suffixes=("_row", "_column"))
    at = at.rename(columns={"value_row": "row", "value_column": "column"})
    found = material.codings[_SHOWN].iloc[at["position"].to_numpy(dtype=int)].reset_index(drop=True)
    return by_telling(found.assign(row=at["row"].astype("str"), column=at["column"].astype("str")))


def _distinct(frame: pd.DataFrame, what: str) -> pd.Series:
    return frame[[*_KEYS, what]].drop_duplicates().groupby(_KEYS, sort=False).size()


def _ends(codings: pd.DataFrame, *axes: Axis) -> pd.DataFrame:
    """One coding for each value of each axis: enough to know the axes by."""
    positions = {int(at) for axis in axes for at in axis.at.drop_duplicates("value")["position"]}
    return codings.iloc[sorted(positions)]


@dataclass(frozen=True)
class Matrix:
    """The measure behind `matrix`; `material` without codings. With `folder`, the codings of cells are kept there."""

    material: Material
    spec: DisplaySpec
    language: str
    folder: Path | None = None

    @property
    def columns(self) -> None:
        """What it looks at: any, as axes and queries name them."""

    def _used(self, codings: pd.DataFrame) -> Material:
        given = replace(self.material, codings=codings)
        return given.where(self.spec.where) if self.spec.where else given

    def part(self, codings: pd.DataFrame) -> MatrixPart:
        """What the cells have in these codings."""
        used = self._used(codings.reset_index(drop=True))
        rows, columns = used.axis(self.spec.rows), used.axis(self.spec.columns)
        ends, leaning = _ends(used.codings, rows, columns), self._leaning(used, rows)
        rows = rows.only(self.spec.only_rows) if self.spec.only_rows else rows
        columns = columns.only(self.spec.only_columns) if self.spec.only_columns else columns
        found = _cells(used, rows, columns)
        firm = found[found["directness"] != "hearsay"]
        cells = pd.DataFrame(
            {
                "codings": found.groupby(_KEYS, sort=False).size(),
                "sources": _distinct(found, "source_id"),
                "voices": _distinct(found, "voice"),
                "firm": firm.groupby(_KEYS, sort=False).size(),
            }
        )
        kept = found[[*_KEYS, "source_id", "coder", "coding_id", "quote"]]
        if self.folder is not None:
            # a name of its own for each part: the first of its codings is in no other
            first = kept.iloc[:1]
            name = (
                "-".join(first[["source_id", "coder", "coding_id"]].astype(str).to_numpy().ravel()) or "none"
            )
            path = self.folder / f"{self.spec.id}-{hashlib.sha256(name.encode()).hexdigest()[:16]}.parquet"
            write_atomically(path, lambda to: _in_order(kept).astype("str").to_parquet(to, index=False))
        return MatrixPart(
            cells=cells.fillna(0).astype("int64").reset_index(),
            codes=found[[*_KEYS, "code"]].drop_duplicates(ignore_index=True),
            best=found.drop_duplicates(_KEYS)[
                [*_KEYS, "agreed", "source_id", "start", "code", "coding_id", "quote"]
            ],
            kept=kept if self.folder is None else path,
            ends=ends,
            leaning=leaning,
        )

    def _leaning(self, used: Material, rows: Axis) -> pd.DataFrame:
        """Per row, how many codings it has of the branch that rows are ordered by, and in all."""
        if not self.spec.order_by:
            return pd.DataFrame(columns=["of", "all"])
        used.axis(f"code:{self.spec.order_by}")
        branch = used.codebook.branch(used.codebook.today[self.spec.order_by])
        inside = set(used.codings.index[used.codings["code"].isin(branch)])
        every = rows.at["value"].value_counts()
        own = rows.at[rows.at["position"].isin(inside)]["value"].value_counts()
        return pd.DataFrame({"of": own.reindex(every.index, fill_value=0), "all": every})

    def _axes(self, taken: list[MatrixPart]) -> tuple[Axis, Axis]:
        """Rows and columns in their order."""
        ends = pd.concat([one.ends for one in taken], ignore_index=True)
        used = replace(self.material, codings=ends)
        rows, columns = used.axis(self.spec.rows), used.axis(self.spec.columns)
        if self.spec.order_by:
            leaning = pd.concat([one.leaning for one in taken]).groupby(level=0).sum()
            # cases differ in how much was collected
            by = leaning["of"] / leaning["all"] if self.spec.rows == "case_id" else leaning["of"]
            place = {value: number for number, value in enumerate(rows.values)}
            rows = rows.only(sorted(rows.values, key=lambda value: (-by.get(value, 0), place[value])))
        for axis, wanted, side in (
            (rows, self.spec.only_rows, "rows"),
            (columns, self.spec.only_columns, "columns"),
        ):
            if unknown := [value for value in wanted if value not in axis.values]:
                what = f"{unknown[0]!r} is not among the {side}"
                raise StudyError(Problem("display", self.spec.id, what, nearest(unknown[0], axis.values)))
        rows = rows.only(self.spec.only_rows) if self.spec.only_rows else rows
        return rows, columns.only(self.spec.only_columns) if self.spec.only_columns else columns

    def join(self, taken: list[MatrixPart]) -> Display:
        """The display: they add up, and of the passages the best is quoted."""
        rows, columns = self._axes(taken)
        added = pd.concat([one.cells for one in taken], ignore_index=True).groupby(_KEYS).sum()
        grid = pd.MultiIndex.from_product([rows.values, columns.values], names=_KEYS)
        table = added.reindex(grid, fill_value=0)
        totals = table["codings"].groupby(level="row", sort=False).transform("sum")
        book = self.material.codebook
        codes = pd.concat([one.codes for one in taken], ignore_index=True).drop_duplicates()
        codes = codes.sort_values(
            "code",
            key=lambda given: given.map({code: at for at, code in enumerate(book.codes)}),
            kind="stable",
        )
        told = codes.groupby(_KEYS, sort=False)["code"].agg("; ".join)
        best = by_telling(pd.concat([one.best for one in taken], ignore_index=True)).drop_duplicates(_KEYS)
        best = best.set_index(_KEYS).reindex(grid)
        mine = self.material.summaries[self.material.summaries["display"] == self.spec.id].set_index(_KEYS)[
            "summary"
        ]
        some, firm = table["codings"] > 0, table["firm"] > 0
        mark = pd.Series("", index=grid, dtype="str").mask(some, "hearsay")
        mark = mark.mask(firm, "some").mask(firm & (table["voices"] > 1), "strong")
        table = pd.DataFrame(
            {
                "codings": table["codings"],
                "sources": table["sources"],
                "voices": table["voices"],
                "share": (table["codings"] / totals.where(totals > 0)).fillna(0.0),
                "mark": mark,
                "codes": told.reindex(grid).fillna("").astype("str"),
                "summary": mine[~mine.index.duplicated(keep="last")].reindex(grid).fillna("").astype("str"),
                "example": best["coding_id"].fillna("").astype("str"),
                "quote": best["quote"].fillna("").astype("str"),
            }
        ).reset_index()
        if self.folder is not None:
            kept = Parts(tuple(sorted({one.kept for one in taken})))
        else:
            kept = _in_order(pd.concat([one.kept for one in taken], ignore_index=True))
        code_names = {language: book.names(language) for language in LANGUAGES}
        return Display(self.spec, rows, columns, table, kept, code_names, self.language)


def _in_order(kept: pd.DataFrame) -> pd.DataFrame:
    return kept.sort_values([*_KEYS, "source_id", "coder", "coding_id"], ignore_index=True)


def matrix(
    material: Material, spec: DisplaySpec, language: str = "id", folder: Path | None = None
) -> Display:
    """The display that `spec` describes; empty cells are kept.

    With codings in parts, the codings of its cells are parts as well, in `folder`.
    Raises `StudyError` for an axis, a code or a query that is not there.
    """
    nothing = replace(material, codings=None)
    return measure(material.codings, Matrix(nothing, spec, language, folder))


def matrices(
    material: Material, specs: list[DisplaySpec], language: str = "id", folder: Path | None = None
) -> list[Display]:
    """Every display of `specs`, as `matrix` makes them; codings in parts are read once for all."""
    nothing = replace(material, codings=None)
    found = measured(material.codings, {spec.id: Matrix(nothing, spec, language, folder) for spec in specs})
    return [found[spec.id] for spec in specs]


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
