"""Word files come home: highlights with a legend, comments, and our own print after others have worked in it."""

import shutil
import subprocess

import docx
import pandas as pd
import pytest
from docx.enum.text import WD_COLOR_INDEX as Colour
from hypothesis import given
from hypothesis import strategies as st

from jalin.cli import main
from jalin.exchange.coded_tables import quotes_of_file
from jalin.exchange.comment_codes import Comments
from jalin.exchange.empty_study import empty_study
from jalin.exchange.print_docx import write_docx
from jalin.exchange.word_highlights import highlights_of
from jalin.tables import store


def highlighted(path, lines, legend=()):
    """A file with `lines` of (words, colour) pieces; `legend` are lines before them."""
    document = docx.Document()
    for line in [*legend, *lines]:
        paragraph = document.add_paragraph()
        for words, colour in [(line, None)] if isinstance(line, str) else line:
            run = paragraph.add_run(words)
            if isinstance(colour, str):
                shade = docx.oxml.OxmlElement("w:shd")
                shade.set(docx.oxml.ns.qn("w:fill"), colour)
                run._r.get_or_add_rPr().append(shade)
            elif colour is not None:
                run.font.highlight_color = colour
    document.save(path)
    return path


LEGENDS = {
    "heading": ["Legend:", [("KURSI", Colour.YELLOW)], [("ANTRE", Colour.BRIGHT_GREEN)]],
    "swatches": ["Keterangan warna", [("    ", Colour.YELLOW), (" = KURSI", None)], [("   ", Colour.BRIGHT_GREEN), (" ANTRE", None)]],
    "in one line": [[("Kode: ", None), ("KURSI", Colour.YELLOW), (", ", None), ("ANTRE", Colour.BRIGHT_GREEN)]],
    "by name": ["kuning: KURSI", "hijau = ANTRE"],
    "by name and colour, without a head": [[("kuning", Colour.YELLOW), (" = KURSI", None)], [("Hijau: ANTRE", Colour.BRIGHT_GREEN)]],
    "named and coloured": ["Warna", [("kuning", Colour.YELLOW), (": KURSI", None)], [("hijau", Colour.BRIGHT_GREEN), (" – ANTRE", None)]],
}  # fmt: skip
TALK = [
    "P: Bagaimana?",
    [("I: ", None), ("Kursi hanya enam", Colour.YELLOW), (", jadi kami ", None), ("antre lama", Colour.BRIGHT_GREEN), (".", None)],
    [("I: Kami ", None), ("antre lama", Colour.BRIGHT_GREEN), (" lagi besok.", None)],
    [("I: Entah ", None), ("apa", Colour.PINK), (".", None)],
]  # fmt: skip


@pytest.mark.parametrize("legend", LEGENDS)
def test_a_legend_says_which_colour_is_which_code(tmp_path, legend):
    found = highlights_of(highlighted(tmp_path / "a.docx", TALK, LEGENDS[legend]))
    assert found.legend == {"yellow": "KURSI", "green": "ANTRE"}
    assert [(mark.words, mark.colour) for mark in found.marks] == [
        ("Kursi hanya enam", "yellow"),
        ("antre lama", "green"),
        ("antre lama", "green"),
        ("apa", "magenta"),
    ]


def test_a_legend_may_be_a_table_and_a_ground_is_a_colour_as_well(tmp_path):
    highlighted(
        tmp_path / "a.docx", [[("I: ", None), ("Kursi", "FFFF00"), (" dan ", None), ("kipas", "D9EAD3")]]
    )
    document = docx.Document(tmp_path / "a.docx")
    table = document.add_table(3, 2)
    for row, cells in zip(
        table.rows, (("Warna", "Kode"), ("FFFF00", "KURSI"), ("D9EAD3", "KIPAS")), strict=True
    ):
        for cell, words in zip(row.cells, cells, strict=True):
            run = cell.paragraphs[0].add_run("   " if len(words) == 6 and words[0] in "FD" else words)
            if not run.text.strip():
                shade = docx.oxml.OxmlElement("w:shd")
                shade.set(docx.oxml.ns.qn("w:fill"), words)
                run._r.get_or_add_rPr().append(shade)
    document.save(tmp_path / "a.docx")
    found = highlights_of(tmp_path / "a.docx")
    assert found.legend == {"yellow": "KURSI", "D9EAD3": "KIPAS"}
    assert [mark.words for mark in found.marks] == ["Kursi", "kipas"]


def commented(path):
    document = docx.Document()
    for line in ("Air keran mati tiga hari.", "Jalan desa gelap."):
        run = document.add_paragraph().add_run(line)
        said = "AIR" if "Air" in line else "JALAN"
        document.add_comment([run], text=said, author="Rini")
        if said == "AIR":
            answer = "Setuju dengan ini, tetapi coba lihat lagi besok ya."
            document.add_comment([run], text=answer, author="Tomo")
            document.add_comment([run], text="LAYANAN", author="Tomo")
    document.save(path)
    return path


def test_an_answer_to_a_comment_is_no_code_and_makes_none_of_the_others(tmp_path):
    path = commented(tmp_path / "w.docx")
    found, told = quotes_of_file(path)
    assert [(one.codes[0][0], one.coder) for one in found] == [
        ("AIR", "Rini"),
        ("LAYANAN", "Tomo"),
        ("JALAN", "Rini"),
    ]
    assert any("answer another" in line for line in told)


def test_a_folder_with_answers_to_comments_begins_with_the_codings(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    commented(tmp_path / "in/w.docx")
    assert main(["new", str(tmp_path / "study"), "--from", str(tmp_path / "in")]) == 0
    assert "answer another on the same passage, and are no codes: 1" in capsys.readouterr().out
    assert len(codings(tmp_path / "study")) == 3


def test_a_comment_on_no_words_codes_its_paragraph(tmp_path):
    document = docx.Document(commented(tmp_path / "w.docx"))
    for ends in ("w:commentRangeStart", "w:commentRangeEnd"):
        for one in document.element.body.findall(f".//{docx.oxml.ns.qn(ends)}"):
            one.getparent().remove(one)
    document.save(tmp_path / "w.docx")
    found, _ = quotes_of_file(tmp_path / "w.docx")
    assert ("JALAN", "Jalan desa gelap.") in {(one.codes[0][0], one.quote) for one in found}


@pytest.mark.parametrize(
    ("head", "names"), [("Leyenda", ("amarillo", "verde")), ("Légende", ("jaune", "vert"))]
)
def test_a_legend_ends_where_a_colour_comes_back(tmp_path, head, names):
    legend = [head, [(names[0], Colour.YELLOW), (": KURSI", None)], [(names[1], Colour.BRIGHT_GREEN), (": ANTRE", None)]]  # fmt: skip
    found = highlights_of(highlighted(tmp_path / "a.docx", TALK[1:2], legend))
    assert found.legend == {"yellow": "KURSI", "green": "ANTRE"}
    assert [mark.words for mark in found.marks] == ["Kursi hanya enam", "antre lama"]


def test_words_that_somebody_says_are_no_legend(tmp_path):
    lines = [
        [("P: Kode: apa itu?", None)],
        [("Ya.", Colour.YELLOW)],
        [("Red: halo", None)],
        [("apa", Colour.RED)],
    ]
    assert "Ya." not in highlights_of(highlighted(tmp_path / "a.docx", lines)).legend.values()


def codings(root):
    import json

    return sorted(
        (line["code"], line["quote"])
        for path in (root / "data/raw/coding/codings").glob("*/*.jsonl")
        for line in map(json.loads, path.read_text().splitlines())
    )


def test_highlights_of_a_folder_are_codings_of_a_new_study(tmp_path):
    (tmp_path / "in").mkdir()
    highlighted(tmp_path / "in/a.docx", TALK, LEGENDS["heading"])
    highlighted(tmp_path / "in/b.docx", [[("I: Ada ", None), ("kursi baru", Colour.YELLOW)]])
    counts, told = empty_study(tmp_path / "study", tmp_path / "in", ("id",))
    assert codings(tmp_path / "study") == [
        ("ANTRE", "antre lama"),
        ("ANTRE", "antre lama"),
        ("KURSI", "Kursi hanya enam"),
        ("KURSI", "kursi baru"),
    ]
    assert counts["codings"] == 4
    assert any("highlights in magenta, of which the legend says nothing: 1" in line for line in told)


def test_what_follows_a_known_code_and_a_colon_is_the_note_whatever_is_in_it():
    known = {"Antre", "Antre: loket", "KURSI"}
    assert Comments(known).codes("Antre: lama; sekali\nlagi: ya") == [("Antre", "lama; sekali\nlagi: ya")]
    assert Comments(known).codes("antre: loket: dua") == [("Antre: loket", "dua")]
    assert Comments(known).codes("KURSI; SABAR: nada") == [("KURSI", ""), ("SABAR", "nada")]


@pytest.fixture
def built(run):
    """The tiny study as built, with memos on its codings."""
    memos = [f"why {n}; because: so\nand so" if n % 2 else "" for n in range(len(run.codings))]
    store.write(run.study, "protect/sources", run.sources)
    store.write(run.study, "code/codings", run.codings.assign(memo=memos))
    store.write_texts(run.study, "protect", run.protected.texts)
    return run


def home(capsys, path, root, *options):
    capsys.readouterr()
    code = main(["import", str(path), "--root", str(root), *options])
    said = capsys.readouterr()
    assert code == 0, said.err
    return said.out


def test_our_own_print_comes_home_with_nothing_new_and_with_what_was_commented_in_word(
    built, tmp_path, capsys
):
    root, path = built.study.root, tmp_path / "w.docx"
    assert main(["export", "docx", str(path), "--root", str(root), "--language", "en"]) == 0
    assert "codings of" not in home(capsys, path, root)
    document = docx.Document(path)
    line = next(one for one in document.paragraphs if "Is it hard?" in one.text)
    document.add_comment(line.runs, text="TOIL; CARE: perhaps", author="Ben", initials="B")
    # and a word was corrected in a passage that is coded
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("back hurts", "backs hurt")
    document.save(path)
    said = home(capsys, path, root)
    assert "2 codings of ben on W1" in said and "codings of ann" not in said


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_our_own_print_comes_home_through_libreoffice(built, tmp_path, capsys):
    root, path = built.study.root, tmp_path / "w.docx"
    assert main(["export", "docx", str(path), "--root", str(root)]) == 0
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "docx",
        "--outdir",
        str(tmp_path / "out"),
        str(path),
    ]
    subprocess.run(command, check=True, timeout=120, capture_output=True, stdin=subprocess.DEVNULL)
    assert "codings of" not in home(capsys, tmp_path / "out/w.docx", root)
    assert len(
        quotes_of_file(
            tmp_path / "out/w.docx", known=["Lelah", "Rawat", "Siram", "Kabar", "Bantah", "Hujan"]
        )[0]
    ) == len(built.codings)


PARTS = ["antre", "ANTRE", "; ", ": ", "\n", "“", "”", '"', "#", "z; w", " > "]
said = st.lists(st.sampled_from(PARTS), max_size=6).map("".join)


@given(known=st.sets(said.filter(str.strip), min_size=1), note=said, data=st.data())
def test_whatever_a_code_is_called_and_whatever_is_noted_its_comment_is_read_as_it_was_meant(
    known, note, data
):
    names = sorted({" ".join(name.split()) for name in known})
    name = data.draw(st.sampled_from(names))
    comments = Comments(names)
    assert comments.codes(comments.written(name, note)) == [(name, note.strip())]


def test_several_codes_with_a_note_each_stand_in_one_comment():
    known = {"KURSI", "z; w", "Antre"}
    for words, codes in {
        "KURSI: penuh; ANTRE: lama; z; w": [("KURSI", "penuh"), ("Antre", "lama"), ("z; w", "")],
        "KURSI: penuh, jadi: sesak; begitu": [("KURSI", "penuh, jadi: sesak; begitu")],
        "KURSI: “penuh; antre: lama”; z; w": [("KURSI", "penuh; antre: lama"), ("z; w", "")],
        'KURSI: "penuh" katanya': [("KURSI", '"penuh" katanya')],
        "“apa; saja”: baru; KURSI": [("apa; saja", "baru"), ("KURSI", "")],
        "#kursi\n#antre": [("KURSI", ""), ("Antre", "")],
    }.items():
        assert Comments(known).codes(words) == codes, words


def test_a_passage_that_lies_over_another_of_the_same_words_is_found_at_its_own_place(tmp_path):
    text = "ha  ha \tha\nha\n"
    rows = [(0, 6), (4, 10), (8, 13)]
    codings = pd.DataFrame(
        [
            {
                "source_id": "W1",
                "coder": "ann",
                "code": "C",
                "start": start,
                "end": end,
                "memo": "",
                "created": "",
            }
            for start, end in rows
        ]
    )
    sources = pd.DataFrame([{"source_id": "W1", "method": "document", "date": "2024-01-01"}])
    path = tmp_path / "a.docx"
    write_docx("T", "", sources, {"W1": text}, codings, {"C": "C"}, Comments({"C"}), "id", path)
    found, _ = quotes_of_file(path, known={"C"})
    assert [(one.start, one.end) for one in found] == rows


def test_white_space_that_a_study_drops_moves_no_comment(tmp_path):
    document = docx.Document()
    document.add_paragraph("W1 · a · b", style="Heading 1")
    document.add_paragraph("antre  \u200b  ")
    paragraph = document.add_paragraph("  antre")
    document.add_comment([paragraph.add_run(" antre  "), paragraph.add_run("\n antre  ")], "C", "Ben")
    document.save(tmp_path / "a.docx")
    (found,), _ = quotes_of_file(tmp_path / "a.docx", known={"C"})
    assert (found.quote, found.start, found.end) == ("antre\n antre", 14, 26)
