"""Summaries that people wrote into cells of displays: `analysis/summaries.csv`."""

import csv
import io

import pandas as pd
from pydantic import Field

from jalin.study import Strict, Study, checked, read_text

FILE = "data/raw/analysis/summaries.csv"


class CellSummary(Strict):
    """One row: what a person makes of a cell, with who and when."""

    display: str = Field(min_length=1)
    row: str = Field(min_length=1)
    column: str = Field(min_length=1)
    summary: str = Field(min_length=1)
    written_by: str = Field(min_length=1)
    date: str = Field(min_length=1)


def read_summaries(study: Study) -> pd.DataFrame:
    """`analysis/summaries.csv`, columns as in `CellSummary`; empty without it. Raises `StudyError` for a row that is not whole."""
    path = study.raw / "analysis" / "summaries.csv"
    rows = []
    if path.exists():
        reader = csv.DictReader(io.StringIO(read_text(path, FILE), newline=""))
        rows = [
            checked(CellSummary, row, FILE, f"row {place}").model_dump()
            for place, row in enumerate(reader, start=2)
        ]
    return pd.DataFrame(rows, columns=list(CellSummary.model_fields), dtype="str")
