"""Who could have spoken to a proposition: not asked is not silent."""

from collections.abc import Iterable

import pandas as pd

from jalin.condense.context import voice_of
from jalin.settings import Settings


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


def informant_groups(sources: pd.DataFrame, groups: list[str]) -> list[str]:
    """Which of the role groups are source groups unless the study says otherwise: those that informants speak in.

    Observations and documents are no group of informants but another technique, and
    count as such. A group that was not reached stays, as not able to speak; without any
    informant all groups do.
    """
    heard = set(sources.loc[sources["informant_id"] != "", "role_group"])
    others = set(sources["role_group"]) - heard if heard else set()
    return [name for name in groups if name not in others]


def source_groups(settings: Settings, sources: pd.DataFrame) -> list[str]:
    """The role groups that triangulation by source compares and that ground a verdict, in the order of study.yaml.

    Those that the study lists (`convergence.by_source`), else those that informants speak in.
    """
    groups = [group.id for group in settings.role_groups]
    return settings.convergence.by_source or informant_groups(sources, groups)
