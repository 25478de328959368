"""Rows of logs as a small table: they are read off a screen or a form, and nobody said them."""

from typing import Any

import pandas as pd

from jalin.errors import nearest
from jalin.report.conditions import chosen_rows
from jalin.report.grounds import Grounds
from jalin.report.results import Results
from jalin.words import day

# between the fields of a row, and between a field and what it holds, in the text of a log
_FIELDS, _HOLDS = " · ", ": "
# fields that a table without a choice of its own has at most
_WIDE = 6


def fields_of(results: Results, row: Any) -> dict[str, str]:
    """The fields that a passage of a log holds, by name; none of any other passage, nor of one that begins within a field."""
    parts = [part.partition(_HOLDS) for part in row.quote.split(_FIELDS)]
    known = results.logged.get(row.segment_id, {})
    if not known or any(known.get(name) != value for name, _, value in parts):
        return {}
    return {name: value for name, _, value in parts}


def shown(results: Results, said: str, language: str) -> str:
    """A field as the head of a column, or what it holds, in the words of a language where the study has them."""
    return day(results.study.settings.logged(said, language), language).replace("_", " ")


def excerpt(grounds: Grounds, query: str, at_most: int, fields: str) -> tuple[pd.DataFrame, int]:
    """The first rows of logs for which a query holds, with the `fields` named (or those that differ), by segment_id; and how many rows there are.

    Rows of sources that may not be quoted are not among them. Raises `ConditionError` for a query or `LookupError`
    for a field that no log has.
    """
    results: Results = grounds.results
    rows = chosen_rows(query, grounds)
    rows = rows[~rows["source_id"].isin(results.closed)]
    logged = dict.fromkeys(results["protect/observations"]["field"])
    chosen = [name.strip() for name in fields.split(",") if name.strip()]
    for name in chosen:
        if name not in logged:
            raise LookupError(name, nearest(name, logged))
    if not chosen:
        # what is the same in all rows, or in none, tells nothing
        chosen = [name for name in logged if rows[name].nunique() > 1 and (rows[name] != "").all()][:_WIDE]
    chosen = chosen or [name for name in logged if (rows[name] != "").any()][:_WIDE]
    return rows.set_index("segment_id")[chosen].head(at_most), len(rows)
