"""Reconciling the coders: what they agree on, and what they decided where they did not.

A coding is agreed when another coder put the same code on an overlapping span. Where
they differed, `coding/reconciled.csv` records a decision on a coding, who made it,
when and why.
"""

from functools import partial
from typing import Literal

import numpy as np
import pandas as pd
from pydantic import Field

from jalin.code.overlap import overlapping
from jalin.errors import Problem, refuse
from jalin.reading import Strict
from jalin.records import read_checked
from jalin.study import Study
from jalin.tables.parts import Codings, Parts
from jalin.tables.rows import Condition, Rows

FILE = "data/raw/coding/reconciled.csv"
_KEY = ["source_id", "coder", "coding_id"]
# what agreement between two codings is seen by
AGREED_BY = ("source_id", "coder", "code", "start", "end")


class Decision(Strict):
    """One row of reconciled.csv: whether a coding stands."""

    source_id: str = Field(description="the source", examples=["W1"])
    coder: str = Field(description="whose coding it is", examples=["ann"])
    coding_id: str = Field(description="the coding", examples=["c2"])
    decision: Literal["keep", "drop"] = Field(description="keep: it counts as evidence; drop: it never does")
    decided_by: str = Field(min_length=1, description="who decided", examples=["ann and ben"])
    date: str = Field(min_length=1, description="when", examples=["2024-06-10"])
    reason: str = Field(min_length=1, description="why", examples=["Digging is toil, too"])


def read_decisions(study: Study, codings: pd.DataFrame, registered: set[str]) -> pd.DataFrame:
    """`coding/reconciled.csv`, columns as in `Decision`; empty when there is none.

    Decisions on sources of the register that have no text here (`registered`) are
    left out. Raises `StudyError` for a row that is wrong, stands twice or names no coding.
    """
    rows = [
        (number, one.model_dump())
        for number, one in read_checked(study.raw / "coding" / "reconciled.csv", FILE, Decision)
    ]
    known = set(codings[_KEY].itertuples(index=False, name=None))
    here = set(codings["source_id"])
    problems, seen = [], set()
    for number, row in rows:
        key = tuple(row[name] for name in _KEY)
        if key in seen:
            problems.append(
                Problem(FILE, f"row {number}", f"{'/'.join(key)} is decided twice", "Keep one row")
            )
        elif key not in known and (row["source_id"] in here or row["source_id"] not in registered):
            what = f"there is no coding {'/'.join(key)}"
            problems.append(Problem(FILE, f"row {number}", what, "Correct source_id, coder and coding_id"))
        seen.add(key)
    refuse(problems)
    columns = list(Decision.model_fields)
    return pd.DataFrame([row for _, row in rows], columns=columns, dtype="str")


def mark_agreed(codings: pd.DataFrame) -> pd.DataFrame:
    """`codings` with the column `agreed`: another coder put the same code on an overlapping span."""
    pairs = overlapping(codings)
    left, right = codings.iloc[pairs["left"]], codings.iloc[pairs["right"]]
    same = (left["code"].to_numpy() == right["code"].to_numpy()) & (
        left["coder"].to_numpy() != right["coder"].to_numpy()
    )
    agreed = np.zeros(len(codings), dtype=bool)
    agreed[pairs["left"][same]] = agreed[pairs["right"][same]] = True
    return codings.assign(agreed=agreed)


def mark_decided(codings: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """`codings` with the column `decision`: keep, drop, or empty where nothing was decided."""
    wanted = decisions[[*_KEY, "decision"]].astype("str")
    found = codings.merge(wanted, on=_KEY, how="left")["decision"].fillna("").astype("str")
    return codings.assign(decision=found.to_numpy())


def counting(lead: str, count: str, several: bool) -> Rows:
    """The rows of code/codings that speak as evidence, where `several` coded or the lead coder alone.

    "lead": the lead coder's. "agreed": of these the agreed ones, and whatever coder's
    coding the coders decided to keep. A coding they decided to drop never counts. A
    source that only the lead coder coded has nothing to agree with and is left out
    under "agreed", unless decided.
    """
    own = (Condition("coder", "=", lead), Condition("decision", "≠", "drop"))
    if count == "agreed" and several:
        return Rows(((*own, Condition("agreed", "=", True)), (Condition("decision", "=", "keep"),)))
    return Rows((own,))


def counted(codings: Codings, lead: str, count: str, several: bool | None = None) -> Codings:
    """The codings that speak as evidence, by the rule of `counting`.

    `several` says whether more than one coded, where these codings do not show it.
    """
    if isinstance(codings, Parts):
        more = len(codings.values("coder")) > 1
        return codings.then(
            partial(counted, lead=lead, count=count, several=more), ("coder", "agreed", "decision")
        )
    if several is None:
        several = codings["coder"].nunique() > 1
    return counting(lead, count, several).of(codings).reset_index(drop=True)
