"""The braid: which voices carry which finding, as a matrix of dots on paper and as ribbons on a screen."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path as Curve

from jalin.conclude.verdict import verdict_in_words
from jalin.figure import COLOURS, blank, lay_cells, lay_groups, nothing, slanted, style, wrapped
from jalin.words import word

# shape and fill tell the sides apart without their colours
_DOTS: dict[str, dict[str, Any]] = {
    "for": {"marker": "o", "fillstyle": "full", "color": COLOURS["for"]},
    "mixed": {"marker": "o", "fillstyle": "left", "color": COLOURS["faint"]},
    "against": {"marker": "o", "fillstyle": "none", "color": COLOURS["against"]},
}
_SIZE = 7.0


def _voices(
    stances: pd.DataFrame, group_names: Mapping[str, str]
) -> tuple[pd.DataFrame, list[tuple[str, str]]]:
    """The stances, and each (voice, group) in the order of the groups."""
    if stances.empty:
        stances = pd.DataFrame(columns=["voice", "role_group", "proposition", "stance"])
    rank = {group: place for place, group in enumerate(group_names)}
    pairs = set(zip(stances["voice"], stances["role_group"], strict=True))
    return stances, sorted(pairs, key=lambda one: (rank[one[1]], one[0]))


def _carrying(robustness: pd.DataFrame) -> set[tuple[str, str]]:
    """Which (proposition, voice) changes a verdict when it is pulled."""
    pulled = robustness[(robustness["strand"] == "voice") & robustness["changes"]]
    return set(zip(pulled["proposition"], pulled["value"], strict=True))


def draw_braid(
    stances: pd.DataFrame,
    verdicts: pd.DataFrame,
    robustness: pd.DataFrame,
    group_names: dict[str, str],
    language: str,
    names: Mapping[str, str] | None = None,
) -> Figure:
    """Voices by propositions: a full dot speaks for, a half one both ways, an empty one against.

    A ring is around a voice without which the verdict changes. `group_names`: the groups in order, under which
    voices stand; `names`: what each proposition is called, its id without.
    """
    if verdicts.empty or stances.empty:
        return nothing(language)
    called = names or {}
    propositions = list(verdicts["proposition"])
    spoken, voices = _voices(stances, group_names)
    rows = {voice: place for place, (voice, _) in enumerate(voices)}
    carrying = _carrying(robustness)
    with style():
        figure, ax = blank(height=2.3 + 0.19 * max(3, len(voices)))
        _stripes(ax, [group for _, group in voices], len(propositions))
        for stance, look in _DOTS.items():
            own = spoken[spoken["stance"] == stance]
            x = [propositions.index(name) + 0.5 for name in own["proposition"]]
            y = [rows[voice] + 0.5 for voice in own["voice"]]
            ax.plot(x, y, ls="", ms=_SIZE, mew=1.2, markerfacecoloralt="white", zorder=3, **look)
        rings = [(name, voice) for name, voice in sorted(carrying) if name in propositions and voice in rows]
        ax.plot(
            [propositions.index(name) + 0.5 for name, _ in rings],
            [rows[voice] + 0.5 for _, voice in rings],
            ls="", marker="o", ms=_SIZE + 5, mew=1.4, fillstyle="none", color=COLOURS["ink"], zorder=4,
        )  # fmt: skip
        columns = [called.get(name, name) for name in propositions]
        lay_cells(ax, wrapped(columns, 24), list(rows), **slanted(columns))
        ax.tick_params(axis="y", labelsize=7)
        lay_groups(ax, [group_names[group] for _, group in voices], at=-0.06)
        handles: list[Line2D] = [
            Line2D([], [], ls="", ms=_SIZE, mew=1.2, markerfacecoloralt="white", label=word(f"stance.{stance}", language), **look)
            for stance, look in _DOTS.items()
        ]  # fmt: skip
        handles.append(
            Line2D([], [], ls="", marker="o", ms=_SIZE + 4, mew=1.4, fillstyle="none", color=COLOURS["ink"], label=word("label.carries", language))
        )  # fmt: skip
        figure.legend(handles=handles, loc="outside upper center", ncols=4, frameon=False, fontsize=7.5)
    return figure


def _stripes(ax: Axes, groups: list[str], width: int) -> None:
    """A thin line below each voice, a thicker one below each group."""
    for place, (one, following) in enumerate(pairwise(groups), start=1):
        ends = one != following
        ax.hlines(place, 0, width, color=COLOURS["faint" if ends else "rule"], lw=0.8 if ends else 0.4)
    ax.vlines(range(width + 1), 0, len(groups), color=COLOURS["rule"], lw=0.4)


def _strand(x_1: float, y_1: float, x_2: float, y_2: float) -> Curve:
    """A smooth way from one point to another, level at both ends."""
    middle = (x_1 + x_2) / 2
    points = [(x_1, y_1), (middle, y_1), (middle, y_2), (x_2, y_2)]
    return Curve(points, [Curve.MOVETO, Curve.CURVE4, Curve.CURVE4, Curve.CURVE4])


def draw_ribbons(
    stances: pd.DataFrame,
    verdicts: pd.DataFrame,
    robustness: pd.DataFrame,
    group_names: dict[str, str],
    language: str,
    names: Mapping[str, str] | None = None,
) -> Figure:
    """The braid to look at on a screen: voices on the left, by group, propositions on the right.

    A strand is a voice for (blue), against (orange) or both ways (grey, thin dashes); it
    is thick and dark where the verdict changes when that voice is pulled out.
    """
    if verdicts.empty or stances.empty:
        return nothing(language)
    propositions = list(verdicts["proposition"])
    spoken, voices = _voices(stances, group_names)
    with style():
        height = max(3.2, 0.8 + 0.19 * len(voices), 0.8 + 0.36 * len(propositions))
        figure, ax = blank(height=height)
        left = {voice: (place + 0.5) / len(voices) for place, (voice, _) in enumerate(voices)}
        right = {name: (place + 0.5) / len(propositions) for place, name in enumerate(propositions)}
        carrying = _carrying(robustness)
        for row in spoken.itertuples():
            carries = (row.proposition, row.voice) in carrying
            ax.add_patch(
                PathPatch(
                    _strand(0, left[row.voice], 1, right[row.proposition]),
                    fc="none",
                    ec=COLOURS["faint"] if row.stance == "mixed" else COLOURS[row.stance],
                    lw=2.4 if carries else 0.8,
                    alpha=0.95 if carries else 0.35,
                    ls=(0, (4, 2)) if row.stance == "mixed" else "-",
                    zorder=2 if carries else 1,
                )
            )
        for voice, _ in voices:
            ax.text(-0.015, left[voice], voice, ha="right", va="center", fontsize=6.5)
        for group, name in group_names.items():
            own = [left[voice] for voice, of in voices if of == group]
            if own:
                half = 0.42 / len(voices)
                ax.plot([-0.1, -0.1], [min(own) - half, max(own) + half], color=COLOURS["ink"], lw=1.2)
                ax.text(
                    -0.115, sum(own) / len(own), wrapped([name], 15)[0], ha="right", va="center", fontsize=7.5
                )
        for row in verdicts.itertuples():
            said = verdict_in_words(row.verdict, row.fragile, language)
            ax.text(
                1.015,
                right[row.proposition],
                wrapped([f"{(names or {}).get(row.proposition, row.proposition)}: {said}"], 30)[0],
                ha="left",
                va="center",
                fontsize=7.5,
            )
        ax.set_xlim(-0.34, 1.34)
        ax.set_ylim(1.0, 0.0)
        ax.set_axis_off()
        handles = [
            *(
                Patch(color=COLOURS[name], label=word(f"stance.{name}", language))
                for name in ("for", "against")
            ),
            Patch(color=COLOURS["faint"], label=word("stance.mixed", language)),
            Line2D([], [], color=COLOURS["ink"], lw=2.4, label=word("label.carries", language)),
        ]
        figure.legend(handles=handles, loc="outside upper center", ncols=4, frameon=False, fontsize=7.5)
    return figure
