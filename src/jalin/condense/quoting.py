"""Which passage of several is quoted, and how much of it: one rule, for every display and summary."""

import re
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


def beginning(text: str, most: int) -> str:
    """`text`, or of a longer one at most its first `most` characters and an ellipsis, cut at whole words and pseudonyms."""
    if len(text) <= most:
        return text
    # between words, where there are any
    kept = re.sub(r"\s+\S{0,20}\Z", "", text[:most])
    return re.sub(r"⟦[^⟦⟧]*\Z", "", kept).rstrip() + "…"


def around(text: str, start: int, end: int, most: int = 180) -> tuple[str, str]:
    """At most `most` characters before and after a passage, cut at whole words and pseudonyms, with an ellipsis where there is more."""
    before = text[max(0, start - most) : start]
    if start > most:
        kept = re.sub(r"\A\S{0,20}\s+", "", before)
        before = "…" + re.sub(r"\A[^⟦⟧]*⟧", "", kept).lstrip()
    return before, beginning(text[end : end + most + 1], most)
