"""Coefficients of agreement between coders, each by its published formula.

Ratings are coders × units, NaN where a coder did not rate. Every coefficient leaves
out units with fewer than two ratings, and is NaN where it is not defined.
"""

from typing import Literal

import numpy as np
import pandas as pd

Level = Literal["nominal", "ordinal", "interval", "ratio"]


# the most different ways in which coders can rate a unit that are told apart by number
_MOST_PATTERNS = 100_000


def _coded(ratings: np.ndarray) -> tuple[np.ndarray, float, int] | None:
    """Ratings that are whole numbers in a small range, as 1 and up with 0 for missing; with the lowest and how many."""
    low, high = np.fmin.reduce(ratings, axis=None), np.fmax.reduce(ratings, axis=None)
    if not (np.isfinite(low) and np.isfinite(high)) or low != np.floor(low) or high - low > 100:
        return None
    span = int(high - low) + 1
    if (span + 1.0) ** len(ratings) > _MOST_PATTERNS:
        return None
    codes = np.empty(ratings.shape, dtype=np.int8)
    shifted = np.empty(ratings.shape[1])
    for row, given in enumerate(ratings):
        np.subtract(given, low - 1, out=shifted)
        with np.errstate(invalid="ignore"):
            codes[row] = shifted
        # a missing rating must have become 0, and no fraction been cut off
        rated = np.count_nonzero(given == given)
        if np.count_nonzero(codes[row]) != rated or np.count_nonzero(codes[row] == shifted) != rated:
            return None
    return codes, float(low), span


def _counts(ratings: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(categories, counts, units): how often each category was given, in each of so many units.

    `counts`: categories × ways of rating; `units`: how many units were rated in that
    way. Few categories make few ways, however many units there are.
    """
    ratings = np.asarray(ratings, dtype=float)
    coded = _coded(ratings) if ratings.size else None
    if coded is None:
        found = pd.unique(ratings.ravel())
        categories = np.sort(found[~np.isnan(found)])
        counts = np.array([(ratings == category).sum(axis=0) for category in categories], dtype=np.int32)
        return categories, counts.reshape(len(categories), ratings.shape[1]), np.ones(ratings.shape[1])
    codes, low, span = coded
    pattern = np.zeros(ratings.shape[1], dtype=np.int32)
    for row in codes:
        pattern *= span + 1
        pattern += row
    units = np.bincount(pattern)
    used = np.flatnonzero(units)
    digits = used // (span + 1) ** np.arange(len(codes))[:, None] % (span + 1)
    counts = np.array([(digits == code).sum(axis=0) for code in range(1, span + 1)])
    given = counts.any(axis=1)
    return (low + np.arange(span))[given], counts[given], units[used].astype(float)


def percent_agreement(ratings: np.ndarray) -> float:
    """Share of units on which all coders who rated it agree.

    `ratings`: coders × units, NaN where a coder did not rate; units with fewer than
    two ratings are left out. NaN without any unit.
    """
    _, counts, units = _counts(ratings)
    rated = counts.sum(axis=0)
    pairable = rated >= 2
    if not pairable.any():
        return float("nan")
    same = counts[:, pairable].max(axis=0) == rated[pairable]
    return float(units[pairable][same].sum() / units[pairable].sum())


def cohen_kappa(first: np.ndarray, second: np.ndarray) -> float:
    """Cohen's kappa of two coders on the same units, nominal.

    κ = (Po − Pe) / (1 − Pe), Pe = Σ_k p1k · p2k (Cohen 1960, Educational and
    Psychological Measurement 20(1), 37–46). NaN when one category alone was used, or no unit by both.
    """
    first, second = np.asarray(first), np.asarray(second)
    rated = ~(pd.isna(first) | pd.isna(second))
    if not rated.any():
        return float("nan")
    first, second = first[rated], second[rated]
    categories = np.union1d(first, second)
    observed = (first == second).mean()
    expected = sum((first == category).mean() * (second == category).mean() for category in categories)
    return float((observed - expected) / (1 - expected)) if expected < 1 else float("nan")


def fleiss_kappa(ratings: np.ndarray) -> float:
    """Fleiss' kappa: any number of coders, each unit rated by equally many of them, nominal.

    κ = (P̄ − Pe) / (1 − Pe), P_i = (Σ_j n_ij² − n) / (n(n − 1)), Pe = Σ_j p_j²
    (Fleiss 1971, Psychological Bulletin 76(5), 378–382). Raises `ValueError` when
    units have different numbers of ratings: Krippendorff's alpha is for those.
    """
    _, counts, units = _counts(ratings)
    rated = counts.sum(axis=0)
    counts, units, rated = counts[:, rated > 0], units[rated > 0], rated[rated > 0]
    if rated.size == 0 or rated[0] < 2:
        return float("nan")
    n = int(rated[0])
    if (rated != n).any():
        raise ValueError("Fleiss' kappa needs the same number of ratings for every unit")
    agreeing = ((counts.astype(float) ** 2).sum(axis=0) - n) / (n * (n - 1))
    observed = np.average(agreeing, weights=units)
    expected = ((counts @ units / (n * units.sum())) ** 2).sum()
    return float((observed - expected) / (1 - expected)) if expected < 1 else float("nan")


def gwet_ac1(ratings: np.ndarray, possible: int = 0) -> float:
    """Gwet's first-order agreement coefficient, any number of coders, missing ratings allowed, nominal.

    AC1 = (Pa − Pe) / (1 − Pe), Pe = Σ_k π_k (1 − π_k) / (K − 1), with π_k the mean
    share of category k over units, and Pa the mean share of agreeing pairs (Gwet 2008,
    British Journal of Mathematical and Statistical Psychology 61(1), 29–48). K are the `possible`
    categories, or those used where that is more: what nobody marked could have been. NaN when K is 1.
    """
    categories, counts, units = _counts(ratings)
    kinds = max(len(categories), possible)
    if kinds < 2:
        return float("nan")
    rated = counts.sum(axis=0)
    some, pairable = rated > 0, rated >= 2
    if not pairable.any():
        return float("nan")
    shares = np.average(counts[:, some] / rated[some], axis=1, weights=units[some])
    n = rated[pairable].astype(float)
    agreeing = (counts[:, pairable] * (counts[:, pairable] - 1.0)).sum(axis=0) / (n * (n - 1))
    observed = np.average(agreeing, weights=units[pairable])
    expected = (shares * (1 - shares)).sum() / (kinds - 1)
    return float((observed - expected) / (1 - expected))


def coincidences(ratings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The categories, and Krippendorff's coincidence matrix o_ck = Σ_u (pairs c–k in u) / (m_u − 1)."""
    categories, counts, units = _counts(ratings)
    rated = counts.sum(axis=0)
    pairable = rated >= 2
    counts = counts[:, pairable].astype(float)
    weighted = counts * (units[pairable] / (rated[pairable] - 1))
    return categories, weighted @ counts.T - np.diag(weighted.sum(axis=1))


def _distances(categories: np.ndarray, totals: np.ndarray, level: Level) -> np.ndarray:
    """δ² between any two categories at a level of measurement."""
    if level == "nominal":
        return 1.0 - np.eye(len(categories))
    one, other = categories[:, None], categories[None, :]
    if level == "interval":
        return (one - other) ** 2
    if level == "ratio":
        sums = one + other
        return np.divide(one - other, sums, out=np.zeros_like(sums), where=sums != 0) ** 2
    # ordinal: all ratings from one rank to the other, half of those at either end
    upto = np.cumsum(totals)
    low, high = np.minimum.outer(upto, upto), np.maximum.outer(upto, upto)
    first = np.where(upto[:, None] <= upto[None, :], totals[:, None], totals[None, :])
    between = high - low + first - (totals[:, None] + totals[None, :]) / 2
    return np.where(np.eye(len(categories), dtype=bool), 0.0, between) ** 2


def alpha_of(coincidence: np.ndarray, categories: np.ndarray, level: Level = "nominal") -> float:
    """Krippendorff's alpha of a coincidence matrix."""
    totals = coincidence.sum(axis=0)
    n = totals.sum()
    distances = _distances(categories, totals, level)
    expected = (np.outer(totals, totals) * distances).sum()
    if n < 2 or expected <= 0:
        return float("nan")
    return float(1 - (n - 1) * (coincidence * distances).sum() / expected)


def krippendorff_alpha(ratings: np.ndarray, level: Level = "nominal") -> float:
    """Krippendorff's alpha, any number of coders, missing ratings allowed, four levels of measurement.

    α = 1 − Do/De over coincidences; δ² is 0 or 1 (nominal), (Σ_{g=c..k} n_g − (n_c + n_k)/2)²
    (ordinal), (c − k)² (interval), ((c − k)/(c + k))² (ratio) (Krippendorff 2011,
    Computing Krippendorff's Alpha-Reliability). `ratings`: coders × units, NaN where
    missing. NaN when nothing varies.
    """
    categories, matrix = coincidences(ratings)
    return alpha_of(matrix, categories, level)


def nominal_alpha(matrices: np.ndarray) -> np.ndarray:
    """Nominal alpha of each coincidence matrix of a stack, … × categories × categories; NaN where nothing varies."""
    totals = matrices.sum(axis=-2)
    n = totals.sum(axis=-1)
    disagreeing = n - np.trace(matrices, axis1=-2, axis2=-1)
    expected = n**2 - (totals**2).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (n - 1) * disagreeing / expected, np.nan)
