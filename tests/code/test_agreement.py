import krippendorff
import numpy as np
import pandas as pd
import pytest
from cases.agreement import (
    ARTSTEIN_POESIO,
    FLEISS_COUNTS,
    KRIPPENDORFF_2011,
    KRIPPENDORFF_2011_BINARY,
    PREVALENCE,
    pairs,
)
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from sklearn.metrics import cohen_kappa_score

from jalin.code import (
    agreement_by_code,
    agreement_by_part,
    cohen_kappa,
    confusions,
    krippendorff_alpha,
    percent_agreement,
    unitizing_alpha,
)
from jalin.code.agreement import yes_or_no
from jalin.code.coefficients import coincidences
from jalin.code.unitizing import Marked, passages_marked


def ratings(rows):
    return np.array(rows, dtype=float)


def test_alpha_of_krippendorffs_example_with_missing_data():
    assert krippendorff_alpha(ratings(KRIPPENDORFF_2011)) == pytest.approx(0.743, abs=5e-4)


def test_alpha_of_krippendorffs_binary_example():
    assert krippendorff_alpha(ratings(KRIPPENDORFF_2011_BINARY)) == pytest.approx(0.095, abs=5e-4)


def test_kappa_and_percent_of_artstein_and_poesio():
    left, right = pairs(ARTSTEIN_POESIO)
    assert cohen_kappa(left, right) == pytest.approx(0.348, abs=5e-4)
    numbers = ratings([[value == "stat" for value in left], [value == "stat" for value in right]])
    assert percent_agreement(numbers) == pytest.approx(0.7)


def test_kappa_of_the_prevalence_paradox():
    left, right = pairs(PREVALENCE)
    assert cohen_kappa(left, right) == pytest.approx(0.022, abs=5e-4)
    assert percent_agreement(ratings([left, right])) == pytest.approx(0.675)


@given(npst.arrays(float, (3, 12), elements=st.sampled_from([0.0, 1.0, 2.0, np.nan])))
def test_alpha_equals_the_krippendorff_package(found):
    comparable = found[:, (~np.isnan(found)).sum(axis=0) >= 2]
    if np.unique(comparable[~np.isnan(comparable)]).size < 2:
        assert np.isnan(krippendorff_alpha(found))
    else:
        theirs = krippendorff.alpha(reliability_data=found, level_of_measurement="nominal")
        assert krippendorff_alpha(found) == pytest.approx(theirs)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2))
def test_kappa_equals_scikit_learn(rows):
    left, right = np.array(rows).T
    if len(set(left) | set(right)) > 1:
        assert cohen_kappa(left, right) == pytest.approx(cohen_kappa_score(left, right))


def test_agreement_is_counted_on_segments_of_sources_that_both_coded(run):
    found = agreement_by_code(
        run.codings, run.protected.segments, ["ann", "ben"], list(run.codebook.codes)
    ).set_index("code")
    # W1 and W2 have four turns each, D1 a heading and a paragraph; L1 nobody coded
    assert set(found["units"]) == {10, 60}
    # toil: both in W1, ann alone in W2
    assert found.loc["TOIL", "coded"] == 2
    assert found.loc["TOIL", "percent"] == pytest.approx(0.9)
    # 10 units, one disagreement: Do = .1; 3 of 20 values are 1: De = 2 × 3 × 17 / (20 × 19)
    assert found.loc["TOIL", "alpha"] == pytest.approx(1 - 0.1 / (2 * 3 * 17 / (20 * 19)))
    assert found.loc["CARE-WATER", "alpha"] == 1


def test_where_passages_begin_and_end_is_compared_by_the_unitizing_alpha(run):
    found = agreement_by_code(
        run.codings, run.protected.segments, ["ann", "ben"], list(run.codebook.codes)
    ).set_index("code")
    # W1, W2 and D1, which both coded, one after another; ann and ben mark other lengths, ann alone in W2
    at, units = 0, {"ann": [], "ben": []}
    for source, text in run.protected.texts.items():
        if source != "L1":
            mine = run.codings[(run.codings["source_id"] == source) & (run.codings["code"] == "TOIL")]
            for row in mine.itertuples():
                units[row.coder].append((at + row.start, at + row.end, "TOIL"))
            at += len(text.rstrip("\n"))
    expected = unitizing_alpha(list(units.values()), at).whole
    assert found.loc["TOIL", "alpha_spans"] == pytest.approx(expected)
    assert 0 < expected < found.loc["TOIL", "percent"]


def coded(marks):
    """Codings of one letter each, and their segments: `marks` is (coder, source, place, code)."""
    frame = pd.DataFrame(marks, columns=["coder", "source_id", "start", "code"])
    places = sorted({(source, start) for _, source, start, _ in marks})
    segments = pd.DataFrame(places, columns=["source_id", "start"])
    return frame.assign(end=frame["start"] + 1), segments.assign(end=segments["start"] + 1)


def test_kappa_of_many_coders_is_fleiss_of_the_worked_example():
    """Fleiss (1971): kappa is the mean of those of single categories, weighted by p_j (1 − p_j)."""
    marks = [
        (f"c{coder}", "S", subject, code)
        for subject, counts in enumerate(FLEISS_COUNTS)
        for coder, code in enumerate(
            code for code, count in zip("ABCDE", counts, strict=True) for _ in range(count)
        )
    ]
    coders = [f"c{number}" for number in range(14)]
    found = agreement_by_code(*coded(marks), coders, list("ABCDE")).set_index("code")["kappa"][list("ABCDE")]
    share = np.array(FLEISS_COUNTS).sum(axis=0) / 140
    assert np.average(found, weights=share * (1 - share)) == pytest.approx(0.210, abs=5e-4)


def test_kappa_of_three_coders_leaves_out_a_source_that_not_all_of_them_coded():
    all_three = [
        *((coder, "S", place, "A") for coder in "xyz" for place in (0, 1)),
        *(("x", "S", 2, "A"), ("y", "S", 2, "B"), ("z", "S", 2, "B")),
        *((coder, "S", place, "B") for coder in "xyz" for place in (3, 4)),
    ]
    two = [*all_three, *((coder, "T", place, code) for coder, code in ("xA", "yB") for place in (0, 1, 2))]
    one, other = (agreement_by_code(*coded(marks), list("xyz"), ["A", "B"]) for marks in (all_three, two))
    # A has 7 of 15 marks, B the other 8, both together half; P̄ = (4 + 1/3) / 5, Pe = Σ p²
    observed, single = (4 + 1 / 3) / 5, (7 / 15) ** 2 + (8 / 15) ** 2
    expected = [(observed - chance) / (1 - chance) for chance in (single, single, 0.5)]
    assert one["kappa"].tolist() == pytest.approx(expected)
    assert other["kappa"].tolist() == pytest.approx(one["kappa"].tolist())
    assert other["units"].tolist() > one["units"].tolist() and other["alpha"][0] < one["alpha"][0]


def test_a_coder_of_study_yaml_who_has_not_coded_yet_takes_no_part_in_kappa(run):
    segments, codes = run.protected.segments, list(run.codebook.codes)
    two = agreement_by_code(run.codings, segments, ["ann", "ben"], codes)
    three = agreement_by_code(run.codings, segments, ["ann", "ben", "cem"], codes)
    assert three["kappa"].notna().any()
    pd.testing.assert_series_equal(three["kappa"], two["kappa"])


def test_a_source_that_one_coder_left_out_is_not_disagreement(root):
    (root / "data/raw/coding/codings/ben/W2.jsonl").unlink()
    run = Run(root)
    found = agreement_by_code(
        run.codings, run.protected.segments, ["ann", "ben"], list(run.codebook.codes)
    ).set_index("code")
    assert found.loc["TOIL", "units"] == 6 and found.loc["TOIL", "alpha"] == 1


def test_agreement_per_theme_source_and_round_is_that_of_their_segments(run):
    themes = {code: run.codebook.theme(code) for code in run.codebook.codes}
    parts = agreement_by_part(
        run.codings, run.protected.segments, run.sources, ["ann", "ben"], themes
    ).set_index(["by", "value"])
    # toil is a theme of one code; W2 has the one disagreement, and W2 alone is of round 2
    assert parts.loc[("theme", "TOIL"), "percent"] == pytest.approx(0.9)
    assert parts.loc[("source", "W1"), "percent"] == 1
    assert parts.loc[("source", "W2"), "units"] == 4 * 6
    assert parts.loc[("source", "W2"), "alpha"] == pytest.approx(parts.loc[("round", "2"), "alpha"])
    assert parts["percent_coded"].le(parts["percent"] + 1e-12).all()


def test_codes_taken_for_one_another_are_counted(root):
    path = root / "data/raw/coding/codings/ben/W1.jsonl"
    path.write_text(path.read_text().replace('"code": "TOIL"', '"code": "DENIED"'))
    run = Run(root)
    found = confusions(run.codings, run.protected.segments, ["ann", "ben"], list(run.codebook.codes))
    assert found.values.tolist() == [["TOIL", "DENIED", 1]]


def doubly_coded():
    """Two sources of twenty letters that x and y both coded: X in 3 by both and in 2 by each alone."""
    marks = [(coder, source, place, "X") for coder in "xy" for source in "ST" for place in (0, 1)]
    marks += [("x", "S", 2, "X"), ("y", "S", 3, "X"), ("x", "T", 4, "X"), ("y", "T", 5, "X")]
    codings, _ = coded(marks)
    places = [(source, at) for source in ("S", "T", "U", "V") for at in range(20)]
    segments = pd.DataFrame(places, columns=["source_id", "start"])
    return codings, segments.assign(end=segments["start"] + 1)


def test_what_the_lead_codes_elsewhere_alone_leaves_agreement_as_it_is():
    """40 units, both 4, one alone 4, neither 32: by krippendorff 0.8, α of all and of X alike."""
    codings, segments = doubly_coded()
    codes = [f"C{number}" for number in range(9)]
    before = agreement_by_code(codings, segments, ["x", "y"], ["X", *codes])
    table = np.zeros((2, 40))
    table[:, :4] = 1
    table[0, 4:6] = table[1, 6:8] = 1
    theirs = krippendorff.alpha(table, level_of_measurement="nominal")
    assert before["code"].tolist() == ["X", "(all)"]
    assert before["alpha"].tolist() == pytest.approx([theirs, theirs])
    alone = pd.DataFrame(
        [("x", source, at, code) for source in "UV" for at, code in enumerate(codes)],
        columns=["coder", "source_id", "start", "code"],
    )
    after = pd.concat([codings, alone.assign(end=alone["start"] + 1)], ignore_index=True)
    pd.testing.assert_frame_equal(agreement_by_code(after, segments, ["x", "y"], ["X", *codes]), before)
    # nor does a third coder who codes elsewhere alone
    other = after.assign(coder=after["coder"].where(after["source_id"].isin(["S", "T"]), "z"))
    found = agreement_by_code(other, segments, ["x", "y", "z"], ["X", *codes])
    pd.testing.assert_frame_equal(found, before)


def test_read_and_nothing_found_is_disagreement_and_not_read_is_none():
    """The second source: x marks 4 of 20, y nothing. Without y's word it is missing, with it a real zero."""
    codings, segments = doubly_coded()
    codings = codings[~((codings["coder"] == "y") & (codings["source_id"] == "T"))]
    missing = agreement_by_code(codings, segments, ["x", "y"], ["X"])
    read = {"x": {"S", "T"}, "y": {"S", "T"}}
    zero = agreement_by_code(codings, segments, ["x", "y"], ["X"], read)
    assert missing["units"].tolist() == [20, 20] and zero["units"].tolist() == [40, 40]
    table = np.zeros((2, 40))
    table[:, :2] = 1
    table[0, 2] = table[1, 3] = 1
    table[0, 20:23] = 1
    theirs = krippendorff.alpha(table, level_of_measurement="nominal")
    assert zero["alpha"].tolist() == pytest.approx([theirs, theirs])
    assert zero["kappa"][0] == pytest.approx(cohen_kappa_score(*table))
    assert zero["alpha_spans"][0] < missing["alpha_spans"][0]
    # three coders: what the third read without a mark counts in units that the others marked
    three = agreement_by_code(codings, segments, ["x", "y", "z"], ["X"], read | {"z": {"S"}})
    expected = np.vstack([table, np.where(np.arange(40) < 20, 0, np.nan)])
    theirs = krippendorff.alpha(expected, level_of_measurement="nominal")
    assert three["alpha"].tolist() == pytest.approx([theirs, theirs]) and three["coders"].tolist() == [3, 3]


def test_nothing_compared_gives_no_row_of_a_code():
    codings, segments = doubly_coded()
    found = agreement_by_code(codings[codings["coder"] == "x"], segments, ["x", "y"], ["X"])
    assert found["code"].tolist() == ["(all)"] and found["units"].tolist() == [0]
    assert found["alpha"].isna().all() and found["percent"].isna().all()


def test_one_marked_segment_has_no_interval():
    marks = [(coder, source, 0, "X") for coder in "xy" for source in "S"]
    codings, _ = coded([*marks, ("x", "T", 0, "Y"), ("y", "T", 0, "Y")])
    _, segments = doubly_coded()
    found = agreement_by_code(codings, segments, ["x", "y"], ["X", "Y"]).set_index("code")
    assert found.loc["X", ["coded", "alpha"]].tolist() == [1, 1]
    assert found[["alpha_low", "alpha_high", "below_tentative", "below_firm"]].isna().all(axis=None)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_added_up_by_source_and_code_is_the_alpha_of_one_long_continuum(seed):
    random = np.random.default_rng(seed)
    coders, sources, codes = ["a", "b", "c"][: 2 + seed % 2], ["S1", "S2", "S3"], ["X", "Y", "Z"]
    starts = random.integers(0, 60, 40)
    marks = pd.DataFrame(
        {
            "coder": random.choice(coders, 40),
            "source_id": random.choice(sources, 40),
            "code": random.choice(codes[:2], 40),
            "start": starts,
            "end": starts + random.integers(1, 12, 40),
        }
    )
    lengths = pd.Series({"S1": 64, "S2": 50, "S3": 70})
    read = {coder: set(sources) for coder in coders}
    group_of = {"X": "X", "Y": "T", "Z": "T"} if seed % 3 else {code: code for code in codes}
    found = passages_marked(marks, lengths, read, group_of)
    groups = sorted(set(group_of.values()))
    added, at = Marked(), 0
    units: list[list] = [[] for _ in coders]
    for group in groups:
        for source in sources:
            added += found.get((group, source), Marked(length=int(lengths[source])))
            for number, coder in enumerate(coders):
                spans = joined(marks, coder, source, group, group_of, lengths)
                units[number] += [(at + start, at + end, "x") for start, end in spans]
            at += int(lengths[source])
    assert added.alpha(len(coders)) == pytest.approx(unitizing_alpha(units, at).whole, abs=1e-12)


def joined(marks, coder, source, group, group_of, lengths):
    """The spans of a coder under a group in a source, those that overlap as one."""
    spans: list[list[int]] = []
    for row in marks.sort_values(["start", "end"]).itertuples():
        if (row.coder, row.source_id, group_of[row.code]) != (coder, source, group):
            continue
        end = min(row.end, int(lengths[source]))
        if row.start >= end:
            continue
        if spans and row.start < spans[-1][1]:
            spans[-1][1] = max(end, spans[-1][1])
        else:
            spans.append([row.start, end])
    return spans


@pytest.mark.parametrize("coders", [2, 3, 4])
def test_the_coincidences_of_each_source_at_once_are_those_of_each_alone(coders):
    random = np.random.default_rng(coders)
    ratings = random.choice([0.0, 1.0, np.nan], (coders, 200), p=[0.6, 0.3, 0.1])
    places = random.integers(0, 5, 200)
    found = yes_or_no(ratings, places, 6)
    for place in range(6):
        categories, matrix = coincidences(ratings[:, places == place])
        at = categories.astype(int)
        assert found[place][np.ix_(at, at)] == pytest.approx(matrix)
    assert found[5].sum() == 0
