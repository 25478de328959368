"""How many codes there may be beyond those seen: Chao2 and sample coverage."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit


@dataclass(frozen=True)
class Richness:
    """Sampling units, codes seen, in one unit alone, in two; Chao2 and coverage with 95% intervals, NaN without an estimate."""

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


def _no_estimate(once: int, twice: int, units: int) -> bool:
    """Whether how often codes come says nothing of those unseen."""
    return units < 2 or (once == 1 and not twice)


def _unseen(once: np.ndarray | float, twice: np.ndarray | int, units: int) -> np.ndarray:
    """How many codes are unseen at least, by Chao2."""
    return (units - 1) / units * np.where(twice, once**2 / (2 * np.maximum(twice, 1)), once * (once - 1) / 2)


def chao2(observed: int, once: int, twice: int, units: int) -> tuple[float, float, float]:
    """Chao2 and its 95% interval, a lower bound of the number of codes there are.

    S + ((m−1)/m) · Q1²/(2 Q2); without any code in two units, S + ((m−1)/m) · Q1(Q1−1)/2
    (Chao 1987, Biometrics 43, 783–791; Chao & Colwell 2017, SORT 41(1)). The interval is
    of the logarithm of the codes unseen, so it never falls below what was seen; it is of
    that lower bound, not of how many codes there are. NaN below two units, and where one
    code stands in one unit and none in two: the formula would say that none is unseen.
    """
    if _no_estimate(once, twice, units):
        return float("nan"), float("nan"), float("nan")
    share = (units - 1) / units
    unseen = float(_unseen(once, twice, units))
    if twice:
        ratio = once / twice
        variance = twice * (share / 2 * ratio**2 + share**2 * ratio**3 + share**2 / 4 * ratio**4)
    else:
        variance = share * once * (once - 1) / 2 + share**2 * once * (2 * once - 1) ** 2 / 4
        variance -= share**2 * once**4 / (4 * (observed + unseen)) if observed + unseen else 0.0
    estimate = observed + unseen
    if unseen <= 0 or variance <= 0:
        return estimate, estimate, estimate
    factor = float(np.exp(1.96 * np.sqrt(np.log1p(variance / unseen**2))))
    return estimate, observed + unseen / factor, observed + unseen * factor


def coverage(
    once: np.ndarray | int, twice: np.ndarray | int, units: int, incidences: np.ndarray | int
) -> np.ndarray:
    """The share of all incidences that belong to codes seen: 1 − (Q1/U) · m·Q0 / (m·Q0 + Q1), Q0 the codes unseen.

    That is 1 − (Q1/U) · (m−1)Q1 / ((m−1)Q1 + 2 Q2) where codes stand in two units (Chao & Jost
    2012, Ecology 93, 2533–2547). 1 without any code in one unit alone.
    """
    once, twice = np.asarray(once, dtype=float), np.asarray(twice)
    unseen = units * _unseen(once, twice, units)
    return 1 - once / np.maximum(incidences, 1) * unseen / np.maximum(unseen + once, 1)


def _assemblage(sums: np.ndarray, units: int) -> np.ndarray:
    """How likely each code is in a unit, those unseen among them, of how many units have each code.

    Chao et al. 2014 (Ecological Monographs 84, 45–67), appendix G for incidences, as in
    iNEXT's `EstiBootComm.Sam`: the codes seen give up what belongs to the unseen ones, which
    share it alike.
    """
    once, twice = int((sums == 1).sum()), int((sums == 2).sum())
    unseen = float(_unseen(once, twice, units))
    share = sums / units
    if not unseen:
        return share
    left = once * unseen / (units * unseen + once)
    never = (1 - share) ** units
    seen = share * (1 - left / (share * never).sum() * never)
    return np.append(seen, np.full(int(np.ceil(unseen)), left / np.ceil(unseen)))


def coverage_interval(
    sums: np.ndarray, units: int, random: np.random.Generator, times: int = 1000
) -> tuple[float, float]:
    """The 95% interval of the coverage of codes of which `sums` says how many of the units have each.

    `times` studies of as many units are drawn from the codes seen and unseen (`_assemblage`). In
    each both the estimate and the true coverage are known; the interval is the estimate ± the root
    of their mean squared difference, times the 97.5% point of Student's t with a degree of
    freedom less than there are units, within 0 and 1. iNEXT takes the spread of
    the estimate alone, which leaves out that the coverage itself differs from study to study:
    of simulated studies that holds the truth in 64 to 90%, this in 90 to 97%
    (`benchmarks/coverage.py`).
    """
    likely = _assemblage(sums, units)
    drawn = random.binomial(units, likely, size=(times, len(likely)))
    drawn = drawn[drawn.any(axis=1)]
    estimates = coverage((drawn == 1).sum(axis=1), (drawn == 2).sum(axis=1), units, drawn.sum(axis=1))
    true = (drawn > 0) @ likely / likely.sum()
    half = float(stdtrit(units - 1, 0.975) * np.sqrt(np.mean((estimates - true) ** 2)))
    estimate = float(coverage((sums == 1).sum(), (sums == 2).sum(), units, sums.sum()))
    return max(estimate - half, 0.0), min(estimate + half, 1.0)


def richness(uses: np.ndarray, seed: int) -> Richness:
    """Chao2 and coverage of a table units × codes of truth values; units are sources: mentions within one are not independent."""
    units, sums = len(uses), uses.sum(axis=0)
    sums = sums[sums > 0]
    observed, once, twice = len(sums), int((sums == 1).sum()), int((sums == 2).sum())
    share, ends = float("nan"), (float("nan"), float("nan"))
    if observed and not _no_estimate(once, twice, units):
        share = float(coverage(once, twice, units, sums.sum()))
        ends = coverage_interval(sums, units, np.random.default_rng(seed))
    return Richness(units, observed, once, twice, *chao2(observed, once, twice, units), share, *ends)
