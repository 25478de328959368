"""The convergence matrix: proposition × source group, and proposition × technique."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import pandas as pd

from jalin.conclude.able import able
from jalin.conclude.stances import stances as stances_of
from jalin.condense import voice_of
from jalin.triangulate.pair import Cell, conflict, pair_code

# by source, by technique and by time: Sugiyono's triangulasi sumber, teknik and waktu
BY = ("role_group", "method", "round")
_FROM_WORST = ("dissonance", "silence", "partial agreement", "agreement")
Cells = dict[tuple[str, str, str], Cell]


def _able(sources: pd.DataFrame, proposition: str, by: str) -> dict[str, int]:
    """Per group, the voices that were asked about a proposition or could show it."""
    asked = able(sources, proposition)
    return voice_of(asked).groupby(asked[by]).nunique().to_dict()


def cells_of(
    stances: pd.DataFrame,
    evidence: pd.DataFrame,
    sources: pd.DataFrame,
    propositions: list[str],
    groups: dict[str, list[str]],
) -> Cells:
    """The cell of every (proposition, by, group).

    A voice that speaks to a proposition was able to, whatever the register says of it.
    """
    cells: Cells = {}
    for proposition in propositions:
        told = evidence[evidence["proposition"] == proposition]
        for by in BY:
            heard = _able(sources, proposition, by)
            found = _stances_by(stances, told, proposition, by)
            for group in groups[by]:
                voices = found[found[by] == group]
                counted = Counter(voices["stance"])
                events = " ".join(told.loc[told[by] == group, "examples"]).split()
                cells[proposition, by, group] = Cell(
                    able=max(heard.get(group, 0), len(voices)),
                    voices_for=counted["for"],
                    voices_against=counted["against"],
                    voices_mixed=counted["mixed"],
                    examples=frozenset(events),
                )
    return cells


def _stances_by(stances: pd.DataFrame, told: pd.DataFrame, proposition: str, by: str) -> pd.DataFrame:
    """The stances on a proposition with the column `by`; in each round a voice has the stance it had then."""
    if by != "round":
        return stances[stances["proposition"] == proposition]
    parts = [
        stances_of(part).assign(round=name) for name, part in told.groupby("round", sort=False) if len(part)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["round", "stance"])


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
