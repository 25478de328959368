"""Plain text: a line is a paragraph; subtitles saved as text are read as subtitles."""

import re

from jalin.collect import read_csv, read_cues, read_tiers
from jalin.collect.blocks import Block, Reading
from jalin.collect.running import Page, remark_heads, running_lines
from jalin.collect.speakers import is_head

_SUBTITLES = re.compile(
    r"\ufeff?\s*(?:WEBVTT[ \t]*(?:$|\n|\r)|\d+\s*[\r\n]+(?:[^\r\n]*[\r\n]+)?\s*\d\d:\d\d:\d\d[.,]\d{3}\s*-->)"
)

# Audacity: when a label begins and ends, in seconds, and what stands on it
_LABELS = re.compile(r"(?:\d+[.,]\d{3,}\t\d+[.,]\d{3,}\t.*\s*|\\.*\s*)+")

# lines as a page of a PDF has them, so far from one another; its margin holds three of them
_PITCH, _HEIGHT = 14.0, 350.0


def _unheaded(pages: list[list[str]], reading: Reading) -> list[str]:
    """The lines of pages without running heads and page numbers, which are remarked."""
    laid: list[Page] = []
    for lines in pages:
        half, last = len(lines) / 2, len(lines) - 1
        upper = [(line, min(at * _PITCH, _HEIGHT / 2)) for at, line in enumerate(lines) if at < half]
        lower = [
            (line, max(_HEIGHT - (last - at) * _PITCH, _HEIGHT / 2))
            for at, line in enumerate(lines)
            if at >= half
        ]
        # an empty line is the space above the next
        laid.append(
            {"height": _HEIGHT, "boxes": [[one for one in part if one[0]] for part in (upper, lower)]}
        )
    running = running_lines(laid)
    remark_heads(laid, running, reading)
    return [
        line
        for number, page in enumerate(laid)
        for box, part in enumerate(page["boxes"])
        for at, (line, _) in enumerate(part)
        if (number, box, at) not in running
    ]


def read(text: str, reading: Reading) -> None:
    """The lines of the text; the turns of a table that is parted by tabulators."""
    if _SUBTITLES.match(text):
        read_cues.read(text, reading)
        return
    if is_head(text.lstrip("\ufeff").partition("\n")[0].strip().split("\t")):
        # a table of turns, parted by tabulators
        read_csv.read(text, reading)
        return
    if _LABELS.fullmatch(text):
        rows = [re.sub(r"(\d),(?=\d+\t)", r"\1.", line) for line in text.splitlines() if line[:1] != "\\"]
        read_csv.read_tsv("\n".join(("start\tend\ttext", *rows)), reading)
        reading.program = "Audacity"
        return
    if not read_tiers.read_rows(text, reading):
        pages = [page.splitlines() for page in text.split("\f")]
        # a text without form feeds is read as it is stored: positions of another program's codings count all of it
        reading.add(*map(Block, _unheaded(pages, reading) if len(pages) > 1 else pages[0]))
