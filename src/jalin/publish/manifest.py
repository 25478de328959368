"""The manifest: the hash of everything built, and of everything it was built from.

A line each: `setting` a parameter of the notebooks, `machine` a property of the machine on
which these bytes first came out, `version` a package of the lock, `reads` what a stage reads,
`input` and `output` a file with its SHA-256, and what it is or the stage that made it; `key` what tells
the key of the study from others.

What a person wrote, and what is made of it before names are hidden, is listed by a sum that only who has
the key can make (`jalin.sums`). Sources go by their id, for people name files after people.
"""

import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import jalin
from jalin.consent import is_recording, withheld
from jalin.errors import Problem, StudyError
from jalin.files import (
    FILE_ALL,
    FILE_CASES,
    FOLDERS,
    NAMING,
    SHARED,
    digest,
    files_below,
    shown_file,
    write_text,
)
from jalin.protect.leaks import forms_of, leaks_in_names, leaks_of, refuse_leaks
from jalin.reading import read_text
from jalin.records import register_rows
from jalin.stages import Run, given_without_sources, maker_of, meets, read_runs
from jalin.study import Study
from jalin.sums import KEYED, keyed_sum, make_sum_key, mark_of

HEAD = "# jalin manifest 3: what was built, from what, with what"
# what stays on the researcher's machine, and what says nothing of the study
_APART = {"private", "verify", ".made", ".verify", "cases", "appendices"}
# of data/raw what a study consists of; another program's project and whatever else lies there is nobody's input
_RAW = (*SHARED, *(name for name in NAMING if name not in FOLDERS))


@dataclass(frozen=True)
class Entry:
    """One file: what it is for an input (raw, prose, notebook, method, lock), its stage for an output."""

    side: str
    digest: str
    kind: str
    path: str

    def line(self) -> str:
        return f"{self.side} {self.digest} {self.kind} {self.path}"


def raw_files(study: Study) -> dict[str, Path]:
    """What people wrote, by its path as it is published.

    Nothing of sources withdrawn is in it: not even their sum is published.
    """
    rows = register_rows(study, "file", "consent")
    gone = withheld(study, "use")
    found = {
        f"data/raw/{shown_file(row['source_id'], row['file'])}": path
        for row in rows
        if row["source_id"] not in gone and row["file"] and (path := study.raw / row["file"]).is_file()
    }
    for path in files_below(study.raw):
        within = path.relative_to(study.raw)
        of_gone = within.parts[:2] == ("coding", "codings") and path.suffix == ".jsonl" and path.stem in gone
        # nothing is made from a recording, and people name one after whom one hears
        if within.parts[0] in _RAW and not of_gone and not is_recording(path):
            found[f"data/raw/{within.as_posix()}"] = path
    return dict(sorted(found.items()))


def _sum(path: Path, shown: str, key: bytes | None) -> str:
    """The sum of a file that is not shared; without the key nothing that could be compared."""
    return KEYED if key is None else keyed_sum(key, shown, digest(path))


def inputs_of(study: Study, repository: Path, key: bytes | None) -> list[Entry]:
    """What people wrote, the notebooks, the method and the lock; `repository` holds the last two, `key` is that of the sums."""
    package = Path(jalin.__file__).parent
    found = [Entry("input", _sum(path, shown, key), "raw", shown) for shown, path in raw_files(study).items()]
    groups = [
        ("prose", study.root / "notebooks/report", "notebooks/report"),
        ("method", package, "src/jalin"),
    ]
    found += [
        Entry("input", digest(path), kind, f"{name}/{path.relative_to(folder).as_posix()}")
        for kind, folder, name in groups
        for path in files_below(folder)
    ]
    for path in sorted((repository / "notebooks").glob("*.ipynb")):
        found.append(Entry("input", digest(path), "notebook", f"notebooks/{path.name}"))
    lock = repository / "requirements.lock"
    if lock.exists():
        found.append(Entry("input", digest(lock), "lock", "requirements.lock"))
    return found


def _kept(path: str, made: str, runs: list[Run], given: list[str]) -> bool:
    """Whether a built file is of a stage that reads the raw sources, or of none, and not among those `given` to others."""
    shared = any(run.name == made or run.stage == made for run in runs if not run.sources)
    return not shared and not any(meets(pattern, path) for pattern in given)


def outputs_of(study: Study, repository: Path, key: bytes | None, cases: bool = False) -> list[Entry]:
    """Every file that was built and may leave the machine, with the stage that made it, a dash where none did.

    Of the whole study, or with `cases` of its cases, each made for itself; `key` is that of the sums.
    """
    below = "cases" if cases else "."
    runs = read_runs(repository, study.root)
    given = given_without_sources(runs)
    found = []
    for folder in (study.processed, study.reports):
        for path in files_below(folder / below):
            parts = path.relative_to(folder / below).parts
            # a case has the same folders as a study
            within = parts[1:] if cases else parts
            if not within or _APART & set(within) or path.name in ("README.md", "MANIFEST"):
                continue
            made = maker_of(f"{study.relative(folder)}/{'/'.join(within)}", runs) or "-"
            shown = study.relative(path)
            total = _sum(path, shown, key) if _kept(shown, made, runs, given) else digest(path)
            found.append(Entry("output", total, made, shown))
    return found


@dataclass(frozen=True)
class Manifest:
    """What was built (`entries`), with which settings and versions of packages, on which machine, by which stages; `key` is the mark of the study's."""

    settings: dict[str, str] = field(default_factory=dict)
    machine: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    reads: dict[str, list[str]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    key: str = ""

    @property
    def outputs(self) -> dict[str, Entry]:
        """What was built, by its path."""
        return {entry.path: entry for entry in self.entries if entry.side == "output"}

    def lines(self) -> list[str]:
        """The lines of the file."""
        named = (("setting", self.settings), ("machine", self.machine), ("version", self.versions))
        return [
            HEAD,
            *([f"key {self.key}"] if self.key else []),
            *(f"{kind} {name} {value}" for kind, values in named for name, value in values.items()),
            *(f"reads {stage} {pattern}" for stage, patterns in self.reads.items() for pattern in patterns),
            *(entry.line() for entry in self.entries),
        ]


def settings_of(parameters: Mapping[str, str | int]) -> dict[str, str]:
    """The parameters of a build as the manifest has them; a dash for an empty one."""
    return {name: str(value) or "-" for name, value in sorted(parameters.items())}


def pinned_versions(lock: Path) -> dict[str, str]:
    """The version of each package in the lock; where it differs by platform, all of them, a bar between."""
    pins: dict[str, set[str]] = {}
    if lock.is_file():
        for name, pin in re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)", lock.read_text(encoding="utf-8")):
            pins.setdefault(name, set()).add(pin)
    return {name: "|".join(sorted(found)) for name, found in sorted(pins.items())}


def this_machine() -> dict[str, str]:
    """What of a machine can change a number or a picture although inputs and packages are the same."""
    import numpy as np

    found = np.show_config(mode="dicts")
    library, number = platform.libc_ver()
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "libc": f"{library} {number}".strip() or "-",
        "blas": str(found["Build Dependencies"]["blas"]["name"]),
        "simd": " ".join(found["SIMD Extensions"]["found"]) or "-",
    }


def write_manifest(
    study: Study, repository: Path, parameters: Mapping[str, str | int], cases: bool = False
) -> int:
    """Write `reports/MANIFEST`, or with `cases` that of the cases; how many built files it lists.

    Where the same bytes came out as last time, the machine of last time stays in it.
    Raises `StudyError`, and writes nothing, when an identifier that was replaced would stand in it.
    """
    key = make_sum_key(study)
    outputs = outputs_of(study, repository, key, cases)
    shown = FILE_CASES if cases else FILE_ALL
    path = study.root / shown
    try:
        last = read_manifest(path, shown)
    except StudyError:
        last = Manifest()
    reads: dict[str, list[str]] = {}
    for run in read_runs(repository, study.root):
        listed = reads.setdefault(run.stage, [])
        listed += [pattern for pattern in run.reads if pattern not in listed]
    same = list(last.outputs.values()) == outputs
    found = Manifest(
        settings_of(parameters),
        last.machine if same else this_machine(),
        pinned_versions(repository / "requirements.lock"),
        reads,
        [*inputs_of(study, repository, key), *outputs],
        mark_of(key),
    )
    text = "\n".join(found.lines()) + "\n"
    forms = forms_of(study)
    # a name of a file is told as such, and what to do about it
    refuse_leaks(
        study,
        leaks_in_names(forms, [entry.path for entry in found.entries])
        or leaks_of(forms, shown, text.encode()),
    )
    write_text(path, text)
    return len(outputs)


def read_manifest(path: Path, shown: str) -> Manifest:
    """A manifest. Raises `StudyError` when it is none, or not there."""
    if not path.exists():
        remedy = "Build the study with: make all, or take the one that was published"
        raise StudyError(Problem(shown, "", "it is not there", remedy))
    lines = read_text(path, shown).splitlines()
    if not lines or lines[0] != HEAD:
        raise StudyError(Problem(shown, "line 1", "it is no manifest of this version", "Restore it from git"))
    found = Manifest()
    named = {"setting": found.settings, "machine": found.machine, "version": found.versions}
    for number, line in enumerate(lines[1:], start=2):
        kind, _, rest = line.partition(" ")
        name, _, value = rest.partition(" ")
        parts = rest.split(" ", 2)
        if kind in named and value:
            named[kind][name] = value
        elif kind == "reads" and value:
            found.reads.setdefault(name, []).append(value)
        elif kind == "key" and rest:
            found = replace(found, key=rest)
        elif kind in ("input", "output") and len(parts) == 3 and len(parts[0].removeprefix(KEYED)) == 64:
            found.entries.append(Entry(kind, *parts))
        else:
            raise StudyError(Problem(shown, f"line {number}", "it is no entry", "Restore it from git"))
    return found
