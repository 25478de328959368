"""From the files of the register to canonical texts, segments, observations, comments and remarks."""

from dataclasses import dataclass, replace

import pandas as pd

from jalin.collect.blocks import Block, Comment, Reading, Unreadable
from jalin.collect.canonical import canonical
from jalin.collect.consent import consenting
from jalin.collect.readers import read_file
from jalin.collect.segments import segment
from jalin.errors import Problem, refuse
from jalin.study import Study

# the tables of a collection
TABLES = ("sources", "segments", "observations", "comments", "remarks")


@dataclass(frozen=True)
class Collection:
    """All sources as read: the tables of the stage, and each text by source_id."""

    sources: pd.DataFrame
    segments: pd.DataFrame
    observations: pd.DataFrame
    comments: pd.DataFrame
    remarks: pd.DataFrame
    texts: dict[str, str]


def _clean(text: str) -> str:
    """`text` in canonical form, as `Unreadable` when it cannot have one."""
    try:
        return canonical(text)
    except ValueError as error:
        raise Unreadable(str(error), "Remove that character") from None


def _canonical_blocks(blocks: list[Block]) -> tuple[list[Block], list[int]]:
    """Blocks of one canonical line each, and where in the text each of `blocks` begins."""
    lines: list[Block] = []
    starts, at = [], 0
    for block in blocks:
        starts.append(at)
        for line in _clean(block.text).splitlines():
            # only its first line says who speaks in a block of several
            first = at == starts[-1]
            lines.append(
                replace(
                    block, text=line, speaker=block.speaker if first else "", time=block.time if first else ""
                )
            )
            at += len(line) + 1
    return lines, starts


def _place(comment: Comment, text: str, starts: list[int]) -> tuple[int, int]:
    """The span of a comment's passage in `text`; its whole line when the passage is empty or not found."""
    start = starts[comment.block] if comment.block < len(starts) else len(text)
    start = min(start, max(0, len(text) - 1))
    quote = _clean(comment.quote).strip()
    if quote:
        near = start + comment.offset
        found = [
            at
            for at in (text.find(quote, near), text.find(quote, start), text.rfind(quote, start, near))
            if at >= 0
        ]
        if found:
            at = min(found, key=lambda place: abs(place - near))
            return at, at + len(quote)
    return start, text.find("\n", start)


def _comments(source_id: str, reading: Reading, text: str, starts: list[int]) -> list[dict[str, object]]:
    rows = []
    for number, comment in enumerate(reading.comments, start=1):
        start, end = _place(comment, text, starts)
        rows.append(
            {
                "source_id": source_id,
                "comment_id": f"{source_id}-c{number}",
                "author": _clean(comment.author).strip(),
                "date": comment.date,
                "start": start,
                "end": end,
                "quote": text[start:end],
                "text": _clean(comment.text).strip(),
            }
        )
    return rows


def collect_sources(study: Study, register: pd.DataFrame) -> Collection:
    """Read every file of `register` whose consent was not withdrawn.

    Raises `StudyError` with every file that cannot be read, before anything is written.
    """
    problems, rows, segments, observations, texts = [], [], [], [], {}
    comments, remarks = [], []
    for row in consenting(register).to_dict("records"):
        path, source_id = study.raw / row["file"], row["source_id"]
        try:
            reading = read_file(path, row.get("encoding", ""))
            blocks, starts = _canonical_blocks(reading.blocks)
            text = "".join(f"{block.text}\n" for block in blocks)
            if not text:
                raise Unreadable("there is no text in it", "Restore it, or take it out of sources.csv")
            comments += _comments(source_id, reading, text, starts)
            remarks += [
                {
                    "source_id": source_id,
                    "kind": item.kind,
                    "place": _clean(item.place).strip(),
                    "detail": _clean(item.detail).strip(),
                }
                for item in reading.remarks
            ]
        except Unreadable as fault:
            problems.append(Problem(f"data/raw/{row['file']}", fault.place, fault.what, fault.remedy))
            continue
        except OSError as fault:
            what = f"it cannot be opened: {fault.strerror or fault}"
            problems.append(
                Problem(f"data/raw/{row['file']}", "", what, "Close it elsewhere, or mend its permissions")
            )
            continue
        found, holders = segment(source_id, row["method"], blocks, study.settings.interviewers)
        texts[source_id] = text
        segments += found
        observations += [
            {
                "source_id": source_id,
                "segment_id": found[holder]["segment_id"],
                "field": name,
                "value": _clean(value).strip(),
            }
            for holder, block in zip(holders, blocks, strict=True)
            for name, value in block.fields
        ]
        rows.append(
            row
            | {
                "characters": len(text),
                "words": len(text.split()),
                "segments": len(found),
            }
        )
    refuse(problems)
    return Collection(
        pd.DataFrame(rows),
        pd.DataFrame(segments),
        pd.DataFrame(observations, columns=["source_id", "segment_id", "field", "value"]),
        pd.DataFrame(
            comments, columns=["source_id", "comment_id", "author", "date", "start", "end", "quote", "text"]
        ),
        pd.DataFrame(remarks, columns=["source_id", "kind", "place", "detail"]),
        texts,
    )
