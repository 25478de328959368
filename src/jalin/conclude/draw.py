"""Figure of the voices for and against each proposition."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from jalin.figure import COLOURS, blank, style
from jalin.words import word


def draw_verdicts(verdicts: pd.DataFrame, language: str) -> Figure:
    """Voices for (right), against (left) and mixed (across the middle), with the verdict.

    `verdicts`: one row per proposition, first at the top.
    """
    with style():
        figure, ax = blank(height=1.3 + 0.34 * len(verdicts))
        left = -(verdicts["voices_against"] + verdicts["voices_mixed"] / 2)
        for stance in ("against", "mixed", "for"):
            width = verdicts[f"voices_{stance}"]
            ax.barh(
                verdicts["proposition"],
                width,
                left=left,
                color=COLOURS[stance],
                height=0.62,
                edgecolor="white",
                label=word(f"stance.{stance}", language),
            )
            left = left + width
        reach = max(
            1.0, float((verdicts["voices_against"] + verdicts["voices_mixed"]).max()), float(left.max())
        )
        for row in verdicts.itertuples():
            ax.text(
                reach * 1.05, row.Index, word(f"verdict.{row.verdict}", language), va="center", fontsize=8
            )
        ax.axvline(0, color=COLOURS["ink"], lw=0.8)
        ax.set_xlim(-reach, reach * 1.75)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ticks = [tick for tick in ax.get_xticks() if -reach <= tick <= reach]
        ax.set_xticks(ticks, [f"{abs(tick):.0f}" for tick in ticks])
        ax.invert_yaxis()
        ax.set(xlabel=word("label.voices", language), ylabel="")
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        figure.legend(loc="outside upper center", ncols=3, frameon=False)
    return figure
