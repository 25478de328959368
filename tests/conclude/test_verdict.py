"""The rule of the verdict: counted by hand, the same for both sides, and monotone whatever the study's thresholds."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalin.conclude import Proposition, rule_in_words, stances, verdicts
from jalin.conclude.verdict import counts_of, judge
from jalin.rules import VerdictRule
from jalin.tables.columns import VERDICTS

RANK = {name: -place for place, name in enumerate(VERDICTS)}


def verdict(for_, against, mixed, grounds=(0, 0, 0, 0), rule=None):
    """The verdict on counts; `grounds`: groups for and against, then voices for and against not of hearsay alone."""
    names = ("groups_for", "groups_against", "first_hand", "first_hand_against")
    counts = counts_of(for_, against, mixed, **dict(zip(names, grounds, strict=True)))
    return judge(counts, rule or VerdictRule())


@pytest.mark.parametrize(
    ("counts", "grounds", "expected"),
    [
        ((0, 0, 0), (0, 0, 0, 0), "no evidence"),
        ((0, 3, 0), (0, 2, 0, 1), "refuted"),
        # one-sided without ground, on either side: one group, or hearsay alone
        ((0, 3, 0), (0, 1, 0, 3), "ungrounded against"),
        ((0, 2, 0), (0, 2, 0, 0), "ungrounded against"),
        ((10, 0, 0), (1, 0, 10, 0), "ungrounded for"),
        ((10, 0, 0), (4, 0, 0, 0), "ungrounded for"),
        ((1, 3, 0), (1, 2, 1, 1), "not supported"),
        ((3, 1, 0), (2, 1, 1, 1), "supported"),
        ((3, 1, 0), (1, 1, 1, 1), "mixed"),
        ((3, 1, 0), (2, 1, 0, 1), "mixed"),
        ((2, 1, 0), (2, 1, 1, 1), "reserved"),
        ((1, 1, 0), (1, 1, 1, 1), "mixed"),
        ((0, 0, 4), (3, 3, 2, 2), "mixed"),
        # fewer than half speak for one side alone: mixed, on whichever side of one half the share falls
        ((2, 1, 4), (3, 3, 2, 2), "mixed"),
        ((1, 2, 4), (3, 3, 2, 2), "mixed"),
        ((2, 0, 3), (2, 2, 2, 2), "mixed"),
        ((2, 1, 3), (2, 2, 2, 2), "mixed"),
        ((0, 2, 3), (2, 2, 2, 2), "mixed"),
        ((1, 2, 3), (2, 2, 2, 2), "mixed"),
    ],
)
def test_each_verdict_has_its_counts(counts, grounds, expected):
    assert verdict(*counts, grounds) == expected


# (change of the voices for, against and mixed; whether it is towards for)
TOWARDS_FOR = [(1, 0, 0), (0, -1, 1), (1, 0, -1), (1, -1, 0)]
TOWARDS_AGAINST = [(0, 1, 0), (-1, 0, 1), (0, 1, -1), (-1, 1, 0)]


def grounds_of(has, counts):
    """Grounds of two groups and a voice that saw it, on each side that `has` them and has voices."""
    for_, against, mixed = counts
    sides = (has[0] and for_ + mixed > 0, has[1] and against + mixed > 0)
    return (2 * sides[0], 2 * sides[1], int(sides[0]), int(sides[1]))


def falls(most, rule):
    """What breaks the order, over all counts up to `most` of each kind, with and without ground before and after."""
    sides = [(pro, con) for pro in (False, True) for con in (False, True)]
    every = [(f, a, m) for f in range(most + 1) for a in range(most + 1) for m in range(most + 1)]
    rank = {
        (has, counts): RANK[verdict(*counts, grounds_of(has, counts), rule)]
        for counts in every
        for has in sides
        if sum(counts)
    }
    found = []
    for (has, counts), before in rank.items():
        for step in TOWARDS_FOR:
            then = tuple(one + more for one, more in zip(counts, step, strict=True))
            # more for may give support a ground, and take it from the voices against
            grown = [(pro, con) for pro, con in sides if pro >= has[0] and con <= has[1]]
            if min(then) < 0:
                continue
            found += [(counts, step) for side in grown if rank.get((side, then), before) < before]
        for step in TOWARDS_AGAINST:
            then = tuple(one + more for one, more in zip(counts, step, strict=True))
            shrunk = [(pro, con) for pro, con in sides if pro <= has[0] and con >= has[1]]
            if min(then) < 0:
                continue
            found += [(counts, step) for side in shrunk if rank.get((side, then), before) > before]
    return found


def test_more_for_never_lowers_and_more_against_never_raises():
    assert falls(12, VerdictRule()) == []


@st.composite
def rules(draw):
    """Any rule that study.yaml accepts."""
    share = st.floats(0.5, 1, allow_nan=False)
    reserved, supported = sorted(draw(st.tuples(share, share)))
    if reserved == supported:
        reserved, supported = 0.5, 0.75
    return VerdictRule(
        min_groups=draw(st.integers(1, 4)),
        min_first_hand=draw(st.integers(0, 4)),
        share_supported=supported,
        share_reserved=reserved,
        share_mixed=draw(st.floats(0.01, 1)),
        rival_limits=draw(st.booleans()),
    )


@given(rules())
def test_it_is_so_by_every_rule(rule):
    assert falls(4, rule) == []


SIDE = {"query": "X"}
PAIR = [
    Proposition(id="P1", statement={"id": "x", "en": "x"}, rival="P2", **{"for": SIDE}, against=SIDE),
    Proposition(id="P2", statement={"id": "x", "en": "x"}, rival="P1", **{"for": SIDE}, against=SIDE),
]
voices = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["for", "against", "mixed"]), st.booleans()), max_size=9
)


def ledger(voices, proposition="P1"):
    """Codings of voices (group, stance, whether by hearsay), named by their place."""
    return [
        {
            "proposition": proposition,
            "voice": f"V{place}",
            "role_group": group,
            "direction": direction,
            "directness": "hearsay" if heard else "first-hand",
            **{"method": "interview", "origin": "", "weight": 1.0, "date": "2024-01-01"},
        }
        for place, (group, stance, heard) in enumerate(voices)
        for direction in (("for", "against") if stance == "mixed" else (stance,))
    ]


def ranks(own, rival, rule):
    """How favourable the verdicts on P1 and P2 are, by the functions that the stage calls."""
    rows = ledger(own) + ledger(rival, "P2")
    found = verdicts(stances(pd.DataFrame(rows)) if rows else pd.DataFrame(), PAIR, rule)
    return [None if name == "no evidence" else RANK[name] for name in found["verdict"]]


def never_lower(before, after):
    return before is None or after is None or after >= before


@given(voices, voices, st.sampled_from("abc"), st.booleans(), rules())
def test_ledgers_with_a_rival_keep_the_order(own, rival, group, heard, rule):
    before = ranks(own, rival, rule)[0]
    for stance, way in (("for", 1), ("against", -1)):
        after = ranks([*own, (group, stance, heard)], rival, rule)[0]
        assert never_lower(*((before, after) if way == 1 else (after, before)))
    for place, (mine, stance, by_hearsay) in enumerate(own):
        for moved in {"against": ("mixed", "for"), "mixed": ("for",)}.get(stance, ()):
            then = [*own[:place], (mine, moved, by_hearsay), *own[place + 1 :]]
            assert never_lower(before, ranks(then, rival, rule)[0])
    # what speaks for the rival never helps
    assert never_lower(ranks(own, [*rival, (group, "for", heard)], rule)[0], before)


def test_the_rule_in_words_has_every_threshold():
    rule = VerdictRule(share_supported=0.8, share_reserved=0.6, share_mixed=0.375, min_groups=3)
    said = " ".join(rule_in_words(rule, "en"))
    for part in ("80%", "above 60%", "below 40%", "62.5%", "3 groups", "1 of them knows", "its rival"):
        assert part in said
    assert "rival" not in " ".join(rule_in_words(VerdictRule(rival_limits=False), "en"))


def test_a_side_is_grounded_by_groups_of_informants_and_not_by_other_techniques():
    """A log and a letter are of other techniques, unless the study says that they count as source groups."""

    def of(voice, group):
        ledger = {"proposition": "P1", "voice": voice, "role_group": group, "direction": "for", "date": "1"}
        return ledger | {"method": "interview", "directness": "first-hand", "origin": "", "weight": 1.0}

    groups = (("I1", "staff"), ("I2", "staff"), ("O1", "log"), ("D1", "letters"))
    found = stances(pd.DataFrame([of(voice, group) for voice, group in groups]))
    claim = Proposition.model_validate(
        {"id": "P1", "statement": "x", "for": {"query": "A"}, "against": {"query": "B"}}
    )

    def judged(*named):
        row = verdicts(found, [claim], VerdictRule().by_source(named)).iloc[0]
        return row["groups_for"], row["verdict"]

    assert judged("staff", "heads") == (1, "ungrounded for")
    assert judged("staff", "log") == (2, "supported")
    assert judged("heads") == (0, "ungrounded for")
