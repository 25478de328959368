"""Tables that a build puts together of what several runs made, such as one a language. Imports nothing heavy."""

import csv
from collections.abc import Iterable

from jalin.build.fresh import Folders, files_of
from jalin.files import write_text
from jalin.spreadsheet import as_meant, csv_of_rows
from jalin.stages import Run


def join(folders: Folders, runs: Iterable[Run]) -> None:
    """Write each table that stages.toml calls `joined` with the rows of its parts, in the order of their names; nothing where it is so."""
    for whole, parts in dict.fromkeys(one for run in runs for one in run.joined):
        columns: list[str] = []
        rows: list[dict[str, str]] = []
        for path in files_of(folders.root, [parts]):
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                rows += [{name: as_meant(value) for name, value in row.items()} for row in reader]
                columns = list(reader.fieldnames or columns)
        path = folders.root / whole
        if not columns:
            path.unlink(missing_ok=True)
        elif not path.is_file() or path.read_text(encoding="utf-8") != csv_of_rows(columns, rows):
            write_text(path, csv_of_rows(columns, rows))
