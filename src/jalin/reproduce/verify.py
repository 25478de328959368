"""Whether a study built again gives what was published; where it does not, what differs and why."""

import base64
import difflib
import fnmatch
import hashlib
import html
import io
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PIL import Image, ImageChops

from jalin.files import digest, write_text
from jalin.reproduce.build import Options, build
from jalin.reproduce.certificate import write_certificate
from jalin.reproduce.fresh import Ground
from jalin.reproduce.manifest import (
    Entry,
    Manifest,
    inputs_of,
    outputs_of,
    pinned_versions,
    read_manifest,
    settings_of,
    this_machine,
)
from jalin.reproduce.stages import Run
from jalin.study import Study, open_study

# where a study is built again, and where once more from what was published
SCRATCH = "data/processed/.verify"
_WRITTEN = ("data/raw", "notebooks/report")
# where a copy without the raw sources begins, and the stages that it cannot make again
_GIVEN = ("data/processed/protect", "data/processed/collect")
_NOT_REMADE = ("collect", "protect")
# what is a person's own, and can be put back as it was published
_RESTORED = ("raw", "prose")


def make_scratch(study: Study, folder: Path) -> None:
    """An empty copy of what people wrote, to build in; what stood in `folder` before is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in (*_WRITTEN, *(_GIVEN if study.deposited else ())):
        if (study.root / name).is_dir():
            shutil.copytree(study.root / name, folder / name)


@dataclass
class Verified:
    """What the comparison found; empty lists of files say that the study was reproduced.

    `restorable`: a setting, or what a person wrote, differs and could be put back as published.
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
    facts: list[tuple[str, str, str]] = field(default_factory=list)
    restorable: bool = False
    proved: bool = False

    @property
    def reproduced(self) -> bool:
        return not (self.differs or self.missing or self.new)

    @property
    def causes(self) -> list[str]:
        """What explains a difference: settings, inputs and versions; the machine where there is none of these."""
        return [*self.settings, *self.inputs, *self.versions] or self.machine


def _git(study: Study, *words: str) -> bytes | None:
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
    content = _git(study, "show", f"HEAD:./{name}")
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
        manifest = read_manifest(_committed(study, "reports/MANIFEST", Path(folder)), "reports/MANIFEST")
        path = _committed(study, "reports/facts.json", Path(folder))
        listed = manifest.outputs.get("reports/facts.json")
        return manifest, _facts(path) if path.is_file() and listed and digest(path) == listed.digest else {}


def published_bytes(study: Study, entry: Entry) -> bytes | None:
    """An input as it was published, from git's history; None where that is not to be had."""
    here = study.root / entry.path
    if here.is_file() and digest(here) == entry.digest:
        return here.read_bytes()
    commits = _git(study, "log", "--format=%H", "-n", "100", "--", f"./{entry.path}")
    for commit in (commits or b"").decode().split():
        content = _git(study, "show", f"{commit}:./{entry.path}")
        if content is not None and hashlib.sha256(content).hexdigest() == entry.digest:
            return content
    return None


def make_published_scratch(study: Study, published: Manifest, folder: Path) -> bool:
    """A copy of what people wrote as it was published, to build in; whether all of it could be had.

    What was added since is left out. Files that the manifest never lists, of sources withdrawn, stay as they are.
    """
    make_scratch(study, folder)
    listed = {entry.path: entry for entry in published.entries if entry.kind in _RESTORED}
    here = {entry.path for entry in inputs_of(open_study(folder), folder) if entry.kind in _RESTORED}
    for name in here - listed.keys():
        (folder / name).unlink()
    for name, entry in listed.items():
        content = published_bytes(study, entry)
        if content is None:
            return False
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return True


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


def _changed_lines(study: Study, entry: Entry, published: Manifest) -> list[str]:
    """What changed within an input that is text, where git still has it as it was published."""
    old = next((one for one in published.entries if one.side == "input" and one.path == entry.path), None)
    path = study.root / entry.path
    before = published_bytes(study, old) if old else None
    if before is None or not path.is_file():
        return []
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


def _facts(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))["facts"]
    return {name: str(fact["value"]) for name, fact in content.items()}


def compare(study: Study, rebuilt: Path, repository: Path, parameters: Mapping[str, str | int]) -> Verified:
    """What was published by `reports/MANIFEST` against the same study built in `rebuilt` with `parameters`.

    Raises `StudyError` without a manifest.
    """
    published, old = published_of(study)
    again = open_study(rebuilt)
    after = {entry.path: entry for entry in outputs_of(again)}
    before = published.outputs
    inputs = inputs_of(again, repository)
    if study.deposited:
        # stated by the hash of what they were; see data/raw/DEPOSITED
        before = {path: entry for path, entry in before.items() if entry.kind not in _NOT_REMADE}
        after = {path: entry for path, entry in after.items() if entry.kind not in _NOT_REMADE}
        inputs = [entry for entry in inputs if entry.kind != "raw"]
    changed = _changed_inputs(
        [entry for entry in published.entries if not study.deposited or entry.kind != "raw"], inputs
    )
    found = Verified(
        settings=_differences("setting", published.settings, settings_of(parameters)),
        inputs=[_told_input(entry, published, inputs) for entry in changed],
        lines=[line for entry in changed for line in _changed_lines(study, entry, published)],
        versions=_other_versions(published, repository / "requirements.lock"),
        machine=_differences("machine", published.machine, this_machine()),
    )
    found.restorable = bool(found.settings) or any(entry.kind in _RESTORED for entry in changed)
    for path, entry in before.items():
        if path not in after:
            found.missing.append(entry)
        elif after[path].digest != entry.digest:
            found.differs.append(entry)
        else:
            found.same += 1
    found.new = [entry for path, entry in after.items() if path not in before]
    new = _facts(again.reports / "facts.json")
    if old:
        found.facts = [
            (name, old.get(name, "–"), new.get(name, "–"))
            for name in sorted(old.keys() | new.keys())
            if old.get(name) != new.get(name)
        ]
    return found


def _as_published(entry: Entry, roots: Iterable[Path]) -> Path | None:
    """Where a published file is as it was published: in the study, or in what was built from the published inputs."""
    places = (root / entry.path for root in roots)
    return next((path for path in places if path.is_file() and digest(path) == entry.digest), None)


def _sentences(path: Path) -> list[str]:
    text = re.sub(r"(?s)<(style|script).*?</\1>", " ", path.read_text(encoding="utf-8"))
    text = re.sub(r"(?i)</(p|h\d|li|tr|td|th|blockquote|figcaption|article)>", "\n", text)
    words = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return [line for line in (" ".join(part.split()) for part in words.splitlines()) if line]


def _text_difference(old: Path, new: Path) -> list[str]:
    lines = difflib.unified_diff(_sentences(old), _sentences(new), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def _picture(image: Image.Image) -> str:
    buffer = io.BytesIO()
    image.save(buffer, "png")
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode('ascii')}"


def _pictures(old: Path, new: Path) -> list[str]:
    """Old, new, and where they differ, as addresses to set in a page."""
    one, two = Image.open(old).convert("RGB"), Image.open(new).convert("RGB")
    size = (max(one.width, two.width), max(one.height, two.height))
    boards = []
    for picture in (one, two):
        board = Image.new("RGB", size, "white")
        board.paste(picture)
        boards.append(board)
    apart = ImageChops.difference(*boards).convert("L").point(lambda value: 0 if value else 255)
    return [_picture(one), _picture(two), _picture(apart)]


def report_text(found: Verified) -> str:
    """The result in plain words."""
    total = found.same + len(found.differs) + len(found.missing)
    lines = [
        "REPRODUCED" if found.reproduced else "DIFFERS",
        f"{found.same} of {total} published files are the same, byte for byte.",
    ]
    if not found.reproduced:
        lines.append("\nWhat explains it:")
        lines += [f"  {one}" for one in found.causes] or [
            "  no setting, input, version or known property of the machine differs:"
            " look at fonts and system libraries"
        ]
        if found.proved:
            lines.append("  Built with inputs and settings as published, everything comes out as published.")
        lines += [f"  {line}" for line in found.lines]
    elif found.causes:
        lines.append("\nWhat differs without changing anything:")
        lines += [f"  {one}" for one in found.causes]
    if found.facts:
        lines.append(f"\nFacts that differ: {len(found.facts)} (published -> built here)")
        lines += [f"  {name}: {old} -> {new}" for name, old, new in found.facts]
    for title, part in (("differ", found.differs), ("are missing", found.missing), ("are new", found.new)):
        if part:
            lines.append(f"\nFiles that {title}: {len(part)}")
            lines += [f"  {entry.kind}: {entry.path}" for entry in part]
    return "\n".join(lines) + "\n"


def write_report(study: Study, rebuilt: Path, found: Verified, others: Iterable[Path] = ()) -> Path:
    """Write `reports/verify/index.html` and `verify.txt`; the page's path.

    Published files are looked for in the study, and in `others`.
    """
    folder = study.reports / "verify"
    text = report_text(found)
    write_text(folder / "verify.txt", text)
    parts = [f"<h1>{'Reproduced' if found.reproduced else 'Differs'}</h1><pre>{html.escape(text)}</pre>"]
    for entry in found.differs:
        old, new = _as_published(entry, (study.root, *others)), rebuilt / entry.path
        if old is None or not new.is_file():
            continue
        name = html.escape(entry.path)
        if entry.path.endswith(".png"):
            said = ("published", "built here", "difference")
            images = "".join(
                f'<figure><img src="{source}" alt="{name}, {words}"><figcaption>{words}</figcaption></figure>'
                for source, words in zip(_pictures(old, new), said, strict=True)
            )
            parts.append(f"<h2>{name}</h2><div>{images}</div>")
        elif re.fullmatch(r"reports/report\.\w+\.html", entry.path):
            lines = "\n".join(_text_difference(old, new)[:400])
            parts.append(f"<h2>{name}</h2><pre>{html.escape(lines)}</pre>")
    style = (
        "body{font:16px/1.5 system-ui,sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem}"
        "div{display:flex;gap:1rem;flex-wrap:wrap}figure{flex:1 1 20rem;margin:0}"
        "img{width:100%;border:1px solid #999}pre{white-space:pre-wrap;overflow-wrap:anywhere}"
    )
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Verification</title>'
        '<meta name="viewport" content="width=device-width">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
        f"<style>{style}</style></head><body>{''.join(parts)}</body></html>\n"
    )
    path = folder / "index.html"
    write_text(path, page)
    return path


def verify(ground: Ground, runs: list[Run], options: Options, arguments: list[str]) -> tuple[Verified, Path]:
    """Build the study of `ground` again beside it, and compare; what was found, and the page that says so.

    Where it differs, and inputs or settings are not as published, it is built once more
    with those as published: that shows whether they explain all of it.
    Raises `StudyError` without a manifest, `NotebookFailed` when a notebook fails.
    """
    study, scratch = open_study(ground.root), ground.root / SCRATCH / "here"
    # without a manifest there is nothing to compare with, and no need to build
    published, _ = published_of(study)
    make_scratch(study, scratch)
    build(Ground(scratch, ground.repository), runs, options, arguments)
    found = compare(study, scratch, ground.repository, options.chosen)
    others: list[Path] = []
    if not found.reproduced and found.restorable and not study.deposited:
        then = ground.root / SCRATCH / "published"
        known = replace(options, **_typed(published.settings))
        if make_published_scratch(study, published, then):
            build(Ground(then, ground.repository), runs, known, arguments)
            again = {entry.path: entry.digest for entry in outputs_of(open_study(then))}
            found.proved = again == {path: entry.digest for path, entry in published.outputs.items()}
            others.append(then)
    path = write_report(study, scratch, found, others)
    write_certificate(study, ground.repository, found, published)
    shutil.rmtree(ground.root / SCRATCH)
    return found, path


def _typed(settings: dict[str, str]) -> dict[str, str | int]:
    """Settings of a manifest as parameters of a build."""
    plain = {name: "" if value == "-" else value for name, value in settings.items()}
    return plain | ({"seed": int(plain["seed"])} if "seed" in plain else {})
