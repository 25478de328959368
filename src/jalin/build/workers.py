"""Workers of a build: forked from one process that has imported everything, and never left behind.

    make ── jalin build ──┬── guard                 (its own process group, which the rest joins)
                          ├── worker: papermill ─── kernel
                          └── worker: papermill ─── kernel

The guard holds the end of a pipe whose other end only this process has. When this
process ends, however it ends, the guard reads the end of the pipe, removes the folder of
sockets and kills its process group: workers, kernels, and whatever they started.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from jalin.build import modules
from jalin.build.one_run import Task, safely
from jalin.build.stopping import ignore_signals, stop_without_parent

# what draws and makes pages, in small steps, as none of them is interrupted; and what a notebook needs besides that a kernel executes
_PAGE = (
    "scipy.special", "scipy.linalg", "scipy.spatial", "scipy.optimize", "scipy.stats",
    "matplotlib.figure", "matplotlib.pyplot", "seaborn", "nbformat", "bleach", "nbconvert", "jalin.build.here",
)  # fmt: skip
_KERNEL = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger", "papermill", "nbclient",
    "zmq", "psutil", "jalin.build.execute", "jalin.build.finish", "jalin.build.warm", "jalin.protect.leaks",
)  # fmt: skip
# how often to look whether make, which started this, is still there
_LOOK = 0.5


class Work(Protocol):
    """What gives out tasks, and hears what each tells."""

    def next(self) -> Task | None: ...

    def on_message(self, task: Any, message: dict[str, Any]) -> None: ...


def _offered(names: Iterable[str]) -> Iterator[None]:
    """Import these modules and what they offer, one at a time."""
    for name in names:
        # a module that cannot be imported stops its notebook, with its own words
        with contextlib.suppress(Exception):
            room = importlib.import_module(name)
            yield None
            for offered in getattr(room, "__all__", ()):
                # what a room offers is imported when it is asked for
                getattr(room, offered)
                yield None


def _steps(notebooks: Iterable[Path], kernels: bool) -> Iterator[Path | None]:
    """Import what the workers that make `notebooks`, and their `kernels`, would each import for themselves, and do what takes long the first time.

    A step at a time: each gives the notebook of which all is imported that makes its tables, or none.
    """
    # what is imported stays: to look through it for garbage again and again takes time, and a fork that did would copy it
    gc.disable()
    import pandas as pd
    import pyarrow.parquet  # noqa: F401

    from jalin.tables import store

    # pandas takes this process for a terminal; in a kernel it shows as many columns
    pd.set_option("display.max_columns", 20)
    store.check("collect/sources", pd.DataFrame())
    own: list[str] = []
    more = [*_PAGE, *_KERNEL] if kernels else _PAGE
    for notebook in notebooks:
        yield from _offered(modules.imported_by(notebook, tables=True))
        yield notebook
        own += modules.imported_by(notebook)
    yield from _offered([*more, *own])
    from jalin import figure
    from jalin.build import pages

    with figure.style():
        figure.svg_of(figure.blank(1)[0])
    modules.ready([*more, *own])
    pages.ready()
    gc.freeze()
    gc.enable()


def _guard(pipe: int, folder: str) -> None:
    """Wait for the end of the process that builds; then end all that it started."""
    os.setpgid(0, 0)
    ignore_signals(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    while os.read(pipe, 1):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


@dataclass
class _Worker:
    task: Task
    pid: int
    socket: socket.socket
    rest: bytes = b""
    tables: bool = False
    ended: bool = False


class Workers:
    """Forks a worker for each task that a build gives out, up to `jobs` at once, and hears what they send.

    One whose tables are there leaves its place to the next while it draws, writes its pages and searches them.
    `notebooks` are those it may have to make, by `kernels` or not. Stops when `parent`, where it is given, is this process's parent no more.
    """

    def __init__(self, jobs: int, parent: int, notebooks: Iterable[Path], kernels: bool = True) -> None:
        self._jobs = jobs or len(os.sched_getaffinity(0))
        self._selector = selectors.DefaultSelector()
        self._workers: list[_Worker] = []
        self._parent = parent
        self._steps: Iterator[Path | None] | None = _steps(list(dict.fromkeys(notebooks)), kernels)

    def __enter__(self) -> "Workers":
        # short, as the name of a socket has to be
        base = None if len(tempfile.gettempdir()) < 60 else "/tmp"
        self._folder = tempfile.mkdtemp(prefix="jalin-", dir=base)
        read, self._pipe = os.pipe()
        self._guard = os.fork()
        if self._guard == 0:
            try:
                os.close(self._pipe)
                _guard(read, self._folder)
            finally:
                os._exit(0)
        os.close(read)
        with contextlib.suppress(OSError):
            os.setpgid(self._guard, self._guard)
        self._known: set[Path] = set()
        return self

    def _prepare(self, tables: Path | None = None, all_of_it: bool = False) -> None:
        """Take a step of what is done once for all; or until it is enough for the `tables` of a notebook, or all is done."""
        while self._steps is not None and tables not in self._known:
            try:
                self._known.add(next(self._steps) or Path())
            except StopIteration:
                self._steps = None
            if not tables and not all_of_it:
                return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._pipe)
        os.waitpid(self._guard, 0)
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, work: Work) -> None:
        """Give out the tasks of `work` and hear workers until nothing is left."""
        self.work = work
        while True:
            while self._free() and (task := self.work.next()) is not None:
                self._prepare(task.tables, all_of_it=task.run is not None and not task.tables)
                self._start(task)
            if not self._workers:
                return
            for key, _ in self._selector.select(_LOOK if self._steps is None else 0):
                self._hear(key.data)
            self._prepare()
            stop_without_parent(self._parent)

    def _free(self) -> bool:
        """Whether another run can begin; a check beside takes the place of none."""
        runs = [worker for worker in self._workers if worker.task.run is not None]
        # those that come to their end hold memory still
        return sum(not worker.tables for worker in runs) < self._jobs and len(runs) < 2 * self._jobs - 1

    def _start(self, task: Task) -> None:
        ours, theirs = socket.socketpair()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            try:
                ours.close()
                self._worker(task, theirs)
            finally:
                os._exit(1)
        theirs.close()
        with contextlib.suppress(OSError):
            os.setpgid(pid, self._guard)
        worker = _Worker(task, pid, ours)
        self._workers.append(worker)
        self._selector.register(ours, selectors.EVENT_READ, worker)

    def _worker(self, task: Task, way: socket.socket) -> None:
        """The worker's own life."""
        # who builds ends it, by way of the guard
        ignore_signals(signal.SIGINT)
        with contextlib.suppress(OSError):
            os.setpgid(0, self._guard)
        os.close(self._pipe)
        self._selector.close()
        for other in self._workers:
            other.socket.close()
        # what was imported is not looked through, and so not copied; what a build makes is kept, mostly: seldom
        gc.freeze()
        gc.set_threshold(100_000, 20, 50)
        gc.enable()
        if task.run is None:
            # notebooks wait for one another, and none for this
            os.nice(10)
        if task.kernel:
            from jalin.build import warm

            os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = warm.NAME
            warm.plant(way.fileno())

        def send(message: dict[str, Any]) -> None:
            way.sendall(json.dumps(message).encode() + b"\n")

        safely(task.name, task.do, Path(self._folder), send)
        way.close()
        os._exit(0)

    def _hear(self, worker: _Worker) -> None:
        data = worker.socket.recv(65536)
        *lines, worker.rest = (worker.rest + data).split(b"\n")
        for line in lines:
            message = json.loads(line)
            worker.tables |= bool(message.get("executed"))
            worker.ended |= bool(message.get("done") or message.get("failed"))
            self.work.on_message(worker.task, message)
        if data:
            return
        self._selector.unregister(worker.socket)
        worker.socket.close()
        self._workers.remove(worker)
        os.waitpid(worker.pid, 0)
        if not worker.ended:
            words = "it was stopped from outside, most often for want of memory. Close other programs and run make again."
            self.work.on_message(worker.task, {"failed": f"{worker.task.name}: {words}"})
