"""A draft of the Data Overview that goes with annotations: how data were generated, how analysed, and the logic of annotating.

The three parts are those that ATI asks for (Qualitative Data Repository, Instructions for Annotation for Transparent
Inquiry). The sections of the chapters that answer the reporting checklist are its material: which these are, a person
says in `analysis/reporting.yaml` (SRQR, O'Brien et al. 2014).
"""

import re
from collections.abc import Iterable, Sequence

from IPython.display import HTML
from lxml import html

from jalin.files import write_text
from jalin.report.checklists import read_reporting
from jalin.report.numbering import Numbering
from jalin.report.people import consent_in_words, ethics_in_words, together_in_words, translated_in_words
from jalin.words import day, phrase, word

# the items of SRQR whose sections tell of each part, the most telling first, and its share of about 1,000 words
_PARTS = {"generation": ((10, 8, 9, 11, 7, 6), 420), "analysis": ((14, 13, 15, 5), 380)}


def _sections(pages: Sequence[HTML]) -> dict[str, list[str]]:
    """The paragraphs of each section of the chapters by its anchor, without the marks of claims."""
    found: dict[str, list[str]] = {}
    for page in pages:
        tree = html.fragment_fromstring(str(page.data), create_parent="div")
        for mark in tree.xpath('//sup[@class="claim"]'):
            mark.drop_tree()
        anchor = ""
        for one in tree.iter("h2", "h3", "p"):
            if one.tag != "p":
                anchor = one.get("id") or ""
                found.setdefault(anchor, [])
            elif not any(up.tag in ("blockquote", "nav", "header") for up in one.iterancestors()):
                found.setdefault(anchor, []).append(" ".join(one.text_content().split()))
    return found


def _some(paragraphs: Iterable[str], words: int) -> list[str]:
    """Paragraphs up to about so many words; the last one ends with a sentence."""
    kept: list[str] = []
    for paragraph in dict.fromkeys(paragraphs):
        if words <= 0:
            break
        sentences = re.split(r"(?<=[.!?…]) (?=\S)", paragraph)
        said: list[str] = []
        while sentences and words > 0:
            said.append(sentences.pop(0))
            words -= len(said[-1].split())
        kept.append(" ".join(said))
    return kept


def write_overview(numbering: Numbering, pages: Sequence[HTML], annotations: int) -> None:
    """Write `reports/data-overview.LANGUAGE.md`; `pages` are the parts of the page, of which so many places are annotated."""
    results, language = numbering.results, numbering.language
    study = results.study
    sections, answers = _sections(pages), read_reporting(study).srqr
    sources = results["protect/sources"]
    counts = {
        "sources": len(sources),
        "informants": sources["informant_id"].replace("", None).nunique(),
        "first": day(sources["date"].min(), language) if len(sources) else "–",
        "last": day(sources["date"].max(), language) if len(sources) else "–",
    }
    lines = [f"# {word('overview', language)}", study.title[language], word("overview.draft", language)]
    for part, (items, share) in _PARTS.items():
        lines.append(f"## {word(f'overview.{part}', language)}")
        if part == "generation":
            lines.append(phrase("overview.counts", language, **counts))
        told = [
            paragraph
            for item in items
            if item in answers
            for anchor in answers[item].in_
            for paragraph in sections.get(anchor, [])
        ]
        lines += _some(told, share) or [phrase("overview.open", language, items=", ".join(map(str, items)))]
    said = [
        phrase("overview.annotations", language, annotations=annotations, claims=len(numbering.claims)),
        word("overview.chosen", language),
        consent_in_words(results, language),
        together_in_words(results, language),
        translated_in_words(results, language),
        ethics_in_words(results, language),
    ]
    lines += [f"## {word('overview.logic', language)}", " ".join(filter(None, said))]
    if study.settings.notice:
        lines.insert(2, f"**{study.settings.notice[language]}**")
    write_text(study.reports / f"data-overview.{language}.md", "\n\n".join(lines) + "\n")
