import csv
import json
import re
import shutil

import pytest
from conftest import Run
from helpers_consent import YES, write_consent

from jalin.cli import main
from jalin.consent import read_consents
from jalin.errors import StudyError
from jalin.exchange.merge import Merged, merge_study
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


def merged(root, other):
    return merge_study(open_study(root), open_study(other))


def everything(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_what_only_the_other_copy_has_is_added_and_told(copies):
    root, other = copies
    before = Run(root).codings
    assert merged(root, other).added == [
        "1 coding of ben on W1",
        "data/raw/coding/memos/thought.md",
        "1 row of sources.csv",
    ]
    after = Run(root)
    assert len(after.codings) == len(before) + 1
    assert "D2" in set(after.sources["source_id"])
    assert merged(root, other) == Merged()


def test_copies_that_contradict_one_another_are_left_as_they_are(copies):
    root, other = copies
    path = other / FILE
    lines = path.read_text().splitlines()
    path.write_text("\n".join([json.dumps(json.loads(lines[0]) | {"memo": "other"}), *lines[1:]]) + "\n")
    kept = everything(root)
    with pytest.raises(StudyError, match="coding c1 is not the same in both copies"):
        merged(root, other)
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
    assert "1 row of coding/codings/ben/read.csv" in merged(root, other).added
    assert (root / name).read_text() == "source_id,date\nW1,2024-06-01\nL1,2024-06-09\n"


def test_what_was_agreed_to_comes_along_and_once(copies):
    root, other = copies
    write_consent(other, {"whose": "I2", **YES, "quote": "no"})
    assert "1 row of consent.csv" in merged(root, other).added
    assert not read_consents(open_study(root)).may("W2", "quote")
    assert merged(root, other) == Merged()
    write_consent(other, {"whose": "I2", **YES, "quote": "no"}, {"whose": "I1", **YES, "date": "2024-03-02"})
    merged(root, other)
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
    assert "1 row of translations/id.csv" in merged(root, other).added
    assert sorted(path.read_text().splitlines()[1:]) == sorted([first.strip(), second.strip()])
    path.write_text(path.read_text().replace("Anak-anak", "Para murid"))
    before = path.read_bytes()
    with pytest.raises(
        StudyError,
        match=r"id\.csv, row of W1, The children water it .*: it is not the same in both copies: words",
    ):
        merged(root, other)
    assert path.read_bytes() == before


def rows(path):
    with path.open(newline="") as handle:
        return list(csv.DictReader(handle))


def write(path, *lines):
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n")


REGIONS = "region_id,source_id,file,page,left,top,width,height,code,coder,alt,memo,people,created"
LINKS = "from_source,from_coding,type,to_source,to_coding,note,coder,created"


def test_rows_of_every_table_come_along_and_a_region_gets_a_number_that_is_free(copies):
    root, other = copies
    mine = "W1/r1,W1,media/W1.png,0,1,1,9,9,TOIL,ann,A spade,,none,2024-03-02"
    theirs = "W1/r1,W1,media/W1.png,0,20,20,9,9,CARE,ben,A can,,none,2024-03-03"
    write(root / "data/raw/coding/regions.csv", REGIONS, mine)
    write(other / "data/raw/coding/regions.csv", REGIONS, theirs)
    write(other / "data/raw/coding/passages.csv", LINKS, "W1,ann:c1,explains,W2,ben:c1,,ben,2024-03-02")
    write(root / "data/raw/labels.csv", "label;kind;pseudonym", "Nadia;interviewer;")
    write(other / "data/raw/labels.csv", "label,kind,pseudonym", "Nadia,interviewer,", "Sari,person,")
    found = merged(root, other)
    assert {
        "1 row of labels.csv",
        "1 row of coding/regions.csv",
        "what is W1/r1 there is W1/r2 here",
        "1 row of coding/passages.csv",
    } < set(found.added)
    assert (root / "data/raw/labels.csv").read_text().splitlines()[-1] == "Sari;person;"
    assert [row["region_id"] for row in rows(root / "data/raw/coding/regions.csv")] == ["W1/r1", "W1/r2"]
    assert merged(root, other).added == []


def test_a_source_comes_with_its_recording_and_its_attributes(copies):
    root, other = copies
    register = rows(other / "data/raw/sources.csv")
    register[-1] |= {"media": "documents/D2.png", "weather": "dry"}
    names = [*register[0], *({"media", "weather"} - {*register[0]})]
    with (other / "data/raw/sources.csv").open("w", newline="") as handle:
        writer = csv.DictWriter(handle, names, restval="")
        writer.writeheader()
        writer.writerows(register)
    (other / "data/raw/documents/D2.png").write_bytes(b"picture")
    write(other / "data/raw/exchange/files.csv", "source_id,file", "D2,notice of the school.md")
    merged(root, other)
    assert rows(root / "data/raw/exchange/files.csv")[-1]["file"] == "notice of the school.md"
    new = rows(root / "data/raw/sources.csv")[-1]
    assert (new["source_id"], new["weather"]) == ("D2", "dry")
    assert (root / "data/raw/documents/D2.png").read_bytes() == b"picture"


def test_new_codes_come_along_and_what_codes_became_is_not_guessed(copies):
    root, other = copies
    book = "data/raw/coding/codebook.yaml"
    code = "  - {id: SWEAT, name: {id: Keringat, en: Sweat}, definition: {id: Berkeringat, en: Sweating}, kind: inductive}\n"
    (other / book).write_text((other / book).read_text().replace("codes:\n", "codes:\n" + code, 1))
    *lines, new = (other / FILE).read_text().splitlines()
    (other / FILE).write_text("\n".join([*lines, new.replace('"TOIL"', '"SWEAT"')]) + "\n")
    found = merged(root, other)
    assert "new codes: SWEAT" in found.added
    assert "SWEAT" in set(Run(root).codings["code"])
    assert merged(root, other) == Merged()


@pytest.mark.parametrize("renamed_here", [True, False])
def test_a_code_that_one_copy_renamed_is_the_same_code(copies, renamed_here):
    root, other = copies
    of = root if renamed_here else other
    # as the workbench renames: wherever it is named, and in the history
    for path in [*of.glob("data/raw/**/*.yaml"), *of.glob("data/raw/**/*.jsonl")]:
        path.write_text(re.sub(r"\bTOIL\b", "WORK", path.read_text()))
    book = of / "data/raw/coding/codebook.yaml"
    change = "history:\n  - {action: rename, old: [TOIL], new: WORK, round: 1}\n"
    book.write_text(book.read_text().replace("history:\n", change))
    before = Run(root).codings
    found = merged(root, other)
    assert found.added[0] == "1 coding of ben on W1"
    assert "codebook.yaml: what became of codes" in found.differs
    after = Run(root).codings
    assert len(after) == len(before) + 1
    assert set(after["code"]) == set(before["code"]) | {"WORK" if renamed_here else "TOIL"}
    assert merged(root, other).added == []


def test_a_coding_on_a_source_that_one_copy_transcribed_anew_stays_where_it_is_here(copies):
    root, other = copies
    path = other / FILE
    first, *lines = path.read_text().splitlines()
    moved = json.loads(first) | {"start": json.loads(first)["start"] + 7, "prefix": "x"}
    path.write_text("\n".join([json.dumps(moved), *lines]) + "\n")
    with pytest.raises(StudyError, match="not the same in both copies"):
        merged(root, other)
    source = next(other.glob("data/raw/interviews/W1.*"))
    source.write_bytes(source.read_bytes() + b"\n")
    found = merged(root, other)
    assert "where 1 coding of ben on W1 stand, which one copy transcribed anew" in found.differs
    assert first in (root / FILE).read_text()
    assert f"data/raw/interviews/{source.name}" in found.differs


def test_what_differs_and_stays_is_told(copies, capsys):
    root, other = copies
    for name in ("data/raw/analysis/propositions.yaml", "notebooks/report/04_findings.md"):
        for one in (root, other):
            (one / name).parent.mkdir(parents=True, exist_ok=True)
            (one / name).write_text(f"# {one.name}\na: {one.name}\n")
    (other / "data/raw/analysis/links.yaml").write_text("links: []\n")
    kept = everything(root)
    found = merged(root, other)
    assert found.differs == [
        "data/raw/analysis/links.yaml: it is in the other copy alone",
        "data/raw/analysis/propositions.yaml",
        "notebooks/report/04_findings.md",
    ]
    assert (
        kept.items()
        <= (
            everything(root)
            | {
                root / FILE: kept[root / FILE],
                root / "data/raw/sources.csv": kept[root / "data/raw/sources.csv"],
            }
        ).items()
    )
    assert main(["merge", str(other), "--root", str(root)]) == 0
    assert "left as it is here:\n  data/raw/analysis/links.yaml" in capsys.readouterr().out


def test_the_study_itself_and_a_folder_that_is_no_study_are_no_other_copy(copies, tmp_path, capsys):
    root, other = copies
    assert main(["merge", str(root), "--root", str(root)]) == 1
    assert "the folder of this study, and of no other copy" in capsys.readouterr().err
    assert main(["merge", str(tmp_path / "nowhere"), "--root", str(root)]) == 1
    assert "the other copy's data/raw/study.yaml: the file is not there" in capsys.readouterr().err
    (other / "data/raw/study.yaml").write_text("title: [")
    assert main(["merge", str(other), "--root", str(root)]) == 1
    assert "the other copy's data/raw/study.yaml, line" in capsys.readouterr().err


def test_a_coder_whom_the_study_does_not_know_is_named(copies):
    root, other = copies
    (other / "data/raw/coding/codings/eve").mkdir()
    shutil.copy(other / FILE, other / "data/raw/coding/codings/eve/W1.jsonl")
    kept = everything(root)
    with pytest.raises(StudyError, match="'eve' is no coder yet"):
        merged(root, other)
    assert everything(root) == kept


def test_a_merge_that_is_killed_in_the_middle_is_put_back(copies, monkeypatch):
    root, other = copies
    write(other / "data/raw/coding/codings/ben/read.csv", "source_id,date", "W2,2024-06-09")
    kept = everything(root)

    def killed(path, content):
        if path.name == "sources.csv":
            raise KeyboardInterrupt
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    with monkeypatch.context() as patched:
        patched.setattr("jalin.journal.write_content", killed)
        # a killed process takes no journal away
        patched.setattr(type(root), "unlink", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt):
            merged(root, other)
    assert (root / FILE).read_bytes() != kept[root / FILE]
    open_study(root)
    assert (root / FILE).read_bytes() == kept[root / FILE]
    assert not (root / "data/raw/coding/codings/ben/read.csv").exists()
    merged(root, other)
    assert len(Run(root).codings) > 0
