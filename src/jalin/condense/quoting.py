"""Which passage of several is quoted: one rule, for every display and summary."""

from collections.abc import Collection

import numpy as np
import pandas as pd


def by_telling(codings: pd.DataFrame, closed: Collection[str] = ()) -> pd.DataFrame:
    """`codings` with the one to quote first.

    What may be quoted before what is from a source of `closed`, agreed between coders before others, then the
    length nearest to 120 code points, then source and place.
    """
    # ranks instead of words: the same order, and much quicker
    code, source = (pd.factorize(codings[name], sort=True)[0] for name in ("code", "source_id"))
    distance = (codings["quote"].str.len() - 120).abs().to_numpy()
    unagreed = ~codings["agreed"].to_numpy(dtype=bool)
    hidden = codings["source_id"].isin(closed).to_numpy()
    order = np.lexsort((code, codings["start"], source, distance, unagreed, hidden))
    return codings.iloc[order]
