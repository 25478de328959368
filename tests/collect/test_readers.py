import datetime
import re
import zipfile
from email.message import EmailMessage

import openpyxl
import pypandoc
import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import H, P

from jalin.collect.blocks import Unreadable
from jalin.collect.readers import READERS, read_file


def texts(path):
    return [line for block in read_file(path).blocks for line in block.text.split("\n")]


def test_docx_keeps_headings_paragraphs_and_table_rows_in_order(tmp_path):
    document = Document()
    document.add_heading("Interview")
    document.add_paragraph("P: Who?\nI: Me.")
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "left", "right"
    document.add_paragraph("End.")
    document.save(tmp_path / "a.docx")
    assert texts(tmp_path / "a.docx") == ["Interview", "P: Who?", "I: Me.", "left | right", "End."]


def test_odt_keeps_headings_paragraphs_and_table_rows_in_order(tmp_path):
    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Notes"))
    document.text.addElement(P(text="First."))
    table, row = Table(name="t"), TableRow()
    for value in ("left", "right"):
        cell = TableCell()
        cell.addElement(P(text=value))
        row.addElement(cell)
    table.addElement(row)
    document.text.addElement(table)
    document.save(str(tmp_path / "a.odt"))
    assert texts(tmp_path / "a.odt") == ["Notes", "First.", "left | right"]


def test_markdown_loses_its_marks_and_keeps_its_words(tmp_path):
    (tmp_path / "a.md").write_text(
        "# Head\n\n**P:** one *two*\n\n- item\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    assert texts(tmp_path / "a.md") == ["Head", "P: one two", "item", "a | b", "1 | 2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_every_unicode_encoding(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes("é – ʘ\nb".encode(encoding))
    assert texts(tmp_path / "a.txt") == ["é – ʘ", "b"]


def test_a_log_becomes_one_line_a_row_and_keeps_its_fields(tmp_path):
    (tmp_path / "a.csv").write_text('who,act\npupil,"water, twice"\nteacher,\n')
    first, second = read_file(tmp_path / "a.csv").blocks
    assert first.text == "who: pupil · act: water, twice"
    assert second.text == "who: teacher"
    assert second.fields == (("who", "teacher"), ("act", ""))


@pytest.mark.parametrize("ending", READERS.own)
def test_an_empty_file_is_refused_in_every_format(tmp_path, ending):
    (tmp_path / f"a{ending}").write_bytes(b"")
    with pytest.raises(Unreadable, match="empty"):
        read_file(tmp_path / f"a{ending}")


@pytest.mark.parametrize("ending", [".docx", ".odt", ".pdf", ".epub", ".eml"])
@pytest.mark.parametrize("content", [b"only plain text", b"PK\x03\x04 cut short", b"\x00\x01\x02"])
def test_a_file_that_is_not_what_its_ending_says_is_refused(tmp_path, ending, content):
    (tmp_path / f"a{ending}").write_bytes(content)
    with pytest.raises(Unreadable):
        read_file(tmp_path / f"a{ending}")


def test_an_equation_of_a_page_is_read_once(tmp_path):
    (tmp_path / "a.html").write_text(
        "<p>Luas <math><semantics><mrow><mi>a</mi><mo>=</mo><mfrac><mi>b</mi><mn>2</mn></mfrac></mrow>"
        "<annotation>a=\\frac b2</annotation></semantics></math> meter.</p><p><math alttext='x/y'><mi>x</mi></math></p>"
    )
    assert texts(tmp_path / "a.html") == ["Luas a = b 2 meter.", "x/y"]


def test_a_book_is_read_in_its_order_without_its_contents(tmp_path):
    page = "<html><head><title>B</title></head><body><p>{}</p></body></html>"
    with zipfile.ZipFile(tmp_path / "a.epub", "w") as book:
        book.writestr(
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="E/b.opf"/></rootfiles></container>',
        )
        book.writestr(
            "E/b.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="n" href="nav.xhtml" properties="nav"/><item id="a" href="z%20a.xhtml"/><item id="b" href="a.xhtml"/></manifest><spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>',
        )
        for name, words in (("nav", "Contents"), ("a", "two é"), ("z a", "one")):
            book.writestr(f"E/{name}.xhtml", page.format(words))
    assert texts(tmp_path / "a.epub") == ["one", "two é"]
    with zipfile.ZipFile(tmp_path / "a.epub", "a") as book:
        book.writestr(
            "META-INF/encryption.xml", '<encryption><CipherReference URI="E/a.xhtml"/></encryption>'
        )
    with pytest.raises(Unreadable, match="locked"):
        read_file(tmp_path / "a.epub")


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_message_is_its_subject_and_words_and_says_what_was_attached(tmp_path, kind):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ani <ani@contoh.id>", "b@contoh.id", "Jawaban: kursi é"
    mail.set_content("Satu.\n\nDua é.\n" if kind == "plain" else "<p>Satu.</p><p>Dua é.</p>", subtype=kind)
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="foto.pdf")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    reading = read_file(tmp_path / "a.eml")
    assert [block.text for block in reading.blocks] == ["Jawaban: kursi é", "Satu.", "Dua é."]
    assert ("not read", "foto.pdf") in [(one.kind, one.detail) for one in reading.remarks]
    assert any(one.kind == "metadata" and "Ani" in one.detail for one in reading.remarks)


def test_a_renamed_text_file_is_called_what_it_is(tmp_path):
    (tmp_path / "a.docx").write_text("P: hello")
    with pytest.raises(Unreadable, match="not a Word document but plain text"):
        read_file(tmp_path / "a.docx")


def test_damaged_utf8_is_refused_and_placed_on_its_line(tmp_path):
    (tmp_path / "a.txt").write_bytes("café\nbad ".encode() + b"\xff here\n")
    with pytest.raises(Unreadable, match="0xff") as fault:
        read_file(tmp_path / "a.txt")
    assert fault.value.place == "line 2"


def test_a_row_with_a_field_too_many_is_placed(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n1,2,3\n")
    with pytest.raises(Unreadable) as fault:
        read_file(tmp_path / "a.csv")
    assert fault.value.place == "row 3"


def test_an_unknown_format_names_the_known_ones(tmp_path):
    (tmp_path / "a.xyz").write_text("x")
    with pytest.raises(Unreadable) as fault:
        read_file(tmp_path / "a.xyz")
    assert ".docx" in fault.value.remedy


def test_a_transcript_with_voices_becomes_turns(tmp_path):
    (tmp_path / "a.vtt").write_text(
        "WEBVTT\n\nNOTE made by a machine\n\n1\n00:00.000 --> 00:02.000\n<v Ann>Who &amp; why?</v>\n\n"
        "00:02.000 --> 00:04.000\n<v Bo>Me,\nbecause</v>\n\n00:04.000 --> 00:06.000\n<v Bo>I <i>can</i>.</v>\n"
    )
    assert texts(tmp_path / "a.vtt") == ["made by a machine", "Ann: Who & why?", "Bo: Me, because I can."]


def test_the_register_can_name_an_encoding(tmp_path):
    (tmp_path / "a.txt").write_bytes("“é”".encode("windows-1252"))
    assert [block.text for block in read_file(tmp_path / "a.txt", "windows-1252").blocks] == ["“é”"]
    with pytest.raises(Unreadable, match="encoding 'klingon' is not known"):
        read_file(tmp_path / "a.txt", "klingon")


def test_tracked_changes_are_read_as_accepted_and_comments_left_out(tmp_path):
    document = Document()
    paragraph = document.add_paragraph("I was ")
    for tag, text_tag, text in (("w:del", "w:delText", "never "), ("w:ins", "w:t", "always ")):
        change = OxmlElement(tag)
        run = OxmlElement("w:r")
        words = OxmlElement(text_tag)
        words.text = text
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run("there.")
    document.add_comment(paragraph.runs[0], text="check this", author="x", initials="x")
    document.save(tmp_path / "a.docx")
    assert texts(tmp_path / "a.docx") == ["I was always there."]


def test_footnotes_keep_their_place_and_stand_at_the_end(tmp_path):
    pypandoc.convert_text(
        "He said so.[^1] And left.\n\n[^1]: Twice.\n",
        "docx",
        format="markdown",
        outputfile=tmp_path / "a.docx",
    )
    said, note = texts(tmp_path / "a.docx")
    mark = note.split()[0]
    assert said == f"He said so.{mark} And left." and note == f"{mark} Twice."


def test_paragraphs_of_a_table_cell_stay_apart(tmp_path):
    document = Document()
    cell, other = document.add_table(rows=1, cols=2).rows[0].cells
    cell.text = "one"
    cell.add_paragraph("two")
    other.text = "three"
    document.save(tmp_path / "a.docx")
    assert texts(tmp_path / "a.docx") == ["one two | three"]


def test_a_table_of_one_cell_is_a_frame(tmp_path):
    document = Document()
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = "one"
    cell.add_paragraph("two")
    document.save(tmp_path / "a.docx")
    assert texts(tmp_path / "a.docx") == ["one", "two"]


def test_a_log_of_a_spreadsheet_in_indonesian_settings_has_semicolons(tmp_path):
    (tmp_path / "a.csv").write_text("who;act\npupil;water, twice\n")
    assert texts(tmp_path / "a.csv") == ["who: pupil · act: water, twice"]


def test_a_spreadsheet_is_a_log_and_keeps_its_fields(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["when", "who", "times"])
    sheet.append([datetime.datetime(2024, 10, 1), "pupil", 2])
    sheet.append([datetime.datetime(2024, 10, 2, 8, 30), None, 1.5])
    sheet["B2"].comment = openpyxl.comments.Comment("really?", "Sari")
    book.create_sheet("notes").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    reading = read_file(tmp_path / "a.xlsx")
    assert [block.text for block in reading.blocks] == [
        "when: 2024-10-01 · who: pupil · times: 2",
        "when: 2024-10-02 08:30:00 · times: 1.5",
    ]
    assert reading.blocks[1].fields[1] == ("who", "")
    assert [(item.author, item.text) for item in reading.comments] == [("Sari", "B2: really?")]
    assert ("hidden text", "sheet notes") in {(item.kind, item.detail) for item in reading.remarks}


def test_subtitles_become_turns_with_their_times(tmp_path):
    (tmp_path / "a.srt").write_text(
        "1\n00:00:01,000 --> 00:00:02,000\nAnn: Who?\n\n2\n00:00:03,500 --> 00:00:04,000\n<i>Bo: Me.</i>\n"
    )
    assert [(block.text, block.time) for block in read_file(tmp_path / "a.srt").blocks] == [
        ("Ann: Who?", "00:00:01"),
        ("Bo: Me.", "00:00:03"),
    ]


def test_two_voices_in_one_cue_are_two_turns(tmp_path):
    (tmp_path / "a.vtt").write_text(
        "WEBVTT\n\nSTYLE\n::cue {}\n\n00:01.000 --> 00:02.000 align:left\n<v.loud Ann Lee>Who?</v>\n<v Bo>Me.</v>\n"
    )
    assert [(block.speaker, block.text, block.time) for block in read_file(tmp_path / "a.vtt").blocks] == [
        ("Ann Lee", "Ann Lee: Who?", "00:01"),
        ("Bo", "Bo: Me.", "00:01"),
    ]


def test_what_a_page_does_not_show_is_left_out_and_told(tmp_path):
    (tmp_path / "a.html").write_text(
        "<html><head><style>.x { color: red; display: none }</style></head><body><p>Tampak <i style='display:none'>rahasia</i>"
        "lagi.</p><p hidden>gelap</p><p class='y x'>pergi</p><p style='visibility: hidden'>samar</p><p class=y>akhir</p></body></html>"
    )
    reading = read_file(tmp_path / "a.html")
    assert [block.text for block in reading.blocks] == ["Tampak lagi.", "akhir"]
    assert [(one.kind, one.detail) for one in reading.remarks] == [
        ("hidden text", "rahasia gelap pergi samar")
    ]


def test_cells_over_several_rows_and_columns_leave_those_beside_them_in_their_columns(tmp_path):
    (tmp_path / "a.html").write_text(
        "<div title='header'><p>Kepala berjalan</div><table><tr><td rowspan=2>Ibu Sari<td>satu"
        "<tr><td>dua<tr><td colspan=2>Jeda<td>08.00<tr><td rowspan=0>Pak Budi<td rowspan=9999999>tiga</table>"
    )
    reading = read_file(tmp_path / "a.html")
    assert [block.text.split("|") for block in reading.blocks] == [
        ["Ibu Sari ", " satu"],
        [" ", " dua"],
        ["Jeda ", "  ", " 08.00"],
        ["Pak Budi ", " tiga"],
    ]
    assert [(one.kind, one.detail) for one in reading.remarks] == [("header", "Kepala berjalan")]


def test_a_page_keeps_its_words_and_drops_scripts(tmp_path):
    (tmp_path / "a.html").write_text(
        "<html><head><title>Talk</title><meta name=author content=Sari><script>x()</script></head><body>"
        "<h2>Head</h2><p>One &amp; <b>two</b>\n three<br>four</p><ul><li>item<li>other</ul>"
        "<table><tr><th>a<th>b<tr><td>1<td>2</table><style>p{}</style>loose</body></html>"
    )
    reading = read_file(tmp_path / "a.html")
    assert [(block.text, block.kind) for block in reading.blocks] == [
        ("Head", "heading"),
        ("One & two three", "paragraph"),
        ("four", "paragraph"),
        ("item", "item"),
        ("other", "item"),
        ("a | b", "row"),
        ("1 | 2", "row"),
        ("loose", "paragraph"),
    ]
    assert [(item.place, item.detail) for item in reading.remarks] == [("title", "Talk"), ("author", "Sari")]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.cha", "We water it.", "no transcript in CHAT"),
        ("b.cha", "@Participants:\t, ,\n*A:\t\n", "no transcript in CHAT"),
        ("a.TextGrid", '"IntervalTier" "Ann" 0', "no tier with words"),
        ("a.flk", "<Minutes/>", "no file of that kind"),
        ("b.trs", "<Trans><Turn startTime='soon'>We water it.</Turn></Trans>", "no number: 'soon'"),
        ("c.trs", "<Trans><Turn startTime='inf'>We water it.</Turn></Trans>", "no number: 'inf'"),
        ("a.exb", "<basic-transcription><tli id='a' time='x'/></basic-transcription>", "no number: 'x'"),
        ("a.ttml", "<tt><p begin='1.2.3s'>We water it.</p></tt>", "no number: '1.2.3'"),
        (
            "a.eaf",
            "<ANNOTATION_DOCUMENT><TIME_SLOT TIME_SLOT_ID='q' TIME_VALUE='x'/></ANNOTATION_DOCUMENT>",
            "no number: 'x'",
        ),
    ],
)
def test_a_transcript_that_is_broken_or_none_says_so_and_what_to_do(tmp_path, name, text, said):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=re.escape(said)) as fault:
        read_file(tmp_path / name)
    assert fault.value.remedy.startswith("Save it")


@pytest.mark.parametrize("start", ["NaN", "Infinity", "-Infinity", '"soon"', "[]", "{}"])
def test_words_whose_time_is_no_time_have_none(tmp_path, start):
    (tmp_path / "a.json").write_text(f'[{{"text": "We water it.", "start": {start}}}]', encoding="utf-8")
    assert [(block.text, block.time) for block in read_file(tmp_path / "a.json").blocks] == [
        ("We water it.", "")
    ]
