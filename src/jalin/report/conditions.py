"""Conditions: what a sentence of a chapter claims, in numbers that the build counts.

    voices(TOIL, pupil) > voices(TOIL, teacher)
    for(P1) >= 2 * (mixed(P1) + against(P1)) and groups(MS-LIKE) >= 3
    verdict(P1) >= reserved and standing(P1) > 75 %
    rows(aksi = suka and isi = partisan) / rows(aksi = suka) < 1/4
    first(EV-SPANDUK) before first(MS-LIKE)

A condition is parsed to a tree and applied; it is never evaluated as Python. What stands within the
brackets of a count is a query (`jalin.code.query`), asked of the codings that count as evidence.
What can be counted is in `jalin.report.counts`; docs/reference/claims.md has every count with an example.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from lark import Lark, Tree, UnexpectedInput

from jalin.code.query import GRAMMAR, SIGNS, QueryError, said, wrong_at
from jalin.errors import Unmet, nearest
from jalin.report.counts import COUNTS, Asked, rows_of
from jalin.report.grounds import Count, Grounds, Value, Verdict
from jalin.tables.columns import VERDICTS

_CONDITION = (
    GRAMMAR
    + r"""
    ?condition: each
        | each ("or"i each)+                        -> either_of
    ?each: holds
        | holds ("and"i holds)+                     -> each_of
    ?holds: "not"i holds                            -> fails
        | compared
    ?compared: sum ((SIGN | ORDER) sum)*
    ?sum: product
        | product ((PLUS | MINUS) product)+         -> reckoned
    ?product: term
        | term ((TIMES | OVER) term)+               -> reckoned
    ?term: MINUS term                               -> minus
        | "(" condition ")"
        | NUMBER                                    -> number
        | SHARE                                     -> share
        | DAY                                       -> day
        | NAME "(" [either ("," either)*] ")"       -> count
        | (NAME | STRING)                           -> word
    ORDER: /(before|after)\b/i
    DAY.3: /\d{4}-\d\d-\d\d/
    SHARE.3: /\d+(\.\d+)?\s*%/
    NUMBER.2: /\d+(\.\d+)?/
    PLUS: "+"
    MINUS: "-" | "−"
    TIMES: "*" | "×"
    OVER: "/" | "÷"
"""
)
_PARSER = Lark(
    _CONDITION, parser="lalr", start="condition", propagate_positions=True, maybe_placeholders=False
)
_ORDER = {"before": "<", "after": ">"}
_RECKONED: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda one, other: one / other if other else float("nan"),
}
_RECKONED |= {other: _RECKONED[sign] for other, sign in (("−", "-"), ("×", "*"), ("÷", "/"))}


class ConditionError(Unmet):
    """A condition that cannot be decided: what is wrong and what to do."""


@dataclass(frozen=True)
class Decided:
    """A condition, whether it holds, and its counts, each once.

    `holds` is None where it compares what is not there, such as the first day of what nobody tells of.
    """

    condition: str
    holds: bool | None
    counts: list[Count]

    @property
    def state(self) -> str:
        """yes, no or undecided."""
        return {True: "yes", False: "no", None: "undecided"}[self.holds]

    def values(self, language: str) -> str:
        """The counts as they are."""
        return "; ".join(f"{count.text} = {count.words(language)}" for count in self.counts)


def _tree(condition: str) -> Tree:
    try:
        return _PARSER.parse(condition)
    except UnexpectedInput as error:
        raise ConditionError(
            f"the condition {condition!r} cannot be read at {wrong_at(error)}",
            "A condition compares counts, such as voices(CODE) > 3; docs/reference/claims.md has them all",
        ) from None


def chosen_rows(query: str, grounds: Grounds) -> pd.DataFrame:
    """The rows of logs that `rows(QUERY)` counts. Raises `ConditionError`."""
    text = f"rows({query})"
    tree = _tree(text)
    try:
        return rows_of(Asked(text, tree.children[1:], grounds))
    except QueryError as error:
        raise ConditionError(error.what, error.remedy) from None


def decide(condition: str, grounds: Grounds) -> Decided:
    """Whether a condition holds on these grounds. Raises `ConditionError` for one that cannot be read or decided."""
    tree = _tree(condition)
    deciding = _Deciding(condition, grounds)
    holds = deciding.truth(tree)
    return Decided(" ".join(condition.split()), holds, list(deciding.counts.values()))


def _kind(value: Value) -> str:
    kinds = {bool: "true or false", Verdict: "a verdict", date: "a day", str: "a word"}
    return kinds.get(type(value), "a number")


class _Deciding:
    """One condition, taken apart. The value of a part is None where something that it needs is not there."""

    def __init__(self, condition: str, grounds: Grounds) -> None:
        self.text, self.grounds = condition, grounds
        self.counts: dict[str, Count] = {}

    def written(self, part: Tree) -> str:
        """A part as it is written."""
        return " ".join(self.text[part.meta.start_pos : part.meta.end_pos].split())

    def value(self, part: Tree) -> Value:
        return getattr(self, f"_{part.data}")(part, *part.children)

    def truth(self, part: Tree) -> bool | None:
        value = self.value(part)
        if value is None or isinstance(value, bool):
            return value
        what = f"{self.written(part)} is {_kind(value)}, and nothing that holds or not"
        raise ConditionError(what, "Compare it, as in voices(CODE) > 3")

    def amount(self, part: Tree) -> float:
        value = self.value(part)
        if value is not None and _kind(value) != "a number":
            what = f"{self.written(part)} is {_kind(value)}, and no number"
            raise ConditionError(what, "Only numbers are added up")
        return float("nan") if value is None else float(value)  # type: ignore[arg-type]

    def _either_of(self, _: Tree, *parts: Tree) -> bool | None:
        found = [self.truth(part) for part in parts]
        return True if True in found else None if None in found else False

    def _each_of(self, _: Tree, *parts: Tree) -> bool | None:
        found = [self.truth(part) for part in parts]
        return False if False in found else None if None in found else True

    def _fails(self, _: Tree, part: Tree) -> bool | None:
        value = self.truth(part)
        return None if value is None else not value

    def _compared(self, _: Tree, *parts: Any) -> bool | None:
        found = [
            self._two(left, _ORDER.get(str(sign).lower(), str(sign)), right)
            for left, sign, right in zip(parts[::2], parts[1::2], parts[2::2], strict=False)
        ]
        return False if False in found else None if None in found else True

    def _two(self, left: Tree, sign: str, right: Tree) -> bool | None:
        one, other = self.value(left), self.value(right)
        if isinstance(one, Verdict) or isinstance(other, Verdict):
            one, other = _verdict(one), _verdict(other)
        if one is None or other is None or one != one or other != other:
            return None
        if _kind(one) != _kind(other):
            what = (
                f"these cannot be compared: {self.written(left)} is {_kind(one)}; "
                f"{self.written(right)} is {_kind(other)}"
            )
            raise ConditionError(what, "Compare like with like")
        equal = sign in ("=", "!=", "≠")
        if isinstance(one, str) and not equal:
            raise ConditionError(f"words have no order: {one} {sign} {other}", "Use = or !=")
        if isinstance(one, Verdict) and not equal:
            # without any evidence a claim is neither above nor below another
            one, other = one.rank, other.rank  # type: ignore[union-attr]
            return one is not None and other is not None and bool(SIGNS[sign](one, other))
        if isinstance(one, float | int):
            # in numbers of decimals, so that 0.1 + 0.2 is 0.3
            one, other = round(one, 9), round(other, 9)  # type: ignore[arg-type]
        return bool(SIGNS[sign](one, other))

    def _reckoned(self, _: Tree, *parts: Any) -> float:
        total = self.amount(parts[0])
        for sign, part in zip(parts[1::2], parts[2::2], strict=True):
            total = _RECKONED[str(sign)](total, self.amount(part))
        return total

    def _minus(self, _: Tree, __: object, part: Tree) -> float:
        return -self.amount(part)

    def _number(self, _: Tree, token: str) -> float:
        return float(token)

    def _share(self, _: Tree, token: str) -> float:
        return float(token.rstrip("% ")) / 100

    def _day(self, _: Tree, token: str) -> date:
        try:
            return date.fromisoformat(token)
        except ValueError:
            raise ConditionError(f"there is no day {token}", "Write YYYY-MM-DD") from None

    def _word(self, _: Tree, token: Any) -> str:
        return said(token)

    def _count(self, part: Tree, name: str, *within: Tree) -> Value:
        if name not in COUNTS:
            raise ConditionError(f"there is no count {str(name)!r}", nearest(name, COUNTS))
        text = self.written(part)
        if text not in self.counts:
            try:
                self.counts[text] = COUNTS[name].of(Asked(text, within, self.grounds))
            except QueryError as error:
                raise ConditionError(f"{error.what}, in {text}", error.remedy) from None
        return self.counts[text].value


def _verdict(value: Value) -> Value:
    """A word beside a verdict as a verdict. Raises `ConditionError` for one that is none."""
    if not isinstance(value, str):
        return value
    if value not in VERDICTS:
        raise ConditionError(f"there is no verdict {value!r}", nearest(value, VERDICTS))
    return Verdict(value)
