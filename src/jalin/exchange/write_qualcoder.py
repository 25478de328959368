"""Writing a project as QualCoder keeps one: a folder NAME.qda with the SQLite file data.qda.

The tables are those of QualCoder 4 (database version v17).
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from jalin.errors import Problem, StudyError
from jalin.exchange.coding_lines import second_of
from jalin.exchange.databases import KEPT, MEMOS, opened_database, rows_in, said_in
from jalin.exchange.former_database import FormerDatabase, carry_qualcoder
from jalin.exchange.project import Project, unique_names

_TABLES = """
CREATE TABLE project (databaseversion text, date text, memo text, about text, bookmarkfile integer,
    bookmarkpos integer, codername text, recently_used_codes text, avbookmarkfile integer,
    avbookmarkmsec integer, avbookmarktextpos integer);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text,
    date text, av_text_id integer, risid integer, unique(name));
CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer, width integer,
    height integer, cid integer, memo text, date text, owner text, important integer, pdf_page integer);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer,
    memo text, date text, owner text, important integer);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text,
    owner text, date text, unique(fid, pos0, pos1, owner));
CREATE TABLE attribute_type (name text primary key, date text, owner text, memo text, caseOrFile text,
    valuetype text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer,
    date text, owner text, unique(name, attr_type, id));
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer,
    owner text, date text, memo text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text,
    constraint ucm unique(name));
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
    supercatid integer, unique(name));
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer,
    pos1 integer, owner text, date text, memo text, avid integer, important integer,
    unique(cid, fid, pos0, pos1, owner));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text,
    color text, supercid integer, unique(name));
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text, unique(name));
CREATE TABLE stored_sql (title text, description text, grouper text, ssql text, unique(title));
CREATE TABLE graph (grid integer primary key, name text, description text, date text, scene_width integer,
    scene_height integer, unique(name));
CREATE TABLE gr_cdct_text_item (gtextid integer primary key, grid integer, x integer, y integer,
    supercatid integer, catid integer, cid integer, font_size integer, bold integer, isvisible integer,
    displaytext text);
CREATE TABLE gr_case_text_item (gcaseid integer primary key, grid integer, x integer, y integer,
    caseid integer, font_size integer, bold integer, color text, displaytext text);
CREATE TABLE gr_file_text_item (gfileid integer primary key, grid integer, x integer, y integer,
    fid integer, font_size integer, bold integer, color text, displaytext text);
CREATE TABLE gr_free_text_item (gfreeid integer primary key, grid integer, freetextid integer, x integer,
    y integer, free_text text, font_size integer, bold integer, color text, tooltip text, ctid integer,
    memo_ctid integer, memo_imid integer, memo_avid integer);
CREATE TABLE gr_cdct_line_item (glineid integer primary key, grid integer, fromcatid integer,
    fromcid integer, tocatid integer, tocid integer, color text, linewidth real, linetype text,
    isvisible integer, label text, arrow_mode text);
CREATE TABLE gr_free_line_item (gflineid integer primary key, grid integer, fromfreetextid integer,
    fromcatid integer, fromcid integer, fromcaseid integer, fromfileid integer, fromimid integer,
    fromavid integer, tofreetextid integer, tocatid integer, tocid integer, tocaseid integer,
    tofileid integer, toimid integer, toavid integer, color text, linewidth real, linetype text,
    label text, arrow_mode text);
CREATE TABLE gr_memo_item (gmemoid integer primary key, grid integer, memo_source_type text,
    memo_source_id integer, x integer, y integer, color text, font_size integer);
CREATE TABLE gr_pix_item (grpixid integer primary key, grid integer, imid integer, x integer, y integer,
    px integer, py integer, w integer, h integer, filepath text, tooltip text, pdf_page integer);
CREATE TABLE gr_av_item (gr_avid integer primary key, grid integer, avid integer, x integer, y integer,
    pos0 integer, pos1 integer, filepath text, tooltip text, color text);
CREATE TABLE ris (risid integer, tag text, longtag text, value text);
CREATE TABLE manage_files_display (mfid integer primary key, name text, tblrows text, tblcolumns text,
    owner text);
CREATE TABLE files_filter (filterid integer primary key, name text, filter text, owner text);
"""
_FOLDERS = ("images", "audio", "video", "documents")
_GREY = "#B5B5B5"


def write_qualcoder(project: Project, path: Path, former: FormerDatabase | None = None) -> dict[str, int]:
    """Write `project` as the folder `path`, which must not be there, in one step.

    A code above others is a code with codes below it, a category a category. Where one coder put a code twice
    on the same span, QualCoder keeps one. From the `former` project come the things a study has no place for. Raises `StudyError` when there is something
    at `path`: a project in use is not written over.
    """
    if path.exists():
        raise StudyError(Problem(str(path), "", "there is something already", "Name a new folder"))
    part = path.with_name(f".{path.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        for name in _FOLDERS:
            (part / name).mkdir(parents=True)
        with closing(sqlite3.connect(part / "data.qda")) as base:
            base.executescript(_TABLES)
            written = _fill(project, base)
            if former is not None:
                carry_qualcoder(former, base, written)
            base.commit()
        part.rename(path)
        with opened_database(path / "data.qda") as made:
            tables = {
                "sources": "source",
                "codes": "code_name",
                "categories": "code_cat",
                "codings": "code_text",
                "memos": "journal",
            }
            counts = {thing: rows_in(made, table) for thing, table in tables.items()}
            counts |= {thing: rows_in(made, table) for table, thing in KEPT.items()}
            counts |= {thing: said_in(made, (table, "memo")) for table, thing in MEMOS.items()}
            counts["memos of codings"] = said_in(made, ("code_text", "memo"))
        return counts | {"coders": len(project.users)}
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _fill(project: Project, base: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """Write the study's own; the number of each source, code, category and coding, by guid."""
    users = {user.guid: user.name for user in project.users}
    first = project.users[0].name if project.users else "default"
    base.execute(
        "INSERT INTO project VALUES ('v17', ?, ?, 'QualCoder', 0, 0, ?, '', NULL, NULL, NULL)",
        [max((second_of(one.created) for one in project.codings), default=""), project.name, first],
    )
    names = dict(zip(project.codes, unique_names([code.name for code in project.codes]), strict=True))
    categories: dict[str, int] = {}
    for code in project.codes:
        # a category stands below categories alone
        if not code.codable and (not code.parent or code.parent in categories):
            categories[code.guid] = len(categories) + 1
    codes = {code.guid: number for number, code in enumerate(project.codes, start=1)}
    base.executemany(
        "INSERT INTO code_cat VALUES (?, ?, ?, '', ?, ?)",
        [
            (categories[code.guid], name, first, code.description, categories.get(code.parent))
            for code, name in names.items()
            if code.guid in categories
        ],
    )
    base.executemany(
        "INSERT INTO code_name VALUES (?, ?, ?, ?, ?, '', ?, ?)",
        [
            (codes[code.guid], name, code.description, categories.get(code.parent), first, code.color or _GREY,
             None if code.parent in categories else codes.get(code.parent))
            for code, name in names.items()
            if code.guid not in categories
        ],
    )  # fmt: skip
    documents = {item.guid: number for number, item in enumerate(project.documents, start=1)}
    base.executemany(
        "INSERT INTO source (id, name, fulltext, memo, owner, date) VALUES (?, ?, ?, '', ?, ?)",
        [
            (documents[item.guid], name, item.text, first, second_of(item.created))
            for item, name in zip(
                project.documents, unique_names([item.name for item in project.documents]), strict=True
            )
        ],
    )
    texts = {item.guid: item.text for item in project.documents}
    base.executemany(
        "INSERT OR IGNORE INTO code_text (ctid, cid, fid, seltext, pos0, pos1, owner, date, memo) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (number, codes[one.code], documents[one.document], texts[one.document][one.start : one.end], one.start,
             one.end, users.get(one.user, first), second_of(one.created), one.memo)
            for number, one in enumerate(project.codings, start=1)
        ],
    )  # fmt: skip
    base.executemany(
        "INSERT INTO journal (name, jentry, date, owner) VALUES (?, ?, ?, ?)",
        [
            (name, memo.text, second_of(memo.created), first)
            for memo, name in zip(
                project.memos, unique_names([memo.title for memo in project.memos]), strict=True
            )
        ],
    )
    names_of_cases = unique_names([one.name for one in project.cases])
    base.executemany(
        "INSERT INTO cases (caseid, name, memo, owner, date) VALUES (?, ?, '', ?, '')",
        [(number, name, first) for number, name in enumerate(names_of_cases, start=1)],
    )
    # a source is of a case with all of its text
    base.executemany(
        "INSERT INTO case_text (caseid, fid, pos0, pos1, owner, date, memo) VALUES (?, ?, 0, ?, ?, '', '')",
        [
            (number, documents[guid], len(texts[guid]), first)
            for number, case in enumerate(project.cases, start=1)
            for guid in case.documents
        ],
    )
    return {
        "source": documents,
        "code": {guid: number for guid, number in codes.items() if guid not in categories},
        "category": categories,
        "coding": {one.guid: number for number, one in enumerate(project.codings, start=1)},
    }
