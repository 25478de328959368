"""The tree of codes with how much each is used, by voices, as all that counts here counts them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jalin.figure import COLOURS, WIDTH, nothing, sheet, style, swatch, wrapped
from jalin.report.drawn.common import Item
from jalin.report.results import Results
from jalin.words import number, word

_COLUMNS = ("code", "parent", "depth", "kind", "codings", "sources", "voices")
# inches: a code, what stands above, and where bars begin and how long they are in a column of the figure
_ROW, _ABOVE = 0.175, 0.3
_BAR, _LONG = 1.84, 0.9
# one step into the tree
_STEP = 0.13


def tree(results: Results) -> pd.DataFrame:
    """A row for each code of the first cycle in the order of the tree, with what speaks in it and below it; codes never used as well."""
    book = results.codebook
    used = results.counted.groupby(["code", "voice", "source_id"]).size().rename("codings").reset_index()
    rows = []
    for code in _in_order(results):
        own = used[used["code"].isin(book.branch(code))]
        rows.append(
            {
                "code": code,
                "parent": book.codes[code].parent or "",
                "depth": len(book.ancestors(code)) - 1,
                "kind": book.codes[code].kind,
                "codings": int(own["codings"].sum()),
                "sources": own["source_id"].nunique(),
                "voices": own["voice"].nunique(),
            }
        )
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _in_order(results: Results) -> list[str]:
    """Each code after the one above it."""
    codes = results.codebook.codes
    below: dict[str, list[str]] = {}
    for code in codes.values():
        if code.cycle == "first":
            below.setdefault(code.parent or "", []).append(code.id)

    def walk(name: str) -> list[str]:
        return [one for child in below.get(name, []) for one in (child, *walk(child))]

    return walk("")


def _halves(found: pd.DataFrame) -> list[pd.DataFrame]:
    """Two columns of about the same length, cut before a theme; one where there is little."""
    starts = [at for at, depth in enumerate(found["depth"]) if depth == 0 and at > 0]
    if len(found) < 16 or not starts:
        return [found]
    cut = min(starts, key=lambda at: abs(at - len(found) / 2))
    return [found.iloc[:cut], found.iloc[cut:]]


def draw_tree(found: pd.DataFrame, names: Mapping[str, str], language: str) -> Figure:
    """Codes below one another, each with a bar of its voices and how many codings it has; hatched where it was found in the data."""
    if not found["voices"].any():
        return nothing(language)
    halves = _halves(found)
    height = _ABOVE + _ROW * max(map(len, halves))
    most = int(found["voices"].max())
    with style():
        figure = sheet(height=height + 0.55)
        ax = figure.add_subplot()
        for at, half in enumerate(halves):
            _half(ax, half, names, at * WIDTH / 2, most, language)
        ax.set_xlim(0, WIDTH if len(halves) > 1 else WIDTH / 2)
        ax.set_ylim(height, 0)
        ax.set_axis_off()
        handles = [
            swatch("partial agreement", word(f"kind.{kind}", language), hatched=kind == "inductive")
            for kind in ("deductive", "inductive")
            if kind in set(found["kind"])
        ]
        figure.legend(handles=handles, loc="outside upper center", ncols=2, frameon=False, fontsize=7.5)
    return figure


def _half(
    ax: Axes, half: pd.DataFrame, names: Mapping[str, str], left: float, most: int, language: str
) -> None:
    """A column of the figure."""
    head: dict[str, Any] = {"fontsize": 7, "color": COLOURS["faint"], "va": "center"}
    ax.text(left + _BAR, 0.12, word("tree.voices", language), **head)
    ax.text(left + WIDTH / 2 - 0.2, 0.12, word("tree.codings", language), ha="right", **head)
    last: dict[int, float] = {}
    for at, row in enumerate(half.itertuples()):
        y, x = _ABOVE + (at + 0.5) * _ROW, left + _STEP * row.depth
        if row.depth:
            elbow = x - _STEP + 0.04
            ax.plot(
                [elbow, elbow, x - 0.01], [last[row.depth - 1] + 0.07, y, y], color=COLOURS["rule"], lw=0.7
            )
        last[row.depth] = y
        top = row.depth == 0
        chars = int((_BAR - _STEP * row.depth) * (16.5 if top else 17.5))
        words = wrapped([names[row.code]], chars)[0].split("\n")
        name = words[0] if len(words) == 1 else f"{words[0]}…"
        ax.text(x, y, name, va="center", fontsize=7, fontweight="bold" if top else "normal")
        ax.barh(
            y, _LONG * row.voices / most, left=left + _BAR, height=_ROW * 0.62, fc=COLOURS["partial agreement"],
            ec="white" if row.kind == "inductive" else "none", lw=0, hatch="////" if row.kind == "inductive" else None,
        )  # fmt: skip
        end = left + _BAR + _LONG * row.voices / most
        ax.text(end + 0.04, y, number(row.voices, language), va="center", fontsize=7)
        ax.text(left + WIDTH / 2 - 0.2, y, number(row.codings, language), ha="right", **head)


def _draw(results: Results, language: str) -> Figure:
    return draw_tree(tree(results), results.codebook.names(language), language)


TREE = Item("code/codes", tree, _draw)
