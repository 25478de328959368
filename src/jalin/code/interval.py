"""How far alpha may lie from that of all sources a study could have had: its interval, and the chance that it is low.

Sources are what a study drew, so each is left out in turn: units of one source are not
independent. Measured by `benchmarks/alpha_interval.py`, which says in how many of simulated studies
the interval holds the truth; where that was fewer than nine in ten, there is none.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from jalin.code.coefficients import nominal_alpha

# with fewer marked units, or sources with any, the interval held the truth too seldom
MARKED_UNITS = 10
MARKED_SOURCES = 3


@dataclass(frozen=True)
class Spread:
    """Where the coefficient of all sources may lie: `centre` and `error` are of its Fisher transform, artanh."""

    value: float
    centre: float
    error: float
    freedom: int

    def interval(self, share: float = 0.95) -> tuple[float, float]:
        """The lower and the upper end of the interval that holds it with probability `share`."""
        reach = stdtrit(self.freedom, (1 + share) / 2) * self.error
        low, high = np.tanh([self.centre - reach, self.centre + reach])
        return min(float(low), self.value), max(float(high), self.value)

    def below(self, limit: float) -> float:
        """The probability that it is below `limit`: at .025 the 95% interval begins there.

        That of KALPHA (Hayes & Krippendorff 2007, Communication Methods and Measures 1(1),
        77–89), which draws pairs of values again; here it is over sources, as the interval is.
        """
        return float(stdtr(self.freedom, (np.arctanh(limit) - self.centre) / self.error))


def spread(
    matrices: np.ndarray,
    marked: np.ndarray,
    coefficient: Callable[[np.ndarray], np.ndarray] = nominal_alpha,
) -> Spread | None:
    """The spread of a `coefficient` over sources by the jackknife; None where it cannot be estimated.

    `matrices`: sources × categories × categories, the coincidences of each source, from
    which `coefficient` gives a value for each matrix of a stack. `marked`: how many units of each source
    any coder marked. Student's t of the transform θ = artanh α with s² = (S − 1)/S · Σ (θ₋ᵢ − θ̄)²
    (Tukey 1958; Efron & Tibshirani 1993, ch. 11), its degrees of freedom the sources with a
    marked unit less one. Half a disagreement is added to each coincidence matrix, as to the cells of
    a table before a logarithm (Haldane 1956), so that a source that holds every disagreement can be left out.
    None with fewer than `MARKED_UNITS`, in fewer than `MARKED_SOURCES` sources, or without any
    disagreement, for then nothing says how much there could be.
    """
    sources = int((marked > 0).sum())
    if marked.sum() < MARKED_UNITS or sources < MARKED_SOURCES:
        return None
    whole = matrices.sum(axis=0)
    kinds = len(whole)
    value = float(coefficient(whole))
    if not value < 1:
        return None
    half = (1 - np.eye(kinds)) / (kinds * (kinds - 1))
    centre = float(np.arctanh(coefficient(whole + half)))
    without = np.arctanh(coefficient(whole + half - matrices))
    count = len(matrices)
    error = float(np.sqrt((count - 1) / count * ((without - without.mean()) ** 2).sum()))
    return Spread(value, centre, error, sources - 1) if error > 0 else None
