"""Tables that people write, as rows that are changed: the register of sources first of all."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jalin.collect.register import REQUIRED
from jalin.errors import Problem, StudyError, not_yet
from jalin.explore.desk import Edit, of_text
from jalin.files import REGISTER
from jalin.records import read_table
from jalin.spreadsheet import csv_of_rows
from jalin.study import Study


def rows_of(study: Study) -> tuple[list[str], list[dict[str, str]]]:
    header, rows = read_table(study.root / REGISTER, REGISTER, REQUIRED)
    return [name for name in header if name], [row for _, row in rows]


def in_register(study: Study, change: Any) -> dict[Path, Edit]:
    """The edit of the register: `change(columns, rows)` alters both in place."""

    def edit(_text: str) -> str:
        columns, rows = rows_of(study)
        change(columns, rows)
        return csv_of_rows(columns, rows)

    return {study.root / REGISTER: of_text(edit)}


def named_row(rows: Sequence[dict[str, str]], source_id: str) -> dict[str, str]:
    known = [row["source_id"] for row in rows]
    if source_id not in known:
        raise StudyError(Problem(REGISTER, "", *not_yet("source", source_id, known)))
    return rows[known.index(source_id)]


def in_table(
    path: Path,
    shown: str,
    columns: list[str],
    change: Callable[[list[dict[str, str]]], list[dict[str, str]]],
) -> dict[Path, Edit]:
    """The edit of a table that may not be there yet, and has these `columns` then: `change` of its rows."""

    def edit(_text: str) -> str:
        header, numbered = read_table(path, shown, []) if path.exists() else (columns, [])
        return csv_of_rows(header, change([one for _, one in numbered]))

    return {path: of_text(edit)}
