"""Codings with all that is known about them: their source, their theme, and how the speaker knows."""

from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd

from jalin.code.codebook import Codebook, read_codebook
from jalin.code.codings import read_sources
from jalin.code.query import QueryContext
from jalin.code.reconcile import counted
from jalin.condense.prompted import prompted
from jalin.rules import Evidence
from jalin.study import Study
from jalin.tables.made import Built
from jalin.tables.parts import Parts

_BY_METHOD = {"interview": "first-hand", "observation": "observed", "document": "documented"}


def with_sources(codings: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """`codings` joined with every attribute of their sources."""
    return codings.merge(sources, on="source_id", validate="many_to_one")


def voice_of(frame: pd.DataFrame) -> pd.Series:
    """Whose voice a row is: the informant, or the source where there is none."""
    return frame["informant_id"].where(frame["informant_id"] != "", frame["source_id"])


def groups_of_voices(codings: pd.DataFrame) -> pd.Series:
    """The role group of each voice: that of its first coding, by date, technique and group, where it was met in several."""
    first = codings.sort_values(["date", "method", "role_group"], kind="stable").drop_duplicates("voice")
    return first.set_index("voice")["role_group"]


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
    frame = frame.assign(
        voice=voice_of(frame),
        theme=frame["code"].map({code: codebook.theme(code) for code in frame["code"].unique()}),
        code_date=frame["code"].map(codebook.dates).fillna("").astype("str"),
        directness=frame["method"].map(_BY_METHOD).where(~pd.Series(hearsay, index=frame.index), "hearsay"),
    )
    return frame.assign(prompted=prompted(frame, segments, codebook))


@dataclass(frozen=True)
class CodedStudy:
    """What every stage after code starts from: codebook, sources, and every coder's codings with all that is known of them.

    `read` are the sources that each coder has read.
    """

    study: Study
    codebook: Codebook
    sources: pd.DataFrame
    codings: pd.DataFrame
    read: dict[str, set[str]]

    @classmethod
    def of(cls, study: Study, built: Built | None = None) -> "CodedStudy":
        """From the tables of the stages protect and code. Raises `StudyError` when they were not built."""
        built, codebook = built or Built(study), read_codebook(study)
        codings, sources, segments = (
            built[name] for name in ("code/codings", "protect/sources", "protect/segments")
        )
        known = with_context(codings, sources, segments, codebook, study.settings.evidence)
        return cls(study, codebook, sources, known, read_sources(codings, built["code/read"]))

    @cached_property
    def asked(self) -> QueryContext:
        """The codings, to be asked by queries."""
        return QueryContext.of(self.codings, self.codebook)

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The codings that count as evidence."""
        return counted(
            self.codings, self.study.lead, self.study.settings.evidence.count, len(self.coders) > 1
        )

    @cached_property
    def settled(self) -> set[str]:
        """The sources that were read as the evidence needs it: by the lead coder, and by another where it is what two share."""
        lead, others = self.study.lead, [coder for coder in self.read if coder != self.study.lead]
        found = self.read.get(lead, set())
        if self.study.settings.evidence.count == "agreed" and others:
            found = found & set().union(*(self.read[coder] for coder in others))
        return found | set(self.counted["source_id"])

    @property
    def coders(self) -> list[str]:
        """The coders of study.yaml that have read a source, in its order; one may have found nothing in what they read."""
        return [coder.id for coder in self.study.settings.coders if coder.id in self.read]
