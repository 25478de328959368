"""A process that makes runs on demand, as a worker of a cluster keeps one beside itself.

It imports everything once and forks from there, as a build does (`workers.py`); the worker
itself has threads and cannot. A line in is a job, a line out what became of it. It ends
with its worker, in the middle of a run too.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

from jalin.build import pages
from jalin.build.build import Build, runner
from jalin.build.environment import environment_of_build
from jalin.build.finish import SearchForms, searched_for
from jalin.build.fresh import MADE, Folders, installed_versions
from jalin.build.options import Options
from jalin.build.progress import Silence
from jalin.stages import for_case, read_runs, selected


@dataclass(frozen=True)
class Job:
    """The runs of one case: the study's folder, the project's, the case with its sources, and the stages wanted.

    `searched` is the sum of what to search for, the same for every case.
    """

    root: str
    repository: str
    case: str
    sources: tuple[str, ...]
    stages: tuple[str, ...]
    options: Options
    searched: str

    def line(self) -> str:
        """The job as the process beside a worker reads it."""
        return json.dumps(asdict(self)) + "\n"

    @classmethod
    def of(cls, line: str) -> "Job":
        """The job of a line."""
        content = json.loads(line)
        return cls(**(content | {"options": Options(**content["options"])}))

    def build(self, folders: Folders, searched: SearchForms | None = None) -> Build:
        """The build of the case, which says nothing while it goes on."""
        runs = selected(read_runs(folders.repository, folders.root), self.stages)
        return Build(folders, for_case(runs, self.case, self.sources), self.options, Silence(), searched)


class CaseWorker:
    """The process beside one worker of Dask, started with its first job."""

    def __init__(self, repository: str, plain: bool) -> None:
        how = ["plain"] if plain else []
        command = [sys.executable, "-P", "-m", "jalin.build.case_worker", repository, *how]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment_of_build()
        )

    def make(self, job: Job) -> dict[str, list[str]]:
        """What became of the job: the names of runs `made`, and what `failed`, in words."""
        assert self._process.stdin and self._process.stdout, "both are pipes"
        self._process.stdin.write(job.line())
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            words = "the process that makes it was stopped from outside. Run make cases again."
            return {"made": [], "failed": [words]}
        return json.loads(answer)

    @property
    def alive(self) -> bool:
        """Whether it can take a job."""
        return self._process.poll() is None


def _ready(folders: Folders, job: Job) -> None:
    """Do once what each notebook of each case would do again."""
    installed_versions(folders.lock)
    pages.ready(sorted({folders.notebook(run) for run in job.build(folders).runs}))


def main() -> None:
    """Take jobs until there are no more."""
    # what notebooks print goes to no line of answers
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    repository = Path(sys.argv[1])
    runs = read_runs(repository)
    notebooks = sorted({Folders(repository, repository).notebook(run) for run in runs if run.cases})
    warm = sys.platform == "linux" and "plain" not in sys.argv[2:]
    with runner(warm, jobs=1, parent=os.getppid(), notebooks=notebooks) as make:
        folders = searched = None
        for line in sys.stdin:
            job = Job.of(line)
            if folders is None or (str(folders.root), str(folders.repository)) != (job.root, job.repository):
                folders, searched = Folders(Path(job.root), Path(job.repository)), None
                _ready(folders, job)
            folders.forget()
            if searched is None or searched.sum != job.searched:
                searched = searched_for(folders)
            work = job.build(folders, searched)
            lock = work.folders.root / MADE / "cases" / f".{job.case}.lock"
            lock.parent.mkdir(parents=True, exist_ok=True)
            # a worker that was given up may still be at it
            with FileLock(lock):
                make(work)
                work.put_back()
            answers.write(json.dumps({"made": work.made, "failed": work.failed}) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
