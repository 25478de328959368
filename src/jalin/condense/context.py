"""Codings with all that is known about them: their source, their theme, and how the speaker knows."""

from functools import partial

import pandas as pd

from jalin.code.codebook import Codebook
from jalin.code.query import QueryContext
from jalin.condense.prompted import prompted
from jalin.settings import Evidence
from jalin.study import Study
from jalin.tables.parts import Parts
from jalin.tables.store import read

_BY_METHOD = {"interview": "first-hand", "observation": "observed", "document": "documented"}


def with_sources(codings: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """`codings` joined with every attribute of their sources."""
    return codings.merge(sources, on="source_id", validate="many_to_one")


def voice_of(frame: pd.DataFrame) -> pd.Series:
    """Whose voice a row is: the informant, or the source where there is none."""
    return frame["informant_id"].where(frame["informant_id"] != "", frame["source_id"])


def with_context(
    codings: pd.DataFrame | Parts,
    sources: pd.DataFrame,
    segments: pd.DataFrame | Parts,
    codebook: Codebook,
    evidence: Evidence,
) -> pd.DataFrame | Parts:
    """`code/codings` joined with the sources, with what displays and evidence ask of them.

    Adds voice, theme, code_date (of the event that a code names, else empty), directness
    ("hearsay" when the same coder put the code `evidence.hearsay` on an overlapping
    passage, else by technique) and prompted (see `prompted`). The index is 0…n−1. Codings in parts give parts;
    segments may then be in parts too, whatever their cut.
    """
    if isinstance(codings, Parts):
        return codings.then(
            partial(with_context, sources=sources, segments=segments, codebook=codebook, evidence=evidence)
        )
    if isinstance(segments, Parts):
        segments = segments.where(source_id=codings["source_id"].unique())
    asked = QueryContext.of(with_sources(codings, sources), codebook)
    frame = asked.codings
    hearsay = asked.sharing(evidence.hearsay) if evidence.hearsay else [False] * len(frame)
    dates = {code.id: code.date.isoformat() for code in codebook.codes.values() if code.date}
    frame = frame.assign(
        voice=voice_of(frame),
        theme=frame["code"].map({code: codebook.theme(code) for code in frame["code"].unique()}),
        code_date=frame["code"].map(dates).fillna("").astype("str"),
        directness=frame["method"].map(_BY_METHOD).where(~pd.Series(hearsay, index=frame.index), "hearsay"),
    )
    return frame.assign(prompted=prompted(frame, segments, codebook))


def read_with_context(study: Study, codebook: Codebook) -> pd.DataFrame:
    """`with_context` from the tables of a study as built: every coder's codings.

    Raises `StudyError` when the stage code has not been built.
    """
    tables = (read(study, name) for name in ("code/codings", "protect/sources", "protect/segments"))
    return with_context(*tables, codebook, study.settings.evidence)
