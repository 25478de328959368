"""Who could have spoken to a proposition: not asked is not silent."""

import pandas as pd


def could_speak(sources: pd.DataFrame, proposition: str) -> pd.DataFrame:
    """The sources that were asked about a proposition or could show it.

    The column `covers` of the register lists the propositions a source covers; empty
    means all.
    """
    asked = sources["covers"].map(lambda text: not text.strip() or proposition in text.split())
    return sources[asked]
