"""The tactics that test explanations, 9 to 12: if-then, spurious relations, replicating, rival explanations."""

from functools import partial

import numpy as np

from jalin.code.query import select
from jalin.conclude.propositions import IfThen, Proposition
from jalin.conclude.rivals import seen, told_apart
from jalin.conclude.tactic import Found, TacticInputs, named_or_none, say
from jalin.conclude.verdict import STANDS, verdict_in_words
from jalin.condense.context import groups_of_voices
from jalin.condense.cooccurrence import exact
from jalin.words import word


def _sides(given: TacticInputs, rule: IfThen) -> tuple[set[str], set[str], set[str]]:
    """(the voices of all sources read, those of which `if` holds, those of which `then` holds) by the lead coder's codings."""
    frame = given.asked.codings
    own = (frame["coder"] == given.lead).to_numpy()
    voices = frame["voice"]
    first = set(voices[select(rule.if_, given.asked) & own])
    second = set(voices[select(rule.then, given.asked) & own])
    return set(given.heard["voice"]), first, second


def if_then(given: TacticInputs, proposition: Proposition) -> Found | None:
    """How many voices of whom the condition holds have the consequence, too; None without an if-then."""
    if proposition.if_then is None:
        return None
    everyone, first, second = _sides(given, proposition.if_then)
    if not first:
        return say("if_then_none", True)
    both, violators = first & second, sorted(first - second)
    here, one, other = (np.array([len(voices)]) for voices in (both, first, second))
    return say(
        "if_then",
        len(both) < len(first) / 2,
        first=len(first),
        both=len(both),
        second=len(second - first),
        others=len(everyone - first),
        violators=partial(named_or_none, violators),
        p=float(exact(here, one, other, len(everyone | first | second))[0]),
    )


def holds_within(voices: set[str], first: set[str], second: set[str]) -> bool | None:
    """Whether of some voices those with the condition (`first`) have the consequence (`second`) more often than those without; None where all or none of them have the condition.

    As often is no relation: where all of a group have the consequence, the condition makes no difference.
    """
    with_, without = voices & first, voices - first
    if not with_ or not without:
        return None
    return len(with_ & second) * len(without) > len(without & second) * len(with_)


def spurious(given: TacticInputs, proposition: Proposition) -> Found | None:
    """Whether the if-then is seen within each role group that has voices with and without the condition."""
    if proposition.if_then is None:
        return None
    _, first, second = _sides(given, proposition.if_then)
    groups = groups_of_voices(given.heard)
    within = [holds_within(set(part), first, second) for part in groups.groupby(groups).groups.values()]
    tried = [one for one in within if one is not None]
    if not tried:
        return say("spurious_none", True)
    return say("spurious", not all(tried), tried=len(tried), holds=sum(tried))


def replicating(given: TacticInputs, proposition: Proposition) -> Found:
    """In how many rounds, techniques and cases alone the verdict comes out, and with each coder left out."""
    case = given.evidence["source_id"].map(given.sources.set_index("source_id")["case_id"])
    several = given.sources["case_id"].nunique() > 1
    mine = given.evidence["proposition"] == proposition.id
    parts = [
        given.verdict(proposition, values == value)
        for values in (given.evidence["round"], given.evidence["method"], *([case] if several else []))
        for value in dict.fromkeys(values[mine])
    ]
    same = sum(part == given.whole[proposition.id] for part in parts)
    coders = given.robustness.query("proposition == @proposition.id and strand == 'coder'")
    steady = int((~coders["changes"]).sum())
    return say(
        "replicating_cases" if several else "replicating",
        same == 0 or steady < len(coders),
        parts=len(parts),
        same=same,
        coders=len(coders),
        steady=steady,
    )


def rivals(given: TacticInputs, proposition: Proposition) -> Found | None:
    """The rival's verdict, and what tells the two apart; None without a rival."""
    if proposition.rival is None:
        return None
    rival = next(item for item in given.propositions if item.id == proposition.rival)
    apart = told_apart(proposition, given.propositions, seen(given.found))
    keys = ["source_id", "coding_id", "coder"]
    mine = set(given.of(proposition)[keys].itertuples(index=False, name=None))
    theirs = set(given.of(rival)[keys].itertuples(index=False, name=None))
    return say(
        "rivals",
        apart == "for its rival" or (apart != "for it" and given.whole[rival.id] in STANDS),
        rival=rival.id,
        verdict=partial(verdict_in_words, given.whole[rival.id], given.fragile[rival.id]),
        shared=len(mine & theirs),
        apart=partial(word, f"told_apart.{apart}"),
    )
