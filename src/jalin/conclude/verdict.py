"""The verdict on a proposition, by a rule whose every threshold stands in study.yaml.

Counted are voices and role groups, never codings: a talkative informant does not
outvote a silent one. The share for counts a voice that speaks both ways as half. A side is *grounded* when its
voices come from `min_groups` groups and `min_first_hand` of them know it not from hearsay alone, and
*leads* when at least 1 − `share_mixed` of all voices speak for that side alone. In order, the first that fits:

- no evidence: no voice speaks to it
- refuted: all voices are against, and that side is grounded; ungrounded against: all are, and it is not
- not supported: share for < 1 − `share_reserved`, and the voices against lead
- supported: share for ≥ `share_supported`, the voices for lead and are grounded
- reserved (supported with reservations): share for > `share_reserved`, the voices for lead and are grounded
- ungrounded for: all voices are for
- mixed: everything else

From the least to the most favourable: refuted, ungrounded against, not supported, mixed, ungrounded for,
reserved, supported. One voice more for a proposition never lowers its verdict, one more against never raises it,
and a voice that moves towards *for* never lowers it: each condition looks at a share that does the same.
That both sides are to *lead* is what keeps it so where many speak both ways: a limit on the share
of those who do alone would be escaped by one more voice against.

A verdict is then limited: see `limit`.
"""

from typing import Any

import pandas as pd

from jalin.conclude.propositions import Proposition
from jalin.conclude.rivals import seen, told_apart
from jalin.conclude.stances import stances
from jalin.rules import VerdictRule
from jalin.settings import Settings
from jalin.tables.columns import VERDICTS
from jalin.words import listed, number, phrase, word

# of which a claim is said to stand
STANDS = ("supported", "reserved")


def judge(row: dict[str, float], rule: VerdictRule) -> str:
    """The verdict on one row of counts, not limited yet."""
    pro, con, both = row["voices_for"], row["voices_against"], row["voices_mixed"]
    voices = pro + con + both
    if voices == 0:
        return "no evidence"
    if con == voices:
        grounded = (
            row["groups_against"] >= rule.min_groups and row["first_hand_against"] >= rule.min_first_hand
        )
        return "refuted" if grounded else "ungrounded against"
    # in numbers of decimals, so that 1 − 0.7 is 0.3
    share, opposed, leading = (
        round(one, 9) for one in (row["share_for"], 1 - rule.share_reserved, 1 - rule.share_mixed)
    )
    if share < opposed and round(con / voices, 9) >= leading:
        return "not supported"
    grounded = row["groups_for"] >= rule.min_groups and row["first_hand"] >= rule.min_first_hand
    if grounded and round(pro / voices, 9) >= leading and share > rule.share_reserved:
        return "supported" if share >= rule.share_supported else "reserved"
    return "ungrounded for" if pro == voices else "mixed"


def counts_of(
    for_: int,
    against: int,
    mixed: int,
    *,
    groups_for: int,
    groups_against: int,
    first_hand: int,
    first_hand_against: int,
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
        "first_hand_against": first_hand_against,
        "share_for": (for_ + mixed / 2) / voices if voices else float("nan"),
    }


def _counts(found: pd.DataFrame, rule: VerdictRule) -> dict[str, dict[str, float]]:
    """The counts of the stances on each proposition, in one pass: hundreds of short tables are counted."""
    told: dict[str, dict[str, Any]] = {}
    columns = ["proposition", "role_group", "stance", "codings_for", "codings_against"]
    columns += ["not_hearsay", "not_hearsay_against"]
    for name, group, stance, pro, con, known, known_against in (
        zip(*(found[column].tolist() for column in columns), strict=True) if len(found) else ()
    ):
        own = told.setdefault(
            name, {"for": 0, "against": 0, "mixed": 0, "pro": set(), "con": set(), "known": [0, 0]}
        )
        own[stance] += 1
        if pro > 0:
            own["pro"].add(group)
        if con > 0:
            own["con"].add(group)
        own["known"][0] += known
        own["known"][1] += known_against
    return {
        name: counts_of(
            own["for"],
            own["against"],
            own["mixed"],
            groups_for=len(rule.groups(own["pro"])),
            groups_against=len(rule.groups(own["con"])),
            first_hand=own["known"][0],
            first_hand_against=own["known"][1],
        )
        for name, own in told.items()
    }


def limit(proposition: Proposition, alone: dict[str, str], apart: str, rule: VerdictRule) -> tuple[str, str]:
    """The verdict once it is limited, and the rival that limits it, else "".

    What is supported becomes reserved where evidence against it was not looked for, and by `rival_limits`
    where the evidence that tells it from its rival (`apart`, see `rivals.told_apart`) speaks for the rival. Where
    that is undecided or was not sought, a rival limits that is supported or reserved itself.
    `alone`: the verdict on every proposition, not limited.
    """
    verdict = alone[proposition.id]
    if verdict != "supported":
        return verdict, ""
    rival = proposition.rival or ""
    stands = alone.get(rival) in STANDS and apart != "for it"
    if rule.rival_limits and (stands or apart == "for its rival"):
        return "reserved", rival
    return verdict if proposition.against.sought else "reserved", ""


def judged(found: pd.DataFrame, propositions: list[Proposition], rule: VerdictRule) -> list[dict[str, Any]]:
    """The rows of `verdicts`, as mappings."""
    return verdicts_on(_counts(found, rule), seen(found), propositions, rule)


def verdicts_on(
    counted: dict[str, dict[str, float]],
    there: set[str],
    propositions: list[Proposition],
    rule: VerdictRule,
) -> list[dict[str, Any]]:
    """The rows of `verdicts` from the counts of each proposition that has some; `there`: those that were `seen`."""
    nothing = counts_of(0, 0, 0, groups_for=0, groups_against=0, first_hand=0, first_hand_against=0)
    rows: list[dict[str, Any]] = []
    for proposition in propositions:
        counts = counted.get(proposition.id, nothing)
        verdict, sought = judge(counts, rule), proposition.against.sought
        rows.append({"proposition": proposition.id, **counts, "verdict": verdict, "against_sought": sought})
    alone = {row["proposition"]: row["verdict"] for row in rows}
    for row, proposition in zip(rows, propositions, strict=True):
        row["told_apart"] = told_apart(proposition, propositions, there)
        row["verdict"], row["limited_by"] = limit(proposition, alone, row["told_apart"], rule)
    return rows


def verdict_of(found: pd.DataFrame, propositions: list[Proposition], rule: VerdictRule) -> dict[str, str]:
    """The verdict on each proposition, from the table of stances."""
    return {row["proposition"]: row["verdict"] for row in judged(found, propositions, rule)}


def verdicts(found: pd.DataFrame, propositions: list[Proposition], rule: VerdictRule) -> pd.DataFrame:
    """Verdicts from the table of stances, one row per proposition in their order."""
    # without any proposition later steps still look for these
    columns = ["proposition", "verdict", "against_sought", "told_apart", "limited_by"]
    return pd.DataFrame(judged(found, propositions, rule), columns=None if propositions else columns)


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


def verdict_in_words(verdict: str, fragile: bool, language: str) -> str:
    """A verdict on all data as it is printed anywhere: one that is fragile says so."""
    said = word(f"verdict.{verdict}", language)
    return phrase("verdict_fragile", language, verdict=said) if fragile else said


def verdict_explained(row: Any, settings: Settings, language: str) -> str:
    """A verdict on all data as a sentence prints it: one that is fragile says why, by what it hangs on and in how many resamples.

    `row`: a row of the table `conclude/verdicts`, as a mapping.
    """
    said = verdict_in_words(row["verdict"], row["fragile"], language)
    if not row["fragile"]:
        return said
    hanging: dict[str, list[str]] = {}
    for strand in filter(None, row["hangs_on"].split("; ")):
        kind, _, value = strand.rpartition(":")[0].partition("=")
        hanging.setdefault(kind, []).append(_strand_name(kind, value, settings, language))
    strands = listed(_strands(hanging, language), language, "or")
    reasons = [phrase("verdict_hangs", language, strands=strands)] if strands else []
    if row["standing"] < settings.verdict.share_standing:
        reasons.append(phrase("verdict_standing", language, share=number(100 * row["standing"], language)))
    return phrase("verdict_because", language, verdict=said, reasons="; ".join(reasons))


# strands that have an id alone and no name: in print they are counted, as an id beside a group tells who is not of it
BY_ID = frozenset(["voice", "source"])
# so many others of a kind are named, more are counted
_NAMED = 3


def _strands(kinds: dict[str, list[str]], language: str) -> list[str]:
    """Strands by kind, as they are named in a row."""
    found: list[str] = []
    for kind, names in kinds.items():
        if kind in BY_ID or len(names) > _NAMED:
            found.append(phrase(f"any_of.{kind}", language, len(names)))
        elif kind == "role_group":
            found += [phrase("source_group", language, name=name) for name in names]
        else:
            found += names
    return found


def strand_in_words(kind: str, value: str, settings: Settings, language: str) -> str:
    """A strand with what it is: "the voice I02", "the technique interview"."""
    return phrase(f"pulled.{kind}", language, 1, names=_strand_name(kind, value, settings, language))


def _strand_name(kind: str, value: str, settings: Settings, language: str) -> str:
    """What a strand is called in a sentence."""
    if kind == "method":
        return word(f"techniques.{value}", language)
    if kind in ("role_group", "coder"):
        return settings.names(f"{kind}s", language).get(value, value)
    return value


def _percent(share: float, language: str) -> str:
    """A threshold per hundred, in as many decimals as it has, two at most."""
    return number(
        100 * share,
        language,
        next(at for at in (0, 1, 2) if at == 2 or round(share, at + 2) == round(share, 9)),
    )


def rule_in_words(rule: VerdictRule, language: str) -> list[str]:
    """The rule with its thresholds: what is counted, a sentence a verdict, and what limits it, for the report."""
    values = {
        "groups": phrase("rule.groups", language, rule.min_groups),
        "first_hand": phrase("rule.first_hand", language, rule.min_first_hand),
        "supported": _percent(rule.share_supported, language),
        "reserved": _percent(rule.share_reserved, language),
        "opposed": _percent(1 - rule.share_reserved, language),
        "leading": _percent(1 - rule.share_mixed, language),
        "standing": _percent(rule.share_standing, language),
    }
    named = (
        "share",
        "grounded",
        *VERDICTS,
        "unsought",
        *(["rival"] if rule.rival_limits else []),
        "fragile",
    )
    return [phrase(f"rule.{name}", language, **values) for name in named]
