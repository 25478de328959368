"""Grids of cells, of a .csv or a sheet: where the header is, what the columns are called, and each row as a line."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jalin.collect.blocks import Block, Reading, Unreadable
from jalin.collect.speakers import turns_of_grid

# how many rows may stand above a header
_ABOVE = 30
# what SurveyMonkey writes below a question with one answer
_ONE_ANSWER = {"response", "open-ended response", "tanggapan", "respons terbuka"}


@dataclass(frozen=True)
class Grid:
    """Rows of cells with the number each has in its file, 1 for the first; `across`: cells of a row merged with the one before them.

    `sheet`: its name, "" for a .csv.
    """

    rows: Sequence[tuple[int, list[str]]]
    sheet: str = ""
    across: frozenset[tuple[int, int]] = field(default_factory=frozenset)

    def place(self, number: int) -> str:
        """Where a row is, in words."""
        return f"{self.sheet}, row {number}" if self.sheet else f"row {number}"


def letter(column: int) -> str:
    """The letters of a column as a spreadsheet shows them: A for 0, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_grid(grid: Grid, reading: Reading) -> None:
    """Add to `reading` the lines above the header as paragraphs, then a block a row: `column: value` joined by ` · `.

    Empty values are left out of the line and kept in its fields. A column is called by what
    stands above it; one without a name, or with that of another, gets its letter, and that
    is remarked. Columns with nothing in them are none. Raises `Unreadable` when a row has
    more values than there are columns.
    """
    rows = [(number, [" ".join(value.split()) for value in row]) for number, row in grid.rows]
    rows = [(number, row) for number, row in rows if any(row)]
    if not rows:
        return
    top = _header_at(rows)
    for number, row in rows[:top]:
        reading.add(Block(" ".join(filter(None, row))))
        reading.remark("table", grid.place(number), "stands above the header, kept as a line of text")
    if turns := turns_of_grid([row for _, row in rows[top:]]):
        _refuse_longer(grid, rows[top + 1 :], len(rows[top][1]), len(rows[top][1]))
        reading.add(*turns)
        return
    height, names = _names(grid, rows[top:], reading)
    body = rows[top + height :]
    _refuse_longer(grid, body, len(rows[top][1]), len(names))
    used = [at for at in range(len(names)) if any(len(row) > at and row[at] for _, row in rows[top:])]
    repeated = _options(names)
    several = {number: row for number, row in grid.rows if any("\n" in value for value in row)}
    for number, row in body:
        values = [(names[at], row[at] if at < len(row) else "") for at in used]
        line = " · ".join(f"{name}: {value}" for name, value in values if value and name not in repeated)
        # a row that only says which options were chosen is still a row
        reading.add(
            Block(
                line or " · ".join(f"{name}: {value}" for name, value in values if value),
                "row",
                tuple(values),
                lines=tuple(
                    (names[at], value) for at, value in enumerate(several.get(number, ())) if "\n" in value
                ),
            )
        )


def _header_at(rows: list[tuple[int, list[str]]]) -> int:
    """Which row is the header: the first with more than a title or a note has."""
    filled = [sum(map(bool, row)) for _, row in rows]
    widest = max(filled)
    few = max(1, min(2, widest // 3)) if widest > 1 else 0
    return next((at for at, count in enumerate(filled[:_ABOVE]) if count > few), 0)


def _names(grid: Grid, rows: list[tuple[int, list[str]]], reading: Reading) -> tuple[int, list[str]]:
    """How many rows the header has, and the name of each column."""
    (first, header), *more = rows
    width = max(len(row) for _, row in rows)
    header = header + [""] * (width - len(header))
    second = more[0][1] + [""] * (width - len(more[0][1])) if more else []
    height = 1
    if len(more) > 1 and _import_ids(more[1][1]):
        # Qualtrics: names, the questions, what it imports by
        header, height = [below or name for name, below in zip(header, second, strict=True)], 3
    elif _survey_monkey(header, second) or any((first, at) in grid.across for at in range(width)):
        header, height = _two_rows(grid, first, header, second), 2
    counts: Counter[str] = Counter()
    names = []
    for at, name in enumerate(header):
        if not name and any(len(row) > at and row[at] for _, row in more[height - 1 :]):
            reading.remark(
                "table", grid.place(first), f"column {letter(at)} has no name and is called by its letter"
            )
        name = name or letter(at)
        counts[name] += 1
        if counts[name] > 1:
            reading.remark(
                "table",
                grid.place(first),
                f"column {letter(at)} has the name of another, and gets its letter too",
            )
            name = f"{name} ({letter(at)})"
        names.append(name)
    return height, names


def _import_ids(row: list[str]) -> bool:
    """Whether this is the third row of Qualtrics, {"ImportId": …} in each cell."""
    cells = list(filter(None, row))
    try:
        return bool(cells) and all("ImportId" in json.loads(cell) for cell in cells)
    except (ValueError, TypeError):
        return False


def _survey_monkey(header: list[str], second: list[str]) -> bool:
    return {"respondent id", "collector id"} <= {name.casefold() for name in header} and any(
        cell.casefold() in _ONE_ANSWER for cell in second
    )


def _two_rows(grid: Grid, first: int, header: list[str], second: list[str]) -> list[str]:
    """Names of two rows: what stands above several columns, then what each of them is."""
    names, above = [], ""
    merged = any(number == first for number, _ in grid.across)
    for at, (name, below) in enumerate(zip(header, second, strict=True)):
        goes_on = not name and ((first, at) in grid.across or not merged)
        above = name if name else above if goes_on else ""
        own = "" if below.casefold() in _ONE_ANSWER else below
        names.append(": ".join(dict.fromkeys(filter(None, (above, own)))))
    return names


def _options(names: list[str]) -> set[str]:
    """Columns that say again, one an option, what the column of their question says: `question/option` of KoboToolbox and ODK."""
    known = set(names)
    return {name for name in names if (cut := re.match(r"(.+)/[^/]+$", name)) and cut[1] in known}


def _refuse_longer(grid: Grid, body: Iterable[tuple[int, list[str]]], width: int, columns: int) -> None:
    """A row of a .csv that is cut otherwise than the header is a mark or a quotation mark out of place."""
    if grid.sheet:
        return
    for number, row in body:
        if len(row) != width and (any(row[width:]) or len(row) < width):
            raise Unreadable(
                f"the row has {len(row)} fields, the header {width}",
                "Mind commas and quotation marks in it",
                grid.place(number),
            )
