"""Asking informants again: forms with their own words alone, and their answers read back from Word or written down."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import docx

from jalin.conclude.propositions import ids_written
from jalin.conclude.records import MEMBER_CHECKS, MemberCheck, read_member_checks
from jalin.errors import Problem, StudyError, nearest
from jalin.explore.desk import Desk
from jalin.explore.pieces import content
from jalin.explore.register_edits import in_table, rows_of
from jalin.reading import as_model
from jalin.study import Study
from jalin.words import phrase, word

_BOXES = ("agree", "partly", "disagree")
_EMPTY = "☐"
FORMS = "reports/appendices/member-checks"


def appendices(desk: Desk, forms_alone: bool = False) -> None:
    """Write what a thesis has besides its chapters, and a form for each informant whose words a finding rests on."""
    from jalin.report.appendices.write import write_appendices
    from jalin.report.results import Results

    write_appendices(Results.of(desk.study), forms_alone)


def forms(desk: Desk) -> list[str]:
    """Write the forms alone; their paths."""
    appendices(desk, forms_alone=True)
    return forms_there(desk.study)


def forms_there(study: Study) -> list[str]:
    """The paths of the forms that were written."""
    return [study.relative(path) for path in sorted((study.root / FORMS).glob("*.docx"))]


def answer(
    desk: Desk, informant: str, proposition: str, response: str, remark: str = "", change: str = ""
) -> None:
    """What an informant answered today to a proposition, what they said to it, and what was changed for it."""
    _add(desk, f"{informant}: {proposition}", [_row(informant, proposition, response, remark, change)])


def _row(informant: str, proposition: str, response: str, remark: str, change: str = "") -> dict[str, str]:
    return {
        "date": date.today().isoformat(),
        "informant_id": informant,
        "proposition": proposition,
        "response": response,
        "remark": remark.strip(),
        "change": change.strip(),
    }


def read_form(desk: Desk, name: str, piece: str) -> list[str]:
    """Take the answers of a form that was filled in; a sentence for each, and for each that is not clear.

    Raises `StudyError`, and writes nothing, for a file that is no such form.
    """
    study = desk.study
    informant, found = answers_of(content(desk, piece), name, ids_written(study), study.languages)
    said = _answers(study)[["informant_id", "proposition", "response", "remark"]].to_numpy().tolist()
    # a form without a remark says no more than the same answer with one
    there = {(*row[:3], remark) for row in said for remark in (row[3], "")}
    rows, told = [], []
    for proposition, ticked, remark in found:
        if len(ticked) != 1:
            why = "form_unclear" if ticked or remark else "form_unanswered"
            told.append(f"{proposition}: {phrase(f'bench.{why}', desk.language, boxes=len(ticked))}")
            continue
        if (informant, proposition, ticked[0], remark) in there:
            told.append(f"{proposition}: {word('bench.form_known', desk.language)}")
            continue
        rows.append(_row(informant, proposition, ticked[0], remark))
        told.append(
            f"{informant}, {proposition}: {word(f'response.{ticked[0]}', desk.language)}"
            + (f" – {remark}" if remark else "")
        )
    _add(desk, f"{informant}: {name}", rows)
    return told


def answers_of(
    data: bytes, name: str, claims: Sequence[str], languages: Sequence[str]
) -> tuple[str, list[tuple[str, list[str], str]]]:
    """Whose form it is, and by proposition which boxes are ticked and what was remarked.

    A box is ticked that is no longer empty, whatever stands in its place. Raises `StudyError` for a file that is no form.
    """
    strange = Problem(
        name,
        "",
        "this is no form for asking again",
        "Choose a Word file of the folder member-checks that was filled in",
    )
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception:
        raise StudyError(strange) from None
    cells = [[cell.text.strip() for cell in row.cells] for table in document.tables for row in table.rows]
    for language in languages:
        said = {
            key: word(f"appendices.check.{key}", language) for key in ("informant", "remark", "sign", *_BOXES)
        }
        answered = word("appendices.check.answered", language).partition("{")[0].strip()
        informant = next((row[1] for row in cells if len(row) > 1 and row[0] == said["informant"]), "")
        if not informant:
            continue
        texts = [one.text.strip() for one in document.paragraphs]
        signed = texts.index(said["sign"]) if said["sign"] in texts else len(texts)
        return informant, _answered(texts[:signed], claims, said, answered)
    raise StudyError(strange)


def _answered(
    texts: Iterable[str], claims: Sequence[str], said: Mapping[str, str], answered: str
) -> list[tuple[str, list[str], str]]:
    """By proposition which boxes are ticked and what was remarked, in the paragraphs before a form is signed."""
    boxes = {box: re.compile(rf"(?:^|\s)(\S+)\s*{re.escape(said[box])}(?=\s{{2,}}|\s*$)") for box in _BOXES}
    found: list[tuple[str, list[str], str]] = []
    # what is remarked stands below the boxes
    below = False
    for text in texts:
        if heading := next((one for one in claims if text.startswith(f"{one}. ")), None):
            found.append((heading, [], ""))
            below = False
            continue
        if not found:
            continue
        claim, ticked, remark = found[-1]
        marks = {box: pattern.search(text) for box, pattern in boxes.items()}
        if all(marks.values()):
            found[-1] = (claim, [box for box, mark in marks.items() if mark and mark[1] != _EMPTY], "")
            below = True
        elif below and not text.startswith(answered):
            words = text.removeprefix(f"{said['remark']}:").strip(" ._…\t")
            found[-1] = (claim, ticked, f"{remark} {words}".strip())
    return found


def _answers(study: Study) -> Any:
    return read_member_checks(study.whole, ids_written(study))


def _add(desk: Desk, told: str, rows: list[dict[str, str]]) -> None:
    study = desk.study
    known = {row["informant_id"] for row in rows_of(study)[1]} - {""}
    for row in rows:
        as_model(MemberCheck, row, MEMBER_CHECKS, row["proposition"])
        if row["informant_id"] not in known:
            what = f"{row['informant_id']!r} is no informant of sources.csv"
            raise StudyError(Problem(MEMBER_CHECKS, "", what, nearest(row["informant_id"], sorted(known))))
    if rows:
        path = study.root / MEMBER_CHECKS
        edit = in_table(path, MEMBER_CHECKS, list(MemberCheck.model_fields), lambda there: [*there, *rows])
        desk.act(told, edit, _answers)


def answers_by_claim(study: Study) -> dict[str, list[dict[str, str]]]:
    """The answers to each proposition, in the order of the file."""
    rows = _answers(study).to_dict("records")
    return {claim: [row for row in rows if row["proposition"] == claim] for claim in ids_written(study)}
