"""Matrix displays from a line: rows, columns, and what a cell holds.

    show(material, "role_group", "theme")                        how many codings
    show(material, "code:CARE", "role_group", cell="mark")       a checklist
    show(material, "voice", "question", cell="quote")            conceptually clustered

Whatever a cell shows, it is counted from codings and knows each of them. Names and
shapes follow Miles, Huberman & Saldaña (2014), Qualitative Data Analysis.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from jalin.code.codings import names_of
from jalin.condense.quoting import by_telling
from jalin.consent import printed
from jalin.display.cells import CELLS
from jalin.display.display import CELL, Display, is_drawn
from jalin.display.material import OF_CODES, Axis, Material
from jalin.display.shapes import displays_of
from jalin.errors import Problem, StudyError, nearest, refuse
from jalin.files import write_atomically
from jalin.protect.printed import Printed
from jalin.settings import DisplaySpec
from jalin.tables.parts import Parts, measure, measured

# what a cell shows of a coding, or is ranked by
_SHOWN = ["source_id", "coder", "coding_id", "code", "voice", "directness", "agreed", "start", "quote"]


@dataclass(frozen=True)
class MatrixPart:
    """What a matrix takes from some codings.

    `cells`: codings, sources, voices, and firm (codings that are no hearsay) by
    (row, column); `codes`: each code of each cell; `best`: the passage to quote of each cell,
    with what it is ranked by; `kept`: every coding of every cell; `ends`: one coding for each
    value of either axis; `leaning`: per row the codings of the code that rows are ordered by,
    and all; `able`: the voices that could be in a cell.
    """

    cells: pd.DataFrame
    codes: pd.DataFrame
    best: pd.DataFrame
    kept: pd.DataFrame | Path
    ends: pd.DataFrame
    leaning: pd.DataFrame
    able: pd.Series


def _cells(material: Material, rows: Axis, columns: Axis) -> pd.DataFrame:
    """Every coding of every cell, the one to quote first."""
    at = rows.at.merge(columns.at, on="position", suffixes=("_row", "_column"))
    at = at.rename(columns={"value_row": "row", "value_column": "column"})
    found = material.frame[_SHOWN].iloc[at["position"].to_numpy(dtype=int)].reset_index(drop=True)
    found = found.assign(row=at["row"].astype("str"), column=at["column"].astype("str"))
    # queries were asked before: what they look for in words may be what is not printed
    return printed(by_telling(found, material.closed), material.closed)


def _distinct(frame: pd.DataFrame, what: str) -> pd.Series:
    return frame[[*CELL, what]].drop_duplicates().groupby(CELL, sort=False).size()


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

    @property
    def joined(self) -> Printed | None:
        """How role groups are printed where it shows single voices or their words, or names a group in a case; None elsewhere."""
        axes = {part.strip() for axis in (self.spec.rows, self.spec.columns) for part in axis.split("×")}
        if {"case_id", "role_group"} <= axes:
            return self.material.printed_by_case
        told = self.spec.cell == "quote" or axes & {"voice", "source_id", "informant_id"}
        return self.material.printed if told else None

    def _used(self, codings: pd.DataFrame) -> Material:
        given = replace(self.material, codings=codings, joined=self.joined)
        try:
            return given.where(self.spec.where) if self.spec.where else given
        except StudyError as error:
            raise self._wrong("where", error.problems[0].what, error.problems[0].remedy) from None

    def _axis(self, used: Material, key: str) -> Axis:
        """The axis that the display has under `key`: rows, columns or order_by."""
        name = getattr(self.spec, key)
        try:
            return used.axis(f"code:{name}" if key == "order_by" else name)
        except StudyError as error:
            raise self._wrong(key, error.problems[0].what, error.problems[0].remedy) from None

    def _wrong(self, key: str, what: str, remedy: str) -> StudyError:
        """What is wrong under a key of the display, in study.yaml where that declares it."""
        declared = self.spec.id in [one.id for one in self.material.settings.displays]
        file, above = ("data/raw/study.yaml", "displays, ") if declared else ("display", "")
        return StudyError(Problem(file, f"{above}{self.spec.id}, {key}", what, remedy))

    def part(self, codings: pd.DataFrame) -> MatrixPart:
        """What the cells have in these codings."""
        used = self._used(codings.reset_index(drop=True))
        rows, columns = self._axis(used, "rows"), self._axis(used, "columns")
        ends, leaning = _ends(used.frame, rows, columns), self._leaning(used, rows)
        rows, columns = self._only(rows, "rows"), self._only(columns, "columns")
        found = _cells(used, rows, columns)
        firm = found[found["directness"] != "hearsay"]
        cells = pd.DataFrame(
            {
                "codings": found.groupby(CELL, sort=False).size(),
                "sources": _distinct(found, "source_id"),
                "voices": _distinct(found, "voice"),
                "firm": firm.groupby(CELL, sort=False).size(),
            }
        )
        kept = found[[*CELL, "source_id", "coder", "coding_id", "quote"]]
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
            codes=found[[*CELL, "code"]].drop_duplicates(ignore_index=True),
            best=found.drop_duplicates(CELL)[
                [*CELL, "agreed", "coder", "source_id", "start", "code", "coding_id", "quote"]
            ],
            kept=kept if self.folder is None else path,
            ends=ends,
            leaning=leaning,
            able=self._able(codings, used, rows, columns),
        )

    def _able(self, codings: pd.DataFrame, used: Material, rows: Axis, columns: Axis) -> pd.Series:
        """The voices that could be in a cell: all that speak, of whatever, in its groups of sources, by these (row, column, "" for an axis of codes)."""
        if self.spec.where:
            used = replace(self.material, codings=codings.reset_index(drop=True), joined=self.joined)
            rows, columns = self._axis(used, "rows"), self._axis(used, "columns")
        found = pd.DataFrame({"voice": used.frame["voice"].to_numpy()})
        for side, axis in zip(CELL, (rows, columns), strict=True):
            if self._of_sources(side):
                found = found.join(axis.at.set_index("position")["value"].rename(side), how="inner")
            else:
                found[side] = ""
        return found.drop_duplicates().groupby(CELL).size()

    def _of_sources(self, side: str) -> bool:
        """Whether rows, or columns, are groups of sources, or of who speaks in them, and not of codes."""
        parts = [part.strip() for part in getattr(self.spec, f"{side}s").split("×")]
        return not any(part in OF_CODES or part.startswith(("code:", "code.")) for part in parts)

    def _leaning(self, used: Material, rows: Axis) -> pd.DataFrame:
        """Per row, how many codings it has of the branch that rows are ordered by, and in all."""
        if not self.spec.order_by:
            return pd.DataFrame(columns=["of", "all"])
        self._axis(used, "order_by")
        branch = used.codebook.branch(used.codebook.today[self.spec.order_by])
        inside = set(used.frame.index[used.frame["code"].isin(branch)])
        every = rows.at["value"].value_counts()
        own = rows.at[rows.at["position"].isin(inside)]["value"].value_counts()
        return pd.DataFrame({"of": own.reindex(every.index, fill_value=0), "all": every})

    def _shown(self, values: list[str], side: str) -> list[str]:
        """Values of an axis as it has them: role groups that are printed together are one."""
        joined = self.joined
        if joined is None or getattr(self.spec, side) != "role_group":
            return values
        return list(dict.fromkeys(joined.of.get(value, value) for value in values))

    def _only(self, axis: Axis, side: str) -> Axis:
        """The axis with the values that the display keeps."""
        wanted = self._shown(getattr(self.spec, f"only_{side}"), side)
        return axis.only(wanted) if wanted else axis

    def _summaries(self) -> pd.Series:
        """What people wrote into the cells of this display, by cell; of a cell that was written twice the last."""
        own = self.material.summaries
        own = own[own["display"] == self.spec.id]
        cells = list(zip(own["row"], own["column"], strict=True))
        written: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
        for (row, column), said in zip(cells, own["summary"], strict=True):
            at = (self._shown([row], "rows")[0], self._shown([column], "columns")[0])
            written.setdefault(at, {})[row, column] = said
        return pd.Series({at: "; ".join(said.values()) for at, said in written.items()}, dtype="str")

    def _axes(self, taken: list[MatrixPart]) -> tuple[Axis, Axis]:
        """Rows and columns in their order."""
        ends = pd.concat([one.ends for one in taken], ignore_index=True)
        used = replace(self.material, codings=ends, joined=self.joined)
        rows, columns = self._axis(used, "rows"), self._axis(used, "columns")
        if self.spec.order_by:
            leaning = pd.concat([one.leaning for one in taken]).groupby(level=0).sum()
            # cases differ in how much was collected
            by = leaning["of"] / leaning["all"] if self.spec.rows == "case_id" else leaning["of"]
            place = {value: number for number, value in enumerate(rows.values)}
            rows = rows.only(sorted(rows.values, key=lambda value: (-by.get(value, 0), place[value])))
        for axis, side in ((rows, "rows"), (columns, "columns")):
            wanted = self._shown(getattr(self.spec, f"only_{side}"), side)
            if unknown := [value for value in wanted if value not in axis.values]:
                what = f"{unknown[0]!r} is not among the {side}"
                raise self._wrong(f"only_{side}", what, nearest(unknown[0], axis.values))
        return self._only(rows, "rows"), self._only(columns, "columns")

    def join(self, taken: list[MatrixPart]) -> Display:
        """The display: they add up, and of the passages the best is quoted."""
        rows, columns = self._axes(taken)
        added = pd.concat([one.cells for one in taken], ignore_index=True).groupby(CELL).sum()
        grid = pd.MultiIndex.from_product([rows.values, columns.values], names=CELL)
        table = added.reindex(grid, fill_value=0)
        totals = table["codings"].groupby(level="row", sort=False).transform("sum")
        able = pd.concat([one.able for one in taken]).groupby(level=CELL).sum()
        of = [grid.get_level_values(side) if self._of_sources(side) else [""] * len(grid) for side in CELL]
        able = pd.Series(able.reindex(pd.MultiIndex.from_arrays(of, names=CELL), fill_value=0).array, grid)
        book = self.material.codebook
        codes = pd.concat([one.codes for one in taken], ignore_index=True).drop_duplicates()
        codes = codes.sort_values(
            "code",
            key=lambda given: given.map({code: at for at, code in enumerate(book.codes)}),
            kind="stable",
        )
        told = codes.groupby(CELL, sort=False)["code"].agg("; ".join)
        best = pd.concat([one.best for one in taken], ignore_index=True)
        best = by_telling(best, self.material.closed).drop_duplicates(CELL)
        best = best.set_index(CELL).reindex(grid)
        mine = self._summaries()
        some, firm = table["codings"] > 0, table["firm"] > 0
        mark = pd.Series("", index=grid, dtype="str").mask(some, "hearsay")
        mark = mark.mask(firm, "some").mask(firm & (table["voices"] > 1), "strong")
        table = pd.DataFrame(
            {
                "codings": table["codings"],
                "sources": table["sources"],
                "voices": table["voices"],
                "able": able,
                "reach": (table["voices"] / able.where(able > 0)).fillna(0.0),
                "share": (table["codings"] / totals.where(totals > 0)).fillna(0.0),
                "mark": mark,
                "codes": told.reindex(grid).fillna("").astype("str"),
                "summary": mine.reindex(grid).fillna("").astype("str"),
                "example": names_of(best).fillna("").astype("str"),
                "quote": best["quote"].fillna("").astype("str"),
            }
        ).reset_index()
        if self.folder is not None:
            kept = Parts(tuple(sorted({one.kept for one in taken})))
        else:
            kept = _in_order(pd.concat([one.kept for one in taken], ignore_index=True))
        languages = self.material.settings.languages
        code_names = {language: book.names(language) for language in languages}
        # where groups stand by themselves
        few = self.material.printed.within if self.material.printed and not self.joined else frozenset()
        found = Display(self.spec, rows, columns, table, kept, code_names, self.language or languages[0], few)
        tells = [found.tells(row, column) for row, column in zip(table["row"], table["column"], strict=True)]
        table.loc[tells, ["example", "quote"]] = ""
        return found


def _in_order(kept: pd.DataFrame) -> pd.DataFrame:
    return kept.sort_values([*CELL, "source_id", "coder", "coding_id"], ignore_index=True)


def matrix(material: Material, spec: DisplaySpec, language: str = "", folder: Path | None = None) -> Display:
    """The display that `spec` describes; empty cells are kept.

    With codings in parts, the codings of its cells are parts as well, in `folder`.
    Raises `StudyError` for an axis, a code or a query that is not there.
    """
    nothing = replace(material, codings=None)
    return measure(material.codings, Matrix(nothing, spec, language, folder))


def matrices(
    material: Material, specs: list[DisplaySpec], language: str = "", folder: Path | None = None
) -> list[Display]:
    """Every display of `specs`, as `matrix` makes them; codings in parts are read once for all."""
    nothing = replace(material, codings=None)
    found = measured(material.codings, {spec.id: Matrix(nothing, spec, language, folder) for spec in specs})
    return [found[spec.id] for spec in specs]


class Displays(Mapping[str, Display]):
    """Every display of a study by its id, each made when it is first asked for; of `specs` it is known before."""

    def __init__(self, material: Material) -> None:
        self._material, self._made = material, dict[str, Display]()
        self.specs = {spec.id: spec for spec in displays_of(material)}

    def __getitem__(self, name: str) -> Display:
        if name not in self._made:
            self._made[name] = matrix(self._material, self.specs[name])
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self.specs

    def __iter__(self) -> Iterator[str]:
        return iter(self.specs)

    def __len__(self) -> int:
        return len(self.specs)

    def named(self, drawn: bool) -> list[str]:
        """Those that are drawn as figures; or those that are shown as tables of words."""
        return [name for name, spec in self.specs.items() if is_drawn(spec) is drawn]


def show(
    material: Material, rows: str, columns: str, cell: str = "count", language: str = "", **more: object
) -> Display:
    """A display in a line, for a notebook; `more`: where, order_by, only_rows, only_columns of `DisplaySpec`.

    Raises `StudyError` for an axis or a kind of cell that is not there.
    """
    refuse(CELLS.unknown(cell, "display", "cell"))
    name = f"{rows} × {columns}"
    spec = DisplaySpec(id=name, name=name, rows=rows, columns=columns, cell=cell, **more)
    return matrix(material, spec, language)
