"""A table for translators: passages without a translation, the words around each, and columns to fill in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import pandas as pd

from jalin.code.translations import (
    Key,
    Stale,
    Translation,
    Translations,
    as_row,
    file_of,
    key_of,
    languages_in,
    short,
    stale,
    text_of,
)
from jalin.days import iso_day
from jalin.errors import Problem, StudyError, nearest, refuse
from jalin.files import write_text
from jalin.reading import as_model
from jalin.records import read_table
from jalin.spreadsheet import as_meant, csv_of, write_xlsx
from jalin.study import Study
from jalin.words import is_language

_FILLED = ["from", "words", "translator", "date"]
_EARLIER = "earlier_quote"
_COLUMNS = ["source_id", "before", "quote", "after", *_FILLED, _EARLIER, "earlier_words"]
_WIDTHS = {"before": 30, "quote": 60, "after": 30, "words": 60, "translator": 18}
_AROUND = 120


def write_sheet(
    wanted: pd.DataFrame, texts: Mapping[str, str], translations: Translations, old: list[Stale], path: Path
) -> None:
    """Write the passages `wanted` as .xlsx or .csv, with what is known of their translation.

    A stale translation stands beside the passage that came of it, in the columns earlier_quote and earlier_words.
    Raises `StudyError` for a file of another kind, or one that is there.
    """
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise StudyError(
            Problem(str(path), "", "it is no .xlsx and no .csv", "Name it with one of these endings")
        )
    if path.exists():
        remedy = "Take it in with --take, or name a new file"
        raise StudyError(Problem(str(path), "", "there is something already", remedy))
    earlier = {key_of(one.translation.source_id, one.now): one.translation for one in old if one.now}
    rows = []
    for row in wanted.itertuples():
        text, key = texts[row.source_id], key_of(row.source_id, row.quote)
        known, before = translations.get(key), earlier.get(key)
        rows.append(
            {
                "source_id": row.source_id,
                "before": text[max(0, row.start - _AROUND) : row.start],
                "quote": row.quote,
                "after": text[row.end : row.end + _AROUND],
                **(as_row(known) if known else {}),
                _EARLIER: before.quote if before else "",
                "earlier_words": before.words if before else "",
            }
        )
    sheet = pd.DataFrame(rows, columns=_COLUMNS).fillna("").astype("str")
    if path.suffix.lower() == ".csv":
        # spreadsheets take a CSV without this mark for one of another encoding
        write_text(path, "\ufeff" + csv_of(sheet))
        return

    def ready_to_fill(page: Any) -> None:
        from openpyxl.styles import Alignment

        for number, name in enumerate(sheet.columns, start=1):
            letter = page.cell(1, number).column_letter
            page.column_dimensions[letter].width = _WIDTHS.get(name, 14)
            for cell in page[letter]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")

    write_xlsx(path, {"translate": sheet}, ready_to_fill, "D2")


@dataclass(frozen=True)
class Account:
    """What came of a table that was taken in: how many translations are new, how many changed, how many took the place of a stale one."""

    new: int
    changed: int
    replaced: int


def take_sheet(
    study: Study,
    language: str,
    every: pd.DataFrame,
    translations: Translations,
    path: Path,
    translator: str = "",
) -> Account:
    """Put the translations of a filled table into the study's file. Rows without words are left as they are.

    `every`: the passages of all codings; `translator` stands where a row names none, and today where it has no date.
    Raises `StudyError` for every row that is not whole or whose passage is not there, and writes nothing.
    """
    order = {key_of(row.source_id, row.quote): place for place, row in enumerate(every.itertuples())}
    quotes = {source: list(part["quote"]) for source, part in every.groupby("source_id")}
    found = dict(translations)
    gone = {one.translation.key for one in stale(every, translations)}
    account, problems, seen = Account(0, 0, 0), list[Problem](), dict[Key, int]()
    for number, row in _rows(path):
        place = f"row {number}"
        earlier = row.pop(_EARLIER, "")
        if not row["words"]:
            continue
        row["translator"] = row["translator"] or translator
        row["date"] = iso_day(row["date"]) or date.today().isoformat()
        try:
            one = as_model(Translation, {name: said for name, said in row.items() if said}, path.name, place)
        except StudyError as error:
            problems += error.problems
            continue
        problems += _problems(one, order, quotes, path.name, place)
        if one.key in seen:
            what = f"its passage stands in row {seen[one.key]}, too"
            problems.append(Problem(path.name, place, what, "Keep one of the two rows"))
        seen[one.key] = number
        was = found.get(one.key)
        if was is None:
            account = replace(account, new=account.new + 1)
        elif _said(was) != _said(one):
            account = replace(account, changed=account.changed + 1)
        else:
            # whoever translated it stays who did
            continue
        found[one.key] = one
        if earlier and (old := key_of(one.source_id, earlier)) in gone & found.keys():
            del found[old]
            account = replace(account, replaced=account.replaced + 1)
    refuse(problems)
    kept = sorted(found.values(), key=lambda one: (one.source_id, order.get(one.key, len(order))))
    write_text(study.root / file_of(language), text_of(kept))
    return account


def _said(one: Translation) -> tuple[str, str]:
    return one.words, one.spoken


def _problems(
    one: Translation, order: Mapping[Key, int], quotes: Mapping[str, list[str]], file: str, place: str
) -> list[Problem]:
    """What is wrong with a row that is whole: its passage is not there, or its language is none."""
    problems = []
    if one.source_id not in quotes:
        what = f"no passage of a source {one.source_id!r} is coded"
        problems.append(Problem(file, f"{place}, column source_id", what, nearest(one.source_id, quotes)))
    elif one.key not in order:
        what = f"no coding of {one.source_id} has the words {short(one.quote)!r}"
        close = nearest(one.quote, quotes[one.source_id])
        remedy = close if close.endswith("?") else "Put the column quote back as jalin translate wrote it"
        problems.append(Problem(file, f"{place}, column quote", what, remedy))
    problems += [
        Problem(
            file, f"{place}, column from", f"there is no language {code!r}", "Write its code, as id, su or jv"
        )
        for code in sorted(languages_in(one.spoken))
        if not is_language(code)
    ]
    return problems


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of a filled table with their numbers, of the columns that are taken in."""
    needed = ["source_id", "quote", "words", "translator"]
    rows = (
        read_table(path, path.name, needed)[1]
        if path.suffix.lower() == ".csv"
        else _of_workbook(path, needed)
    )
    taken = ["source_id", "quote", *_FILLED, _EARLIER]
    return [(number, {name: row.get(name, "").strip() for name in taken}) for number, row in rows]


def _of_workbook(path: Path, needed: list[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of the first sheet of a workbook; raises `StudyError` for what a spreadsheet would compute, which is no words."""
    from openpyxl import load_workbook

    try:
        page = load_workbook(path).worksheets[0]
    except (OSError, ValueError, KeyError, IndexError, BadZipFile) as error:
        remedy = "Give the table that jalin translate wrote"
        raise StudyError(Problem(path.name, "", f"it cannot be read: {error}", remedy)) from None
    head, *body = ([*row] for row in page.iter_rows()) if page.max_row else [[]]
    names = [_shown(cell.value) for cell in head]
    if absent := [name for name in needed if name not in names]:
        what = f"columns are missing: {', '.join(absent)}"
        raise StudyError(Problem(path.name, "", what, "Put them back as jalin translate wrote them"))
    remedy = "Type an apostrophe before it, which makes it words"
    refuse(
        [
            Problem(path.name, f"row {cell.row}, column {name}", f"it is computed: {cell.value}", remedy)
            for row in body
            for name, cell in zip(names, row, strict=True)
            if cell.data_type in ("f", "e") and name in _FILLED
        ]
    )
    return [(row[0].row, dict(zip(names, (_shown(cell.value) for cell in row), strict=True))) for row in body]


def _shown(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    # as Excel keeps the end of a line of Windows
    return "" if value is None else as_meant(str(value).replace("_x000D_", "").strip())
