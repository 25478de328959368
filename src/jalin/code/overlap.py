"""Pairs of codings whose passages overlap: one sweep serves agreement, hearsay and co-occurrence."""

import numpy as np
import pandas as pd


def overlapping(codings: pd.DataFrame) -> pd.DataFrame:
    """Every unordered pair of codings of one source that share at least one code point.

    Columns `left` and `right`: positions (0-based) in `codings`, left < right.
    """
    pairs: list[np.ndarray] = []
    positions = np.arange(len(codings))
    starts, ends = codings["start"].to_numpy(), codings["end"].to_numpy()
    for here in codings.groupby("source_id", sort=False).indices.values():
        order = here[np.argsort(starts[here], kind="stable")]
        # of those that start later, the ones that start before this one ends
        last = np.searchsorted(starts[order], ends[order], side="left")
        for at, until in enumerate(last):
            if until > at + 1:
                others = order[at + 1 : until]
                pairs.append(np.column_stack([np.full(len(others), order[at]), others]))
    found = np.concatenate(pairs) if pairs else np.empty((0, 2), dtype=positions.dtype)
    found.sort(axis=1)
    frame = pd.DataFrame(found, columns=["left", "right"])
    return frame.sort_values(["left", "right"], ignore_index=True)
