"""RQDA and requal, as their own tables have a project."""

import sqlite3
from contextlib import closing

import pytest

from jalin.cli import main
from jalin.errors import StudyError
from jalin.exchange.files import read_project

TEXT = "Warga antre sejak subuh 😀.\nKursi hanya enam, kipas mati.\nSabar saja – besok."


def database(path, script, *rows):
    with closing(sqlite3.connect(path)) as base:
        base.executescript(script)
        for table, values in rows:
            base.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
        base.commit()
    return path


def quotes(project):
    texts = {item.guid: item.text for item in project.documents}
    codes = {code.guid: code.name for code in project.codes}
    users = {user.guid: user.name for user in project.users}
    return [
        (users.get(one.user, ""), codes[one.code], texts[one.document][one.start : one.end])
        for one in project.codings
    ]


def rqda(tmp_path):
    when, at = "Fri Mar 14 09:00:00 2025", TEXT.index("Kursi")
    return database(
        tmp_path / "a.rqda",
        """CREATE TABLE source(name text,id integer,file text,memo text,owner text,date text,dateM text,status integer);
        CREATE TABLE freecode(name text,memo text,owner text,date text,dateM text,id integer,status integer,color text);
        CREATE TABLE treecode(cid integer,catid integer,date text,dateM text,memo text,status integer,owner text);
        CREATE TABLE codecat(name text,cid integer,catid integer,owner text,date text,dateM text,memo text,status integer);
        CREATE TABLE coding(cid integer,fid integer,seltext text,selfirst real,selend real,status integer,owner text,date text,memo text);
        CREATE TABLE cases(name text,memo text,owner text,date text,dateM text,id integer,status integer);""",
        ("source", ("a.txt", 1, TEXT, None, "ann", when, None, 1)),
        ("source", ("gone.txt", 2, "Hilang.", None, "ann", when, None, 0)),
        ("freecode", ("fasilitas", "kursi, kipas", "ann", when, None, 1, 1, "")),
        ("freecode", ("hapus", "", "ann", when, None, 2, 0, "")),
        ("codecat", ("Layanan", None, 1, "ann", when, None, None, 1)),
        ("treecode", (1, 1, when, None, None, 1, "ann")),
        ("coding", (1, 1, "Kursi hanya enam", at, at + 16, 1, "ann", when, "memo")),
        ("coding", (1, 1, "Sabar saja", TEXT.index("Sabar"), TEXT.index("Sabar") + 10, 1, "bo", when, "")),
        ("coding", (1, 1, "Warga", 0, 5, 0, "ann", when, "")),
        ("coding", (2, 1, "Warga", 0, 5, 1, "ann", when, "")),
        ("cases", ("K1", "", "ann", when, None, 1, 1)),
    )  # fmt: skip


def test_a_passage_without_a_place_goes_to_its_words_or_is_counted(tmp_path):
    path = rqda(tmp_path)
    with closing(sqlite3.connect(path)) as base:
        base.execute("UPDATE coding SET selfirst = NULL, selend = NULL WHERE status = 1")
        base.execute("INSERT INTO coding VALUES (1, 1, NULL, 3, NULL, 1, 'ann', '', '')")
        base.commit()
    project, _ = read_project(path)
    assert [words for _, _, words in quotes(project)] == ["Kursi hanya enam", "Sabar saja"]
    assert project.account["codings"]["left"] == 2


def test_a_position_that_takes_in_one_letter_more_yields_to_the_words_that_were_coded(tmp_path):
    """RQDA shows the words it keeps, whole; its positions drift where the text before them changed."""
    path = rqda(tmp_path)
    row = (1, 1, " Warga antre sejak subu", 0, 23, 1, "ann", "", "")
    with closing(sqlite3.connect(path)) as base:
        base.execute("DELETE FROM coding")
        base.execute("INSERT INTO coding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        base.commit()
    assert TEXT[:23] == "Warga antre sejak subuh"
    assert [words for _, _, words in quotes(read_project(path)[0])] == ["Warga antre sejak subu"]


@pytest.mark.parametrize("coding", ["cp1252", "latin-1"])
def test_a_source_that_r_decoded_twice_is_read_as_it_was_meant(tmp_path, coding):
    path, meant = rqda(tmp_path), "A reunião – às 14h – não começou.\nFábio Hazin saiu."
    stored = meant.encode().decode("latin-1")
    if coding == "cp1252":
        windows = {byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0xA0)}
        stored = "".join(
            windows.get(ord(one), one) if windows.get(ord(one)) != "\ufffd" else one for one in stored
        )
    at = stored.index("FÃ")
    # the second passage is cut within its last letter
    cut = stored.index("nÃ")
    with closing(sqlite3.connect(path)) as base:
        base.execute("UPDATE source SET file = ?", (stored,))
        base.execute("DELETE FROM coding")
        for first, last in ((at, at + 12), (cut, cut + 2)):
            row = (1, 1, stored[first:last], first, last, 1, "ann", "", "")
            base.execute("INSERT INTO coding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        base.commit()
    project, _ = read_project(path)
    assert project.documents[0].text == meant
    assert [words for _, _, words in quotes(project)] == ["Fábio Hazin", "n"]
    assert any("decoded twice" in line for line in project.told)


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("Señor Núñez llegó temprano, ¿sí?".encode("cp1252"), "Señor Núñez llegó temprano, ¿sí?"),
        (
            "Señor Núñez".encode() + b"\xfc\xbe\x8d\x93\xa0\xbc" + " llegó.".encode(),
            "Señor Núñez\ufffd llegó.",
        ),
    ],
)
def test_words_that_r_on_windows_left_in_another_encoding_are_read_and_told(tmp_path, stored, read):
    path = rqda(tmp_path)
    with closing(sqlite3.connect(path)) as base:
        base.execute("UPDATE source SET file = CAST(? AS TEXT)", (stored,))
        base.execute("DELETE FROM coding")
        base.commit()
    project, _ = read_project(path)
    assert project.documents[0].text == read
    assert any("not in UTF-8" in line for line in project.told)


def test_an_rqda_project_is_read_without_what_was_deleted_in_it(tmp_path):
    project, _ = read_project(rqda(tmp_path))
    assert quotes(project) == [("ann", "fasilitas", "Kursi hanya enam"), ("bo", "fasilitas", "Sabar saja")]
    category, code = project.codes
    assert (category.name, category.codable, code.parent, code.description) == (
        "Layanan",
        False,
        category.guid,
        "kursi, kipas",
    )
    assert project.documents[0].created == "2025-03-14T09:00:00" and len(project.documents) == 1
    assert [len(project.uncoded), project.account["codings"]["left"], project.account["cases"]["kept"]] == [
        1,
        1,
        1,
    ]


def test_what_an_older_version_has_no_column_for_is_as_if_nothing_were_said(tmp_path):
    path = rqda(tmp_path)
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE caseAttr(variable text,value text,caseID integer)")
        base.execute("INSERT INTO caseAttr VALUES ('desa', 'Sukamaju', 1)")
        for column in ("memo", "date"):
            base.execute(f"ALTER TABLE coding DROP COLUMN {column}")
        base.execute("ALTER TABLE treecode DROP COLUMN status")
        base.execute("UPDATE source SET memo = 'kertas lepas' WHERE id = 1")
        base.commit()
    project, _ = read_project(path)
    assert quotes(project) == [("ann", "fasilitas", "Kursi hanya enam"), ("bo", "fasilitas", "Sabar saja")]
    assert project.codes[1].parent == project.codes[0].guid
    kept = {thing: project.account[thing]["kept"] for thing in ("values of variables", "memos of sources")}
    assert kept == {"values of variables": 1, "memos of sources": 1}


@pytest.mark.parametrize("end", ["\f", "\n"])
def test_heads_and_numbers_of_pages_in_a_text_of_a_project_stay_as_its_positions_count_them(tmp_path, end):
    text = end.join(f"C-9/{n}\npage {n}\n{TEXT}\nBaris {n} di sini." for n in range(1, 6))
    path, at = rqda(tmp_path), text.index("Baris 5")
    with closing(sqlite3.connect(path)) as base:
        base.execute("UPDATE source SET file = ? WHERE id = 1", (text,))
        base.execute("DELETE FROM coding")
        row = (1, 1, "Baris 5 di sini", at, at + 15, 1, "ann", "", "")
        base.execute("INSERT INTO coding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        base.commit()
    assert main(["new", str(tmp_path / "study"), "--from", str(path)]) == 0
    assert (
        '"quote": "Baris 5 di sini"' in next(tmp_path.glob("study/data/raw/coding/codings/*/*")).read_text()
    )


def test_a_requal_project_is_read_with_positions_from_one(tmp_path):
    at = TEXT.index("Kursi") + 1
    path = database(
        tmp_path / "a.requal",
        """CREATE TABLE projects(project_id INTEGER,project_name TEXT);
        CREATE TABLE users(user_id INTEGER,user_login TEXT,user_name TEXT);
        CREATE TABLE documents(doc_id INTEGER,project_id INTEGER,user_id INTEGER,doc_name TEXT,doc_description TEXT,doc_text TEXT,created_at TEXT);
        CREATE TABLE codes(project_id INTEGER,code_id INTEGER,user_id INTEGER,code_name TEXT,code_description TEXT,code_color TEXT);
        CREATE TABLE categories(project_id INTEGER,category_id INTEGER,user_id INTEGER,category_name TEXT,category_description TEXT);
        CREATE TABLE categories_codes_map(project_id INTEGER,category_id INTEGER,code_id INTEGER);
        CREATE TABLE memos(project_id INTEGER,memo_id INTEGER,user_id INTEGER,text TEXT);
        CREATE TABLE segments(project_id INTEGER,user_id INTEGER,doc_id INTEGER,code_id INTEGER,segment_id INTEGER,segment_start INTEGER,segment_end INTEGER,segment_text TEXT);""",
        ("projects", (1, "kasus")),
        ("users", (1, "sekar", "Sekar")),
        ("documents", (1, 1, 1, "loket", "di kecamatan", TEXT, "2025-03-14 09:00:00")),
        ("codes", (1, 1, 1, "fasilitas", "", "")),
        ("categories", (1, 7, 1, "Layanan", "")),
        ("categories_codes_map", (1, 7, 1)),
        ("memos", (1, 1, 1, "Kursi lagi\ndan lagi")),
        ("segments", (1, 1, 1, 1, 1, at, at + 15, "Kursi hanya enam")),
    )  # fmt: skip
    project, _ = read_project(path)
    assert quotes(project) == [("Sekar", "fasilitas", "Kursi hanya enam")]
    assert project.codes[1].parent == project.codes[0].guid and not project.codes[0].codable
    assert project.account["descriptions"]["kept"] == 1
    assert [(memo.title, memo.text) for memo in project.memos] == [("Kursi lagi", "Kursi lagi\ndan lagi")]


def test_what_is_no_such_database_is_told(tmp_path):
    (tmp_path / "a.rqda").write_text("no database")
    with pytest.raises(StudyError, match="it cannot be read"):
        read_project(tmp_path / "a.rqda")
    with pytest.raises(StudyError, match="it cannot be read: no such table"):
        read_project(database(tmp_path / "b.requal", "CREATE TABLE x(y);"))
