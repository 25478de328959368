"""Tables that people write, as rows that are changed: the register of sources first of all."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from jalin.collect.register import REQUIRED
from jalin.consent import media_of
from jalin.errors import Problem, StudyError, not_yet
from jalin.explore.desk import Desk, Edit, of_text
from jalin.explore.pieces import taken
from jalin.files import ORIGINS, REGISTER
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


def origins_of(study: Study) -> dict[str, str]:
    """What the file of each source was called when it came."""
    path = study.raw / ORIGINS
    rows = read_table(path, ORIGINS, [])[1] if path.exists() else []
    return {row.get("source_id", ""): row.get("file", "") for _, row in rows}


def of_origins(
    study: Study, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]
) -> dict[Path, Edit]:
    """The edit of the table that says what each source was called, which stays with the researcher."""
    return in_table(study.raw / ORIGINS, ORIGINS, ["source_id", "file"], change)


def add_beside(desk: Desk, source: str, name: str, piece: str) -> str:
    """Put a recording or picture, sent in pieces, beside its source under the source's id, and name it in the register; where it is, below data/raw.

    Taken back, the register names it no more; the file stays, and the check tells of it.
    """
    study, ending = desk.study, Path(name).suffix.lower()
    folder = PurePosixPath(named_row(rows_of(study)[1], source)["file"]).parent
    number, file = 1, folder / f"{source}{ending}"
    while (study.raw / file).exists():
        number += 1
        file = folder / f"{source}-{number}{ending}"
    shutil.move(taken(desk, piece), study.raw / file)

    def change(columns: list[str], rows: list[dict[str, str]]) -> None:
        if "media" not in columns:
            columns.append("media")
        own = named_row(rows, source)
        own["media"] = "; ".join([*media_of(own), file.as_posix()])

    try:
        desk.act(f"{source}: {file.name}", in_register(study, change))
    except BaseException:
        (study.raw / file).unlink()
        raise
    return file.as_posix()
