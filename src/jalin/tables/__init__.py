"""The schema of every table that passes from stage to stage, one file a stage.

A table is named `stage/name`. `jalin.tables.store` checks it on write and on read; the
descriptions are the data dictionary (`docs/data-dictionary.md`). A file of this folder that
bears the name of a stage's package has that stage's tables, in `TABLES`.
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pandas as pd

# a study has many small tables, of which rows are taken thousands of times: plain strings are quicker there than Arrow's.
# Before a schema is made, as its types are those of the day
pd.set_option("mode.string_storage", "python")

import pandera.pandas as pa  # noqa: E402

from jalin.stages import meets  # noqa: E402

_HERE = Path(__file__).parent

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    name: schema
    for path in sorted(_HERE.glob("*.py"))
    if (_HERE.parent / path.stem).is_dir()
    for name, schema in import_module(f"{__name__}.{path.stem}").TABLES.items()
}


def tables_in(patterns: Iterable[str]) -> list[str]:
    """The tables that patterns of stages.toml name, or whose folder one names."""
    patterns = list(patterns)
    return [name for name in SCHEMAS if any(meets(f"data/processed/{name}.parquet", one) for one in patterns)]
