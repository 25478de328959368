"""Nobody's name, place or machine is in a file that is shared, and what it shows is as it was."""

import io
import sys
import zipfile
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pypdfium2 as pdfium
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from jalin.stripped import Unshareable, stripped

sys.path.insert(0, str(Path(__file__).parent / "protect"))
from containers import pdf

WHO = "Sari Melati"


def saved(save, *given, **options):
    made = io.BytesIO()
    save(made, *given, **options)
    return made.getvalue()


def picture(kind):
    said, words = Image.Exif(), PngInfo()
    said[0x013B], said[0x0112] = WHO, 6
    words.add_text("Author", WHO)
    options = {"JPEG": {"exif": said, "comment": WHO.encode()}, "PNG": {"exif": said, "pnginfo": words}}
    shown = Image.linear_gradient("L").convert("P" if kind == "GIF" else "RGB")
    return saved(shown.save, kind, **options.get(kind, {"comment": WHO.encode()}))


def word_file():
    document = docx.Document()
    about = document.core_properties
    about.author = about.last_modified_by = about.comments = about.title = WHO
    line = document.add_paragraph("Antre panjang.")
    document.add_picture(io.BytesIO(picture("JPEG")))
    document.add_comment(line.runs, text="benar?", author=WHO, initials="SM")
    made = saved(document.save)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["docProps/app.xml"] = parts["docProps/app.xml"].replace(
        b"</Properties>", f"<Company>{WHO}</Company></Properties>".encode()
    )
    parts["docProps/thumbnail.jpeg"] = WHO.encode()
    parts["word/_rels/settings.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        b'Type="x/attachedTemplate" Target="file:///C:/Users/Sari Melati/a.dotx" TargetMode="External"/></Relationships>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def workbook():
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = WHO
    book.active["A1"] = "Antre"
    book.active["A1"].comment = openpyxl.comments.Comment("benar?", WHO)
    return saved(book.save)


def within(content):
    """Every part of a file."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return b"".join(package.read(name) for name in package.namelist())


MADE = {
    "jpeg": lambda: picture("JPEG"),
    "png": lambda: picture("PNG"),
    "gif": lambda: picture("GIF"),
    "docx": word_file,
    "xlsx": workbook,
    "pdf": lambda: pdf("Antre panjang.", info=f"/Author ({WHO}) /Title ({WHO})"),
}


@cache
def made(kind):
    return MADE[kind]()


@pytest.mark.parametrize("kind", MADE)
def test_who_made_a_file_is_not_in_it_any_more(kind):
    bare = stripped(made(kind))
    assert WHO.encode() in within(made(kind)) and WHO.encode() not in within(bare)
    assert stripped(bare) == bare


def test_what_a_file_shows_is_as_it_was():
    for kind in ("jpeg", "png", "gif"):
        was, now = (Image.open(io.BytesIO(one)) for one in (made(kind), stripped(made(kind))))
        assert was.convert("RGB").tobytes() == now.convert("RGB").tobytes()
    document = docx.Document(io.BytesIO(stripped(made("docx"))))
    assert document.paragraphs[0].text == "Antre panjang."
    assert [one.text for one in document.comments] == ["benar?"] and len(document.inline_shapes) == 1
    assert openpyxl.load_workbook(io.BytesIO(stripped(made("xlsx")))).active["A1"].value == "Antre"
    with pdfium.PdfDocument(stripped(made("pdf"))) as pages:
        assert "Antre panjang." in pages[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(99), "nobody can search"),
        (rb"{\rtf1 x}", "nobody can search"),
        (b"ID3\x03\0", "nobody can search"),
        ("png 60", "damaged"),
        ("jpeg 300", "damaged"),
        ("docx 900", "damaged"),
        (b"%PDF-1.7 nothing", "damaged"),
    ],
)
def test_what_nobody_can_search_is_refused(content, why):
    if isinstance(content, str):
        kind, size = content.split()
        content = made(kind)[: int(size)]
    with pytest.raises(Unshareable, match=why):
        stripped(content)


def test_an_archive_is_no_office_file():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", WHO)
    with pytest.raises(Unshareable, match="archive of files"):
        stripped(packed.getvalue())
