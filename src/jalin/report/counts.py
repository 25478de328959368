"""What a condition can count: voices, sources, codings and groups of a query, verdicts, rows of logs, days.

A query is asked of the codings that count as evidence, which are one reading. Whom a count is of is another
query, or a bare name of the study: a role group, a technique, a case, an informant or a source.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from lark import Tree

from jalin.code.query import QueryContext, QueryError, chosen_by, said
from jalin.conclude.could_speak import could_speak
from jalin.errors import nearest, not_yet
from jalin.report.grounds import TELL_NOTHING, Count, Grounds, Value, Verdict, refuse_left_out


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
        columns = sorted(asked & set(self.grounds.sources.columns) - TELL_NOTHING)
        tells = bool(columns) and self.grounds.few(columns, codings)
        return Count(self.text, value, codings, tuple(rows), tells)

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


def _fragile(asked: Asked) -> Count:
    name = asked.proposition()
    found = asked.built("conclude/verdicts", "fragile", proposition=name, round="all")
    return asked.count(None if found is None else bool(found))


def rows_of(asked: Asked) -> pd.DataFrame:
    """The rows of logs for which all that stands in the brackets holds."""
    rows = asked.grounds.rows
    every = QueryContext(rows, asked.grounds.asked.codebook, pd.DataFrame(), True)
    held = np.ones(len(rows), dtype=bool)
    for at, part in enumerate(asked.parts):
        if any(part.find_pred(lambda one: one.data in ("shared", "close", "ahead", "words"))):
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
    "fragile": _kind("fragile", "a proposition: {}(P1)", 1, _fragile),
    "rows": Kind("what the fields of the log have: rows(FIELD = VALUE)", 0, 20, _rows),
    "first": _kind("first", _QUERY, 2, _day(True)),
    "last": _kind("last", _QUERY, 2, _day(False)),
    "alpha": _kind("alpha", "a code: {}(CODE)", 1, _alpha),
    "fact": _kind("fact", 'a fact of the report, in quotation marks: {}("sources")', 1, _fact),
}
