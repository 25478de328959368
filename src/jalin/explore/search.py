"""Words searched for in the texts of a study."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from jalin.code.compared import places
from jalin.condense import kwic as words_in_context
from jalin.errors import Problem, StudyError

# hits that a search shows at most
MOST = 2000


@dataclass(frozen=True)
class Hit:
    """A place of words that were searched for, in a source's text."""

    source_id: str
    start: int
    end: int
    text: str

    def shown(self, around: int = 60) -> dict[str, object]:
        """The hit with the words around it, for a screen."""
        return {
            "source": self.source_id,
            "start": self.start,
            "end": self.end,
            "before": self.text[max(0, self.start - around) : self.start],
            "words": self.text[self.start : self.end],
            "after": self.text[self.end : self.end + around],
        }


def _expression(words: str) -> re.Pattern[str]:
    try:
        return re.compile(words, re.IGNORECASE)
    except re.error as error:
        remedy = "Mend it, or search for the words as written"
        raise StudyError(
            Problem("search", words, f"the expression cannot be read: {error}", remedy)
        ) from None


def _spans(
    words: str, pattern: re.Pattern[str] | None, text: str, segments: pd.DataFrame
) -> Iterator[tuple[int, int]]:
    for start, end in zip(segments["start"].tolist(), segments["end"].tolist(), strict=True):
        if pattern:
            yield from (match.span() for match in pattern.finditer(text, start, end) if match[0])
        else:
            yield from ((start + one, start + other) for one, other in places(words, text[start:end]))


def search(
    words: str,
    texts: Mapping[str, str],
    segments: Mapping[str, pd.DataFrame],
    register: pd.DataFrame,
    kind: str = "words",
    voice: str = "",
) -> list[Hit]:
    """Where words stand: as written whatever the capitals, an ellipsis for what is between (`words`), in all their forms (`forms`), or a regular expression (`regex`).

    In `texts` by their sources, whose `segments` are those of the table; of `voice` (informant, interviewer) alone, where it
    is given. `register`: the table of sources. Raises `StudyError` for an expression that cannot be read.
    """
    found: list[Hit] = []
    if not words.strip():
        return found
    pattern = _expression(words) if kind == "regex" else None
    for source_id, text in texts.items():
        own = segments[source_id]
        own = own[own["voice"] == voice] if voice else own
        spans = _forms(words, own, register) if kind == "forms" else _spans(words, pattern, text, own)
        found += [Hit(source_id, start, end, text) for start, end in spans]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _forms(words: str, segments: pd.DataFrame, register: pd.DataFrame) -> list[tuple[int, int]]:
    rows = words_in_context(words, segments, register).itertuples()
    return [(int(row.start), int(row.start) + len(row.word)) for row in rows]
