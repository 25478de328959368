"""Whose account hearsay is: `analysis/origins.csv`, filled in by a person where it is known."""

import networkx
import pandas as pd
from pydantic import Field

from jalin.code.codings import names_of
from jalin.collect.register import registered
from jalin.condense.context import voice_of
from jalin.errors import Problem, nearest, refuse
from jalin.reading import Strict
from jalin.records import read_checked
from jalin.study import Study

FILE = "data/raw/analysis/origins.csv"


class Origin(Strict):
    """One row: the passage of a coder, without `coder` the lead's, tells what `origin` told, an informant or a source."""

    source_id: str = Field(min_length=1, description="the source of the passage", examples=["W2"])
    coding_id: str = Field(min_length=1, description="the coding on it", examples=["c3"])
    coder: str = Field("", description="whose coding it is; empty: the lead coder's", examples=["ann"])
    origin: str = Field(
        min_length=1,
        description="whose account it is: an informant, a source, or ?NAME for one outside the study",
        examples=["I1"],
    )
    decided_by: str = Field(min_length=1, description="who decided that", examples=["ann and ben"])
    reason: str = Field(min_length=1, description="why", examples=["the cousin quotes the teacher"])


def read_origins(study: Study, codings: pd.DataFrame, sources: pd.DataFrame) -> dict[str, str]:
    """The origin of each passage by CODER:SOURCE/CODING_ID; empty without the file.

    `codings`: of every coder, with `voice`. Passages of sources of the register that are not
    among `sources`, as they have no text here, are left out. Raises `StudyError` for a passage or an
    origin that is not there, and for a voice named as its own origin. An origin need not
    have been interviewed: one that is no voice of the study is written with `?` before it.
    """
    voices = dict(zip(names_of(codings), codings["voice"], strict=True))
    known = set(voice_of(sources))
    dropped = registered(study) - set(sources["source_id"])
    found: dict[str, str] = {}
    problems = []
    for number, one in read_checked(study.raw / "analysis" / "origins.csv", FILE, Origin):
        coder, own = one.coder or study.lead, f"{one.source_id}/{one.coding_id}"
        key = f"{coder}:{own}"
        if one.source_id in dropped:
            continue
        if key not in voices:
            who = "the lead coder" if coder == study.lead else f"the coder {coder}"
            remedy = "Correct source_id, coding_id and coder"
            problems.append(Problem(FILE, f"row {number}", f"{who} has no coding {own}", remedy))
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


def told_together(codings: pd.DataFrame, origins: dict[str, str]) -> pd.Series:
    """The group of each coding's voice: voices are in one group where one tells what another told, or both what a third did.

    What stances count of the voices of a group hangs together, so its codings stay in one part:
    for `write_parts` in large studies (docs/how-to/large-studies.md), which no stage calls.
    """
    told = names_of(codings).map(origins)
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
