"""Whether something was said unasked: after a question that does not name the topic."""

from functools import cache

import numpy as np
import pandas as pd

from jalin.code.codebook import Codebook
from jalin.condense.language import stems_of

_PLACE = ["source_id", "segment_id"]


def _questions(segments: pd.DataFrame) -> pd.DataFrame:
    """The interviewer's last turn before each segment: source_id, segment_id, question, "" before the first."""
    asked = segments["text"].where(segments["voice"] == "interviewer")
    last = asked.groupby(segments["source_id"]).ffill().fillna("")
    return segments[_PLACE].assign(question=last)


def prompted(codings: pd.DataFrame, segments: pd.DataFrame, codebook: Codebook) -> list[str]:
    """Per coding "prompted", "unprompted", or "" outside interviews.

    Prompted: the interviewer's last turn shares a word stem with the name, the
    definition or the inclusion of the code or of a code above it. Miles, Huberman &
    Saldaña (2014, ch. 11, weighting the evidence) give more weight to what is
    volunteered; this mark shows the rule's reading and may be read in the text.
    """

    @cache
    def topic(code: str, language: str) -> set[str]:
        line = [codebook.codes[one] for one in codebook.ancestors(code)]
        said = [words.said_in(language) for one in line for words in (one.name, one.definition)]
        text = " ".join([*said, *(one.include for one in line)])
        return stems_of(text, language)

    @cache
    def heard(question: str, language: str) -> set[str]:
        return stems_of(question, language)

    kept = codings[[*_PLACE, "code", "language", "method"]]
    asked = kept.merge(_questions(segments), on=_PLACE, how="left").fillna({"question": ""})
    asked = asked[asked["method"] == "interview"]
    # the same question before passages of the same code is answered once
    kinds = ["code", "language", "question"]
    number = asked.groupby(kinds, sort=False).ngroup().to_numpy()
    answers = [
        "prompted" if topic(code, language) & heard(question, language) else "unprompted"
        for code, language, question in asked[kinds].drop_duplicates().to_numpy()
    ]
    found = np.full(len(kept), "", dtype=object)
    found[asked.index] = np.array(answers, dtype=object)[number]
    return found.tolist()
