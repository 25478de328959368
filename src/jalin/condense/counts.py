"""How often each code is used, sources and informants counted apart from codings."""

from collections.abc import Iterable

import pandas as pd


def count_codes(codings: pd.DataFrame, by: Iterable[str]) -> pd.DataFrame:
    """The table `condense/counts` from codings joined with their sources: per code and value of each attribute in `by`, and over all."""
    joined = codings.copy()
    joined["informant_id"] = joined["informant_id"].replace("", pd.NA)
    parts = []
    for attribute in ["all", *by]:
        frame = joined.assign(value=joined[attribute] if attribute != "all" else "all")
        part = frame.groupby(["code", "value"], sort=True).agg(
            codings=("coding_id", "size"),
            sources=("source_id", "nunique"),
            informants=("informant_id", "nunique"),
        )
        parts.append(part.reset_index().assign(by=attribute))
    return pd.concat(parts, ignore_index=True)
