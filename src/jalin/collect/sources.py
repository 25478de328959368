"""From the files of the register to canonical texts, segments and structured observations."""

import hashlib
from dataclasses import dataclass, replace

import pandas as pd

from jalin.collect.blocks import Block, Unreadable
from jalin.collect.canonical import canonical
from jalin.collect.readers import read_blocks
from jalin.collect.segments import segment
from jalin.errors import Problem, refuse
from jalin.study import Study


@dataclass(frozen=True)
class Collection:
    """All sources as read: the tables of the stage, and each text by source_id."""

    sources: pd.DataFrame
    segments: pd.DataFrame
    observations: pd.DataFrame
    texts: dict[str, str]


def _canonical_blocks(blocks: list[Block]) -> list[Block]:
    """Blocks of one canonical line each."""
    lines = []
    for block in blocks:
        try:
            text = canonical(block.text)
        except ValueError as error:
            raise Unreadable(str(error), "Remove that character") from None
        lines += [replace(block, text=line) for line in text.splitlines()]
    return lines


def collect_sources(study: Study, register: pd.DataFrame) -> Collection:
    """Read every file of `register`.

    Raises `StudyError` with every file that cannot be read, before anything is written.
    """
    problems, rows, segments, observations, texts = [], [], [], [], {}
    for row in register.to_dict("records"):
        path = study.raw / row["file"]
        try:
            blocks = _canonical_blocks(read_blocks(path, row.get("encoding", "")))
        except Unreadable as fault:
            problems.append(Problem(f"data/raw/{row['file']}", fault.place, fault.what, fault.remedy))
            continue
        source_id = row["source_id"]
        text = "".join(f"{block.text}\n" for block in blocks)
        found = segment(source_id, row["method"], blocks, study.settings.interviewers)
        texts[source_id] = text
        segments += found
        observations += [
            {"source_id": source_id, "segment_id": item["segment_id"], "field": name, "value": value}
            for item, block in zip(found, blocks, strict=False)
            for name, value in block.fields
        ]
        rows.append(
            row
            | {
                "characters": len(text),
                "words": len(text.split()),
                "segments": len(found),
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
        )
    refuse(problems)
    fields = ["source_id", "segment_id", "field", "value"]
    return Collection(
        pd.DataFrame(rows), pd.DataFrame(segments), pd.DataFrame(observations, columns=fields), texts
    )
