"""New codes with each further source, in the order in which the sources were collected."""

import numpy as np
import pandas as pd


def permutation_band(
    codings: pd.DataFrame, source_ids: list[str], seed: int, times: int = 1000
) -> tuple[np.ndarray, np.ndarray]:
    """Where the curve of codes seen so far would run in other orders of the sources.

    Returns the 2.5th and 97.5th percentile of codes seen after 1, 2, … sources, over
    `times` random orders: a curve of one order says little about saturation.
    """
    used = pd.crosstab(codings["source_id"], codings["code"]).reindex(source_ids, fill_value=0) > 0
    uses = used.to_numpy()
    random = np.random.default_rng(seed)
    orders = random.permuted(np.tile(np.arange(len(uses)), (times, 1)), axis=1)
    seen = np.maximum.accumulate(uses[orders], axis=1).sum(axis=2)
    return tuple(np.percentile(seen, [2.5, 97.5], axis=0))


def new_codes(codings: pd.DataFrame, sources: pd.DataFrame, inductive: set[str], seed: int) -> pd.DataFrame:
    """The table `condense/saturation`, with the band of 1,000 random orders.

    `inductive` codes are counted apart: a deductive code is there by design, so
    only inductive ones say something about saturation.
    """
    rows = []
    seen: set[str] = set()
    by_source = codings.groupby("source_id")["code"].agg(set).to_dict()
    for order, source in enumerate(sources.sort_values(["date", "source_id"]).itertuples(), start=1):
        new = by_source.get(source.source_id, set()) - seen
        seen |= new
        rows.append(
            {
                "order": order,
                "source_id": source.source_id,
                "date": source.date,
                "new_codes": len(new),
                "new_inductive": len(new & inductive),
                "cumulative": len(seen),
            }
        )
    low, high = permutation_band(codings, [str(row["source_id"]) for row in rows], seed)
    return pd.DataFrame(rows).assign(low=low, high=high)
