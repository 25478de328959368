"""Reading the SQLite files of RQDA and requal, the programs for R, without changing them."""

from datetime import datetime
from pathlib import Path

from jalin.collect.decode import decoded_once
from jalin.errors import Problem, StudyError
from jalin.exchange.databases import (
    Record,
    account_for,
    guid_of,
    opened_database,
    records,
    rows_in,
    said_in,
    tables_of,
)
from jalin.exchange.project import Document, Memo, Project, ProjectCode, ProjectCoding, User, as_position

# tables that a study has no place for
_RQDA = {
    "cases": "cases", "caselinkage": "passages of cases", "attributes": "variables", "caseAttr": "values of variables",
    "fileAttr": "values of variables", "filecat": "categories of sources", "annotation": "annotations",
    "image": "pictures", "imageCoding": "selections of pictures",
}  # fmt: skip
_REQUAL = {
    "cases": "cases", "cases_documents_map": "sources of cases", "attributes": "variables",
    "attribute_values": "values of variables", "memos_segments_map": "passages of memos",
}  # fmt: skip


def _moment(text: str | None) -> str:
    """A point in time as R prints it, Fri Mar 14 09:00:00 2025, as ISO 8601; what is otherwise stays."""
    try:
        return datetime.strptime(text or "", "%a %b %d %H:%M:%S %Y").isoformat()
    except ValueError:
        return text or ""


def _categories(
    project: Project, rows: list[tuple[object, str, str]], links: list[tuple[object, object]], kind: str
) -> dict[object, str]:
    """Add categories (id, name, memo) as codes that only gather others; the one above each code, by `links` of (code, category)."""
    ids = {key for key, _, _ in rows}
    project.codes += [
        ProjectCode(guid_of(kind, key), name, description=memo or "", codable=False)
        for key, name, memo in rows
    ]
    above: dict[object, str] = {}
    for code, category in links:
        if category in ids and code in above:
            project.account.keep("further categories of codes")
        elif category in ids:
            above[code] = guid_of(kind, category)
    return above


def _meant(words: str) -> str:
    """A passage of a text that was decoded twice, as it was meant; it may begin and end within a character, of which it keeps nothing."""
    cut = [words[start : len(words) - end] for start in range(4) for end in range(4)]
    return next((meant for part in cut if (meant := decoded_once(part)) != part), words)


def read_rqda(path: Path, positions: str = "") -> Project:
    """An RQDA project, a .rqda file; what has the status 0 was deleted in it.

    Texts that R on Windows decoded twice are read as they were meant, and their positions with them.
    Tables as in Huang, R.: RQDA, R package, 0.2 and 0.3. Code categories are codes above codes. Raises
    `StudyError` when the file is none.
    """
    with opened_database(path) as database:
        tables = tables_of(database)

        def rows(table: str) -> list[Record]:
            found = records(database, table) if table in tables else []
            return [row for row in found if row["status"] in (None, 1)]

        project = Project(path.stem, numbered=True)
        links = [(row["cid"], row["catid"]) for row in rows("treecode")]
        above = _categories(
            project, [(row["catid"], row["name"], row["memo"]) for row in rows("codecat")], links, "codecat"
        )
        project.codes += [
            ProjectCode(
                guid_of("freecode", row["id"]), row["name"], above.get(row["id"], ""), row["memo"] or ""
            )
            for row in rows("freecode")
        ]
        # texts that were decoded twice, as the bytes that their positions count
        twice: dict[int, bytes] = {}
        for row in rows("source"):
            stored = row["file"] or ""
            text = decoded_once(stored)
            if text != stored:
                twice[row["id"]] = text.encode()
            project.documents.append(
                Document(guid_of("source", row["id"]), row["name"], text, _moment(row["date"]))
            )
        if twice:
            project.told.append(
                f"sources read as they were meant, as they were decoded twice (Ã£ for ã): {len(twice)}"
            )

        def place(source: int, at: int) -> int:
            return len(twice[source][:at].decode("utf-8", "ignore")) if source in twice else at

        owners: set[str] = set()
        found = []
        for number, row in enumerate(rows("coding"), start=1):
            owner = row["owner"] or ""
            owners.add(owner)
            coding = ProjectCoding(
                guid_of("coding", number, row["cid"], row["fid"], row["selfirst"], row["selend"]),
                guid_of("source", row["fid"]),
                guid_of("freecode", row["cid"]),
                place(row["fid"], as_position(row["selfirst"])),
                place(row["fid"], as_position(row["selend"])),
                guid_of("owner", owner) if owner else "",
                _moment(row["date"]),
                row["memo"] or "",
            )
            said = row["seltext"] or ""
            found.append((coding, _meant(said) if row["fid"] in twice else said))
        project.users = [User(guid_of("owner", owner), owner) for owner in sorted(filter(None, owners))]
        project.add(found, path.name, positions)
        project.memos += [
            Memo(
                guid_of("journal", row["name"]), row["name"] or "", row["journal"] or "", _moment(row["date"])
            )
            for row in rows("journal")
        ]
        account_for(project, database, _RQDA)
        project.account.keep("descriptions", said_in(database, ("project", "memo"), ("project", "about")))
        project.account.keep(
            "memos of sources", sum(bool((row["memo"] or "").strip()) for row in rows("source"))
        )
        for table in tables & {"source", "freecode", "codecat", "coding", "journal", "cases"}:
            deleted = rows_in(database, table) - len(rows(table))
            project.account.keep("deleted in RQDA", deleted)
    return project


def read_requal(path: Path, positions: str = "") -> Project:
    """A requal project, a .requal file. Positions count from 1 and take in the last character.

    Tables as in Hladík, R. & Štětka, V.: requal, R package, 1.1. Raises `StudyError` when the file is none, or
    holds several projects.
    """
    with opened_database(path) as database:
        tables = tables_of(database)
        projects = records(database, "projects")
        if len(projects) != 1:
            what = f"there are {len(projects)} projects in it"
            raise StudyError(Problem(path.name, "", what, "Export the one project from requal"))
        project = Project(projects[0]["project_name"] or path.stem, numbered=True)
        project.users = [
            User(guid_of("user", row["user_id"]), row["user_name"] or row["user_login"])
            for row in records(database, "users")
        ]
        categories, links = [], []
        if {"categories", "categories_codes_map"} <= tables:
            categories = [
                (row["category_id"], row["category_name"], row["category_description"])
                for row in records(database, "categories")
            ]
            links = [
                (row["code_id"], row["category_id"]) for row in records(database, "categories_codes_map")
            ]
        above = _categories(project, categories, links, "category")
        project.codes += [
            ProjectCode(
                guid_of("code", row["code_id"]),
                row["code_name"],
                above.get(row["code_id"], ""),
                row["code_description"] or "",
            )
            for row in records(database, "codes")
        ]
        project.documents += [
            Document(
                guid_of("document", row["doc_id"]),
                row["doc_name"],
                row["doc_text"] or "",
                row["created_at"] or "",
            )
            for row in records(database, "documents")
        ]
        found = [
            (
                ProjectCoding(
                    guid_of("segment", row["segment_id"]),
                    guid_of("document", row["doc_id"]),
                    guid_of("code", row["code_id"]),
                    as_position(row["segment_start"]) - 1,
                    as_position(row["segment_end"]),
                    guid_of("user", row["user_id"]) if row["user_id"] is not None else "",
                ),
                row["segment_text"] or "",
            )
            for row in records(database, "segments")
        ]
        project.add(found, path.name, positions)
        if "memos" in tables:
            project.memos += [
                Memo(
                    guid_of("memo", row["memo_id"]),
                    (row["text"] or "").split("\n")[0][:60],
                    row["text"] or "",
                )
                for row in records(database, "memos")
            ]
        account_for(project, database, _REQUAL)
        described = ("documents", "doc_description"), ("projects", "project_description")
        project.account.keep("descriptions", said_in(database, *described))
    return project
