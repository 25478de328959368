"""Malformed and hostile files: read correctly, or refused in one sentence, within 2 GB and 30 s."""

import contextlib
import os
import subprocess
import sys
import zipfile
import zlib

import pytest
from office import W, docx, odt, package, paragraph, run

from jalin.collect.blocks import Unreadable
from jalin.collect.canonical import canonical
from jalin.collect.readers import read_file

# a program that reads one file within the bounds that the project promises
BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 * 2**30, 2 * 2**30))
# of the processor's time, so that a busy machine changes nothing
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
from pathlib import Path
from jalin.collect.blocks import Unreadable
from jalin.collect.readers import read_file
try:
    print("read", len(read_file(Path(sys.argv[1])).blocks))
except Unreadable as fault:
    print("refused", fault.what)
"""


def bounded(path):
    done = subprocess.run([sys.executable, "-c", BOUNDED, str(path)], capture_output=True, text=True)
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 1, done.stderr[-2000:]
    return done.stdout.strip()


def document(inner, head=""):
    return f"{head}<w:document {W}><w:body>{inner}</w:body></w:document>"


def pdf(stream: bytes, page: bytes = b"") -> bytes:
    """A PDF of one page with a compressed stream of drawing operators."""
    packed = zlib.compress(stream)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << /Font << /F1 "
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> " + page + b" >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    )


def entities(external=False):
    if external:
        return '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    nested = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "ha">{nested}]>'


HUGE = {
    "bomb.docx": lambda p: docx(p, paragraph(run("A" * 200 * 2**20))),
    "many.docx": lambda p: docx(p, paragraph(run("words")) * 900_000),
    "bomb.odt": lambda p: odt(p, f"<text:p>{'B' * 200 * 2**20}</text:p>"),
    "repeated.odt": lambda p: odt(
        p,
        '<table:table><table:table-row><table:table-cell table:number-columns-repeated="99999999">'
        '<text:p>x</text:p></table:table-cell></table:table-row></table:table><text:p>a<text:s text:c="999999999"/></text:p>',
    ),
    "deep.docx": lambda p: docx(p, paragraph("<w:sdt>" * 5000 + "</w:sdt>" * 5000)),
    "laughs.docx": lambda p: package(p, {"word/document.xml": document(paragraph(run("&a9;")), entities())}),
    "huge.txt": lambda p: p.write_text("P: a sentence that is long\n" * (200 * 2**20 // 27)),
    "lines.txt": lambda p: p.write_text("P: a\n" * (30 * 2**20 // 5)),
    "one-line.txt": lambda p: p.write_text("a " * (15 * 2**20)),
    "brackets.md": lambda p: p.write_text("[" * 100_000),
    "quotes.md": lambda p: p.write_text(">" * 100_000 + " a"),
    "stars.md": lambda p: p.write_text("*a " * 100_000),
    "deep.html": lambda p: p.write_text("<div>" * 100_000 + "words"),
    "tables.html": lambda p: p.write_text("words" + "<table><tr><td>" * 3000),
    "big.html": lambda p: p.write_text("<p>a <b>b</b></p>" * (31 * 2**20 // 18)),
    "deep.rtf": lambda p: p.write_text("{\\rtf1 " + "{" * 100_000 + "x" + "}" * 100_000 + "}"),
    "binary.rtf": lambda p: p.write_text("{\\rtf1 \\bin999999999999 x\\u99999999999? y}"),
    "big.vtt": lambda p: p.write_text("WEBVTT\n\n" + "00:00.000 --> 00:01.000\n<v A>words\n\n" * 70_000),
    "bomb.pdf": lambda p: p.write_bytes(pdf(b" " * 900 * 2**20)),
    "loop.pdf": lambda p: p.write_bytes(pdf(b"BT ET").replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")),
}
# one of each kind of danger: size, depth, reference; the others come with the slow tests
QUICK = ("laughs.docx", "deep.rtf", "loop.pdf")


@pytest.mark.skipif(sys.platform != "linux", reason="the bound on memory needs Linux")
@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in HUGE]
)
def test_a_file_that_asks_for_too_much_stays_within_bounds(tmp_path, name):
    path = tmp_path / name
    HUGE[name](path)
    said = bounded(path)
    if "bomb" in name or name in ("deep.docx", "laughs.docx", "huge.txt", "deep.html", "deep.rtf"):
        assert said.startswith("refused")
    assert sorted(item.name for item in tmp_path.iterdir()) == [name]


@pytest.mark.slow
def test_a_long_table_is_read_whole(tmp_path):
    row = "".join(f"<w:tc>{paragraph(run('cell'))}</w:tc>" for _ in range(3))
    path = docx(tmp_path / "a.docx", f"<w:tbl>{f'<w:tr>{row}</w:tr>' * 100_000}</w:tbl>")
    assert len(read_file(path).blocks) == 100_000
    (tmp_path / "a.csv").write_text("a,b\n" + "one,two\n" * 100_000)
    assert len(read_file(tmp_path / "a.csv").blocks) == 100_000


def test_external_entities_are_not_followed(tmp_path):
    path = package(
        tmp_path / "a.docx", {"word/document.xml": document(paragraph(run("&x; hi")), entities(True))}
    )
    with pytest.raises(Unreadable, match="document type"):
        read_file(path)


def test_paths_in_an_archive_lead_nowhere(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    path = package(
        folder / "a.docx",
        {"../../evil.txt": "evil", "/evil.txt": "evil", "word/document.xml": document(paragraph(run("ok")))},
    )
    assert [block.text for block in read_file(path).blocks] == ["ok"]
    assert [item.name for item in tmp_path.rglob("*")] == ["in", "a.docx"]


def _truncated(content, share):
    return content[: int(len(content) * share)]


@pytest.mark.parametrize("ending", ["docx", "odt", "pdf", "rtf"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_refused_or_read_but_never_crashes(tmp_path, ending, share):
    made = {
        "docx": lambda p: docx(p, paragraph(run("words " * 400))),
        "odt": lambda p: odt(p, f"<text:p>{'words ' * 400}</text:p>"),
        "pdf": lambda p: p.write_bytes(pdf(b"BT /F1 12 Tf 20 200 Td (words) Tj ET")),
        "rtf": lambda p: p.write_text("{\\rtf1 " + "words\\par " * 400 + "}"),
    }
    path = tmp_path / f"a.{ending}"
    made[ending](path)
    path.write_bytes(_truncated(path.read_bytes(), share))
    if ending == "pdf":
        # a reader of PDF mends what it can
        with contextlib.suppress(Unreadable):
            assert [block.text for block in read_file(path).blocks] == ["words"]
    else:
        with pytest.raises(Unreadable):
            read_file(path)


@pytest.mark.parametrize("seed", range(15))
def test_bytes_changed_at_random_never_crash(tmp_path, seed):
    import random

    dice = random.Random(seed)
    path = tmp_path / "a.docx"
    docx(path, paragraph(run("words " * 50)) * 20)
    content = bytearray(path.read_bytes())
    for _ in range(dice.randint(1, 12)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    path.write_bytes(content)
    try:
        assert read_file(path).blocks
    except Unreadable as fault:
        assert fault.what and fault.remedy


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("P: שלום\nI: مرحبا\n", "P: שלום\nI: مرحبا\n"),
        ("P: 👨‍👩‍👧 🇮🇩\n", "P: 👨‍👩‍👧 🇮🇩\n"),
        ("cafe\u0301 a\u0327\u0300\n", "caf\u00e9 \u00e0\u0327\n"),
        ("a\x00b\n", "ab\n"),
        ("one\r\ntwo\rthree\n\u2028four\x85five", "one\ntwo\nthree\nfour\nfive\n"),
        ("Asep\u00ad Kar\u200btiwan\n", "Asep Kartiwan\n"),
    ],
)
def test_odd_characters_are_kept_or_evened(tmp_path, content, text):
    (tmp_path / "a.txt").write_bytes(content.encode("utf-8"))
    blocks = read_file(tmp_path / "a.txt").blocks
    assert "".join(canonical(f"{block.text}\n") for block in blocks) == text


def test_half_a_character_is_refused(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"P: \xed\xa0\x80\n")
    with pytest.raises(Unreadable, match="not valid UTF-8"):
        read_file(tmp_path / "a.txt")


@pytest.mark.parametrize("ending", ["docx", "odt", "xlsx"])
def test_an_archive_without_the_part_that_matters_is_refused(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("else.txt", "x")
    with pytest.raises(Unreadable, match="damaged"):
        read_file(path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_file_that_may_not_be_read_is_named(root):
    from jalin.collect import collect_sources, read_register
    from jalin.errors import StudyError
    from jalin.study import open_study

    (root / "data/raw/interviews/W1.txt").chmod(0)
    study = open_study(root)
    with pytest.raises(StudyError, match="cannot be opened"):
        collect_sources(study, read_register(study))


def test_a_scanned_page_is_named_and_a_blank_one_is_passed_over(tmp_path):
    with pytest.raises(Unreadable, match="no text to read") as fault:
        (tmp_path / "a.pdf").write_bytes(pdf(b" "))
        read_file(tmp_path / "a.pdf")
    assert fault.value.place == "page 1"


def test_a_note_in_a_pdf_is_a_comment_on_its_page(tmp_path):
    note = b"/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (Sari) /Contents (Who said so?) >>]"
    (tmp_path / "a.pdf").write_bytes(pdf(b"BT /F1 12 Tf 20 200 Td (words) Tj ET", note))
    (comment,) = read_file(tmp_path / "a.pdf").comments
    assert (comment.author, comment.text, comment.block) == ("Sari", "Who said so?", 0)


def test_turns_set_close_in_a_pdf_stay_apart(tmp_path):
    lines = [
        b"P: Who came?",
        b"I: The head came,",
        b"and the clerk: she was late.",
        b"P: Then?",
        b"I: We left.",
    ]
    stream = b"BT /F1 12 Tf 14 TL 20 280 Td " + b" T* ".join(b"(" + line + b") Tj" for line in lines) + b" ET"
    (tmp_path / "a.pdf").write_bytes(pdf(stream))
    assert [block.text for block in read_file(tmp_path / "a.pdf").blocks] == [
        "P: Who came?",
        "I: The head came, and the clerk: she was late.",
        "P: Then?",
        "I: We left.",
    ]
