"""The coded text as a Word file: every coding is a comment in the margin, signed by its coder.

Paragraphs and comments are written as XML: python-docx takes a hundred times as long for each as it takes to be read.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
import pandas as pd
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from jalin.exchange.coding_lines import day_of
from jalin.exchange.comment_codes import Comments
from jalin.exchange.printed import printed
from jalin.exchange.project import writable
from jalin.files import write_package
from jalin.words import word

_REFERENCE = '<w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
_OF_COMMENT = '<w:pPr><w:pStyle w:val="CommentText"/></w:pPr>'
_OF_HEADING = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_MARKED = '<w:rPr><w:highlight w:val="yellow"/></w:rPr>'
_LINE_END = re.compile("\r\n?|\n")


def _run(text: str, properties: str = "") -> str:
    """A run of text; a tab in it is one of Word's."""
    parts = []
    for part in text.split("\t"):
        kept = ' xml:space="preserve"' if part != part.strip() else ""
        parts.append(part and f"<w:t{kept}>{escape(part)}</w:t>")
    return f"<w:r>{properties}{'<w:tab/>'.join(parts)}</w:r>"


def _comment(number: int, coder: str, day: str, words: str) -> str:
    """A comment, each line of it a paragraph."""
    first = f"<w:r>{_REFERENCE}<w:annotationRef/></w:r>"
    lines = [line and _run(line) for line in _LINE_END.split(writable(words))]
    paragraphs = "</w:p><w:p>".join(f"{_OF_COMMENT}{line}" for line in [first + lines[0], *lines[1:]])
    head = f"w:author={quoteattr(coder)} w:initials={quoteattr(coder[:3])} w:date={quoteattr(day)}"
    return f'<w:comment w:id="{number}" {head}><w:p>{paragraphs}</w:p></w:comment>'


def _source(
    text: str, codings: pd.DataFrame, names: dict[str, str], comments: Comments, number: int
) -> tuple[str, str]:
    """The lines of a source as paragraphs, coded parts marked; and its comments, one a coding, from `number` on."""
    edges = sorted({*codings["start"], *codings["end"]})
    # where each run begins and ends, and the line it is of
    runs: list[tuple[int, int, int]] = []
    at, lines = 0, text.splitlines()
    for line_number, line in enumerate(lines):
        end = at + len(line)
        inside = edges[bisect_right(edges, at) : bisect_left(edges, end)]
        runs += [(left, right, line_number) for left, right in pairwise(sorted({at, *inside, end}))]
        at = end + 1
    begins = [begin for begin, _, _ in runs]
    marked: set[int] = set()
    before: dict[int, str] = defaultdict(str)
    after: dict[int, str] = defaultdict(str)
    written = []
    for row in codings.sort_values(["start", "end", "code", "coder"]).itertuples():
        first, last = bisect_left(begins, row.start), bisect_left(begins, row.end)
        if first == last:
            first = max(0, bisect_right(begins, row.start) - 1)
            last = first + 1
        marked.update(range(first, last))
        before[first] += f'<w:commentRangeStart w:id="{number}"/>'
        reference = f'<w:r>{_REFERENCE}<w:commentReference w:id="{number}"/></w:r>'
        after[last - 1] = f'<w:commentRangeEnd w:id="{number}"/>{reference}' + after[last - 1]
        day = day_of(row.created)
        moment = f"{day}T00:00:00Z" if day else "1980-01-01T00:00:00Z"
        written.append(_comment(number, row.coder, moment, comments.written(names[row.code], row.memo)))
        number += 1
    inner = [""] * len(lines)
    for at, (left, right, line_number) in enumerate(runs):
        run = _run(writable(text[left:right]), _MARKED if at in marked else "")
        inner[line_number] += before[at] + run + after[at]
    return "".join(f"<w:p>{one}</w:p>" for one in inner), "".join(written)


def _elements(kind: str, inner: str) -> list[Any]:
    """The elements that a piece of XML says."""
    return list(parse_xml(f"<w:{kind} {nsdecls('w')}>{inner}</w:{kind}>"))


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
    for language_tag in document.styles.element.iter(qn("w:lang")):
        language_tag.set(qn("w:val"), word("locale", language))
    document.add_heading(title, level=0)
    if notice:
        document.add_paragraph().add_run(notice).bold = True
    number = 0
    body, margin = document.element.body, document.part._comments_part.element
    for at, (heading, text, own) in enumerate(printed(sources, texts, codings, language)):
        head = (_BREAK if at else "") + f"<w:p>{_OF_HEADING}{_run(heading)}</w:p>"
        paragraphs, written = _source(text, own, names, comments, number)
        number += len(own)
        for one in _elements("body", head + paragraphs):
            body[-1].addprevious(one)
        margin.extend(_elements("comments", written))
    write_package(path, document.save)
