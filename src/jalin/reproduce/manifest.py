"""The manifest: the hash of everything built, and of everything it was built from."""

from dataclasses import dataclass
from pathlib import Path

import jalin
from jalin.collect.read_csv import read_records
from jalin.collect.register import FILE
from jalin.errors import Problem, StudyError
from jalin.files import digest, files_below, write_text
from jalin.study import Study, read_text

HEAD = "# jalin manifest 1: SHA-256, kind or stage, path"
STAGES = ("collect", "protect", "code", "condense", "display", "conclude", "triangulate")
# what stays on the researcher's machine, and what says nothing of the study
_APART = {"private", "verify", ".made", ".verify"}


@dataclass(frozen=True)
class Entry:
    """One file: what it is for an input (raw, prose, notebook, method, lock), its stage for an output."""

    side: str
    digest: str
    kind: str
    path: str

    def line(self) -> str:
        return f"{self.side} {self.digest} {self.kind} {self.path}"


def _withdrawn(study: Study) -> set[str]:
    """What belongs to sources withdrawn, below data/raw: not even their hash is published."""
    rows = read_records(study.raw / "sources.csv", FILE, ("source_id", "file", "consent"))
    gone = [row for _, row in rows if row["consent"] == "withdrawn"]
    names = {row["file"] for row in gone}
    for row in gone:
        names |= {
            found.relative_to(study.raw).as_posix()
            for found in (study.raw / "coding" / "codings").glob(f"*/{row['source_id']}.jsonl")
        }
    return names


def inputs_of(study: Study, repository: Path) -> list[Entry]:
    """What people wrote, the notebooks, the method and the lock; `repository` holds the last two."""
    package = Path(jalin.__file__).parent
    groups = [
        ("raw", study.raw, "data/raw"),
        ("prose", study.root / "notebooks" / "report", "notebooks/report"),
        ("method", package, "src/jalin"),
    ]
    gone = _withdrawn(study)
    found = [
        Entry("input", digest(path), kind, f"{name}/{path.relative_to(folder).as_posix()}")
        for kind, folder, name in groups
        for path in files_below(folder)
        if not (kind == "raw" and path.relative_to(folder).as_posix() in gone)
    ]
    for path in sorted((repository / "notebooks").glob("*.ipynb")):
        found.append(Entry("input", digest(path), "notebook", f"notebooks/{path.name}"))
    lock = repository / "requirements.lock"
    if lock.exists():
        found.append(Entry("input", digest(lock), "lock", "requirements.lock"))
    return found


def outputs_of(study: Study) -> list[Entry]:
    """Every file that was built and may leave the machine, with the stage that made it."""
    found = []
    for path in [*files_below(study.processed), *files_below(study.reports)]:
        parts = path.relative_to(study.root).parts
        if _APART & set(parts) or path.name in ("README.md", "MANIFEST"):
            continue
        stage = parts[2] if parts[0] == "data" and parts[2] in STAGES else "report"
        if parts[:2] == ("reports", "notebooks"):
            stage = path.stem.partition("_")[2]
        found.append(Entry("output", digest(path), stage, "/".join(parts)))
    return found


def write_manifest(study: Study, repository: Path) -> int:
    """Write `reports/MANIFEST`; how many built files it lists."""
    outputs = outputs_of(study)
    lines = [HEAD, *(entry.line() for entry in [*inputs_of(study, repository), *outputs])]
    write_text(study.reports / "MANIFEST", "\n".join(lines) + "\n")
    return len(outputs)


def read_manifest(path: Path, shown: str) -> list[Entry]:
    """The entries of a manifest. Raises `StudyError` when it is none, or not there."""
    if not path.exists():
        remedy = "Build the study with: make all, or take the one that was published"
        raise StudyError(Problem(shown, "", "it is not there", remedy))
    lines = read_text(path, shown).splitlines()
    if not lines or lines[0] != HEAD:
        raise StudyError(Problem(shown, "line 1", "it is no manifest of jalin", "Restore it from git"))
    found = []
    for number, line in enumerate(lines[1:], start=2):
        parts = line.split(" ", 3)
        if len(parts) != 4 or parts[0] not in ("input", "output") or len(parts[1]) != 64:
            raise StudyError(Problem(shown, f"line {number}", "it is no entry", "Restore it from git"))
        found.append(Entry(*parts))
    return found
