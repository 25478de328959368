"""Rivals told apart: what one would expect if a claim were so, and if its rival were; and propositions that mirror each other.

What is expected is tested as in process tracing, by Van Evera's four tests (1997, Guide to Methods for Students of
Political Science, ch. 1; Bennett 2010, in Brady & Collier, Rethinking Social Inquiry; Collier 2011, PS 44(4), 823–830):

                    not unique           unique
    not certain     straw in the wind    smoking gun
    certain         hoop                 doubly decisive

Certain: it must be found if the claim is so; not to find it counts against the claim. Unique: it could hardly be
found if the rival were so; to find it counts against the rival. A straw in the wind decides nothing. It is
found when a voice shows it that knows it from more than hearsay.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from jalin.code.codings import names_of
from jalin.code.query import alternatives
from jalin.conclude.propositions import Discriminating, Expectation, Proposition, Side
from jalin.conclude.stances import stances

# the field of `Discriminating` for the proposition under which it stands, then for its rival
_SIDES = ("if_so", "if_rival")


def _key(proposition: str, item: int, side: str) -> str:
    """What stands for an expectation where the ledger names propositions."""
    return f"{proposition}, discriminating {item}, {side}"


def _items(propositions: Sequence[Proposition]) -> Iterator[tuple[Proposition, int, Discriminating]]:
    for proposition in propositions:
        for number, item in enumerate(proposition.discriminating, start=1):
            yield proposition, number, item


def expectations(propositions: Sequence[Proposition]) -> list[Proposition]:
    """Each expectation as a claim that what is expected speaks for: so the ledger has the codings that show it."""
    bare: dict[str, Any] = {
        "against": Side(),
        "rival": None,
        "if_then": None,
        "contrast": [],
        "discriminating": [],
    }
    return [
        owner.model_copy(update={**bare, "id": _key(owner.id, number, side), "for_": getattr(item, side)})
        for owner, number, item in _items(propositions)
        for side in _SIDES
    ]


def seen(found: pd.DataFrame) -> set[str]:
    """The ids of claims that a voice speaks for from more than hearsay, from the table of stances."""
    return set() if found.empty else set(found.loc[found["not_hearsay"], "proposition"])


def _struck(item: Discriminating, own: str, number: int, there: Collection[str]) -> set[str]:
    """The sides of an item that what was found, or not found, counts against."""
    against = set()
    for side, other in (_SIDES, _SIDES[::-1]):
        expected: Expectation = getattr(item, side)
        is_there = _key(own, number, side) in there
        if expected.unique and is_there:
            against.add(other)
        if expected.certain and not is_there:
            against.add(side)
    return against


def told_apart(proposition: Proposition, propositions: Sequence[Proposition], there: Collection[str]) -> str:
    """Which of a proposition and its rival the discriminating evidence of both speaks for; `there`: what was `seen`.

    "" without a rival, "not sought" without such evidence, "for it" when something counts against the rival and
    nothing against it, "for its rival" the other way, else "undecided".
    """
    if proposition.rival is None:
        return ""
    against, named = set(), False
    for owner, number, item in _items(propositions):
        if {owner.id, owner.rival} != {proposition.id, proposition.rival}:
            continue
        named = True
        its = dict(
            zip(_SIDES, ("it", "rival") if owner.id == proposition.id else ("rival", "it"), strict=True)
        )
        against |= {its[side] for side in _struck(item, owner.id, number, there)}
    if not named:
        return "not sought"
    return {frozenset({"rival"}): "for it", frozenset({"it"}): "for its rival"}.get(
        frozenset(against), "undecided"
    )


def discriminating_table(
    propositions: Sequence[Proposition], evidence: pd.DataFrame, languages: Sequence[str]
) -> pd.DataFrame:
    """The table `conclude/discriminating`: one row an item, what was expected, found, and what it counts for.

    `evidence`: the ledger with the rows of `expectations`.
    """
    found = stances(evidence)
    there = seen(found)
    rows = []
    for owner, number, item in _items(propositions):
        row: dict[str, Any] = {"proposition": owner.id, "rival": owner.rival, "item": number}
        row |= {f"evidence_{language}": item.evidence[language] for language in languages}
        for side, suffix in zip(_SIDES, ("so", "rival"), strict=True):
            expected, key = getattr(item, side), _key(owner.id, number, side)
            own = evidence[evidence["proposition"] == key]
            row |= {f"expected_{suffix}_{language}": expected.expected[language] for language in languages}
            row |= {
                f"test_{suffix}": expected.test,
                f"voices_{suffix}": int((found["proposition"] == key).sum()) if len(found) else 0,
                f"found_{suffix}": key in there,
                f"codings_{suffix}": " ".join(names_of(own)),
            }
        against = _struck(item, owner.id, number, there)
        row["speaks_for"] = {frozenset({"if_rival"}): owner.id, frozenset({"if_so"}): owner.rival}.get(
            frozenset(against), ""
        )
        rows.append(row)
    return pd.DataFrame(rows)


def mirrors(propositions: Sequence[Proposition], evidence: pd.DataFrame) -> list[tuple[str, str]]:
    """The pairs of propositions that mirror each other: what speaks for the one speaks against the other, and so back.

    It is judged on the queries (every alternative of `for` is one of `against`), and on the codings that they select.
    """
    keys = list(zip(evidence["source_id"], evidence["coder"], evidence["coding_id"], strict=True))
    chosen: dict[tuple[str, str], set[tuple[str, str, str]]] = {}
    for proposition, direction, key in zip(evidence["proposition"], evidence["direction"], keys, strict=True):
        chosen.setdefault((proposition, direction), set()).add(key)

    def within(one: Proposition, other: Proposition) -> bool:
        mine = chosen.get((one.id, "for"), set())
        by_query = alternatives(one.for_.query) and (
            alternatives(one.for_.query) <= alternatives(other.against.query)
        )
        return bool(by_query or (mine and mine <= chosen.get((other.id, "against"), set())))

    return [
        (one.id, other.id)
        for one, other in combinations(propositions, 2)
        if within(one, other) and within(other, one)
    ]
