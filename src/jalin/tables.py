"""The schema of every table that passes from stage to stage.

A table is named `stage/name`. `jalin.store` checks it on write and on read; the
descriptions below are the data dictionary (`docs/data-dictionary.md`).
"""

import pandera.pandas as pa

from jalin.columns import (
    CONSENTS,
    CONVERGENCES,
    DIRECTIONS,
    DIRECTNESS,
    KINDS,
    METHODS,
    REMARKS,
    STANCES,
    STATES,
    VERDICTS,
    VOICES,
    count,
    flag,
    number,
    one_of,
    share,
    table,
    text,
)

_SOURCE = text("the source")
_SPAN = {
    "start": count("first code point in the text, counted from 0"),
    "end": count("code point after the last"),
}

_SOURCES = table(
    "One row per source: its line of the register, with its size. Further attributes follow.",
    ["source_id"],
    {
        "source_id": text("identifier of the source, as in codings and quotes"),
        "case_id": text("the bounded unit studied"),
        "method": one_of("how the data was collected", METHODS),
        "file": text("file below data/raw"),
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
        "sha256": text("SHA-256 of the file as collected"),
    },
    strict=False,
)
_SEGMENTS = table(
    "One row per segment: a speaker turn, paragraph, heading, list item, note, or row of a table or log.",
    ["segment_id"],
    {
        "source_id": _SOURCE,
        "segment_id": text("source_id and the position of the segment in it"),
        "kind": one_of("what it is", KINDS),
        "speaker": text("speaker's label; empty outside turns"),
        "voice": one_of("who speaks", VOICES),
        "time": text("when in the recording it begins, as the file says; empty where it does not"),
        **_SPAN,
        "text": text("the text from start to end"),
    },
)
_OBSERVATIONS = table(
    "One row per field of each row of the structured observation logs.",
    ["segment_id", "field"],
    {
        "source_id": _SOURCE,
        "segment_id": text("segment that holds the row"),
        "field": text("column of the log"),
        "value": text("value as written"),
    },
)
_COMMENTS = table(
    "One row per comment in the margin of a source file, a memo on its passage.",
    ["comment_id"],
    {
        "source_id": _SOURCE,
        "comment_id": text("source_id and the position of the comment in it"),
        "author": text("who wrote it, as the file says"),
        "date": text("day, as the file says"),
        **_SPAN,
        "quote": text("the passage from start to end"),
        "text": text("the comment"),
    },
)
_REMARKS = table(
    "One row per remark of a reader: what stands beside the text of a file, and what was decided in reading it.",
    [],
    {
        "source_id": _SOURCE,
        "kind": one_of("what it is about", REMARKS),
        "place": text("where, or which property; empty for the whole file"),
        "detail": text("what was found"),
    },
)
_MEASURES = {
    "units": count("segments compared"),
    "coded": count("segments that at least one coder marked"),
    "percent": share("share of units on which all coders agree"),
    "alpha": share("Krippendorff's alpha, nominal", -1.0),
    "alpha_low": share("lower end of its 95% interval over sources", -1.0),
    "alpha_high": share("upper end", -1.0),
    "ac1": share("Gwet's AC1", -1.0),
    "percent_coded": share("share of agreement among the units that at least one coder marked"),
}
_MATRIX = {
    "row": text("row of the display"),
    "column": text("column of the display"),
    "codings": count("codings in the cell"),
    "sources": count("sources they come from"),
    "example": text("coding_id of the passage quoted in the cell; empty in an empty cell"),
    "quote": text("that passage"),
}
_PROPOSITION = text("proposition, an id of propositions.yaml")
_BY = one_of("by source group or by technique", ("role_group", "method"))

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "collect/sources": _SOURCES,
    "collect/segments": _SEGMENTS,
    "collect/observations": _OBSERVATIONS,
    "collect/comments": _COMMENTS,
    "collect/remarks": _REMARKS,
    "collect/consent": table(
        "How many sources of the register have which consent: all that is known of one withdrawn.",
        ["consent"],
        {"consent": one_of("consent", CONSENTS), "sources": count("sources")},
    ),
    "protect/sources": _SOURCES,
    "protect/segments": _SEGMENTS,
    "protect/observations": _OBSERVATIONS,
    "protect/comments": _COMMENTS,
    "protect/remarks": _REMARKS,
    "protect/audit": table(
        "One row per replacement; the original is never stored.",
        [],
        {
            "source_id": _SOURCE,
            "kind": text("kind of identifier"),
            "replacement": text("what stands in its place"),
            **_SPAN,
        },
    ),
    "protect/review": table(
        "Suspected identifiers by what became of them; the forms themselves are in the private folder.",
        ["state"],
        {
            "state": one_of("waits for a person, hidden, or kept as no identifier", ("open", "hide", "keep")),
            "forms": count("different forms"),
            "places": count("where open forms stand"),
        },
    ),
    "protect/anonymity": table(
        "Whom their attributes could tell: one row per informant, without the attributes.",
        ["informant_id"],
        {
            "informant_id": text("the informant"),
            "k": count("informants with the same combination of attributes, themselves included"),
            "alone_on": text("smallest sets of attributes on which they are alone; sets parted by ;"),
        },
    ),
    "protect/generalisation": table(
        "What generalising one attribute would change, the most helpful first.",
        ["attribute", "step"],
        {
            "attribute": text("attribute of the informants"),
            "step": one_of("what would be done", ("leave out", "wider bands", "join rare values")),
            "alone_before": count("informants alone with their combination now"),
            "alone_after": count("the same after the step"),
            "below_before": count("informants with a k below that of study.yaml now"),
            "below_after": count("the same after the step"),
        },
    ),
    "code/codes": table(
        "The codebook, one row per code, parents before their children.",
        ["code"],
        {
            "code": text("identifier"),
            "parent": text("code above it; empty at the top"),
            "theme": text("code at the top of its branch"),
            "name_id": text("name in Indonesian"),
            "name_en": text("name in English"),
            "definition": text("what it means"),
            "include": text("when to use it"),
            "exclude": text("when not to"),
            "example": text("a typical passage"),
            "cycle": one_of("first or second cycle", ("first", "second")),
            "kind": one_of("from theory or from the data", ("deductive", "inductive")),
            "source": text("where it comes from"),
            "date": text("day of the event that the code names; else empty"),
        },
    ),
    "code/codings": table(
        "One row per coding: one code on one span of one text by one coder.",
        ["coder", "source_id", "coding_id"],
        {
            "coding_id": text("identifier given by the coder, unique with coder and source"),
            "coder": text("who coded"),
            "source_id": _SOURCE,
            "segment_id": text("segment in which it starts"),
            "code": text("code as it is called today"),
            "code_as_written": text("code in the coder's file"),
            **_SPAN,
            "quote": text("the coded passage"),
            "memo": text("coder's note"),
            "created": text("day it was made"),
            "anchor": one_of("found at its place, or again elsewhere", ("held", "moved")),
            "agreed": flag("another coder put the same code on an overlapping span"),
            "decision": one_of("what the coders decided where they differed", ("", "keep", "drop")),
        },
    ),
    "code/agreement": table(
        "Agreement between coders per code, on segments as units, in sources both coded.",
        ["code"],
        {
            "code": text("code; '(all)' pools every code"),
            **_MEASURES,
            "kappa": share("Cohen's kappa; missing unless two coders", -1.0),
        },
    ),
    "code/agreement_parts": table(
        "The same per theme, per source and per round; sources and rounds pool every code.",
        ["by", "value"],
        {
            "by": one_of("what is compared", ("theme", "source", "round")),
            "value": text("the theme, source or round"),
            **_MEASURES,
        },
    ),
    "code/confusions": table(
        "Codes taken for one another: segments where one coder used the one code only, another the other.",
        ["code", "other"],
        {
            "code": text("code, first in codebook order"),
            "other": text("code"),
            "segments": count("segments"),
        },
    ),
    "condense/counts": table(
        "How often each code is used, by an attribute of the source.",
        ["code", "by", "value"],
        {
            "code": text("code"),
            "by": text("attribute; 'all' for no attribute"),
            "value": text("value of the attribute"),
            "codings": count("codings"),
            "sources": count("sources"),
            "informants": count("informants"),
        },
    ),
    "condense/cooccurrence": table(
        "Pairs of codes that one coder put on overlapping passages.",
        ["code_1", "code_2"],
        {
            "code_1": text("code, first in codebook order"),
            "code_2": text("code"),
            "passages": count("overlapping pairs of codings"),
            "sources": count("sources with such a pair"),
        },
    ),
    "condense/saturation": table(
        "New codes with each source, in order of collection.",
        ["source_id"],
        {
            "order": count("position, from 1"),
            "source_id": _SOURCE,
            "date": text("day of collection"),
            "new_codes": count("codes not seen before"),
            "new_inductive": count("of these, inductive ones"),
            "cumulative": count("codes seen so far"),
            "low": number("codes seen so far in other orders of the sources, 2.5th percentile"),
            "high": number("the same, 97.5th percentile"),
        },
    ),
    "condense/tallies": table(
        "Structured observations counted by their own fields.",
        ["tally", "row", "column"],
        {
            "tally": text("tally of study.yaml"),
            "row": text("values of the row fields"),
            "column": text("value of the column field"),
            "count": count("rows of the log"),
        },
    ),
    "display/role_ordered": table("Role-ordered matrix: role groups by themes.", ["row", "column"], _MATRIX),
    "display/conceptually_clustered": table(
        "Conceptually clustered matrix: informants and other sources by research questions.",
        ["row", "column"],
        _MATRIX,
    ),
    "display/time_ordered": table(
        "Time-ordered matrix: themes by period of the field work.", ["row", "column"], _MATRIX
    ),
    "display/network": table(
        "Code network: codes that occur together.",
        ["code_1", "code_2"],
        {
            "code_1": text("code"),
            "code_2": text("code"),
            "passages": count("overlapping pairs of codings"),
            "jaccard": share("passages shared of passages with either code"),
        },
    ),
    "conclude/evidence": table(
        "Evidence ledger: every coding that speaks for or against a proposition.",
        ["proposition", "direction", "coder", "source_id", "coding_id"],
        {
            "proposition": _PROPOSITION,
            "direction": one_of("what it speaks", DIRECTIONS),
            "coder": text("whose coding it is"),
            "coding_id": text("the coding"),
            "code": text("its code"),
            "source_id": _SOURCE,
            "segment_id": text("the segment"),
            "informant_id": text("who speaks; empty for observations and documents"),
            "role_group": text("group of the source"),
            "method": one_of("technique", METHODS),
            "round": text("round"),
            "date": text("day of collection"),
            "directness": one_of("how the speaker knows", DIRECTNESS),
            "examples": text("codes of the events it tells of, space-separated"),
            "picked": text("reason, when picked by hand; else empty"),
            "quote": text("the passage"),
            **_SPAN,
        },
    ),
    "conclude/stances": table(
        "One stance per proposition and voice: informant, observation or document.",
        ["proposition", "voice"],
        {
            "proposition": _PROPOSITION,
            "voice": text("informant_id, or source_id without one"),
            "role_group": text("group"),
            "method": one_of("technique", METHODS),
            "stance": one_of("for, against, or both", STANCES),
            "codings_for": count("codings for"),
            "codings_against": count("codings against"),
            "not_hearsay": flag("at least one coding for is more than hearsay"),
        },
    ),
    "conclude/verdicts": table(
        "Verdict on each proposition, after each round and on all data.",
        ["proposition", "round"],
        {
            "proposition": _PROPOSITION,
            "round": text("data up to this round; 'all' for everything"),
            "voices_for": count("voices for"),
            "voices_against": count("voices against"),
            "voices_mixed": count("voices both for and against"),
            "groups_for": count("role groups with a voice for"),
            "groups_against": count("role groups with a voice against"),
            "first_hand": count("voices for that know it not from hearsay alone"),
            "share_for": share("for, with half of mixed, of all voices"),
            "verdict": one_of("the verdict", VERDICTS),
            "limited_by": text("rival that keeps it from 'supported'; else empty"),
        },
    ),
    "triangulate/cells": table(
        "Convergence matrix: what each group says of each proposition.",
        ["proposition", "by", "group"],
        {
            "proposition": _PROPOSITION,
            "by": _BY,
            "group": text("role group or technique"),
            "able": count("voices that were asked or could show it"),
            "voices_for": count("voices for"),
            "voices_against": count("voices against"),
            "voices_mixed": count("voices both for and against"),
            "state": one_of("what the group says", STATES),
            "prominence": share("share of able voices that speak to it"),
            "examples": text("events it tells of, space-separated"),
            "convergence": one_of("prevailing code of its pairs with other groups", CONVERGENCES),
            "conflict": flag("it points against another group"),
        },
    ),
    "triangulate/pairs": table(
        "Convergence of each pair of groups on each proposition.",
        ["proposition", "by", "group_1", "group_2"],
        {
            "proposition": _PROPOSITION,
            "by": _BY,
            "group_1": text("group"),
            "group_2": text("group"),
            "convergence": one_of("convergence code", CONVERGENCES),
            "conflict": flag("one for, the other against"),
        },
    ),
    "triangulate/convergence": table(
        "Convergence of each proposition as a whole.",
        ["proposition", "by"],
        {
            "proposition": _PROPOSITION,
            "by": _BY,
            "convergence": one_of("most frequent code among pairs that can be compared", CONVERGENCES),
            "conflicts": count("pairs that point in opposite directions"),
            "same": text("groups that share the leading direction"),
            "different": text("groups that speak otherwise"),
            "specific": text("events that one group alone tells of, with the group"),
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
