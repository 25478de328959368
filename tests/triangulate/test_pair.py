from typing import NamedTuple

import pytest
from cases.farmer import CELLS, MENDED, PAIRS, RULE
from hypothesis import given
from hypothesis import strategies as st

from jalin.rules import Convergence
from jalin.triangulate import Cell, pair_code
from jalin.triangulate.pair import conflict

RANK = ("dissonance", "partial agreement", "agreement")
EVENTS = st.frozensets(st.sampled_from("abcdef"))


class Voices(NamedTuple):
    """Voices for, against, both ways, and silent ones."""

    pro: int
    con: int
    both: int
    silent: int


def cell(voices: Voices, examples: frozenset[str] = frozenset()) -> Cell:
    return Cell(sum(voices), voices.pro, voices.con, voices.both, examples)


SPEAKING = st.builds(
    Voices, st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 12)
).filter(lambda voices: sum(voices[:3]) > 0)
SPEAKING_CELLS = st.builds(cell, SPEAKING, EVENTS)
ANY_CELLS = st.one_of(SPEAKING_CELLS, st.builds(Cell, able=st.integers(0, 3)))
RULES = st.builds(
    Convergence,
    share_direction=st.floats(0.51, 1),
    meaning_apart=st.floats(0, 0.49),
    prominence_cut=st.floats(0.01, 1),
    examples_shared=st.floats(0.01, 1),
)


@pytest.mark.parametrize(("left", "right", "code", "opposed"), PAIRS)
def test_the_worked_matrix(left, right, code, opposed):
    for one, other in ((left, right), (right, left)):
        assert pair_code(CELLS[one], CELLS[other], RULE) == code
        assert conflict(CELLS[one], CELLS[other], RULE) is opposed


@pytest.mark.parametrize(("left", "right", "code"), MENDED)
def test_partial_agreement_is_one_component_as_published(left, right, code):
    assert pair_code(left, right, RULE) == pair_code(right, left, RULE) == code


def test_one_who_dissents_does_not_make_a_large_group_mixed_or_hide_a_conflict():
    nine = Cell(10, 9, 1)
    assert nine.state(RULE) == "for"
    assert Cell(3, 2, 1).state(RULE) == "mixed"
    assert conflict(nine, Cell(4, 0, 4), RULE)


def test_every_threshold_of_the_study_moves_what_it_names():
    nearly, all_of_them = Cell(10, 8, 2, examples=frozenset("ab")), Cell(10, 10, examples=frozenset("bc"))
    assert pair_code(nearly, all_of_them, RULE) == "partial agreement"
    assert pair_code(nearly, all_of_them, Convergence(examples_shared=1 / 3)) == "agreement"
    assert (
        pair_code(nearly, all_of_them, Convergence(examples_shared=1 / 3, meaning_apart=0.1))
        == "partial agreement"
    )
    assert Cell(10, 8, 2).state(Convergence(share_direction=0.9)) == "mixed"
    few, half = Cell(10, 3), Cell(10, 0, 3, 2)
    assert pair_code(few, half, RULE) == "dissonance"
    assert pair_code(few, half, Convergence(prominence_cut=0.6)) == "partial agreement"


def test_a_share_on_the_cut_reaches_it_though_it_is_no_binary_fraction():
    # .9 − .65 is .25, and 7 of 10 are .7
    assert pair_code(Cell(20, 18, 2), Cell(20, 13, 7), RULE) == "agreement"
    assert Cell(10, 7, 3).state(Convergence(share_direction=0.7)) == "for"


@given(ANY_CELLS, ANY_CELLS, RULES)
def test_the_code_of_two_cells_is_that_of_the_two_the_other_way_round(left, right, rule):
    assert pair_code(left, right, rule) == pair_code(right, left, rule)


@given(ANY_CELLS, RULES)
def test_a_cell_agrees_with_itself(one, rule):
    code = pair_code(one, one, rule)
    assert code == ("agreement" if one.speaking else "none" if one.able else "not able")


@given(SPEAKING, SPEAKING, EVENTS, EVENTS, RULES, st.data())
def test_what_becomes_more_alike_is_never_coded_worse(mine, theirs, told, others, rule, data):
    """A voice of a group of the same size moves to where the other group has more of them, or an event is told by both."""
    theirs = theirs._replace(silent=theirs.silent + max(0, sum(mine) - sum(theirs)))
    mine = mine._replace(silent=mine.silent + max(0, sum(theirs) - sum(mine)))
    before = RANK.index(pair_code(cell(mine, told), cell(theirs, others), rule))
    if shared := sorted(others - told):
        told_too = told | {data.draw(st.sampled_from(shared))}
        assert RANK.index(pair_code(cell(mine, told_too), cell(theirs, others), rule)) >= before
    # as many speak in both: a voice that says one thing says another, of which the others have more
    if sum(mine[:3]) == sum(theirs[:3]):
        for much, little in (("pro", "con"), ("con", "pro")):
            if getattr(mine, much) > getattr(theirs, much) and getattr(mine, little) < getattr(
                theirs, little
            ):
                nearer = mine._replace(**{much: getattr(mine, much) - 1, little: getattr(mine, little) + 1})
                if abs(cell(nearer).favour - cell(theirs).favour) <= abs(
                    cell(mine).favour - cell(theirs).favour
                ):
                    code = pair_code(cell(nearer, told), cell(theirs, others), rule)
                    assert RANK.index(code) >= before
