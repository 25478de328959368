"""What a verdict hangs on, counted by hand on the tiny study and checked against real removal."""

import pandas as pd
import pytest
from conftest import Run

from jalin.conclude import bootstrap_voices, ledger_of, verdicts, verdicts_by_round, without_each
from jalin.conclude.robustness import fragile, hangs_on
from jalin.conclude.verdict import verdict_explained, verdict_in_words
from jalin.errors import StudyError
from jalin.report.facts import compute_facts
from jalin.report.results import Results
from jalin.report.tables.findings import published, robustness_table, rounds, verdict_table
from jalin.report.tables.triangulation import credibility_table
from jalin.rules import VerdictRule
from jalin.study import open_study


def pulled(run):
    def by(coders):
        return ledger_of(coders, run.known, run.codebook, run.propositions, run.study.settings.evidence, {})

    return without_each(
        run.evidence, run.propositions, run.study.settings.verdict, by, ["ann", "ben"]
    ).set_index(["proposition", "strand", "value"])


def test_each_strand_pulled_gives_the_verdict_counted_by_hand(run):
    found = pulled(run)["verdict"]
    # P1: the teacher and the pupil for, the notice against; one for and one against is no ground
    assert (found["P1", "voice", "I1"], found["P1", "voice", "I2"]) == ("mixed", "mixed")
    assert found["P1", "voice", "D1"] == "supported"
    assert found["P1", "method", "interview"] == "ungrounded against"
    assert found["P1", "round", "1"] == "ungrounded for"
    # P2 is known to both coders from the teacher alone; Ann alone has the pupil too
    assert found["P2", "voice", "I1"] == "no evidence"
    assert (found["P2", "coder", "ben"], found["P2", "coder", "ann"]) == ("reserved", "ungrounded for")


def test_a_coder_left_out_has_the_codings_of_that_coder_alone(run):
    found = pulled(run)["codings"]
    own = {
        (name, coder): len(run.premises.ledger_of([coder]).query("proposition == @name"))
        for name in ("P1", "P2")
        for coder in ("ann", "ben")
    }
    assert {key: found[key[0], "coder", key[1]] for key in own} == own
    # by hand: ann hears the teacher and the pupil toil, ben the teacher alone
    assert (own["P2", "ann"], own["P2", "ben"]) == (2, 1)


@pytest.mark.parametrize(("source", "voice"), [("W1", "I1"), ("W2", "I2"), ("D1", "D1")])
def test_what_it_says_is_what_happens_when_the_source_goes(root, source, voice):
    said = pulled(Run(root))
    register = root / "data/raw/sources.csv"
    lines = register.read_text().splitlines(keepends=True)
    register.write_text(
        "".join(
            line.replace(",given,", ",withdrawn,").replace(",public,", ",withdrawn,")
            if line.startswith(source)
            else line
            for line in lines
        )
    )
    again = Run(root)
    found = verdicts(again.stances, again.propositions, again.study.settings.verdict).set_index("proposition")
    for name in ("P1", "P2"):
        assert said.loc[(name, "voice", voice), "verdict"] == found.loc[name, "verdict"]


def test_voices_drawn_again_give_the_same_shares_with_the_same_seed(run):
    one, same = (
        bootstrap_voices(run.evidence, run.propositions, run.study.settings.verdict, 1, 400) for _ in "ab"
    )
    assert one.equals(same)
    found = one.set_index(["proposition", "verdict"])
    assert one.groupby("proposition")["share"].sum().round(9).eq(1).all()
    # P2 rests on one voice of three: not drawn in (2/3)³ of the draws
    assert found.loc[("P2", "no evidence"), "share"] == pytest.approx((2 / 3) ** 3, abs=0.08)
    assert found.loc[("P2", "ungrounded for"), "stands"]


def test_a_changed_verdict_names_the_voices_that_changed_it(run):
    found = verdicts_by_round(run.evidence, run.propositions, run.study.settings.verdict, ["1", "2"])
    told = found.set_index(["proposition", "round"])["changed_by"]
    assert told["P1", "2"] == "I2:for" and told["P2", "2"] == "" and told["P1", "1"] == ""


@pytest.mark.parametrize(
    ("share", "changes", "threshold", "shaky"),
    [
        (0.76, [], 0.75, False),
        (0.75, [], 0.75, False),
        (0.74, [], 0.75, True),
        (0.74, [], 0.5, False),
        # one strand is enough, of whatever kind
        (1.0, ["voice"], 0.75, True),
        (1.0, ["method"], 0.75, True),
        # but a round is a step of the inquiry, no strand
        (1.0, ["round"], 0.75, False),
    ],
)
def test_a_verdict_in_few_draws_or_on_one_strand_is_fragile(share, changes, threshold, shaky):
    drawn = pd.DataFrame({"proposition": ["P1", "P1"], "share": [share, 1 - share], "stands": [True, False]})
    pulled = pd.DataFrame({"proposition": "P1", "strand": ["voice", "method", "round"]})
    pulled["changes"] = pulled["strand"].isin(changes)
    assert fragile(["P1"], pulled, drawn, VerdictRule(share_standing=threshold)) == [shaky]
    # a verdict that no draw gave again does not stand at all
    assert fragile(["P1"], pulled.head(0), drawn.assign(stands=False), VerdictRule()) == [True]


def test_a_fragile_verdict_says_so():
    assert verdict_in_words("supported", True, "en") == "supported, but fragile"
    assert verdict_in_words("supported", True, "id") == "didukung, tetapi rapuh"
    assert verdict_in_words("supported", False, "en") == "supported"


def test_no_evidence_hangs_on_nothing_and_has_no_share_of_draws(run):
    rule, of_one = run.study.settings.verdict, run.evidence[run.evidence["proposition"] == "P1"]
    for evidence, there in ((of_one, {"P1"}), (of_one.head(0), set())):
        drawn = bootstrap_voices(evidence, run.propositions, rule, 1, 50)
        assert set(drawn.get("proposition", ())) == there
        assert "P2" not in there and fragile(["P2"], pd.DataFrame(), drawn, rule) == [False]


def test_wherever_the_verdict_on_all_data_is_printed_it_is_said_to_be_fragile(garden):
    results = Results.of(open_study(garden))
    facts = compute_facts(results)
    assert facts["P1.verdict"].words(results, "en") == (
        "supported with reservations, but fragile – hangs on any one of 3 voices; "
        "comes out in only 23% of bootstrap resamples"
    )
    assert facts["P1.verdict"].value(results) == "reserved"
    assert facts["verdicts.fragile"].value(results) == 2
    for table in (verdict_table, rounds, published, credibility_table):
        cells = table(results, "en").astype(str).to_numpy().ravel()
        assert any("supported with reservations, but fragile" in cell for cell in cells)


def test_the_table_of_strands_calls_fragile_what_is(garden):
    results = Results.of(open_study(garden))
    told = dict(zip(results.verdicts["proposition"], results.verdicts["fragile"], strict=True))
    table = robustness_table(results, "en")
    assert len(table) and told
    for row in table.itertuples(index=False):
        assert ("fragile" in row[3]) == told[row[0]], row


def pulled_by(rows):
    columns = ["proposition", "strand", "value", "verdict"]
    return pd.DataFrame(rows, columns=columns).assign(changes=True)


def ledger_with(rows):
    columns = ["voice", "source_id", "role_group", "method", "round"]
    return pd.DataFrame(rows, columns=columns)


def test_documents_are_a_technique_to_pull_and_no_source_group(garden_results):
    """The tiny study's notice and log are of the group *paper*, in which no informant speaks."""
    strands = garden_results["conclude/robustness"].groupby("strand")["value"].unique()
    assert set(strands["role_group"]) == {"teacher", "pupil"}
    assert {"interview", "document"} <= set(strands["method"])


def test_a_verdict_is_said_to_hang_on_the_narrowest_strands():
    evidence = ledger_with(
        [
            ("I1", "W1", "staff", "interview", "1"),
            ("I2", "W2", "heads", "interview", "1"),
            ("I2", "W3", "heads", "interview", "2"),
            ("O1", "O1", "seen", "observation", "2"),
        ]
    )
    rows = [
        # I1 is all of W1 and of the staff, and one of those interviewed
        *[("P1", kind, name, "mixed") for kind, name in
          (("voice", "I1"), ("source", "W1"), ("role_group", "staff"), ("method", "interview"))],
        # of I2 one source is enough
        ("P2", "source", "W3", "mixed"), ("P2", "voice", "I2", "mixed"),
        # neither I1 nor I2 alone, but the interviews; and a coder holds nothing of these
        ("P3", "method", "interview", "no evidence"), ("P3", "coder", "b", "refuted"), ("P3", "round", "2", "mixed"),
    ]  # fmt: skip
    assert hangs_on(pulled_by(rows), evidence) == {
        "P1": "voice=I1:mixed",
        "P2": "source=W3:mixed",
        "P3": "method=interview:no evidence; coder=b:refuted",
    }


def test_a_fragile_verdict_says_what_it_hangs_on(run):
    settings = run.study.settings
    row = {"verdict": "supported", "fragile": True, "standing": 0.744}

    def said(strands, language="en", **other):
        return verdict_explained({**row, "hangs_on": strands, **other}, settings, language)

    assert said("method=interview:not supported", standing=1.0) == (
        "supported, but fragile – hangs on interviews"
    )
    assert said("voice=I1:mixed; role_group=pupil:mixed; coder=ben:refuted", "id") == (
        "didukung, tetapi rapuh – bergantung pada satu suara tertentu, kelompok Murid, atau Ben; hanya muncul pada 74% sampel ulang"
    )
    # an id tells a reader nothing, and beside a group it tells who is not of it
    many = "; ".join(f"voice=I{number}:mixed" for number in range(1, 4))
    assert said(many, standing=0.9) == "supported, but fragile – hangs on any one of 3 voices"
    assert said("", fragile=False) == "supported"


@pytest.mark.parametrize(
    ("strand", "before", "after", "shaky"),
    [
        # without the interviews what is left points the same way, or another, or nothing is left
        ("method", "supported", "ungrounded for", False),
        ("method", "refuted", "ungrounded against", False),
        ("method", "supported", "mixed", True),
        ("method", "supported", "no evidence", True),
        ("method", "not supported", "reserved", True),
        # of a person, a group or a coder the ground is what may hang on them
        ("voice", "supported", "ungrounded for", True),
        ("role_group", "supported", "reserved", True),
        ("coder", "refuted", "not supported", True),
    ],
)
def test_a_verdict_hangs_on_a_technique_when_without_it_it_is_on_another_side(strand, before, after, shaky):
    rows = pulled_by([("P1", strand, "x", after)]).assign(verdict_with=before)
    drawn = pd.DataFrame({"proposition": ["P1"], "share": [1.0], "stands": [True]})
    assert fragile(["P1"], rows, drawn, VerdictRule()) == [shaky]


def test_a_technique_that_is_the_only_one_is_no_strand(run):
    evidence = run.evidence[run.evidence["method"] == "interview"]
    found = without_each(
        evidence, run.propositions, run.study.settings.verdict, lambda coders: evidence, ["ann"]
    )
    assert set(found["strand"]) == {"voice", "source", "role_group", "round"}


def origins(root, rows):
    header = "source_id,coding_id,origin,decided_by,reason\n"
    (root / "data/raw/analysis/origins.csv").write_text(header + rows)


def hearsay_in_w1(root):
    """The teacher only heard of the watering."""
    for coder, quote in (("ann", "The children water"), ("ben", "The children water")):
        path = root / f"data/raw/coding/codings/{coder}/W1.jsonl"
        text = (root / "data/raw/interviews/W1.txt").read_text()
        start = text.index(quote)
        path.write_text(
            path.read_text()
            + f'{{"id": "h1", "code": "HEARD", "start": {start}, "end": {start + len(quote)}, "quote": "{quote}"}}\n'
        )


def test_hearsay_of_one_origin_counts_once(root):
    hearsay_in_w1(root)
    assert set(Run(root).stances.query("proposition == 'P1'")["voice"]) == {"I1", "I2", "D1"}
    origins(root, "W1,c1,I2,both,the pupil told her\n")
    run = Run(root)
    found = run.stances.query("proposition == 'P1'").set_index("voice")
    # the teacher only repeats the pupil, who speaks for herself
    assert set(found.index) == {"I2", "D1"} and found.loc["I2", "repeated_by"] == "I1"
    assert found.loc["I2", "role_group"] == "pupil"
    table = verdicts(run.stances, run.propositions, run.study.settings.verdict).set_index("proposition")
    assert table.loc["P1", ["voices_for", "voices_against", "verdict"]].tolist() == [1, 1, "mixed"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("W1,c9,I2,both,x\n", "row 2: the lead coder has no coding W1/c9"),
        ("W1,c1,I1,both,x\n", "row 2: I1 is named as the origin of its own account"),
        ("W1,c1,I7,both,x\n", "row 2: the origin 'I7' is no informant or source"),
        ("W1,c1,I2,both,\n", "row 2: 'reason' needs a text; it is empty"),
    ],
)
def test_a_slip_in_the_origins_is_placed(root, row, said):
    origins(root, row)
    with pytest.raises(StudyError, match=said):
        Run(root)


def test_an_origin_may_be_an_informant_in_whose_words_nothing_was_coded(root):
    for path in (root / "data/raw/coding/codings").glob("*/W2.jsonl"):
        path.unlink()
    origins(root, "W1,c1,I2,both,the pupil told her\n")
    assert "I2" in set(Run(root).evidence["origin"])


def test_weights_come_from_the_study(root):
    path = root / "data/raw/study.yaml"
    path.write_text(
        path.read_text().replace(
            "examples: EVENT}", "examples: EVENT, weights: {first_hand: 2, hearsay: 0.5, unprompted: 3}}"
        )
    )
    found = (
        Run(root)
        .evidence.query("proposition == 'P1' and direction == 'for'")
        .set_index(["source_id", "quote"])
    )
    # "Who looks after the garden?" shares no word with watering or care: said unasked
    assert found.loc[("W1", "The children water it every morning."), ["prompted", "weight"]].tolist() == [
        "unprompted",
        6,
    ]
    assert found.loc[("W2", "My cousin says the teacher waters too."), "weight"] == 1.5
