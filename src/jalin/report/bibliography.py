"""The works that chapters cite, as references.bib has them."""

import re
from collections.abc import Mapping
from pathlib import Path

from jalin.errors import Problem, nearest, refuse
from jalin.reading import read_text

BIBLIOGRAPHY = "data/raw/references.bib"
CITED = re.compile(r"(?<![\w.])-?@([A-Za-z][\w:-]*[A-Za-z0-9])")
_ENTRY = re.compile(r"(?m)(?:^|(?<=[})]))[ \t]*@[ \t]*(\w+)[ \t]*[{(]\s*([^,\s{}()\"]+)\s*,")
_NO_WORK = {"comment", "preamble", "string"}
# LaTeX puts an accent on a dotless i or j; the letter with its accent is another one
_DOTLESS = re.compile(
    r"(\\(?:['`^\"~=.]|[uvHckr](?![A-Za-z])))\s*(?:\{\s*\\([ij])\s*\}|\\([ij])(?![A-Za-z]) ?)"
)


def with_letters(text: str) -> str:
    """BibTeX whose accented i and j are letters: `\\'{\\i}`, as LaTeX needs it, becomes `\\'{i}`."""
    return _DOTLESS.sub(lambda found: f"{found[1]}{{{found[2] or found[3]}}}", text)


def works_of(path: Path) -> dict[str, int]:
    """The works of a file of BibTeX, and the line on which each begins.

    Raises `StudyError` for a work that stands twice: pandoc would take the last one without a word.
    """
    text = read_text(path, BIBLIOGRAPHY)
    lines: dict[str, int] = {}
    problems = []
    for entry in _ENTRY.finditer(text):
        if entry[1].casefold() in _NO_WORK:
            continue
        line = text.count("\n", 0, entry.start(1)) + 1
        if first := lines.get(entry[2]):
            what = f"the work {entry[2]} stands twice, first in line {first}"
            remedy = "Keep one of the two, or give one another key"
            problems.append(Problem(BIBLIOGRAPHY, f"line {line}", what, remedy))
        lines.setdefault(entry[2], line)
    refuse(problems)
    return lines


def refuse_unknown_works(chapters: Mapping[str, str], bibliography: Path) -> None:
    """Raise `StudyError` for each work cited in `chapters`, texts by their paths, that `bibliography` has not."""
    known = works_of(bibliography)
    refuse(
        [
            Problem(
                shown,
                f"line {text.count(chr(10), 0, match.start()) + 1}",
                f"the work @{match[1]} is not in {BIBLIOGRAPHY}",
                nearest(match[1], known),
            )
            for shown, text in chapters.items()
            for match in CITED.finditer(text)
            if match[1] not in known
        ]
    )
