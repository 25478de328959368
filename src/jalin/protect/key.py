"""The key: what each replacement stands for, one file a source in the private folder.

With it, and only with it, a de-identified text can be turned back.
"""

import csv

import pandas as pd

from jalin.errors import Problem, StudyError
from jalin.files import write_text
from jalin.protect.deidentify import KEY, replace_hits
from jalin.protect.hits import Hit
from jalin.spreadsheet import as_meant, csv_of_rows
from jalin.study import Study
from jalin.tables.store import folder


def write_key(study: Study, key: pd.DataFrame) -> None:
    """Write the key of each source; keys of sources that are no more are removed."""
    place = study.private / "key"
    wanted = {f"{source_id}.csv" for source_id in key["source_id"]}
    for path in place.glob("*.csv"):
        if path.name not in wanted:
            path.unlink()
    rows: dict[str, list[dict[str, object]]] = {}
    for row in key[KEY].to_dict("records"):
        rows.setdefault(row["source_id"], []).append(row)
    for source_id, some in rows.items():
        write_text(place / f"{source_id}.csv", csv_of_rows(KEY, some))


def read_key(study: Study) -> list[dict[str, str]]:
    """Every row of the key, in order of the sources; empty when there is none."""
    rows: list[dict[str, str]] = []
    for path in sorted((study.private / "key").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += [{name: as_meant(said) for name, said in row.items()} for row in csv.DictReader(file)]
    return rows


def reveal(study: Study, source_id: str) -> str:
    """The original canonical text of a source, from its de-identified text and the key.

    Raises `StudyError` when either is not there, or they do not fit each other.
    """
    path = folder(study, "protect") / "texts" / f"{source_id}.txt"
    if not path.exists():
        raise StudyError(
            Problem(study.relative(path), "", "the text is not there", "Build it with: make protect")
        )
    text = path.read_bytes().decode("utf-8")
    rows = [row for row in read_key(study) if row["source_id"] == source_id and row["place"] == "text"]
    hits = [Hit(row["kind"], int(row["start"]), int(row["end"]), row["replacement"]) for row in rows]
    shown = study.relative(study.private / "key" / f"{source_id}.csv")
    if any(text[hit.start : hit.end] != hit.original for hit in hits) or (not rows and "⟦" in text):
        raise StudyError(
            Problem(
                shown,
                "",
                "the key is not there or not that of this text",
                "Restore it, or build with: make protect",
            )
        )
    return replace_hits(text, hits, [row["original"] for row in rows])
