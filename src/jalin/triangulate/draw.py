"""Figures of the convergence matrix."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from jalin.figure import COLOURS, ink_on, lay_cells, nothing, sheet, slanted, style, swatch, wrapped
from jalin.words import word

_LEGEND = ("agreement", "partial agreement", "dissonance", "alone", "silence", "not able")
# groups side by side in one panel, beyond which its names are slanted and its numbers stand below one another
_FEW = 8
# letters of a name that have room below a cell where so many stand side by side
_ROOM = 11


def _signs(row: Any) -> list[str]:
    """How the voices of a cell speak: "+3", "±1", "−1", what there is of it; "0" where none does."""
    signs = (("+", row.voices_for), ("±", row.voices_mixed), ("−", row.voices_against))
    return [f"{sign}{count}" for sign, count in signs if count] or ["0"]


def _lines(row: Any, narrow: bool) -> str:
    """Voices of a cell, of how many that could: "+3 −1 / 5"; in a narrow cell below one another."""
    signs = _signs(row)
    if not narrow:
        return f"{' '.join(signs)} / {row.able}"
    if sum(map(len, signs)) > 5:
        signs = ["".join(signs[:-1]) + "\n" + signs[-1]]
    return f"{''.join(signs)}\n/ {row.able}"


def _panel(
    ax: Axes, cells: pd.DataFrame, rows: list[str], groups: list[str], language: str, narrow: bool
) -> None:
    """The cells of one way of grouping."""
    for row in cells.itertuples():
        x, y = groups.index(row.group), rows.index(row.proposition)
        if row.able == 0:
            ax.add_patch(
                Rectangle((x + 0.03, y + 0.05), 0.94, 0.9, fc="white", ec=COLOURS["rule"], hatch="////", lw=0)
            )
            continue
        face = COLOURS[row.convergence]
        ax.add_patch(Rectangle((x, y), 1, 1, fc=face, ec="white", lw=2, zorder=1))
        short = word(f"short.{row.convergence}", language)
        looks: dict[str, Any] = {"ha": "center", "color": ink_on(face)}
        said = f"{short}{'!' if row.conflict else ''}"
        ax.text(x + 0.5, y + (0.24 if narrow else 0.38), said, va="center", fontweight="bold", **looks)
        ax.text(
            x + 0.5, y + (0.42 if narrow else 0.74), _lines(row, narrow),
            va="top" if narrow else "center", fontsize=6.5, linespacing=1.0, **looks,
        )  # fmt: skip


def _legend(figure: Figure, language: str) -> None:
    handles = [
        swatch(
            code,
            f"{word(f'short.{code}', language)} {word(f'convergence.{code}', language)}",
            hatched=code == "not able",
        )
        for code in _LEGEND
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=6, frameon=False, fontsize=7.5)


def draw_convergence(
    cells: pd.DataFrame,
    group_names: Mapping[str, str],
    language: str,
    proposition_names: Mapping[str, str] | None = None,
) -> Figure:
    """Propositions by groups: colour and letters are the convergence with the other groups that speak.

    Below them voices for (+), both ways (±) and against (−), of voices able to; `!` marks
    a conflict of direction. `cells`: those of one way of grouping.
    """
    return draw_panels(cells, dict.fromkeys(cells["by"].unique(), group_names), language, proposition_names)


def draw_panels(
    cells: pd.DataFrame,
    group_names: Mapping[str, Mapping[str, str]],
    language: str,
    proposition_names: Mapping[str, str] | None = None,
) -> Figure:
    """The convergence matrices of several ways of grouping side by side, each read as `draw_convergence`.

    `group_names`: the names of the groups of each way, in the order of the panels.
    """
    if cells.empty:
        return nothing(language)
    rows = list(dict.fromkeys(cells["proposition"]))
    parts = {by: cells[cells["by"] == by] for by in group_names}
    groups = {
        by: [name for name in names if name in set(parts[by]["group"])] for by, names in group_names.items()
    }
    shown = [by for by in groups if groups[by]]
    narrow = sum(len(groups[by]) for by in shown) > _FEW
    names = {by: [group_names[by][group] for group in groups[by]] for by in shown}
    long = any(len(part) > _ROOM for own in names.values() for name in own for part in name.split())
    called = wrapped([(proposition_names or {}).get(name, name) for name in rows], 20 if narrow else 24)
    with style():
        figure = sheet(height=(2.6 if narrow else 1.9) + (0.48 if narrow else 0.42) * len(rows))
        axes = figure.subplots(1, len(shown), squeeze=False, width_ratios=[len(groups[by]) for by in shown])[
            0
        ]
        for place, (by, ax) in enumerate(zip(shown, axes, strict=True)):
            _panel(ax, parts[by], rows, groups[by], language, narrow)
            look = slanted(names[by], few=0) if narrow or long else {"fontsize": 8}
            wide = 18 if narrow or long else _ROOM
            lay_cells(ax, wrapped(names[by], wide), called if place == 0 else [""] * len(rows), **look)
            ax.tick_params(axis="y", labelsize=7.5)
            if len(shown) > 1:
                ax.set_title(word(f"axis.{by}", language), fontsize=8.5)
        _legend(figure, language)
    return figure
