"""Days as people and spreadsheets write them, as ISO 8601 says them."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Literal

from jalin.errors import Problem, refuse

Row = dict[str, str]
Order = Literal["day", "month", ""]

_TIME = r"(?:[T ]+\d{1,2}[:.]\d\d(?:[:.]\d\d(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}|(2\d{{3}})(\d\d)(\d\d)")
# a year of two digits stands behind points and strokes alone: 25-03-14 may begin with it
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|(?<=[/.])\d\d){_TIME}")
_NAMED = re.compile(
    rf"(?:[^\W\d]+,? +)?(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[ /-](?:de )?([^\W\d]{{3,}})\.?[ /-](?:de )?(\d{{4}}|\d\d){_TIME}"
)
_MONTH_FIRST = re.compile(rf"(?:[^\W\d]+, +)?([^\W\d]{{3,}})\.? (\d{{1,2}}),? (\d{{4}}){_TIME}")
# within other words: 20260314, 2026-03-14, 14-03-2026, 14 Maret 2026
_WITHIN = re.compile(
    r"(?<!\d)(?:(?P<year>20\d\d)([-. ]?)(?P<month>\d\d)\2(?P<day>\d\d)"
    r"|\d{1,2}([-.])\d{1,2}\5(?:19|20)\d\d|\d{1,2}[ -][^\W\d]{3,}[ -](?:19|20)\d\d)(?!\d)"
)
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
# the day before the first that Excel counts; it takes 1900 for a leap year
_FIRST = date(1899, 12, 30)


@cache
def _months() -> dict[str, int]:
    """The number of a month by its first letters: four, which juin and juillet need, or three."""
    from babel import Locale

    names = [Locale(language).months["format"]["wide"] for language in ("fr", "pt", "es", "de", "id", "en")]
    found = {
        name.casefold()[:size]: number
        for months in names
        for number, name in months.items()
        for size in (4, 3)
    }
    return found | {"agt": 8, "nop": 11, "peb": 2, "mrz": 3}


def _month(name: str) -> int:
    """The number of a month by its name, 0 of what is none."""
    return _months().get(name.casefold()[:4]) or _months().get(name.casefold()[:3], 0)


def _day(year: str, month: str | int, day: str) -> str:
    """The day, "" when there is none such."""
    number = int(year)
    if len(year) == 2:
        # as spreadsheets understand it
        number += 2000 if number < 30 else 1900
    try:
        return date(number, int(month), int(day)).isoformat()
    except ValueError:
        return ""


def iso_day(value: str, order: Order = "") -> str:
    """A day as YYYY-MM-DD: from 26/11/2026, 26-11-2026, 2026/11/26, 26 November 2026, 26-Nov-26, November 26, 2026 or Excel's number of it.

    `order`: what stands first where only numbers are, "" when that is not known. What is no
    such day, or may be two, is given back as it is.
    """
    text = value.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(*(found.group(1, 3, 4) if found[1] else found.group(5, 6, 7))) or value
    if found := _YEAR_LAST.fullmatch(text):
        # in both orders, and alike where day and month are
        both = {"day": _day(found[4], found[3], found[1]), "month": _day(found[4], found[1], found[3])}
        days = {day for day in both.values() if day}
        return (both[order] if order else next(iter(days)) if len(days) == 1 else "") or value
    if found := _NAMED.fullmatch(text):
        return _day(found[3], _month(found[2]), found[1]) or value
    if found := _MONTH_FIRST.fullmatch(text):
        return _day(found[3], _month(found[1]), found[2]) or value
    if found := _SERIAL.fullmatch(text):
        return (_FIRST + timedelta(int(found[1]))).isoformat()
    return value


def day_within(name: str) -> str:
    """The first day that a file's name has, as YYYY-MM-DD, in numbers the day before the month; "" where it has none."""
    for found in _WITHIN.finditer(name.replace("_", "-")):
        parts = found.group("year", "month", "day")
        if day := _day(*parts) if parts[0] else iso_day(found[0], "day").replace(found[0], ""):
            return day
    return ""


def order_of(values: Sequence[str]) -> set[Order]:
    """Which of day and month stand first in these days, as those tell that can be read in one way only."""
    found: set[Order] = set()
    for value in values:
        if numbers := _YEAR_LAST.fullmatch(value.strip()):
            first, second = int(numbers[1]), int(numbers[3])
            if first > 12 >= second:
                found.add("day")
            elif second > 12 >= first:
                found.add("month")
    return found


def with_days(rows: list[tuple[int, Row]], columns: Sequence[str], shown: str) -> list[tuple[int, Row]]:
    """Numbered rows of the file `shown` with the days of `columns` as YYYY-MM-DD; what is no day stays.

    A column's own days tell whether day or month stands first. Raises `StudyError` with each
    day that may be two where none tells.
    """
    problems = []
    for column in columns:
        orders = order_of([row.get(column, "") for _, row in rows])
        order: Order = next(iter(orders)) if len(orders) == 1 else ""
        for _, row in rows:
            if row.get(column):
                row[column] = iso_day(row[column], order)
        problems += [
            Problem(
                shown,
                f"row {number}, column {column}",
                f"{row[column]} may be {iso_day(row[column], 'day')} or {iso_day(row[column], 'month')}",
                "Write it as the one it is",
            )
            for number, row in rows
            if iso_day(row.get(column, ""), "day") != iso_day(row.get(column, ""), "month")
        ]
    refuse(problems)
    return rows
