"""The tables of the stage display."""

import pandera.pandas as pa

from jalin.tables.columns import SOURCE, count, one_of, share, table, text

TABLES: dict[str, pa.DataFrameSchema] = {
    "display/matrices": table(
        "Every matrix display, one line a cell.",
        ["display", "row", "column"],
        {
            "display": text("the display"),
            "row": text("row"),
            "column": text("column"),
            "codings": count("codings in the cell"),
            "sources": count("sources they come from"),
            "voices": count("voices they come from"),
            "able": count("voices that could be in the cell: all of its group, case, technique…"),
            "reach": share("of those voices, how many are in the cell"),
            "share": share("of the codings of the row"),
            "mark": one_of("several voices, one, hearsay alone, or none", ("strong", "some", "hearsay", "")),
            "codes": text("the codes, in the order of the codebook, with semicolons between"),
            "summary": text("what a person wrote into the cell"),
            "example": text(
                "CODER:SOURCE/CODING_ID of the passage quoted in the cell; empty in an empty cell"
            ),
            "quote": text("that passage"),
        },
    ),
    "display/cells": table(
        "Every coding of every cell.",
        ["display", "row", "column", "source_id", "coder", "coding_id"],
        {
            "display": text("the display"),
            "row": text("row"),
            "column": text("column"),
            "source_id": SOURCE,
            "coder": text("coder"),
            "coding_id": text("the coding"),
            "quote": text("the passage"),
        },
    ),
    "display/links": table(
        "Stated links between codes, with what stands behind them.",
        ["link"],
        {
            "link": count("number of the link in links.yaml"),
            "network": one_of("kind of network", ("causal", "event-state")),
            "source": text("code it leads from"),
            "target": text("code it leads to"),
            "sign": one_of("more brings more, more brings less, unclear", ("+", "-", "?")),
            "because_{language}": text("the reason, in each language of the study"),
            "codings": count("codings behind it"),
            "voices": count("voices behind it"),
            "voices_both": count("voices that speak of both codes, wherever"),
            "role_groups": count("role groups behind it"),
        },
    ),
    "display/link_evidence": table(
        "Every coding behind a stated link.",
        ["link", "source_id", "coder", "coding_id"],
        {
            "link": count("number of the link"),
            "source_id": SOURCE,
            "coder": text("coder"),
            "coding_id": text("the coding"),
            "voice": text("informant_id, or source_id without one"),
            "quote": text("the passage"),
        },
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
}
