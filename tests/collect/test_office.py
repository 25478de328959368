"""What Word and LibreOffice keep beside plain paragraphs."""

import pypandoc
import pytest
from office import W, docx, odt, package, paragraph, run

from jalin.collect.blocks import Unreadable
from jalin.collect.readers import read_file


def texts(reading):
    return [block.text for block in reading.blocks]


def remarks(reading):
    return {(item.kind, item.place): item.detail for item in reading.remarks}


MARKDOWN = """# One

First *para* with a note.[^1]

- item one
- item two

| a | b |
|---|---|
| 1 | 2 |

[^1]: The note.
"""


@pytest.mark.parametrize("ending", ["docx", "odt", "rtf", "html"])
def test_what_pandoc_writes_is_read_in_every_format(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    pypandoc.convert_text(MARKDOWN, ending, format="markdown", outputfile=path, extra_args=["--standalone"])
    reading = read_file(path)
    said = " ".join(texts(reading))
    for words in ("One", "First para with a note.", "item one", "item two", "a | b", "1 | 2", "The note."):
        assert words in said
    kinds = {block.text: block.kind for block in reading.blocks}
    assert kinds["One"] == "heading" or ending == "rtf"
    assert said.index("item one") < said.index("a | b") < said.index("The note.")


def test_a_comment_keeps_its_author_and_its_place(tmp_path):
    body = paragraph(run("No money. ")) + paragraph(
        run("There is "),
        '<w:commentRangeStart w:id="0"/>',
        run("no money"),
        '<w:commentRangeEnd w:id="0"/>',
        '<w:r><w:commentReference w:id="0"/></w:r>',
        run(" left."),
    )
    comments = (
        f'<w:comments {W}><w:comment w:id="0" w:author="Sari" w:date="2024-10-01T08:00:00Z">'
        f"{paragraph(run('Ask again.'))}</w:comment></w:comments>"
    )
    reading = read_file(docx(tmp_path / "a.docx", body, comments=comments))
    (comment,) = reading.comments
    assert (comment.text, comment.author, comment.date) == ("Ask again.", "Sari", "2024-10-01")
    assert (comment.quote, comment.block, comment.offset) == ("no money", 1, 9)


def test_changes_are_accepted_and_counted(tmp_path):
    body = (
        paragraph(
            f"<w:ins>{run('New. ')}</w:ins>",
            "<w:del><w:r><w:delText>Old.</w:delText></w:r></w:del>",
            run("Kept."),
        )
        + paragraph("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", run("The end is "))
        + paragraph(run("deleted."))
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc>"
        + paragraph(run("cell"))
        + "</w:tc></w:tr></w:tbl>"
    )
    reading = read_file(docx(tmp_path / "a.docx", body))
    assert texts(reading) == ["New. Kept.", "The end is deleted.", "cell"]
    assert remarks(reading) == {("tracked changes", "deletions"): "3", ("tracked changes", "insertions"): "1"}


def test_text_boxes_are_read_once_and_hidden_text_is_reported(tmp_path):
    box = f"<w:txbxContent>{paragraph(run('in a box'))}</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = paragraph(
        run("around "),
        f"<w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>",
    )
    reading = read_file(docx(tmp_path / "a.docx", body))
    assert texts(reading) == ["around ", "in a box"]
    assert remarks(reading) == {("hidden text", ""): "secret"}


def test_headers_and_footers_stay_out_of_the_text_and_are_reported(tmp_path):
    parts = {
        "header1": f"<w:hdr {W}>{paragraph(run('Draft of Sari'))}</w:hdr>",
        "footer1": f"<w:ftr {W}>{paragraph(run('p. 1'))}</w:ftr>",
    }
    reading = read_file(docx(tmp_path / "a.docx", paragraph(run("Text.")), **parts))
    assert texts(reading) == ["Text."]
    assert remarks(reading) == {("header", ""): "Draft of Sari", ("footer", ""): "p. 1"}


def table(*rows):
    cells = ["".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def test_a_table_with_a_speakers_column_is_turns(tmp_path):
    body = table(
        ("Waktu", "Pembicara", "Ujaran"),
        ("00:00:01", "P", "Siapa?"),
        ("00:00:04", "Sari", "Saya."),
        ("", "", "Begitu."),
    )
    reading = read_file(docx(tmp_path / "a.docx", body))
    assert texts(reading) == ["P: Siapa?", "Sari: Saya.", "Sari: Begitu."]
    assert [(block.speaker, block.time) for block in reading.blocks] == [
        ("P", "00:00:01"),
        ("Sari", "00:00:04"),
        ("Sari", ""),
    ]


def test_a_table_of_two_voices_needs_no_heading(tmp_path):
    talk = [
        ("P", "What do you do all day here?"),
        ("I", "I water the beans and the peas."),
        ("P", "And then, what comes?"),
        ("I", "Then I go home again, mostly."),
    ]
    assert texts(read_file(docx(tmp_path / "a.docx", table(*talk))))[0] == "P: What do you do all day here?"


def test_a_table_of_numbers_stays_rows(tmp_path):
    reading = read_file(
        docx(
            tmp_path / "a.docx",
            table(("1", "Sari", "clerk"), ("2", "Budi", "head"), ("3", "Ani", "clerk"), ("4", "Edi", "head")),
        )
    )
    assert texts(reading)[0] == "1 | Sari | clerk" and {block.kind for block in reading.blocks} == {"row"}


def test_a_document_of_the_strict_standard_is_read(tmp_path):
    space = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    body = paragraph(run("Strictly."))
    path = package(
        tmp_path / "a.docx",
        {"word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>"},
    )
    assert texts(read_file(path)) == ["Strictly."]


def test_an_opendocument_keeps_notes_comments_changes_and_what_stands_beside(tmp_path):
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Said<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Twice.</text:p></text:note-body></text:note>"
        ' the <office:annotation office:name="x"><dc:creator>Sari</dc:creator><dc:date>2024-10-01T00:00:00</dc:date><text:p>Who?</text:p></office:annotation>'
        'teacher<office:annotation-end office:name="x"/><text:s text:c="2"/>and<text:tab/>left.</text:p>'
        "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>"
    )
    styles = "<office:master-styles><style:master-page><style:header><text:p>Draft</text:p></style:header></style:master-page></office:master-styles>"
    reading = read_file(
        odt(tmp_path / "a.odt", body, styles, "<meta:initial-creator>Budi</meta:initial-creator>")
    )
    assert [(block.text, block.kind) for block in reading.blocks] == [
        ("Said[1] the teacher  and\tleft.", "paragraph"),
        ("item", "item"),
        ("[1] Twice.", "note"),
    ]
    (comment,) = reading.comments
    assert (comment.author, comment.text, comment.quote, comment.date) == (
        "Sari",
        "Who?",
        "teacher",
        "2024-10-01",
    )
    assert remarks(reading) == {
        ("tracked changes", "deletions"): "1",
        ("header", ""): "Draft",
        ("metadata", "author"): "Budi",
    }


def test_rich_text_in_any_code_page_with_what_was_deleted_hidden_and_noted(tmp_path):
    (tmp_path / "a.rtf").write_bytes(
        rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}{\f1\fcharset0 Arial;}}{\info{\author Sari}}"
        rb"\f0 \'cf\'f0\'e8\'e2\'e5\'f2 \f1 caf\'e9 {\deleted gone }{\v secret }\u8220?x\u8221? \u-10179?\u-8704?"
        rb"{\footnote Noted.}\par {\*\atnauthor Budi}{\*\annotation Ask.}End.\par}"
    )
    reading = read_file(tmp_path / "a.rtf")
    assert texts(reading) == ["Привет café “x” 😀[1]", "End.", "[1] Noted."]
    assert remarks(reading) == {
        ("metadata", "author"): "Sari",
        ("tracked changes", "deletions"): "1",
        ("hidden text", ""): "secret ".strip(),
    }
    assert [(item.author, item.text) for item in reading.comments] == [("Budi", "Ask.")]


def test_a_document_locked_with_a_password_says_so(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(Unreadable, match="locked with a password"):
        read_file(tmp_path / "a.docx")


def test_an_opendocument_shows_numbers_symbols_boxes_and_what_was_chosen(tmp_path):
    level = '<text:list-level-style-number text:level="{}" style:num-format="{}" style:num-prefix="{}" style:num-suffix="{}" text:display-levels="{}"/>'
    styles = (
        "<office:automatic-styles>"
        f'<text:list-style style:name="L1">{level.format(1, "1", "Pertanyaan ", ":", 1)}{level.format(2, "a", "", ")", 1)}</text:list-style>'
        f'<text:list-style style:name="L2">{level.format(1, "1", "", ".", 1)}{level.format(2, "1", "", ".", 2)}</text:list-style>'
        '<style:style style:name="gone"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="also gone" style:parent-style-name="gone"/>'
        '<style:style style:name="drawn"><style:text-properties style:font-name="Wingdings"/></style:style>'
        '<style:style style:name="numbered" style:list-style-name="L2"/>'
        "</office:automatic-styles>"
    )
    body = (
        '<text:list xml:id="one" text:style-name="L1"><text:list-item><text:p>Apa tugas Ibu?</text:p>'
        "<text:list><text:list-item><text:p>di loket</text:p></text:list-item><text:list-item><text:p>di arsip</text:p></text:list-item></text:list></text:list-item></text:list>"
        "<text:p>Di loket.</text:p>"
        '<text:list text:continue-list="one" text:style-name="L1"><text:list-item><text:p>Sejak kapan?</text:p></text:list-item></text:list>'
        '<text:list><text:list-item text:start-value="4"><text:p text:style-name="numbered">empat</text:p><text:list><text:list-item><text:p>di dalam</text:p></text:list-item></text:list></text:list-item></text:list>'
        '<text:p>Tampak<text:span text:style-name="also gone"> rahasia</text:span>. <text:span text:style-name="drawn">\uf0fe</text:span> setuju</text:p>'
        '<text:p text:style-name="gone">Catatan.</text:p><text:section text:display="none"><text:p>Bagian.</text:p></text:section>'
        '<text:p>Rekam <draw:control draw:control="c1"/> <draw:control draw:control="c2"/></text:p>'
        "<text:p>Kotak<draw:custom-shape><text:p>di dalam kotak</text:p></draw:custom-shape></text:p>"
        '<table:table><table:table-row><table:table-cell><text:list text:style-name="L2"><text:list-item><text:p>sel<office:annotation><text:p>Siapa?</text:p></office:annotation></text:p></text:list-item></text:list></table:table-cell>'
        "<table:table-cell><text:p>dua</text:p></table:table-cell></table:table-row></table:table>"
        '<office:forms><form:form><form:checkbox form:id="c1" form:label="ya" form:current-state="checked"/>'
        '<form:listbox form:id="c2"><form:option form:label="guru" form:current-selected="true"/><form:option form:label="murid"/></form:listbox></form:form></office:forms>'
    )
    reading = read_file(odt(tmp_path / "a.odt", body, styles))
    assert texts(reading) == [
        "Pertanyaan 1: Apa tugas Ibu?",
        "a) di loket",
        "b) di arsip",
        "Di loket.",
        "Pertanyaan 2: Sejak kapan?",
        "4. empat",
        "4.1. di dalam",
        "Tampak. ☑ setuju",
        "Rekam ☒ ya guru",
        "Kotak",
        "di dalam kotak",
        "1. sel | dua",
    ]
    assert remarks(reading) == {("hidden text", ""): "rahasia Catatan. Bagian."}


def test_headings_of_an_opendocument_have_their_numbers(tmp_path):
    styles = '<office:styles><text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format=""/></text:outline-style></office:styles>'
    body = '<text:h text:outline-level="1">Awal</text:h><text:h text:outline-level="2">Isi</text:h><text:h text:outline-level="1">Akhir</text:h>'
    assert texts(read_file(odt(tmp_path / "a.odt", body, styles))) == ["I. Awal", "Isi", "II. Akhir"]


def test_rich_text_has_the_numbers_of_its_lists_and_no_bullets(tmp_path):
    (tmp_path / "a.rtf").write_bytes(
        rb"{\rtf1\ansi {\listtext\pard 1.\tab}Satu\par {\listtext a)\tab}dua\par {\pntext\f3 \'b7\tab}tiga\par {\listtext o\tab}empat\par}"
    )
    assert texts(read_file(tmp_path / "a.rtf")) == ["1. Satu", "a) dua", "tiga", "empat"]


def test_a_page_has_the_numbers_of_its_lists(tmp_path):
    (tmp_path / "a.html").write_text(
        "<ol start=3><li>tiga<ul><li>titik</ul><li value=7> tujuh <li>delapan</ol><ol type=a><li>huruf</ol><table></table><img alt='peta desa'>"
    )
    reading = read_file(tmp_path / "a.html")
    assert texts(reading) == ["3. tiga", "titik", "7. tujuh", "8. delapan", "a. huruf"]
    assert remarks(reading)[("pictures", "description")] == "peta desa"


def test_a_table_by_days_of_the_week_is_no_conversation(tmp_path):
    rows = [
        ("Hari", "Kegiatan", "Tempat"),
        *(
            (day, f"Kegiatan nomor {n}, yang cukup panjang untuk diceritakan.", f"ruang {n}")
            for n, day in enumerate(["Senin", "Kamis"] * 4)
        ),
    ]
    assert (
        texts(read_file(docx(tmp_path / "a.docx", table(*rows))))[1]
        == "Senin | Kegiatan nomor 0, yang cukup panjang untuk diceritakan. | ruang 0"
    )
