"""Codings, and the codebook, as a table for spreadsheets: CSV or XLSX."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from jalin.code.codebook import Codebook
from jalin.exchange.comment_codes import code_paths
from jalin.files import write_text
from jalin.spreadsheet import csv_of, write_xlsx

COLUMNS = [
    "source_id", "coder", "code", "code_name", "code_path", "quote", "memo", "start", "end", "created", "coding_id",
]  # fmt: skip
# what else a codebook says of a code, as a table has it
FIELDS = ("include", "exclude", "example", "cycle", "kind", "source", "color")
# columns of the table of sources that say nothing of what a source is about
_TECHNICAL = frozenset(
    [
        "source_id",
        "file",
        "consent",
        "characters",
        "words",
        "segments",
        "marking",
        "encoding",
        "covers",
        "media",
    ]
)


def attributes_of(sources: pd.DataFrame, called: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """What is known of each source, by source_id; `called`: of some columns what a reader calls their values."""
    kept = sources.set_index("source_id").drop(
        columns=[one for one in sources if one in _TECHNICAL - {"source_id"}]
    )
    named = {
        name: kept[name].map(lambda value, names=names: names.get(value, value))
        for name, names in called.items()
    }
    kept = kept.assign(**named).rename(columns={"case_id": "case"})
    kept = kept.loc[:, [bool((kept[name].astype(str) != "").any()) for name in kept]]
    return kept.rename(columns={name: f"source_{name}" for name in kept if name in COLUMNS})


def write_codings(
    codings: pd.DataFrame,
    names: Mapping[str, str],
    paths: Mapping[str, str],
    attributes: pd.DataFrame,
    path: Path,
) -> None:
    """Write the table `code/codings` to `path`, by its ending .csv (UTF-8 with mark) or .xlsx.

    `names`, `paths`: of each code; `attributes` of each source, by source_id, follow in columns of their own.
    """
    frame = codings.assign(code_name=codings["code"].map(names), code_path=codings["code"].map(paths))[
        COLUMNS
    ]
    _write(frame.join(attributes, on="source_id"), "codings", path)


def write_codebook(codebook: Codebook, language: str, path: Path) -> int:
    """Write the codes to `path`, by its ending .csv or .xlsx, with names and definitions in one language; how many there are.

    Columns: id, parent_id, name, path, definition, include, exclude, example, cycle, kind, source, color.
    """
    paths = code_paths(codebook, language)
    rows = [
        {
            "id": code.id,
            "parent_id": code.parent or "",
            "name": code.name[language],
            "path": paths[code.id],
            "definition": "" if code.definition[language] == "–" else code.definition[language],
            **{name: str(getattr(code, name)) for name in FIELDS},
        }
        for code in codebook.codes.values()
    ]
    _write(
        pd.DataFrame(rows, columns=["id", "parent_id", "name", "path", "definition", *FIELDS]),
        "codebook",
        path,
    )
    return len(rows)


def _write(frame: pd.DataFrame, sheet: str, path: Path) -> None:
    if path.suffix.lower() == ".xlsx":
        write_xlsx(path, {sheet: frame}, freeze="A2")
    else:
        # the mark tells Excel that it is UTF-8
        write_text(path, "\ufeff" + csv_of(frame))
