"""What a stage takes of what others made, and what it refuses: another day, one case, half of the tables."""

import shutil

import pytest
from conftest import REPOSITORY

from jalin.code import stage as code
from jalin.collect import stage as collect
from jalin.conclude import stage as conclude
from jalin.condense import stage as condense
from jalin.display import stage as display
from jalin.errors import StudyError
from jalin.protect import stage as protect
from jalin.study import find_study, open_study
from jalin.tables import store
from jalin.tables.made import Built, as_built

DAY = "2024-03-31"


@pytest.fixture
def built(garden, tmp_path):
    """A copy of the tiny study, built to all data."""
    return shutil.copytree(garden, tmp_path / "built")


def refusal(stage, study):
    with pytest.raises(StudyError) as refused:
        stage.run(study)
    return str(refused.value)


def test_a_stage_asked_for_an_earlier_day_takes_what_was_collected_until_then(built, root):
    early = open_study(root, DAY)
    for stage in (collect, protect, code):
        stage.run(early).write()
    whole = condense.run(open_study(built, DAY))
    assert set(whole["summaries"]["source_id"]) == {"W1", "D1"}
    for name, frame in condense.run(early).tables.items():
        assert frame.equals(whole[name]), name


def test_tables_over_all_sources_are_refused_for_another_day(built):
    early, late = open_study(built, DAY), open_study(built, "2024-04-30")
    said = refusal(display, early)
    assert "data/processed/condense: built to 2024-05-05 (all data); asked for 2024-03-31." in said
    assert "Run 04_condense with through=2024-03-31 first" in said
    condense.run(early).write()
    assert len(display.run(early)["matrices"])
    assert "built to 2024-03-31; asked for all data" in refusal(display, open_study(built))
    assert "built to 2024-03-31; asked for 2024-04-30" in refusal(display, late)
    code.run(early).write()
    assert "data/processed/code: built to 2024-03-31; asked for 2024-04-30" in refusal(condense, late)
    condense.run(open_study(built, DAY)).write()
    code.run(open_study(built)).write()
    condense.run(open_study(built)).write()
    assert len(display.run(open_study(built))["matrices"])
    assert not list(built.glob("data/processed/*/through.txt"))


def test_a_day_before_the_first_source_is_told(built):
    assert "no source was collected up to 2023-01-01" in refusal(condense, open_study(built, "2023-01-01"))


def test_what_was_built_to_a_day_is_shown_to_that_day(root):
    early = open_study(root, DAY)
    collect.run(early).write()
    protect.run(early).write()
    assert as_built(open_study(root)) == early
    assert sorted(path.stem for path in (root / "data/processed/protect/texts").iterdir()) == ["D1", "W1"]


def test_texts_of_sources_that_are_no_more_are_removed(built):
    protect.run(open_study(built, DAY)).write()
    assert sorted(path.stem for path in (built / "data/processed/protect/texts").iterdir()) == ["D1", "W1"]


def test_tables_whose_writing_was_stopped_are_not_taken(built, monkeypatch):
    study, left = open_study(built), []

    def stopped(study, name, frame):
        left.append(name)
        if len(left) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("jalin.tables.made.write_checked", stopped)
    with pytest.raises(KeyboardInterrupt):
        condense.run(study).write()
    monkeypatch.undo()
    assert "data/processed/condense: its tables are not whole" in refusal(display, study)
    condense.run(study).write()
    assert len(display.run(study)["matrices"])


@pytest.mark.parametrize("stage", [collect, protect])
def test_what_works_on_all_cases_refuses_one(built, stage):
    said = refusal(stage, open_study(built, case="school"))
    assert "all cases together" in said and "make cases CASE=school" in said


@pytest.mark.parametrize("stage", [code, condense, display, conclude])
def test_a_case_without_its_part_says_how_to_make_it(built, stage):
    assert "Build it with: make cases CASE=school" in refusal(stage, open_study(built, case="school"))


def test_a_study_is_not_shown_in_a_language_that_it_has_not(built):
    with pytest.raises(StudyError, match=r"the study is not in 'ed'. Did you mean en\?|Known: en, id"):
        open_study(built, language="ed")


def test_the_study_is_found_where_one_stands_or_where_jalin_is_installed(built, tmp_path, monkeypatch):
    for inside in ("", "notebooks", "data/processed/condense"):
        monkeypatch.chdir(built / inside)
        assert open_study("").root == built
    monkeypatch.chdir(tmp_path)
    assert open_study("").root == REPOSITORY
    assert open_study("built").settings.id == "garden"
    with pytest.raises(StudyError, match=r"not there; looked in .*/nowhere\. "):
        open_study("nowhere")
    with pytest.raises(
        StudyError, match=r"there is none in .*, in the folders above it, or in .*nowhere"
    ) as told:
        find_study(tmp_path, tmp_path / "nowhere")
    assert str(tmp_path) in str(told.value) and "data/raw" in str(told.value)


def test_what_came_out_is_said_in_the_language_asked_for(built):
    made = condense.run(open_study(built))
    assert made._repr_markdown_().startswith("3 sumber, 8 pengodean terhitung, ")
    english = condense.run(open_study(built, language="en"))
    assert english._repr_markdown_().startswith("3 sources, 8 codings that count, ")
    assert "sumber" not in english._repr_markdown_() + repr(english)
    assert store.read(open_study(built), "condense/counts").equals(made["counts"])


def test_a_result_that_is_shown_shows_no_name(root):
    made = protect.run(open_study(root), Built(open_study(root), collect.run(open_study(root))))
    assert "Sari Melati" in made.key["original"].str.cat(sep=" ")
    assert "Sari" not in repr(made) + made._repr_markdown_()
