"""The kinds of columns that tables are made of, the words they allow, and tables that two stages share."""

from collections.abc import Sequence
from copy import copy
from typing import Any

import pandera.pandas as pa

# in the name of a column, each language of the study
LANGUAGE = "{language}"

METHODS = ("interview", "observation", "document")
CONSENTS = ("given", "withdrawn", "public")
KINDS = ("turn", "paragraph", "heading", "item", "row", "note")
REMARKS = (
    "encoding",
    "tracked changes",
    "header",
    "footer",
    "metadata",
    "hidden text",
    "control characters",
    "pictures",
    "blank pages",
    "table",
    "not read",
)
VOICES = ("informant", "interviewer", "none")
ANCHORS = ("held", "moved", "renamed", "edited")
DIRECTIONS = ("for", "against")
STANCES = ("for", "against", "mixed")
DIRECTNESS = ("first-hand", "observed", "documented", "hearsay")
REPLICATIONS = ("literal", "theoretical", "not replicated", "open", "no evidence")
# from the most to the least favourable, then none
VERDICTS = (
    "supported",
    "reserved",
    "ungrounded for",
    "mixed",
    "not supported",
    "ungrounded against",
    "refuted",
    "no evidence",
)
# what tells a claim from its rival: nothing without one, then what it speaks for
TOLD_APART = ("", "not sought", "undecided", "for it", "for its rival")
# Van Evera's; none where nothing is looked for
TESTS = ("straw in the wind", "hoop", "smoking gun", "doubly decisive", "")
STATES = ("for", "against", "mixed", "silent", "not able")
CONVERGENCES = ("agreement", "partial agreement", "silence", "dissonance", "alone", "not able", "none")


def text(description: str, *checks: pa.Check, **options: Any) -> pa.Column:
    return pa.Column("str", list(checks), description=description, **options)


def one_of(description: str, values: tuple[str, ...]) -> pa.Column:
    return text(description, pa.Check.isin(values))


def count(description: str) -> pa.Column:
    return pa.Column("int64", pa.Check.ge(0), description=description)


def share(description: str, low: float = 0.0, high: float | None = 1.0) -> pa.Column:
    check = pa.Check.ge(low) if high is None else pa.Check.in_range(low, high)
    return pa.Column("float64", check, nullable=True, description=description)


def number(description: str, may_miss: bool = False) -> pa.Column:
    return pa.Column("float64", pa.Check.ge(0), nullable=may_miss, description=description)


def flag(description: str) -> pa.Column:
    return pa.Column("bool", description=description)


def table(
    title: str, unique: list[str], columns: dict[str, pa.Column], strict: bool = True
) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, title=title, unique=unique or None, strict=strict)


def in_languages(schema: pa.DataFrameSchema, languages: Sequence[str]) -> pa.DataFrameSchema:
    """The schema with a column for each language in place of one whose name leaves the language open."""
    if not any(LANGUAGE in name for name in schema.columns):
        return schema
    columns = {
        name.replace(LANGUAGE, language): copy(column)
        for name, column in schema.columns.items()
        for language in (languages if LANGUAGE in name else [""])
    }
    return table(schema.title, schema.unique or [], columns, bool(schema.strict))


SOURCE = text("the source")
PROPOSITION = text("proposition, an id of propositions.yaml")
GROUPED_BY = one_of("by source group, by technique or by time", ("role_group", "method", "round"))
SPAN = {
    "start": count("first code point in the text, counted from 0"),
    "end": count("code point after the last"),
}

SOURCES_TABLE = table(
    "One row per source: its line of the register, with its size. Further attributes follow.",
    ["source_id"],
    {
        "source_id": text("identifier of the source, as in codings and quotes"),
        "case_id": text("the bounded unit studied"),
        "method": one_of("how the data was collected", METHODS),
        "file": text("file below data/raw; once names are hidden, by the id of the source"),
        "date": text("day of collection, YYYY-MM-DD", pa.Check.str_matches(r"^\d{4}-\d\d-\d\d$")),
        "round": text("round of field work, an id of study.yaml"),
        "informant_id": text("who spoke; empty for observations and documents"),
        "role_group": text("group used for triangulation by source, an id of study.yaml"),
        "site": text("where"),
        "collector": text("who collected it"),
        "language": text("main language of the source"),
        "consent": one_of("consent of the informant, or public", CONSENTS),
        "covers": text("propositions it could speak to, space-separated; empty means all"),
        "characters": count("code points of its text"),
        "words": count("words of its text, split at white space"),
        "segments": count("segments of its text"),
    },
    strict=False,
)
SEGMENTS_TABLE = table(
    "One row per segment: a speaker turn, paragraph, heading, list item, note, or row of a table or log.",
    ["segment_id"],
    {
        "source_id": SOURCE,
        "segment_id": text("source_id and the position of the segment in it"),
        "kind": one_of("what it is", KINDS),
        "speaker": text("speaker's label; empty outside turns"),
        "voice": one_of("who speaks", VOICES),
        "time": text("when it begins, as the file says; empty where it does not"),
        "seconds": number(
            "seconds from the beginning of the recording; missing where no such time is known", may_miss=True
        ),
        **SPAN,
        "text": text("the text from start to end"),
    },
)
OBSERVATIONS_TABLE = table(
    "One row per field of each row of the structured observation logs.",
    ["segment_id", "field"],
    {
        "source_id": SOURCE,
        "segment_id": text("segment that holds the row"),
        "field": text("column of the log"),
        "value": text("value as written"),
    },
)
COMMENTS_TABLE = table(
    "One row per comment in the margin of a source file, a memo on its passage.",
    ["comment_id"],
    {
        "source_id": SOURCE,
        "comment_id": text("source_id and the position of the comment in it"),
        "author": text("who wrote it, as the file says"),
        "date": text("day, as the file says"),
        **SPAN,
        "quote": text("the passage from start to end"),
        "text": text("the comment"),
    },
)
REMARKS_TABLE = table(
    "One row per remark of a reader: what stands beside the text of a file, and what was decided in reading it.",
    [],
    {
        "source_id": SOURCE,
        "kind": one_of("what it is about", REMARKS),
        "place": text("where, or which property; empty for the whole file"),
        "detail": text("what was found"),
    },
)
