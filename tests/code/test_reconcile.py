import pytest
from conftest import Run

from jalin.code.reconcile import counted
from jalin.errors import StudyError

HEADER = "source_id,coder,coding_id,decision,decided_by,date,reason\n"


def decide(root, *rows):
    text = HEADER + "".join(f"{row}\n" for row in rows)
    (root / "data/raw/coding/reconciled.csv").write_text(text)


def quotes(run, count="agreed"):
    return set(counted(run.codings, "ann", count)["quote"])


def test_only_what_both_saw_counts_as_agreed(run):
    assert "My back hurts from digging." not in quotes(run)
    assert "My back hurts from digging." in quotes(run, "lead")


def test_a_coding_the_coders_kept_counts_whoever_made_it(root):
    decide(
        root, "W2,ann,c5,keep,both,2024-06-01,she says so", "W1,ben,c2,keep,both,2024-06-01,shorter is better"
    )
    assert {"My back hurts from digging.", "Digging is hard work"} <= quotes(Run(root))


def test_a_coding_they_dropped_never_counts(root):
    decide(root, "W1,ann,c2,drop,both,2024-06-01,a figure of speech")
    for count in ("agreed", "lead"):
        assert "Digging is hard work for small hands." not in quotes(Run(root), count)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("W1,ann,c9,keep,both,2024-06-01,x", "row 2: there is no coding W1/ann/c9"),
        ("W8,ann,c1,keep,both,2024-06-01,x", "row 2: there is no coding W8/ann/c1"),
        ("W1,ann,c1,maybe,both,2024-06-01,x", "row 2: 'decision' needs one of keep, drop"),
        ("W1,ann,c1,keep,both,2024-06-01,", "row 2: 'reason' needs a text; it is empty"),
    ],
)
def test_a_decision_that_is_wrong_is_placed(root, row, words):
    decide(root, row)
    with pytest.raises(StudyError) as error:
        Run(root)
    assert f"data/raw/coding/reconciled.csv, {words}" in str(error.value)


def test_a_decision_on_a_withdrawn_source_is_left_out(root):
    decide(root, "W3,ann,c1,keep,both,2024-06-01,x")
    assert set(Run(root).codings["decision"]) == {""}
