"""Spreadsheets: each sheet with a header row is a structured log, read as a .csv is."""

import datetime
from pathlib import Path

from lxml.etree import _Element
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from jalin.collect.archive import Archive, attribute, local
from jalin.collect.blocks import Comment, Reading
from jalin.collect.read_csv import rows_of_table

_PROPERTIES = {
    "creator": "author",
    "lastModifiedBy": "last changed by",
    "title": "title",
    "Company": "company",
}


def _shown(value: object) -> str:
    """A cell as a person reads it: whole numbers without a point, days as YYYY-MM-DD."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return str(value)


def _comments(root: _Element) -> list[Comment]:
    """The comments of a sheet, with their authors and the cells they are on."""
    authors = ["".join(item.itertext()) for item in root.iter() if local(item) == "author"]
    found = []
    for item in root.iter():
        if local(item) == "comment":
            number = attribute(item, "authorId")
            author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
            words = " ".join("".join(item.itertext()).split())
            found.append(Comment(f"{attribute(item, 'ref')}: {words}", author))
    return found


def read(path: Path) -> Reading:
    """The rows of every visible sheet; hidden sheets, comments and properties are reported.

    Raises `Unreadable` when it is no .xlsx, damaged, locked or too large, or as
    `read_csv.rows_of_table` does.
    """
    reading = Reading()
    with Archive(path, "Excel or LibreOffice", "a spreadsheet") as archive:
        archive.check_size()
        for part in sorted(archive.names):
            if part.startswith("xl/") and "comment" in part.casefold() and part.endswith(".xml"):
                reading.comments += _comments(archive.xml(part))
            elif part in ("docProps/core.xml", "docProps/app.xml"):
                properties = archive.xml(part)
                for item in () if properties is None else properties:
                    if local(item) in _PROPERTIES:
                        reading.remark("metadata", _PROPERTIES[local(item)], "".join(item.itertext()))
        damaged = archive.damaged()
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for sheet in book.sheets_metadata:
                if sheet.visible != SheetVisibleEnum.Visible:
                    reading.remark("hidden text", "", f"sheet {sheet.name}")
                    continue
                rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=True)
                reading.add(*rows_of_table([[_shown(value) for value in row] for row in rows], sheet.name))
    except (CalamineError, ValueError, OSError, KeyError):
        raise damaged from None
    return reading
