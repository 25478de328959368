"""Listing what was built in the manifest, again only when something changed. Imports nothing heavy."""

from collections.abc import Mapping

from jalin.build.fresh import Folders
from jalin.build.memory import Memory, method_of, sum_of
from jalin.files import SUM_KEY, files_below
from jalin.stages import FILE


def _listed(folders: Folders, parameters: Mapping[str, str | int]) -> str:
    """The state of all that a manifest lists, and of the manifest."""
    below = [path for name in ("data", "reports", "notebooks") for path in files_below(folders.root / name)]
    # the log of changes, what a verification found and the appendices of a thesis are in no manifest
    apart = {"private", "verify", "appendices"}
    told = [path for path in below if not apart & set(path.relative_to(folders.root).parts)]
    project = [
        *sorted((folders.repository / "notebooks").glob("*.ipynb")),
        folders.repository / FILE,
        folders.lock,
    ]
    if (key := folders.root / "data/processed/private" / SUM_KEY).is_file():
        told.append(key)
    beside = folders.digests(folders.repository, [path for path in project if path.is_file()])
    return sum_of([folders.digests(folders.root, told), beside, method_of(folders), dict(parameters)])


def list_all(folders: Folders, parameters: Mapping[str, str | int], cases: bool = False) -> int | None:
    """Write `reports/MANIFEST`, or with `cases` that of the cases.

    How many built files it lists, None when nothing changed since the last time.
    Raises `StudyError`, and writes nothing, when an identifier would stand in it.
    """
    memory = Memory(folders, "manifest.cases" if cases else "manifest")
    if memory.holds(_listed(folders, parameters)):
        return None
    from jalin.publish.manifest import write_manifest
    from jalin.study import open_study

    count = write_manifest(open_study(folders.root), folders.repository, parameters, cases)
    folders.forget()
    memory.keep(_listed(folders, parameters))
    return count
