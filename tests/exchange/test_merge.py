import csv
import json
import shutil

import pytest
from conftest import Run
from helpers_consent import YES, write_consent

from jalin.cli import main
from jalin.consent import read_consents
from jalin.errors import StudyError
from jalin.exchange.merge import merge_study
from jalin.study import open_study

FILE = "data/raw/coding/codings/ben/W1.jsonl"


@pytest.fixture
def copies(root, tmp_path):
    """A study and a copy in which Ben coded on, wrote a memo, and a source was added."""
    other = tmp_path / "copy"
    shutil.copytree(root, other)
    path = other / FILE
    more = json.loads(path.read_text().splitlines()[0]) | {"id": "new", "code": "TOIL"}
    path.write_text(path.read_text() + json.dumps(more) + "\n")
    (other / "data/raw/coding/memos").mkdir()
    (other / "data/raw/coding/memos/thought.md").write_text("---\ntitle: x\n---\n\nthought\n")
    (other / "data/raw/documents/D2.md").write_text("# Notice\n\nThe gate is open.\n")
    with (other / "data/raw/sources.csv").open(newline="") as handle:
        rows = list(csv.reader(handle))
    new = [*next(row for row in rows if row[0] == "D1")]
    new[0], new[3] = "D2", "documents/D2.md"
    with (other / "data/raw/sources.csv").open("w", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([*rows, new])
    return root, other


def everything(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_what_only_the_other_copy_has_is_added_and_told(copies):
    root, other = copies
    before = Run(root).codings
    account = merge_study(open_study(root), open_study(other))
    assert account == ["1 codings of ben on W1", "memo thought.md", "source D2, documents/D2.md"]
    after = Run(root)
    assert len(after.codings) == len(before) + 1
    assert "D2" in set(after.sources["source_id"])
    assert merge_study(open_study(root), open_study(other)) == []


def test_copies_that_contradict_one_another_are_left_as_they_are(copies):
    root, other = copies
    path = other / FILE
    lines = path.read_text().splitlines()
    path.write_text("\n".join([json.dumps(json.loads(lines[0]) | {"memo": "other"}), *lines[1:]]) + "\n")
    kept = everything(root)
    with pytest.raises(StudyError, match="coding c1 is not the same in both copies"):
        merge_study(open_study(root), open_study(other))
    assert everything(root) == kept


def test_codes_that_are_not_here_are_named_before_anything_is_added(copies, capsys):
    root, other = copies
    (other / FILE).write_text((other / FILE).read_text().replace('"TOIL"', '"SWEAT"'))
    kept = everything(root)
    assert main(["merge", str(other), "--root", str(root)]) == 1
    assert "codes that are not here: SWEAT. Join the codebooks first." in capsys.readouterr().err
    assert everything(root) == kept


def test_what_the_other_copy_says_was_read_is_joined(copies):
    root, other = copies
    name = "data/raw/coding/codings/ben/read.csv"
    (root / name).write_text("source_id,date\nW1,2024-06-01\n")
    (other / name).write_text("source_id,date\nW1,2024-06-09\nL1,2024-06-09\n")
    assert "1 sources that ben has read" in merge_study(open_study(root), open_study(other))
    assert (root / name).read_text() == "source_id,date\nL1,2024-06-09\nW1,2024-06-01\n"


def test_what_was_agreed_to_comes_along_and_once(copies):
    root, other = copies
    write_consent(other, {"whose": "I2", **YES, "quote": "no"})
    assert "1 lines of consent" in merge_study(open_study(root), open_study(other))
    assert not read_consents(open_study(root)).may("W2", "quote")
    assert merge_study(open_study(root), open_study(other)) == []
    write_consent(other, {"whose": "I2", **YES, "quote": "no"}, {"whose": "I1", **YES, "date": "2024-03-02"})
    merge_study(open_study(root), open_study(other))
    assert len(read_consents(open_study(root)).lines) == 2


def test_translations_are_joined_and_those_that_differ_are_told(copies):
    root, other = copies
    head = "source_id,quote,from,words,translator,date\n"
    first = "W1,The children water it every morning.,,Anak-anak menyiramnya.,Ann,2024-06-12\n"
    second = "W1,Digging is hard work for small hands.,su,Menggali itu berat.,Ben,2024-06-13\n"
    for one, rows in ((root, first), (other, second + first)):
        (one / "data/raw/translations").mkdir()
        (one / "data/raw/translations/id.csv").write_text(head + rows)
    path = root / "data/raw/translations/id.csv"
    assert "translations into id: 1" in merge_study(open_study(root), open_study(other))
    assert sorted(path.read_text().splitlines()[1:]) == sorted([first.strip(), second.strip()])
    path.write_text(path.read_text().replace("Anak-anak", "Para murid"))
    before = path.read_bytes()
    with pytest.raises(StudyError, match=r"id\.csv, W1, 'The children water it .*is not the same in both"):
        merge_study(open_study(root), open_study(other))
    assert path.read_bytes() == before
