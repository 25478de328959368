"""The condense stage on the tiny study, each value counted by hand in the comment beside it."""

import numpy as np
import pandas as pd
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from scipy.stats import fisher_exact

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
from jalin.condense.cooccurrence import exact, holm
from jalin.condense.language import telling_words
from jalin.condense.richness import chao2, coverage, richness
from jalin.condense.saturation import new_information, saturated_at
from jalin.errors import StudyError
from jalin.rules import Saturation
from jalin.settings import Tally
from jalin.tables.store import check


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
    # four codes in the pupil's one turn make six pairs, the notice one; six codes that are used fifteen
    assert found["segments"].sum() == 7 and found["segments"].max() == 1 and len(found) == 15
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


def test_a_source_read_without_any_code_in_it_has_neither(codings):
    """Two codes in the same 2 of 4 sources read, 2 with nothing found: outcomes 2 and 0 of C(4, 2) = 6, p = 1/3."""
    rows = codings.iloc[:4].assign(source_id=["S1", "S1", "S2", "S2"], code=["A", "B"] * 2)
    (pair,) = cooccurrence(rows.reset_index(drop=True), ["A", "B"], read=4).to_dict("records")
    assert (pair["sources"], pair["neither"], pair["p"]) == (2, 2, pytest.approx(1 / 3))


def test_two_codes_that_never_share_a_source_are_tested_as_well(codings):
    """Fisher's exact test of 8 sources with one code and 8 others with the other: 2 of C(16, 8) = 12870, p = .00016."""
    rows = [(f"S{n:02}", "A" if n < 8 else "B") for n in range(16)] + [("S00", "C")]
    frame = codings.iloc[[0] * len(rows)].assign(
        source_id=[source for source, _ in rows],
        code=[code for _, code in rows],
        segment_id="x",
        start=0,
        end=1,
    )
    frame["start"] = range(0, 10 * len(rows), 10)
    frame["end"] = frame["start"] + 1
    found = cooccurrence(frame.reset_index(drop=True), ["A", "B", "C", "unused"])
    pair = found.set_index(["code_1", "code_2"]).loc[("A", "B")]
    assert pair[["passages", "segments", "near", "sources"]].tolist() == [0, 0, 0, 0]
    assert pair["p"] == pytest.approx(2 / 12870)
    # three pairs of codes that are used
    assert len(found) == 3 and pair["p_holm"] == pytest.approx(6 / 12870)


@given(st.lists(st.tuples(*[st.integers(0, 30)] * 4), min_size=1, max_size=20))
def test_the_exact_test_is_that_of_scipy(tables):
    for both, one, other, neither in tables:
        (p,) = exact(
            np.array([both]), np.array([both + one]), np.array([both + other]), both + one + other + neither
        )
        assert p == pytest.approx(fisher_exact([[both, one], [other, neither]]).pvalue, rel=1e-9)


def test_holms_correction_of_the_worked_value():
    """Holm 1979; R's help of p.adjust: p.adjust(c(0.01, 0.02, 0.03, 0.005), "holm") is .03, .04, .04, .02."""
    assert holm(np.array([0.01, 0.02, 0.03, 0.005])) == pytest.approx([0.03, 0.04, 0.04, 0.02])


def test_profiles_and_how_far_apart_they_are(codings):
    profiles = code_profiles(codings).set_index(["voice", "code"])["share"]
    assert profiles["I2"].to_dict() == dict.fromkeys(["CARE", "CARE-WATER", "EVENT-RAIN", "HEARD"], 0.25)
    found = distances(code_profiles(codings)).set_index("voice")
    # water is shared by I1 and I2, care by I2 and the notice: 1 of 5 codes each; I1 and the notice share none
    assert found["distance"].round(10).to_dict() == {"I1": 0.9, "D1": 0.9, "I2": 0.8}


def test_a_voice_met_in_two_groups_has_one_profile_in_the_group_it_was_first_met_in():
    met = [
        ("A", "seen", "observation", "2024-03-02", "CARE"),
        ("A", "staff", "interview", "2024-03-01", "TOIL"),
        ("A", "staff", "interview", "2024-03-01", "CARE"),
        ("B", "staff", "interview", "2024-03-03", "TOIL"),
    ]
    codings = pd.DataFrame(met, columns=["voice", "role_group", "method", "date", "code"])
    found = check("condense/profiles", code_profiles(codings)).set_index(["voice", "code"])
    assert found["codings"].to_dict() == {("A", "CARE"): 2, ("A", "TOIL"): 1, ("B", "TOIL"): 1}
    assert set(found["role_group"]) == {"staff"}


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


def places(term, text):
    segments = pd.DataFrame([{"source_id": "S", "segment_id": "S:1", "start": 0, "text": text}])
    found = kwic(term, segments, pd.DataFrame([{"source_id": "S", "language": "en"}]))
    return list(zip(found["start"], found["word"], strict=True))


def test_words_around_a_word_are_whole_words_and_pseudonyms():
    far, name = "kata " * 20, "⟦staf lapangan W1.2⟧"
    for near in range(15, 32):
        text = f"{far}{name} {'x ' * near}inti{' y' * near} {name} {far}"
        segments = pd.DataFrame([{"source_id": "S", "segment_id": "S:1", "start": 0, "text": text}])
        (found,) = kwic("inti", segments, pd.DataFrame([{"source_id": "S", "language": "id"}])).itertuples()
        assert found.before.startswith("…") and found.after.endswith("…")
        rest = f"{found.before} {found.after}".replace(name, "")
        assert set(rest.replace("…", " ").split()) <= {"kata", "x", "y"}


def test_a_word_is_cut_where_it_stands_though_letters_before_it_are_two_when_small():
    text = "İstanbul dan straße ada"
    assert places('"ada"', text) == [(20, "ada")]
    assert places('"straße"', text) == places('"STRASSE"', text) == [(13, "straße")]
    assert places('"s"', "aßb") == [(1, "ß")]
    assert places('"aa"', "aaa") == [(0, "aa"), (1, "aa")]
    assert places('"don\'t go"', "We don’t go.") == [(3, "don’t go")]
    text = "İİ ß: the teacher’s “well-known” air‑mail, co‐op; İda"
    assert places('"İda"', text) == places("İda", text) == [(50, "İda")]
    assert places("teacher's", text) == places('"teacher\'s"', text) == [(10, "teacher’s")]
    assert places("well-known", text) == [(21, "well-known")] and places("well", text) == []
    # a hyphen that does not break a line is a hyphen
    assert places("air-mail", text) == places('"air-mail"', text) == [(33, "air‑mail")]
    assert places("CO-OP", text) == [(43, "co‐op")]


def test_several_words_are_found_in_all_forms_one_after_another_and_an_ellipsis_is_what_is_between():
    text = "Pupils were reading, and a pupil reads aloud in Istanbul; in ISPARTA the\n reading waits"

    def at(*words):
        return [(text.index(one), one) for one in words]

    assert places("pupil read", text) == places("PUPILS  reading", text) == at("pupil reads")
    assert places("pupil aloud", text) == []
    assert places('"pupils … aloud"', text) == at("Pupils were reading, and a pupil reads aloud")
    assert places('"the reading"', text) == at("the\n reading")
    assert places("İstanbul", text) == places('"İSTANBUL"', text) == at("Istanbul")
    assert places("istanbul", "In İSTANBUL") == [(3, "İSTANBUL")]
    assert places("ısparta", text) == at("ISPARTA")
    # what has no letter is found as written
    assert places("2024", "in 2024, not 20") == [(3, "2024")] and places("…", text) == []


@pytest.mark.parametrize("marks", ['""', "“”", "„“", "””", "«»", "»«"])
def test_words_in_any_quotation_marks_are_found_as_written(marks):
    text = "He said “the Rain” and went; rains came"
    assert places(f"{marks[0]}the rain{marks[1]}", text) == [(9, "the Rain")]
    assert places(f" {marks[0]}ain{marks[1]} ", text) == [(14, "ain"), (30, "ain")]


def test_apostrophes_of_a_word_processor_are_those_of_the_stop_words():
    for mark in "'’‘ʼ":
        assert telling_words(f"I{mark}m sure we don{mark}t, can{mark}t water", "en") == telling_words(
            "I'm sure we don't, can't water", "en"
        )
    assert telling_words("We don’t water the teacher’s beans", "en") == ["water", "teacher's", "beans"]


def test_new_codes_are_counted_in_order_of_collection(run, codings):
    found = new_codes(codings, run.sources, {"TOIL", "CARE-WATER", "DENIED", "EVENT-RAIN"}, seed=1)
    assert found["new_codes"].tolist() == [2, 2, 2]
    # nobody has read the log, so it is no source that brought nothing
    assert found["source_id"].tolist() == ["W1", "D1", "W2"]
    assert found["new_inductive"].tolist() == [2, 1, 1]
    assert found["cumulative"].tolist() == [2, 4, 6]
    found = new_codes(codings, run.sources, set(), 1, read={"L1"})
    assert found["new_codes"].tolist() == [2, 2, 2, 0]


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
    every = Saturation(methods=["interview", "observation", "document"])
    args = (codings, run.sources, run.codebook, ["pupil"], 1, 1, 0.05, 1, 50)
    found = saturation_runs(*args, read={"L1"}, rule=every).set_index(["unit", "group"])
    row = found.loc[("code", "(all)")]
    # two codes in W1; two more in D1, two in W2, none in L1: little is new after the third source
    assert (row["base_codes"], row["reached"], row["lasting"], row["later"]) == (2, 3, 3, 0)
    # six codes, four in one source and two in two: 6 + 3/4 · 16/4; 1 − 4/8 · 12/16
    assert (row["units"], row["observed"], row["once"], row["twice"]) == (4, 6, 4, 2)
    assert (row["chao2"], row["coverage"]) == (9, 0.625)
    assert row["chao2_low"] > 6 and row["chao2_high"] > row["chao2"]
    alone = found.loc[("code", "pupil")]
    assert np.isnan(alone["reached"]) and np.isnan(alone["chao2"])
    # by itself the log that nobody read takes no part, and interviews alone count
    row = saturation_runs(*args).set_index(["unit", "group"]).loc[("code", "(all)")]
    assert (row["units"], row["interviews"], row["seen"]) == (3, 2, 5) and np.isnan(row["reached"])


def sources_with(codings, sources, codes):
    """A study of as many sources as `codes` has lists, each with those codes; "-" for one that nobody read."""
    names = [f"S{number:02}" for number in range(1, len(codes) + 1)]
    rows = [(name, code) for name, own in zip(names, codes, strict=True) for code in own if own != "-"]
    frame = codings.iloc[[0] * len(rows)].assign(
        source_id=[source for source, _ in rows], code=[code for _, code in rows], theme="T"
    )
    register = sources.iloc[[0] * len(names)].assign(
        source_id=names,
        method="interview",
        words=100,
        date=[f"2024-01-{day:02}" for day in range(1, len(names) + 1)],
    )
    return frame.reset_index(drop=True), register.reset_index(drop=True)


def runs_of(run, codings, codes, **other):
    frame, register = sources_with(codings, run.sources, codes)
    if "sources" in other:
        register = register.assign(**other.pop("sources"))
    found = saturation_runs(frame, register, run.codebook, [], 4, 2, 0.05, 1, 50, **other)
    return found.set_index("unit").loc["code"]


def test_sources_that_nobody_read_do_not_saturate_a_study(run, codings):
    """Ten sources, five coded, each with two new codes: with the five others shares of 0 would follow."""
    codes = ["ab", "cd", "ef", "gh", "ij"]
    half = runs_of(run, codings, [*codes, *"-----"])
    assert np.isnan(half["reached"]) and half["units"] == half["interviews"] == 5
    # read, and nothing found: a real zero
    whole = runs_of(run, codings, [*codes, *"-----"], read={f"S{number:02}" for number in range(6, 11)})
    assert (whole["reached"], whole["units"]) == (5, 10)


def test_a_lucky_run_stands_beside_the_last_that_brought_more(run, codings):
    codes = ["abcd", "efgh", "ij", "kl", "a", "b", "mno", "p", "a", "b", "c"]
    found = runs_of(run, codings, codes)
    # 12 codes of the base; runs from 4: 0, 3, 4, 1 and then 0 of 12
    assert (found["reached"], found["later"], found["seen"]) == (4, 4, 16)
    assert found["lasting"] == 8
    never = runs_of(run, codings, [*codes, "qrs"])
    assert never["reached"] == 4 and np.isnan(never["lasting"])


def test_documents_and_short_sources_do_not_count_like_interviews(run, codings):
    codes = ["ab", "c", "d", "e", "a", "a", "fg", "h"]
    methods = ["interview"] * 4 + ["document"] * 2 + ["interview"] * 2
    found = runs_of(run, codings, codes, sources={"method": methods})
    assert (found["interviews"], found["units"]) == (6, 8) and np.isnan(found["reached"])
    # the same two, of 24 words where half have a hundred
    short = runs_of(run, codings, codes, sources={"words": [100, 100, 100, 100, 24, 24, 100, 100]})
    assert short["interviews"] == 6 and np.isnan(short["reached"])
    assert (
        runs_of(run, codings, codes, sources={"words": [100, 100, 100, 100, 25, 25, 100, 100]})["reached"]
        == 4
    )


def test_only_sources_read_by_two_take_part_where_two_have_to_agree(root):
    (root / "data/raw/coding/codings/ben/W2.jsonl").unlink()
    coded = Run(root).premises.coded
    assert coded.settled == {"W1", "D1"}
    (root / "data/raw/coding/codings/ben/read.csv").write_text("source_id\nW2\nL1\n")
    # ann has not read the log
    assert Run(root).premises.coded.settled == {"W1", "W2", "D1"}


def test_chao2_and_coverage_of_the_worked_values():
    # 16 interviews, 26 codes, 5 in one, 4 in two, 120 incidences
    estimate, low, high = chao2(26, 5, 4, 16)
    assert estimate == pytest.approx(28.93, abs=5e-3) and 26 < low < estimate < high
    assert coverage(5, 4, 16, 120) == pytest.approx(0.962, abs=5e-4)
    # no code in two: 26 + 15/16 · 5·4/2
    assert chao2(26, 5, 0, 16)[0] == pytest.approx(26 + 15 / 16 * 10)


def test_one_code_seen_once_and_none_twice_gives_no_estimate():
    uses = np.ones((6, 4), dtype=bool)
    uses[1:, 0] = False
    found = richness(uses, 1)
    assert (found.observed, found.once, found.twice) == (4, 1, 0)
    assert np.isnan([found.chao2, found.chao2_low, found.coverage, found.coverage_low]).all()
    # every code in every source: there is nothing that was seen once
    assert richness(uses[:, 1:], 1).chao2 == 3 and richness(uses[:, 1:], 1).coverage == 1


@pytest.mark.parametrize("sources", [6, 10, 20, 40])
def test_the_interval_of_coverage_holds_the_truth_in_nine_of_ten_studies(sources):
    """Studies of 60 codes whose use differs as by chance; drawing sources again held it in 68 to 72%."""
    dice = np.random.default_rng(sources)
    inside = []
    for seed in range(150):
        weights = dice.exponential(1, 60)
        likely = np.clip(weights / weights.mean() * 0.15, 0, 0.95)
        uses = dice.random((sources, 60)) < likely
        found = richness(uses, seed)
        assert found.coverage_low <= found.coverage <= found.coverage_high
        inside.append(
            found.coverage_low <= likely[uses.any(axis=0)].sum() / likely.sum() <= found.coverage_high
        )
    assert np.mean(inside) >= 0.9


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
