"""Figures of the networks: causal, event-state, and codes that meet."""

from collections.abc import Collection, Mapping
from datetime import date
from itertools import cycle, product
from math import fsum
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Patch
from matplotlib.text import Annotation

from jalin.figure import COLOURS, WIDTH, blank, nothing, style, wrapped
from jalin.words import day, word

Places = dict[str, tuple[float, float]]
# inches between the middles of boxes of one column, and how long the axis of time is at least
_APART, _AXIS = 0.66, 5.4
# where boxes stand across a figure with an axis of time: events, then states in two columns
_EVENTS, _STATES = 0.29, (0.63, 0.91)
# so many states are dealt out in every way; half of what a box takes, in inches
_TRIED, _HALF = 9, (0.6, 0.22)
# from straight to round, to either side
_BENDS = (0.0, 0.15, -0.15, 0.3, -0.3, 0.45, -0.45, 0.6, -0.6, 0.8, -0.8)
# more of the one, more or less of the other, or unclear: by its end and its line, too, not by colour alone
_SIGNS = {
    "+": ("-|>", COLOURS["faint"], "-"),
    "-": ("|-|, widthA=0, widthB=0.6", COLOURS["against"], "-"),
    "?": ("-|>", COLOURS["faint"], (0, (1, 1.2))),
}
_NO_VOICE = (0, (5, 3))


def _levels(graph: nx.DiGraph) -> dict[str, int]:
    """A row for each node of a causal network: below all that lead to it; circles are cut where they close."""
    graph = graph.copy()
    while not nx.is_directed_acyclic_graph(graph):
        graph.remove_edge(*sorted(nx.find_cycle(graph))[-1][:2])
    level: dict[str, int] = {}
    for node in nx.lexicographical_topological_sort(graph):
        level[node] = max((level[before] + 1 for before in graph.predecessors(node)), default=0)
    return level


def _layered(graph: nx.DiGraph, dates: Mapping[str, str]) -> Places:
    """A place for each node in rows, near those that lead to it (the barycentre of Sugiyama et al. 1981); in inches down."""
    level = _levels(graph)
    rows: dict[int, list[str]] = {}
    for node in sorted(level, key=lambda one: (level[one], dates.get(one, ""), one)):
        rows.setdefault(level[node], []).append(node)
    at: dict[str, float] = {}
    for depth, nodes in sorted(rows.items()):
        if depth:
            before = {
                node: [at[one] for one in graph.predecessors(node) if one in at] or [0.5] for node in nodes
            }
            nodes = sorted(nodes, key=lambda one: (fsum(before[one]) / len(before[one]), one))
        at |= {node: (place + 0.5) / len(nodes) for place, node in enumerate(nodes)}
    return {node: (at[node], 0.4 + 0.95 * depth) for depth, nodes in rows.items() for node in nodes}


def _spaced(wanted: Mapping[str, float]) -> dict[str, float]:
    """Heights near the wanted ones, in their order, far enough apart."""
    found: dict[str, float] = {}
    last = 0.4 - _APART
    for node in sorted(wanted, key=lambda one: (wanted[one], one)):
        last = found[node] = max(wanted[node], last + _APART)
    return found


def _timed(graph: nx.DiGraph, dates: Mapping[str, str]) -> tuple[Places, dict[str, float]]:
    """Places with time running down: events beside their day, states near what they are linked to; and the height of each day."""
    days = {node: date.fromisoformat(dates[node]).toordinal() for node in graph if dates.get(node)}
    first, last = min(days.values()), max(days.values())
    scale = _AXIS / max(1, last - first)
    ticks = {node: 0.4 + scale * (value - first) for node, value in days.items()}
    events = _spaced(ticks)
    known, states = dict(events), [node for node in sorted(graph) if node not in days]
    # a state is between what it is linked to; those that are linked to states alone follow in a second look
    for _ in range(2):
        for node in states:
            around = [
                known[one] for one in {*graph.predecessors(node), *graph.successors(node)} if one in known
            ]
            known[node] = fsum(around) / len(around) if around else 0.4 + _AXIS / 2
    placed = {node: (_EVENTS, height) for node, height in events.items()}
    wanted = {node: known[node] for node in states}
    return placed | _in_columns(graph, placed, wanted), ticks


def _in_columns(graph: nx.DiGraph, placed: Places, wanted: Mapping[str, float]) -> Places:
    """The states in two columns near the heights that are wanted, so that few straight links run through boxes."""
    states = sorted(wanted, key=lambda one: (wanted[one], one))
    # every way to deal them out, where that is quick; else by turns
    ways = (
        product((0, 1), repeat=len(states))
        if len(states) <= _TRIED
        else [[at % 2 for at in range(len(states))]]
    )
    found = []
    for way in ways:
        columns = [
            _spaced({node: wanted[node] for node, at in zip(states, way, strict=True) if at == side})
            for side in (0, 1)
        ]
        places = {
            node: (x, height)
            for x, column in zip(_STATES, columns, strict=True)
            for node, height in column.items()
        }
        moved = fsum(abs(places[node][1] - wanted[node]) for node in states)
        hit = sum(
            _hits(_curve(*_ends(placed | places, link), 0.0), placed | places, link) for link in graph.edges
        )
        found.append((hit + moved / 4, places))
    return min(found, key=lambda one: one[0])[1]


def _ends(places: Places, link: tuple[str, str]) -> tuple[tuple[float, float], tuple[float, float]]:
    return places[link[0]], places[link[1]]


def _curve(start: tuple[float, float], end: tuple[float, float], bend: float) -> np.ndarray:
    """Points along an arc of matplotlib's style arc3 from one place to another; in inches, from the top."""
    one, other = (np.array([x * WIDTH, y]) for x, y in (start, end))
    along = other - one
    control = (one + other) / 2 + bend * np.array([-along[1], along[0]])
    at = np.linspace(0, 1, 25)[:, None]
    return (1 - at) ** 2 * one + 2 * at * (1 - at) * control + at**2 * other


def _hits(curve: np.ndarray, places: Places, link: tuple[str, str]) -> float:
    """How much of an arc runs through boxes that are not at its ends."""
    boxes = np.array([(x * WIDTH, y) for node, (x, y) in places.items() if node not in link]).reshape(-1, 2)
    apart = np.abs(curve[:, None, :] - boxes[None, :, :])
    return float(((apart[..., 0] < _HALF[0]) & (apart[..., 1] < _HALF[1])).sum())


def _bends(graph: nx.DiGraph, places: Places) -> dict[tuple[str, str], float]:
    """How much each link is bent, so that it keeps clear of boxes and its middle of the links before it."""
    found: dict[tuple[str, str], float] = {}
    drawn: list[np.ndarray] = []
    for link in sorted(graph.edges, key=lambda one: abs(places[one[0]][1] - places[one[1]][1])):
        tried = []
        for bend in _BENDS:
            curve = _curve(*_ends(places, link), bend)
            near = [np.hypot(*(other[8:18, None] - curve[None, 11:14]).T).min() for other in drawn]
            close = fsum(max(0.0, 0.35 - one) for one in near)
            outside = float((curve[:, 0] > WIDTH * 0.98).any() or (curve[:, 0] < 0).any())
            tried.append(
                (3 * _hits(curve, places, link) + 6 * close + 3 * abs(bend) + 9 * outside, bend, curve)
            )
        _, found[link], curve = min(tried, key=lambda one: one[:2])
        drawn.append(curve)
    return found


def draw_links(
    links: pd.DataFrame,
    names: Mapping[str, str],
    events: Collection[str],
    dates: Mapping[str, str],
    language: str,
) -> Figure:
    """A causal or event-state network of stated links, from the top down; where events have days, along an axis of time.

    Arrows are as wide as the voices behind them, broken where none is; beside them stand the sign and
    these voices of those that speak of both. Codes of `events` are boxes with corners and have their day from
    `dates`, states rounded ones.
    """
    if links.empty:
        return nothing(language)
    graph = nx.DiGraph()
    for link in links.itertuples():
        graph.add_edge(link.source, link.target, voices=link.voices, both=link.voices_both, sign=link.sign)
    timed = bool((links["network"] == "event-state").all()) and any(dates.get(node) for node in graph)
    places, ticks = _timed(graph, dates) if timed else (_layered(graph, dates), {})
    height = max(y for _, y in places.values()) + 0.4
    with style():
        figure, ax = blank(height=height + 0.75)
        if timed:
            _axis_of_time(ax, places, ticks, dates, height, language)
        boxes = {
            node: _box(ax, places[node], names.get(node, node), node in events).get_bbox_patch()
            for node in places
        }
        bends = _bends(graph, places)
        for source, target, link in graph.edges(data=True):
            ends = (source, target)
            _arrow(ax, _ends(places, ends), (boxes[source], boxes[target]), link, bends[ends])
        ax.set_xlim(0, 1)
        ax.set_ylim(height, 0)
        ax.set_axis_off()
        figure.legend(
            handles=_legend(graph, events, language), loc="outside upper center", ncols=3, frameon=False,
            fontsize=7.5, title="\n".join(wrapped([word("label.voices_behind", language)], 110)), title_fontsize=7.5,
        )  # fmt: skip
    return figure


def _axis_of_time(
    ax: Axes,
    places: Places,
    ticks: Mapping[str, float],
    dates: Mapping[str, str],
    height: float,
    language: str,
) -> None:
    """A line with each day, and a thin one from it to its event."""
    ax.plot([0.13, 0.13], [0.2, height - 0.15], color=COLOURS["faint"], lw=1.0)
    for node, at in ticks.items():
        ax.plot(
            [0.125, 0.135, 0.17, _EVENTS], [at, at, *[places[node][1]] * 2], color=COLOURS["faint"], lw=0.8
        )
    written = {dates[node]: at for node, at in ticks.items()}
    last = -1.0
    for one, at in sorted(written.items()):
        # days close together stand below one another
        last = max(at, last + 0.15)
        ax.text(0.118, last, day(one, language, "short"), ha="right", va="center", fontsize=7)


def _box(ax: Axes, place: tuple[float, float], name: str, event: bool) -> Annotation:
    return ax.annotate(
        wrapped([name], 20)[0],
        place,
        ha="center",
        va="center",
        fontsize=7.5,
        zorder=3,
        bbox={
            "boxstyle": "square,pad=0.4" if event else "round,pad=0.35,rounding_size=0.5",
            "fc": "#eef1f3" if event else "white",
            "ec": COLOURS["ink"] if event else COLOURS["for"],
            "lw": 1.0,
        },
    )


def _arrow(
    ax: Axes,
    ends: tuple[tuple[float, float], tuple[float, float]],
    boxes: tuple[FancyBboxPatch | None, FancyBboxPatch | None],
    link: Mapping[str, Any],
    bend: float,
) -> None:
    """One link between two places, with its sign and its voices at the middle."""
    end, colour, line = _SIGNS[link["sign"]]
    ax.annotate(
        "",
        ends[1],
        xytext=ends[0],
        zorder=1,
        arrowprops={
            "arrowstyle": end,
            "mutation_scale": 12,
            "lw": 0.8 + 0.32 * link["voices"] ** 0.7,
            "ls": line if link["voices"] else _NO_VOICE,
            "color": colour,
            "patchA": boxes[0],
            "patchB": boxes[1],
            "shrinkA": 1,
            "shrinkB": 2,
            "connectionstyle": f"arc3,rad={bend}",
        },
    )
    x, y = _curve(*ends, bend)[12]
    ax.annotate(
        f"{link['sign'].replace('-', '−')} {link['voices']}/{link['both']}",
        (x / WIDTH, y),
        ha="center",
        va="center",
        fontsize=7,
        zorder=4,
        bbox={"boxstyle": "round,pad=0.12", "fc": "white", "ec": "none"},
    )


def _legend(graph: nx.DiGraph, events: Collection[str], language: str) -> list[Line2D | Patch]:
    """An entry for every mark that the figure has."""
    links = [link for _, _, link in graph.edges(data=True)]
    signs = {link["sign"] for link in links}
    looks = {"+": (">", "-"), "-": ("|", "-"), "?": (">", ":")}
    found: list[Line2D | Patch] = [
        Line2D([], [], color=_SIGNS[sign][1], ls=line, marker=marker, markevery=[-1], ms=6, mew=1.6, label=word(f"sign.{sign}", language))
        for sign, (marker, line) in looks.items()
        if sign in signs
    ]  # fmt: skip
    if not all(link["voices"] for link in links):
        found.append(
            Line2D([], [], color=COLOURS["faint"], ls=_NO_VOICE, label=word("label.no_voice", language))
        )
    for event in (True, False):
        if any((node in events) == event for node in graph):
            found.append(
                Patch(
                    facecolor="#eef1f3" if event else "white",
                    edgecolor=COLOURS["ink"] if event else COLOURS["for"],
                    label=word("label.event" if event else "label.state", language),
                )
            )
    return found


def _spread(graph: nx.Graph) -> dict[str, np.ndarray]:
    """Places for the nodes by the number of ties between them; separate parts stay near."""
    hops = dict(nx.all_pairs_shortest_path_length(graph))
    farthest = max((max(row.values()) for row in hops.values()), default=1)
    apart = {
        one: {other: hops[one].get(other, 0.6 * farthest + 1) for other in sorted(graph.nodes)}
        for one in sorted(graph.nodes)
    }
    return nx.kamada_kawai_layout(graph, dist=apart, pos=nx.circular_layout(sorted(graph.nodes)))


_MARKERS = "osD^vPX*<>hp"


def draw_network(
    network: pd.DataFrame, themes: Mapping[str, str], language: str, names: Mapping[str, str] | None = None
) -> Figure:
    """The code network; `themes` gives each code its theme's name, shown as colour and marker, `names` what it is called.

    Codes without a theme there are left out: those that mark how something is known, or what happened, meet every
    code that they qualify, and would stand in the middle of any network.
    """
    import seaborn as sns

    kept = network[network["code_1"].isin(themes) & network["code_2"].isin(themes)]
    if kept.empty:
        return nothing(language)
    graph = nx.Graph()
    for tie in kept.itertuples():
        graph.add_edge(tie.code_1, tie.code_2, passages=tie.passages)
    shown = list(dict.fromkeys(name for code, name in themes.items() if code in graph))
    palette = dict(zip(shown, sns.color_palette("colorblind", len(shown)), strict=True))
    markers = dict(zip(shown, cycle(_MARKERS), strict=False))
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
                wrapped([(names or {}).get(code, code)], 18)[0],
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
        # beyond as many themes as there are markers a legend tells nothing apart
        if len(shown) <= len(_MARKERS):
            figure.legend(loc="outside upper center", ncols=4, frameon=False, fontsize=7.5)
    return figure
