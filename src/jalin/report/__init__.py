"""Report: facts, figures, tables and chapters, in Indonesian and English."""

from jalin.report.book import Book
from jalin.report.document import write_documents
from jalin.report.facts import compute_facts, write_facts
from jalin.report.figures import save_figures
from jalin.report.results import Results

__all__ = ["Book", "Results", "compute_facts", "save_figures", "write_documents", "write_facts"]
