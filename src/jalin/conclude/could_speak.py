"""Who could have spoken to a proposition: not asked is not silent."""

from collections.abc import Iterable

import pandas as pd

from jalin.condense.context import voice_of


def could_speak(sources: pd.DataFrame, proposition: str) -> pd.DataFrame:
    """The sources that were asked about a proposition or could show it.

    The column `covers` of the register lists the propositions a source covers; empty
    means all.
    """
    asked = sources["covers"].map(lambda text: not text.strip() or proposition in text.split())
    return sources[asked]


def able_voices(evidence: pd.DataFrame, sources: pd.DataFrame, propositions: Iterable[str]) -> list[int]:
    """How many voices could have spoken to each proposition: those of `could_speak`, and those that do speak."""
    speaking = evidence.groupby("proposition")["voice"].agg(set) if len(evidence) else {}
    return [
        len(set(voice_of(could_speak(sources, name))) | speaking.get(name, set())) for name in propositions
    ]


def able_by_round(
    verdicts: pd.DataFrame, evidence: pd.DataFrame, sources: pd.DataFrame, rounds: list[str]
) -> list[int]:
    """`able_voices` for each row of the table `conclude/verdicts`, of the sources up to its round."""
    until = {name: rounds[: end + 1] for end, name in enumerate(rounds)}
    return [
        able_voices(
            evidence[evidence["round"].isin(until.get(row.round, rounds))],
            sources[sources["round"].isin(until.get(row.round, rounds))],
            [row.proposition],
        )[0]
        for row in verdicts.itertuples()
    ]
