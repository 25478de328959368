"""Cross-case conclusions: the verdict in each case, whether cases replicate one another, and which one decides.

Replication after Yin (2018), Case Study Research, ch. 2: a case replicates a proposition
literally where it was expected to stand and stands, theoretically where, for a reason
given beforehand (`contrast` in propositions.yaml), it was expected not to and does not.
"""

import pandas as pd

from jalin.conclude.could_speak import able_voices
from jalin.conclude.propositions import Proposition
from jalin.conclude.stances import stances
from jalin.conclude.verdict import STANDS, verdicts
from jalin.rules import VerdictRule

FALLS = ("not supported", "ungrounded against", "refuted")


def replication_of(verdict: str, expected: bool) -> str:
    """literal, theoretical, not replicated, open (mixed, or for without ground) or no evidence: a case's verdict against what was `expected`."""
    if verdict == "no evidence":
        return verdict
    if verdict in STANDS:
        return "literal" if expected else "not replicated"
    if verdict in FALLS:
        return "not replicated" if expected else "theoretical"
    return "open"


def case_verdicts(
    evidence: pd.DataFrame,
    sources: pd.DataFrame,
    propositions: list[Proposition],
    rule: VerdictRule,
    cases: list[str],
) -> pd.DataFrame:
    """The table `conclude/cases`: per proposition and case the verdict, its replication, and the verdict without the case.

    `evidence`: the ledger; `sources`: with source_id, case_id and covers; `cases`: in the order of
    study.yaml. The verdict in a case counts only the case's own voices, by the same rule.
    """
    case_of = evidence["source_id"].map(sources.set_index("source_id")["case_id"])
    whole = verdicts(stances(evidence), propositions, rule).set_index("proposition")["verdict"]
    contrast = {item.id: {one.case for one in item.contrast} for item in propositions}
    parts = []
    for case in cases:
        inside = verdicts(stances(evidence[case_of == case]), propositions, rule)
        if inside.empty:
            continue
        rest = verdicts(stances(evidence[case_of != case]), propositions, rule).set_index("proposition")
        expected = [case not in contrast[name] for name in inside["proposition"]]
        without = rest["verdict"].loc[inside["proposition"]].to_numpy()
        on_all = whole.loc[inside["proposition"]].to_numpy()
        parts.append(
            inside.assign(
                case_id=case,
                able=able_voices(
                    evidence[case_of == case], sources[sources["case_id"] == case], inside["proposition"]
                ),
                expected=["stands" if one else "falls" for one in expected],
                replication=[
                    replication_of(verdict, one)
                    for verdict, one in zip(inside["verdict"], expected, strict=True)
                ],
                verdict_all=on_all,
                verdict_without=without,
                # where there is one case alone, nothing is left without it
                changes=(without != on_all) & (len(cases) > 1),
            )
        )
    if not parts:
        return pd.DataFrame()
    order = {item.id: place for place, item in enumerate(propositions)}
    found = pd.concat(parts, ignore_index=True)
    return found.sort_values(
        "proposition", key=lambda names: names.map(order), kind="stable", ignore_index=True
    )
