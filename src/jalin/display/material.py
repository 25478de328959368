"""What displays are made of: codings with all that is known of them, along any axis."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from jalin.code.codebook import Codebook
from jalin.code.query import QueryContext, QueryError, select
from jalin.condense.patterns import pattern_members
from jalin.errors import Problem, StudyError, not_yet
from jalin.named import Until
from jalin.protect.printed import Printed
from jalin.settings import Settings
from jalin.tables.columns import DIRECTNESS, METHODS
from jalin.tables.parts import Parts
from jalin.words import has_word, word

# between the two values of a pair
PAIR = " × "
AXES = (
    "case_id", "role_group", "voice", "source_id", "method", "round", "period", "question", "branch", "theme",
    "code", "pattern", "event", "directness",
)  # fmt: skip

# what a coding is about; the other axes are where it stands, and who speaks
OF_CODES = frozenset({"period", "question", "branch", "theme", "code", "pattern", "event", "directness"})


def period_of(day: str, periods: list[Until]) -> str:
    """The id of the first period that ends on or after `day` (YYYY-MM-DD), else of the last."""
    for period in periods:
        if day <= period.until.isoformat():
            return period.id
    return periods[-1].id


def _by_number(value: str) -> tuple[float, str]:
    """Values that begin with a number in its order, before others."""
    found = re.match(r"\d+", value)
    return (float(found.group()) if found else float("inf"), value)


@dataclass(frozen=True)
class Axis:
    """Rows or columns of a display: their values in order, the names by language, and which coding is at which value."""

    values: list[str]
    names: dict[str, dict[str, str]]
    at: pd.DataFrame

    def only(self, values: list[str]) -> "Axis":
        """The same with `values` alone, in their order."""
        return Axis(values, self.names, self.at[self.at["value"].isin(values)])


@dataclass(frozen=True)
class Material:
    """Codings as `condense.with_context` gives them, for the settings of one study.

    `summaries`: columns display, row, column, summary, as people wrote them. `closed`: the sources that may not be quoted; `printed`: how role groups are printed beside single
    voices, and `printed_by_case` where their case is; `joined`: which of these holds for the axis of role groups, if any.
    """

    settings: Settings
    codebook: Codebook
    codings: pd.DataFrame | Parts | None
    summaries: pd.DataFrame
    closed: frozenset[str] = frozenset()
    printed: Printed | None = None
    printed_by_case: Printed | None = None
    joined: Printed | None = None

    @property
    def frame(self) -> pd.DataFrame:
        """The codings of one part, or of all where they are in one frame; raises TypeError where they are in parts."""
        if not isinstance(self.codings, pd.DataFrame):
            raise TypeError("codings in parts are measured, see display.matrix")
        return self.codings

    def where(self, query: str) -> "Material":
        """The material with the codings that a query selects. Raises `StudyError` for a query that cannot be read."""
        try:
            chosen = select(query, QueryContext.of(self.codings, self.codebook))
        except QueryError as fault:
            raise StudyError(Problem("display", "where", fault.what, fault.remedy)) from None
        return replace(self, codings=self.frame[chosen].reset_index(drop=True))

    def axis(self, name: str) -> Axis:
        """The axis `name`: two of these with × between (a row for each pair that has codings), one of `AXES`, `code:BRANCH` (codes below it), `code.ATTRIBUTE` of the codebook, or any attribute of sources.

        Raises `StudyError` for one that is not there, with the nearest that are.
        """
        if "×" in name:
            return self._pairs(*(part.strip() for part in name.split("×", 1)))
        if name.startswith("code:"):
            return self._branch(name.removeprefix("code:"))
        if name.startswith("code."):
            return self._code_attribute(name.removeprefix("code."))
        if name == "question":
            return self._many(
                {
                    item.id: [code for theme in item.themes for code in self.codebook.branch(theme)]
                    for item in self.settings.questions
                },
                {item.id: item.text for item in self.settings.questions},
            )
        if name == "pattern":
            members = pattern_members(self.codebook)
            return self._many(members, {code: self.codebook.codes[code].name for code in members})
        if name == "event":
            branch = self.settings.evidence.examples
            if branch is None:
                what = "study.yaml names no code above the events"
                remedy = "Name it under evidence, examples in data/raw/study.yaml"
                raise StudyError(Problem("display", name, what, remedy))
            return self._branch(branch, by_date=True)
        if name == "code":
            return self._plain(self.frame["code"], list(self.codebook.codes), self._code_names())
        if name == "branch":
            roots = [
                code.id for code in self.codebook.codes.values() if not code.parent and code.cycle == "first"
            ]
            return self._plain(self.frame["theme"], roots, self._code_names())
        if name == "theme":
            roots = self.codebook.themes(self.settings.evidence)
            return self._plain(self.frame["theme"], roots, self._code_names())
        if name == "period":
            days = self.frame["code_date"].where(self.frame["code_date"] != "", self.frame["date"])
            periods = self.settings.periods
            values = days.map({day: period_of(day, periods) for day in days.unique()}).astype("str")
            return self._plain(
                values, [item.id for item in periods], {item.id: item.name for item in periods}
            )
        return self._attribute(name)

    def _code_names(self) -> Mapping[str, Any]:
        return {code.id: code.name for code in self.codebook.codes.values()}

    def _axis(self, at: pd.DataFrame, order: list[str], names: Mapping[str, Any]) -> Axis:
        said = {
            language: {value: names[value][language] if value in names else value for value in order}
            for language in self.settings.languages
        }
        return Axis(order, said, at[at["value"].isin(order)].reset_index(drop=True))

    def _plain(self, values: pd.Series, order: list[str], names: Mapping[str, Any]) -> Axis:
        at = pd.DataFrame({"position": np.arange(len(values)), "value": values.to_numpy()})
        return self._axis(at, order, names)

    def _many(self, codes: dict[str, list[str]], names: Mapping[str, Any]) -> Axis:
        """An axis whose values are sets of codes, which may share some."""
        parts = [
            pd.DataFrame({"position": np.flatnonzero(self.frame["code"].isin(members)), "value": value})
            for value, members in codes.items()
        ]
        at = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"position": [], "value": []})
        return self._axis(at, list(codes), names)

    def _pairs(self, first: str, second: str) -> Axis:
        """The axis of the pairs of two axes, in the order of the first, then of the second."""
        one, other = self.axis(first), self.axis(second)
        both = one.at.merge(other.at, on="position", suffixes=("_one", "_other"))
        both["value"] = both["value_one"] + PAIR + both["value_other"]
        there = set(both["value"])
        order = [
            pair for left in one.values for right in other.values if (pair := f"{left}{PAIR}{right}") in there
        ]
        names = {
            language: {
                pair: f"{one.names[language][left]}: {other.names[language][right]}"
                for pair in order
                for left, right in [pair.split(PAIR, 1)]
            }
            for language in self.settings.languages
        }
        return Axis(order, names, both[["position", "value"]])

    def _branch(self, code: str, by_date: bool = False) -> Axis:
        """The codes below `code`, each with its own branch, after the code itself where it has codings of its own."""
        if code not in self.codebook.today:
            raise StudyError(Problem("display", f"code:{code}", *not_yet("code", code, self.codebook.today)))
        root = self.codebook.today[code]
        below = [one.id for one in self.codebook.codes.values() if one.parent == root]
        if by_date:
            days = {one: self.codebook.codes[one].date for one in below}
            below.sort(key=lambda one: (days[one] is None, days[one], one))
        own = {root: [root]} if not below or (self.frame["code"] == root).any() else {}
        members = own | {one: sorted(self.codebook.branch(one)) for one in below}
        return self._many(members, self._code_names())

    def _code_attribute(self, name: str) -> Axis:
        codes = self.codebook.codes.values()
        values = {code.id: code.attribute(name) for code in codes}
        order = sorted({value for value in values.values() if value}, key=_by_number)
        if not order:
            known = {name for code in codes for name in code.attributes}
            raise StudyError(Problem("display", f"code.{name}", *not_yet("attribute of a code", name, known)))
        names = {
            code.attribute(name): {
                language: code.attribute(name, language) for language in self.settings.languages
            }
            for code in codes
        }
        return self._plain(self.frame["code"].map(values), order, names)

    def _attribute(self, name: str) -> Axis:
        settings = self.settings
        listed: Mapping[str, Any] = {
            "case_id": settings.cases,
            "role_group": settings.role_groups,
            "round": settings.rounds,
        }
        if name == "role_group" and self.joined:
            shown = {language: self.joined.names(language) for language in settings.languages}
            order = list(shown[settings.languages[0]])
            names = {one: {language: said[one] for language, said in shown.items()} for one in order}
            return self._plain(self.frame[name].map(self.joined.of).astype("str"), order, names)
        if name in listed:
            order = [item.id for item in listed[name]]
            return self._plain(self.frame[name], order, {item.id: item.name for item in listed[name]})
        if name not in self.frame.columns:
            known = [*AXES, *self.frame.columns]
            raise StudyError(Problem("display", name, *not_yet("axis", name, known)))
        values = self.frame[name].astype("str")
        if name == "voice":
            groups = [group.id for group in settings.role_groups]
            # in order of rank as it is printed, or the order would tell
            shown_as = self.printed.of if self.printed else dict(zip(groups, groups, strict=True))
            rank = {
                group: groups.index(next(one for one in groups if shown_as[one] == shown_as[group]))
                for group in groups
            }
            of = dict(zip(values, self.frame["role_group"].map(rank), strict=True))
            order = sorted(of, key=lambda one: (of[one], one))
        elif name in ("method", "directness"):
            order = [value for value in (METHODS if name == "method" else DIRECTNESS) if value in set(values)]
        else:
            order = sorted(set(values) - {""})
        plain = self._plain(values, order, {})
        if name in ("method", "directness"):
            said = {
                language: {
                    value: word(f"{name}.{value}", language) if has_word(f"{name}.{value}") else value
                    for value in order
                }
                for language in self.settings.languages
            }
            return Axis(plain.values, said, plain.at)
        return plain
