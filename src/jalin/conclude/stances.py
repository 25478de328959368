"""One stance per voice: however often an informant says it, it is one voice that says it."""

import pandas as pd


def voice_of(frame: pd.DataFrame) -> pd.Series:
    """Whose voice a row is: the informant, or the source where there is none."""
    return frame["informant_id"].where(frame["informant_id"] != "", frame["source_id"])


def stances(evidence: pd.DataFrame) -> pd.DataFrame:
    """The table `conclude/stances` from the evidence ledger.

    A voice with codings on both sides is "mixed": views are described, not averaged.
    """
    if evidence.empty:
        return pd.DataFrame()
    marked = evidence.assign(
        voice=voice_of(evidence),
        codings_for=evidence["direction"] == "for",
        codings_against=evidence["direction"] == "against",
        not_hearsay=(evidence["direction"] == "for") & (evidence["directness"] != "hearsay"),
    )
    found = marked.groupby(["proposition", "voice"], sort=False).agg(
        role_group=("role_group", "first"),
        method=("method", "first"),
        codings_for=("codings_for", "sum"),
        codings_against=("codings_against", "sum"),
        not_hearsay=("not_hearsay", "any"),
    )
    both = (found["codings_for"] > 0) & (found["codings_against"] > 0)
    stance = pd.Series("for", index=found.index, dtype="str")
    stance = stance.mask(found["codings_for"] == 0, "against").mask(both, "mixed")
    return found.assign(stance=stance).reset_index()
