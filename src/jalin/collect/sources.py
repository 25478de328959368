"""From the files of the register to canonical texts, segments, observations, comments and remarks."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pandas as pd

from jalin.collect.blocks import Block, Comment, Reading, Unreadable
from jalin.collect.canonical import canonical
from jalin.collect.consent import consenting
from jalin.collect.dialects import dialects_of
from jalin.collect.hearing import heard, parted
from jalin.collect.readers import read_file
from jalin.collect.segments import segment
from jalin.collect.settled import interviewers_of
from jalin.collect.survey import Survey, answer_of, survey_in
from jalin.errors import Problem, refuse
from jalin.study import Study
from jalin.tables.columns import OBSERVATIONS_TABLE, SEGMENTS_TABLE

# the tables of a collection
TABLES = ("sources", "segments", "observations", "comments", "remarks")


@dataclass(frozen=True)
class Collection:
    """All sources as read: the tables of the stage; each text, and what wrote it, by source_id."""

    sources: pd.DataFrame
    segments: pd.DataFrame
    observations: pd.DataFrame
    comments: pd.DataFrame
    remarks: pd.DataFrame
    texts: dict[str, str]
    programs: dict[str, str] = field(default_factory=dict)


def _clean(text: str) -> str:
    """`text` in canonical form, as `Unreadable` when it cannot have one."""
    try:
        return canonical(text)
    except ValueError as error:
        raise Unreadable(str(error), "Remove that character") from None


def lines_of(blocks: list[Block]) -> tuple[list[Block], list[int]]:
    """The canonical lines of blocks, each a block, and which of `blocks` each is of."""
    lines: list[Block] = []
    origins: list[int] = []
    for number, block in enumerate(blocks):
        text = _clean(block.text)
        if text == f"{block.text}\n" and text.count("\n") == 1:
            lines.append(block)
            origins.append(number)
            continue
        for line in text.splitlines():
            # only its first line says who speaks in a block of several
            first = not origins or origins[-1] != number
            lines.append(
                replace(
                    block,
                    text=line,
                    speaker=block.speaker if first else "",
                    time=block.time if first else "",
                    strong=block.strong if first else "",
                )
            )
            origins.append(number)
    return lines, origins


def _starts(lines: list[Block], origins: list[int], count: int) -> list[int]:
    """Where in the text each of `count` blocks begins; one of which no line is left begins where the next does."""
    starts, at, done = [], 0, 0
    for line, origin in zip(lines, origins, strict=True):
        while done <= origin:
            starts.append(at)
            done += 1
        at += len(line.text) + 1 if line.text else 0
    return starts + [at] * (count - done)


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


class _Rows:
    """Rows of a table, kept as frames of many rows each: a survey has a million of them."""

    _MANY = 50_000

    def __init__(self, columns: list[str], numbers: tuple[str, ...] = ()) -> None:
        self._columns, self._numbers = columns, numbers
        self._parts: list[pd.DataFrame] = []
        self._rows: list[dict[str, object]] = []

    def add(self, rows: Iterable[dict[str, object]]) -> None:
        """The next rows."""
        self._rows += rows
        if len(self._rows) > self._MANY:
            self._close()

    def _close(self) -> None:
        part = pd.DataFrame(self._rows, columns=self._columns)
        self._parts.append(part.astype(dict.fromkeys(self._numbers, "float64")))
        self._rows = []

    def frame(self) -> pd.DataFrame:
        """All rows as one frame."""
        if self._rows or not self._parts:
            self._close()
        return pd.concat(self._parts, ignore_index=True) if len(self._parts) > 1 else self._parts[0]


def collect_sources(study: Study, register: pd.DataFrame) -> Collection:
    """Read every file of `register` whose consent was not withdrawn.

    Raises `StudyError` with every file that cannot be read, before anything is written.
    """
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    sizes: list[tuple[int, int, int]] = []
    segments, observations = (
        _Rows(list(SEGMENTS_TABLE.columns), ("seconds",)),
        _Rows(list(OBSERVATIONS_TABLE.columns)),
    )
    comments, remarks = [], []
    programs: dict[str, str] = {}
    surveys: dict[str, Survey] = {}
    dialects = dialects_of(study.raw)
    asking = interviewers_of(study)
    asked = consenting(register)
    columns = (asked[name].tolist() for name in asked)
    for values in zip(*columns, strict=True):
        row = dict(zip(asked, values, strict=True))
        source_id = row["source_id"]
        try:
            answer = bool(row.get("row"))
            if answer:
                name = row["survey"]
                if name not in surveys:
                    surveys[name] = survey_in(study, name, row)
                reading = answer_of(surveys[name], int(row["row"]))
            else:
                reading = read_file(study.raw / row["file"], row.get("encoding", ""))
            lines, origins = lines_of(reading.blocks)
            day = False
            if talk := not answer and (row["method"] == "interview" or bool(row.get("dialect"))):
                lines, origins = parted(lines, origins)
                told = heard(reading, lines, asking, dialects, row.get("dialect", ""))
                lines, day, programs[source_id] = told.lines, told.day, told.program
            starts = _starts(lines, origins, len(reading.blocks))
            blocks = [line for line in lines if line.text]
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
        found, holders = segment(source_id, blocks, asking, talk, day)
        texts[source_id] = text
        segments.add(found)
        observations.add(
            {
                "source_id": source_id,
                "segment_id": found[holder]["segment_id"],
                "field": name,
                "value": _clean(value).strip(),
            }
            for holder, block in zip(holders, blocks, strict=True)
            for name, value in block.fields
        )
        sizes.append((len(text), len(text.split()), len(found)))
    refuse(problems)
    return Collection(
        asked.assign(
            **dict(zip(("characters", "words", "segments"), zip(*sizes, strict=True), strict=True))
        ).reset_index(drop=True),
        segments.frame(),
        observations.frame(),
        pd.DataFrame(
            comments, columns=["source_id", "comment_id", "author", "date", "start", "end", "quote", "text"]
        ),
        pd.DataFrame(remarks, columns=["source_id", "kind", "place", "detail"]),
        texts,
        programs,
    )
