"""The tables of the stage collect."""

import pandera.pandas as pa

from jalin.tables.columns import (
    COMMENTS_TABLE,
    CONSENTS,
    OBSERVATIONS_TABLE,
    REMARKS_TABLE,
    SEGMENTS_TABLE,
    SOURCES_TABLE,
    count,
    one_of,
    table,
    text,
)

TABLES: dict[str, pa.DataFrameSchema] = {
    "collect/sources": SOURCES_TABLE,
    "collect/segments": SEGMENTS_TABLE,
    "collect/observations": OBSERVATIONS_TABLE,
    "collect/comments": COMMENTS_TABLE,
    "collect/remarks": REMARKS_TABLE,
    "collect/consent": table(
        "How many sources of each case have which consent: all that is known of one withdrawn.",
        ["case_id", "consent"],
        {"case_id": text("the case"), "consent": one_of("consent", CONSENTS), "sources": count("sources")},
    ),
}
