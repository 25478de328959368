"""New codes with each further source, and when little new came: saturation."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from jalin.code.codebook import Codebook
from jalin.condense.richness import Richness, richness
from jalin.rules import Saturation
from jalin.tables.parts import Parts, compute, measure, measured

# sources looked at first in a random order, before the next as many again
_FIRST = 64
_RULE = Saturation()


@dataclass(frozen=True)
class Uses:
    """Which source has which code, or theme: sources × their values, truth values."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return ("source_id", self.column)

    def part(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The sources of the part."""
        sources, names = pd.factorize(frame["source_id"])
        values, kinds = pd.factorize(frame[self.column])
        marks = np.zeros((len(names), len(kinds)), dtype=bool)
        marks[sources, values] = True
        return pd.DataFrame(marks, index=names, columns=kinds)

    def join(self, parts: list[pd.DataFrame]) -> pd.DataFrame:
        """All sources, with the values of any part in order."""
        values = sorted(set().union(*(part.columns for part in parts)))
        return pd.concat([part.reindex(columns=values, fill_value=False) for part in parts])


def _of(uses: pd.DataFrame, source_ids: list[str]) -> np.ndarray:
    """The rows of `source_ids` in their order, with the values that any of them has."""
    found = uses.reindex(source_ids, fill_value=False).to_numpy(dtype=bool)
    return found[:, found.any(axis=0)]


def _first_seen(uses: np.ndarray, order: np.ndarray) -> np.ndarray:
    """The place in `order` at which each value comes first; each value has one."""
    first = np.full(uses.shape[1], len(order))
    missing, begin, size = np.arange(uses.shape[1]), 0, _FIRST
    while len(missing) and begin < len(order):
        here = uses[order[begin : begin + size]][:, missing]
        came = here.any(axis=0)
        first[missing[came]] = begin + here[:, came].argmax(axis=0)
        missing, begin, size = missing[~came], begin + size, size * 2
    return first


def _seen(first: np.ndarray, units: int) -> np.ndarray:
    """How many values were seen after 1, 2, … `units` places, by the place at which each came first."""
    return np.cumsum(np.bincount(first, minlength=units)[:units])


def _read(sources: pd.DataFrame, uses: pd.DataFrame, read: Collection[str]) -> pd.DataFrame:
    """The sources with codings and those of `read`, in order of collection; what nobody has read yet brought nothing."""
    there = sources["source_id"].isin([*uses.index, *read])
    return sources[there].sort_values(["date", "source_id"], ignore_index=True)


def interviews(sources: pd.DataFrame, rule: Saturation) -> pd.DataFrame:
    """Those of the sources read that count one by one: of a method of the rule, and not short.

    A short source brings little that is new because it is short; short is below `rule.short`
    of the median of words of the sources of these methods.
    """
    found = sources[sources["method"].isin(rule.methods)]
    return found[found["words"] >= rule.short * found["words"].median()]


def _band(uses: np.ndarray, seed: int, times: int = 1000) -> tuple[np.ndarray, np.ndarray]:
    """Where the curve of values seen so far would run in other orders of the places.

    The 2.5th and 97.5th percentile of values seen after 1, 2, … places, over `times` random
    orders: a curve of one order says little about saturation.
    """
    random = np.random.default_rng(seed)
    units = len(uses)
    firsts = [_first_seen(uses, random.permutation(units)) for _ in range(times)]
    # behind the place at which the slowest order has all, every order has all
    until = min(units, max((int(first.max()) + 1 for first in firsts if len(first)), default=1))
    low, high = np.full(units, float(uses.shape[1])), np.full(units, float(uses.shape[1]))
    seen = np.array([_seen(first, until) for first in firsts])
    low[:until], high[:until] = np.percentile(seen, [2.5, 97.5], axis=0)
    return low, high


def new_codes(
    codings: pd.DataFrame | Parts,
    sources: pd.DataFrame,
    inductive: set[str],
    seed: int,
    read: Collection[str] = (),
) -> pd.DataFrame:
    """The table `condense/saturation`, with the band of 1,000 random orders.

    Of the sources that have codings, and those of `read`: read, and nothing found.
    `inductive` codes are counted apart: a deductive code is there by design, so
    only inductive ones say something about saturation.
    """
    found = measure(codings, Uses("code"))
    ordered = _read(sources, found, read)
    uses = found.reindex(ordered["source_id"], fill_value=False)
    uses = uses.loc[:, uses.any(axis=0)]
    names, marks = uses.columns, uses.to_numpy(dtype=bool)
    first = _first_seen(marks, np.arange(len(marks)))
    low, high = _band(marks, seed)
    new = np.bincount(first, minlength=len(marks))
    return pd.DataFrame(
        {
            "order": np.arange(1, len(marks) + 1),
            "source_id": ordered["source_id"],
            "date": ordered["date"],
            "new_codes": new,
            "new_inductive": np.bincount(first[names.isin(inductive)], minlength=len(marks)),
            "cumulative": np.cumsum(new),
            "low": low,
            "high": high,
        }
    )


def _shares(seen: np.ndarray, base: int, run: int) -> np.ndarray:
    """`new_information` of sources of which so many codes were seen after each."""
    if len(seen) < base + run or base < 1 or run < 1:
        return np.array([])
    known = seen[base - 1]
    added = (seen[base + run - 1 :] - seen[base - 1 : len(seen) - run]).astype(float)
    return added / known if known else np.full(len(added), np.nan)


def new_information(uses: np.ndarray, base: int, run: int) -> list[float]:
    """The share of new information of each run, after Guest, Namey & Chen (2020, PLoS ONE 15(5), e0232076).

    `uses`: sources in order × codes, truth values. Codes that a run of `run` sources adds
    to all sources before it, divided by the codes of the first `base` sources; the first
    run follows the base, each further one begins a source later. Empty when there are
    not enough sources; NaN when the base has no code.
    """
    came = uses[:, uses.any(axis=0)]
    return _shares(_seen(_first_seen(came, np.arange(len(came))), len(came)), base, run).tolist()


def saturated_at(shares: list[float], base: int, threshold: float) -> int | None:
    """After how many sources the first run at or below `threshold` begins; None when none does.

    Written n+run: by source n, the next `run` sources brought at most `threshold`.
    """
    return next((base + place for place, share in enumerate(shares) if share <= threshold), None)


def saturated_for_good(shares: list[float], base: int, threshold: float) -> int | None:
    """After how many sources no further run is above `threshold`; None when the last one is, or there is none.

    A run at or below it comes by chance, too, and can be followed by others above.
    """
    above = [place for place, share in enumerate(shares) if not share <= threshold]
    first = above[-1] + 1 if above else 0
    return base + first if first < len(shares) else None


def _other_orders(
    uses: np.ndarray, base: int, run: int, threshold: float, random: np.random.Generator, times: int
) -> Iterator[int]:
    """When `times` random orders are saturated; one source beyond the last where they never are."""
    units = len(uses)
    for _ in range(times):
        first = _first_seen(uses, random.permutation(units))
        # a run behind the place at which all are seen brings nothing
        until = min(units, max(int(first.max(initial=0)) + 1, base) + run + 1)
        shares = _shares(_seen(first, until), base, run)
        reached = np.flatnonzero(shares <= threshold)
        yield base + int(reached[0]) if len(reached) else units + 1


def _richness(seed: int, uses: np.ndarray) -> Richness:
    return richness(uses, seed)


def _float(value: int | None) -> float:
    return float("nan") if value is None else float(value)


def saturation_runs(
    codings: pd.DataFrame | Parts,
    sources: pd.DataFrame,
    codebook: Codebook,
    groups: list[str],
    base: int,
    run: int,
    threshold: float,
    seed: int,
    times: int = 1000,
    read: Collection[str] = (),
    rule: Saturation = _RULE,
) -> pd.DataFrame:
    """The table `condense/saturation_runs`: saturation by codes, inductive codes and themes, for all and per role group.

    `codings` with `theme` and `role_group`. Chao2 and coverage are of all sources that have
    codings or are in `read`; runs are of those that count by `rule` (see `interviews`), in the
    order of collection. `median`, `low` and `high` (2.5th and 97.5th percentile) are over `times`
    random orders, those that never reach it counted as one source beyond the last.
    """
    used = measured(codings, {"code": Uses("code"), "theme": Uses("theme")})
    codes = used["code"]
    kinds = {
        "code": codes,
        "inductive code": codes.loc[:, codes.columns.isin(codebook.inductive)],
        "theme": used["theme"],
    }
    ordered = _read(sources, codes, read)
    counted = set(interviews(ordered, rule)["source_id"])
    members = {"(all)": ordered["source_id"].tolist()}
    members |= {group: ordered.loc[ordered["role_group"] == group, "source_id"].tolist() for group in groups}
    tables = {
        (unit, group): _of(found, names) for unit, found in kinds.items() for group, names in members.items()
    }
    # what takes long on many sources is done side by side where codings come in parts
    rich = (
        compute(_richness, ((uses,) for uses in tables.values()), seed)
        if isinstance(codings, Parts)
        else [richness(uses, seed) for uses in tables.values()]
    )
    random = np.random.default_rng(seed)
    rows = []
    for (unit, group), estimated in zip(tables, rich, strict=True):
        uses = _of(kinds[unit], [name for name in members[group] if name in counted])
        shares = new_information(uses, base, run)
        drawn = list(_other_orders(uses, base, run, threshold, random, times)) if shares else []
        low, middle, high = np.percentile(drawn, [2.5, 50, 97.5]) if drawn else [float("nan")] * 3
        reached = saturated_at(shares, base, threshold)
        came = uses[:reached].any(axis=0)
        rows.append(
            {
                "unit": unit,
                "group": group,
                "base": base,
                "run": run,
                "threshold": threshold,
                "interviews": len(uses),
                "seen": uses.shape[1],
                "base_codes": int(uses[:base].any(axis=0).sum()) if len(uses) else 0,
                "last_share": shares[-1] if shares else float("nan"),
                "reached": _float(reached),
                "later": _float(None if reached is None else int((~came).sum())),
                "lasting": _float(saturated_for_good(shares, base, threshold)),
                "median": float(middle),
                "low": float(low),
                "high": float(high),
                **asdict(estimated),
            }
        )
    return pd.DataFrame(rows)
