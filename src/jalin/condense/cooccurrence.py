"""Which codes come together: on overlapping passages, in one segment, or close by."""

import numpy as np
import pandas as pd
from scipy.stats import fisher_exact

from jalin.code.overlap import overlapping

_COLUMNS = ["code_1", "code_2", "passages", "segments", "near", "sources", "only_1", "only_2", "neither", "p"]


def _ordered(left: pd.Series, right: pd.Series, rank: dict[str, int]) -> pd.DataFrame:
    """Two columns of codes, the one first in the codebook first."""
    first = left.map(rank).to_numpy() < right.map(rank).to_numpy()
    one, two = left.to_numpy(dtype=object), right.to_numpy(dtype=object)
    return pd.DataFrame({"code_1": np.where(first, one, two), "code_2": np.where(first, two, one)})


def _pairs(codings: pd.DataFrame, rank: dict[str, int]) -> pd.DataFrame:
    """Every pair of codings of different codes by one coder that overlap."""
    pairs = overlapping(codings)
    left = codings.iloc[pairs["left"]].reset_index(drop=True)
    right = codings.iloc[pairs["right"]].reset_index(drop=True)
    found = _ordered(left["code"], right["code"], rank).assign(source_id=left["source_id"])
    return found[(left["coder"] == right["coder"]) & (left["code"] != right["code"])]


def _within(codings: pd.DataFrame, places: list[str], rank: dict[str, int]) -> pd.Series:
    """How many `places` (combinations of columns) hold both codes of a pair, by the pair."""
    once = codings.drop_duplicates([*places, "code"])[[*places, "code"]]
    both = once.merge(once, on=places, suffixes=("", "_2"))
    both = both[both["code"].map(rank) < both["code_2"].map(rank)]
    return both.groupby(["code", "code_2"]).size()


def cooccurrence(codings: pd.DataFrame, codes: list[str], distance: int = 0) -> pd.DataFrame:
    """The table `condense/cooccurrence`; each pair once, in the order of `codes`.

    passages: pairs of codings of one coder that overlap; segments: segments in which one
    coder used both; near: pairs that overlap or have at most `distance` code points
    between them; sources with both, with one alone, with neither. `p` is Fisher's exact
    test, two-sided, of whether the codes come in the same sources more or less often
    than chance: sources, not passages, are its units, as passages of one source are not
    independent; with few sources it finds only strong ties, and one pair in twenty by
    chance.
    """
    rank = {code: number for number, code in enumerate(codes)}
    found = _pairs(codings, rank)
    passages = found.groupby(["code_1", "code_2"]).size()
    wider = codings.assign(end=codings["end"] + distance)
    near = _pairs(wider, rank).groupby(["code_1", "code_2"]).size()
    segments = _within(codings, ["source_id", "segment_id", "coder"], rank)
    sources = _within(codings, ["source_id"], rank)
    holding = codings.groupby("code")["source_id"].nunique()
    total = codings["source_id"].nunique()
    rows = []
    for pair in sorted(
        set(passages.index) | set(near.index) | set(segments.index),
        key=lambda one: (rank[one[0]], rank[one[1]]),
    ):
        both = int(sources.get(pair, 0))
        one, two = int(holding[pair[0]]) - both, int(holding[pair[1]]) - both
        neither = total - both - one - two
        p = float(fisher_exact([[both, one], [two, neither]]).pvalue)
        rows.append(
            [
                *pair,
                int(passages.get(pair, 0)),
                int(segments.get(pair, 0)),
                int(near.get(pair, 0)),
                both,
                one,
                two,
                neither,
                p,
            ]
        )
    return pd.DataFrame(rows, columns=_COLUMNS)
