"""A spreadsheet for the coders' meeting: where they differ, side by side, and what they decide."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from jalin.code.differences import differences, record_decisions
from jalin.code.reconcile import Decision, read_decisions
from jalin.errors import Problem, StudyError, refuse
from jalin.reading import as_model
from jalin.spreadsheet import as_meant, write_xlsx
from jalin.study import Study

_FILLED = ["decision", "decided_by", "date", "reason"]
_KEY = ["source_id", "coder", "coding_id"]
_WIDTHS = {"before": 40, "quote": 60, "after": 40, "code_name": 28, "others": 60, "reason": 50}


def write_differences(
    study: Study,
    codings: pd.DataFrame,
    texts: dict[str, str],
    names: dict[str, str],
    registered: set[str],
    path: Path,
) -> int:
    """Write an .xlsx with a row for each coding that no other coder shares; how many there are.

    Beside each stands what the others put on the same words. The last four columns are
    for the decision, keep or drop; those made before are filled in.
    """
    found = differences(codings, texts)
    beside = [
        "\n".join(
            f"{row.coder}: {names[row.code]} “{row.quote}”" for row in codings.iloc[positions].itertuples()
        )
        for positions in found["others"]
    ]
    made = read_decisions(study, codings, registered)
    sheet = found.assign(code_name=found["code"].map(names), others=beside).drop(columns="decision")
    sheet = sheet.merge(made[[*_KEY, *_FILLED]].astype("str"), on=_KEY, how="left")
    sheet = sheet[[*_KEY, "before", "quote", "after", "code_name", "others", *_FILLED]].fillna("")

    def ready_to_fill(page: Any) -> None:
        from openpyxl.styles import Alignment
        from openpyxl.worksheet.datavalidation import DataValidation

        for number, name in enumerate(sheet.columns):
            letter = page.cell(1, number + 1).column_letter
            page.column_dimensions[letter].width = _WIDTHS.get(name, 12)
            for cell in page[letter]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        choice = DataValidation(type="list", formula1='"keep,drop"', allow_blank=True)
        letter = page.cell(1, list(sheet.columns).index("decision") + 1).column_letter
        choice.add(f"{letter}2:{letter}{max(2, len(sheet) + 1)}")
        page.add_data_validation(choice)

    write_xlsx(path, {"reconcile": sheet}, ready_to_fill, "D2")
    return len(sheet)


def _shown(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return "" if pd.isna(value) else as_meant(str(value).strip())


def take_decisions(study: Study, codings: pd.DataFrame, registered: set[str], path: Path) -> tuple[int, int]:
    """Put the decisions filled in on such a sheet into reconciled.csv; how many are new, and how many changed.

    Rows without a decision are left open. Raises `StudyError` for a row that is not
    whole, and writes nothing.
    """
    try:
        sheet = pd.read_excel(path, sheet_name=0, dtype=object, engine="openpyxl")
    except (OSError, ValueError, KeyError) as error:
        remedy = "Give the sheet that jalin reconcile wrote"
        raise StudyError(Problem(path.name, "", f"it cannot be read: {error}", remedy)) from None
    if missing := [name for name in [*_KEY, *_FILLED] if name not in sheet.columns]:
        remedy = "Put the columns back as jalin reconcile wrote them"
        raise StudyError(Problem(path.name, "", f"columns are missing: {', '.join(missing)}", remedy))
    decisions, problems = [], []
    for number, row in enumerate(sheet[[*_KEY, *_FILLED]].to_dict("records"), start=2):
        content = {name: _shown(value) for name, value in row.items()}
        if not any(content[name] for name in _FILLED):
            continue
        content["decision"] = content["decision"].lower()
        try:
            decisions.append(as_model(Decision, content, path.name, f"row {number}"))
        except StudyError as error:
            problems += error.problems
    refuse(problems)
    return record_decisions(study, codings, registered, decisions)
