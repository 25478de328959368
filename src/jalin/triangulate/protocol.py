"""The further steps of the protocol: completeness, researchers compared, feedback, and how firm the codes are.

Steps 4 to 6 of Farmer, Robinson, Elliott & Eyles (2006, Qualitative Health Research
16(3), 377–394); `convergence` has the first three.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from jalin.rules import Convergence
from jalin.tables.parts import Parts, measure
from jalin.triangulate.convergence import (
    BY,
    Cells,
    cells_of,
    convergence_cells,
    convergence_overall,
    convergence_pairs,
)

# other values for the thresholds of study.yaml
THRESHOLDS = {
    "share_direction": (0.6, 0.9, 1.0),
    "meaning_apart": (0.1, 0.4),
    "prominence_cut": (0.25, 0.4, 0.6, 0.75),
    "examples_shared": (0.1, 0.25, 0.75),
}


@dataclass(frozen=True)
class CompletenessMeasure:
    """The measure behind `completeness`, of the evidence."""

    groups: dict[str, list[str]]

    @property
    def columns(self) -> tuple[str, ...]:
        """What it looks at."""
        return ("proposition", "voice", "role_group", "method", "round", "examples", "code")

    def part(self, evidence: pd.DataFrame) -> dict[tuple[str, str, str], tuple[int, frozenset, frozenset]]:
        """Per proposition, way of grouping and group: its voices, its events, its codes."""
        found = {}
        for proposition, told in evidence.groupby("proposition", sort=False) if len(evidence) else ():
            for by in BY:
                for group, own in told.groupby(by, sort=False):
                    events = frozenset(" ".join(own["examples"].unique()).split())
                    found[proposition, by, group] = (
                        own["voice"].nunique(),
                        events,
                        frozenset(own["code"].unique()),
                    )
        return found

    def join(self, parts: list[dict]) -> pd.DataFrame:
        """What each group has that the others have not."""
        found: dict[tuple[str, str, str], tuple[int, frozenset, frozenset]] = {}
        for part in parts:
            for key, (voices, events, codes) in part.items():
                before = found.get(key, (0, frozenset(), frozenset()))
                found[key] = before[0] + voices, before[1] | events, before[2] | codes
        nothing: tuple[int, frozenset, frozenset] = (0, frozenset(), frozenset())
        rows = []
        for proposition in dict.fromkeys(key[0] for key in found):
            for by in BY:
                mine = {group: found.get((proposition, by, group), nothing) for group in self.groups[by]}
                for group, (voices, events, codes) in mine.items():
                    others = [mine[name] for name in self.groups[by] if name != group]
                    elsewhere = frozenset().union(*(one[1] for one in others))
                    coded = frozenset().union(*(one[2] for one in others))
                    if not codes:
                        continue
                    rows.append(
                        {
                            "proposition": proposition,
                            "by": by,
                            "group": group,
                            "voices": voices,
                            "own_events": " ".join(sorted(events - elsewhere)),
                            "shared_events": " ".join(sorted(events & elsewhere)),
                            "own_codes": " ".join(sorted(codes - coded)),
                        }
                    )
        return pd.DataFrame(rows)


def completeness(evidence: pd.DataFrame | Parts, groups: dict[str, list[str]]) -> pd.DataFrame:
    """The table `triangulate/completeness`: what each group adds to each proposition.

    `own_events`: events that no other group tells of; `shared_events` those another group
    tells as well; `own_codes`: codes that only this group has as evidence there.
    """
    return measure(evidence, CompletenessMeasure(groups))


def _overall(cells: Cells, rule: Convergence) -> pd.DataFrame:
    return convergence_overall(convergence_cells(cells, rule), convergence_pairs(cells, rule))


def researchers(
    ledger_of: Callable[[str], pd.DataFrame | Parts],
    coders: list[str],
    sources: pd.DataFrame,
    propositions: list[str],
    groups: dict[str, list[str]],
    rule: Convergence,
) -> pd.DataFrame:
    """The table `triangulate/researchers`: the convergence code by each coder's codings alone.

    `ledger_of(coder)` gives the evidence ledger as that coder alone would have it.
    `same` says whether every coder comes to the same code.
    """
    parts = []
    for coder in coders:
        cells = cells_of(ledger_of(coder), sources, propositions, groups)
        parts.append(
            _overall(cells, rule)[["proposition", "by", "convergence", "conflicts"]].assign(coder=coder)
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


def sensitivity(cells: Cells, rule: Convergence) -> pd.DataFrame:
    """The table `triangulate/sensitivity`: the convergence code with another value for one of the thresholds.

    `same`: whether it is the code by the study's own thresholds.
    """
    own = _overall(cells, rule).set_index(["proposition", "by"])["convergence"]
    parts = [
        _overall(cells, rule.model_copy(update={name: value})).assign(threshold=name, value=value)
        for name, values in THRESHOLDS.items()
        for value in values
    ]
    frame = pd.concat(parts, ignore_index=True)[["proposition", "by", "threshold", "value", "convergence"]]
    held = [own[row.proposition, row.by] == row.convergence for row in frame.itertuples()]
    return frame.assign(same=held)
