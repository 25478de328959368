import pytest

from jalin.tables import METHODS
from jalin.triangulate import convergence_cells, convergence_overall, convergence_pairs
from jalin.triangulate.convergence import cells_of, prevailing


@pytest.fixture
def found(run):
    groups = {"role_group": ["teacher", "pupil", "paper"], "method": list(METHODS)}
    return cells_of(run.stances, run.evidence, run.sources, ["P1", "P2"], groups)


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
