"""Coding without a screen: what a session does is what the coder's file says."""

import json
import os
import subprocess
import sys

import pytest

from jalin.cli import main
from jalin.errors import StudyError
from jalin.explore.desk import Desk
from jalin.explore.rooms import codebook, sources
from jalin.explore.session import Session
from jalin.reading import printable
from jalin.tables import store


@pytest.fixture
def study(prepared):
    return prepared


@pytest.fixture
def session(study):
    return Session(study, "W1", "ann")


def on_disk(study, coder="ann", source="W1"):
    path = study.raw / f"coding/codings/{coder}/{source}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def add(session, code, words, memo=""):
    start = session.text.index(words)
    return session.add(code, start, start + len(words), memo)


def test_each_act_is_on_disk_when_it_returns(study, session):
    name = add(session, "CARE", "I only open the gate.", "modest")
    line = next(line for line in on_disk(study) if line["id"] == name)
    assert (line["code"], line["quote"], line["memo"]) == ("CARE", "I only open the gate.", "modest")
    assert session.text[line["start"] : line["end"]] == line["quote"]
    assert line["prefix"].endswith("every morning. ")
    session.change(name, code="TOIL", memo="")
    start = session.text.index("open the gate")
    session.change(name, span=(start, start + 13))
    line = next(line for line in on_disk(study) if line["id"] == name)
    assert (line["code"], line["quote"], line["memo"]) == ("TOIL", "open the gate", "")
    session.remove(name)
    assert name not in [line["id"] for line in on_disk(study)]
    # those that stood there before are as they were
    assert [line["id"] for line in on_disk(study)] == ["c1", "c2"]


def test_undo_and_redo_go_through_every_act(study, session):
    before = on_disk(study)
    name = add(session, "CARE", "I only open the gate.")
    session.change(name, code="TOIL")
    session.remove("c1")
    after = on_disk(study)
    for _ in range(3):
        assert session.undo()
    assert on_disk(study) == before and not session.undo()
    for _ in range(3):
        assert session.redo()
    assert on_disk(study) == after and not session.redo()
    session.undo()
    add(session, "TOIL", "Is it hard?")
    # a new act ends what could be done again
    assert not session.redo()


def test_two_sessions_on_one_source_do_not_lose_each_other_s_work(study, session):
    other = Session(study, "W1", "ann")
    mine, theirs = add(session, "CARE", "I only open the gate."), add(other, "TOIL", "Is it hard?")
    other.remove("c1")
    assert {line["id"] for line in on_disk(study)} == {"c2", mine, theirs}
    session.undo()
    assert {line["id"] for line in on_disk(study)} == {"c2", theirs}
    with pytest.raises(StudyError, match="no longer in your file"):
        session.change("c1", code="TOIL")


def test_what_a_killed_session_left_goes_and_what_one_at_work_writes_stays(study, session):
    folder = study.raw / "coding/codings/ann"
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    left, at_work = folder / f".W1.jsonl.{done.pid}.part", folder / f".W1.jsonl.{os.getppid()}.part"
    for path in (left, at_work):
        path.touch()
    session.open("W2")
    assert not left.exists() and at_work.exists()


@pytest.mark.parametrize(
    "memo", ["two\u2028lines\x85of words", "cut \ud83d emoji", "a bell \x07 and \x1b[31mred"]
)
def test_no_sign_in_a_memo_spoils_the_file(study, session, memo):
    name = add(session, "CARE", "I only open the gate.", memo)
    seen = Session(study, "W1", "ann").codings()[0]
    assert next(one.memo for one in seen if one.id == name) == printable(memo)


def test_a_change_from_outside_is_seen_and_kept(study, session):
    stamp = session.stamp()
    path = study.raw / "coding/codings/ann/W1.jsonl"
    outside = {"id": "git", "code": "TOIL", "start": 3, "end": 6, "quote": session.text[3:6]}
    path.write_text(path.read_text() + json.dumps(outside) + "\n")
    assert session.stamp() != stamp
    assert "git" in [one.id for one in session.codings()[0]]
    add(session, "CARE", "I only open the gate.")
    assert "git" in [line["id"] for line in on_disk(study)]


def test_a_coder_sees_only_their_own_unless_reconciling(study, session):
    assert {one.coder for one in session.codings()[0]} == {"ann"}
    both = Session(study, "W1", "ann", reconcile=True)
    assert {one.coder for one in both.codings()[0]} == {"ann", "ben"}
    with pytest.raises(StudyError, match="no longer in your file"):
        both.remove("nothing of mine")
    both.decide("ben", "c2", "keep", "both", "shorter is better")
    text = (study.raw / "coding/reconciled.csv").read_text()
    assert text.splitlines()[1].startswith("W1,ben,c2,keep,both,") and "shorter is better" in text


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda session: session.add("CAER", 3, 9), "'CAER' is no code yet. Did you mean CARE"),
        (lambda session: session.add("CARE", 5, 5), "there are no words in the selection"),
        (lambda session: session.open("W9"), "'W9' is no source yet"),
        (lambda session: Session(session.study, "W1", "bob"), "'bob' is no coder yet"),
        (lambda session: codebook.add(Desk(session.study), "CARE", "x"), "CARE stands 2 times"),
        (lambda session: session.decide("ben", "c2", "keep", "both", ""), "reason"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(study, session, act, said):
    before = {path: path.read_bytes() for path in study.raw.rglob("*") if path.is_file()}
    with pytest.raises(StudyError, match=said):
        act(session)
    assert before == {path: path.read_bytes() for path in study.raw.rglob("*") if path.is_file()}


def test_a_new_code_goes_to_the_codebook_and_can_be_used(study, session):
    path = study.raw / "coding/codebook.yaml"
    before = path.read_text()
    codebook.add(Desk(study), "CARE-GATE", "Gate", "CARE", "opens the gate")
    assert all(line in path.read_text() for line in before.splitlines())
    assert session.codebook.codes["CARE-GATE"].parent == "CARE"
    add(session, "CARE-GATE", "I only open the gate.")


def test_progress_counts_segments_with_a_coding_of_one_s_own(session):
    # two of four turns
    assert session.progress() == (2, 4)
    add(session, "TOIL", "Is it hard?")
    assert session.progress() == (3, 4)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(study, session):
    folder = study.raw / "coding/codings/ann"
    folder.chmod(0o500)
    try:
        with pytest.raises(StudyError, match="it could not be saved"):
            add(session, "CARE", "I only open the gate.")
    finally:
        folder.chmod(0o700)


def test_a_full_disk_leaves_the_file_as_it_was(study, session, monkeypatch):
    before = on_disk(study)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StudyError, match="it could not be saved: No space left on device"):
        add(session, "CARE", "I only open the gate.")
    monkeypatch.undo()
    assert on_disk(study) == before
    assert not list((study.raw / "coding/codings/ann").glob(".*.part"))
    add(session, "CARE", "I only open the gate.")


def test_a_line_that_is_no_coding_is_placed_and_nothing_is_lost(study, session):
    path = study.raw / "coding/codings/ann/W1.jsonl"
    path.write_text(path.read_text() + "{oops\n")
    before = path.read_bytes()
    with pytest.raises(StudyError, match="line 3: it is not JSON"):
        add(session, "CARE", "I only open the gate.")
    assert path.read_bytes() == before


def test_a_source_is_marked_as_read_and_the_mark_taken_back(study, session):
    """A plain row a source, which the build takes for a real zero; another tab sees it."""
    path = study.raw / "coding/codings/ann/read.csv"
    assert not session.read
    session.mark_read()
    session.mark_read()
    head, row = path.read_text().splitlines()
    assert head == "source_id,date" and row.startswith("W1,20") and session.read
    session.open("D1")
    assert not session.read
    session.mark_read()
    assert [line.split(",")[0] for line in path.read_text().splitlines()] == ["source_id", "D1", "W1"]
    session.mark_read(False)
    assert not session.read and "D1" not in path.read_text()


def test_a_coding_without_a_clear_place_is_placed_by_its_words_or_on_a_candidate(study):
    path = study.raw / "coding/codings/ann/W1.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    lines[0] |= {"quote": "hard", "start": 9000, "end": 9004, "prefix": "", "suffix": ""}
    texts = store.read_texts(study, "protect", store.read(study, "protect/sources"))
    store.write_texts(study, "protect", texts | {"W1": texts["W1"] + "A: hard hard\n"})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    session = Session(study, "W1", "ann")
    assert session.codings()[1] == 1
    with pytest.raises(StudyError, match="there is no place 9 to choose; it has 4"):
        session.take("c1", 9)
    session.take("c1", 2)
    placed = next(one for one in session.codings()[0] if one.id == "c1")
    assert session.text[placed.start : placed.end] == "hard"
    assert session.codings()[1] == 0
    # of words that stand in several places, which, without taking in more of them
    with pytest.raises(StudyError, match="stand there 4 times"):
        session.find("hard", 9)
    main(["place", "W1", "c1", "hard", "--take", "4", "--coder", "ann", "--root", str(study.root)])
    placed = next(one for one in Session(study, "W1", "ann").codings()[0] if one.id == "c1")
    assert (placed.start, placed.end) == (session.text.rindex("hard"), session.text.rindex("hard") + 4)


def test_a_source_that_was_taken_out_elsewhere_is_not_coded_on(study, session):
    path = study.raw / "coding/codings/ann/W1.jsonl"
    sources.remove(Desk(study, language="en"), "W1")
    with pytest.raises(StudyError, match="'W1' is no source yet"):
        add(session, "CARE", "I only open the gate.")
    assert not path.exists()
