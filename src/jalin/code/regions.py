"""Regions of pictures and PDF pages that were coded: `data/raw/coding/regions.csv`, a line a region.

Where it is stands in percent of the width and height, as in the W3C's Media Fragments (`xywh=percent:`), so that it
holds at any size. What a region shows stands in the report only where somebody sets it in, and nobody in it can be
known: no audit finds a name or a face in a picture.
"""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field, model_validator

from jalin.errors import Problem, not_yet, refuse
from jalin.reading import Day, Strict
from jalin.records import read_checked
from jalin.study import Study

FILE = "data/raw/coding/regions.csv"
Percent = Annotated[float, Field(ge=0, le=100)]


class Region(Strict):
    """A part of a picture or page, and what it was coded as."""

    region_id: str = Field(
        pattern=r"^[^/\s]+/r\d+$", description="its source and a number of its own", examples=["D1/r1"]
    )
    source_id: str = Field(min_length=1, description="the source", examples=["D1"])
    file: str = Field(
        min_length=1,
        description="the picture or PDF, below `data/raw`: the source's own file, or one under `media`",
        examples=["documents/D1.pdf"],
    )
    page: int = Field(0, ge=0, description="the page of a PDF, from 1; 0 for a picture", examples=[2])
    left: Percent = Field(description="where it begins, in percent of the width", examples=[12.5])
    top: Percent = Field(description="where it begins, in percent of the height", examples=[40.0])
    width: Percent = Field(gt=0, description="how wide it is, in percent of the width", examples=[30.0])
    height: Percent = Field(gt=0, description="how high it is, in percent of the height", examples=[15.0])
    code: str = Field(min_length=1, description="the code", examples=["TIME"])
    coder: str = Field(min_length=1, description="who coded it", examples=["ann"])
    alt: str = Field(
        min_length=1,
        description="what is to be seen, in words, without names: for who cannot see it, and for searches",
        examples=["A list of hours, most of them crossed out"],
    )
    memo: str = Field("", description="a note on it", examples=["the hours of January"])
    people: Literal["none", "not to be known", "to be known"] = Field(
        "none",
        description="whether somebody in it can be known: none, not to be known, to be known; what has somebody to be known stands in no report",
        examples=["none"],
    )
    created: Day = Field(description="when it was coded", examples=["2024-03-02"])

    @model_validator(mode="after")
    def _within(self) -> "Region":
        if self.left + self.width > 100.05 or self.top + self.height > 100.05:
            raise ValueError("it goes beyond the picture", "left and width, top and height are 100 at most")
        if self.region_id.partition("/")[0] != self.source_id:
            raise ValueError(f"{self.region_id!r} begins with another source", "Begin it with source_id")
        return self

    @property
    def picture(self) -> str:
        """The name of what it shows, where that stands beside the chapters."""
        return f"region-{self.region_id.replace('/', '.')}.png"


def read_regions(
    study: Study, codes: Collection[str] | None = None, sources: Collection[str] | None = None
) -> list[Region]:
    """The regions, in the order of the file; none without it.

    Raises `StudyError` for a line that is none, an id that stands twice, for a coder who is not of the study, and
    where `codes` or `sources` are given for one that they do not have.
    """
    path = study.root / FILE
    rows = read_checked(path, FILE, Region) if path.exists() else []
    coders = {one.id for one in study.settings.coders}
    first: dict[str, int] = {}
    problems = []
    for number, one in rows:
        place = f"row {number}"
        if (before := first.setdefault(one.region_id, number)) != number:
            what = f"{one.region_id} stands in row {before}, too"
            problems.append(Problem(FILE, place, what, "Give one of the two another number"))
        named = ((one.source_id, "source", sources), (one.code, "code", codes), (one.coder, "coder", coders))
        for name, kind, known in named:
            if known is not None and name not in known:
                problems.append(Problem(FILE, place, *not_yet(kind, name, known)))
    refuse(problems)
    return [one for _, one in rows]
