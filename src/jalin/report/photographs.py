"""Photographs of the field work, and which of them may be shown: `data/raw/photographs.csv`.

A photograph in which somebody can be known needs the consent of everybody in it. Nothing here can see who is in one:
what the file says is believed. What a camera writes into a picture (place, time, owner) is taken off.
"""

import io
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageOps, UnidentifiedImageError
from pydantic import Field

from jalin.consent import read_consents
from jalin.errors import Problem, StudyError, not_yet, refuse
from jalin.named import Words
from jalin.reading import Day, Strict
from jalin.records import read_checked
from jalin.study import Study

FILE = "data/raw/photographs.csv"
# pixels on the longer side: enough for the width of a page
_LARGEST = 1600


class Photograph(Strict):
    """One line of photographs.csv."""

    file: str = Field(
        min_length=1, description="the picture, below `data/raw`", examples=["photographs/garden.jpg"]
    )
    source_id: str = Field(
        "",
        description="the source it belongs to; where that may not be shared, neither may the picture",
        examples=["O1"],
    )
    date: Day = Field(description="when it was taken", examples=["2024-03-01"])
    caption: Words = Field(
        description="what it shows, without names; in several languages a column for each, caption_id and caption_en",
        examples=["The garden before the rain"],
    )
    people: Literal["none", "not to be known", "to be known"] = Field(
        description="whether somebody in it can be known: none, not to be known, to be known",
        examples=["to be known"],
    )
    consent: Literal["", "yes", "no"] = Field(
        "", description="whether everybody who can be known agreed to be shown", examples=["yes"]
    )


@dataclass(frozen=True)
class Photographs:
    """The photographs that may be shown, in the order of their day, and how many may not."""

    shown: list[Photograph]
    withheld: int


def read_photographs(study: Study) -> Photographs:
    """The photographs of a study; none without the file.

    Raises `StudyError` for a line that is wrong, names no source, or a file that is not there or is no picture.
    """
    path = study.raw / "photographs.csv"
    if not path.is_file():
        return Photographs([], 0)
    consents = read_consents(study)
    shown, withheld, problems = [], 0, []
    for number, one in read_checked(path, FILE, Photograph, study.languages):
        place = f"row {number}"
        if one.source_id and one.source_id not in consents.sources:
            fault = not_yet("source", one.source_id, consents.sources)
            problems.append(Problem(FILE, f"{place}, column source_id", *fault))
            continue
        file = study.raw / one.file
        if not file.resolve().is_relative_to(study.raw.resolve()) or not file.is_file():
            what = f"there is no file data/raw/{one.file}"
            problems.append(Problem(FILE, f"{place}, column file", what, "Put it there, or take the row out"))
            continue
        agreed = one.people != "to be known" or one.consent == "yes"
        closed = one.consent == "no" or (
            one.source_id
            and not all(consents.may(one.source_id, scope) for scope in ("use", "quote", "share"))
        )
        if agreed and not closed:
            shown.append(one)
        else:
            withheld += 1
    refuse(problems)
    return Photographs(sorted(shown, key=lambda one: (one.date, one.file)), withheld)


def picture_of(study: Study, one: Photograph) -> bytes:
    """The picture as it is shown: upright, not larger than a page, a JPEG with nothing in it but what is seen."""
    path = study.raw / one.file
    try:
        with Image.open(path) as opened:
            image = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        what = f"{study.relative(path)} is no picture that can be read"
        raise StudyError(Problem(FILE, "", what, "Save it as PNG or JPEG")) from None
    image.thumbnail((_LARGEST, _LARGEST))
    # copied pixel by pixel: what is written beside a picture does not come with them
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    made = io.BytesIO()
    bare.save(made, "JPEG", quality=85)
    return made.getvalue()
