"""What the XML of a sheet says beside its values: what is hidden, how numbers are shown, which cells are errors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath

from lxml import etree

from jalin.collect.archive import Archive, attribute, local

Cell = tuple[int, int]
# formats that every workbook has without saying so (ECMA-376, part 1, 18.8.30)
_BUILT_IN = {9: "0%", 10: "0.00%", 20: "h:mm"}
# a time of day without seconds
MINUTES = re.compile(r"h{1,2}[:.]mm", re.IGNORECASE)
_REF = re.compile(r"([A-Z]{1,3})(\d+)")
# digits that stay though they are 0, with what is written between and around them
_DIGITS = re.compile(r'(?:"[^"]*"|\\.|[-/ ()]|0)*00(?:"[^"]*"|\\.|[-/ ()]|0)*')
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|([^"\\])')


@dataclass
class SheetMarks:
    """Of one sheet, cells as (row, column) from 0: `formats` of numbers shown otherwise than they are stored."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formats: dict[Cell, str] = field(default_factory=dict)
    errors: dict[Cell, str] = field(default_factory=dict)
    # the rows, by column, of formulas whose value no program stored
    uncomputed: dict[int, list[int]] = field(default_factory=dict)


def as_shown(value: float, pattern: str) -> str:
    """A number as its format shows it, "" where the format is of another kind: percentages, and digits kept though they are 0."""
    pattern = pattern.split(";")[0]
    if re.fullmatch(r"0(\.0+)?%", pattern):
        return f"{value:.{len(pattern.partition('.')[2].rstrip('%'))}%}"
    if not _DIGITS.fullmatch(pattern) or value < 0 or not float(value).is_integer():
        return ""
    marks = [
        (mark[3] == "0", "0" if mark[3] == "0" else mark[1] or mark[2] or mark[3] or "")
        for mark in _LITERAL.finditer(pattern)
    ]
    digits = f"{int(value):0{sum(place for place, _ in marks)}d}"
    extra = len(digits) - sum(place for place, _ in marks)
    shown = ""
    for place, mark in marks:
        take = 1 + extra if place else 0
        shown += digits[:take] if place else mark
        digits, extra = digits[take:], 0 if place else extra
    return shown


def _formats(archive: Archive) -> dict[str, str]:
    """The formats that `as_shown` knows, by the number of the style that has them."""
    root = archive.xml("xl/styles.xml")
    if root is None:
        return {}
    own = {
        attribute(item, "numFmtId"): attribute(item, "formatCode")
        for item in root.iter()
        if local(item) == "numFmt"
    }
    known = {str(number): code for number, code in _BUILT_IN.items()} | own
    styles = next((item for item in root if local(item) == "cellXfs"), None)
    found = {}
    for number, style in enumerate(() if styles is None else styles):
        code = known.get(attribute(style, "numFmtId"), "")
        if code and (as_shown(1.0, code) or MINUTES.fullmatch(code)):
            found[str(number)] = code
    return found


def _parts(archive: Archive) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    book, relations = archive.xml("xl/workbook.xml"), archive.xml("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    targets = {
        attribute(item, "Id"): normpath(join("/xl", attribute(item, "Target"))).lstrip("/")
        for item in relations
    }
    return {
        attribute(item, "name"): targets.get(attribute(item, "id"), "")
        for item in book.iter()
        if local(item) == "sheet"
    }


def column_number(letters: str) -> int:
    """The number of a column by its letters: 0 for A."""
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number - 1


def _value(cell: etree._Element, name: str) -> str:
    """What the part `name` of a cell says, "" without one."""
    return next((child.text or "" for child in cell if local(child) == name), "")


def _marks(content: bytes, formats: dict[str, str]) -> SheetMarks:
    marks = SheetMarks()
    row, at = -1, -1
    for event, item in _elements(content):
        name = local(item)
        if event == "start" and name == "row":
            number = attribute(item, "r")
            row, at = int(number) - 1 if number.isdigit() else row + 1, -1
            if attribute(item, "hidden") in ("1", "true"):
                marks.hidden_rows.add(row)
        elif event == "end" and name == "c":
            place = _REF.fullmatch(attribute(item, "r"))
            at = column_number(place[1]) if place else at + 1
            kind = attribute(item, "t")
            if kind == "e":
                marks.errors[row, at] = _value(item, "v")
            elif kind != "str" and not _value(item, "v") and _value(item, "f"):
                marks.uncomputed.setdefault(at, []).append(row)
            elif kind in ("", "n") and (code := formats.get(attribute(item, "s"))):
                marks.formats[row, at] = code
        elif event == "end" and name == "col" and attribute(item, "hidden") in ("1", "true"):
            low, high = int(attribute(item, "min")), int(attribute(item, "max"))
            # a column may stand for all that follow it
            marks.hidden_columns.update(range(low - 1, min(high, 16384)))
        if event == "end" and name in ("c", "row"):
            item.clear()
    return marks


def _elements(content: bytes) -> Iterator[tuple[str, etree._Element]]:
    """The elements of a sheet as they begin and end, without entities or the network."""
    reader = etree.iterparse(
        BytesIO(content),
        events=("start", "end"),
        tag=("{*}row", "{*}c", "{*}col"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    yield from reader


def marks_of(archive: Archive) -> dict[str, SheetMarks]:
    """The marks of each sheet of a workbook, by the sheet's name; a part that is damaged has none."""
    formats = _formats(archive)
    found = {}
    for name, part in _parts(archive).items():
        found[name] = SheetMarks()
        if part in archive.names:
            try:
                found[name] = _marks(archive.read(part), formats)
            except (etree.XMLSyntaxError, ValueError):
                continue
    return found
