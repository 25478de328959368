"""What a run made before stands aside while it is made anew, and comes back when that fails."""

import contextlib
from dataclasses import replace

import pytest
from conftest import REPOSITORY

from jalin.build.build import Build
from jalin.build.finish import SearchForms, search_run
from jalin.build.fresh import Folders
from jalin.build.joined import join
from jalin.build.options import Options
from jalin.build.outputs import let_go, put_back, set_aside
from jalin.build.progress import Silence
from jalin.stages import Run

PAGE = "reports/report.{}.html"


def run_in(language):
    return Run(
        f"report.{language}", "report", "08_report", (), (f"reports/figures/*.{language}.svg",),
        ("reports/facts.json",), language=language, page=PAGE.format(language),
    )  # fmt: skip


INDONESIAN, ENGLISH = run_in("id"), run_in("en")


def write(folders, language, words):
    """What a run in a language makes, saying `words`."""
    for name in (f"figures/a.{language}.svg", f"report.{language}.html", "facts.json"):
        (folders.root / "reports" / name).parent.mkdir(parents=True, exist_ok=True)
        (folders.root / "reports" / name).write_text(words)


def said(folders):
    """What each file of the reports says."""
    below = folders.root / "reports"
    return {
        path.relative_to(below).as_posix(): path.read_text() for path in below.rglob("*") if path.is_file()
    }


@pytest.fixture
def folders(tmp_path):
    """A study with a report in two languages."""
    found = Folders(tmp_path, REPOSITORY)
    for run in (INDONESIAN, ENGLISH):
        write(found, run.language, "old")
        found.record_path(run).parent.mkdir(parents=True, exist_ok=True)
        found.record_path(run).write_text("{}")
    return found


def test_a_run_finds_its_places_empty_and_no_record(folders):
    set_aside(folders, INDONESIAN, shares=True)
    assert said(folders) == {"figures/a.en.svg": "old", "report.en.html": "old"}
    assert not folders.record_path(INDONESIAN).exists()


def test_what_was_there_comes_back_and_what_a_failed_run_left_goes(folders):
    before = said(folders)
    set_aside(folders, INDONESIAN, shares=True)
    write(folders, "id", "half")
    (folders.root / "reports/figures/b.id.svg").write_text("half")
    (folders.root / "reports/.report.id.html.7.part").write_text("ha")
    put_back(folders, INDONESIAN, shares=True)
    assert said(folders) == before
    # nobody may take it for what the run makes now
    assert not folders.record_path(INDONESIAN).exists()


def test_what_another_language_made_meanwhile_stays(folders):
    set_aside(folders, INDONESIAN, shares=True)
    set_aside(folders, ENGLISH, shares=False)
    write(folders, "en", "new")
    let_go(folders, ENGLISH)
    put_back(folders, INDONESIAN, shares=False)
    assert said(folders) == {
        "figures/a.id.svg": "old", "report.id.html": "old",
        "figures/a.en.svg": "new", "report.en.html": "new", "facts.json": "new",
    }  # fmt: skip


def test_after_a_kill_what_was_good_last_still_waits(folders):
    before = said(folders)
    set_aside(folders, INDONESIAN, shares=True)
    write(folders, "id", "half")
    # killed here; the next build begins again, and fails
    set_aside(folders, INDONESIAN, shares=True)
    assert "report.id.html" not in said(folders)
    put_back(folders, INDONESIAN, shares=True)
    assert said(folders) == before


@pytest.mark.parametrize("moved", range(4))
def test_a_kill_while_files_are_moved_loses_none(folders, moved, monkeypatch):
    before, replace, left = said(folders), type(folders.root).replace, [moved]

    def tired(path, target):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return replace(path, target)

    monkeypatch.setattr(type(folders.root), "replace", tired)
    for step in (set_aside, put_back):
        left[0] = moved
        with contextlib.suppress(KeyboardInterrupt):
            step(folders, INDONESIAN, shares=True)
    monkeypatch.setattr(type(folders.root), "replace", replace)
    set_aside(folders, INDONESIAN, shares=True)
    put_back(folders, INDONESIAN, shares=True)
    assert said(folders) == before


def test_only_runs_that_did_not_end_get_back_what_they_had(folders):
    work = Build(folders, [INDONESIAN, ENGLISH], Options(), Silence())
    folders.record_path(INDONESIAN).unlink()
    folders.record_path(ENGLISH).unlink()
    tasks = [work.next(), work.next()]
    for task, shares in zip(tasks, (True, False), strict=True):
        set_aside(folders, task.run, shares)
        write(folders, task.run.language, "new")
    let_go(folders, INDONESIAN)
    work.on_message(tasks[0], {"done": True})
    work.on_message(tasks[1], {"failed": "no"})
    work.put_back()
    assert said(folders) == {
        "figures/a.id.svg": "new", "report.id.html": "new", "facts.json": "new",
        "figures/a.en.svg": "old", "report.en.html": "old",
    }  # fmt: skip


def test_a_joined_table_has_the_rows_of_every_part_and_goes_with_them(tmp_path):
    folders, runs = Folders(tmp_path, REPOSITORY), [INDONESIAN, ENGLISH]
    runs = [replace(run, joined=(("reports/all.csv", "reports/tables/one.*.csv"),)) for run in runs]
    for language, said in (("id", "'=satu"), ("en", "one")):
        path = tmp_path / f"reports/tables/one.{language}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"line,sentence\n3,{said}\n")
    join(folders, runs[:1])
    whole = tmp_path / "reports/all.csv"
    assert whole.read_text() == "line,sentence\n3,one\n3,'=satu\n"
    before = whole.stat().st_mtime_ns
    join(folders, runs)
    assert whole.stat().st_mtime_ns == before
    for path in (tmp_path / "reports/tables").iterdir():
        path.unlink()
    join(folders, runs)
    assert not whole.exists()


def test_a_file_is_searched_again_when_it_changed_or_something_else_is_searched_for(root, monkeypatch):
    searched: list[str] = []

    def leaks(study, sought, path):
        searched.append(path.name)
        return ["a name"] if path.name == "facts.json" else []

    monkeypatch.setattr("jalin.protect.leaks.leaks_in", leaks)
    folders = Folders(root, REPOSITORY)
    write(folders, "id", "one")
    names = ["a.id.svg", "facts.json", "report.id.html"]

    def again(forms):
        searched.clear()
        search_run(folders, INDONESIAN, SearchForms([], forms))
        return sorted(searched)

    assert again("forms") == names
    # where something was found is looked at each time
    assert again("forms") == ["facts.json"]
    (root / "reports/report.id.html").write_text("two")
    assert again("forms") == names[1:]
    assert again("other forms") == names
