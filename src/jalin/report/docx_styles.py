"""The styles, the page and the running heads of the report in Word: ours, or those of a university's template."""

import copy
import io
import subprocess
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
import pypandoc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from jalin.errors import Problem, StudyError
from jalin.report.docx_fields import field_runs
from jalin.report.docx_sections import HEADINGS, LISTED
from jalin.stripped import stripped
from jalin.study import SETTINGS, Study

# the text in a cell of a table
CELL = "Table Text"
# the number of the list that counts headings
_OUTLINE = "77"


def _paged(foot: Paragraph) -> None:
    """The number of the page, in the foot."""
    for run in field_runs("PAGE", ""):
        foot._p.append(run)


def write_styles(settings: dict[str, str], path: Path, template: Path | None = None) -> None:
    """The styles of the DOCX: pandoc's own, with our page, running heads and page numbers; those of a template before ours."""
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
        ("TOC Heading", "Calibri", 17),
        *((f"Heading {level}", "Calibri", 10.5) for level in range(4, 10)),
    ):
        if name in document.styles:
            style = document.styles[name]
            style.font.name, style.font.size = font, Pt(size)
            style.font.color.rgb = RGBColor(0x1D, 0x27, 0x30)
            # Word takes the fonts of the theme before those that are named
            fonts = style.element.rPr.rFonts.attrib
            for theme in [key for key in fonts if key.endswith("heme")]:
                del fonts[theme]
            # pandoc sets deep headings in italics, unlike the page and the PDF
            if "Heading" in name:
                style.font.italic, style.font.bold = False, True
    if "Verbatim Char" in document.styles:
        # as large as the words about it, in a table too
        document.styles["Verbatim Char"].font.size = None
    if "Hyperlink" in document.styles:
        document.styles["Hyperlink"].font.color.rgb = RGBColor(0x00, 0x56, 0x8A)
        document.styles["Hyperlink"].font.underline = False
    cells = document.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
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
    # the schema wants these, too
    section.header_distance, section.footer_distance, section.gutter = Cm(1.25), Cm(1.25), Cm(0)
    head = section.header.paragraphs[0]
    head.text = settings["notice"] or settings["title"]
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _paged(foot)
    for paragraph in (head, foot):
        for run in paragraph.runs:
            run.font.size, run.font.name = Pt(8), "Calibri"
    if template is not None:
        # whose it is, and where it lies on somebody's machine, stays there
        bare = docx.Document(io.BytesIO(stripped(template.read_bytes())))
        _in_template(document, bare, settings["notice"]).save(str(path))
        return
    document.save(str(path))


def _in_template(
    ours: docx.document.Document, template: docx.document.Document, notice: str
) -> docx.document.Document:
    """The template with the styles that it lacks, a page number where its foot is empty, and the notice in its head."""
    there = {style.name.lower(): style.style_id for style in template.styles if style.name}
    ids = {style.style_id: style.name for style in ours.styles}
    for style in ours.styles:
        if style.name.lower() in there:
            continue
        new = copy.deepcopy(style.element)
        for link in new.iterchildren(qn("w:basedOn"), qn("w:next"), qn("w:link")):
            own = link.get(qn("w:val"))
            link.set(qn("w:val"), there.get(ids.get(own, "").lower(), own))
        # how headings are counted is the template's matter
        for numbers in list(new.iter(qn("w:numPr"))):
            numbers.getparent().remove(numbers)
        template.styles.element.append(new)
    section = template.sections[-1]
    foot, head = section.footer.paragraphs, section.header.paragraphs
    if not any(paragraph.text.strip() or len(paragraph._p) > 1 for paragraph in foot):
        foot[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _paged(foot[0])
    if notice and not any(notice in paragraph.text for paragraph in head):
        head[0].insert_paragraph_before(notice)
    return template


def template_of(study: Study) -> Path | None:
    """The DOCX whose styles the report takes (`report.docx` in study.yaml), or None. Raises `StudyError` where it cannot be opened."""
    name = study.settings.report.docx
    if not name:
        return None
    path = study.raw / name
    where = "report, docx"
    if not path.is_file():
        what = f"there is no file {study.relative(path)}"
        raise StudyError(Problem(SETTINGS, where, what, "Put the template there, or take the line out"))
    try:
        docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError, BadZipFile):
        what = f"{study.relative(path)} is no Word document that can be opened"
        raise StudyError(
            Problem(SETTINGS, where, what, "Save the template as .docx in Word and name that file")
        ) from None
    return path


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
