"""The evidence ledger: every coding that speaks for or against a proposition."""

import pandas as pd

from jalin.code.codebook import Codebook
from jalin.code.query import Asked, select
from jalin.code.reconcile import counted
from jalin.conclude.propositions import Proposition
from jalin.study import Evidence
from jalin.tables import DIRECTIONS


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


def weights_of(codings: pd.DataFrame, rule: Evidence) -> pd.Series:
    """How much each coding weighs: by how the speaker knows, times a factor for what was said unasked."""
    weights = rule.weights
    by_knowing = {
        "first-hand": weights.first_hand,
        "observed": weights.observed,
        "documented": weights.documented,
        "hearsay": weights.hearsay,
    }
    unasked = (codings["prompted"] == "unprompted").map({True: weights.unprompted, False: 1.0})
    return codings["directness"].map(by_knowing).astype("float64") * unasked


def evidence_ledger(
    codings: pd.DataFrame,
    codebook: Codebook,
    propositions: list[Proposition],
    rule: Evidence,
    lead: str,
    origins: dict[tuple[str, str], str] | None = None,
) -> pd.DataFrame:
    """The table `conclude/evidence`, by proposition, direction, source and place.

    `codings`: every coder's, as `condense.known` gives them. A coding picked by hand
    counts whatever the rule. `origins`: whose account a passage is, by (source_id,
    coding_id), as `read_origins` gives them.
    """
    asked = Asked.of(codings, codebook)
    frame = asked.codings
    standing = set(counted(frame.assign(at=frame.index), lead, rule.count)["at"])
    told = origins or {}
    frame = frame.assign(
        origin=[told.get(key, "") for key in zip(frame["source_id"], frame["coding_id"], strict=True)],
        weight=weights_of(frame, rule),
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
    if not parts:
        # later steps look for the columns, also where there is no proposition
        return frame.iloc[:0].assign(proposition="", direction="", picked="")
    return pd.concat(parts, ignore_index=True)


def ledger_of(
    coders: list[str],
    codings: pd.DataFrame,
    codebook: Codebook,
    propositions: list[Proposition],
    rule: Evidence,
    origins: dict[tuple[str, str], str],
) -> pd.DataFrame:
    """The ledger as `coders` alone would have it, the first of them in the lead."""
    own = codings[codings["coder"].isin(coders)].reset_index(drop=True)
    return evidence_ledger(own, codebook, propositions, rule, coders[0], origins)
