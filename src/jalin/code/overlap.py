"""Pairs of codings whose passages overlap or stand close by: one sweep serves agreement, hearsay and co-occurrence."""

import numpy as np
import pandas as pd


def overlapping(codings: pd.DataFrame) -> pd.DataFrame:
    """Every unordered pair of codings of one source that share at least one code point.

    Columns `left` and `right`: positions (0-based) in `codings`, left < right.
    """
    if codings.empty:
        return pd.DataFrame({"left": np.array([], dtype=int), "right": np.array([], dtype=int)})
    starts, ends = codings["start"].to_numpy(), codings["end"].to_numpy()
    # sources one behind the other on one line, so that one sweep does for all
    source = pd.factorize(codings["source_id"])[0]
    line = source * (max(int(ends.max()), int(starts.max())) + 1)
    order = np.argsort(starts + line, kind="stable")
    begin, end = (starts + line)[order], (ends + line)[order]
    # of those that start later, the ones that start before this one ends
    behind = np.searchsorted(begin, end, side="left") - np.arange(1, len(order) + 1)
    behind = np.maximum(behind, 0)
    first = np.repeat(np.arange(len(order)), behind)
    steps = np.arange(len(first)) - np.repeat(np.cumsum(behind) - behind, behind)
    left, right = order[first], order[first + 1 + steps]
    low, high = np.minimum(left, right), np.maximum(left, right)
    sorted_by = np.lexsort((high, low))
    return pd.DataFrame({"left": low[sorted_by], "right": high[sorted_by]})


def close_by(codings: pd.DataFrame, distance: int) -> pd.DataFrame:
    """Every pair, as in `overlapping`, of codings that overlap or have at most `distance` code points between them."""
    return overlapping(codings.assign(end=codings["end"] + distance + 1))
