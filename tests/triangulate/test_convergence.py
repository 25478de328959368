import json

import pandas as pd
import pytest
from conftest import Run, build

from jalin.conclude import ledger_of
from jalin.tables.columns import METHODS
from jalin.tables.store import read
from jalin.triangulate import (
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

GROUPS = {"role_group": ["teacher", "pupil", "paper"], "method": list(METHODS), "round": ["1", "2"]}


@pytest.fixture
def found(run):
    return cells_of(run.stances, run.evidence, run.sources, ["P1", "P2"], GROUPS)


def test_cells_count_voices_asked_and_voices_that_speak(found):
    cells = convergence_cells(found, 0.5).set_index(["proposition", "by", "group"])
    teacher = cells.loc[("P1", "role_group", "teacher")]
    assert (teacher["able"], teacher["voices_for"], teacher["state"]) == (1, 1, "for")
    # the log covers P2 alone, the notice P1 alone
    paper = cells.loc[("P1", "role_group", "paper")]
    assert (paper["able"], paper["state"]) == (1, "against")
    assert cells.loc[("P1", "method", "observation"), "state"] == "not able"
    # asked and silent is not the same as not asked
    assert cells.loc[("P2", "role_group", "pupil"), "state"] == "silent"


def test_pairs_tell_dissonance_from_conflict(found):
    pairs = convergence_pairs(found, 0.5).set_index(["proposition", "by", "group_1", "group_2"])
    # both for and prominent, no event in common
    assert pairs.loc[("P1", "role_group", "teacher", "pupil")].tolist() == ["partial agreement", False]
    assert pairs.loc[("P1", "role_group", "teacher", "paper")].tolist() == ["dissonance", True]
    assert pairs.loc[("P1", "method", "interview", "observation"), "convergence"] == "not able"
    assert pairs.loc[("P2", "role_group", "teacher", "pupil"), "convergence"] == "silence"


def test_the_whole_says_what_is_same_different_and_specific(found):
    cells, pairs = convergence_cells(found, 0.5), convergence_pairs(found, 0.5)
    overall = convergence_overall(cells, pairs).set_index(["proposition", "by"])
    whole = overall.loc[("P1", "role_group")]
    assert whole["same"] == "teacher, pupil"
    assert whole["different"] == "paper (against)"
    assert whole["specific"] == "EVENT-RAIN (pupil)"
    assert whole["conflicts"] == 2


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        (["agreement", "agreement", "dissonance"], "agreement"),
        (["agreement", "dissonance"], "dissonance"),
        (["not able", "not able", "silence"], "silence"),
        (["not able", "none"], "none"),
        ([], "none"),
    ],
)
def test_the_prevailing_code_is_the_most_frequent_and_on_a_tie_the_less_favourable(codes, code):
    assert prevailing(codes) == code


def test_in_each_round_a_voice_says_what_it_said_then(found):
    cells = convergence_cells(found, 0.5).set_index(["proposition", "by", "group"])
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
    cells = cells_of(run.stances, run.evidence, run.sources, ["P1", "P2"], GROUPS)
    pairs = convergence_pairs(cells, 0.5).set_index(["proposition", "by", "group_1", "group_2"])
    return pairs.loc[("P1", "role_group", "teacher", "pupil")].tolist()


def test_one_who_dissents_turns_agreement_into_dissonance(root):
    code_also(root, "W1", "EVENT-RAIN", "The children water it every morning.")
    # both for, both prominent, and now the rain in common
    assert pair(root) == ["agreement", False]
    code_also(root, "W2", "DENIED", "We water the beans, even after the rain in May.")
    code_also(root, "W2", "DENIED", "My cousin says the teacher waters too.")
    assert pair(root) == ["partial agreement", True]
    # without the rain they share nothing
    for path in (root / "data/raw/coding/codings").glob("*/W1.jsonl"):
        path.write_text(
            "".join(line for line in path.read_text().splitlines(True) if "EVENT-RAIN" not in line)
        )
    assert pair(root) == ["dissonance", True]


def test_what_each_group_adds_alone(run):
    found = completeness(run.evidence, GROUPS).set_index(["proposition", "by", "group"])
    assert found.loc[("P1", "role_group", "pupil"), "own_events"] == "EVENT-RAIN"
    assert found.loc[("P1", "role_group", "teacher"), ["own_events", "own_codes"]].tolist() == ["", ""]
    assert ("P2", "role_group", "paper") not in found.index


def test_coders_are_compared_on_what_each_alone_would_find(run):
    def ledger(coder):
        return ledger_of([coder], run.known, run.codebook, run.propositions, run.study.settings.evidence, {})

    found = researchers(ledger, ["ann", "ben"], run.sources, ["P1", "P2"], GROUPS, 0.5)
    codes = found.set_index(["proposition", "by", "coder"])
    # the pupil's toil is Ann's alone: for her teacher and pupil speak, for Ben the pupil is silent
    assert codes.loc[("P2", "role_group", "ann"), "convergence"] == "silence"
    assert codes.loc[("P1", "role_group"), "same"].all()


def test_answers_are_counted_and_no_answer_is_no_agreement():
    checks = pd.DataFrame(
        {"proposition": ["P1", "P1"], "response": ["agree", "no reply"], "change": ["x", ""]}
    )
    found = feedback(checks, ["P1", "P2"]).set_index("proposition")
    assert found.loc["P1", ["answers", "agree", "other", "changes"]].tolist() == [2, 1, 1, 1]
    assert found.loc["P2", "answers"] == 0


def test_the_cut_shows_where_a_code_depends_on_it(found):
    table = sensitivity(found, 0.5)
    assert table.query("cut == 0.5")["same"].all()
    assert set(table["cut"]) == {0.25, 0.4, 0.5, 0.6, 0.75}


def test_the_statement_of_credibility_says_what_the_tables_say(root):
    study = build(root)
    said = read(study, "triangulate/credibility").set_index("proposition")["en"]
    assert said["P1"].startswith(
        "Verdict: supported with reservations. For: Teacher and Pupil. Against: Documents."
    )
    assert "2 pairs of groups point in opposite directions." in said["P1"]
    assert "The verdict changes when a certain single voice is left out." in said["P1"]
    assert said["P1"].endswith("Not yet put to informants again.")
    assert "Able to speak, but silent: Pupil and Documents." in said["P2"]
