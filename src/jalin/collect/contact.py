"""Contact summary: what each contact with the field brought, at a glance."""

import pandas as pd


def contact_summary(sources: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """One row per source: date, method, words, turns, questions, informants' share of speech.

    The computed part of the contact summary form of Miles, Huberman & Saldaña
    (2014, ch. 6); `informant_share` is of the characters spoken, missing without turns.
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
    return summary.assign(informant_share=share.round(2)).reset_index()
