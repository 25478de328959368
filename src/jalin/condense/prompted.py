"""Whether something was said unasked: after a question that does not name the topic."""

import pandas as pd

from jalin.code.codebook import Codebook
from jalin.condense.language import stems_of


def _questions(segments: pd.DataFrame) -> pd.Series:
    """The interviewer's last turn before each segment, by (source_id, segment_id); "" before the first."""
    asked = segments["text"].where(segments["voice"] == "interviewer")
    last = asked.groupby(segments["source_id"]).ffill().fillna("")
    return pd.Series(last.to_numpy(), index=pd.MultiIndex.from_frame(segments[["source_id", "segment_id"]]))


def prompted(codings: pd.DataFrame, segments: pd.DataFrame, codebook: Codebook) -> list[str]:
    """Per coding "prompted", "unprompted", or "" outside interviews.

    Prompted: the interviewer's last turn shares a word stem with the name, the
    definition or the inclusion of the code or of a code above it. Miles, Huberman &
    Saldaña (2014, ch. 11, weighting the evidence) give more weight to what is
    volunteered; this mark shows the rule's reading and may be read in the text.
    """
    questions = _questions(segments)
    topics: dict[tuple[str, str], set[str]] = {}
    heard: dict[tuple[str, str, str], set[str]] = {}
    result = []
    for row in codings.itertuples():
        if row.method != "interview":
            result.append("")
            continue
        language = row.language
        if (row.code, language) not in topics:
            line = [codebook.codes[code] for code in codebook.ancestors(row.code)]
            text = " ".join(f"{one.name[language]} {one.definition[language]} {one.include}" for one in line)
            topics[row.code, language] = stems_of(text, language)
        place = (row.source_id, row.segment_id, language)
        if place not in heard:
            heard[place] = stems_of(questions.get(place[:2], ""), language)
        result.append("prompted" if topics[row.code, language] & heard[place] else "unprompted")
    return result
