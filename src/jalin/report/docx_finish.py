"""What Word expects of a report and pandoc leaves out: captions that count themselves, references that follow them,
contents with pages, sections with their own page numbers, numbered headings, wide tables on their side.

Fields are written with the result they have (ECMA-376 part 1, 17.16): what is opened without an update reads right,
what is updated reads the same, the numbers of pages aside: those are of the PDF until Word lays out its own.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from jalin.report.docx_fields import Bookmarks, field_runs, run_of, text_of, update_when_opened
from jalin.report.docx_sections import CAPTIONS, HEADINGS, lay_sections
from jalin.words import word

_NUMBER = re.compile(r"^(?P<label>\S+) (?P<number>\d+)\.$")


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


def _take_headings(document: Document, marks: Bookmarks, found: _Found, language: str) -> None:
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
        level, text = HEADINGS.index(name) + 1, text_of(paragraph)
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
        shown = f"{number} {text_of(paragraph)}".strip()
        found.heading.append(_Entry(shown, level, mark))


def _take_captions(document: Document, marks: Bookmarks, found: _Found) -> None:
    """The number of a caption becomes a field; label and number together are what references repeat."""
    for name, paragraph in _styled(document):
        kind = CAPTIONS.get(name)
        runs = list(paragraph.iterchildren(qn("w:r")))
        if kind is None or not runs or not (match := _NUMBER.match(text_of(runs[0]))):
            continue
        whole, look = text_of(paragraph), runs[0].find(qn("w:rPr"))
        label, number = match["label"], match["number"]
        parts = [
            run_of(f"{label} ", look),
            *field_runs(f"SEQ {label} \\* ARABIC", number, look),
            run_of(".", look),
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
        if there.get(anchor) != text_of(link):
            continue
        first = link.find(qn("w:r"))
        look = None if first is None else first.find(qn("w:rPr"))
        for part in field_runs(f"REF _Ref_{anchor.replace('-', '_')} \\h", text_of(link), look):
            link.addprevious(part)
        link.getparent().remove(link)


def _line(entry: _Entry, style: str) -> Any:
    """A line of contents: the words, leaders, the page; a link as a whole."""
    paragraph = parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>')
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), entry.bookmark)
    link.set(qn("w:history"), "1")
    link.append(run_of(entry.text))
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
        if kind != "heading":
            # as Word makes a list; LibreOffice takes a title within a block for one that the list has besides
            for part in list(content):
                block.addprevious(part)
            document.element.body.remove(block)


def _keep(document: Document) -> None:
    """Heads of tables on each page, no row in two, alternative words for each picture."""
    for table in document.tables:
        if table.rows:
            properties = table.rows[0]._tr.get_or_add_trPr()
            if properties.find(qn("w:tblHeader")) is None:
                properties.append(OxmlElement("w:tblHeader"))
        for row in table._tbl.iterchildren(qn("w:tr")):
            row.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def finish(document: Document, language: str, pages: Sequence[str], lying: Collection[str] = ()) -> None:
    """Make of pandoc's document what Word makes: see the head of this module.

    `pages`: where each heading of two levels, then each figure, then each table stands, as the lists show it; what
    comes after those is not looked at, and of fewer none is shown. `lying`: figures, as the HTML calls them, that have a
    page on its side.
    """
    marks, found = Bookmarks(document), _Found()
    chapters = chapter_number(language)
    styled = [(name, paragraph) for name, paragraph in _styled(document) if name == "Heading 1"]
    numbered = [paragraph for _, paragraph in styled if chapters.match(text_of(paragraph))]
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
    lay_sections(document, first, lying)
    update_when_opened(document)
