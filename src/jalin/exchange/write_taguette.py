"""Writing a project as Taguette exports and imports one: an SQLite file, offsets in UTF-8 bytes.

The tables are those of Taguette 1.4 to 1.5 (schema version db5e31a0233d), which later
versions bring up to date by themselves.
"""

import json
import re
import sqlite3
from collections import defaultdict
from contextlib import closing
from html import escape
from itertools import accumulate
from pathlib import Path

from jalin.exchange.coding_lines import second_of
from jalin.exchange.databases import opened_database, records, rows_in, said_in
from jalin.exchange.former_database import FormerDatabase
from jalin.exchange.project import Project, ProjectCode
from jalin.files import write_atomically

_TABLES = """
CREATE TABLE users (login VARCHAR(30) NOT NULL PRIMARY KEY, created DATETIME NOT NULL,
    hashed_password VARCHAR(192), disabled BOOLEAN NOT NULL, password_set_date DATETIME,
    language VARCHAR(10), email VARCHAR(256), email_sent DATETIME);
CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
    description TEXT NOT NULL, created DATETIME NOT NULL);
CREATE TABLE project_members (project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    user_login VARCHAR(30) NOT NULL REFERENCES users (login) ON DELETE CASCADE ON UPDATE CASCADE,
    privileges VARCHAR(11) NOT NULL, PRIMARY KEY (project_id, user_login));
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
    description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL);
CREATE TABLE commands (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL,
    user_login VARCHAR(30) NOT NULL REFERENCES users (login) ON UPDATE CASCADE,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE, document_id INTEGER,
    payload TEXT NOT NULL);
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE, path VARCHAR(200) NOT NULL,
    description TEXT NOT NULL, UNIQUE (project_id, path));
CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL REFERENCES highlights (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE, PRIMARY KEY (highlight_id, tag_id));
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO alembic_version VALUES ('db5e31a0233d');
"""
# the longest that Taguette takes back
_NAME, _PATH = 50, 200


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def tag_paths(codes: list[ProjectCode]) -> dict[str, str]:
    """The tag of each code by its guid: the names from the top down with points between, no two alike."""
    paths: dict[str, str] = {}
    taken: set[str] = set()
    for code in codes:
        above = f"{paths[code.parent]}." if code.parent else ""
        path, number = _cut(above + (code.name or "–"), _PATH), 2
        while path in taken:
            path, number = f"{_cut(above + code.name, _PATH - 4)} {number}", number + 1
        paths[code.guid] = path
        taken.add(path)
    return paths


def _login(name: str, taken: list[str]) -> str:
    """A name as Taguette allows it for who signs in."""
    plain = re.sub(r"[^a-z0-9._+@ -]+", "-", name.lower()).strip("- ")[:22] or "coder"
    login, number = plain, 2
    while login in taken:
        login, number = f"{plain}-{number}", number + 1
    return login


def _moment(created: str) -> str:
    """A point in time as the file writes it; 1970 where none is known, so that it is the same each time."""
    return f"{second_of(created) or '1970-01-01 00:00:00'}.000000"


def _html(text: str) -> str:
    """A paragraph for each line; there is no character between two, as the places count none."""
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines())


def _bytes(text: str) -> list[int]:
    """How many bytes without line ends stand before each code point, and before the end."""
    return list(accumulate((0 if one == "\n" else len(one.encode()) for one in text), initial=0))


def write_taguette(project: Project, path: Path, former: FormerDatabase | None = None) -> dict[str, int]:
    """Write `project` to an SQLite file that Taguette imports, in one step.

    Codes on the same span by the same coder are tags of one highlight. Taguette has no
    place for memos, colours and the time of a coding, and gives every highlight to
    whoever imports the file; who made it stands in the file's own log. From the `former` project come
    descriptions and highlights without a tag. Returns how many of each thing it has.
    """
    write_atomically(path, lambda part: _fill(project, part, former))
    with opened_database(path) as base:
        tables = {"sources": "documents", "codes": "tags", "codings": "highlight_tags"}
        counts = {thing: rows_in(base, table) for thing, table in tables.items()}
        counts["descriptions"] = said_in(base, ("projects", "description"), ("documents", "description"))
        tagged = {row["highlight_id"] for row in records(base, "highlight_tags")}
        counts["annotations"] = sum(row["id"] not in tagged for row in records(base, "highlights"))
    return counts | {"coders": len(project.users)}


def _fill(project: Project, part: Path, former: FormerDatabase | None) -> None:
    part.unlink(missing_ok=True)
    logins: dict[str, str] = {}
    for user in project.users:
        logins[user.guid] = _login(user.name, list(logins.values()))
    paths = tag_paths(project.codes)
    tags = {code.guid: number for number, code in enumerate(project.codes, start=1)}
    documents = {item.guid: number for number, item in enumerate(project.documents, start=1)}
    together: dict[tuple[int, int, int, str], list[int]] = defaultdict(list)
    moments: dict[tuple[int, int, int, str], str] = {}
    for one in project.codings:
        key = (documents[one.document], one.start, one.end, logins.get(one.user, "admin"))
        if tags[one.code] not in together[key]:
            together[key].append(tags[one.code])
        moments.setdefault(key, _moment(one.created))
    with closing(sqlite3.connect(part)) as base:
        base.executescript(_TABLES)
        zero = _moment("")
        for login in sorted({"admin", *logins.values()}):
            base.execute("INSERT INTO users (login, created, disabled) VALUES (?, ?, 0)", [login, zero])
        said = former.descriptions if former else {}
        base.execute(
            "INSERT INTO projects VALUES (1, ?, ?, ?)",
            [_cut(project.name, _NAME) or "–", said.get("", ""), zero],
        )
        base.execute("INSERT INTO project_members VALUES (1, 'admin', 'ADMIN')")
        base.executemany(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, 1, 'LEFT_TO_RIGHT', ?)",
            [
                (documents[item.guid], _cut(item.name, _NAME), said.get(item.guid, ""), f"{_cut(item.name, 90)}.html",
                 _moment(item.created), _html(item.text))
                for item in project.documents
            ],
        )  # fmt: skip
        base.executemany(
            "INSERT INTO tags VALUES (?, 1, ?, ?)",
            [(tags[code.guid], paths[code.guid], code.description) for code in project.codes],
        )
        texts = {documents[item.guid]: item.text for item in project.documents}
        places = {number: _bytes(text) for number, text in texts.items()}
        for number, (key, found) in enumerate(sorted(together.items()), start=1):
            document, start, end, login = key
            span = places[document][start], places[document][end]
            snippet = _html(texts[document][start:end])
            base.execute("INSERT INTO highlights VALUES (?, ?, ?, ?, ?)", [number, document, *span, snippet])
            base.executemany("INSERT INTO highlight_tags VALUES (?, ?)", [(number, tag) for tag in found])
            payload = {
                "type": "highlight_add", "highlight_id": number,
                "start_offset": span[0], "end_offset": span[1], "tags": found,
            }  # fmt: skip
            base.execute(
                "INSERT INTO commands (date, user_login, project_id, document_id, payload) VALUES (?, ?, 1, ?, ?)",
                [moments[key], login, document, json.dumps(payload, sort_keys=True)],
            )
        for guid, start, end in former.untagged() if former else []:
            number = documents[guid]
            span = places[number][start], places[number][end]
            base.execute(
                "INSERT INTO highlights (document_id, start_offset, end_offset, snippet) VALUES (?, ?, ?, ?)",
                [number, *span, _html(texts[number][start:end])],
            )
        base.commit()
