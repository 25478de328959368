"""Matrix displays: every cell is counted from codings, and quotes one passage of them.

Names and shapes follow Miles, Huberman & Saldaña (2014): role-ordered, conceptually
clustered and time-ordered (event-listing) matrix.
"""

import pandas as pd

from jalin.study import Question, Until


def period_of(day: str, periods: list[Until]) -> str:
    """The id of the first period that ends on or after `day` (YYYY-MM-DD), else of the last."""
    for period in periods:
        if day <= period.until.isoformat():
            return period.id
    return periods[-1].id


def matrix(codings: pd.DataFrame, rows: list[str], columns: list[str]) -> pd.DataFrame:
    """A display from `codings` with columns `row` and `column`, one line a cell, empty cells kept.

    `rows` and `columns` give the order; other values are left out. Decision rule for
    the quoted passage: agreed between coders first, then the one nearest to 120 code
    points, then source and place.
    """
    kept = codings[codings["row"].isin(rows) & codings["column"].isin(columns)]
    ranked = kept.assign(distance=(kept["quote"].str.len() - 120).abs()).sort_values(
        ["agreed", "distance", "source_id", "start", "code"],
        ascending=[False, True, True, True, True],
        kind="stable",
    )
    cells = ranked.groupby(["row", "column"], sort=False).agg(
        codings=("coding_id", "size"),
        sources=("source_id", "nunique"),
        example=("coding_id", "first"),
        quote=("quote", "first"),
    )
    grid = pd.MultiIndex.from_product([rows, columns], names=["row", "column"])
    filled = cells.reindex(grid).reset_index()
    return filled.fillna({"codings": 0, "sources": 0, "example": "", "quote": ""}).astype(
        {"codings": "int64", "sources": "int64", "example": "str", "quote": "str"}
    )


def role_ordered(codings: pd.DataFrame, groups: list[str], themes: list[str]) -> pd.DataFrame:
    """Role groups, in their order of rank, by themes: do people of one role see alike?"""
    return matrix(codings.assign(row=codings["role_group"], column=codings["theme"]), groups, themes)


def conceptually_clustered(
    codings: pd.DataFrame, groups: list[str], questions: list[Question]
) -> pd.DataFrame:
    """Informants (or sources without one), by rank of their group, by the themes of each question."""
    voice = codings["informant_id"].where(codings["informant_id"] != "", codings["source_id"])
    theme_of = pd.DataFrame(
        [(theme, question.id) for question in questions for theme in question.themes],
        columns=["theme", "column"],
    )
    clustered = codings.assign(row=voice).merge(theme_of, on="theme")
    rank = {group: number for number, group in enumerate(groups)}
    ranked = sorted({(rank[group], name) for group, name in zip(codings["role_group"], voice, strict=True)})
    return matrix(clustered, [name for _, name in ranked], [question.id for question in questions])


def time_ordered(codings: pd.DataFrame, periods: list[Until], themes: list[str]) -> pd.DataFrame:
    """Themes by period; an empty cell is no change.

    A coding belongs to the day of the event that its code names (`code_date`), else
    to the day on which its source was collected.
    """
    day = codings["code_date"].where(codings["code_date"] != "", codings["date"])
    column = [period_of(value, periods) for value in day]
    return matrix(
        codings.assign(row=codings["theme"], column=column), themes, [period.id for period in periods]
    )
