"""Consent: a source whose informant withdrew is not even read."""

import pandas as pd

from jalin.tables.columns import CONSENTS


def consenting(register: pd.DataFrame) -> pd.DataFrame:
    """The rows of the register whose consent is not withdrawn, in order."""
    return register[register["consent"] != "withdrawn"].reset_index(drop=True)


def consents(register: pd.DataFrame) -> pd.DataFrame:
    """How many sources of each case have which consent: columns case_id, consent, sources. All that stays of one withdrawn."""
    counts = register.groupby(["case_id", "consent"]).size()
    pairs = [(case, name) for case in register["case_id"].unique() for name in CONSENTS]
    return pd.DataFrame(
        {
            "case_id": [case for case, _ in pairs],
            "consent": [name for _, name in pairs],
            "sources": [int(counts.get(pair, 0)) for pair in pairs],
        }
    )
