"""What Word shows and does not hold as plain text: fields, forms, lists, symbols, diagrams, equations."""

import pytest
from office import W, docx, package, paragraph, run

from jalin.collect.readers import read_file

M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def field(kind, inner=""):
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'


def instruction(text):
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def lines(path):
    return [block.text for block in read_file(path).blocks if block.text]


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        # a field in the instruction of another: only the result of the outer one shows
        (
            field("begin") + instruction("IF ") + field("begin") + instruction("MERGEFIELD x") + field("separate")
            + run("secret") + field("end") + instruction(' = "1" "a" "b"') + field("separate") + run("a") + field("end"),
            "Hadir: a!",
        ),
        # one in the result of another
        (
            field("begin") + instruction("REF q") + field("separate") + run("p. ") + field("begin")
            + instruction("PAGE") + field("separate") + run("7") + field("end") + field("end"),
            "Hadir: p. 7!",
        ),
        # an entry of an index shows nothing
        (field("begin") + instruction('XE "Ciamis"') + field("end"), "Hadir: !"),
        # a field without an end takes no words with it
        (field("begin") + instruction("PAGE") + run("kept"), "Hadir: kept!"),
        (field("begin", "<w:ffData><w:checkBox><w:default w:val='1'/></w:checkBox></w:ffData>") + field("end"), "Hadir: ☒!"),
        (
            field("begin", "<w:ffData><w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox></w:ffData>")
            + field("end"),
            "Hadir: ☐!",
        ),
        (
            field(
                "begin",
                "<w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='L'/><w:listEntry w:val='P'/></w:ddList></w:ffData>",
            )
            + field("end"),
            "Hadir: P!",
        ),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("Choose an item.") + "</w:sdtContent></w:sdt>",
            "Hadir: !",
        ),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("Camat") + "</w:sdtContent></w:sdt>", "Hadir: Camat!"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "Hadir: ☑!"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "Hadir: ☑!"),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "Hadir: α!"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>o</w:t></w:r>', "Hadir: □!"),
        (f'<m:oMath {M}><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b+1</m:t></m:r></m:den></m:f></m:oMath>', "Hadir: a/(b+1)!"),
        (f'<m:oMath {M}><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>', "Hadir: x^2!"),
    ],
)  # fmt: skip
def test_a_paragraph_has_the_words_that_show(tmp_path, inner, shown):
    assert lines(docx(tmp_path / "a.docx", paragraph(run("Hadir: "), inner, run("!")))) == [shown]


def numbered(text, level=0, number=1):
    return paragraph(
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>', run(text)
    )


def level(at, style, text, start=1):
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'


def test_automatic_numbers_stand_before_their_paragraphs(tmp_path):
    numbering = (
        f"<w:numbering {W}><w:abstractNum w:abstractNumId='0'>"
        + level(0, "decimal", "Pertanyaan %1:")
        + level(1, "lowerLetter", "%1.%2)")
        + "</w:abstractNum><w:abstractNum w:abstractNumId='1'>"
        + level(0, "bullet", "•")
        + "</w:abstractNum><w:abstractNum w:abstractNumId='2'>"
        + level(0, "upperRoman", "%1.", 4)
        + "</w:abstractNum>"
        + "".join(f"<w:num w:numId='{n + 1}'><w:abstractNumId w:val='{n}'/></w:num>" for n in range(3))
        + "<w:num w:numId='4'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>"
        + "</w:numbering>"
    )
    body = (
        numbered("Apa?") + numbered("ini", 1) + numbered("itu", 1) + paragraph(run("Jawab.")) + numbered("Lalu?")
        + numbered("a", 1) + numbered("butir", 0, 2) + numbered("bab", 0, 3) + numbered("lagi", 0, 4) + numbered("habis", 0, 4)
    )  # fmt: skip
    assert lines(docx(tmp_path / "a.docx", body, numbering=numbering)) == [
        "Pertanyaan 1: Apa?", "1.a) ini", "1.b) itu", "Jawab.", "Pertanyaan 2: Lalu?", "2.a) a", "butir", "IV. bab",
        "Pertanyaan 1: lagi", "Pertanyaan 2: habis",
    ]  # fmt: skip


def test_words_hidden_by_a_style_are_left_out_and_told(tmp_path):
    styles = (
        f"<w:styles {W}><w:style w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style>"
        "<w:style w:styleId='Of'><w:basedOn w:val='H'/></w:style>"
        "<w:style w:styleId='Not'><w:basedOn w:val='H'/><w:rPr><w:vanish w:val='0'/></w:rPr></w:style></w:styles>"
    )
    body = paragraph(
        *(
            f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:t>{text}</w:t></w:r>'
            for style, text in (("X", "seen "), ("H", "one "), ("Of", "two"), ("Not", "shown"))
        )
    ) + paragraph('<w:pPr><w:pStyle w:val="Of"/></w:pPr>', run("three"))
    reading = read_file(docx(tmp_path / "a.docx", body, styles=styles))
    assert [block.text for block in reading.blocks if block.text] == ["seen shown"]
    assert ("hidden text", "one two three") in [(item.kind, item.detail) for item in reading.remarks]


def test_a_box_in_a_cell_is_read_once(tmp_path):
    box = "<w:txbxContent>" + paragraph(run("merah")) + "</w:txbxContent>"
    twice = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    body = f"<w:tbl><w:tr><w:tc>{paragraph(run('kiri'), twice)}</w:tc><w:tc>{paragraph(run('kanan'))}</w:tc></w:tr></w:tbl>"
    assert lines(docx(tmp_path / "a.docx", body)) == ["kiri merah | kanan"]


def test_the_words_of_a_diagram_are_read_and_a_chart_is_told(tmp_path):
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>"
        for text in ("Loket", "Arsip")
    )
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    body = paragraph(
        run("Alur:"),
        f'<w:r><w:drawing><dgm:relIds xmlns:dgm="d" xmlns:r="{rels}" r:dm="r1"/><c:chart xmlns:c="c"/></w:drawing></w:r>',
    )
    path = package(
        tmp_path / "a.docx",
        {
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships><Relationship Id="r1" Type="{rels}/diagramData" Target="diagrams/data1.xml"/></Relationships>',
            "word/diagrams/data1.xml": f'<dgm:dataModel xmlns:dgm="d" {a}>{points}</dgm:dataModel>',
        },
    )
    assert lines(path) == ["Alur:", "Loket", "Arsip"]
    assert any(item.detail == "a chart" for item in read_file(path).remarks)
