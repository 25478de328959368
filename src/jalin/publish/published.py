"""What of a study was published, as git has it, and copies of the study to build in."""

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from jalin.build.fresh import files_of
from jalin.files import FILE_ALL, FILE_CASES, digest
from jalin.publish.manifest import Entry, Manifest, raw_files, read_manifest
from jalin.stages import given_without_sources, project_of, read_runs
from jalin.study import Study, open_study
from jalin.sums import KEYED, keyed_sum, mark_of, read_sum_key

# what is a person's own, and can be put back as it was published
RESTORED = ("raw", "prose")
_WRITTEN = ("data/raw", "notebooks/report")


def make_scratch(study: Study, folder: Path) -> None:
    """An empty copy of what people wrote, to build in; what stood in `folder` before is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in _WRITTEN:
        if (study.root / name).is_dir():
            shutil.copytree(study.root / name, folder / name)
    # where a copy without the raw sources begins
    given = given_without_sources(read_runs(project_of(study.root), study.root)) if study.deposited else []
    for path in files_of(study.root, given):
        copy = folder / path.relative_to(study.root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def git_said(study: Study, *words: str) -> bytes | None:
    """What git answers; None without git, or where it refuses."""
    try:
        done = subprocess.run(["git", "-C", str(study.root), *words], capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _committed(study: Study, name: str, folder: Path) -> Path:
    """A file as git has it committed, put into `folder`; as it stands here without git.

    A build writes the manifest anew, so what stands here may be the reader's own.
    """
    content = git_said(study, "show", f"HEAD:./{name}")
    if content is None:
        return study.root / name
    path = folder / Path(name).name
    path.write_bytes(content)
    return path


def published_of(study: Study) -> tuple[Manifest, dict[str, str]]:
    """The published manifest, and the facts it lists, where they are still to be had.

    Raises `StudyError` without a manifest.
    """
    with tempfile.TemporaryDirectory(prefix="jalin-") as folder:
        manifest = read_manifest(_committed(study, FILE_ALL, Path(folder)), FILE_ALL)
        path = _committed(study, "reports/facts.json", Path(folder))
        listed = manifest.outputs.get("reports/facts.json")
        return manifest, read_facts(path) if path.is_file() and listed and digest(
            path
        ) == listed.digest else {}


def published_cases_of(study: Study) -> Manifest | None:
    """The published manifest of the cases, each made for itself; None where there is none."""
    with tempfile.TemporaryDirectory(prefix="jalin-") as folder:
        path = _committed(study, FILE_CASES, Path(folder))
        return read_manifest(path, FILE_CASES) if path.is_file() else None


def key_for(study: Study, published: Manifest) -> bytes | None:
    """The key of the sums in `published`; None where this copy has none, or another one."""
    key = read_sum_key(study)
    return key if key is not None and mark_of(key) == published.key else None


def place_of(study: Study, entry: Entry) -> Path:
    """Where an input is in the study, or would be."""
    return raw_files(study).get(entry.path, study.root / entry.path)


def published_bytes(study: Study, entry: Entry, key: bytes | None) -> bytes | None:
    """An input as it was published, from git's history; None where that is not to be had, or not to be told without the `key`."""

    def as_published(content: bytes) -> bool:
        total = hashlib.sha256(content).hexdigest()
        if entry.digest.startswith(KEYED):
            return key is not None and keyed_sum(key, entry.path, total) == entry.digest
        return total == entry.digest

    here = place_of(study, entry)
    if here.is_file() and as_published(content := here.read_bytes()):
        return content
    name = study.relative(here)
    commits = git_said(study, "log", "--format=%H", "-n", "100", "--", f"./{name}")
    for commit in (commits or b"").decode().split():
        found = git_said(study, "show", f"{commit}:./{name}")
        if found is not None and as_published(found):
            return found
    return None


def make_published_scratch(study: Study, published: Manifest, folder: Path) -> bool:
    """A copy of what people wrote as it was published, to build in; whether all of it could be had.

    What was added since is left out. Files that the manifest never lists, of sources withdrawn, stay as they are.
    """
    make_scratch(study, folder)
    copy, key = open_study(folder), key_for(study, published)
    listed = {entry.path: entry for entry in published.entries if entry.kind in RESTORED}
    prose = {copy.relative(path): path for path in files_of(folder, ["notebooks/report"])}
    for name, path in (raw_files(copy) | prose).items():
        if name not in listed:
            path.unlink()
    for entry in listed.values():
        content = published_bytes(study, entry, key)
        if content is None:
            return False
        place = folder / place_of(study, entry).relative_to(study.root)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return True


def read_facts(path: Path) -> dict[str, str]:
    """The facts of a report by name, as text; none where the file is not."""
    if not path.exists():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))["facts"]
    return {name: str(fact["value"]) for name, fact in content.items()}
