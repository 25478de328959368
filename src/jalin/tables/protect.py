"""The tables of the stage protect."""

import pandera.pandas as pa

from jalin.tables.columns import (
    COMMENTS_TABLE,
    OBSERVATIONS_TABLE,
    REMARKS_TABLE,
    SEGMENTS_TABLE,
    SOURCE,
    SOURCES_TABLE,
    SPAN,
    count,
    one_of,
    table,
    text,
)

TABLES: dict[str, pa.DataFrameSchema] = {
    "protect/sources": SOURCES_TABLE,
    "protect/segments": SEGMENTS_TABLE,
    "protect/observations": OBSERVATIONS_TABLE,
    "protect/comments": COMMENTS_TABLE,
    "protect/remarks": REMARKS_TABLE,
    "protect/audit": table(
        "One row per replacement; the original is never stored.",
        [],
        {
            "source_id": SOURCE,
            "kind": text("kind of identifier"),
            "replacement": text("what stands in its place"),
            **SPAN,
        },
    ),
    "protect/review": table(
        "Suspected identifiers by what became of them; the forms themselves are in the private folder.",
        ["state"],
        {
            "state": one_of(
                "waits for a person, hidden, kept as no identifier, or hidden in sources and cited elsewhere",
                ("open", "hide", "keep", "cite"),
            ),
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
}
