"""The QualCoder or Taguette project that a study came from: what a study has no place for, put back into one that is written.

Pictures, sound and pages with what is selected on them, cases and their passages, variables, annotations, memos of
sources, graphs and references of QualCoder; descriptions and highlights without a tag of Taguette. Places in texts are
followed into the texts of today, names are hidden as in them.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jalin.exchange.databases import Record, guid_of, opened_database, records
from jalin.exchange.former import Span, Text, spans_now
from jalin.exchange.masking import Mask
from jalin.exchange.project import Project, unique_names

# in the order in which they are written, as later ones name earlier ones; and how an account calls what is in them
TABLES = {
    "source": "sources", "cases": "cases", "code_image": "selections of pictures", "code_av": "selections of sound",
    "annotation": "annotations", "case_text": "passages of cases", "attribute_type": "variables",
    "attribute": "values of variables", "ris": "lines of references", "graph": "graphs",
    **dict.fromkeys((
        "gr_free_text_item", "gr_cdct_text_item", "gr_case_text_item", "gr_file_text_item", "gr_cdct_line_item",
        "gr_free_line_item", "gr_pix_item", "gr_av_item",
    ), "items of graphs"),
}  # fmt: skip
# tables whose first column is no number of its own
_NAMED = frozenset(["attribute_type", "ris"])
# what a column names, wherever it stands
_NAMES = {
    **dict.fromkeys(("cid", "fromcid", "tocid"), "code"),
    **dict.fromkeys(("catid", "fromcatid", "tocatid", "supercatid"), "category"),
    **dict.fromkeys(("fid", "fromfileid", "tofileid"), "source"),
    **dict.fromkeys(("caseid", "fromcaseid", "tocaseid"), "cases"),
    **dict.fromkeys(("imid", "fromimid", "toimid", "memo_imid"), "code_image"),
    **dict.fromkeys(("avid", "fromavid", "toavid", "memo_avid"), "code_av"),
    **dict.fromkeys(("ctid", "memo_ctid"), "coding"),
    "grid": "graph", "av_text_id": "source",
}  # fmt: skip
# the study's own, by the first part of their guids: the table and its key
_OWN = {
    "source": ("source", "id"),
    "code": ("code_name", "cid"),
    "category": ("code_cat", "catid"),
    "coding": ("code_text", "ctid"),
}
# columns with words; tables in which no two have one name; tables with what a coder did
_WORDS = frozenset(["memo", "description", "displaytext", "free_text", "tooltip", "label", "value"])
_UNIQUE = frozenset(["source", "cases", "graph"])
_OF_CODERS = frozenset(["code_image", "code_av", "annotation"])


@dataclass
class FormerDatabase:
    """The project that a study came from, while it is written again.

    `texts`: of each text of it that the study has, by its guid; `coders`: the name of each coder whose work may go, by
    the name that the project has for them, of all with `every`. `left` counts by thing and reason what cannot go.
    """

    path: Path
    project: Project
    texts: Mapping[str, Text]
    mask: Mask
    coders: Mapping[str, str]
    every: bool = True
    left: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def spans(self) -> dict[str, Span | None]:
        """Where each annotation, passage of a case and highlight without a tag is now, by its guid."""
        return spans_now(self.project, self.texts)

    @cached_property
    def descriptions(self) -> dict[str, str]:
        """What Taguette has as the description of the project, by "", and of each source, by its guid."""
        with opened_database(self.path) as old:
            rows = [("", one["description"]) for one in records(old, "projects")]
            rows += [
                (guid_of("document", one["id"]), one["description"]) for one in records(old, "documents")
            ]
        return {guid: self.mask.words(words or "") for guid, words in rows}

    def untagged(self) -> list[tuple[str, int, int]]:
        """(source, start, end) of each highlight of Taguette without a tag that has a clear place."""
        found = []
        for guid, span in self.spans().items():
            if guid in self.project.spans and span is None:
                self.left["annotations"]["whose place is not clear in the text of today"] += 1
            elif guid in self.project.spans and span is not None:
                found.append((self.project.spans[guid][0], *span))
        return found

    def called(self, name: str) -> str:
        """What something is called, its ending kept, where a name of a person could be in it hidden."""
        stem, dot, ending = name.rpartition(".")
        if stem and len(ending) <= 4 and ending.isalnum():
            return self.mask.words(stem, called=True) + dot + ending
        return self.mask.words(name, called=True)


def carry_qualcoder(
    former: FormerDatabase, new: sqlite3.Connection, written: Mapping[str, Mapping[str, int]]
) -> None:
    """Put into `new`, a database with QualCoder's tables, what a study has no place for; `written`: the number of each source, code, category and coding in it, by guid."""
    with opened_database(former.path) as old:
        _Carrier(former, old, new, written).run()


class _Carrier:
    def __init__(
        self,
        former: FormerDatabase,
        old: sqlite3.Connection,
        new: sqlite3.Connection,
        written: Mapping[str, Mapping[str, int]],
    ) -> None:
        self.former, self.old, self.new = former, old, new
        self.spans = former.spans()
        # the number that each thing has now, by the one it had
        self.now: dict[str, dict[Any, int]] = defaultdict(dict)
        for kind, (table, key) in _OWN.items():
            for row in self._rows(table):
                was = row[key] or row["row_id"]
                if (number := written[kind].get(guid_of(kind, was))) is not None:
                    self.now[kind][was] = number

    def _rows(self, table: str) -> list[Record]:
        try:
            return records(self.old, table)
        except sqlite3.OperationalError:
            # an older version has no such table
            return []

    def run(self) -> None:
        for table in TABLES:
            columns = [row[1] for row in self.new.execute(f"PRAGMA table_info({table})")]
            names = iter(self._names(table))
            for row in self._rows(table):
                was = row.get(columns[0])
                if table not in _NAMED:
                    row.pop(columns[0], None)
                made = self._of(table, was, row, names)
                if made is None:
                    continue
                kept = {name: made[name] for name in columns if name in made}
                added = self.new.execute(
                    f"INSERT OR IGNORE INTO {table} ({', '.join(kept)}) VALUES ({', '.join('?' * len(kept))})",
                    list(kept.values()),
                )
                self.now[table][was] = int(added.lastrowid or 0)

    def _names(self, table: str) -> list[str]:
        """What the rows of a table with names that no two of may share are called now, in their order."""
        if table not in _UNIQUE:
            return []
        taken = [row[0] for row in self.new.execute(f"SELECT name FROM {table}")]
        rows = self._rows(table)
        if table == "source":
            rows = [row for row in rows if row["id"] not in self.now["source"]]
        return unique_names([*taken, *(self.former.called(row["name"] or "") for row in rows)])[len(taken) :]

    def _of(self, table: str, was: Any, row: Record, names: Iterator[str]) -> Record | None:
        """A row, whose number `was`, as it is written; None for one that is not, or that is the study's own and gets its memo alone."""
        words = self.former.mask.words
        for name in _WORDS & row.keys():
            row[name] = words(str(row[name] or ""), called=name == "displaytext")
        if "owner" in row:
            own = self.former.coders.get(row["owner"] or "")
            if own is None and not self.former.every and table in _OF_CODERS:
                self._leave(table, "of other coders")
                return None
            row["owner"] = own or "default"
        if table == "source" and was in self.now["source"]:
            self._described(was, row)
            return None
        if table in _UNIQUE:
            row["name"] = next(names)
        if table == "source":
            row["mediapath"] = _beside(row.get("mediapath") or "", row["name"])
        if table in ("attribute_type", "attribute"):
            row["name"] = words(row["name"] or "")
        if "filepath" in row:
            row["filepath"] = ""
        kinds = {name: kind for name, kind in _NAMES.items() if row.get(name) is not None}
        if table in ("code_image", "code_av", "attribute"):
            kinds["id"] = "cases" if row.get("attr_type") == "case" else "source"
        for name, kind in kinds.items():
            row[name] = self.now[kind].get(row[name])
            if row[name] is None and name != "av_text_id":
                self._leave(table, "of what is in the study no more")
                return None
        if table in ("annotation", "case_text") and (guid := guid_of(table, was)) in self.spans:
            span = self.spans[guid]
            if span is None:
                self._leave(table, "whose place is not clear in the text of today")
                return None
            row["pos0"], row["pos1"] = span
        return row

    def _leave(self, table: str, why: str) -> None:
        self.former.left[TABLES[table]][why] += 1

    def _described(self, was: Any, row: Record) -> None:
        """The memo of a source of the study; a page with its text is shown again where its file is laid beside."""
        number = self.now["source"][was]
        name = self.new.execute("SELECT name FROM source WHERE id = ?", [number]).fetchone()[0]
        given = row.get("mediapath") or ""
        shown = given and any(one["id"] == was for one in self._rows("code_image"))
        path = _beside(given, name + Path(given).suffix) if shown else None
        self.new.execute(
            "UPDATE source SET memo = ?, mediapath = ? WHERE id = ?", [row["memo"], path, number]
        )


def _beside(mediapath: str, name: str) -> str:
    """The path of a file in the project's folder, by the folder it was in."""
    folder = mediapath.strip("/").partition("/")[0].partition(":")[0]
    return f"/{folder if folder in ('images', 'audio', 'video', 'docs') else 'images'}/{name}"
