"""What is noted beside codings: that a source was read to its end, and what the coders decided where they differed."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from jalin.code.codings import READ, ReadSource, read_rows, read_text_of
from jalin.code.differences import record_decisions
from jalin.code.reconcile import FILE, Decision
from jalin.collect import read_register
from jalin.explore.coder_file import CoderFile
from jalin.files import write_text
from jalin.reading import as_model
from jalin.study import Study


def _file(study: Study, coder: str) -> tuple[Path, str]:
    path = study.raw / "coding" / "codings" / coder / READ
    return path, study.relative(path)


def is_read(study: Study, coder: str, source_id: str) -> bool:
    """Whether a coder marked a source as read to its end."""
    return source_id in read_rows(*_file(study, coder))


def mark_read(study: Study, coder: str, source_id: str, read: bool) -> None:
    """Write in a coder's read.csv that a source was read, or take it out again."""
    path, shown = _file(study, coder)
    rows = read_rows(path, shown)
    if read and source_id not in rows:
        row = ReadSource(source_id=source_id, date=date.today().isoformat())
        write_text(path, read_text_of(rows | {source_id: row}))
    elif not read and source_id in rows:
        del rows[source_id]
        write_text(path, read_text_of(rows))


def decide(study: Study, sources: Iterable[str], content: Mapping[str, str]) -> None:
    """Record a decision of today on a coding of one of `sources`, in reconciled.csv."""
    today = {"date": date.today().isoformat()}
    made = as_model(Decision, {**content, **today}, FILE, content["coding_id"])
    # every coding as the files have it now, which may be newer than the build
    rows = [
        (source, one.id, str(line["id"]))
        for one in study.settings.coders
        for source in sources
        for line in CoderFile(study, one.id, source).lines()
    ]
    known = pd.DataFrame(rows, columns=["source_id", "coder", "coding_id"])
    record_decisions(study, known, set(read_register(study)["source_id"]), [made])
