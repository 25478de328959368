"""Summaries that people wrote into cells of displays: `analysis/summaries.csv`."""

import pandas as pd
from pydantic import Field

from jalin.reading import Strict
from jalin.records import read_checked
from jalin.study import Study

FILE = "data/raw/analysis/summaries.csv"


class CellSummary(Strict):
    """One row: what a person makes of a cell, with who and when."""

    display: str = Field(min_length=1, description="the id of the display", examples=["checklist"])
    row: str = Field(min_length=1, description="the row, by its id", examples=["CARE-WATER"])
    column: str = Field(min_length=1, description="the column, by its id", examples=["pupil"])
    summary: str = Field(
        min_length=1, description="what the cell comes to", examples=["They water, and grumble"]
    )
    written_by: str = Field(min_length=1, description="who wrote it", examples=["ann"])
    date: str = Field(min_length=1, description="when", examples=["2024-06-20"])


def read_summaries(study: Study) -> pd.DataFrame:
    """`analysis/summaries.csv`, columns as in `CellSummary`; empty without it, and in a case alone: people wrote them of all cases. Raises `StudyError` for a row that is not whole."""
    if study.case:
        return pd.DataFrame(columns=list(CellSummary.model_fields), dtype="str")
    found = read_checked(study.raw / "analysis" / "summaries.csv", FILE, CellSummary)
    rows = [one.model_dump() for _, one in found]
    return pd.DataFrame(rows, columns=list(CellSummary.model_fields), dtype="str")
