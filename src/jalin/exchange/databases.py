"""Reading the SQLite files of Taguette and QualCoder, without changing them."""

import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from lxml import etree, html

from jalin.collect.decode import read_anyhow
from jalin.errors import Problem, StudyError
from jalin.exchange.project import (
    Document,
    Memo,
    Project,
    ProjectCode,
    ProjectCoding,
    User,
    as_position,
    rooted,
)
from jalin.exchange.units import point

# elements whose end is the end of a line, though no character in the file says so
_BLOCKS = frozenset([
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "tr", "blockquote", "pre", "ul", "ol",
    "table",
])  # fmt: skip
_SPACE = uuid.UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")


def guid_of(kind: str, *parts: object) -> str:
    """The guid that a thing of a database always gets."""
    return str(uuid.uuid5(_SPACE, "/".join(map(str, (kind, *parts)))))


class Database(sqlite3.Connection):
    """A database whose words may be in another encoding than UTF-8, as R on Windows leaves them; `other` counts those."""

    def __init__(self, path: str, **options: Any) -> None:
        super().__init__(path, **options)
        self.row_factory, self.text_factory, self.other = sqlite3.Row, self._words, 0

    def _words(self, content: bytes) -> str:
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            self.other += 1
            return read_anyhow(content, error)


@contextmanager
def opened_database(path: Path) -> Iterator[Database]:
    """The database, read-only; what is wrong with it in one sentence."""
    try:
        where = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(where, uri=True, factory=Database)) as database:
            yield database
    except sqlite3.Error as error:
        remedy = "Close it in its program, copy it again, or export the project as REFI-QDA"
        raise StudyError(Problem(path.name, "", f"it cannot be read: {error}", remedy)) from None


def tables_of(database: sqlite3.Connection) -> set[str]:
    """The names of the tables of a database."""
    return {row["name"] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def account_for(project: Project, database: Database, kept: Mapping[str, str]) -> None:
    """Say in the account what was taken, and what rows of further tables are `kept`, by what they are, but what has the status 0, deleted."""
    if database.other:
        what = "texts and names that are not in UTF-8, read in the encoding that fits; a sign that fits none is \ufffd"
        project.told.append(f"{what}: {database.other}")
    account = project.account
    account.take("sources", len(project.documents))
    account.take("codes", sum(code.codable for code in project.codes))
    account.take("categories", sum(not code.codable for code in project.codes))
    account.take("memos", len(project.memos))
    coded = {one.user for one in project.codings}
    account.take("coders", sum(user.guid in coded for user in project.users))
    for table in (name for name in kept if name in tables_of(database)):
        account.keep(kept[table], sum(row["status"] in (None, 1) for row in records(database, table)))


class Record(dict[str, Any]):
    """A row of a table; a column that this version of a program has not is None."""

    def __missing__(self, column: str) -> None:
        return None


def records(database: sqlite3.Connection, table: str) -> list[Record]:
    """The rows of a table as they were entered, with the number of each as `row_id`."""
    return [Record(row) for row in database.execute(f"SELECT rowid AS row_id, * FROM {table} ORDER BY rowid")]


def rows_in(database: sqlite3.Connection, table: str) -> int:
    """How many rows a table has."""
    return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def said_in(database: sqlite3.Connection, *places: tuple[str, str]) -> int:
    """How many rows have words in these columns of tables, which not every version has."""
    tables = tables_of(database)
    return sum(
        bool(str(row[column] or "").strip())
        for table, column in places
        if table in tables
        for row in records(database, table)
    )


def _plain(contents: str) -> tuple[str, Callable[[int, bool], int]]:
    """The text of a document's HTML with a line for each block, and where a byte offset of Taguette's is in it.

    Taguette counts UTF-8 bytes of the text without tags.
    """
    body = html.document_fromstring(f"<html><body>{contents.lstrip()}</body></html>").find("body")
    parts: list[str] = []
    # bytes so far, and code points so far, where each part begins
    begins: list[tuple[int, int]] = []
    count, length = 0, 0

    def add(text: str) -> None:
        nonlocal count, length
        begins.append((count, length))
        parts.append(text)
        count += len(text.encode("utf-8"))
        length += len(text)

    def line_end() -> None:
        nonlocal length
        if parts and not "".join(parts[-2:]).endswith("\n"):
            begins.append((count, length))
            parts.append("\n")
            length += 1

    def walk(element: etree._Element) -> None:
        if isinstance(element.tag, str):
            if element.text:
                add(element.text)
            for child in element:
                walk(child)
                if child.tag in _BLOCKS:
                    line_end()
                if child.tail:
                    add(child.tail)

    walk(body)

    def place(offset: int, ends: bool) -> int:
        # between two blocks a passage begins after the line end, and ends before it
        for number in range(len(begins) - 1, -1, -1):
            start, at = begins[number]
            if start < offset or (start == offset and not ends):
                inside = parts[number].encode("utf-8")[: offset - start]
                return at + len(inside.decode("utf-8", "ignore"))
        return 0

    return "".join(parts), place


def _tags(rows: list[Record]) -> list[ProjectCode]:
    """A code for each tag, in the order of their paths; `a.b` is the code b below a where there is a tag a."""
    ids = {row["path"]: row["id"] for row in rows}
    codes = []
    for row in rows:
        path = row["path"]
        points = [at for at, character in enumerate(path) if character == "." and path[:at] in ids]
        name, above = (
            (path[points[-1] + 1 :], guid_of("tag", ids[path[: points[-1]]])) if points else (path, "")
        )
        codes.append(ProjectCode(guid_of("tag", row["id"]), name or path, above, row["description"] or ""))
    return codes


def read_taguette(path: Path) -> Project:
    """A Taguette project, exported as .sqlite3; each tag is a code, `a.b` one below the tag `a`.

    Highlights belong to who added them, as the log of commands says. Raises `StudyError`
    when the file is none, or holds several projects.
    """
    with opened_database(path) as database:
        found = records(database, "projects")
        if len(found) != 1:
            what = f"there are {len(found)} projects in it"
            raise StudyError(Problem(path.name, "", what, "Export the one project from Taguette as SQLite3"))
        project = Project(found[0]["name"], numbered=True)
        project.codes += _tags(sorted(records(database, "tags"), key=lambda row: row["path"]))
        logins = {
            row["highlight"]: row["user_login"]
            for row in database.execute(
                "SELECT json_extract(payload, '$.highlight_id') AS highlight, user_login FROM commands "
                "WHERE json_extract(payload, '$.type') = 'highlight_add' ORDER BY id DESC"
            )
        }
        project.users = [User(guid_of("user", login), login) for login in sorted(set(logins.values()))]
        for row in records(database, "documents"):
            text, place = _plain(row["contents"])
            document = guid_of("document", row["id"])
            project.documents.append(Document(document, row["name"], text, str(row["created"])))
            marked = database.execute(
                "SELECT h.id, h.start_offset, h.end_offset, t.tag_id FROM highlights h "
                "LEFT JOIN highlight_tags t ON t.highlight_id = h.id WHERE h.document_id = ? ORDER BY h.id, t.tag_id",
                [row["id"]],
            )
            for mark in marked:
                if mark["tag_id"] is None:
                    project.account.keep("annotations", why="highlights without a tag")
                    span = place(mark["start_offset"], False), place(mark["end_offset"], True)
                    project.spans[guid_of("highlight", mark["id"])] = (document, *span)
                    continue
                login = logins.get(mark["id"])
                project.add_coding(
                    ProjectCoding(
                        guid_of("highlight", mark["id"], mark["tag_id"]),
                        document,
                        guid_of("tag", mark["tag_id"]),
                        place(mark["start_offset"], False),
                        place(mark["end_offset"], True),
                        guid_of("user", login) if login else "",
                    ),
                    known=True,
                )
        described = said_in(database, ("documents", "description"), ("projects", "description"))
        project.account.keep("descriptions", described)
        account_for(project, database, {})
    return project


# tables of QualCoder that a study has no place for
KEPT = {
    "cases": "cases", "case_text": "passages of cases", "attribute_type": "variables", "attribute": "values of variables",
    "annotation": "annotations", "code_image": "selections of pictures", "code_av": "selections of sound",
    "graph": "graphs", "ris": "lines of references",
}  # fmt: skip
MEMOS = {"source": "memos of sources", "cases": "memos of cases"}


def read_qualcoder(path: Path, positions: str = "") -> Project:
    """A QualCoder project: its folder, or the file data.qda in it; categories are codes above codes.

    Pictures and recordings have no text and are left. Raises `StudyError` when it is none.
    """
    with opened_database(path / "data.qda" if path.is_dir() else path) as database:
        name = (path if path.is_dir() else path.parent).stem
        project = Project(name, numbered=True)
        codes = [
            ProjectCode(
                guid_of("category", row["catid"]),
                row["name"],
                guid_of("category", row["supercatid"]),
                row["memo"] or "",
                codable=False,
            )
            for row in records(database, "code_cat")
        ]
        for row in records(database, "code_name"):
            # later versions have codes below codes
            over = row["supercid"]
            above = guid_of("category", row["catid"]) if over is None else guid_of("code", over)
            codes.append(
                ProjectCode(
                    guid_of("code", row["cid"]), row["name"], above, row["memo"] or "", row["color"] or ""
                )
            )
        project.codes = rooted(codes)
        for row in records(database, "source"):
            if row["fulltext"]:
                project.documents.append(
                    Document(guid_of("source", row["id"]), row["name"], row["fulltext"], row["date"] or "")
                )
            else:
                project.account.keep("sources", why="without text")
        owners: set[str] = set()
        found: list[tuple[ProjectCoding, str]] = []
        for row in records(database, "code_text"):
            owners.add(row["owner"] or "")
            coding = ProjectCoding(
                guid_of("coding", row["ctid"] or row["row_id"]),
                guid_of("source", row["fid"]),
                guid_of("code", row["cid"]),
                as_position(row["pos0"]),
                as_position(row["pos1"]),
                guid_of("owner", row["owner"]) if row["owner"] else "",
                row["date"] or "",
                row["memo"] or "",
            )
            found.append((coding, row["seltext"] or ""))
        unit = project.add(found, path.name, positions)
        _keep_spans(project, database, unit)
        project.users = [User(guid_of("owner", owner), owner) for owner in sorted(filter(None, owners))]
        for row in records(database, "journal"):
            project.memos.append(
                Memo(
                    guid_of("journal", row["jid"]), row["name"] or "", row["jentry"] or "", row["date"] or ""
                )
            )
        account_for(project, database, KEPT)
        for table, thing in MEMOS.items():
            project.account.keep(thing, said_in(database, (table, "memo")))
    return project


def _keep_spans(project: Project, database: sqlite3.Connection, unit: str) -> None:
    """Say where annotations and passages of cases are in the texts; positions count `unit`."""
    texts = {item.guid: item.text for item in project.documents}
    for table, key in {"annotation": "anid", "case_text": "id"}.items():
        if table in tables_of(database):
            for row in records(database, table):
                document = guid_of("source", row["fid"])
                if document in texts and row["pos1"] is not None:
                    span = (point(texts[document], unit, int(at or 0)) for at in (row["pos0"], row["pos1"]))
                    start, end = span
                    project.spans[guid_of(table, row[key])] = (document, start, max(start, end))
