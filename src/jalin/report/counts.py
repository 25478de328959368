"""What a condition can count: voices, sources, codings and groups of a query, verdicts, rows of logs, days.

A query is asked of the codings that count as evidence, which are one reading. Whom a count is of is another
query, or a bare name of the study: a role group, a technique, a case, an informant or a source.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from lark import Tree

from jalin.code.query import QueryContext, QueryError, chosen_by, said
from jalin.collect import read_register
from jalin.conclude.could_speak import could_speak
from jalin.conclude.stage import Premises
from jalin.conclude.stances import stances
from jalin.condense.context import voice_of
from jalin.errors import nearest, not_yet
from jalin.report.facts import Fact
from jalin.report.left_out import left_out
from jalin.tables.columns import METHODS
from jalin.words import day, has_word, number, word

# from the least to the most favourable, see `jalin.conclude.verdict`
RANKS = (
    "refuted", "ungrounded against", "not supported", "mixed", "ungrounded for", "reserved", "supported",
)  # fmt: skip
_CODING = ["source_id", "coder", "coding_id"]
# what is looked at of codings, and of evidence
_COUNTED = [*_CODING, "voice", "role_group", "case_id", "code_date", "date"]
_EVIDENCE = [
    *_CODING, "proposition", "voice", "role_group", "method", "direction", "directness", "origin", "weight", "date",
]  # fmt: skip
# attributes that stand beside every passage anyway, or are of no person
_TELL_NOTHING = {
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
    """One count: as it is written, its value, the codings that were counted (source_id, coder, coding_id), and the rows of logs by their segments.

    The value is None where there is none, as of the first day of nothing. `tells` where single passages, listed
    under it, would tell who speaks: it is of a group that is too small.
    """

    text: str
    value: Value
    codings: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=_CODING))
    rows: tuple[str, ...] = ()
    tells: bool = False

    def words(self, language: str) -> str:
        """The value as it is read in a language."""
        value = self.value
        if isinstance(value, Verdict):
            return word(f"verdict.{value.name}", language)
        if isinstance(value, str):
            return word(f"convergence.{value}", language) if has_word(f"convergence.{value}") else value
        if isinstance(value, date):
            return day(value, language)
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
                    _narrow(self.premises.coded.asked.codings, _CODING)[of].itertuples(index=False, name=None)
                )
                mine = found[_CODING].itertuples(index=False, name=None)
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
        """Whether some of the codings are of informants who share these attributes with fewer than k in all."""
        spoken = self.sources[self.sources["informant_id"] != ""]
        sizes = spoken.groupby(list(columns))["informant_id"].nunique()
        there = spoken[spoken["source_id"].isin(codings["source_id"])].set_index(list(columns)).index
        least = self.premises.coded.study.settings.anonymity.k
        return bool((sizes[sizes.index.isin(there)] < least).any())


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


@dataclass(frozen=True)
class Asked:
    """The brackets of one count: as the whole is written, what stands in them, and the grounds."""

    text: str
    parts: Sequence[Tree]
    grounds: Grounds

    def part(self, at: int) -> Tree:
        """What stands at a place, without the joints that join nothing."""
        part = self.parts[at]
        while part.data in ("any_of", "all_of") and len(part.children) == 1:
            part = part.children[0]
        return part

    def _bare(self, at: int) -> str:
        """The bare name at a place; "" where something else stands there."""
        part = self.part(at)
        return str(part.children[0]) if part.data == "code" else ""

    def need(self, least: int, most: int, what: str) -> None:
        """Raise `QueryError` unless so many things stand in the brackets."""
        if not least <= len(self.parts) <= most:
            raise QueryError(f"{len(self.parts)} things stand in the brackets", f"Write {what}")

    def name(self, at: int = 0) -> str:
        """The bare name or the words in quotation marks at a place."""
        part = self.part(at)
        if part.data not in ("code", "words"):
            raise QueryError("a name is wanted", "Write one name, without and, or, not or a comparison")
        return said(part.children[0])  # type: ignore[arg-type]

    def proposition(self) -> str:
        """The proposition in the first place."""
        name, known = self.name(), self.grounds.premises.ids
        if name not in known:
            raise QueryError(*not_yet("proposition", name, known))
        refuse_left_out(self.grounds, f"{name}.verdict")
        return name

    def who(self, at: int, asked: QueryContext) -> np.ndarray:
        """Which rows of `asked` are of whom a place names; all without it."""
        if at >= len(self.parts):
            return np.ones(len(asked.codings), dtype=bool)
        part = self.part(at)
        if part.data != "code":
            return chosen_by(part, asked)
        name = str(part.children[0])
        columns = self.grounds.named.get(name, [])
        if not columns and self.grounds.premises.coded.study.deposited:
            return np.zeros(len(asked.codings), dtype=bool)
        if not columns:
            guess = nearest(name, self.grounds.named)
            raise QueryError(f"there is no group, technique, case, informant or source {name!r}", guess)
        if len(columns) > 1:
            ways = " or ".join(f"{column} = {name}" for column in columns)
            raise QueryError(f"{name!r} can be more than one thing", f"Write {ways}")
        return (asked.codings[columns[0]] == name).to_numpy(dtype=bool)

    def of_sources(self, at: int) -> pd.DataFrame:
        """The sources of whom a place names; all without it."""
        everything = self.grounds.sources
        none = pd.DataFrame({"left": [], "right": []}, dtype=int)
        asked = QueryContext(everything, self.grounds.asked.codebook, none, True)
        return everything[self.who(at, asked)]

    def codings(self) -> pd.DataFrame:
        """The codings that count of a query, of whom the second place names."""
        asked = self.grounds.asked
        return self.grounds.counted[chosen_by(self.parts[0], asked) & self.who(1, asked)]

    def evidence(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The evidence on the proposition in the first place, of whom the second names, and the stances in it."""
        name, of = self.proposition(), None
        if len(self.parts) > 1:
            of = self.who(1, self.grounds.premises.coded.asked)
        return self.grounds.evidence(name, of)

    def count(self, value: Value, codings: pd.DataFrame | None = None, rows: Sequence[str] = ()) -> Count:
        """The count, with what was counted."""
        if codings is None:
            return Count(self.text, value, rows=tuple(rows))
        asked = {
            column
            for at in range(len(self.parts))
            for column in (
                *(said(one.children[0]) for one in self.part(at).find_data("attribute")),  # type: ignore[arg-type]
                *(self.grounds.named.get(self._bare(at), []) if at else []),
            )
        }
        columns = sorted(asked & set(self.grounds.sources.columns) - _TELL_NOTHING)
        tells = bool(columns) and self.grounds.few(columns, codings)
        return Count(self.text, value, codings[_CODING].drop_duplicates(), tuple(rows), tells)

    def built(self, table: str, column: str, **equal: object) -> Value:
        """What stands in a column of the row of a built table where this holds; None without the table or row."""
        frame = self.grounds.tables.get(table)
        if frame is None:
            return None
        for name, value in equal.items():
            frame = frame[frame[name] == value]
        value = frame[column].iloc[0] if len(frame) else None
        return None if value is None or pd.isna(value) else value


@dataclass(frozen=True)
class Kind:
    """A kind of count: what stands in its brackets, in words, how many things, and how it is counted."""

    brackets: str
    least: int
    most: int
    counted: Callable[[Asked], Count]

    def of(self, asked: Asked) -> Count:
        """This count of what is asked. Raises `QueryError` for what stands wrong in the brackets."""
        asked.need(self.least, self.most, self.brackets)
        return self.counted(asked)


def _different(column: str) -> Callable[[Asked], Count]:
    """How many values a column has in the codings of a query."""

    def counted(asked: Asked) -> Count:
        found = asked.codings()
        return asked.count(found[column].nunique(), found)

    return counted


def _codings(asked: Asked) -> Count:
    found = asked.codings()
    return asked.count(len(found), found)


def _share(asked: Asked) -> Count:
    """Voices that say it, of all voices of those who are asked about."""
    found, everybody = asked.codings(), asked.of_sources(1)["voice"].nunique()
    return asked.count(found["voice"].nunique() / everybody if everybody else None, found)


def _stance(stance: str) -> Callable[[Asked], Count]:
    """Voices of one stance towards a proposition, as its verdict counts them."""

    def counted(asked: Asked) -> Count:
        found, voices = asked.evidence()
        own = voices[voices["stance"] == stance]["voice"] if len(voices) else []
        return asked.count(len(own), found[found["voice"].isin(list(own))])

    return counted


def _able(asked: Asked) -> Count:
    name, of = asked.proposition(), asked.of_sources(1)
    speaking = set(asked.evidence()[0]["voice"])
    return asked.count(len(set(could_speak(of, name)["voice"]) | speaking))


def _support(asked: Asked) -> Count:
    found, voices = asked.evidence()
    if voices.empty:
        return asked.count(None)
    weight = {"for": 1.0, "mixed": 0.5, "against": 0.0}
    return asked.count(sum(weight[one] for one in voices["stance"]) / len(voices), found)


def _verdict(asked: Asked) -> Count:
    name = asked.proposition()
    found = asked.built("conclude/verdicts", "verdict", proposition=name, round="all")
    return asked.count(None if found is None else Verdict(str(found)), asked.evidence()[0])


def _standing(asked: Asked) -> Count:
    name = asked.proposition()
    return asked.count(asked.built("conclude/verdicts", "standing", proposition=name, round="all"))


def rows_of(asked: Asked) -> pd.DataFrame:
    """The rows of logs for which all that stands in the brackets holds."""
    rows = asked.grounds.rows
    every = QueryContext(rows, asked.grounds.asked.codebook, pd.DataFrame(), True)
    held = np.ones(len(rows), dtype=bool)
    for at, part in enumerate(asked.parts):
        if any(part.find_pred(lambda one: one.data in ("shared", "close", "words"))):
            raise QueryError("rows of a log have fields and no codes", "Write FIELD = VALUE")
        if not len(rows):
            continue
        try:
            held &= asked.who(at, every)
        except QueryError:
            # the log that has the field may be of a later day, or of another case
            if not asked.grounds.partial:
                raise
            held[:] = False
    return rows[held]


def _rows(asked: Asked) -> Count:
    found = rows_of(asked)
    return asked.count(len(found), rows=list(found["segment_id"]) if len(found) else [])


def _day(earliest: bool) -> Callable[[Asked], Count]:
    """The first or last day of the codings of a query: of the event that a code names, else of collection."""

    def counted(asked: Asked) -> Count:
        found = asked.codings()
        days = found["code_date"].where(found["code_date"] != "", found["date"])
        if days.empty:
            return asked.count(None)
        day = days.min() if earliest else days.max()
        return asked.count(date.fromisoformat(day), found[days == day])

    return counted


def _alpha(asked: Asked) -> Count:
    name, codebook = asked.name(), asked.grounds.asked.codebook
    if name not in codebook.today:
        raise QueryError(*not_yet("code", name, codebook.today))
    refuse_left_out(asked.grounds, "alpha")
    return asked.count(asked.built("code/agreement", "alpha", code=codebook.today[name]))


def _fact(asked: Asked) -> Count:
    name, facts = asked.name(), asked.grounds.facts
    refuse_left_out(asked.grounds, name)
    if facts is None:
        return asked.count(None)
    if name not in facts and asked.grounds.partial:
        return asked.count(None)
    if name not in facts:
        raise QueryError(f"there is no fact {name!r}", nearest(name, facts))
    value = facts[name].value(asked.grounds.results)
    return asked.count(Verdict(value) if facts[name].take == "verdict" else value)  # type: ignore[arg-type]


_QUERY = "a query, and after a comma of whom, if not of all: {}(CODE, GROUP)"
_ABOUT = "a proposition, and after a comma of whom, if not of all: {}(P1, GROUP)"


def _kind(name: str, brackets: str, most: int, counted: Callable[[Asked], Count]) -> Kind:
    return Kind(brackets.format(name), 1, most, counted)


COUNTS: dict[str, Kind] = {
    "voices": _kind("voices", _QUERY, 2, _different("voice")),
    "sources": _kind("sources", _QUERY, 2, _different("source_id")),
    "groups": _kind("groups", _QUERY, 2, _different("role_group")),
    "cases": _kind("cases", _QUERY, 2, _different("case_id")),
    "codings": _kind("codings", _QUERY, 2, _codings),
    "share": _kind("share", _QUERY, 2, _share),
    "for": _kind("for", _ABOUT, 2, _stance("for")),
    "mixed": _kind("mixed", _ABOUT, 2, _stance("mixed")),
    "against": _kind("against", _ABOUT, 2, _stance("against")),
    "able": _kind("able", _ABOUT, 2, _able),
    "support": _kind("support", _ABOUT, 2, _support),
    "verdict": _kind("verdict", "a proposition: {}(P1)", 1, _verdict),
    "standing": _kind("standing", "a proposition: {}(P1)", 1, _standing),
    "rows": Kind("what the fields of the log have: rows(FIELD = VALUE)", 0, 20, _rows),
    "first": _kind("first", _QUERY, 2, _day(True)),
    "last": _kind("last", _QUERY, 2, _day(False)),
    "alpha": _kind("alpha", "a code: {}(CODE)", 1, _alpha),
    "fact": _kind("fact", 'a fact of the report, in quotation marks: {}("sources")', 1, _fact),
}
