"""What Word expects of a report and pandoc leaves out: captions that count themselves, references that follow them,
contents with pages, sections with their own page numbers, numbered headings, wide tables on their side.

Fields are written with the result they have (ECMA-376 part 1, 17.16): what is opened without an update reads right,
what is updated reads the same, the numbers of pages aside: those are of the PDF until Word lays out its own.
"""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from jalin.words import word

# a table with more columns than this lies on its side
WIDE = 6
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
# a line of a table that is a list in two columns of print
LISTED = "Ledger"
CAPTIONS = {"Image Caption": "figure", "Table Caption": "table"}
_NUMBER = re.compile(r"^(?P<label>\S+) (?P<number>\d+)\.$")
# the settings that the schema puts after `updateFields`
_AFTER_FIELDS = {
    qn(f"w:{name}")
    for name in (
        "hdrShapeDefaults",
        "footnotePr",
        "endnotePr",
        "compat",
        "docVars",
        "rsids",
        "attachedSchema",
        "themeFontLang",
        "clrSchemeMapping",
        "doNotIncludeSubdocsInStats",
        "doNotAutoCompressPictures",
        "forceUpgrade",
        "captions",
        "readModeInkLockDown",
        "smartTagType",
        "shapeDefaults",
        "doNotEmbedSmartTags",
        "decimalSymbol",
        "listSeparator",
    )
} | {qn("m:mathPr")}


@dataclass
class _Entry:
    """A line of the contents, or of a list of figures or tables."""

    text: str
    level: int
    bookmark: str
    page: str = ""


@dataclass
class _Found:
    """What stands in the document, as it is met from start to end."""

    heading: list[_Entry] = field(default_factory=list)
    figure: list[_Entry] = field(default_factory=list)
    table: list[_Entry] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)


def _text(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def _run(text: str, look: Any = None) -> Any:
    run = OxmlElement("w:r")
    if look is not None:
        run.append(copy.deepcopy(look))
    words = OxmlElement("w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = text
    run.append(words)
    return run


def field_runs(code: str, result: str, look: Any = None) -> list[Any]:
    """The runs of a field with the result it has now."""
    runs = []
    for kind in ("begin", "code", "separate", "result", "end"):
        if kind == "result":
            runs.append(_run(result, look))
            continue
        run = OxmlElement("w:r")
        if look is not None:
            run.append(copy.deepcopy(look))
        mark = OxmlElement("w:instrText" if kind == "code" else "w:fldChar")
        if kind == "code":
            mark.set(qn("xml:space"), "preserve")
            mark.text = f" {code} "
        else:
            mark.set(qn("w:fldCharType"), kind)
        run.append(mark)
        runs.append(run)
    return runs


class _Bookmarks:
    """Bookmarks with numbers that no other has."""

    def __init__(self, document: Document) -> None:
        taken = (int(one.get(qn("w:id"))) for one in document.element.body.iter(qn("w:bookmarkStart")))
        self.next = max(taken, default=0) + 1

    def around(self, name: str, first: Any, last: Any) -> None:
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self.next))
        start.set(qn("w:name"), name)
        first.addprevious(start)
        last.addnext(end)
        self.next += 1


def chapter_number(language: str) -> re.Pattern[str]:
    """What a chapter has before its heading when it is numbered by hand: "Bab IV ", "Chapter IV. "."""
    return re.compile(rf"^{re.escape(word('chapter_number', language))} [IVXLC]+[.:]?\s+")


def letters(number: int) -> str:
    """A, B … Z, AA, BB …, as Word counts in letters."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _styled(document: Document) -> Iterator[tuple[str, Any]]:
    """Each paragraph of the body outside tables, with the name of its style."""
    names = {style.style_id: style.name for style in document.styles}
    for paragraph in document.element.body.iterchildren(qn("w:p")):
        yield names.get(paragraph.style or "", ""), paragraph


def _without_start(paragraph: Any, count: int) -> None:
    """Take the first `count` letters off a paragraph."""
    for words in paragraph.iter(qn("w:t")):
        text = words.text or ""
        words.text, count = text[count:], max(0, count - len(text))
        if not count:
            return


def _unnumbered(paragraph: Any) -> None:
    properties = paragraph.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'))
    # the schema has an order of its own for what a paragraph is told
    style = properties.find(qn("w:pStyle"))
    if style is not None:
        style.addnext(properties[-1])


def _take_headings(document: Document, marks: _Bookmarks, found: _Found, language: str) -> None:
    """Headings count themselves where they had a number by hand; all get a place for the contents."""
    # a template that does not count its headings keeps the number that was typed
    if document.styles["Heading 1"].element.find(f".//{qn('w:numPr')}") is None:
        typed = re.compile(r"(?!)")
        counted = False
    else:
        typed, counted = chapter_number(language), True
    within, section = False, 0
    for name, paragraph in _styled(document):
        if name not in HEADINGS:
            continue
        level, text = HEADINGS.index(name) + 1, _text(paragraph)
        number = ""
        if level == 1:
            match = typed.match(text)
            within, section = match is not None, 0
            if match:
                number = match.group().strip()
                _without_start(paragraph, match.end())
        elif level == 2 and within:
            section += 1
            number = f"{letters(section)}."
        if counted and not number:
            _unnumbered(paragraph)
        if level > 2:
            continue
        runs = list(paragraph.iterchildren(qn("w:r"), qn("w:hyperlink")))
        if not runs:
            continue
        mark = f"_Toc{len(found.heading) + 1:06}"
        marks.around(mark, runs[0], runs[-1])
        shown = f"{number} {_text(paragraph)}".strip()
        found.heading.append(_Entry(shown, level, mark))


def _take_captions(document: Document, marks: _Bookmarks, found: _Found) -> None:
    """The number of a caption becomes a field; label and number together are what references repeat."""
    for name, paragraph in _styled(document):
        kind = CAPTIONS.get(name)
        runs = list(paragraph.iterchildren(qn("w:r")))
        if kind is None or not runs or not (match := _NUMBER.match(_text(runs[0]))):
            continue
        whole, look = _text(paragraph), runs[0].find(qn("w:rPr"))
        label, number = match["label"], match["number"]
        parts = [
            _run(f"{label} ", look),
            *field_runs(f"SEQ {label} \\* ARABIC", number, look),
            _run(".", look),
        ]
        for part in parts:
            runs[0].addprevious(part)
        paragraph.remove(runs[0])
        marks.around(f"_Ref_{kind}_{number}", parts[0], parts[-2])
        mark = f"_Toc_{kind}_{number}"
        marks.around(mark, parts[0], paragraph[-1])
        getattr(found, kind).append(_Entry(whole, 1, mark))
        found.labels[kind] = label


def _refer(document: Document, found: _Found) -> None:
    """A link that says "Figure 3" becomes a reference to its caption."""
    there = {
        f"{kind}-{number}": f"{found.labels[kind]} {number}"
        for kind in found.labels
        for number in range(1, len(getattr(found, kind)) + 1)
    }
    for link in list(document.element.body.iter(qn("w:hyperlink"))):
        anchor = link.get(qn("w:anchor")) or ""
        if there.get(anchor) != _text(link):
            continue
        first = link.find(qn("w:r"))
        look = None if first is None else first.find(qn("w:rPr"))
        for part in field_runs(f"REF _Ref_{anchor.replace('-', '_')} \\h", _text(link), look):
            link.addprevious(part)
        link.getparent().remove(link)


def _line(entry: _Entry, style: str) -> Any:
    """A line of contents: the words, leaders, the page; a link as a whole."""
    paragraph = parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>')
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), entry.bookmark)
    link.set(qn("w:history"), "1")
    link.append(_run(entry.text))
    tab = OxmlElement("w:r")
    tab.append(OxmlElement("w:tab"))
    link.append(tab)
    for part in field_runs(f"PAGEREF {entry.bookmark} \\h", entry.page):
        link.append(part)
    paragraph.append(link)
    return paragraph


def _fill_lists(document: Document, found: _Found) -> None:
    """Contents and lists as Word would make them, with their lines there already."""
    ids = {style.name.lower(): style.style_id for style in document.styles}
    tables = ids["table of figures"]
    lists = (
        (found.heading, 'TOC \\o "1-2" \\h \\z \\u', None),
        *(
            (getattr(found, kind), f'TOC \\h \\z \\c "{found.labels[kind]}"', tables)
            for kind in ("figure", "table")
            if kind in found.labels
        ),
    )
    codes = ("\\o", "Image Caption", "Table Caption")
    kinds = dict(
        zip(("heading", *(kind for kind in ("figure", "table") if kind in found.labels)), lists, strict=True)
    )
    for block in list(document.element.body.iterchildren(qn("w:sdt"))):
        told = "".join(one.text or "" for one in block.iter(qn("w:instrText")))
        kind = next(
            (kind for kind, code in zip(("heading", "figure", "table"), codes, strict=True) if code in told),
            "",
        )
        content = block.find(qn("w:sdtContent"))
        if kind not in kinds or not kinds[kind][0]:
            # nothing to list
            document.element.body.remove(block)
            continue
        entries, code, style = kinds[kind]
        _, *rest = content.iterchildren(qn("w:p"))
        for old in rest:
            content.remove(old)
        lines = [_line(entry, style or ids[f"toc {entry.level}"]) for entry in entries]
        begin = field_runs(code, "")[:3]
        for part in reversed(begin):
            lines[0].find(qn("w:pPr")).addnext(part)
        lines[-1].append(field_runs("", "")[-1])
        for line in lines:
            content.append(line)


def _numbered(section: Any, form: str, first: bool) -> Any:
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:fmt"), form)
    if first:
        numbers.set(qn("w:start"), "1")
    # before what the schema puts after it
    section.find(qn("w:pgMar")).addnext(numbers)
    return section


def _end_section(element: Any, section: Any) -> None:
    """Let a section end with this element of the body."""
    if element.tag != qn("w:p") or element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
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


def _columns(table: Any) -> int:
    return len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"))


def _before(element: Any) -> Any:
    """The block before an element of the body; what only marks a place is none."""
    blocks = {qn("w:p"), qn("w:tbl"), qn("w:sdt")}
    while (element := element.getprevious()) is not None and element.tag not in blocks:
        pass
    return element


def _opening(top: Any, ids: dict[str, str]) -> Any:
    """The heading of the chapter that a table opens, where at most two paragraphs stand between; else what is given.

    They would be alone on an upright page otherwise.
    """
    element = top
    for _ in range(3):
        element = _before(element)
        name = ids.get(getattr(element, "style", None) or "", "") if element is not None else ""
        if element is None or element.tag != qn("w:p") or name in HEADINGS[1:] or name in CAPTIONS:
            return top
        if name == HEADINGS[0]:
            return element
    return top


def _lay_sections(document: Document, first_chapter: Any) -> None:
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
        if _columns(table) <= WIDE:
            continue
        caption = _before(table)
        top = (
            caption
            if caption is not None and ids.get(getattr(caption, "style", None) or "") in CAPTIONS
            else table
        )
        before = _before(_opening(top, ids))
        if before is not None and before.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
            _end_section(before, section("decimal"))
        _end_section(table, _lying(section("decimal")))
    listed = [one for one in body.iterchildren(qn("w:p")) if ids.get(one.style or "") == LISTED]
    if listed:
        _end_section(_before(listed[0]), section("decimal"))
        columns = section("decimal")
        _in_columns(columns)
        _end_section(listed[-1], columns)
        # what comes after two columns of print goes on below them
        _running_on(last)
    _numbered(last, "decimal", not started)


def _keep(document: Document) -> None:
    """Heads of tables on each page, no row in two, alternative words for each picture."""
    for table in document.tables:
        if table.rows:
            properties = table.rows[0]._tr.get_or_add_trPr()
            if properties.find(qn("w:tblHeader")) is None:
                properties.append(OxmlElement("w:tblHeader"))
        for row in table._tbl.iterchildren(qn("w:tr")):
            row.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def update_when_opened(document: Document) -> None:
    """Word fills in all fields when it opens the document, pages with them."""
    settings = document.settings.element
    if settings.find(qn("w:updateFields")) is not None:
        return
    mark = OxmlElement("w:updateFields")
    mark.set(qn("w:val"), "true")
    # the schema has an order for settings: before the first of those that come later
    later = next((one for one in settings if one.tag in _AFTER_FIELDS), None)
    if later is None:
        settings.append(mark)
    else:
        later.addprevious(mark)


def finish(document: Document, language: str, pages: Sequence[str]) -> None:
    """Make of pandoc's document what Word makes: see the head of this module.

    `pages`: where each heading of two levels, then each figure, then each table stands, as the lists show it; what
    comes after those is not looked at, and of fewer none is shown.
    """
    marks, found = _Bookmarks(document), _Found()
    chapters = chapter_number(language)
    styled = [(name, paragraph) for name, paragraph in _styled(document) if name == "Heading 1"]
    numbered = [paragraph for _, paragraph in styled if chapters.match(_text(paragraph))]
    first = (numbered or [paragraph for _, paragraph in styled] or [None])[0]
    _take_headings(document, marks, found, language)
    _take_captions(document, marks, found)
    entries = [*found.heading, *found.figure, *found.table]
    if len(entries) <= len(pages):
        for entry, page in zip(entries, pages, strict=False):
            entry.page = page
    _refer(document, found)
    _fill_lists(document, found)
    _keep(document)
    _lay_sections(document, first)
    update_when_opened(document)
