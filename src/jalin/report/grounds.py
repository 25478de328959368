"""What conditions are decided by: the premises, the tables and facts of what was built; and what comes of a count."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from jalin.code.query import QueryContext, QueryError
from jalin.collect import read_register
from jalin.conclude.stage import Premises
from jalin.conclude.stances import stances
from jalin.condense.context import voice_of
from jalin.protect.printed import printed_groups
from jalin.report.facts import Fact
from jalin.report.left_out import left_out
from jalin.tables.columns import METHODS
from jalin.words import day, has_word, number, word

# from the least to the most favourable, see `jalin.conclude.verdict`
RANKS = (
    "refuted", "ungrounded against", "not supported", "mixed", "ungrounded for", "reserved", "supported",
)  # fmt: skip
CODING = ["source_id", "coder", "coding_id"]
# what is looked at of codings, and of evidence
_COUNTED = [*CODING, "voice", "role_group", "case_id", "code_date", "date"]
_EVIDENCE = [
    *CODING, "proposition", "voice", "role_group", "method", "direction", "directness", "origin", "weight", "date",
]  # fmt: skip
# attributes that stand beside every passage anyway, or are of no person
TELL_NOTHING = {
    "source_id",
    "voice",
    "informant_id",
    "method",
    "date",
    "round",
    "language",
    "consent",
    "collector",
}


@dataclass(frozen=True)
class Verdict:
    """A verdict; `rank` is None where nothing speaks to the claim."""

    name: str

    @property
    def rank(self) -> int | None:
        return RANKS.index(self.name) if self.name in RANKS else None


Value = float | bool | str | date | Verdict | None


@dataclass(frozen=True)
class Count:
    """One count: as it is written, its value, the codings that were counted, and the rows of logs by their segments.

    The value is None where there is none, as of the first day of nothing. `tells` where single passages, listed
    under it, would tell who speaks: it is of a group that is printed within others.
    """

    text: str
    value: Value
    counted: pd.DataFrame | None = None
    rows: tuple[str, ...] = ()
    tells: bool = False

    @cached_property
    def codings(self) -> list[tuple[str, str, str]]:
        """The codings that were counted, each once: (source_id, coder, coding_id)."""
        found = [] if self.counted is None else [self.counted[name].tolist() for name in CODING]
        return list(dict.fromkeys(zip(*found, strict=True)))

    def words(self, language: str) -> str:
        """The value as it is read in a language."""
        value = self.value
        if isinstance(value, Verdict):
            return word(f"verdict.{value.name}", language)
        if isinstance(value, str):
            return word(f"convergence.{value}", language) if has_word(f"convergence.{value}") else value
        if isinstance(value, date):
            return day(value, language)
        if isinstance(value, bool):
            return word(f"answer.{'yes' if value else 'no'}", language)
        if value is None or value != value:
            return "–"
        return number(value, language, 0 if float(value).is_integer() else 2)


@dataclass(frozen=True)
class Grounds:
    """What conditions are decided by: the premises, and the tables and facts of what was built.

    Without a table the names are known and what stands in it is missing, which is enough for a check.
    """

    premises: Premises
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    facts: Mapping[str, Fact] | None = None
    results: Any = None

    @property
    def partial(self) -> bool:
        """Whether names may be missing because not all of the study is here."""
        study = self.premises.coded.study
        return bool(study.through or study.case or study.deposited)

    @cached_property
    def asked(self) -> QueryContext:
        """The codings that count."""
        coded = self.premises.coded
        return QueryContext.of(coded.counted, coded.codebook, one_reading=True)

    @cached_property
    def counted(self) -> pd.DataFrame:
        """Of the codings that count, what is counted of them: the columns `_COUNTED`."""
        return _narrow(self.asked.codings, _COUNTED)

    @cached_property
    def _of(self) -> dict[object, Any]:
        """What was looked up before, by what was asked: many conditions ask the same."""
        return {}

    def evidence(self, name: str, of: np.ndarray | None) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The evidence on a proposition, of whom `of` has of the codings that are asked, and the stances in it."""
        key = name, None if of is None else of.tobytes()
        if key not in self._of:
            found = self.ledger.get(name, self._nothing)
            if of is not None:
                keys = set(
                    _narrow(self.premises.coded.asked.codings, CODING)[of].itertuples(index=False, name=None)
                )
                mine = found[CODING].itertuples(index=False, name=None)
                found = found[np.array([one in keys for one in mine], dtype=bool)]
            self._of[key] = found, stances(found)
        return self._of[key]

    @cached_property
    def ledger(self) -> dict[str, pd.DataFrame]:
        """The evidence on each proposition that has some."""
        found = self._ledger
        own = found[found["proposition"].isin(self.premises.ids)]
        return {
            str(name): rows.reset_index(drop=True) for name, rows in own.groupby("proposition", sort=False)
        }

    @cached_property
    def _ledger(self) -> pd.DataFrame:
        return _narrow(self.premises.ledger(), _EVIDENCE)

    @property
    def _nothing(self) -> pd.DataFrame:
        return self._ledger.iloc[:0]

    @cached_property
    def named(self) -> dict[str, list[str]]:
        """For each bare name of whom a count may be of, the attributes that can have it."""
        study = self.premises.coded.study
        settings = study.settings
        # whom earlier data, or one case, do not have yet are no unknown names, nor who withdrew
        sources = read_register(replace(study, through=None, case=""))
        voices = dict.fromkeys(voice_of(sources))
        known: dict[str, Sequence[str]] = {
            "role_group": [group.id for group in settings.role_groups],
            "method": METHODS,
            "case_id": [case.id for case in settings.cases],
            "voice": list(voices),
            # an observation or document is a voice of its own
            "source_id": [name for name in sources["source_id"] if name not in voices],
        }
        found: dict[str, list[str]] = {}
        for column, names in known.items():
            for name in names:
                found.setdefault(name, []).append(column)
        return found

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The sources, with the voice of each."""
        sources = self.premises.coded.sources.reset_index(drop=True)
        return sources.assign(voice=voice_of(sources))

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows of all logs: a column for each of their fields, and what is known of their sources."""
        found = self.tables.get("protect/observations")
        if found is None or found.empty:
            return self.sources.iloc[:0]
        wide = found.pivot(index="segment_id", columns="field", values="value").fillna("")
        of = found.drop_duplicates("segment_id").set_index("segment_id")["source_id"]
        known = self.sources.set_index("source_id").drop(columns=wide.columns, errors="ignore")
        return wide.assign(source_id=of).join(known, on="source_id").reset_index()

    def few(self, columns: Collection[str], codings: pd.DataFrame) -> bool:
        """Whether some of the codings are of informants who share these attributes with fewer than k in all, or whose role group, one of these, is printed within others."""
        key = tuple(columns)
        if key not in self._of:
            spoken = self.sources[self.sources["informant_id"] != ""]
            sizes = spoken.groupby(list(columns))["informant_id"].transform("nunique")
            small = sizes < self.premises.coded.study.settings.anonymity.k
            if "role_group" in columns:
                small |= spoken["role_group"].isin(self._within)
            self._of[key] = frozenset(spoken.loc[small, "source_id"])
        return not self._of[key].isdisjoint(codings["source_id"])

    @cached_property
    def _within(self) -> frozenset[str]:
        return printed_groups(self.premises.coded.study.settings, self.sources).within


def _narrow(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Some columns as plain objects, of which rows are taken hundreds of times in a fraction of the time."""
    return frame[columns].astype({name: object for name in columns if name != "weight"})


def refuse_left_out(grounds: Grounds, fact: str) -> None:
    """Raise `QueryError` for what the study does without."""
    if part := left_out(grounds.premises.coded.study.settings, "fact", fact):
        raise QueryError(
            f"the study leaves out its {part}",
            f"Take the claim out, or take {part!r} out of leave_out in data/raw/study.yaml",
        )
