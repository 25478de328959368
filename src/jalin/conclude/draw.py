"""Figures of what the conclusions rest on: voices, strands, tactics, rounds."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from jalin.conclude.verdict import verdict_in_words
from jalin.figure import COLOURS, blank, ink_on, lay_cells, nothing, slanted, style, swatch, wrapped
from jalin.words import word


def draw_verdicts(verdicts: pd.DataFrame, language: str, names: Mapping[str, str] | None = None) -> Figure:
    """Voices for (right), against (left) and mixed (across the middle), with the verdict.

    `verdicts`: one row per proposition, first at the top; `names`: what each is called, its id without.
    """
    if verdicts.empty:
        return nothing(language)
    with style():
        figure, ax = blank(height=1.3 + 0.36 * len(verdicts))
        rows = range(len(verdicts))
        left = -(verdicts["voices_against"] + verdicts["voices_mixed"] / 2)
        for stance in ("against", "mixed", "for"):
            width = verdicts[f"voices_{stance}"]
            ax.barh(
                rows,
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
                reach * 1.05,
                row.Index,
                wrapped([verdict_in_words(row.verdict, row.fragile, language)], 25)[0],
                va="center",
                fontsize=8,
            )
        called = [(names or {}).get(name, name) for name in verdicts["proposition"]]
        ax.set_yticks(rows, wrapped(called, 24), fontsize=8)
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


# a verdict's colour; what is not grounded yet is hatched
_VERDICTS = {
    "supported": "for",
    "reserved": "partial agreement",
    "ungrounded for": "partial agreement",
    "mixed": "mixed",
    "not supported": "dissonance",
    "ungrounded against": "dissonance",
    "refuted": "against",
    "no evidence": "silence",
}
_HATCHED = ("ungrounded for", "ungrounded against", "no evidence")
# words have room in the cells of so many cases, and names below so many
_WORDED, _CASES_NAMED = 8, 40


def draw_replication(
    cases: pd.DataFrame,
    case_names: dict[str, str],
    language: str,
    proposition_names: Mapping[str, str] | None = None,
) -> Figure:
    """Propositions by cases, the table `conclude/cases`: colour is the verdict in the case, words its replication.

    A frame is around a case that was expected to contrast; a diamond marks one without
    which the verdict on all would change.
    """
    propositions = list(dict.fromkeys(cases["proposition"]))
    ids = [name for name in case_names if name in set(cases["case_id"])]
    worded = len(ids) <= _WORDED
    with style():
        figure, ax = blank(height=2.5 + 0.45 * len(propositions))
        for row in cases.itertuples():
            x, y = ids.index(row.case_id), propositions.index(row.proposition)
            colour = COLOURS[_VERDICTS[row.verdict]]
            hatch = "////" if row.verdict in _HATCHED else None
            ax.add_patch(
                Rectangle((x + 0.03, y + 0.05), 0.94, 0.9, fc=colour, ec=COLOURS["rule"], lw=0, hatch=hatch)
            )
            if row.expected == "falls":
                ax.add_patch(Rectangle((x + 0.05, y + 0.08), 0.9, 0.84, fc="none", ec=COLOURS["ink"], lw=1.6))
            ink = ink_on(colour)
            if worded and row.verdict != "no evidence":
                words = wrapped([word(f"replication.{row.replication}", language)], 14)[0]
                ax.text(x + 0.5, y + 0.5, words, ha="center", va="center", fontsize=7.5, color=ink)
            if row.changes:
                ax.plot(x + 0.88, y + 0.22, "D", ms=4, color=ink, mec="white", mew=0.5)
        names = [case_names[name] if len(ids) <= _CASES_NAMED else "" for name in ids]
        called = wrapped([(proposition_names or {}).get(name, name) for name in propositions], 24)
        lay_cells(ax, wrapped(names, 14) if worded else names, called, rotation=0 if worded else 90)
        handles: list[Patch | Line2D] = [
            swatch(colour, word(f"verdict.{verdict}", language), hatched=verdict in _HATCHED)
            for verdict, colour in _VERDICTS.items()
        ]
        handles += [
            Patch(facecolor="none", edgecolor=COLOURS["ink"], lw=1.6, label=word("label.contrast", language)),
            Line2D(
                [], [], marker="D", ls="", ms=4, color=COLOURS["ink"], label=word("label.decisive", language)
            ),
        ]
        for one in handles:
            one.set_label(wrapped([str(one.get_label())], 28)[0])
        figure.legend(handles=handles, loc="outside upper center", ncols=3, frameon=False, fontsize=7.5)
    return figure


_TACTIC_COLOURS = {"computed": "for", "recorded": "mixed", "both": "partial agreement", "open": "none"}


def draw_tactics(tactics: pd.DataFrame, language: str, names: Mapping[str, str] | None = None) -> Figure:
    """The thirteen tactics by proposition: computed, recorded, both or open; `!` calls for caution."""
    if tactics.empty:
        return nothing(language)
    propositions = list(dict.fromkeys(tactics["proposition"]))
    numbers = sorted(set(tactics["tactic"]))
    with style():
        figure, ax = blank(height=2.4 + 0.34 * len(numbers))
        for row in tactics.itertuples():
            x, y = propositions.index(row.proposition), numbers.index(row.tactic)
            face = COLOURS[_TACTIC_COLOURS[row.state]]
            edge = COLOURS["rule"] if row.state == "open" else "white"
            ax.add_patch(Rectangle((x + 0.03, y + 0.04), 0.94, 0.92, fc=face, ec=edge, lw=0.8))
            if row.alarm:
                ax.text(
                    x + 0.5, y + 0.52, "!", ha="center", va="center", color=ink_on(face), fontweight="bold"
                )
        rows = [f"{number}  {word(f'tactic.{number}', language)}" for number in numbers]
        columns = [(names or {}).get(name, name) for name in propositions]
        lay_cells(ax, wrapped(columns, 24), wrapped(rows, 34), **slanted(columns))
        handles = [
            swatch(colour, word(f"tactic_state.{state}", language))
            for state, colour in _TACTIC_COLOURS.items()
        ]
        figure.legend(handles=handles, loc="outside upper center", ncols=4, frameon=False, fontsize=7.5)
    return figure


def draw_standing(bootstrap: pd.DataFrame, language: str, names: Mapping[str, str] | None = None) -> Figure:
    """How often each verdict comes out when voices are drawn again; the one on all data is framed."""
    if bootstrap.empty:
        return nothing(language)
    propositions = list(dict.fromkeys(bootstrap["proposition"]))
    with style():
        figure, ax = blank(height=1.5 + 0.34 * len(propositions))
        for place, name in enumerate(propositions):
            left = 0.0
            shares = bootstrap[bootstrap["proposition"] == name].set_index("verdict")
            for verdict, colour in _VERDICTS.items():
                if verdict in shares.index:
                    share = shares.loc[verdict, "share"]
                    stands = bool(shares.loc[verdict, "stands"])
                    ax.barh(
                        place, share, left=left, height=0.66, color=COLOURS[colour], hatch="////" if verdict in _HATCHED else None,
                        ec=COLOURS["ink"] if stands else "white", lw=1.3 if stands else 0.6, zorder=2 if stands else 1,
                    )  # fmt: skip
                    left += share
        called = [(names or {}).get(name, name) for name in propositions]
        ax.set_yticks(range(len(propositions)), wrapped(called, 24), fontsize=8)
        ax.invert_yaxis()
        ax.set_xlim(0, 1)
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        ax.set(xlabel=word("label.share_of_draws", language), ylabel="")
        ax.tick_params(axis="y", length=0)
        present = [verdict for verdict in _VERDICTS if verdict in set(bootstrap["verdict"])]
        handles = [
            swatch(
                _VERDICTS[verdict],
                wrapped([word(f"verdict.{verdict}", language)], 32)[0],
                hatched=verdict in _HATCHED,
            )
            for verdict in present
        ]
        figure.legend(handles=handles, loc="outside upper center", ncols=3, frameon=False, fontsize=7.5)
    return figure
