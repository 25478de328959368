"""What the figures of the report are made of."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jalin.condense.quoting import beginning
from jalin.report.logs import fields_of, shown
from jalin.report.results import Results

Draw = Callable[[Results, str], Figure]
# a quote in a figure is a taste of it: its label leads to the whole
QUOTED = 6


@dataclass(frozen=True)
class Item:
    """A figure of the report: the table it comes from, its data, and how to draw it; one that is `lying` has a page on its side."""

    table: str
    data: Callable[[Results], pd.DataFrame]
    draw: Draw
    lying: bool = False


def heading(ax: Axes, x: float, y: float, words: str) -> None:
    ax.text(x, y, words, ha="center", va="center", fontsize=8.5, fontweight="bold")


def first_words(text: str, count: int = QUOTED) -> str:
    """The first words of a passage in quotation marks, with a sign where there are more."""
    # a pseudonym is a word, whatever it holds
    words = re.findall(r"(?:⟦[^⟦⟧]*⟧|\S)+", text.strip("\"“”„' "))
    more = "…" if len(words) > count else ""
    return f"“{' '.join(words[:count]).rstrip(',;:.…') if more else ' '.join(words)}{more}”"


def few_words(results: Results, passages: pd.DataFrame, language: str, count: int = QUOTED) -> dict[str, str]:
    """By label, the first words of each passage in the language; of a row of a log, which nobody said, what its fields hold.

    Needs label, source_id, segment_id and quote; passages without a label are left out.
    """
    found = {}
    for row in passages[passages["label"] != ""].drop_duplicates("label").itertuples():
        if fields := fields_of(results, row):
            held = " · ".join(shown(results, value, language) for value in fields.values() if value)
            found[row.label] = beginning(held, 7 * count)
        else:
            found[row.label] = first_words(results.quoted_in(row.source_id, row.quote, language), count)
    return found


def by_quoting(passages: pd.DataFrame, results: Results) -> pd.DataFrame:
    """`passages` with the one to quote in a few words first.

    What is known otherwise than from others, then speech before rows of a log, then what has about as many words
    as are shown, then source and place. Needs source_id, directness, quote, start and code.
    """
    logs = set(results["protect/observations"]["source_id"])
    length = passages["quote"].str.split().str.len()
    ranked = passages.assign(
        _heard=passages["directness"] == "hearsay",
        _log=passages["source_id"].isin(logs),
        _far=(length - QUOTED).abs(),
    )
    order = ["_heard", "_log", "_far", "source_id", "start", "code"]
    return ranked.sort_values(order, kind="stable").drop(columns=["_heard", "_log", "_far"])
