"""Pieces of the report as HTML: tables, figures, quotes. Every text from data is escaped."""

import base64
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


def _links(notebook: str, data: str, language: str) -> str:
    return (
        f' <a href="notebooks/{notebook}.html">{word("notebook", language)} {notebook}</a>'
        f' · <a href="{escape(data)}">{word("data_beside", language)}</a>'
    )


def figure(number: int, path: Path, data: str, caption: str, notebook: str, language: str) -> str:
    """A numbered figure with its picture inside the page."""
    picture = base64.b64encode(path.read_bytes()).decode("ascii")
    label = f"{word('figure', language)} {number}"
    return (
        f'<figure id="figure-{number}"><img src="data:image/svg+xml;base64,{picture}" '
        f'alt="{escape(f"{label}. {caption}")}">'
        f"<figcaption><b>{label}.</b> {escape(caption)}.{_links(notebook, data, language)}</figcaption></figure>"
    )


def table(
    number: int,
    frame: pd.DataFrame,
    data: str,
    caption: str,
    notebook: str,
    language: str,
    wide: tuple[str, ...] = (),
) -> str:
    """A numbered table; columns that hold only numbers are set to the right, `wide` ones get room."""
    right = {name for name in frame.columns if frame[name].astype("str").str.fullmatch(_NUMBER).all()}
    label = f"{word('table', language)} {number}"

    def kind(name: str) -> str:
        return ' class="n"' if name in right else ' class="wide"' if name in wide else ""

    head = "".join(f'<th scope="col"{kind(name)}>{escape(str(name))}</th>' for name in frame.columns)
    body = "".join(
        "<tr>" + "".join(f"<td{kind(name)}>{escape(str(row[name]))}</td>" for name in frame.columns) + "</tr>"
        for row in frame.to_dict("records")
    )
    return (
        f'<div class="table" id="table-{number}" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption><b>{label}.</b> {escape(caption)}.{_links(notebook, data, language)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def quote(text: str, who: str, place: str, direction: str) -> str:
    """A passage with its source and place."""
    shown = escape(text).replace("\n", "<br>")
    return (
        f'<blockquote class="{direction}"><p>“{shown}”</p>'
        f'<span class="meta">{escape(who)} · {escape(place)}</span></blockquote>'
    )
