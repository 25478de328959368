"""The evidence ledger: every coding that speaks for or against a proposition."""

import pandas as pd

from jalin.code.codebook import Codebook
from jalin.code.reconcile import counted
from jalin.conclude.propositions import Proposition
from jalin.conclude.query import Asked, select
from jalin.study import Evidence
from jalin.tables import DIRECTIONS

_BY_METHOD = {"interview": "first-hand", "observation": "observed", "document": "documented"}


def with_sources(codings: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """`codings` joined with every attribute of their sources."""
    return codings.merge(sources, on="source_id", validate="many_to_one")


# those that later steps look for, also where there is no proposition
_COLUMNS = [
    "proposition", "direction", "coder", "source_id", "coding_id", "informant_id", "role_group",
    "method", "round", "date", "directness", "examples", "picked",
]  # fmt: skip


def _examples(asked: Asked, branch: str | None) -> pd.Series:
    """Per coding, the codes of the events that its passage tells of, space-separated."""
    told: dict[int, set[str]] = {}
    if branch is not None:
        codings = asked.codings
        names = asked.in_branch(branch)
        for left, right in asked.pairs.itertuples(index=False):
            if codings["coder"].iat[left] == codings["coder"].iat[right]:
                if names[right]:
                    told.setdefault(left, set()).add(codings["code"].iat[right])
                if names[left]:
                    told.setdefault(right, set()).add(codings["code"].iat[left])
    found = [" ".join(sorted(told.get(position, ()))) for position in range(len(asked.codings))]
    return pd.Series(found, index=asked.codings.index, dtype="str")


def evidence_ledger(
    codings: pd.DataFrame,
    codebook: Codebook,
    propositions: list[Proposition],
    rule: Evidence,
    lead: str,
) -> pd.DataFrame:
    """The table `conclude/evidence`, by proposition, direction, source and place.

    `codings`: `code/codings` joined with the sources. A coding picked by hand counts
    whatever the rule. How the speaker knows: hearsay when the same coder put the code
    `rule.hearsay` there, else by technique.
    """
    asked = Asked.of(codings, codebook)
    frame = asked.codings
    standing = set(counted(frame.assign(at=frame.index), lead, rule.count)["at"])
    hearsay = asked.sharing(rule.hearsay) if rule.hearsay else [False] * len(frame)
    frame = frame.assign(
        directness=frame["method"].map(_BY_METHOD).where(~pd.Series(hearsay, index=frame.index), "hearsay"),
        examples=_examples(asked, rule.examples),
        name=frame["source_id"] + "/" + frame["coding_id"],
    )
    parts = []
    for proposition in propositions:
        for direction in DIRECTIONS:
            side = proposition.side(direction)
            chosen = select(side.query, asked) if side.query else [False] * len(frame)
            reasons = {picked.coding: picked.reason for picked in side.picked}
            picked = (frame["coder"] == lead) & frame["name"].isin(reasons)
            part = frame[(pd.Series(chosen, index=frame.index) & frame.index.isin(standing)) | picked]
            parts.append(
                part.assign(
                    proposition=proposition.id,
                    direction=direction,
                    picked=part["name"].map(reasons).fillna("").astype("str"),
                )
            )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_COLUMNS)
