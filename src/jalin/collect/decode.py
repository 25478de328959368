"""The text of a file in any encoding: by its byte-order mark, as UTF-8, as the register names it, or detected."""

import re
import unicodedata
from pathlib import Path

from charset_normalizer import from_bytes

from jalin.collect.blocks import BLOCK_LIMIT, Reading, Unreadable, looks_like
from jalin.reading import MARKS

# a day's talk is less than 1 MB of text
TEXT_LIMIT = 32 * 2**20
# a survey of a hundred thousand answers has 60 MB; its rows are bounded as well
TABLE_LIMIT = 256 * 2**20
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LONG = re.compile(rb"[\xf8-\xfb][\x80-\xbf]{4}|[\xfc\xfd][\x80-\xbf]{5}")
# code pages of Latin letters, the likelier first; a detector cannot tell them apart by frequencies
_LATIN = ("cp1252", "mac_roman", "cp1250", "iso8859-2", "cp1254", "cp850")
# letters of Icelandic, which these bytes are less often than letters of Turkish
_RARE = set("ðÐþÞýÝ")
_SAMPLE = 2**18
# the signs that Windows-1252 has where Latin-1 has bytes without a sign
_WINDOWS = {ord(bytes([byte]).decode("cp1252", "replace")): byte for byte in range(0x80, 0xA0)}


def decoded_once(text: str) -> str:
    """`text` as it was meant where it was UTF-8 and read as Windows-1252 or Latin-1, so that reunião is reuniÃ£o; else as it is.

    A character was as many as it has bytes in UTF-8.
    """
    try:
        return text if text.isascii() else text.translate(_WINDOWS).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def wide(content: bytes) -> str:
    """UTF-16 or UTF-32 without its mark: the one that gives words parted by spaces; else ""."""
    if len(_CONTROL_BYTES.findall(content[:_SAMPLE])) <= max(2, min(len(content), _SAMPLE) / 20):
        return ""
    for name, width in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        sample = content[: _SAMPLE // width * width]
        try:
            text = sample.decode(name)
        except UnicodeDecodeError:
            continue
        letters = sum(character.isalnum() or character.isspace() for character in text)
        plain = sum(character in " \n.,?!:。、？：" for character in text)
        known = sum(
            unicodedata.category(character) not in ("Cn", "Co", "Cc") or character.isspace()
            for character in text
        )
        if text and letters > len(text) * 0.7 and plain > len(text) / 60 and known == len(text):
            return name
    return ""


def _damaged_utf8(content: bytes, error: UnicodeDecodeError) -> bool:
    """Whether this was UTF-8 once: most of its bytes beyond ASCII still are."""
    good = sum(len(found) for found in _SEQUENCE.findall(content))
    beyond = len(content) - len(content.translate(None, bytes(range(128, 256))))
    return good > beyond / 2 or content[error.start : error.start + 2] in (b"\xed\xa0", b"\xed\xb0")


def _natural(text: str) -> float:
    """The share of characters beyond ASCII that stand as they do in prose of Latin letters."""
    good = odd = 0
    for match in re.finditer(r"(.?)([^\x00-\x7f])(?=(.?))", f" {text} ", re.DOTALL):
        before, found, after = match.groups()
        odd += 1
        within = before.isalpha() and after.isalpha()
        if found.isalpha():
            # no capital after a small letter, as in KuncÇn
            good += found not in _RARE and found < "\u02ff" and not (found.isupper() and before.islower())
        elif found in "¿¡":
            good += not before.isalpha()
        elif found in "’·":
            good += 1
        elif found in "‘“”„‚«»–—…•‹›":
            good += not within
        else:
            good += found in " °©®™§€½¼¾" and not within
    return good / odd if odd else 1.0


def detect(content: bytes) -> str:
    """The encoding that most likely made these bytes, which are not UTF-8; "" when none fits.

    Prose of Latin letters with few accents is told by where the accents stand, all
    else by charset-normalizer.
    """
    # any sample must hold what lies beyond ASCII
    beyond = re.search(rb"[\x80-\xff]", content)
    start = max(0, beyond.start() - _SAMPLE // 2) if beyond else 0
    sample = content[start : start + _SAMPLE]
    many = len(sample.translate(None, bytes(range(128)))) > len(sample) / 4
    if not many:
        scores = {}
        for name in _LATIN:
            try:
                text = sample.decode(name)
            except UnicodeDecodeError:
                continue
            if not re.search(r"[^\x00-\x7f]{6,}", text):
                scores[name] = _natural(text)
        best = max(scores, key=lambda name: (scores[name], -_LATIN.index(name)), default="")
        if best and scores[best] >= 0.9:
            return best
    found = from_bytes(sample).best()
    return str(found.encoding) if found is not None else ""


def read_anyhow(content: bytes, error: UnicodeDecodeError) -> str:
    """The words of bytes that are not UTF-8, by that `error`, in the encoding that fits; U+FFFD for what is damaged."""
    # characters of five and six bytes, which UTF-8 had until RFC 3629
    mended = _LONG.sub("\ufffd".encode(), content)
    damaged = mended != content or _damaged_utf8(content, error)
    return mended.decode("utf-8" if damaged else detect(content) or "utf-8", "replace")


def _decoded(content: bytes, name: str, shown: str) -> str:
    try:
        return content.decode(name)
    except LookupError:
        raise Unreadable(
            f"the encoding {shown!r} is not known",
            "Write it in sources.csv as utf-8, utf-16 or windows-1252, or leave it empty",
        ) from None
    except (UnicodeDecodeError, UnicodeError) as error:
        start = getattr(error, "start", 0)
        raise Unreadable(
            f"byte 0x{content[start]:02x} is not valid {shown}",
            "Save it as UTF-8 in the program that made it, "
            "or name its encoding in the column encoding of sources.csv",
            f"line {content[:start].count(bytes([10])) + 1}",
        ) from None


def refuse_large(path: Path) -> None:
    """Raise `Unreadable` for a file larger than a text, or a table, may be."""
    size, table = path.stat().st_size, path.suffix.lower() == ".csv"
    limit, kind = (TABLE_LIMIT, "table") if table else (TEXT_LIMIT, "text")
    if size > limit:
        raise Unreadable(
            f"it has {size // 2**20} MB, more than the {limit // 2**20} MB a {kind} may have",
            "Split it into one file a contact, or take out what is not text",
        )


def _no_text(path: Path) -> Unreadable:
    kind = looks_like(path)
    return Unreadable(
        "it is no text" if kind in ("plain text", "something else") else f"it is no text but {kind}",
        "Give it the ending of what it is, or take it out of sources.csv",
    )


def decode(path: Path, encoding: str, reading: Reading) -> str:
    """The text of a file; `encoding` is what the register says, mostly nothing.

    An encoding that had to be detected is remarked in `reading`, and so are control
    characters. Raises `Unreadable` for a file that is too large, is no text, is
    damaged UTF-8, or is in no encoding that can be told.
    """
    refuse_large(path)
    content = path.read_bytes()
    mark = next((name for start, name in MARKS if content.startswith(start)), "")
    # escapes that switch between alphabets, of Japanese mail
    seven = "iso2022_jp" if re.search(rb"\x1b\$[@B].+\x1b\([BJ]", content, re.DOTALL) else ""
    name = encoding or mark or wide(content) or seven
    if name:
        text = _decoded(content, name, encoding or name.upper().removesuffix("-SIG"))
        if not encoding and not mark:
            reading.remark("encoding", "", f"{name}, detected")
    else:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            if _damaged_utf8(content, error):
                _decoded(content, "utf-8", "UTF-8")
            text = _detected(path, content, reading)
    if text.count("\n") > BLOCK_LIMIT:
        raise Unreadable(
            f"it has more than {BLOCK_LIMIT:,} lines", "Split it into one file a contact or period"
        )
    control = len(_CONTROL.findall(text))
    if control > max(2, len(text) / 20):
        raise _no_text(path)
    reading.remark("control characters", "", control)
    return text


def _detected(path: Path, content: bytes, reading: Reading) -> str:
    if looks_like(path) != "plain text":
        raise _no_text(path)
    name = detect(content)
    if not name:
        _decoded(content, "utf-8", "UTF-8")
    text = _decoded(content, name, name)
    reading.remark("encoding", "", f"{name}, detected")
    return text
