"""A build of the whole begins with the check; only when what people wrote is not as it was checked last."""

import contextlib
import shutil

import pytest
from conftest import REPOSITORY

from jalin.build import build as building
from jalin.build.build import Build
from jalin.build.fresh import Folders
from jalin.build.options import Options
from jalin.build.progress import Silence
from jalin.errors import NotebookFailed
from jalin.stages import read_runs

PROBLEM = "data/raw/sources.csv, row 2: no such day. Write it as 2024-11-27."


def begun(root):
    """A build of everything, and what it does first."""
    work = Build(Folders(root, REPOSITORY), read_runs(REPOSITORY), Options(), Silence(), check=lambda: None)
    return work, work.next()


def test_what_the_check_finds_is_told_alone_and_no_other_notebook_begins(root):
    work, check = begun(root)
    first = work.next()
    assert (check.name, first.name) == ("check", "01_collect")
    work.on_message(first, {"failed": PROBLEM})
    work.on_message(check, {"failed": f"{PROBLEM}\nanother."})
    assert work.next() is None
    with pytest.raises(NotebookFailed) as told:
        work.end()
    assert str(told.value) == f"{PROBLEM}\nanother."


def test_a_notebook_that_fails_otherwise_is_told_as_well(root):
    work, check = begun(root)
    first = work.next()
    work.on_message(check, {"failed": PROBLEM})
    work.on_message(first, {"failed": "01_collect: no memory."})
    with pytest.raises(NotebookFailed) as told:
        work.end()
    assert str(told.value) == f"{PROBLEM}\n01_collect: no memory."


@contextlib.contextmanager
def made_in_turn(*_):
    yield building._in_turn


def test_it_is_not_checked_again_until_something_written_changes(root, monkeypatch):
    """The notebooks themselves are not made here."""
    monkeypatch.setattr(building.Folders, "reasons", lambda *_: ["it was not made yet"])
    monkeypatch.setattr("jalin.build.environment.ensure_environment", lambda arguments: None)
    monkeypatch.setattr(building, "make_run", lambda *_: None)
    checked = []

    def build(through="", **page):
        how = Options(**{"plain": True, "through": through, **page})
        folders = Folders(root, REPOSITORY)
        building.build(folders, read_runs(REPOSITORY), how, [], lambda settled: checked.append(settled))
        return len(checked)

    assert build() == build() == 1
    (root / "data/raw/references.bib").touch()
    assert build() == 2
    assert build("2024-03-31") == 3 == build("2024-03-31")
    # what can be wrong in a coding the stage that reads it says, where a page is all that is wanted
    next((root / "data/raw/coding/codings").rglob("*.jsonl")).write_text("")
    monkeypatch.setattr(building, "runner", made_in_turn)
    assert build("2024-03-31", page=True, plain=False) == 3
    (root / "data/raw/references.bib").write_text("% anew")
    assert build("2024-03-31", page=True, plain=False) == 4
    # nothing was collected and protected before
    assert not any(checked)


def test_a_source_saved_while_another_build_is_waited_for_is_looked_at_again(root, monkeypatch):
    """The notebooks themselves are not made here."""
    saved: list[str] = []
    meanwhile: list[str] = []
    monkeypatch.setattr(
        building.Folders, "reasons", lambda _, run, __: ["it changed"] if saved or not run.sources else []
    )
    monkeypatch.setattr("jalin.build.environment.ensure_environment", lambda arguments: None)
    monkeypatch.setattr(building, "make_run", lambda *_: None)
    monkeypatch.setattr("jalin.build.finish.searched_for", lambda folders: None)
    monkeypatch.setattr(building, "join", lambda *_: None)
    locked, told = building.locked, []

    @contextlib.contextmanager
    def waited(folder):
        with locked(folder):
            saved.extend(meanwhile)
            yield

    monkeypatch.setattr(building, "locked", waited)
    for changed in ([], ["W1"]):
        meanwhile[:] = changed
        shutil.rmtree(root / "data/processed/.made", ignore_errors=True)
        building.build(Folders(root, REPOSITORY), read_runs(REPOSITORY), Options(plain=True), [], told.append)
    assert told == [True, False]
