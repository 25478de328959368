"""The evidence quilt: what each group says of each proposition, and a few words of how it says it."""

from math import fsum
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from jalin.conclude.could_speak import source_groups
from jalin.figure import COLOURS, LOW, LYING, nothing, sheet, style, swatch, wrapped
from jalin.report.drawn.common import Item, by_quoting, few_words
from jalin.report.evidence import label_of
from jalin.report.results import Results
from jalin.triangulate.convergence import cells_of
from jalin.words import word

_COLUMNS = (
    "proposition", "group", "informants", "able", "voices_for", "voices_mixed", "voices_against", "state",
    "direction", "label", "source_id", "segment_id", "coder", "coding_id", "quote",
)  # fmt: skip
_PASSAGE = ("source_id", "segment_id", "coder", "coding_id", "quote")
# pale, so that words on them are read; which is which is told by the mark, too
_FACES = {"for": "#dcebf6", "mixed": "#ececec", "against": "#fbe5d6"}
_MARKS: dict[str, Any] = {"for": "full", "mixed": "left", "against": "none"}
_INKS = {"for": COLOURS["for"], "mixed": COLOURS["faint"], "against": COLOURS["against"]}
# inches: the width of the figure, the names of propositions, a line of text, the least width that has room for voices and label in one line, the head with the legend
_ACROSS, _NAMES, _LINE, _WIDE, _HEAD = LYING / 2.54, 1.45, 0.107, 1.11, 0.85
# characters of the small letters to an inch
_TO_AN_INCH = 21.0


def _side(row: Any) -> str:
    """The side of which a cell is quoted: that of more voices, where both have as many that which is against."""
    return "for" if row.voices_for > row.voices_against else "against"


def quilt(results: Results) -> pd.DataFrame:
    """A row for each proposition and group as it is printed beside single voices.

    `informants`: whether informants speak in the group, else it is another technique; `state` as in
    `triangulate/cells`; `direction`, `label` and what follows are of the passage that is quoted, empty without.
    """
    settings, sources = results.study.settings, results["protect/sources"]
    printed = results.printed
    groups = list(printed.names(results.study.language()))
    ids = [item.id for item in results.propositions]
    speaking = {printed.of[group] for group in source_groups(settings, sources)}
    evidence = results.printed.joined(results["conclude/evidence"])
    by = {"role_group": groups, "method": [], "round": []}
    found = cells_of(evidence, printed.joined(sources), ids, by)
    quotable = by_quoting(printed.joined(results.quotable), results)
    best = quotable.drop_duplicates(["proposition", "role_group", "direction"])
    best = best.set_index(["proposition", "role_group", "direction"])
    rows = []
    for (proposition, _, group), cell in found.items():
        said: dict[str, object] = dict.fromkeys(("direction", "label", *_PASSAGE), "")
        for side in (_side(cell), "against", "for") if cell.speaking else ():
            if (proposition, group, side) in best.index:
                one = best.loc[(proposition, group, side)]
                taken = {name: one[name] for name in _PASSAGE}
                said = {"direction": side, "label": label_of(results, one), **taken}
                break
        rows.append(
            {
                "proposition": proposition,
                "group": group,
                "informants": group in speaking,
                "able": cell.able,
                "voices_for": cell.voices_for,
                "voices_mixed": cell.voices_mixed,
                "voices_against": cell.voices_against,
                "state": cell.state(settings.convergence),
                **said,
            }
        )
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def draw_quilt(
    cells: pd.DataFrame,
    group_names: dict[str, str],
    names: dict[str, str],
    words: dict[str, str],
    language: str,
) -> Figure:
    """Propositions by groups, informants' groups apart from the other techniques.

    A cell has a mark for how the group speaks, its voices for, both ways and against of those that could, and
    a few words of one, with their label. `words`: a few of the passage of each label; `names`: of propositions.
    """
    if cells.empty or not cells["able"].any():
        return nothing(language)
    propositions = list(dict.fromkeys(cells["proposition"]))
    spoken = cells.drop_duplicates("group").set_index("group")["informants"]
    groups = sorted((group for group in group_names if group in spoken), key=lambda one: not spoken[one])
    # with many groups the figure is wider than a page on its side, and smaller on it
    width = max(_WIDE, (_ACROSS - _NAMES) / len(groups))
    chars = int((width - 0.1) * _TO_AN_INCH)
    said = {label: wrapped([words.get(label, "")], chars)[0].split("\n") for label in cells["label"] if label}
    # as high as what it says needs, a row at a time
    heights = []
    for name in propositions:
        own = cells[cells["proposition"] == name]
        most = max((len(said[label]) for label in own["label"] if label), default=0)
        heights.append(0.1 + _LINE * (1 + most))
    heights = [max(height, 0.3) for height in heights]
    tops = [fsum(heights[:at]) for at in range(len(heights) + 1)]
    gap = 0.12 * width if 0 < sum(spoken[group] for group in groups) < len(groups) else 0.0
    lefts = {group: at * width + (0.0 if spoken[group] else gap) for at, group in enumerate(groups)}
    with style():
        height = _HEAD + tops[-1]
        # one that is higher than the page is as much wider, as `sheet` does it for an upright one
        figure = sheet(height, max(_NAMES + width * len(groups), _ACROSS * height / LOW))
        ax = figure.add_subplot()
        for row in cells.itertuples():
            at = propositions.index(row.proposition)
            _patch(ax, row, lefts[row.group], tops[at], width, heights[at], said)
        ax.set_xlim(-0.01, len(groups) * width + gap + 0.01)
        ax.set_ylim(tops[-1], 0)
        middles = [top + height / 2 for top, height in zip(tops, heights, strict=False)]
        ax.set_yticks(middles, wrapped([names.get(name, name) for name in propositions], 24), fontsize=7.5)
        ax.set_xticks([lefts[group] + width / 2 for group in groups])
        ax.set_xticklabels(
            wrapped([group_names[group] for group in groups], max(10, int(width * 14))), fontsize=7.5
        )
        ax.xaxis.tick_top()
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
        looks: dict[str, Any] = {"marker": "o", "ls": "", "ms": 7, "mew": 1.2, "markerfacecoloralt": "white"}
        handles = [
            Line2D(
                [],
                [],
                fillstyle=_MARKS[state],
                color=_INKS[state],
                label=word(f"stance.{state}", language),
                **looks,
            )
            for state in _MARKS
        ]
        unasked = [swatch("none", word("convergence.not able", language), hatched=True)]
        figure.legend(
            handles=[*handles, *unasked], loc="outside upper center", ncols=4, frameon=False, fontsize=7.5
        )
    return figure


def _patch(
    ax: Axes,
    row: Any,
    left: float,
    top: float,
    width: float,
    height: float,
    said: dict[str, list[str]],
) -> None:
    """One cell of the quilt."""
    face = _FACES.get(row.state, "white")
    ax.add_patch(
        Rectangle((left + 0.01, top + 0.01), width - 0.02, height - 0.02, fc=face, ec=COLOURS["rule"], lw=0.5)
    )
    if row.state == "not able":
        ax.patches[-1].set(hatch="////", linewidth=0, edgecolor=COLOURS["rule"])
        return
    if row.state not in _MARKS:
        ax.text(
            left + width / 2,
            top + height / 2,
            f"0/{row.able}",
            ha="center",
            va="center",
            fontsize=6.5,
            color=COLOURS["faint"],
        )
        return
    look: dict[str, Any] = {
        "fillstyle": _MARKS[row.state],
        "color": _INKS[row.state],
        "markerfacecoloralt": "white",
    }
    line = top + 0.04 + _LINE / 2
    ax.plot(left + 0.09, line, "o", ms=5, mew=1, **look)
    signs = (("+", row.voices_for), ("±", row.voices_mixed), ("−", row.voices_against))
    counts = "".join(f"{sign}{count}" for sign, count in signs if count)
    ax.text(left + 0.16, line, f"{counts}/{row.able}", va="center", fontsize=6.5)
    if not row.label:
        return
    ax.text(left + width - 0.04, line, row.label, ha="right", va="center", fontsize=6, color=COLOURS["faint"])
    for at, words in enumerate(said[row.label], start=1):
        sign = ""
        if at == 1 and row.state == "mixed":
            sign = "+ " if row.direction == "for" else "− "
        ax.text(left + 0.05, line + 0.02 + at * _LINE, sign + words, va="center", fontsize=6.5)


def _draw(results: Results, language: str) -> Figure:
    cells = quilt(results)
    words = few_words(results, cells, language)
    return draw_quilt(cells, results.printed.names(language), results.called(language), words, language)


QUILT = Item("conclude/evidence", quilt, _draw, lying=True)
