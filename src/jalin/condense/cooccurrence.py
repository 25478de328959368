"""Which codes come together: on overlapping passages, in one segment, or close by."""

from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd

from jalin.code.overlap import close_by
from jalin.tables.parts import Parts, measure

_COUNTS = ["passages", "segments", "near", "sources", "only_1", "only_2", "neither"]


def holm(p: np.ndarray) -> np.ndarray:
    """Each p corrected for how many there are (Holm 1979, Scandinavian Journal of Statistics 6, 65–70).

    The smallest times their number, the next times one less, …, none below one before it, at
    most 1: whatever the tests have to do with one another, the chance of any false one below
    .05 is at most .05.
    """
    order = np.argsort(p, kind="stable")
    corrected = np.empty(len(p))
    corrected[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1.0)
    return corrected


def exact(both: np.ndarray, first: np.ndarray, second: np.ndarray, total: int) -> np.ndarray:
    """Fisher's exact p, two-sided, of whether `both` of `total` sources have two codes that `first` and `second` have.

    The sum of the hypergeometric chances of all outcomes that are no likelier than the one
    found, ties within 1e-7 as in R's fisher.test.
    """
    # most who import this module ask something else
    from scipy.special import gammaln

    logs = gammaln(np.arange(total + 1) + 1.0)
    found = np.empty(len(both))
    for place, (here, one, other) in enumerate(zip(both, first, second, strict=True)):
        low = max(0, one + other - total)
        met = np.arange(low, min(one, other) + 1)
        # up to a factor that all outcomes share
        chance = -(logs[met] + logs[one - met] + logs[other - met] + logs[total - one - other + met])
        weights = np.exp(chance - chance.max())
        found[place] = weights[weights <= weights[here - low] * (1 + 1e-7)].sum() / weights.sum()
    return np.minimum(found, 1.0)


def _pairs(
    codings: pd.DataFrame, codes: np.ndarray, kinds: int, distance: int
) -> tuple[np.ndarray, np.ndarray]:
    """How many pairs of codings of one coder overlap, and how many overlap or stand within `distance`.

    Both kinds × kinds, the code first in the codebook first.
    """
    pairs = close_by(codings, distance)
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
    read: int

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
        """The sums over all parts, for each pair of codes that are used, with Fisher's test."""
        added = {name: reduce(np.add, [one[name] for one in parts]) for name in parts[0]}
        total, sources = max(self.read, int(added["total"])), added["sources"]
        used = np.diagonal(sources)
        first, second = np.nonzero(np.triu(np.outer(used > 0, used > 0), k=1))
        both = sources[first, second]
        one, other = used[first] - both, used[second] - both
        neither = total - both - one - other
        counts = [
            *(added[name][first, second] for name in ("passages", "segments", "near")),
            both,
            one,
            other,
        ]
        p = exact(both, used[first], used[second], total)
        names = np.array(self.codes, dtype=object)
        return pd.DataFrame(
            {
                "code_1": pd.Series(names[first], dtype="str"),
                "code_2": pd.Series(names[second], dtype="str"),
                **dict(zip(_COUNTS, [*counts, neither], strict=True)),
                "p": p,
                "p_holm": holm(p),
            }
        )


def cooccurrence(
    codings: pd.DataFrame | Parts, codes: list[str], distance: int = 0, read: int = 0
) -> pd.DataFrame:
    """The table `condense/cooccurrence`; each pair of codes that are used once, in the order of `codes`.

    passages: pairs of codings of one coder that overlap; segments: segments in which one
    coder used both; near: pairs that overlap or have at most `distance` code points
    between them; sources with both, with one alone, with neither, of which there are `read`, as one that
    was read without any code in it has neither, or as many as have codings. `p` is Fisher's exact
    test, two-sided, of whether the codes come in the same sources more or less often
    than chance: sources, not passages, are its units, as passages of one source are not
    independent; with few sources it finds only strong ties. Every pair that could meet is
    tested, also where the two never share a source; of n pairs chance alone gives up to n/20
    with p < .05, so `p_holm` is p after Holm's correction for n.
    """
    return measure(codings, Cooccurrence(tuple(codes), distance, read))
