"""Ids that stand in what is shared tell nobody's name."""

import pytest

from jalin.check import check_study
from jalin.protect.ids import is_neutral, names_in_ids, neutral_ids, shown_ids
from jalin.study import open_study


@pytest.mark.parametrize(
    "name", ["S01", "W1", "RS-I1", "I07", "FGD2", "interview_03", "obs-2024-09", "D10a", "wawancara 4"]
)
def test_marks_and_small_numbers_are_neutral(name):
    assert is_neutral(name.replace(" ", "_"))


@pytest.mark.parametrize("name", ["Dewi-Lestari", "dewi1", "Ani-2", "Li3", "teacher", "S", "081234567890", "S0812345678", "12", "interview_Budi_3", "Agus-otter-ai", ""])  # fmt: skip
def test_what_has_room_for_a_name_is_not(name):
    assert not is_neutral(name)


def test_new_ids_take_no_number_that_is_there():
    assert neutral_ids(["Dewi", "S01", "Budi", "s02"]) == ["S03", "S01", "S04", "s02"]
    assert neutral_ids(["W1", "W1", "x"]) == ["W1", "S01", "S02"]
    assert len(set(neutral_ids([f"name {number}" for number in range(120)]))) == 120
    assert shown_ids(["W1", "Dewi-Lestari"]) == {"W1": "W1", "Dewi-Lestari": "S01"}


def rename(root, old, new):
    register = root / "data/raw/sources.csv"
    register.write_text(register.read_text(encoding="utf-8").replace(f"{old},", f"{new},"), encoding="utf-8")


@pytest.mark.parametrize(("old", "new", "column"), [("W2", "Dewi-Lestari", "source_id"), ("I1", "budi", "informant_id"), ("I2", "Ibu_Agus", "informant_id")])  # fmt: skip
def test_a_register_with_a_name_in_an_id_is_told_until_someone_decides(root, old, new, column):
    for path in (root / "data/raw/coding/codings").glob(f"*/{old}.jsonl"):
        path.rename(path.with_stem(new))
    assert not any("may hold a name" in line for line in check_study(open_study(root)).told())
    rename(root, old, new)
    told = [line for line in check_study(open_study(root)).told() if "may hold a name" in line]
    assert (
        len(told) == 1
        and f"column {column}: '{new}' may hold a name, and ids are shared. Give it one such as" in told[0]
    )
    (root / "data/raw/review.csv").write_text(
        f"form,decision,decided_by,date\n{new},keep,ann,2024-06-01\n", encoding="utf-8"
    )
    assert not any("may hold a name" in line for line in check_study(open_study(root)).told())


def test_words_that_study_yaml_has_for_roles_and_coders_are_no_names(root):
    rename(root, "W2", "teacher")
    rows = [{"source_id": "teacher", "informant_id": "pupil-one-ann"}]
    told = list(names_in_ids(open_study(root), rows, []))
    assert [one.place for one in told] == ["row of teacher, column informant_id"]
    assert not list(names_in_ids(open_study(root), [{"source_id": "ann", "informant_id": "pupil"}], []))
