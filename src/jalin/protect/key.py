"""The key: what each replacement stands for, one file a source or survey in the private folder.

With it, and only with it, a de-identified text can be turned back.
"""

import csv
from collections.abc import Mapping

import pandas as pd

from jalin.errors import Problem, StudyError
from jalin.files import write_text
from jalin.protect.hiding import KEY, replace_hits
from jalin.protect.hits import Hit
from jalin.spreadsheet import as_meant, csv_of
from jalin.study import Study
from jalin.tables.store import folder
from jalin.tables.texts import TEXTS, read_texts_in


def write_key(study: Study, key: pd.DataFrame, surveys: Mapping[str, str] | None = None) -> None:
    """Write the key of each source, those of all answers to one of `surveys` as one; keys of sources that are no more are removed."""
    place, surveys = study.private / "key", surveys or {}
    files = [surveys.get(source_id, source_id) for source_id in key["source_id"]]
    # as a column: a list of one is a name to pandas
    parts = dict(list(key[KEY].groupby(pd.Series(files, index=key.index, dtype=str), sort=False)))
    for path in place.glob("*.csv"):
        if path.stem not in parts:
            path.unlink()
    for name, part in parts.items():
        write_text(place / f"{name}.csv", csv_of(part))


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
    place = folder(study, "protect") / TEXTS
    try:
        text = read_texts_in(place, [source_id])[source_id]
    except FileNotFoundError:
        what, remedy = f"the text of {source_id} is not there", "Build it with: make protect"
        raise StudyError(Problem(study.relative(place), "", what, remedy)) from None
    rows = [row for row in read_key(study) if row["source_id"] == source_id and row["place"] == "text"]
    hits = [Hit(row["kind"], int(row["start"]), int(row["end"]), row["replacement"]) for row in rows]
    shown = study.relative(study.private / "key")
    if any(text[hit.start : hit.end] != hit.original for hit in hits) or (not rows and "⟦" in text):
        raise StudyError(
            Problem(
                shown,
                source_id,
                "the key is not there or not that of this text",
                "Restore it, or build with: make protect",
            )
        )
    return replace_hits(text, hits, [row["original"] for row in rows])
