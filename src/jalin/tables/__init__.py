"""The schema of every table that passes from stage to stage, one file a stage.

A table is named `stage/name`. `jalin.tables.store` checks it on write and on read; the
descriptions are the data dictionary (`docs/data-dictionary.md`). A file of this folder that
bears the name of a stage's package has that stage's tables, in `TABLES`.
"""

from importlib import import_module
from pathlib import Path

import pandera.pandas as pa

_HERE = Path(__file__).parent

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    name: schema
    for path in sorted(_HERE.glob("*.py"))
    if (_HERE.parent / path.stem).is_dir()
    for name, schema in import_module(f"{__name__}.{path.stem}").TABLES.items()
}
