"""The figures that draw on several stages, made from the tiny study, countable by hand."""

from dataclasses import replace

import pandas as pd
import pytest
from conftest import build
from tiny import make_study

from jalin.consent import UNQUOTED
from jalin.errors import StudyError
from jalin.figure import nothing
from jalin.report.drawn.common import few_words, first_words
from jalin.report.drawn.log import log
from jalin.report.drawn.model import model
from jalin.report.drawn.quilt import quilt
from jalin.report.drawn.structure import structure
from jalin.report.drawn.timeline import timeline
from jalin.report.drawn.together import together
from jalin.report.drawn.tree import tree
from jalin.report.figures import figures_of, save_figures
from jalin.report.results import Results

MORE = """log: {time: when, columns: who, rows: act, only: {act: [water]}}
log_words: {pupil: {id: murid, en: pupils}}
moments:
  - {day: 2024-04-01, name: {id: Musim tanam, en: Planting}}
  - {day: 2024-05-04, name: {id: Peneliti membawa selang, en: The researcher brings a hose}, researcher: true}
"""
LOG = "when,who,act\n2024-04-29,pupil,water\n2024-05-01,pupil,water\n2024-05-12,teacher,water\n2024-05-13,teacher,watch\nsoon,pupil,water\n"
NEW = ("timeline", "model", "code_tree", "structure", "quilt", "together", "log")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The tiny study with a log that has days, and moments."""
    root = make_study(tmp_path_factory.mktemp("drawn") / "study")
    path = root / "data/raw/study.yaml"
    path.write_text(path.read_text() + MORE)
    (root / "data/raw/observations/L1.csv").write_text(LOG)
    return Results.of(build(root))


def texts(figure):
    """All words in a figure, one a line break apart."""
    artists = [
        text
        for ax in figure.axes
        for text in [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels(), ax.title]
    ]
    artists += [text for legend in figure.legends for text in legend.get_texts()]
    return {" ".join(artist.get_text().split()) for artist in artists}


def drawn(results, name, language="en"):
    return figures_of(results)[name].draw(results, language)


@pytest.mark.parametrize("name", NEW)
def test_each_is_drawn_in_both_languages_with_names_and_without_ids(results, name):
    said = {language: texts(drawn(results, name, language)) for language in ("id", "en")}
    assert said["id"] != said["en"]
    ids = {"CARE-WATER", "TOIL", "EVENT-RAIN", "teacher", "pupil", "paper", "interview "}
    # of a log, the values are its own words
    assert name == "log" or not ids & {word for one in said["id"] for word in one.replace("“", " ").split()}


def test_the_quilt_has_the_voices_of_each_group_and_a_few_words_of_one(results):
    found = quilt(results).set_index(["proposition", "group"])
    (group,) = {one for _, one in found.index if found.loc[("P1", one), "informants"]}
    told = found.loc[("P1", group)]
    # too few to be told apart: teacher and pupil are printed together, the notice is another technique
    assert (told["able"], told["voices_for"], told["state"], told["direction"]) == (2, 2, "for", "for")
    paper = found.loc[("P1", "paper")]
    assert (paper["state"], paper["label"], paper["quote"]) == (
        "against",
        "D1/c1",
        "Nobody has watered the garden",
    )
    assert not paper["informants"]
    said = texts(drawn(results, "quilt"))
    assert {"+2/2", "−1/1", "“Nobody has watered the garden”", "D1/c1", "P1 The garden is cared for"} <= said


def test_the_quilt_quotes_no_hearsay_where_somebody_knows_it(results):
    found = quilt(results).query("proposition == 'P1' and direction == 'for'")
    assert "My cousin says the teacher waters too." not in set(found["quote"])


def test_a_long_passage_is_cut_after_six_words_and_says_so():
    assert first_words("We water the beans, even after the rain") == "“We water the beans, even after…”"
    assert first_words("It ends. And then. It goes. On and on") == "“It ends. And then. It goes…”"
    assert first_words("“My back hurts.”") == "“My back hurts.”"
    # a pseudonym is one word
    assert (
        first_words("One two three four five ⟦staf lapangan⟧ six")
        == "“One two three four five ⟦staf lapangan⟧…”"
    )


def test_a_row_of_a_log_is_no_quotation_and_is_read_in_words_of_the_language(results):
    rows = results["protect/segments"].query("source_id == 'L1'")
    passages = rows.assign(label=rows["segment_id"], quote=rows["text"])
    said = list(few_words(results, passages, "id").values())
    assert said[0] == "29 April 2024 · murid · water"
    assert few_words(results, passages.assign(label=""), "id") == {}


def test_the_timeline_has_sources_events_and_what_the_researcher_did(results):
    found = timeline(results)
    sources = found[found["kind"] == "source"].set_index("name")
    assert sources["method"].to_dict() == {
        "W1": "interview",
        "D1": "document",
        "L1": "observation",
        "W2": "interview",
    }
    # a log lasts as long as its rows do
    assert sources.loc["L1", ["start", "end"]].tolist() == ["2024-04-29", "2024-05-13"]
    happened = found[found["kind"].isin(["event", "moment", "researcher"])]
    assert sorted(zip(happened["kind"], happened["start"], strict=True)) == [
        ("event", "2024-05-02"), ("moment", "2024-04-01"), ("researcher", "2024-05-04"),
    ]  # fmt: skip
    assert found[found["kind"] == "period"][["start", "end"]].values.tolist() == [
        ["2024-03-01", "2024-04-15"], ["2024-04-16", "2024-06-30"],
    ]  # fmt: skip
    said = texts(drawn(results, "timeline"))
    assert {
        "2 May Rain",
        "4 May The researcher brings a hose",
        "interview (2)",
        "what the researcher did",
    } <= said
    assert "4 Mei Peneliti membawa selang" in texts(drawn(results, "timeline", "id"))


def test_the_log_is_counted_by_week_in_every_panel(results):
    found = log(results)
    assert found["week"].unique().tolist() == ["2024-04-29", "2024-05-06", ""]
    # a row without a day is no row of a week, and is told
    assert found.iloc[-1].tolist() == ["", "", "", 1]
    counts = found[:-1].set_index(["row", "column", "week"])["count"]
    assert counts["water", "pupil"].tolist() == [2, 0]
    assert counts["water", "teacher"].tolist() == [0, 1]
    said = {"pupils", "teacher", "1 row without a day is not shown"}
    assert said | {"n = 2", "n = 1", "4 May The researcher brings a hose"} <= texts(drawn(results, "log"))


def test_a_column_that_no_log_has_is_told_with_the_nearest(results):
    spec = results.study.settings.log.model_copy(update={"columns": "whom"})
    settings = results.study.settings.model_copy(update={"log": spec})
    asked = replace(results, study=replace(results.study, settings=settings))
    with pytest.raises(
        StudyError,
        match=r"study.yaml, log, columns: no observation log has the column 'whom'. Did you mean who",
    ):
        log(asked)


def test_the_structure_leads_from_words_to_the_question(results):
    found = structure(results).set_index("code")
    # without pattern codes, themes stand in their place; hearsay and events only mark others
    assert set(found["pattern"]) == {"CARE", "TOIL", "DENIED"}
    assert found.loc["CARE-WATER", ["pattern", "question", "voices"]].tolist() == ["CARE", "1", 2]
    assert found.loc["DENIED", "question"] == ""
    said = texts(drawn(results, "structure"))
    assert {"Water (2)", "Care", "Who cares?", "“Nobody has watered the garden” D1/c1"} <= said


def test_the_tree_counts_a_voice_once_however_many_codes_below_it_speaks_in(results):
    found = tree(results).set_index("code")
    assert found.loc["CARE", ["depth", "codings", "voices"]].tolist() == [0, 4, 3]
    assert found.loc["CARE-WATER", ["parent", "depth", "codings", "voices"]].tolist() == ["CARE", 1, 2, 2]
    assert {"brought to the data", "found in the data", "Water"} <= texts(drawn(results, "code_tree"))


def test_the_model_has_the_numbers_of_the_study_and_of_each_round(results):
    found = model(results).set_index(["round", "what"])["value"]
    assert (found["all", "sources"], found["1", "sources"], found["2", "sources"]) == (4, 2, 2)
    assert found["1", "changed_codes"] == 1
    assert found["1", "codings"] + found["2", "codings"] == found["all", "counted"] == len(results.counted)
    assert ("1", "changed_verdicts") not in found.index and found["2", "changed_verdicts"] >= 0
    said = " ".join(texts(drawn(results, "model")))
    assert (
        "Data condensation" in said
        and "4 sources 2 rounds of field work" in said
        and "2 propositions" in said
    )


def test_groups_that_support_together_are_one_column(results):
    found = together(results)
    assert found.values.tolist() == [["teacher; pupil", "P1", 1], ["teacher", "P2", 1]]
    assert {"Teacher (2)", "Pupil (1)", "P1 The garden is cared for"} <= texts(drawn(results, "together"))


def test_what_may_not_be_quoted_is_in_no_figure(results):
    evidence = results["conclude/evidence"].assign(quote=UNQUOTED)
    closed = replace(results, tables={**results.tables, "conclude/evidence": evidence})
    closed.__dict__["closed"] = frozenset(results["protect/sources"]["source_id"])
    assert not quilt(closed)["quote"].any() and (quilt(closed)["able"] > 0).any()
    assert not structure(closed)["quote"].any() and len(structure(closed))


@pytest.mark.parametrize("name", NEW)
def test_without_data_a_figure_says_so(results, name, monkeypatch):
    bare = {key: frame.iloc[:0] for key, frame in results.tables.items()}
    coded = replace(
        results.premises.coded,
        codings=results.codings.iloc[:0],
        sources=results.premises.coded.sources.iloc[:0],
    )
    empty = replace(results, tables=bare, premises=type(results.premises)(coded))
    empty.premises.__dict__["propositions"] = []
    figure = drawn(empty, name)
    assert texts(figure) == texts(nothing("en"))


def test_the_same_data_are_the_same_picture(results):
    shown = {"en": ["timeline", "quilt"]}
    once = {path: path.read_bytes() for path in save_figures(results, shown)}
    again = {path: path.read_bytes() for path in save_figures(results, shown)}
    assert once == again and len(once) == 2
    data = pd.read_csv(results.study.reports / "figures/quilt.csv")
    assert data["label"].dropna().tolist() == quilt(results)["label"].replace("", None).dropna().tolist()
