"""Reporting checklists: which items are present and where, and which are open. Never "satisfied".

COREQ: Tong, Sainsbury & Craig 2007 (Int J Qual Health Care 19, 349-357). SRQR: O'Brien et al. 2014
(Acad Med 89, 1245-1251). The words of the items are our own, as is what the compendium itself answers
(`checklist_answer`, with facts in braces); everything else a person answers in `FILE`.
"""

import re
from string import Formatter
from typing import Any

import pandas as pd
from pydantic import Field, model_validator

from jalin.errors import Problem, nearest, refuse
from jalin.named import Words
from jalin.reading import Strict, line_in, read_model, read_text
from jalin.report.chapters import chapters_of
from jalin.report.facts import compute_facts
from jalin.report.left_out import left_out
from jalin.report.people import consent_in_words, ethics_in_words
from jalin.report.results import Results
from jalin.report.sections import sections_of, told
from jalin.study import Study
from jalin.tables.left_out import sentence
from jalin.words import has_word, phrase, word

FILE = "data/raw/analysis/reporting.yaml"
# how many items each has, and the tables that answer some
ITEMS = {"coreq": range(1, 33), "srqr": range(1, 22)}
TABLES = {
    "coreq": {
        16: "sources",
        22: "saturation_table",
        25: "codebook",
        27: "software",
        28: "feedback_table",
    },
    "srqr": {15: "tactics_table", 17: "ledger"},
}


class Answer(Strict):
    """What a person answers to an item: where the report says it, in a word what, or both."""

    in_: list[str] = Field(
        [],
        alias="in",
        description="the anchors of the sections that say it, `sampling` for `## Informants {#sampling}`; each has to be in the chapters of every language",
        examples=[["sampling"]],
    )
    said: Words | None = Field(
        None, description="the answer in a word", examples=[{"id": "Menurut peran", "en": "By role"}]
    )

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, given: Any) -> Any:
        """The words alone stand for an answer that names no place; one anchor for a list of one."""
        if not isinstance(given, dict) or not given.keys() & {"in", "said"}:
            return {"said": given}
        return given | ({"in": [given["in"]]} if isinstance(given.get("in"), str) else {})

    @model_validator(mode="after")
    def _answers(self) -> "Answer":
        if not self.in_ and self.said is None:
            raise ValueError("it answers nothing", "Name the section that says it under 'in'")
        return self


class Reporting(Strict):
    """`analysis/reporting.yaml`: answers of people, by checklist and number of the item."""

    coreq: dict[int, Answer] = Field(
        {},
        description="items of COREQ by their number; words alone are an answer without a place",
        examples=[{10: {"in": ["sampling"], "said": {"id": "Menurut peran", "en": "By role"}}}],
    )
    srqr: dict[int, Answer] = Field(
        {},
        description="items of SRQR by their number",
        examples=[{8: {"in": ["sampling"]}}],
    )


def read_reporting(study: Study) -> Reporting:
    """The answers of people; none without the file.

    Raises `StudyError` for an item that the checklist does not have, and for a section that is not in the chapters.
    """
    path = study.raw / "analysis" / "reporting.yaml"
    if not path.exists():
        return Reporting()
    found = read_model(Reporting, path, FILE, study.languages)
    refuse(
        [
            Problem(
                FILE,
                f"{name}, {number}",
                "the checklist has no such item",
                nearest(str(number), map(str, ITEMS[name])),
            )
            for name in ITEMS
            for number in getattr(found, name)
            if number not in ITEMS[name]
        ]
    )
    text = read_text(path, FILE)
    refuse(
        [
            Problem(
                FILE,
                f"{line_in(text, (name, number))}, {name}, {number}",
                f"no chapter in {language} has the section {anchor!r}",
                f"{_ended(nearest(anchor, there))} Or name a section so: ## Title {{#{anchor}}}",
            )
            for language in study.languages
            for there in [sections_of(chapters_of(study, language))]
            for name in ITEMS
            for number, answer in getattr(found, name).items()
            for anchor in answer.in_
            if anchor not in there
        ]
    )
    return found


def _ended(text: str) -> str:
    return text if text.endswith("?") else f"{text}."


def unplaced(reporting: Reporting) -> list[str]:
    """A line for each answer that names no place in the chapters."""
    return [
        f"{FILE}, {name}, {number}: the answer names no section. Say under 'in' which sections of the chapters say it"
        for name in ITEMS
        for number, answer in getattr(reporting, name).items()
        if not answer.in_
    ]


def _shown(study: Study, language: str) -> set[str]:
    """The tables that the chapters of a language show; the evidence is the ledger."""
    folder = study.root / "notebooks" / "report"
    texts = [read_text(path, path.name) for path in sorted(folder.glob(f"[!.]*.{language}.md"))]
    found = {name for text in texts for name in re.findall(r"""\btable\(\s*["'](\w+)["']""", text)}
    return found | ({"ledger"} if any("evidence()" in text for text in texts) else set())


def checklist(name: str, results: Results, language: str) -> pd.DataFrame:
    """The checklist `name` as a table: number, item, present or open, and what answers it.

    An item that a table answers is present when a chapter shows that table.
    """
    tables, facts = _shown(results.study, language), compute_facts(results)
    title = results.study.settings.title[language]
    answers = getattr(read_reporting(results.study), name)
    sections = sections_of(chapters_of(results.study, language))
    rows = []
    for number in ITEMS[name]:
        said = []
        if has_word(key := f"checklist_answer.{name}.{number}"):
            named = [place for _, place, *_ in Formatter().parse(word(key, language)) if place in facts]
            words: dict[str, Any] = {place: facts[place].words(results, language) for place in named}
            said.append(phrase(key, language, title=title, **words))
        if (name, number) == ("srqr", 9):
            said += filter(None, (ethics_in_words(results, language), consent_in_words(results, language)))
        settings, table = results.study.settings, TABLES[name].get(number, "")
        if part := left_out(settings, "table", table):
            said.append(sentence(settings, part, language))
        elif table in tables:
            said.append(f"{word('table', language)}: {word(f'caption.{table}', language)}")
        if number in answers:
            answer = answers[number]
            said += [answer.said[language]] if answer.said else []
            said += told([sections[anchor] for anchor in answer.in_])
        rows.append(
            {
                word("column.number", language): number,
                word("column.item", language): word(f"checklist.{name}.{number}", language),
                word("column.state", language): word(
                    "item.left_out" if part else "item.present" if said else "item.open", language
                ),
                word("column.answer", language): "; ".join(said),
            }
        )
    return pd.DataFrame(rows)


def places(name: str, results: Results, language: str) -> pd.DataFrame:
    """For each cell of the checklist `name` the address of the section that answers it, "" for none."""
    answers = getattr(read_reporting(results.study), name)
    ways = [
        f"#{answers[number].in_[0]}" if number in answers and answers[number].in_ else ""
        for number in ITEMS[name]
    ]
    empty = [""] * len(ways)
    return pd.DataFrame({"number": empty, "item": empty, "state": empty, "answer": ways})
