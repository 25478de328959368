"""Codings as a table for spreadsheets: CSV or XLSX, with nothing a spreadsheet would compute."""

from pathlib import Path

import pandas as pd

from jalin.files import write_atomically

COLUMNS = [
    "source_id", "coder", "code", "code_name", "quote", "memo", "start", "end", "created", "coding_id",
]  # fmt: skip
# a cell that begins with one of these is a formula to a spreadsheet (OWASP, CSV Injection)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(value: object) -> object:
    """`value`, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_codings(codings: pd.DataFrame, names: dict[str, str], path: Path) -> None:
    """Write the table `code/codings` to `path`, by its ending .csv (UTF-8 with mark) or .xlsx.

    `names`: the name of each code.
    """
    frame = codings.assign(code_name=codings["code"].map(names))[COLUMNS]
    frame = frame.apply(lambda column: column.map(safe))
    if path.suffix.lower() == ".xlsx":

        def fill(part: Path) -> None:
            with pd.ExcelWriter(part, engine="openpyxl") as book:
                frame.to_excel(book, sheet_name="codings", index=False, freeze_panes=(1, 0))

        write_atomically(path, fill)
        return
    # the mark tells Excel that it is UTF-8
    write_atomically(
        path, lambda part: frame.to_csv(part, index=False, lineterminator="\n", encoding="utf-8-sig")
    )
