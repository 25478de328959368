"""The sentences of a report that do not hold, before it is shared. Imports nothing heavy."""

import csv
from pathlib import Path

from jalin.errors import Problem
from jalin.files import CLAIMS
from jalin.spreadsheet import as_meant


def untrue(root: Path) -> list[Problem]:
    """Each sentence whose condition does not hold and that no reason answers, where it stands, with the numbers as they are."""
    path = root / CLAIMS
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{name: as_meant(value) for name, value in row.items()} for row in csv.DictReader(file)]
    return [
        Problem(
            row["file"],
            f"line {row['line']}",
            f"“{_short(row['sentence'])}{_SAID[row['holds']]} {row['condition']}: {row['values']}",
            'Write it anew, or say in the claim why it stays: because="…"',
        )
        for row in rows
        if row["holds"] != "yes" and not row["because"]
    ]


_SAID = {"no": "” does not hold by", "undecided": "” cannot be decided by"}


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 120 else sentence[:119].rpartition(" ")[0] + " …"
