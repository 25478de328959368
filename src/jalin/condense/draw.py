"""Figure of the codes seen so far."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from jalin.figure import COLOURS, blank, nothing, style
from jalin.words import word


def draw_saturation(saturation: pd.DataFrame, language: str) -> Figure:
    """Cumulative codes over sources in order of collection, all and inductive ones.

    The band is where the curve of all codes would run in other orders.
    """
    import seaborn as sns

    if saturation.empty:
        return nothing(language)
    with style():
        figure, ax = blank(height=2.9)
        lines = (
            ("label.all_codes", saturation["cumulative"], COLOURS["for"], "o"),
            ("label.inductive_codes", saturation["new_inductive"].cumsum(), COLOURS["against"], "D"),
        )
        order = range(len(saturation))
        band = word("label.other_orders", language)
        ax.fill_between(order, saturation["low"], saturation["high"], color=COLOURS["silence"], label=band)
        for key, values, colour, marker in lines:
            sns.lineplot(
                x=saturation["source_id"],
                y=values,
                color=colour,
                marker=marker,
                label=word(key, language),
                ax=ax,
            )
        ax.set(xlabel=word("label.sources_in_order", language), ylabel=word("label.codes_so_far", language))
        ax.set_ylim(0)
        ax.yaxis.set_major_locator(MaxNLocator("auto", integer=True))
        ax.tick_params(axis="x", rotation=45 if len(saturation) > 15 else 0)
        ax.legend(frameon=False, loc="lower right")
    return figure
