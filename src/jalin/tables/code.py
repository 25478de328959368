"""The tables of the stage code."""

import pandera.pandas as pa

from jalin.tables.columns import ANCHORS, SOURCE, SPAN, count, flag, one_of, share, table, text

_MEASURES = {
    "coders": count("coders who read the units"),
    "units": count("segments compared"),
    "coded": count("segments that at least one coder marked"),
    "percent": share("share of units on which all coders agree"),
    "alpha": share("Krippendorff's alpha, nominal", -1.0),
    "alpha_low": share(
        "lower end of its 95% interval over sources; empty where it cannot be estimated", -1.0
    ),
    "alpha_high": share("upper end", -1.0),
    "below_tentative": share("probability that alpha is below 0.667"),
    "below_firm": share("probability that alpha is below 0.800"),
    "ac1": share("Gwet's AC1; where few units are marked it is near to the share that agrees", -1.0),
    "percent_coded": share("share of agreement among the units that at least one coder marked"),
    "alpha_spans": share(
        "Krippendorff's unitizing alpha of where passages begin and end, in sources that every coder read",
        float("-inf"),
    ),
}

TABLES: dict[str, pa.DataFrameSchema] = {
    "code/codes": table(
        "The codebook, one row per code, parents before their children.",
        ["code"],
        {
            "code": text("identifier"),
            "parent": text("code above it; empty at the top"),
            "theme": text("code at the top of its branch"),
            "name_{language}": text("name in each language of the study"),
            "definition": text("what it means"),
            "include": text("when to use it"),
            "exclude": text("when not to"),
            "example": text("a typical passage"),
            "cycle": one_of("first or second cycle", ("first", "second")),
            "kind": one_of("from theory or from the data", ("deductive", "inductive")),
            "source": text("where it comes from"),
            "members": text("codes of the first cycle that a pattern code gathers, space-separated"),
            "attributes": text("the study's own marks of the code"),
            "date": text("day of the event that the code names; else empty"),
        },
    ),
    "code/codings": table(
        "One row per coding: one code on one span of one text by one coder.",
        ["coder", "source_id", "coding_id"],
        {
            "coding_id": text("identifier given by the coder, unique with coder and source"),
            "coder": text("who coded"),
            "source_id": SOURCE,
            "segment_id": text("segment in which it starts"),
            "code": text("code as it is called today"),
            "code_as_written": text("code in the coder's file"),
            **SPAN,
            "quote": text("the coded passage, as the text says it now"),
            "quote_as_written": text("the passage in the coder's file"),
            "memo": text("coder's note"),
            "created": text("day it was made"),
            "anchor": one_of(
                "its words held at their place, moved as they were, as they were but for a pseudonym or a label (renamed), or edited",
                ANCHORS,
            ),
            "agreed": flag("another coder put the same code on an overlapping span"),
            "decision": one_of("what the coders decided where they differed", ("", "keep", "drop")),
        },
    ),
    "code/read": table(
        "The sources that each coder has read: with codings of theirs, or marked as read in read.csv.",
        ["coder", "source_id"],
        {
            "coder": text("who read"),
            "source_id": SOURCE,
            "codings": count("the coder's codings in it; 0: read, and nothing found"),
        },
    ),
    "code/waiting": table(
        "The sources that each coder of study.yaml has yet to read.",
        ["coder", "source_id"],
        {"coder": text("who has not read it"), "source_id": SOURCE},
    ),
    "code/agreement": table(
        "Agreement between coders per code used there, on segments as units, in sources that at least two have read.",
        ["code"],
        {
            "code": text("code; '(all)' pools those of the other rows"),
            **_MEASURES,
            "kappa": share(
                "Cohen's kappa where two coders read, Fleiss' where more did, in sources that all of them read",
                -1.0,
            ),
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
}
