"""One stance per voice: however often an informant says it, it is one voice that says it."""

import numpy as np
import pandas as pd


def _counted_as(evidence: pd.DataFrame) -> pd.Series:
    """The voice that each row counts as: for hearsay of one origin, whoever it comes from.

    A voice that only repeats what one origin told, and to one side, is no voice of its
    own beside that origin, or beside the others who repeat it (Farmer et al. 2006 compare
    data sets that are independent; so do we).
    """
    if (evidence["origin"] == "").all():
        return evidence["voice"]
    keys = ["proposition", "voice"]
    grouped = evidence.groupby(keys, sort=False)
    only = grouped.agg(
        hearsay=("directness", lambda values: (values == "hearsay").all()),
        origins=("origin", "nunique"),
        origin=("origin", "first"),
        sides=("direction", "nunique"),
        side=("direction", "first"),
        date=("date", "min"),
    ).reset_index()
    chained = only["hearsay"] & (only["origins"] == 1) & (only["origin"] != "") & (only["sides"] == 1)
    own = {(row.proposition, row.voice): row for row in only[~chained].itertuples()}
    first: dict[tuple[str, str, str], str] = {}
    result: dict[tuple[str, str], str] = {}
    for row in only[chained].sort_values(["date", "voice"], kind="stable").itertuples():
        teller = own.get((row.proposition, row.origin))
        if teller is not None and teller.sides == 1 and teller.side == row.side:
            result[row.proposition, row.voice] = row.origin
        else:
            name = first.setdefault((row.proposition, row.origin, row.side), row.voice)
            result[row.proposition, row.voice] = name
    names = zip(evidence["proposition"], evidence["voice"], strict=True)
    return pd.Series([result.get(key, key[1]) for key in names], index=evidence.index, dtype="str")


def stances(evidence: pd.DataFrame) -> pd.DataFrame:
    """The table `conclude/stances` from the evidence ledger.

    A voice with codings on both sides is "mixed": views are described, not averaged.
    Voices that only repeat one origin are counted under one of them and named in
    `repeated_by`.
    """
    if evidence.empty:
        return pd.DataFrame()
    marked = evidence.assign(
        counted_as=_counted_as(evidence),
        codings_for=evidence["direction"] == "for",
        codings_against=evidence["direction"] == "against",
        weight_for=evidence["weight"].where(evidence["direction"] == "for", 0.0),
        weight_against=evidence["weight"].where(evidence["direction"] == "against", 0.0),
        not_hearsay=(evidence["direction"] == "for") & (evidence["directness"] != "hearsay"),
    )
    # the group and technique are those of the voice itself, not of one who repeats it
    marked = marked.assign(own=marked["voice"] != marked["counted_as"]).sort_values("own", kind="stable")
    keys = ["proposition", "counted_as"]
    found = marked.groupby(keys, sort=False).agg(
        role_group=("role_group", "first"),
        method=("method", "first"),
        codings_for=("codings_for", "sum"),
        codings_against=("codings_against", "sum"),
        weight_for=("weight_for", "max"),
        weight_against=("weight_against", "max"),
        not_hearsay=("not_hearsay", "any"),
    )
    repeated = marked[marked["own"]].groupby(keys)["voice"].agg(lambda names: " ".join(sorted(set(names))))
    both = (found["codings_for"] > 0) & (found["codings_against"] > 0)
    stance = pd.Series("for", index=found.index, dtype="str")
    stance = stance.mask(found["codings_for"] == 0, "against").mask(both, "mixed")
    found = found.assign(stance=stance, repeated_by=repeated.reindex(found.index).fillna("").astype("str"))
    found = found.reset_index().rename(columns={"counted_as": "voice"})
    # in the order in which propositions and voices come in the ledger
    keys = pd.MultiIndex.from_frame(evidence[["proposition", "voice"]])
    last = pd.Series(np.arange(len(keys)), index=keys)[~keys.duplicated(keep="last")]
    wanted = pd.MultiIndex.from_frame(found[["proposition", "voice"]])
    places = last.reindex(wanted).fillna(len(keys)).to_numpy()
    return (
        found.assign(place=places)
        .sort_values("place", kind="stable")
        .drop(columns="place")
        .reset_index(drop=True)
    )
