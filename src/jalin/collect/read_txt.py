"""Plain text: a line is a paragraph; subtitles saved as text are read as subtitles."""

import re

from jalin.collect import read_cues
from jalin.collect.blocks import Block, Reading

_SUBTITLES = re.compile(r"\ufeff?\s*(?:WEBVTT[ \t]*(?:$|\n|\r)|1\s*[\r\n]+\s*\d\d:\d\d:\d\d,\d{3}\s*-->)")


def read(text: str, reading: Reading) -> None:
    """The lines of the text."""
    if _SUBTITLES.match(text):
        read_cues.read(text, reading)
        return
    reading.add(*(Block(line) for line in text.splitlines()))
