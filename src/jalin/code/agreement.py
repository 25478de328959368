"""Agreement between coders on their codings, per code, theme, source and round.

Codes overlap and a passage may carry several, so each code is a yes-or-no
variable over fixed units, the segments, and agreement is computed per code.
"""

import numpy as np
import pandas as pd

from jalin.code.coefficients import (
    bootstrap_interval,
    cohen_kappa,
    coincidences,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from jalin.code.unitizing import passages_alpha

REPLICATES = 2000


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


def _interval(ratings: np.ndarray, sources: np.ndarray, seed: int) -> tuple[float, float]:
    """The bootstrap interval of alpha over sources, from the yes-or-no coincidences of each."""
    matrices = []
    for source_id in pd.unique(sources):
        categories, matrix = coincidences(ratings[:, sources == source_id])
        whole = np.zeros((2, 2))
        places = categories.astype(int)
        whole[np.ix_(places, places)] = matrix
        matrices.append(whole)
    return bootstrap_interval(np.array(matrices), REPLICATES, seed)


def _compared(found: np.ndarray, segments: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    """Presence and segments of the sources that at least two coders coded."""
    compared = (~np.isnan(found)).any(axis=1).sum(axis=0) >= 2
    return found[:, :, compared], segments[compared]


def _measures(ratings: np.ndarray, sources: np.ndarray, seed: int) -> dict[str, object]:
    """The measures that every table of agreement has; `sources` names the source of each unit."""
    marked = np.nan_to_num(ratings).max(axis=0, initial=0) > 0
    low, high = _interval(ratings, sources, seed) if ratings.size else (float("nan"), float("nan"))
    return {
        "units": ratings.shape[1],
        "coded": int(marked.sum()),
        "percent": percent_agreement(ratings),
        "alpha": krippendorff_alpha(ratings) if ratings.size else float("nan"),
        "alpha_low": low,
        "alpha_high": high,
        "ac1": gwet_ac1(ratings) if ratings.size else float("nan"),
        # without what nobody coded, two coders can only differ by chance of a mark
        "percent_coded": percent_agreement(ratings[:, marked]),
    }


def _kappa(ratings: np.ndarray) -> float:
    """Cohen's kappa of two coders, Fleiss' of more, over the units that every one of them rated."""
    whole = ratings[:, ~np.isnan(ratings).any(axis=0)]
    if len(whole) < 2 or not whole.size:
        return float("nan")
    return cohen_kappa(*whole) if len(whole) == 2 else fleiss_kappa(whole)


def agreement_by_code(
    codings: pd.DataFrame, segments: pd.DataFrame, coders: list[str], codes: list[str], seed: int = 2024
) -> pd.DataFrame:
    """The table `code/agreement`: one row per code used, then '(all)' pooling every code used.

    Units are segments of sources that at least two coders coded; kappa, Cohen's where two
    coders coded and Fleiss' where more did, leaves out sources that not all of them coded.
    The interval of alpha is from sources drawn with replacement, by `seed`.
    """
    used = [code for code in codes if code in set(codings["code"])]
    found, kept = _compared(presence(codings, segments, coders, used), segments)
    sources = kept["source_id"].to_numpy()
    pooled = found.reshape(len(coders), -1)
    lengths = segments.groupby("source_id")["end"].max()
    coded = [coder in set(codings["coder"]) for coder in coders]
    rows = []
    for name, ratings, places in [
        *((code, found[:, n, :], sources) for n, code in enumerate(used)),
        ("(all)", pooled, np.tile(sources, len(used))),
    ]:
        groups = [{code} for code in used] if name == "(all)" else [{name}]
        spans = {"alpha_spans": passages_alpha(codings, lengths, coders, groups)}
        rows.append(
            {"code": name, "kappa": _kappa(ratings[coded])} | _measures(ratings, places, seed) | spans
        )
    return pd.DataFrame(rows)


def agreement_by_part(
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    sources: pd.DataFrame,
    coders: list[str],
    themes: dict[str, str],
    seed: int = 2024,
) -> pd.DataFrame:
    """The table `code/agreement_parts`: agreement per theme, per source and per round.

    `themes`: the theme of each code, in order of the codebook. A theme is given to a
    segment by any of its codes; sources and rounds pool every code used.
    """
    used = [code for code in themes if code in set(codings["code"])]
    found, kept = _compared(presence(codings, segments, coders, used), segments)
    names = kept["source_id"].to_numpy()
    rounds = kept["source_id"].map(sources.set_index("source_id")["round"]).to_numpy()
    lengths, rows = segments.groupby("source_id")["end"].max(), []

    def spans(within: pd.DataFrame, groups: list[set[str]]) -> dict[str, object]:
        return {"alpha_spans": passages_alpha(within, lengths, coders, groups)}

    for theme in dict.fromkeys(themes[code] for code in used):
        mine = [number for number, code in enumerate(used) if themes[code] == theme]
        row = {"by": "theme", "value": theme} | _measures(found[:, mine, :].max(axis=1), names, seed)
        rows.append(row | spans(codings, [{used[number] for number in mine}]))
    for by, values in (("source", names), ("round", rounds)):
        for value in pd.unique(values):
            here = values == value
            ratings = found[:, :, here].reshape(len(coders), -1)
            row = {"by": by, "value": value} | _measures(ratings, np.tile(names[here], len(used)), seed)
            within = codings[codings["source_id"].isin(names[here])]
            rows.append(row | spans(within, [{code} for code in used]))
    return pd.DataFrame(rows)


def confusions(
    codings: pd.DataFrame, segments: pd.DataFrame, coders: list[str], codes: list[str]
) -> pd.DataFrame:
    """Which codes are taken for which: where one coder used `code` and not `other`, and another the reverse.

    Columns: code, other, segments, the most frequent first; only segments of sources
    that both coded. Each pair stands once, in order of the codebook.
    """
    used = [code for code in codes if code in set(codings["code"])]
    found, _ = _compared(presence(codings, segments, coders, used), segments)
    rows = []
    for first in range(len(coders)):
        for second in range(first + 1, len(coders)):
            one, two = np.nan_to_num(found[first]), np.nan_to_num(found[second])
            only_one, only_two = (one > 0) & (two == 0), (two > 0) & (one == 0)
            crossed = only_one.astype(int) @ only_two.T.astype(int)
            both = crossed + crossed.T
            rows += [
                {"code": used[a], "other": used[b], "segments": int(both[a, b])}
                for a, b in zip(*np.triu_indices(len(used), 1), strict=True)
                if both[a, b]
            ]
    frame = pd.DataFrame(rows, columns=["code", "other", "segments"])
    summed = frame.groupby(["code", "other"], as_index=False, sort=False)["segments"].sum()
    return summed.sort_values("segments", ascending=False, kind="stable", ignore_index=True)
