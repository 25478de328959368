"""Consent: a source whose informant withdrew goes no further."""

import pandas as pd


def consenting(sources: pd.DataFrame) -> pd.DataFrame:
    """The sources whose consent is not withdrawn, in order."""
    return sources[sources["consent"] != "withdrawn"].reset_index(drop=True)
