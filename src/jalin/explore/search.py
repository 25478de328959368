"""Words searched for in the texts of a study."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

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


def pattern_of(words: str, kind: str) -> re.Pattern[str]:
    """What finds `words` in a text, as `search` says."""
    if kind == "regex":
        try:
            return re.compile(words, re.IGNORECASE)
        except re.error as error:
            remedy = "Mend it, or search for the words as written"
            raise StudyError(
                Problem("search", words, f"the expression cannot be read: {error}", remedy)
            ) from None
    return re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)


def _spans(pattern: re.Pattern[str], text: str, segments: pd.DataFrame) -> Iterator[tuple[int, int]]:
    for row in segments.itertuples():
        for match in pattern.finditer(text, int(row.start), int(row.end)):
            if match.start() < match.end():
                yield match.span()


def search(
    words: str,
    texts: Mapping[str, str],
    segments: Mapping[str, pd.DataFrame],
    register: pd.DataFrame,
    kind: str = "words",
    voice: str = "",
) -> list[Hit]:
    """Where words stand: as written whatever the capitals (`words`), in all their forms (`forms`), or a regular expression (`regex`).

    In `texts` by their sources, whose `segments` are those of the table; of `voice` (informant, interviewer) alone, where it
    is given. `register`: the table of sources. Raises `StudyError` for an expression that cannot be read.
    """
    found: list[Hit] = []
    if not words.strip():
        return found
    pattern = None if kind == "forms" else pattern_of(words, kind)
    for source_id, text in texts.items():
        own = segments[source_id]
        own = own[own["voice"] == voice] if voice else own
        spans = _spans(pattern, text, own) if pattern else _forms(words, own, register)
        found += [Hit(source_id, start, end, text) for start, end in spans]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _forms(words: str, segments: pd.DataFrame, register: pd.DataFrame) -> list[tuple[int, int]]:
    rows = words_in_context(words, segments, register).itertuples()
    return [(int(row.start), int(row.start) + len(row.word)) for row in rows]
