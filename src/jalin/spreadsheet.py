"""What goes to a spreadsheet, as CSV or XLSX, with nothing in it that would be computed; and what comes back from one.

In a CSV a text that begins as a formula does gets an apostrophe before it, as one would type it there;
whoever reads such a file with `as_meant` has the text again. In an XLSX it is marked as text.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from jalin.files import write_package

if TYPE_CHECKING:
    import pandas as pd

# OWASP, CSV Injection; a sign alone, before a number or before groups of digits, as of a telephone, computes nothing
_FORMULA = re.compile(r"'*(?:[=@\t\n＝＠]|[+\-＋－](?![\d.,]*(?:[ \xa0]\d+)*%?\Z))")

# how many UTF-16 units a cell of Excel holds; openpyxl cuts what is longer
_CELL = 32_767
_GOES_ON = re.compile(r"(?P<name>.+) \(\d+\)", re.DOTALL)

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


def csv_of_rows(columns: Iterable[str], rows: Iterable[Mapping[str, object]], mark: str = ",") -> str:
    """Rows as CSV with these columns, `mark` between them; what a row does not say is empty."""
    text, columns = io.StringIO(), list(columns)
    writer = csv.writer(text, delimiter=mark, lineterminator="\n")
    writer.writerow(map(cell, columns))
    writer.writerows([cell(row.get(name, "")) for name in columns] for row in rows)
    return text.getvalue()


def _pieces(value: object) -> list[object]:
    """A value as so many cells hold it, each cut within a word, as who reads a cell may take white space off its ends."""
    if not isinstance(value, str) or len(value) <= _CELL // 2:
        return [value]
    most = _CELL if max(value) <= "\uffff" else _CELL // 2
    found: list[object] = []
    at = 0
    while len(value) - at > most:
        ends = range(at + most, at + most - 500, -1)
        end = next((one for one in ends if not (value[one - 1].isspace() or value[one].isspace())), ends[0])
        found.append(value[at:end])
        at = end
    return [*found, value[at:]]


def in_cells(frame: "pd.DataFrame") -> "pd.DataFrame":
    """A frame in which what no cell of Excel holds goes on in further columns at the end: quote (2), quote (3)."""
    more = {}
    for name in frame.select_dtypes(exclude=["number", "bool", "datetime"]):
        if str(frame[name].dtype) == "str" and not frame[name].str.len().max() > _CELL // 2:
            continue
        pieces = [_pieces(value) for value in frame[name]]
        for number in range(max(map(len, pieces), default=1)) if any(len(one) > 1 for one in pieces) else ():
            title = f"{name} ({number + 1})" if number else name
            more[title] = [one[number] if number < len(one) else "" for one in pieces]
    return frame.assign(**more)


def as_one(row: dict[str, str]) -> dict[str, str]:
    """A row in which each text stands in one column again that `in_cells` put in several."""
    for name in list(row):
        goes_on = _GOES_ON.fullmatch(name)
        if goes_on and len(row.get(goes_on["name"], "")) > _CELL // 4:
            row[goes_on["name"]] += row.pop(name)
    return row


def write_xlsx(
    path: Path,
    sheets: "Mapping[str, pd.DataFrame]",
    finish: Callable[[Any], object] | None = None,
    freeze: str | None = None,
) -> None:
    """Write frames as the sheets of an .xlsx in one step; what stands above and left of the cell `freeze` stays in sight.

    What is too long for a cell goes on in further columns (`in_cells`). `finish` gets the first sheet; without it each row is written as it comes, and none is held.
    """

    def fill(part: IO[bytes]) -> None:
        import pandas as pd
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
        from openpyxl.styles import Font

        def held(value: Any) -> Any:
            """What a cell holds: nothing for what is missing, and no formula."""
            if not isinstance(value, str):
                return None if pd.isna(value) else value
            if not value.isprintable():
                value = ILLEGAL_CHARACTERS_RE.sub("", value)
            if not value.startswith("="):
                return value or None
            return text_cell(value)

        def text_cell(value: str) -> Any:
            one = WriteOnlyCell(page, value)
            one.data_type, one.quotePrefix = "s", value.startswith("=")
            return one

        book = Workbook(write_only=finish is None)
        for sheet in book.sheetnames:
            del book[sheet]
        for name, frame in sheets.items():
            page = book.create_sheet(name)
            page.freeze_panes = freeze
            frame = in_cells(frame)
            heads = [text_cell(str(head)) for head in frame]
            for head in heads:
                head.font = Font(bold=True)
            page.append(heads)
            columns = [map(held, frame.iloc[:, n].astype(object).tolist()) for n in range(frame.shape[1])]
            for row in zip(*columns, strict=True):
                page.append(row)
        if finish:
            finish(book.worksheets[0])
        book.save(part)

    write_package(path, fill)
