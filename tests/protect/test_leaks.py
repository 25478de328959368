"""The leak audit on files of every kind, each with an identifier put in by hand."""

import base64
import bz2
import gzip
import io
import json
import lzma
import random
import re
import tarfile
import zipfile
from contextlib import suppress

import pandas as pd
import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from jalin.protect import leaks
from jalin.protect.leaks import Form, Sought, _has_number, even, find_forms
from jalin.protect.outputs import Unsearchable, texts_of

NAME = Form("sari melati", "a name")
PHONE = Form("081234567890", "a phone", digits=True)


def hits(name, content):
    if isinstance(content, str):
        content = content.encode("utf-8")
    return [place for _, place in find_forms([NAME, PHONE], name, content)]


def png(**said):
    out, info = io.BytesIO(), PngInfo()
    for key, value in said.items():
        info.add_text(key, value)
    Image.new("RGB", (2, 2)).save(out, "png", pnginfo=info)
    return out.getvalue()


def zipped(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def parquet(frame):
    out = io.BytesIO()
    frame.to_parquet(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "Sari Melati", "SARI MELATI", "sari  melati", "Sari\nMelati", "sari-melati", "Sari_Melati", "Sári Melàti",
        "Sari\u00a0Melati", "Sari\u200b Mel\u00adati", "Ｓａｒｉ Ｍｅｌａｔｉ", "0812-3456-7890", "0812 3456 7890", "0812.3456.7890",
        "(0812) 3456-7890", "081234567890", "０８１２３４５６７８９０",
        # letters alike: Cyrillic, Greek, Cherokee, small capitals, squared; with strokes
        "Ѕагі Меӏаті", "ЅАRІ МЕLАТІ", "Sαrι Mєlαtι".replace("є", "е"), "ꮪꭺꭱı ꮇеꮮаtі".replace("ꮇ", "м"), "ꜱᴀʀɪ ᴍᴇʟᴀᴛɪ",
        "🅂🄰🅁🄸 🅼🅴🅻🅰🆃🅸", "Sɐri Mɇłaŧi".replace("ɐ", "ⱥ"), "Sarӏ Meӏati".replace("Sarӏ", "Sarі"),
        # what shows nothing, and marks on letters
        "S\u2063ar\u034fi M\u1160el\U000e0101at\u20ddi", "S\u0334a\u1ab0ri M\u1dc4elati", "Sa\u202dri Mel\u2066ati", "Sa\U000e0041ri Melati",
        # backwards, and made to run so
        "italeM iraS", "\u202eitaleM iraS\u202c", '<bdo dir="rtl">italeM iraS</bdo>', "\u202eітаӏеМ ігаЅ",
        "٠٨١٢ ٣٤٥٦ ٧٨٩٠", "०८१२३४५६७८९०", "\u202e0987-6543-2180",
    ],
)  # fmt: skip
def test_a_form_is_found_however_it_is_typed(text):
    assert hits("a.txt", f"one\n and then {text} again") != []


@pytest.mark.parametrize(
    "text",
    ["Sarimelati", "Sari and Melati", "10812345678901", "0 8 1 2 3 4 5 6 7 8 9 0", "0,0812", "Сары Малати"],
)
def test_what_only_looks_like_it_is_no_leak(text):
    assert hits("a.txt", text) == []


@pytest.mark.parametrize(
    "text",
    ["Анна Вера", "АННА ВЕРА", "анна вера", "Aнна Bерa", "ANHA BEPA".replace("ANHA", "AHHA"), "арев аннА"],
)
def test_a_name_of_another_script_is_found_in_small_and_capital_letters_in_latin_ones_alike_and_backwards(
    text,
):
    assert list(Sought([Form(even("Анна Вера").strip(), "a name")]).in_text(f"so {text} said"))


def test_a_short_name_backwards_is_a_word_but_where_it_is_made_to_run_so():
    form = Form("nur", "a name")
    assert not list(Sought([form]).in_text("they run"))
    assert list(Sought([form]).in_text("they \u202erun\u202c"))


def test_the_place_is_named():
    assert hits("a.txt", "one\ntwo Sari Melati") == ["line 2"]


SVG = "<svg><text>Sari Melati</text></svg>"
FILES = {
    "a.html": "<p>Sari <b>Mel</b>ati</p>",
    "b.html": "<p title='&#83;ari Melati'>x</p>",
    "c.html": f"<img src='data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()}'>",
    "d.html": f"<img src='data:image/png;base64,{base64.b64encode(png(Author='Sari Melati')).decode()}'>",
    "e.html": "<td>Sari</td><td>Melati</td>",
    "a.svg": "<svg><!-- Sari Melati --></svg>",
    "a.json": json.dumps({"a": ["S\u00e1ri Melati"]}),
    "a.ipynb": json.dumps({"cells": [{"outputs": [{"text": ["Sari Melati"]}]}]}),
    "html.ipynb": json.dumps(
        {"cells": [{"outputs": [{"data": {"text/html": ["<p>Sari <b>Mel</b>ati</p>"]}}]}]}
    ),
    "a.csv": "a,b\nSari Melati,1\n",
    "a.png": png(Description="from Sari Melati"),
    "a.parquet": parquet(pd.DataFrame({"x": [1, 2], "name": ["nobody", "Sari Melati"]})),
    "a.zip": zipped("deep/b.zip", zipped("c.json", '{"k": "Sari Melati"}')),
    "b.zip": zipped("Sari Melati.txt", "x"),
    "a.txt.gz": gzip.compress(b"Sari Melati"),
    "a.bin": b"\x00\x01Sari Melati\x00",
    # in letters written otherwise
    "js.html": "<script>x = '" + "".join(f"\\u{ord(one):04x}" for one in "Sari Melati") + "'</script>",
    "cut.html": "Sa<!-- x > y -->ri Melati",
    "b.jsonld": '{"a": "' + "".join(f"\\u{ord(one):04x}" for one in "Sari Melati") + '"}',
    "a.css": "a::after { content: '" + "".join(f"\\{ord(one):04x} " for one in "Sari Melati") + "' }",
    "a.yaml": 'a: "' + "".join(f"\\x{ord(one):02x}" for one in "Sari Melati") + '"',
    "a.md": "".join(f"&#{ord(one)};" for one in "Sari Melati"),
    "link.md": "[x](http://x.y/?q=%53ari%20%4delati)",
    "base64.csv": "x\n" + base64.b64encode(b"of Sari Melati").decode(),
    "a.vcf": "BEGIN:VCARD\r\nFN:Sari Mel\r\n ati\r\nEND:VCARD",
    "old.vcf": "BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:=53ari=20Melati\n",
    "from.eml": b"From: =?utf-8?B?" + base64.b64encode(b"Sari Melati") + b"?= <a@b.co>\n\nx",
    "a.bib": "@book{a, author={{S}ari M\\'{e}lati}}",
    "cdata.xml": "<a>Sa<![CDATA[ri Mel]]>ati</a>",
    "entity.xml": '<!DOCTYPE a [<!ENTITY n "Sari">]><a>&n; Melati</a>',
    "head.xml": "<oddHeader>&amp;LSari Melati</oddHeader>",
    "colours.ipynb": json.dumps({"cells": [{"outputs": [{"traceback": ["Sa\x1b[31mri\x1b[0m Melati"]}]}]}),
    # beside what a file holds
    "kept.zip": zipped("a", "x") + b"Sari Melati",
    "named.gz": gzip.compress(b"x")[:3]
    + b"\x08"
    + gzip.compress(b"x")[4:10]
    + b"Sari Melati.txt\0"
    + gzip.compress(b"x")[10:],
    "a.utf32": "Sari Melati".encode("utf-32"),
    "a.emf": b"\1\0\0\0\xff" + "Sari Melati".encode("utf-16-le") + b"\xee\0\0",
}


@pytest.mark.parametrize("name", FILES)
def test_a_leak_is_found_in_every_kind_of_file(name):
    assert len(hits(name, FILES[name])) == 1


@pytest.mark.parametrize(
    "text", ["0812-3456-7890", "+62 812 3456 7890", "6281234567890", "81234567890", "(0062) 812.3456.7890"]
)
@pytest.mark.parametrize("replaced", ["0812 3456 7890", "+62 812-3456-7890", "0062 (0)81234567890"])
def test_a_telephone_is_found_with_its_zero_without_it_and_from_abroad(replaced, text):
    form = leaks._form(replaced, "x")
    assert leaks.leaks_of([form], "a.txt", f"call {text} now".encode())
    assert not leaks.leaks_of(
        [form], "a.txt", f"call 9{text.replace('0812', '0813').replace('812', '813')} now".encode()
    )


def test_a_picture_that_says_where_it_was_taken_is_told(tmp_path):
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "S", 2: (7.0, 19.0, 33.0)})
    Image.new("RGB", (2, 2)).save(tmp_path / "a.jpg", exif=exif)
    (told,) = leaks.leaks_of([], "a.jpg", (tmp_path / "a.jpg").read_bytes())
    assert "where on Earth" in told.what


def test_a_name_is_found_in_the_name_of_a_file_as_two_words():
    assert leaks.leaks_of([leaks._form("Sari Melati", "x")], "figures/SariMelati.png", b"x")


def test_a_leak_is_found_in_word_and_in_a_pdf(tmp_path):

    path = tmp_path / "a.docx"
    pypandoc.convert_text("Then *Sari* Melati came.", "docx", format="markdown", outputfile=path)
    assert hits("a.docx", path.read_bytes())
    from test_hostile import pdf

    assert hits("a.pdf", pdf(b"BT /F1 12 Tf 20 200 Td (Then Sari Melati came) Tj ET")) == ["page 1, line 1"]


@given(st.binary(max_size=300), st.sampled_from([".png", ".pdf.txt", ".json", ".html", ".zip", ".svg"]))
def test_any_bytes_can_be_searched_or_are_told_as_what_nobody_can(content, ending):
    for start in (b"", b"PK\x03\x04", b"\x89PNG"):
        with suppress(Unsearchable):
            list(texts_of(f"a{ending}", start + content))


def test_evened_text_is_its_own_evening():
    assert even(even("Á-b  C")) == even("Á-b  C") == " a b c "


def test_searching_for_all_forms_at_once_finds_what_searching_for_each_does():
    chance = random.Random(4)
    words = [
        "budi",
        "santoso",
        "pak",
        "melati",
        "Bu",
        "RT",
        "0812",
        "3456",
        "7890",
        "081234567890",
        "1",
        "é",
        "⟦x⟧",
    ]
    names = {even(" ".join(chance.choices(words[:6], k=chance.randint(1, 3)))).strip() for _ in range(12)}
    digits = {"08123456", "081234567890", "34567890", "1111111"}
    forms = [
        *(Form(name, "a name") for name in names),
        *(Form(one, "a number", digits=True) for one in digits),
    ]
    for _ in range(400):
        text = "".join(
            chance.choice(words) + chance.choice(" \n-.,/·  ") for _ in range(chance.randint(1, 9))
        )
        evened = even(text)
        joined = re.sub(r"(?<=\d) (?=\d)", "", evened)
        expected = {
            form
            for form in forms
            if (
                form.text in joined and _has_number(form, text) if form.digits else f" {form.text} " in evened
            )
        }
        assert set(Sought(forms).in_text(text)) == expected, text


def test_a_form_where_a_long_text_is_cut_is_found(monkeypatch):
    monkeypatch.setattr(leaks, "_PIECE", 300)
    monkeypatch.setattr(leaks, "_OVERLAP", 60)
    for before in range(150, 420, 7):
        text = "kami " * (before // 5) + "x" * (before % 5) + " budi santoso " + "ada " * 60
        assert list(Sought([Form("budi santoso", "a name")]).in_text(text))


def _tarred(content):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        item = tarfile.TarInfo("a.txt")
        item.size = len(content)
        archive.addfile(item, io.BytesIO(content))
    return made.getvalue()


def _zipped(content, name="a.txt", comment=b""):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        archive.comment = comment
    return made.getvalue()


SAID = b"said by Sari Melati"
LETTER = b"Subject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("tgz", gzip.compress(_tarred(SAID))),
        ("tar.xz", lzma.compress(_tarred(_zipped(SAID)))),
        ("tar.bz2", bz2.compress(_tarred(SAID))),
        ("zip", _zipped(_zipped(_zipped(SAID), "b.zip"), "c.zip")),
        ("zip", _zipped(b"x", comment=SAID)),
        ("exe", b"MZ\0" + _zipped(SAID)),
        ("eml", LETTER + base64.encodebytes(SAID)),
        ("mbox", b"From x\n" + LETTER + base64.encodebytes(_zipped(SAID))),
        ("eml", b"Subject: =?utf-8?B?" + base64.b64encode(SAID) + b"?=\r\n\r\nx"),
        ("rtf", rb"{\rtf1 \'53ari \u77?elati}"),
        ("msg", b"\xd0\xcf\x11\xe0" + SAID.decode().encode("utf-16-le")),
        ("mp3", b"ID3\3\0\0\1\xff\xfe" + SAID.decode().encode("utf-16-le") + b"\0\xff\xfb"),
        ("csv", SAID.decode().encode("utf-16")),
        ("txt", "café, ".encode("latin-1") + SAID),
        ("png", png() + SAID),
        ("pdf", b"%PDF-1.4 <?xpacket begin=''?>" + SAID + b"<?xpacket end='w'?>"),
    ],
)
def test_a_name_is_found_in_whatever_it_is_packed(ending, content):
    assert hits(f"a.{ending}", content)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"7z\xbc\xaf\x27\x1c\0\4", "of the kind 7z"),
        (_zipped(b"x").replace(b"PK\3\4\x14\0\0", b"PK\3\4\x14\0\1").replace(b"PK\1\2\x14\3\x14\0\0", b"PK\1\2\x14\3\x14\0\1"), "a.txt is locked"),
        (_zipped(bytes(2**20), "big.bin"), "unpacks to more than"),
    ],
)  # fmt: skip
def test_what_nobody_can_search_is_told(content, why, monkeypatch):
    monkeypatch.setattr("jalin.protect.outputs._LIMIT", 2**16)
    assert [why in leak.what for leak in leaks.leaks_of([], "notebooks/a.zip", content)] == [True]
