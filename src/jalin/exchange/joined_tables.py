"""Two copies of a table that people keep beside the sources as one: the rows that only the other has are added."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from jalin.code.compared import compared
from jalin.collect.register import REQUIRED
from jalin.days import Row, with_days
from jalin.errors import Problem
from jalin.files import ORIGINS
from jalin.reading import read_text
from jalin.records import delimiter_of, read_table
from jalin.spreadsheet import csv_of_rows

_DAYS = ("date", "created", "until", "done")


@dataclass(frozen=True)
class Table:
    """By which columns a row is told, all of them without; and those in which no two copies may differ."""

    keys: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()

    def key(self, row: Row) -> tuple[str, ...]:
        """What tells a row; a passage by its words as anchoring compares them."""
        named = self.keys or sorted(name for name in row if row[name] and name not in _NUMBERED)
        values = [
            compared(row.get(name, "")).text if name == "quote" else row.get(name, "") for name in named
        ]
        return tuple(values) if self.keys else (*named, *values)


# what numbers the rows of a table for itself
_NUMBERED = ("region_id",)
# by their places below data/raw; written in this order, so that nothing names what is not there yet
TABLES = {
    ORIGINS: Table(("source_id",)),
    "informants.csv": Table(("informant_id",)),
    "pseudonyms.csv": Table(("original",), ("pseudonym",)),
    "labels.csv": Table(("label",), ("kind", "pseudonym")),
    "review.csv": Table(("form",), ("decision", "pseudonym")),
    "consent.csv": Table(),
    "photographs.csv": Table(("file",), ("people", "consent")),
    "coding/codings/*/read.csv": Table(("source_id",)),
    "coding/reconciled.csv": Table(("source_id", "coder", "coding_id"), ("decision",)),
    "coding/passages.csv": Table(("from_source", "from_coding", "type", "to_source", "to_coding")),
    "coding/regions.csv": Table(),
    "coding/times.csv": Table(("source_id", "segment_id")),
    "translations/*.csv": Table(("source_id", "quote"), ("words",)),
    "analysis/origins.csv": Table(("source_id", "coder", "coding_id"), ("origin",)),
    "analysis/tactics.csv": Table(),
    "analysis/member_checks.csv": Table(),
    "analysis/summaries.csv": Table(("display", "row", "column"), ("summary",)),
    "sources.csv": Table(("source_id",), tuple(REQUIRED)),
}  # fmt: skip


@dataclass
class Joined:
    """One table of both copies: its `text` with the rows that were added, those that got another number (before, now), where they contradict one another.

    `apart`: the columns in which `rows` that both have differ, and stay as they are here.
    """

    text: str = ""
    added: list[Row] = field(default_factory=list)
    renumbered: list[tuple[str, str]] = field(default_factory=list)
    apart: set[str] = field(default_factory=set)
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)


def _read(path: Path, shown: str) -> tuple[list[str], list[Row]]:
    if not path.exists():
        return [], []
    header, rows = read_table(path, shown, [])
    return header, [row for _, row in with_days(rows, [name for name in _DAYS if name in header], shown)]


def join(table: Table, here: Path, there: Path, shown: str) -> Joined:
    """The table at `here` with the rows that only `there` has at its end; `shown` is its name.

    A row of one key is the same row: where the copies differ in a column that counts it is a problem, where they
    differ in another it stays as it is here.
    """
    (header, own), (other, theirs) = _read(here, shown), _read(there, f"the other copy's {shown}")
    known = {table.key(row): row for row in own}
    joined = Joined()
    for row in theirs:
        mine = known.get(table.key(row))
        if mine is None:
            joined.added.append(row)
            continue
        apart = {name for name in header + other if mine.get(name, "") != row.get(name, "")} - {*_NUMBERED}
        if wrong := sorted(apart & {*table.counts}):
            place = ", ".join(filter(None, (row.get(name, "") for name in table.keys)))
            what = f"it is not the same in both copies: {', '.join(wrong)}"
            remedy = "Make the two rows the same; where they are of two things, give one of them another id"
            joined.problems.append(Problem(shown, f"row of {place}", what, remedy))
        elif apart:
            joined.rows += 1
            joined.apart |= apart
    if joined.added:
        _number(own, joined)
        joined.text = _with_rows(here, shown, header, other, own, joined.added)
    return joined


def _number(own: list[Row], joined: Joined) -> None:
    """Give what is added a number of its own, where a row here has it already."""
    taken = {row[name] for name in _NUMBERED for row in own if name in row}
    for row in joined.added:
        for name in set(_NUMBERED) & row.keys():
            before, (source, _, _) = row[name], row[name].rpartition("/")
            number = 1
            while row[name] in taken:
                row[name], number = f"{source}/r{number}", number + 1
            taken.add(row[name])
            if row[name] != before:
                joined.renumbered.append((before, row[name]))


def _with_rows(
    path: Path, shown: str, header: list[str], other: list[str], own: list[Row], added: list[Row]
) -> str:
    """The text of a table with rows at its end; its own lines stay as they are where it has all the columns."""
    new = [name for name in other if name and name not in header and any(row[name] for row in added)]
    if not header or new:
        return (
            csv_of_rows([*filter(None, header), *new], own + added) if header else csv_of_rows(other, added)
        )
    text = read_text(path, shown)
    rows = csv_of_rows(header, added, delimiter_of(text)).partition("\n")[2]
    return text.rstrip("\n") + "\n" + rows


def tables_of(raw: Path) -> Iterable[tuple[str, Table]]:
    """Every table that a copy has, by its path below data/raw."""
    for pattern, table in TABLES.items():
        for path in sorted(raw.glob(pattern)):
            yield path.relative_to(raw).as_posix(), table
