"""Figure of the convergence matrix."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from jalin.figure import COLOURS, blank, lay_cells, nothing, style, swatch, wrapped
from jalin.words import word

_LEGEND = ("agreement", "partial agreement", "dissonance", "alone", "silence", "not able")


def _voices(row: Any) -> str:
    """How the voices of a cell speak, of how many that could: "+3 −1 / 5"."""
    signs = (("+", row.voices_for), ("±", row.voices_mixed), ("−", row.voices_against))
    spoken = " ".join(f"{sign}{count}" for sign, count in signs if count)
    return f"{spoken or 0} / {row.able}"


def draw_convergence(cells: pd.DataFrame, group_names: dict[str, str], language: str) -> Figure:
    """Propositions by groups: colour and letters are the convergence with the other groups that speak.

    Below them voices for (+), both ways (±) and against (−), of voices able to; `!` marks
    a conflict of direction.
    """
    if cells.empty:
        return nothing(language)
    propositions = list(dict.fromkeys(cells["proposition"]))
    groups = [name for name in group_names if name in set(cells["group"])]
    with style():
        figure, ax = blank(height=1.9 + 0.42 * len(propositions))
        for row in cells.itertuples():
            x, y = groups.index(row.group), propositions.index(row.proposition)
            ax.add_patch(Rectangle((x, y), 1, 1, fc=COLOURS[row.convergence], ec="white", lw=2, zorder=1))
            if row.able == 0:
                hatched = Rectangle(
                    (x + 0.03, y + 0.05), 0.94, 0.9, fc="white", ec=COLOURS["rule"], hatch="////", lw=0
                )
                ax.add_patch(hatched)
                continue
            ink = "white" if row.convergence == "agreement" else COLOURS["ink"]
            short = word(f"short.{row.convergence}", language)
            ax.text(
                x + 0.5,
                y + 0.38,
                f"{short}{'!' if row.conflict else ''}",
                ha="center",
                va="center",
                color=ink,
                fontweight="bold",
            )
            ax.text(
                x + 0.5,
                y + 0.74,
                _voices(row),
                ha="center",
                va="center",
                color=ink,
                fontsize=6.5,
            )
        names = wrapped((group_names[group] for group in groups), 13)
        lay_cells(ax, names, propositions, fontsize=8)
        handles = [
            swatch(
                code,
                f"{word(f'short.{code}', language)} {word(f'convergence.{code}', language)}",
                hatched=code == "not able",
            )
            for code in _LEGEND
        ]
        figure.legend(handles=handles, loc="outside upper center", ncols=6, frameon=False, fontsize=7.5)
    return figure
