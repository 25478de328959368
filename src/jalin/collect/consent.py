"""Consent: a source whose informant withdrew is not even read."""

import pandas as pd

from jalin.tables import CONSENTS


def consenting(register: pd.DataFrame) -> pd.DataFrame:
    """The rows of the register whose consent is not withdrawn, in order."""
    return register[register["consent"] != "withdrawn"].reset_index(drop=True)


def consents(register: pd.DataFrame) -> pd.DataFrame:
    """How many sources have which consent: columns consent, sources. All that stays of one withdrawn."""
    counts = register["consent"].value_counts()
    return pd.DataFrame(
        {"consent": list(CONSENTS), "sources": [int(counts.get(name, 0)) for name in CONSENTS]}
    )
