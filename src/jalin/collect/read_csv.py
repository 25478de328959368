"""Structured observation logs and survey answers: each row becomes one readable line, its fields kept."""

import csv
import io
from collections.abc import Iterable

from jalin.collect.blocks import Block, Reading, Unreadable
from jalin.records import delimiter_of


def rows_of_table(rows: Iterable[list[str]], sheet: str = "") -> list[Block]:
    """One block a row below the header, `column: value` joined by ` · `, empty values left out.

    Raises `Unreadable` when a column has no name, or a row has another number of
    fields than the header.
    """
    numbered = [
        (number, row) for number, row in enumerate(rows, start=1) if any(value.strip() for value in row)
    ]
    if not numbered:
        return []
    (first, header), *body = numbered
    header = [name.strip() for name in header]
    where = f"{sheet}, " if sheet else ""
    if len(set(header)) < len(header) or not all(header):
        raise Unreadable(
            "a column has no name or the same name as another", "Name each column", f"{where}row {first}"
        )
    blocks = []
    for number, row in body:
        if len(row) != len(header):
            raise Unreadable(
                f"the row has {len(row)} fields, the header {len(header)}",
                "Mind commas and quotation marks in it",
                f"{where}row {number}",
            )
        fields = tuple((name, " ".join(value.split())) for name, value in zip(header, row, strict=True))
        line = " · ".join(f"{name}: {value}" for name, value in fields if value)
        blocks.append(Block(line, "row", fields))
    return blocks


def read(text: str, reading: Reading) -> None:
    """The rows of a .csv; raises `Unreadable` as `rows_of_table` does."""
    csv.field_size_limit(2**26)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)))
    except csv.Error as error:
        raise Unreadable(f"it is not readable as a table: {error}", "Save it as CSV again") from None
    reading.add(*rows_of_table(rows))
