"""Pieces of the report as HTML: tables, figures, quotes, evidence. Every text from data is escaped.

The same pieces go into the page and, by way of pandoc, into PDF and DOCX.
"""

import base64
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

import pandas as pd

from jalin.words import word

# whole numbers, decimals of either language, and the dash of a missing one
_NUMBER = r"[−-]?[\d.,]+|–"


def raw(html: str) -> str:
    """`html` for a Markdown chapter: a block that pandoc passes on as it is."""
    return f"\n```{{=html}}\n{html}\n```\n"


def raw_inline(html: str) -> str:
    """`html` within a sentence of a Markdown chapter."""
    return f"`{html.replace('`', '&#96;')}`{{=html}}"


def slug(name: str) -> str:
    """`name` as a part of an anchor: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def anchor(href: str, words: str, kind: str = "") -> str:
    """A link, or without an address the bare words; `words` are escaped."""
    if not href:
        return escape(words)
    attribute = f' class="{kind}"' if kind else ""
    return f'<a{attribute} href="{escape(href)}">{escape(words)}</a>'


def _links(notebook: str, data: str, language: str) -> str:
    return (
        f' <span class="origin"><a href="notebooks/{notebook}.html">{word("notebook", language)} {notebook}</a>'
        f' · <a href="{escape(data)}">{word("data_beside", language)}</a></span>'
    )


def picture(path: Path) -> str:
    """An image as an address that holds all of it."""
    return "data:image/svg+xml;base64," + base64.b64encode(path.read_bytes()).decode("ascii")


def figure(
    number: int, source: str, data: str, caption: str, notebook: str, language: str, page: bool
) -> str:
    """A numbered figure; the ways to its notebook and data stand on the page alone."""
    label = f"{word('figure', language)} {number}"
    origin = _links(notebook, data, language) if page else ""
    return (
        f'<figure id="figure-{number}"><img src="{escape(source)}" alt="{escape(f"{label}. {caption}")}">'
        f"<figcaption><b>{label}.</b> {escape(caption)}.{origin}</figcaption></figure>"
    )


def _body(
    frame: pd.DataFrame, kinds: dict[str, str], links: pd.DataFrame | None, anchors: Sequence[str]
) -> str:
    rows = []
    for place, row in enumerate(frame.to_dict("records")):
        mark = f' id="{anchors[place]}"' if anchors and anchors[place] else ""
        cells = []
        for column, name in enumerate(frame.columns):
            said = escape(str(row[name]))
            href = links.iat[place, column] if links is not None else ""
            if href and said:
                said = f'<a href="{escape(href)}">{said}</a>'
            # pandoc keeps an anchor in a cell and loses one of a row
            if mark and not column:
                said = f"<span{mark}>{said}</span>"
            cells.append(f"<td{kinds[name]}>{said}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(rows)


def table(
    number: int,
    frame: pd.DataFrame,
    data: str,
    caption: str,
    notebook: str,
    language: str,
    page: bool,
    wide: tuple[str, ...] = (),
    links: pd.DataFrame | None = None,
    anchors: Sequence[str] = (),
) -> str:
    """A numbered table; columns that hold only numbers are set to the right, `wide` ones get room.

    `links`: an address for each cell, "" for none; `anchors`: an id for each row.
    """
    texts = frame.astype("str")
    right = {name for name in frame.columns if texts[name].str.fullmatch(_NUMBER).all()}
    label = f"{word('table', language)} {number}"
    # pandoc knows sides by style, the page by class
    numbers = ' class="n"' if page else ' style="text-align:right"'
    kinds = {
        name: numbers if name in right else ' class="wide"' if name in wide else "" for name in frame.columns
    }
    head = "".join(f'<th scope="col"{kinds[name]}>{escape(str(name))}</th>' for name in frame.columns)
    origin = _links(notebook, data, language) if page else ""
    columns = "" if page else _widths(texts)
    inner = (
        f"<caption><b>{label}.</b> {escape(caption)}.{origin}</caption>{columns}"
        f"<thead><tr>{head}</tr></thead><tbody>{_body(frame, kinds, links, anchors)}</tbody></table>"
    )
    if not page:
        return f'<table id="table-{number}">{inner}'
    return (
        f'<div class="table" id="table-{number}" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f"<table>{inner}</div>"
    )


# characters of a table's letters across the text of an A4 page, and what a column's sides take of them
_ACROSS, _SIDES = 118, 3.0


def _widths(texts: pd.DataFrame) -> str:
    """Widths of the columns for paper: first room for the longest word of each, then for long texts."""
    if texts.empty:
        return ""
    least, more = [], []
    for name in texts.columns:
        words = (part for text in [*texts[name], str(name)] for part in re.split(r"[\s/]+", text))
        longest = min(28, max((len(part) for part in words), default=1)) * 1.2 + _SIDES
        least.append(longest)
        more.append(max(0.0, min(90.0, float(texts[name].str.len().quantile(0.9))) - longest))
    spare = max(0.0, _ACROSS - sum(least))
    wanted = sum(more) or 1.0
    need = [one + spare * rest / wanted for one, rest in zip(least, more, strict=True)]
    whole = sum(need) if spare and sum(more) else max(sum(need), _ACROSS)
    columns = "".join(f'<col style="width:{one / whole:.1%}">' for one in need)
    return f"<colgroup>{columns}</colgroup>"


def quote(text: str, who: str, place: str, direction: str, label: str, href: str) -> str:
    """A passage with its source and place, and the way to its evidence."""
    shown = escape(text).replace("\n", "<br>")
    return (
        f'<blockquote class="{direction}"><p>“{shown}”</p>'
        f'<p class="meta">{anchor(href, label)} · {escape(who)} · {escape(place)}</p></blockquote>'
    )
