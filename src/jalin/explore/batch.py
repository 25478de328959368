"""Codings in a table, put into the coders' files whole or not at all."""

from pathlib import Path

from pydantic import Field

from jalin.errors import Problem, StudyError, refuse
from jalin.explore.coding_step import Change, CodingStep
from jalin.explore.session import Session
from jalin.reading import Strict
from jalin.records import read_checked
from jalin.study import Study


class CodingRow(Strict):
    """A row of the table."""

    source_id: str = Field(description="the source", examples=["teacher"])
    code: str = Field(description="the id of a code of codebook.yaml", examples=["TIME"])
    words: str = Field(description="words as they stand in the text, once", examples=["no time to water"])
    memo: str = Field("", description="a note on this coding", examples=["said twice"])
    coder: str = Field("", description="who codes; without it the one that is asked for", examples=["a"])


def add_table(study: Study, path: Path, coder: str = "") -> tuple[int, int]:
    """Put the codings of a table into the files of their coders; how many were added, and how many stood there already.

    `coder`: of the rows that name none; without it the first of study.yaml. Raises `StudyError` with every row that
    cannot be, by file and line, and then, as when a file cannot be saved, nothing is written.
    """
    if not path.is_file():
        raise StudyError(Problem(str(path), "", "there is no such file", "Give a table as CSV"))
    sessions: dict[str, Session] = {}
    there: dict[tuple[str, str], set[tuple[str, int, int]]] = {}
    changes: list[Change] = []
    problems: list[Problem] = []
    count = 0
    for number, row in read_checked(path, str(path), CodingRow):
        count += 1
        own = row.coder or coder or study.lead
        try:
            if own not in sessions:
                sessions[own] = Session(study, row.source_id, own)
            session = sessions[own]
            session.open(row.source_id)
            start = session.find(row.words)
            change = session.planned(row.code, start, start + len(row.words), row.memo)
        except StudyError as error:
            problems += [Problem(str(path), f"row {number}", one.what, one.remedy) for one in error.problems]
            continue
        key = own, row.source_id
        if key not in there:
            there[key] = {(one.code, one.start, one.end) for one in session.codings()[0]}
        line = change[3] or {}
        span = str(line["code"]), int(line["start"]), int(line["end"])
        if span not in there[key]:
            there[key].add(span)
            changes.append(change)
    refuse(problems)
    _put(study, changes)
    return len(changes), count - len(changes)


def _put(study: Study, changes: list[Change]) -> None:
    """Write every file, or none: what was written before one that cannot be is taken back."""
    files = {id(file): file for file, _, _, _ in changes}
    done: list[CodingStep] = []
    for file in files.values():
        step = CodingStep(study, "", "", tuple(change for change in changes if change[0] is file))
        try:
            step.forth()
        except StudyError:
            for one in reversed(done):
                one.back()
            raise
        done.append(step)
