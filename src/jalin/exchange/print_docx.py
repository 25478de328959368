"""The coded text as a Word file: every coding is a comment in the margin, signed by its coder."""

from bisect import bisect_left, bisect_right
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pandas as pd
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from jalin.exchange.coding_lines import day_of
from jalin.exchange.comment_codes import Comments
from jalin.exchange.printed import printed
from jalin.files import MOMENT, write_package
from jalin.words import word


def _runs(paragraph: Paragraph, text: str, edges: list[int]) -> list[tuple[int, Run]]:
    """The line cut at `edges`, each part a run with where it begins."""
    found = []
    for left, right in pairwise(sorted({0, len(text), *(edge for edge in edges if 0 < edge < len(text))})):
        found.append((left, paragraph.add_run(text[left:right])))
    return found


def _paragraph(document: docx.document.Document) -> Paragraph:
    """A new paragraph at the end; python-docx looks through all that there are for the place of each."""
    element = OxmlElement("w:p")
    document.element.body[-1].addprevious(element)
    return Paragraph(element, document._body)


def _source(
    document: docx.document.Document,
    text: str,
    codings: pd.DataFrame,
    names: dict[str, str],
    comments: Comments,
    aside: list[Any],
) -> None:
    """The lines of a source as paragraphs, coded parts marked, with a comment for each coding.

    A new comment is numbered after the greatest there is, for which python-docx looks through all: those before the
    last wait `aside`.
    """
    written = document.part._comments_part.element
    marked: dict[int, Run] = {}
    runs: list[tuple[int, Run]] = []
    at = 0
    edges = sorted({*codings["start"], *codings["end"]})
    for line in text.splitlines():
        paragraph = _paragraph(document)
        here = [edge - at for edge in edges if at < edge < at + len(line)]
        runs += [(at + left, run) for left, run in _runs(paragraph, line, here)]
        at += len(line) + 1
    begins = [begin for begin, _ in runs]
    for row in codings.sort_values(["start", "end", "code", "coder"]).itertuples():
        first, last = bisect_left(begins, row.start), bisect_left(begins, row.end)
        covered = [
            run for _, run in runs[first:last] or runs[max(0, bisect_right(begins, row.start) - 1) :][:1]
        ]
        marked |= {id(run): run for run in covered}
        words = comments.written(names[row.code], row.memo)
        comment = document.add_comment([covered[0], covered[-1]], words, row.coder, row.coder[:3])
        day = day_of(row.created)
        moment = f"{day}T00:00:00Z" if day else "1980-01-01T00:00:00Z"
        comment._comment_elm.set(qn("w:date"), moment)
        if len(written) > 1:
            aside.append(written[0])
            written.remove(written[0])
    for run in marked.values():
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def write_docx(
    title: str,
    notice: str,
    sources: pd.DataFrame,
    texts: dict[str, str],
    codings: pd.DataFrame,
    names: dict[str, str],
    comments: Comments,
    language: str,
    path: Path,
) -> None:
    """Write every source of `sources` with its codings as a Word file, each source on a page of its own.

    `names`: the name of each code, which `comments` writes; `notice` stands first when there is one.
    """
    document = docx.Document()
    properties = document.core_properties
    # the file format takes no more of a property
    properties.title, properties.author, properties.comments = title[:255], "", ""
    properties.language = language
    properties.created = properties.modified = MOMENT
    for language_tag in document.styles.element.iter(qn("w:lang")):
        language_tag.set(qn("w:val"), word("locale", language))
    document.add_heading(title, level=0)
    if notice:
        document.add_paragraph().add_run(notice).bold = True
    aside: list[Any] = []
    for number, (heading, text, own) in enumerate(printed(sources, texts, codings, language)):
        if number:
            document.add_page_break()
        document.add_heading(heading, level=1)
        _source(document, text, own, names, comments, aside)
    written = document.part._comments_part.element
    # each is appended, for to count to a place among 50,000 takes as long as all that was written
    written.extend([*aside, *written])
    write_package(path, document.save)
