"""Structured observation logs: each row becomes one readable line, its fields kept."""

import csv
import io

from jalin.collect.blocks import Block, Unreadable


def read(text: str) -> list[Block]:
    """One block a row, `column: value` joined by ` · `, empty values left out.

    Raises `Unreadable` when a row has more or fewer fields than the header.
    """
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header, *body = [row for row in rows if row] or [[]]
    if len(set(header)) < len(header) or not all(header):
        raise Unreadable("a column has no name or the same name as another", "Name each column", "row 1")
    blocks = []
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise Unreadable(
                f"the row has {len(row)} fields, the header {len(header)}",
                "Mind commas and quotation marks in it",
                f"row {number}",
            )
        fields = tuple((name, " ".join(value.split())) for name, value in zip(header, row, strict=True))
        line = " · ".join(f"{name}: {value}" for name, value in fields if value)
        blocks.append(Block(line, "row", fields))
    return blocks
