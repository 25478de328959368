"""What any file that was built says, whatever its format: every text in it, with its place."""

import base64
import gzip
import html
import io
import json
import re
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes
from zipfile import BadZipFile, ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from jalin.collect.read_pdf import pages_of

_DATA = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*),([A-Za-z0-9+/=%._~!$&'()*,;:@-]*)")
_TAG = re.compile(r"<[^<>]*>")
_BROKEN = (
    BadZipFile,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    SyntaxError,
    zlib.error,
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


def _picture(content: bytes) -> Iterator[tuple[str, str]]:
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        said = {**image.info, **{f"exif {key}": value for key, value in image.getexif().items()}}
    for key, value in said.items():
        text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        yield f"property {key}", text


def _table(content: bytes) -> Iterator[tuple[str, str]]:
    table = pq.read_table(io.BytesIO(content))
    for key, value in (table.schema.metadata or {}).items():
        yield f"metadata {key.decode('utf-8', 'replace')}", value.decode("utf-8", "replace")
    for name in table.column_names:
        values = [
            str(value)
            for value in table.column(name).to_pylist()
            if isinstance(value, str | bytes | list | dict)
        ]
        if values:
            yield f"column {name}", "\n".join(values)


def _pdf(content: bytes) -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "output.pdf"
        path.write_bytes(content)
        found = pages_of(path)
    for number, page in enumerate(found["pages"], start=1):
        yield f"page {number}", "\n".join(page["text"])
    for name, value in found["properties"].items():
        yield f"property {name}", value
    for page, author, text in found["comments"]:
        yield f"comment on page {page}", f"{author}\n{text}"


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


def _archive(content: bytes) -> Iterator[tuple[str, str]]:
    with ZipFile(io.BytesIO(content)) as archive:
        for item in archive.infolist():
            yield f"member {item.filename}", item.filename
            for place, text in texts_of(item.filename, archive.read(item)):
                yield f"member {item.filename}, {place}".rstrip(", "), text


def _opened(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    ending = Path(name).suffix.lower()
    if content.startswith(b"PK\x03\x04"):
        yield from _archive(content)
    elif content.startswith(b"\x1f\x8b"):
        yield from texts_of(name.removesuffix(ending), gzip.decompress(content))
    elif content.startswith(b"PAR1"):
        yield from _table(content)
    elif content.startswith(b"%PDF"):
        yield from _pdf(content)
    elif content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        yield from _picture(content)
    else:
        text = content.decode("utf-8", "replace")
        if ending in (".json", ".ipynb", ".jsonl"):
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
        if ending in _MARKUP:
            read = html.unescape(bare)
            yield "as read", html.unescape(_TAG.sub(" ", bare))
            yield "as read", html.unescape(_TAG.sub("", bare))
            if read != bare:
                yield "", read


def built_files(root: Path) -> Iterator[Path]:
    """Every file below `data/processed`, `reports` and `notebooks` that may leave this machine, in order.

    Not the raw texts of the stage collect, nor the private folder.
    """
    for top in ("data/processed", "reports", "notebooks"):
        for path in sorted((root / top).rglob("*")):
            parts = path.relative_to(root).parts
            if path.is_file() and parts[:3] not in {
                ("data", "processed", "collect"),
                ("data", "processed", "private"),
            }:
                yield path
