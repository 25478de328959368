"""The register of sources, `sources.csv`, checked as a whole against study.yaml and the disk."""

import csv
import io
from pathlib import Path

import pandas as pd

from jalin.errors import Problem, StudyError, nearest, refuse
from jalin.study import Study, as_day, read_text
from jalin.tables import CONSENTS, METHODS

REQUIRED = [
    "source_id",
    "case_id",
    "method",
    "file",
    "date",
    "round",
    "informant_id",
    "role_group",
    "site",
    "collector",
    "language",
    "consent",
]
FOLDERS = ("interviews", "observations", "documents")
FILE = "data/raw/sources.csv"


def _rows(study: Study) -> list[dict[str, str]]:
    """The rows of sources.csv, every field present."""
    text = read_text(study.raw / "sources.csv", FILE)
    table = [row for row in csv.reader(io.StringIO(text, newline="")) if any(row)]
    header = [name.strip() for name in table[0]] if table else []
    missing = [name for name in REQUIRED if name not in header]
    refuse(
        [Problem(FILE, "row 1", f"the column {name} is missing", "Add it") for name in missing]
        + [
            Problem(FILE, "row 1", f"the column {name!r} stands twice or has no name", "Name it")
            for name in header
            if header.count(name) > 1 or not name
        ]
        + [
            Problem(
                FILE,
                f"row {number}",
                f"it has {len(row)} fields, the header {len(header)}",
                "Mind commas and quotation marks in it",
            )
            for number, row in enumerate(table[1:], start=2)
            if len(row) != len(header)
        ]
    )
    return [dict(zip(header, map(str.strip, row), strict=True)) for row in table[1:]]


def _files(study: Study) -> list[str]:
    """Every file below the source folders, as the register would name it."""
    found = [path for folder in FOLDERS for path in sorted((study.raw / folder).rglob("*"))]
    return [
        path.relative_to(study.raw).as_posix()
        for path in found
        if path.is_file() and not path.name.startswith((".", "~$"))
    ]


def _row_problems(
    study: Study, place: str, row: dict[str, str], seen: set[str], free: list[str]
) -> list[Problem]:
    """What is wrong with one row; `free` are the files that no row names."""
    settings = study.settings
    known = {
        "case_id": [case.id for case in settings.cases],
        "method": METHODS,
        "round": [item.id for item in settings.rounds],
        "role_group": [group.id for group in settings.role_groups],
        "consent": CONSENTS,
    }
    problems = []

    def wrong(column: str, what: str, remedy: str) -> None:
        problems.append(Problem(FILE, f"{place}, column {column}", what, remedy))

    source_id = row["source_id"]
    if not source_id or not source_id.replace("-", "").replace("_", "").isalnum():
        wrong("source_id", f"{source_id!r} is no identifier", "Use letters, digits, - and _")
    elif source_id in seen:
        wrong("source_id", f"{source_id} stands twice", "Give each source its own")
    for column, values in known.items():
        if row[column] not in values:
            wrong(column, f"{row[column]!r} is not known", nearest(row[column], values))
    if row["method"] == "interview" and not row["informant_id"]:
        wrong("informant_id", "an interview has no informant", "Name the informant, such as I01")
    try:
        if as_day(row["date"]) is None:
            wrong("date", "it is empty", "Write the day as 2024-11-27")
    except StudyError:
        wrong("date", f"{row['date']!r} is not a day", "Write it as 2024-11-27")
    path = study.raw / row["file"]
    inside = path.resolve().is_relative_to(study.raw.resolve())
    if not row["file"] or not inside:
        wrong("file", f"{row['file']!r} is not a file below data/raw", "Write its path, as interviews/X.docx")
    elif not path.is_file():
        guess = nearest(row["file"], free)
        hint = f" ({guess})" if guess.startswith("Did") else ""
        wrong(
            "file",
            f"data/raw/{row['file']} is not on disk",
            f"Put the file there, correct its name{hint}, or take the row out",
        )
    return problems


def read_register(study: Study) -> pd.DataFrame:
    """`sources.csv` as a frame of text columns, in its own order, `covers` added if absent.

    With `study.through`, only sources collected up to that day.
    Raises `StudyError` with every problem in the register, files on disk that it
    does not name included.
    """
    rows = _rows(study)
    problems: list[Problem] = []
    seen: set[str] = set()
    named = {Path(row["file"]).as_posix() for row in rows}
    free = [name for name in _files(study) if name not in named]
    for number, row in enumerate(rows, start=2):
        problems += _row_problems(study, f"row {number} ({row['source_id']})", row, seen, free)
        seen.add(row["source_id"])
    problems += [
        Problem(
            f"data/raw/{name}",
            "",
            f"the source is missing from {FILE}",
            "Add a row for it, or take the file away",
        )
        for name in free
    ]
    if not rows:
        problems.append(Problem(FILE, "", "there is no source in it", "Add a row for each source"))
    refuse(problems)
    register = pd.DataFrame(rows, dtype="str")
    if "covers" not in register:
        register["covers"] = pd.Series("", index=register.index, dtype="str")
    if study.through is not None:
        register = register[register["date"] <= study.through.isoformat()].reset_index(drop=True)
        if register.empty:
            raise StudyError(
                Problem(FILE, "", f"no source was collected up to {study.through}", "Choose a later day")
            )
    return register
