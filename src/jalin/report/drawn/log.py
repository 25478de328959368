"""The observation logs as small multiples: how many rows a week, in a panel for each value of two columns."""

from collections.abc import Mapping
from datetime import date

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from jalin.errors import Problem, StudyError, nearest
from jalin.figure import COLOURS, nothing, sheet, style, wrapped
from jalin.report.drawn.common import Item
from jalin.report.drawn.timeline import log_days
from jalin.report.results import Results
from jalin.settings import LogFigure
from jalin.words import day, number, phrase, word

# between panels, and how much of a panel its highest bar takes
_GAP, _HIGH = 0.14, 0.8
_COLUMNS = ("row", "column", "week", "count")


def log(results: Results) -> pd.DataFrame:
    """Rows of the logs counted by the two columns of study.yaml's `log` and by week (its Monday, YYYY-MM-DD); every week of every panel, and in a last line
    without them how many rows hold no day.

    Without `log`, or without a row that has a day, it is empty. Raises `StudyError` for a column that no log has.
    """
    spec, rows = results.study.settings.log, results["protect/observations"]
    empty = pd.DataFrame(columns=list(_COLUMNS))
    if spec is None or rows.empty:
        return empty
    _known(spec, rows)
    wanted = [spec.rows, spec.columns, *spec.only]
    wide = rows[rows["field"].isin(wanted)].pivot(index="segment_id", columns="field", values="value")
    # of logs that have these columns
    wide = wide.dropna(subset=[spec.rows, spec.columns])
    for field, values in spec.only.items():
        wide = wide[wide[field].isin(values)]
    days = log_days(results).reindex(wide.index)
    undated = int(days.isna().sum())
    wide, days = wide[days.notna()], days.dropna()
    if wide.empty:
        return empty
    weeks = days - pd.to_timedelta(days.dt.weekday, unit="D")
    keyed = pd.DataFrame({"row": wide[spec.rows], "column": wide[spec.columns], "week": weeks})
    counted = keyed.groupby(["row", "column", "week"]).size()
    # every week, so that one without any is seen as such; the most frequent row first
    every = pd.date_range(weeks.min(), weeks.max(), freq="7D")
    often = keyed["row"].value_counts()
    order = sorted(often.index, key=lambda value: (-often[value], value)), sorted(set(keyed["column"]))
    grid = pd.MultiIndex.from_product([*order, every], names=["row", "column", "week"])
    found = counted.reindex(grid, fill_value=0).rename("count").reset_index()
    found = found.assign(week=found["week"].dt.strftime("%Y-%m-%d"))
    left = pd.DataFrame([("", "", "", undated)], columns=list(_COLUMNS)) if undated else empty
    return pd.concat([found, left], ignore_index=True) if undated else found


def _known(spec: LogFigure, rows: pd.DataFrame) -> None:
    """Raise `StudyError` for a column that no log has."""
    fields = set(rows["field"])
    for key, field in (
        ("time", spec.time),
        ("columns", spec.columns),
        ("rows", spec.rows),
        *(("only", one) for one in spec.only),
    ):
        if field not in fields:
            what = f"no observation log has the column {field!r}"
            raise StudyError(Problem("data/raw/study.yaml", f"log, {key}", what, nearest(field, fields)))


def draw_log(
    found: pd.DataFrame,
    periods: Mapping[str, str],
    own: Mapping[str, str],
    language: str,
    names: Mapping[str, str] | None = None,
) -> Figure:
    """Bars of rows a week; panels of a row share their scale, and stand under the name of their column.

    `periods`: the last day of each but the last, with its name; `own`: days on which the researcher did something, and what;
    `names`: what values of the logs are called, themselves without.
    """
    undated, found = int(found.loc[found["week"] == "", "count"].sum()), found[found["week"] != ""]
    called = names or {}
    if found.empty:
        return nothing(language)
    rows, columns = (list(dict.fromkeys(found[name])) for name in ("row", "column"))
    weeks = mdates.date2num(pd.to_datetime(found["week"]).to_numpy())
    begin, end = weeks.min() - 3, weeks.max() + 10
    # all panels in one frame: as many axes would take ten times as long
    across = {name: at * (1 + _GAP) for at, name in enumerate(columns)}
    down = {name: at * (1 + _GAP) for at, name in enumerate(rows)}
    most = {name: max(1, int(found.loc[found["row"] == name, "count"].max())) for name in rows}
    with style():
        figure = sheet(height=1.0 + 0.95 * len(rows))
        ax = figure.add_subplot()
        base = found["row"].map(down) + 1
        left = found["column"].map(across) + (weeks - begin) / (end - begin)
        high = _HIGH * found["count"] / found["row"].map(most)
        ax.bar(
            left, -high, width=6 / (end - begin), bottom=base, align="edge", color=COLOURS["for"], zorder=2
        )
        for row, top in down.items():
            for column, x in across.items():
                part = found[(found["row"] == row) & (found["column"] == column)]
                ax.plot([x, x, x + 1], [top, top + 1, top + 1], color=COLOURS["faint"], lw=0.7)
                for until in periods:
                    _upright(
                        ax, x + (_num(until) + 1 - begin) / (end - begin), top, COLOURS["faint"], 0.8, ":"
                    )
                for one in own:
                    _upright(ax, x + (_num(one) - begin) / (end - begin), top, COLOURS["own"], 1.1, "--")
                ax.text(
                    x + 0.99, top + 0.02, f"n = {part['count'].sum()}", ha="right", va="top", fontsize=6.5
                )
            for count in sorted({0, most[row]}):
                y = top + 1 - _HIGH * count / most[row]
                ax.text(-0.03, y, number(count, language), ha="right", va="center", fontsize=6.5)
            ax.text(
                -0.14,
                top + 0.5,
                wrapped([called.get(row, row)], 15)[0],
                ha="right",
                va="center",
                fontsize=7.5,
            )
        bottom = max(down.values()) + 1
        for column, x in across.items():
            ax.text(
                x + 0.5,
                -0.1,
                wrapped([called.get(column, column)], 16)[0],
                ha="center",
                va="bottom",
                fontsize=8,
            )
            for month in _months(begin, end):
                at = x + (mdates.date2num(month) - begin) / (end - begin)
                ax.plot([at, at], [bottom, bottom + 0.04], color=COLOURS["faint"], lw=0.7)
                said = day(month.isoformat(), language, "short").split(" ", 1)[1]
                ax.text(at, bottom + 0.06, said, ha="center", va="top", fontsize=6.5)
        ax.set_xlim(-0.2, max(across.values()) + 1.02)
        ax.set_ylim(bottom + 0.2, -0.3)
        ax.set_axis_off()
        handles = [Line2D([], [], color=COLOURS["for"], lw=5, label=word("log.week", language))]
        if periods:
            handles.append(
                Line2D([], [], color=COLOURS["faint"], lw=0.8, ls=":", label=word("log.period", language))
            )
        handles += [
            Line2D(
                [],
                [],
                color=COLOURS["own"],
                lw=1.1,
                ls="--",
                label=f"{day(one, language, 'short')}  {what}",
            )
            for one, what in own.items()
        ]
        if undated:
            handles.append(Line2D([], [], ls="", label=phrase("log.undated", language, undated)))
        figure.legend(handles=handles, loc="outside upper center", ncols=2, frameon=False, fontsize=7.5)
    return figure


def _num(iso: str) -> float:
    return float(mdates.date2num(date.fromisoformat(iso)))


def _upright(ax: Axes, x: float, top: float, colour: str, width: float, line: str) -> None:
    ax.plot([x, x], [top, top + 1], color=colour, lw=width, ls=line, zorder=3)


def _months(begin: float, end: float) -> list[date]:
    """The first days of months between two days, four at most."""
    months = pd.date_range(mdates.num2date(begin).date(), mdates.num2date(end).date(), freq="MS")
    return [one.date() for one in months[:: max(1, -(-len(months) // 3))]]


def _draw(results: Results, language: str) -> Figure:
    settings = results.study.settings
    periods = {one.until.isoformat(): one.name[language] for one in settings.periods[:-1]}
    own = {one.day.isoformat(): one.name[language] for one in settings.moments if one.researcher}
    found = log(results)
    names = {value: settings.logged(value, language) for value in {*found["row"], *found["column"]}}
    return draw_log(found, periods, own, language, names)


LOG = Item("protect/observations", log, _draw)
