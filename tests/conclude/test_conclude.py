import shutil

import pytest
from conftest import Run
from tiny import coding_line, plain

from jalin.conclude import stances, verdicts, verdicts_by_round
from jalin.conclude.could_speak import able_by_round
from jalin.errors import StudyError
from jalin.rules import VerdictRule

FILE = "data/raw/analysis/propositions.yaml"


def final(run):
    return verdicts(run.stances, run.propositions, run.study.settings.verdict).set_index("proposition")


def test_the_ledger_has_both_sides_and_how_each_is_known(run):
    found = run.evidence.query("proposition == 'P1'")
    rows = sorted(
        zip(found["direction"], found["source_id"], found["directness"], found["examples"], strict=True)
    )
    assert rows == [
        ("against", "D1", "documented", ""),
        ("for", "W1", "first-hand", ""),
        ("for", "W2", "first-hand", "EVENT-RAIN"),
        ("for", "W2", "hearsay", ""),
    ]


def test_a_coding_of_an_event_tells_of_that_event(root):
    path = root / FILE
    path.write_text(path.read_text().replace("query: TOIL", "query: EVENT or CARE-WATER"))
    found = Run(root).evidence.query("proposition == 'P2'").set_index(["source_id", "coding_id"])["examples"]
    assert found.to_dict() == {("W1", "c1"): "", ("W2", "c1"): "EVENT-RAIN", ("W2", "c2"): "EVENT-RAIN"}


def test_one_voice_has_one_stance(run):
    found = run.stances.query("proposition == 'P1'").set_index("voice")
    assert found["stance"].to_dict() == {"I1": "for", "I2": "for", "D1": "against"}
    assert found.loc["I2", "codings_for"] == 2


def test_the_verdict_follows_the_rule(run):
    found = final(run)
    # two voices for, from two groups, first-hand; one against: 2/3 lies between the two shares
    assert found.loc["P1", "verdict"] == "reserved"
    # only what both coders saw counts: one voice, one group
    assert found.loc["P2", ["voices_for", "verdict"]].tolist() == [1, "ungrounded for"]


def test_take_the_codings_of_a_finding_away_and_the_verdict_goes(root):
    for path in (root / "data/raw/coding/codings").glob("*/*.jsonl"):
        kept = [line for line in path.read_text().splitlines(keepends=True) if "TOIL" not in line]
        path.write_text("".join(kept))
    assert final(Run(root)).loc["P2", "verdict"] == "no evidence"


def test_no_codings_at_all_is_no_evidence(root):
    shutil.rmtree(root / "data/raw/coding/codings")
    run = Run(root)
    assert set(final(run)["verdict"]) == {"no evidence"}


def test_a_coding_picked_by_hand_counts_though_the_coders_differ(root):
    path = root / FILE
    picked = "for: {query: TOIL, picked: [{coding: W2/c5, reason: she says it herself}]}"
    path.write_text(path.read_text().replace("for: {query: TOIL}", picked))
    found = Run(root)
    assert final(found).loc["P2", "voices_for"] == 2
    assert "she says it herself" in set(found.evidence["picked"])


def test_a_rival_as_strong_limits_the_verdict(root):
    path = root / FILE
    text = path.read_text()
    text = text.replace(
        "    against: {query: CARE and with DENIED}\n", "    rival: P3\n    against: {query: TOIL and CARE}\n"
    )
    text += "  - id: P3\n    statement: {id: x, en: x}\n    for: {query: CARE}\n    against: {query: TOIL and CARE}\n"
    path.write_text(text)
    found = final(Run(root))
    assert found.loc["P3", "verdict"] == "supported"
    assert found.loc["P1", ["verdict", "limited_by"]].tolist() == ["reserved", "P3"]


def code_also(root, coder, source, code, quote):
    """A further coding of one coder."""
    path = root / f"data/raw/coding/codings/{coder}/{source}.jsonl"
    name = next((root / "data/raw").glob(f"*/{source}.*"))
    text = plain(name.relative_to(root / "data/raw").as_posix())
    number = len(path.read_text().splitlines()) + 1
    path.write_text(path.read_text() + coding_line(text, number, code, quote))


def test_a_denial_that_does_not_count_makes_no_passage_a_denied_one(root):
    code_also(root, "ann", "W1", "DENIED", "The children water it every morning.")
    assert final(Run(root)).loc["P1", ["voices_for", "voices_against"]].tolist() == [2, 1]
    decided = (
        "source_id,coder,coding_id,decision,decided_by,date,reason\nW1,ann,c3,keep,both,2024-06-10,she does\n"
    )
    (root / "data/raw/coding/reconciled.csv").write_text(decided)
    assert final(Run(root)).loc["P1", ["voices_for", "voices_against"]].tolist() == [1, 2]


def test_what_counts_is_one_reading_whoever_coded_it(root):
    # Ann marks the denial, as Ben does; of what is denied the coding of Ben is kept
    path = root / "data/raw/coding/codings/ann/D1.jsonl"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if '"CARE"' not in line))
    decided = (
        "source_id,coder,coding_id,decision,decided_by,date,reason\nD1,ben,c1,keep,both,2024-06-10,it is\n"
    )
    (root / "data/raw/coding/reconciled.csv").write_text(decided)
    found = Run(root).evidence.query("source_id == 'D1'")
    assert found[["direction", "coder"]].to_numpy().tolist() == [["against", "ben"]]


@pytest.mark.parametrize(
    ("against", "sought", "verdict"),
    [
        ("", False, "reserved"),
        ("\n    against: {query: TOIL and CARE}", True, "supported"),
        ("\n    against: {picked: [{coding: D1/c1, reason: nobody does}]}", True, "reserved"),
    ],
)
def test_what_nobody_looked_against_is_at_most_reserved(root, against, sought, verdict):
    path = root / FILE
    path.write_text(path.read_text().replace("\n    against: {query: CARE and with DENIED}", against))
    found = final(Run(root))
    assert found.loc["P1", ["against_sought", "verdict", "limited_by"]].tolist() == [sought, verdict, ""]


def test_the_verdict_is_told_after_each_round(run):
    found = verdicts_by_round(run.evidence, run.propositions, VerdictRule(), ["1", "2"])
    told = found[found["proposition"] == "P1"].set_index("round")
    assert told["voices_for"].to_dict() == {"1": 1, "2": 2, "all": 2}
    assert told["verdict"].to_dict() == {"1": "mixed", "2": "reserved", "all": "reserved"}


def test_who_could_have_spoken_is_who_was_asked_or_speaks(run):
    found = verdicts_by_round(run.evidence, run.propositions, VerdictRule(), ["1", "2"])
    able = found.assign(able=able_by_round(found, run.evidence, run.sources, ["1", "2"]))
    able = able.set_index(["proposition", "round"])["able"].to_dict()
    # in round 1 the teacher, of both, and the notice, of P1; then the pupil, of both, and the log, of P2
    assert [able["P1", "1"], able["P1", "all"], able["P2", "1"], able["P2", "all"]] == [2, 3, 1, 3]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            "share_reserved: 0.2",
            "verdict, share_reserved: it is 0.2, not from 0.5 on and below share_supported",
        ),
        ("share_reserved: 1.0", "Write 0.5 ≤ share_reserved < share_supported ≤ 1"),
        ("share_reserved: 0.75", "and below share_supported, which is 0.75"),
        ("share_supported: 0.6, share_reserved: 0.7", "which is 0.6. Write 0.5 ≤"),
        ("share_supported: 0.5", "'share_supported' needs a number above 0.5 and up to 1"),
        ("share_mixed: 0", "'share_mixed' needs a number above 0 and up to 1"),
    ],
)
def test_thresholds_that_would_make_no_order_are_refused(root, rule, words):
    path = root / "data/raw/study.yaml"
    path.write_text(path.read_text() + f"verdict: {{{rule}}}\n")
    with pytest.raises(StudyError) as error:
        Run(root)
    assert words in str(error.value) and "data/raw/study.yaml" in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("query: TOIL", "query: TOIL and", "P2, for, query: the query 'TOIL and' cannot be read at the end"),
        ("query: TOIL", "query: TOYL", "Did you mean TOIL?"),
        ("- id: P2", "- id: P1", "the id P1 stands 2 times"),
        ("    for: {query: TOIL}", "    for: {query: TOIL", f"{FILE}, line "),
        (
            "    for: {query: TOIL}",
            "    for: {query: TOIL}\n    rival: P7",
            "P2, rival: 'P7' is no proposition yet",
        ),
        (
            "    for: {query: TOIL}",
            "    fro: {query: TOIL}",
            "propositions, entry 2 (P2): there is no key 'fro'. Did you mean for?",
        ),
        ("query: TOIL", "picked: [{coding: W2/c99, reason: x}]", "no coding 'W2/c99'"),
        (
            "    for: {query: TOIL}",
            "    for: {query: TOIL}\n    short: {id: Lelah, en: The garden is hard work for all who have a hand in it}",
            "has 53 signs, and room for 40. Say it in three to five words",
        ),
    ],
)
def test_a_slip_in_the_propositions_is_placed(root, old, new, words):
    path = root / FILE
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(StudyError) as error:
        Run(root)
    assert words in str(error.value) and FILE in str(error.value)


def test_a_figure_calls_a_proposition_by_its_short_name_else_by_its_first_words(root):
    path = root / FILE
    written = path.read_text().replace(
        "Kebun dirawat.", "Kebun sekolah ini dirawat bersama oleh murid dan guru."
    )
    path.write_text(written.replace("- id: P2", "- id: P2\n    short: {id: Melelahkan, en: Toil}"))
    claimed, named = Run(root).propositions
    assert claimed.called("en") == "The garden is cared for"
    assert claimed.called("id") == "Kebun sekolah ini dirawat bersama oleh…"
    assert [named.called(language) for language in ("id", "en")] == ["Melelahkan", "Toil"]


def test_stances_of_no_evidence_are_empty(run):
    assert stances(run.evidence.iloc[:0]).empty


def test_a_passage_picked_from_a_source_withdrawn_later_is_gone_without_a_word(root):
    path = root / "data/raw/analysis/propositions.yaml"
    picked = "for: {query: TOIL, picked: [{coding: W2/c5, reason: it says so}]}"
    path.write_text(path.read_text().replace("for: {query: TOIL}", picked))
    assert "W2" in set(Run(root).evidence["source_id"])
    register = root / "data/raw/sources.csv"
    register.write_text(register.read_text().replace("me,en,given,P1 P2", "me,en,withdrawn,P1 P2"))
    assert "W2" not in set(Run(root).evidence["source_id"])
