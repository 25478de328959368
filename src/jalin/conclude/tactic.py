"""What a tactic looks at, and what it gives."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from jalin.code.query import QueryContext
from jalin.conclude.cuts import Cuts
from jalin.conclude.propositions import Proposition
from jalin.conclude.stances import stances
from jalin.condense.context import voice_of
from jalin.rules import VerdictRule
from jalin.words import day, listed, number, phrase, word


@dataclass(frozen=True)
class Found:
    """What one tactic gives for a proposition: the key of its words, what fills their places, and whether it calls for caution.

    A value may be a term of the catalogue as (kind, term), or itself depend on the language.
    """

    key: str
    values: dict[str, object]
    alarm: bool = False

    def words(self, language: str) -> str:
        """What was found, numbers as the language writes them."""
        shown = {name: _shown(value, language) for name, value in self.values.items()}
        return phrase(f"tactic_found.{self.key}", language, **shown)


def _shown(value: object, language: str) -> object:
    if isinstance(value, float):
        return number(value, language, 2)
    if isinstance(value, tuple):
        return word(f"{value[0]}.{value[1]}", language)
    if isinstance(value, str):
        return day(value, language)
    return value(language) if callable(value) else value


def named_or_none(names: list[str], language: str) -> str:
    """Names as a list in a sentence, or that there is none."""
    return listed(names, language) or word("empty_cell", language)


def say(key: str, alarm: bool = False, **values: object) -> Found:
    """What a tactic found, its words under `key`."""
    return Found(key, values, alarm)


@dataclass
class TacticInputs:
    """What the tactics look at, for all propositions; `read`: the sources that the lead coder has read."""

    evidence: pd.DataFrame
    propositions: list[Proposition]
    rule: VerdictRule
    sources: pd.DataFrame
    robustness: pd.DataFrame
    fragile: dict[str, bool]
    distances: pd.DataFrame
    memos: pd.DataFrame
    member_checks: pd.DataFrame
    asked: QueryContext
    lead: str
    read: set[str]
    whole: dict[str, str] = field(default_factory=dict)
    found: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        self.found = stances(self.evidence)
        # one that was read and has no code is a voice of which nothing holds
        heard = self.sources[self.sources["source_id"].isin(self.read)]
        self.heard = heard.assign(voice=voice_of(heard))
        self._of = dict(list(self.evidence.groupby("proposition", sort=False)))
        self._cuts = Cuts(self.evidence, self.propositions, self.rule)
        self.whole = self._cuts.verdicts(np.ones(len(self.evidence), dtype=bool))

    def of(self, proposition: Proposition) -> pd.DataFrame:
        """The ledger of one proposition."""
        return self._of.get(proposition.id, self.evidence.iloc[:0])

    def voices(self, proposition: Proposition) -> pd.DataFrame:
        """The stances on one proposition."""
        return self.found[self.found["proposition"] == proposition.id] if len(self.found) else self.found

    def verdict(self, proposition: Proposition, kept: pd.Series) -> str:
        """The verdict on one proposition with a part of the evidence, a bool for each row, its rival judged by the same."""
        return self._cuts.verdicts(kept.to_numpy(dtype=bool))[proposition.id]
