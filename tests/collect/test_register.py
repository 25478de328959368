import pytest
from tiny import SOURCES, write_sources

from jalin.collect import collect_sources, contact_summary, read_register
from jalin.errors import StudyError
from jalin.study import open_study


def problems(root):
    with pytest.raises(StudyError) as error:
        study = open_study(root)
        collect_sources(study, read_register(study))
    return [str(problem) for problem in error.value.problems]


def test_a_file_missing_from_disk_is_named_with_its_row(root):
    (root / "data/raw/interviews/W1.txt").unlink()
    (found,) = problems(root)
    assert found.startswith(
        "data/raw/sources.csv, row 2 (W1), column file: data/raw/interviews/W1.txt is not on disk."
    )


def test_a_misspelt_file_gets_a_suggestion(root):
    rows = [row[:] for row in SOURCES]
    rows[0][3] = "interviews/W1.text"
    write_sources(root, rows)
    assert "Did you mean interviews/W1.txt?" in problems(root)[0]


def test_a_file_missing_from_the_register_is_named(root):
    write_sources(root, SOURCES[1:])
    (found,) = problems(root)
    assert found.startswith("data/raw/interviews/W1.txt: the source is missing from data/raw/sources.csv.")


def test_every_problem_is_told_at_once(root):
    rows = [row[:] for row in SOURCES]
    rows[0][4], rows[1][2], rows[2][11] = "yesterday", "intervew", "maybe"
    write_sources(root, rows)
    found = problems(root)
    assert len(found) == 3
    assert "'yesterday' is not a day" in found[0]
    assert "Did you mean interview?" in found[1]
    assert "column consent" in found[2]


def test_a_file_outside_the_study_is_refused(root):
    rows = [row[:] for row in SOURCES]
    rows[0][3] = "../../../secret.txt"
    write_sources(root, rows)
    assert any("is not a file below data/raw" in line for line in problems(root))


def test_a_source_twice_is_refused(root):
    write_sources(root, [*SOURCES, SOURCES[0]])
    assert any("W1 stands twice" in line for line in problems(root))


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "the file is empty"), (b"Q: \xff\n", "byte 0xff is not valid UTF-8"), (b"\n \n", "no text")],
)
def test_an_unreadable_source_is_named_with_its_remedy(root, content, words):
    (root / "data/raw/interviews/W1.txt").write_bytes(content)
    (found,) = problems(root)
    assert found.startswith("data/raw/interviews/W1.txt") and words in found


def test_through_keeps_what_was_collected_up_to_that_day(root):
    assert list(read_register(open_study(root, "2024-03-05"))["source_id"]) == ["W1", "D1"]


def test_contact_summary_counts_turns_and_questions(run):
    found = contact_summary(run.collection.sources, run.collection.segments).set_index("source_id")
    assert found.loc["W1", ["turns", "questions"]].tolist() == [4, 2]
    assert 0.5 < found.loc["W1", "informant_share"] < 1
    assert found.loc["D1", "turns"] == 0 and found["informant_share"].isna()["D1"]
