"""The files that runs make: set aside while they are made anew, brought back when that fails, deleted.

A run finds its places empty. What stood there waits in `data/processed/.made/aside/RUN` until the run
has left its record; the folder of a run that did not begin, or that is being brought back, ends in `.part`.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

from jalin.build.fresh import CASES, MADE, Folders, files_of
from jalin.files import SUM_KEY, files_below
from jalin.stages import Run, meets


def _places(folders: Folders, run: Run) -> tuple[Path, Path]:
    """Where what a run made before waits, and where it is on its way there or back."""
    place = folders.root / MADE / "aside" / run.name
    return place, place.with_name(f"{place.name}.part")


def _delete(root: Path, patterns: Iterable[str]) -> None:
    """Delete the files that patterns name, and parts of them that a killed run left."""
    patterns = list(patterns)
    for path in files_of(root, patterns):
        path.unlink(missing_ok=True)
    for pattern in patterns:
        place = root / pattern
        parts = place.rglob(".*.part") if place.is_dir() else place.parent.glob(f".{place.name}.*.part")
        for part in parts:
            part.unlink(missing_ok=True)


def _move(files: Iterable[Path], source: Path, target: Path) -> None:
    for path in files:
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)


def _own(run: Run, shares: bool) -> list[str]:
    """The patterns of what a run makes, with what it shares with runs in other languages or without."""
    return [pattern for pattern in run.everything if shares or pattern not in run.shares]


def set_aside(folders: Folders, run: Run, shares: bool) -> None:
    """Give a run empty places, its record gone first; with what it `shares`, or without.

    Where a build was killed what waits since then stays, and what it left half made goes.
    """
    aside, moving = _places(folders, run)
    if folders.record_path(run).exists():
        shutil.rmtree(aside, ignore_errors=True)
        folders.record_path(run).unlink()
    _move(files_below(moving), moving, folders.root)
    if not aside.is_dir():
        moving.mkdir(parents=True, exist_ok=True)
        _move(files_of(folders.root, _own(run, shares)), folders.root, moving)
        moving.rename(aside)
    _delete(folders.root, _own(run, shares))


def put_back(folders: Folders, run: Run, shares: bool) -> None:
    """Bring back what a run that failed or was stopped made before, and delete what it left.

    Without `shares` what it shares stays as it is: another run has made that.
    """
    aside, moving = _places(folders, run)
    if aside.is_dir():
        _delete(folders.root, _own(run, shares))
        shutil.rmtree(moving, ignore_errors=True)
        aside.rename(moving)
    kept = [] if shares else run.shares
    files = [
        path
        for path in files_below(moving)
        if not any(meets(one, path.relative_to(moving).as_posix()) for one in kept)
    ]
    _move(files, moving, folders.root)
    shutil.rmtree(moving, ignore_errors=True)


def let_go(folders: Folders, run: Run) -> None:
    """Delete what a run that is done made before."""
    shutil.rmtree(_places(folders, run)[0])


def clean(folders: Folders, runs: Iterable[Run]) -> None:
    """Delete all that `runs` made, and what builds keep for themselves; what people wrote stays."""
    for run in runs:
        _delete(folders.root, [*run.everything, *dict(run.joined)])
        for pattern in run.everything:
            if (folders.root / pattern).is_dir():
                shutil.rmtree(folders.root / pattern)
    # what was published of the cases, a file beside their folders, stays
    reports = [path for path in (folders.root / "reports/cases").glob("*") if path.is_dir()]
    names = (MADE, "data/processed/.verify", "reports/verify", "reports/appendices", CASES)
    # the key stays: without it nobody can compare with what was published
    private = [path for path in (folders.root / "data/processed/private").glob("*") if path.name != SUM_KEY]
    for path in (*(folders.root / name for name in names), *reports, *private):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
