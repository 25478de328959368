"""Codings as a table for spreadsheets: CSV or XLSX."""

from pathlib import Path

import pandas as pd

from jalin.files import write_text
from jalin.spreadsheet import csv_of, write_xlsx

COLUMNS = [
    "source_id", "coder", "code", "code_name", "quote", "memo", "start", "end", "created", "coding_id",
]  # fmt: skip


def write_codings(codings: pd.DataFrame, names: dict[str, str], path: Path) -> None:
    """Write the table `code/codings` to `path`, by its ending .csv (UTF-8 with mark) or .xlsx.

    `names`: the name of each code.
    """
    frame = codings.assign(code_name=codings["code"].map(names))[COLUMNS]
    if path.suffix.lower() == ".xlsx":
        write_xlsx(path, {"codings": frame}, freeze_panes=(1, 0))
    else:
        # the mark tells Excel that it is UTF-8
        write_text(path, "\ufeff" + csv_of(frame))
