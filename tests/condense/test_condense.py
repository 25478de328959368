import pytest

from jalin.code.reconcile import counted
from jalin.condense import cooccurrence, count_codes, new_codes, tally_observations
from jalin.errors import StudyError
from jalin.study import Tally


@pytest.fixture
def codings(run):
    return counted(run.codings, "ann", "agreed")


def test_counts_tell_codings_sources_and_informants_apart(run, codings):
    found = count_codes(codings, run.sources, ["role_group"]).set_index(["code", "by", "value"])
    water = found.loc[("CARE-WATER", "all", "all")]
    assert (water["codings"], water["sources"], water["informants"]) == (2, 2, 2)
    care = found.loc[("CARE", "all", "all")]
    # the notice has no informant
    assert (care["codings"], care["sources"], care["informants"]) == (2, 2, 1)
    assert found.loc[("CARE", "role_group", "paper"), "codings"] == 1


def test_codes_that_meet_in_a_passage_are_counted(run, codings):
    found = cooccurrence(codings, list(run.codebook.codes)).set_index(["code_1", "code_2"])["passages"]
    assert found.to_dict() == {
        ("CARE", "DENIED"): 1,
        ("CARE", "HEARD"): 1,
        ("CARE-WATER", "EVENT-RAIN"): 1,
    }


def test_new_codes_are_counted_in_order_of_collection(run, codings):
    found = new_codes(codings, run.sources, {"TOIL", "CARE-WATER", "DENIED", "EVENT-RAIN"}, seed=1)
    assert found["source_id"].tolist() == ["W1", "D1", "W2", "L1"]
    assert found["new_codes"].tolist() == [2, 2, 2, 0]
    assert found["new_inductive"].tolist() == [2, 1, 1, 0]
    assert found["cumulative"].tolist() == [2, 4, 6, 6]


def test_the_band_ends_where_every_order_ends_and_the_seed_decides_it(run, codings):
    one, same, other = (new_codes(codings, run.sources, set(), seed) for seed in (1, 1, 2))
    assert one.equals(same)
    assert one["low"].iloc[-1] == one["high"].iloc[-1] == 6
    assert (one["low"] <= other["high"]).all()


def test_a_tally_counts_the_rows_of_the_log(run):
    tally = run.study.settings.tallies
    found = tally_observations(run.protected.observations, tally).set_index(["row", "column"])["count"]
    assert found.to_dict() == {("pupil", "water"): 2, ("teacher", "watch"): 1}


def test_a_tally_of_an_unknown_field_is_refused(run):
    wrong = Tally(id="T", name={"id": "x", "en": "x"}, rows=["whom"], columns="act")
    with pytest.raises(StudyError, match="no observation log has the field 'whom'"):
        tally_observations(run.protected.observations, [wrong])
