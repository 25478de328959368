"""What ends a build: every file is searched for identifiers, and what there is is listed.

Both are done again only when something changed. A worker searches what its run made as
soon as it is there, so that little is left at the end. Imports nothing heavy.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import jalin
from jalin.build.fresh import MADE, Folders
from jalin.build.modules import PACKAGE
from jalin.errors import refuse
from jalin.files import FILE_ALL, FILE_CASES, built_files, files_below, may_leave, write_text
from jalin.stages import FILE, Run

# besides what was built, what the forms to search for come from
_FORMS = ("data/raw", "data/processed/collect", "data/processed/private")


def _sum(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _method(folders: Folders) -> dict[str, str]:
    """The method as it is: another one may find more."""
    return folders.digests(PACKAGE.parent, files_below(PACKAGE)) | {"version": jalin.__version__}


def _read(path: Path) -> dict:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


class _Memory:
    """A state that was dealt with, kept among the records of a build."""

    def __init__(self, folders: Folders, name: str) -> None:
        self.path = folders.root / MADE / name

    def holds(self, state: str) -> bool:
        return _read(self.path).get("state") == state

    def keep(self, state: str) -> None:
        write_text(self.path, json.dumps({"state": state}) + "\n")


def _forms_sum(folders: Folders, forms: Iterable) -> str:
    return _sum([sorted([form.text, form.about] for form in forms), _method(folders)])


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
    return SearchForms(forms, _forms_sum(folders, forms))


def search_run(folders: Folders, run: Run, known: SearchForms | None = None) -> None:
    """Search what a run made, and remember the files in which nothing was found.

    `known` is what to search for, where it was read already. Should it have changed since, all is searched again
    in the end.
    """
    from jalin.protect.leaks import leaks_in
    from jalin.study import open_study

    folders.forget()
    known = known or searched_for(folders)
    study = open_study(folders.root)
    mine = [folders.root / name for name in sorted(folders.outputs(run))]
    passed = [
        path for path in mine if may_leave(folders.root, path) and not leaks_in(study, known.forms, path)
    ]
    content = {"forms": known.sum, "passed": folders.digests(folders.root, passed)}
    write_text(folders.root / MADE / f"{run.name}.searched", json.dumps(content) + "\n")


def search_all(folders: Folders) -> int | None:
    """Search everything that was built; how many files there are, None when nothing changed since the last time.

    Raises `StudyError` with every leak.
    """
    built = folders.digests(folders.root, built_files(folders.root))
    sources = [path for name in _FORMS for path in files_below(folders.root / name)]
    # written after this search, and of paths that were searched
    state = {name: value for name, value in built.items() if name not in (FILE_ALL, FILE_CASES)}
    now = _sum([state, folders.digests(folders.root, sources), _method(folders)])
    memory = _Memory(folders, "audit")
    if memory.holds(now):
        return None
    from jalin.protect.leaks import audit
    from jalin.study import open_study

    study = open_study(folders.root)
    known = searched_for(folders)
    passed: dict[str, str] = {}
    for path in sorted((folders.root / MADE).rglob("*.searched")):
        found = _read(path)
        if found.get("forms") == known.sum:
            passed |= found["passed"]
    still = [folders.root / name for name, value in built.items() if passed.get(name) == value]
    refuse(audit(study, still, known.forms)[0])
    memory.keep(now)
    return len(built)


def _listed(folders: Folders, parameters: Mapping[str, str | int]) -> str:
    """The state of all that a manifest lists, and of the manifest."""
    below = [path for name in ("data", "reports", "notebooks") for path in files_below(folders.root / name)]
    # the log of changes and what a verification found are in no manifest
    told = [path for path in below if not {"private", "verify"} & set(path.relative_to(folders.root).parts)]
    project = [
        *sorted((folders.repository / "notebooks").glob("*.ipynb")),
        folders.repository / FILE,
        folders.lock,
    ]
    beside = folders.digests(folders.repository, [path for path in project if path.is_file()])
    return _sum([folders.digests(folders.root, told), beside, _method(folders), dict(parameters)])


def list_all(
    folders: Folders, runs: list[Run], parameters: Mapping[str, str | int], cases: bool = False
) -> int | None:
    """Write `reports/MANIFEST`, or with `cases` that of the cases.

    How many built files it lists, None when nothing changed since the last time.
    """
    memory = _Memory(folders, "manifest.cases" if cases else "manifest")
    if memory.holds(_listed(folders, parameters)):
        return None
    from jalin.publish.manifest import write_manifest
    from jalin.study import open_study

    count = write_manifest(open_study(folders.root), folders.repository, runs, parameters, cases)
    folders.forget()
    memory.keep(_listed(folders, parameters))
    return count
