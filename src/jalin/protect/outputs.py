"""What any file that was built says, whatever its format: every text in it, with its place."""

import base64
import bz2
import ctypes
import email
import email.policy
import gzip
import html
import io
import json
import lzma
import re
import sqlite3
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote_to_bytes
from zipfile import BadZipFile, ZipFile, is_zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from jalin.protect.unescaped import joined, loose, unescaped, without_accents
from jalin.reading import encoding_of
from jalin.stripped import segments

_DATA = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*),([A-Za-z0-9+/=%._~!$&'()*,;:@-]*)")
# what a letter has that came by mail
_LETTER = re.compile(r"(?mi)^(?:content-transfer-encoding:|[\w-]+:.*=\?[\w-]+\?[bq]\?)")
_TAG = re.compile(r"<[^<>]*>")
_BROKEN = (
    BadZipFile, RuntimeError, EOFError, OSError, ValueError, KeyError, TypeError, SyntaxError, zlib.error, lzma.LZMAError,
    tarfile.TarError, sqlite3.Error, pa.ArrowException,
)  # fmt: skip
# tags of Exif: more of the picture, and where it was taken
_EXIF, _PLACE = 0x8769, 0x8825
# archives of which nothing here can read a member
_CLOSED = {b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "rar", b"\x28\xb5\x2f\xfd": "zst"}
_PACKED: dict[bytes, Callable[[IO[bytes]], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\0": lzma.open,
}
# what is unpacked of one file
_LIMIT = 512 * 2**20
_MARKUP = {".html", ".htm", ".svg", ".xml", ".rels", ".qde", ".qdc"}


class Unsearchable(Exception):
    """Something in a file of which nobody can tell what it says; why."""


def _embedded(text: str) -> Iterator[tuple[str, bytes]]:
    """(kind, content) of each file set into a page as a data address."""
    for match in _DATA.finditer(text):
        kind, options, data = match.groups()
        try:
            content = base64.b64decode(data + "==") if "base64" in options else unquote_to_bytes(data)
        except ValueError:
            continue
        yield f".{kind.rpartition('/')[2].partition('+')[0] or 'txt'}", content


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


@lru_cache(maxsize=32)
def _picture(content: bytes) -> list[tuple[str, str]]:
    """What a picture says beside what it shows; a notebook and its page have the same ones."""
    end = {b"\x89P": b"IEND", b"\xff\xd8": b"\xff\xd9"}.get(content[:2])
    behind = content[content.rfind(end) + len(end) :] if end else b""
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        said: dict[Any, Any] = {
            **image.info,
            **{f"exif {key}": value for key, value in image.getexif().items()},
            **{f"exif {key}": value for key, value in image.getexif().get_ifd(_EXIF).items()},
        }
        if image.getexif().get_ifd(_PLACE):
            raise Unsearchable("it says where on Earth it was taken")
    found = [
        (f"property {key}", read)
        for key, value in said.items()
        for read in (loose(value) if isinstance(value, bytes) else [str(value)])
    ]
    if content.startswith(b"\xff\xd8"):
        found += [
            ("a part", read) for _, start, end in segments(content, 0) for read in loose(content[start:end])
        ]
    # four bytes close a PNG
    return [*found, *texts_of("", behind)] if len(behind) > 4 else found


def _table(content: bytes) -> Iterator[tuple[str, str]]:
    table = pq.read_table(io.BytesIO(content))
    for key, value in (table.schema.metadata or {}).items():
        yield f"metadata {key.decode('utf-8', 'replace')}", value.decode("utf-8", "replace")
    for field in table.schema:
        for value in (field.metadata or {}).values():
            yield f"metadata of {field.name}", value.decode("utf-8", "replace")
    yield "columns", "\n".join(table.column_names)
    for name in table.column_names:
        values = table.column(name).drop_null().to_pylist()
        kind = table.column(name).type
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            values = [str(value) for value in values if isinstance(value, str | bytes | list | dict | int)]
        if values:
            yield f"column {name}", "\n".join(values)


def _annotations(page: pdfium.PdfPage) -> Iterator[str]:
    """What comments and links on a page say, and who wrote them."""
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        for key in (b"Contents", b"T"):
            size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
            buffer = (ctypes.c_ushort * (size // 2 + 1))()
            raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
            yield bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le", "replace")
        address = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(annotation))
        said = ctypes.create_string_buffer(raw.FPDFAction_GetURIPath(page.pdf, address, None, 0) + 1)
        raw.FPDFAction_GetURIPath(page.pdf, address, said, len(said))
        yield unquote_to_bytes(said.value).decode("utf-8", "replace")
        raw.FPDFPage_CloseAnnot(annotation)


def _pdf(content: bytes) -> Iterator[tuple[str, str]]:
    with pdfium.PdfDocument(content) as document:
        for number, page in enumerate(document, start=1):
            # a word that a line's end cuts in two is one word
            text = re.sub("\ufffe(\r?\n)?", "", page.get_textpage().get_text_bounded())
            yield f"page {number}", text
            yield f"comment on page {number}", "\n".join(_annotations(page))
        for name, value in document.get_metadata_dict().items():
            yield f"property {name}", value
        yield "bookmarks", "\n".join(mark.get_title() for mark in document.get_toc())
        for number in range(document.count_attachments()):
            within = document.get_attachment(number)
            name = within.get_name()
            yield f"file {number + 1} within", name
            yield from texts_of(name, bytes(within.get_data()))
    for said in re.findall(rb"<\?xpacket begin.*?<\?xpacket end", content, re.DOTALL):
        yield "metadata", said.decode("utf-8", "replace")
    for found in re.finditer(rb"\xff\xd8\xff[\xe0-\xef\xdb]", content):
        with suppress(ValueError, IndexError):
            for _, start, end in segments(content, found.start()):
                yield "a picture", content[start:end].decode("latin-1")


def texts_of(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """(place, text) of everything the file `name` says: members of archives, pages, columns, properties.

    A page is given as it is written, and as it is read with its tags taken for
    nothing and for spaces; files set into it are opened too. Raises `Unsearchable`
    for what is locked, and for an archive that cannot be opened or unpacks to very much.
    """
    try:
        yield from _opened(name, content)
    except _BROKEN as error:
        if isinstance(error, pdfium.PdfiumError) and "password" in str(error).lower():
            raise Unsearchable("it is locked with a password") from None
        # whatever it is, it is not what it seems: its bytes are searched
        for read in loose(content):
            yield "", read


def _database(content: bytes) -> Iterator[tuple[str, str]]:
    """Every value of every table of an SQLite file, where it stands first; its bytes besides, for what was deleted may still be there."""
    said: set[bytes] = set()
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(content)
        base.text_factory = lambda value: value.decode("utf-8", "replace")
        names = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            quoted = name.replace('"', '""')
            for number, row in enumerate(base.execute(f'SELECT * FROM "{quoted}"'), start=1):
                for value in row:
                    inner = value if isinstance(value, bytes) else str(value).encode("utf-8")
                    if value is not None and inner not in said:
                        said.add(inner)
                        # a document is kept as a page
                        for _, text in texts_of(".html", inner):
                            yield f"table {name}, row {number}", text
    yield "", content.decode("utf-8", "replace")
    for read in loose(content):
        yield "", read


def _archive(content: bytes) -> Iterator[tuple[str, str]]:
    with ZipFile(io.BytesIO(content)) as archive:
        yield "", archive.comment.decode("utf-8", "replace")
        yield "", content[content.rfind(b"PK\5\6") + 22 :].decode("utf-8", "replace")
        left = _LIMIT
        for item in archive.infolist():
            yield f"member {item.filename}", f"{item.filename}\n{item.comment.decode('utf-8', 'replace')}"
            for read in loose(item.extra) if item.extra else ():
                yield f"member {item.filename}", read
            if item.flag_bits & 1:
                raise Unsearchable(f"its member {item.filename} is locked with a password")
            with archive.open(item) as stream:
                member = _bounded(stream, left)
            left -= len(member)
            for place, text in texts_of(item.filename, member):
                yield f"member {item.filename}, {place}".rstrip(", "), text


def _tar(content: bytes) -> Iterator[tuple[str, str]]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for item in archive:
            yield (
                f"member {item.name}",
                "\n".join(
                    map(str, (item.name, item.linkname, item.uname, item.gname, *item.pax_headers.values()))
                ),
            )
            stream = archive.extractfile(item) if item.isfile() else None
            for place, text in texts_of(item.name, stream.read()) if stream else ():
                yield f"member {item.name}, {place}".rstrip(", "), text


def _bounded(stream: IO[bytes], limit: int = _LIMIT) -> bytes:
    """What is packed, up to the limit. Raises `Unsearchable` for more."""
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise Unsearchable(f"it unpacks to more than {_LIMIT // 2**20} MB")
    return content


def _mail(content: bytes) -> Iterator[tuple[str, str]]:
    """What letters say, one or many in a file, and what is enclosed."""
    for letter in re.split(rb"(?m)^From .*\n", content):
        for part in email.message_from_bytes(letter, policy=email.policy.default).walk():
            for name, value in part.items():
                yield f"head {name}", str(value)
            enclosed = part.get_payload(decode=True)
            if isinstance(enclosed, bytes):
                yield from texts_of(part.get_filename() or ".html", enclosed)


def _rtf(text: str) -> str:
    """An RTF as its words stand: with the letters that are written as numbers, without commands."""
    text = re.sub(r"\\'([0-9a-fA-F]{2})", lambda one: bytes.fromhex(one[1]).decode("cp1252", "replace"), text)
    text = re.sub(r"\\u(-?\d+) ?\??", lambda one: chr(int(one[1]) % 0x10000), text)
    return re.sub(r"\\[a-z]+-?\d* ?|[{}]", "", text)


def _notebook(value: object) -> Iterator[tuple[str, str]]:
    """(place, text) of everything in a notebook: outputs by their kind, so that a picture is no text."""
    if isinstance(value, str):
        yield from texts_of(".html", value.encode())
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str) and re.fullmatch(
                r"(?:image/(?:png|jpeg|gif|webp)|application/pdf)", key
            ):
                yield from texts_of(f".{key.rpartition('/')[2]}", base64.b64decode(item))
            else:
                yield "", key
                # lines of a cell are kept apart from one another
                whole = isinstance(item, list) and all(isinstance(line, str) for line in item)
                yield from _notebook("".join(item) if whole else item)
    elif isinstance(value, list):
        for item in value:
            yield from _notebook(item)


# by what stands in a file, and where
_READERS: list[tuple[bytes | tuple[bytes, ...], int, Callable[[bytes], Iterable[tuple[str, str]]]]] = [
    (b"PK\x03\x04", 0, _archive), (b"ustar", 257, _tar), (b"SQLite format 3\x00", 0, _database),
    (b"PAR1", 0, _table), (b"%PDF", 0, _pdf), ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), 0, _picture),
]  # fmt: skip


def _opened(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    # of what is within a file nothing but its kind may be known, as .html
    ending = Path(f"x{Path(name).name}").suffix.lower()
    for begin, kind in _CLOSED.items():
        if content.startswith(begin):
            raise Unsearchable(f"nothing here opens an archive of the kind {kind}")
    packed = next((opening for begin, opening in _PACKED.items() if content.startswith(begin)), None)
    if packed:
        if packed is gzip.open:
            # its head may name the file, and say more of it
            yield "its head", content[10:1024].split(b"\0", 1)[0].decode("utf-8", "replace")
        with packed(io.BytesIO(content)) as stream:
            yield from texts_of(name.removesuffix(ending), _bounded(stream))
    elif reader := next((read for begin, at, read in _READERS if content.startswith(begin, at)), None):
        yield from reader(content)
    elif ending == ".ipynb":
        notebook = json.loads(content)
        for number, cell in enumerate(notebook.pop("cells"), start=1):
            for place, text in _notebook(cell):
                yield f"cell {number}, {place}".rstrip(", "), text
        yield from _notebook(notebook)
    else:
        text = content.decode(encoding_of(content, ""), "replace")
        if "\0" in text or text.count("\ufffd") > content.count(b"\xef\xbf\xbd"):
            # no text, or one in letters of its own: as it would be read in each way
            for read in loose(content):
                yield "", read
            if is_zipfile(io.BytesIO(content)):
                yield from _archive(content)
        if _LETTER.search(text):
            yield from _mail(content)
        if text.startswith("{\\rtf"):
            yield "as read", _rtf(text)
        if ending in (".json", ".jsonl"):
            for line in text.splitlines() if ending == ".jsonl" else [text]:
                try:
                    yield "", "\n".join(_strings(json.loads(line)))
                except (ValueError, RecursionError):
                    yield "", line
        for number, (kind, inner) in enumerate(_embedded(text), start=1):
            for place, found in texts_of(kind, inner):
                yield f"picture {number} {place}".rstrip(), found
        bare = _DATA.sub("", text)
        yield "", bare
        for read in unescaped(bare):
            yield "as read", read
        if ending in (".bib", ".tex"):
            yield "as read", without_accents(bare)
        if ending in _MARKUP and re.search("[<&]", bare):
            read = html.unescape(bare)
            yield "as read", html.unescape(_TAG.sub(" ", bare))
            yield "as read", html.unescape(_TAG.sub("", joined(bare)))
            if read != bare:
                yield "", read
