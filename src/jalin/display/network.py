"""The code network: codes tied by the passages they share."""

import pandas as pd

from jalin.code.codebook import Codebook
from jalin.rules import Evidence


def theme_names(codebook: Codebook, rule: Evidence, language: str) -> dict[str, str]:
    """The name of the theme of every code but of those that mark hearsay and events."""
    themes = codebook.themes(rule)
    names = codebook.theme_names(language)
    return {code: name for code, name in names.items() if codebook.theme(code) in themes}


def code_network(pairs: pd.DataFrame, counts: pd.DataFrame, at_least: int = 2) -> pd.DataFrame:
    """The table `display/network` from `condense/cooccurrence` and `condense/counts`.

    A tie needs `at_least` shared passages. `jaccard` = shared / (either), with
    the pairs as shared and codings as either; it is cut at 1 where one passage
    overlaps several.
    """
    total = counts[counts["by"] == "all"].set_index("code")["codings"]
    kept = pairs[pairs["passages"] >= at_least]
    one, other = (kept[name].map(total).astype("int64") for name in ("code_1", "code_2"))
    either = one + other - kept["passages"]
    jaccard = (kept["passages"] / either.clip(lower=1)).clip(upper=1.0)
    return kept.assign(jaccard=jaccard.round(4))[["code_1", "code_2", "passages", "jaccard"]]
