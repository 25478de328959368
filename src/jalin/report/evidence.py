"""The evidence at the end of the page: every passage that speaks, with the words around it."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from jalin.condense.quoting import around
from jalin.consent import UNQUOTED
from jalin.report.elements import slug
from jalin.report.results import Results
from jalin.templates import render
from jalin.words import day, language_name, listed, phrase, word


def label_of(results: Results, row: Any) -> str:
    """The name of a coding in the report, by `Results.labels`."""
    return results.labels[row.source_id, row.coder, row.coding_id]


def by_name(frame: pd.DataFrame) -> dict[str, list[int]]:
    """The places in the `entries` of what is called by a name, in small letters: a label, or CODER:SOURCE/CODING_ID."""
    found: dict[str, list[int]] = {}
    for place, row in enumerate(frame.itertuples()):
        full = f"{row.coder}:{row.source_id}/{row.coding_id}"
        for name in {row.label.casefold(), full.casefold()}:
            found.setdefault(name, []).append(place)
    return found


def anchor_of(label: str) -> str:
    """Where a coding's evidence stands."""
    return f"e-{slug(label)}"


def evidence_file(language: str) -> str:
    """The page of the evidence, beside that of the report."""
    return f"evidence.{language}.html"


def _sides(results: Results) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    """What each coding speaks for and against: (proposition, direction) by source, coder and coding."""
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for row in results["conclude/evidence"].itertuples():
        key = (row.source_id, row.coder, row.coding_id)
        found.setdefault(key, []).append((row.proposition, row.direction))
    return found


def entries(results: Results) -> pd.DataFrame:
    """Every coding that counts, or is picked, and may be quoted, in the order of sources and places; with its label and its sides."""
    keys = ["source_id", "coder", "coding_id"]
    sides = _sides(results)
    counting = set(results.counted[keys].itertuples(index=False, name=None)) | set(sides)
    frame = results.codings
    named = frame[keys].itertuples(index=False, name=None)
    kept = frame[pd.Series([key in counting for key in named], index=frame.index, dtype=bool)]
    kept = kept[~kept["source_id"].isin(results.closed)]
    kept = kept.sort_values(["date", "source_id", "start", "code", "coder"], kind="stable").reset_index(
        drop=True
    )
    said = [sides.get(key, []) for key in kept[keys].itertuples(index=False, name=None)]
    return kept.assign(label=[label_of(results, row) for row in kept.itertuples()], sides=said)


def translated(results: Results, source_id: str, quote: str, language: str) -> dict[str, Any] | None:
    """What a template prints below a passage: the lines of its translation, and from which language where it is not the source's.

    None where it has no translation. `spoken` is the code of the passage's language, for what reads it aloud.
    """
    found = results.translation(source_id, quote, language)
    if found is None:
        return None
    own = results["protect/sources"].set_index("source_id").at[source_id, "language"]
    names = [language_name(code, language) for code in found.spoken.split()]
    return {
        "lines": found.words.split("\n"),
        "spoken": (found.spoken or own).split()[0],
        "from": phrase("translated_from", language, languages=listed(names, language)) if names else "",
    }


def evidence_page(
    results: Results, frame: pd.DataFrame, language: str, findings: list[str], claims: str
) -> str:
    """The page of all passages, with a search that shows when scripts run.

    `frame`: the `entries`; `findings` can be linked to; `claims`: the tested sentences as HTML.
    """
    report = f"report.{language}.html"
    groups, names = results.printed.names(language), results.codebook.names(language)
    frame = results.printed.joined(frame)
    notebook = results.notebook("code", language)
    verdicts = results.verdicts.set_index("proposition")["verdict"].to_dict()
    passages = []
    for row in frame.itertuples():
        before, after = around(results.texts[row.source_id], row.start, row.end)
        kind = [names[row.code], word(f"directness.{row.directness}", language)]
        if row.prompted:
            kind.append(word(f"prompted.{row.prompted}", language))
        passages.append(
            {
                "anchor": anchor_of(row.label),
                "label": row.label,
                "code": row.code,
                "group": row.role_group,
                "who": groups[row.role_group],
                "date": day(row.date, language),
                "coder": row.coder,
                "before": before,
                "quote": row.quote,
                "after": after,
                "translation": translated(results, row.source_id, row.quote, language),
                "kind": kind,
                "sides": [
                    (f"{report}#finding-{slug(name)}" if name in findings else "", name, side)
                    for name, side in row.sides
                ],
                "verdicts": sorted(
                    {verdicts[name].replace(" ", "-") for name, _ in row.sides if name in verdicts}
                ),
                "memo": row.memo,
            }
        )
    used = {"code": set(frame["code"]), "group": set(frame["role_group"])}
    choices = [
        ("code", word("column.code", language), [one for one in names.items() if one[0] in used["code"]]),
        (
            "group",
            word("column.role_group", language),
            [one for one in groups.items() if one[0] in used["group"]],
        ),
        (
            "verdict",
            word("column.verdict", language),
            [
                (one.replace(" ", "-"), word(f"verdict.{one}", language))
                for one in dict.fromkeys(results.verdicts["verdict"])
            ],
        ),
    ]
    settings = results.study.settings
    return render(
        "report/evidence",
        "page",
        language,
        title=results.study.title[language],
        authors=settings.authors,
        year=max(item.until for item in settings.rounds).year,
        report=report,
        claims=claims,
        # of what a study leaves out there is nothing to choose
        choices=[one for one in choices if one[2]],
        passages=passages,
        notebook=notebook,
    )


def cell_list(
    results: Results, display: str, language: str, way: Callable[[str], str]
) -> tuple[str, dict[tuple[str, str], str]]:
    """The passages of every cell of a display, folded away, and the address of each cell's by (row, column).

    `way`: the address of a passage by its label.
    """
    found = results.displays[display]
    rows, columns = found.rows.names[language], found.columns.names[language]
    shown = found.listed[found.listed["quote"] != UNQUOTED]
    labels: dict[tuple[str, str], list[str]] = {}
    for one in shown.itertuples():
        labels.setdefault((one.row, one.column), []).append(label_of(results, one))
    addresses: dict[tuple[str, str], str] = {}
    cells = []
    for number, row in enumerate(found.rows.values, start=1):
        for place, column in enumerate(found.columns.values, start=1):
            if (row, column) not in labels or found.tells(row, column):
                continue
            name = f"cell-{slug(display)}-{number}-{place}"
            addresses[row, column] = f"#{name}"
            passages = [(way(label), label) for label in labels[row, column]]
            cells.append((name, rows[row], columns[column], passages))
    return render("report/evidence", "cells", language, found=cells), addresses
