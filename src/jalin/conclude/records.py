"""What people did to test a finding: `analysis/tactics.csv` and `analysis/member_checks.csv`."""

from dataclasses import replace

import pandas as pd
from pydantic import Field

from jalin.collect.register import read_register
from jalin.errors import Problem, nearest, refuse
from jalin.reading import Strict
from jalin.records import read_checked
from jalin.study import Study

FILE = "data/raw/analysis/tactics.csv"
MEMBER_CHECKS = "data/raw/analysis/member_checks.csv"
RESPONSES = ("agree", "partly", "disagree", "added", "withdrawn", "no reply")


class Recorded(Strict):
    """One row of tactics.csv: what a person did; `proposition` is an id, or `all`."""

    tactic: int = Field(ge=1, le=13)
    proposition: str = Field(min_length=1)
    what: str = Field(min_length=1)
    by: str = Field(min_length=1)
    date: str = Field(min_length=1)


class MemberCheck(Strict):
    """One row of member_checks.csv: an informant's answer to a proposition."""

    date: str = Field(min_length=1)
    informant_id: str = Field(min_length=1)
    proposition: str
    response: str
    remark: str = ""
    change: str = ""


def read_recorded(study: Study, propositions: list[str]) -> list[Recorded]:
    """`analysis/tactics.csv`; empty without it. Raises `StudyError` for a row that is wrong or names no proposition."""
    found, problems = [], []
    for place, one in read_checked(study.raw / "analysis" / "tactics.csv", FILE, Recorded):
        if one.proposition not in (*propositions, "all"):
            what = f"there is no proposition {one.proposition!r}"
            problems.append(
                Problem(FILE, f"row {place}", what, nearest(one.proposition, ["all", *propositions]))
            )
        found.append(one)
    refuse(problems)
    return found


def read_member_checks(study: Study, propositions: list[str]) -> pd.DataFrame:
    """`analysis/member_checks.csv`, columns as in `MemberCheck`; empty without it.

    Answers after `through`, or from outside the case, are left out. Raises `StudyError` for a row that is wrong,
    names no proposition, or whose response is not one of `RESPONSES`.
    """
    found, problems = [], []
    outside: set[str] = set()
    if study.case:
        everyone = read_register(replace(study.whole, through=None))
        outside = set(everyone.loc[everyone["case_id"] != study.case, "informant_id"])
    path = study.raw / "analysis" / "member_checks.csv"
    for place, one in read_checked(path, MEMBER_CHECKS, MemberCheck):
        for value, known, what in (
            (one.proposition, propositions, "proposition"),
            (one.response, RESPONSES, "response"),
        ):
            if value not in known:
                problems.append(
                    Problem(
                        MEMBER_CHECKS,
                        f"row {place}, {what}",
                        f"{value!r} is not known",
                        nearest(value, known),
                    )
                )
        if outside and one.informant_id in outside:
            continue
        if study.through is None or one.date <= study.through.isoformat():
            found.append(one.model_dump())
    refuse(problems)
    return pd.DataFrame(found, columns=list(MemberCheck.model_fields), dtype="str")
