"""Segments: the speaker turns of an interview, the paragraphs and rows of anything else."""

from collections.abc import Sequence

from jalin.collect.blocks import Block
from jalin.collect.told import seconds_of


def segment(
    source_id: str,
    blocks: Sequence[Block],
    interviewers: Sequence[str],
    turns: bool = True,
    day: bool = False,
) -> tuple[list[dict[str, object]], list[int]]:
    """The segments of one source, as rows of the table `segments`, and which of them holds each block.

    `blocks` are canonical, one line each, with their speakers as `hearing` told them. With `turns`
    a segment is a turn: a line with a speaker and the lines after it without one. `day`: their
    times are of the day, and so no seconds of a recording.
    """
    known = {name.casefold() for name in interviewers}
    rows: list[dict[str, object]] = []
    holders: list[int] = []
    start = 0
    for block in blocks:
        end = start + len(block.text)
        speaker = block.speaker if turns else ""
        if rows and not speaker and rows[-1]["kind"] == "turn" and block.kind != "note":
            rows[-1]["end"] = end
            rows[-1]["text"] = f"{rows[-1]['text']}\n{block.text}"
        else:
            speaking = "interviewer" if speaker.casefold() in known else "informant"
            rows.append(
                {
                    "source_id": source_id,
                    "segment_id": f"{source_id}-{len(rows) + 1:04d}",
                    "kind": "turn" if speaker else block.kind,
                    "speaker": speaker,
                    "voice": speaking if speaker else "none",
                    "time": block.time,
                    "seconds": None if day else seconds_of(block.time),
                    "start": start,
                    "end": end,
                    "text": block.text,
                }
            )
        holders.append(len(rows) - 1)
        start = end + 1
    return rows, holders
