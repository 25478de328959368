"""Figures of the displays."""

import networkx as nx
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure

from jalin.figure import COLOURS, SEQUENTIAL, WIDTH, blank, style, wrapped
from jalin.words import word


def draw_matrix(
    table: pd.DataFrame, row_names: dict[str, str], column_names: dict[str, str], language: str
) -> Figure:
    """A matrix display as a heat map of codings, rows and columns in the table's own order."""
    rows, columns = list(dict.fromkeys(table["row"])), list(dict.fromkeys(table["column"]))
    grid = table.pivot(index="row", columns="column", values="codings").loc[rows, columns]
    with style():
        figure, ax = blank(height=1.6 + 0.36 * len(rows))
        sns.heatmap(
            grid,
            ax=ax,
            cmap=SEQUENTIAL,
            # one full cell must not hide the differences between the others
            norm=PowerNorm(0.5, vmin=0),
            annot=grid.map(lambda count: f"{count}" if count else "·"),
            fmt="",
            linewidths=1,
            cbar_kws={"label": word("label.codings", language), "shrink": 0.8},
        )
        labels = wrapped((column_names.get(name, name) for name in columns), 14)
        ax.set_xticklabels(
            labels, rotation=0 if len(columns) <= 6 else 45, ha="center" if len(columns) <= 6 else "right"
        )
        ax.set_yticklabels(wrapped((row_names.get(name, name) for name in rows), 28), rotation=0)
        ax.set(xlabel="", ylabel="")
        ax.tick_params(length=0)
    return figure


def _spread(graph: nx.Graph) -> dict[str, np.ndarray]:
    """Places for the nodes by the number of ties between them; separate parts stay near."""
    hops = dict(nx.all_pairs_shortest_path_length(graph))
    farthest = max((max(row.values()) for row in hops.values()), default=1)
    apart = {
        one: {other: hops[one].get(other, 0.6 * farthest + 1) for other in sorted(graph.nodes)}
        for one in sorted(graph.nodes)
    }
    return nx.kamada_kawai_layout(graph, dist=apart, pos=nx.circular_layout(sorted(graph.nodes)))


def draw_network(network: pd.DataFrame, themes: dict[str, str]) -> Figure:
    """The code network; `themes` gives each code its theme's name, shown as colour and marker."""
    graph = nx.Graph()
    for tie in network.itertuples():
        graph.add_edge(tie.code_1, tie.code_2, passages=tie.passages)
    shown = list(dict.fromkeys(name for code, name in themes.items() if code in graph))
    palette = dict(zip(shown, sns.color_palette("colorblind", max(1, len(shown))), strict=False))
    markers = dict(zip(shown, "osD^vPX*<>hp" * 4, strict=False))
    with style():
        figure, ax = blank(height=WIDTH * 0.8)
        places = _spread(graph) if graph else {}
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
        if shown:
            figure.legend(loc="outside upper center", ncols=4, frameon=False, fontsize=7.5)
    return figure
