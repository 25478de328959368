"""WebVTT transcripts: cues become turns of who speaks in them; notes stay as paragraphs.

Follows the W3C WebVTT format: blocks parted by empty lines, a timing line with
`-->`, voices as `<v Name>`.
"""

import re
from html import unescape

from jalin.collect.blocks import Block

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>")


def read(text: str) -> list[Block]:
    """Turns `Name: words`, cues of one voice joined; notes and cues without a voice as paragraphs."""
    blocks: list[Block] = []
    speaker = ""
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line for line in part.split("\n") if line.strip()]
        timing = next((number for number, line in enumerate(lines) if "-->" in line), None)
        if timing is None:
            if lines and lines[0].startswith("NOTE"):
                words = " ".join(lines).removeprefix("NOTE").strip()
                blocks.append(Block(words))
            continue
        payload = " ".join(lines[timing + 1 :])
        voice = _VOICE.search(payload)
        words = unescape(_TAG.sub("", payload)).strip()
        now = voice[1].strip() if voice else ""
        if not words:
            continue
        if now and now == speaker:
            blocks[-1] = Block(f"{blocks[-1].text} {words}")
        else:
            blocks.append(Block(f"{now}: {words}" if now else words))
        speaker = now
    return blocks
