"""One stance per voice: however often an informant says it, it is one voice that says it."""

import networkx
import numpy as np
import pandas as pd

# stands in no name
_APART = "\n"


def _counted_as(evidence: pd.DataFrame) -> pd.Series:
    """The voice that each row counts as: for hearsay of one origin, whoever it comes from in the end.

    A voice that says of a proposition nothing but what one origin told it is no voice of its own beside that
    origin, nor beside others who repeat it, at however many removes (Farmer et al. 2006 compare data
    sets that are independent; so do we). All of them are one mouth. It has the name of the one of them who does
    not only repeat, else of the first who was heard to.
    """
    if (evidence["origin"] == "").all():
        return evidence["voice"]
    keys = list(zip(evidence["proposition"], evidence["voice"], strict=True))
    own: set[tuple[str, str]] = set()
    origins: dict[tuple[str, str], set[str]] = {}
    dates: dict[tuple[str, str], str] = {}
    for key, directness, origin, date in zip(
        keys, evidence["directness"], evidence["origin"], evidence["date"], strict=True
    ):
        origins.setdefault(key, set()).add(origin)
        dates[key] = min(date, dates.get(key, date))
        if directness != "hearsay":
            own.add(key)
    repeats = {key: told for key, (told, *more) in origins.items() if told and not more and key not in own}
    graph = networkx.Graph()
    graph.add_edges_from((key, (key[0], told)) for key, told in repeats.items())
    names: dict[tuple[str, str], str] = {}
    for mouth in networkx.connected_components(graph):
        heard = [key for key in mouth if key in origins]
        first = min(heard, key=lambda key: (key in repeats, dates[key], key))
        names |= dict.fromkeys(heard, first[1])
    return pd.Series([names.get(key, key[1]) for key in keys], index=evidence.index, dtype="str")


def stances(evidence: pd.DataFrame) -> pd.DataFrame:
    """The table `conclude/stances` from the evidence ledger, in the order in which propositions and voices come in it.

    A voice with codings on both sides is "mixed": views are described, not averaged.
    Voices that only repeat one origin are counted under one of them and named in
    `repeated_by`. `role_group` and `method` are those of its first coding by date; where
    its codings come from several, `stances_by` tells them apart.
    """
    if evidence.empty:
        return pd.DataFrame()
    counted_as = _counted_as(evidence)
    # asked of hundreds of short ledgers: groups are numbered once, each sum is then one call of numpy
    proposition, voice = (pd.factorize(column)[0] for column in (evidence["proposition"], counted_as))
    keys, group = np.unique(np.column_stack([proposition, voice]), axis=0, return_inverse=True)
    repeats = (evidence["voice"] != counted_as).to_numpy()
    directness, weight = evidence["directness"].to_numpy(), evidence["weight"].to_numpy()
    codings, weights, first_hand = {}, {}, {}
    for side in ("for", "against"):
        said = (evidence["direction"] == side).to_numpy()
        codings[side] = np.bincount(group, said, len(keys)).astype(int)
        weights[side] = np.zeros(len(keys))
        np.maximum.at(weights[side], group, np.where(said, weight, 0.0))
        first_hand[side] = np.bincount(group, said & (directness != "hearsay"), len(keys)) > 0
    # the group and technique are those of the voice itself, not of one who repeats it
    ranks = [pd.factorize(evidence[name], sort=True)[0] for name in ("role_group", "method", "date")]
    order = np.lexsort([*ranks, repeats, group])
    first = evidence.iloc[order[np.unique(group[order], return_index=True)[1]]]
    last = np.zeros(len(keys), dtype=int)
    np.maximum.at(last, group, np.where(repeats, 0, np.arange(len(evidence))))
    repeated = (
        evidence[repeats].groupby(group[repeats])["voice"].agg(lambda names: " ".join(sorted(set(names))))
    )
    both = (codings["for"] > 0) & (codings["against"] > 0)
    found = pd.DataFrame(
        {
            "proposition": first["proposition"].array,
            "voice": first["voice"].array,
            "role_group": first["role_group"].array,
            "method": first["method"].array,
            "codings_for": codings["for"],
            "codings_against": codings["against"],
            "weight_for": weights["for"],
            "weight_against": weights["against"],
            "not_hearsay": first_hand["for"],
            "not_hearsay_against": first_hand["against"],
            "stance": pd.array(
                np.where(both, "mixed", np.where(codings["for"] > 0, "for", "against")), dtype="str"
            ),
            "repeated_by": pd.array([repeated.get(number, "") for number in range(len(keys))], dtype="str"),
        }
    )
    return found.iloc[np.argsort(last, kind="stable")].reset_index(drop=True)


def stances_by(evidence: pd.DataFrame, column: str) -> pd.DataFrame:
    """Stances as in `stances`, for each value of `column` (role_group, method or round) apart, which stands in that column.

    A voice met in several groups, by several techniques or in several rounds has in each the
    stance it had there. One that only repeats another is counted with that one, wherever
    it was heard itself. Empty, with the columns proposition, voice, stance and `column`, without evidence.
    """
    own = evidence[evidence["voice"] == _counted_as(evidence)]
    if own.empty:
        return pd.DataFrame(columns=["proposition", "voice", "stance", column])
    # a proposition in two groups is as good as two
    found = stances(own.assign(proposition=own["proposition"] + _APART + own[column]))
    apart = found["proposition"].str.partition(_APART)
    found = found.assign(**{"proposition": apart[0], column: apart[2]})
    first = {value: place for place, value in enumerate(own[column].unique())}
    return found.sort_values(column, key=lambda values: values.map(first), kind="stable", ignore_index=True)
