"""What ends a build: every file is searched for identifiers, again only when something changed.

A worker searches what its run made as soon as it is there, so that little is left at the end. Imports nothing heavy.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from jalin.build.fresh import MADE, Folders
from jalin.build.memory import Memory, method_of, read_note, sum_of
from jalin.files import FILE_ALL, FILE_CASES, SUM_KEY, built_files, files_below, may_leave, write_text
from jalin.shares import cores, in_shares
from jalin.stages import Run

# so many files are searched side by side
_MANY = 2_000
# or so many bytes
_LARGE = 4_000_000
# besides what was built, what the forms to search for come from
_FORMS = ("data/raw", "data/processed/collect", "data/processed/private")


@dataclass(frozen=True)
class SearchForms:
    """What to search for, `forms` of `leaks.py`, and their `sum`, by which it is told whether they are still those."""

    forms: list
    sum: str


def searched_for(folders: Folders) -> SearchForms:
    """What to search for in a study as it is now."""
    from jalin.protect.leaks import forms_of
    from jalin.study import open_study

    forms = forms_of(open_study(folders.root))
    told = sorted([form.text, form.about] for form in forms)
    return SearchForms(forms, sum_of([told, method_of(folders)]))


def search_run(folders: Folders, run: Run, known: SearchForms | None = None) -> None:
    """Search what a run made, but what was searched for the same before; remember the files in which nothing was found.

    `known` is what to search for, where it was read already. Should it have changed since, all is searched again
    in the end.
    """
    from jalin.protect.leaks import Sought, leaks_in
    from jalin.study import open_study

    folders.forget()
    known = known or searched_for(folders)
    study = open_study(folders.root)
    mine = [folders.root / name for name in sorted(folders.outputs(run))]
    sought = Sought(known.forms)
    leaving = [path for path in mine if may_leave(folders.root, path)]
    sums = folders.digests(folders.root, leaving)
    note = folders.root / MADE / f"{run.name}.searched"
    before = _passed(note, known)
    again = [path for path, name in zip(leaving, sums, strict=True) if before.get(name) != sums[name]]
    sizes = {path: path.stat().st_size for path in again}
    # large ones in turns to each share
    again.sort(key=lambda path: (-sizes[path], path))
    count = cores()
    again = [path for first in range(count) for path in again[first::count]]
    least = count if sum(sizes.values()) > _LARGE else _MANY
    clean = in_shares(lambda paths: [not leaks_in(study, sought, path) for path in paths], again, least)
    found = {path for path, passes in zip(again, clean, strict=True) if not passes}
    passed = {name: sums[name] for path, name in zip(leaving, sums, strict=True) if path not in found}
    write_text(note, json.dumps({"forms": known.sum, "passed": passed}) + "\n")


def _passed(note: Path, known: SearchForms) -> dict[str, str]:
    """The files in which nothing was found when the same was searched for, and their sums."""
    found = read_note(note)
    return found["passed"] if found.get("forms") == known.sum else {}


def search_all(folders: Folders) -> int | None:
    """Search everything that was built; how many files there are, None when nothing changed since the last time.

    Raises `StudyError` with every leak.
    """
    built = folders.digests(folders.root, built_files(folders.root))
    # the key of a manifest is drawn after the first search, and nothing to search for
    sources = [path for name in _FORMS for path in files_below(folders.root / name) if path.name != SUM_KEY]
    # a manifest is written after this search, and searched before it is written
    manifests = {folders.root / name for name in (FILE_ALL, FILE_CASES)}
    state = {name: value for name, value in built.items() if folders.root / name not in manifests}
    now = sum_of([state, folders.digests(folders.root, sources), method_of(folders)])
    memory = Memory(folders, "audit")
    if memory.holds(now):
        return None
    from jalin.protect.leaks import audit, refuse_leaks
    from jalin.study import open_study

    study = open_study(folders.root)
    known = searched_for(folders)
    passed: dict[str, str] = {}
    for path in sorted((folders.root / MADE).rglob("*.searched")):
        passed |= _passed(path, known)
    still = [folders.root / name for name, value in built.items() if passed.get(name) == value]
    refuse_leaks(study, audit(study, [*still, *manifests], known.forms)[0])
    memory.keep(now)
    return len(state)
