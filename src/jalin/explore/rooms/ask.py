"""Asking the codings: a query built by clicking, its answers in context, and where they go from here."""

import base64
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from jalin.explore.browse import counted, found_by, in_order
from jalin.explore.desk import Desk
from jalin.explore.live import premises, watched
from jalin.explore.room import Room, View, by_name
from jalin.explore.rooms.codebook import codes_of
from jalin.spreadsheet import write_xlsx
from jalin.study import Study
from jalin.tables.store import read_texts
from jalin.words import phrase

_AROUND = 120
_MOST = 200
# what a query asks of no source: it is for programs
_INNER = frozenset(
    [
        "coding_id", "segment_id", "code_as_written", "start", "end", "quote", "quote_as_written", "memo", "created",
        "anchor", "agreed", "decision", "prompted", "file", "words", "title", "covers", "code_date", "language", "characters", "segments",
    ]
)  # fmt: skip


def chosen(study: Study, query: str, coder: str = "") -> pd.DataFrame:
    """The codings that a query finds, all where it is empty, in the order of the texts. Raises `StudyError` for one that cannot be read."""
    coded = premises(study).coded
    found = coded.codings
    if query.strip():
        found = found_by(query, found, coded.codebook)
    return in_order(found, coder)


def passages(study: Study, codings: pd.DataFrame, language: str) -> list[View]:
    """Codings with the words around them, for a screen."""
    coded = premises(study).coded
    texts, names = read_texts(study, "protect", coded.sources), coded.codebook.names(language)
    return [
        {
            "key": f"{row.coder}:{row.source_id}/{row.coding_id}",
            "source": row.source_id,
            "coder": row.coder,
            "code": row.code,
            "name": names.get(row.code, row.code),
            "voice": row.voice,
            "start": int(row.start),
            "before": texts[row.source_id][max(0, row.start - _AROUND) : row.start],
            "quote": row.quote,
            "after": texts[row.source_id][row.end : row.end + _AROUND],
            "memo": row.memo,
        }
        for row in codings.head(_MOST).itertuples()
    ]


def find(desk: Desk, query: str, coder: str = "", by: str = "code") -> View:
    """The answers to a query, and how many there are for each value of `by`."""
    study = desk.study
    found = chosen(study, query, coder)
    if by not in found.columns:
        by = "code"
    counts = {
        "codings": len(found),
        "sources": found["source_id"].nunique(),
        "voices": found["voice"].nunique(),
    }
    return {
        **counts,
        "told": phrase("bench.found_count", desk.language, **counts),
        "passages": passages(study, found, desk.language),
        "counts": [
            [str(row.Index), int(row.codings), int(row.sources), int(row.voices)]
            for row in counted(found, by).itertuples()
        ],
    }


def sheet(desk: Desk, query: str, coder: str = "") -> str:
    """The answers as a spreadsheet, in base64."""
    found = chosen(desk.study, query, coder)
    columns = ["source_id", "coder", "code", "voice", "role_group", "case_id", "date", "quote", "memo"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.xlsx"
        write_xlsx(path, {"answers": found[columns]})
        return base64.b64encode(path.read_bytes()).decode()


def attributes(codings: pd.DataFrame) -> dict[str, list[str]]:
    """What a query can ask of a coding or its source, with the values there are."""
    names = [name for name in codings.columns if name not in _INNER]
    found: dict[str, Any] = {name: sorted(set(codings[name].astype(str)) - {""})[:200] for name in names}
    return {name: values for name, values in found.items() if values}


class AskRoom(Room):
    """A query and its answers."""

    name = "ask"
    shows_others = True
    asks = by_name(find, sheet)

    def watched(self) -> Iterable[Path]:
        return watched(self.desk.study)

    def view(self) -> View:
        found = premises(self.desk.study)
        return {
            "codes": codes_of(found.coded, self.desk.language),
            "attributes": attributes(found.coded.codings),
            "coders": [one.id for one in self.desk.study.settings.coders],
            "propositions": [[one.id, one.called(self.desk.language)] for one in found.propositions],
        }
