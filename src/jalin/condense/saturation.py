"""New codes with each further source, in the order in which the sources were collected."""

import pandas as pd


def new_codes(codings: pd.DataFrame, sources: pd.DataFrame, inductive: set[str]) -> pd.DataFrame:
    """The table `condense/saturation`.

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
    return pd.DataFrame(rows)
