"""The convergence matrix: proposition × source group, and proposition × technique."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from jalin.conclude.could_speak import could_speak
from jalin.conclude.stances import stances as stances_of
from jalin.condense import voice_of
from jalin.tables.columns import STANCES
from jalin.tables.parts import Parts, measure
from jalin.triangulate.pair import Cell, conflict, pair_code

# by source, by technique and by time: Sugiyono's triangulasi sumber, teknik and waktu
BY = ("role_group", "method", "round")
_FROM_WORST = ("dissonance", "silence", "partial agreement", "agreement")
Cells = dict[tuple[str, str, str], Cell]
_NO_STANCE = pd.DataFrame(columns=[*BY, "stance"])


def _able(sources: pd.DataFrame, proposition: str) -> dict[str, dict[str, int]]:
    """Per way of grouping and group, the voices that were asked about a proposition or could show it."""
    asked = could_speak(sources, proposition)
    return {by: voice_of(asked).groupby(asked[by]).nunique().to_dict() for by in BY}


@dataclass(frozen=True)
class CellMeasure:
    """The measure behind `cells_of`, of the evidence; without `stances` they are taken from it."""

    stances: pd.DataFrame | None
    propositions: tuple[str, ...]
    groups: dict[str, list[str]]

    @property
    def columns(self) -> tuple[str, ...]:
        """What it looks at."""
        return (
            "proposition",
            "voice",
            "role_group",
            "method",
            "round",
            "direction",
            "directness",
            "origin",
            "weight",
            "date",
            "examples",
        )

    def part(self, evidence: pd.DataFrame) -> dict[tuple[str, str, str], tuple[Counter, frozenset[str]]]:
        """Per cell its stances counted, and the events it tells of."""
        found = {}
        taken = stances_of(evidence) if self.stances is None else self.stances
        held = dict(list(taken.groupby("proposition"))) if len(taken) else {}
        said = dict(list(evidence.groupby("proposition"))) if len(evidence) else {}
        then = _by_round(evidence)
        held_then = dict(list(then.groupby("proposition"))) if len(then) else {}
        for proposition in self.propositions:
            told = said.get(proposition, evidence.iloc[:0])
            for by in BY:
                mine = (held_then if by == "round" else held).get(proposition, _NO_STANCE)
                counts = mine.groupby([by, "stance"]).size() if len(mine) else {}
                events = (
                    told[told["examples"] != ""].groupby(by)["examples"].agg(" ".join) if len(told) else {}
                )
                for group in self.groups[by]:
                    counted = Counter({name: int(counts.get((group, name), 0)) for name in STANCES})
                    found[proposition, by, group] = counted, frozenset(events.get(group, "").split())
        return found

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
    stances: pd.DataFrame | None,
    evidence: pd.DataFrame | Parts,
    sources: pd.DataFrame,
    propositions: list[str],
    groups: dict[str, list[str]],
) -> Cells:
    """The cell of every (proposition, by, group).

    A voice that speaks to a proposition was able to, whatever the register says of it.
    Without `stances` they are taken from the evidence, as they are where it is in parts.
    """
    given = None if isinstance(evidence, Parts) else stances
    told = measure(evidence, CellMeasure(given, tuple(propositions), groups))
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


def _by_round(told: pd.DataFrame) -> pd.DataFrame:
    """Stances with the column `round`: in each round a voice has the stance it had then."""
    parts = [
        stances_of(part).assign(round=name) for name, part in told.groupby("round", sort=False) if len(part)
    ]
    return pd.concat(parts, ignore_index=True) if parts else _NO_STANCE


def prevailing(codes: Iterable[str]) -> str:
    """The most frequent convergence code; on a tie the less favourable one.

    Pairs that cannot be compared ("not able", "none") do not count; without any
    other it is "none".
    """
    counted = Counter(code for code in codes if code in _FROM_WORST)
    if not counted:
        return "none"
    return max(_FROM_WORST, key=lambda code: (counted[code], -_FROM_WORST.index(code)))


def convergence_cells(cells: Cells, prominence_cut: float) -> pd.DataFrame:
    """The table `triangulate/cells`: each group, and how it converges with the other groups.

    The code of a group is the prevailing one of its pairs; pooling the others would
    let one dissenter make every group look dissonant.
    """
    rows = []
    for (proposition, by, group), cell in cells.items():
        others = [other for (p, b, g), other in cells.items() if (p, b) == (proposition, by) and g != group]
        codes = [pair_code(cell, other, prominence_cut) for other in others]
        rows.append(
            {
                "proposition": proposition,
                "by": by,
                "group": group,
                "able": cell.able,
                "voices_for": cell.voices_for,
                "voices_against": cell.voices_against,
                "voices_mixed": cell.voices_mixed,
                "state": cell.state,
                "prominence": cell.prominence,
                "examples": " ".join(sorted(cell.examples)),
                "convergence": "not able" if cell.state == "not able" else prevailing(codes),
                "conflict": any(conflict(cell, other) for other in others),
            }
        )
    return pd.DataFrame(rows)


def convergence_pairs(cells: Cells, prominence_cut: float) -> pd.DataFrame:
    """The table `triangulate/pairs`: every pair of groups."""
    return pd.DataFrame(
        {
            "proposition": left[0],
            "by": left[1],
            "group_1": left[2],
            "group_2": right[2],
            "convergence": pair_code(cells[left], cells[right], prominence_cut),
            "conflict": conflict(cells[left], cells[right]),
        }
        for left, right in combinations(cells, 2)
        if left[:2] == right[:2]
    )


def _views(found: pd.DataFrame) -> dict[str, str]:
    """Sugiyono's three columns: views that are the same, different, and specific to one group."""
    speaking = found[found["state"].isin(["for", "against", "mixed"])]
    counted = Counter(speaking["state"])
    leading = max(counted, key=lambda state: (counted[state], state == "for")) if counted else ""
    # a view held by one group alone is shared by nobody
    same = speaking[speaking["state"] == leading] if counted[leading] > 1 else speaking.iloc[:0]
    different = speaking[~speaking["group"].isin(same["group"])]
    tellers: dict[str, list[str]] = {}
    for row in speaking.itertuples():
        for event in row.examples.split():
            tellers.setdefault(event, []).append(row.group)
    alone = [f"{event} ({groups[0]})" for event, groups in sorted(tellers.items()) if len(groups) == 1]
    return {
        "same": ", ".join(same["group"]),
        "different": ", ".join(f"{row.group} ({row.state})" for row in different.itertuples()),
        "specific": ", ".join(alone),
    }


def convergence_overall(cells: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The table `triangulate/convergence`: one row per proposition and way of grouping.

    The code is the prevailing one among all pairs.
    """
    if cells.empty:
        return pd.DataFrame(
            columns=["proposition", "by", "convergence", "conflicts", "same", "different", "specific"]
        )
    rows = []
    for (proposition, by), found in cells.groupby(["proposition", "by"], sort=False):
        mine = pairs[(pairs["proposition"] == proposition) & (pairs["by"] == by)]
        rows.append(
            {
                "proposition": proposition,
                "by": by,
                "convergence": prevailing(mine["convergence"]),
                "conflicts": int(mine["conflict"].sum()),
                **_views(found),
            }
        )
    return pd.DataFrame(rows)
