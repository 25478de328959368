"""The convergence matrix: proposition × source group, and proposition × technique."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from jalin.conclude.could_speak import could_speak
from jalin.conclude.stances import stances_by
from jalin.condense import voice_of
from jalin.rules import Convergence
from jalin.tables.columns import STANCES
from jalin.tables.parts import Parts, measure
from jalin.triangulate.pair import Cell, conflict, pair_code, similarities

# by source, by technique and by time: Sugiyono's triangulasi sumber, teknik and waktu
BY = ("role_group", "method", "round")
_FROM_WORST = ("dissonance", "partial agreement", "agreement")
Cells = dict[tuple[str, str, str], Cell]


def _able(sources: pd.DataFrame, proposition: str) -> dict[str, dict[str, int]]:
    """Per way of grouping and group, the voices that were asked about a proposition or could show it."""
    asked = could_speak(sources, proposition)
    voices = list(voice_of(asked))
    found: dict[str, dict[str, set[str]]] = {by: {} for by in BY}
    for by, groups in found.items():
        for group, voice in zip(asked[by], voices, strict=True):
            groups.setdefault(group, set()).add(voice)
    return {by: {group: len(own) for group, own in groups.items()} for by, groups in found.items()}


@dataclass(frozen=True)
class CellMeasure:
    """The measure behind `cells_of`, of the evidence."""

    propositions: tuple[str, ...]
    groups: dict[str, list[str]]

    @property
    def columns(self) -> tuple[str, ...]:
        """What it looks at."""
        return (
            *BY, "proposition", "voice", "direction", "directness", "origin", "weight", "date", "examples",
        )  # fmt: skip

    def part(self, evidence: pd.DataFrame) -> dict[tuple[str, str, str], tuple[Counter, frozenset[str]]]:
        """Per cell its stances counted, and the events it tells of."""
        held = {
            by: stances_by(evidence, by).groupby(["proposition", by, "stance"]).size().to_dict() for by in BY
        }
        events: dict[tuple[str, str, str], set[str]] = {}
        told = evidence[evidence["examples"] != ""]
        for by in BY:
            for proposition, group, names in zip(
                told["proposition"], told[by], told["examples"], strict=True
            ):
                events.setdefault((proposition, by, group), set()).update(names.split())
        return {
            (proposition, by, group): (
                Counter({name: held[by].get((proposition, group, name), 0) for name in STANCES}),
                frozenset(events.get((proposition, by, group), ())),
            )
            for proposition in self.propositions
            for by in BY
            for group in self.groups[by]
        }

    def join(self, parts: list[dict]) -> dict[tuple[str, str, str], tuple[Counter, frozenset[str]]]:
        """They add up."""
        return {
            key: (
                sum((part[key][0] for part in parts), Counter()),
                frozenset().union(*(part[key][1] for part in parts)),
            )
            for key in parts[0]
        }


def cells_of(
    evidence: pd.DataFrame | Parts,
    sources: pd.DataFrame,
    propositions: list[str],
    groups: dict[str, list[str]],
) -> Cells:
    """The cell of every (proposition, by, group).

    A voice has in each group, technique and round the stance it had there; one that
    speaks to a proposition was able to, whatever the register says of it.
    """
    told = measure(evidence, CellMeasure(tuple(propositions), groups))
    heard = {proposition: _able(sources, proposition) for proposition in propositions}
    return {
        (proposition, by, group): Cell(
            able=max(heard[proposition][by].get(group, 0), counted.total()),
            voices_for=counted["for"],
            voices_against=counted["against"],
            voices_mixed=counted["mixed"],
            examples=events,
        )
        for (proposition, by, group), (counted, events) in told.items()
    }


def prevailing(codes: Iterable[str]) -> str:
    """The middle code of pairs that both speak, in order from dissonance to agreement, of two the less favourable; "alone" where no two speak.

    The most frequent one would not do: it can rise when a pair becomes less alike. Who is silent, or could not
    speak, is another statement, and does not hide what the others say.
    """
    ranked = sorted(_FROM_WORST.index(code) for code in codes if code in _FROM_WORST)
    return _FROM_WORST[ranked[(len(ranked) - 1) // 2]] if ranked else "alone"


def _code(state: str, codes: list[str]) -> str:
    """The convergence code of a group that has this state, from those of its pairs."""
    if state == "not able":
        return state
    if state == "silent":
        return "silence" if "silence" in codes else "none"
    return prevailing(codes)


def convergence_cells(cells: Cells, rule: Convergence) -> pd.DataFrame:
    """The table `triangulate/cells`: each group, and how it converges with the other groups.

    The code of a group that speaks is the middle one of its pairs with others that speak; pooling the others
    would let one dissenter make every group look dissonant.
    """
    rows = []
    beside: dict[tuple[str, str], dict[str, Cell]] = {}
    for (proposition, by, group), cell in cells.items():
        beside.setdefault((proposition, by), {})[group] = cell
    for (proposition, by, group), cell in cells.items():
        others = [other for name, other in beside[proposition, by].items() if name != group]
        state = cell.state(rule)
        rows.append(
            {
                "proposition": proposition,
                "by": by,
                "group": group,
                "able": cell.able,
                "voices_for": cell.voices_for,
                "voices_against": cell.voices_against,
                "voices_mixed": cell.voices_mixed,
                "state": state,
                "favour": cell.favour,
                "prominence": cell.prominence,
                "examples": " ".join(sorted(cell.examples)),
                "convergence": _code(state, [pair_code(cell, other, rule) for other in others]),
                "conflict": any(conflict(cell, other, rule) for other in others),
            }
        )
    return pd.DataFrame(rows)


_PAIR = (
    "proposition", "by", "group_1", "group_2", "meaning", "prominence", "examples", "convergence", "conflict",
)  # fmt: skip


def convergence_pairs(cells: Cells, rule: Convergence) -> pd.DataFrame:
    """The table `triangulate/pairs`: every pair of groups, and what is the same of two that both speak."""
    rows = []
    for left, right in combinations(cells, 2):
        if left[:2] != right[:2]:
            continue
        one, other = cells[left], cells[right]
        alike = similarities(one, other, rule) if one.speaking and other.speaking else {}
        rows.append(
            {
                "proposition": left[0],
                "by": left[1],
                "group_1": left[2],
                "group_2": right[2],
                **{
                    name: ("same" if alike[name] else "different") if name in alike else ""
                    for name in ("meaning", "prominence", "examples")
                },
                "convergence": pair_code(one, other, rule),
                "conflict": conflict(one, other, rule),
            }
        )
    return pd.DataFrame(rows, columns=list(_PAIR))


def _views(found: list[dict[str, Any]], opposed: set[str]) -> dict[str, str]:
    """Sugiyono's three columns, views that are the same, different, and specific to one group; of these who contradicts, and who is silent.

    `found`: rows of the table of cells; `opposed`: groups of pairs in opposite directions.
    """
    speaking = [row for row in found if row["state"] in STANCES]
    counted = Counter(row["state"] for row in speaking)
    # groups that are mixed share no view, and one held by a group alone is shared by nobody
    leading = max(("for", "against"), key=lambda state: counted[state])
    same = [row["group"] for row in speaking if row["state"] == leading and counted[leading] > 1]
    different = [row for row in speaking if row["group"] not in same]
    tellers: dict[str, list[str]] = {}
    for row in speaking:
        for event in row["examples"].split():
            tellers.setdefault(event, []).append(row["group"])
    alone = [f"{event} ({groups[0]})" for event, groups in sorted(tellers.items()) if len(groups) == 1]
    return {
        "same": ", ".join(same),
        "different": ", ".join(f"{row['group']} ({row['state']})" for row in different),
        "contradicting": ", ".join(row["group"] for row in different if row["group"] in opposed),
        "silent": ", ".join(row["group"] for row in found if row["state"] == "silent"),
        "specific": ", ".join(alone),
    }


_OVERALL = (
    "proposition", "by", "convergence", "compared", "same_meaning", "conflicts",
    "same", "different", "contradicting", "silent", "specific",
)  # fmt: skip


def convergence_overall(cells: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The table `triangulate/convergence`: one row per proposition and way of grouping.

    The code is the middle one of all pairs that both speak; beside it stands in how many of them the
    meaning is the same, and who is silent or contradicts.
    """
    told, paired = _by_way(cells), _by_way(pairs)
    rows = []
    for (proposition, by), found in told.items():
        mine = paired.get((proposition, by), [])
        opposed = [row for row in mine if row["conflict"]]
        speaks = any(row["state"] in STANCES for row in found)
        rows.append(
            {
                "proposition": proposition,
                "by": by,
                "convergence": prevailing(row["convergence"] for row in mine) if speaks else "none",
                "compared": sum(row["meaning"] != "" for row in mine),
                "same_meaning": sum(row["meaning"] == "same" for row in mine),
                "conflicts": len(opposed),
                **_views(found, {row[side] for row in opposed for side in ("group_1", "group_2")}),
            }
        )
    return pd.DataFrame(rows, columns=list(_OVERALL))


def _by_way(table: pd.DataFrame) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The rows of a table by proposition and way of grouping, in its order."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in table.to_dict("records"):
        found.setdefault((row["proposition"], row["by"]), []).append(row)
    return found
