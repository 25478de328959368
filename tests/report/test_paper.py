"""The report on paper as those who take it in look at it: Word's own captions, contents and sections, PDF for archives."""

import base64
import re
import shutil
from dataclasses import replace

import docx
import pandas as pd
import pypdfium2 as pdfium
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from helpers_pages import half_empty
from lxml import etree
from PIL import Image

from jalin.errors import StudyError
from jalin.report import Results, elements, write_documents
from jalin.report.book import Book
from jalin.report.claims import Claim
from jalin.report.document import listed_pages, write_docx, write_pdf
from jalin.report.docx_finish import letters
from jalin.report.docx_styles import template_of, write_styles
from jalin.report.facts import compute_facts
from jalin.report.figures import save_figures
from jalin.report.numbering import number_chapters
from jalin.study import open_study

CHAPTERS = """# Abstract

Short. {{ ref("figure", "verdicts") }} and {{ ref("table", "sources") }} are read below.

# Chapter I Introduction

## Why

{{ table("sources") }}

## How

{{ figure("verdicts") }}

# Chapter II Results

## What was found

{{ table("agreement_table") }}

# Appendices

## Evidence

{{ table("ledger") }}
"""


@pytest.fixture(scope="module")
def made(garden):
    return Results.of(open_study(garden))


@pytest.fixture(scope="module")
def paper(garden, tmp_path_factory):
    """The PDF and the DOCX of the tiny study with numbered chapters."""
    root = shutil.copytree(garden, tmp_path_factory.mktemp("paper") / "study")
    for path in (root / "notebooks/report").glob("*.md"):
        path.unlink()
    (root / "notebooks/report/1_all.en.md").write_text(CHAPTERS)
    (root / "notebooks/report/1_all.id.md").write_text(CHAPTERS)
    results = Results.of(open_study(root))
    numbering = number_chapters(replace(results), compute_facts(results), "en")
    list(save_figures(results, {"en": numbering.order["figure"]}))
    return write_documents(numbering)


@pytest.fixture(scope="module")
def document(paper):
    return docx.Document(str(paper[1]))


def codes(document):
    return [" ".join(one.text.split()) for one in document.element.body.iter(qn("w:instrText"))]


def test_captions_count_themselves_and_references_follow_them(document):
    told = codes(document)
    assert told.count(r"SEQ Figure \* ARABIC") == 1 and told.count(r"SEQ Table \* ARABIC") == 3
    marks = {one.get(qn("w:name")) for one in document.element.body.iter(qn("w:bookmarkStart"))}
    referred = [code.split()[1] for code in told if code.startswith("REF ")]
    assert referred == ["_Ref_figure_1", "_Ref_table_1"]
    paged = [code.split()[1] for code in told if code.startswith("PAGEREF ")]
    assert set(referred) | set(paged) <= marks and len(paged) == len(set(paged)) == 12


def test_contents_and_lists_are_there_with_pages_and_are_filled_in_again_when_opened(paper, document):
    told = codes(document)
    assert [code for code in told if code.startswith("TOC ")] == [
        r'TOC \o "1-2" \h \z \u',
        r'TOC \h \z \c "Figure"',
        r'TOC \h \z \c "Table"',
    ]
    lines = [
        "".join(words.text or "" for words in paragraph.iter(qn("w:t"), qn("w:tab")))
        for paragraph in document.element.body.iter(qn("w:p"))
        if (paragraph.style or "").startswith(("TOC", "toc", "tableof"))
    ]
    assert lines[:4] == ["Contents", "Abstractii", "Chapter I Introduction1", "A. Why1"]
    assert re.fullmatch(r"Table 1\. Sources of data\.\d", lines[-3])
    # LibreOffice gives a list of figures or tables whose title is within a block that title again
    blocks = document.element.body.iter(qn("w:sdtContent"))
    assert [block.find(f".//{qn('w:t')}").text for block in blocks] == ["Contents"]
    assert lines.count("List of Figures") == lines.count("List of Tables") == 1
    assert document.settings.element.find(qn("w:updateFields")).get(qn("w:val")) == "true"
    assert listed_pages(paper[0])[:3] == ["ii", "1", "1"]


def test_figures_that_share_a_place_have_their_pages_in_word_as_well(garden, tmp_path):
    study = open_study(shutil.copytree(garden, tmp_path / "study"))
    (study.reports / "figures").mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (40, 40), "green").save(study.reports / "figures/one.png")
    figures = "".join(
        f'<figure id="figure-{at}"><img src="figures/one.png" alt="One"><figcaption><b>Figure {at}.</b> One.</figcaption></figure>'
        for at in (1, 2, 3)
    )
    html = f"<h2>One</h2><p>Text.</p>{figures}<p>More.</p>"
    write_pdf(html, Results.of(study), "en", tmp_path / "shared.pdf")
    # the heading, then each figure; chapters without a number count from 1, too
    assert listed_pages(tmp_path / "shared.pdf") == ["1"] * 4


def test_cover_front_and_body_count_pages_apart_and_a_wide_table_lies_on_its_side(document):
    sections = [
        (
            one.find(qn("w:pgNumType")).get(qn("w:fmt")) if one.find(qn("w:pgNumType")) is not None else "",
            one.find(qn("w:pgNumType")).get(qn("w:start"))
            if one.find(qn("w:pgNumType")) is not None
            else None,
            one.find(qn("w:pgSz")).get(qn("w:orient"), "portrait"),
            one.find(qn("w:cols")).get(qn("w:num")) if one.find(qn("w:cols")) is not None else "1",
        )
        for one in document.element.body.iter(qn("w:sectPr"))
    ]
    assert sections[0][0] == "" and sections[1] == ("lowerRoman", "1", "portrait", "1")
    assert [one[1] for one in sections[2:]] == ["1", *[None] * (len(sections) - 3)]
    assert {one[0] for one in sections[2:]} == {"decimal"}
    assert ("decimal", None, "landscape", "1") in sections and ("decimal", None, "portrait", "2") in sections


def test_headings_count_themselves_where_chapters_have_a_number(document):
    heads = [one for one in document.paragraphs if one.style.name in ("Heading 1", "Heading 2")]
    assert [one.text for one in heads] == [
        "Abstract",
        "Introduction",
        "Why",
        "How",
        "Results",
        "What was found",
        "Appendices",
        "Evidence",
    ]
    plain = [one.text for one in heads if one._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None]
    assert plain == ["Abstract", "Appendices", "Evidence"]
    assert document.styles["Heading 1"].element.find(f".//{qn('w:numId')}").get(qn("w:val")) == "77"


def test_no_row_is_cut_a_head_is_repeated_and_words_have_their_language(document):
    for table in document.tables:
        for row in table._tbl.iterchildren(qn("w:tr")):
            assert row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
        assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    assert document.core_properties.language == "en-GB"
    assert all(one.get("descr") for one in document.element.body.iter(qn("wp:docPr")))


def test_the_pdf_says_that_it_is_for_archives_and_for_all_readers(paper):
    content = paper[0].read_bytes()
    # the standards PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) want these in its metadata
    for said in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"):
        assert said.encode() in content
    with pdfium.PdfDocument(paper[0]) as pdf:
        labels = [pdf.get_page_label(number) for number in range(len(pdf))]
    front = labels.index("1")
    assert labels[1:front] == ["i", "ii"] and labels[front:] == [
        str(number) for number in range(1, len(labels) - front + 1)
    ]


def test_a_sign_that_no_font_has_stops_no_report_and_is_told(made, tmp_path, capsys):
    write_pdf("<h2>Kebun</h2><p>Tumbuh 🌱 水</p>", made, "id", tmp_path / "a.pdf")
    assert (
        "a.pdf is a PDF without the marks of PDF/A and PDF/UA: boxes stand for letters"
        in capsys.readouterr().out
    )
    content = (tmp_path / "a.pdf").read_bytes()
    assert content.startswith(b"%PDF") and b"pdfaid" not in content
    write_pdf("<h2>Kebun</h2><p>Tumbuh</p>", made, "id", tmp_path / "b.pdf")
    assert capsys.readouterr().out == "" and b"pdfaid" in (tmp_path / "b.pdf").read_bytes()


def test_a_university_s_template_has_the_last_word(root):
    """Its style of headings, its margins and its head stay; what it lacks is added, and the notice is said."""
    template = docx.Document()
    template.styles["Heading 1"].font.size = Pt(31)
    template.sections[0].left_margin = Pt(100)
    template.sections[0].header.paragraphs[0].text = "Universitas Contoh"
    template.save(str(root / "data/raw/kampus.docx"))
    settings = root / "data/raw/study.yaml"
    settings.write_text(f"{settings.read_text()}report: {{docx: kampus.docx}}\n")
    study = open_study(root)
    made = root / "styles.docx"
    told = {"notice": "Invented data", "title": "T", "chapter": "Chapter"}
    write_styles(told, made, template_of(study))
    found = docx.Document(str(made))
    assert found.styles["Heading 1"].font.size == Pt(31) and found.sections[0].left_margin == Pt(100)
    assert [one.text for one in found.sections[0].header.paragraphs] == [
        "Invented data",
        "Universitas Contoh",
    ]
    assert {"Table Text", "Ledger", "Image Caption", "toc 1"} <= {style.name for style in found.styles}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no file data/raw/kampus.docx. Put the template there"),
        (b"no zip", "data/raw/kampus.docx is no Word document that can be opened"),
    ],
)
def test_a_template_that_cannot_be_used_is_told_by_the_check(root, content, said):
    settings = root / "data/raw/study.yaml"
    settings.write_text(f"{settings.read_text()}report: {{docx: kampus.docx}}\n")
    if content is not None:
        (root / "data/raw/kampus.docx").write_bytes(content)
    with pytest.raises(StudyError, match=re.escape(said)):
        template_of(open_study(root))


def test_letters_are_counted_as_word_counts_them():
    assert [letters(number) for number in (1, 26, 27, 53)] == ["A", "Z", "AA", "AAA"]


def test_a_figure_that_lies_has_a_page_on_its_side_in_word_and_what_follows_stands_again(made, tmp_path):
    picture = tmp_path / "wide.png"
    Image.new("RGB", (800, 500), "green").save(picture)
    data = base64.b64encode(picture.read_bytes()).decode("ascii")
    html = (
        "<h2>One</h2><p>Before.</p>"
        f'<figure id="figure-1" class="lying"><img src="data:image/png;base64,{data}" alt="Figure 1. Wide" width="24.4cm">'
        "<figcaption><b>Figure 1.</b> Wide.</figcaption></figure><p>After.</p>"
    )
    write_docx(html, made, "en", tmp_path / "lying.docx")
    document = docx.Document(str(tmp_path / "lying.docx"))
    sections = {}
    names = []
    for paragraph in document.element.body.iterchildren(qn("w:p")):
        names.append("".join(one.text or "" for one in paragraph.iter(qn("w:t"))))
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            sections[len(sections)] = names
            names = []
    ((at, lying),) = [
        (at, one) for at, one in enumerate(document.sections) if one.page_width > one.page_height
    ]
    # a reference to the caption of a paragraph that ends a section is empty once LibreOffice updated it
    assert sections[at][-2:] == ["Figure 1. Wide.", ""]
    assert "Before." not in sections[at] and "After." in names
    (extent,) = document.element.body.iter(qn("wp:extent"))
    assert Cm(20) < int(extent.get("cx")) < lying.page_width - lying.left_margin - lying.right_margin


def test_a_wide_table_that_opens_a_chapter_takes_its_heading_onto_the_page_on_its_side(made, tmp_path):
    row = "".join("<td>conversations</td>" for at in range(9))
    table = f"<table><caption><b>Table 1.</b> Wide.</caption><tbody><tr>{row}</tr></tbody></table>"
    html = f"<h2>One</h2><p>Text.</p><h2>Two</h2><p>A sentence.</p>{table}<p>After.</p>"
    write_docx(html, made, "en", tmp_path / "table.docx")
    before = []
    for paragraph in docx.Document(str(tmp_path / "table.docx")).element.body.iterchildren(qn("w:p")):
        before.append("".join(one.text or "" for one in paragraph.iter(qn("w:t"))))
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None and "Text." in before:
            break
    assert "Two" not in before


def test_wide_tables_lie_together_with_the_heading_that_they_open(made, tmp_path):
    row = "".join("<td>conversations</td>" for _ in range(9))
    tables = "".join(
        f"<table><caption><b>Table {at}.</b> Wide.</caption><tbody><tr>{row}</tr></tbody></table>"
        for at in (1, 2)
    )
    write_docx(
        f"<h2>One</h2><p>Text.</p><p>More.</p><p>Still.</p><h3>Two</h3>{tables}<p>After.</p>",
        made,
        "en",
        tmp_path / "two.docx",
    )
    sections = [[]]
    for block in docx.Document(str(tmp_path / "two.docx")).element.body.iterchildren(qn("w:p"), qn("w:tbl")):
        sections[-1].append("".join(one.text or "" for one in block.iter(qn("w:t"))))
        if block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            sections.append([])
    # the list of tables has it before
    first = max(at for at, said in enumerate(sections) if "Table 1. Wide." in said)
    assert (
        sections[first][0] == "Two"
        and "Table 2. Wide." in sections[first]
        and "Still." in sections[first - 1]
    )
    assert sections[first + 1] == ["After."]


def test_many_narrow_columns_stand_upright(made, tmp_path):
    row = "".join(f"<td>{at}</td>" for at in range(9))
    html = f"<h2>One</h2><p>Text.</p><table><caption><b>Table 1.</b> Narrow.</caption><tbody><tr>{row}</tr></tbody></table>"
    write_docx(html, made, "en", tmp_path / "narrow.docx")
    sizes = docx.Document(str(tmp_path / "narrow.docx")).element.body.iter(qn("w:pgSz"))
    assert {size.get(qn("w:orient")) for size in sizes} == {None}


def test_every_section_has_the_margins_that_the_schema_asks_for(document):
    for margins in document.element.body.iter(qn("w:pgMar")):
        assert {"header", "footer", "gutter"} <= {name.split("}")[1] for name in margins.attrib}


def test_headings_are_in_the_font_that_is_named_and_not_in_that_of_a_theme(document):
    fonts = [
        style.element.find(f".//{qn('w:rFonts')}")
        for style in document.styles
        if style.name.startswith("Heading") and not style.name.endswith("Char")
    ]
    assert fonts and not [key for font in fonts for key in font.attrib if key.endswith("Theme")]


def test_a_quotation_mark_is_printed_as_it_stands(made, tmp_path):
    said = "She asked ‘seen it yet?’, that’s all, and 'no' -- \"word,\" said I’ll."
    write_pdf(f"<h2>One</h2><p>{said}</p>", made, "en", tmp_path / "said.pdf")
    with pdfium.PdfDocument(tmp_path / "said.pdf") as pdf:
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    assert said in text


def test_on_paper_a_condition_stands_once_with_the_numbers_of_its_sentences(made):
    numbering = number_chapters(made, compute_facts(made), "en")
    decided = numbering.decided("codings(TOIL) = 1")
    for line in (1, 2):
        numbering.claims["file.md", line, "asked"] = Claim(line, "file.md", line, lambda: decided, "")
    on_paper, on_page = (Book(numbering, paper=paper).claims() for paper in (True, False))
    assert on_paper.count("codings(TOIL) = 1</code>") == 1 < on_page.count("codings(TOIL) = 1</code>")
    assert "[1]" in on_paper and "[2]" in on_paper


def test_a_column_has_room_for_its_longest_word_and_the_longest_texts_have_most():
    frame = pd.DataFrame({"n": ["1", "2"], "Technique": ["–", "–"], "Said": ["many words " * 20] * 2})
    shares = [float(one.rstrip("%")) for one in elements.widths(frame)]
    assert shares[2] > 60 and shares[1] > 100 * len("Technique") / 118
    # narrow letters take less than wide ones
    narrow, wide = elements.needed(pd.DataFrame([["illiterit", "summoamns"], ["1", "2"]]))
    assert wide > narrow + 3


def test_short_lists_stand_on_the_page_of_the_contents_below_its_own_head(made, tmp_path):
    rows = "<table><tr><td>a</td></tr></table>"
    tables = "".join(f"<figure><figcaption>Table {at}. T</figcaption>{rows}</figure>" for at in range(4))
    chapters = "".join(f"<h2>Chapter</h2>{'<h3>Section</h3><p>Words.</p>' * 4}" for _ in range(5))
    write_pdf(f"{chapters}{tables}", made, "en", tmp_path / "front.pdf")
    with pdfium.PdfDocument(tmp_path / "front.pdf") as pdf:
        front = pdf[1].get_textpage().get_text_range()
    head, *_ = [line for line in front.splitlines() if line.strip() and line != "TEST DATA"]
    assert "List of Tables" in front and head == "Contents"


WORDS = "Those who were met a second time told of it at greater length than before. "


@pytest.mark.parametrize(
    "tail",
    [
        f"<p>{WORDS * 8}END</p>",
        f"<p>{WORDS * 24}END</p>",
        f"<ul>{f'<li>{WORDS}</li>' * 12}<li>{WORDS}END</li></ul>",
        f"<ol start='3'>{f'<li><p>{WORDS}</p></li>' * 12}<li><p>{WORDS}END</p></li></ol>",
        f"<p>{WORDS * 4}</p><ul><li>{WORDS}</li><li>END</li></ul>",
    ],
    ids=["paragraph", "long", "list", "numbered", "short"],
)
def test_no_chapter_ends_with_a_line_or_two_on_a_page_of_their_own(made, tmp_path, tail):
    # chapters that are a line longer each, so that the last lines of one or another begin a page
    html = ""
    for at in range(18):
        html += f"<h2>Chapter</h2>{'<p>One more line.</p>' * at}{f'<p>{WORDS * 8}</p>' * 7}{tail}"
    write_pdf(html, made, "en", tmp_path / "ends.pdf")
    with pdfium.PdfDocument(tmp_path / "ends.pdf") as pdf:
        pages = [page.get_textpage().get_text_range().splitlines() for page in pdf]
    # without the lines of head and foot
    ends = [[line for line in page if re.search("told|END|met|before", line)] for page in pages]
    last = [len(lines) for lines in ends if any("END" in line for line in lines)]
    assert len(last) == 18 and min(last) >= 5, last


def test_a_numbered_list_that_is_parted_goes_on_with_its_numbers(made, tmp_path):
    items = "".join(f"<li>{WORDS} Item {at}</li>" for at in range(1, 13))
    write_pdf(f"<h2>One</h2><ol>{items}</ol>", made, "en", tmp_path / "list.pdf")
    with pdfium.PdfDocument(tmp_path / "list.pdf") as pdf:
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    assert [int(one) for one in re.findall(r"^(\d+)\. Those", text, re.M)] == list(range(1, 13))


def test_text_goes_on_before_a_figure_that_lies_and_it_has_a_page_to_itself(made, tmp_path):
    picture = tmp_path / "wide.png"
    Image.new("RGB", (800, 480), "green").save(picture)
    data = base64.b64encode(picture.read_bytes()).decode("ascii")
    figure = (
        f'<figure id="figure-1" class="lying"><img src="data:image/png;base64,{data}" alt="Figure 1. Wide" width="24.4cm">'
        "<figcaption><b>Figure 1.</b> Wide.</figcaption></figure>"
    )
    write_pdf(
        f"<h2>One</h2><p>Before.</p>{figure}{f'<p>{WORDS * 8}</p>' * 12}", made, "en", tmp_path / "l.pdf"
    )
    with pdfium.PdfDocument(tmp_path / "l.pdf") as pdf:
        found = [page.get_textpage().get_text_range() for page in pdf]
    (at,) = [at for at, text in enumerate(found) if "Before." in text]
    assert "Those" in found[at] and "Wide." in found[at + 1] and "Those" not in found[at + 1]
    assert half_empty(tmp_path / "l.pdf") == []


def test_a_table_without_rows_says_that_there_is_none(made, tmp_path):
    html = elements.table(pd.DataFrame(columns=["Code", "Voices"]), "en", False, number=1, caption="Codes")
    assert [one.text for one in etree.HTML(html).iter("td")] == ["none"]
    write_pdf(f"<h2>One</h2>{html}", made, "en", tmp_path / "none.pdf")
    write_docx(f"<h2>One</h2>{html}", made, "en", tmp_path / "none.docx")
    written = docx.Document(str(tmp_path / "none.docx"))
    # code in a cell is no larger than its other words
    assert written.styles["Verbatim Char"].font.size is None
    *_, found = written.tables
    assert found.rows[1].cells[0].text == "none"
