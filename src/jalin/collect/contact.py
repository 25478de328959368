"""Contact summary: what each contact with the field brought, at a glance."""

import pandas as pd


def _by_source(frame: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """How many rows of `frame` each source has."""
    counts = frame.groupby("source_id").size()
    return counts.reindex(sources["source_id"], fill_value=0).astype("int64")


def warnings_of(remarks: pd.DataFrame) -> pd.DataFrame:
    """The remarks that a person should look at: all but those every file has, headers and properties."""
    return remarks[~remarks["kind"].isin(["header", "footer", "metadata"])]


def contact_summary(
    sources: pd.DataFrame,
    segments: pd.DataFrame,
    comments: pd.DataFrame,
    remarks: pd.DataFrame,
    audit: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One row per source: how long it is, who spoke how much, and what to look at.

    The computed part of the contact summary form of Miles, Huberman & Saldaña
    (2014, ch. 6). Columns: source_id, date, method, role_group, words, turns,
    questions (turns of an interviewer with a question mark), informant_share (of the
    characters spoken, missing without turns), comments in the margin, warnings
    (remarks of the reader, see `warnings_of`) and, with `audit` of the stage
    protect, identifiers (found and replaced).
    """
    spoken = segments.assign(
        length=segments["end"] - segments["start"],
        turn=segments["kind"].eq("turn"),
        question=segments["voice"].eq("interviewer") & segments["text"].str.contains("?", regex=False),
        told=segments["voice"].eq("informant"),
    )
    spoken["spoken"] = spoken["length"].where(spoken["turn"], 0)
    spoken["told"] = spoken["length"].where(spoken["told"], 0)
    sums = spoken.groupby("source_id")[["turn", "question", "spoken", "told"]].sum()
    share = (sums["told"] / sums["spoken"]).where(sums["spoken"] > 0)
    summary = sources.set_index("source_id")[["date", "method", "role_group", "words"]].join(
        sums[["turn", "question"]].astype("int64").set_axis(["turns", "questions"], axis=1)
    )
    summary = summary.assign(
        informant_share=share.round(2),
        comments=_by_source(comments, sources),
        warnings=_by_source(warnings_of(remarks), sources),
    )
    if audit is not None:
        summary["identifiers"] = _by_source(audit, sources)
    return summary.reset_index()
