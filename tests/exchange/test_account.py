"""The account of an import and of an export is that of the file, and what a study has no place for goes home whole."""

import json
import zipfile
from importlib.util import find_spec
from pathlib import Path

from conftest import build
from lxml import etree

from jalin.cli import main
from jalin.exchange.read_refi import UNDATED

PACKAGE = Path(find_spec("qualitative_coding").submodule_search_locations[0])
Q = "urn:QDA-XML:project:1.0"
AT = {"q": Q}
HEARD = "P: Apa 🙂 kabar?\r\nI: Antre panjang sekali.\r\nI: Kursi kurang."
READ = "Halaman satu. Kursi hanya enam.\nHalaman dua."
TEXT = "Satu dua tiga.\nEmpat lima enam tujuh.\n"


def guid(number):
    return f"00000000-0000-4000-8000-{number:012d}"


def selection(kind, number, place, inside):
    return f'<{kind} guid="{guid(number)}" {place}>{inside}</{kind}>'


def coding(number, code=100, user=1, note=None):
    ref = f'<NoteRef targetGUID="{guid(note)}"/>' if note else ""
    return (
        f'<Coding guid="{guid(number)}" creatingUser="{guid(user)}" creationDateTime="2024-05-06T07:08:09Z">'
        f'<CodeRef targetGUID="{guid(code)}"/>{ref}</Coding>'
    )


def ref(kind, number):
    return f'<{kind} targetGUID="{guid(number)}"/>'


def span(words, text):
    start = text.index(words)
    return f'startPosition="{start}" endPosition="{start + len(words)}"'


def rich(path, namespace=Q):
    """A project with one of everything that the standard has a place for."""
    area = 'firstX="10" firstY="20" secondX="30" secondY="40"'
    points = "".join(
        f'<SyncPoint guid="{guid(n)}" timeStamp="{at * 100}" position="{at}"/>'
        for n, at in (
            (40, 0),
            (41, HEARD.index("I: Antre")),
            (42, HEARD.index("\r\nI: Kursi")),
            (43, len(HEARD)),
        )
    )
    qde = f"""<?xml version="1.0"?><Project xmlns="{namespace}" name="P" basePath="C:/Sari">
    <Users><User guid="{guid(1)}" name="Zoë"/><User guid="{guid(2)}" name="Tamu"/></Users>
    <CodeBook><Codes><Code guid="{guid(100)}" name="Antre" isCodable="true"><Description>arti</Description>
    {ref("NoteRef", 200)}</Code><Code guid="{guid(101)}" name="Kursi" isCodable="true"/></Codes></CodeBook>
    <Variables><Variable guid="{guid(10)}" name="umur" typeOfVariable="Integer"><Description>tahun</Description></Variable></Variables>
    <Cases><Case guid="{guid(11)}" name="1"><Description>kasus satu</Description>{ref("CodeRef", 100)}
    <VariableValue>{ref("VariableRef", 10)}<IntegerValue>41</IntegerValue></VariableValue>
    {ref("SourceRef", 30)}{ref("SelectionRef", 52)}{ref("SelectionRef", 63)}</Case></Cases>
    <Sources>
    <TextSource guid="{guid(20)}" name="W1"><Description>di kantor</Description><PlainTextContent>{TEXT}</PlainTextContent>
    {selection("PlainTextSelection", 50, span("dua", TEXT), "<Description>tentang ini</Description>" + coding(70, note=201) + ref("NoteRef", 202))}
    {selection("PlainTextSelection", 51, span("Empat lima", TEXT), ref("NoteRef", 203))}
    {selection("PlainTextSelection", 52, span("enam", TEXT), "<Description>lihat</Description>")}
    {coding(71, 101)}{ref("NoteRef", 204)}
    <VariableValue>{ref("VariableRef", 10)}<IntegerValue>7</IntegerValue></VariableValue></TextSource>
    <PictureSource guid="{guid(21)}" name="foto" path="internal://{guid(21)}.png"><Description>pintu</Description>
    {selection("PictureSelection", 60, area, coding(72) + ref("NoteRef", 205))}{coding(73, 101)}</PictureSource>
    <PDFSource guid="{guid(22)}" name="surat" path="internal://{guid(22)}.pdf">
    {selection("PDFSelection", 61, 'page="1" ' + area, "<Description>cap</Description>" + coding(74))}
    <Representation guid="{guid(23)}" name="surat" plainTextPath="internal://{guid(23)}.txt">
    {selection("PlainTextSelection", 53, span("Kursi hanya enam.", READ), coding(75, 101))}</Representation>{ref("NoteRef", 206)}</PDFSource>
    <AudioSource guid="{guid(30)}" name="suara" path="internal://{guid(30)}.mp3">
    <Transcript guid="{guid(31)}" name="suara" plainTextPath="internal://{guid(31)}.txt">{points}
    {selection("TranscriptSelection", 62, f'fromSyncPoint="{guid(41)}" toSyncPoint="{guid(42)}"', coding(76))}
    {selection("TranscriptSelection", 63, f'fromSyncPoint="{guid(40)}" toSyncPoint="{guid(41)}"', ref("NoteRef", 207))}</Transcript>
    {selection("AudioSelection", 64, 'begin="0" end="900"', coding(77))}</AudioSource>
    <VideoSource guid="{guid(32)}" name="video">{selection("VideoSelection", 65, 'begin="5" end="9"', coding(78))}</VideoSource>
    </Sources>
    <Notes>{"".join(f'<Note guid="{guid(n)}" name="n{n}"><PlainTextContent>catatan {n}</PlainTextContent></Note>' for n in range(200, 210))}</Notes>
    <Links><Link guid="{guid(80)}" name="2" direction="OneWay" originGUID="{guid(50)}" targetGUID="{guid(60)}">{ref("NoteRef", 208)}</Link></Links>
    <Sets><Set guid="{guid(81)}" name="s"><Description>kumpulan</Description>{ref("MemberCode", 101)}{ref("MemberSource", 21)}{ref("MemberNote", 201)}</Set></Sets>
    <Graphs><Graph guid="{guid(82)}" name="g"><Vertex guid="{guid(83)}" representedGUID="{guid(100)}" firstX="1" firstY="1"/>
    <Vertex guid="{guid(84)}" representedGUID="{guid(53)}" firstX="1" firstY="1"/>
    <Edge guid="{guid(85)}" sourceVertex="{guid(83)}" targetVertex="{guid(84)}"/></Graph></Graphs>
    <Description>tentang proyek</Description>{ref("NoteRef", 209)}</Project>"""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", qde)
        archive.writestr(f"sources/{guid(23)}.txt", READ)
        archive.writestr(f"sources/{guid(31)}.txt", HEARD)
        for number, ending in ((21, "png"), (22, "pdf"), (30, "mp3")):
            archive.writestr(f"Sources/{guid(number)}.{ending}", b"\x00 no picture \x01")
    return path


def project_in(path):
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("project.qde"))


# how an independent reader counts what an account calls so
COUNTED = {
    "sources": "count(//q:Sources/*)",
    "coders": "count(//q:User)",
    "codes": "count(//q:Code)",
    "codings": "count(//q:Coding)",
    "memos": "count(//q:Note)",
    "cases": "count(//q:Case)",
    "variables": "count(//q:Variable)",
    "values of variables": "count(//q:VariableValue)",
    "sets": "count(//q:Set)",
    "links": "count(//q:Link)",
    "graphs": "count(//q:Graph)",
    "annotations": "count(//q:PlainTextSelection[not(q:Coding)]|//q:TranscriptSelection[not(q:Coding)])",
    "selections of pages": "count(//q:PDFSelection)",
    "selections of pictures": "count(//q:PictureSelection)",
    "selections of sound": "count(//q:AudioSelection)",
    "selections of video": "count(//q:VideoSelection)",
    "sync points": "count(//q:SyncPoint)",
    "descriptions": "count(//q:Description)",
}


def counts(path):
    root = project_in(path)
    return {thing: int(root.xpath(ask, namespaces=AT)) for thing, ask in COUNTED.items()}


def account_of(capsys, *command):
    capsys.readouterr()
    assert main([*map(str, command), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    for row in said["account"]:
        assert row["found"] == row["taken"] + row["kept"] + row["left"]
    return {row["thing"]: row for row in said["account"]}


def test_the_account_of_an_import_and_of_an_export_is_what_an_independent_reader_counts(tmp_path, capsys):
    origin, root, out = rich(tmp_path / "p.qdpx"), tmp_path / "study", tmp_path / "out.qdpx"
    read = account_of(capsys, "new", root, "--from", origin)
    assert {thing: read[thing]["found"] for thing in COUNTED} == counts(origin)
    assert (read["codings"]["taken"], read["codings"]["kept"]) == (4, 5)
    assert (read["sources"]["taken"], read["memos"]["taken"], read["files of sources"]["kept"]) == (3, 10, 3)
    build(root, "03")
    written = account_of(capsys, "export", "qdpx", out, "--root", root)
    there = counts(out)
    assert {thing: written[thing]["taken"] + written[thing]["kept"] for thing in COUNTED} == there
    # nothing of it is lost
    assert there == counts(origin)
    assert [row["thing"] for row in written.values() if row["left"]] == ["files of sources"]


def canonical_of(element):
    """An element as one compares it: white space between elements, the order of attributes and a date for want of one say nothing."""
    return (
        etree.QName(element).localname,
        sorted(one for one in element.attrib.items() if one[1] != UNDATED),
        (element.text or "").strip(),
        [canonical_of(one) for one in element],
    )


def test_what_a_study_has_no_place_for_is_written_again_untouched_and_fits_the_schema(tmp_path):
    origin, root, out = rich(tmp_path / "p.qdpx"), tmp_path / "study", tmp_path / "out.qdpx"
    assert main(["new", str(root), "--from", str(origin)]) == 0
    build(root, "03")
    assert main(["export", "qdpx", str(out), "--root", str(root)]) == 0
    before, after = project_in(origin), project_in(out)
    schema = etree.XMLSchema(etree.parse(str(PACKAGE / "refi_qda" / "schema.xsd")))
    schema.assertValid(after)
    same = [
        "PictureSelection",
        "PDFSelection",
        "AudioSelection",
        "VideoSelection",
        "Variable",
        "Case",
        "Set",
        "Link",
        "Graph",
        "Note",
        "Code",
    ]
    for kind in [*same, "Project/q:Description", "Project/q:NoteRef"]:
        old, new = (
            sorted(map(canonical_of, tree.xpath(f"//q:{kind}", namespaces=AT))) for tree in (before, after)
        )
        assert old == new, kind
    # what is on text is where it was, by an independent reader
    for number, words in ((50, "dua"), (51, "Empat lima"), (52, "enam"), (53, "Kursi hanya enam.")):
        (one,) = after.xpath(f"//q:PlainTextSelection[@guid='{guid(number)}']", namespaces=AT)
        with zipfile.ZipFile(out) as archive:
            text = archive.read(f"sources/{one.getparent().get('guid')}.txt").decode()
        assert text[int(one.get("startPosition")) : int(one.get("endPosition"))] == words
    points = {one.get("guid"): one for one in after.iter("{*}SyncPoint")}
    with zipfile.ZipFile(out) as archive:
        heard = archive.read(f"sources/{guid(31)}.txt").decode()
    places = [heard.index("P:"), heard.index("I: Antre"), heard.index("\nI: Kursi"), len(heard)]
    assert [int(points[guid(n)].get("position")) for n in range(40, 44)] == places
    assert [points[guid(n)].get("timeStamp") for n in range(40, 44)] == [
        one.get("timeStamp") for one in before.iter("{*}SyncPoint")
    ]
    # nothing points to nothing
    there = {one.get("guid") for one in after.iter("{*}*")}
    for name in ("targetGUID", "originGUID", "representedGUID", "fromSyncPoint", "creatingUser"):
        assert {one.get(name) for one in after.iter("{*}*")} - {None} <= there


def test_an_unchanged_export_comes_home_with_nothing_new_and_another_study_made_of_it_is_the_same(
    tmp_path, capsys
):
    origin, root, out = rich(tmp_path / "p.qdpx"), tmp_path / "study", tmp_path / "out.qdpx"
    assert main(["new", str(root), "--from", str(origin)]) == 0
    build(root, "03")
    assert main(["export", "qdpx", str(out), "--root", str(root)]) == 0
    files = {path: path.read_bytes() for path in root.rglob("data/raw/**/*") if path.is_file()}
    home = account_of(capsys, "import", out, "--root", root)
    assert [thing for thing, row in home.items() if row["taken"]] == []
    assert {path: path.read_bytes() for path in root.rglob("data/raw/**/*") if path.is_file()} == files
    again = account_of(capsys, "new", tmp_path / "again", "--from", out)
    first = account_of(capsys, "new", tmp_path / "first", "--from", origin)
    counted = ("found", "taken", "kept", "left")
    alike = [thing for thing in first if thing != "files of sources"]
    assert [[again[thing][one] for one in counted] for thing in alike] == [
        [first[thing][one] for one in counted] for thing in alike
    ]


def test_a_project_of_the_next_version_of_the_standard_goes_home_in_one_namespace(tmp_path):
    origin, root, out = (
        rich(tmp_path / "p.qdpx", "urn:QDA-XML:project:1.5"),
        tmp_path / "study",
        tmp_path / "out.qdpx",
    )
    assert main(["new", str(root), "--from", str(origin)]) == 0
    build(root, "03")
    assert main(["export", "qdpx", str(out), "--root", str(root)]) == 0
    assert {etree.QName(one).namespace for one in project_in(out).iter("{*}*")} == {Q}


def test_places_of_annotations_and_sync_points_follow_a_text_that_is_corrected(tmp_path, capsys):
    origin, root, out = rich(tmp_path / "p.qdpx"), tmp_path / "study", tmp_path / "out.qdpx"
    assert main(["new", str(root), "--from", str(origin)]) == 0
    for name, old, new in (
        ("W1", "Satu", "Awal.\nSatu"),
        ("S02", "Halaman satu", "Baru. Halaman satu"),
        ("S03", "P: Apa", "P: Halo.\nP: Apa"),
    ):
        path = next(
            one
            for one in (root / "data/raw/documents").iterdir()
            if one.stem == name or old in one.read_text()
        )
        path.write_text(path.read_text().replace(old, new))
    build(root, "03")
    written = account_of(capsys, "export", "qdpx", out, "--root", root)
    after = project_in(out)
    assert {row["why"] for row in written.values() if row["left"]} <= {written["files of sources"]["why"]}
    (one,) = after.xpath(f"//q:PlainTextSelection[@guid='{guid(51)}']", namespaces=AT)
    with zipfile.ZipFile(out) as archive:
        text = archive.read(f"sources/{guid(20)}.txt").decode()
        heard = archive.read(f"sources/{guid(31)}.txt").decode()
    assert text[int(one.get("startPosition")) : int(one.get("endPosition"))] == "Empat lima"
    (point,) = after.xpath(f"//q:SyncPoint[@guid='{guid(41)}']", namespaces=AT)
    assert int(point.get("position")) == heard.index("I: Antre")


def test_a_second_coder_gets_nothing_of_others_from_pages_and_sound_either(tmp_path, capsys):
    origin, root, out = rich(tmp_path / "p.qdpx"), tmp_path / "study", tmp_path / "out.qdpx"
    assert main(["new", str(root), "--from", str(origin)]) == 0
    study = root / "data/raw/study.yaml"
    study.write_text(study.read_text().replace("coders:\n", "coders:\n- id: b\n  name: B\n"))
    build(root, "03")
    written = account_of(capsys, "export", "qdpx", out, "--root", root, "--coder", "b")
    assert counts(out)["codings"] == counts(out)["annotations"] == 0
    assert written["codings"]["left"] == counts(origin)["codings"]
    assert b"Zo" not in zipfile.ZipFile(out).read("project.qde")
