"""The sections of a Word document: a cover, front matter in roman numbers, the body from 1, wide tables on their side."""

import copy
from collections.abc import Collection
from typing import Any

import pandas as pd
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from jalin.figure import LYING
from jalin.report.elements import WIDE, needed

# units of pictures to a centimetre, and the centimetres of height that a page on its side has beside a caption
_EMU, _HIGH = 360_000, 13.6
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
# a line of a table that is a list in two columns of print
LISTED = "Ledger"
CAPTIONS = {"Image Caption": "figure", "Table Caption": "table"}


def _numbered(section: Any, form: str, first: bool) -> Any:
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:fmt"), form)
    if first:
        numbers.set(qn("w:start"), "1")
    # before what the schema puts after it
    section.find(qn("w:pgMar")).addnext(numbers)
    return section


def _ended(element: Any) -> Any:
    """The section that ends with this paragraph, or None."""
    return element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")


def _end_section(element: Any, section: Any) -> None:
    """Let a section end with this element of the body.

    What references lead to ends none itself: LibreOffice fills such a reference with nothing.
    """
    place = next(element.iter(qn("w:bookmarkStart")), None)
    if element.tag != qn("w:p") or place is not None or _ended(element) is not None:
        # pandoc parts two tables by an empty paragraph; the end of the section parts them, too
        below = next(element.itersiblings(qn("w:p"), qn("w:tbl")), None)
        if below is not None and below.tag == qn("w:p") and not len(below):
            below.getparent().remove(below)
        paragraph = parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
        )
        element.addnext(paragraph)
        element = paragraph
    properties = element.get_or_add_pPr()
    properties.append(section)


def _lying(section: Any) -> Any:
    size = section.find(qn("w:pgSz"))
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), height)
    size.set(qn("w:h"), width)
    size.set(qn("w:orient"), "landscape")
    return section


def _running_on(section: Any) -> None:
    """Let a section begin where the one before it ends, not on a page of its own."""
    kind = OxmlElement("w:type")
    kind.set(qn("w:val"), "continuous")
    section.find(qn("w:pgSz")).addprevious(kind)


def _in_columns(section: Any) -> None:
    _running_on(section)
    columns = OxmlElement("w:cols")
    columns.set(qn("w:num"), "2")
    columns.set(qn("w:space"), "340")
    section.find(qn("w:pgNumType")).addnext(columns)


def _across(table: Any) -> float:
    """The letters that the longest words of a table take side by side; cells that are joined are not looked at."""
    rows = [
        ["".join(cell.itertext(qn("w:t"))) for cell in row.iterchildren(qn("w:tc"))]
        for row in table.iterchildren(qn("w:tr"))
    ]
    columns = len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"))
    return needed(pd.DataFrame([row for row in rows if len(row) == columns], columns=range(columns))).sum()


def _before(element: Any) -> Any:
    """The block before an element of the body; what only marks a place is none."""
    blocks = {qn("w:p"), qn("w:tbl"), qn("w:sdt")}
    while (element := element.getprevious()) is not None and element.tag not in blocks:
        pass
    return element


def _opening(top: Any, ids: dict[str, str]) -> Any:
    """The headings that a table opens, where at most two paragraphs stand between; else what is given.

    They would be alone on an upright page otherwise.
    """
    element = found = top
    for _ in range(3):
        element = _before(element)
        name = ids.get(getattr(element, "style", None) or "", "") if element is not None else ""
        if element is None or element.tag != qn("w:p") or name in CAPTIONS or _ended(element) is not None:
            break
        if name in HEADINGS:
            found = element
        elif found is not top:
            break
    return found


def _pictures(document: Document, names: Collection[str]) -> list[Any]:
    """The paragraphs of the figures with these bookmarks, as the HTML called them."""
    found = []
    for mark in document.element.body.iterchildren(qn("w:bookmarkStart")):
        if mark.get(qn("w:name")) not in names:
            continue
        below = mark.getnext()
        while below is not None and below.tag != qn("w:p"):
            below = below.getnext()
        if below is not None and next(below.iter(qn("wp:extent")), None) is not None:
            found.append(below)
    return found


def _widened(picture: Any) -> None:
    """Make a picture as large as a page on its side has room for; pandoc knows upright ones alone."""
    for extent in [*picture.iter(qn("wp:extent")), *picture.iter(qn("a:ext"))]:
        if extent.get("cx") is None:
            continue
        width, height = int(extent.get("cx")), int(extent.get("cy"))
        times = min(LYING * _EMU / width, _HIGH * _EMU / height)
        extent.set("cx", str(round(times * width)))
        extent.set("cy", str(round(times * height)))


def lay_sections(document: Document, first_chapter: Any, lying: Collection[str] = ()) -> None:
    """A cover without a number, front matter in roman numbers, the body from 1; wide tables on their side."""
    body = document.element.body
    last = body.find(qn("w:sectPr"))
    plain = copy.deepcopy(last)
    for old in last.findall(qn("w:pgNumType")):
        last.remove(old)
    started = False

    def section(form: str) -> Any:
        nonlocal started
        first = form != "decimal" or not started
        started = started or form == "decimal"
        return _numbered(copy.deepcopy(plain), form, first)

    cover = copy.deepcopy(plain)
    for reference in cover.findall(qn("w:footerReference")):
        cover.remove(reference)
    contents = body.find(qn("w:sdt"))
    front = contents if contents is not None else first_chapter
    if front is not None and _before(front) is not None:
        _end_section(_before(front), cover)
    if first_chapter is not None and _before(first_chapter) is not None and first_chapter is not front:
        _end_section(_before(first_chapter), section("lowerRoman"))
    ids = {style.style_id: style.name for style in document.styles}
    for table in list(body.iterchildren(qn("w:tbl"))):
        if _across(table) <= WIDE:
            continue
        caption = _before(table)
        top = (
            caption
            if caption is not None and ids.get(getattr(caption, "style", None) or "") in CAPTIONS
            else table
        )
        before = _before(_opening(top, ids))
        ended = _ended(before) if before is not None else None
        if before is not None and ended is None:
            _end_section(before, section("decimal"))
        # tables that lie one after another share a section, and its pages
        share = ended is not None and ended.find(qn("w:pgSz")).get(qn("w:orient")) == "landscape"
        _end_section(table, ended if share else _lying(section("decimal")))
    for picture in _pictures(document, lying):
        if _before(picture) is not None:
            _end_section(_before(picture), section("decimal"))
        caption = picture.getnext()
        below = caption if caption is not None and caption.tag == qn("w:p") else picture
        _end_section(below, _lying(section("decimal")))
        _widened(picture)
    listed = [one for one in body.iterchildren(qn("w:p")) if ids.get(one.style or "") == LISTED]
    if listed:
        _end_section(_before(listed[0]), section("decimal"))
        columns = section("decimal")
        _in_columns(columns)
        _end_section(listed[-1], columns)
        # what comes after two columns of print goes on below them
        _running_on(last)
    _numbered(last, "decimal", not started)
