"""Agreement between coders on their codings, per code, theme, source and round.

Codes overlap and a passage may carry several, so each code is a yes-or-no
variable over fixed units, the segments, and agreement is computed per code. Only what at least
two coders have read is compared, by the codes used there: what one codes elsewhere changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from jalin.code.codings import read_sources
from jalin.code.coefficients import (
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from jalin.code.interval import Spread, spread
from jalin.code.unitizing import Marked, passages_marked

# Krippendorff's limits for tentative and for firm conclusions
TENTATIVE, FIRM = 0.667, 0.8


@dataclass(frozen=True)
class Compared:
    """What at least two coders have read.

    `found`: whether each coder used each code in each segment, coders × codes × segments, 0 or 1;
    NaN in sources that the coder has not read, which is no disagreement. A source read
    without a coding in it is 0: nothing was found. A coding counts in every segment that it touches.
    `read`: the compared sources that each coder has read, only of coders who read one.
    """

    found: np.ndarray
    codings: pd.DataFrame
    segments: pd.DataFrame
    read: dict[str, set[str]]
    codes: list[str]

    @classmethod
    def of(
        cls,
        codings: pd.DataFrame,
        segments: pd.DataFrame,
        coders: list[str],
        codes: list[str],
        read: dict[str, set[str]] | None,
    ) -> "Compared":
        """Of all `codes` those used where coders are compared; without `read`, coders have read what they coded in."""
        read = read_sources(codings, codings.iloc[:0]) if read is None else read
        several = pd.Series([source for coder in coders for source in read.get(coder, ())], dtype="object")
        shared = set(several[several.duplicated()])
        read = {coder: read[coder] & shared for coder in coders if read.get(coder, set()) & shared}
        codings = codings[codings["source_id"].isin(shared) & codings["coder"].isin(read)]
        segments = segments[segments["source_id"].isin(shared)].reset_index(drop=True)
        there = set(codings["code"])
        used = [code for code in codes if code in there]
        return cls(_presence(codings, segments, read, used), codings, segments, read, used)

    @property
    def sources(self) -> np.ndarray:
        """The source of each segment."""
        return self.segments["source_id"].to_numpy()

    @cached_property
    def lengths(self) -> pd.Series:
        """The length of each source that was compared, in code points."""
        return self.segments.groupby("source_id")["end"].max()

    @cached_property
    def whole(self) -> dict[str, int]:
        """The length of each source that every coder has read."""
        read = set.intersection(*self.read.values()) if self.read else set()
        return {str(name): int(length) for name, length in self.lengths.items() if name in read}

    @cached_property
    def marked(self) -> dict[str, dict[str, Marked]]:
        """What was marked in each source, by code."""
        return self._marked({code: code for code in self.codes})

    def _marked(self, group_of: dict[str, str]) -> dict[str, dict[str, Marked]]:
        found: dict[str, dict[str, Marked]] = {}
        for (group, source), one in passages_marked(self.codings, self.lengths, self.read, group_of).items():
            found.setdefault(source, {})[group] = one
        return found

    def passages(self, codes: list[str], sources: Iterable[str] | None = None) -> float:
        """The unitizing alpha of the passages of each of some codes, in some sources, or all."""
        return self._alpha(self.marked, codes, self.whole if sources is None else sources)

    def passages_of_themes(self, themes: dict[str, str]) -> dict[str, float]:
        """The unitizing alpha of the passages of each theme, `themes` that of each code."""
        marked = self._marked({code: themes[code] for code in self.codes})
        return {theme: self._alpha(marked, [theme], self.whole) for theme in set(themes.values())}

    def _alpha(
        self, marked: dict[str, dict[str, Marked]], groups: list[str], sources: Iterable[str]
    ) -> float:
        wanted, total = set(groups), Marked()
        for source in sources:
            if source not in self.whole:
                continue
            there = {name: one for name, one in marked.get(source, {}).items() if name in wanted}
            # where nobody marked anything there is a gap of everybody
            total = sum(
                there.values(), total + Marked(length=self.whole[source] * (len(wanted) - len(there)))
            )
        return total.alpha(len(self.read))


def _presence(
    codings: pd.DataFrame, segments: pd.DataFrame, read: dict[str, set[str]], codes: list[str]
) -> np.ndarray:
    found = np.zeros((len(read), len(codes), len(segments)))
    row = {coder: number for number, coder in enumerate(read)}
    column = {code: number for number, code in enumerate(codes)}
    indices = segments.groupby("source_id", sort=False).indices
    starts, ends = segments["start"].to_numpy(), segments["end"].to_numpy()
    for source_id, here in indices.items():
        for coder, sources in read.items():
            if source_id not in sources:
                found[row[coder], :, here] = np.nan
    columns = (codings[name] for name in ("source_id", "coder", "code", "start", "end"))
    for source_id, coder, code, start, end in zip(*columns, strict=True):
        here = indices.get(source_id)
        if here is not None:
            touched = here[(starts[here] < end) & (ends[here] > start)]
            found[row[coder], column[code], touched] = 1
    return found


def yes_or_no(ratings: np.ndarray, places: np.ndarray, count: int) -> np.ndarray:
    """The coincidences (`coefficients.coincidences`) of ratings that are 0, 1 or NaN, of the units of each of `count` places.

    Places × 2 × 2; `places` has that of each unit.
    """
    ones, zeros = (ratings == 1).sum(axis=0), (ratings == 0).sum(axis=0)
    rated = ones + zeros
    share = np.where(rated >= 2, 1 / np.maximum(rated - 1, 1), 0.0)
    apart = np.bincount(places, ones * zeros * share, count)
    same = [np.bincount(places, given * (given - 1) * share, count) for given in (zeros, ones)]
    return np.stack([np.stack([same[0], apart], axis=-1), np.stack([apart, same[1]], axis=-1)], axis=-2)


def _spread(ratings: np.ndarray, marked: np.ndarray, sources: np.ndarray) -> Spread | None:
    """The spread of alpha over sources, from the yes-or-no coincidences of each."""
    places, names = pd.factorize(sources)
    return spread(yes_or_no(ratings, places, len(names)), np.bincount(places, marked, len(names)))


def _measures(ratings: np.ndarray, sources: np.ndarray) -> dict[str, object]:
    """The measures that every table of agreement has; `sources` names the source of each unit."""
    nan = float("nan")
    marked = np.nan_to_num(ratings).max(axis=0, initial=0) > 0
    found = _spread(ratings, marked, sources) if ratings.size else None
    low, high = found.interval() if found else (nan, nan)
    return {
        "coders": int((~np.isnan(ratings)).any(axis=1).sum()),
        "units": ratings.shape[1],
        "coded": int(marked.sum()),
        "percent": percent_agreement(ratings) if ratings.size else nan,
        "alpha": krippendorff_alpha(ratings) if ratings.size else nan,
        "alpha_low": low,
        "alpha_high": high,
        "below_tentative": found.below(TENTATIVE) if found else nan,
        "below_firm": found.below(FIRM) if found else nan,
        # marked or not, whatever was used
        "ac1": gwet_ac1(ratings, possible=2) if ratings.size else nan,
        # without what nobody coded, two coders can only differ by chance of a mark
        "percent_coded": percent_agreement(ratings[:, marked]) if ratings.size else nan,
    }


def _kappa(ratings: np.ndarray) -> float:
    """Cohen's kappa of two coders, Fleiss' of more, over the units that every one of them rated."""
    whole = ratings[:, ~np.isnan(ratings).any(axis=0)]
    if len(whole) < 2 or not whole.size:
        return float("nan")
    return cohen_kappa(*whole) if len(whole) == 2 else fleiss_kappa(whole)


def agreement_by_code(
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    coders: list[str],
    codes: list[str],
    read: dict[str, set[str]] | None = None,
) -> pd.DataFrame:
    """The table `code/agreement`: one row per code used where coders are compared, then '(all)' pooling these.

    Units are segments of sources that at least two coders have read (`read`, as `read_sources`
    gives it); kappa, Cohen's where two coders read them and Fleiss' where more did, leaves out
    sources that not all of these read.
    """
    both = Compared.of(codings, segments, coders, codes, read)
    pooled = both.found.reshape(len(both.read), len(both.codes) * len(both.segments))
    rows = []
    for name, ratings, sources, used in [
        *((code, both.found[:, n, :], both.sources, [code]) for n, code in enumerate(both.codes)),
        ("(all)", pooled, np.tile(both.sources, len(both.codes)), both.codes),
    ]:
        spans = {"alpha_spans": both.passages(used)}
        rows.append({"code": name, "kappa": _kappa(ratings)} | _measures(ratings, sources) | spans)
    return pd.DataFrame(rows)


def agreement_by_part(
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    sources: pd.DataFrame,
    coders: list[str],
    themes: dict[str, str],
    read: dict[str, set[str]] | None = None,
) -> pd.DataFrame:
    """The table `code/agreement_parts`: agreement per theme, per source and per round.

    `themes`: the theme of each code, in order of the codebook. A theme is given to a
    segment by any of its codes; sources and rounds pool every code used where coders are compared.
    """
    both = Compared.of(codings, segments, coders, list(themes), read)
    names, rows = both.sources, []
    rounds = both.segments["source_id"].map(sources.set_index("source_id")["round"]).to_numpy()
    of_themes = both.passages_of_themes(themes)
    for theme in dict.fromkeys(themes[code] for code in both.codes):
        mine = [number for number, code in enumerate(both.codes) if themes[code] == theme]
        row = {"by": "theme", "value": theme} | _measures(both.found[:, mine, :].max(axis=1), names)
        rows.append(row | {"alpha_spans": of_themes[theme]})
    for by, values in (("source", names), ("round", rounds)):
        for value in pd.unique(values):
            here = values == value
            ratings = both.found[:, :, here].reshape(len(both.read), -1)
            row = {"by": by, "value": value} | _measures(ratings, np.tile(names[here], len(both.codes)))
            spans = both.passages(both.codes, dict.fromkeys(names[here]))
            rows.append(row | {"alpha_spans": spans})
    return pd.DataFrame(rows, columns=["by", "value", *_measures(np.zeros((0, 0)), names), "alpha_spans"])


def confusions(
    codings: pd.DataFrame, segments: pd.DataFrame, coders: list[str], codes: list[str]
) -> pd.DataFrame:
    """Which codes are taken for which: where one coder used `code` and not `other`, and another the reverse.

    Columns: code, other, segments, the most frequent first; only segments of sources
    that both coded. Each pair stands once, in order of the codebook.
    """
    both = Compared.of(codings, segments, coders, codes, None)
    found, used, rows = both.found, both.codes, []
    for first in range(len(found)):
        for second in range(first + 1, len(found)):
            one, two = np.nan_to_num(found[first]), np.nan_to_num(found[second])
            only_one, only_two = (one > 0) & (two == 0), (two > 0) & (one == 0)
            crossed = only_one.astype(int) @ only_two.T.astype(int)
            either = crossed + crossed.T
            rows += [
                {"code": used[a], "other": used[b], "segments": int(either[a, b])}
                for a, b in zip(*np.triu_indices(len(used), 1), strict=True)
                if either[a, b]
            ]
    frame = pd.DataFrame(rows, columns=["code", "other", "segments"])
    summed = frame.groupby(["code", "other"], as_index=False, sort=False)["segments"].sum()
    return summed.sort_values("segments", ascending=False, kind="stable", ignore_index=True)
