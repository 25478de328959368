"""The tables that people keep beside the sources: read, and checked row by row."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from jalin.days import with_days
from jalin.errors import Problem, StudyError, nearest, refuse
from jalin.files import REGISTER
from jalin.kinds import is_day, keys_of
from jalin.named import Words
from jalin.reading import Model, as_model, read_text
from jalin.spreadsheet import as_meant
from jalin.study import Study
from jalin.words import known_languages

# what a table may be cut by, as spreadsheets write it
_MARKS = ",;\t|"
# Excel's own line, which names the mark between fields
_SEP = re.compile(r"^\ufeff?\"?sep=(?P<mark>.)\"?\s*(?:\r\n|\r|\n|$)", re.IGNORECASE)
_SAMPLE = 40


def delimiter_of(text: str) -> str:
    """The mark between fields: comma, semicolon, tab or a bar that cuts all rows alike, as a line `sep=` says or as most rows are cut alike.

    Quotation marks come before marks (RFC 4180), so one inside a quoted field is none.
    """
    if said := _SEP.match(text):
        return said["mark"]
    found = []
    for mark in _MARKS:
        with suppress(csv.Error):
            rows = [row for row in islice(_reader(text, mark), _SAMPLE) if any(map(str.strip, row))]
            widths = [len(row) for row in rows]
            width, alike = Counter(widths).most_common(1)[0] if widths else (1, 0)
            if width > 1:
                found.append((alike / len(widths) >= 0.5, widths[0] > 1, alike, width, mark == ",", mark))
                if mark == "|" and alike < len(widths):
                    # which parts answers within a cell more often than cells
                    found.pop()
    return max(found)[-1] if found else ","


# stands in no text
_END = "\x02"


def _reader(text: str, mark: str) -> Iterator[list[str]]:
    csv.field_size_limit(2**26)
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark)


def rows_of(text: str, shown: str = "") -> list[tuple[int, list[str]]]:
    """The rows of a table, white space around values taken off, with the number each has in its file; empty rows left out.

    Raises `StudyError` when it is not readable as a table; `shown` is the file's name in it.
    """
    said = _SEP.match(text)
    mark = delimiter_of(text)
    body, first = (text[said.end() :], 2) if said else (text, 1)
    # what follows the last line becomes part of a value that is never closed
    reader = _reader(f"{body}\n{_END}", mark)
    found, number = [], first
    try:
        for row in reader:
            if any(map(str.strip, row)):
                found.append((number, [value.strip() for value in row]))
            number += 1
    except csv.Error as error:
        raise StudyError(Problem(shown, f"row {number}", str(error), "Save it as CSV again")) from None
    if found.pop()[1] != [_END]:
        what = "a quotation mark in this row is never closed, so all rows below it would be one value"
        raise StudyError(Problem(shown, f"row {number - 1}", what, "Close it or take it out"))
    return found


def read_table(
    path: Path, shown: str, required: Iterable[str]
) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The columns of a table that people keep beside the sources, and its rows with their numbers.

    Names and values without white space around them, and without an apostrophe that keeps a
    spreadsheet from computing them; columns and values that a spreadsheet
    left empty at the end of every row are no columns. Raises `StudyError` when a `required`
    column is missing, a column has no name or that of another, a row has another number of
    values than there are columns, or it is not readable as a table.
    """
    rows = [(number, list(map(as_meant, row))) for number, row in rows_of(read_text(path, shown), shown)]
    header = rows[0][1] if rows else []
    used = max((at for _, row in rows for at, value in enumerate(row, start=1) if value), default=0)
    header = header[:used] + [""] * (used - len(header))
    spare = [name for name in header if name and name not in required]

    def add(name: str) -> str:
        guess = nearest(name, spare)
        return f"Add it. {guess}" if guess.endswith("?") else "Add it"

    place = f"row {rows[0][0]}" if rows else "row 1"
    refuse(
        [
            Problem(shown, place, f"the column {name} is missing", add(name))
            for name in required
            if name not in header
        ]
        + [
            Problem(shown, place, f"the column {name!r} stands twice", "Give each column a name of its own")
            for name in dict.fromkeys(header)
            if name and header.count(name) > 1
        ]
    )
    refuse(
        [
            Problem(
                shown,
                f"row {number}",
                f"it has {len(row)} fields, the header {len(rows[0][1])}",
                "Mind commas and quotation marks in it",
            )
            if len(row) > len(rows[0][1])
            else Problem(
                shown, f"row {number}", f"field {at + 1} stands in a column without a name", "Name it"
            )
            for number, row in rows[1:]
            for at, value in enumerate(row)
            if value and not header[at]
        ]
    )
    return header, [
        (
            number,
            {name: value for name, value in zip_longest(header, row[: len(header)], fillvalue="") if name},
        )
        for number, row in rows[1:]
    ]


def read_records(path: Path, shown: str, required: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of `read_table`, and none when there is no file; raises `StudyError` as it does."""
    return read_table(path, shown, list(required))[1] if path.exists() else []


def register_rows(study: Study, *columns: str) -> list[dict[str, str]]:
    """The rows of the register as they stand, which have `source_id` and these columns at least; raises `StudyError` as `read_table` does."""
    return [row for _, row in read_records(study.raw / "sources.csv", REGISTER, ("source_id", *columns))]


def _by_language(row: dict[str, str], texts: list[str]) -> dict[str, Any]:
    """A row with what stands in columns such as what_id and what_en together as `what`."""
    found: dict[str, Any] = dict(row)
    for name in texts:
        columns = {language: f"{name}_{language}" for language in known_languages()}
        said = {language: found.pop(column) for language, column in columns.items() if column in found}
        if said:
            found[name] = {language: words for language, words in said.items() if words}
    return found


def read_checked(
    path: Path, shown: str, model: type[Model], languages: Sequence[str] = ()
) -> list[tuple[int, Model]]:
    """The rows of such a table as records of `model`, with their numbers; empty when there is no file.

    An empty field is as an absent one where the model asks for none. Words in `languages` have one column, or one
    for each: what_id, what_en.

    Raises `StudyError` as `read_records` does, for a column that the model has not, and for each row that is no such record.
    """
    columns = keys_of(model)
    texts = [name for name, field in columns.items() if field.annotation is Words]
    needed = [name for name, field in columns.items() if field.is_required() and name not in texts]
    rows: list[tuple[int, dict[str, Any]]] = [
        (number, _by_language(row, texts)) for number, row in read_records(path, shown, needed)
    ]
    closed = rows and model.model_config.get("extra") == "forbid"
    refuse(
        [
            Problem(shown, "row 1", f"there is no column {name!r}", nearest(name, columns))
            for name in (rows[0][1] if closed else ())
            if name not in columns
        ]
    )
    rows = with_days(rows, [name for name, field in columns.items() if is_day(field)], shown)
    optional = {name for name, field in columns.items() if not field.is_required()}
    found, problems = [], []
    for number, row in rows:
        row = {name: value for name, value in row.items() if value or name not in optional}
        try:
            found.append((number, as_model(model, row, shown, f"row {number}", languages=languages)))
        except StudyError as error:
            problems += error.problems
    refuse(problems)
    return found
