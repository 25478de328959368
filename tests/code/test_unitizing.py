import numpy as np
import pytest
from cases.agreement import UNITIZING, UNITS
from hypothesis import given
from hypothesis import strategies as st

from jalin.code.unitizing import unitizing_alpha


@st.composite
def continua(draw):
    """Units of one coder on a continuum of 40."""
    edges = sorted(draw(st.sets(st.integers(0, 40), max_size=8)))
    return [
        (start, end, draw(st.sampled_from("ab"))) for start, end in zip(edges[::2], edges[1::2], strict=False)
    ]


@pytest.mark.parametrize("name", UNITIZING)
def test_the_worked_example(name):
    assert getattr(unitizing_alpha(UNITS, 100), name) == pytest.approx(UNITIZING[name], abs=5e-5)


@given(continua(), st.integers(2, 4))
def test_coders_who_are_alike_agree_wholly(units, coders):
    found = unitizing_alpha([units] * coders, 40)
    for value in (found.whole, found.relevance, found.codes):
        assert np.isnan(value) or value == pytest.approx(1)


@given(continua(), continua())
def test_scale_and_order_do_not_matter(one, two):
    def times(units):
        return [(start * 3, end * 3, value) for start, end, value in units]

    found = unitizing_alpha([one, two], 40)
    turned = unitizing_alpha([two, one], 40)
    for name in ("whole", "relevance", "codes"):
        assert getattr(turned, name) == pytest.approx(getattr(found, name), nan_ok=True)
        value = getattr(found, name)
        assert np.isnan(value) or value <= 1 + 1e-9
    scaled = unitizing_alpha([times(one), times(two)], 120)
    assert scaled.codes == pytest.approx(found.codes, nan_ok=True)


@pytest.mark.parametrize("units", [[(0, 5, "a"), (4, 6, "b")], [(3, 3, "a")], [(0, 101, "a")]])
def test_units_that_overlap_or_leave_the_continuum_are_refused(units):
    with pytest.raises(ValueError, match="overlaps another"):
        unitizing_alpha([units, []], 100)
