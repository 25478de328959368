"""Reproduce: run the notebooks and turn them into pages. Knows no stage."""

from jalin.reproduce.pages import notebook_page, report_page
from jalin.reproduce.run import run_notebook

__all__ = ["notebook_page", "report_page", "run_notebook"]
