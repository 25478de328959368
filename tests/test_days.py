import pytest

from jalin.days import day_within, iso_day, with_days
from jalin.errors import StudyError


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-26", "2026-11-26"),
        ("2026/11/26", "2026-11-26"),
        ("26/11/2026", "2026-11-26"),
        ("11/26/2026", "2026-11-26"),
        ("26.11.2026", "2026-11-26"),
        ("26-11-2026 00:00:00", "2026-11-26"),
        ("2026-11-26T09:15:00", "2026-11-26"),
        ("5/5/2026", "2026-05-05"),
        # Excel counts days from 1900 (ECMA-376, part 1, 18.17.4.1): 46352 is 26 November 2026
        ("46352", "2026-11-26"),
        ("46352.5", "2026-11-26"),
        ("26 November 2026", "2026-11-26"),
        ("Kamis, 26 Nopember 2026", "2026-11-26"),
        ("1 Agustus 2026", "2026-08-01"),
        ("3 August 2026", "2026-08-03"),
        ("31 Des 2026", "2026-12-31"),
        ("26-Nov-26", "2026-11-26"),
        ("26/Nov/2026", "2026-11-26"),
        ("26. November 2026", "2026-11-26"),
        ("26th November 2026", "2026-11-26"),
        ("26 de noviembre de 2026", "2026-11-26"),
        ("3 juin 2026", "2026-06-03"),
        ("1er juillet 2026", "2026-07-01"),
        ("20261126", "2026-11-26"),
        ("20261340", "20261340"),
        ("26/11/26", "2026-11-26"),
        ("26.11.26", "2026-11-26"),
        ("November 26, 2026 9:15 AM", "2026-11-26"),
        # what may be two days, or is none, stays
        ("9/11/2026", "9/11/2026"),
        ("31/02/2026", "31/02/2026"),
        # which of them is the year?
        ("26-11-26", "26-11-26"),
        ("yesterday", "yesterday"),
    ],
)
def test_a_day_is_read_as_people_and_spreadsheets_write_it(written, day):
    assert iso_day(written) == day


def days(*written):
    return [
        row["date"]
        for _, row in with_days([(at, {"date": one}) for at, one in enumerate(written, 2)], ["date"], "a.csv")
    ]


def test_one_day_tells_the_order_of_its_column():
    assert days("26/11/2026", "9/11/2026") == ["2026-11-26", "2026-11-09"]
    assert days("11/26/2026", "9/11/2026") == ["2026-11-26", "2026-09-11"]


def test_a_day_that_may_be_two_is_refused_with_both():
    with pytest.raises(StudyError, match="row 3, column date: 9/11/2026 may be 2026-11-09 or 2026-09-11"):
        days("5/5/2026", "9/11/2026")


def test_where_days_of_a_column_are_written_both_ways_only_the_clear_ones_are_read():
    with pytest.raises(StudyError, match="row 4") as error:
        days("26/11/2026", "11/26/2026", "9/11/2026")
    assert len(error.value.problems) == 1


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Wawancara Bu Sri 12-03-2025", "2025-03-12"), ("IMG_20250314_1030", "2025-03-14"), ("GMT20250318-101010", "2025-03-18"),
        ("Teacher 2025-03-10", "2025-03-10"), ("rekaman 14 Maret 2025 pagi", "2025-03-14"), ("5_Jan_2024", "2024-01-05"), ("2025.03.09", "2025-03-09"),
        ("20251340 of 2024-01-02", "2024-01-02"), ("x 31-02-2025", ""), ("0812-3456-7890", ""), ("S01", ""), ("12345202503101", ""),
    ],
)  # fmt: skip
def test_the_day_in_the_name_of_a_file_is_read(name, day):
    assert day_within(name) == day
