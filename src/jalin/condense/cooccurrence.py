"""Which codes come together: on overlapping passages, in one segment, or close by."""

from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd
from scipy.stats import fisher_exact

from jalin.code.overlap import overlapping
from jalin.tables.parts import Parts, measure

_COLUMNS = ["code_1", "code_2", "passages", "segments", "near", "sources", "only_1", "only_2", "neither", "p"]


def _pairs(
    codings: pd.DataFrame, codes: np.ndarray, kinds: int, distance: int
) -> tuple[np.ndarray, np.ndarray]:
    """How many pairs of codings of one coder overlap, and how many overlap or stand within `distance`.

    Both kinds × kinds, the code first in the codebook first.
    """
    pairs = overlapping(codings.assign(end=codings["end"] + distance))
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    coder = pd.factorize(codings["coder"])[0]
    kept = (coder[left] == coder[right]) & (codes[left] != codes[right])
    left, right = left[kept], right[kept]
    one, other = codes[left], codes[right]
    keys = np.minimum(one, other) * kinds + np.maximum(one, other)
    start, end = codings["start"].to_numpy(), codings["end"].to_numpy()
    # the one that starts later starts before the other ends
    end_of_first = np.where(start[left] < start[right], end[left], end[right])
    same = start[left] == start[right]
    overlap = same | (np.maximum(start[left], start[right]) < end_of_first)

    def counted(chosen: np.ndarray) -> np.ndarray:
        return np.bincount(chosen, minlength=kinds * kinds).reshape(kinds, kinds)

    return counted(keys[overlap]), counted(keys)


def _within(codings: pd.DataFrame, places: list[str], codes: np.ndarray, kinds: int) -> np.ndarray:
    """How many `places` (combinations of columns) hold both codes of a pair, kinds × kinds; on the diagonal, the one."""
    place = codings.groupby(places, sort=False).ngroup().to_numpy()
    # whole numbers below 2^53 stay whole, and sums of products are quick
    holds = np.zeros((place.max() + 1 if len(place) else 0, kinds))
    holds[place, codes] = 1
    return (holds.T @ holds).astype(np.int64)


@dataclass(frozen=True)
class Cooccurrence:
    """The measure behind `cooccurrence`."""

    codes: tuple[str, ...]
    distance: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return ("code", "coder", "source_id", "segment_id", "start", "end")

    def part(self, codings: pd.DataFrame) -> dict[str, np.ndarray]:
        """Passages, near pairs, segments and sources of each pair of codes, codes × codes; and sources with any."""
        kinds = len(self.codes)
        codes = pd.Categorical(codings["code"], categories=list(self.codes)).codes.astype(np.int64)
        passages, near = _pairs(codings, codes, kinds, self.distance)
        return {
            "passages": passages,
            "near": near,
            "segments": _within(codings, ["source_id", "segment_id", "coder"], codes, kinds),
            "sources": _within(codings, ["source_id"], codes, kinds),
            "total": np.array(codings["source_id"].nunique()),
        }

    def join(self, parts: list[dict[str, np.ndarray]]) -> pd.DataFrame:
        """The sums over all parts, for pairs that occur together anywhere, with Fisher's test."""
        added = {name: reduce(np.add, [one[name] for one in parts]) for name in parts[0]}
        total, sources = int(added["total"]), added["sources"]
        together = np.triu((added["passages"] + added["near"] + added["segments"]) > 0, k=1)
        rows = []
        for first, second in zip(*np.nonzero(together), strict=True):
            both = int(sources[first, second])
            one, two = int(sources[first, first]) - both, int(sources[second, second]) - both
            neither = total - both - one - two
            rows.append(
                [
                    self.codes[first],
                    self.codes[second],
                    int(added["passages"][first, second]),
                    int(added["segments"][first, second]),
                    int(added["near"][first, second]),
                    both,
                    one,
                    two,
                    neither,
                    float(fisher_exact([[both, one], [two, neither]]).pvalue),
                ]
            )
        return pd.DataFrame(rows, columns=_COLUMNS)


def cooccurrence(codings: pd.DataFrame | Parts, codes: list[str], distance: int = 0) -> pd.DataFrame:
    """The table `condense/cooccurrence`; each pair once, in the order of `codes`.

    passages: pairs of codings of one coder that overlap; segments: segments in which one
    coder used both; near: pairs that overlap or have at most `distance` code points
    between them; sources with both, with one alone, with neither. `p` is Fisher's exact
    test, two-sided, of whether the codes come in the same sources more or less often
    than chance: sources, not passages, are its units, as passages of one source are not
    independent; with few sources it finds only strong ties, and one pair in twenty by
    chance.
    """
    return measure(codings, Cooccurrence(tuple(codes), distance))
