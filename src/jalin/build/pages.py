"""Executed notebooks as pages: self-contained HTML through nbconvert, with our own templates."""

import base64
import hashlib
import re
from collections.abc import Callable, Collection, Iterable
from copy import deepcopy
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter
from nbconvert.filters import Highlight2HTML, clean_html
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbconvert.preprocessors import TagRemovePreprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pygments.formatters import HtmlFormatter

from jalin.study import Study
from jalin.templates import render
from jalin.words import word

_TEMPLATES = Path(__file__).parent / "templates"
_WORDLESS = re.compile(r"<img(?=[\s/>])(?![^>]*\salt=)")
# cells that say what a notebook is for, and of what
_ABOUT = {"about", "parameters", "injected-parameters"}


class _AsWritten(HTMLExporter):
    """Puts out what the cells of a report show as they show it.

    nbconvert takes the whole page apart and puts it together again, some seconds for a large one, to find
    pictures without words in their place.
    """

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook."""
        resources = self._init_resources(resources)
        lexer = nb.metadata.get("language_info", {}).get("pygments_lexer", "ipython3")
        self.register_filter("highlight_code", Highlight2HTML(pygments_lexer=lexer, parent=self))
        kinds = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=resources)
        self.register_filter("filter_data_type", kinds)
        html, resources = super(HTMLExporter, self).from_notebook_node(nb, resources, **kw)
        return _WORDLESS.sub(r'<img alt="No description has been provided for this image"', html), resources


@cache
def _exporter(report: bool = False) -> HTMLExporter:
    """The exporter of whole notebooks; or of reports."""
    exporter = (_AsWritten if report else HTMLExporter)(
        template_name="page",
        extra_template_basedirs=[str(_TEMPLATES)],
        exclude_anchor_links=True,
        exclude_input=report,
    )
    # the code of a notebook is the same in each case
    exporter.register_filter("clean_html", lru_cache(maxsize=256)(clean_html))
    if report:
        exporter.register_preprocessor(TagRemovePreprocessor(remove_cell_tags=_ABOUT), enabled=True)
    return exporter


def _page(
    exporter: HTMLExporter,
    notebook: NotebookNode,
    language: str,
    title: str,
    kind: str,
    notice: str = "",
    script: str = "",
) -> str:
    css = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
    page = {
        "language": language,
        "title": title,
        "kind": kind,
        "notice": notice,
        "script": script,
        # the page may run this script and no other
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
        "go": word("go_there", language),
        "close": word("close", language),
        "skip": word("skip", language),
        "back": word("back", language),
        "code": word("notebook.code", language),
        "css": css + HtmlFormatter(style="default").get_style_defs(".highlight"),
    }
    return exporter.from_notebook_node(notebook, resources={"page": page})[0]


def _notice(study: Study, language: str) -> str:
    notice = study.settings.notice
    return notice[language] if notice else ""


_SECTION = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
# a table with more rows than that is folded away
_MANY = 15


def notebook_page(notebook: NotebookNode, study: Study, language: str, title: str) -> str:
    """The whole notebook, code folded away and outputs, as one HTML page with contents and the ways to the reports."""
    page = _page(_exporter(), notebook, language, title, "notebook", _notice(study, language))
    reports = [(f"../report.{name}.html", word("this_language", name)) for name in study.languages]
    sections: list[tuple[str, str]] = []

    def place(heading: re.Match[str]) -> str:
        sections.append((f"s-{len(sections) + 1}", heading[1]))
        return f'<h2 id="{sections[-1][0]}">{heading[1]}</h2>'

    page = _SECTION.sub(place, page)
    head = render("build/notebook", "head", language, reports=reports, sections=sections)
    return page.replace('<main id="content">', f'<main id="content">\n{head}', 1)


def readable(notebook: NotebookNode, language: str, pages: Collection[str] = ()) -> NotebookNode:
    """A copy of an executed notebook to be read: code folded, corners of tables no headings, long tables folded away.

    `pages` were made of the cells that are for the report; the ways to them stand in their place.
    """
    copy = nbformat.from_dict(deepcopy(notebook))
    for cell in copy.cells:
        if cell.cell_type != "code":
            continue
        cell.metadata["jupyter"] = {"source_hidden": True}
        if pages and not set(cell.metadata.get("tags", [])) & _ABOUT:
            made = render("build/notebook", "made", language, pages=[Path(name).name for name in pages])
            cell.outputs = [new_output("display_data", data={"text/html": made})] if cell.outputs else []
        for output in cell.outputs:
            if html := output.get("data", {}).get("text/html"):
                output.data["text/html"] = _readable_table(html, language)
    return copy


_ROWLESS = re.compile(r"(?<=<tbody>)\s*(?=</tbody>)")


def _readable_table(html: str, language: str) -> str:
    html = _ROWLESS.sub(f"<tr><td>{word('empty_cell', language)}</td></tr>", html)
    if 'class="dataframe"' not in html:
        return html
    # a table wider than a phone is scrolled by the keyboard, too
    html = html.replace("<th></th>", "<td></td>").replace("<table", '<table tabindex="0"')
    rows = html.count("<tr") - html.partition("</thead>")[0].count("<tr")
    return render("build/notebook", "folded", language, rows=rows, table=html) if rows > _MANY else html


def report_page(
    notebook: NotebookNode, study: Study, language: str, without: Collection[str] = (), kind: str = "report"
) -> str:
    """What the notebook shows and not how, in one language: outputs alone, as one HTML page.

    Left out are cells tagged `about`, which say what the notebook is for, and those with a tag of `without`.
    `kind`: the class of the page, a word of the catalogue where it is not the report.
    """
    title = study.title[language]
    if kind != "report":
        title = f"{word(kind, language)}: {title}"
    notebook = _chosen(notebook, lambda tags: not tags & set(without))
    script = (_TEMPLATES / "page.js").read_text(encoding="utf-8")
    return _page(_exporter(report=True), notebook, language, title, kind, _notice(study, language), script)


def page_of_tag(notebook: NotebookNode, study: Study, language: str, tag: str) -> str:
    """The page beside the report of the cells that have a tag, which is a word of the catalogue; "" where they show nothing."""
    notebook = _chosen(notebook, lambda tags: tag in tags)
    if not any(cell.get("outputs") for cell in notebook.cells):
        return ""
    return report_page(notebook, study, language, kind=tag)


def _chosen(notebook: NotebookNode, fits: Callable[[set[str]], bool]) -> NotebookNode:
    """`notebook` with those cells alone whose tags fit."""
    cells = [cell for cell in notebook.cells if fits(set(cell.metadata.get("tags", [])))]
    return NotebookNode({**notebook, "cells": cells})


_SPOKEN = "language-"


def spoken(notebook: NotebookNode, language: str) -> NotebookNode:
    """`notebook` without the cells that are tagged as of another language, `language-id`; in English where it has none of its own."""
    of = [
        {tag for tag in cell.metadata.get("tags", []) if tag.startswith(_SPOKEN)} for cell in notebook.cells
    ]
    own = f"{_SPOKEN}{language}"
    own = own if own in set().union(*of) else f"{_SPOKEN}en"
    notebook.cells = [cell for cell, tags in zip(notebook.cells, of, strict=True) if not tags or own in tags]
    return notebook


def ready(notebooks: Iterable[Path] = ()) -> None:
    """Make a page of nothing in particular and of `notebooks`: processes forked from this one need not read templates and code again."""
    cells = [new_markdown_cell("# *a*"), new_code_cell("a = 1", outputs=[new_output("stream", text="1")])]
    for notebook in (new_notebook(cells=cells), *(nbformat.read(path, 4) for path in notebooks)):
        # as a kernel would say of itself
        notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
        _page(_exporter(), notebook, "en", "", "notebook")
