"""What each voice speaks of: the codes of an informant, an observation or a document."""

import numpy as np
import pandas as pd

from jalin.condense.context import groups_of_voices
from jalin.tables.parts import Parts, measure

# voices compared at once: their distances to all others are held in memory
_BLOCK = 2000


class Profiles:
    """The measure behind `code_profiles`."""

    columns = ("voice", "role_group", "method", "date", "code")

    def part(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Codings of each voice and code."""
        found = frame.groupby(["voice", "code"], sort=True).size().rename("codings").reset_index()
        found.insert(1, "role_group", found["voice"].map(groups_of_voices(frame)))
        return found

    def join(self, parts: list[pd.DataFrame]) -> pd.DataFrame:
        """All voices in order, each code with its share."""
        found = pd.concat(parts, ignore_index=True)
        found = found.sort_values(["voice", "code"], ignore_index=True)
        return found.assign(share=found["codings"] / found.groupby("voice")["codings"].transform("sum"))


def code_profiles(codings: pd.DataFrame | Parts) -> pd.DataFrame:
    """The table `condense/profiles` from codings with `voice`: per voice and code, and its share of the voice's codings."""
    return measure(codings, Profiles())


def _apart(marks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per voice the mean of 1 − Jaccard to every other one, and which one is nearest; `marks`: voices × codes, 0 or 1."""
    sizes = marks.sum(axis=1)
    means, nearest = [], []
    for begin in range(0, len(marks), _BLOCK):
        shared = marks[begin : begin + _BLOCK] @ marks.T
        either = sizes[begin : begin + _BLOCK, None] + sizes[None, :] - shared
        apart = 1 - shared / np.maximum(either, 1)
        own = np.arange(len(apart))
        apart[own, begin + own] = np.nan
        means.append(np.nanmean(apart, axis=1))
        nearest.append(np.nanargmin(apart, axis=1))
    return np.concatenate(means), np.concatenate(nearest)


def distances(profiles: pd.DataFrame) -> pd.DataFrame:
    """How far each voice is from the others: columns voice, role_group, codes, distance (0…1), nearest.

    The distance is the mean of 1 − Jaccard over the sets of codes that two voices use
    (Jaccard 1901). Far voices are outliers to read again (Miles, Huberman & Saldaña
    2014, ch. 11), not voices to leave out. NaN when there is one voice alone.
    """
    voices, names = pd.factorize(profiles["voice"], sort=True)
    codes, kinds = pd.factorize(profiles["code"], sort=True)
    marks = np.zeros((len(names), len(kinds)))
    marks[voices, codes] = 1
    groups = profiles.drop_duplicates("voice").set_index("voice")["role_group"]
    alone = len(names) < 2
    apart, nearest = (np.full(len(names), np.nan), np.array([], int)) if alone else _apart(marks)
    return pd.DataFrame(
        {
            "voice": pd.Series(names, dtype="str"),
            "role_group": groups.reindex(names).to_numpy(),
            "codes": marks.sum(axis=1).astype(int),
            "distance": apart,
            "nearest": [""] * len(names) if alone else [names[place] for place in nearest],
        }
    ).sort_values(["distance", "voice"], ascending=[False, True], ignore_index=True)
