import pytest
from cases.farmer import CELLS, CUT, PAIRS

from jalin.triangulate import Cell, pair_code
from jalin.triangulate.pair import conflict


@pytest.mark.parametrize(("left", "right", "code", "opposed"), PAIRS)
def test_the_worked_matrix(left, right, code, opposed):
    for one, other in ((left, right), (right, left)):
        assert pair_code(CELLS[one], CELLS[other], CUT) == code
        assert conflict(CELLS[one], CELLS[other]) is opposed


def test_two_silent_groups_say_nothing_of_each_other():
    assert pair_code(Cell(able=2), Cell(able=3), CUT) == "none"


def test_two_mixed_groups_do_not_mean_the_same():
    one = Cell(able=2, voices_mixed=2, examples=frozenset({"e"}))
    assert pair_code(one, one, CUT) == "partial agreement"
