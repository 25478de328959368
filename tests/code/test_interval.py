"""The interval of alpha over sources, and where there is none."""

import sys

import numpy as np
import pytest
from conftest import REPOSITORY
from scipy.stats import t as student

from jalin.code.coefficients import nominal_alpha
from jalin.code.interval import spread

sys.path.append(str(REPOSITORY / "benchmarks"))
from alpha_interval import KINDS, coverage


def matrix(neither, differ, both):
    """Two coders on one source: units that neither marked, one of them, both."""
    return np.array([[2.0 * neither, differ], [differ, 2.0 * both]])


SOURCES = [(20, 2, 6), (15, 1, 4), (18, 3, 5), (30, 0, 2)]


def given(sources):
    return np.array([matrix(*one) for one in sources]), np.array([one[1] + one[2] for one in sources])


def test_the_interval_is_students_t_of_the_jackknifed_transform():
    """By hand, Efron & Tibshirani 1993, ch. 11: each source left out, with half a disagreement."""

    def theta(rows):
        neither, differ, both = np.array(rows).sum(axis=0)
        differ, n = differ + 0.5, 2 * (neither + differ + both) + 1
        ones = 2 * both + differ
        return np.arctanh(1 - (n - 1) * 2 * differ / (2 * ones * (n - ones)))

    left = [theta(SOURCES[:at] + SOURCES[at + 1 :]) for at in range(4)]
    error = np.sqrt(3 / 4 * sum((one - np.mean(left)) ** 2 for one in left))
    reach = student.ppf(0.975, 3) * error
    found = spread(*given(SOURCES))
    assert found.interval() == pytest.approx(np.tanh([theta(SOURCES) - reach, theta(SOURCES) + reach]))
    # KALPHA's question: at the lower end of the interval it is 2.5 in 100
    assert found.below(found.interval()[0]) == pytest.approx(0.025)
    assert found.below(0.667) < found.below(0.8)


@pytest.mark.parametrize(
    ("sources", "why"),
    [
        ([(9, 0, 1), (10, 0, 0)], "one marked segment"),
        ([(20, 2, 6), (15, 1, 4)], "two sources"),
        ([(20, 2, 6), (15, 1, 4), (18, 0, 0)], "three sources, marked in two"),
        ([(20, 1, 2), (15, 1, 2), (18, 1, 2)], "nine marked segments"),
        ([(20, 0, 9), (15, 0, 9), (18, 0, 9)], "no disagreement at all"),
    ],
)
def test_what_cannot_be_estimated_has_no_interval(sources, why):
    assert spread(*given(sources)) is None, why


def test_a_source_that_holds_every_disagreement_leaves_an_interval_that_holds_alpha():
    matrices, marked = given([(20, 3, 6), (15, 0, 4), (18, 0, 5), (30, 0, 2)])
    low, high = spread(matrices, marked).interval()
    assert -1 < low < float(nominal_alpha(matrices.sum(axis=0))) <= high < 1


@pytest.mark.parametrize(("sources", "prevalence"), [(3, 0.3), (5, 0.3), (10, 0.3), (10, 0.05), (30, 0.05)])
def test_the_interval_holds_the_truth_of_nine_simulated_studies_in_ten(sources, prevalence):
    """The small one of benchmarks/alpha_interval.py; the percentile bootstrap holds it in 70% with three sources."""
    count, _, ours, _ = coverage(400, sources, prevalence, KINDS["sources much alike"], seed=3)
    assert count >= 400 and ours >= 0.9
