"""How many codes there may be beyond those seen: Chao2 and sample coverage."""

from dataclasses import dataclass

import numpy as np

# draws counted at once
_BATCH = 32


@dataclass(frozen=True)
class Richness:
    """Sampling units, codes seen, in one unit alone, in two; Chao2 and coverage with 95% intervals."""

    units: int
    observed: int
    once: int
    twice: int
    chao2: float
    chao2_low: float
    chao2_high: float
    coverage: float
    coverage_low: float
    coverage_high: float


def _counts(uses: np.ndarray) -> tuple[int, int, int, int]:
    """(observed, in one unit, in two, incidences) of a table units × codes of truth values."""
    sums = uses.sum(axis=0)
    return int((sums > 0).sum()), int((sums == 1).sum()), int((sums == 2).sum()), int(sums.sum())


def chao2(observed: int, once: int, twice: int, units: int) -> tuple[float, float, float]:
    """Chao2 and its 95% interval, a lower bound of the number of codes there are.

    S + ((m−1)/m) · Q1²/(2 Q2); without any code in two units, S + ((m−1)/m) · Q1(Q1−1)/2
    (Chao 1987, Biometrics 43, 783–791; Chao & Colwell 2017, SORT 41(1)). The interval is
    of the logarithm of the codes unseen, so it never falls below what was seen.
    """
    if units < 2:
        return float("nan"), float("nan"), float("nan")
    share = (units - 1) / units
    if twice:
        ratio = once / twice
        unseen = share * once**2 / (2 * twice)
        variance = twice * (share / 2 * ratio**2 + share**2 * ratio**3 + share**2 / 4 * ratio**4)
    else:
        unseen = share * once * (once - 1) / 2
        variance = share * once * (once - 1) / 2 + share**2 * once * (2 * once - 1) ** 2 / 4
        variance -= share**2 * once**4 / (4 * (observed + unseen)) if observed + unseen else 0.0
    estimate = observed + unseen
    if unseen <= 0 or variance <= 0:
        return estimate, estimate, estimate
    factor = float(np.exp(1.96 * np.sqrt(np.log1p(variance / unseen**2))))
    return estimate, observed + unseen / factor, observed + unseen * factor


def coverage(once: int, twice: int, units: int, incidences: int) -> float:
    """The share of all incidences that belong to codes seen: 1 − (Q1/U) · (m−1)Q1 / ((m−1)Q1 + 2 Q2).

    Chao & Jost 2012 (Ecology 93, 2533–2547). NaN without any incidence.
    """
    if not incidences or units < 2:
        return float("nan")
    if not once:
        return 1.0
    if not twice:
        ratio = (units - 1) * (once - 1) / ((units - 1) * (once - 1) + 2)
    else:
        ratio = (units - 1) * once / ((units - 1) * once + 2 * twice)
    return 1 - once / incidences * ratio


def richness(uses: np.ndarray, seed: int, times: int = 1000) -> Richness:
    """Chao2 and coverage of a table units × codes of truth values.

    Units are sources: mentions within one are not independent. The interval of coverage
    is the 2.5th to 97.5th percentile over `times` draws of the units with replacement.
    """
    units = len(uses)
    observed, once, twice, incidences = _counts(uses)
    estimate, low, high = chao2(observed, once, twice, units)
    random = np.random.default_rng(seed)
    # counts of fewer than 2^24 units are exact as these
    marks = uses.astype(np.float32)
    drawn = []
    for begin in range(0, times if units > 1 else 0, _BATCH):
        weights = np.empty((min(_BATCH, times - begin), units), dtype=np.float32)
        for row in weights:
            row[:] = np.bincount(random.integers(0, units, units), minlength=units)
        sums = weights @ marks
        once_each, twice_each = (sums == 1).sum(axis=1), (sums == 2).sum(axis=1)
        totals = sums.sum(axis=1, dtype=np.float64)
        drawn += [
            coverage(int(q1), int(q2), units, int(total))
            for q1, q2, total in zip(once_each, twice_each, totals, strict=True)
        ]
    kept = [value for value in drawn if not np.isnan(value)]
    ends = np.percentile(kept, [2.5, 97.5]) if kept else (float("nan"), float("nan"))
    share = coverage(once, twice, units, incidences)
    return Richness(units, observed, once, twice, estimate, low, high, share, float(ends[0]), float(ends[1]))
