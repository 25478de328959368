import json
import re
import uuid
import zipfile
from importlib.util import find_spec
from pathlib import Path

import docx
import pandas as pd
import pytest
from conftest import Run, build
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from jalin.cli import main
from jalin.errors import StudyError
from jalin.exchange.files import read_project
from jalin.exchange.new_study import new_study
from jalin.exchange.of_study import project_of
from jalin.exchange.positions import canonical_places, kept_end, new_span, protected_places
from jalin.exchange.project import Document, Memo, Project, ProjectCode, ProjectCoding, User
from jalin.exchange.read_refi import read_refi
from jalin.exchange.write_codings import write_codings
from jalin.exchange.write_refi import write_refi
from jalin.report import Results, compute_facts, evidence_pages, number_chapters, report_pages
from jalin.tables import store

PACKAGE = Path(find_spec("qualitative_coding").submodule_search_locations[0])
DEMO = PACKAGE / "demo.qdpx"
Q = "urn:QDA-XML:project:1.0"

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
texts = st.text(st.sampled_from("aé𝄞🙂 \n\rб"), min_size=2, max_size=60)


def guid(number):
    return str(uuid.UUID(int=number + 1))


@st.composite
def projects(draw):
    users = [User(guid(n), draw(words)) for n in range(draw(st.integers(1, 3)))]
    codes = []
    for n in range(draw(st.integers(1, 5))):
        above = draw(st.sampled_from(["", *(code.guid for code in codes)]))
        codes.append(ProjectCode(guid(100 + n), draw(words), above, draw(st.just("") | words), "#a1b2c3"))
    documents = [Document(guid(200 + n), draw(words), draw(texts)) for n in range(draw(st.integers(1, 3)))]
    codings = []
    for n in range(draw(st.integers(0, 8))):
        document = draw(st.sampled_from(documents))
        start = draw(st.integers(0, len(document.text) - 1))
        end = draw(st.integers(start + 1, len(document.text)))
        code, user = draw(st.sampled_from(codes)).guid, draw(st.sampled_from(users)).guid
        memo = draw(st.just("") | words)
        codings.append(
            ProjectCoding(guid(300 + n), document.guid, code, start, end, user, "2024-05-06T07:08:09Z", memo)
        )
    memos = [Memo(guid(400), draw(words), draw(words), "2024-01-02T00:00:00Z")]
    return Project(draw(words), users, codes, documents, codings, memos)


def in_order(project):
    """A project with its codes in the order of their tree, as files have them."""
    return (
        project.name,
        project.users,
        sorted(project.codes, key=lambda code: code.guid),
        project.documents,
        sorted(project.codings, key=lambda coding: coding.guid),
        project.memos,
    )


def schema():
    return etree.XMLSchema(etree.parse(str(PACKAGE / "refi_qda" / "schema.xsd")))


@given(projects())
def test_what_is_written_is_read_again_and_fits_the_official_schema(tmp_path_factory, project):
    path = tmp_path_factory.mktemp("refi") / "project.qdpx"
    write_refi(project, path)
    assert in_order(read_refi(path)) == in_order(project)
    with zipfile.ZipFile(path) as archive:
        schema().assertValid(etree.fromstring(archive.read("project.qde")))


def test_a_codebook_alone_keeps_its_tree(tmp_path):
    codes = [ProjectCode(guid(1), "Kafé", "", "arti", "#ff0000"), ProjectCode(guid(2), "Bawah", guid(1))]
    write_refi(Project("x", codes=codes), tmp_path / "book.qdc")
    assert read_refi(tmp_path / "book.qdc").codes == codes


def quotes(project):
    """Who put which code on which words, white space evened."""
    people = {user.guid: user.name for user in project.users}
    names = {code.guid: code.name for code in project.codes}
    by_guid = {document.guid: document.text for document in project.documents}
    return sorted(
        (people[one.user], names[one.code], " ".join(by_guid[one.document][one.start : one.end].split()))
        for one in project.codings
    )


def written(root):
    """The same of a study's own files."""
    ids = json.loads((root / "data/raw/exchange/ids.json").read_text())
    coders = {name: guid for guid, name in ids["coders"].items()}
    codes = {name: guid for guid, name in ids["codes"].items()}
    return [
        (coders[path.parent.name], codes[line["code"]], " ".join(line["quote"].split()))
        for path in (root / "data/raw/coding/codings").glob("*/*.jsonl")
        for line in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def test_another_tool_s_project_becomes_a_study_with_every_passage(tmp_path):
    root = tmp_path / "study"
    assert main(["new", str(root), "--from", str(DEMO), "--language", "en"]) == 0
    project = read_refi(DEMO)
    people = {user.guid: user.name for user in project.users}
    names = {code.guid: code.name for code in project.codes}
    found = [(people[user], names[code], quote) for user, code, quote in written(root)]
    for (user, code, quote), expected in zip(sorted(found), quotes(project), strict=True):
        # names of people are hidden here; all around them is as the other tool has it
        parts = [re.escape(part) for part in re.split("⟦.*?⟧", quote)]
        assert (user, code) == expected[:2] and re.fullmatch(".+?".join(parts), expected[2])
    assert (len(project.documents), len(project.codes), len(project.codings)) == (2, 262, 205)
    assert main(["check", "--root", str(root)]) == 0


def by_hand(path, place="internal://"):
    """A project as an older writer makes one: CRLF, mark at the start, notes, a case, a set."""
    text = "Pembuka 🙂.\r\n\r\nKafé itu dibuka\u0301 lagi.\r\nPenutup."
    start = text.index("Kafé")
    end = text.index("\r\nPenutup")
    qde = f"""<?xml version="1.0"?><Project xmlns="{Q}" name="Kafé">
    <Users><User guid="{guid(1)}" name="Zoë"/></Users>
    <CodeBook><Codes><Code guid="{guid(2)}" name="Buka" isCodable="true" color="#00ff00"/></Codes></CodeBook>
    <Cases><Case guid="{guid(3)}" name="kasus"><SourceRef targetGUID="{guid(4)}"/></Case></Cases>
    <Sources><TextSource guid="{guid(4)}" name="W 1.docx" plainTextPath="{place}{guid(4)}.txt"
      richTextPath="internal://{guid(4)}.docx"><PlainTextSelection guid="{guid(5)}"
      startPosition="{start}" endPosition="{end}"><Coding guid="{guid(6)}" creatingUser="{guid(1)}"
      creationDateTime="2024-05-06T07:08:09Z"><CodeRef targetGUID="{guid(2)}"/>
      <NoteRef targetGUID="{guid(7)}"/></Coding></PlainTextSelection></TextSource></Sources>
    <Notes><Note guid="{guid(7)}"><PlainTextContent>catatan</PlainTextContent></Note></Notes>
    <Sets><Set guid="{guid(8)}" name="himpunan"><MemberCode targetGUID="{guid(2)}"/></Set></Sets>
    </Project>"""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sources/.root", "")
        archive.writestr("project.qde", qde)
        archive.writestr(f"Sources/{guid(4)}.txt", b"\xef\xbb\xbf" + text.encode("utf-8"))
    return path


def test_positions_are_code_points_whatever_the_line_ends_and_marks(tmp_path):
    origin = by_hand(tmp_path / "old.qdpx")
    project = read_refi(origin)
    assert (project.account["cases"]["kept"], project.account["sets"]["kept"]) == (1, 1)
    root = tmp_path / "study"
    new_study(project, root, origin)
    line = json.loads((root / "data/raw/coding/codings/zoe/S01.jsonl").read_text(encoding="utf-8"))
    assert line["quote"] == "Kafé itu dibuká lagi."
    assert (line["memo"], line["created"]) == ("catatan", "2024-05-06")
    assert "#00ff00" in (root / "data/raw/coding/codebook.yaml").read_text()


@pytest.mark.parametrize(
    "place", ["relative:///sources/", "sources\\", "absolute:///C:/Users/Zo%C3%AB/My%20Project/", "/home/z/"]
)
def test_a_text_in_the_package_is_found_whatever_path_the_program_gives_it(tmp_path, place):
    project = read_refi(by_hand(tmp_path / "old.qdpx", place))
    assert [project.quote(one)[1] for one in project.codings] == ["Kafé itu dibuka\u0301 lagi."]


@pytest.mark.parametrize("kind", ["docx", "rtf", "html"])
@pytest.mark.parametrize(("said", "taken"), [("Kursi kurang di loket", 1), ("W1 - 12", 0), ("", 0)])
def test_of_a_formatted_text_alone_what_says_its_words_is_taken_and_the_rest_told(
    tmp_path, kind, said, taken
):
    lines = ["Judul", "Warga antre sejak pagi.", "Kursi kurang di loket dua."]
    if kind == "docx":
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(tmp_path / "x.docx")
    elif kind == "rtf":
        (tmp_path / "x.rtf").write_text("{\\rtf1\\ansi " + "\\par\n".join(lines) + "}")
    else:
        (tmp_path / "x.html").write_text("<html>" + "".join(f"<p>{line}</p>" for line in lines) + "</html>")
    # wherever that program counts it
    qde = f"""<Project xmlns="{Q}" name="P"><CodeBook><Codes><Code guid="{guid(2)}" name="Kursi"/></Codes></CodeBook>
    <Sources><TextSource guid="{guid(4)}" name="W" richTextPath="internal://x.{kind}"><PlainTextSelection
    guid="{guid(5)}" name="{said}" startPosition="3" endPosition="24"><Coding guid="{guid(6)}"><CodeRef
    targetGUID="{guid(2)}"/></Coding></PlainTextSelection></TextSource></Sources></Project>"""
    with zipfile.ZipFile(tmp_path / "p.qdpx", "w") as archive:
        archive.writestr("project.qde", qde)
        archive.write(tmp_path / f"x.{kind}", f"sources/x.{kind}")
    project = read_refi(tmp_path / "p.qdpx")
    assert project.documents[0].text.split("\n") == lines
    assert [project.quote(one)[1] for one in project.codings] == [said] * taken
    assert (project.account["codings"]["left"], project.account["sources"]["taken"]) == (1 - taken, 1)
    assert any("formatted text alone" in line for line in project.told)


@pytest.mark.parametrize(
    "mend",
    [
        lambda name, content: (name.replace("/", "\\"), content),
        lambda name, content: (
            name,
            content.decode("utf-8-sig").encode("utf-16") if name.endswith("txt") else content,
        ),
        lambda name, content: (name, content.replace(f'<Coding guid="{guid(6)}"'.encode(), b"<Coding")),
    ],
    ids=["backslashes", "UTF-16", "no guid"],
)
def test_a_package_is_read_as_it_is_zipped_and_encoded(tmp_path, mend):
    with zipfile.ZipFile(by_hand(tmp_path / "old.qdpx")) as archive:
        files = [mend(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(tmp_path / "new.qdpx", "w") as archive:
        archive.writestr("__MACOSX/._project.qde", b"\0\5")
        for name, content in files:
            one = zipfile.ZipInfo()
            one.filename = name
            archive.writestr(one, content)
    new_study(read_refi(tmp_path / "new.qdpx"), tmp_path / "study", tmp_path / "new.qdpx", ["id"])
    (line,) = (tmp_path / "study/data/raw/coding/codings/zoe/S01.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["quote"] == "Kafé itu dibuká lagi." and json.loads(line)["id"]


def test_a_name_that_is_hidden_in_the_text_is_hidden_in_the_passage_as_well(tmp_path):
    text = "Kata Bu Sari Melati, nomornya 0812-3456-7890 itu. Selesai sudah."
    project = Project(
        "x",
        [User(guid(1), "z")],
        [ProjectCode(guid(2), "K")],
        [Document(guid(3), "W", text)],
        [ProjectCoding(guid(4), guid(3), guid(2), 0, text.index(" Selesai"), guid(1))],
    )
    write_refi(project, tmp_path / "p.qdpx")
    new_study(project, tmp_path / "study", tmp_path / "p.qdpx")
    line = json.loads((tmp_path / "study/data/raw/coding/codings/z/S01.jsonl").read_text(encoding="utf-8"))
    assert "Sari" not in line["quote"] and "0812" not in line["quote"]
    assert line["quote"].startswith("Kata Bu ⟦") and line["quote"].endswith("itu.")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"not a zip", "it is no .qdpx project"), (None, "there is no project.qde in it")],
)
def test_a_broken_project_is_refused_in_one_sentence(tmp_path, content, said):
    path = tmp_path / "broken.qdpx"
    if content is None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "x")
    else:
        path.write_bytes(content)
    with pytest.raises(StudyError, match=said):
        read_refi(path)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "study/mine.txt").write_text("mine")
    origin = by_hand(tmp_path / "old.qdpx")
    with pytest.raises(StudyError, match="there is something already"):
        new_study(read_refi(origin), tmp_path / "study", origin)
    assert [path.name for path in (tmp_path / "study").iterdir()] == ["mine.txt"]


def test_a_spreadsheet_computes_nothing(run, tmp_path):
    codings = run.codings.assign(memo="=1+1")
    names, none = run.codebook.names("en"), pd.DataFrame(index=pd.Index([], name="source_id"))
    write_codings(codings, names, {}, none, tmp_path / "codings.csv")
    assert "'=1+1" in (tmp_path / "codings.csv").read_text(encoding="utf-8-sig")
    write_codings(codings, names, {}, none, tmp_path / "codings.xlsx")
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(tmp_path / "codings.xlsx").active
    assert sheet.max_row == len(codings) + 1
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_an_export_of_a_study_names_its_coders_codes_and_passages(run, tmp_path):
    store.write(run.study, "protect/sources", run.sources)
    store.write(run.study, "code/codings", run.codings)
    store.write_texts(run.study, "protect", run.protected.texts)
    write_refi(project_of(run.study, "en"), tmp_path / "garden.qdpx")
    project = read_refi(tmp_path / "garden.qdpx")
    names = {coder.id: coder.name["en"] for coder in run.study.settings.coders}
    codes = run.codebook.names("en")
    expected = sorted(
        (names[one.coder], codes[one.code], " ".join(one.quote.split())) for one in run.codings.itertuples()
    )
    assert quotes(project) == expected
    # no name that was replaced
    assert not any("Melati" in document.text for document in project.documents)


def test_what_a_study_has_no_place_for_comes_out_as_it_went_in(tmp_path):
    origin, root = tmp_path / "p.qdpx", tmp_path / "study"
    upper = guid(5).upper()
    qde = f"""<?xml version="1.0"?><Project xmlns="{Q}" name="P">
    <Users><User guid="{guid(1)}" name="Zoë"/></Users>
    <CodeBook><Codes><Code guid="{guid(2)}" name="Atas" isCodable="false"><NoteRef targetGUID="{guid(9)}"/>
      <Code guid="{guid(10)}" name="Bawah" isCodable="true"/></Code></Codes></CodeBook>
    <Variables><Variable guid="{guid(20)}" name="umur" typeOfVariable="Integer"/></Variables>
    <Cases><Case guid="{guid(3)}" name="kasus"><VariableValue><VariableRef targetGUID="{guid(20)}"/>
      <IntegerValue>41</IntegerValue></VariableValue><SelectionRef targetGUID="{upper}"/></Case></Cases>
    <Sources><TextSource guid="{guid(4)}" name="W"><PlainTextContent>satu dua tiga</PlainTextContent>
      <PlainTextSelection guid="{upper}" startPosition="5" endPosition="8">
      <Coding guid="{guid(6)}" creatingUser="{guid(1)}"><CodeRef targetGUID="{guid(10)}"/></Coding>
      <Coding guid="{guid(7)}" creatingUser="{guid(1)}"><CodeRef targetGUID="{guid(2)}"/></Coding>
      </PlainTextSelection><Coding guid="{guid(8)}"><CodeRef targetGUID="{guid(10)}"/></Coding>
      <NoteRef targetGUID="{guid(9)}"/><VariableValue><VariableRef targetGUID="{guid(20)}"/>
      <IntegerValue>7</IntegerValue></VariableValue></TextSource></Sources>
    <Notes><Note guid="{guid(9)}" name="n"><PlainTextContent>arti</PlainTextContent></Note></Notes>
    <Sets><Set guid="{guid(30)}" name="s"><MemberCode targetGUID="{guid(2)}"/></Set></Sets>
    </Project>"""
    with zipfile.ZipFile(origin, "w") as archive:
        archive.writestr("project.qde", qde)
    assert main(["new", str(root), "--from", str(origin)]) == 0
    run = Run(root)
    store.write(run.study, "protect/sources", run.sources)
    store.write(run.study, "code/codings", run.codings)
    store.write_texts(run.study, "protect", run.protected.texts)
    assert main(["export", "qdpx", str(tmp_path / "out.qdpx"), "--root", str(root)]) == 0
    with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
        out = etree.fromstring(archive.read("project.qde"))
    schema().assertValid(out)
    at = {"q": Q}
    # the code that holds no codings of its own, its note, the passage that the case and two codings share
    assert out.xpath("string(//q:Code[@name='Atas']/@isCodable)", namespaces=at) == "false"
    assert out.xpath("string(//q:Code[@name='Atas']/q:NoteRef/@targetGUID)", namespaces=at) == guid(9)
    shared = out.xpath(f"//q:PlainTextSelection[@guid='{guid(5)}']/q:Coding", namespaces=at)
    assert len(shared) == 2
    assert out.xpath("string(//q:Case/q:SelectionRef/@targetGUID)", namespaces=at) == guid(5)
    assert out.xpath("string(//q:Case//q:IntegerValue)", namespaces=at) == "41"
    assert out.xpath("string(//q:TextSource/q:VariableValue/q:IntegerValue)", namespaces=at) == "7"
    assert out.xpath("string(//q:Note/q:PlainTextContent)", namespaces=at) == "arti"
    assert out.xpath("string(//q:MemberCode/@targetGUID)", namespaces=at) == guid(2)
    # a coding of the whole source is one of all its text
    whole = next(one for one in read_refi(tmp_path / "out.qdpx").codings if one.guid == guid(8))
    assert (whole.start, whole.end) == (0, len("satu dua tiga"))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "passages"), [("demo.qdpx", 205), ("refi_qda/nvivo_project.qdpx", 0)])
def test_a_study_made_of_a_project_builds_to_a_report(tmp_path, name, passages):
    """No proposition, one group, and in one of them no coding: every stage has something to say all the same."""
    root = tmp_path / "study"
    assert main(["new", str(root), "--from", str(PACKAGE / name), "--language", "en"]) == 0
    results = Results.of(build(root, "08"))
    found = number_chapters(results, compute_facts(results), "en")
    page = "\n".join(part.data for part in [*report_pages(found), *evidence_pages(found)])
    assert page.count('class="evidence"') == passages
    assert f">{passages}</a>." in page and "Sources: " in page
    assert (root / "reports/report.en.pdf").exists() and (root / "reports/report.en.docx").exists()


def test_sources_without_text_keep_their_place_and_say_so(tmp_path, capsys):
    """A project as NVivo 15 for Mac writes it, its two sources holding one empty line each."""
    root = tmp_path / "study"
    assert (
        main(["new", str(root), "--from", str(PACKAGE / "refi_qda/nvivo_project.qdpx"), "--language", "en"])
        == 0
    )
    project = read_refi(PACKAGE / "refi_qda/nvivo_project.qdpx")
    said = capsys.readouterr().out
    assert (
        f"2 sources, {len(project.codes)} codes, 0 codings" in said
        and "2 of the sources without text" in said
    )
    assert main(["check", "--root", str(root)]) == 0
    assert "There is no text" in next((root / "data/raw/documents").iterdir()).read_text()


@pytest.mark.parametrize(
    ("passage", "kept"), [("Good. \n\n", "Good."), ("Good. \n\nCh", "Good.\n⟦name 1⟧"), (" \n\n", "")]
)
def test_a_passage_that_ends_before_a_hidden_name_does_not_take_it_in(passage, kept):
    text = "Good. \n\nChris: hi"
    known, first = canonical_places(text)
    assert known == "Good.\nChris: hi\n"
    hidden, replaced = "Good.\n⟦name 1⟧: hi\n", [(6, 14, 5)]
    places = [protected_places(len(known), replaced)[place] for place in first]
    start = text.index(passage)
    end = start + len(passage)
    begins, ends = new_span(places, start, end, replaced, hidden, kept_end(first, start, end))
    assert hidden[begins:ends] == kept


def test_a_project_out_of_its_package_is_read_with_the_sources_beside_it(tmp_path):
    with zipfile.ZipFile(DEMO) as package:
        package.extractall(tmp_path / "out")
    (unpacked,) = (tmp_path / "out").rglob("*.qde")
    project, file = read_project(unpacked)
    assert sorted(quotes(project)) == sorted(quotes(read_refi(DEMO)))
    new_study(project, tmp_path / "study", file)
    assert (tmp_path / "study/data/raw/exchange/original.qdpx").exists()


def test_memos_with_a_name_are_files_and_of_a_name_one(tmp_path):
    # QualCoder makes journals of no others, and stops at a second one of a name
    memos = [
        Memo(guid(number), name, f"isi {number}", "2024-01-02")
        for number, name in ((1, "Antre"), (2, "Antre"), (3, ""))
    ]
    write_refi(Project("P", memos=memos), tmp_path / "a.qdpx")
    with zipfile.ZipFile(tmp_path / "a.qdpx") as package:
        out = etree.fromstring(package.read("project.qde"))
        assert package.read(f"sources/{guid(1)}.txt").decode() == "isi 1"
    schema().assertValid(out)
    assert out.xpath("//q:Note/@plainTextPath", namespaces={"q": Q}) == [f"internal://{guid(1)}.txt"]
    assert [(one.title, one.text) for one in read_refi(tmp_path / "a.qdpx").memos] == [
        ("Antre", "isi 1"), ("Antre", "isi 2"), ("", "isi 3"),
    ]  # fmt: skip
