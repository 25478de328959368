import pytest

from jalin.cli import main
from jalin.code.codebook import read_codebook
from jalin.code.history import changes_between, codes_of_round, outside_definition, tree, unused
from jalin.errors import StudyError

HISTORY = """  - {action: merge, old: [HOE, SPADE], new: TOIL, round: 1, reason: too fine}
  - action: retire
    old: [MOOD]
    round: 1
    codes: [{id: MOOD, name: {id: Suasana, en: Mood}, definition: {id: rasa, en: feeling}, kind: inductive}]
"""


@pytest.fixture
def changed(root):
    path = root / "data/raw/coding/codebook.yaml"
    text = path.read_text().replace("kind: inductive, date: 2024-05-02", "kind: inductive, since: 2")
    path.write_text(text + HISTORY)
    return root


def test_the_codebook_of_a_past_round_has_the_codes_of_its_day(run, changed):
    book = read_codebook(run.study)
    old = codes_of_round(book, ["1", "2"], "1")
    assert set(old) == {"CARE", "WATERING", "HOE", "SPADE", "MOOD", "DENIED", "HEARD", "EVENT"}
    assert old["MOOD"].name["en"] == "Mood" and old["WATERING"].parent == "CARE"
    assert set(codes_of_round(book, ["1", "2"], "2")) == set(book.codes)
    assert tree(old, "en")[:1] == ["CARE  Care"] and "  WATERING  Water" in tree(old, "en")


def test_changes_between_two_rounds_are_told_with_their_reason(run, changed):
    found = changes_between(read_codebook(run.study), ["1", "2"], "1", "2")
    assert found == [
        "rename WATERING to CARE-WATER",
        "merge HOE, SPADE to TOIL: too fine",
        "retire MOOD",
        "new EVENT-RAIN",
    ]


def test_codes_without_codings_and_codings_before_their_code_are_found(run, changed):
    book = read_codebook(run.study)
    without = run.codings[run.codings["code"] != "DENIED"]
    assert unused(book, without) == ["DENIED"]
    early = run.codings.assign(created="2024-03-15")
    count = int((early["code"] == "EVENT-RAIN").sum())
    assert outside_definition(run.study, book, early) == [
        f"EVENT-RAIN: since round 2, but {count} codings were made before"
    ]


def test_an_unknown_round_gets_a_sentence(run):
    with pytest.raises(StudyError, match="'9' is no round yet"):
        codes_of_round(read_codebook(run.study), ["1", "2"], "9")


def test_the_command_shows_the_tree(root, capsys):
    assert main(["codebook", "--root", str(root), "--language", "en"]) == 0
    assert "  CARE-WATER  Water" in capsys.readouterr().out
