"""Subtitles as transcripts, WebVTT and SubRip: cues become turns of who speaks in them.

Follows the W3C WebVTT format and the SubRip format: blocks parted by empty lines, a
timing line with `-->`; voices as `<v Name>`, or `Name:` at the head of a cue.
"""

import re
from html import unescape

from jalin.collect.blocks import Block, Reading

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_TAG = re.compile(r"</?(?:[cibuv]|ruby|rt|lang|font|\d)[^>]*>|\{\\[^}]*\}")
_TIMING = re.compile(r"\s*((?:\d+:)?\d{1,2}:\d{2})[.,]\d{1,3}\s*-->")
_LABEL = re.compile(r"^[^\W\d_][^:|?!,;]{0,39}?\s*:(?=\s)")


def _spoken(payload: str) -> list[tuple[str, str]]:
    """(voice, words) of each voice in a cue; the voice is "" where none is named."""
    parts = _VOICE.split(payload)
    pairs = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    clean = [
        (unescape(voice).strip(), " ".join(unescape(_TAG.sub("", words)).split())) for voice, words in pairs
    ]
    return [(voice, words) for voice, words in clean if words]


def read(text: str, reading: Reading) -> None:
    """Turns `Name: words`, cues of one voice joined; notes and cues without a voice as paragraphs.

    A cue that begins with a name of its own starts anew.
    """
    turn: list[str] = []
    speaker, began = "", ""

    def end_turn() -> None:
        if turn:
            words = " ".join(turn)
            reading.add(Block(f"{speaker}: {words}" if speaker else words, speaker=speaker, time=began))
            turn.clear()

    for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line for line in part.split("\n") if line.strip()]
        timing = next((number for number, line in enumerate(lines) if "-->" in line), None)
        if timing is None:
            end_turn()
            if lines and lines[0].startswith("NOTE"):
                reading.add(Block(" ".join(lines).removeprefix("NOTE").strip()))
            elif lines and not lines[0].startswith(("WEBVTT", "STYLE", "REGION")):
                reading.add(Block(" ".join(lines)))
            continue
        start = _TIMING.match(lines[timing])
        for voice, words in _spoken(" ".join(lines[timing + 1 :])):
            if not voice or voice != speaker or _LABEL.match(words):
                end_turn()
            if not turn:
                speaker, began = voice, start[1] if start else ""
            turn.append(words)
    end_turn()
