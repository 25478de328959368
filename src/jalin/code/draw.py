"""Figure of the agreement between coders."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from jalin.code.agreement import FIRM, TENTATIVE
from jalin.figure import COLOURS, blank, nothing, style
from jalin.words import number, word


def draw_agreement(agreement: pd.DataFrame, language: str, names: Mapping[str, str] | None = None) -> Figure:
    """Krippendorff's alpha per code as dots with the interval over sources, lowest at the bottom.

    `names`: what each code is called, its id without; beside it stand its marked units. A code whose interval cannot be estimated has a hollow dot without a line.
    Lines at .667 and .800, Krippendorff's customary limits for tentative and firm
    conclusions (2004, Human Communication Research 30(3), 411–433).
    """
    found = agreement[agreement["code"] != "(all)"].dropna(subset="alpha")
    found = found.sort_values(["alpha", "code"], ascending=[False, True])
    if found.empty:
        return nothing(language)
    with style():
        figure, ax = blank(height=1.2 + 0.19 * len(found))
        for limit in (TENTATIVE, FIRM):
            ax.axvline(limit, color=COLOURS["faint"], lw=0.8, ls="--", zorder=0)
        weak, known = found["alpha"] < TENTATIVE, found["alpha_low"].notna()
        called = found["code"].map(lambda code: (names or {}).get(code, code))
        # codes may have the same name
        twice = called.duplicated(keep=False)
        called = called.mask(twice, called + " (" + found["code"] + ")")
        rows = called + "  " + found["coded"].map(lambda marked: number(marked, language, 0))
        ax.hlines(rows, found["alpha_low"], found["alpha_high"], color=COLOURS["faint"], lw=1.4, zorder=1)
        colours = weak.map({False: COLOURS["for"], True: COLOURS["against"]})
        for is_weak, marker in ((False, "o"), (True, "D")):
            part = weak == is_weak
            ax.scatter(
                found["alpha"][part],
                rows[part],
                s=30,
                marker=marker,
                color=np.where(known, colours, "white")[part],
                edgecolors=colours[part],
                zorder=2,
            )
        ax.grid(axis="y", lw=0.4, alpha=0.6)
        ax.set(xlabel=word("label.alpha", language), ylabel="")
        least = found[["alpha", "alpha_low"]].min().min()
        ax.set_xlim(min(0.0, float(least)) - 0.03, 1.03)
        ax.xaxis.set_major_formatter(lambda value, _: number(value, language, 1))
        ax.tick_params(axis="y", length=0, labelsize=7.5)
        ax.margins(y=0.02)
    return figure
