"""The evidence at the end of the page: every passage that speaks, with the words around it."""

from html import escape

import pandas as pd

from jalin.report.elements import anchor, slug
from jalin.report.results import Results
from jalin.words import word

_AROUND = 180


def label_of(results: Results, row: object) -> str:
    """The name of a coding, the same in every build: SOURCE/CODING_ID, the coder before it unless in the lead."""
    own = f"{row.source_id}/{row.coding_id}"
    return own if row.coder == results.study.lead else f"{row.coder}:{own}"


def anchor_of(label: str) -> str:
    """Where a coding's evidence stands."""
    return f"e-{slug(label)}"


def _sides(results: Results) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    """What each coding speaks for and against: (proposition, direction) by source, coder and coding."""
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for row in results["conclude/evidence"].itertuples():
        key = (row.source_id, row.coder, row.coding_id)
        found.setdefault(key, []).append((row.proposition, row.direction))
    return found


def entries(results: Results) -> pd.DataFrame:
    """Every coding that counts, or is picked, in the order of sources and places; with its label and its sides."""
    keys = ["source_id", "coder", "coding_id"]
    sides = _sides(results)
    counting = set(results.counted[keys].itertuples(index=False, name=None)) | set(sides)
    frame = results.codings
    named = frame[keys].itertuples(index=False, name=None)
    kept = frame[pd.Series([key in counting for key in named], index=frame.index, dtype=bool)]
    kept = kept.sort_values(["date", "source_id", "start", "code", "coder"], kind="stable").reset_index(
        drop=True
    )
    said = [sides.get(key, []) for key in kept[keys].itertuples(index=False, name=None)]
    return kept.assign(label=[label_of(results, row) for row in kept.itertuples()], sides=said)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after a passage, cut at whole words."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = "…" + before[before.find(" ") + 1 :]
    if end + _AROUND < len(text):
        after = after[: after.rfind(" ") + 1].rstrip() + "…"
    return before, after


def evidence_page(results: Results, language: str, findings: list[str]) -> str:
    """The section of all passages, with a search that shows when scripts run; `findings` can be linked to."""
    groups = results.names("role_groups", language)
    names = results.codebook.names(language)
    verdicts = results.verdicts.set_index("proposition")["verdict"].to_dict()
    frame, notebook = entries(results), results.notebook("code")
    made_in = anchor(f"notebooks/{notebook}.html", f"{word('notebook', language)} {notebook}")
    parts = [_controls(results, frame, groups, names, language)]
    for row in frame.itertuples():
        before, after = _around(results.texts[row.source_id], row.start, row.end)
        kind = [names[row.code], word(f"directness.{row.directness}", language)]
        if row.prompted:
            kind.append(word(f"prompted.{row.prompted}", language))
        told = ", ".join(
            f"{anchor(f'#finding-{slug(name)}' if name in findings else '', name)} {word(f'direction.{side}', language)}"
            for name, side in row.sides
        )
        memo = f'<p class="meta">{word("memo", language)}: {escape(row.memo)}</p>' if row.memo else ""
        stands = " ".join(sorted({verdicts[name].replace(" ", "-") for name, _ in row.sides}))
        parts.append(
            f'<article class="evidence" id="{anchor_of(row.label)}" tabindex="-1" data-code="{escape(row.code)}" '
            f'data-group="{escape(row.role_group)}" data-verdict="{stands}">'
            f"<p><b>{escape(row.label)}</b> · {escape(groups[row.role_group])} · {escape(row.date)} · "
            f"{word('coder', language)} {escape(row.coder)}</p>"
            f"<p>{escape(before)}<mark>{escape(row.quote)}</mark>{escape(after)}</p>"
            f'<p class="meta">{escape(" · ".join(kind))}{" · " + told if told else ""} · '
            f"{made_in}</p>{memo}</article>"
        )
    heading = word("evidence", language)
    intro = escape(word("evidence_intro", language))
    return f'<section id="evidence"><h2>{heading}</h2><p>{intro}</p><div id="passages">{"".join(parts)}</div></section>'


def _choice(name: str, label: str, options: list[tuple[str, str]], language: str) -> str:
    every = word("every", language)
    listed = "".join(f'<option value="{escape(value)}">{escape(said)}</option>' for value, said in options)
    return f'<label>{escape(label)} <select id="filter-{name}"><option value="">{every}</option>{listed}</select></label>'


def _controls(
    results: Results, frame: pd.DataFrame, groups: dict[str, str], names: dict[str, str], language: str
) -> str:
    """Search and filters; hidden until the script that serves them runs."""
    used_codes, used_groups = set(frame["code"]), set(frame["role_group"])
    verdicts = dict.fromkeys(results.verdicts["verdict"])
    return (
        '<form id="find" hidden role="search"><label>'
        f'{word("search", language)} <input type="search" id="filter-words" autocomplete="off"></label>'
        + _choice(
            "code",
            word("column.code", language),
            [(c, n) for c, n in names.items() if c in used_codes],
            language,
        )
        + _choice(
            "group",
            word("column.role_group", language),
            [(g, n) for g, n in groups.items() if g in used_groups],
            language,
        )
        + _choice(
            "verdict",
            word("column.verdict", language),
            [(v.replace(" ", "-"), word(f"verdict.{v}", language)) for v in verdicts],
            language,
        )
        + f'<p role="status" aria-live="polite">{word("passages", language)}: <output id="found">{len(frame)}</output></p></form>'
    )


def cell_list(results: Results, display: str, language: str) -> tuple[str, dict[tuple[str, str], str]]:
    """The passages of every cell of a display, folded away, and the address of each cell's by (row, column)."""
    found = results.displays[display]
    rows, columns = found.rows.names[language], found.columns.names[language]
    names: dict[tuple[str, str], str] = {}
    items = []
    cells = dict(list(found.cells.groupby(["row", "column"])))
    for row in found.rows.values:
        for column in found.columns.values:
            part = cells.get((row, column))
            if part is None:
                continue
            name = f"cell-{slug(display)}-{found.rows.values.index(row) + 1}-{found.columns.values.index(column) + 1}"
            names[row, column] = f"#{name}"
            labels = (label_of(results, one) for one in part.itertuples())
            links = ", ".join(anchor(f"#{anchor_of(label)}", label) for label in labels)
            items.append(f'<li id="{name}">{escape(rows[row])} × {escape(columns[column])}: {links}</li>')
    listed = f'<details class="cells"><summary>{word("cells", language)}</summary><ul>{"".join(items)}</ul></details>'
    return listed, names
