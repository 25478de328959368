"""The coded text as one page to read or print: passages underlined, their codes in the margin."""

from html import escape
from itertools import pairwise
from pathlib import Path

import pandas as pd

from jalin.exchange.printed import printed
from jalin.files import write_text

_STYLE = """
body { font: 16px/1.55 Georgia, serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }
.notice { border: 2px solid #8a1c1c; padding: .5rem 1rem; font-weight: bold }
.line { display: grid; grid-template-columns: 1fr 18rem; column-gap: 1.5rem; border-top: 1px solid #e4e4e4 }
.line p { margin: .35rem 0; overflow-wrap: anywhere }
.margin { font: 13px/1.4 system-ui, sans-serif; border-left: 3px solid #0b5a8a; padding: .35rem 0 .35rem .6rem }
.margin:empty { border-color: transparent }
.margin div { margin-bottom: .2rem }
u { text-decoration: underline 2px #0b5a8a; text-underline-offset: 3px }
u.more { text-decoration-style: double }
sup { font: 11px system-ui, sans-serif; color: #0b5a8a }
.memo { color: #4a4a4a; font-style: italic }
@media (max-width: 40rem) { .line { grid-template-columns: 1fr } }
@media print { h2 { break-before: page } .line { break-inside: avoid } }
"""


def _marked(text: str, at: int, spans: list[tuple[int, int, int]]) -> str:
    """A line that begins at `at`, what `spans` (start, end, number) cover underlined, numbers where each begins."""
    edges = sorted(
        {
            at,
            at + len(text),
            *(edge for start, end, _ in spans for edge in (start, end) if at < edge < at + len(text)),
        }
    )
    parts = []
    for left, right in pairwise(edges):
        begun = ",".join(str(number) for start, _, number in spans if start == left)
        over = sum(start <= left < end for start, end, _ in spans)
        words = escape(text[left - at : right - at])
        kind = ' class="more"' if over > 1 else ""
        parts.append(f"<sup>{begun}</sup>" * bool(begun) + (f"<u{kind}>{words}</u>" if over else words))
    return "".join(parts)


def _source(text: str, codings: pd.DataFrame, names: dict[str, str]) -> list[str]:
    """The lines of a source, each with the codings that begin in it."""
    ordered = codings.sort_values(["start", "end", "code", "coder"])
    spans = list(zip(ordered["start"], ordered["end"], range(1, len(ordered) + 1), strict=True))
    rows = list(zip(ordered.to_dict("records"), spans, strict=True))
    lines, at = [], 0
    for line in text.splitlines():
        end = at + len(line)
        here = [span for span in spans if span[0] < end and span[1] > at]
        notes = []
        for row, (start, _, number) in rows:
            if at <= start <= end:
                memo = f'<br><span class="memo">{escape(row["memo"])}</span>' if row["memo"] else ""
                label = f"{escape(names[row['code']])} <small>({escape(row['coder'])})</small>"
                notes.append(f"<div><sup>{number}</sup> {label}{memo}</div>")
        lines.append(
            f'<div class="line"><p>{_marked(line, at, here)}</p><div class="margin">{"".join(notes)}</div></div>'
        )
        at = end + 1
    return lines


def write_html(
    title: str,
    notice: str,
    sources: pd.DataFrame,
    texts: dict[str, str],
    codings: pd.DataFrame,
    names: dict[str, str],
    language: str,
    path: Path,
) -> None:
    """Write every source of `sources` with its codings as one page without scripts.

    `names`: the name of each code; `notice` stands first when there is one.
    """
    parts = [f"<h1>{escape(title)}</h1>"]
    if notice:
        parts.append(f'<p class="notice">{escape(notice)}</p>')
    for heading, text, own in printed(sources, texts, codings, language):
        parts.append(f"<h2>{escape(heading)}</h2>")
        parts += _source(text, own, names)
    page = (
        f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n"
    )
    write_text(path, page + "\n".join(parts) + "\n</body>\n</html>\n")
