"""What people did to test a finding: `analysis/tactics.csv` and `analysis/member_checks.csv`."""

from dataclasses import replace
from typing import Literal

import pandas as pd
from pydantic import Field

from jalin.collect.register import read_register
from jalin.errors import Problem, not_yet, refuse
from jalin.named import Words
from jalin.reading import Strict
from jalin.records import read_checked
from jalin.study import Study
from jalin.words import day

FILE = "data/raw/analysis/tactics.csv"
MEMBER_CHECKS = "data/raw/analysis/member_checks.csv"
Response = Literal["agree", "partly", "disagree", "added", "withdrawn", "no reply"]


class Recorded(Strict):
    """One row of tactics.csv: what a person did; `proposition` is an id, or `all`."""

    tactic: int = Field(
        ge=1, le=13, description="the number of the tactic ([methods](../methods.md))", examples=[5]
    )
    proposition: str = Field(min_length=1, description="the proposition, or all", examples=["P1"])
    what: Words = Field(
        description="what was done; in several languages a column for each, what_id and what_en",
        examples=["Read again what the gardener denies"],
    )
    by: str = Field(min_length=1, description="who did it", examples=["ann"])
    date: str = Field(min_length=1, description="when", examples=["2024-06-20"])

    def told(self, language: str) -> str:
        """What was done, by whom and when."""
        return f"“{self.what[language]}” ({self.by}, {day(self.date, language)})"


class MemberCheck(Strict):
    """One row of member_checks.csv: an informant's answer to a proposition."""

    date: str = Field(min_length=1, description="when they answered", examples=["2024-06-21"])
    informant_id: str = Field(min_length=1, description="who answered", examples=["I1"])
    proposition: str = Field(description="the proposition they were shown", examples=["P1"])
    response: Response = Field(description="what they answered", examples=["agree"])
    remark: str = Field("", description="what they said to it", examples=["It is the whole class"])
    change: str = Field("", description="what was changed for it", examples=["Named the class"])


def read_recorded(study: Study, propositions: list[str]) -> list[Recorded]:
    """`analysis/tactics.csv`; empty without it. Raises `StudyError` for a row that is wrong or names no proposition."""
    found, problems = [], []
    for place, one in read_checked(study.raw / "analysis" / "tactics.csv", FILE, Recorded, study.languages):
        if one.proposition not in (*propositions, "all"):
            fault = not_yet("proposition", one.proposition, ["all", *propositions])
            problems.append(Problem(FILE, f"row {place}", *fault))
        found.append(one)
    refuse(problems)
    return found


def read_member_checks(study: Study, propositions: list[str]) -> pd.DataFrame:
    """`analysis/member_checks.csv`, columns as in `MemberCheck`; empty without it.

    Answers after `through`, or from outside the case, are left out. Raises `StudyError` for a row that is wrong
    or names no proposition.
    """
    found, problems = [], []
    outside: set[str] = set()
    if study.case:
        everyone = read_register(replace(study.whole, through=None))
        outside = set(everyone.loc[everyone["case_id"] != study.case, "informant_id"])
    path = study.raw / "analysis" / "member_checks.csv"
    for place, one in read_checked(path, MEMBER_CHECKS, MemberCheck):
        if one.proposition not in propositions:
            problems.append(
                Problem(MEMBER_CHECKS, f"row {place}", *not_yet("proposition", one.proposition, propositions))
            )
        if outside and one.informant_id in outside:
            continue
        if study.through is None or one.date <= study.through.isoformat():
            found.append(one.model_dump())
    refuse(problems)
    return pd.DataFrame(found, columns=list(MemberCheck.model_fields), dtype="str")
