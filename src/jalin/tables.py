"""The schema of every table that passes from stage to stage.

A table is named `stage/name`. `jalin.store` checks it on write and on read; the
descriptions below are the data dictionary (`docs/data-dictionary.md`).
"""

import pandera.pandas as pa

METHODS = ("interview", "observation", "document")
CONSENTS = ("given", "withdrawn", "public")
KINDS = ("turn", "paragraph", "heading", "item", "row", "note")
REMARKS = (
    "encoding",
    "tracked changes",
    "header",
    "footer",
    "metadata",
    "comment",
    "hidden text",
    "control characters",
    "pictures",
    "blank pages",
    "not read",
)
VOICES = ("informant", "interviewer", "none")
DIRECTIONS = ("for", "against")
STANCES = ("for", "against", "mixed")
DIRECTNESS = ("first-hand", "observed", "documented", "hearsay")
VERDICTS = ("supported", "reserved", "mixed", "not supported", "refuted", "no evidence")
STATES = ("for", "against", "mixed", "silent", "not able")
CONVERGENCES = ("agreement", "partial agreement", "silence", "dissonance", "not able", "none")


def _text(description: str, *checks: pa.Check, **options: bool) -> pa.Column:
    return pa.Column("str", list(checks), description=description, **options)


def _one_of(description: str, values: tuple[str, ...]) -> pa.Column:
    return _text(description, pa.Check.isin(values))


def _count(description: str) -> pa.Column:
    return pa.Column("int64", pa.Check.ge(0), description=description)


def _share(description: str, low: float = 0.0) -> pa.Column:
    return pa.Column("float64", pa.Check.in_range(low, 1.0), nullable=True, description=description)


def _number(description: str) -> pa.Column:
    return pa.Column("float64", pa.Check.ge(0), description=description)


def _flag(description: str) -> pa.Column:
    return pa.Column("bool", description=description)


def _table(
    title: str, unique: list[str], columns: dict[str, pa.Column], strict: bool = True
) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, title=title, unique=unique or None, strict=strict)


_SOURCE = _text("the source")
_SPAN = {
    "start": _count("first code point in the text, counted from 0"),
    "end": _count("code point after the last"),
}

_SOURCES = _table(
    "One row per source: its line of the register, with its size. Further attributes follow.",
    ["source_id"],
    {
        "source_id": _text("identifier of the source, as in codings and quotes"),
        "case_id": _text("the bounded unit studied"),
        "method": _one_of("how the data was collected", METHODS),
        "file": _text("file below data/raw"),
        "date": _text("day of collection, YYYY-MM-DD", pa.Check.str_matches(r"^\d{4}-\d\d-\d\d$")),
        "round": _text("round of field work, an id of study.yaml"),
        "informant_id": _text("who spoke; empty for observations and documents"),
        "role_group": _text("group used for triangulation by source, an id of study.yaml"),
        "site": _text("where"),
        "collector": _text("who collected it"),
        "language": _text("main language of the source"),
        "consent": _one_of("consent of the informant, or public", CONSENTS),
        "covers": _text("propositions it could speak to, space-separated; empty means all"),
        "characters": _count("code points of its text"),
        "words": _count("words of its text, split at white space"),
        "segments": _count("segments of its text"),
        "sha256": _text("SHA-256 of the file as collected"),
    },
    strict=False,
)
_SEGMENTS = _table(
    "One row per segment: a speaker turn, paragraph, heading, list item, note, or row of a table or log.",
    ["segment_id"],
    {
        "source_id": _SOURCE,
        "segment_id": _text("source_id and the position of the segment in it"),
        "kind": _one_of("what it is", KINDS),
        "speaker": _text("speaker's label; empty outside turns"),
        "voice": _one_of("who speaks", VOICES),
        "time": _text("when in the recording it begins, as the file says; empty where it does not"),
        **_SPAN,
        "text": _text("the text from start to end"),
    },
)
_OBSERVATIONS = _table(
    "One row per field of each row of the structured observation logs.",
    ["segment_id", "field"],
    {
        "source_id": _SOURCE,
        "segment_id": _text("segment that holds the row"),
        "field": _text("column of the log"),
        "value": _text("value as written"),
    },
)
_COMMENTS = _table(
    "One row per comment in the margin of a source file, a memo on its passage.",
    ["comment_id"],
    {
        "source_id": _SOURCE,
        "comment_id": _text("source_id and the position of the comment in it"),
        "author": _text("who wrote it, as the file says"),
        "date": _text("day, as the file says"),
        **_SPAN,
        "quote": _text("the passage from start to end"),
        "text": _text("the comment"),
    },
)
_REMARKS = _table(
    "One row per remark of a reader: what stands beside the text of a file, and what was decided in reading it.",
    [],
    {
        "source_id": _SOURCE,
        "kind": _one_of("what it is about", REMARKS),
        "place": _text("where, or which property; empty for the whole file"),
        "detail": _text("what was found"),
    },
)
_MATRIX = {
    "row": _text("row of the display"),
    "column": _text("column of the display"),
    "codings": _count("codings in the cell"),
    "sources": _count("sources they come from"),
    "example": _text("coding_id of the passage quoted in the cell; empty in an empty cell"),
    "quote": _text("that passage"),
}
_PROPOSITION = _text("proposition, an id of propositions.yaml")
_BY = _one_of("by source group or by technique", ("role_group", "method"))

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "collect/sources": _SOURCES,
    "collect/segments": _SEGMENTS,
    "collect/observations": _OBSERVATIONS,
    "collect/comments": _COMMENTS,
    "collect/remarks": _REMARKS,
    "collect/consent": _table(
        "How many sources of the register have which consent: all that is known of one withdrawn.",
        ["consent"],
        {"consent": _one_of("consent", CONSENTS), "sources": _count("sources")},
    ),
    "protect/sources": _SOURCES,
    "protect/segments": _SEGMENTS,
    "protect/observations": _OBSERVATIONS,
    "protect/comments": _COMMENTS,
    "protect/remarks": _REMARKS,
    "protect/audit": _table(
        "One row per replacement; the original is never stored.",
        [],
        {
            "source_id": _SOURCE,
            "kind": _text("kind of identifier"),
            "replacement": _text("what stands in its place"),
            **_SPAN,
        },
    ),
    "protect/review": _table(
        "Suspected identifiers by what became of them; the forms themselves are in the private folder.",
        ["state"],
        {
            "state": _one_of("waits for a person, hidden, or kept as no identifier", ("open", "hide", "keep")),
            "forms": _count("different forms"),
            "places": _count("where open forms stand"),
        },
    ),
    "protect/anonymity": _table(
        "Whom their attributes could tell: one row per informant, without the attributes.",
        ["informant_id"],
        {
            "informant_id": _text("the informant"),
            "k": _count("informants with the same combination of attributes, themselves included"),
            "alone_on": _text("smallest sets of attributes on which they are alone; sets parted by ;"),
        },
    ),
    "protect/generalisation": _table(
        "What generalising one attribute would change, the most helpful first.",
        ["attribute", "step"],
        {
            "attribute": _text("attribute of the informants"),
            "step": _one_of("what would be done", ("leave out", "wider bands", "join rare values")),
            "alone_before": _count("informants alone with their combination now"),
            "alone_after": _count("the same after the step"),
            "below_before": _count("informants with a k below that of study.yaml now"),
            "below_after": _count("the same after the step"),
        },
    ),
    "code/codes": _table(
        "The codebook, one row per code, parents before their children.",
        ["code"],
        {
            "code": _text("identifier"),
            "parent": _text("code above it; empty at the top"),
            "theme": _text("code at the top of its branch"),
            "name_id": _text("name in Indonesian"),
            "name_en": _text("name in English"),
            "definition": _text("what it means"),
            "include": _text("when to use it"),
            "exclude": _text("when not to"),
            "example": _text("a typical passage"),
            "cycle": _one_of("first or second cycle", ("first", "second")),
            "kind": _one_of("from theory or from the data", ("deductive", "inductive")),
            "source": _text("where it comes from"),
            "date": _text("day of the event that the code names; else empty"),
        },
    ),
    "code/codings": _table(
        "One row per coding: one code on one span of one text by one coder.",
        ["coder", "source_id", "coding_id"],
        {
            "coding_id": _text("identifier given by the coder, unique with coder and source"),
            "coder": _text("who coded"),
            "source_id": _SOURCE,
            "segment_id": _text("segment in which it starts"),
            "code": _text("code as it is called today"),
            "code_as_written": _text("code in the coder's file"),
            **_SPAN,
            "quote": _text("the coded passage"),
            "memo": _text("coder's note"),
            "created": _text("day it was made"),
            "anchor": _one_of("found at its place, or again elsewhere", ("held", "moved")),
            "agreed": _flag("another coder put the same code on an overlapping span"),
            "decision": _one_of("what the coders decided where they differed", ("", "keep", "drop")),
        },
    ),
    "code/agreement": _table(
        "Agreement between coders per code, on segments as units, in sources both coded.",
        ["code"],
        {
            "code": _text("code; '(all)' pools every code"),
            "units": _count("segments compared"),
            "coded": _count("segments that at least one coder gave the code"),
            "percent": _share("share of units on which all coders agree"),
            "kappa": _share("Cohen's kappa; missing unless two coders", -1.0),
            "alpha": _share("Krippendorff's alpha, nominal", -1.0),
        },
    ),
    "condense/counts": _table(
        "How often each code is used, by an attribute of the source.",
        ["code", "by", "value"],
        {
            "code": _text("code"),
            "by": _text("attribute; 'all' for no attribute"),
            "value": _text("value of the attribute"),
            "codings": _count("codings"),
            "sources": _count("sources"),
            "informants": _count("informants"),
        },
    ),
    "condense/cooccurrence": _table(
        "Pairs of codes that one coder put on overlapping passages.",
        ["code_1", "code_2"],
        {
            "code_1": _text("code, first in codebook order"),
            "code_2": _text("code"),
            "passages": _count("overlapping pairs of codings"),
            "sources": _count("sources with such a pair"),
        },
    ),
    "condense/saturation": _table(
        "New codes with each source, in order of collection.",
        ["source_id"],
        {
            "order": _count("position, from 1"),
            "source_id": _SOURCE,
            "date": _text("day of collection"),
            "new_codes": _count("codes not seen before"),
            "new_inductive": _count("of these, inductive ones"),
            "cumulative": _count("codes seen so far"),
            "low": _number("codes seen so far in other orders of the sources, 2.5th percentile"),
            "high": _number("the same, 97.5th percentile"),
        },
    ),
    "condense/tallies": _table(
        "Structured observations counted by their own fields.",
        ["tally", "row", "column"],
        {
            "tally": _text("tally of study.yaml"),
            "row": _text("values of the row fields"),
            "column": _text("value of the column field"),
            "count": _count("rows of the log"),
        },
    ),
    "display/role_ordered": _table("Role-ordered matrix: role groups by themes.", ["row", "column"], _MATRIX),
    "display/conceptually_clustered": _table(
        "Conceptually clustered matrix: informants and other sources by research questions.",
        ["row", "column"],
        _MATRIX,
    ),
    "display/time_ordered": _table(
        "Time-ordered matrix: themes by period of the field work.", ["row", "column"], _MATRIX
    ),
    "display/network": _table(
        "Code network: codes that occur together.",
        ["code_1", "code_2"],
        {
            "code_1": _text("code"),
            "code_2": _text("code"),
            "passages": _count("overlapping pairs of codings"),
            "jaccard": _share("passages shared of passages with either code"),
        },
    ),
    "conclude/evidence": _table(
        "Evidence ledger: every coding that speaks for or against a proposition.",
        ["proposition", "direction", "coder", "source_id", "coding_id"],
        {
            "proposition": _PROPOSITION,
            "direction": _one_of("what it speaks", DIRECTIONS),
            "coder": _text("whose coding it is"),
            "coding_id": _text("the coding"),
            "code": _text("its code"),
            "source_id": _SOURCE,
            "segment_id": _text("the segment"),
            "informant_id": _text("who speaks; empty for observations and documents"),
            "role_group": _text("group of the source"),
            "method": _one_of("technique", METHODS),
            "round": _text("round"),
            "date": _text("day of collection"),
            "directness": _one_of("how the speaker knows", DIRECTNESS),
            "examples": _text("codes of the events it tells of, space-separated"),
            "picked": _text("reason, when picked by hand; else empty"),
            "quote": _text("the passage"),
            **_SPAN,
        },
    ),
    "conclude/stances": _table(
        "One stance per proposition and voice: informant, observation or document.",
        ["proposition", "voice"],
        {
            "proposition": _PROPOSITION,
            "voice": _text("informant_id, or source_id without one"),
            "role_group": _text("group"),
            "method": _one_of("technique", METHODS),
            "stance": _one_of("for, against, or both", STANCES),
            "codings_for": _count("codings for"),
            "codings_against": _count("codings against"),
            "not_hearsay": _flag("at least one coding for is more than hearsay"),
        },
    ),
    "conclude/verdicts": _table(
        "Verdict on each proposition, after each round and on all data.",
        ["proposition", "round"],
        {
            "proposition": _PROPOSITION,
            "round": _text("data up to this round; 'all' for everything"),
            "voices_for": _count("voices for"),
            "voices_against": _count("voices against"),
            "voices_mixed": _count("voices both for and against"),
            "groups_for": _count("role groups with a voice for"),
            "groups_against": _count("role groups with a voice against"),
            "first_hand": _count("voices for that know it not from hearsay alone"),
            "share_for": _share("for, with half of mixed, of all voices"),
            "verdict": _one_of("the verdict", VERDICTS),
            "limited_by": _text("rival that keeps it from 'supported'; else empty"),
        },
    ),
    "triangulate/cells": _table(
        "Convergence matrix: what each group says of each proposition.",
        ["proposition", "by", "group"],
        {
            "proposition": _PROPOSITION,
            "by": _BY,
            "group": _text("role group or technique"),
            "able": _count("voices that were asked or could show it"),
            "voices_for": _count("voices for"),
            "voices_against": _count("voices against"),
            "voices_mixed": _count("voices both for and against"),
            "state": _one_of("what the group says", STATES),
            "prominence": _share("share of able voices that speak to it"),
            "examples": _text("events it tells of, space-separated"),
            "convergence": _one_of("prevailing code of its pairs with other groups", CONVERGENCES),
            "conflict": _flag("it points against another group"),
        },
    ),
    "triangulate/pairs": _table(
        "Convergence of each pair of groups on each proposition.",
        ["proposition", "by", "group_1", "group_2"],
        {
            "proposition": _PROPOSITION,
            "by": _BY,
            "group_1": _text("group"),
            "group_2": _text("group"),
            "convergence": _one_of("convergence code", CONVERGENCES),
            "conflict": _flag("one for, the other against"),
        },
    ),
    "triangulate/convergence": _table(
        "Convergence of each proposition as a whole.",
        ["proposition", "by"],
        {
            "proposition": _PROPOSITION,
            "by": _BY,
            "convergence": _one_of("most frequent code among pairs that can be compared", CONVERGENCES),
            "conflicts": _count("pairs that point in opposite directions"),
            "same": _text("groups that share the leading direction"),
            "different": _text("groups that speak otherwise"),
            "specific": _text("events that one group alone tells of, with the group"),
        },
    ),
}


_KINDS = {"int64": "whole number", "float64": "number", "bool": "true or false"}


def dictionary() -> str:
    """The data dictionary as Markdown, one section a table."""
    lines = [
        "# Data dictionary",
        "",
        "Every table of `data/processed/`, as `src/jalin/tables.py` checks it on write and on read.",
        "Made by `jalin dictionary`; do not edit. Each table is `STAGE/NAME.parquet` with a CSV beside it.",
    ]
    for name, schema in SCHEMAS.items():
        lines += ["", f"## {name}", "", schema.title, ""]
        if schema.unique:
            lines += [f"One row per {', '.join(schema.unique)}.", ""]
        lines += ["| column | type | meaning | allowed |", "|---|---|---|---|"]
        for key, column in schema.columns.items():
            allowed = "; ".join(
                ", ".join(check_.statistics["allowed_values"])
                for check_ in column.checks
                if "allowed_values" in (check_.statistics or {})
            )
            lines.append(
                f"| `{key}` | {_KINDS.get(str(column.dtype), 'text')} | {column.description} | {allowed} |"
            )
    return "\n".join(lines) + "\n"
