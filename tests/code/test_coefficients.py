import krippendorff
import numpy as np
import pytest
from cases.agreement import FLEISS_COUNTS, KRIPPENDORFF_2011, KRIPPENDORFF_LEVELS, PREVALENCE, pairs
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from jalin.code.coefficients import (
    alpha_of,
    cohen_kappa,
    coincidences,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    nominal_alpha,
    percent_agreement,
)

LEVELS = ("nominal", "ordinal", "interval", "ratio")
ratings = npst.arrays(float, (3, 10), elements=st.sampled_from([1.0, 2.0, 3.0, 5.0, np.nan]))
# no whole numbers, so that the way by patterns is not taken
odd_ratings = npst.arrays(float, (3, 10), elements=st.sampled_from([0.5, 2.25, 300.0, np.nan]))


@pytest.mark.parametrize(("level", "value"), KRIPPENDORFF_LEVELS.items())
def test_alpha_at_every_level_of_measurement(level, value):
    found = np.array(KRIPPENDORFF_2011, dtype=float)
    assert krippendorff_alpha(found, level) == pytest.approx(value, abs=5e-5)


@given(st.one_of(ratings, odd_ratings), st.sampled_from(LEVELS))
def test_alpha_equals_the_krippendorff_package_at_every_level(found, level):
    comparable = found[:, (~np.isnan(found)).sum(axis=0) >= 2]
    if np.unique(comparable[~np.isnan(comparable)]).size > 1:
        theirs = krippendorff.alpha(reliability_data=found, level_of_measurement=level)
        assert krippendorff_alpha(found, level) == pytest.approx(theirs)
    else:
        assert np.isnan(krippendorff_alpha(found, level))


def test_fleiss_kappa_of_the_worked_example():
    rows = [np.repeat(np.arange(5), counts) for counts in FLEISS_COUNTS]
    found = np.array(rows, dtype=float).T
    assert fleiss_kappa(found) == pytest.approx(0.210, abs=5e-4)
    assert fleiss_kappa(found / 7) == pytest.approx(0.210, abs=5e-4)


def test_fleiss_kappa_is_not_for_units_with_unlike_numbers_of_ratings():
    with pytest.raises(ValueError, match="same number of ratings"):
        fleiss_kappa(np.array([[1.0, 1.0], [1.0, 2.0], [np.nan, 1.0]]))


def test_ac1_of_the_prevalence_paradox_is_not_fooled():
    left, right = pairs(PREVALENCE)
    assert gwet_ac1(np.array([left, right], dtype=float)) == pytest.approx(0.533, abs=5e-4)


@given(ratings)
def test_ac1_is_one_where_all_agree_and_never_more(found):
    same = np.tile(found[0], (3, 1))
    if np.unique(same[~np.isnan(same)]).size > 1:
        assert gwet_ac1(same) == pytest.approx(1)
    value = gwet_ac1(found)
    assert np.isnan(value) or value <= 1 + 1e-12


@given(ratings, st.permutations(range(3)))
def test_no_coefficient_depends_on_the_order_of_coders_or_units(found, order):
    turned = found[list(order)][:, ::-1]
    for measure in (percent_agreement, gwet_ac1, krippendorff_alpha):
        assert measure(turned) == pytest.approx(measure(found), nan_ok=True)


def test_a_unit_that_one_coder_left_out_is_no_category_of_kappa():
    """Units 1 to 3 alone: Po = 2/3, Pe = 4/9 (by hand, Cohen 1960)."""
    found = cohen_kappa(np.array([1, 0, 1, np.nan]), np.array([1.0, 0, 0, 1]))
    assert found == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9)) == pytest.approx(0.4)
    assert np.isnan(cohen_kappa(np.array([np.nan]), np.array([1.0])))


def test_ac1_of_what_everyone_marked_is_one_where_it_could_have_been_left():
    """irrCAC 1.0, gwet.ac1.raw(cbind(rep(1, 5), rep(1, 5)), categ.labels = c(0, 1)): coeff.val 1."""
    found = np.ones((2, 5))
    assert gwet_ac1(found, possible=2) == 1
    assert np.isnan(gwet_ac1(found))


@given(ratings)
def test_alpha_of_a_stack_is_that_of_each_matrix(found):
    categories, matrix = coincidences(found)
    both = nominal_alpha(np.stack([matrix, 2 * matrix]))
    assert both == pytest.approx([alpha_of(one, categories) for one in (matrix, 2 * matrix)], nan_ok=True)
