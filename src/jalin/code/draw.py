"""Figure of the agreement between coders."""

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from jalin.figure import COLOURS, blank, nothing, style
from jalin.words import number, word


def draw_agreement(agreement: pd.DataFrame, language: str) -> Figure:
    """Krippendorff's alpha per code as dots with the interval over sources, lowest at the bottom.

    Lines at .667 and .800, Krippendorff's customary limits for tentative and firm
    conclusions (2004, Human Communication Research 30(3), 411–433).
    """
    found = agreement[agreement["code"] != "(all)"].dropna(subset="alpha")
    found = found.sort_values(["alpha", "code"], ascending=[False, True])
    if found.empty:
        return nothing(language)
    with style():
        figure, ax = blank(height=1.2 + 0.19 * len(found))
        for limit in (0.667, 0.8):
            ax.axvline(limit, color=COLOURS["faint"], lw=0.8, ls="--", zorder=0)
        weak = found["alpha"] < 0.667
        ax.hlines(
            found["code"], found["alpha_low"], found["alpha_high"], color=COLOURS["faint"], lw=1.4, zorder=1
        )
        sns.scatterplot(
            x=found["alpha"],
            y=found["code"],
            hue=weak,
            style=weak,
            palette={False: COLOURS["for"], True: COLOURS["against"]},
            markers={False: "o", True: "D"},
            s=38,
            legend=False,
            ax=ax,
        )
        ax.grid(axis="y", lw=0.4, alpha=0.6)
        ax.set(xlabel=word("label.alpha", language), ylabel="")
        least = found[["alpha", "alpha_low"]].min().min()
        ax.set_xlim(min(0.0, float(least)) - 0.03, 1.03)
        ax.xaxis.set_major_formatter(lambda value, _: number(value, language, 1))
        ax.tick_params(axis="y", length=0, labelsize=7.5)
        ax.margins(y=0.02)
    return figure
