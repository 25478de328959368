"""A folder as field workers have them: every file is taken or told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from jalin.check import check_study
from jalin.collect import collect_sources, read_register
from jalin.errors import StudyError
from jalin.exchange import folder as folders
from jalin.exchange.empty_study import empty_study as made_study
from jalin.study import open_study

TALK = "P: Apa kabar?\nI: Baik.\nP: Lalu?\nI: Sudah.\n"


def made(tmp_path, **files):
    origin = tmp_path / "files"
    origin.mkdir()
    for name, content in files.items():
        path = origin / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return origin


def empty_study(*arguments):
    """A new study, and what is said of files: what is said of labels is tried elsewhere."""
    counts, told = made_study(*arguments)
    return counts, [line for line in told if not line.startswith("data/raw/labels.csv")]


def test_what_is_not_taken_is_told_with_its_reason(tmp_path):
    origin = made(
        tmp_path,
        W01__txt=TALK,
        slides__pptx=b"PK\x03\x04",
        photo__jpg=b"\xff\xd8\xff",
        Thumbs__db=b"\0" * 9,
        old__xls=b"\xd0\xcf\x11\xe0",
        noending=b"\0\1\2\3",
    )
    (origin / ".DS_Store").write_bytes(b"\0")
    (origin / "W01 (1).txt").write_text(TALK)
    counts, left = empty_study(tmp_path / "study", origin, ("id",))
    assert counts["sources"] == 1
    told = "\n".join(left)
    assert "slides.pptx: the format .pptx cannot be read" in told
    assert "photo.jpg: a picture without a transcript of its name" in told
    assert "old.xls: the format .xls cannot be read. Save it as .xlsx" in told
    assert "noending: it has no ending and is something else" in told
    assert "W01 (1).txt: the same content as W01.txt" in told
    assert ".DS_Store, Thumbs.db: left there" in told


def test_a_source_that_cannot_be_read_is_told_at_once_and_left_nowhere_half(tmp_path):
    origin = tmp_path / "in"
    origin.mkdir()
    (origin / "a.txt").write_text("P: Apa?\nI: Ya.\n", encoding="utf-8")
    (origin / "b.docx").write_text("no Word document", encoding="utf-8")
    counts, told = empty_study(tmp_path / "study", origin)
    assert counts["sources"] == 2
    (line,) = [one for one in told if one.startswith("taken, and cannot be read yet: ")]
    assert (
        "interviews/S0" in line
        and "it is not a Word document but plain text. Save it from Word as .docx" in line
    )


def test_of_json_transcripts_alone_are_taken(tmp_path):
    (tmp_path / "talk.json").write_text('{"segments": [{"start": 0.0, "text": "We water it."}]}')
    (tmp_path / "metadata.json").write_text('{"model": "large", "speakers": 2}')
    with folders.files_of_folder(tmp_path) as found:
        assert [path.name for path in found.sources] == ["talk.json"]
        assert found.told == [
            "not taken: metadata.json: there is no transcript in it. Export the transcript as text or subtitles"
        ]


def test_empty_files_links_and_hidden_folders_are_told(tmp_path):
    origin = made(tmp_path, a__txt=TALK, empty__txt="")
    (origin / "link.txt").symlink_to(origin / "a.txt")
    (origin / ".old").mkdir()
    (origin / ".old/b.txt").write_text(TALK)
    with folders.files_of_folder(origin) as found:
        assert [path.name for path in found.sources] == ["a.txt"]
        assert found.left == ["empty.txt", ".old/", "link.txt"]


def test_a_text_without_an_ending_is_read(tmp_path):
    counts, left = empty_study(tmp_path / "study", made(tmp_path, talk=TALK, other__txt="Kata.\n"), ("id",))
    assert counts["sources"] == 2 and left == []


def test_two_files_of_one_content_are_both_taken_and_told(tmp_path):
    counts, left = empty_study(tmp_path / "study", made(tmp_path, a__txt=TALK, b__txt=TALK), ("id",))
    assert counts["sources"] == 2 and left == ["taken twice: b.txt has the same content as a.txt"]


def test_a_picture_that_is_there_twice_is_told(tmp_path):
    origin = made(tmp_path, W01__txt=TALK, a__jpg=b"\xff\xd8\xff", W01__jpg=b"\xff\xd8\xff")
    _, left = empty_study(tmp_path / "study", origin, ("id",))
    assert [line.partition(":")[2].split(":")[0] for line in left] == [" a.jpg"]
    assert len(list((tmp_path / "study/data/raw").rglob("*.jpg"))) == 1


def test_a_recording_stands_beside_the_transcript_of_its_name(tmp_path):
    origin = made(tmp_path, Sari__txt=TALK, Sari__mp3=b"ID3 sound", Sari__jpg=b"\xff\xd8\xff")
    _, left = empty_study(tmp_path / "study", origin, ("id",))
    assert left == []
    study = open_study(tmp_path / "study")
    (row,) = read_register(study).to_dict("records")
    assert "media" not in row
    register = (study.raw / "sources.csv").read_text()
    assert "interviews/S01.jpg; interviews/S01-2.mp3" in register
    assert (study.raw / "interviews/S01-2.mp3").read_bytes() == b"ID3 sound"
    assert collect_sources(study, read_register(study)).texts.keys() == {"S01"}
    (study.raw / "interviews/S01.jpg").unlink()
    with pytest.raises(StudyError, match=r"column media: data/raw/interviews/S01\.jpg is not on disk"):
        read_register(study)


def test_what_systems_leave_beside_the_sources_stops_nothing_and_is_told(tmp_path):
    empty_study(tmp_path / "study", made(tmp_path, W01__txt=TALK), ("id",))
    study = open_study(tmp_path / "study")
    for name, content in (
        ("Thumbs.db", "x"),
        ("desktop.ini", "y"),
        ("~$S01.docx", "z"),
        ("S01 (1).txt", TALK),
    ):
        (study.raw / "interviews" / name).write_text(content)
    (study.raw / "interviews/talk.m4a").write_bytes(b"sound")
    assert len(read_register(study)) == 1
    told = "\n".join(check_study(study).told())
    for name in ("Thumbs.db", "desktop.ini", "~$S01.docx", "S01 (1).txt", "talk.m4a"):
        assert f"data/raw/interviews/{name} is not read" in told
    (study.raw / "interviews/other.txt").write_text("Lain.\n")
    with pytest.raises(StudyError, match=r"other\.txt: the source is missing"):
        read_register(study)


def test_a_folder_without_sources_says_what_is_in_it(tmp_path):
    with pytest.raises(StudyError, match=r"no file in it can be read(.|\n)*a\.pptx: the format"):
        empty_study(tmp_path / "study", made(tmp_path, a__pptx=b"PK"), ("id",))
    assert not (tmp_path / "study").exists()


def test_an_old_word_document_is_converted_where_libreoffice_is(tmp_path, monkeypatch):
    def convert(command, **_):
        document = Document()
        document.add_paragraph("P: Apa?")
        document.save(f"{command[command.index('--outdir') + 1]}/old.docx")
        return subprocess.CompletedProcess(command, 0)

    origin = made(tmp_path, old__doc=b"\xd0\xcf\x11\xe0 words")
    monkeypatch.setattr(folders.shutil, "which", lambda name: "/opt/soffice")
    monkeypatch.setattr(folders.subprocess, "run", convert)
    empty_study(tmp_path / "study", origin, ("id",))
    assert (tmp_path / "study/data/raw/interviews/S01.docx").exists()
    monkeypatch.setattr(folders.shutil, "which", lambda name: None)
    with pytest.raises(StudyError, match=r"save it as \.docx"):
        empty_study(tmp_path / "other", origin, ("id",))


@pytest.mark.parametrize(
    ("name", "content", "ending"),
    [
        ("page.doc", "<html><body><p>P: Apa?</p><p>I: Ya.</p></body></html>", ".html"),
        ("form.xls", "<table><tr><td>Nama</td><td>Ya</td></tr></table>", ".html"),
        ("note.doc", "{\\rtf1\\ansi P: Apa?\\par I: Ya.\\par}", ".rtf"),
    ],
)
def test_what_only_is_called_doc_or_xls_is_taken_as_what_it_is(tmp_path, name, content, ending):
    counts, told = empty_study(
        tmp_path / "study", made(tmp_path, **{name.replace(".", "__"): content}), ("id",)
    )
    assert counts["sources"] == 1 and not told
    assert (tmp_path / f"study/data/raw/interviews/S01{ending}").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="names there are bytes")
def test_a_name_of_other_bytes_and_a_pipe_are_told(tmp_path):
    origin = made(tmp_path, W01__txt=TALK)
    Path(os.fsdecode(os.fsencode(origin) + b"/na\xefve.txt")).write_text(TALK)
    os.mkfifo(origin / "pipe.txt")
    counts, told = empty_study(tmp_path / "study", origin, ("id",))
    assert counts["sources"] == 1
    assert told == [
        "not taken: na?ve.txt: its name has bytes that are no letters. Rename it",
        "not taken: pipe.txt: it is no file but a way between programs. Take it out",
    ]
