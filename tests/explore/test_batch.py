"""Codings from a table: all of them or none, and each row that cannot be is told."""

import json

import pytest

from jalin.errors import StudyError
from jalin.explore import batch
from jalin.explore.session import Session


@pytest.fixture
def study(prepared):
    return prepared


def files(study):
    folder = study.raw / "coding/codings"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.jsonl"))
    }


def words(study, source, at=0):
    """Words that stand once in a source."""
    lines = [line for line in Session(study, source, "ann").text.splitlines() if len(line) > 30]
    return lines[at][5:25].strip()


def table(tmp_path, *rows, head="source_id,code,words,memo,coder"):
    path = tmp_path / "codings.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_each_row_is_a_coding_of_its_coder_and_a_second_time_nothing(study, tmp_path):
    one, two = words(study, "W1"), words(study, "W2")
    path = table(tmp_path, f'W1,TOIL,"{one}",seen,', f'W2,TOIL,"{two}",,ben')
    assert batch.add_table(study, path) == (2, 0)
    found = [json.loads(line) for line in files(study)["ben/W2.jsonl"].splitlines()]
    assert [(line["quote"], line["code"]) for line in found if line["quote"] == two] == [(two, "TOIL")]
    found = [json.loads(line) for line in files(study)["ann/W1.jsonl"].splitlines()]
    assert [line["memo"] for line in found if line["quote"] == one] == ["seen"]
    after = files(study)
    assert batch.add_table(study, path) == (0, 2)
    assert files(study) == after


def test_the_same_row_twice_is_one_coding(study, tmp_path):
    row = f'W1,TOIL,"{words(study, "W1")}",,'
    assert batch.add_table(study, table(tmp_path, row, row)) == (1, 1)


def test_nothing_is_written_when_a_row_cannot_be_and_every_such_row_is_told(study, tmp_path):
    before, right = files(study), words(study, "W1")
    path = table(
        tmp_path,
        f'W1,TOIL,"{right}",,',
        f'W1,TOILS,"{right}",,',
        f'W9,TOIL,"{right}",,',
        "W1,TOIL,words that nobody said,,",
        f'W1,TOIL,"{right}",,carl',
    )
    with pytest.raises(StudyError) as refused:
        batch.add_table(study, path)
    assert [one.place for one in refused.value.problems] == ["row 3", "row 4", "row 5", "row 6"]
    assert all(one.file == str(path) for one in refused.value.problems)
    assert "TOIL" in str(refused.value.problems[0])
    assert files(study) == before


def test_a_column_that_it_does_not_know_and_a_file_that_is_not_there_are_told(study, tmp_path):
    with pytest.raises(StudyError, match="column"):
        batch.add_table(study, table(tmp_path, "W1,TOIL,x", head="source_id,code,quote"))
    with pytest.raises(StudyError, match="no such file"):
        batch.add_table(study, tmp_path / "none.csv")


def test_what_was_written_before_a_file_that_cannot_be_is_taken_back(study, tmp_path, monkeypatch):
    before = files(study)
    path = table(tmp_path, f'W1,TOIL,"{words(study, "W1")}",,', f'W2,TOIL,"{words(study, "W2")}",,')
    real = batch.CodingStep.forth

    def full(step):
        if step.changes[0][0].path.stem == "W2":
            raise told
        real(step)

    told = StudyError(batch.Problem("W2.jsonl", "", "the disk is full", "Free some room"))
    monkeypatch.setattr(batch.CodingStep, "forth", full)
    with pytest.raises(StudyError, match="disk is full"):
        batch.add_table(study, path)
    after = files(study)
    assert {name: sorted(content.splitlines()) for name, content in after.items()} == {
        name: sorted(content.splitlines()) for name, content in before.items()
    }
