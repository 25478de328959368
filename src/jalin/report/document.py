"""The report on paper: PDF by Typst and DOCX, both from the same chapters by way of pandoc."""

import ctypes
import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import docx
import pypandoc
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import typst
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from jalin.files import MOMENT, write_atomically, write_package
from jalin.report.book import Book
from jalin.report.docx_finish import HEADINGS, LISTED, finish
from jalin.report.numbering import Numbering
from jalin.report.people import front_in_words
from jalin.report.results import Results
from jalin.words import word

_READER = "html+raw_html"
_OPTIONS = [
    "--quiet",
    "--wrap=none",
    f"--lua-filter={files('jalin.report') / 'paper.lua'}",
    f"--lua-filter={files('jalin.report') / 'paper_typst.lua'}",
    "--shift-heading-level-by=-1",
]
_CELL = "Table Text"
# the number of the list that counts headings
_OUTLINE = "77"
# a numbered figure; Word shows the PNG beside the SVG
_SVG = re.compile(r'(<figure id="figure-\d+"><img src="figures/[^"]+)\.svg(?=")')


def _quoted(text: str) -> str:
    """`text` as a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _settings(results: Results, language: str) -> dict[str, str]:
    settings = results.study.settings
    return {
        "title": results.study.title[language],
        "authors": ", ".join(settings.authors),
        "setting": settings.setting.frame[language],
        "corpus": settings.setting.corpus[language],
        "choices": front_in_words(results, language),
        "notice": settings.notice[language] if settings.notice else "",
        "keywords": ", ".join(settings.keywords[language]),
        "language": language,
        "chapter": word("chapter_number", language),
        "contents": word("contents", language),
        "figures": word("list_of_figures", language),
        "tables": word("list_of_tables", language),
    }


def write_pdf(html: str, results: Results, language: str, path: Path) -> None:
    """Write the chapters as a tagged PDF (PDF/UA-1 and PDF/A-2a) with bookmarks, title and language, in one step."""
    study = results.study
    body = pypandoc.convert_text(
        # a chapter's own pictures stand beside it, and both are below the study's folder
        html.replace('src="figures/', f'src="{study.relative(study.reports)}/figures/'),
        "typst",
        format=_READER,
        extra_args=[
            *_OPTIONS,
            f"--metadata=lang:{word('locale', language)}",
            f"--metadata=chapter-number:{word('chapter_number', language)}",
        ],
    )
    head = "".join(
        f"#let jalin-{name} = {_quoted(value)}\n" for name, value in _settings(results, language).items()
    )
    # an archive wants a date; without one of its own the report has that of all its files
    head += f"#let jalin-date = datetime(year: {MOMENT.year}, month: {MOMENT.month}, day: {MOMENT.day})\n"
    style = (files("jalin.report") / "report.typ").read_text(encoding="utf-8")
    source = f"{head}\n{style}\n{body}".encode()
    # the types that typst states want the source and the root to be of one
    compiling: Any = {"root": str(study.root), "ignore_system_fonts": True}
    made = typst.compile(source, pdf_standards=["ua-1", "a-2a"], **compiling)
    write_atomically(path, lambda part: part.write_bytes(made))


def listed_pages(path: Path) -> list[str]:
    """The page that each line of the contents and lists of a PDF leads to, in their order, as it is printed there."""
    found: list[str] = []
    with pdfium.PdfDocument(path) as pdf:
        labels = [pdf.get_page_label(number) for number in range(len(pdf))]
        before = None
        for number, label in enumerate(labels):
            if label.isdecimal():
                break
            link, at = pdfium_c.FPDF_LINK(), ctypes.c_int()
            while pdfium_c.FPDFLink_Enumerate(pdf[number], at, link):
                place = pdfium_c.FPDFLink_GetDest(pdf, link)
                x, y, zoom, *there = (
                    *(ctypes.c_float() for _ in range(3)),
                    *(ctypes.c_int() for _ in range(3)),
                )
                if not pdfium_c.FPDFDest_GetLocationInPage(place, *there, x, y, zoom):
                    continue
                target = pdfium_c.FPDFDest_GetDestPageIndex(pdf, place)
                # a line that is broken is two links to one place
                if (target, y.value) != before:
                    found.append(labels[target])
                before = target, y.value
    return found


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that Word fills in, such as the number of the page."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)


def _reference(settings: dict[str, str], path: Path) -> None:
    """The styles of the DOCX: pandoc's own, with our page, running heads and page numbers."""
    pandoc = pypandoc.get_pandoc_path()
    made = subprocess.run(
        [pandoc, "--print-default-data-file", "reference.docx"], check=True, capture_output=True
    )
    path.write_bytes(made.stdout)
    document = docx.Document(str(path))
    for name, font, size in (
        ("Normal", "Cambria", 11),
        ("Body Text", "Cambria", 11),
        ("Compact", "Cambria", 11),
        ("Block Text", "Cambria", 10.5),
        ("Image Caption", "Calibri", 9),
        ("Table Caption", "Calibri", 9),
        ("Title", "Calibri", 20),
        ("Heading 1", "Calibri", 17),
        ("Heading 2", "Calibri", 13),
        ("Heading 3", "Calibri", 11.5),
    ):
        if name in document.styles:
            style = document.styles[name]
            style.font.name, style.font.size = font, Pt(size)
            style.font.color.rgb = RGBColor(0x1D, 0x27, 0x30)
    if "Hyperlink" in document.styles:
        document.styles["Hyperlink"].font.color.rgb = RGBColor(0x00, 0x56, 0x8A)
        document.styles["Hyperlink"].font.underline = False
    cells = document.styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    cells.base_style = document.styles["Compact"]
    cells.font.size = Pt(8)
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    document.styles["Table Caption"].paragraph_format.keep_with_next = True
    _numbered_headings(document, settings["chapter"])
    _contents_styles(document)
    quoted = document.styles["Block Text"]
    quoted.paragraph_format.left_indent = Cm(1)
    # what speaks against a claim, told apart in grey as well
    against = document.styles.add_style("Block Text Against", WD_STYLE_TYPE.PARAGRAPH)
    against.base_style = quoted
    _barred(quoted, "single", "00568A")
    _barred(against, "dotted", "B84A00")
    listed = document.styles.add_style(LISTED, WD_STYLE_TYPE.PARAGRAPH)
    listed.base_style, listed.font.size = document.styles["Normal"], Pt(7.5)
    listed.paragraph_format.space_before, listed.paragraph_format.space_after = Pt(0), Pt(3)
    counts = document.styles.add_style("Counts", WD_STYLE_TYPE.CHARACTER)
    counts.font.size, counts.font.color.rgb = Pt(9), RGBColor(0x3D, 0x4A, 0x53)
    _ruled(document)
    # named by what python-docx and pandoc write, and not there
    for name in ("Header", "Footer"):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style, style.element.styleId = document.styles["Normal"], name
    document.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:default="1" w:styleId="TableNormal">'
            '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        )
    )
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)
    head = section.header.paragraphs[0]
    head.text = settings["notice"] or settings["title"]
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(foot, "PAGE")
    for paragraph in (head, foot):
        for run in paragraph.runs:
            run.font.size, run.font.name = Pt(8), "Calibri"
    document.save(str(path))


def _numbered_headings(document: docx.document.Document, chapter: str) -> None:
    """Headings that count themselves: chapters in roman numbers, sections in letters."""
    levels = (("upperRoman", f"{chapter} %1"), ("upperLetter", "%2."))
    numbering = document.part.numbering_part.element
    outline = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_OUTLINE}"><w:multiLevelType w:val="multilevel"/>'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:pStyle w:val="{document.styles[name].style_id}"/><w:suff w:val="space"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
            for level, (name, (form, text)) in enumerate(zip(HEADINGS, levels, strict=False))
        )
        + "</w:abstractNum>"
    )
    used = parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{_OUTLINE}"><w:abstractNumId w:val="{_OUTLINE}"/></w:num>'
    )
    first = numbering.find(qn("w:num"))
    if first is None:
        numbering.append(outline)
    else:
        first.addprevious(outline)
    numbering.append(used)
    for level, name in enumerate(HEADINGS[:2]):
        properties = document.styles[name].element.get_or_add_pPr()
        properties._insert_numPr(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{_OUTLINE}"/></w:numPr>'
            )
        )
    contents = next((style for style in document.styles if style.name == "TOC Heading"), None)
    if contents is not None:
        contents.element.get_or_add_pPr()._insert_numPr(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="0"/></w:numPr>')
        )


def _contents_styles(document: docx.document.Document) -> None:
    """The styles of the lines of contents and lists: a leader to the page at the right."""
    for name, indent in (("toc 1", 0.0), ("toc 2", 0.6), ("table of figures", 0.0)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style = document.styles["Normal"]
        told = style.paragraph_format
        told.space_before, told.space_after = Pt(0), Pt(3)
        told.left_indent, told.right_indent = Cm(indent), Cm(1)
        told.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _barred(style: Any, line: str, color: str) -> None:
    """A bar to the left of paragraphs of a style."""
    bar = OxmlElement("w:left")
    for name, value in (("val", line), ("sz", "18"), ("space", "8"), ("color", color)):
        bar.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:pBdr")
    borders.append(bar)
    # the schema wants borders before the spacing and the indent
    style.element.get_or_add_pPr().insert(0, borders)


def _ruled(document: docx.document.Document) -> None:
    """Thin lines between the rows of tables."""
    style = next((one for one in document.styles if one.name == "Table"), None)
    if style is None:
        return
    properties = style.element.find(qn("w:tblPr"))
    if properties is None:
        properties = OxmlElement("w:tblPr")
        style.element.append(properties)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "B5BDC3")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    # the schema wants borders before the layout and the margins of cells
    after = [qn(f"w:{name}") for name in ("shd", "tblLayout", "tblCellMar", "tblLook")]
    place = next((at for at, one in enumerate(properties) if one.tag in after), len(properties))
    properties.insert(place, borders)


def write_docx(
    html: str,
    results: Results,
    language: str,
    path: Path,
    pages: Sequence[str] = (),
) -> None:
    """Write the chapters as DOCX with headings and captions that count themselves, contents, sections, in one step.

    `pages`: what the contents show until Word has laid the document out.
    """
    settings = _settings(results, language)
    subtitle = " · ".join(filter(None, (settings[name] for name in ("setting", "corpus", "choices"))))
    with tempfile.TemporaryDirectory(prefix="jalin-") as folder:
        reference, made = Path(folder) / "reference.docx", Path(folder) / "report.docx"
        _reference(settings, reference)
        pypandoc.convert_text(
            _SVG.sub(r"\1.png", html),
            "docx",
            format=_READER,
            outputfile=str(made),
            extra_args=[
                *_OPTIONS,
                f"--reference-doc={reference}",
                f"--resource-path={results.study.reports}{os.pathsep}{results.study.root}",
                "--toc",
                "--toc-depth=2",
                "--lof",
                "--lot",
                f"--metadata=title:{settings['title']}",
                f"--metadata=subtitle:{subtitle}",
                f"--metadata=author:{settings['authors']}",
                f"--metadata=lang:{word('locale', language)}",
                f"--metadata=toc-title:{settings['contents']}",
                f"--metadata=lof-title:{settings['figures']}",
                f"--metadata=lot-title:{settings['tables']}",
            ],
        )
        write_package(path, _finished(made, language, pages, settings).save)


def _finished(
    made: Path, language: str, pages: Sequence[str], settings: dict[str, str]
) -> docx.document.Document:
    """The document as Word would have made it, with fixed times, and no machine in it."""
    document = docx.Document(str(made))
    # by its id: python-docx looks the default style up for each paragraph otherwise
    cell = document.styles[_CELL].style_id
    for table in document.tables:
        for paragraph in table._tbl.iter(qn("w:p")):
            paragraph.style = cell
    finish(document, language, pages)
    about = document.core_properties
    # what the properties of a file can hold
    about.subject, about.comments, about.keywords = (
        settings[name][:255] for name in ("corpus", "notice", "keywords")
    )
    about.language = word("locale", language)
    about.created = about.modified = MOMENT
    return document


def write_documents(numbering: Numbering) -> list[Path]:
    """Write `report.LANGUAGE.pdf` and `.docx` below `reports/`; their paths."""
    results, language = numbering.results, numbering.language
    pdf, word_file = (results.study.reports / f"report.{language}.{ending}" for ending in ("pdf", "docx"))
    html = "\n".join(Book(numbering, paper=True).chapters())
    write_pdf(html, results, language, pdf)
    write_docx(html, results, language, word_file, listed_pages(pdf))
    return [pdf, word_file]
