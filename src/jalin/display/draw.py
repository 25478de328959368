"""Figures of the displays that are matrices."""

from math import fsum
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from jalin.figure import COLOURS, blank, ink_on, sequential, style, wrapped
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
    return 1.6 + below + fsum(0.36 if len(name) <= 28 else 0.46 for name in rows)


def draw_grid(
    table: pd.DataFrame,
    row_names: dict[str, str],
    column_names: dict[str, str],
    language: str,
    value: str = "codings",
    legend: str = "",
    form: str = "d",
    said: pd.Series | None = None,
) -> Figure:
    """A matrix display as a heat map of its column `value`, rows and columns in the table's own order.

    `form` is how a number is written, `legend` what it counts; without it the words `label.VALUE`.
    `said` is what stands in each cell, by the index of `table`; without it the number.
    """
    import seaborn as sns

    rows, columns = _order(table)
    titles = [row_names.get(name, name) for name in rows], [column_names.get(name, name) for name in columns]
    grid = table.pivot(index="row", columns="column", values=value).loc[rows, columns]
    written = (
        said if said is not None else table[value].map(lambda count: f"{count:{form}}" if count else "·")
    )
    inside = table.assign(said=written).pivot(index="row", columns="column", values="said").loc[rows, columns]
    with style():
        figure, ax = blank(height=_height(*titles))
        sns.heatmap(
            grid,
            ax=ax,
            cmap=sequential(),
            # one full cell must not hide the differences between the others
            norm=PowerNorm(0.5 if form == "d" else 1, vmin=0, vmax=max(1, int(grid.to_numpy().max()))),
            annot=inside,
            fmt="",
            linewidths=1,
            cbar_kws={
                "label": legend or word(f"label.{value}", language),
                "shrink": 0.8,
                "ticks": MaxNLocator("auto", integer=form == "d"),
                "format": None if form == "d" else f"{{x:{form}}}",
            },
        )
        for text, colour in zip(ax.texts, ax.collections[0].get_facecolor(), strict=True):
            text.set_color(ink_on(colour))
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
