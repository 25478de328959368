"""What coders write in `coding/codings/<coder>/`: `<source_id>.jsonl`, a coding a line, and `read.csv`, a source a line."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
from pydantic import Field

from jalin.code.anchor import Unanchored, anchor_all
from jalin.code.codebook import Codebook
from jalin.errors import Problem, StudyError, not_yet, refuse
from jalin.reading import Strict, Whole, as_model, parse_json, read_text
from jalin.records import read_checked
from jalin.spreadsheet import csv_of_rows
from jalin.study import Study


class Coding(Strict):
    """One line of a coder's file."""

    id: str = Field(min_length=1, description="its name, unlike every other in the file", examples=["c1"])
    code: str = Field(description="the code", examples=["CARE-WATER"])
    start: Whole = Field(ge=0, description="first code point of the passage, counted from 0", examples=[35])
    end: Whole = Field(ge=0, description="code point after the last", examples=[69])
    quote: str = Field(
        min_length=1, description="the passage", examples=["The children water it every morning."]
    )
    prefix: str = Field("", description="some words before it, to find it again", examples=["garden? A: "])
    suffix: str = Field("", description="some words after it", examples=[" I only open"])
    memo: str = Field("", description="what the coder thought", examples=["every morning!"])
    created: str = Field("", description="when it was made", examples=["2024-03-02"])


READ = "read.csv"


class ReadSource(Strict):
    """One row of read.csv: a source that the coder has read to its end, also where nothing in it was marked."""

    source_id: str = Field(min_length=1, description="the source", examples=["W1"])
    date: str = Field("", description="when it was read", examples=["2024-06-10"])


def read_rows(path: Path, shown: str) -> dict[str, ReadSource]:
    """The rows of a coder's read.csv by source; empty when there is none."""
    return {one.source_id: one for _, one in read_checked(path, shown, ReadSource)}


def read_text_of(rows: dict[str, ReadSource]) -> str:
    """The text of a read.csv with these rows, by source, so that git joins the work of two."""
    return csv_of_rows(ReadSource.model_fields, (rows[source].model_dump() for source in sorted(rows)))


def _lines(path: Path, shown: str, problems: list[Problem]) -> Iterator[tuple[str, Coding]]:
    """Each coding of a file with its place; what cannot be read goes to `problems`."""
    for number, line in enumerate(read_text(path, shown).split("\n"), start=1):
        place = f"line {number}"
        if not line.strip():
            continue
        try:
            yield place, as_model(Coding, parse_json(line, shown, place), shown, place)
        except StudyError as error:
            problems += error.problems


def _cut(quote: str) -> str:
    return quote if len(quote) <= 60 else quote[:57] + "..."


def _anchor_problem(
    shown: str, place: str, coder: str, source_id: str, coding: Coding, text: str, fault: Unanchored
) -> Problem:
    """The coding that a person has to place, with the spans that come near; its line stays as it is."""
    near = "; ".join(
        f"({number}) line {text.count(chr(10), 0, start) + 1}, {_cut(text[start:end])!r}"
        for number, (start, end) in enumerate(fault.candidates, start=1)
    )
    command = f"jalin place {source_id} {coding.id} --coder {coder}"
    otherwise = f'with its words as they are now: {command} "WORDS"; or take it away: {command} --remove'
    where = f"{place}, coding {coding.id}"
    if not near:
        what = f"the passage {_cut(coding.quote)!r} is not in the text"
        return Problem(shown, where, what, f"Say where it belongs, {otherwise}")
    what = f"the passage {_cut(coding.quote)!r} has no one clear place in the text; it may be at {near}"
    return Problem(
        shown, where, what, f"Take the one that is meant, here the first: {command} --take 1; or {otherwise}"
    )


def _files(study: Study, known: set[str], dropped: set[str], problems: list[Problem]) -> Iterator[tuple]:
    """(coder, source_id, path) of every file of codings that belongs to a source in use."""
    folder = study.raw / "coding" / "codings"
    coders = [coder.id for coder in study.settings.coders]
    for path in sorted(folder.glob("*/*")):
        coder, shown = path.parent.name, study.relative(path)
        if path.name.startswith(".") or (path.name == READ and coder in coders):
            continue
        if path.suffix != ".jsonl":
            problems.append(Problem(shown, "", "it is no .jsonl file", "Take it out of the folder"))
        elif coder not in coders:
            problems.append(Problem(shown, "", *not_yet("coder", coder, coders)))
        elif path.stem in known:
            yield coder, path.stem, path
        elif path.stem not in dropped:
            problems.append(Problem(shown, "", *not_yet("source", path.stem, known)))


def _code_problem(codebook: Codebook, code: str) -> tuple[str, str] | None:
    """Why a coding cannot use `code`, and what to do; None when it can."""
    if code in codebook.split:
        return f"the code {code} was split", "Choose one of " + ", ".join(codebook.split[code])
    if code in codebook.retired:
        return f"the code {code} was retired", "Choose another code, or delete the coding"
    if code not in codebook.today:
        return not_yet("code", code, codebook.today)
    return None


def read_codings(
    study: Study,
    codebook: Codebook,
    texts: dict[str, str],
    segments: pd.DataFrame,
    registered: set[str],
) -> pd.DataFrame:
    """Every coding on `texts`, anchored, under today's code, by source, place and coder.

    `registered` are the sources of the register that may have no text here, because
    consent was withdrawn or they are later than `through`: their codings are left out.
    Returns the columns of `code/codings` without `agreed`.
    Raises `StudyError` with every line that is not a coding, has an unknown code, or
    whose passage fits nowhere or not in one place alone.
    """
    problems: list[Problem] = []
    rows: list[dict[str, object]] = []
    starts = {
        source_id: (part["start"].tolist(), part["segment_id"].tolist())
        for source_id, part in segments.groupby("source_id", sort=False)
    }
    for coder, source_id, path in _files(study, set(texts), registered - set(texts), problems):
        shown, text, seen = study.relative(path), texts[source_id], set()
        kept: list[tuple[str, Coding]] = []
        for place, coding in _lines(path, shown, problems):
            if coding.id in seen:
                remedy = "Give each coding of the file its own"
                problems.append(Problem(shown, place, f"the id {coding.id} stands twice", remedy))
            seen.add(coding.id)
            if fault := _code_problem(codebook, coding.code):
                problems.append(Problem(shown, f"{place}, coding {coding.id}", *fault))
                continue
            kept.append((place, coding))
        selectors = [
            (coding.start, coding.end, coding.quote, coding.prefix, coding.suffix) for _, coding in kept
        ]
        begins, ids = starts[source_id]
        for (place, coding), found in zip(kept, anchor_all(text, selectors), strict=True):
            if isinstance(found, Unanchored):
                problems.append(_anchor_problem(shown, place, coder, source_id, coding, text, found))
                continue
            rows.append(
                {
                    "coding_id": coding.id,
                    "coder": coder,
                    "source_id": source_id,
                    "segment_id": ids[max(0, bisect_right(begins, found.start) - 1)],
                    "code": codebook.today[coding.code],
                    "code_as_written": coding.code,
                    "start": found.start,
                    "end": found.end,
                    "quote": text[found.start : found.end],
                    "quote_as_written": coding.quote,
                    "memo": coding.memo,
                    "created": coding.created,
                    "anchor": found.state,
                }
            )
    refuse(problems)
    columns = [
        "coding_id",
        "coder",
        "source_id",
        "segment_id",
        "code",
        "code_as_written",
        "start",
        "end",
        "quote",
        "quote_as_written",
        "memo",
        "created",
        "anchor",
    ]
    order = ["source_id", "start", "end", "code", "coder", "coding_id"]
    return pd.DataFrame(rows, columns=columns).sort_values(order, ignore_index=True)


def full_name(written: str, lead: str) -> str:
    """CODER:SOURCE/CODING_ID of what a person wrote: SOURCE/CODING_ID is the lead coder's."""
    return written if ":" in written.partition("/")[0] else f"{lead}:{written}"


def names_of(codings: pd.DataFrame) -> pd.Series:
    """CODER:SOURCE/CODING_ID of each coding. Coders may use the same ids, so nothing less names one."""
    return codings["coder"] + ":" + codings["source_id"] + "/" + codings["coding_id"]


def read_marks(study: Study, known: set[str], registered: set[str]) -> pd.DataFrame:
    """What coders wrote in their read.csv: columns coder, source_id, a row for each source with a text here (`known`).

    Raises `StudyError` for a row that is wrong or names no source of the register.
    """
    rows, problems = [], []
    for coder in (one.id for one in study.settings.coders):
        path = study.raw / "coding" / "codings" / coder / READ
        shown = study.relative(path)
        for number, one in read_checked(path, shown, ReadSource):
            if one.source_id in known:
                rows.append((coder, one.source_id))
            elif one.source_id not in registered:
                problems.append(Problem(shown, f"row {number}", *not_yet("source", one.source_id, known)))
    refuse(problems)
    return pd.DataFrame(rows, columns=["coder", "source_id"], dtype="str").drop_duplicates(ignore_index=True)


def read_sources(codings: pd.DataFrame, marks: pd.DataFrame) -> dict[str, set[str]]:
    """The sources that each coder has read: those with a coding of theirs, and those they marked as read.

    `codings` and `marks` need the columns coder and source_id alone; the table `code/read` has them, too.
    """
    both = pd.concat([frame[["coder", "source_id"]] for frame in (codings, marks)])
    return {str(coder): set(part["source_id"]) for coder, part in both.groupby("coder")}


def waiting_table(coders: Iterable[str], sources: Iterable[str], read: dict[str, set[str]]) -> pd.DataFrame:
    """The table `code/waiting`: the `sources` that each coder has yet to read, by `read_sources`."""
    rows = [(coder, source) for coder in coders for source in sources if source not in read.get(coder, ())]
    return pd.DataFrame(rows, columns=["coder", "source_id"], dtype="str")


def read_table(codings: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """The table `code/read`: a row for each source that a coder has read, with how many codings it got."""
    made = codings.groupby(["coder", "source_id"]).size()
    rows = [
        (coder, source_id, int(made.get((coder, source_id), 0)))
        for coder, found in read_sources(codings, marks).items()
        for source_id in sorted(found)
    ]
    frame = pd.DataFrame(rows, columns=["coder", "source_id", "codings"])
    return frame.astype({"coder": "str", "source_id": "str", "codings": "int64"})
