"""What each label of a speaker stands for, settled once: `data/raw/labels.csv`."""

from typing import Literal

from pydantic import ConfigDict, Field

from jalin.errors import Problem, refuse
from jalin.reading import Strict
from jalin.records import read_checked
from jalin.study import Study

FILE = "data/raw/labels.csv"


class Label(Strict):
    """One row: a label as the transcripts have it, and what it stands for; further columns are the study's own."""

    model_config = ConfigDict(extra="ignore")

    label: str = Field(
        min_length=1, description="the label, as transcripts have it", examples=["Nadia Putri"]
    )
    kind: Literal["interviewer", "role", "person"] = Field(
        description="interviewer: who asks; role: an office or a letter that names nobody; person: somebody's name, to hide"
    )
    pseudonym: str = Field(
        "",
        description="what to write instead of an interviewer's or a person's name; numbered when empty",
        examples=["interviewer 1"],
    )


def read_labels(study: Study) -> list[Label]:
    """The labels that were settled, in order; empty when there is no file.

    Raises `StudyError` for a row that is no `Label`, and a label that stands twice.
    """
    found: list[Label] = []
    problems = []
    seen: set[str] = set()
    for number, row in read_checked(study.raw / "labels.csv", FILE, Label):
        if row.label.casefold() in seen:
            problems.append(
                Problem(FILE, f"row {number}", f"{row.label!r} stands twice", "Keep one row for it")
            )
        seen.add(row.label.casefold())
        found.append(row)
    refuse(problems)
    return found


def interviewers_of(study: Study) -> list[str]:
    """The labels of whoever asks: those of study.yaml, and those that labels.csv settles."""
    settled = [row.label for row in read_labels(study) if row.kind == "interviewer"]
    return list(dict.fromkeys([*study.settings.interviewers, *settled]))
