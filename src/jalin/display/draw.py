"""Figures of the displays."""

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from jalin.figure import COLOURS, SEQUENTIAL, WIDTH, blank, nothing, style, wrapped
from jalin.words import word

# names of columns stand straight up to so many columns
_FEW = 6
# lines of slanted names that have room side by side across a figure
_LINES = 20


def _column_labels(columns: list[str]) -> list[str]:
    """Names of columns, wrapped; in no more lines than have room where they are slanted."""
    if len(columns) <= _FEW:
        return wrapped(columns, 14)
    most = max(1, _LINES // len(columns))
    return [
        next(
            label
            for width in range(14, len(name) + 15)
            if (label := wrapped([name], width)[0]).count("\n") < most
        )
        for name in columns
    ]


def _labels(ax: Axes, rows: list[str], columns: list[str]) -> None:
    """Names at the rows and columns of a grid, wrapped, slanted where there are many."""
    few = len(columns) <= _FEW
    ax.set_xticks(
        [place + 0.5 for place in range(len(columns))],
        _column_labels(columns),
        rotation=0 if few else 45,
        ha="center" if few else "right",
        rotation_mode="default" if few else "anchor",
    )
    ax.set_yticks([place + 0.5 for place in range(len(rows))], wrapped(rows, 28), rotation=0)
    ax.set(xlabel="", ylabel="")
    ax.tick_params(length=0)


def _order(table: pd.DataFrame) -> tuple[list[str], list[str]]:
    return list(dict.fromkeys(table["row"])), list(dict.fromkeys(table["column"]))


def _height(rows: list[str], columns: list[str]) -> float:
    """Inches for the named rows, more where a name takes two lines, and for slanted names of columns."""
    slanted = [line for name in _column_labels(columns) for line in name.split("\n")]
    longest = max(map(len, slanted), default=0) if len(columns) > _FEW else 0
    below = 0.055 * max(0, longest - 14)
    return 1.6 + below + sum(0.36 if len(name) <= 28 else 0.46 for name in rows)


def draw_grid(
    table: pd.DataFrame,
    row_names: dict[str, str],
    column_names: dict[str, str],
    language: str,
    value: str = "codings",
    legend: str = "",
    form: str = "d",
) -> Figure:
    """A matrix display as a heat map of its column `value`, rows and columns in the table's own order.

    `form` is how a number is written, `legend` what it counts; without it the words `label.VALUE`.
    """
    rows, columns = _order(table)
    titles = [row_names.get(name, name) for name in rows], [column_names.get(name, name) for name in columns]
    grid = table.pivot(index="row", columns="column", values=value).loc[rows, columns]
    with style():
        figure, ax = blank(height=_height(*titles))
        sns.heatmap(
            grid,
            ax=ax,
            cmap=SEQUENTIAL,
            # one full cell must not hide the differences between the others
            norm=PowerNorm(0.5, vmin=0, vmax=max(1, int(grid.to_numpy().max()))),
            annot=grid.map(lambda count: f"{count:{form}}" if count else "·"),
            fmt="",
            linewidths=1,
            cbar_kws={
                "label": legend or word(f"label.{value}", language),
                "shrink": 0.8,
                "ticks": MaxNLocator("auto", integer=form == "d"),
                "format": None if form == "d" else f"{{x:{form}}}",
            },
        )
        _labels(ax, *titles)
    return figure


def draw_marks(
    table: pd.DataFrame, row_names: dict[str, str], column_names: dict[str, str], language: str
) -> Figure:
    """A checklist: a full mark for several voices, half for one, an empty ring for hearsay alone."""
    rows, columns = _order(table)
    titles = [row_names.get(name, name) for name in rows], [column_names.get(name, name) for name in columns]
    looks: dict[str, Any] = {
        "strong": {"fillstyle": "full"},
        "some": {"fillstyle": "left"},
        "hearsay": {"fillstyle": "none"},
    }
    with style():
        figure, ax = blank(height=_height(*titles))
        for mark, look in looks.items():
            own = table[table["mark"] == mark]
            ax.plot(
                [columns.index(name) + 0.5 for name in own["column"]],
                [rows.index(name) + 0.5 for name in own["row"]],
                "o",
                ms=11,
                color=COLOURS["for"],
                markerfacecoloralt="white",
                mew=1.3,
                label=word(f"mark.{mark}", language),
                **look,
            )
        for row in table[table["voices"] > 0].itertuples():
            ax.text(
                columns.index(row.column) + 0.5,
                rows.index(row.row) + 0.83,
                f"{row.voices}",
                ha="center",
                va="center",
                fontsize=6.5,
                color=COLOURS["faint"],
            )
        ax.set_xlim(0, len(columns))
        ax.set_ylim(len(rows), 0)
        for place in range(1, len(rows)):
            ax.axhline(place, color=COLOURS["rule"], lw=0.6)
        _labels(ax, *titles)
        ax.spines[:].set_visible(False)
        figure.legend(loc="outside upper center", ncols=3, frameon=False)
    return figure


def _levels(graph: nx.DiGraph) -> dict[str, int]:
    """A column for each node of a causal network: behind all that lead to it; circles are cut where they close."""
    graph = graph.copy()
    while not nx.is_directed_acyclic_graph(graph):
        graph.remove_edge(*sorted(nx.find_cycle(graph))[-1][:2])
    level: dict[str, int] = {}
    for node in nx.lexicographical_topological_sort(graph):
        level[node] = max((level[before] + 1 for before in graph.predecessors(node)), default=0)
    return level


def draw_links(
    links: pd.DataFrame, names: dict[str, str], events: set[str], dates: dict[str, str], language: str
) -> Figure:
    """A causal or event-state network of stated links, from the top down.

    Arrows are as wide as the voices behind them, broken where none is; beside them stand
    these voices of those that speak of both, − and ? at links of that sign. Codes of `events` are boxes with corners and have their day from
    `dates`, states rounded ones.
    """
    if links.empty:
        return nothing(language)
    graph = nx.DiGraph()
    for link in links.itertuples():
        graph.add_edge(link.source, link.target, voices=link.voices, both=link.voices_both, sign=link.sign)
    with style():
        level = _levels(graph)
        rows: dict[int, list[str]] = {}
        for node in sorted(level, key=lambda one: (level[one], dates.get(one, ""), one)):
            rows.setdefault(level[node], []).append(node)
        places = _places(graph, rows)
        figure, ax = blank(height=0.7 + 0.95 * len(rows))
        boxes = {}
        for node, (x, y) in places.items():
            text = "\n".join(wrapped([names.get(node, node)], 18))
            if dates.get(node):
                text += f"\n{dates[node]}"
            boxes[node] = ax.text(
                x,
                y,
                text,
                ha="center",
                va="center",
                fontsize=7.5,
                zorder=3,
                bbox={
                    "boxstyle": "square,pad=0.35" if node in events else "round,pad=0.35,rounding_size=0.5",
                    "fc": "white",
                    "ec": COLOURS["ink"] if node in events else COLOURS["for"],
                    "lw": 1.0,
                },
            )
        for source, target, link in graph.edges(data=True):
            (x_1, y_1), (x_2, y_2) = places[source], places[target]
            colour = COLOURS["against"] if link["sign"] == "-" else COLOURS["faint"]
            # a way past the rows between does not run through their boxes
            bend = 0.0 if y_2 - y_1 <= 1 else (0.25 if x_1 >= x_2 else -0.25)
            ax.annotate(
                "",
                (x_2, y_2),
                xytext=(x_1, y_1),
                zorder=1,
                arrowprops={
                    "arrowstyle": "-|>",
                    "lw": 0.7 + 0.32 * link["voices"] ** 0.7,
                    "ls": "-" if link["voices"] else (0, (3, 3)),
                    "color": colour,
                    "patchA": boxes[source].get_bbox_patch(),
                    "patchB": boxes[target].get_bbox_patch(),
                    "shrinkA": 1,
                    "shrinkB": 2,
                    "connectionstyle": f"arc3,rad={bend}",
                },
            )
            sign = {"+": "", "-": "−", "?": "?"}[link["sign"]]
            # the middle of the arc is off the straight line by half its bend, across it on paper
            across = WIDTH / 0.95
            middle = (
                (x_1 + x_2) / 2 - bend / 2 * (y_2 - y_1) / across,
                (y_1 + y_2) / 2 + bend / 2 * (x_2 - x_1) * across,
            )
            ax.annotate(
                f"{sign}{link['voices']}/{link['both']}",
                middle,
                ha="center",
                va="center",
                fontsize=7,
                color=COLOURS["against"] if link["sign"] == "-" else COLOURS["ink"],
                zorder=2,
                bbox={"boxstyle": "round,pad=0.12", "fc": "white", "ec": "none"},
            )
        ax.set_xlim(0, 1)
        ax.set_ylim(max(rows) + 0.5, -0.5)
        ax.set_axis_off()
        note = "\n".join(wrapped([word("label.voices_behind", language)], 90))
        ax.set_title(note, fontsize=7.5, color=COLOURS["faint"])
    return figure


def _places(graph: nx.DiGraph, rows: dict[int, list[str]]) -> dict[str, tuple[float, float]]:
    """A place in its row for each node, near those that lead to it (the barycentre of Sugiyama et al. 1981)."""
    at: dict[str, float] = {}
    for depth, nodes in sorted(rows.items()):
        if depth:
            before = {
                node: [at[one] for one in graph.predecessors(node) if one in at] or [0.5] for node in nodes
            }
            nodes = sorted(nodes, key=lambda one: (sum(before[one]) / len(before[one]), one))
        at |= {node: (place + 0.5) / len(nodes) for place, node in enumerate(nodes)}
    return {node: (at[node], float(depth)) for depth, nodes in rows.items() for node in nodes}


def _spread(graph: nx.Graph) -> dict[str, np.ndarray]:
    """Places for the nodes by the number of ties between them; separate parts stay near."""
    hops = dict(nx.all_pairs_shortest_path_length(graph))
    farthest = max((max(row.values()) for row in hops.values()), default=1)
    apart = {
        one: {other: hops[one].get(other, 0.6 * farthest + 1) for other in sorted(graph.nodes)}
        for one in sorted(graph.nodes)
    }
    return nx.kamada_kawai_layout(graph, dist=apart, pos=nx.circular_layout(sorted(graph.nodes)))


def draw_network(network: pd.DataFrame, themes: dict[str, str], language: str) -> Figure:
    """The code network; `themes` gives each code its theme's name, shown as colour and marker."""
    if network.empty:
        return nothing(language)
    graph = nx.Graph()
    for tie in network.itertuples():
        graph.add_edge(tie.code_1, tie.code_2, passages=tie.passages)
    shown = list(dict.fromkeys(name for code, name in themes.items() if code in graph))
    palette = dict(zip(shown, sns.color_palette("colorblind", len(shown)), strict=False))
    markers = dict(zip(shown, "osD^vPX*<>hp" * 4, strict=False))
    with style():
        figure, ax = blank(height=WIDTH * 0.8)
        places = _spread(graph)
        for code_1, code_2, tie in graph.edges(data=True):
            (x_1, y_1), (x_2, y_2) = places[code_1], places[code_2]
            width = 0.4 + 0.55 * tie["passages"] ** 0.6
            ax.plot([x_1, x_2], [y_1, y_2], color=COLOURS["faint"], lw=width, alpha=0.45, zorder=1)
        for name in shown:
            codes = [code for code in sorted(graph.nodes) if themes.get(code) == name]
            xs, ys = zip(*(places[code] for code in codes), strict=True)
            ax.scatter(
                xs,
                ys,
                s=95,
                color=palette[name],
                marker=markers[name],
                label=name,
                zorder=2,
                edgecolor="white",
            )
        for code, (x, y) in places.items():
            ax.annotate(
                code,
                (x, y),
                xytext=(0, 7),
                textcoords="offset points",
                ha="center",
                fontsize=7,
                zorder=3,
                bbox={"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.75},
            )
        ax.set_axis_off()
        ax.margins(0.09)
        figure.legend(loc="outside upper center", ncols=4, frameon=False, fontsize=7.5)
    return figure
