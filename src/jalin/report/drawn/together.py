"""Which source groups support together: an UpSet plot (Lex et al. 2014, IEEE TVCG 20(12), 1983–1992)."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from jalin.figure import COLOURS, nothing, sheet, style, wrapped
from jalin.report.drawn.common import Item
from jalin.report.results import Results
from jalin.words import word

# columns that have room, so that few are no broad walls
_FEWEST = 6
# between groups
_BETWEEN = "; "
_COLUMNS = ("groups", "propositions", "count")


def together(results: Results) -> pd.DataFrame:
    """Each set of source groups that is the one to support some propositions, and these; the larger count first.

    A group supports a proposition where its voices do for the most part (`state` in `triangulate/cells`). Of
    informants' groups alone: observations and documents are another technique. Groups are parted by semicolons, as a name may have spaces, propositions by spaces.
    """
    cells = results["triangulate/cells"]
    mine = cells[(cells["by"] == "role_group") & (cells["state"] == "for")]
    groups = mine.groupby("proposition", sort=False)["group"].agg(_BETWEEN.join)
    found: dict[str, list[str]] = {}
    for proposition in (item.id for item in results.propositions):
        if proposition in groups.index:
            found.setdefault(groups[proposition], []).append(proposition)
    rows = [(names, " ".join(said), len(said)) for names, said in found.items()]
    rows.sort(key=lambda row: (-row[2], -len(row[0].split(_BETWEEN)), row[1]))
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def draw_together(
    found: pd.DataFrame, group_names: Mapping[str, str], names: Mapping[str, str], language: str
) -> Figure:
    """Sets of groups as columns of dots, above each how many propositions they alone support, and which; beside each group how many it supports."""
    if found.empty:
        return nothing(language)
    sets = [set(row.split(_BETWEEN)) for row in found["groups"]]
    groups = [name for name in group_names if any(name in one for one in sets)]
    counts = found["count"].tolist()
    with style():
        figure = sheet(height=3.4 + 0.3 * len(groups))
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[2.9, 0.3 * len(groups) + 0.2])
        columns = range(len(sets))
        upper.bar(columns, counts, color=COLOURS["for"], width=0.55)
        for at, row in enumerate(found.itertuples()):
            said = wrapped([names.get(one, one) for one in row.propositions.split()], 26)
            upper.text(
                at,
                row.count + 0.06 * max(counts),
                "\n".join(said),
                rotation=90,
                ha="center",
                va="bottom",
                ma="left",
                fontsize=6.5,
                linespacing=1.0,
            )
        # the names above the bars are as long as bars are high
        upper.set_ylim(0, max(counts) * 2.2)
        upper.set_yticks(range(max(counts) + 1))
        upper.set_ylabel(word("label.propositions", language), fontsize=8, loc="bottom")
        upper.spines["left"].set_bounds(0, max(counts))
        upper.spines["bottom"].set_visible(False)
        upper.tick_params(bottom=False, labelsize=8)
        for y, group in enumerate(groups):
            if y % 2 == 0:
                lower.axhspan(y - 0.5, y + 0.5, color="#f1f4f6", lw=0, zorder=0)
            on = [at for at in columns if group in sets[at]]
            off = [at for at in columns if group not in sets[at]]
            lower.plot(off, [y] * len(off), "o", ms=7, color=COLOURS["rule"], fillstyle="none", mew=0.8)
            lower.plot(on, [y] * len(on), "o", ms=7, color=COLOURS["ink"], zorder=3)
        for at, one in enumerate(sets):
            own = [groups.index(group) for group in one]
            lower.plot([at, at], [min(own), max(own)], color=COLOURS["ink"], lw=1.4, zorder=2)
        total = [
            sum(count for one, count in zip(sets, counts, strict=True) if group in one) for group in groups
        ]
        labels = [f"{group_names[group]} ({count})" for group, count in zip(groups, total, strict=True)]
        lower.set_yticks(range(len(groups)), wrapped(labels, 26), fontsize=8)
        lower.set_ylim(len(groups) - 0.5, -0.5)
        lower.set_xlim(-0.6, max(len(sets), _FEWEST) - 0.4)
        lower.set_xticks([])
        lower.tick_params(length=0)
        lower.spines[:].set_visible(False)
    return figure


def _draw(results: Results, language: str) -> Figure:
    return draw_together(
        together(results), results.group_names("role_group", language), results.called(language), language
    )


TOGETHER = Item("triangulate/cells", together, _draw)
