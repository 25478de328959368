"""The one list of formats of exchange."""

import os
import re
import subprocess
import sys

import pytest
from conftest import REPOSITORY, build

from jalin.cli import main
from jalin.errors import StudyError
from jalin.exchange import files
from jalin.exchange.files import FORMATS, Format, export_study, read_project
from jalin.files import folder_beside
from jalin.registry import Registry
from jalin.study import open_study


def test_the_manual_has_every_format_that_is_read_and_written():
    page = (REPOSITORY / "docs/exchange.md").read_text("utf-8")
    for name in FORMATS.own:
        given = FORMATS[name]
        read, written = rf"\| [^|]+ \| [^|]*{given.ending}`", rf"jalin export {name} |or {name}:"
        if given.read:
            assert re.search(read, page), name
        if given.write:
            assert re.search(written, page), name


def test_the_help_of_export_offers_what_is_written_and_no_more(capsys):
    assert main(["export", "--help"]) == 0
    offered = re.search(r"\[([a-z|\s]+)\]\s+PATH", capsys.readouterr().out)
    assert offered, "no list of formats"
    written = [name for name in FORMATS.own if FORMATS.own[name].write]
    assert re.sub(r"\s", "", offered[1]).split("|") == written
    assert "rqda" in FORMATS.own and "rqda" not in written


def test_an_unknown_format_is_told_with_those_that_are_read(tmp_path):
    (tmp_path / "project.nvpx").write_bytes(b"x")
    with pytest.raises(StudyError, match=r"the format \.nvpx is not read\. Give one of \.qdpx \(a REFI-QDA"):
        read_project(tmp_path / "project.nvpx")


def test_an_export_to_an_unknown_format_or_of_an_unknown_coder_is_told(root, tmp_path):
    study = open_study(root)
    with pytest.raises(StudyError, match=r"no format of exchange 'taguete'\. Did you mean taguette"):
        export_study(study, "taguete", tmp_path / "out", "en")
    with pytest.raises(StudyError, match=r"'anne' is no coder yet\. Did you mean ann"):
        export_study(study, "csv", tmp_path / "out", "en", "anne")


def test_a_format_that_a_package_adds_is_written_with_its_ending(root, tmp_path, monkeypatch):
    plain = Format(".list", "names", write=lambda export, path: path.write_text(export.title))
    monkeypatch.setitem(FORMATS.own, "list", plain)
    path = export_study(build(root, "03"), "list", tmp_path / "out", "en")
    assert path.name == "out.list" and path.read_text() == "The school garden"


def test_two_formats_that_read_one_ending_are_told(tmp_path, monkeypatch):
    other = Format(".qdpx", "another", read=FORMATS["qdpx"].read)
    twice = Registry("jalin.exchange", "format", "files.py", (Format,), {**FORMATS.own, "other": other})
    monkeypatch.setattr(files, "FORMATS", twice)
    with pytest.raises(StudyError, match=r"the formats qdpx and other both read \.qdpx"):
        read_project(tmp_path / "project.qdpx")


def test_a_folder_is_a_project_by_the_file_that_its_format_has_and_not_by_a_name(tmp_path, monkeypatch):
    other = Format(".atlas", "another", read=lambda path: None, folder="project.atlas")
    monkeypatch.setitem(FORMATS.own, "other", other)
    for name in ("data.qda", "project.atlas", "notes.qda"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).write_bytes(b"")
    assert files.is_project(tmp_path / "data.qda") and files.is_project(tmp_path / "project.atlas")
    assert not files.is_project(tmp_path / "notes.qda")


def test_what_a_killed_export_left_goes_with_the_next_one_there_and_that_of_one_at_work_stays(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for number in (gone.pid, os.getppid()):
        (tmp_path / f".made.{number}.part").mkdir()
        (tmp_path / f".made.{number}.part/x.docx").write_bytes(b"half")
    with folder_beside(tmp_path / "x.docx") as folder:
        assert folder.parent == tmp_path and folder.is_dir()
        assert sorted(tmp_path.iterdir()) == sorted([folder, tmp_path / f".made.{os.getppid()}.part"])
    assert not folder.exists()
