"""The register of sources, `sources.csv`, checked as a whole against study.yaml and the disk."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import ConfigDict, Field

from jalin.collect.blocks import Unreadable
from jalin.collect.dialects import dialects_of, unknown_dialect
from jalin.collect.strays import copies, is_media, left_by_system
from jalin.collect.survey import TABLES, account_of, survey_in, with_answers
from jalin.consent import FILE as CONSENT
from jalin.consent import QUOTABLE, SEALED, Consents, is_recording, media_of, read_consents, withheld
from jalin.days import with_days
from jalin.errors import Problem, StudyError, nearest, not_yet, refuse
from jalin.files import FOLDERS, REGISTER, files_below, write_text
from jalin.reading import Day, Strict, as_model
from jalin.records import read_table
from jalin.spreadsheet import csv_of_rows
from jalin.study import Study
from jalin.tables.columns import SOURCES_TABLE

_MEANING = {name: column.description for name, column in SOURCES_TABLE.columns.items()}


class Source(Strict):
    """One row of sources.csv; further columns are attributes of the study's own."""

    model_config = ConfigDict(extra="allow")

    source_id: str = Field(description=_MEANING["source_id"], examples=["W1"])
    case_id: str = Field(description=_MEANING["case_id"], examples=["school"])
    method: Literal["interview", "observation", "document"] = Field(description=_MEANING["method"])
    file: str = Field(description=_MEANING["file"], examples=["interviews/W1.docx"])
    date: Day = Field(description=_MEANING["date"], examples=["2024-03-01"])
    round: str = Field(description=_MEANING["round"], examples=["1"])
    informant_id: str = Field(description=_MEANING["informant_id"], examples=["I1"])
    role_group: str = Field(description=_MEANING["role_group"], examples=["teacher"])
    site: str = Field(description=_MEANING["site"], examples=["school garden"])
    collector: str = Field(description=_MEANING["collector"], examples=["ann"])
    language: str = Field(description=_MEANING["language"], examples=["en"])
    consent: Literal["given", "withdrawn", "public"] = Field(description=_MEANING["consent"])
    covers: str = Field("", description=_MEANING["covers"], examples=["P1 P2"])
    row: Literal["", "source"] = Field(
        "",
        description="`source` where each row of its table is a source of its own: one answer to a survey",
        examples=["source"],
    )
    media: str = Field(
        "",
        description="recordings and pictures of it, files below data/raw with semicolons between",
        examples=["interviews/W1.m4a"],
    )
    encoding: str = Field(
        "", description="the encoding of the file, where it is not detected", examples=["cp1252"]
    )
    dialect: str = Field(
        "",
        description="how the transcript is written, where it is not told from the file: an id of the page on transcripts, or of `dialects.yaml`",
        examples=["otter"],
    )


REQUIRED = [name for name, field in Source.model_fields.items() if field.is_required()]
_SAID = {"case_id": "case", "role_group": "role group"}


def _rows(study: Study) -> list[tuple[int, dict[str, str]]]:
    """The rows of sources.csv with their numbers, every field present; days as YYYY-MM-DD."""
    return with_days(read_table(study.raw / "sources.csv", REGISTER, REQUIRED)[1], ["date"], REGISTER)


def mend_register(study: Study) -> list[str]:
    """Write sources.csv in one form, UTF-8 with commas, days as YYYY-MM-DD and no empty columns; a sentence on what changed.

    Raises `StudyError`, and writes nothing, when it cannot be read, or a day may be two.
    """
    path = study.raw / "sources.csv"
    header, rows = read_table(path, REGISTER, REQUIRED)
    before = [row["date"] for _, row in rows]
    with_days(rows, ["date"], REGISTER)
    days = sum(old != row["date"] for old, (_, row) in zip(before, rows, strict=True))
    text = csv_of_rows([name for name in header if name], [row for _, row in rows])
    if text.encode() == path.read_bytes():
        return [f"{REGISTER}: nothing to mend"]
    write_text(path, text)
    return [f"{REGISTER}: written with commas in UTF-8, {days} days as YYYY-MM-DD"]


def _files(study: Study) -> list[str]:
    """Every file below the source folders, as the register would name it."""
    top = len(study.raw.as_posix()) + 1
    folders = [folder for name in FOLDERS if not (folder := study.raw / name).is_symlink()]
    found = [path for folder in folders for path in files_below(folder)]
    return [path.as_posix()[top:] for path in found]


def _passed_over(study: Study, unnamed: list[str], rows: list[dict[str, str]]) -> dict[str, str]:
    """Files beside the sources that no row names and that stop nothing, and what each of them is."""
    paths = {study.raw / name: name for name in unnamed}
    same = copies(
        [path for path in paths if not left_by_system(path.name)],
        [study.raw / row["file"] for row in rows if row["file"]],
    )
    found = {}
    for path, name in paths.items():
        if left_by_system(path.name):
            found[name] = "left there by the system or a program"
        elif path in same:
            found[name] = f"the same content as data/raw/{same[path].relative_to(study.raw).as_posix()}"
        elif is_media(name):
            found[name] = _unnamed(name)
    return found


def _unnamed(name: str) -> str:
    what = f"a recording or picture that no row of {REGISTER} names in its column media"
    return f"{what}. Name it in the row of its source, or delete it" if is_recording(name) else what


def beside_register(study: Study) -> list[str]:
    """A sentence for each file beside the sources that is no source, and for each table that is a survey or looks like one."""
    rows = [row for _, row in _rows(study)]
    return [*_passed_over_told(study, rows), *surveys_told(study, rows)]


def _passed_over_told(study: Study, rows: list[dict[str, str]]) -> list[str]:
    """A sentence for each file beside the sources that is no source: what systems leave, copies, recordings and pictures."""
    named = {Path(name).as_posix() for row in rows for name in (row["file"], *media_of(row))}
    unnamed = [name for name in _files(study) if name not in named]
    aside = _passed_over(study, unnamed, rows)
    elsewhere = [path.relative_to(study.raw) for path in files_below(study.raw) if is_recording(path)]
    aside |= {
        path.as_posix(): _unnamed(path.name)
        for path in elsewhere
        if path.parts[0] not in FOLDERS and path.as_posix() not in named
    }
    told = [f"data/raw/{name} is not read: {what}" for name, what in aside.items()]
    gone = withheld(study, "use")
    return told + [
        f"data/raw/{name} is the recording of {row['source_id']}, whose consent is withdrawn. Delete it"
        for row in rows
        if row["source_id"] in gone
        for name in media_of(row)
        if is_recording(name) and (study.raw / name).is_file()
    ]


def _known(study: Study) -> dict[str, set[str]]:
    """Per column that study.yaml gives values to, what they are."""
    settings = study.settings
    found = {
        "case_id": [case.id for case in settings.cases],
        "round": [item.id for item in settings.rounds],
        "role_group": [group.id for group in settings.role_groups],
    }
    return {column: set(values) for column, values in found.items()}


def _row_problems(
    study: Study,
    place: str,
    row: dict[str, str],
    known: dict[str, set[str]],
    seen: set[str],
    files: dict[str, bool],
) -> list[Problem]:
    """What is wrong with one row; `files` are those on disk, with whether a row names them."""
    problems = []

    def wrong(column: str, what: str, remedy: str) -> None:
        problems.append(Problem(REGISTER, f"{place}, column {column}", what, remedy))

    source_id = row["source_id"]
    if not source_id or not source_id.replace("-", "").replace("_", "").isalnum():
        wrong("source_id", f"{source_id!r} is no identifier", "Use letters, digits, - and _")
    elif source_id in seen:
        wrong("source_id", f"{source_id} stands twice", "Give each source its own")
    for column, values in known.items():
        if row[column] not in values:
            wrong(column, *not_yet(_SAID.get(column, column), row[column], values))
    if row["method"] == "interview" and not row["informant_id"]:
        wrong("informant_id", "an interview has no informant", "Name the informant, such as I01")
    try:
        as_model(Source, row, REGISTER, place)
    except StudyError as error:
        problems += error.problems
    for name in media_of(row):
        if name not in files and row["consent"] != "withdrawn" and not study.deposited:
            guess = nearest(name, [one for one, there in files.items() if not there])
            wrong(
                "media", f"data/raw/{name} is not on disk", guess if guess.endswith("?") else "Put it there"
            )
    path = study.raw / row["file"]
    if row["file"] in files and not path.is_symlink():
        return problems
    inside = path.resolve().is_relative_to(study.raw.resolve())
    if not row["file"] or not inside:
        wrong("file", f"{row['file']!r} is not a file below data/raw", "Write its path, as interviews/X.docx")
    elif not path.is_file() and row["consent"] != "withdrawn" and not study.deposited:
        # the file of a source withdrawn should be gone
        guess = nearest(row["file"], [name for name, named in files.items() if not named])
        remedy = "Put the file there, correct its name, or take the row out"
        hint = f"{remedy}. {guess}" if guess.endswith("?") else remedy
        wrong("file", f"data/raw/{row['file']} is not on disk", hint)
    return problems


def read_register(study: Study) -> pd.DataFrame:
    """`sources.csv` as a frame of text columns, in its own order, `covers` added if absent.

    With `study.through`, only sources collected up to that day; with `study.case`, only that case's.
    Raises `StudyError` with every problem in the register, files on disk that it
    does not name included.
    """
    numbered = _rows(study)
    rows = [row for _, row in numbered]
    asked = (study.raw / "consent.csv").is_file()
    gone = (
        withheld(study, "use")
        if asked
        else {row["source_id"] for row in rows if row["consent"] == "withdrawn"}
    )
    there = all((study.raw / row["file"]).is_file() for row in rows if row["source_id"] not in gone)
    if (study.raw / SEALED).exists() and not there:
        raise StudyError(
            Problem(
                f"data/raw/{SEALED}",
                "",
                "the sources are sealed",
                "Open them with: make unseal IDENTITY=FILE",
            )
        )
    problems: list[Problem] = []
    seen: set[str] = set()
    named = {Path(name).as_posix() for row in rows for name in (row["file"], *media_of(row))}
    owners: dict[str, str] = {}
    files = {name: name in named for name in _files(study)}
    known = _known(study)
    dialects = dialects_of(study.raw)
    withdrawn = {row["informant_id"] for row in rows if row["consent"] == "withdrawn" and row["informant_id"]}
    consents = read_consents(study)
    # what consent.csv withdraws is withdrawn, whatever the register still says
    for row in rows:
        row["consent"] = row["consent"] if consents.may(row["source_id"], "use") else "withdrawn"
    for number, row in numbered:
        place = f"row {number} ({row['source_id']})"
        problems += _row_problems(study, place, row, known, seen, files)
        problems += unknown_dialect(row.get("dialect", ""), dialects, REGISTER, f"{place}, column dialect")
        seen.add(row["source_id"])
        name = Path(row["file"]).as_posix()
        if row["file"] and owners.setdefault(name, row["source_id"]) != row["source_id"]:
            what = f"data/raw/{row['file']} is the file of {owners[name]} already"
            problems.append(Problem(REGISTER, f"{place}, column file", what, "Name the file of this source"))
        if row["consent"] == "given" and row["informant_id"] in withdrawn:
            what = f"{row['informant_id']} withdrew consent in another row"
            remedy = "Write withdrawn here too, or give the other row an informant of its own"
            problems.append(Problem(REGISTER, f"{place}, column consent", what, remedy))
    unnamed = [name for name, there in files.items() if not there]
    aside = _passed_over(study, unnamed, rows)
    problems += [
        Problem(
            f"data/raw/{name}",
            "",
            f"the source is missing from {REGISTER}",
            "Add a row for it, or take the file away",
        )
        for name in unnamed
        if name not in aside
    ]
    if not rows:
        problems.append(Problem(REGISTER, "", "there is no source in it", "Add a row for each source"))
    refuse(problems)
    register = pd.DataFrame(rows, dtype="str").drop(columns="media", errors="ignore")
    if "covers" not in register:
        register["covers"] = pd.Series("", index=register.index, dtype="str")
    if consents.lines is not None:
        closed = consents.refused("quote")
        register[QUOTABLE] = ["no" if name in closed else "yes" for name in register["source_id"]]
    register = with_answers(study, register)
    _answered(register, consents)
    if study.case:
        register = register[register["case_id"] == study.case].reset_index(drop=True)
    if study.through is not None:
        register = register[register["date"] <= study.through.isoformat()].reset_index(drop=True)
        if register.empty:
            raise StudyError(
                Problem(REGISTER, "", f"no source was collected up to {study.through}", "Choose a later day")
            )
    return register


def _answered(register: pd.DataFrame, consents: Consents) -> None:
    """Say of each answer to a survey in `register` what consent.csv says of it alone; raises `StudyError` for a line about an answer that there is not."""
    if not consents.surveys:
        return
    places = {name: at for at, name in enumerate(register["source_id"])}
    none = {
        one for name in consents.surveys if name not in places for one in (name, consents.sources[name][0])
    }
    refuse(
        [
            Problem(
                CONSENT,
                f"row {number}, column whose",
                f"there is no answer {line.whose!r}",
                f"The last answer of {REGISTER} is {list(places)[-1]}",
            )
            for number, line in consents.lines or []
            if line.whose in none
        ]
    )
    for name in consents.surveys:
        if (at := places.get(name)) is None:
            continue
        if not consents.may(name, "use"):
            register.loc[at, "consent"] = "withdrawn"
        if QUOTABLE in register and not consents.may(name, "quote"):
            register.loc[at, QUOTABLE] = "no"


def surveys_told(study: Study, rows: list[dict[str, str]] | None = None) -> list[str]:
    """A sentence for each survey whose rows are sources on how it is read, and for each table that looks like one; `rows` of the register, where they were read already."""
    found = []
    for row in [row for _, row in _rows(study)] if rows is None else rows:
        path = study.raw / row["file"]
        if path.suffix.lower() not in TABLES or not path.is_file():
            continue
        try:
            survey = survey_in(study, row["source_id"], row)
        except (Unreadable, OSError):
            # told where the source is read
            continue
        if row.get("row"):
            found.append(account_of(row["source_id"], survey))
        elif survey.program or (len(survey.rows) >= 5 and survey.open and survey.closed):
            by = f" of {survey.program}" if survey.program else ""
            found.append(
                f"{row['source_id']} looks like {len(survey.rows)} answers to a survey{by}. To have each as a source of its "
                f"own, write source in its column row of {REGISTER}"
            )
    return found


def registered(study: Study) -> set[str]:
    """The id of every source of the register, whatever the day and the case."""
    return set(read_register(replace(study.whole, through=None))["source_id"])
