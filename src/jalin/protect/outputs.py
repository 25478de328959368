"""What any file that was built says, whatever its format: every text in it, with its place."""

import base64
import ctypes
import gzip
import html
import io
import json
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from zipfile import BadZipFile, ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

_DATA = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*),([A-Za-z0-9+/=%._~!$&'()*,;:@-]*)")
_TAG = re.compile(r"<[^<>]*>")
_BROKEN = (
    BadZipFile,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    SyntaxError,
    zlib.error,
    sqlite3.Error,
    pa.ArrowException,
)
_MARKUP = {".html", ".htm", ".svg", ".xml", ".rels", ".qde", ".qdc"}


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
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        said: dict[Any, Any] = {
            **image.info,
            **{f"exif {key}": value for key, value in image.getexif().items()},
        }
    return [
        (f"property {key}", value.decode("latin-1") if isinstance(value, bytes) else str(value))
        for key, value in said.items()
    ]


def _table(content: bytes) -> Iterator[tuple[str, str]]:
    table = pq.read_table(io.BytesIO(content))
    for key, value in (table.schema.metadata or {}).items():
        yield f"metadata {key.decode('utf-8', 'replace')}", value.decode("utf-8", "replace")
    for name in table.column_names:
        values = table.column(name).drop_null().to_pylist()
        kind = table.column(name).type
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            values = [str(value) for value in values if isinstance(value, str | bytes | list | dict)]
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


def texts_of(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """(place, text) of everything the file `name` says: members of archives, pages, columns, properties.

    A page is given as it is written, and as it is read with its tags taken for
    nothing and for spaces; files set into it are opened too.
    """
    try:
        yield from _opened(name, content)
    except _BROKEN:
        # whatever it is, it is not what it seems: its bytes are searched
        yield "", content.decode("latin-1")


def _database(content: bytes) -> Iterator[tuple[str, str]]:
    """Every value of every table of an SQLite file; its bytes besides, for what was deleted may still be there."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(content)
        base.text_factory = lambda value: value.decode("utf-8", "replace")
        names = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            quoted = name.replace('"', '""')
            for number, row in enumerate(base.execute(f'SELECT * FROM "{quoted}"'), start=1):
                for value in row:
                    if isinstance(value, str | bytes):
                        inner = value.encode("utf-8") if isinstance(value, str) else value
                        # a document is kept as a page
                        for _, text in texts_of(".html", inner):
                            yield f"table {name}, row {number}", text
    yield "", content.decode("utf-8", "replace")


def _archive(content: bytes) -> Iterator[tuple[str, str]]:
    with ZipFile(io.BytesIO(content)) as archive:
        for item in archive.infolist():
            yield f"member {item.filename}", item.filename
            for place, text in texts_of(item.filename, archive.read(item)):
                yield f"member {item.filename}, {place}".rstrip(", "), text


def _notebook(value: object) -> Iterator[tuple[str, str]]:
    """(place, text) of everything in a notebook: outputs by their kind, so that a picture is no text."""
    if isinstance(value, str):
        yield from texts_of(".html", value.encode())
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str) and re.fullmatch(r"image/(png|jpeg|gif)", key):
                yield from texts_of(f".{key[6:]}", base64.b64decode(item))
            else:
                yield "", key
                # lines of a cell are kept apart from one another
                whole = isinstance(item, list) and all(isinstance(line, str) for line in item)
                yield from _notebook("".join(item) if whole else item)
    elif isinstance(value, list):
        for item in value:
            yield from _notebook(item)


def _opened(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    # of what is within a file nothing but its kind may be known, as .html
    ending = Path(f"x{Path(name).name}").suffix.lower()
    if content.startswith(b"PK\x03\x04"):
        yield from _archive(content)
    elif content.startswith(b"\x1f\x8b"):
        yield from texts_of(name.removesuffix(ending), gzip.decompress(content))
    elif content.startswith(b"SQLite format 3\x00"):
        yield from _database(content)
    elif content.startswith(b"PAR1"):
        yield from _table(content)
    elif content.startswith(b"%PDF"):
        yield from _pdf(content)
    elif content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        yield from _picture(content)
    elif ending == ".ipynb":
        notebook = json.loads(content)
        for number, cell in enumerate(notebook.pop("cells"), start=1):
            for place, text in _notebook(cell):
                yield f"cell {number}, {place}".rstrip(", "), text
        yield from _notebook(notebook)
    else:
        text = content.decode("utf-8", "replace")
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
        if ending in _MARKUP and re.search("[<&]", bare):
            read = html.unescape(bare)
            yield "as read", html.unescape(_TAG.sub(" ", bare))
            yield "as read", html.unescape(_TAG.sub("", bare))
            if read != bare:
                yield "", read
