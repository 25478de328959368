"""A study built again against what was published: which files differ, and what explains it."""

import difflib
import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from jalin.files import NAMING
from jalin.publish.manifest import (
    Entry,
    Manifest,
    inputs_of,
    outputs_of,
    pinned_versions,
    settings_of,
    this_machine,
)
from jalin.publish.published import (
    RESTORED,
    key_for,
    place_of,
    published_bytes,
    published_cases_of,
    published_of,
    read_facts,
)
from jalin.stages import read_runs
from jalin.study import Study, open_study
from jalin.sums import KEYED


@dataclass
class Verified:
    """What the comparison found; empty lists of files say that the study was reproduced.

    `restorable`: a setting, or what a person wrote, differs and could be put back as published.
    `apart`: what could not be compared, and why.
    `proved`: built once more with the inputs and settings as published, everything came out as published.
    """

    same: int = 0
    differs: list[Entry] = field(default_factory=list)
    missing: list[Entry] = field(default_factory=list)
    new: list[Entry] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    machine: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    facts: list[tuple[str, str, str]] = field(default_factory=list)
    restorable: bool = False
    proved: bool = False

    def explain(
        self,
        study: Study,
        published: Manifest,
        inputs: list[Entry],
        repository: Path,
        parameters: Mapping[str, str | int],
    ) -> None:
        """Add what `inputs` and `parameters`, packages and machine have of their own against those of a manifest."""
        listed, key = published.entries, key_for(study, published)
        if study.deposited or key is None:
            # there is no raw source to compare, or nothing to compare it by
            listed = [entry for entry in listed if entry.kind != "raw"]
            inputs = [entry for entry in inputs if entry.kind != "raw"]
        changed = _changed_inputs(listed, inputs)
        settings = _differences("setting", published.settings, settings_of(parameters))
        for entry in changed:
            lines = _changed_lines(study, entry, published, key)
            self.lines += lines if lines[:1] and lines[0] not in self.lines else []
        for kept, more in (
            (self.settings, settings),
            (self.inputs, [_told_input(entry, published, inputs) for entry in changed]),
            (self.versions, _other_versions(published, repository / "requirements.lock")),
            (self.machine, _differences("machine", published.machine, this_machine())),
        ):
            kept += [one for one in more if one not in kept]
        self.restorable |= bool(settings) or any(entry.kind in RESTORED for entry in changed)

    @property
    def reproduced(self) -> bool:
        return not (self.differs or self.missing or self.new)

    @property
    def causes(self) -> list[str]:
        """What explains a difference: settings, inputs and versions; the machine where there is none of these."""
        return [*self.settings, *self.inputs, *self.versions] or self.machine


def _not_compared(study: Study, published: Manifest) -> list[str]:
    """What of a manifest cannot be compared without the key that its sums were made with."""
    keyed = [entry for entry in published.entries if entry.digest.startswith(KEYED)]
    raw = sum(entry.kind == "raw" for entry in keyed)
    why = (
        "this copy has no raw source and no key"
        if study.deposited
        else "the key that their sums were made with is not here"
    )
    return [
        f"{raw} files of data/raw, and {len(keyed) - raw} that were made of them before names were hidden: {why}"
    ]


def _changed_inputs(published: list[Entry], now: list[Entry]) -> list[Entry]:
    """The entries of inputs that are new, gone or changed: as they are now, or as they were if gone."""
    before = {entry.path: entry for entry in published if entry.side == "input"}
    after = {entry.path: entry for entry in now}
    return [
        after.get(path) or before[path]
        for path in sorted(before.keys() | after.keys())
        if path not in before or path not in after or before[path].digest != after[path].digest
    ]


def _told_input(entry: Entry, published: Manifest, now: list[Entry]) -> str:
    """What became of an input, and which stages read it."""
    listed = {one.path for one in published.entries if one.side == "input"}
    here = {one.path for one in now}
    change = "is new" if entry.path not in listed else "is gone" if entry.path not in here else "changed"
    read = [
        stage for stage, patterns in published.reads.items() if any(_meets(entry.path, p) for p in patterns)
    ]
    by = f"; read by {', '.join(read)}" if read else ""
    return f"{entry.kind}: {entry.path} {change}{by}"


def _meets(path: str, pattern: str) -> bool:
    return path == pattern or path.startswith(f"{pattern}/") or fnmatch.fnmatchcase(path, pattern)


def _changed_lines(study: Study, entry: Entry, published: Manifest, key: bytes | None) -> list[str]:
    """What changed within an input that is text, where git still has it as it was published."""
    old = next((one for one in published.entries if one.side == "input" and one.path == entry.path), None)
    path = place_of(study, entry)
    before = published_bytes(study, old, key) if old else None
    if before is None or not path.is_file():
        return []
    if any(entry.path.startswith(f"data/raw/{name}") for name in NAMING):
        # the next audit would find in this account what they name
        return [entry.path, "  what changed in it is not shown: it may name people"]
    try:
        texts = before.decode("utf-8").splitlines(), path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    lines = list(difflib.unified_diff(*texts, lineterm="", n=0))[2:]
    shown = [line if len(line) <= 300 else line[:300] + "…" for line in lines[:30]]
    return [entry.path, *(f"  {line}" for line in shown), *(["  …"] if len(lines) > 30 else [])]


def _other_versions(published: Manifest, lock: Path) -> list[str]:
    """Packages that are not at the version they had when the study was published, or that the lock names."""
    told = []
    here = pinned_versions(lock)
    for name in sorted(published.versions.keys() | here.keys()):
        pins, was = here.get(name, ""), published.versions.get(name, "")
        try:
            found = version(name)
        except PackageNotFoundError:
            found = ""
        if was and pins != was:
            told.append(f"version: {name} was {_either(was)}, the lock here has {_either(pins) or 'none'}")
        elif published.versions and pins and not was:
            told.append(f"version: {name} {_either(pins)} is in the lock, it was not when this was published")
        if found and pins and found not in pins.split("|"):
            told.append(f"version: {name} {found} is installed, the lock has {_either(pins)}")
    return told


def _either(pins: str) -> str:
    return " or ".join(pins.split("|")) if pins else ""


def _differences(kind: str, before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [
        f"{kind}: {name} was {before[name]}, here it is {after.get(name, '-')}"
        for name in before
        if before[name] != after.get(name, "-")
    ]


def compare(study: Study, rebuilt: Path, repository: Path, parameters: Mapping[str, str | int]) -> Verified:
    """What was published by `reports/MANIFEST` against the same study built in `rebuilt` with `parameters`.

    So too its cases, where they were published. Raises `StudyError` without a manifest.
    """
    published, old = published_of(study)
    again, key = open_study(rebuilt), key_for(study, published)
    before, after = published.outputs, {entry.path: entry for entry in outputs_of(again, repository, key)}
    inputs = inputs_of(again, repository, key)
    found = Verified()
    found.explain(study, published, inputs, repository, parameters)
    if (cases := published_cases_of(study)) is not None:
        before |= cases.outputs
        after |= {entry.path: entry for entry in outputs_of(again, repository, key, cases=True)}
        found.explain(study, cases, inputs, repository, parameters)
    if study.deposited:
        # stated by the sum of what they were; see data/raw/DEPOSITED
        given = {run.stage for run in read_runs(repository) if run.sources}
        before = {path: entry for path, entry in before.items() if entry.kind not in given}
        after = {path: entry for path, entry in after.items() if entry.kind not in given}
    if key is None:
        kept = {path for path, entry in before.items() if entry.digest.startswith(KEYED)}
        found.apart = _not_compared(study, published)
        before, after = ({path: part[path] for path in part if path not in kept} for part in (before, after))
    for path, entry in before.items():
        if path not in after:
            found.missing.append(entry)
        elif after[path].digest != entry.digest:
            found.differs.append(entry)
        else:
            found.same += 1
    found.new = [entry for path, entry in after.items() if path not in before]
    new = read_facts(again.reports / "facts.json")
    if old:
        found.facts = [
            (name, old.get(name, "–"), new.get(name, "–"))
            for name in sorted(old.keys() | new.keys())
            if old.get(name) != new.get(name)
        ]
    return found
