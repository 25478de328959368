"""The schema of every table that passes from stage to stage, one file a stage.

A table is named `stage/name`. `jalin.tables.store` checks it on write and on read; the
descriptions are the data dictionary (`docs/data-dictionary.md`).
"""

import pandera.pandas as pa

from jalin.tables import code, collect, conclude, condense, display, protect, triangulate

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    **collect.TABLES,
    **protect.TABLES,
    **code.TABLES,
    **condense.TABLES,
    **display.TABLES,
    **conclude.TABLES,
    **triangulate.TABLES,
}
