"""Every case through its own notebooks, on this machine or on a Dask cluster that exists.

The whole study is collected and protected first, its parts are given to the cases
(`split.py`), then one task a case makes that case's runs in order. A run that is
as it should be is not made again, so what a lost worker or a failed case leaves undone is
all that the next worker, or the next `make cases`, has to do. Addresses, TLS and the number
of retries are Dask's own configuration (`DASK_SCHEDULER_ADDRESS`, `distributed.yaml`).
"""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jalin.build.build import build, locked
from jalin.build.case_worker import CaseWorker, Job
from jalin.build.finish import searched_for
from jalin.build.fresh import Folders
from jalin.build.one_run import told_error
from jalin.build.options import Options
from jalin.build.progress import Progress
from jalin.errors import Problem, StudyError
from jalin.stages import Run, read_runs, selected


@dataclass
class Outcome:
    """What became of the cases: those made now, those that were as they should be, and why others failed."""

    made: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def told(self) -> list[str]:
        """Each case that failed, and why."""
        return [f"{case}: {words}" for case, words in sorted(self.failed.items())]


_case_workers = threading.local()


def make_case(job: Job) -> dict[str, list[str]]:
    """Make the runs of one case, on a worker: the names of runs `made`, and what `failed`, in words."""
    if not (Path(job.root) / "data").is_dir():
        words = f"{job.root} is not on {socket.gethostname()}. Start workers that share that folder."
        return {"made": [], "failed": [words]}
    worker = getattr(_case_workers, "worker", None)
    if worker is None or not worker.alive:
        worker = _case_workers.worker = CaseWorker(job.repository, job.options.plain)
    return worker.make(job)


def shared_runs(repository: Path, stages: tuple[str, ...], deposited: bool) -> list[Run]:
    """The runs that come before every case, for the whole study."""
    runs = selected(read_runs(repository), stages)
    return [run for run in runs if not run.cases and not (deposited and run.sources)]


class CaseProgress(Progress):
    """How many cases are done: one line, rewritten, on a terminal; else a line for each case."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self._total, self._done, self._failed = total, 0, 0

    def case_ended(self, case: str, failed: bool) -> None:
        """Show that a case ended."""
        self._done += 1
        self._failed += failed
        more = f", {self._failed} failed" if self._failed else ""
        line = f"{self._done}/{self._total} cases{more}  {case}  {'failed' if failed else 'done'}"
        self._write(line, end="" if self._terminal and self._done < self._total else "\n")


@contextmanager
def client_of(jobs: int) -> Iterator:
    """A client of the cluster that Dask's configuration names, else of one on this machine with `jobs` workers."""
    import dask
    from distributed import Client, LocalCluster

    # a case that is at work says nothing for a while, and that is no fault
    dask.config.set({"distributed.admin.tick.limit": "1h"})
    if address := dask.config.get("scheduler-address", None):
        try:
            client = Client()
        except OSError as error:
            remedy = "Start the scheduler, or unset DASK_SCHEDULER_ADDRESS to use this machine"
            raise StudyError(Problem(address, "", f"no scheduler answers there: {error}", remedy)) from None
        with client:
            yield client
        return
    # its workers wait for makers: to look at themselves a hundred times a second is all they would do
    dask.config.set({"distributed.worker.profile.enabled": False, "distributed.admin.tick.interval": "1s"})
    with (
        LocalCluster(
            n_workers=jobs or None, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def make_cases(
    folders: Folders, stages: tuple[str, ...], only: list[str], options: Options, arguments: list[str]
) -> Outcome:
    """Make the cases of a study (those of `only`, or all); what became of them.

    `arguments` are those of the command, to begin again with in steady surroundings.
    Raises `NotebookFailed` when what all cases share cannot be made.
    """
    from jalin.build.environment import ensure_environment
    from jalin.build.split import split_cases
    from jalin.study import open_study

    ensure_environment(arguments)
    study = open_study(folders.root, options.through)
    build(folders, shared_runs(folders.repository, stages, study.deposited), options, arguments)
    outcome = Outcome()
    with locked(folders.root):
        folders.forget()
        searched = searched_for(folders).sum
        jobs = [
            Job(str(folders.root), str(folders.repository), case, tuple(sources), stages, options, searched)
            for case, sources in split_cases(
                folders.root, options.through, read_runs(folders.repository)
            ).items()
            if not only or case in only
        ]
        waiting = []
        for job in jobs:
            work = job.build(folders)
            if work.next() is None:
                outcome.fresh.append(job.case)
            else:
                waiting.append(job)
        if waiting:
            _on_cluster(waiting, options, outcome)
    return outcome


def _on_cluster(jobs: list[Job], options: Options, outcome: Outcome) -> None:
    from distributed import as_completed

    with client_of(options.jobs) as client:
        if find_spec("bokeh"):
            print(f"dashboard   {client.dashboard_link}", file=sys.stderr)
        workers = client.scheduler_info(n_workers=-1)["workers"]
        print(f"workers     {len(workers)} on {client.scheduler.address}", file=sys.stderr)
        progress = CaseProgress(len(jobs))
        futures = {
            client.submit(make_case, job, key=f"case-{job.case}", pure=False): job.case for job in jobs
        }
        for future in as_completed(futures, raise_errors=False):
            case = futures[future]
            words = _failure(future)
            if words:
                outcome.failed[case] = words
            else:
                outcome.made.append(case)
            progress.case_ended(case, bool(words))
            # what a worker that is lost later held of it is not made again
            future.release()


def _failure(future: Any) -> str:
    """Why the case of a task that ended failed, in words; "" when it did not."""
    error = future.exception() if future.status == "error" else None
    if error is None:
        return "\n".join(future.result()["failed"])
    if type(error).__name__ == "KilledWorker":
        return "every worker that took it was lost, most often for want of memory"
    return told_error(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
