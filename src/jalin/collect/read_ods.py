"""OpenDocument spreadsheets: each sheet as a .xlsx is read, its cells as they are shown (OASIS OpenDocument 1.3)."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml.etree import _Element

from jalin.collect.archive import Archive, attribute, local
from jalin.collect.blocks import Comment, Reading, Unreadable
from jalin.collect.grid import letter, read_grid
from jalin.collect.read_odt import opened, properties
from jalin.collect.read_xlsx import grid_of
from jalin.collect.sheet_marks import Cell, SheetMarks

# as often as a row or cell with words may be said to come again, and so many cells a table may have
_AGAIN, _MOST = 10_000, 2_000_000
_GROUPS = {
    "table-rows", "table-row-group", "table-header-rows", "table-columns", "table-column-group", "table-header-columns",
}  # fmt: skip


def _parts(table: _Element, kind: str) -> Iterator[_Element]:
    """The rows or columns of a table, those within groups too."""
    for child in table:
        if local(child) == kind:
            yield child
        elif local(child) in _GROUPS:
            yield from _parts(child, kind)


def _times(element: _Element, name: str) -> int:
    said = attribute(element, name)
    return int(said) if said.isdecimal() else 1


def _again(element: _Element, name: str) -> range:
    """A number for each time that a row, column or cell with words comes; raises `Unreadable` for more than a table has."""
    times = _times(element, name)
    if times > _AGAIN:
        raise Unreadable(
            f"words in it are said to come again {times} times",
            "Take out the rows or columns filled below the table",
        )
    return range(times)


def _hides(element: _Element) -> bool:
    return attribute(element, "visibility") in ("collapse", "filter")


def _words(element: _Element) -> str:
    """The paragraphs of a cell or comment, a line each; white space as the format counts it."""
    lines = []
    for line in (child for child in element if local(child) == "p"):
        for space in (one for one in line.iter() if local(one) in ("s", "tab", "line-break")):
            space.text = " "
        lines.append(" ".join("".join(line.itertext()).split()))
    return "\n".join(lines)


def _value(cell: _Element) -> object:
    """What a cell shows; a day as YYYY-MM-DD, and a number of more digits than are kept as one."""
    kind, number = attribute(cell, "value-type"), attribute(cell, "value")
    if kind == "date":
        return attribute(cell, "date-value").removesuffix("T00:00:00").replace("T", " ")
    if (
        kind == "float"
        and re.fullmatch(r"-?\d+(\.\d+)?[Ee]\+?\d\d|-?\d{16,}(\.0+)?", number)
        and abs(float(number)) >= 1e15
    ):
        return float(number)
    return _words(cell)


class _Sheet:
    """The cells of one table."""

    def __init__(self, table: _Element) -> None:
        self.name = attribute(table, "name")
        self.cells: dict[Cell, object] = {}
        self.merged: list[tuple[Cell, Cell]] = []
        # of the merged cells that go on, the last row and the column
        self.open: list[tuple[int, int]] = []
        self.marks = SheetMarks()
        self.comments: list[Comment] = []
        at = 0
        for column in _parts(table, "table-column"):
            times = _times(column, "number-columns-repeated")
            if _hides(column):
                self.marks.hidden_columns |= set(range(at, at + min(times, _AGAIN)))
            at += times
        at = 0
        for row in _parts(table, "table-row"):
            if any(map(_words, row)):
                for again in _again(row, "number-rows-repeated"):
                    self._row(row, at + again)
            at += _times(row, "number-rows-repeated")

    def _row(self, row: _Element, number: int) -> None:
        values: dict[int, object] = {}
        at = 0
        for cell in row:
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            value = _value(cell) if local(cell) == "table-cell" else ""
            down, right = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
            if down > 1 or right > 1:
                self.merged.append(((number, at), (number + down - 1, at + right - 1)))
                self.open.append((number + down - 1, at))
            if cell.get(_ERROR) == "error":
                self.marks.errors[number, at] = str(value)
            for note in (child for child in cell if local(child) == "annotation"):
                author = next(("".join(one.itertext()) for one in note if local(one) == "creator"), "")
                words = " ".join(_words(note).split())
                self.comments.append(Comment(f"{letter(at)}{number + 1}: {words}", author))
            if value != "":
                values |= {at + more: value for more in _again(cell, "number-columns-repeated")}
            at += _times(cell, "number-columns-repeated")
        if values:
            # a merged cell goes on in rows that have nothing there
            self.open = [(last, start) for last, start in self.open if last >= number]
            width = max(*values, *(start for _, start in self.open), 0) + 1
            self.cells |= {(number, column): values.get(column, "") for column in range(width)}
            if len(self.cells) > _MOST:
                raise Unreadable(
                    f"the sheet {self.name} has more than {_MOST:,} cells with words in their rows",
                    "Take out the rows or columns filled beside the table",
                )
            if _hides(row):
                self.marks.hidden_rows.add(number)


_ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"


def read(path: Path) -> Reading:
    """The rows of every visible sheet; what is hidden, comments and properties are reported.

    Raises `Unreadable` when it is no .ods, damaged, locked or too large, or as `grid.read_grid` does.
    """
    reading = Reading()
    with Archive(path, "LibreOffice or Excel", "an OpenDocument spreadsheet") as archive:
        content, body = opened(archive, "spreadsheet")
        veiled = {
            attribute(style, "name")
            for style in content.iter()
            if local(style) == "style"
            and any(attribute(one, "display") == "false" for one in style if local(one) == "table-properties")
        }
        properties(archive, reading)
    for table in (one for one in body if local(one) == "table"):
        sheet = _Sheet(table)
        if attribute(table, "style-name") in veiled:
            reading.remark("hidden text", "", f"sheet {sheet.name}")
            continue
        reading.comments += sheet.comments
        read_grid(grid_of(sheet.name, sheet.cells, sheet.merged, sheet.marks, reading), reading)
    return reading
