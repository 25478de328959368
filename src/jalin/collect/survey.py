"""Answers to a survey: each row of its table as a source of its own, with what was answered in closed questions as attributes."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from jalin.collect.blocks import Block, Reading, Unreadable
from jalin.days import iso_day, order_of
from jalin.errors import Problem, nearest, refuse
from jalin.settings import SurveySpec
from jalin.study import SETTINGS, Study
from jalin.tables.columns import SOURCES_TABLE
from jalin.tables.store import read

# what programs write of each answer beside what was answered, by heading: Google Forms, Qualtrics, KoboToolbox and
# ODK, LimeSurvey, SurveyMonkey, in their own spelling without capitals and marks
_WHEN = {
    "timestamp", "stempelwaktu", "cap waktu", "recordeddate", "enddate", "submissiondate", "submissiontime", "datesubmitted",
    "submitdate", "startdate", "start", "end", "today", "datelastaction", "tanggal", "datestarted", "startlanguage", "capwaktu",
}  # fmt: skip
_ABOUT = _WHEN | {
    "id", "responseid", "respondentid", "collectorid", "key", "uuid", "instanceid", "metainstanceid", "index", "status",
    "progress", "durationinseconds", "finished", "recipientlastname", "recipientfirstname", "recipientemail",
    "externalreference", "externaldatareference", "locationlatitude", "locationlongitude", "distributionchannel",
    "userlanguage", "ipaddress", "lastpage", "seed", "validationstatus", "notes", "tags", "submittedby", "version",
    "deviceid", "responsetype", "emailaddress", "alamatemail", "email", "username", "namapengguna", "recordid",
}  # fmt: skip
_PROGRAMS: Mapping[str, frozenset[str]] = {
    "Google Forms": frozenset(["timestamp"]),
    "Formulir Google": frozenset(["stempelwaktu"]),
    "Qualtrics": frozenset(["responseid", "recordeddate"]),
    "KoboToolbox": frozenset(["uuid", "submissiontime"]),
    "ODK": frozenset(["submissiondate", "key"]),
    "LimeSurvey": frozenset(["lastpage"]),
    "SurveyMonkey": frozenset(["respondentid", "collectorid"]),
    "Microsoft Forms": frozenset(["starttime", "completiontime"]),
}
# what the name of a file's ending must be for its rows to be answers
TABLES = frozenset([".csv", ".xlsx", ".ods"])
# a day with a time of day, as programs note when an answer was given
_STAMP = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ,]+\d{1,2}[:.]\d\d.*")


def _heading(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _headings(name: str) -> set[str]:
    """A heading without marks, and the code that LimeSurvey may have before it."""
    return {_heading(name), _heading(name.partition(". ")[0])}


def program_of(headings: Sequence[str]) -> str:
    """The survey program that writes such headings; "" when none is known to."""
    found = {one for name in headings for one in _headings(name)}
    return next((program for program, marks in _PROGRAMS.items() if marks <= found), "")


@dataclass(frozen=True)
class Survey:
    """The answers of a table: `rows` of fields; its questions as `open`, `closed` and `other`; `notes`, what the program that wrote it noted of each; that `program`, "" if unknown."""

    rows: tuple[dict[str, str], ...]
    open: tuple[str, ...]
    closed: tuple[str, ...]
    other: tuple[str, ...]
    notes: tuple[str, ...]
    program: str

    @property
    def when(self) -> str:
        """The column that says when each was answered; "" without one."""
        stamps = [name for name in self.notes if _stamped([row.get(name, "") for row in self.rows])]
        return next((name for name in self.notes if _headings(name) & _WHEN), (stamps or [""])[0])

    @property
    def repeated(self) -> tuple[str, ...]:
        """Closed questions whose answers are sentences, as those are that were filled in from templates."""
        return tuple(name for name in self.closed if _long([row[name] for row in self.rows if row.get(name)]))


def survey_of(reading: Reading) -> Survey:
    """The survey in a table that was read.

    A question is open when people answer it in sentences: half of the answers have four words or
    more, or one in ten has ten. It is closed when there are few answers to choose from, each given
    by two people or more on average, or all are small numbers. What is neither, such as names, is other.
    When an answer was given, and numbers that count the rows, are the program's notes.
    """
    rows = tuple(dict(block.fields) for block in reading.blocks if block.kind == "row")
    names = list(dict.fromkeys(name for row in rows for name in row))
    sorts: dict[str, list[str]] = {"open": [], "closed": [], "other": [], "notes": []}
    for name in names:
        values = [row[name] for row in rows if row.get(name)]
        sorts[_sort(name, values)].append(name)
    return Survey(rows, **{sort: tuple(found) for sort, found in sorts.items()}, program=program_of(names))


def _stamped(values: list[str]) -> bool:
    return any(values) and all(_STAMP.fullmatch(value) for value in values if value)


def _long(values: list[str]) -> bool:
    """Whether answers are sentences: half of them have four words or more, or one in ten has ten."""
    words = sorted(len(value.split()) for value in values)
    return words[len(words) // 2] >= 4 or words[-1 - len(words) // 10] >= 10


def _sort(name: str, values: list[str]) -> str:
    if _headings(name) & _ABOUT or not values or _stamped(values):
        return "notes"
    if len(values) > 4 and values == [str(number) for number in range(1, len(values) + 1)]:
        return "notes"
    different = Counter(value.casefold() for value in values)
    chosen = len(different) <= max(2, len(values) / 2)
    if all(re.fullmatch(r"\d{1,3}([.,]\d+)?", value) for value in values):
        return "closed"
    if _long(values):
        # long answers to choose from are chosen all the same
        return "closed" if chosen and len(values) >= 8 and len(different) <= len(values) / 4 else "open"
    return "closed" if chosen and len(values) >= 4 else "other"


@lru_cache(maxsize=4)
def _read(path: Path, encoding: str, changed: int) -> Survey:
    # most registers have no survey, and readers of every format take long to import
    from jalin.collect.readers import read_file

    return survey_of(read_file(path, encoding))


def read_survey(path: Path, encoding: str = "") -> Survey:
    """The survey in a file, read once as long as it does not change. Raises `Unreadable` when it is no table."""
    found = _read(path, encoding, path.stat().st_mtime_ns)
    if not found.rows:
        raise Unreadable("there is no row in it", "Leave the column row of sources.csv empty for it")
    return found


def arranged(survey: Survey, spec: SurveySpec | None) -> Survey:
    """The survey with its questions sorted as study.yaml says. Raises `StudyError` for a question it has not."""
    if spec is None:
        return survey
    every = (*survey.open, *survey.closed, *survey.other, *survey.notes)
    refuse(
        [
            Problem(SETTINGS, f"surveys, {spec.source}", f"it has no question {name!r}", nearest(name, every))
            for name in (*spec.open, *spec.closed)
            if name not in every
        ]
    )

    def keep(sort: tuple[str, ...], also: list[str], others: list[str]) -> tuple[str, ...]:
        return tuple(name for name in every if name in also or (name in sort and name not in others))

    return replace(
        survey,
        open=keep(survey.open, spec.open, spec.closed),
        closed=keep(survey.closed, spec.closed, spec.open),
        other=keep(survey.other, [], [*spec.open, *spec.closed]),
        notes=keep(survey.notes, [], [*spec.open, *spec.closed]),
    )


def survey_in(study: Study, source_id: str, row: Mapping[str, str]) -> Survey:
    """The survey in the file of a source, whose `row` of the register it is given, as study.yaml has it arranged. Raises `Unreadable` and `StudyError` as its parts do."""
    spec = next((one for one in study.settings.surveys if one.source == source_id), None)
    return arranged(read_survey(study.raw / row["file"], row.get("encoding", "")), spec)


def with_answers(study: Study, register: pd.DataFrame) -> pd.DataFrame:
    """The register with a row for each answer in place of each whose column `row` says `source`.

    `source_id` and `informant_id` get the number of the answer, `row` is that number and `survey` the source it is
    one of, `date` the day it was given where the table says so, and each closed question is a column of its own. Raises `StudyError` when a file is no table.
    """
    if "row" not in register or not register["row"].eq("source").any():
        return register
    found, problems = [], []
    for row in register.to_dict("records"):
        if row["row"] != "source":
            found.append(row)
            continue
        if study.deposited:
            # the table of the survey is not in it, but what was made of it
            shared = read(study, "protect/sources")
            found += shared[shared["survey"] == row["source_id"]].to_dict("records")
            continue
        try:
            survey = survey_in(study, row["source_id"], row)
        except (Unreadable, OSError) as fault:
            what, remedy = getattr(fault, "what", str(fault)), getattr(fault, "remedy", "Restore it")
            problems.append(Problem(f"data/raw/{row['file']}", getattr(fault, "place", ""), what, remedy))
            continue
        found += _answers(row, survey)
    refuse(problems)
    return pd.DataFrame(found).fillna("").astype("str")


def _answers(row: dict[str, str], survey: Survey) -> list[dict[str, str]]:
    """The rows of the register for the answers of the survey in one of its rows."""
    width = max(3, len(str(len(survey.rows))))
    taken = set(row) | set(SOURCES_TABLE.columns)
    columns = {name: f"{name} ({row['source_id']})" if name in taken else name for name in survey.closed}
    days = [answer.get(survey.when, "") for answer in survey.rows]
    orders = order_of(days)
    order = next(iter(orders)) if len(orders) == 1 else ""
    found = []
    for number, (answer, day) in enumerate(zip(survey.rows, days, strict=True), start=1):
        given = iso_day(day, order)
        found.append(
            row
            | {
                "source_id": f"{row['source_id']}-{number:0{width}d}",
                "informant_id": f"{row['informant_id'] or row['source_id']}-{number:0{width}d}",
                "row": str(number),
                "survey": row["source_id"],
                "date": given if re.fullmatch(r"\d{4}-\d\d-\d\d", given) else row["date"],
            }
            | {columns[name]: answer.get(name, "") for name in survey.closed}
        )
    return found


def answer_of(survey: Survey, number: int) -> Reading:
    """Answer `number`, the first is 1, as a source: each question that is not closed as a heading, and the answer below it."""
    reading = Reading()
    answer = survey.rows[number - 1]
    for name in (*survey.other, *survey.open):
        if answer.get(name):
            reading.add(Block(name, "heading"), Block(answer[name], "row", ((name, answer[name]),)))
    if not reading.blocks:
        # nothing but closed questions: it says so in its attributes
        reading.add(Block("–"))
    return reading


def account_of(source_id: str, survey: Survey) -> str:
    """A sentence on what was read as what, for a person to see whether it is right."""

    def listed(names: Sequence[str]) -> str:
        return "; ".join(names) or "none"

    by = f" ({survey.program})" if survey.program else ""
    again = (
        f". Closed though the answers are sentences, for each comes several times: {listed(survey.repeated)}; if people wrote "
        f"them freely, name it under open in {SETTINGS}"
        if survey.repeated
        else ""
    )
    return (
        f"{source_id}: {len(survey.rows)} answers{by}. Open, read as text: {listed(survey.open)}. Closed, read as attributes: "
        f"{listed(survey.closed)}. Other, read as text: {listed(survey.other)}. The program's own notes, not read: "
        f"{listed(survey.notes)}{again}"
    )
