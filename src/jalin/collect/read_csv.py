"""Structured observation logs and survey answers: each row becomes one readable line, its fields kept."""

import re
from collections.abc import Iterable

from jalin.collect.blocks import Reading, Unreadable, as_said
from jalin.collect.grid import Grid, letter, read_grid
from jalin.collect.read_json import time_said
from jalin.errors import StudyError
from jalin.records import rows_of

# what a spreadsheet that was saved as .csv writes of a cell without a value, and of a number of twelve digits and more
_ERRORS = frozenset(["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"])
_SHORTENED = re.compile(r"\d[.,]\d{1,15}E\+\d{2}")
_SOME = 10


def read(text: str, reading: Reading) -> None:
    """The rows of a .csv, cues where it is a table of them; raises `Unreadable` when it is no table, and as `grid.read_grid` does."""
    try:
        rows = rows_of(text)
    except StudyError as error:
        (problem,) = error.problems
        raise Unreadable(
            f"it is not readable as a table: {problem.what}", problem.remedy, problem.place
        ) from None
    head = _evened(rows[0][1]) if rows else []
    if _cued(head) and all(_begins(row[head.index("start")]) for _, row in rows[1:]):
        _read_cues(head, rows[1:], reading)
        return
    found: dict[tuple[str, str], list[int]] = {}
    for number, row in rows:
        for at, value in enumerate(row):
            if value.startswith("#") and value in _ERRORS:
                what = f"the error {value} stands there instead of a value"
            elif "E+" in value and _SHORTENED.fullmatch(value):
                what = f"{value} is a long number of which a spreadsheet kept some digits; restore it from the source"
            else:
                continue
            found.setdefault((letter(at), what), []).append(number)
    for (column, what), numbers in found.items():
        some = ", ".join(map(str, numbers[:_SOME])) + (" and more" if len(numbers) > _SOME else "")
        reading.remark("table", f"column {column}", f"row{'s' * (len(numbers) > 1)} {some}: {what}")
    read_grid(Grid(rows), reading)


def read_tsv(text: str, reading: Reading) -> None:
    """Whisper's table: start and end in milliseconds or as times, text, in which a quotation mark is one; any other table is a log."""
    lines = text.lstrip("\ufeff").splitlines()
    head = _evened(lines[0].split("\t")) if lines else []
    if not _cued(head):
        read(text, reading)
        return
    rows = [(number, line.split("\t", len(head) - 1)) for number, line in enumerate(lines[1:], start=2)]
    _read_cues(head, [(number, row) for number, row in rows if any(map(str.strip, row))], reading)


def _evened(head: Iterable[str]) -> list[str]:
    return [name.strip().casefold() for name in head]


def _cued(head: list[str]) -> bool:
    """Whether headings are those of Whisper's table."""
    return {"start", "text"} <= set(head)


def _begins(start: str) -> str:
    """When a cue begins; "" of what is no time."""
    return time_said(start.strip(), 1000.0 if start.strip().isdecimal() else 1.0)


def _read_cues(head: list[str], rows: Iterable[tuple[int, list[str]]], reading: Reading) -> None:
    """Rows under such headings as cues; raises `Unreadable` for one without a beginning."""
    reading.cues, reading.program = True, "Whisper"
    for number, cells in rows:
        row = dict(zip(head, cells, strict=False))
        time = _begins(row["start"])
        if not time:
            what = "there is no start in milliseconds, and no time such as 00:01:05"
            raise Unreadable(what, "Export it again as TSV", f"line {number}")
        words, who = " ".join(row.get("text", "").split()), row.get("speaker", "").strip()
        if words:
            reading.add(as_said(who, words, time))
