"""Whether a study built again gives what was published; where it does not, what differs and why."""

import base64
import difflib
import html
import io
import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PIL import Image, ImageChops

from jalin.files import digest, write_text
from jalin.reproduce.manifest import Entry, inputs_of, outputs_of, read_manifest
from jalin.study import Study, open_study

# where a study is built again
SCRATCH = "data/processed/.verify"
_WRITTEN = ("data/raw", "notebooks/report")
# where a copy without the raw sources begins, and the stages that it cannot make again
_GIVEN = ("data/processed/protect", "data/processed/collect")
_NOT_REMADE = ("collect", "protect")


def make_scratch(study: Study, folder: Path) -> None:
    """An empty copy of what people wrote, to build in; what stood in `folder` before is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in (*_WRITTEN, *(_GIVEN if study.deposited else ())):
        if (study.root / name).is_dir():
            shutil.copytree(study.root / name, folder / name)


@dataclass
class Verified:
    """What the comparison found; empty lists say that the study was reproduced."""

    same: int = 0
    differs: list[Entry] = field(default_factory=list)
    missing: list[Entry] = field(default_factory=list)
    new: list[Entry] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    facts: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def reproduced(self) -> bool:
        return not (self.differs or self.missing or self.new)


def _committed(study: Study, name: str, folder: Path) -> Path:
    """A file as git has it committed, put into `folder`; as it stands here without git.

    A build writes the manifest anew, so what stands here may be the reader's own.
    """
    done = subprocess.run(
        ["git", "-C", str(study.root), "show", f"HEAD:./{name}"], capture_output=True, check=False
    )
    if done.returncode != 0:
        return study.root / name
    path = folder / Path(name).name
    path.write_bytes(done.stdout)
    return path


def published_of(study: Study) -> tuple[list[Entry], dict[str, str]]:
    """The entries of the published manifest, and the facts it lists, where they are still to be had.

    Raises `StudyError` without a manifest.
    """
    with tempfile.TemporaryDirectory(prefix="jalin-") as folder:
        entries = read_manifest(_committed(study, "reports/MANIFEST", Path(folder)), "reports/MANIFEST")
        path = _committed(study, "reports/facts.json", Path(folder))
        wanted = next((entry.digest for entry in entries if entry.path == "reports/facts.json"), "")
        return entries, _facts(path) if path.is_file() and digest(path) == wanted else {}


def _changed_inputs(published: list[Entry], now: list[Entry]) -> list[str]:
    before = {entry.path: entry for entry in published if entry.side == "input"}
    after = {entry.path: entry for entry in now}
    told = []
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        kind = (old or new).kind
        if old is None:
            told.append(f"{kind}: {path} is new")
        elif new is None:
            told.append(f"{kind}: {path} is gone")
        elif old.digest != new.digest:
            told.append(f"{kind}: {path} changed")
    return told


def _other_versions(lock: Path) -> list[str]:
    """Packages installed at another version than the lock has."""
    if not lock.exists():
        return []
    wanted: dict[str, set[str]] = {}
    for name, pinned in re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)", lock.read_text(encoding="utf-8")):
        wanted.setdefault(name, set()).add(pinned)
    told = []
    for name, pins in sorted(wanted.items()):
        try:
            found = version(name)
        except PackageNotFoundError:
            continue
        if found not in pins:
            told.append(f"{name} {found} is installed, the lock has {' or '.join(sorted(pins))}")
    return told


def _facts(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))["facts"]
    return {name: str(fact["value"]) for name, fact in content.items()}


def compare(study: Study, rebuilt: Path, repository: Path) -> Verified:
    """What was published by `reports/MANIFEST` against the same study built in `rebuilt`.

    Raises `StudyError` without a manifest.
    """
    published, old = published_of(study)
    again = open_study(rebuilt)
    after = {entry.path: entry for entry in outputs_of(again)}
    found = Verified(
        inputs=_changed_inputs(
            [entry for entry in published if not study.deposited or entry.kind != "raw"],
            [entry for entry in inputs_of(again, repository) if not study.deposited or entry.kind != "raw"],
        ),
        versions=_other_versions(repository / "requirements.lock"),
    )
    before = {entry.path: entry for entry in published if entry.side == "output"}
    if study.deposited:
        # stated by the hash of what they were; see data/raw/DEPOSITED
        before = {path: entry for path, entry in before.items() if entry.kind not in _NOT_REMADE}
        after = {path: entry for path, entry in after.items() if entry.kind not in _NOT_REMADE}
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


def _still_here(study: Study, entry: Entry) -> bool:
    """Whether a published file is in the study as it was published."""
    here = study.root / entry.path
    return here.is_file() and digest(here) == entry.digest


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
    for title, part in (("differ", found.differs), ("are missing", found.missing), ("are new", found.new)):
        if part:
            lines.append(f"\n{len(part)} files {title}:")
            lines += [f"  {entry.kind}: {entry.path}" for entry in part]
    if found.facts:
        lines.append(f"\n{len(found.facts)} facts differ (published -> built here):")
        lines += [f"  {name}: {old} -> {new}" for name, old, new in found.facts]
    if not found.reproduced:
        lines.append("\nWhat explains it:")
        reasons = [*found.inputs, *found.versions]
        lines += [f"  {one}" for one in reasons] or [
            "  no input and no version differs: look at the machine (processor, fonts, system libraries)"
        ]
    elif found.inputs:
        lines.append("\nInputs that differ without changing anything:")
        lines += [f"  {one}" for one in found.inputs]
    return "\n".join(lines) + "\n"


def write_report(study: Study, rebuilt: Path, found: Verified) -> Path:
    """Write `reports/verify/index.html` and `verify.txt`; the page's path."""
    folder = study.reports / "verify"
    text = report_text(found)
    write_text(folder / "verify.txt", text)
    parts = [f"<h1>{'Reproduced' if found.reproduced else 'Differs'}</h1><pre>{html.escape(text)}</pre>"]
    for entry in found.differs:
        old, new = study.root / entry.path, rebuilt / entry.path
        if not _still_here(study, entry) or not new.is_file():
            continue
        if entry.path.endswith(".png"):
            images = "".join(f'<img src="{source}" alt="">' for source in _pictures(old, new))
            parts.append(
                f"<h2>{html.escape(entry.path)}</h2><p>published, built here, difference</p><div>{images}</div>"
            )
        elif re.fullmatch(r"reports/report\.\w+\.html", entry.path):
            lines = "\n".join(_text_difference(old, new)[:400])
            parts.append(f"<h2>{html.escape(entry.path)}</h2><pre>{html.escape(lines)}</pre>")
    style = "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}img{max-width:32%;border:1px solid #ccc}pre{white-space:pre-wrap}"
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Verification</title>'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
        f"<style>{style}</style></head><body>{''.join(parts)}</body></html>\n"
    )
    path = folder / "index.html"
    write_text(path, page)
    return path
