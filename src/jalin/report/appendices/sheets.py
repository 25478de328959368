"""Sheets to sign, as Word files: what informants are asked again, the approval page, the statement of originality."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pandas as pd
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from jalin.files import write_package
from jalin.report.appendices.analysis import by_question
from jalin.report.docx_styles import template_of, write_styles
from jalin.report.evidence import label_of, translated
from jalin.report.results import Results
from jalin.thesis import Signatory, Thesis
from jalin.words import day, phrase, word

# what is filled in by hand
BLANK = "." * 30
_LINES = 2


class Sheet:
    """A Word file in the styles of the report, written paragraph by paragraph."""

    def __init__(self, results: Results, language: str, reference: Path, settings: dict[str, str]) -> None:
        write_styles(settings, reference, template_of(results.study))
        self.results, self.language, self._settings = results, language, settings
        self.document: Document = docx.Document(str(reference))
        body = self.document.element.body
        for element in list(body):
            if element.tag != qn("w:sectPr"):
                body.remove(element)

    def say(self, key: str, **values: object) -> str:
        return phrase(f"appendices.{key}", self.language, **values)

    def title(self, words: str, new_page: bool = True) -> None:
        """A title in the middle of the line; on a page of its own but for the first."""
        paragraph = self.document.add_paragraph(words, style="Title")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.page_break_before = new_page

    def text(self, words: str, middle: bool = False, bold: bool = False, below: bool = False) -> Any:
        """A paragraph; `below`: what comes next stays on its page."""
        paragraph = self.document.add_paragraph(style="Body Text")
        paragraph.paragraph_format.keep_with_next = below or None
        paragraph.add_run(words).bold = bold
        if middle:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def heading(self, words: str) -> None:
        paragraph = self.text(words, bold=True)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(14)

    def quote(self, words: str) -> None:
        self.document.add_paragraph(words, style="Block Text")

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Names and what they hold, in two columns without lines."""
        table = self.document.add_table(rows=0, cols=2)
        for name, value in rows:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = name, value or BLANK
        self._plain(table)

    def signatures(self, blocks: Sequence[Sequence[str]]) -> None:
        """Blocks to sign, two beside one another: what is above the space for the signature, then what is below it."""
        table = self.document.add_table(rows=0, cols=2)
        for at in range(0, len(blocks), 2):
            for cell, (above, *below) in zip(table.add_row().cells, blocks[at : at + 2], strict=False):
                cell.text = above
                for words in ("", "", "", *below):
                    cell.add_paragraph(words).paragraph_format.space_after = Pt(0)
        self._plain(table)

    def _plain(self, table: Any) -> None:
        for row in table.rows:
            properties = row._tr.get_or_add_trPr()
            properties.append(docx.oxml.OxmlElement("w:cantSplit"))
        for paragraph in table._tbl.iter(qn("w:p")):
            paragraph.get_or_add_pPr().get_or_add_keepNext()
        # Word wants a paragraph between two tables; this one takes no room
        after = self.document.add_paragraph(style="Body Text").paragraph_format
        after.space_before = after.space_after = Pt(0)
        after.line_spacing = Pt(2)

    def save(self, path: Path) -> None:
        about = self.document.core_properties
        about.title = self._settings["title"]
        about.author = self._settings["authors"]
        about.comments = self._settings["notice"][:255]
        about.language = word("locale", self.language)
        write_package(path, self.document.save)


def front(sheet: Sheet) -> list[str]:
    """The approval page and the statement of originality; returns what study.yaml does not say."""
    settings, language = sheet.results.study.settings, sheet.language
    thesis = settings.thesis or Thesis()
    student = thesis.student or settings.authors[0]
    asked = ["student_number", "kind", "degree", "programme", "faculty", "university", "place", "supervisors"]
    missing = [word(f"appendices.field.{name}", language) for name in asked if not getattr(thesis, name)]

    def said(name: str) -> str:
        found = getattr(thesis, name)
        return str(found[language]) if found else ""

    about = [
        (word("appendices.field.title", language), sheet.results.study.title[language]),
        (word("appendices.field.student", language), student),
        (word("appendices.field.student_number", language), thesis.student_number),
        *(
            (word(f"appendices.field.{name}", language), said(name))
            for name in ("programme", "faculty", "university")
        ),
    ]
    dated = f"{thesis.place or BLANK}, {day(thesis.date, language) if thesis.date else BLANK}"
    sheet.title(word("appendices.approval", language), new_page=False)
    sheet.text(sheet.say("approval.said", kind=said("kind") or BLANK, degree=said("degree") or BLANK))
    sheet.facts(about)
    sheet.text(dated, below=True)
    supervisors = thesis.supervisors or [Signatory(name=BLANK), Signatory(name=BLANK)]
    for field, people, kind in (
        ("supervisors", supervisors, "supervisor"),
        ("examiners", thesis.examiners, "examiner"),
        ("approved_by", thesis.approved_by, "approver"),
    ):
        if people:
            sheet.heading(word(f"appendices.field.{field}", language))
            sheet.signatures(_signing(sheet, people, kind))
    sheet.title(word("appendices.originality", language))
    sheet.text(word("appendices.originality.signed", language))
    sheet.facts(about[1:])
    for key in ("own", "sources", "data", "consequence"):
        kind = said("kind") or BLANK
        # within a sentence
        sheet.text(sheet.say(f"originality.{key}", kind=f"{kind[0].lower()}{kind[1:]}"))
    sheet.text(dated, below=True)
    sheet.signatures([(word("appendices.stamp", language), student, thesis.student_number or BLANK)])
    return missing


def _signing(sheet: Sheet, people: Sequence[Signatory], kind: str) -> list[tuple[str, ...]]:
    return [
        (
            one.role[sheet.language] if one.role else sheet.say(f"role.{kind}", number=at),
            one.name,
            *([one.number] if one.number else []),
        )
        for at, one in enumerate(people, start=1)
    ]


def informants(results: Results) -> list[str]:
    """The informants whose passages speak for or against a proposition, in the order of their first source."""
    evidence = results["conclude/evidence"]
    speaking = set(evidence["informant_id"]) - {""}
    return [name for name in dict.fromkeys(results["protect/sources"]["informant_id"]) if name in speaking]


def member_check(sheet: Sheet, informant: str) -> None:
    """What one informant is asked again: each conclusion that rests on their words, with these words and no other's."""
    results, language = sheet.results, sheet.language
    evidence = results["conclude/evidence"]
    own = evidence[evidence["informant_id"] == informant]
    answers = results.premises.member_checks
    mine = answers[answers["informant_id"] == informant]
    sheet.title(word("appendices.check.title", language), new_page=False)
    sheet.text(results.study.title[language], middle=True)
    sheet.facts([(word("appendices.check.informant", language), informant)])
    sheet.text(word("appendices.check.about", language))
    questions = {item.id: item.text[language] for item in results.study.settings.questions}
    claims = {item.id: item.statement[language] for item in results.propositions}
    for question, ids in by_question(results).items():
        asked = [name for name in ids if name in set(own["proposition"])]
        if asked and question:
            sheet.heading(questions[question])
        for name in asked:
            sheet.heading(f"{name}. {claims[name]}")
            _passages(sheet, own[own["proposition"] == name])
            _answer(sheet, mine[mine["proposition"] == name])
    sheet.text("", below=True)
    sheet.text(word("appendices.check.sign", language), below=True)
    sheet.signatures(
        [(word(f"appendices.check.{who}_signs", language), BLANK) for who in ("informant", "researcher")]
    )
    sheet.text(word("appendices.check.kept", language))


def _passages(sheet: Sheet, rows: pd.DataFrame) -> None:
    """What an informant said to one proposition; where it may not be quoted, only where it stands."""
    results, language = sheet.results, sheet.language
    unique = rows.drop_duplicates(["source_id", "start", "end"]).sort_values(["date", "source_id", "start"])
    for row in unique.itertuples():
        read_as = word(f"appendices.check.read.{row.direction}", language)
        place = f"{label_of(results, row)}, {day(row.date, language)}, {read_as}"
        if row.source_id in results.closed:
            sheet.quote(sheet.say("check.unquoted", place=place))
            continue
        sheet.quote(f"“{row.quote.strip()}” ({place})")
        if found := translated(results, row.source_id, row.quote, language):
            sheet.quote(" ".join(found["lines"]))


def _answer(sheet: Sheet, answers: pd.DataFrame) -> None:
    """The boxes to tick, ticked where there is an answer, and room for a remark."""
    language = sheet.language
    given = set(answers["response"])
    boxes = "    ".join(
        f"{'☒' if name in given else '☐'} {word(f'appendices.check.{name}', language)}"
        for name in ("agree", "partly", "disagree")
    )
    sheet.text(boxes)
    for row in answers.itertuples():
        sheet.text(sheet.say("check.answered", date=day(row.date, language), words=row.remark or "–"))
    if answers.empty:
        sheet.text(f"{word('appendices.check.remark', language)}: {BLANK * _LINES}")
