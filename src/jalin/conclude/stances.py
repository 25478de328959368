"""One stance per voice: however often an informant says it, it is one voice that says it."""

import networkx
import numpy as np
import pandas as pd


def _counted_as(evidence: pd.DataFrame) -> pd.Series:
    """The voice that each row counts as: for hearsay of one origin, whoever it comes from in the end.

    A voice that says of a proposition nothing but what one origin told it is no voice of its own beside that
    origin, nor beside others who repeat it, at however many removes (Farmer et al. 2006 compare data
    sets that are independent; so do we). All of them are one mouth. It has the name of the one of them who does
    not only repeat, else of the first who was heard to.
    """
    if (evidence["origin"] == "").all():
        return evidence["voice"]
    keys = ["proposition", "voice"]
    told = evidence.assign(hearsay=evidence["directness"] == "hearsay")
    said = told.groupby(keys, sort=False).agg(
        hearsay=("hearsay", "all"),
        origins=("origin", "nunique"),
        origin=("origin", "first"),
        date=("date", "min"),
    )
    repeats = said["hearsay"] & (said["origins"] == 1) & (said["origin"] != "")
    graph = networkx.Graph()
    graph.add_edges_from((key, (key[0], origin)) for key, origin in said.loc[repeats, "origin"].items())
    names: dict[tuple[str, str], str] = {}
    for mouth in networkx.connected_components(graph):
        heard = [key for key in mouth if key in said.index]
        first = min(heard, key=lambda key: (repeats[key], said["date"][key], key))
        names |= dict.fromkeys(heard, first[1])
    rows = zip(evidence["proposition"], evidence["voice"], strict=True)
    return pd.Series([names.get(key, key[1]) for key in rows], index=evidence.index, dtype="str")


def stances(evidence: pd.DataFrame) -> pd.DataFrame:
    """The table `conclude/stances` from the evidence ledger.

    A voice with codings on both sides is "mixed": views are described, not averaged.
    Voices that only repeat one origin are counted under one of them and named in
    `repeated_by`. `role_group` and `method` are those of its first coding by date; where
    its codings come from several, `stances_by` tells them apart.
    """
    if evidence.empty:
        return pd.DataFrame()
    marked = evidence.assign(
        counted_as=_counted_as(evidence),
        codings_for=evidence["direction"] == "for",
        codings_against=evidence["direction"] == "against",
        weight_for=evidence["weight"].where(evidence["direction"] == "for", 0.0),
        weight_against=evidence["weight"].where(evidence["direction"] == "against", 0.0),
        **{
            name: (evidence["direction"] == direction) & (evidence["directness"] != "hearsay")
            for name, direction in (("not_hearsay", "for"), ("not_hearsay_against", "against"))
        },
    )
    # the group and technique are those of the voice itself, not of one who repeats it
    marked = marked.assign(own=marked["voice"] != marked["counted_as"])
    marked = marked.sort_values(["own", "date", "method", "role_group"], kind="stable")
    keys = ["proposition", "counted_as"]
    found = marked.groupby(keys, sort=False).agg(
        role_group=("role_group", "first"),
        method=("method", "first"),
        codings_for=("codings_for", "sum"),
        codings_against=("codings_against", "sum"),
        weight_for=("weight_for", "max"),
        weight_against=("weight_against", "max"),
        not_hearsay=("not_hearsay", "any"),
        not_hearsay_against=("not_hearsay_against", "any"),
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


def stances_by(evidence: pd.DataFrame, column: str) -> pd.DataFrame:
    """Stances as in `stances`, for each value of `column` (role_group, method or round) apart, which stands in that column.

    A voice met in several groups, by several techniques or in several rounds has in each the
    stance it had there. One that only repeats another is counted with that one, wherever
    it was heard itself. Empty, with the columns proposition, voice, stance and `column`, without evidence.
    """
    own = evidence[evidence["voice"] == _counted_as(evidence)]
    parts = [stances(part).assign(**{column: value}) for value, part in own.groupby(column, sort=False)]
    empty = pd.DataFrame(columns=["proposition", "voice", "stance", column])
    return pd.concat(parts, ignore_index=True) if parts else empty
