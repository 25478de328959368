"""A build: each run of which something changed, in order, side by side where none waits for another.

On Linux one process imports everything once, and forks for each run a worker, which
holds papermill, and its kernel (`warm.py`). Elsewhere, or with plain kernels, the runs
follow one another in this process. The bytes are the same.
"""

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jalin.build.fresh import MADE, Folders
from jalin.errors import NotebookFailed, StudyError
from jalin.stages import Run, predecessors

if TYPE_CHECKING:
    from jalin.build.finish import SearchForms

Send = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Options:
    """How to build: the parameters of every notebook, the seconds a cell may take, and how kernels start."""

    through: str = ""
    language: str = "id"
    seed: int = 2024
    timeout: int = 3600
    jobs: int = 0
    plain: bool = False

    def parameters(self, run: Run) -> dict[str, str | int]:
        """The parameters of the notebook of `run`."""
        own: dict[str, str | int] = {"case": run.case} if run.case else {}
        if run.language:
            own |= {"language": run.language, "languages": run.language}
        return self.chosen | own

    @property
    def chosen(self) -> dict[str, str | int]:
        """The parameters that a person chooses, the same for every notebook."""
        return {"through": self.through, "language": self.language, "seed": self.seed}

    @property
    def warm(self) -> bool:
        """Whether kernels are forked: only where that is safe."""
        return sys.platform == "linux" and not self.plain


def why(folders: Folders, runs: list[Run], options: Options) -> dict[str, list[str]]:
    """Per run that has to be made, or may have to be: the reasons, in plain words."""
    found: dict[str, list[str]] = {}
    for run in runs:
        reasons = folders.reasons(run, options.parameters(run))
        waits = [other.name for other in predecessors(run, runs) if other.name in found]
        if waits and not reasons:
            reasons = [f"only if what {' or '.join(waits)} makes comes out different"]
        if reasons:
            found[run.name] = reasons
    return found


def make_run(work: "Build", run: Run, runtime: Path, shares: bool, send: Send) -> None:
    """Execute the notebook of one run of `work`, write its pages, and leave its record last.

    Sockets are made in `runtime`; `shares` says whether to clear what it shares with runs in other languages first.
    Tells `cell`, `of` and `line` as each cell starts, and `executed` when the tables are there.
    Raises `NotebookFailed` or `StudyError`.
    """
    import nbformat

    from jalin.build.execute import run_notebook
    from jalin.build.finish import search_run
    from jalin.build.pages import notebook_page, report_page
    from jalin.files import write_text
    from jalin.study import open_study

    folders, options = work.folders, work.options
    parameters = options.parameters(run)
    record = folders.now(run, parameters)
    folders.clear(run, shares)
    study = open_study(folders.root, options.through, run.case)
    # from the study's own notebooks folder, `study = ".."` holds wherever the study is
    folder = folders.root / "notebooks"
    folder.mkdir(exist_ok=True)
    path = folders.repository / "notebooks" / f"{run.notebook}.ipynb"
    notebook = run_notebook(path, parameters, folder, runtime, send, options.timeout)
    send({"executed": True})
    page, executed = run.pages
    language = run.language or options.language
    write_text(folders.root / page, notebook_page(notebook, study, language, path.stem))
    write_text(folders.root / executed, nbformat.writes(notebook) + "\n")
    if run.page:
        write_text(folders.root / run.page, report_page(notebook, study, language))
    search_run(folders, run, work.searched)
    folders.leave(run, record)


def shown_name(run: Run) -> str:
    """The name of a run as progress shows it."""
    name = f"{run.notebook}.{run.language}" if run.language else run.notebook
    return f"{run.case}  {name}" if run.case else name


class Progress:
    """What is going on: one line, rewritten, on a terminal; else a line for each cell."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._now: dict[str, str] = {}

    def _write(self, line: str, end: str = "\n") -> None:
        clear = "\r\x1b[K" if self._terminal else ""
        print(f"{clear}{line}", end=end, file=sys.stderr, flush=True)

    def on_message(self, run: Run, message: dict[str, Any]) -> None:
        """Show what a run told."""
        name = shown_name(run)
        if "cell" in message:
            where = f"cell {message['cell']}/{message['of']}"
            if self._terminal:
                self._now[name] = where
                self._write("   ".join(f"{one}  {at}" for one, at in self._now.items())[:100], end="")
            else:
                self._write(f"{name}  {where}  {message['line'][:56]}")

    def on_end(self, run: Run, words: str) -> None:
        """Show that a run ended."""
        self._now.pop(shown_name(run), None)
        self._write(f"{shown_name(run)}  {words}")


class Silence(Progress):
    """Shows nothing."""

    def _write(self, line: str, end: str = "\n") -> None:
        pass


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
    """One build of `runs`, which come in order; a `maker` starts and watches the runs that have to be made.

    `searched` is what to search their files for, where it is known before.
    """

    def __init__(
        self,
        folders: Folders,
        runs: list[Run],
        options: Options,
        progress: Progress | None = None,
        searched: "SearchForms | None" = None,
    ) -> None:
        self.folders, self.runs, self.options, self.searched = folders, runs, options, searched
        self.progress = progress or Progress()
        self.waiting = list(runs)
        self.ready: set[str] = set()
        self._shared: set[str] = set()
        self.made: list[str] = []
        self.failed: list[str] = []

    def next(self) -> Run | None:
        """The next run to make now; None when none is left, or all that are left wait for one under way.

        Runs that are as they should be are passed over.
        """
        for run in list(self.waiting):
            if self.failed or any(other.name not in self.ready for other in predecessors(run, self.runs)):
                continue
            self.waiting.remove(run)
            if self.folders.reasons(run, self.options.parameters(run)):
                return run
            self.ready.add(run.name)
            return self.next()
        return None

    def shares(self, run: Run) -> bool:
        """Whether `run` is the first of its stage in this build."""
        first = run.stage not in self._shared
        self._shared.add(run.stage)
        return first

    def on_message(self, run: Run, message: dict[str, Any]) -> None:
        """Take in what a run told."""
        if message.get("executed"):
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

    def end(self) -> None:
        """Raise `NotebookFailed` with what went wrong in any run."""
        if self.failed:
            raise NotebookFailed("\n".join(dict.fromkeys(self.failed)))


def run_safely(work: Build, run: Run, runtime: Path, shares: bool, send: Send) -> None:
    """Make a run of `work`; whatever happens is told, as `done` or as `failed` with a sentence."""
    try:
        make_run(work, run, runtime, shares, send)
    except (NotebookFailed, StudyError) as error:
        send({"failed": str(error)})
    except OSError as error:
        send({"failed": told_error(error)})
    except MemoryError:
        send(
            {
                "failed": f"{run.notebook}: there is not enough memory. Close other programs and run make again."
            }
        )
    else:
        send({"done": True})


def told_error(error: OSError) -> str:
    """What the system refused, as a sentence."""
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}. Mend that and run it again."


def _in_turn(work: Build) -> None:
    """Make the runs of a build one after another, in this process."""
    with tempfile.TemporaryDirectory(prefix="jalin-") as runtime:
        while (run := work.next()) is not None:
            shares = work.shares(run)
            run_safely(work, run, Path(runtime), shares, lambda told, it=run: work.on_message(it, told))


@contextlib.contextmanager
def runner(warm: bool, jobs: int, parent: int) -> Iterator[Callable[[Build], None]]:
    """What makes the runs of builds: forked workers, up to `jobs` at once while `parent` lives, or this process in turn."""
    if not warm:
        yield _in_turn
        return
    from jalin.build.workers import Workers

    with Workers(jobs, parent) as workers:
        yield workers.run


def build(folders: Folders, runs: list[Run], options: Options, arguments: list[str]) -> list[str]:
    """Make those of `runs` that have to be made; their names.

    `arguments` are those of the command, to begin again with in steady surroundings.
    Raises `NotebookFailed` when a run failed; the others that were under way have ended then.
    """
    if not any(folders.reasons(run, options.parameters(run)) for run in runs):
        return []
    from jalin.build.environment import ensure_environment

    ensure_environment(arguments)
    work = Build(folders, runs, options)
    # make that is gone waits for no build
    parent = os.getppid() if "MAKELEVEL" in os.environ else 0
    with locked(folders.root):
        folders.forget()
        with runner(options.warm, options.jobs, parent) as make:
            make(work)
    work.end()
    return work.made
