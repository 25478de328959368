"""Memos: `coding/memos/*.md`, front matter that says what each is about, then its text."""

import re

import pandas as pd
from pydantic import BaseModel, Field

from jalin.errors import Problem, StudyError
from jalin.named import Key
from jalin.reading import parse_yaml, read_text
from jalin.study import Study

_FRONT = re.compile(r"^---\n(.*?)\n---\n\n?(.*)$", re.DOTALL)


class Front(BaseModel):
    """The front matter of a memo; further keys are the study's own."""

    title: str = Field(
        "", description="its title; without one, the name of the file", examples=["Tired hands"]
    )
    date: str = Field("", description="when it was written", examples=["2024-05-10"])
    about: str | list[str] = Field(
        "", description="codes, propositions or sources that it is about", examples=[["TOIL", "W2"]]
    )
    kind: str = Field("", description="what kind of memo it is, in words of your own", examples=["code"])
    round: Key = Field("", description="the round in which it was written", examples=[2])
    guid: str = Field("", description="its identifier in another program, from which it came")


def _words(value: object) -> str:
    """A value of the front matter as text, a list with spaces between; "" for none."""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def read_memos(study: Study) -> pd.DataFrame:
    """Every memo, by its file's name: columns memo, title, date, about, kind, round, guid, text.

    `about` holds codes, propositions or sources with spaces between. A text without
    front matter is a memo all the same. Raises `StudyError` when the front matter is no
    YAML record.
    """
    rows, problems = [], []
    for path in sorted((study.raw / "coding" / "memos").glob("*.md")):
        shown = study.relative(path)
        text = read_text(path, shown)
        match = _FRONT.match(text)
        try:
            # below the line that begins it
            front = parse_yaml(f"\n{match[1]}", shown) if match else {}
        except StudyError as error:
            problems += error.problems
            continue
        if not isinstance(front, dict):
            problems.append(
                Problem(shown, "", "its front matter is no record", "Write lines such as title: …")
            )
            continue
        said = {name: _words(front.get(name)) for name in Front.model_fields}
        said |= {"title": said["title"] or path.stem, "about": said["about"].replace(",", " ")}
        rows.append(said | {"memo": path.stem, "text": (match[2] if match else text).removesuffix("\n")})
    if problems:
        raise StudyError(problems)
    return pd.DataFrame(rows, columns=["memo", *Front.model_fields, "text"], dtype="str")
