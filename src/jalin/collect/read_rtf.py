"""Rich Text Format: paragraphs, headings, table rows and notes in reading order.

Follows the Rich Text Format Specification 1.9.1 (Microsoft, 2008). Read here, for the
libraries there are drop notes, comments and what was deleted. Deleted text is left
out, hidden text too, and both are reported; a footnote leaves its number in brackets.
"""

import codecs
import re
from dataclasses import dataclass
from dataclasses import replace as changed
from pathlib import Path

from jalin.collect.blocks import Block, Comment, Reading, Unreadable
from jalin.collect.decode import refuse_large
from jalin.collect.speakers import rows_as_blocks
from jalin.collect.symbols import as_seen

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)
# destinations that hold no text of the document
_SKIPPED = {
    "fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator",
    "xmlnstbl", "themedata", "colorschememapping", "latentstyles", "datastore", "pict", "object", "objdata",
    "fldinst", "bkmkstart", "bkmkend", "pntxta", "pntxtb", "nonshppict", "private",
    "filetbl", "mmathPr", "wgrffmtfilter", "pgdsctbl", "sp", "shpinst", "txe", "xe", "tc", "atnicn", "atnparent",
    "nonesttables", "shprslt", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "userprops", "fontemb", "falt", "panose", "docvar", "nextfile",
}  # fmt: skip
_INFO = {
    "title": "title", "subject": "subject", "author": "author", "manager": "manager", "company": "company",
    "operator": "last changed by", "keywords": "keywords", "category": "category", "doccomm": "description",
}  # fmt: skip
_SIDES = {f"{kind}{side}": kind for kind in ("header", "footer") for side in ("", "l", "r", "f")}
# where words go: a comment and what is said of it; what shows of an embedded object, and the text of a box;
# the number of a list, as it was last seen
_GOES = {name: name for name in ("atnauthor", "atndate", "annotation", "atnid")}
_GOES |= {"result": "body", "shptxt": "body", "listtext": "number", "pntext": "number"}
# what is read though a star allows programs to pass it over
_READ = {*_SIDES, "atnid", "atnauthor", "atndate", "annotation", "footnote", "shptxt"}
# the code page of a document; that of ansicpg is its number
_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansicpg": ""}
_CHARACTERS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
# character sets of fonts, as Windows numbers them
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
_DEEPEST = 1000


@dataclass(frozen=True)
class _State:
    """What a group inherits and what ends with it; `drawn`: its font, if that draws where others have letters."""

    to: str = "body"
    encoding: str = "cp1252"
    fallback: int = 1
    deleted: bool = False
    hidden: bool = False
    drawn: str = ""


class _Document:
    """The walk through one document."""

    def __init__(self) -> None:
        self.reading = Reading()
        self.state = _State()
        self.stack: list[_State] = []
        self.texts: dict[str, list[str]] = {"body": []}
        self.raw = bytearray()
        self.fonts: dict[int, str] = {}
        self.drawn: dict[int, str] = {}
        self.pictures = 0
        self.font = 0
        self.encoding = "cp1252"
        self.default = 0
        self.pending = 0
        self.star = False
        self.kind = "paragraph"
        self.cells: list[str] = []
        self.rows: list[list[str]] = []
        self.in_table = False
        self.notes: list[Block] = []
        self.counts = {"insertions": 0, "deletions": 0}
        self.hidden: list[str] = []
        self.surrogate = 0
        self.author = self.date = ""

    def flush(self) -> None:
        """Turn bytes of a code page that came one by one into characters."""
        if self.raw:
            content, self.raw = bytes(self.raw), bytearray()
            drawn = self.state.drawn
            self.put(
                as_seen(content.decode("latin-1"), drawn)
                if drawn
                else content.decode(self.state.encoding, errors="replace")
            )

    def put(self, text: str) -> None:
        state = self.state
        if state.deleted:
            return
        if state.hidden and state.to == "body":
            self.hidden.append(text)
        elif state.to != "skip":
            self.texts.setdefault(state.to, []).append(text)

    def byte(self, content: bytes) -> None:
        """Bytes in the code page; those that stand in for a \\u before them are passed over."""
        passed = min(self.pending, len(content))
        self.pending -= passed
        self.raw += content[passed:]

    def take(self, name: str) -> str:
        self.flush()
        return "".join(self.texts.pop(name, []))

    def end_table(self) -> None:
        if self.rows:
            self.reading.add(*rows_as_blocks(self.rows))
            self.rows = []

    def paragraph(self) -> None:
        self.flush()
        if self.state.to == "body":
            if self.in_table:
                self.put(" ")
                return
            self.end_table()
            self.reading.add(Block(self.take("body"), self.kind))
        else:
            self.put(" ")

    # control words

    def control(self, word: str, number: int | None) -> None:
        state = self.state
        if word == "u":
            self.unicode(number or 0)
            return
        self.flush()
        # a picture may be there twice, for older programs
        self.pictures += {"pict": 1, "nonshppict": -1}.get(word, 0)
        skipped = word in _SKIPPED or (self.star and word not in _READ)
        self.star = False
        if skipped:
            self.state = changed(state, to="fonts" if word == "fonttbl" else "skip")
            return
        if word in ("par", "sect", "page"):
            self.paragraph()
        elif word == "pard":
            self.kind, self.in_table = "paragraph", False
        elif word == "intbl":
            self.in_table = True
        elif word == "nestcell":
            # a table within a cell is read as that cell's words
            self.put(" ")
        elif word == "cell":
            self.cells.append(" ".join(self.take("body").split()))
        elif word == "row":
            self.rows.append(self.cells)
            self.cells = []
        elif word == "outlinelevel":
            self.kind = "heading" if (number or 0) < 9 else self.kind
        elif word == "ls":
            self.kind = "item" if self.kind == "paragraph" else self.kind
        elif word in _CHARACTERS:
            self.put(_CHARACTERS[word])
        elif word == "uc":
            self.state = changed(state, fallback=max(0, number if number is not None else 1))
        elif word in _PAGES:
            self.encoding = _PAGES[word] or self.known(f"cp{number}")
            self.state = changed(state, encoding=self.encoding)
        elif word == "f":
            self.font = number or 0
            if state.to != "fonts":
                encoding = self.fonts.get(self.font, self.encoding)
                self.state = changed(state, encoding=encoding, drawn=self.drawn.get(self.font, ""))
        elif word == "fcharset" and state.to == "fonts":
            # the default and symbol sets are the document's own code page
            self.fonts[self.font] = _CHARSETS.get(number or 0, self.encoding)
        elif word == "plain":
            encoding = self.fonts.get(self.default, self.encoding)
            self.state = changed(state, encoding=encoding, deleted=False, hidden=False, drawn="")
        elif word == "deff":
            self.default = number or 0
        elif word == "deleted":
            self.state = changed(state, deleted=number != 0)
            self.counts["deletions"] += number != 0
        elif word == "revised":
            self.counts["insertions"] += number != 0
        elif word == "v":
            self.state = changed(state, hidden=number != 0)
        elif word == "footnote":
            self.put(f"[{len(self.notes) + 1}]")
            self.state = changed(state, to="note")
        elif word in _GOES:
            self.state = changed(state, to=_GOES[word])
        elif word in _SIDES or word in _INFO or word == "info":
            self.state = changed(state, to=f"side {word}" if word != "info" else "skip")

    def known(self, encoding: str) -> str:
        if encoding == "cp65001":
            return "utf-8"
        try:
            return codecs.lookup(encoding).name
        except LookupError:
            return "cp1252"

    def unicode(self, number: int) -> None:
        self.flush()
        code = number % 65536
        if 0xD800 <= code < 0xDC00:
            self.surrogate = code
        elif 0xDC00 <= code < 0xE000:
            if self.surrogate:
                self.put(chr(0x10000 + ((self.surrogate - 0xD800) << 10) + code - 0xDC00))
            self.surrogate = 0
        else:
            # symbol fonts put their characters into a private area
            private = 0xF020 <= code <= 0xF0FF
            shown = chr(code - 0xF000) if private else chr(code)
            self.put(as_seen(shown, self.state.drawn) if private and self.state.drawn else shown)
        self.pending = self.state.fallback

    # groups

    def open(self) -> None:
        self.flush()
        if len(self.stack) > _DEEPEST:
            raise Unreadable(
                "its groups are nested deeper than any word processor does", "Save it again as .docx"
            )
        self.stack.append(self.state)
        self.pending, self.star = 0, False

    def close(self) -> None:
        self.flush()
        self.pending, self.star = 0, False
        if not self.stack:
            return
        ended, self.state = self.state, self.stack.pop()
        if ended.to == self.state.to:
            return
        if ended.to == "note":
            text = " ".join(self.take("note").split())
            self.notes.append(Block(f"[{len(self.notes) + 1}] {text}", "note"))
        elif ended.to == "annotation":
            text, self.author, author = " ".join(self.take("annotation").split()), "", self.author
            here = sum(map(len, self.texts.get("body", [])))
            self.reading.comments.append(Comment(text, author, "", len(self.reading.blocks), here))
        elif ended.to == "number":
            number = " ".join(self.take("number").split())
            # no bullet, which may be a letter of some font
            if _NUMBERED.search(number):
                self.put(f"{number} ")
        elif ended.to == "atnauthor":
            self.author = self.take("atnauthor").strip()
        elif ended.to.startswith("side "):
            word = ended.to.removeprefix("side ")
            kind = _SIDES.get(word, "metadata")
            self.reading.remark(kind, "" if word in _SIDES else _INFO[word], self.take(ended.to))
        elif ended.to not in ("body", "skip", "fonts"):
            self.texts.pop(ended.to, None)

    def end(self) -> Reading:
        self.flush()
        if self.cells:
            self.rows.append(self.cells)
        self.end_table()
        if rest := self.take("body"):
            self.reading.add(Block(rest, self.kind))
        self.reading.add(*self.notes)
        for name, count in self.counts.items():
            self.reading.remark("tracked changes", name, count)
        self.reading.remark("hidden text", "", "".join(self.hidden))
        self.reading.remark("pictures", "", max(0, self.pictures))
        return self.reading


# a font of the table of fonts that draws
_DRAWN = re.compile(
    rb"\\f(\d+)(?:[^;{}]|\{[^{}]*\}){0,120}?(?<=[ \n}])((?:Wingdings|Webdings|Symbol)[^;{}\\]*);"
)
_NUMBERED = re.compile(r"\d|\w[.):\]]|[(\[]\w")


def read(path: Path) -> Reading:
    """An .rtf; cells of a table row are joined by ` | `. Raises `Unreadable` when it is none or is cut off."""
    refuse_large(path)
    content = path.read_bytes()
    if not content.lstrip().startswith(b"{\\rtf"):
        raise Unreadable(
            "it is not an RTF document", "Save it as .rtf or .docx from the program that made it"
        )
    document = _Document()
    for number, name in _DRAWN.findall(content):
        document.drawn[int(number)] = name.decode("ascii")
    at = 0
    while match := _TOKEN.match(content, at):
        at = match.end()
        word, number, code, symbol, brace, text = match.groups()
        if word is not None:
            name = word.decode("ascii")
            if name == "bin":
                at += max(0, int(number or 0))
            elif document.pending and name != "u":
                document.pending -= 1
            else:
                document.control(name, int(number) if number is not None else None)
        elif code is not None:
            document.byte(bytes.fromhex(code.decode("ascii")))
        elif symbol is not None:
            document.flush()
            if symbol == b"*":
                # elsewhere than at the head of a group it means nothing
                document.star = content[max(0, match.start() - 9) : match.start()].rstrip()[-1:] == b"{"
            elif symbol in b"\r\n":
                document.paragraph()
            elif symbol == b"~":
                document.put("\N{NO-BREAK SPACE}")
            elif symbol == b"_":
                document.put("-")
            elif symbol in b"\\{}":
                document.byte(symbol)
        elif brace == b"{":
            document.open()
        elif brace == b"}":
            document.close()
        elif text is not None:
            document.byte(text)
    # some programs forget the last brace; what was cut off ends in the middle of something
    if document.stack and not content.rstrip(b"\0 \r\n").endswith(b"}"):
        raise Unreadable("it ends in the middle", "Open it in the program that made it and save it again")
    return document.end()
