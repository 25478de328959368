"""What is written for Taguette and QualCoder, read as these programs read it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalin.cli import main
from jalin.exchange.databases import read_qualcoder, read_taguette
from jalin.exchange.of_study import project_of
from jalin.exchange.project import Document, Project, ProjectCode, ProjectCoding, User
from jalin.exchange.write_qualcoder import write_qualcoder
from jalin.exchange.write_taguette import write_taguette
from jalin.tables import store


class Words(HTMLParser):
    """The characters of a page without its tags: what Taguette counts."""

    def __init__(self):
        super().__init__()
        self.text = ""

    def handle_data(self, data):
        self.text += data


def shown_by_taguette(path):
    """(document, quote without line ends, tag) of every highlight, by bytes of the text without tags."""
    with closing(sqlite3.connect(path)) as base:
        rows = base.execute(
            "SELECT d.name, d.contents, h.start_offset, h.end_offset, t.path FROM highlights h "
            "JOIN documents d ON d.id = h.document_id JOIN highlight_tags x ON x.highlight_id = h.id "
            "JOIN tags t ON t.id = x.tag_id"
        ).fetchall()
    found = []
    for name, contents, start, end, tag in rows:
        words = Words()
        words.feed(contents)
        found.append((name, words.text.encode()[start:end].decode(), tag))
    return sorted(found)


TEXT = "Ibu: <b>kafé</b> & 🙂 buka.\nBapak: e\u0301 itu\nakhir\n"


def project(spans=((0, 3, "1"), (5, 20, "2"), (20, 32, "2"), (20, 32, "1"))):
    codes = [ProjectCode("1", "Atas", "", "arti"), ProjectCode("2", "v.s.", "1", "", "#112233")]
    codings = [
        ProjectCoding(f"c{n}", "d", code, start, end, "u", "2024-05-06T07:08:09Z", "catatan" * (n == 0))
        for n, (start, end, code) in enumerate(spans)
    ]
    return Project("Kajian", [User("u", "Ånn B.")], codes, [Document("d", "W1", TEXT)], codings)


def test_taguette_shows_the_same_quotes_under_the_same_codes(tmp_path):
    write_taguette(project(), tmp_path / "p.sqlite3")
    assert shown_by_taguette(tmp_path / "p.sqlite3") == sorted(
        ("W1", TEXT[one.start : one.end].replace("\n", ""), {"1": "Atas", "2": "Atas.v.s."}[one.code])
        for one in project().codings
    )


spans = st.lists(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT)), st.sampled_from(["1", "2"])).filter(
        lambda one: one[0] < one[1] and TEXT[one[0] : one[1]].strip("\n") == TEXT[one[0] : one[1]]
    ),
    unique=True,
    max_size=8,
)


@given(spans)
def test_what_is_written_is_read_back_place_for_place(tmp_path_factory, spans):
    made, folder = project(spans), tmp_path_factory.mktemp("written")
    write_taguette(made, folder / "p.sqlite3")
    write_qualcoder(made, folder / "p.qda")
    for back in (read_taguette(folder / "p.sqlite3"), read_qualcoder(folder / "p.qda")):
        assert [item.text.rstrip("\n") for item in back.documents] == [TEXT.rstrip("\n")]
        names = {code.guid: code.name for code in back.codes}
        assert [(code.name, names.get(code.parent)) for code in back.codes] == [
            ("Atas", None), ("v.s.", "Atas"),
        ]  # fmt: skip
        assert sorted((one.start, one.end, names[one.code]) for one in back.codings) == sorted(
            (start, end, {"1": "Atas", "2": "v.s."}[code]) for start, end, code in spans
        )


def test_qualcoder_keeps_who_coded_when_and_why_and_is_not_written_over(tmp_path):
    write_qualcoder(project(), tmp_path / "p.qda")
    back = read_qualcoder(tmp_path / "p.qda")
    assert [user.name for user in back.users] == ["Ånn B."]
    assert {(one.created, one.memo) for one in back.codings} == {
        ("2024-05-06 07:08:09", "catatan"), ("2024-05-06 07:08:09", ""),
    }  # fmt: skip
    with pytest.raises(Exception, match="there is something already"):
        write_qualcoder(project(), tmp_path / "p.qda")


@pytest.fixture
def built(run):
    """The tiny study as built."""
    store.write(run.study, "protect/sources", run.sources)
    store.write(run.study, "code/codings", run.codings)
    store.write_texts(run.study, "protect", run.protected.texts)
    return run


@pytest.mark.parametrize(("form", "name"), [("taguette", "p.sqlite3"), ("qualcoder", "p.qda")])
def test_an_export_comes_home_with_nothing_new(built, tmp_path, capsys, form, name):
    root = str(built.study.root)
    assert main(["export", form, str(tmp_path / name), "--root", root, "--language", "en"]) == 0
    capsys.readouterr()
    assert main(["import", str(tmp_path / name), "--root", root]) == 0
    assert "the study has all of its codings already\n" in capsys.readouterr().out


def test_what_taguette_gave_to_admin_goes_to_the_coder_that_is_named(built, tmp_path, capsys):
    own = project_of(built.study)
    ann = next(user.guid for user in own.users if user.name == "Ann")
    text = next(item for item in own.documents if item.name == "W1").text
    start = text.index("Is it hard?")
    document = next(item.guid for item in own.documents if item.name == "W1")
    new = ProjectCoding("x", document, own.codes[0].guid, start, start + 11, ann)
    # Taguette forgets who coded
    made = replace(own, users=[User(ann, "admin")], codings=[
        *(replace(one, user=ann, guid=f"new {n}") for n, one in enumerate(own.codings)), new,
    ])  # fmt: skip
    write_taguette(made, tmp_path / "p.sqlite3")
    command = ["import", str(tmp_path / "p.sqlite3"), "--root", str(built.study.root)]
    assert main(command) == 1
    assert (
        "the coder 'admin' is not known. Say whose codings they are with --coder" in capsys.readouterr().err
    )
    assert main([*command, "--coder", "ben"]) == 0
    assert "1 codings of ben on W1\n" in capsys.readouterr().out


def test_a_coder_who_is_to_code_blind_gets_no_other_coders_codings(built, tmp_path):
    for form, name in (("qdpx", "p.qdpx"), ("qualcoder", "p.qda")):
        path = tmp_path / name
        command = ["export", form, str(path), "--coder", "ben", "--root", str(built.study.root)]
        assert main(command) == 0
    back = read_qualcoder(tmp_path / "p.qda")
    assert [user.name for user in back.users] == ["Ben"]
    assert len(back.codings) == (built.codings["coder"] == "ben").sum() > 0
    import zipfile

    with zipfile.ZipFile(tmp_path / "p.qdpx") as archive:
        assert b"Ann" not in archive.read("project.qde")


def test_codes_of_a_codebook_file_are_added_below_what_stands(built, tmp_path, capsys):
    path = built.study.raw / "coding/codebook.yaml"
    before = path.read_text()
    own = project_of(built.study)
    made = replace(own, codes=[*own.codes, ProjectCode("n", "Baru: #1", own.codes[0].guid, "arti")])
    from jalin.exchange.write_refi import write_refi

    write_refi(made, tmp_path / "book.qdc")
    command = ["import", str(tmp_path / "book.qdc"), "--root", str(built.study.root)]
    assert main(command) == 0
    assert "new code BARU-1\n" in capsys.readouterr().out
    after = path.read_text()
    assert all(line in after.splitlines() for line in before.splitlines())
    from jalin.code import read_codebook

    book = read_codebook(built.study)
    assert book.codes["BARU-1"].parent == next(iter(book.codes))
    assert main(command) == 0
    assert "the study has all of its codes already\n" in capsys.readouterr().out


def test_the_word_print_has_a_comment_for_every_coding(built, tmp_path):
    import docx

    for name in ("one.docx", "two.docx"):
        assert main(["export", "docx", str(tmp_path / name), "--root", str(built.study.root)]) == 0
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
    document = docx.Document(tmp_path / "one.docx")
    signed = sorted(comment.author for comment in document.comments)
    assert signed == sorted(built.codings["coder"])
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for text in built.protected.texts.values():
        assert text.rstrip("\n") in words
