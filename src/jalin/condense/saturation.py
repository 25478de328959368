"""New codes with each further source, and when little new came: saturation."""

from dataclasses import asdict

import numpy as np
import pandas as pd

from jalin.code.codebook import Codebook
from jalin.condense.richness import richness


def permutation_band(
    codings: pd.DataFrame, source_ids: list[str], seed: int, times: int = 1000
) -> tuple[np.ndarray, np.ndarray]:
    """Where the curve of codes seen so far would run in other orders of the sources.

    Returns the 2.5th and 97.5th percentile of codes seen after 1, 2, … sources, over
    `times` random orders: a curve of one order says little about saturation.
    """
    uses = _uses(codings, source_ids, "code")
    random = np.random.default_rng(seed)
    orders = random.permuted(np.tile(np.arange(len(uses)), (times, 1)), axis=1)
    seen = np.maximum.accumulate(uses[orders], axis=1).sum(axis=2)
    return tuple(np.percentile(seen, [2.5, 97.5], axis=0))


def _uses(codings: pd.DataFrame, source_ids: list[str], unit: str) -> np.ndarray:
    """Whether each source (row) has each code or theme (column)."""
    used = pd.crosstab(codings["source_id"], codings[unit]).reindex(source_ids, fill_value=0) > 0
    return used.to_numpy()


def new_codes(codings: pd.DataFrame, sources: pd.DataFrame, inductive: set[str], seed: int) -> pd.DataFrame:
    """The table `condense/saturation`, with the band of 1,000 random orders.

    `inductive` codes are counted apart: a deductive code is there by design, so
    only inductive ones say something about saturation.
    """
    rows = []
    seen: set[str] = set()
    by_source = codings.groupby("source_id")["code"].agg(set).to_dict()
    for order, source in enumerate(sources.sort_values(["date", "source_id"]).itertuples(), start=1):
        new = by_source.get(source.source_id, set()) - seen
        seen |= new
        rows.append(
            {
                "order": order,
                "source_id": source.source_id,
                "date": source.date,
                "new_codes": len(new),
                "new_inductive": len(new & inductive),
                "cumulative": len(seen),
            }
        )
    low, high = permutation_band(codings, [str(row["source_id"]) for row in rows], seed)
    return pd.DataFrame(rows).assign(low=low, high=high)


def new_information(uses: np.ndarray, base: int, run: int) -> list[float]:
    """The share of new information of each run, after Guest, Namey & Chen (2020, PLoS ONE 15(5), e0232076).

    `uses`: sources in order × codes, truth values. Codes that a run of `run` sources adds
    to all sources before it, divided by the codes of the first `base` sources; the first
    run follows the base, each further one begins a source later. Empty when there are
    not enough sources; NaN when the base has no code.
    """
    seen = np.maximum.accumulate(uses, axis=0).sum(axis=1) if len(uses) else np.array([])
    if len(uses) < base + run or base < 1 or run < 1:
        return []
    known = seen[base - 1]
    return [
        float((seen[at + run - 1] - seen[at - 1]) / known) if known else float("nan")
        for at in range(base, len(uses) - run + 1)
    ]


def saturated_at(shares: list[float], base: int, threshold: float) -> int | None:
    """After how many sources the first run at or below `threshold` begins; None when none does.

    Written n+run: by source n, the next `run` sources brought at most `threshold`.
    """
    return next((base + place for place, share in enumerate(shares) if share <= threshold), None)


def saturation_runs(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    codebook: Codebook,
    groups: list[str],
    base: int,
    run: int,
    threshold: float,
    seed: int,
    times: int = 1000,
) -> pd.DataFrame:
    """The table `condense/saturation_runs`: saturation by codes, inductive codes and themes, for all and per role group.

    `codings` with `theme` and `role_group`. `reached` is in the order of collection;
    `median`, `low` and `high` (2.5th and 97.5th percentile) are over `times` random
    orders, those that never reach it counted as one source beyond the last.
    """
    inductive = {code.id for code in codebook.codes.values() if code.kind == "inductive"}
    ordered = sources.sort_values(["date", "source_id"])
    kinds = {
        "code": (codings, "code"),
        "inductive code": (codings[codings["code"].isin(inductive)], "code"),
        "theme": (codings, "theme"),
    }
    random = np.random.default_rng(seed)
    rows = []
    for unit, (frame, column) in kinds.items():
        for group in ["(all)", *groups]:
            mine = ordered if group == "(all)" else ordered[ordered["role_group"] == group]
            names = mine["source_id"].tolist()
            uses = _uses(frame[frame["source_id"].isin(names)], names, column)
            shares = new_information(uses, base, run)
            drawn = []
            for _ in range(times if shares else 0):
                again = new_information(uses[random.permutation(len(uses))], base, run)
                drawn.append(saturated_at(again, base, threshold) or len(uses) + 1)
            low, middle, high = np.percentile(drawn, [2.5, 50, 97.5]) if drawn else [float("nan")] * 3
            reached = saturated_at(shares, base, threshold)
            rows.append(
                {
                    "unit": unit,
                    "group": group,
                    "base": base,
                    "run": run,
                    "threshold": threshold,
                    "base_codes": int(uses[:base].any(axis=0).sum()) if len(uses) else 0,
                    "last_share": shares[-1] if shares else float("nan"),
                    "reached": float("nan") if reached is None else float(reached),
                    "median": float(middle),
                    "low": float(low),
                    "high": float(high),
                    **asdict(richness(uses, seed)),
                }
            )
    return pd.DataFrame(rows)
