"""Segments: the speaker turns of an interview, the paragraphs and rows of anything else."""

import re
from collections import Counter

from jalin.collect.blocks import Block

# an optional time stamp, then a label of one to four words before a colon
_TURN = re.compile(
    r"^(?:[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}[\])]?\s*)?(?P<label>[^\W\d_][^:|?!,;]{0,39}?)\s*:\s+\S"
)


def _labels(lines: list[str]) -> list[str]:
    """The speaker's label of each line, or "": only a label that comes back is a speaker's."""
    found = [match["label"] if (match := _TURN.match(line)) else "" for line in lines]
    counted = Counter(found)
    return [label if counted[label] > 1 and len(label.split()) <= 4 else "" for label in found]


def segment(
    source_id: str, method: str, blocks: list[Block], interviewers: list[str]
) -> list[dict[str, object]]:
    """The segments of one source, as rows of the table `segments`.

    `blocks` are canonical, one line each. In an interview a segment is a turn: a
    line with a speaker's label and the lines after it without one.
    """
    lines = [block.text for block in blocks]
    labels = _labels(lines) if method == "interview" else [""] * len(lines)
    rows: list[dict[str, object]] = []
    start = 0
    for block, label in zip(blocks, labels, strict=True):
        end = start + len(block.text)
        if rows and not label and rows[-1]["kind"] == "turn":
            rows[-1]["end"] = end
            rows[-1]["text"] = f"{rows[-1]['text']}\n{block.text}"
        else:
            voice = "interviewer" if label in interviewers else "informant"
            rows.append(
                {
                    "source_id": source_id,
                    "segment_id": f"{source_id}-{len(rows) + 1:04d}",
                    "kind": "turn" if label else block.kind,
                    "speaker": label,
                    "voice": voice if label else "none",
                    "start": start,
                    "end": end,
                    "text": block.text,
                }
            )
        start = end + 1
    return rows
