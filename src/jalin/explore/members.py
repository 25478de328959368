"""Asking informants again: forms with their own words alone, and their answers read back from Word or written down."""

import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import docx

from jalin.conclude.propositions import FILE as PROPOSITIONS
from jalin.conclude.records import MEMBER_CHECKS, MemberCheck, read_member_checks
from jalin.errors import Problem, StudyError, nearest
from jalin.explore.desk import Desk
from jalin.explore.pieces import content
from jalin.explore.register_edits import in_table, rows_of
from jalin.reading import as_model, parse_yaml
from jalin.study import Study
from jalin.words import word

_BOXES = ("agree", "partly", "disagree")
_EMPTY = "☐"
FORMS = "reports/appendices/member-checks"


def _claims(study: Study) -> list[str]:
    path = study.root / PROPOSITIONS
    found = parse_yaml(path.read_text(encoding="utf-8"), PROPOSITIONS) if path.exists() else {}
    return [str(one["id"]) for one in (found or {}).get("propositions") or []]


def forms(desk: Desk) -> list[str]:
    """Write the appendices, with a form for each informant whose words a finding rests on; the paths of the forms."""
    from jalin.report.appendices.write import write_appendices
    from jalin.report.results import Results

    write_appendices(Results.of(desk.study))
    return forms_there(desk.study)


def forms_there(study: Study) -> list[str]:
    """The paths of the forms that were written."""
    return [study.relative(path) for path in sorted((study.root / FORMS).glob("*.docx"))]


def answer(
    desk: Desk, informant: str, proposition: str, response: str, remark: str = "", change: str = ""
) -> None:
    """What an informant answered today to a proposition, what they said to it, and what was changed for it."""
    row = {
        "date": date.today().isoformat(),
        "informant_id": informant,
        "proposition": proposition,
        "response": response,
        "remark": remark.strip(),
        "change": change.strip(),
    }
    _add(desk, f"{informant}: {proposition}", [row])


def read_form(desk: Desk, name: str, piece: str) -> list[str]:
    """Take the answers of a form that was filled in; a sentence for each, and for each that is not clear.

    Raises `StudyError`, and writes nothing, for a file that is no such form.
    """
    study = desk.study
    informant, found = answers_of(content(desk, piece), name, _claims(study), study.languages)
    there = {
        tuple(row) for row in _answers(study)[["informant_id", "proposition", "response", "remark"]].values
    }
    rows, told = [], []
    for proposition, ticked, remark in found:
        if len(ticked) != 1:
            told.append(
                f"{proposition}: {len(ticked)} boxes are ticked. Write the answer down by hand"
                if ticked or remark
                else f"{proposition}: no answer"
            )
            continue
        if (informant, proposition, ticked[0], remark) in there or (
            not remark and (informant, proposition, ticked[0]) in {one[:3] for one in there}
        ):
            told.append(f"{proposition}: this answer is there already")
            continue
        rows.append(
            {
                "date": date.today().isoformat(),
                "informant_id": informant,
                "proposition": proposition,
                "response": ticked[0],
                "remark": remark,
                "change": "",
            }
        )
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
        found: list[tuple[str, list[str], str]] = []
        remark: list[str] | None = None
        for text in (one.text.strip() for one in document.paragraphs):
            if heading := next((one for one in claims if text.startswith(f"{one}. ")), None):
                found.append((heading, [], ""))
                remark = None
            elif not found or text == said["sign"]:
                remark = None if text == said["sign"] else remark
                if text == said["sign"]:
                    break
            elif (
                marks := [
                    re.search(rf"(?:^|\s)(\S+)\s*{re.escape(said[box])}(?=\s{{2,}}|\s*$)", text)
                    for box in _BOXES
                ]
            ) and all(marks):
                ticked = [box for box, mark in zip(_BOXES, marks, strict=True) if mark and mark[1] != _EMPTY]
                found[-1] = (found[-1][0], ticked, "")
                remark = []
            elif remark is not None and not text.startswith(answered):
                words = text.removeprefix(f"{said['remark']}:").strip(" ._…\t")
                remark += [words] if words else []
                found[-1] = (*found[-1][:2], " ".join(remark))
        return informant, found
    raise StudyError(strange)


def _answers(study: Study) -> Any:
    return read_member_checks(study.whole, _claims(study))


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
        desk.act(told, edit, _check)


def _check(study: Study) -> None:
    _answers(study)


def answers_by_claim(study: Study) -> dict[str, list[dict[str, str]]]:
    """The answers to each proposition, in the order of the file."""
    rows = _answers(study).to_dict("records")
    return {claim: [row for row in rows if row["proposition"] == claim] for claim in _claims(study)}
