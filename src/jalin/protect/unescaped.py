"""A text as it is read where its letters are written otherwise: in escapes, entities, folds, in base64, in letters that look alike, backwards."""

import base64
import binascii
import html
import quopri
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote

from jalin.protect.normalise import lookalikes

# of JSON, JavaScript, YAML, Python and CSS
_ESCAPED = re.compile(
    r"\\u([0-9a-fA-F]{4})|\\u\{([0-9a-fA-F]{1,6})\}|\\U([0-9a-fA-F]{8})|\\x([0-9a-fA-F]{2})|\\([0-9a-fA-F]{4,6}) ?"
)
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
# colours of a terminal, as notebooks keep them
_TERMINAL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_PACKED = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{16,}={0,2}(?![A-Za-z0-9+/=_-])")
# LaTeX and BibTeX: {\'e}, \"{o}, {W}
_ACCENT = re.compile(r"\\[\"'`^~=.cvuHkrb](?=[{ A-Za-z\\])\s*|[{}]")
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]+)\s+[\"']([^\"']*)[\"']")
# what stands between letters of XML and says nothing, and the places in heads of sheets
_BETWEEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[|\]\]>|&amp;(?:[LCRPNDTFAZGBIUEXYSKH]|\"[^\"]*\"|\d+)", re.DOTALL
)
_FOLD = re.compile(r"\r?\n[ \t]")
# what runs from right to left whatever its letters are: to the end of the line, the tag, or the mark that ends it
_TURNED = re.compile(r"(?:\u202e|<bdo\b[^<>]*\brtl\b[^<>]*>|bidi-override[^<>]*>)([^\n\u202c<]+)")
_TURNING = ("\u202e", "<bdo", "bidi-override")
# a name that has one such letter is not longer than this to either side of it
_AROUND = 200
_FEW = 64
# letters of Hangul that show nothing
_FILLERS = "\u115f\u1160\u3164\uffa0"


def _letter(match: re.Match[str]) -> str:
    number = int(next(filter(None, match.groups())), 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else " "


def unescaped(text: str) -> Iterator[str]:
    """`text` as it is read, in each way that changes it; and what stands in it in base64 and is text."""
    read = _TERMINAL.sub("", text) if "\x1b" in text else text
    if "&#" in read or "&shy;" in read:
        read = html.unescape(read)
    if "\\" in read:
        read = _ESCAPED.sub(_letter, read)
    if _PERCENT.search(read):
        read = unquote(read)
    if text.startswith("BEGIN:V"):
        read = _FOLD.sub("", read)
    if "quoted-printable" in read.casefold():
        read = quopri.decodestring(read.encode()).decode("utf-8", "replace")
    if read != text:
        yield read
    for match in _PACKED.finditer(text):
        try:
            said = base64.b64decode(match[0] + "=" * (-len(match[0]) % 4)).decode()
        except (binascii.Error, ValueError):
            continue
        if said.isprintable():
            yield said


def without_accents(text: str) -> str:
    """LaTeX or BibTeX without its braces and marks of letters."""
    return _ACCENT.sub("", text)


def joined(markup: str) -> str:
    """XML or HTML as one text where comments, CDATA and entities of its own cut it."""
    for name, said in _ENTITY.findall(markup):
        markup = markup.replace(f"&{name};", said)
    return _BETWEEN.sub("", markup)


def loose(content: bytes) -> Iterator[str]:
    """Bytes of no known kind as they would be read in each way; zeros may stand between letters, or end words."""
    for coding in ("latin-1", "utf-16-le", "utf-16-be", "utf-32-le"):
        yield content.decode(coding, "replace")
    bare = re.sub(rb"\0{2,}", b" ", content).replace(b"\0", b"")
    yield bare.decode("latin-1")
    # a byte beside a word is often no letter
    yield re.sub(rb"[^ -~]+", b" ", bare).decode()


def shown(text: str) -> str:
    """`text` in Unicode NFKD without what stands in it and shows nothing, and without marks on letters."""
    parts = unicodedata.normalize("NFKD", text)
    hidden = (c for c in set(parts) if unicodedata.category(c) in ("Mn", "Me", "Cf") or c in _FILLERS)
    return exchanged(parts, dict.fromkeys(hidden, ""))


def exchanged(text: str, signs: Mapping[str, str]) -> str:
    """`text` with other letters for some signs; a few are done one by one, which is ten times as fast as all at once."""
    if len(signs) > _FEW:
        return text.translate({ord(sign): other for sign, other in signs.items()})
    for sign, other in signs.items():
        text = text.replace(sign, other)
    return text


@lru_cache(maxsize=5_000)
def _seen_as(sign: str) -> str:
    """The Latin letter that a sign looks like, or those two, or its digit; "" for what looks like none."""
    seen = (lookalikes().get(part) or str(unicodedata.decimal(part, "")) for part in shown(sign))
    return "" if sign.isascii() else next(filter(None, seen), "")


def _looking(text: str) -> Iterator[str]:
    """What stands around signs that look like Latin letters or are digits of other scripts, as it looks: in each way where there are two."""
    if text.isascii() or not (odd := "".join(filter(_seen_as, set(text)))):
        return
    spans: list[list[int]] = []
    for found in re.finditer(f"[{re.escape(odd)}]+", text):
        start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
        if spans and start <= spans[-1][1]:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    around = shown("\n".join(text[start:end] for start, end in spans))
    looks = {sign: latin for sign in set(around) if (latin := _seen_as(sign))}
    for way in range(max(map(len, looks.values()), default=0)):
        yield exchanged(around, {one: latin[min(way, len(latin) - 1)] for one, latin in looks.items()})


def disguised(text: str) -> Iterator[str]:
    """What of `text` looks otherwise than it is written: in letters alike (Unicode UTS #39, confusables), or made to run backwards."""
    if any(mark in text for mark in _TURNING):
        for found in _TURNED.finditer(text):
            yield (turned := found[1][::-1])
            yield from _looking(turned)
    yield from _looking(text)
