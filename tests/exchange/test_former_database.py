"""What only QualCoder's or Taguette's project has goes home with it, and numbers that were given anew mix nothing up."""

import json
import sqlite3
from contextlib import closing

import pytest
from conftest import Run

from jalin.exchange.account import Account
from jalin.exchange.add_codings import add_codings
from jalin.exchange.files import export_study, read_project
from jalin.exchange.new_study import new_study
from jalin.exchange.project import Document, Memo, Project, ProjectCode, ProjectCoding, User
from jalin.exchange.write_qualcoder import _TABLES, write_qualcoder
from jalin.exchange.write_taguette import write_taguette

TEXT = "Hubungi 0800 000 123 untuk antre.\nKursi hanya enam, antre lama.\n"
ROWS = {
    "source": [
        (1, "W1.txt", TEXT, None, "tanya 0800 000 123", "ann", "2025-01-02 03:04:05", None, 7),
        (2, "loket.jpg", None, "/images/loket.jpg", "", "ann", "2025-01-02 03:04:05", None, None),
        (3, "W1.mp3", None, "/audio/W1.mp3", "", "ann", "2025-01-02 03:04:05", 1, None),
    ],
    "code_cat": [(5, "LAYANAN", "ann", "2025-01-02 03:04:05", "", None)],
    "code_name": [(9, "ANTRE", "", 5, "ann", "2025-01-02 03:04:05", "#B5B5EC", None)],
    "code_text": [
        (4, 9, 1, "antre lama", TEXT.index("antre lama"), TEXT.index("antre lama") + 10, "ann", "2025-01-02 03:04:05", "", None, None)
    ],
    "code_image": [(1, 2, 10, 20, 30, 40, 9, "meja 0800 000 123", "2025-01-02 03:04:05", "ann", None, None)],
    "code_av": [(1, 3, 1000, 2000, 9, "", "2025-01-02 03:04:05", "ben", None)],
    "annotation": [(1, 1, TEXT.index("Kursi"), TEXT.index(" hanya"), "catatan", "ann", "2025-01-02 03:04:05")],
    "cases": [(3, "K1", "kantor", "ann", "2025-01-02 03:04:05")],
    "case_text": [
        (1, 3, 1, TEXT.index("Kursi"), len(TEXT), "ann", "2025-01-02 03:04:05", ""),
        (2, 3, 2, 0, 0, "ann", "2025-01-02 03:04:05", ""),
    ],
    "attribute_type": [("meja", "2025-01-02 03:04:05", "ann", "", "case", "numeric")],
    "attribute": [(1, "meja", "case", "6", 3, "2025-01-02 03:04:05", "ann")],
    "ris": [(7, "TI", "Title", "Antrean")],
    "graph": [(1, "peta", "", "2025-01-02 03:04:05", 100, 100)],
    "gr_cdct_text_item": [(1, 1, 5, 5, None, 5, 9, 9, 0, 1, "ANTRE")],
    "gr_case_text_item": [(1, 1, 5, 5, 3, 9, 0, "", "K1")],
    "gr_free_line_item": [(1, 1, None, None, 9, 3, None, None, None, 1, None, None, None, None, None, None, "", 1.0, "", "", "")],
}  # fmt: skip


def qualcoder(folder):
    folder.mkdir()
    with closing(sqlite3.connect(folder / "data.qda")) as base:
        base.executescript(_TABLES)
        for table, rows in ROWS.items():
            for row in rows:
                base.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        base.commit()
    return folder


def study_of(origin, folder):
    """A study of a project, as built up to its codings."""
    project, file = read_project(origin)
    new_study(project, folder, file, ["id"])
    return Run(folder).keep()


def lines(study):
    return {path: path.read_bytes() for path in study.raw.rglob("*") if path.is_file()}


def rows(path, query):
    with closing(sqlite3.connect(path)) as base:
        return base.execute(query).fetchall()


@pytest.fixture
def out(tmp_path):
    """(run, database, account) of a QualCoder project that became a study and was exported again."""
    run, account = study_of(qualcoder(tmp_path / "p.qda"), tmp_path / "study"), Account()
    path = export_study(run.study, "qualcoder", tmp_path / "out.qda", "id", account=account)
    return run, path, account


def test_pictures_cases_variables_and_graphs_of_qualcoder_go_home(out):
    run, path, account = out
    base = path / "data.qda"
    (text,) = rows(base, "SELECT fulltext FROM source WHERE fulltext <> ''")[0]
    code, category, case = (
        rows(base, query)[0][0]
        for query in (
            "SELECT cid FROM code_name",
            "SELECT catid FROM code_cat",
            "SELECT caseid FROM cases WHERE memo = 'kantor'",
        )
    )
    ((file, *where),) = rows(
        base, "SELECT s.mediapath, i.x1, i.height, i.cid FROM code_image i JOIN source s ON s.id = i.id"
    )
    # what a file is called may name somebody
    assert file.startswith("/images/") and file.endswith(".jpg") and where == [10, 40, code]
    assert rows(base, "SELECT pos0, pos1, cid FROM code_av") == [(1000, 2000, code)]
    ((start, end),) = rows(base, "SELECT pos0, pos1 FROM annotation")
    assert text[start:end] == "Kursi"
    spans = rows(
        base,
        "SELECT c.pos0, c.pos1, s.fulltext FROM case_text c JOIN source s ON s.id = c.fid ORDER BY c.pos1 DESC",
    )
    assert text[slice(*spans[0][:2])].startswith("Kursi hanya enam") and spans[1][:2] == (0, 0)
    assert rows(base, "SELECT name, value, id FROM attribute") == [("meja", "6", case)]
    assert rows(base, "SELECT name, caseOrFile FROM attribute_type") == [("meja", "case")]
    assert rows(base, "SELECT risid, value FROM ris") == [(7, "Antrean")]
    assert rows(base, "SELECT catid, cid FROM gr_cdct_text_item") == [(category, code)]
    assert rows(base, "SELECT fromcid, fromcaseid, tofreetextid FROM gr_free_line_item") == [(code, case, 1)]
    # what is hidden in the text is hidden beside it
    assert b"0800 000 123" not in base.read_bytes() and "0800" not in text
    written = {row["thing"]: (row["taken"] + row["kept"], row["left"]) for row in account.rows()}
    for thing in (
        "cases",
        "passages of cases",
        "variables",
        "values of variables",
        "annotations",
        "selections of pictures",
        "graphs",
        "memos of sources",
    ):
        assert written[thing][1] == 0 and written[thing][0] >= 1, (thing, written)
    assert written["sources"] == (3, 0)
    before = lines(run.study)
    add_codings(run.study, read_project(path)[0], "out.qda", coder=run.study.lead)
    assert lines(run.study) == before


def test_one_coder_alone_takes_nothing_of_another_along(out, tmp_path):
    run, account = out[0], Account()
    path = export_study(
        run.study, "qualcoder", tmp_path / "ann.qda", "id", coder=run.study.lead, account=account
    )
    assert rows(path / "data.qda", "SELECT count(*) FROM code_image")[0][0] == 1
    assert rows(path / "data.qda", "SELECT count(*) FROM code_av")[0][0] == 0
    assert {row["thing"]: row["why"] for row in account.rows()}["selections of sound"] == "1 of other coders"


def taguette(path, tags):
    """A project of Taguette with these tags in this order, and so of these numbers."""
    codes = [ProjectCode(tag, tag) for tag in tags]
    places = {"antre": (27, 32), "kursi": (34, 50)}
    codings = [
        ProjectCoding(f"h{n}", "d", tag, *places[tag], "u") for n, tag in enumerate(tags) if tag in places
    ]
    document = Document(
        "d", "W1", "Silakan ke loket yang ada, antre.\nKursi hanya enam, begitu.\n", "2025-01-02"
    )
    write_taguette(Project("P", [User("u", "ann")], codes, [document], codings), path)
    return path


def test_descriptions_and_highlights_without_a_tag_of_taguette_go_home(tmp_path):
    path = taguette(tmp_path / "p.sqlite3", ["antre", "kursi"])
    with closing(sqlite3.connect(path)) as base:
        base.execute("UPDATE documents SET description = 'telepon 0800 000 123, hari Senin'")
        base.execute(
            "INSERT INTO highlights (document_id, start_offset, end_offset, snippet) VALUES (1, 8, 16, 'ke loket')"
        )
        base.commit()
    run, account = study_of(path, tmp_path / "study"), Account()
    out = export_study(run.study, "taguette", tmp_path / "o.sqlite3", "id", account=account)
    assert "hari Senin" in rows(out, "SELECT description FROM documents")[0][0]
    assert b"0800 000 123" not in out.read_bytes()
    left = rows(
        out,
        "SELECT start_offset, end_offset FROM highlights WHERE id NOT IN (SELECT highlight_id FROM highlight_tags)",
    )
    assert left == [(8, 16)]
    assert {row["thing"]: row["kept"] for row in account.rows() if row["kept"]} == {
        "annotations": 1,
        "descriptions": 1,
    }


def test_numbers_that_a_program_gave_anew_put_no_coding_under_another_code(tmp_path):
    run = study_of(taguette(tmp_path / "p.sqlite3", ["antre", "kursi"]), tmp_path / "study")
    before = lines(run.study)
    same = read_project(taguette(tmp_path / "q.sqlite3", ["kursi", "antre"]))[0]
    assert not add_codings(run.study, same, "q.sqlite3", coder=run.study.lead)
    assert lines(run.study) == before


def test_a_coding_with_the_number_of_another_is_no_less_new(tmp_path):
    run = study_of(taguette(tmp_path / "p.sqlite3", ["antre", "kursi"]), tmp_path / "study")
    path = taguette(tmp_path / "q.sqlite3", ["antre", "kursi"])
    with closing(sqlite3.connect(path)) as base:
        # the highlight number 1 is on other words there
        base.execute(
            "UPDATE highlights SET start_offset = 8, end_offset = 16, snippet = 'ke loket' WHERE id = 1"
        )
        base.commit()
    assert add_codings(run.study, read_project(path)[0], "q.sqlite3", coder=run.study.lead)
    found = [
        json.loads(line) for file in run.study.raw.rglob("*.jsonl") for line in file.read_text().splitlines()
    ]
    assert sorted(one["quote"] for one in found) == ["Kursi hanya enam", "antre", "ke loket"]
    assert len({one["id"] for one in found}) == 3


def test_a_memo_with_the_number_of_another_is_no_less_new(tmp_path):
    document = Document("d", "W1", "Antre lama sekali.\n", "2025-01-02")
    coding = ProjectCoding("c", "d", "k", 0, 5, "u")
    said = [Project("P", [User("u", "ann")], [ProjectCode("k", "K")], [document], [coding], [Memo("m", "judul", text)]) for text in ("satu", "dua")]  # fmt: skip
    for number, project in enumerate(said):
        write_qualcoder(project, tmp_path / f"{number}.qda")
    run = study_of(tmp_path / "0.qda", tmp_path / "study")
    add_codings(run.study, read_project(tmp_path / "1.qda")[0], "1.qda", coder=run.study.lead)
    texts = [path.read_text() for path in (run.study.raw / "coding/memos").glob("*.md")]
    assert len(texts) == 2 and any("dua" in text for text in texts)
