"""Web pages: paragraphs, headings, list items and table rows, without scripts and styles."""

import re

from lxml import etree

from jalin.collect.blocks import Block, Reading, Unreadable
from jalin.collect.docx_numbers import numeral
from jalin.collect.speakers import rows_as_blocks

_SKIPPED = {"script", "style", "template", "noscript", "svg", "math", "object", "iframe", "select", "button"}
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "item",
    "dt": "item",
    "dd": "item",
}
_BOLD = {"b", "strong"}
# how the attribute type of a list says that it is numbered
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr", "img", "input",
}  # fmt: skip


# what a page's own styles do not show: on an element, or on a class
_HIDES = r"(?:display:\s*none|visibility:\s*hidden)"
_HIDDEN = re.compile(rf"\.([\w-]+)\s*\{{[^}}]*{_HIDES}")


def _veiled(element: etree._Element, classes: set[str]) -> bool:
    """Whether a browser does not show an element; `classes`: those that are not shown."""
    return (
        element.get("hidden") is not None
        or re.search(_HIDES, element.get("style", "")) is not None
        or not classes.isdisjoint(element.get("class", "").split())
    )


# chats saved as pages: the classes of a message, of who wrote it and of its words; and of what is none
_CHATS = (
    ("Telegram", "message default", "from_name", "text", "message service"),
    ("Discord", "chatlog__message", "chatlog__author", "chatlog__content", "chatlog__system-notification"),
)


def _chat(root: etree._Element, reading: Reading) -> bool:
    """The messages of a chat that was saved as a page; False, and nothing read, of another page."""

    def of(element: etree._Element, name: str) -> list[etree._Element]:
        return element.xpath(".//*[contains(concat(@class, ' '), $name)]", name=f"{name} ")

    for program, message, who, said, event in _CHATS:
        found = of(root, message)
        if not any(of(one, who) for one in found):
            continue
        name = ""
        for line in root.iter("br"):
            line.tail = f" {line.tail or ''}"
        for one in root.iter("div"):
            words = " ".join(" ".join("".join(part.itertext()) for part in of(one, said)[:1]).split())
            if one in found:
                # who writes on is not named again
                named = [
                    part
                    for part in of(one, who)
                    if not any("forwarded" in (up.get("class") or "") for up in part.iterancestors())
                ]
                name = next((" ".join("".join(part.itertext()).split()) for part in named), name)
                reading.add(*([Block(f"{name}: {words}", speaker=name)] if words else []))
            elif f"{event} " in f"{one.get('class')} ":
                reading.add(Block(" ".join("".join(one.itertext()).split()), "note"))
        reading.program = program
        return True
    return False


# what LibreOffice calls the running heads of a page that it saves for browsers
_RUNNING = {"header", "footer"}


def _count(value: str | None) -> int:
    """How many rows or columns a cell takes, one unless it says another number that there can be."""
    return int(value) if value and value.isdecimal() and len(value) < 4 and int(value) else 1


class _Page:
    """The walk through one page, a block at a time."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.parts: list[str] = []
        # the words in bold with which a block begins, how deep in bold it is, and whether anything else came
        self.strong: list[str] = []
        self.bold, self.other = 0, False
        self.kinds = ["paragraph"]
        self.tables: list[list[list[str]]] = []
        # of each table how many rows more each of its columns is filled from above, and how wide its last cell is
        self.spans: list[dict[int, int]] = []
        self.wide = 1
        self.verbatim = 0
        # of each list that is open: the next number, None for bullets, and how it is written
        self.lists: list[tuple[int | None, str]] = []

    def put(self, text: str | None) -> None:
        if text and not self.verbatim:
            text = " ".join(f"x{text}x".split())[1:-1]
            text = text.lstrip(" ") if self.parts and self.parts[-1].endswith(" ") else text
        if text:
            self.parts.append(text)
            self.other = self.other or (not self.bold and bool(text.strip()))
            self.strong += [] if self.other else [text]

    def end_block(self) -> None:
        text, self.parts = "".join(self.parts), []
        strong, self.strong, self.other = "".join(self.strong).strip(), [], False
        if not text.strip():
            return
        if self.tables and self.tables[-1]:
            self.tables[-1][-1][-1] += f"\n{text}" if self.tables[-1][-1] else ""
        else:
            lines = [line.strip() for line in text.split("\n")]
            self.reading.add(
                *(
                    Block(line, self.kinds[-1], strong="" if number else strong)
                    for number, line in enumerate(lines)
                )
            )

    def number(self, element: etree._Element) -> None:
        """The number that a browser shows before an item of a list."""
        if not self.lists or self.lists[-1][0] is None:
            return
        number, style = self.lists[-1]
        value = element.get("value", "")
        number = int(value) if value.lstrip("-").isdigit() else number
        self.parts.append(f"{numeral(number or 0, _FORMATS.get(style, 'decimal'))}. ")
        self.lists[-1] = (number or 0) + 1, style

    def cell(self, element: etree._Element) -> None:
        """A cell of the table, below those that go on from rows above and beside those that take several columns."""
        row, spans = self.tables[-1][-1], self.spans[-1]
        row += [""] * (self.wide - 1)
        while spans.get(len(row)):
            spans[len(row)] -= 1
            row.append("")
        high, self.wide = (_count(element.get(name)) for name in ("rowspan", "colspan"))
        spans |= {len(row) + at: high - 1 for at in range(self.wide)}
        row.append("")

    def start(self, element: etree._Element) -> None:
        name = element.tag
        if name == "br":
            self.parts.append("\n")
        elif name == "img":
            self.reading.remark("pictures", "", "pictures in the page")
            self.reading.remark("pictures", "description", element.get("alt", ""))
        elif name in _INLINE:
            self.bold += name in _BOLD
        else:
            self.end_block()
            if name in _KINDS:
                self.kinds.append(_KINDS[name])
            elif name == "table":
                self.tables.append([])
                self.spans.append({})
            elif name == "tr" and self.tables:
                self.tables[-1].append([])
                self.wide = 1
            elif name in ("td", "th") and self.tables and self.tables[-1]:
                self.cell(element)
            elif name == "pre":
                self.verbatim += 1
            elif name in ("ol", "ul"):
                first = element.get("start", "1")
                number = (int(first) if first.lstrip("-").isdigit() else 1) if name == "ol" else None
                self.lists.append((number, element.get("type", "1")))
            if name == "li":
                self.number(element)

    def end(self, name: str) -> None:
        if name == "br" or name in _INLINE:
            self.bold -= name in _BOLD
            return
        self.end_block()
        if name in _KINDS and len(self.kinds) > 1:
            self.kinds.pop()
        elif name == "pre":
            self.verbatim -= 1
        elif name in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif name == "table" and self.tables:
            rows = [[cell.strip() for cell in row] for row in self.tables.pop() if row]
            self.spans.pop()
            if self.tables and self.tables[-1] and self.tables[-1][-1]:
                self.tables[-1][-1][-1] += " " + " ".join(cell for row in rows for cell in row)
            else:
                self.reading.add(*rows_as_blocks(rows))


def _formula(element: etree._Element) -> str:
    """An equation as it is said in words beside it, else its signs in their order."""
    signs = [" ".join((one.text or "").split()) for one in element.iter("mi", "mn", "mo", "mtext", "ms")]
    return element.get("alttext") or " ".join(filter(None, signs))


def read(text: str, reading: Reading) -> None:
    """The blocks of the page; its title and the names in its head are remarked.

    Raises `Unreadable` when nothing in it can be parsed.
    """
    parser = etree.HTMLParser(
        no_network=True, huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise Unreadable("it is not a web page", "Open it in a browser and save it again")
    if any(
        entry.type_name in ("ERR_INTERNAL_ERROR", "ERR_NO_MEMORY", "ERR_RESOURCE_LIMIT")
        for entry in parser.error_log
    ):
        raise Unreadable(
            "its parts are nested deeper than any page", "Open it in a browser and save it as text"
        )
    if _chat(root, reading):
        return
    page = _Page(reading)
    skipping = None
    classes = {name for style in root.iter("style") for name in _HIDDEN.findall(style.text or "")}
    hidden: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if skipping is None and (name in _SKIPPED or name == "head"):
                skipping = element
                page.end_block() if name == "head" else None
                page.put(_formula(element)) if name == "math" else None
            elif skipping is None and name not in ("html", "body", "br") and _veiled(element, classes):
                skipping = element
                hidden.append(" ".join("".join(element.itertext()).split()))
            elif skipping is None and name == "div" and (title := element.get("title", "")) in _RUNNING:
                skipping = element
                reading.remark(title, "", " ".join("".join(element.itertext()).split()))
            elif skipping is None:
                page.start(element)
                page.put(element.text)
            if name == "title":
                reading.remark("metadata", "title", element.text or "")
            elif name == "meta" and element.get("name", "").casefold() in (
                "author",
                "description",
                "keywords",
            ):
                reading.remark("metadata", element.get("name", "").casefold(), element.get("content", ""))
        else:
            if skipping is element:
                skipping = None
            elif skipping is None:
                page.end(name)
            if skipping is None:
                page.put(element.tail)
    page.end_block()
    reading.remark("hidden text", "", " ".join(filter(None, hidden)))
