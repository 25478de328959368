import json
from pathlib import Path

import pytest
from conftest import REPOSITORY, build, run_cells

from jalin.build.modules import code_cells
from jalin.errors import StudyError
from jalin.explore import ask, display, glance, kwic, suggest
from jalin.study import open_study


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The tiny study, built."""
    from tiny import make_study

    return build(make_study(tmp_path_factory.mktemp("browse") / "study"))


def quotes(answer):
    return sorted(answer.codings["quote"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (
            "CARE-WATER and coder = ann",
            ["The children water it every morning.", "We water the beans, even after the rain in May."],
        ),
        ('"HARD WORK" and coder = ann', ["Digging is hard work for small hands."]),
        (
            "CARE and near EVENT-RAIN and coder = ann",
            ["My cousin says the teacher waters too.", "We water the beans, even after the rain in May."],
        ),
        (
            "case_id = school and role_group = paper and DENIED and coder = ben",
            ["Nobody has watered the garden"],
        ),
    ],
)
def test_a_query_finds_its_passages(study, query, found):
    assert quotes(ask(study, query)) == found


def test_counts_by_any_attribute_and_one_coder(study):
    counts = ask(study, "CARE", coder="ann").counts("role_group")
    assert counts["codings"].to_dict() == {"paper": 1, "pupil": 2, "teacher": 1}
    with pytest.raises(StudyError, match="Did you mean role_group"):
        ask(study, "CARE").counts("rolegroup")


def test_an_answer_becomes_a_display_and_evidence(root, study):
    answer = ask(study, "CARE and not with DENIED")
    for name, old, text in (
        (
            "data/raw/study.yaml",
            "published:",
            "displays:\n" + answer.display("cared", "role_group", "code") + "\npublished:",
        ),
        ("data/raw/analysis/propositions.yaml", "    for: {query: TOIL}", answer.evidence("for")),
    ):
        path = root / name
        path.write_text(path.read_text().replace(old, text))
    again = build(root, "06")
    found = display(again, "cared", "en")
    # agreed between both coders: the teacher's, the pupil's two
    assert found.table["codings"].sum() == 3
    from jalin.tables.store import read

    assert set(read(again, "conclude/evidence").query("proposition == 'P2'")["voice"]) == {"I1", "I2"}


def test_a_query_that_cannot_be_read_is_told(study):
    with pytest.raises(StudyError, match="Did you mean CARE"):
        ask(study, "CAER")
    with pytest.raises(StudyError, match="there is no such display"):
        display(study, "role")


def test_an_answer_shows_its_passages_in_context(study):
    page = ask(study, "TOIL")._repr_html_()
    assert "<mark>Digging is hard work for small hands.</mark>" in page and "Is it hard?" in page


def test_words_and_the_study_at_a_glance(study):
    assert kwic(study, "waters")["source_id"].tolist() == ["W1", "W2", "W2", "D1", "L1", "L1"]
    page = glance(study, "en").data
    assert "The school garden" in page and "9 codings" in page


def test_suggestions_are_those_alike_and_say_how_good_they_are(root):
    """Twelve short sources: beans are watered in some; one that speaks of beans has no code yet."""
    from tiny import write_sources

    rows, row = (
        [],
        ["school", "document", "", "2024-03-01", "1", "", "paper", "school", "me", "en", "public", ""],
    )
    folder = root / "data/raw/coding/codings/ann"
    for path in [
        *(root / "data/raw/coding/codings").glob("*/*.jsonl"),
        *(root / "data/raw").glob("[iod]*/*"),
    ]:
        if path.is_file():
            path.unlink()
    for number in range(12):
        wet = number % 2 == 0
        text = f"The {'children water the beans' if wet else 'teacher counts the chairs'} on day {number}.\nNobody slept at noon.\n"
        (root / f"data/raw/documents/S{number}.txt").write_text(text)
        rows.append([f"S{number}", *row[:2], f"documents/S{number}.txt", *row[3:]])
        if wet and number != 10:
            end = text.index("\n")
            line = {"id": "c1", "code": "CARE", "start": 0, "end": end, "quote": text[:end]}
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"S{number}.jsonl").write_text(json.dumps(line) + "\n")
    # of the chairs she has read three
    (folder / "read.csv").write_text("source_id,date\nS1,2024-03-02\nS3,2024-03-02\nS5,2024-03-02\n")
    write_sources(root, rows)
    build(root, "02")
    found = suggest(open_study(root), "CARE")
    assert found.found.iloc[0]["text"] == "The children water the beans on day 10."
    # of the sixteen segments she has read five have the code, and are told from the others
    assert (found.precision, found.chance) == (1.0, 5 / 16)
    # what was not read says nothing against it: another source like the coded ones changes neither
    with (root / "data/raw/coding/codings/ann/read.csv").open("a") as file:
        file.write("S10,2024-03-02\n")
    read_too = suggest(open_study(root), "CARE")
    assert read_too.precision < 1 and read_too.chance == 5 / 18
    before = sorted(path.read_text() for path in folder.glob("*.jsonl"))
    assert before == sorted(path.read_text() for path in folder.glob("*.jsonl"))
    with pytest.raises(StudyError, match="Code 5 segments"):
        suggest(open_study(root), "TOIL")


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "notebooks/explore").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_the_notebooks_run_and_change_nothing_that_is_built(study, path: Path):
    before = {file: file.read_bytes() for file in study.processed.rglob("*") if file.is_file()}
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code_cells(path))
    run_cells(path, study=str(study.root), language="en")
    assert before == {file: file.read_bytes() for file in study.processed.rglob("*") if file.is_file()}
