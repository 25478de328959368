"""Reconciling two coders: a coding is agreed when another coder saw the same there."""

import pandas as pd

from jalin.code.overlap import overlapping


def mark_agreed(codings: pd.DataFrame) -> pd.DataFrame:
    """`codings` with the column `agreed`: another coder put the same code on an overlapping span."""
    pairs = overlapping(codings)
    left, right = codings.iloc[pairs["left"]], codings.iloc[pairs["right"]]
    same = (left["code"].to_numpy() == right["code"].to_numpy()) & (
        left["coder"].to_numpy() != right["coder"].to_numpy()
    )
    shared = set(pairs["left"][same]) | set(pairs["right"][same])
    return codings.assign(agreed=[position in shared for position in range(len(codings))])


def counted(codings: pd.DataFrame, lead: str, count: str) -> pd.DataFrame:
    """The codings that speak as evidence: the lead coder's, all or the agreed ones.

    A source that only the lead coder coded has nothing to agree with and is left out
    under "agreed".
    """
    kept = codings["coder"] == lead
    if count == "agreed" and codings["coder"].nunique() > 1:
        kept &= codings["agreed"]
    return codings[kept].reset_index(drop=True)
