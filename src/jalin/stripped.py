"""A file as it may be shared: with what it shows, and without what it says of who made it, on which machine, when and where.

A camera writes place, time and owner into a picture, a program the names of who wrote, commented and printed into a
document, and a small picture of its first page as it once was. What a person reads there stays as it is.
"""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from lxml import etree
from PIL import Image, ImageSequence, UnidentifiedImageError

from jalin.files import MOMENT

# chunks of a PNG that are what it shows; the words of others are of who made it
_SHOWN = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"}  # fmt: skip
_ORIENTATION = 0x0112
# what office files say of people: attributes and elements by their local names, those that have more, and what Word itself writes instead
_WHO = {
    "author", "initials", "userId", "providerId", "creator", "creator-initials", "sender-initials", "userName",
    "initial-creator", "author-name", "author-initials", "printed-by",
}  # fmt: skip
_PEOPLE, _CALLED = {"person", "cmAuthor", "author"}, {"displayName", "name"}
_NOBODY = "Author"
_PROPERTIES = re.compile(r"(?:docProps/[^/]+|(?:.+/)?meta)\.xml")
_FONTS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")
# an office file unpacked
_LIMIT = 256 * 2**20


class Unshareable(ValueError):
    """A file of which nobody can say what it holds besides what it shows; (what is wrong, what to do)."""


def stripped(content: bytes) -> bytes:
    """`content` without what it says besides; the same again where that was taken off before. Raises `Unshareable`."""
    for begin, strip in _KINDS.items():
        if content.startswith(begin):
            try:
                return strip(content)
            except Unshareable:
                raise
            except (pdfium.PdfiumError, zipfile.BadZipFile, etree.XMLSyntaxError, UnidentifiedImageError,
                    RuntimeError, NotImplementedError, EOFError, OSError, ValueError, struct.error, IndexError):  # fmt: skip
                what = "it is damaged, or locked with a password"
                raise Unshareable(what, "Open it in the program that made it, and save it again") from None
    if content.startswith(_FONTS):
        return content
    with_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        plain = content.decode("utf-16" if with_mark else "utf-8")
    except UnicodeDecodeError:
        plain = "\0"
    if "\0" in plain or content.startswith(b"{\\rtf"):
        raise Unshareable(
            "nobody can search all that a file of this kind says",
            "Save it as PDF, DOCX, PNG or text in UTF-8",
        )
    return content


def segments(content: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(marker, start, end) of each segment of a JPEG that begins at `at`, but for what it shows; last its end."""
    at += 2
    while content[at] == 0xFF:
        marker = content[at + 1]
        if marker in (0xD9, 0xFF):
            break
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            at += 2
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        yield marker, at + 4, end
        at = end
        if marker == 0xDA:
            # what it shows goes on to the next marker
            shown = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]").search(content, at)
            if shown is None:
                raise ValueError("a picture without an end")
            at = shown.start()
    yield 0xD9, at, at + 2


def _blank(content: bytearray, at: int) -> int:
    """Blank, in its place, what a JPEG that begins at `at` says besides; its end."""
    end = at
    for marker, start, end in segments(bytes(content), at):
        said = bytes(content[start:end])
        # how colours are meant, and how they are written, stays
        if marker == 0xFE or (
            0xE1 <= marker <= 0xEF and marker != 0xEE and not said.startswith(b"ICC_PROFILE\0")
        ):
            content[start:end] = _turned(said).ljust(end - start, b"\0")
    return end


def _turned(said: bytes) -> bytes:
    """An Exif segment that says which side is up, of one that does; of any other nothing."""
    if not said.startswith(b"Exif\0\0") or len(said) < 32:
        return b""
    exif = Image.Exif()
    exif.load(said)
    up = exif.get(_ORIENTATION, 1)
    if not isinstance(up, int) or not 1 < up <= 8:
        return b""
    return b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, up, 0, 0)


def _jpeg(content: bytes) -> bytes:
    bare = bytearray(content)
    # other pictures of the same moment may follow the first
    return bytes(bare[: _blank(bare, 0)])


def _png(content: bytes) -> bytes:
    found, at = [content[:8]], 8
    while at < len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        if kind in _SHOWN:
            found.append(content[at : at + 12 + size])
        at += 12 + size
        if kind == b"IEND":
            return b"".join(found)
    raise ValueError("a picture without an end")


def _gif(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        said = image.info
        if "comment" not in said and said.get("extension", (b"NETSCAPE2.0",))[0] == b"NETSCAPE2.0":
            return content
        pages = [page.copy() for page in ImageSequence.Iterator(image)]
        times = [page.info.get("duration", 0) for page in pages]
        for page in pages:
            page.info = {
                name: page.info[name] for name in ("transparency", "background") if name in page.info
            }
        made = io.BytesIO()
        options = {"loop": said["loop"]} if "loop" in said else {}
        pages[0].save(
            made, "GIF", save_all=True, append_images=pages[1:], duration=times, comment=b"", **options
        )
    return made.getvalue()


def _pdf(content: bytes) -> bytes:
    """The pages as they are printed, with what is filled in; without comments, properties, files within and bookmarks."""
    # what a first copy leaves out is still in its file, and not in a copy of that
    for _ in range(2):
        with pdfium.PdfDocument(content) as old, pdfium.PdfDocument.new() as new:
            new.import_pages(old)
            for page in new:
                pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_PRINT)
            for page in new:
                for number in reversed(range(pdfium_c.FPDFPage_GetAnnotCount(page))):
                    pdfium_c.FPDFPage_RemoveAnnot(page, number)
            made = io.BytesIO()
            new.save(made)
            content = made.getvalue()
    bare = bytearray(content)
    for found in re.finditer(rb"\xff\xd8\xff", content):
        try:
            _blank(bare, found.start())
        except (ValueError, IndexError):
            # no picture begins there
            continue
    fixed = f"{MOMENT:D:%Y%m%d%H%M%S}".encode()
    dated = re.sub(rb"(?<=/CreationDate\()D:\d{14}", fixed, bytes(bare))
    return re.sub(rb"(?<=/ID\[<)[0-9A-F]{32}><[0-9A-F]{32}(?=>\])", b"0" * 32 + b"><" + b"0" * 32, dated)


def _package(content: bytes) -> bytes:
    """An office file (OOXML, OpenDocument) with the same parts, none of which says who wrote it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        names, left = set(old.namelist()), _LIMIT
        if not names & {"[Content_Types].xml", "mimetype"}:
            raise Unshareable("it is an archive of files", "Put its files here one by one")
        for item in old.infolist():
            if "humbnail" in item.filename:
                continue
            left -= item.file_size
            if left < 0:
                raise Unshareable("it is too large to be searched when unpacked", "Save it as PDF")
            part = old.read(item)
            if item.filename.endswith((".xml", ".rels")):
                part = _part(item.filename, part)
            elif part.startswith(tuple(_KINDS)):
                part = stripped(part)
            entry = zipfile.ZipInfo(item.filename, MOMENT.timetuple()[:6])
            new.writestr(entry, part, item.compress_type)
    return made.getvalue()


def _part(name: str, part: bytes) -> bytes:
    """A part of an office file without people."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(part, parser)
    if _PROPERTIES.fullmatch(name):
        root[:] = []
    for one in list(root.iter("*")):
        for key in list(one.attrib):
            local = etree.QName(key).localname
            if local in _WHO or (local in _CALLED and etree.QName(one).localname in _PEOPLE):
                one.set(key, _NOBODY)
            elif (
                local == "Target"
                and one.get("TargetMode") == "External"
                and one.get(key, "").lower().startswith(("file:", "\\\\", "/"))
            ):
                # where a template or a picture lies on somebody's machine
                one.set(key, "removed")
            elif "humbnail" in one.get(key, "") and one.getparent() is not None:
                one.getparent().remove(one)
                break
        if etree.QName(one).localname in _WHO and one.text and not len(one):
            one.text = _NOBODY
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


_KINDS: dict[bytes, Callable[[bytes], bytes]] = {
    b"\xff\xd8\xff": _jpeg,
    b"\x89PNG\r\n\x1a\n": _png,
    b"GIF8": _gif,
    b"%PDF": _pdf,
    b"PK\x03\x04": _package,
}
