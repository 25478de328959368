"""What stands in the place of the page of a notebook of which the tables alone were made. Imports nothing heavy."""

from pathlib import Path

from jalin.study import Study
from jalin.templates import render


def not_shown_page(study: Study, language: str, title: str) -> str:
    """A page that says so, with the ways to the reports, in the style of the others."""
    notice = study.settings.notice
    return render(
        "build/notebook",
        "not_shown",
        language,
        title=title,
        css=(Path(__file__).parent / "templates/page.css").read_text(encoding="utf-8"),
        notice=notice[language] if notice else "",
        reports=[f"../report.{name}.html" for name in study.languages],
    )
