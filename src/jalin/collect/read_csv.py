"""Structured observation logs and survey answers: each row becomes one readable line, its fields kept."""

from jalin.collect.blocks import Reading, Unreadable
from jalin.collect.grid import Grid, read_grid
from jalin.errors import StudyError
from jalin.records import rows_of


def read(text: str, reading: Reading) -> None:
    """The rows of a .csv; raises `Unreadable` when it is no table, and as `grid.read_grid` does."""
    try:
        rows = rows_of(text)
    except StudyError as error:
        (problem,) = error.problems
        raise Unreadable(
            f"it is not readable as a table: {problem.what}", problem.remedy, problem.place
        ) from None
    read_grid(Grid(rows), reading)
