"""Structured observation logs and survey answers: each row becomes one readable line, its fields kept."""

import re

from jalin.collect.blocks import Reading, Unreadable
from jalin.collect.grid import Grid, letter, read_grid
from jalin.errors import StudyError
from jalin.records import rows_of

# what a spreadsheet that was saved as .csv writes of a cell without a value, and of a number of twelve digits and more
_ERRORS = frozenset(["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"])
_SHORTENED = re.compile(r"\d[.,]\d{1,15}E\+\d{2}")
_SOME = 10


def read(text: str, reading: Reading) -> None:
    """The rows of a .csv; raises `Unreadable` when it is no table, and as `grid.read_grid` does."""
    try:
        rows = rows_of(text)
    except StudyError as error:
        (problem,) = error.problems
        raise Unreadable(
            f"it is not readable as a table: {problem.what}", problem.remedy, problem.place
        ) from None
    found: dict[tuple[str, str], list[int]] = {}
    for number, row in rows:
        for at, value in enumerate(row):
            if value.startswith("#") and value in _ERRORS:
                what = f"the error {value} stands there instead of a value"
            elif "E+" in value and _SHORTENED.fullmatch(value):
                what = f"{value} is a long number of which a spreadsheet kept some digits; restore it from the source"
            else:
                continue
            found.setdefault((letter(at), what), []).append(number)
    for (column, what), numbers in found.items():
        some = ", ".join(map(str, numbers[:_SOME])) + (" and more" if len(numbers) > _SOME else "")
        reading.remark("table", f"column {column}", f"row{'s' * (len(numbers) > 1)} {some}: {what}")
    read_grid(Grid(rows), reading)
