"""The tables that people keep beside the sources: read, and checked row by row."""

import csv
import io
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path

from jalin.errors import Problem, StudyError, nearest, refuse
from jalin.kinds import keys_of
from jalin.reading import Model, as_model, read_text


def delimiter_of(text: str) -> str:
    """The mark between fields, told by the first line: comma, semicolon or tab, as spreadsheets write them."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=lambda mark: (head.count(mark), mark == ","))


def read_records(path: Path, shown: str, required: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table that people keep beside the sources, with their numbers; empty when there is no file.

    Names of columns and values without white space around them, absent values "".
    Raises `StudyError` when a `required` column is missing, a row has more values than
    there are columns, or it is not readable as a table.
    """
    if not path.exists():
        return []
    text = read_text(path, shown)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        rows = [[value.strip() for value in row] for row in reader]
    except csv.Error as error:
        raise StudyError(
            Problem(shown, f"row {reader.line_num}", str(error), "Save it as CSV again")
        ) from None
    header = rows[0] if rows else []
    refuse(
        [
            Problem(shown, "row 1", f"the column {name} is missing", "Add it")
            for name in required
            if name not in header
        ]
        + [
            Problem(
                shown,
                f"row {number}",
                f"it has {len(row)} fields, the header {len(header)}",
                "Mind commas and quotation marks in it",
            )
            for number, row in enumerate(rows[1:], start=2)
            if any(row[len(header) :])
        ]
    )
    return [
        (number, dict(zip_longest(header, row[: len(header)], fillvalue="")))
        for number, row in enumerate(rows[1:], start=2)
        if row
    ]


def read_checked(path: Path, shown: str, model: type[Model]) -> list[tuple[int, Model]]:
    """The rows of such a table as records of `model`, with their numbers; empty when there is no file.

    An empty field is as an absent one where the model asks for none.

    Raises `StudyError` as `read_records` does, for a column that the model has not, and for each row that is no such record.
    """
    columns = keys_of(model)
    rows = read_records(path, shown, [name for name, field in columns.items() if field.is_required()])
    closed = rows and model.model_config.get("extra") == "forbid"
    refuse(
        [
            Problem(shown, "row 1", f"there is no column {name!r}", nearest(name, columns))
            for name in (rows[0][1] if closed else ())
            if name not in columns
        ]
    )
    optional = {name for name, field in columns.items() if not field.is_required()}
    found, problems = [], []
    for number, row in rows:
        row = {name: value for name, value in row.items() if value or name not in optional}
        try:
            found.append((number, as_model(model, row, shown, f"row {number}")))
        except StudyError as error:
            problems += error.problems
    refuse(problems)
    return found
