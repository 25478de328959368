"""Segments: the speaker turns of an interview, the paragraphs and rows of anything else."""

import re
from collections import Counter
from dataclasses import dataclass

from jalin.collect.blocks import Block


def _clock(name: str) -> str:
    """A pattern for a time such as [00:12:31], kept under `name`."""
    return rf"[\[(]?(?P<{name}>(?:\d{{1,2}}:)?\d{{1,2}}:\d{{2}})(?:[.,]\d{{1,3}})?[\])]?"


_BEFORE, _AFTER = _clock("before"), _clock("after")
_LABEL = r"(?P<label>[^\W\d_][^:|?!,;]{0,39}?)"
# [00:12:31] Name: words, or Name (00:12:31): words, or a label alone on its line
_TURN = re.compile(rf"^(?:{_BEFORE}[\s–-]*)?{_LABEL}\s*(?:{_AFTER}\s*)?:(?:\s+\S|\s*$)")
# Name 0:03 alone on its line, as meeting programs write it
_HEAD = re.compile(rf"^{_LABEL}\s+{_AFTER}$")


@dataclass(frozen=True)
class _Voice:
    """Who speaks in a line and when, as the line or the file says; "" where nothing is said."""

    label: str = ""
    time: str = ""


def _voice(block: Block) -> _Voice:
    # a row of a table begins with the name of a column, not of a speaker
    if block.speaker or block.kind == "row":
        return _Voice(block.speaker, block.time)
    for pattern in (_TURN, _HEAD):
        if match := pattern.match(block.text):
            times = match.groupdict()
            return _Voice(
                match["label"].strip(), block.time or times.get("before") or times.get("after") or ""
            )
    return _Voice("", block.time)


def _voices(blocks: list[Block], interviewers: set[str]) -> list[_Voice]:
    """The voice of each block: only a label that comes back, or is known, is a speaker's."""
    found = [_voice(block) for block in blocks]
    counted = Counter(voice.label.casefold() for voice in found)

    def speaks(voice: _Voice, block: Block) -> bool:
        label = voice.label.casefold()
        known = label in interviewers or bool(block.speaker)
        return bool(label) and len(label.split()) <= 4 and (known or counted[label] > 1)

    return [
        voice if speaks(voice, block) else _Voice("", block.time)
        for voice, block in zip(found, blocks, strict=True)
    ]


def segment(
    source_id: str, method: str, blocks: list[Block], interviewers: list[str]
) -> tuple[list[dict[str, object]], list[int]]:
    """The segments of one source, as rows of the table `segments`, and which of them holds each block.

    `blocks` are canonical, one line each. In an interview a segment is a turn: a
    line with a speaker's label and the lines after it without one.
    """
    known = {name.casefold() for name in interviewers}
    voices = _voices(blocks, known) if method == "interview" else [_Voice("", block.time) for block in blocks]
    rows: list[dict[str, object]] = []
    holders: list[int] = []
    start = 0
    for block, voice in zip(blocks, voices, strict=True):
        end = start + len(block.text)
        if rows and not voice.label and rows[-1]["kind"] == "turn" and block.kind != "note":
            rows[-1]["end"] = end
            rows[-1]["text"] = f"{rows[-1]['text']}\n{block.text}"
        else:
            speaking = "interviewer" if voice.label.casefold() in known else "informant"
            rows.append(
                {
                    "source_id": source_id,
                    "segment_id": f"{source_id}-{len(rows) + 1:04d}",
                    "kind": "turn" if voice.label else block.kind,
                    "speaker": voice.label,
                    "voice": speaking if voice.label else "none",
                    "time": voice.time,
                    "start": start,
                    "end": end,
                    "text": block.text,
                }
            )
        holders.append(len(rows) - 1)
        start = end + 1
    return rows, holders
