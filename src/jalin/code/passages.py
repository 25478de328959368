"""Links between two coded passages, each with a type: `data/raw/coding/passages.csv`, a line a link."""

from pydantic import Field

from jalin.code.lines import lost_of
from jalin.errors import Problem, refuse
from jalin.reading import Day, Strict
from jalin.records import read_checked
from jalin.study import Study

FILE = "data/raw/coding/passages.csv"


class PassageLink(Strict):
    """That one passage bears on another, and how."""

    from_source: str = Field(min_length=1, description="the source of the one passage", examples=["W1"])
    from_coding: str = Field(
        pattern=r"^[^:]+:.+$", description="its coding: who coded it, and its id", examples=["ann:c1"]
    )
    type: str = Field(min_length=1, description="how it bears on the other", examples=["contradicts"])
    to_source: str = Field(min_length=1, description="the source of the other passage", examples=["W2"])
    to_coding: str = Field(pattern=r"^[^:]+:.+$", description="its coding", examples=["ann:c7"])
    note: str = Field("", description="why", examples=["he was there, she heard of it"])
    coder: str = Field(min_length=1, description="who linked them", examples=["ann"])
    created: Day = Field(description="when they were linked", examples=["2024-03-02"])

    @property
    def ends(self) -> tuple[str, str]:
        """Both passages as CODER:SOURCE/ID."""
        return (_name(self.from_source, self.from_coding), _name(self.to_source, self.to_coding))


def _name(source: str, coding: str) -> str:
    coder, _, own = coding.partition(":")
    return f"{coder}:{source}/{own}"


def read_passages(study: Study, there: bool = True) -> list[PassageLink]:
    """The links, in the order of the file; none without it.

    Raises `StudyError` for a line that is none, a link of a passage with itself, and, unless it need not be `there`, a
    passage that no coder's file has.
    """
    path = study.root / FILE
    rows = read_checked(path, FILE, PassageLink) if path.exists() else []
    problems = []
    for number, one in rows:
        if one.ends[0] == one.ends[1]:
            problems.append(
                Problem(FILE, f"row {number}", "a passage is linked with itself", "Link it with another")
            )
    lost = lost_of(study, [end for _, one in rows for end in one.ends] if there else [])
    problems += [
        Problem(FILE, f"row {number}", f"there is no coding {end}", "Take the link out, or bring it back")
        for number, one in rows
        for end in one.ends
        if end in lost
    ]
    refuse(problems)
    return [one for _, one in rows]
