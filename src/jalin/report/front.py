"""The page of the report: title, the other forms of it, contents, lists of figures and tables; then the chapters."""

import re
from html import unescape
from pathlib import Path

from IPython.display import HTML

from jalin import __version__
from jalin.files import write_text
from jalin.report.book import Book
from jalin.report.claims import claims_csv
from jalin.report.evidence import evidence_file, evidence_page
from jalin.report.numbering import Numbering
from jalin.report.people import front_in_words
from jalin.shares import Beside
from jalin.templates import render
from jalin.words import phrase, word

_SECTION = re.compile(r'<h3(?: id="([^"]*)")?>(.*?)</h3>', re.DOTALL)


def _placed(name: str, html: str) -> tuple[str, list[tuple[str, str]]]:
    """A chapter with a place at each of its sections, and their (place, words)."""
    found: list[tuple[str, str]] = []

    def place(section: re.Match[str]) -> str:
        anchor = section[1] or f"{name}-{len(found) + 1}"
        found.append((anchor, unescape(re.sub(r"<[^>]+>", "", section[2]))))
        return f'<h3 id="{anchor}">{section[2]}</h3>'

    return _SECTION.sub(place, html), found


def _front(numbering: Numbering, sections: dict[str, list[tuple[str, str]]]) -> str:
    study, language = numbering.results.study, numbering.language
    setting = study.settings.setting
    return render(
        "report/book",
        "front",
        language,
        title=study.title[language],
        authors=study.settings.authors,
        setting=list(dict.fromkeys([setting.frame[language], setting.corpus[language]])),
        left_out=front_in_words(numbering.results, language),
        made_by=phrase("made_by", language, version=__version__),
        others=[(name, word("this_language", name)) for name in study.languages if name != language],
        chapters=[
            (chapter.name, chapter.heading, sections.get(chapter.name, []))
            for chapter in numbering.chapters
            if chapter.name in numbering.order["chapter"]
        ],
        lists=[
            (kind, [numbering.caption(name) for name in numbering.order[kind]])
            for kind in ("figure", "table")
        ],
        evidence=evidence_file(language) if numbering.order["evidence"] else "",
    )


def _write_readme(numbering: Numbering) -> None:
    """Beside the data of tables and figures what they are of, with the notice of the study: a CSV has no place for it."""
    study, language = numbering.results.study, numbering.language
    notice = study.settings.notice
    said = [study.title[language], notice[language] if notice else "", word("data_readme", language)]
    for folder in ("tables", "figures"):
        write_text(study.reports / folder / f"README.{language}.txt", "\n\n".join(filter(None, said)) + "\n")


def report_pages(numbering: Numbering, figures: Beside[Path, Path] | None = None) -> list[HTML]:
    """The whole report as a page, in parts: front matter, then each chapter; `figures` may still be being drawn."""
    book = Book(numbering, figures=figures)
    names = [chapter.name for chapter in numbering.chapters]
    placed = {name: _placed(name, html) for name, html in zip(names, book.chapters(), strict=True)}
    chapters = [
        render("report/book", "section", numbering.language, name=name, html=html)
        for name, (html, _) in placed.items()
    ]
    sections = {name: found for name, (_, found) in placed.items()}
    _write_readme(numbering)
    listed = numbering.results.study.reports / f"tables/claims.{numbering.language}.csv"
    write_text(listed, claims_csv(book.said, numbering.language))
    numbering.sentences[:] = [sentence for _, sentence in book.said]
    return [HTML(part) for part in (_front(numbering, sections), *chapters)]


def evidence_pages(numbering: Numbering) -> list[HTML]:
    """The page of all claims and passages, to stand beside the report; none where no chapter shows the evidence."""
    if not numbering.order["evidence"]:
        return []
    claims = Book(numbering).claims() if numbering.claims else ""
    findings = numbering.order["finding"]
    page = evidence_page(numbering.results, numbering.entries, numbering.language, findings, claims)
    return [HTML(page)]
