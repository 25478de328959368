"""The field work in time: sources by technique over the periods of the study, with what happened meanwhile."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from jalin.days import iso_day, order_of
from jalin.figure import COLOURS, nothing, sheet, style, wrapped
from jalin.named import Until
from jalin.report.drawn.common import Item
from jalin.report.results import Results
from jalin.tables.columns import METHODS
from jalin.words import day, word

_MARKERS = {"interview": "o", "observation": "s", "document": "^"}
# sources below one another that have room of their own
_DEEPEST = 12
# inches for the names of rounds
_ROUNDS = 0.42
_COLUMNS = ("kind", "name", "method", "start", "end")


def _spans(results: Results, stretches: list[Until], kind: str, first: str) -> list[dict[str, object]]:
    """Periods or rounds, each from the day after the one before it."""
    begin = date.fromisoformat(first)
    rows: list[dict[str, object]] = []
    for one in stretches:
        rows.append({"kind": kind, "name": one.id, "start": begin.isoformat(), "end": one.until.isoformat()})
        begin = one.until + timedelta(days=1)
    return rows


def log_days(results: Results) -> pd.Series:
    """The day of each row of the observation logs by segment_id, where study.yaml says which column has it; NaT where it holds none.

    Of numbers alone, each log's own days tell whether day or month stands first.
    """
    spec, rows = results.study.settings.log, results["protect/observations"]
    times = rows[rows["field"] == spec.time] if spec else rows.iloc[:0]
    written: list[str] = []
    for _, own in times.groupby("source_id", sort=False)["value"]:
        orders = order_of(own)
        order = next(iter(orders)) if len(orders) == 1 else ""
        written += [iso_day(value, order)[:10] for value in own]
    times = times.sort_values("source_id", key=lambda names: pd.factorize(names)[0], kind="stable")
    days = pd.to_datetime(pd.Series(written, dtype="str"), format="%Y-%m-%d", errors="coerce")
    return pd.Series(days.array, index=pd.Index(times["segment_id"]))


def timeline(results: Results) -> pd.DataFrame:
    """A row for each source (from its first to its last day), period, round, dated event, and moment of study.yaml.

    `kind`: source, period, round, event, moment, or researcher where a moment is what the researcher did;
    `name`: its id, of a moment its name; days as YYYY-MM-DD.
    """
    settings, sources = results.study.settings, results["protect/sources"]
    if sources.empty:
        return pd.DataFrame(columns=list(_COLUMNS))
    own = results["protect/observations"].drop_duplicates("segment_id").set_index("segment_id")["source_id"]
    dated = log_days(results).dropna()
    days = dated.groupby(own.reindex(dated.index).to_numpy()).agg(["min", "max"])
    rows: list[dict[str, object]] = []
    for one in sources.itertuples():
        ends = {"start": one.date, "end": one.date}
        if one.source_id in days.index:
            ends = {
                name: f"{days.at[one.source_id, of]:%Y-%m-%d}"
                for name, of in (("start", "min"), ("end", "max"))
            }
        rows.append({"kind": "source", "name": one.source_id, "method": one.method, **ends})
    rows.sort(key=lambda row: (row["start"], row["name"]))
    codes = results.codebook.dates
    rows += [{"kind": "event", "name": code, "start": on, "end": on} for code, on in codes.items() if on]
    language = results.study.language()
    rows += [
        {
            "kind": "researcher" if moment.researcher else "moment",
            "name": moment.name[language],
            "start": moment.day.isoformat(),
            "end": moment.day.isoformat(),
        }
        for moment in settings.moments
    ]
    first = min(str(row["start"]) for row in rows)
    rows += _spans(results, settings.periods, "period", first) + _spans(
        results, settings.rounds, "round", first
    )
    return pd.DataFrame(rows, columns=list(_COLUMNS)).fillna("").astype("str")


def draw_timeline(found: pd.DataFrame, names: Mapping[tuple[str, str], str], language: str) -> Figure:
    """Sources on their days in a lane for each technique; periods above, rounds below them, and what happened below that.

    `names`: what a row is called in the language, by its kind and name.
    """
    sources = found[found["kind"] == "source"]
    if sources.empty:
        return nothing(language)
    seen = found[~found["kind"].isin(["period", "round"])]
    first, last = seen["start"].min(), seen["end"].max()
    room = timedelta(days=max(2, int((_day(last) - _day(first)).days * 0.02)))
    happened = seen[seen["kind"] != "source"].sort_values(["start", "kind", "name"], kind="stable")
    lanes = [method for method in METHODS if method in set(sources["method"])]
    heights = [1.0, *(0.35 + 0.16 * _deepest(sources[sources["method"] == lane]) for lane in lanes)]
    top = 0.55
    with style():
        figure = sheet(height=1.1 + top + sum(heights[1:]) + _ROUNDS + 0.19 * len(happened))
        ax = figure.add_subplot()
        ends = (_day(first) - room, _day(last) + room)
        ax.set_xlim(*(mdates.date2num(one) for one in ends))
        _bands(ax, found[found["kind"] == "period"], names, ends, top)
        y = top
        ticks = []
        for lane, height in zip(lanes, heights[1:], strict=True):
            _lane(ax, sources[sources["method"] == lane], lane, y, height)
            ticks.append(y + height / 2)
            y += height
            ax.axhline(y, color=COLOURS["rule"], lw=0.6)
        counts = sources["method"].value_counts()
        ax.set_yticks(
            ticks, [f"{word(f'method.{lane}', language)} ({counts[lane]})" for lane in lanes], fontsize=8
        )
        _rounds(ax, found[found["kind"] == "round"], sources, names, ends, y)
        y += _ROUNDS
        _happenings(ax, happened, names, language, top, y)
        ax.set_ylim(y + 0.19 * len(happened) + 0.05, 0)
        ax.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=8))
        ax.xaxis.set_major_formatter(
            lambda value, _: day(mdates.num2date(value).date().isoformat(), language, "short")
        )
        ax.tick_params(axis="y", length=0)
        ax.tick_params(axis="x", labelsize=8)
        ax.spines["left"].set_visible(False)
        figure.legend(
            handles=_legend(found, language), loc="outside upper center", ncols=3, frameon=False, fontsize=7.5
        )
    return figure


def _day(iso: str) -> date:
    return date.fromisoformat(iso)


def _num(iso: str) -> float:
    return float(mdates.date2num(_day(iso)))


def _deepest(sources: pd.DataFrame) -> int:
    """How many sources of a lane have room below one another; where there are more, they overlap."""
    return min(_DEEPEST, max(_depths(sources), default=0) + 1)


def _depths(sources: pd.DataFrame) -> list[int]:
    """Below how many others each source stands: those that last in rows of their own, those of one day below one another."""
    free: list[float] = []
    found = []
    for row in sources.itertuples():
        at = next((place for place, until in enumerate(free) if until < _num(row.start)), len(free))
        free[at : at + 1] = [_num(row.end) + 1.4]
        found.append(at)
    return found


def _lane(ax: Axes, sources: pd.DataFrame, method: str, top: float, height: float) -> None:
    """The sources of one technique: a mark on its day, a bar from the first to the last of a log."""
    depths = _depths(sources)
    step = (height - 0.2) / max(1, max(depths, default=0) + 1)
    heights = [top + 0.1 + (depth + 0.5) * step for depth in depths]
    begins, ends = ([_num(one) for one in sources[name]] for name in ("start", "end"))
    lasting = [at for at, (begin, end) in enumerate(zip(begins, ends, strict=True)) if begin < end]
    ax.hlines(
        [heights[at] for at in lasting], [begins[at] for at in lasting], [ends[at] for at in lasting],
        color=COLOURS["for"], lw=3, alpha=0.45,
    )  # fmt: skip
    ax.plot(ends, heights, ls="", marker=_MARKERS[method], color=COLOURS["for"], ms=5.5, mec="white", mew=0.5)


def _bands(
    ax: Axes,
    periods: pd.DataFrame,
    names: Mapping[tuple[str, str], str],
    ends: tuple[date, date],
    height: float,
) -> None:
    """A band for each period, its name above; every other one is shaded."""
    across = (ends[1] - ends[0]).days
    for at, row in enumerate(periods.itertuples()):
        begin, end = max(_num(row.start), mdates.date2num(ends[0])), _num(row.end) + 1
        end = min(end if at < len(periods) - 1 else mdates.date2num(ends[1]), mdates.date2num(ends[1]))
        if begin >= end:
            continue
        ax.axvspan(begin, end, color="#f1f4f6" if at % 2 == 0 else "white", lw=0, zorder=0)
        chars = max(9, int((end - begin) / across * 88))
        words = wrapped([names[row.kind, row.name]], chars)[0]
        ax.text((begin + end) / 2, height / 2, words, ha="center", va="center", fontsize=8, fontweight="bold")


def _rounds(
    ax: Axes,
    rounds: pd.DataFrame,
    sources: pd.DataFrame,
    names: Mapping[tuple[str, str], str],
    ends: tuple[date, date],
    top: float,
) -> None:
    """A bracket for each round from its first to its last source, with how many there are."""
    for row in rounds.itertuples():
        own = sources[(sources["end"] >= row.start) & (sources["end"] <= row.end)]
        if own.empty:
            continue
        begin, end = _num(own["end"].min()) - 0.7, _num(own["end"].max()) + 0.7
        ax.plot(
            [begin, begin, end, end],
            [top + 0.02, top + 0.08, top + 0.08, top + 0.02],
            color=COLOURS["ink"],
            lw=1,
        )
        near = end > mdates.date2num(ends[1]) - 0.12 * (ends[1] - ends[0]).days
        at, side = (end, "right") if near else ((begin + end) / 2, "center")
        ax.text(
            at, top + 0.11, wrapped([f"{names[row.kind, row.name]} ({len(own)})"], 20)[0],
            ha=side, va="top", fontsize=7, linespacing=1.0, zorder=2,
            bbox={"boxstyle": "square,pad=0.05", "fc": "white", "ec": "none", "alpha": 0.85},
        )  # fmt: skip


def _happenings(
    ax: Axes,
    happened: pd.DataFrame,
    names: Mapping[tuple[str, str], str],
    language: str,
    top: float,
    below: float,
) -> None:
    """What happened, the last first, so that no line crosses words; what the researcher did is told from the rest."""
    for place, row in enumerate(reversed(list(happened.itertuples()))):
        x, y = _num(row.start), below + 0.19 * (place + 0.5)
        look = _look(row.kind)
        own = row.kind == "researcher"
        ax.plot(
            [x, x], [top, y], color=look["color"], lw=1.2 if own else 0.7, ls="--" if own else "-", zorder=1
        )
        ax.plot(x, y, ls="", zorder=3, **look)
        # to the right, where there is room for it
        words = f"{day(row.start, language, 'short')}  {names[row.kind, row.name]}"
        begin, end = ax.get_xlim()
        right = x + len(words) * 0.0105 * (end - begin) < end
        ax.annotate(
            words, (x, y), xytext=(5 if right else -5, 0), textcoords="offset points", ha="left" if right else "right",
            va="center", fontsize=7.5, fontweight="bold" if own else "normal",
            bbox={"boxstyle": "square,pad=0.05", "fc": "white", "ec": "none", "alpha": 0.85}, zorder=2,
        )  # fmt: skip


def _look(kind: str) -> dict[str, Any]:
    """The mark of what happened, of its kind."""
    return {
        "event": {"marker": "s", "color": COLOURS["ink"], "ms": 5},
        "moment": {"marker": "D", "color": COLOURS["faint"], "ms": 5},
        "researcher": {"marker": "X", "color": COLOURS["own"], "ms": 7},
    }[kind]


def _legend(found: pd.DataFrame, language: str) -> list[Line2D]:
    """An entry for every mark that the figure has."""
    methods, kinds = set(found["method"]), set(found["kind"])
    handles = [
        Line2D(
            [],
            [],
            ls="",
            marker=marker,
            ms=5.5,
            color=COLOURS["for"],
            label=word(f"method.{method}", language),
        )
        for method, marker in _MARKERS.items()
        if method in methods
    ]
    handles += [
        Line2D([], [], ls="", label=word(f"timeline.{kind}", language), **_look(kind))
        for kind in ("event", "moment", "researcher")
        if kind in kinds
    ]
    if (found[found["kind"] == "source"]["start"] < found[found["kind"] == "source"]["end"]).any():
        handles.append(
            Line2D([], [], color=COLOURS["for"], lw=3, alpha=0.45, label=word("timeline.log", language))
        )
    return handles


def _draw(results: Results, language: str) -> Figure:
    settings, first = results.study.settings, results.study.language()
    names = {("event", code): name for code, name in results.codebook.names(language).items()}
    names |= {("period", one.id): one.name[language] for one in settings.periods}
    names |= {("round", one.id): one.name[language] for one in settings.rounds}
    for moment in settings.moments:
        kind = "researcher" if moment.researcher else "moment"
        names[kind, moment.name[first]] = moment.name[language]
    return draw_timeline(timeline(results), names, language)


TIMELINE = Item("protect/sources", timeline, _draw)
