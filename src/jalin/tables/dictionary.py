"""The data dictionary: every table of `data/processed/`, as Markdown."""

from pathlib import Path

from jalin.stages import project_of, read_runs
from jalin.tables import SCHEMAS

_KINDS = {"int64": "whole number", "float64": "number", "bool": "true or false"}


def dictionary() -> str:
    """The data dictionary as Markdown, one section a table, in the order of stages.toml."""
    stages = list(dict.fromkeys(run.stage for run in read_runs(project_of(Path()))))
    lines = [
        "# Data dictionary",
        "",
        "Every table of `data/processed/`, as `src/jalin/tables/` has it and checks it on write and on read.",
        "Made by `jalin dictionary`; do not edit. Each table is `STAGE/NAME.parquet` with a CSV beside it for spreadsheets, where an apostrophe stands before what they would compute.",
    ]
    for name, schema in sorted(SCHEMAS.items(), key=lambda one: stages.index(one[0].partition("/")[0])):
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
