"""Executed notebooks as pages: self-contained HTML through nbconvert, with our own templates."""

import base64
import hashlib
from importlib.resources import as_file, files

from nbconvert import HTMLExporter
from nbconvert.preprocessors import TagRemovePreprocessor
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter

from jalin.study import LANGUAGES, Study
from jalin.words import word


def _page(
    notebook: NotebookNode,
    study: Study,
    language: str,
    title: str,
    kind: str,
    script: str = "",
    **options: bool,
) -> str:
    notice = study.settings.notice
    templates = files("jalin.reproduce") / "templates"
    css = (templates / "page.css").read_text(encoding="utf-8")
    page = {
        "language": language,
        "title": title,
        "kind": kind,
        "notice": notice[language] if notice else "",
        "script": script,
        # the page may run this script and no other
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
        "go": word("go_there", language),
        "close": word("close", language),
        "css": css + HtmlFormatter(style="default").get_style_defs(".highlight"),
    }
    with as_file(templates) as folder:
        exporter = HTMLExporter(
            template_name="page",
            extra_template_basedirs=[str(folder)],
            exclude_anchor_links=True,
            **options,
        )
        if kind == "report":
            others = {f"report-{other}" for other in LANGUAGES if other != language}
            removed = {"about", "parameters", "injected-parameters", *others}
            exporter.register_preprocessor(TagRemovePreprocessor(remove_cell_tags=removed), enabled=True)
        body, _ = exporter.from_notebook_node(notebook, resources={"page": page})
    return body


def notebook_page(notebook: NotebookNode, study: Study, language: str, title: str) -> str:
    """The whole notebook, code and outputs, as one HTML page."""
    return _page(notebook, study, language, title, "notebook")


def report_page(notebook: NotebookNode, study: Study, language: str) -> str:
    """What the notebook shows and not how, in one language: outputs alone, as one HTML page.

    Left out are cells tagged `about`, which say what the notebook is for, and cells
    tagged `report-id` or `report-en` of the other language.
    """
    title = study.title[language]
    script = (files("jalin.reproduce") / "templates" / "page.js").read_text(encoding="utf-8")
    return _page(notebook, study, language, title, "report", script, exclude_input=True)
