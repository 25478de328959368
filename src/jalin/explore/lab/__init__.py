"""JupyterLab on one study, opened at its workbench; no file that git tracks is touched."""

import os
import sys
from pathlib import Path

import nbformat

from jalin.explore.desk import Desk
from jalin.files import write_text
from jalin.study import Study
from jalin.words import word

# in the private folder, which no git and no deposit takes; labextensions/ beside this file runs it when it is opened
PAGE = "data/processed/private/lab/workbench.ipynb"
# JupyterLab asks nobody for news, updates or extensions
_ALONE = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


def write_page(study: Study, me: str = "", language: str = "") -> Path:
    """The page of the workbench, a notebook of one cell; raises `StudyError` for a coder or language that is not there."""
    desk = Desk(study, me, language)
    code = (
        "from jalin.explore import workbench\n\n"
        f"workbench({str(desk.root)!r}, me={desk.coder!r}, language={desk.language!r})"
    )
    cell = nbformat.v4.new_code_cell(code, id="workbench", metadata={"jupyter": {"source_hidden": True}})
    title = nbformat.v4.new_markdown_cell(
        f"# {study.settings.title[desk.language]}\n\n{word('bench.page', desk.language)}", id="title"
    )
    book = nbformat.v4.new_notebook(cells=[title, cell])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = study.root / PAGE
    write_text(path, nbformat.writes(book))
    return path


def command(study: Study, *more: str) -> list[str]:
    """The command that opens JupyterLab on the study's folder, at the page."""
    root = f"--ServerApp.root_dir={study.root.resolve()}"
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        "--ip=127.0.0.1",
        root,
        *_ALONE,
        *more,
        str(study.root / PAGE),
    ]


def environment() -> dict[str, str]:
    """The variables of the process with which JupyterLab finds what runs the page, and that it is not to ask about news."""
    here = str(Path(__file__).parent)
    names = ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH")
    ours = {name: os.pathsep.join(filter(None, [here, os.environ.get(name)])) for name in names}
    return {**os.environ, **ours}
