"""The further steps of the protocol: completeness, researchers compared, feedback, and how firm the codes are.

Steps 4 to 6 of Farmer, Robinson, Elliott & Eyles (2006, Qualitative Health Research
16(3), 377–394); `convergence` has the first three.
"""

from collections.abc import Callable

import pandas as pd

from jalin.conclude.stances import stances
from jalin.triangulate.convergence import (
    BY,
    Cells,
    cells_of,
    convergence_cells,
    convergence_overall,
    convergence_pairs,
)

CUTS = (0.25, 0.4, 0.5, 0.6, 0.75)


def completeness(evidence: pd.DataFrame, groups: dict[str, list[str]]) -> pd.DataFrame:
    """The table `triangulate/completeness`: what each group adds to each proposition.

    `own_events`: events that no other group tells of; `shared_events` those another group
    tells as well; `own_codes`: codes that only this group has as evidence there.
    """
    rows = []
    for proposition in dict.fromkeys(evidence["proposition"]):
        told = evidence[evidence["proposition"] == proposition]
        for by in BY:
            events = {
                group: set(" ".join(told.loc[told[by] == group, "examples"]).split()) for group in groups[by]
            }
            codes = {group: set(told.loc[told[by] == group, "code"]) for group in groups[by]}
            for group in groups[by]:
                others = [name for name in groups[by] if name != group]
                elsewhere = set().union(*(events[name] for name in others))
                coded = set().union(*(codes[name] for name in others))
                if not codes[group]:
                    continue
                rows.append(
                    {
                        "proposition": proposition,
                        "by": by,
                        "group": group,
                        "voices": told.loc[told[by] == group, "voice"].nunique(),
                        "own_events": " ".join(sorted(events[group] - elsewhere)),
                        "shared_events": " ".join(sorted(events[group] & elsewhere)),
                        "own_codes": " ".join(sorted(codes[group] - coded)),
                    }
                )
    return pd.DataFrame(rows)


def _overall(cells: Cells, cut: float) -> pd.DataFrame:
    return convergence_overall(convergence_cells(cells, cut), convergence_pairs(cells, cut))


def researchers(
    ledger_of: Callable[[str], pd.DataFrame],
    coders: list[str],
    sources: pd.DataFrame,
    propositions: list[str],
    groups: dict[str, list[str]],
    cut: float,
) -> pd.DataFrame:
    """The table `triangulate/researchers`: the convergence code by each coder's codings alone.

    `ledger_of(coder)` gives the evidence ledger as that coder alone would have it.
    `same` says whether every coder comes to the same code.
    """
    parts = []
    for coder in coders:
        evidence = ledger_of(coder)
        cells = cells_of(stances(evidence), evidence, sources, propositions, groups)
        parts.append(
            _overall(cells, cut)[["proposition", "by", "convergence", "conflicts"]].assign(coder=coder)
        )
    if not parts:
        # nobody has coded yet
        return pd.DataFrame()
    frame = pd.concat(parts, ignore_index=True)
    alike = frame.groupby(["proposition", "by"])["convergence"].transform("nunique") == 1
    order = {name: place for place, name in enumerate(propositions)}
    ranked = frame.assign(same=alike, place=frame["proposition"].map(order)).sort_values(
        ["place", "by", "coder"]
    )
    return ranked.drop(columns="place").reset_index(drop=True)


def feedback(member_checks: pd.DataFrame, propositions: list[str]) -> pd.DataFrame:
    """The table `triangulate/feedback`: what informants answered to each proposition.

    Columns proposition, answers, agree, partly, disagree, added, other, changes; a
    missing answer is not agreement, so only answers are counted.
    """
    rows = []
    for proposition in propositions:
        own = member_checks[member_checks["proposition"] == proposition]
        counted = own["response"].value_counts()
        named = {name: int(counted.get(name, 0)) for name in ("agree", "partly", "disagree", "added")}
        rows.append(
            {
                "proposition": proposition,
                "answers": len(own),
                **named,
                "other": len(own) - sum(named.values()),
                "changes": int((own["change"] != "").sum()),
            }
        )
    return pd.DataFrame(rows)


def sensitivity(cells: Cells, cut: float) -> pd.DataFrame:
    """The table `triangulate/sensitivity`: the convergence code under other prominence cuts.

    `same`: whether it is the code at the study's own cut.
    """
    own = _overall(cells, cut).set_index(["proposition", "by"])["convergence"]
    parts = [_overall(cells, other).assign(cut=other) for other in CUTS]
    frame = pd.concat(parts, ignore_index=True)[["proposition", "by", "cut", "convergence"]]
    held = [own[row.proposition, row.by] == row.convergence for row in frame.itertuples()]
    return frame.assign(same=held)
