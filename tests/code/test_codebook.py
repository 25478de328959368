import pytest
import yaml
from tiny import SETTINGS

from jalin.code import read_codebook
from jalin.errors import StudyError
from jalin.study import open_study

CODE = "  - {{id: {0}, name: {{id: x, en: x}}, definition: {{id: x, en: x}}, kind: inductive{1}}}\n"


def read(root, *codes, history=""):
    lines = [CODE.format(name, f", parent: {parent}" if parent else "") for name, parent in codes]
    (root / "data/raw/coding/codebook.yaml").write_text("codes:\n" + "".join(lines) + history)
    # these codebooks have none of the codes that study.yaml names
    settings = {**yaml.safe_load(SETTINGS), "questions": [], "evidence": {}}
    (root / "data/raw/study.yaml").write_text(yaml.safe_dump(settings))
    return read_codebook(open_study(root))


def refused(root, *codes, history=""):
    with pytest.raises(StudyError) as error:
        read(root, *codes, history=history)
    return str(error.value)


def test_the_tree_puts_parents_before_children(root):
    book = read(root, ("B", "A"), ("C", "B"), ("A", ""))
    assert list(book.codes) == ["A", "B", "C"]
    assert book.branch("A") == {"A", "B", "C"} and book.branch("B") == {"B", "C"}
    assert book.theme("C") == "A"


def test_an_id_that_stands_twice_is_named_with_its_entries(root):
    found = refused(root, ("A", ""), ("B", ""), ("A", ""))
    assert found.startswith("data/raw/coding/codebook.yaml, entries 1, 3: the id A stands 2 times.")


def test_parents_in_a_circle_are_shown(root):
    found = refused(root, ("A", "C"), ("B", "A"), ("C", "B"))
    assert "A → C → B → A" in found


def test_an_unknown_parent_gets_a_suggestion(root):
    assert "Did you mean SUPER?" in refused(root, ("SUPER", ""), ("B", "SUPR"))


def test_old_codes_follow_renames_and_merges(root):
    history = (
        "history:\n"
        "  - {action: rename, old: [OLD], new: MID, round: 1}\n"
        "  - {action: merge, old: [MID, OTHER], new: A, round: 2}\n"
    )
    assert read(root, ("A", ""), history=history).today == {"A": "A", "OLD": "A", "MID": "A", "OTHER": "A"}


def test_changes_in_a_circle_are_shown(root):
    history = (
        "history:\n"
        "  - {action: rename, old: [X], new: Y, round: 1}\n"
        "  - {action: rename, old: [Y], new: X, round: 2}\n"
    )
    assert "changes run in a circle: X → Y → X" in refused(root, ("A", ""), history=history)


def test_a_slip_in_the_yaml_is_placed(root):
    (root / "data/raw/coding/codebook.yaml").write_text("codes:\n  - {id: A, name: {id: x\n")
    with pytest.raises(StudyError, match=r"codebook.yaml, line 3"):
        read_codebook(open_study(root))


def test_a_missing_field_is_named(root):
    (root / "data/raw/coding/codebook.yaml").write_text("codes:\n  - {id: A}\n")
    with pytest.raises(
        StudyError,
        match=r"codebook.yaml, line 2, codes, entry 1 \(A\): 'name' is missing. Add it under codes, entry 1",
    ):
        read_codebook(open_study(root))


def test_a_code_that_was_split_leaves_the_choice_to_a_person(root):
    history = (
        "history:\n"
        "  - {action: split, old: [WIDE], new: [A, B], round: 1}\n"
        "  - {action: rename, old: [OLDER], new: WIDE, round: 1}\n"
    )
    book = read(root, ("A", ""), ("B", ""), history=history)
    assert book.split == {"WIDE": ["A", "B"], "OLDER": ["A", "B"]}
    assert book.today == {"A": "A", "B": "B"}


def test_a_split_into_one_code_and_a_rename_into_two_are_refused(root):
    for action, new in (("split", "A"), ("rename", "[A, B]")):
        history = f"history:\n  - {{action: {action}, old: [X], new: {new}, round: 1}}\n"
        assert "'new' is a list of codes for a split" in refused(root, ("A", ""), ("B", ""), history=history)


def test_codes_of_study_yaml_and_rounds_of_the_codebook_that_are_not_there_are_told_with_where_to_add_them(
    root,
):
    settings, codebook = root / "data/raw/study.yaml", root / "data/raw/coding/codebook.yaml"
    settings.write_text(settings.read_text().replace("[CARE, TOIL]", "[CARE, TOILS]"))
    codebook.write_text(codebook.read_text().replace("round: 1", "round: 7"))
    with pytest.raises(StudyError) as error:
        read_codebook(open_study(root))
    assert str(error.value).splitlines() == [
        "data/raw/study.yaml, questions, 1, themes: 'TOILS' is no code yet. Did you mean TOIL? "
        "Or add it under codes in data/raw/coding/codebook.yaml.",
        "data/raw/coding/codebook.yaml, history, entry 1, round: '7' is no round yet. Known: 1, 2. "
        "Or add it under rounds in data/raw/study.yaml.",
    ]
