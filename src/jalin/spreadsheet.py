"""What goes to a spreadsheet, as CSV or XLSX, with nothing in it that would be computed; and what comes back from one.

In a CSV a text that begins as a formula does gets an apostrophe before it, as one would type it there;
whoever reads such a file with `as_meant` has the text again. In an XLSX it is marked as text.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jalin.files import write_atomically

if TYPE_CHECKING:
    import pandas as pd

# OWASP, CSV Injection; a sign alone, before a number or before groups of digits, as of a telephone, computes nothing
_FORMULA = re.compile(r"'*(?:[=@\t\n＝＠]|[+\-＋－](?![\d.,]*(?:[ \xa0]\d+)*%?\Z))")

# what a text has that `cell` changes, in the regular expressions of Arrow, in which ^ is the beginning of the text
_CHANGED = r"^'*[=@\t\n＝＠+\-＋－]|\r"


def cell(value: object) -> object:
    """`value` as it may stand in a CSV; its lines end as in any text of ours, or the row would end with them."""
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{value}" if _FORMULA.match(value) else value


def as_meant(value: str) -> str:
    """What a cell of a CSV says: without the apostrophe that makes a text of it."""
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value


def csv_of(frame: "pd.DataFrame") -> str:
    """A frame as CSV, without its index."""
    texts = frame.select_dtypes(exclude=["number", "bool", "datetime"])
    # few columns have anything that has to be written otherwise
    told = {name: texts[name].map(cell) for name in texts if _has_formula(texts[name])}
    return frame.assign(**told).rename(columns=cell).to_csv(index=False, lineterminator="\n")


def _has_formula(column: "pd.Series") -> bool:
    """Whether `cell` may change a value of a column; of texts alone it is seen at once."""
    if str(column.dtype) != "str":
        return True
    return bool(column.str.contains(_CHANGED, regex=True, na=False).any())


def csv_of_rows(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Rows as CSV with these columns; what a row does not say is empty."""
    text, columns = io.StringIO(), list(columns)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(cell, columns))
    writer.writerows([cell(row.get(name, "")) for name in columns] for row in rows)
    return text.getvalue()


def write_xlsx(
    path: Path,
    sheets: "Mapping[str, pd.DataFrame]",
    finish: Callable[[Any], object] | None = None,
    **options: Any,
) -> None:
    """Write frames as the sheets of an .xlsx in one step; `finish` gets the first sheet, `options` go to pandas."""

    def fill(part: Path) -> None:
        import pandas as pd

        with pd.ExcelWriter(part, engine="openpyxl") as book:
            for name, frame in sheets.items():
                frame.to_excel(book, sheet_name=name, index=False, **options)
                for one in (
                    one for row in book.sheets[name].iter_rows() for one in row if one.data_type == "f"
                ):
                    one.data_type, one.quotePrefix = "s", True
            if finish:
                finish(book.sheets[next(iter(sheets))])

    write_atomically(path, fill)
