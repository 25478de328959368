"""Krippendorff's unitizing coefficients: agreement on where units begin and end, and on their codes.

For free spans, which fixed units do not do justice. A continuum of a given length is
parted by each coder into units with a value and gaps between them; the units of one
coder do not overlap (Krippendorff, Mathet, Bouvry & Widlöcher 2016, Quality &
Quantity 50, 2347–2364; Krippendorff 2019, Content Analysis, §12.6).
"""

from collections.abc import Sequence
from dataclasses import dataclass

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


def passages_alpha(
    codings: pd.DataFrame, lengths: pd.Series, read: dict[str, set[str]], groups: list[set[str]]
) -> float:
    """uα of where the passages of codes begin and end, over every source that all coders have read (`read`).

    `codings` with source_id, coder, code, start, end; `lengths` of the sources in code
    points by source_id; others are left out. Each of `groups` (a code, or the codes of a theme) is a
    continuum of its own, as codes overlap; passages of one coder under one group that
    overlap are one unit. NaN without two coders or without a passage.
    """
    if len(read) < 2:
        return float("nan")
    sources = sorted(set.intersection(*read.values()) & set(lengths.index))
    used = codings[codings["source_id"].isin(sources)]
    spans: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    for row in used.itertuples():
        # the line end that closes a text is no part of what there was to mark
        end = min(row.end, int(lengths[row.source_id]))
        if row.start < end:
            spans.setdefault((row.coder, row.source_id, row.code), []).append((row.start, end))
    units: list[list[Unit]] = [[] for _ in read]
    at = 0
    for group in groups:
        for source in sources:
            for number, coder in enumerate(read):
                mine = [span for code in sorted(group) for span in spans.get((coder, source, code), [])]
                units[number] += [(at + start, at + end, "x") for start, end in _joined(mine)]
            at += int(lengths[source])
    return unitizing_alpha(units, at).whole if any(units) else float("nan")
