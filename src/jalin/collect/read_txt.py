"""Plain text: a line is a paragraph; subtitles saved as text are read as subtitles."""

import re

from jalin.collect import read_csv, read_cues
from jalin.collect.blocks import Block, Reading
from jalin.collect.speakers import is_head

_SUBTITLES = re.compile(r"\ufeff?\s*(?:WEBVTT[ \t]*(?:$|\n|\r)|1\s*[\r\n]+\s*\d\d:\d\d:\d\d,\d{3}\s*-->)")


def read(text: str, reading: Reading) -> None:
    """The lines of the text; the turns of a table that is parted by tabulators."""
    if _SUBTITLES.match(text):
        read_cues.read(text, reading)
        return
    if is_head(text.lstrip("\ufeff").partition("\n")[0].strip().split("\t")):
        # a table of turns, parted by tabulators
        read_csv.read(text, reading)
        return
    reading.add(*(Block(line) for line in text.splitlines()))
