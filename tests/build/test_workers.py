"""Workers of a build: how many run at once."""

import sys
import time
from pathlib import Path

import pytest

from jalin.build import workers
from jalin.build.one_run import Task

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")


class Tasks:
    """Gives out tasks in their order, and keeps what they told."""

    def __init__(self, *tasks):
        self.left, self.told = list(tasks), []

    def next(self):
        return self.left.pop(0) if self.left else None

    def on_message(self, task, message):
        self.told.append((task.name, *message))


def made(tasks, jobs, monkeypatch):
    monkeypatch.setattr(workers, "_steps", lambda notebooks, kernels: iter(()))
    with workers.Workers(jobs, 0, []) as all_of_them:
        all_of_them.run(tasks)
    return tasks.told


def task(name, do, run="a run"):
    return Task(name, do, run)


def waiting_for(path: Path, send):
    until = time.monotonic() + 10
    while not path.exists():
        assert time.monotonic() < until, "nothing came beside"
        time.sleep(0.01)


def test_a_run_whose_tables_are_there_leaves_its_place_to_the_next(tmp_path, monkeypatch):
    there = tmp_path / "there"

    def pages(runtime, send):
        send({"executed": True})
        waiting_for(there, send)

    tasks = Tasks(
        task("first", pages),
        task("second", lambda runtime, send: waiting_for(there, send)),
        task("third", lambda runtime, send: there.touch()),
    )
    told = made(tasks, 2, monkeypatch)
    assert {one for one in told if "done" in one} == {(name, "done") for name in ("first", "second", "third")}


def test_one_at_a_time_is_one_with_its_pages_too(tmp_path, monkeypatch):
    log = tmp_path / "log"

    def logged(name):
        def do(runtime, send):
            send({"executed": True})
            time.sleep(0.2)
            with log.open("a") as file:
                file.write(name)

        def begun(runtime, send):
            with log.open("a") as file:
                file.write(name.upper())
            do(runtime, send)

        return begun

    made(Tasks(task("a", logged("a")), task("b", logged("b"))), 1, monkeypatch)
    assert log.read_text() == "AaBb"
