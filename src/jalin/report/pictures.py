"""Pictures that stand beside the chapters, set into them as Markdown does: `![The garden in May](garden.png)`."""

import base64
import re
from dataclasses import replace
from pathlib import Path

from jalin.errors import Problem, nearest, refuse
from jalin.report.chapters import Chapter
from jalin.study import Study

_IMAGE = re.compile(r"(?P<before>!\[[^\]\n]*\]\()(?P<name>[^)\s]+)")
# what page, PDF and DOCX all show
_KINDS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif"}


def with_pictures(chapter: Chapter, study: Study, page: bool) -> Chapter:
    """A chapter with each picture's address: all of the picture for the page, on paper its path from the study's folder.

    Raises `StudyError` with the line of a picture that is not there, or that not every form of the report can show.
    """
    folder = study.root / "notebooks" / "report"
    there = {path.name: path for path in folder.iterdir() if path.suffix.lower() in _KINDS}
    problems = []

    def address(match: re.Match[str]) -> str:
        path = there.get(match["name"])
        if path is None:
            line = chapter.text.count("\n", 0, match.start()) + 1
            problems.append(Problem(chapter.shown, f"line {line}", *_missing(match["name"], list(there))))
            return ""
        if not page:
            return match["before"] + study.relative(path)
        data = base64.b64encode(path.read_bytes()).decode("ascii")
        return f"{match['before']}data:image/{_KINDS[path.suffix.lower()]};base64,{data}"

    text = _IMAGE.sub(address, chapter.text)
    refuse(problems)
    return replace(chapter, text=text)


def _missing(name: str, there: list[str]) -> tuple[str, str]:
    """What is wrong with a picture of this name, and what to do."""
    if "://" in name:
        return f"the picture {name} is on the web", "Save it beside the chapter, and write its name alone"
    if Path(name).suffix.lower() not in _KINDS:
        return f"{name} is no picture that every form of the report can show", "Save it as PNG or JPEG"
    return f"the picture {name} is not beside the chapter", nearest(name, there)
