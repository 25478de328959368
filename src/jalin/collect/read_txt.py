"""Plain text: a line is a paragraph; subtitles saved as text are read as subtitles."""

import re

from jalin.collect import read_csv, read_cues, read_tiers
from jalin.collect.blocks import Block, Reading
from jalin.collect.speakers import is_head

_SUBTITLES = re.compile(
    r"\ufeff?\s*(?:WEBVTT[ \t]*(?:$|\n|\r)|\d+\s*[\r\n]+(?:[^\r\n]*[\r\n]+)?\s*\d\d:\d\d:\d\d[.,]\d{3}\s*-->)"
)

# Audacity: when a label begins and ends, in seconds, and what stands on it
_LABELS = re.compile(r"(?:\d+[.,]\d{3,}\t\d+[.,]\d{3,}\t.*\s*|\\.*\s*)+")


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
        reading.add(*(Block(line) for line in text.splitlines()))
