"""Krippendorff's unitizing coefficients: agreement on where units begin and end, and on their codes.

For free spans, which fixed units do not do justice. A continuum of a given length is
parted by each coder into units with a value and gaps between them; the units of one
coder do not overlap (Krippendorff, Mathet, Bouvry & Widlöcher 2016, Quality &
Quantity 50, 2347–2364; Krippendorff 2019, Content Analysis, §12.6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

Unit = tuple[int, int, str]


@dataclass(frozen=True)
class UnitizingAlpha:
    """`whole` (uα) for boundaries and codes together, `relevance` (|uα) for what was marked
    at all, `codes` (cuα) for the codes where both marked; NaN where not defined."""

    whole: float
    relevance: float
    codes: float


def _checked(coders: Sequence[Sequence[Unit]], length: int) -> list[list[Unit]]:
    if len(coders) < 2:
        raise ValueError("agreement needs two coders")
    ordered = [sorted(units) for units in coders]
    for units in ordered:
        at = 0
        for start, end, _ in units:
            if not at <= start < end <= length:
                raise ValueError(
                    f"the unit {start}–{end} overlaps another, is empty, or leaves the continuum"
                )
            at = end
    return ordered


def _alpha(observed: np.ndarray, squares: np.ndarray) -> float:
    """1 − Do/De of a matrix of shared lengths, `squares` the sums R_c that cannot be paired with themselves.

    ε_ck = (ℓ_c ℓ_k − [c = k] R_c) / (ℓ − R/ℓ)
    """
    totals = observed.sum(axis=0)
    whole = totals.sum()
    if whole <= 0:
        return float("nan")
    pairable = whole - squares.sum() / whole
    if pairable <= 0:
        return float("nan")
    expected_agreement = (totals**2 - squares).sum() / pairable
    expected = whole - expected_agreement
    return float(1 - (whole - np.trace(observed)) / expected) if expected > 1e-12 else float("nan")


def unitizing_alpha(coders: Sequence[Sequence[Unit]], length: int) -> UnitizingAlpha:
    """The unitizing coefficients of two or more coders on a continuum of `length`.

    `codes` is settled for two coders. With more, what a unit shares with the others is taken as their
    mean overlap, whose square is not paired with itself; quallmer (R) takes the union of
    their overlaps. No published example decides, and no table here shows it.

    `coders`: for each coder units (start, end, value), half-open, none overlapping
    another of the same coder. Raises `ValueError` when they do, or leave the continuum.
    """
    ordered = _checked(coders, length)
    values = sorted({value for units in ordered for _, _, value in units})
    number = {value: place for place, value in enumerate(values, start=1)}
    edges = np.unique(
        [0, length, *(edge for units in ordered for start, end, _ in units for edge in (start, end))]
    )
    widths = np.diff(edges).astype(float)
    # the value of each coder in each stretch between two edges; 0 is a gap
    labels = np.zeros((len(ordered), len(widths)), dtype=int)
    for row, units in enumerate(ordered):
        for start, end, value in units:
            labels[row, np.searchsorted(edges, start) : np.searchsorted(edges, end)] = number[value]
    size, others = len(values) + 1, len(ordered) - 1
    observed = np.zeros((size, size))
    for row in range(len(ordered)):
        for column in range(len(ordered)):
            if row != column:
                pairs = labels[row] * size + labels[column]
                observed += np.bincount(pairs, widths, size * size).reshape(size, size) / others
    squares = np.zeros(size)
    # a unit cannot be paired with itself, a point of a gap with that point
    squares[0] = sum(widths[row == 0].sum() for row in labels)
    shared = np.zeros(size)
    for units in ordered:
        for start, end, value in units:
            squares[number[value]] += float(end - start) ** 2
            here = slice(np.searchsorted(edges, start), np.searchsorted(edges, end))
            marked = (labels[:, here] > 0).sum(axis=0) - 1
            shared[number[value]] += float((marked * widths[here]).sum() / others) ** 2
    marked = np.array(
        [
            [observed[0, 0], observed[0, 1:].sum()],
            [observed[1:, 0].sum(), observed[1:, 1:].sum()],
        ]
    )
    return UnitizingAlpha(
        _alpha(observed, squares),
        _alpha(marked, np.array([squares[0], squares[1:].sum()])),
        _alpha(observed[1:, 1:], shared[1:]),
    )


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@dataclass(frozen=True)
class Marked:
    """What coders marked under some codes in some sources, in code points: enough to reckon uα of any sum of these.

    `shared`: what two coders both marked, each pair of them in both orders; `marked`: of all coders; `squares`: of the
    lengths of their units; `length`: of the continua.
    """

    shared: int = 0
    marked: int = 0
    squares: int = 0
    length: int = 0

    def __add__(self, other: "Marked") -> "Marked":
        return Marked(
            self.shared + other.shared,
            self.marked + other.marked,
            self.squares + other.squares,
            self.length + other.length,
        )

    def alpha(self, coders: int) -> float:
        """uα of these passages, see `unitizing_alpha`; NaN without two coders or without a passage."""
        if coders < 2 or not self.marked:
            return float("nan")
        others = coders - 1
        one = self.marked * others - self.shared
        gaps = self.length * coders * others - 2 * self.marked * others + self.shared
        observed = np.array([[gaps, one], [one, self.shared]], dtype=float) / others
        return _alpha(observed, np.array([self.length * coders - self.marked, self.squares], dtype=float))


def _both(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> int:
    """How much of two lists of spans in order, none of which overlaps another of its list, is in both."""
    shared, at = 0, 0
    for start, end in one:
        while at < len(other) and other[at][1] <= start:
            at += 1
        place = at
        while place < len(other) and other[place][0] < end:
            shared += min(end, other[place][1]) - max(start, other[place][0])
            place += 1
    return shared


def passages_marked(
    codings: pd.DataFrame, lengths: pd.Series, read: dict[str, set[str]], group_of: dict[str, str]
) -> dict[tuple[str, str], Marked]:
    """What was marked by group of codes and source, over every source that all coders have read (`read`).

    `codings` with source_id, coder, code, start, end; `lengths` of the sources in code
    points by source_id; others are left out. `group_of` each code: itself, or its theme. Each group in each source is a
    continuum of its own, as codes overlap; passages of one coder under one group that overlap are one unit. Groups
    that nobody marked in a source are not there.
    """
    known = {str(name): int(length) for name, length in lengths.items()}
    shared = set.intersection(*read.values()) & set(known) if read else set()
    spans: dict[tuple[str, str], dict[str, list[tuple[int, int]]]] = {}
    columns = (codings[name] for name in ("coder", "source_id", "code", "start", "end"))
    for coder, source, code, start, last in zip(*columns, strict=True):
        # the line end that closes a text is no part of what there was to mark
        if source in shared and code in group_of and start < (end := min(last, known[source])):
            own = spans.setdefault((group_of[code], source), {})
            own.setdefault(coder, []).append((start, end))
    found = {}
    for (group, source), own in spans.items():
        units = [_joined(mine) for mine in own.values()]
        found[group, source] = Marked(
            2 * sum(_both(one, other) for one, other in combinations(units, 2)),
            sum(end - start for mine in units for start, end in mine),
            sum((end - start) ** 2 for mine in units for start, end in mine),
            known[source],
        )
    return found
