"""Web pages: paragraphs, headings, list items and table rows, without scripts and styles."""

from lxml import etree

from jalin.collect.blocks import Block, Reading, Unreadable
from jalin.collect.speakers import rows_as_blocks

_SKIPPED = {"script", "style", "template", "noscript", "svg", "math", "object", "iframe", "select", "button"}
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "item",
    "dt": "item",
    "dd": "item",
}
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr", "img", "input",
}  # fmt: skip


class _Page:
    """The walk through one page, a block at a time."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.parts: list[str] = []
        self.kinds = ["paragraph"]
        self.tables: list[list[list[str]]] = []
        self.verbatim = 0

    def put(self, text: str | None) -> None:
        if text:
            self.parts.append(text if self.verbatim else " ".join(f"x{text}x".split())[1:-1])

    def end_block(self) -> None:
        text, self.parts = "".join(self.parts), []
        if not text.strip():
            return
        if self.tables and self.tables[-1]:
            self.tables[-1][-1][-1] += f"\n{text}" if self.tables[-1][-1] else ""
        else:
            self.reading.add(*(Block(line.strip(), self.kinds[-1]) for line in text.split("\n")))

    def start(self, name: str) -> None:
        if name == "br":
            self.parts.append("\n")
        elif name == "img" or name in _INLINE:
            self.reading.remark("pictures", "", "pictures in the page") if name == "img" else None
        else:
            self.end_block()
            if name in _KINDS:
                self.kinds.append(_KINDS[name])
            elif name == "table":
                self.tables.append([])
            elif name == "tr" and self.tables:
                self.tables[-1].append([])
            elif name in ("td", "th") and self.tables and self.tables[-1]:
                self.tables[-1][-1].append("")
            elif name == "pre":
                self.verbatim += 1

    def end(self, name: str) -> None:
        if name == "br" or name in _INLINE:
            return
        self.end_block()
        if name in _KINDS and len(self.kinds) > 1:
            self.kinds.pop()
        elif name == "pre":
            self.verbatim -= 1
        elif name == "table" and self.tables:
            rows = [[cell.strip() for cell in row] for row in self.tables.pop() if row]
            if self.tables and self.tables[-1] and self.tables[-1][-1]:
                self.tables[-1][-1][-1] += " " + " ".join(cell for row in rows for cell in row)
            else:
                self.reading.add(*rows_as_blocks(rows))


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
    page = _Page(reading)
    skipping = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if skipping is None and (name in _SKIPPED or name == "head"):
                skipping = element
                page.end_block() if name == "head" else None
            elif skipping is None:
                page.start(name)
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
