"""The schedule of a study: what was planned, and what its files say was done, month by month."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from jalin.report.results import Results
from jalin.words import month, phrase, word

# so many columns of time have room beside the names
_MOST = 12
_PLANNED, _DONE = "○", "●"


def schedule(results: Results, language: str) -> pd.DataFrame:
    """Activities by month: planned (○) as study.yaml has it, done (●) as the sources, codings and answers are dated."""
    thesis = results.study.settings.thesis
    planned = (
        [(one.name[language], _months(one.start, one.until)) for one in thesis.schedule] if thesis else []
    )
    lines = [(name, months, _PLANNED) for name, months in planned]
    lines += [
        (name, sorted({_month(day) for day in days}), _DONE) for name, days in done(results, language) if days
    ]
    every = sorted({at for _, months, _ in lines for at in months})
    if not every:
        return pd.DataFrame()
    span = list(range(every[0], every[-1] + 1))
    step = -(-len(span) // _MOST)
    blocks = [span[at : at + step] for at in range(0, len(span), step)]
    rows = [
        {
            word("column.activity", language): name,
            **{_named(block, language): mark if set(block) & set(months) else "" for block in blocks},
        }
        for name, months, mark in lines
    ]
    return pd.DataFrame(rows)


def done(results: Results, language: str) -> list[tuple[str, list[date]]]:
    """What was done on which days: field work of each round, coding by each coder, asking informants again."""
    sources = results["protect/sources"]
    found = [
        (
            phrase(
                "appendices.round",
                language,
                round=name,
                sources=int((sources["round"].astype("str") == one).sum()),
            ),
            _days(sources.loc[sources["round"].astype("str") == one, "date"]),
        )
        for one, name in results.names("rounds", language).items()
    ]
    for coder, name in results.names("coders", language).items():
        own = results.codings[results.codings["coder"] == coder]
        found.append((phrase("appendices.coding", language, coder=name), _days(own["created"])))
    found.append((word("appendices.asking", language), _days(results.premises.member_checks["date"])))
    return found


def _days(values: Sequence[object]) -> list[date]:
    """Days of text that begins with one; what does not is left aside."""
    found = []
    for value in map(str, values):
        try:
            found.append(date.fromisoformat(value[:10]))
        except ValueError:
            continue
    return found


def _month(day: date) -> int:
    return 12 * day.year + day.month - 1


def _months(first: date, last: date) -> list[int]:
    return list(range(_month(first), _month(last) + 1))


def _named(block: Sequence[int], language: str) -> str:
    """A block of months: Sep 2024, or Sep 2024 – Oct 2024."""
    ends = [month(date(at // 12, at % 12 + 1, 1), language) for at in (block[0], block[-1])]
    return ends[0] if len(block) == 1 else " – ".join(ends)
