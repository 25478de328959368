"""A source in one row: how much was coded in it, what of, and its most telling passage."""

import pandas as pd

from jalin.condense.quoting import quoted


def source_summaries(codings: pd.DataFrame, sources: pd.DataFrame, top: int = 3) -> pd.DataFrame:
    """The table `condense/summaries`, one row per source in the order of collection.

    `codings` with `theme` and `agreed`; `themes` and `codes` are the `top` most used,
    with how often, and the passage is chosen as in a display. A source without codings
    has its row as well.
    """

    def most(values: pd.Series) -> str:
        counted = values.value_counts()
        ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        return ", ".join(f"{name} {count}" for name, count in ordered[:top])

    by_source = dict(list(codings.groupby("source_id", sort=False)))
    none = codings.iloc[:0]
    rows = []
    for source in sources.sort_values(["date", "source_id"]).itertuples():
        own = by_source.get(source.source_id, none)
        passage = quoted(own)
        rows.append(
            {
                "source_id": source.source_id,
                "method": source.method,
                "role_group": source.role_group,
                "date": source.date,
                "words": source.words,
                "codings": len(own),
                "codes": own["code"].nunique(),
                "themes": most(own["theme"]),
                "most_used": most(own["code"]),
                "example": passage["coding_id"] if passage is not None else "",
                "quote": passage["quote"] if passage is not None else "",
            }
        )
    return pd.DataFrame(rows)
