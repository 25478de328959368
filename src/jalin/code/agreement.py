"""Agreement between coders: percent, Cohen's kappa, Krippendorff's alpha.

Codes overlap and a passage may carry several, so each code is a yes-or-no
variable over fixed units, the segments, and agreement is computed per code.
"""

import numpy as np
import pandas as pd


def percent_agreement(ratings: np.ndarray) -> float:
    """Share of units on which all coders who rated it agree.

    `ratings`: coders × units, NaN where a coder did not rate; units with fewer than
    two ratings are left out. NaN without any unit.
    """
    rated = ratings[:, (~np.isnan(ratings)).sum(axis=0) >= 2]
    if rated.shape[1] == 0:
        return float("nan")
    return float((np.nanmax(rated, axis=0) == np.nanmin(rated, axis=0)).mean())


def cohen_kappa(first: np.ndarray, second: np.ndarray) -> float:
    """Cohen's kappa of two coders on the same units, nominal.

    κ = (Po − Pe) / (1 − Pe), Pe = Σ_k p1k · p2k (Cohen 1960, Educational and
    Psychological Measurement 20(1), 37–46). NaN when one category alone was used.
    """
    first, second = np.asarray(first), np.asarray(second)
    categories = np.union1d(first, second)
    observed = (first == second).mean()
    expected = sum((first == category).mean() * (second == category).mean() for category in categories)
    return float((observed - expected) / (1 - expected)) if expected < 1 else float("nan")


def krippendorff_alpha(ratings: np.ndarray) -> float:
    """Krippendorff's alpha for nominal data, any number of coders, missing ratings allowed.

    α = 1 − Do/De over the coincidences o_ck = Σ_u (pairs c–k in u)/(m_u − 1)
    (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability).
    `ratings`: coders × units, NaN where missing. NaN when nothing varies.
    """
    ratings = np.asarray(ratings, dtype=float)
    categories = np.unique(ratings[~np.isnan(ratings)])
    counts = (ratings[:, :, None] == categories).sum(axis=0)
    rated = counts.sum(axis=1)
    counts, rated = counts[rated >= 2].astype(float), rated[rated >= 2].astype(float)
    totals = counts.sum(axis=0)
    n = totals.sum()
    agreeing = (counts * (counts - 1) / (rated - 1)[:, None]).sum()
    expected = n * n - (totals**2).sum()
    return float(1 - (n - 1) * (n - agreeing) / expected) if expected > 0 else float("nan")


def presence(
    codings: pd.DataFrame, segments: pd.DataFrame, coders: list[str], codes: list[str]
) -> np.ndarray:
    """Whether each coder used each code in each segment: coders × codes × segments, 0 or 1.

    A coding counts in every segment that it touches. NaN for all segments of a
    source in which a coder has no coding at all: it was not coded, not agreed upon.
    """
    found = np.zeros((len(coders), len(codes), len(segments)))
    row = {coder: number for number, coder in enumerate(coders)}
    column = {code: number for number, code in enumerate(codes)}
    indices = segments.reset_index(drop=True).groupby("source_id", sort=False).indices
    starts, ends = segments["start"].to_numpy(), segments["end"].to_numpy()
    for source_id, here in indices.items():
        part = codings[codings["source_id"] == source_id]
        for coder in coders:
            if coder not in set(part["coder"]):
                found[row[coder], :, here] = np.nan
        for coding in part.itertuples():
            touched = here[(starts[here] < coding.end) & (ends[here] > coding.start)]
            found[row[coding.coder], column[coding.code], touched] = 1
    return found


def agreement_by_code(
    codings: pd.DataFrame, segments: pd.DataFrame, coders: list[str], codes: list[str]
) -> pd.DataFrame:
    """The table `code/agreement`: one row per code used, then '(all)' pooling every code used.

    Units are segments of sources that at least two coders coded.
    """
    used = [code for code in codes if code in set(codings["code"])]
    found = presence(codings, segments, coders, used)
    compared = (~np.isnan(found)).any(axis=1).sum(axis=0) >= 2
    found = found[:, :, compared]
    pooled = found.reshape(len(coders), -1)
    rows = []
    for name, ratings in [*((code, found[:, n, :]) for n, code in enumerate(used)), ("(all)", pooled)]:
        whole = ratings[:, ~np.isnan(ratings).any(axis=0)]
        two = len(coders) == 2 and whole.shape[1] > 0
        rows.append(
            {
                "code": name,
                "units": ratings.shape[1],
                "coded": int((np.nan_to_num(ratings).max(axis=0, initial=0) > 0).sum()),
                "percent": percent_agreement(ratings),
                "kappa": cohen_kappa(whole[0], whole[1]) if two else float("nan"),
                "alpha": krippendorff_alpha(ratings) if ratings.size else float("nan"),
            }
        )
    return pd.DataFrame(rows)
