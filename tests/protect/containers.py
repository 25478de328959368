"""Files of every kind people collect, each with identifiers in a place of its own: {name: (ending, content)}.

Where words show as a person reads them, the identifiers stand as people write them (`SHOWN`); where no reader
looks, a bare name and number (`BARE`), which no rule would know. Telephone numbers begin with 0800 000.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image
from PIL.PngImagePlugin import PngInfo

NAME, PHONE, MAIL = "Zubaedah Rahmaniar", "0800-0004-7113", "zubaedah.r@contoh.id"
SHOWN = f"Kata Bu {NAME}, nomornya {PHONE}, surelnya {MAIL}."
BARE = f"{NAME} {PHONE} {MAIL}"
# none of these may be found: the name in parts, the number however it is grouped, the address
PLANTED = ("zubaedah", "rahmaniar", "080000047113", "contoh id")
_PLAIN = "Q: Bagaimana antrenya? A: Panjang, sampai ke tangga."

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def line(*inner: str) -> str:
    return f"<w:p>{''.join(inner)}</w:p>"


def docx(body: str = "", relations: str = "", **parts: str | bytes) -> bytes:
    """A Word file with a plain line, then `body`; further `parts` by their paths, / written as __ and . as _dot_."""
    named = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    own = {name for name in named if name.startswith("word/") and name.endswith(".xml")}
    kinds = "".join(
        f'<Relationship Id="r{number}" Type="{_R}/{name[5:-4].rstrip("0123456789")}" Target="{name[5:]}"/>'
        for number, name in enumerate(sorted(own))
    )
    document = (
        f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{line(run(_PLAIN))}{body}</w:body></w:document>'
    )
    return zipped(
        {
            "[Content_Types].xml": _CONTENT,
            "word/document.xml": document,
            "word/_rels/document.xml.rels": f"<Relationships>{kinds}{relations}</Relationships>",
            **named,
        }
    )


def _word(tag: str, inner: str, attributes: str = "") -> str:
    return f'<w:{tag} xmlns:w="{_W}" {attributes}>{inner}</w:{tag}>'


def _comment(author: str, text: str) -> str:
    return _word(
        "comments", f'<w:comment w:id="0" w:author="{author}" w:initials="ZR">{line(run(text))}</w:comment>'
    )


def _field(code: str, shown: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _drawing(descr: str = "", name: str = "Picture 1") -> str:
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:docPr id="1" name="{name}" descr="{descr}" title="{descr}"/></wp:inline></w:drawing></w:r>'
    )


_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">{}</cp:coreProperties>'
)
_APP = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">{}</Properties>'
_CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{}"><vt:lpwstr>{}</vt:lpwstr></property></Properties>'
)


def picture(kind: str = "png", **said: str) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", (4, 4))
    if kind == "png":
        info = PngInfo()
        for key, value in said.items():
            info.add_text(key, value)
        image.save(out, "png", pnginfo=info)
    else:
        exif = Image.Exif()
        exif[0x013B], exif[0x010E] = BARE, BARE
        image.save(out, "jpeg", exif=exif, comment=BARE.encode())
    return out.getvalue()


def word_files() -> Iterator[tuple[str, bytes]]:
    yield "body", docx(line(run(SHOWN)))
    yield "split runs", docx(line(run("Kata Bu Zubae"), run("dah Rahma", "<w:b/>"), run(f"niar, nomornya {PHONE[:6]}"), run(f"{PHONE[6:]}, surelnya zubaedah.r@con"), run("toh.id.")))  # fmt: skip
    yield "table", docx(f"<w:tbl><w:tr><w:tc>{line(run('Nama'))}</w:tc><w:tc>{line(run(SHOWN))}</w:tc></w:tr></w:tbl>")  # fmt: skip
    yield "comment", docx(
        line('<w:commentRangeStart w:id="0"/>', run("antre"), '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'),
        word__comments_dot_xml=_comment("A", SHOWN),
    )  # fmt: skip
    yield "comment author", docx(
        line('<w:commentRangeStart w:id="0"/>', run("antre"), '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'),
        word__comments_dot_xml=_comment(NAME, "periksa"),
    )  # fmt: skip
    yield "header", docx(word__header1_dot_xml=_word("hdr", line(run(BARE))))
    yield "footer", docx(word__footer1_dot_xml=_word("ftr", line(run(BARE))))
    yield "footnote", docx(line(run("Lihat"), '<w:r><w:footnoteReference w:id="2"/></w:r>'), word__footnotes_dot_xml=_word("footnotes", f'<w:footnote w:id="2">{line(run(SHOWN))}</w:footnote>'))  # fmt: skip
    yield "endnote", docx(line(run("Lihat"), '<w:r><w:endnoteReference w:id="2"/></w:r>'), word__endnotes_dot_xml=_word("endnotes", f'<w:endnote w:id="2">{line(run(SHOWN))}</w:endnote>'))  # fmt: skip
    yield "hidden text", docx(line(run(BARE, "<w:vanish/>")))
    yield "deleted", docx(line(f'<w:del w:id="1" w:author="{NAME}"><w:r><w:delText>{BARE}</w:delText></w:r></w:del>', run("ada")))  # fmt: skip
    yield "inserted by", docx(line(f'<w:ins w:id="1" w:author="{NAME}">{run("ada")}</w:ins>'))
    yield "alt text", docx(line(_drawing(descr=BARE), run("gambar")))
    yield "name of a picture", docx(line(_drawing(name=BARE), run("gambar")))
    yield "field code", docx(line(_field(f' HYPERLINK "mailto:{MAIL}?subject={NAME}" ', "tulis surat")))
    yield "link target", docx(line(f'<w:hyperlink r:id="rl">{run("surat")}</w:hyperlink>'), f'<Relationship Id="rl" Type="{_R}/hyperlink" Target="mailto:{MAIL}" TargetMode="External"/>')  # fmt: skip
    yield "bookmark", docx(line(f'<w:bookmarkStart w:id="1" w:name="{NAME.replace(" ", "_")}"/>', run("ada")))
    yield "content control", docx(f'<w:sdt><w:sdtPr><w:alias w:val="{NAME}"/><w:tag w:val="{PHONE}"/></w:sdtPr><w:sdtContent>{line(run("isi"))}</w:sdtContent></w:sdt>')  # fmt: skip
    yield "style name", docx(word__styles_dot_xml=_word("styles", f'<w:style w:type="paragraph" w:styleId="z"><w:name w:val="{NAME}"/></w:style>'))  # fmt: skip
    yield "people", docx(word__people_dot_xml=_word("people", f'<w:person w:author="{NAME}"/>'))
    yield "settings", docx(word__settings_dot_xml=_word("settings", f'<w:docVars><w:docVar w:name="n" w:val="{BARE}"/></w:docVars>'))  # fmt: skip
    for tag in (
        "dc:creator",
        "dc:title",
        "dc:subject",
        "dc:description",
        "cp:keywords",
        "cp:lastModifiedBy",
        "cp:category",
    ):
        yield f"property {tag[3:]}", docx(docProps__core_dot_xml=_CORE.format(f"<{tag}>{BARE}</{tag}>"))
    for tag in ("Manager", "Company", "HyperlinkBase", "Template"):
        yield f"property {tag}", docx(docProps__app_dot_xml=_APP.format(f"<{tag}>{BARE}</{tag}>"))
    yield "custom property", docx(docProps__custom_dot_xml=_CUSTOM.format("Klien", BARE))
    yield "name of a property", docx(docProps__custom_dot_xml=_CUSTOM.format(NAME, "1"))
    yield "custom xml", docx(customXml__item1_dot_xml=f"<a><b n='{NAME}'>{BARE}</b></a>")
    yield (
        "embedded workbook",
        docx(**{"word__embeddings__Zubaedah_dot_xlsx": xlsx([["Nama", NAME], ["HP", PHONE]])}),
    )
    yield (
        "embedded picture",
        docx(line(_drawing(), run("ada")), **{"word__media__image1_dot_png": picture(Author=BARE)}),
    )
    yield "another document", docx(**{"word__afchunk_dot_docx": docx(line(run(BARE)))})
    yield (
        "archive within",
        docx(**{"word__embeddings__a_dot_zip": zipped({f"{NAME}.txt": zipped({"b.txt": BARE})})}),
    )
    yield "part nobody reads", docx(**{f"word__{NAME}_dot_xml": f"<x>{BARE}</x>"})
    yield "text box", docx(line(f'<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>{line(run(SHOWN))}</w:txbxContent></v:textbox></w:pict></w:r>'))  # fmt: skip
    yield "comment in the markup", docx(f"<!-- {BARE} -->")


def xlsx(rows: list[list[str]], sheet: str = "Lembar1", hidden: list[list[str]] | None = None, comment: str = "", **properties: str) -> bytes:  # fmt: skip
    import openpyxl
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    if comment:
        page["A2"].comment = Comment(comment, NAME)
    if hidden:
        other = book.create_sheet("lain")
        other.sheet_state = "hidden"
        for row in hidden:
            other.append(row)
    for name, value in properties.items():
        setattr(book.properties, name, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_LOG = [["jam", "catatan"], ["09.00", "antre panjang"], ["10.00", "kipas mati"]]


def workbooks() -> Iterator[tuple[str, bytes]]:
    yield "cell", xlsx([*_LOG, ["11.00", SHOWN]])
    yield "heading", xlsx([["jam", f"kata Bu {NAME}"], ["09.00", "antre"]])
    yield "sheet", xlsx(_LOG, sheet=NAME)
    yield "hidden sheet", xlsx(_LOG, hidden=[["nama", "hp"], [f"Bu {NAME}", PHONE]])
    yield "cell comment", xlsx(_LOG, comment=SHOWN)
    yield (
        "properties",
        xlsx(_LOG, creator=NAME, title=BARE, description=BARE, lastModifiedBy=NAME, keywords=BARE),
    )


_ODF = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style", "meta", "drawing"))  # fmt: skip
_ODF += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'


def odt(body: str = "", meta: str = "", styles: str = "", **more: bytes | str) -> bytes:
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {_ODF}><office:body><office:text><text:p>{_PLAIN}</text:p>{body}</office:text></office:body></office:document-content>",
    }
    if meta:
        parts["meta.xml"] = (
            f"<office:document-meta {_ODF}><office:meta>{meta}</office:meta></office:document-meta>"
        )
    if styles:
        parts["styles.xml"] = f"<office:document-styles {_ODF}><office:master-styles><style:master-page>{styles}</style:master-page></office:master-styles></office:document-styles>"  # fmt: skip
    return zipped(
        parts | {name.replace("__", "/").replace("_dot_", "."): part for name, part in more.items()}
    )


def open_documents() -> Iterator[tuple[str, bytes]]:
    yield "body", odt(f"<text:p>{SHOWN}</text:p>")
    yield "annotation", odt(f"<text:p>ada<office:annotation><dc:creator>{NAME}</dc:creator><text:p>{SHOWN}</text:p></office:annotation></text:p>")  # fmt: skip
    yield "header", odt(styles=f"<style:header><text:p>{BARE}</text:p></style:header>")
    yield "properties", odt(meta=f"<dc:title>{BARE}</dc:title><dc:creator>{NAME}</dc:creator><meta:keyword>{BARE}</meta:keyword>")  # fmt: skip
    yield "own property", odt(meta=f'<meta:user-defined meta:name="{NAME}">{BARE}</meta:user-defined>')
    yield "hidden", odt(f'<text:p><text:hidden-text text:string-value="{BARE}" text:is-hidden="true">{BARE}</text:hidden-text>ada</text:p>')  # fmt: skip
    yield "deleted", odt(f'<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>{NAME}</dc:creator></office:change-info><text:p>{BARE}</text:p></text:deletion></text:changed-region></text:tracked-changes>')  # fmt: skip
    yield "object", odt(Object_1__content_dot_xml=f"<x>{BARE}</x>", Pictures__a_dot_png=picture(Author=BARE))


def pdf(shown: str = "Antre panjang sampai ke tangga.", info: str = "", more: str = "", page: str = "", catalog: str = "") -> bytes:  # fmt: skip
    """A page with a line, properties, and whatever objects `more` has."""
    stream = f"BT /F1 12 Tf 40 700 Td ({shown}) Tj ET".encode("latin-1")
    objects = [
        f"1 0 obj <</Type/Catalog/Pages 2 0 R {catalog}>> endobj",
        "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj",
        f"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>> {page}>> endobj",
        f"4 0 obj <</Length {len(stream)}>> stream\n{stream.decode('latin-1')}\nendstream endobj",
        "5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj",
        f"6 0 obj <<{info}>> endobj",
        more,
    ]
    return ("%PDF-1.4\n" + "\n".join(objects) + "\ntrailer <</Root 1 0 R/Info 6 0 R>>\n%%EOF\n").encode(
        "latin-1"
    )


def pdfs() -> Iterator[tuple[str, bytes]]:
    yield "page", pdf(shown=SHOWN)
    for name in ("Title", "Author", "Subject", "Keywords", "Creator", "Producer"):
        yield f"property {name}", pdf(info=f"/{name}({BARE})")
    yield "own property", pdf(info=f"/Klien({BARE})")
    note = f"7 0 obj <</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T({NAME})/Contents({SHOWN})>> endobj"
    yield "note", pdf(page="/Annots[7 0 R]", more=note)
    link = f"7 0 obj <</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(mailto:{MAIL})>>>> endobj"
    yield "link", pdf(page="/Annots[7 0 R]", more=link)
    packed = zlib.compress(BARE.encode()).decode("latin-1")
    file = (
        f"7 0 obj <</Names[({NAME}.txt) 8 0 R]>> endobj\n8 0 obj <</Type/Filespec/F({NAME}.txt)/EF<</F 9 0 R>>>> endobj\n"
        f"9 0 obj <</Type/EmbeddedFile/Filter/FlateDecode/Length {len(packed)}>> stream\n{packed}\nendstream endobj"
    )
    yield "file within", pdf(catalog="/Names<</EmbeddedFiles 7 0 R>>", more=file)
    yield "metadata", pdf(catalog="/Metadata 7 0 R", more=f"7 0 obj <</Type/Metadata/Subtype/XML/Length {len(BARE) + 15}>> stream\n<dc:creator>{BARE}\nendstream endobj")  # fmt: skip
    yield "bookmark", pdf(catalog="/Outlines 7 0 R", more=f"7 0 obj <</First 8 0 R/Last 8 0 R/Count 1>> endobj\n8 0 obj <</Title({BARE})/Parent 7 0 R/Dest[3 0 R/Fit]>> endobj")  # fmt: skip


def texts() -> Iterator[tuple[str, str, bytes]]:
    page = "<html><head>{}</head><body><p>Q: Bagaimana? A: Panjang.</p>{}</body></html>"
    yield "title", ".html", page.format(f"<title>{BARE}</title>", "").encode()
    yield "meta", ".html", page.format(f'<meta name="author" content="{NAME}"><meta name="keywords" content="{BARE}">', "").encode()  # fmt: skip
    yield "comment", ".html", page.format("", f"<!-- {BARE} -->").encode()
    yield "attribute", ".html", page.format("", f'<p title="{BARE}" data-n="{NAME}">ada</p><img alt="{BARE}" src="{NAME}.png">').encode()  # fmt: skip
    yield "script and style", ".html", page.format(f"<script>var n='{BARE}'</script><style>/* {BARE} */</style>", "").encode()  # fmt: skip
    yield (
        "hidden",
        ".html",
        page.format("", f'<p hidden>{SHOWN}</p><p style="display:none">{SHOWN}</p>').encode(),
    )
    yield "data address", ".html", page.format("", f'<img src="data:text/plain,{NAME}">').encode()
    yield "body", ".txt", f"Q: Siapa?\nA: {SHOWN}\n".encode()
    yield "utf-16", ".txt", f"Q: Siapa?\nA: {SHOWN}\n".encode("utf-16")
    yield (
        "front matter",
        ".md",
        f"---\nauthor: Bu {NAME}\nphone: {PHONE}\nmail: {MAIL}\n---\n\nQ: Siapa?\n".encode(),
    )
    yield "link", ".md", f"Q: Siapa?\n\nA: [surat](mailto:{MAIL}) dari Bu {NAME}, {PHONE}.\n".encode()
    yield "note", ".vtt", f"WEBVTT {NAME}\n\nNOTE {SHOWN}\n\n1\n00:00:01.000 --> 00:00:02.000\n<v A>Antre panjang.\n".encode()  # fmt: skip
    yield "voice", ".vtt", f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Bu {NAME}>Kata saya {PHONE}, {MAIL}.\n".encode()  # fmt: skip
    rtf = "{{\\rtf1\\ansi{{\\info{{\\author {0}}}{{\\title {1}}}{{\\*\\manager {0}}}}}{{\\header {1}}}Antre panjang.{{\\v {1}}}{{\\*\\annotation {2}}}\\par}}"
    yield "info", ".rtf", rtf.format(NAME, BARE, SHOWN).encode("latin-1")
    yield "rows", ".csv", f'jam,catatan\n09.00,antre\n10.00,"{SHOWN}"\n'.encode()
    yield "heading", ".csv", f"jam,kata Bu {NAME}\n09.00,antre\n".encode()
    yield from _of_transcribers()


def _of_transcribers() -> Iterator[tuple[str, str, bytes]]:
    """What programs that transcribe, and those for phones, keep beside the words."""
    turns = [{"start": 0.0, "end": 1.0, "text": "Antre panjang."}, {"start": 1.0, "end": 2.0, "text": "Sampai ke tangga."}]  # fmt: skip
    yield "keys", ".json", json.dumps({"title": BARE, "owner": {"name": NAME, "mail": MAIL}, "segments": turns}).encode()  # fmt: skip
    noted = [one | {"note": BARE, "words": [{"word": NAME}]} for one in turns]
    yield "keys of a turn", ".json", json.dumps({"segments": noted}).encode()
    yield "speaker", ".json", json.dumps({"segments": [one | {"speaker": NAME} for one in turns]}).encode()
    said = f"<p>Antre panjang.</p><!-- {BARE} --><p data-who='{NAME}'>Sampai ke tangga.</p>"
    yield "media", ".otr", json.dumps({"text": said, "media": f"{BARE}.mp3", "media-source": MAIL}).encode()
    yield "columns", ".tsv", f"start\tend\ttext\n0\t900\tAntre panjang {SHOWN}\n900\t1800\tada\n".encode()
    stamp = "1\n00:00:01,000 --> 00:00:02,000 {}\n{}\n\n"
    yield "cue", ".srt", (stamp.format(f"X1:{NAME}", "Antre panjang.") + stamp.format("", SHOWN)).encode()
    yield "tags", ".srt", stamp.format("", f'<font face="{NAME}">Antre</font> {{\\an8}} panjang.').encode()
    yield "cue", ".sbv", f"0:00:01.000,0:00:02.000\nBu {NAME}: antre, {PHONE}\n".encode()
    yield "header", ".eaf", _eaf().encode()
    yield "style and region", ".vtt", f"WEBVTT\n\nSTYLE\n::cue(v[voice={NAME.split()[0]}]) {{ }}\n\nREGION\nid:{NAME.split()[0]}\n\n{NAME.replace(' ', '-')}\n00:00:01.000 --> 00:00:02.000\nAntre panjang.\n".encode()  # fmt: skip
    yield "header", ".exb", _exb().encode()
    chat = f"12/05/24 09.01 - Bu {NAME}: antre panjang\n12/05/24 09.02 - Q: ya?\n12/05/24 09.03 - Bu {NAME}: hubungi {PHONE}\n"  # fmt: skip
    yield "chat", ".txt", (chat + chat.replace("09", "10")).encode()
    yield (
        "comment",
        ".md",
        f"Q: Siapa?\n\n<!-- {BARE} -->\n\nA: Antre panjang.\n\n[//]: # ({SHOWN})\n".encode(),
    )
    yield "footnote and table", ".md", f"Q: Siapa?[^1]\n\nA: Antre.\n\n| nama |\n|---|\n| {SHOWN} |\n\n[^1]: {SHOWN}\n".encode()  # fmt: skip


def _eaf() -> str:
    told = f'AUTHOR="{NAME}" DATE="2024-05-12T09:00:00+07:00" FORMAT="3.0" VERSION="3.0"'
    media = f'<MEDIA_DESCRIPTOR MEDIA_URL="file:///{NAME}/{PHONE}.wav" MIME_TYPE="audio/x-wav" EXTRACTED_FROM="{MAIL}"/>'
    tier = f'LINGUISTIC_TYPE_REF="d" TIER_ID="A" PARTICIPANT="{NAME}" ANNOTATOR="{NAME}"'
    return (
        f'<ANNOTATION_DOCUMENT {told}><!-- {BARE} --><HEADER MEDIA_FILE="{NAME}" TIME_UNITS="milliseconds">{media}'
        f'<PROPERTY NAME="{NAME}">{BARE}</PROPERTY></HEADER><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="0"/>'
        f'<TIME_SLOT TIME_SLOT_ID="t2" TIME_VALUE="900"/></TIME_ORDER><TIER {tier}><ANNOTATION>'
        '<ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2">'
        "<ANNOTATION_VALUE>Antre panjang.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>"
        f'<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="d"/><CONTROLLED_VOCABULARY CV_ID="v"><DESCRIPTION LANG_REF="x">{BARE}'
        "</DESCRIPTION></CONTROLLED_VOCABULARY></ANNOTATION_DOCUMENT>"
    )


def _exb() -> str:
    meta = f'<project-name>{NAME}</project-name><referenced-file url="{NAME}.wav"/><ud-meta-information><ud-information attribute-name="{NAME}">{BARE}</ud-information></ud-meta-information><comment>{BARE}</comment>'
    speaker = f'<speaker id="S1"><abbreviation>A</abbreviation><ud-speaker-information><ud-information attribute-name="nama">{BARE}</ud-information></ud-speaker-information><comment>{SHOWN}</comment></speaker>'
    return (
        f"<basic-transcription><head><meta-information>{meta}</meta-information><speakertable>{speaker}</speakertable></head>"
        '<basic-body><common-timeline><tli id="T0" time="0.0"/><tli id="T1" time="1.0"/></common-timeline>'
        f'<tier id="TIE0" speaker="S1" category="v" type="t" display-name="{NAME}"><event start="T0" end="T1">Antre panjang.</event></tier>'
        "</basic-body></basic-transcription>"
    )


def containers() -> dict[str, tuple[str, bytes]]:
    """Every file, by what it is and where the identifiers stand: (ending, content)."""
    found: dict[str, tuple[str, bytes]] = {}
    for kind, made in (
        (".docx", word_files()),
        (".xlsx", workbooks()),
        (".odt", open_documents()),
        (".pdf", pdfs()),
    ):
        found |= {f"{kind[1:]} {name}": (kind, content) for name, content in made}
    found["docx comment of the archive"] = (".docx", _with_comment())
    found |= {f"{ending[1:]} {name}": (ending, content) for name, ending, content in texts()}
    return found


def _with_comment() -> bytes:
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = BARE.encode()
    return out.getvalue()
