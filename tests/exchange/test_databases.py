import json
import sqlite3
from contextlib import closing

import pytest

from jalin.cli import main
from jalin.errors import StudyError
from jalin.exchange.databases import read_qualcoder, read_taguette

HTML = "<p>Kafé <b>🙂 buka</b> pagi.</p><p>Ini baris kedua.</p>\n<ul><li>satu</li><li>dua</li></ul>"


def taguette(path):
    """A project as Taguette exports it, the tables and columns that matter."""
    plain = "Kafé 🙂 buka pagi.Ini baris kedua.\nsatudua"
    begins = [len(plain[: plain.index(part)].encode()) for part in ("🙂 buka", "baris kedua", "dua")]
    sizes = [len(part.encode()) for part in ("🙂 buka", "baris kedua", "dua")]
    begins[2] = len(plain.encode()) - sizes[2]
    with closing(sqlite3.connect(path)) as base:
        base.executescript(
            """
            CREATE TABLE projects (id INTEGER, name TEXT, description TEXT);
            CREATE TABLE documents (id INTEGER, name TEXT, created TEXT, contents TEXT);
            CREATE TABLE tags (id INTEGER, path TEXT, description TEXT);
            CREATE TABLE highlights (id INTEGER, document_id INTEGER, start_offset INTEGER, end_offset INTEGER);
            CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
            CREATE TABLE commands (id INTEGER, user_login TEXT, payload TEXT);
            INSERT INTO projects VALUES (1, 'Kafé', '');
            INSERT INTO tags VALUES (1, 'buka', 'jam buka'), (2, 'lain', '');
            INSERT INTO highlight_tags VALUES (1, 1), (2, 2), (3, 2);
            INSERT INTO commands VALUES (1, 'ann', '{"type": "highlight_add", "highlight_id": 1}');
            INSERT INTO commands VALUES (2, 'ben', '{"type": "highlight_add", "highlight_id": 2}');
            """
        )
        base.execute("INSERT INTO documents VALUES (1, 'W1.docx', '2024-05-06 07:08:09', ?)", [HTML])
        for number, (start, size) in enumerate(zip(begins, sizes, strict=True), start=1):
            base.execute("INSERT INTO highlights VALUES (?, 1, ?, ?)", [number, start, start + size])
        base.execute("INSERT INTO highlights VALUES (4, 1, 0, 4)")
        base.commit()
    return path


def qualcoder(path):
    """A project as QualCoder keeps it, the tables and columns that matter."""
    with closing(sqlite3.connect(path)) as base:
        base.executescript(
            """
            CREATE TABLE code_cat (catid integer, name text, owner text, date text, memo text, supercatid integer);
            CREATE TABLE code_name (cid integer, name text, memo text, catid integer, owner text, date text,
                color text, supercid integer);
            CREATE TABLE source (id integer, name text, fulltext text, date text);
            CREATE TABLE code_text (ctid integer, cid integer, fid integer, seltext text, pos0 integer,
                pos1 integer, owner text, date text, memo text);
            CREATE TABLE journal (jid integer, name text, jentry text, date text);
            INSERT INTO code_cat VALUES (1, 'Atas', '', '', '', 2), (2, 'Paling atas', '', '', '', NULL);
            INSERT INTO code_name VALUES (1, 'bawah', 'arti', NULL, '', '', '#112233', 2),
                (2, 'tengah', '', 1, '', '', '', NULL);
            INSERT INTO source VALUES (1, 'W1.txt', 'Kafé 🙂 buka.\n\nBaris lain.', '2024-05-06 07:08:09'),
                (2, 'foto.png', NULL, '');
            INSERT INTO code_text VALUES (1, 1, 1, '🙂 buka', 5, 11, 'ann', '2024-05-07 01:02:03', 'catatan');
            INSERT INTO journal VALUES (1, 'Hari ini', 'isi', '2024-05-08');
            """
        )
        base.commit()
    return path


def lines(root):
    found = {}
    for path in sorted((root / "data/raw/coding/codings").glob("*/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            found[json.loads(line)["quote"]] = path.parent.name
    return found


def test_highlights_of_taguette_count_bytes_and_belong_to_who_made_them(tmp_path):
    project = read_taguette(taguette(tmp_path / "p.sqlite3"))
    assert project.account["annotations"]["kept"] == 1
    root = tmp_path / "study"
    assert main(["new", str(root), "--from", str(tmp_path / "p.sqlite3")]) == 0
    assert lines(root) == {"🙂 buka": "ann", "baris kedua": "ben", "dua": "unnamed"}
    text = (root / "data/raw/documents/W1.txt").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line] == [
        "Kafé 🙂 buka pagi.",
        "Ini baris kedua.",
        "satu",
        "dua",
    ]


def test_a_project_of_qualcoder_keeps_its_tree_its_passages_and_its_journal(tmp_path):
    folder = tmp_path / "kajian.qda"
    folder.mkdir()
    project = read_qualcoder(qualcoder(folder / "data.qda"))
    names = {code.guid: code.name for code in project.codes}
    assert [(code.name, names.get(code.parent)) for code in project.codes] == [
        ("Paling atas", None),
        ("Atas", "Paling atas"),
        ("tengah", "Atas"),
        ("bawah", "tengah"),
    ]
    assert project.account["sources"]["kept"] == 1
    root = tmp_path / "study"
    assert main(["new", str(root), "--from", str(folder)]) == 0
    assert lines(root) == {"🙂 buka": "ann"}
    assert "isi" in (root / "data/raw/coding/memos/001.md").read_text(encoding="utf-8")


def test_a_project_of_an_early_qualcoder_whose_passages_have_no_numbers_is_read_the_same(tmp_path):
    path = qualcoder(tmp_path / "data.qda")
    newer = read_qualcoder(path)
    with closing(sqlite3.connect(path)) as base:
        base.execute("ALTER TABLE code_text DROP COLUMN ctid")
        base.execute("ALTER TABLE code_name DROP COLUMN supercid")
        base.commit()
    older = read_qualcoder(path)
    assert older.codings == newer.codings and len(older.codings) == 1


@pytest.mark.parametrize(
    ("damage", "tree"),
    [
        ("UPDATE code_name SET catid = 99", {"Atas": "Paling atas", "Paling atas": None, "bawah": "tengah", "tengah": None}),
        ("UPDATE code_cat SET supercatid = 3 - catid", None),
        ("UPDATE code_name SET supercid = cid", {"Atas": "Paling atas", "Paling atas": None, "bawah": None, "tengah": None}),
    ],
    ids=["category gone", "circle", "below itself"],
)  # fmt: skip
def test_a_broken_tree_of_qualcoder_stands_as_far_as_it_holds_and_its_passages_with_it(
    tmp_path, damage, tree
):
    folder = tmp_path / "kajian.qda"
    folder.mkdir()
    with closing(sqlite3.connect(qualcoder(folder / "data.qda"))) as base:
        base.execute(damage)
        base.execute("INSERT INTO code_text VALUES (2, 2, 1, NULL, NULL, NULL, NULL, NULL, NULL)")
        base.commit()
    project = read_qualcoder(folder / "data.qda")
    names = {code.guid: code.name for code in project.codes}
    found = {code.name: names.get(code.parent) for code in project.codes}
    if tree is None:
        # either end of a circle may be its top
        assert {found["Atas"], found["Paling atas"]} in ({None, "Atas"}, {None, "Paling atas"})
    else:
        assert found == tree
    assert project.account["codings"]["left"] == 1
    assert main(["new", str(tmp_path / "study"), "--from", str(folder)]) == 0
    assert lines(tmp_path / "study") == {"🙂 buka": "ann"}


def test_a_file_that_is_no_database_is_refused_and_nothing_is_made(tmp_path, capsys):
    (tmp_path / "p.sqlite3").write_text("no database, only words, but long enough to be looked at")
    assert main(["new", str(tmp_path / "study"), "--from", str(tmp_path / "p.sqlite3")]) == 1
    assert "p.sqlite3: it cannot be read" in capsys.readouterr().err
    assert not (tmp_path / "study").exists()
    with pytest.raises(StudyError):
        read_qualcoder(tmp_path / "p.sqlite3")
