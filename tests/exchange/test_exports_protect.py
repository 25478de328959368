"""Whatever the format, an export holds no name that the study hides, says what it hid, and when it is not of today."""

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing

import pytest
from conftest import Run
from helpers_consent import YES, write_consent
from lxml import etree
from PIL import Image
from test_refi import schema
from tiny import make_study

from jalin.cli import main
from jalin.errors import StudyError
from jalin.exchange.account import Account
from jalin.exchange.add_codings import add_codings
from jalin.exchange.files import FORMATS, export_study, read_project
from jalin.protect.key import write_key
from jalin.protect.outputs import texts_of
from jalin.study import open_study
from jalin.tables import store

Q = "urn:QDA-XML:project:1.0"
WRITTEN = [name for name in FORMATS if FORMATS[name].write]


def guid(number):
    return f"00000000-0000-0000-0000-{number:012d}"


def keep(run):
    """What the stages up to code made, written."""
    store.write(run.study, "protect/sources", run.sources)
    store.write(run.study, "code/codings", run.codings)
    store.write_texts(run.study, "protect", run.protected.texts)
    write_key(run.study, run.protected.key)
    return run.study


def said(path):
    """Everything that an export says, a folder's files included."""
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return "\n".join(text for file in files for _, text in texts_of(file.name, file.read_bytes()))


# (element with a name, what of it must not be found) in what a project has besides its texts
CARRIED = {
    "case": f'<Cases><Case guid="{guid(50)}" name="Dewi Lestari"/></Cases>',
    "description": f'<Cases><Case guid="{guid(50)}" name="case 1"><Description>Rumah Bu Sari Melati</Description></Case></Cases>',
    "capitals": f'<Cases><Case guid="{guid(50)}" name="SARI-MELATI 02"/></Cases>',
    "value": f'<Cases><Case guid="{guid(50)}" name="1"><VariableValue><VariableRef targetGUID="{guid(51)}"/><TextValue>Sari Melati, 0812-3456-7890</TextValue></VariableValue></Case></Cases>',
    "number": f'<Cases><Case guid="{guid(50)}" name="1"><VariableValue><VariableRef targetGUID="{guid(51)}"/><IntegerValue>081234567890</IntegerValue></VariableValue></Case></Cases>',
    "decimal": f'<Cases><Case guid="{guid(50)}" name="1"><VariableValue><VariableRef targetGUID="{guid(51)}"/><FloatValue>081234567890</FloatValue></VariableValue></Case></Cases>',
    "set": f'<Sets><Set guid="{guid(50)}" name="Berkas Sari"><Description>dari sari.melati@contoh.id</Description></Set></Sets>',
    "link": f'<Links><Link guid="{guid(50)}" name="Sari ke Budi" direction="OneWay"><NoteRef targetGUID="{guid(9)}"/></Link></Links>',
    "graph": f'<Graphs><Graph guid="{guid(50)}" name="Jaringan Melati"><Vertex guid="{guid(52)}" name="Bu Melati" firstX="1" firstY="1"/></Graph></Graphs>',
    "variable": f'<Variables><Variable guid="{guid(51)}" name="Kedekatan dengan Sari Melati" typeOfVariable="Text"/></Variables>',
    "comment": f'<Cases><!-- Sari Melati --><Case guid="{guid(50)}" name="1"/><?note Sari?></Cases>',
    "picture": "",
}  # fmt: skip
PLANTED = ["sari", "melati", "dewi", "lestari", "budi", "0812", "81234567890", "contoh"]


def project_file(path, part):
    order = ["Variables", "Cases", "Sources", "Links", "Sets", "Graphs"]
    inside = dict.fromkeys(order, "")
    if part:
        inside[next(name for name in order if part.startswith(f"<{name}>"))] = part
    sources = (
        f'<TextSource guid="{guid(4)}" name="Sari Melati.docx"><PlainTextContent>Kata Bu Sari Melati, saya antre. '
        "Pak Budi ikut. Nomornya 0812-3456-7890.</PlainTextContent>"
        f'<PlainTextSelection guid="{guid(5)}" name="Sari" startPosition="22" endPosition="32">'
        f'<Coding guid="{guid(6)}" creatingUser="{guid(1)}"><CodeRef targetGUID="{guid(2)}"/></Coding></PlainTextSelection></TextSource>'
        f'<PictureSource guid="{guid(60)}" name="Foto Sari.jpg" path="internal://Sari-Melati.jpg" '
        f'currentPath="absolute://C:/Sari/foto.jpg"><Description>Bu Sari</Description></PictureSource>'
    )
    inside["Sources"] = f"<Sources>{sources}</Sources>"
    qde = (
        f'<?xml version="1.0"?><Project xmlns="{Q}" name="P"><Users><User guid="{guid(1)}" name="Zoë"/></Users><CodeBook><Codes>'
        f'<Code guid="{guid(2)}" name="Antre" isCodable="true"/></Codes></CodeBook>{"".join(inside[name] for name in order)}</Project>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", qde)
        archive.writestr("sources/Sari-Melati.jpg", b"\xff\xd8\xff Sari Melati")


@pytest.mark.parametrize("kind", CARRIED)
@pytest.mark.parametrize("media", [False, True])
def test_what_is_carried_from_another_project_has_no_name_left(tmp_path, capsys, kind, media):
    project_file(tmp_path / "p.qdpx", CARRIED[kind])
    root = tmp_path / "study"
    assert main(["new", str(root), "--from", str(tmp_path / "p.qdpx")]) == 0
    (root / "data/raw/pseudonyms.csv").write_text(
        "original,pseudonym,variants\nSari Melati,Bu A,Sari|Melati\nBudi,Pak B,\n"
    )
    keep(Run(root))
    capsys.readouterr()
    out = tmp_path / "out.qdpx"
    options = ["--media"] if media else []
    code = main(["export", "qdpx", str(out), "--root", str(root), *options])
    told = capsys.readouterr().err
    # a file that is no picture does not go with the pictures
    assert code == 0, told
    words = said(out).casefold()
    assert [name for name in PLANTED if name in words] == []
    assert ("pictures and recordings left out, as nobody can search them for names: 1" in told) != media
    if kind != "picture" and kind != "comment":
        assert "names hidden in what the project it came from has besides texts" in told
    assert list(tmp_path.glob(".*.part")) == []


@pytest.mark.parametrize("name", WRITTEN)
def test_a_name_that_people_wrote_stops_every_format_that_has_it_and_says_where_it_is(tmp_path, name):
    root = make_study(tmp_path / "study")
    book = root / "data/raw/coding/codebook.yaml"
    book.write_text(book.read_text().replace("en: Toil}, definition", "en: Toil of Sari Melati}, definition"))
    study = keep(Run(root))
    path = tmp_path / f"out{FORMATS[name].ending}"
    with pytest.raises(
        StudyError, match=r"data/raw/coding/codebook\.yaml, line \d+: an identifier \(name\)"
    ) as error:
        export_study(study, name, path, "en")
    assert "elati" not in str(error.value)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["study"]


@pytest.mark.parametrize("name", [one for one in WRITTEN if one not in ("qdc", "codebook", "taguette")])
def test_a_name_in_the_memo_of_a_coding_stops_it_as_well(tmp_path, name):
    root = make_study(tmp_path / "study")
    path = next((root / "data/raw/coding/codings/ann").glob("W1.jsonl"))
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    lines[0]["memo"] = "as sári  MELATI told me"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    study = keep(Run(root))
    with pytest.raises(StudyError, match=r"codings/ann/W1\.jsonl"):
        export_study(study, name, tmp_path / f"out{FORMATS[name].ending}", "en")


@pytest.mark.parametrize("name", WRITTEN)
def test_what_holds_no_name_is_written(tmp_path, name):
    study = keep(Run(make_study(tmp_path / "study")))
    path = export_study(study, name, tmp_path / "sub" / f"out{FORMATS[name].ending}", "en")
    words = said(path).casefold()
    assert ("water" in words or "toil" in words) and "sari melati" not in words
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    if FORMATS[name].folder:
        with pytest.raises(StudyError, match="there is something already"):
            export_study(study, name, path, "en")


def test_a_database_is_searched_value_by_value(tmp_path):
    with closing(sqlite3.connect(tmp_path / "a.db")) as base:
        base.execute("CREATE TABLE t (a TEXT, b BLOB)")
        said = ["x" * 6000 + "<p>Sari <b>Mel</b>ati</p>", "Budi".encode("utf-16-le")]
        # what stands there again is told where it stands first
        base.executemany("INSERT INTO t VALUES (?, ?)", [said, [said[0], None]])
        base.commit()
    found = [
        place
        for place, text in texts_of("a.db", (tmp_path / "a.db").read_bytes())
        if "Sari Melati" in " ".join(text.split())
    ]
    assert found == ["table t, row 1"]


@pytest.mark.slow
def test_an_export_that_is_older_than_a_coding_says_so(garden, tmp_path, capsys):
    import shutil

    root = shutil.copytree(garden, tmp_path / "study")
    for path in (root / "data/raw/coding/codings").glob("*/W1.jsonl"):
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        kept = [{**line, "suffix": ""} if "Sari" in line.get("suffix", "") else line for line in lines]
        path.write_text("".join(json.dumps(line) + "\n" for line in kept))
    study = open_study(root)
    text = (study.processed / "protect/texts/W2.txt").read_text(encoding="utf-8")
    words = text.splitlines()[1].partition(": ")[2]
    assert main(["code", "--root", str(root), "W2", "TOIL", words, "--coder", "ann"]) == 0
    capsys.readouterr()
    assert main(["export", "csv", str(tmp_path / "out.csv"), "--root", str(root)]) == 0
    told = capsys.readouterr().err
    assert "out of date: " in told and "codings/ann/W2.jsonl changed" in told and "make -C" in told
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        assert list(csv.DictReader(file))


def test_what_was_read_without_finding_anything_is_named_as_the_formats_have_no_place_for_it(tmp_path):
    root = make_study(tmp_path / "study")
    ben = root / "data/raw/coding/codings/ben"
    (ben / "D1.jsonl").unlink()
    (ben / "read.csv").write_text("source_id,date\nD1,2024-06-10\nW1,2024-06-10\n")
    study, told = keep(Run(root)), []
    export_study(study, "qdpx", tmp_path / "out.qdpx", "en", tell=told.append)
    assert len(told) == 1 and "sources read with nothing found in them (ben D1)" in told[0]
    told.clear()
    export_study(study, "qdpx", tmp_path / "out.qdpx", "en", coder="ann", tell=told.append)
    export_study(study, "qdc", tmp_path / "out.qdc", "en", tell=told.append)
    assert told == []


def test_cases_and_links_between_passages_go_in_a_project_and_what_does_not_is_told(tmp_path):
    root = make_study(tmp_path / "study")
    (root / "data/raw/coding/passages.csv").write_text(
        "from_source,from_coding,type,to_source,to_coding,note,coder,created\n"
        "W1,ann:c1,contradicts,W1,ann:c2,,ann,2024-06-01\nW1,ann:c1,as,W1,ben:c1,heard,ann,2024-06-01\n"
    )
    study = keep(Run(root))
    accounts = {}
    for form, coder in (("qdpx", ""), ("csv", ""), ("qualcoder", ""), ("qdpx", "ann")):
        accounts[form, coder] = Account()
        path = export_study(study, form, tmp_path / "out", "en", coder, account=accounts[form, coder])
        if not coder and form == "qdpx":
            with zipfile.ZipFile(path) as archive:
                out = etree.fromstring(archive.read("project.qde"))
            home = Account()
            add_codings(study, read_project(path)[0], path.name, account=home)
    names = [one.get("name") for one in out.iter("{*}Link")]
    assert names == ["contradicts", "as: heard"]
    assert {one.get("guid") for one in out.iter("{*}PlainTextSelection")} >= {
        one.get(end) for one in out.iter("{*}Link") for end in ("originGUID", "targetGUID")
    }
    refs = [one.get("targetGUID") for one in out.iter("{*}SourceRef")]
    assert sorted(refs) == sorted(one.get("guid") for one in out.iter("{*}TextSource"))
    schema().assertValid(out)
    assert accounts["qdpx", ""]["links"]["taken"] == 2 == home["links"]["kept"]
    assert home["cases"]["kept"] == accounts["qdpx", ""]["cases"]["taken"] == len(study.settings.cases)
    assert accounts["qdpx", "ann"]["links"] == {"taken": 1, "kept": 0, "left": 1}
    assert accounts["csv", ""]["links"]["left"] == 2 == accounts["qualcoder", ""]["links"]["left"]
    with closing(sqlite3.connect(tmp_path / "out.qda/data.qda")) as base:
        of_cases = base.execute(
            "SELECT c.name, t.pos1 = length(s.fulltext) FROM case_text t JOIN cases c ON c.caseid = t.caseid JOIN source s ON s.id = t.fid"
        )
        assert sorted(of_cases.fetchall()) == [(study.settings.cases[0].name["en"], 1)] * len(refs)
    assert accounts["csv", ""]["cases"]["left"] == 0 == accounts["qualcoder", ""]["cases"]["left"]


def a_picture():
    made = io.BytesIO()
    Image.new("RGB", (4, 4)).save(made, "JPEG")
    return made.getvalue()


@pytest.mark.parametrize(
    ("voice", "options", "goes"),
    [(None, [], False), ("no", [], False), ("", [], False), ("yes", [], True), (None, ["--team"], True)],
)
def test_a_recording_of_the_former_project_goes_only_with_a_yes_to_the_voice_and_its_pictures_do_without(
    tmp_path, capsys, voice, options, goes
):
    project_file(tmp_path / "p.qdpx", "")
    with zipfile.ZipFile(tmp_path / "p.qdpx") as archive:
        qde = archive.read("project.qde").decode()
    sound = f'<AudioSource guid="{guid(61)}" name="Talk" path="internal://talk.MP3"/></Sources>'
    with zipfile.ZipFile(tmp_path / "p.qdpx", "w") as archive:
        archive.writestr("project.qde", qde.replace("</Sources>", sound))
        archive.writestr("sources/Sari-Melati.jpg", a_picture())
        archive.writestr("sources/talk.MP3", b"ID3 a voice")
    root = tmp_path / "study"
    assert main(["new", str(root), "--from", str(tmp_path / "p.qdpx")]) == 0
    (root / "data/raw/pseudonyms.csv").write_text(
        "original,pseudonym,variants\nSari Melati,Bu A,Sari|Melati\nBudi,Pak B,\n"
    )
    if voice is not None:
        with (root / "data/raw/sources.csv").open(newline="") as file:
            write_consent(
                root,
                *({"whose": row["source_id"], **YES, "voice": voice} for row in csv.DictReader(file)),
            )
    keep(Run(root))
    capsys.readouterr()
    out = tmp_path / "out.qdpx"
    assert main(["export", "qdpx", str(out), "--root", str(root), "--media", *options]) == 0
    with zipfile.ZipFile(out) as archive:
        found = [archive.read(name) for name in archive.namelist() if name.startswith("sources/")]
    assert any(one.startswith(b"\xff\xd8\xff") for one in found)
    assert any(b"a voice" in one for one in found) == goes
    told = capsys.readouterr().err
    assert ("recordings left out, as consent.csv has no yes to the voice for every source: 1" in told) != goes
