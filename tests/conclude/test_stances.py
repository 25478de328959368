"""Voices that only repeat one another are one; a voice met in several ways is counted in each."""

import random

import pandas as pd
import pytest

from jalin.conclude import stances, stances_by


def ledger(*rows):
    """A ledger of one proposition from (voice, direction, whose account it tells or "", more)."""
    plain = {"proposition": "P1", "role_group": "staff", "method": "interview", "round": "1", "weight": 1.0}
    return pd.DataFrame(
        [
            {
                **plain,
                "voice": voice,
                "direction": direction,
                "origin": origin,
                "directness": "hearsay" if origin else "first-hand",
                "date": f"2024-01-{number:02}",
                **(more[0] if more else {}),
            }
            for number, (voice, direction, origin, *more) in enumerate(rows, start=1)
        ]
    )


@pytest.mark.parametrize(
    ("rows", "voices"),
    [
        # A has it from B, B from C, who saw it
        ([("A", "for", "B"), ("B", "for", "C"), ("C", "for", "")], {"C": "for"}),
        # C was never met: the one who was heard first has the name
        ([("A", "for", "B"), ("B", "for", "?C")], {"A": "for"}),
        # they name one another; whoever repeats one of them joins
        ([("A", "for", "B"), ("B", "for", "A")], {"A": "for"}),
        ([("B", "for", "A"), ("A", "for", "C"), ("C", "for", "B"), ("D", "for", "C")], {"B": "for"}),
        # two who repeat one mouth at different removes
        ([("A", "for", "?X"), ("B", "for", "A"), ("C", "for", "?X")], {"A": "for"}),
        # one mouth that is reported for and speaks against has said both
        ([("A", "for", "B"), ("B", "against", "")], {"B": "mixed"}),
        # what A saw is A's own, whatever else A heard
        ([("A", "for", "B"), ("A", "for", ""), ("B", "for", "")], {"A": "for", "B": "for"}),
        # heard of two is more than either
        (
            [("A", "for", "B"), ("A", "for", "C"), ("B", "for", ""), ("C", "for", "")],
            dict.fromkeys("ABC", "for"),
        ),
    ],
)
def test_hearsay_is_followed_to_its_mouth_whatever_the_order_of_rows(rows, voices):
    told = ledger(*rows)
    for seed in range(8):
        order = random.Random(seed).sample(range(len(told)), len(told))
        found = stances(told.iloc[order].reset_index(drop=True)).set_index("voice")
        assert found["stance"].to_dict() == voices


def test_a_chain_of_any_length_is_one_voice():
    chain = [(f"V{place:03}", "for", f"V{place + 1:03}") for place in range(27)] + [("V027", "for", "")]
    found = stances(ledger(*chain)).set_index("voice")
    assert found.index.tolist() == ["V027"] and len(found.loc["V027", "repeated_by"].split()) == 27


def test_another_proposition_does_not_join_what_is_apart_here():
    told = ledger(("A", "for", "B"), ("B", "for", "", {"proposition": "P2"}), ("C", "for", ""))
    assert set(stances(told).query("proposition == 'P1'")["voice"]) == {"A", "C"}


def test_a_voice_is_counted_where_its_codings_come_from():
    told = ledger(
        ("A", "for", ""),
        ("A", "against", "", {"method": "observation", "role_group": "yard"}),
        ("B", "for", "", {"method": "observation"}),
        ("C", "for", "A", {"method": "document", "role_group": "paper"}),
    )
    by_method = stances_by(told, "method").set_index(["method", "voice"])["stance"].to_dict()
    # C only repeats A, who is in no document
    assert by_method == {
        ("interview", "A"): "for",
        ("observation", "A"): "against",
        ("observation", "B"): "for",
    }
    by_group = stances_by(told, "role_group").set_index(["role_group", "voice"])["stance"].to_dict()
    assert by_group == {("staff", "A"): "for", ("staff", "B"): "for", ("yard", "A"): "against"}
    assert stances(told).set_index("voice").loc["A", ["stance", "role_group"]].tolist() == ["mixed", "staff"]
    assert stances_by(told.iloc[:0], "method").columns.tolist() == [
        "proposition",
        "voice",
        "stance",
        "method",
    ]
