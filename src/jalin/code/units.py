"""The units on which coders are compared: segments, sentences, or single characters."""

import re
from typing import Literal

import numpy as np
import pandas as pd

from jalin.errors import Problem, StudyError

Unit = Literal["segment", "sentence", "character"]
# after a mark that ends a sentence, with what closes a quotation, before white space; or a line end
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n")


def _sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a segment; an abbreviation with a stop ends one as well."""
    spans, start = [], 0
    for mark in [*_SENTENCE_END.finditer(text), None]:
        end = len(text) if mark is None else mark.end()
        words = text[start:end]
        if words.strip():
            begin = start + len(words) - len(words.lstrip())
            spans.append((begin, begin + len(words.strip())))
        start = end
    return spans


def units_of(segments: pd.DataFrame, unit: str) -> pd.DataFrame:
    """`segments` cut into units: columns source_id, start, end (code points, half-open).

    Agreement takes them in the place of segments: the finer the unit, the more the
    ends of passages count. Raises `StudyError` for an unknown unit.
    """
    frame = segments[["source_id", "start", "end"]].reset_index(drop=True)
    if unit == "segment":
        return frame
    if unit == "sentence":
        rows = [
            (row.source_id, row.start + start, row.start + end)
            for row in segments.itertuples()
            for start, end in _sentences(row.text)
        ]
        return pd.DataFrame(rows, columns=["source_id", "start", "end"])
    if unit == "character":
        sizes = (frame["end"] - frame["start"]).to_numpy()
        starts = [np.arange(row.start, row.end) for row in frame.itertuples()]
        places = np.concatenate(starts) if starts else np.empty(0, dtype=int)
        names = frame["source_id"].repeat(sizes).reset_index(drop=True)
        return pd.DataFrame({"source_id": names, "start": places, "end": places + 1})
    raise StudyError(Problem("unit", "", f"{unit!r} is no unit", "Write segment, sentence or character"))
