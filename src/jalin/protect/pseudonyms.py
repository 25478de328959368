"""The study's own list of people, places and offices to hide: `data/raw/pseudonyms.csv`."""

import csv
import io

from jalin.errors import Problem, refuse
from jalin.study import Study, read_text

FILE = "data/raw/pseudonyms.csv"


def read_pseudonyms(study: Study) -> dict[str, str]:
    """Pseudonym by original, longest original first; empty when there is no list.

    Raises `StudyError` for a missing column, an empty field or an original that stands twice.
    """
    path = study.raw / "pseudonyms.csv"
    if not path.exists():
        return {}
    reader = csv.DictReader(io.StringIO(read_text(path, FILE), newline=""))
    absent = [name for name in ("original", "pseudonym") if name not in (reader.fieldnames or [])]
    refuse([Problem(FILE, "row 1", f"the column {name} is missing", "Add it") for name in absent])
    found: dict[str, str] = {}
    problems = []
    for number, row in enumerate(reader, start=2):
        original, pseudonym = ((row[name] or "").strip() for name in ("original", "pseudonym"))
        if not original or not pseudonym:
            problems.append(
                Problem(FILE, f"row {number}", "a field is empty", "Fill it, or take the row out")
            )
        elif original.casefold() in map(str.casefold, found):
            problems.append(
                Problem(FILE, f"row {number}", f"{original!r} stands twice", "Keep one row for it")
            )
        else:
            found[original] = pseudonym
    refuse(problems)
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))
