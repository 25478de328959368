"""The de-identified study case by case: its part of what notebooks for one case read and none of them makes."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from jalin.spreadsheet import csv_of
from jalin.stages import Run
from jalin.study import Study, open_study
from jalin.tables import tables_in
from jalin.tables.made import Built, with_day
from jalin.tables.store import folder, write_checked, write_texts
from jalin.tables.texts import surveys_of


def _tables(runs: list[Run]) -> list[str]:
    """The tables that runs for one case read, and runs for the whole study make."""
    made = tables_in(pattern for run in runs if not run.cases for pattern in run.makes)
    needed = tables_in(pattern for run in runs if run.cases for pattern in run.reads)
    return [name for name in made if name in needed]


def _part(frame: pd.DataFrame, case: str, sources: set[str], informants: set[str]) -> pd.DataFrame:
    """The rows of a table that are about a case, its `sources` or `informants`; all where it is about none."""
    if "case_id" in frame:
        return frame[frame["case_id"] == case].reset_index(drop=True)
    if "source_id" in frame:
        return frame[frame["source_id"].isin(sources)].reset_index(drop=True)
    if "informant_id" in frame:
        return frame[frame["informant_id"].isin(informants)].reset_index(drop=True)
    return frame


def split_cases(root: Path, through: str, runs: list[Run]) -> dict[str, list[str]]:
    """Give every case of the study in `root` its part of what its `runs` share; the sources of each case that has some.

    A part that is as it was is not written again. Needs the stage `protect` to be built.
    """
    study = open_study(root, through)
    built = Built(study)
    tables, texts = {name: built[name] for name in _tables(runs)}, built.texts("protect")
    sources = tables["protect/sources"]
    found: dict[str, list[str]] = {}
    for case in study.settings.cases:
        own = sources[sources["case_id"] == case.id]
        if own.empty:
            continue
        ids = sorted(own["source_id"])
        one = replace(study, case=case.id)
        for name, frame in tables.items():
            _write_once(one, name, _part(frame, case.id, set(ids), set(own["informant_id"]) - {""}))
        write_texts(one, "protect", {source_id: texts[source_id] for source_id in ids}, surveys_of(own))
        for stage in {name.split("/")[0] for name in tables}:
            with_day(one, stage)
        found[case.id] = ids
    return found


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode("utf-8")


def _write_once(study: Study, name: str, frame: pd.DataFrame) -> None:
    """Write rows of a checked table, unless they are there."""
    path = folder(study, name).with_suffix(".csv")
    text = csv_of(frame)
    if not (_holds(path, text) and path.with_suffix(".parquet").is_file()):
        write_checked(study, name, frame)
