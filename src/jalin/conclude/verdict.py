"""The verdict on a proposition, by a rule whose every threshold stands in study.yaml.

Counted are voices and role groups, never codings: a talkative informant does not
outvote a silent one. In order, the first that fits:

- no evidence: no voice speaks to it
- refuted: all voices are against, from `min_groups` groups or more
- mixed: more than `share_mixed` of the voices speak both for and against it
- not supported: the share for is less than 1 − `share_reserved`, or none is for
- supported: share for ≥ `share_supported`, `min_groups` groups for,
  `min_first_hand` voices for that know it not from hearsay alone
- reserved (supported with reservations): share for > `share_reserved`,
  `min_groups` groups for, `min_first_hand` as above
- mixed: everything else

The share for counts a mixed voice as half. With `rival_limits`, a proposition whose
rival would be supported or reserved by the same rule is at most reserved.
"""

from typing import Any

import pandas as pd

from jalin.conclude.propositions import Proposition
from jalin.conclude.stances import stances
from jalin.settings import VerdictRule
from jalin.words import number, phrase, word


def judge(row: dict[str, float], rule: VerdictRule) -> str:
    """The verdict on one row of counts, its rival left aside."""
    voices = row["voices_for"] + row["voices_against"] + row["voices_mixed"]
    if voices == 0:
        return "no evidence"
    if row["voices_against"] == voices and row["groups_against"] >= rule.min_groups:
        return "refuted"
    if row["voices_mixed"] > rule.share_mixed * voices:
        return "mixed"
    if row["voices_for"] + row["voices_mixed"] == 0 or row["share_for"] < 1 - rule.share_reserved:
        return "not supported"
    grounded = row["groups_for"] >= rule.min_groups and row["first_hand"] >= rule.min_first_hand
    if grounded and row["share_for"] >= rule.share_supported:
        return "supported"
    if grounded and row["share_for"] > rule.share_reserved:
        return "reserved"
    return "mixed"


def counts_of(
    for_: int, against: int, mixed: int, *, groups_for: int, groups_against: int, first_hand: int
) -> dict[str, float]:
    """What `judge` looks at: voices on each side, their groups, those not of hearsay alone, and the share for."""
    voices = for_ + against + mixed
    return {
        "voices_for": for_,
        "voices_against": against,
        "voices_mixed": mixed,
        "groups_for": groups_for,
        "groups_against": groups_against,
        "first_hand": first_hand,
        "share_for": (for_ + mixed / 2) / voices if voices else float("nan"),
    }


def _count(found: pd.DataFrame) -> dict[str, float]:
    """The counts of one proposition's stances."""
    by_stance = found["stance"].value_counts()
    return counts_of(
        *(int(by_stance.get(stance, 0)) for stance in ("for", "against", "mixed")),
        groups_for=found.loc[found["codings_for"] > 0, "role_group"].nunique(),
        groups_against=found.loc[found["codings_against"] > 0, "role_group"].nunique(),
        first_hand=int(found["not_hearsay"].sum()),
    )


def limit_by_rival(proposition: Proposition, alone: dict[str, str], rule: VerdictRule) -> tuple[str, str]:
    """The verdict once the rival's is known, and the rival that limits it, else "".

    `alone`: the verdict on every proposition, its rival left aside.
    """
    verdict = alone[proposition.id]
    rival_stands = alone.get(proposition.rival or "") in ("supported", "reserved")
    if rule.rival_limits and rival_stands and verdict == "supported":
        return "reserved", proposition.rival or ""
    return verdict, ""


def verdicts(found: pd.DataFrame, propositions: list[Proposition], rule: VerdictRule) -> pd.DataFrame:
    """Verdicts from the table of stances, one row per proposition in their order."""
    empty = pd.DataFrame(columns=["role_group", "stance", "codings_for", "codings_against", "not_hearsay"])
    by_id = {} if found.empty else dict(list(found.groupby("proposition", sort=False)))
    rows: list[dict[str, Any]] = []
    for proposition in propositions:
        counts = _count(by_id.get(proposition.id, empty))
        rows.append({"proposition": proposition.id, **counts, "verdict": judge(counts, rule)})
    alone = {row["proposition"]: row["verdict"] for row in rows}
    for row, proposition in zip(rows, propositions, strict=True):
        row["verdict"], row["limited_by"] = limit_by_rival(proposition, alone, rule)
    # without any proposition later steps still look for these
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=["proposition", "verdict", "limited_by"])


def verdicts_by_round(
    evidence: pd.DataFrame, propositions: list[Proposition], rule: VerdictRule, rounds: list[str]
) -> pd.DataFrame:
    """The table `conclude/verdicts`: the verdict as it stood after each round, then on all.

    `changed_by` names the voices that are new or speak otherwise than a round before,
    where the verdict changed, with what they say.
    """
    parts = []
    before: dict[tuple[str, str], str] = {}
    held: dict[str, str] = {}
    for end, name in enumerate(rounds, start=1):
        found = stances(evidence[evidence["round"].isin(rounds[:end])])
        now = {} if found.empty else {(row.proposition, row.voice): row.stance for row in found.itertuples()}
        part = verdicts(found, propositions, rule)
        moved = [
            " ".join(
                f"{voice}:{stance}"
                for (item, voice), stance in now.items()
                if item == row.proposition and before.get((item, voice)) != stance
            )
            if end > 1 and held.get(row.proposition) != row.verdict
            else ""
            for row in part.itertuples()
        ]
        parts.append(part.assign(round=name, changed_by=moved))
        before, held = now, dict(zip(part["proposition"], part["verdict"], strict=True))
    whole = verdicts(stances(evidence), propositions, rule)
    parts.append(whole.assign(round="all", changed_by=""))
    return pd.concat(parts, ignore_index=True)


def rule_in_words(rule: VerdictRule, language: str) -> list[str]:
    """The rule with its thresholds, one sentence a verdict, for the report."""
    shares = {
        "no evidence": 0.0,
        "refuted": 0.0,
        "mixed": rule.share_mixed,
        "not supported": 1 - rule.share_reserved,
        "supported": rule.share_supported,
        "reserved": rule.share_reserved,
        "otherwise": 0.0,
    }
    groups = phrase("rule.groups", language, rule.min_groups)
    first_hand = phrase("rule.first_hand", language, rule.min_first_hand)
    lines = [
        phrase(
            f"rule.{name}",
            language,
            share=number(100 * share, language),
            groups=groups,
            first_hand=first_hand,
        )
        for name, share in shares.items()
    ]
    return [*lines, *([word("rule.rival", language)] if rule.rival_limits else [])]
