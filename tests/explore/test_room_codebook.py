"""The codebook changed in the workbench: what moves, what follows, and that nothing is half done."""

import json

import pytest
from filelock import FileLock
from tiny import CODEBOOK, PROPOSITIONS, SETTINGS

from jalin.check import check_study
from jalin.code import read_codebook
from jalin.errors import StudyError
from jalin.explore.desk import Desk
from jalin.explore.rooms import codebook
from jalin.explore.splice import put, take_out
from jalin.journal import LOCK, write_together
from jalin.study import open_study


@pytest.fixture
def desk(root):
    return Desk(root, language="en")


def files(desk):
    """What people wrote, by its path."""
    places = (desk.root / "data/raw", desk.root / "notebooks/report")
    return {path: path.read_bytes() for place in places for path in place.rglob("*") if path.is_file()}


CLAIMED = '{% claim "voices(TOIL) >= 0 and voices(with TOIL and \\"TOIL\\") >= 0" %}They toil.{% endclaim %}'


def claim(desk):
    """A sentence of a chapter whose condition names TOIL twice, and words that look like it once."""
    path = desk.root / "notebooks/report/1_results.en.md"
    path.write_text(f"{path.read_text()}\n{CLAIMED}\n")
    return path


def codes_of(desk, coder, source):
    path = desk.study.raw / f"coding/codings/{coder}/{source}.jsonl"
    return {line["id"]: line["code"] for line in map(json.loads, path.read_text().splitlines())}


def test_a_code_is_a_line_and_a_change_of_it_changes_that_line_alone(desk):
    path = desk.study.raw / "coding/codebook.yaml"
    codebook.add(desk, "GATE", "The gate", "CARE", "opens it")
    (new,) = set(path.read_text().splitlines()) - set(CODEBOOK.splitlines())
    assert new.startswith("  - {id: GATE, parent: CARE, name: The gate")
    codebook.edit(desk, "GATE", "name", "Gerbang", "id")
    assert read_codebook(desk.study).names("en")["GATE"] == "The gate"
    assert read_codebook(desk.study).names("id")["GATE"] == "Gerbang"
    codebook.edit(desk, "GATE", "color", "#ff0000")
    codebook.edit(desk, "GATE", "color", "")
    codebook.edit(desk, "GATE", "parent", "")
    assert read_codebook(desk.study).codes["GATE"].parent is None
    assert set(CODEBOOK.splitlines()) <= set(path.read_text().splitlines())


def test_a_code_changes_its_place_in_its_own_lines(desk):
    path = desk.study.raw / "coding/codebook.yaml"
    before = path.read_text()
    ids = [one["id"] for one in codebook.CodebookRoom(desk).view()["codes"]]
    assert ids.index("CARE") < ids.index("TOIL")
    codebook.order(desk, "TOIL", "CARE")
    ids = [one["id"] for one in codebook.CodebookRoom(desk).view()["codes"]]
    assert ids.index("TOIL") < ids.index("CARE")
    assert sorted(path.read_text().splitlines()) == sorted(before.splitlines())
    codebook.order(desk, "TOIL", "")
    assert codebook.CodebookRoom(desk).view()["codes"][-1]["id"] == "TOIL"


def test_what_moves_is_told_before_it_does(desk):
    told = codebook.moves(desk, "TOIL")
    assert told["codings"] == {"ann": 2, "ben": 1} and told["sources"] == 2
    assert told["named"] == ["1 (study.yaml)", "P2 (propositions.yaml)"]
    claim(desk)
    (condition,) = set(codebook.moves(desk, "TOIL")["named"]) - set(told["named"])
    assert condition.startswith("voices(TOIL)") and condition.endswith("(1_results.en.md)")
    # an old name of it is one of its codings
    assert codebook.moves(desk, "CARE-WATER")["codings"]["ann"] == 2


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (lambda desk: codebook.rename(desk, "TOIL", "WORK", "clearer"), {"c1": "WATERING", "c2": "TOIL"}),
        (
            lambda desk: codebook.merge(desk, ["TOIL"], "CARE", "care is toil"),
            {"c1": "WATERING", "c2": "TOIL"},
        ),
        (
            lambda desk: codebook.split(
                desk,
                "TOIL",
                [{"id": "DIG", "name": "Digging"}, {"id": "ACHE"}],
                "two things",
                {"ann/W1/c2": "ACHE"},
            ),
            {"c1": "WATERING", "c2": "ACHE"},
        ),
        (
            lambda desk: codebook.retire(desk, "TOIL", "too wide", "CARE"),
            {"c1": "WATERING", "c2": "CARE"},
        ),
    ],
    ids=["rename", "merge", "split", "retire"],
)
def test_every_change_keeps_its_reason_passes_the_check_and_is_taken_back(desk, change, after):
    path = claim(desk)
    before = files(desk)
    change(desk)
    assert "voices(TOIL)" not in path.read_text() and '\\"TOIL\\"' in path.read_text()
    assert codes_of(desk, "ann", "W1") == after
    assert check_study(desk.study).problems == []
    assert read_codebook(desk.study).history[-1].reason is not None
    assert "TOIL" in [code.id for code in read_codebook(desk.study).history[-1].codes]
    changed = files(desk)
    assert desk.history.undo() is not None and files(desk) == before
    assert desk.history.redo() is not None and files(desk) == changed


def test_what_asked_for_a_code_that_is_split_asks_for_both(desk):
    codebook.split(desk, "TOIL", [{"id": "DIG"}, {"id": "ACHE"}], "two things")
    text = (desk.study.raw / "analysis/propositions.yaml").read_text()
    assert "for: {query: (DIG or ACHE)}" in text
    assert desk.study.settings.questions[0].themes == ["CARE", "DIG", "ACHE"]


def test_what_takes_one_code_is_told_before_a_split_and_has_the_first_after_it(desk):
    chapter = desk.root / "notebooks/report/1_results.en.md"
    condition = "alpha( TOIL ) <= 1 and voices(CARE and WITH TOIL) >= 0"
    chapter.write_text(f'{chapter.read_text()}\n{{% claim "{condition}" %}}They toil.{{% endclaim %}}\n')
    settings = desk.study.raw / "study.yaml"
    settings.write_text(
        settings.read_text().replace("hearsay: HEARD", "hearsay: TOIL")
        + "displays:\n  - {id: m, name: {id: m, en: m}, rows: code:TOIL, columns: role_group, order_by: TOIL, where: TOIL}\n"
    )
    told = codebook.moves(desk, "TOIL")
    assert told["alone"] == [
        f"{condition} (1_results.en.md)",
        "evidence.hearsay (study.yaml)",
        "m (study.yaml)",
    ]
    assert codebook.moves(desk, "CARE")["alone"] == []
    codebook.split(desk, "TOIL", [{"id": "DIG"}, {"id": "ACHE"}], "two things")
    assert "alpha( DIG ) <= 1 and voices(CARE and (WITH DIG or WITH ACHE)) >= 0" in chapter.read_text()
    text = settings.read_text()
    assert "hearsay: DIG" in text and "rows: 'code:DIG'" in text and "order_by: DIG" in text
    assert "where: (DIG or ACHE)" in text
    assert check_study(desk.study).problems == []


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda desk: codebook.add(desk, "CARE", "Again"), "CARE stands 2 times"),
        (lambda desk: codebook.rename(desk, "TOIL", "CARE", "why"), "CARE stands 2 times"),
        (lambda desk: codebook.rename(desk, "TOIL", "WORK", " "), "needs its reason"),
        (
            lambda desk: codebook.retire(desk, "TOIL", "too wide"),
            r"still named by 1 \(study.yaml\), P2 \(propositions.yaml\)",
        ),
        (lambda desk: codebook.edit(desk, "CARE", "parent", "CARE-WATER"), "run in a circle"),
        (lambda desk: codebook.edit(desk, "TOIL", "color", "red"), "color"),
        (lambda desk: codebook.merge(desk, ["CARE"], "CARE", "why"), "cannot become itself"),
        (lambda desk: codebook.edit(desk, "TIOL", "include", "x"), "Did you mean TOIL"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(desk, act, told):
    before = files(desk)
    with pytest.raises(StudyError, match=told):
        act(desk)
    assert files(desk) == before and desk.history.undo() is None


def test_an_edit_from_outside_is_kept_and_not_undone_over(desk):
    path = desk.study.raw / "coding/codebook.yaml"
    path.write_text(path.read_text().replace("{id: Lelah, en: Toil}", "{id: Lelah, en: Hard toil}"))
    codebook.edit(desk, "TOIL", "include", "digging")
    assert "Hard toil" in path.read_text()
    path.write_text(path.read_text() + "# a remark\n")
    before = path.read_text()
    with pytest.raises(StudyError, match="changed since by somebody else"):
        desk.history.undo()
    assert path.read_text() == before


def test_what_was_wrong_before_hinders_no_act_that_has_nothing_to_do_with_it(desk):
    path = desk.study.raw / "coding/codebook.yaml"
    path.write_text(path.read_text().replace("parent: EVENT,", "parent: EVENTS,"))
    codebook.edit(desk, "TOIL", "include", "digging")
    assert "include: digging" in path.read_text()


def test_an_act_that_was_killed_in_the_middle_is_put_back_by_whoever_opens_the_study(desk, monkeypatch):
    before = files(desk)

    def killed(path, content):
        if path.name == "propositions.yaml":
            raise KeyboardInterrupt
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    monkeypatch.setattr("jalin.journal.write_content", killed)
    monkeypatch.setattr(type(desk.root), "unlink", lambda *_, **__: None)
    with pytest.raises(KeyboardInterrupt):
        codebook.split(desk, "TOIL", [{"id": "DIG"}, {"id": "ACHE"}], "two things")
    monkeypatch.undo()
    assert files(desk) != before
    open_study(desk.root)
    assert files(desk) == before


def test_an_act_that_was_killed_while_it_was_checked_is_put_back_at_the_next_opening(desk, monkeypatch):
    path = desk.study.raw / "coding/codebook.yaml"
    before, asked = path.read_bytes(), []

    def killed(study):
        asked.append(study)
        if len(asked) > 1:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(type(desk.root), "unlink", lambda *_, **__: None)
        # a killed process puts nothing back
        patched.setattr(
            "jalin.explore.desk.write_together",
            lambda *files, told=False: told and write_together(*files, told=told),
        )
        with pytest.raises(KeyboardInterrupt):
            desk.act("a wish", {path: lambda _: before + b"# refused\n"}, killed)
    assert path.read_bytes() != before
    # not while the act is still under way in another window
    with FileLock(desk.root / LOCK):
        open_study(desk.root)
        assert path.read_bytes() != before
    open_study(desk.root)
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", [CODEBOOK, PROPOSITIONS, SETTINGS], ids=["codebook", "claims", "settings"])
def test_a_splice_changes_what_it_says_and_leaves_the_other_lines(text):
    from jalin.files import load_yaml

    content = load_yaml(text)
    key = next(iter(content))
    changed = (
        put(f"# mine\n{text}", (key, 0), {"id": "a: b", "en": "# c"})
        if isinstance(content[key], list)
        else put(f"# mine\n{text}", (key,), "a: b # c")
    )
    assert changed.startswith("# mine\n") and load_yaml(changed) != content
    assert load_yaml(put(text, ("extra", 0), {"id": 1})) == content | {"extra": [{"id": 1}]}
    assert (
        load_yaml(take_out(text, (key,))) == {name: one for name, one in content.items() if name != key}
        or None
    )
