"""A text in numbered lines, with the codes that begin in each in the margin."""

import re
from collections.abc import Iterator

import pandas as pd

from jalin.report.results import Results
from jalin.report.tables.common import named

# letters to a line, so that a line of the table is one of print
WIDTH = 66


def lines_of(text: str, start: int, end: int, width: int = WIDTH) -> Iterator[tuple[int, int]]:
    """The places of lines of at most `width` letters between two places of a text; a longer word has a line of its own.

    An end of a line in the text ends one here. Nothing but white space is outside them.
    """
    first = last = -1
    for word in re.finditer(r"\S+|\n", text[start:end]):
        begin, stop = start + word.start(), start + word.end()
        if first >= 0 and (word[0] == "\n" or stop - first > width):
            yield first, last
            first = -1
        if word[0] != "\n":
            first, last = (begin if first < 0 else first), stop
    if first >= 0:
        yield first, last


def numbered(text: str, segments: pd.DataFrame) -> list[tuple[int, int]]:
    """The places of all lines of a source, segment by segment (start, end); their number is their place in the list.

    A row of a log is one line, however long.
    """
    found: list[tuple[int, int]] = []
    for row in segments.sort_values("start", kind="stable").itertuples():
        found += [(row.start, row.end)] if row.kind == "row" else lines_of(text, row.start, row.end)
    return found


def lines_within(lines: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The numbers, from 1, of the first and the last line that a passage touches; (0, 0) for one in no line."""
    touched = [at for at, (first, last) in enumerate(lines, start=1) if first < end and start < last]
    return (touched[0], touched[-1]) if touched else (0, 0)


def in_lines(first: int, last: int) -> str:
    """Lines as they are named: 12, or 12–14."""
    return str(first) if first == last else f"{first}–{last}"


def margin(results: Results, source_id: str, passages: pd.DataFrame, language: str) -> pd.DataFrame:
    """A source in numbered lines: number, words, and the codes of the passages that begin there with their lines.

    `passages` needs source_id, start, end and code.
    """
    text, segments = results.texts[source_id], results["protect/segments"]
    lines = numbered(text, segments[segments["source_id"] == source_id])
    names, said = results.codebook.names(language), dict[int, list[str]]()
    own = passages[passages["source_id"] == source_id].sort_values(["start", "end", "code"], kind="stable")
    for row in own.drop_duplicates(["start", "end", "code"]).itertuples():
        first, last = lines_within(lines, row.start, row.end)
        said.setdefault(first, []).append(f"{names[row.code]} ({in_lines(first, last)})")
    rows = [
        (number, text[start:end], "; ".join(said.get(number, [])))
        for number, (start, end) in enumerate(lines, start=1)
    ]
    columns = ("line", "words_said", "margin")
    return named(pd.DataFrame(rows, columns=columns), columns, language)
