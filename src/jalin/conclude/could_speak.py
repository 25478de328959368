"""Who could have spoken to a proposition: not asked is not silent."""

from collections.abc import Collection, Iterable

import pandas as pd

from jalin.condense.context import voice_of
from jalin.errors import Problem, not_yet
from jalin.files import REGISTER
from jalin.settings import Settings


def could_speak(sources: pd.DataFrame, proposition: str) -> pd.DataFrame:
    """The sources that were asked about a proposition or could show it.

    The column `covers` of the register lists the propositions a source covers; empty
    means all.
    """
    asked = sources["covers"].map(lambda text: not text.strip() or proposition in text.split())
    return sources[asked]


def unknown_covers(register: pd.DataFrame, known: Collection[str]) -> list[Problem]:
    """Propositions that the register names and that are not among the `known`."""
    return [
        Problem(REGISTER, f"row of {row['source_id']}, column covers", *not_yet("proposition", name, known))
        for row in register.to_dict("records")
        for name in row["covers"].split()
        if name not in known
    ]


def able_voices(evidence: pd.DataFrame, sources: pd.DataFrame, propositions: Iterable[str]) -> list[int]:
    """How many voices could have spoken to each proposition: those of `could_speak`, and those that do speak."""
    speaking: dict[str, set[str]] = {}
    for name, voice in zip(evidence["proposition"], evidence["voice"], strict=True) if len(evidence) else ():
        speaking.setdefault(name, set()).add(voice)
    covers = [frozenset(text.split()) for text in sources["covers"]]
    asked = list(zip(voice_of(sources), covers, strict=True))
    return [
        len({voice for voice, covered in asked if not covered or name in covered} | speaking.get(name, set()))
        for name in propositions
    ]


def able_by_round(
    verdicts: pd.DataFrame, evidence: pd.DataFrame, sources: pd.DataFrame, rounds: list[str]
) -> list[int]:
    """`able_voices` for each row of the table `conclude/verdicts`, of the sources up to its round."""
    until = {name: rounds[: end + 1] for end, name in enumerate(rounds)}
    found: dict[tuple[str, str], int] = {}
    for name, rows in verdicts.groupby("round", sort=False):
        upto = until.get(str(name), rounds)
        able = able_voices(
            evidence[evidence["round"].isin(upto)], sources[sources["round"].isin(upto)], rows["proposition"]
        )
        found |= zip(((name, one) for one in rows["proposition"]), able, strict=True)
    return [found[row.round, row.proposition] for row in verdicts.itertuples()]


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
