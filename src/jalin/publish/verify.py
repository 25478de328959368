"""Building a study again beside itself, and telling whether that gives what was published."""

import base64
import difflib
import io
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from jalin.build.build import build
from jalin.build.cases import make_cases
from jalin.build.fresh import Folders
from jalin.build.options import Options
from jalin.errors import NotebookFailed
from jalin.files import digest, write_text
from jalin.publish.certificate import write_certificate
from jalin.publish.compare import Verified, compare
from jalin.publish.manifest import Entry
from jalin.publish.published import (
    make_published_scratch,
    make_scratch,
    published_cases_of,
    published_of,
)
from jalin.stages import Run
from jalin.study import Study, open_study
from jalin.templates import render

# where a study is built again, and where once more from what was published
SCRATCH = "data/processed/.verify"


def _as_published(entry: Entry, roots: Iterable[Path]) -> Path | None:
    """Where a published file is as it was published: in the study, or in what was built from the published inputs."""
    places = (root / entry.path for root in roots)
    return next((path for path in places if path.is_file() and digest(path) == entry.digest), None)


def _sentences(path: Path) -> list[str]:
    text = re.sub(r"(?s)<(style|script).*?</\1>", " ", path.read_text(encoding="utf-8"))
    text = re.sub(r"(?i)</(p|h\d|li|tr|td|th|blockquote|figcaption|article)>", "\n", text)
    words = unescape(re.sub(r"<[^>]+>", " ", text))
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
    if found.apart:
        lines.append("Not compared:")
        lines += [f"  {one}" for one in found.apart]
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
    files: list[tuple[str, list, list]] = []
    for entry in found.differs:
        old, new = _as_published(entry, (study.root, *others)), rebuilt / entry.path
        if old is None or not new.is_file():
            continue
        if entry.path.endswith(".png"):
            said = ("published", "built here", "difference")
            files.append((entry.path, list(zip(said, _pictures(old, new), strict=True)), []))
        elif re.fullmatch(r"reports/report\.\w+\.html", entry.path):
            files.append((entry.path, [], _text_difference(old, new)[:400]))
    title = "Reproduced" if found.reproduced else "Differs"
    page = folder / "index.html"
    write_text(page, render("publish/verify", "page", "en", title=title, text=text, files=files))
    return page


def _build_again(
    folders: Folders, runs: list[Run], options: Options, arguments: list[str], cases: bool
) -> None:
    """Build a study, and with `cases` each of its cases for itself."""
    build(folders, runs, options, arguments)
    if cases:
        stages = tuple(dict.fromkeys(run.stage for run in runs))
        told = make_cases(folders, stages, [], options, arguments).told
        if told:
            raise NotebookFailed("\n".join(told))


def verify(
    folders: Folders, runs: list[Run], options: Options, arguments: list[str]
) -> tuple[Verified, Path]:
    """Build the study of `folders` again beside it, and compare; what was found, and the page that says so.

    Where it differs, and inputs or settings are not as published, it is built once more
    with those as published: that shows whether they explain all of it.
    Raises `StudyError` without a manifest, `NotebookFailed` when a notebook fails.
    """
    study, scratch = open_study(folders.root), folders.root / SCRATCH / "here"
    # without a manifest there is nothing to compare with, and no need to build
    published, _ = published_of(study)
    make_scratch(study, scratch)
    cases = published_cases_of(study) is not None
    _build_again(Folders(scratch, folders.repository), runs, options, arguments, cases)
    found = compare(study, scratch, folders.repository, options.chosen)
    others: list[Path] = []
    if not found.reproduced and found.restorable and not study.deposited:
        then = folders.root / SCRATCH / "published"
        known = replace(options, **_typed(published.settings))
        if make_published_scratch(study, published, then):
            _build_again(Folders(then, folders.repository), runs, known, arguments, cases)
            found.proved = compare(study, then, folders.repository, known.chosen).reproduced
            others.append(then)
    path = write_report(study, scratch, found, others)
    write_certificate(study, folders.repository, found, published)
    shutil.rmtree(folders.root / SCRATCH)
    return found, path


def _typed(settings: dict[str, str]) -> dict[str, Any]:
    """Settings of a manifest as parameters of a build."""
    plain = {name: "" if value == "-" else value for name, value in settings.items()}
    return plain | ({"seed": int(plain["seed"])} if "seed" in plain else {})
