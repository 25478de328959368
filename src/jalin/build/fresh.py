"""Whether a run has to be made again, by what its files hold and never by their times.

Each finished run leaves a record in `data/processed/.made/`: the SHA-256 of all it read
and all it made, its parameters, and the versions it ran with. It is written last of all,
so a run that was killed has none. Imports nothing heavy.
"""

import json
import platform
import re
import shutil
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from jalin.build.modules import PACKAGE, modules_of
from jalin.errors import Problem, refuse
from jalin.files import digest, files_below, write_text
from jalin.stages import FILE, Run

MADE = "data/processed/.made"
CASES = "data/processed/cases"
# what turns a notebook into a page, whatever the notebook
_RUNNER = ("jalin.build.execute", "jalin.build.pages", "jalin.build.environment")


@dataclass(frozen=True)
class Record:
    """What a run was made from and what it made: paths and their SHA-256."""

    parameters: dict[str, str | int] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    modules: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)


def drawn_folder(folders: "Folders", run: str) -> Path:
    """Where the pictures that a run drew wait for the next one, see `jalin.drawn`."""
    return folders.root / MADE / "drawn" / run


def files_of(root: Path, patterns: Iterable[str]) -> list[Path]:
    """Every file below `root` that a pattern names, or whose folder one names; in order."""
    found: set[Path] = set()
    for pattern in patterns:
        places = root.glob(pattern) if "*" in pattern else [root / pattern]
        for place in places:
            if place.is_dir():
                found.update(files_below(place))
            elif place.is_file() and not place.name.startswith("."):
                found.add(place)
    return sorted(found)


@cache
def installed_versions(lock: Path) -> dict[str, str]:
    """Python, and the installed version of each package that the lock names or that adds to jalin, by their folders."""
    named = set()
    if lock.is_file():
        named = {_even(name) for name in re.findall(r"(?m)^([\w.-]+)==", lock.read_text(encoding="utf-8"))}
    found = {"python": platform.python_version()}
    for place in sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}):
        for path in Path(place).glob("*.dist-info"):
            name, _, version = path.name.removesuffix(".dist-info").rpartition("-")
            if _even(name) in named or _adds(path):
                found[_even(name)] = version
    return dict(sorted(found.items()))


def _adds(package: Path) -> bool:
    """Whether an installed package adds to a list of jalin's by entry point (`jalin.registry`)."""
    entries = package / "entry_points.txt"
    return entries.is_file() and b"[jalin." in entries.read_bytes()


def _even(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


class Folders:
    """The folders that runs are judged in: the study's, and the project's with notebooks, method and lock."""

    def __init__(self, root: Path, repository: Path) -> None:
        self.root, self.repository = root, repository
        self.lock = repository / "requirements.lock"
        self._known: dict[Path, str] = {}
        self._method: dict[Path, str] = {}

    def forget(self) -> None:
        """Read files again, but those of the method, which this process has as it found them: some may have changed."""
        self._known.clear()

    def digests(self, base: Path, paths: Iterable[Path]) -> dict[str, str]:
        """SHA-256 of each file, by its path from `base`; each is read once until `forget`."""
        known = self._method if base == PACKAGE.parent else self._known
        for path in (paths := list(paths)):
            if path not in known:
                known[path] = digest(path)
        # as `relative_to` would say it, and much quicker
        top = len(base.as_posix().rstrip("/")) + 1
        return {path.as_posix()[top:]: known[path] for path in paths}

    def notebook(self, run: Run) -> Path:
        """Where the notebook of a run is."""
        return self.repository / "notebooks" / f"{run.notebook}.ipynb"

    def record_path(self, run: Run) -> Path:
        """Where the record of a run is."""
        return self.root / MADE / f"{run.name}.json"

    def record(self, run: Run) -> Record | None:
        """What the last run left; None where there was none, or it cannot be read."""
        try:
            return Record(**json.loads(self.record_path(run).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def inputs(self, run: Run) -> dict[str, str]:
        """SHA-256 of what a run reads of the study, of its notebook, and of the lock."""
        own = [self.notebook(run), *([self.lock] if self.lock.is_file() else [])]
        if run.page:
            # a report links to the notebook of each stage
            own.append(self.repository / FILE)
        return self.digests(self.root, files_of(self.root, run.reads)) | self.digests(self.repository, own)

    def outputs(self, run: Run) -> dict[str, str]:
        """SHA-256 of what a run made."""
        return self.digests(self.root, files_of(self.root, run.everything))

    def now(self, run: Run, parameters: dict[str, str | int]) -> Record:
        """The record of a run that starts now, but for what it will make."""
        modules = self.digests(PACKAGE.parent, modules_of(self.notebook(run), _RUNNER))
        return Record(parameters, installed_versions(self.lock), self.inputs(run), modules)

    def leave(self, run: Run, record: Record) -> None:
        """Leave the record of a finished run.

        Raises `StudyError`, and leaves none, when a file that it read changed while it ran.
        """
        self.forget()
        changed = _changes(record.inputs, self.inputs(run))
        refuse(
            [
                Problem(name, "", f"it changed while {run.notebook} ran", "Run make again")
                for name, _ in changed
            ]
        )
        content = asdict(record) | {"outputs": self.outputs(run)}
        write_text(self.record_path(run), json.dumps(content, ensure_ascii=False, indent=0) + "\n")

    def drop_gone(self, runs: Iterable[Run]) -> None:
        """Remove what runs made that are no more among all `runs`, as of a language that the study is no longer in."""
        runs = list(runs)
        records = {path.stem: path for path in (self.root / MADE).glob("*.json")}
        for name in records.keys() - {run.name for run in runs}:
            kept = self.digests(
                self.root, [path for run in runs for path in files_of(self.root, run.everything)]
            )
            for path in json.loads(records[name].read_bytes()).get("outputs", {}):
                if path not in kept:
                    (self.root / path).unlink(missing_ok=True)
            records[name].unlink()
            shutil.rmtree(drawn_folder(self, name), ignore_errors=True)

    def reasons(self, run: Run, parameters: dict[str, str | int]) -> list[str]:
        """Why a run has to be made, in plain words; none when all it read and made is as it was."""
        last = self.record(run)
        if last is None:
            return ["it was not made yet, or did not end"]
        told = [
            f"{name} is {parameters.get(name)!r}, it was {last.parameters.get(name)!r}"
            for name, _ in _changes(last.parameters, parameters)
        ]
        versions = installed_versions(self.lock)
        told += [
            f"{name} is {versions.get(name, 'gone')}, it was {last.versions.get(name, 'not there')}"
            for name, _ in _changes(last.versions, versions)
        ]
        told += [f"{name} {change}" for name, change in _changes(last.inputs, self.inputs(run))]
        modules = [PACKAGE.parent / name for name in last.modules]
        there = self.digests(PACKAGE.parent, [path for path in modules if path.is_file()])
        told += [f"src/{name} {change}" for name, change in _changes(last.modules, there)]
        outputs = self.outputs(run)
        told += [f"{name}, which it makes, {change}" for name, change in _changes(last.outputs, outputs)]
        return told


def _changes(before: Mapping[str, object], after: Mapping[str, object]) -> list[tuple[str, str]]:
    """(name, what became of it) of each entry that differs."""
    return [
        (name, "is gone" if name not in after else "is new" if name not in before else "changed")
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
