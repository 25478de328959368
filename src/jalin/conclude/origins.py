"""Whose account hearsay is: `analysis/origins.csv`, filled in by a person where it is known."""

import networkx
import pandas as pd
from pydantic import Field

from jalin.errors import Problem, nearest, refuse
from jalin.reading import Strict
from jalin.records import read_checked
from jalin.study import Study

FILE = "data/raw/analysis/origins.csv"


class Origin(Strict):
    """One row: the passage SOURCE/CODING_ID of the lead coder tells what `origin` told, an informant or a source."""

    source_id: str = Field(min_length=1, description="the source of the passage", examples=["W2"])
    coding_id: str = Field(min_length=1, description="the lead coder's coding on it", examples=["c3"])
    origin: str = Field(
        min_length=1,
        description="whose account it is: an informant, a source, or ?NAME for one outside the study",
        examples=["I1"],
    )
    decided_by: str = Field(min_length=1, description="who decided that", examples=["ann and ben"])
    reason: str = Field(min_length=1, description="why", examples=["the cousin quotes the teacher"])


def read_origins(study: Study, codings: pd.DataFrame, dropped: set[str]) -> dict[tuple[str, str], str]:
    """The origin of each passage by (source_id, coding_id); empty without the file.

    `codings`: of every coder, with `voice`. `dropped` are sources of the register without
    a text here; passages of theirs are left out. Raises `StudyError` for a passage or an
    origin that is not there, and for a voice named as its own origin. An origin need not
    have been interviewed: one that is no voice of the study is written with `?` before it.
    """
    lead = codings[codings["coder"] == study.lead]
    voices = dict(zip(zip(lead["source_id"], lead["coding_id"], strict=True), lead["voice"], strict=True))
    known = set(codings["voice"])
    found: dict[tuple[str, str], str] = {}
    problems = []
    for number, one in read_checked(study.raw / "analysis" / "origins.csv", FILE, Origin):
        key = (one.source_id, one.coding_id)
        if one.source_id in dropped:
            continue
        if key not in voices:
            what = f"the lead coder has no coding {'/'.join(key)}"
            problems.append(Problem(FILE, f"row {number}", what, "Correct source_id and coding_id"))
        elif one.origin == voices[key]:
            what = f"{one.origin} is named as the origin of its own account"
            problems.append(Problem(FILE, f"row {number}", what, "Name who told it, or take the row out"))
        elif not one.origin.startswith("?") and one.origin not in known and study.through is None:
            what = f"the origin {one.origin!r} is no informant or source"
            remedy = f"{nearest(one.origin, known)} Write ?NAME for one outside the study"
            problems.append(Problem(FILE, f"row {number}", what, remedy))
        found[key] = one.origin
    refuse(problems)
    return found


def told_together(codings: pd.DataFrame, origins: dict[tuple[str, str], str]) -> pd.Series:
    """The group of each coding's voice: voices are in one group where one tells what another told, or both what a third did.

    What stances count of the voices of a group hangs together, so its codings stay in one part:
    for `write_parts` in large studies (docs/how-to/large-studies.md), which no stage calls.
    """
    keys = pd.MultiIndex.from_frame(codings[["source_id", "coding_id"]])
    told = pd.Series(origins, dtype="object").reindex(keys) if origins else pd.Series(pd.NA, index=keys)
    graph = networkx.Graph()
    graph.add_edges_from(
        (voice, origin)
        for voice, origin in zip(codings["voice"], told, strict=True)
        if isinstance(origin, str)
    )
    group = {
        voice: min(component) for component in networkx.connected_components(graph) for voice in component
    }
    return codings["voice"].map(lambda voice: group.get(voice, voice))
