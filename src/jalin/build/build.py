"""A build: each run of which something changed, in order, side by side where none waits for another.

On Linux one process imports everything once, and forks for each run a worker, which
holds papermill, and its kernel (`warm.py`). Elsewhere, or with plain kernels, the runs
follow one another in this process. The bytes are the same.
"""

import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jalin.build.fresh import MADE, Folders
from jalin.build.joined import join
from jalin.build.memory import Memory, method_of, sum_of
from jalin.build.one_run import Task, make_run, safely
from jalin.build.options import Options
from jalin.build.outputs import put_back
from jalin.build.progress import Progress
from jalin.build.stopping import parent_of_build
from jalin.errors import NotebookFailed
from jalin.files import files_below
from jalin.stages import Run, predecessors

if TYPE_CHECKING:
    from jalin.build.finish import SearchForms


def reasons_of(folders: Folders, run: Run, options: Options) -> list[str]:
    """Why a run has to be made; where the page of a report is asked for, one that was made with all the rest will do."""
    reasons = folders.reasons(run, options.recorded(run))
    if reasons and options.page:
        whole = replace(options, page=False)
        return reasons if folders.reasons(run, whole.recorded(run)) else []
    return reasons


def why(folders: Folders, runs: list[Run], options: Options) -> dict[str, list[str]]:
    """Per run that has to be made, or may have to be: the reasons, in plain words."""
    found: dict[str, list[str]] = {}
    for run in runs:
        reasons = reasons_of(folders, run, options)
        waits = [other.name for other in predecessors(run, runs) if other.name in found]
        if waits and not reasons:
            reasons = [f"only if what {' or '.join(waits)} makes comes out different"]
        if reasons:
            found[run.name] = reasons
    return found


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the study's build alone; a second one waits."""
    from filelock import FileLock, Timeout

    folder = root / MADE
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        print("Another build of this study is under way: waiting for it to end", file=sys.stderr, flush=True)
        lock.acquire(timeout=-1)
    try:
        yield
    finally:
        lock.release()


class Build:
    """One build of `runs`, which come in order; who makes it takes its tasks one after another, or some at once.

    `searched` is what to search their files for, where it is known before. `check`, where it is given, comes
    first, beside the first runs where there is room: when it raises `StudyError` no further run begins.
    """

    def __init__(
        self,
        folders: Folders,
        runs: list[Run],
        options: Options,
        progress: Progress | None = None,
        searched: "SearchForms | None" = None,
        check: Callable[[], None] | None = None,
    ) -> None:
        self.folders, self.runs, self.options, self.searched = folders, runs, options, searched
        self.progress = progress or Progress()
        self._check = check
        self.problems = ""
        self.waiting = list(runs)
        self.ready: set[str] = set()
        # each that was begun, and whether what its stage shares was set aside with it
        self._begun: dict[Run, bool] = {}
        self.made: list[str] = []
        self.failed: list[str] = []

    def next(self) -> Task | None:
        """What to do next; None when nothing is left, or all runs that are left wait for one under way.

        Runs that are as they should be are passed over.
        """
        # tables alone are begun while the rest is imported
        if self._check and (self._begun or not self.options.page):
            return self._checking(self._check)
        for run in list(self.waiting):
            if (
                self.failed
                or self.problems
                or any(other.name not in self.ready for other in predecessors(run, self.runs))
            ):
                continue
            self.waiting.remove(run)
            if reasons_of(self.folders, run, self.options):
                shares = self._begun[run] = all(other.stage != run.stage for other in self._begun)
                do = partial(make_run, self.folders, run, self.options, self.searched, shares)
                bare = self.options.bare
                tables = self.folders.notebook(run) if bare and not run.page else None
                return Task(run.notebook, do, run, not bare, tables)
            self.ready.add(run.name)
            return self.next()
        return self._checking(self._check) if self._check else None

    def _checking(self, check: Callable[[], None]) -> Task:
        self._check = None
        return Task("check", lambda runtime, send: check())

    def on_message(self, task: Task, message: dict[str, Any]) -> None:
        """Take in what a run or the check told."""
        run = task.run
        if run is None:
            self.problems = message.get("failed", "")
        elif message.get("executed"):
            self.folders.forget()
            self.ready.add(run.name)
        elif message.get("done"):
            self.made.append(run.name)
            self.progress.on_end(run, "done")
        elif "failed" in message:
            self.failed.append(message["failed"])
            self.progress.on_end(run, "stopped")
        else:
            self.progress.on_message(run, message)

    def put_back(self) -> None:
        """Bring back what runs that failed or were stopped had made before; when none is under way any more."""
        done = {run.stage for run in self._begun if run.name in self.made}
        for run, shares in self._begun.items():
            if run.name not in self.made:
                put_back(self.folders, run, shares and run.stage not in done)

    def end(self) -> None:
        """Raise `NotebookFailed` with what the check found, and what else went wrong in any run."""
        failed = [self.problems, *(words for words in self.failed if words not in self.problems)]
        if any(failed):
            raise NotebookFailed("\n".join(dict.fromkeys(filter(None, failed))))


def _in_turn(work: Build) -> None:
    """Make the runs of a build one after another, in this process."""
    with tempfile.TemporaryDirectory(prefix="jalin-") as runtime:
        while (task := work.next()) is not None:
            safely(task.name, task.do, Path(runtime), partial(work.on_message, task))


@contextlib.contextmanager
def runner(
    warm: bool, jobs: int, parent: int, notebooks: Iterable[Path], kernels: bool = True
) -> Iterator[Callable[[Build], None]]:
    """What makes the runs of builds: forked workers, up to `jobs` at once while `parent` lives, or this process in turn.

    `notebooks` are those it may have to make, by `kernels` or not.
    """
    if not warm:
        yield _in_turn
        return
    from jalin.build.workers import Workers

    with Workers(jobs, parent, notebooks, kernels) as workers:
        yield workers.run


def _written(folders: Folders, options: Options, codings: bool = True) -> str:
    """The state of all that a check looks at; or of all but the coders' files."""
    coders = folders.root / "data/raw/coding/codings"
    files = [path for path in files_below(folders.root / "data/raw") if codings or coders not in path.parents]
    return f"{sum_of([folders.digests(folders.root, files), method_of(folders)])} {options.through}"


def build(
    folders: Folders,
    runs: list[Run],
    options: Options,
    arguments: list[str],
    check: Callable[[bool], None] | None = None,
) -> list[str]:
    """Make those of `runs` that have to be made; their names.

    `arguments` are those of the command, to begin again with in steady surroundings. `check` raises `StudyError` for
    what people wrote wrong: it comes first, unless all of that is as it was when nothing was found last; or all but
    codings, where a page is all that is wanted: what can be wrong in those the stage that reads them says as well. It is told
    whether what is made of the raw sources alone is as it should be: that need not be looked at again.
    Raises `NotebookFailed` when a run failed; the others that were under way have ended then.
    """
    if not any(reasons_of(folders, run, options) for run in runs):
        join(folders, runs)
        return []
    from jalin.build.environment import ensure_environment

    ensure_environment(arguments)
    from jalin.build.finish import searched_for

    checked, beside = Memory(folders, "checked"), Memory(folders, "checked-but-codings")
    notebooks = {folders.notebook(run) for run in runs}
    with locked(folders.root):
        # much may have been written and built while this one waited
        folders.forget()
        written, others = (_written(folders, options, one) if check else "" for one in (True, False))
        due = check and not checked.holds(written) and not (options.bare and beside.holds(others))
        settled = not any(reasons_of(folders, run, options) for run in runs if run.sources)
        work = Build(folders, runs, options, check=partial(check, settled) if check and due else None)
        # what is begun first is imported first
        first = [folders.notebook(run) for run in runs if reasons_of(folders, run, options)]
        try:
            ready = [*first, *sorted(notebooks)]
            with runner(options.warm, options.jobs, parent_of_build(), ready, not options.bare) as make:
                if settled and not options.page:
                    # else each run reads what to search for when it is there
                    work.searched = searched_for(folders)
                make(work)
        finally:
            work.put_back()
    if due and not work.problems:
        checked.keep(written)
        beside.keep(others)
    work.end()
    join(folders, runs)
    return work.made
