"""The interactive model of Miles, Huberman & Saldaña (2014, figure 1.1), with the numbers of the study and a loop for each round."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from jalin.figure import COLOURS, WIDTH, nothing, sheet, style, wrapped
from jalin.report.drawn.common import Item, heading
from jalin.report.results import Results
from jalin.words import number, phrase, word

# where each part of the model stands, in inches from the left and the top
_PLACES = {
    "collect": (1.55, 0.5),
    "display": (5.45, 0.5),
    "condense": (1.55, 2.05),
    "conclude": (5.45, 2.05),
}
_WAYS = (
    ("collect", "display"),
    ("collect", "condense"),
    ("condense", "display"),
    ("condense", "conclude"),
    ("display", "conclude"),
)
_BOX = (2.6, 0.85)
# what is counted of a round, in the order of the loop
_LOOP = ("sources", "codings", "new_codes", "changed_codes", "changed_verdicts")


def model(results: Results) -> pd.DataFrame:
    """Numbers of the whole study (`round` all) and of each round, one a row: round, part, what, value.

    Of a round: its sources, the codings that count in them, codes first met in them, changes of the codebook after it, and
    propositions of which the verdict is another than after the round before.
    """
    settings, book, counted = results.study.settings, results.codebook, results.counted
    sources, verdicts = results["protect/sources"], results["conclude/verdicts"]
    left = settings.left_out
    rows: list[tuple[str, str, str, int]] = [
        ("all", "collect", "sources", len(sources)),
        ("all", "collect", "rounds", len(settings.rounds)),
        ("all", "condense", "codings", len(results.codings)),
        ("all", "condense", "counted", len(counted)),
        ("all", "condense", "codes", sum(code.cycle == "first" for code in book.codes.values())),
        ("all", "display", "displays", len(results.displays)),
        ("all", "display", "links", len(results["display/links"])),
        ("all", "conclude", "propositions", len(results.propositions)),
    ]
    if "verdict" not in left:
        rows += [
            ("all", "conclude", f"verdict.{name}", count)
            for name, count in results.verdicts["verdict"].value_counts(sort=False).items()
        ]
    rounds = [item.id for item in settings.rounds]
    first = counted.merge(sources[["source_id", "round"]], on="source_id", suffixes=("", "_of"))
    met = (
        first.assign(at=first["round"].map({name: at for at, name in enumerate(rounds)}))
        .groupby("code")["at"]
        .min()
    )
    judged = (
        verdicts.pivot(index="proposition", columns="round", values="verdict")
        if len(verdicts)
        else pd.DataFrame()
    )
    for at, name in enumerate(rounds):
        numbers = {
            "sources": int((sources["round"] == name).sum()),
            "codings": int((first["round"] == name).sum()),
            "new_codes": int((met == at).sum()),
            "changed_codes": sum(change.round == name for change in book.history),
        }
        if at > 0 and name in judged and rounds[at - 1] in judged and "verdict" not in left:
            numbers["changed_verdicts"] = int((judged[name] != judged[rounds[at - 1]]).sum())
        rows += [(name, "loop", what, value) for what, value in numbers.items()]
    return pd.DataFrame(rows, columns=["round", "part", "what", "value"])


def draw_model(found: pd.DataFrame, round_names: Mapping[str, str], language: str) -> Figure:
    """The four parts of the model with their numbers, and below them what each round of field work brought."""
    whole = found[found["round"] == "all"]
    value = whole.set_index("what")["value"].to_dict()
    if not value.get("sources"):
        return nothing(language)
    rounds = [name for name in round_names if name in set(found["round"])]
    height = 3.0 + 0.42 * len(rounds)
    with style():
        figure = sheet(height=height)
        ax = figure.add_subplot()
        for one, other in _WAYS:
            _way(ax, one, other)
        for part, lines in _said(value, language).items():
            _part(ax, part, lines, language)
        _loops(ax, found, rounds, round_names, language)
        ax.set_xlim(0, WIDTH)
        ax.set_ylim(height, 0)
        ax.set_axis_off()
    return figure


def _said(value: Mapping[str, int], language: str) -> dict[str, list[str]]:
    """What stands in each part."""

    def counted(*names: str) -> list[str]:
        return [phrase(f"model.{name}", language, value[name]) for name in names if value.get(name)]

    verdicts = [name.removeprefix("verdict.") for name in value if name.startswith("verdict.")]
    tally = ", ".join(
        # no break between a number and what it counts
        f"{number(value[f'verdict.{name}'], language)} {word(f'verdict.{name}', language)}".replace(
            " ", "\u00a0"
        )
        for name in verdicts
    )
    return {
        "collect": counted("sources", "rounds"),
        "condense": counted("codings", "counted", "codes"),
        "display": counted("displays", "links"),
        "conclude": [*counted("propositions"), *([tally] if tally else [])],
    }


def _part(ax: Axes, part: str, lines: list[str], language: str) -> None:
    (x, y), (width, height) = _PLACES[part], _BOX
    ax.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - height / 2), width, height, boxstyle="round,pad=0,rounding_size=0.12",
            fc="white", ec=COLOURS["for"], lw=1.2, zorder=2,
        )
    )  # fmt: skip
    heading(ax, x, y - height / 2 + 0.15, word(f"model.part.{part}", language))
    words = "\n".join(line for said in lines for line in wrapped([said], 44))
    ax.text(x, y - height / 2 + 0.28, words, ha="center", va="top", fontsize=6.8, linespacing=1.15, zorder=3)


def _way(ax: Axes, one: str, other: str) -> None:
    """An arrow both ways, but for the one from collection, which begins the work."""
    (x_1, y_1), (x_2, y_2) = _PLACES[one], _PLACES[other]
    half = (_BOX[0] / 2, _BOX[1] / 2)
    if x_1 == x_2:
        start, end = (x_1, y_1 + half[1]), (x_2, y_2 - half[1])
    elif y_1 == y_2:
        start, end = (x_1 + half[0], y_1), (x_2 - half[0], y_2)
    else:
        start, end = (x_1 + half[0] - 0.1, y_1 - half[1] + 0.02), (x_2 - half[0] + 0.1, y_2 + half[1] - 0.02)
    _arrow(ax, start, end, "<|-|>", scale=11, lw=1.6, shrink=2)


def _loops(ax: Axes, found: pd.DataFrame, rounds: list[str], names: Mapping[str, str], language: str) -> None:
    """A line for each round, each leading on to the next."""
    top, left = 2.85, 1.75
    shown = [what for what in _LOOP if what in set(found["what"])]
    step = (WIDTH - left - 0.35) / len(shown)
    small: dict[str, Any] = {"ha": "center", "va": "center"}
    for at, what in enumerate(shown):
        ax.text(
            left + (at + 0.5) * step,
            top,
            wrapped([word(f"model.loop.{what}", language)], 17)[0],
            fontsize=7,
            color=COLOURS["faint"],
            **small,
        )
    for place, name in enumerate(rounds):
        y = top + 0.42 * (place + 0.9)
        own = found[found["round"] == name].set_index("what")["value"]
        ax.text(left - 0.12, y, wrapped([names[name]], 26)[0], fontsize=7.5, ha="right", va="center")
        for at, what in enumerate(shown):
            x = left + (at + 0.5) * step
            said = number(own[what], language) if what in own else "–"
            ax.text(x, y, said, fontsize=9, fontweight="bold", **small)
            if at:
                _arrow(ax, (x - step + 0.28, y), (x - 0.28, y))
        if place + 1 < len(rounds):
            # back to the field
            end, begin = WIDTH - 0.12, left + 0.02
            way = [
                (left + (len(shown) - 0.5) * step + 0.28, y),
                (end, y),
                (end, y + 0.21),
                (begin, y + 0.21),
                (begin, y + 0.42),
            ]
            ax.plot(*zip(*way, strict=True), color=COLOURS["faint"], lw=0.9)
            _arrow(ax, way[-1], (left + step / 2 - 0.28, y + 0.42))


def _arrow(
    ax: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    style: str = "-|>",
    scale: int = 8,
    lw: float = 0.9,
    shrink: int = 0,
) -> None:
    look: dict[str, Any] = {"color": COLOURS["faint"], "lw": lw, "shrinkA": shrink, "shrinkB": shrink}
    ax.add_patch(FancyArrowPatch(start, end, arrowstyle=style, mutation_scale=scale, **look))


def _draw(results: Results, language: str) -> Figure:
    return draw_model(model(results), results.names("rounds", language), language)


MODEL = Item("conclude/verdicts", model, _draw)
