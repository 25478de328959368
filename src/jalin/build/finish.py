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
from jalin.build.fresh import MADE, Ground
from jalin.build.modules import PACKAGE
from jalin.build.stages import FILE, Run
from jalin.errors import refuse
from jalin.files import FILE_ALL, FILE_CASES, built_files, files_below, leaves, write_text

# besides what was built, what the forms to search for come from
_FORMS = ("data/raw", "data/processed/collect", "data/processed/private")


def _sum(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _method(ground: Ground) -> dict[str, str]:
    """The method as it is: another one may find more."""
    return ground.digests(PACKAGE.parent, files_below(PACKAGE)) | {"version": jalin.__version__}


def _read(path: Path) -> dict:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


class _Memory:
    """A state that was dealt with, kept among the records of a build."""

    def __init__(self, ground: Ground, name: str) -> None:
        self.path = ground.root / MADE / name

    def holds(self, state: str) -> bool:
        return _read(self.path).get("state") == state

    def keep(self, state: str) -> None:
        write_text(self.path, json.dumps({"state": state}) + "\n")


def _forms_sum(ground: Ground, forms: Iterable) -> str:
    return _sum([sorted([form.text, form.about] for form in forms), _method(ground)])


@dataclass(frozen=True)
class Searched:
    """What to search for, `forms` of `leaks.py`, and their `sum`, by which it is told whether they are still those."""

    forms: list
    sum: str


def searched_for(ground: Ground) -> Searched:
    """What to search for in a study as it is now."""
    from jalin.protect.leaks import forms_of
    from jalin.study import open_study

    forms = forms_of(open_study(ground.root))
    return Searched(forms, _forms_sum(ground, forms))


def search_run(ground: Ground, run: Run, known: Searched | None = None) -> None:
    """Search what a run made, and remember the files in which nothing was found.

    `known` is what to search for, where it was read already. Should it have changed since, all is searched again
    in the end.
    """
    from jalin.protect.leaks import leaks_in
    from jalin.study import open_study

    ground.forget()
    known = known or searched_for(ground)
    study = open_study(ground.root)
    mine = [ground.root / name for name in sorted(ground.outputs(run))]
    passed = [path for path in mine if leaves(ground.root, path) and not leaks_in(study, known.forms, path)]
    content = {"forms": known.sum, "passed": ground.digests(ground.root, passed)}
    write_text(ground.root / MADE / f"{run.name}.searched", json.dumps(content) + "\n")


def search_all(ground: Ground) -> int | None:
    """Search everything that was built; how many files there are, None when nothing changed since the last time.

    Raises `StudyError` with every leak.
    """
    built = ground.digests(ground.root, built_files(ground.root))
    sources = [path for name in _FORMS for path in files_below(ground.root / name)]
    # written after this search, and of paths that were searched
    state = {name: value for name, value in built.items() if name not in (FILE_ALL, FILE_CASES)}
    now = _sum([state, ground.digests(ground.root, sources), _method(ground)])
    memory = _Memory(ground, "audit")
    if memory.holds(now):
        return None
    from jalin.protect.leaks import audit
    from jalin.study import open_study

    study = open_study(ground.root)
    known = searched_for(ground)
    passed: dict[str, str] = {}
    for path in sorted((ground.root / MADE).rglob("*.searched")):
        found = _read(path)
        if found.get("forms") == known.sum:
            passed |= found["passed"]
    still = [ground.root / name for name, value in built.items() if passed.get(name) == value]
    refuse(audit(study, still, known.forms)[0])
    memory.keep(now)
    return len(built)


def _listed(ground: Ground, parameters: Mapping[str, str | int]) -> str:
    """The state of all that a manifest lists, and of the manifest."""
    below = [path for name in ("data", "reports", "notebooks") for path in files_below(ground.root / name)]
    # the log of changes and what a verification found are in no manifest
    told = [path for path in below if not {"private", "verify"} & set(path.relative_to(ground.root).parts)]
    project = [
        *sorted((ground.repository / "notebooks").glob("*.ipynb")),
        ground.repository / FILE,
        ground.lock,
    ]
    beside = ground.digests(ground.repository, [path for path in project if path.is_file()])
    return _sum([ground.digests(ground.root, told), beside, _method(ground), dict(parameters)])


def list_all(
    ground: Ground, runs: list[Run], parameters: Mapping[str, str | int], cases: bool = False
) -> int | None:
    """Write `reports/MANIFEST`, or with `cases` that of the cases.

    How many built files it lists, None when nothing changed since the last time.
    """
    memory = _Memory(ground, "manifest.cases" if cases else "manifest")
    if memory.holds(_listed(ground, parameters)):
        return None
    from jalin.publish.manifest import write_manifest
    from jalin.study import open_study

    count = write_manifest(open_study(ground.root), ground.repository, runs, parameters, cases)
    ground.forget()
    memory.keep(_listed(ground, parameters))
    return count
