import json

import pandas as pd
import pytest
from conftest import Run, build

from jalin.conclude import ledger_of
from jalin.conclude.could_speak import informant_groups
from jalin.errors import StudyError
from jalin.rules import Convergence
from jalin.study import open_study
from jalin.tables.columns import METHODS
from jalin.tables.store import read
from jalin.triangulate import (
    Cell,
    cells_of,
    completeness,
    convergence_cells,
    convergence_overall,
    convergence_pairs,
    feedback,
    researchers,
    sensitivity,
)
from jalin.triangulate.convergence import prevailing

RULE = Convergence()
GROUPS = {"role_group": ["teacher", "pupil", "paper"], "method": list(METHODS), "round": ["1", "2"]}


@pytest.fixture
def found(run):
    return cells_of(run.evidence, run.sources, ["P1", "P2"], GROUPS)


def test_cells_count_voices_asked_and_voices_that_speak(found):
    cells = convergence_cells(found, RULE).set_index(["proposition", "by", "group"])
    teacher = cells.loc[("P1", "role_group", "teacher")]
    assert (teacher["able"], teacher["voices_for"], teacher["state"]) == (1, 1, "for")
    # the log covers P2 alone, the notice P1 alone
    paper = cells.loc[("P1", "role_group", "paper")]
    assert (paper["able"], paper["state"]) == (1, "against")
    assert cells.loc[("P1", "method", "observation"), "state"] == "not able"
    # asked and silent is not the same as not asked
    assert cells.loc[("P2", "role_group", "pupil"), "state"] == "silent"


def test_pairs_tell_dissonance_from_conflict(found):
    pairs = convergence_pairs(found, RULE).set_index(["proposition", "by", "group_1", "group_2"])
    # both for and prominent, no event in common
    assert pairs.loc[("P1", "role_group", "teacher", "pupil")].tolist() == [
        "same", "same", "different", "partial agreement", False,
    ]  # fmt: skip
    assert pairs.loc[("P1", "role_group", "teacher", "paper")].tolist() == [
        "different", "same", "", "dissonance", True,
    ]  # fmt: skip
    assert pairs.loc[("P1", "method", "interview", "observation"), "convergence"] == "not able"
    assert pairs.loc[("P2", "role_group", "teacher", "pupil")].tolist() == ["", "", "", "silence", False]


def test_the_whole_says_what_is_same_different_and_specific(found):
    cells, pairs = convergence_cells(found, RULE), convergence_pairs(found, RULE)
    overall = convergence_overall(cells, pairs).set_index(["proposition", "by"])
    whole = overall.loc[("P1", "role_group")]
    assert whole["same"] == "teacher, pupil"
    assert whole["different"] == "paper (against)"
    assert whole["specific"] == "EVENT-RAIN (pupil)"
    assert (whole["contradicting"], whole["conflicts"]) == ("paper", 2)
    assert (whole["same_meaning"], whole["compared"]) == (1, 3)
    assert (whole["silent"], overall.loc[("P2", "role_group"), "silent"]) == ("", "pupil, paper")


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        (["agreement", "agreement", "dissonance"], "agreement"),
        (["agreement", "dissonance"], "dissonance"),
        # were it the most frequent, seven of fifteen would be enough where the others differ among themselves
        (["agreement"] * 7 + ["partial agreement"] * 4 + ["dissonance"] * 4, "partial agreement"),
        # who is silent does not hide what two say
        (["silence", "silence", "not able", "agreement"], "agreement"),
        (["not able", "not able", "silence"], "alone"),
        ([], "alone"),
    ],
)
def test_the_prevailing_code_is_the_middle_one_and_of_two_the_less_favourable(codes, code):
    assert prevailing(codes) == code


def test_in_each_round_a_voice_says_what_it_said_then(found):
    cells = convergence_cells(found, RULE).set_index(["proposition", "by", "group"])
    first, second = (cells.loc[("P1", "round", name)] for name in ("1", "2"))
    # the teacher for and the notice against; then the pupil for
    assert (first["voices_for"], first["voices_against"], first["state"]) == (1, 1, "mixed")
    assert (second["voices_for"], second["state"]) == (1, "for")


def code_also(root, source, code, quote):
    """Both coders put `code` on `quote` as well."""
    text = next(path for path in (root / "data/raw").glob(f"*/{source}.*")).read_text().replace("**", "")
    text = "\n".join(line for line in text.splitlines() if line)
    start = text.index(quote)
    line = {
        "id": f"x-{code}-{start}",
        "code": code,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
    }
    for coder in ("ann", "ben"):
        path = root / f"data/raw/coding/codings/{coder}/{source}.jsonl"
        path.write_text(path.read_text() + json.dumps(line) + "\n")


def pair(root):
    run = Run(root)
    cells = cells_of(run.evidence, run.sources, ["P1", "P2"], GROUPS)
    pairs = convergence_pairs(cells, RULE).set_index(["proposition", "by", "group_1", "group_2"])
    return pairs.loc[("P1", "role_group", "teacher", "pupil"), ["convergence", "conflict"]].tolist()


def test_one_who_dissents_turns_agreement_into_dissonance(root):
    code_also(root, "W1", "EVENT-RAIN", "The children water it every morning.")
    # both for, both prominent, and now the rain in common
    assert pair(root) == ["agreement", False]
    code_also(root, "W2", "DENIED", "We water the beans, even after the rain in May.")
    code_also(root, "W2", "DENIED", "My cousin says the teacher waters too.")
    # opposed, however much else they share
    assert pair(root) == ["dissonance", True]


def test_what_each_group_adds_alone(run):
    found = completeness(run.evidence, GROUPS).set_index(["proposition", "by", "group"])
    assert found.loc[("P1", "role_group", "pupil"), "own_events"] == "EVENT-RAIN"
    assert found.loc[("P1", "role_group", "teacher"), ["own_events", "own_codes"]].tolist() == ["", ""]
    assert ("P2", "role_group", "paper") not in found.index


def test_coders_are_compared_on_what_each_alone_would_find(run):
    def ledger(coder):
        return ledger_of([coder], run.known, run.codebook, run.propositions, run.study.settings.evidence, {})

    found = researchers(ledger, ["ann", "ben"], run.sources, ["P1", "P2"], GROUPS, RULE)
    codes = found.set_index(["proposition", "by", "coder"])
    # the pupil's toil is Ann's alone: for her teacher and pupil speak, for Ben the pupil is silent
    assert codes.loc[("P2", "role_group"), "convergence"].to_dict() == {
        "ann": "agreement",
        "ben": "alone",
    }
    assert codes.loc[("P1", "role_group"), "same"].all()


def test_answers_are_counted_and_no_answer_is_no_agreement():
    checks = pd.DataFrame(
        {"proposition": ["P1", "P1"], "response": ["agree", "no reply"], "change": ["x", ""]}
    )
    found = feedback(checks, ["P1", "P2"]).set_index("proposition")
    assert found.loc["P1", ["answers", "agree", "other", "changes"]].tolist() == [2, 1, 1, 1]
    assert found.loc["P2", "answers"] == 0


def test_other_thresholds_show_where_a_code_depends_on_them(found):
    table = sensitivity(found, RULE)
    assert set(table["threshold"]) == set(Convergence.model_fields) - {"by_source"}
    # Cell(2, 1 for) and Cell(1, 1 for) of teacher and pupil share no event at any value
    assert table.query("proposition == 'P1' and by == 'role_group'")["same"].all()
    apart = {("P", "round", "1"): Cell(5, 2), ("P", "round", "2"): Cell(4, 0, 2, 2)}
    changed = sensitivity(apart, RULE).query("not same")
    # 40% and 100% are both prominent from 25% or 40% on; .25 in favour and 1 are never near
    assert changed[["threshold", "value"]].apply(tuple, axis=1).tolist() == [
        ("prominence_cut", 0.25),
        ("prominence_cut", 0.4),
    ]
    assert set(changed["convergence"]) == {"partial agreement"}


def whole_of(cells):
    given = {("P", "method", name): cell for name, cell in cells.items()}
    table = convergence_cells(given, RULE)
    return table.set_index("group"), convergence_overall(table, convergence_pairs(given, RULE)).iloc[0]


def test_a_theme_that_nearly_all_voices_speak_of_is_not_summed_up_as_silence():
    # P11 of the shipped study: 15 of 16 voices, and two techniques that could have shown it and do not
    cells, whole = whole_of({"interview": Cell(16, 15), "observation": Cell(7), "document": Cell(4)})
    assert (cells.loc["interview", "convergence"], whole["convergence"]) == ("alone", "alone")
    assert (cells.loc["document", "convergence"], whole["silent"]) == ("silence", "observation, document")
    # two that speak, four that do not: what the two say, and who is silent, are two statements
    cells, whole = whole_of({"a": Cell(4, 4), "b": Cell(4, 4)} | {name: Cell(2) for name in "cdef"})
    assert (cells.loc["a", "convergence"], whole["convergence"]) == ("agreement", "agreement")
    assert (whole["same"], whole["silent"], whole["compared"]) == ("a, b", "c, d, e, f", 1)
    # nobody speaks
    cells, whole = whole_of({"a": Cell(2), "b": Cell(2)})
    assert set(cells["convergence"]) == {"none"} == {whole["convergence"]}


def test_a_group_alone_is_compared_with_nobody():
    _, whole = whole_of({"a": Cell(2, 2)})
    assert (whole["convergence"], whole["compared"], whole["conflicts"]) == ("alone", 0, 0)


def test_groups_that_are_mixed_share_no_view():
    """Each of three groups is divided in itself; two others are against. Committees ask for the view they share."""
    mixed, against = Cell(4, 2, 2), Cell(2, 0, 2)
    _, whole = whole_of({"a": mixed, "b": mixed, "c": mixed})
    assert (whole["same"], whole["different"]) == ("", "a (mixed), b (mixed), c (mixed)")
    _, whole = whole_of({"a": mixed, "b": mixed, "c": mixed, "d": against, "e": against})
    assert (whole["same"], whole["different"]) == ("d, e", "a (mixed), b (mixed), c (mixed)")


def test_who_contradicts_is_named_beside_who_differs():
    _, whole = whole_of({"a": Cell(3, 3), "b": Cell(2, 2), "c": Cell(2, 1, 1), "d": Cell(4, 0, 4)})
    assert whole["different"] == "c (mixed), d (against)"
    assert (whole["contradicting"], whole["conflicts"], whole["same_meaning"]) == ("d", 2, 1)


def test_a_group_to_compare_that_is_none_is_told_with_the_nearest(root):
    path = root / "data/raw/study.yaml"
    path.write_text(path.read_text() + "convergence: {by_source: [pupils, paper]}\n")
    with pytest.raises(StudyError) as error:
        open_study(root)
    told = str(error.value)
    assert "study.yaml" in told and "convergence.by_source has 'pupils'" in told
    assert "Did you mean pupil?" in told


def test_groups_compared_by_source_are_those_that_informants_speak_in():
    sources = pd.DataFrame({"role_group": ["a", "b", "b", "log"], "informant_id": ["I1", "I2", "", ""]})
    # nobody of c was met yet: it stays, as not able to speak
    assert informant_groups(sources, ["a", "b", "c", "log"]) == ["a", "b", "c"]
    # letters and logs alone: their groups are what there is to compare
    assert informant_groups(sources.assign(informant_id=""), ["a", "b", "log"]) == ["a", "b", "log"]


def test_one_interviewed_and_observed_counts_under_both_techniques(run):
    own = run.evidence[(run.evidence["proposition"] == "P1") & (run.evidence["voice"] == "I1")]
    seen = own.assign(method="observation", role_group="paper", directness="observed")
    both = pd.concat([run.evidence, seen], ignore_index=True)
    cells = convergence_cells(cells_of(both, run.sources, ["P1"], GROUPS), RULE).set_index(["by", "group"])
    for group in ("interview", "observation"):
        assert cells.loc[("method", group), "state"] == "for"
    assert cells.loc[("method", "interview"), "voices_for"] == 2


def test_by_source_informants_are_compared_by_technique_documents_too_and_a_study_may_say_otherwise(root):
    study = build(root)
    by_source = read(study, "triangulate/cells").query("by == 'role_group'")
    assert by_source["group"].unique().tolist() == ["teacher", "pupil"]
    said = read(study, "triangulate/credibility").set_index("proposition")["en"]
    assert said["P1"].startswith(
        "Verdict: supported with reservations, but fragile. For: Teacher; Pupil. "
        "By technique, for: interview; against: document; not asked: observation. "
        "The meaning is the same in 1 of the 1 pair of groups that both speak. "
        "Convergence by source: partial agreement; by technique: dissonance"
    )
    assert "The verdict changes without a certain single voice." in said["P1"]
    assert said["P1"].endswith("Not yet put to informants again.")
    assert "Able to speak, but silent: Pupil." in said["P2"]

    path = root / "data/raw/study.yaml"
    path.write_text(path.read_text() + "convergence: {by_source: [teacher, pupil, paper]}\n")
    said = read(build(root, since="07"), "triangulate/credibility").set_index("proposition")["en"]
    assert "For: Teacher; Pupil. Against: Documents." in said["P1"]
    assert "2 pairs of groups point in opposite directions; contradicting: Documents." in said["P1"]
