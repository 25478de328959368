"""When turns begin in a recording, where the transcript has it wrong or not at all: `data/raw/coding/times.csv`."""

from collections.abc import Collection
from typing import Annotated

from pydantic import Field

from jalin.errors import Problem, not_yet, refuse
from jalin.reading import Strict
from jalin.records import read_checked
from jalin.study import Study

FILE = "data/raw/coding/times.csv"


class Time(Strict):
    """When a turn begins in the recording, as somebody heard it."""

    source_id: str = Field(min_length=1, description="the source", examples=["W1"])
    segment_id: str = Field(
        min_length=1, description="the turn, as the table of segments calls it", examples=["W1-0004"]
    )
    seconds: Annotated[float, Field(ge=0)] = Field(
        description="seconds from the beginning of the recording", examples=[83.4]
    )
    segments: int = Field(
        description="how many turns the source had then; with another number the line no longer counts",
        examples=[12],
    )


def read_times(study: Study, sources: Collection[str] | None = None) -> list[Time]:
    """The times that were mended; none without the file.

    Raises `StudyError` for a line that is none, or of a turn that has one, and where `sources` are given for one that they do not have.
    """
    path = study.root / FILE
    rows = read_checked(path, FILE, Time) if path.exists() else []
    first: dict[tuple[str, str], int] = {}
    problems = [
        Problem(FILE, f"row {number}", *not_yet("source", one.source_id, sources))
        for number, one in rows
        if sources is not None and one.source_id not in sources
    ]
    refuse(
        problems
        + [
            Problem(
                FILE,
                f"row {number}",
                f"{one.segment_id} has a time in row {before}",
                "Take one of the two out",
            )
            for number, one in rows
            if (before := first.setdefault((one.source_id, one.segment_id), number)) != number
        ]
    )
    return [one for _, one in rows]
