"""What each voice speaks of: the codes of an informant, an observation or a document."""

import numpy as np
import pandas as pd


def code_profiles(codings: pd.DataFrame) -> pd.DataFrame:
    """The table `condense/profiles` from codings with `voice`: per voice and code, and its share of the voice's codings."""
    found = codings.groupby(["voice", "role_group", "code"], sort=True).size().rename("codings").reset_index()
    return found.assign(share=found["codings"] / found.groupby("voice")["codings"].transform("sum"))


def distances(profiles: pd.DataFrame) -> pd.DataFrame:
    """How far each voice is from the others: columns voice, role_group, codes, distance (0…1), nearest.

    The distance is the mean of 1 − Jaccard over the sets of codes that two voices use
    (Jaccard 1901). Far voices are outliers to read again (Miles, Huberman & Saldaña
    2014, ch. 11), not voices to leave out. NaN when there is one voice alone.
    """
    used = profiles.pivot_table(index="voice", columns="code", values="codings", fill_value=0) > 0
    marks = used.to_numpy().astype(int)
    shared = marks @ marks.T
    sizes = marks.sum(axis=1)
    either = sizes[:, None] + sizes[None, :] - shared
    apart = 1 - shared / np.maximum(either, 1)
    np.fill_diagonal(apart, np.nan)
    groups = profiles.drop_duplicates("voice").set_index("voice")["role_group"]
    alone = len(used) < 2
    return pd.DataFrame(
        {
            "voice": used.index.astype("str"),
            "role_group": [groups[voice] for voice in used.index],
            "codes": sizes,
            "distance": [float("nan")] * len(used) if alone else np.nanmean(apart, axis=1),
            "nearest": [""] * len(used)
            if alone
            else [used.index[place] for place in np.nanargmin(apart, axis=1)],
        }
    ).sort_values(["distance", "voice"], ascending=[False, True], ignore_index=True)
