"""Report: facts, figures, tables and chapters, in Indonesian and English."""

from typing import TYPE_CHECKING

from jalin.lazily import lazily

if TYPE_CHECKING:
    from jalin.report.annotations import write_annotations
    from jalin.report.document import write_documents
    from jalin.report.facts import compute_facts, write_facts
    from jalin.report.figures import save_figures
    from jalin.report.front import evidence_pages, report_pages
    from jalin.report.numbering import number_chapters
    from jalin.report.overview import write_overview
    from jalin.report.results import Results

__all__ = [
    "Results",
    "compute_facts",
    "evidence_pages",
    "number_chapters",
    "report_pages",
    "save_figures",
    "write_annotations",
    "write_documents",
    "write_facts",
    "write_overview",
]

__getattr__ = lazily(__name__)
