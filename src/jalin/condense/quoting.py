"""Which passage of several is quoted: one rule, for every display and summary."""

import pandas as pd


def by_telling(codings: pd.DataFrame) -> pd.DataFrame:
    """`codings` with the one to quote first.

    Agreed between coders before others, then the length nearest to 120 code points,
    then source and place.
    """
    order = ["agreed", "distance", "source_id", "start", "code"]
    ranked = codings.assign(distance=(codings["quote"].str.len() - 120).abs())
    ranked = ranked.sort_values(order, ascending=[False, True, True, True, True], kind="stable")
    return ranked.drop(columns="distance")
