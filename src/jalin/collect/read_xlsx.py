"""Spreadsheets: each sheet with a header row is a structured log, read as a .csv is."""

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml.etree import _Element
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from jalin.collect.archive import Archive, attribute, local
from jalin.collect.blocks import Comment, Reading
from jalin.collect.grid import Grid, letter, read_grid
from jalin.collect.sheet_marks import MINUTES, Cell, SheetMarks, as_shown, marks_of

_PROPERTIES = {
    "creator": "author",
    "lastModifiedBy": "last changed by",
    "title": "title",
    "Company": "company",
}


def _shown(value: object, pattern: str = "") -> str:
    """A cell as a person reads it: numbers as their format shows them, days as YYYY-MM-DD."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        # a spreadsheet keeps 15 digits, and shows no others
        whole = float(value).is_integer()
        return as_shown(value, pattern) or (f"{value:.0f}" if whole else f"{value:.15g}")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.time) and MINUTES.fullmatch(pattern):
        return value.isoformat("minutes")
    return str(value)


_DAMAGED = "numbers of more than 15 digits, of which a spreadsheet keeps 15 and loses the others; type such numbers as text"


_UNCOMPUTED = (
    "a formula without its value, read as empty; open the file in Excel or LibreOffice and save it there"
)


def _rows_in_words(rows: list[int]) -> str:
    """Rows of a sheet counted from 0, as it numbers them: the first ones, and how many more."""
    numbers = [str(row + 1) for row in dict.fromkeys(rows)]
    more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
    return f"row{'s' if len(numbers) > 1 else ''} {', '.join(numbers[:5])}{more}"


def grid_of(
    name: str,
    cells: dict[Cell, Any],
    merged: Iterable[tuple[Cell, Cell]],
    marks: SheetMarks,
    reading: Reading,
) -> Grid:
    """The cells of a sheet that are seen, merged ones filled downwards; what is not as it was typed is remarked.

    `cells`: the values by (row, column) from 0, row by row, each row from one column on; `merged`: the first and
    the last cell of each range.
    """
    left = min((column for _, column in cells), default=0)
    across = set()
    for (first, start), (last, end) in merged:
        for row in range(first + 1, last + 1):
            if (row, start) in cells and (first, start) in cells:
                cells[row, start] = cells[first, start]
                marks.formats[row, start] = marks.formats.get((first, start), "")
        across |= {(first + 1, column - left) for column in range(start + 1, end + 1)}
    rows: dict[int, list[str]] = {}
    told: dict[tuple[str, str, str], list[int]] = {}
    hides = "hidden, left out; unhide it to have it read"
    for (row, column), value in cells.items():
        text = marks.errors.get((row, column)) or _shown(value, marks.formats.get((row, column), ""))
        below = f"{name}, column {letter(column)}"
        hidden = row in marks.hidden_rows or column in marks.hidden_columns
        rows.setdefault(row, []).append("" if hidden else text)
        if not text:
            continue
        if hidden:
            said = ("hidden text", name if row in marks.hidden_rows else below, hides)
        elif isinstance(value, float) and abs(value) >= 1e15:
            said = ("table", below, _DAMAGED)
        elif (row, column) in marks.errors:
            said = ("table", below, f"the error {text} stands there instead of a value")
        else:
            continue
        told.setdefault(said, []).append(row)
    for column, found in marks.uncomputed.items():
        told["table", f"{name}, column {letter(column)}", _UNCOMPUTED] = found
    for (kind, place, what), found in told.items():
        reading.remark(kind, place, f"{_rows_in_words(found)}: {what}")
    return Grid([(row + 1, values) for row, values in rows.items()], name, frozenset(across))


def _grid(sheet: CalamineSheet, marks: SheetMarks, reading: Reading) -> Grid:
    top, left = sheet.start or (0, 0)
    cells = {
        (row, column): value
        for row, values in enumerate(sheet.to_python(skip_empty_area=True), start=top)
        for column, value in enumerate(values, start=left)
    }
    return grid_of(sheet.name, cells, sheet.merged_cell_ranges or (), marks, reading)


def _comments(root: _Element) -> list[Comment]:
    """The comments of a sheet, with their authors and the cells they are on."""
    authors = ["".join(item.itertext()) for item in root.iter() if local(item) == "author"]
    found = []
    for item in root.iter():
        if local(item) == "comment":
            number = attribute(item, "authorId")
            author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
            words = " ".join("".join(item.itertext()).split())
            found.append(Comment(f"{attribute(item, 'ref')}: {words}", author))
    return found


def read(path: Path) -> Reading:
    """The rows of every visible sheet; what is hidden, comments and properties are reported.

    Raises `Unreadable` when it is no .xlsx, damaged, locked or too large, or as
    `grid.read_grid` does.
    """
    reading = Reading()
    with Archive(path, "Excel or LibreOffice", "a spreadsheet") as archive:
        archive.check_size()
        for part in sorted(archive.names):
            if part.startswith("xl/") and "comment" in part.casefold() and part.endswith(".xml"):
                reading.comments += _comments(archive.xml(part))
            elif part in ("docProps/core.xml", "docProps/app.xml"):
                properties = archive.xml(part)
                for item in () if properties is None else properties:
                    if local(item) in _PROPERTIES:
                        reading.remark("metadata", _PROPERTIES[local(item)], "".join(item.itertext()))
        marks = marks_of(archive)
        damaged = archive.damaged()
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for sheet in book.sheets_metadata:
                if sheet.visible != SheetVisibleEnum.Visible:
                    reading.remark("hidden text", "", f"sheet {sheet.name}")
                    continue
                found = book.get_sheet_by_name(sheet.name)
                read_grid(_grid(found, marks.get(sheet.name, SheetMarks()), reading), reading)
    except (CalamineError, ValueError, OSError, KeyError):
        raise damaged from None
    return reading
