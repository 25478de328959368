"""The condense stage on the tiny study, each value counted by hand in the comment beside it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from jalin.code.reconcile import counted
from jalin.condense import (
    code_profiles,
    cooccurrence,
    count_codes,
    distances,
    kwic,
    new_codes,
    pattern_table,
    saturation_runs,
    source_summaries,
    tally_observations,
    word_counts,
)
from jalin.condense.richness import chao2, coverage
from jalin.condense.saturation import new_information, saturated_at
from jalin.errors import StudyError
from jalin.settings import Tally


@pytest.fixture
def codings(run):
    return counted(run.known, "ann", "agreed")


def test_counts_tell_codings_sources_and_informants_apart(codings):
    found = count_codes(codings, ["role_group"]).set_index(["code", "by", "value"])
    water = found.loc[("CARE-WATER", "all", "all")]
    assert (water["codings"], water["sources"], water["informants"]) == (2, 2, 2)
    care = found.loc[("CARE", "all", "all")]
    # the notice has no informant
    assert (care["codings"], care["sources"], care["informants"]) == (2, 2, 1)
    assert found.loc[("CARE", "role_group", "paper"), "codings"] == 1


def test_codes_that_meet_are_counted_by_passage_segment_and_nearness(run, codings):
    found = cooccurrence(codings, list(run.codebook.codes), distance=40).set_index(["code_1", "code_2"])
    assert found["passages"][found["passages"] > 0].to_dict() == {
        ("CARE", "DENIED"): 1,
        ("CARE", "HEARD"): 1,
        ("CARE-WATER", "EVENT-RAIN"): 1,
    }
    # four codes in the pupil's one turn make six pairs, the notice one
    assert found["segments"].to_dict() == dict.fromkeys(found.index, 1) and len(found) == 7
    # the rain and the cousin stand side by side, in passages of their own
    assert found.loc[("CARE", "EVENT-RAIN"), ["passages", "near"]].tolist() == [0, 1]
    # care in W2 and D1, water in W1 and W2: W2 has both, D1 and W1 one, no coded source neither
    pair = found.loc[("CARE", "CARE-WATER")]
    assert pair[["sources", "only_1", "only_2", "neither", "p"]].tolist() == [1, 1, 1, 0, 1.0]


def test_the_exact_test_is_that_of_the_lady_tasting_tea(run, codings):
    # Fisher 1935: 3 of 4 right, 4 cups each way: p = 0.4857 two-sided
    rows = [
        (f"S{n}", code)
        for n in range(8)
        for code in (["A"] * (n in (0, 1, 2, 3)) + ["B"] * (n in (0, 1, 2, 4)))
    ]
    rows += [(f"S{n}", "C") for n in range(8)]
    frame = codings.iloc[[0] * len(rows)].assign(
        source_id=[source for source, _ in rows], code=[code for _, code in rows], coder="ann", segment_id="x"
    )
    found = cooccurrence(frame.reset_index(drop=True), ["A", "B", "C"]).set_index(["code_1", "code_2"])
    assert found.loc[("A", "B"), "p"] == pytest.approx(0.4857, abs=5e-5)


def test_profiles_and_how_far_apart_they_are(codings):
    profiles = code_profiles(codings).set_index(["voice", "code"])["share"]
    assert profiles["I2"].to_dict() == dict.fromkeys(["CARE", "CARE-WATER", "EVENT-RAIN", "HEARD"], 0.25)
    found = distances(code_profiles(codings)).set_index("voice")
    # water is shared by I1 and I2, care by I2 and the notice: 1 of 5 codes each; I1 and the notice share none
    assert found["distance"].round(10).to_dict() == {"I1": 0.9, "D1": 0.9, "I2": 0.8}


def test_a_pattern_counts_its_members_once(root, run, codings):
    path = root / "data/raw/coding/codebook.yaml"
    pattern = (
        "  - {id: TEND, name: {id: Urus, en: Tend}, definition: {id: u, en: t}, cycle: second,"
        " kind: inductive, members: [CARE, TOIL]}\nhistory:"
    )
    path.write_text(path.read_text().replace("history:", pattern))
    from jalin.code import read_codebook

    found = pattern_table(codings, read_codebook(run.study)).set_index("code")
    assert found["codings"].to_dict() == {"CARE": 2, "CARE-WATER": 2, "TOIL": 1, "(all)": 5}
    # W1, W2 and the notice, whatever number of codings they have
    assert found.loc["(all)", ["sources", "voices"]].tolist() == [3, 3]


def test_a_pattern_of_codes_that_are_not_there_is_refused(root, run):
    path = root / "data/raw/coding/codebook.yaml"
    pattern = (
        "  - {id: TEND, name: {id: U, en: T}, definition: {id: u, en: t}, cycle: second, kind: inductive,"
        " members: [KARE]}\nhistory:"
    )
    path.write_text(path.read_text().replace("history:", pattern))
    from jalin.code import read_codebook

    with pytest.raises(
        StudyError, match=r"TEND.*'KARE' is no code of the first cycle yet. Did you mean CARE"
    ):
        read_codebook(run.study)


def test_every_source_has_one_row_coded_or_not(run, codings):
    found = source_summaries(codings, run.sources).set_index("source_id")
    assert found["codings"].to_dict() == {"W1": 2, "D1": 2, "W2": 4, "L1": 0}
    assert found.loc["W2", "themes"] == "CARE 2, EVENT 1, HEARD 1"
    assert found.loc["L1", "quote"] == ""


def test_words_are_counted_by_their_stem_without_the_interviewer(run):
    found = word_counts(run.protected.segments, run.sources).set_index("stem")
    # "water" and "water", "waters", "watered"; the log's fields and Q's turns are left out
    assert (found.loc["water", "count"], found.loc["water", "sources"]) == (4, 3)
    # Q asks for the garden twice, the notice names it once
    assert "garden" not in found.index and "the" not in found.index


def test_a_word_is_found_in_all_its_forms_or_as_written(run):
    found = kwic("digging", run.protected.segments, run.sources)
    assert found[["source_id", "word"]].to_numpy().tolist() == [["W1", "Digging"], ["W2", "digging"]]
    row = found.iloc[0]
    assert run.protected.texts["W1"][row["start"] :].startswith("Digging is hard work")
    assert kwic('"the rain"', run.protected.segments, run.sources)["word"].tolist() == ["the rain"]


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


def test_saturation_of_the_published_example():
    """Guest, Namey & Chen 2020: a base of 4 interviews with 37 themes, 7 new ones in the next two: 19%."""
    uses = np.zeros((6, 44), dtype=bool)
    uses[:4, :37] = True
    uses[4, 37:41] = uses[5, 41:44] = True
    (share,) = new_information(uses, base=4, run=2)
    assert share == pytest.approx(7 / 37) and f"{share:.0%}" == "19%"
    assert saturated_at([share], 4, 0.05) is None
    assert saturated_at([share, 0.05], 4, 0.05) == 5


def test_saturation_of_the_tiny_study(run, codings):
    found = saturation_runs(codings, run.sources, run.codebook, ["pupil"], 1, 1, 0.05, seed=1, times=50)
    row = found.set_index(["unit", "group"]).loc[("code", "(all)")]
    # two codes in W1; two more in D1, two in W2, none in L1: little is new after the third source
    assert (row["base_codes"], row["reached"], row["last_share"]) == (2, 3, 0)
    # six codes, four in one source and two in two: 6 + 3/4 · 16/4; 1 − 4/8 · 12/16
    assert (row["observed"], row["once"], row["twice"]) == (6, 4, 2)
    assert (row["chao2"], row["coverage"]) == (9, 0.625)
    assert row["chao2_low"] > 6 and row["chao2_high"] > row["chao2"]
    alone = found.set_index(["unit", "group"]).loc[("code", "pupil")]
    assert np.isnan(alone["reached"]) and np.isnan(alone["chao2"])


def test_chao2_and_coverage_of_the_worked_values():
    # 16 interviews, 26 codes, 5 in one, 4 in two, 120 incidences
    estimate, low, high = chao2(26, 5, 4, 16)
    assert estimate == pytest.approx(28.93, abs=5e-3) and 26 < low < estimate < high
    assert coverage(5, 4, 16, 120) == pytest.approx(0.962, abs=5e-4)
    # no code in two: 26 + 15/16 · 5·4/2
    assert chao2(26, 5, 0, 16)[0] == pytest.approx(26 + 15 / 16 * 10)


@given(
    npst.arrays(bool, st.tuples(st.integers(2, 12), st.integers(1, 10))), st.integers(1, 4), st.integers(1, 3)
)
def test_new_information_is_what_counting_gives(uses, base, run):
    shares = new_information(uses, base, run)
    assert len(shares) == max(0, len(uses) - base - run + 1)
    for place, share in enumerate(shares):
        before = {code for row in uses[: base + place] for code in np.flatnonzero(row)}
        new = {
            code for row in uses[base + place : base + place + run] for code in np.flatnonzero(row)
        } - before
        known = {code for row in uses[:base] for code in np.flatnonzero(row)}
        assert np.isnan(share) if not known else share == pytest.approx(len(new) / len(known))


def test_a_tally_counts_the_rows_of_the_log(run):
    tally = run.study.settings.tallies
    found = tally_observations(run.protected.observations, tally).set_index(["row", "column"])["count"]
    assert found.to_dict() == {("pupil", "water"): 2, ("teacher", "watch"): 1}


def test_a_tally_of_an_unknown_field_is_refused(run):
    wrong = Tally(id="T", name={"id": "x", "en": "x"}, rows=["whom"], columns="act")
    with pytest.raises(StudyError, match="no observation log has the field 'whom'"):
        tally_observations(run.protected.observations, [wrong])
