"""The coded text as one page to read or print: passages underlined, their codes in the margin."""

from itertools import pairwise
from pathlib import Path

import pandas as pd

from jalin.exchange.printed import printed
from jalin.files import write_text
from jalin.templates import render

_STYLE = Path(__file__).parent / "templates" / "print.css"


def _marked(text: str, at: int, spans: list[tuple[int, int, int]]) -> list[tuple[list[int], int, str]]:
    """A line that begins at `at`, cut where one of `spans` (start, end, number) begins or ends.

    Of each part the numbers of those that begin there, how many cover it, and its words.
    """
    inside = (edge for start, end, _ in spans for edge in (start, end) if at < edge < at + len(text))
    return [
        (
            [number for start, _, number in spans if start == left],
            sum(start <= left < end for start, end, _ in spans),
            text[left - at : right - at],
        )
        for left, right in pairwise(sorted({at, at + len(text), *inside}))
    ]


def _lines(text: str, codings: pd.DataFrame, names: dict[str, str]) -> list[tuple[list, list]]:
    """The lines of a source: the parts of each, and the codings that begin in it (number, code, coder, memo)."""
    ordered = codings.sort_values(["start", "end", "code", "coder"])
    spans = list(zip(ordered["start"], ordered["end"], range(1, len(ordered) + 1), strict=True))
    rows = list(zip(ordered.to_dict("records"), spans, strict=True))
    lines, at = [], 0
    for line in text.splitlines():
        end = at + len(line)
        here = [span for span in spans if span[0] < end and span[1] > at]
        notes = [
            (number, names[row["code"]], row["coder"], row["memo"])
            for row, (start, _, number) in rows
            if at <= start <= end
        ]
        lines.append((_marked(line, at, here), notes))
        at = end + 1
    return lines


def write_html(
    title: str,
    notice: str,
    sources: pd.DataFrame,
    texts: dict[str, str],
    codings: pd.DataFrame,
    names: dict[str, str],
    language: str,
    path: Path,
) -> None:
    """Write every source of `sources` with its codings as one page without scripts.

    `names`: the name of each code; `notice` stands first when there is one.
    """
    found = [
        (heading, _lines(text, own, names))
        for heading, text, own in printed(sources, texts, codings, language)
    ]
    style = "\n" + _STYLE.read_text(encoding="utf-8")
    write_text(
        path,
        render("exchange/print", "page", language, title=title, notice=notice, sources=found, style=style),
    )
