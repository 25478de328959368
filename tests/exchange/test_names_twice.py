"""Codes of one name, long ones, and those whose code is missing: every one stays itself, and is told."""

import csv
import json

import pytest
from test_generated import guid, made

from jalin.cli import main
from jalin.code import read_codebook
from jalin.exchange.add_codings import add_codings
from jalin.exchange.files import export_study, read_project
from jalin.exchange.project import Document, Project, ProjectCode, ProjectCoding, User
from jalin.exchange.write_refi import write_refi

TEXT = "P: Bagaimana?\nI: Kursi hanya enam, jadi kami antre di tangga.\n"


def project(codes):
    """A coding of each code by one coder on words of its own."""
    words = ["Kursi", "hanya", "enam", "jadi", "kami", "antre"]
    codings = [
        ProjectCoding(
            guid(300 + n), guid(9), code.guid, TEXT.index(word), TEXT.index(word) + len(word), guid(1)
        )
        for n, (code, word) in enumerate(zip(codes, words, strict=False))
    ]
    return Project("Kajian", [User(guid(1), "ann")], codes, [Document(guid(9), "W1.txt", TEXT)], codings)


TWICE = [
    ProjectCode(guid(10), "Layanan"),
    ProjectCode(guid(11), "mutu", guid(10)),
    ProjectCode(guid(12), "Gedung"),
    ProjectCode(guid(13), "mutu", guid(12)),
    ProjectCode(guid(14), "panjang " * 40, guid(12)),
    ProjectCode(guid(15), "panjang " * 40, guid(10)),
]


@pytest.mark.parametrize(
    ("form", "name"), [("qualcoder", "p.qda"), ("taguette", "p.sqlite3"), ("qdpx", "p.qdpx")]
)
def test_codes_of_one_name_are_told_apart_in_every_program_and_known_again(tmp_path, form, name):
    run, told = made(project(TWICE), tmp_path), []
    path = export_study(run.study, form, tmp_path / name, "id", tell=told.append)
    if form == "qualcoder":
        assert told[0].startswith("QualCoder has one code of a name: 'mutu' is 'mutu (2)'")
    if form == "qdpx":
        # it came with both, and goes home with both
        assert "codes of one name, of which QualCoder and ATLAS.ti take the first alone: 'mutu'" in told[0]
        (run.study.raw / "exchange/original.qdpx").unlink()
        path = export_study(run.study, form, tmp_path / "own.qdpx", "id", tell=told.append)
        assert "'mutu' is 'mutu (2)'" in told[-1]
        names = [code.name for code in read_project(path)[0].codes]
        assert len(names) == len(set(names)) == 6
    if form == "taguette":
        assert "Taguette has one tag of a name, and short ones: 'Layanan.panjang" in told[0]
    assert add_codings(run.study, read_project(path)[0], name, coder="ann") == {}


def test_codings_whose_code_is_missing_are_told_kept_under_a_code_that_says_so_and_taken_when_asked(
    tmp_path, capsys
):
    codes = [ProjectCode(guid(10), "Kursi"), ProjectCode(guid(11), "hilang")]
    write_refi(project(codes), tmp_path / "whole.qdpx")
    import zipfile

    with zipfile.ZipFile(tmp_path / "whole.qdpx") as whole, zipfile.ZipFile(tmp_path / "p.qdpx", "w") as bare:
        for one in whole.namelist():
            content = whole.read(one)
            gone = f'<Code guid="{guid(11)}" name="hilang" isCodable="true"/>'.encode()
            assert one != "project.qde" or gone in content
            bare.writestr(one, content.replace(gone, b""))
    root = tmp_path / 'study dan "kutip"'
    assert main(["new", str(root), "--from", str(tmp_path / "p.qdpx"), "--language", "id"]) == 0
    said = capsys.readouterr().out
    assert (
        "pengodean yang kodenya tidak ada dalam buku kode: 1" in said
        and "1 yang kodenya tidak ada dalam buku kode" in said
    )
    (row,) = csv.DictReader((root / "data/raw/exchange/without-a-code.csv").open())
    assert (row["code"], row["quote"], row["coder"]) == ("Kode yang tidak ada di buku kode", "hanya", "ann")
    lines = [
        json.loads(one)
        for path in root.glob("data/raw/coding/codings/*/*")
        for one in path.read_text().splitlines()
    ]
    assert [one["quote"] for one in lines] == ["Kursi"]
    from conftest import build

    build(root, "03")
    # the command that is printed works as pasted
    import shlex

    command = next(line for line in said.splitlines() if line.startswith("untuk mengambilnya")).partition(
        ": "
    )[2]
    assert main(shlex.split(command)[1:]) == 0
    assert "1 pengodean oleh ann pada W1" in capsys.readouterr().out
    from jalin.study import open_study

    assert any(
        "tidak ada di buku kode" in one.name["id"] for one in read_codebook(open_study(root)).codes.values()
    )
