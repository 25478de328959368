"""The manifest, and what else is published, says what was built by whom, and never a name that was hidden."""

import subprocess

import pytest
from conftest import REPOSITORY, build, no_projects

from jalin.build.finish import search_all
from jalin.build.fresh import Folders
from jalin.build.options import Options
from jalin.errors import StudyError
from jalin.files import built_files
from jalin.publish.compare import compare
from jalin.publish.crate import write_crate
from jalin.publish.deposit import write_deposit
from jalin.publish.listing import list_all
from jalin.publish.manifest import read_manifest, write_manifest
from jalin.stages import read_runs
from jalin.study import open_study

CHOSEN = Options().chosen


def hide(root, name):
    (root / "data/raw/pseudonyms.csv").write_text(f"original,pseudonym\n{name},[name]\n", encoding="utf-8")


def rename(root, old, new):
    """Rename a file of the sources, and its line in the register."""
    (root / "data/raw" / old).rename(root / "data/raw" / new)
    register = root / "data/raw/sources.csv"
    register.write_text(register.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("name", ["Rukmini", "Dewi Lestari", "Budi_otter_ai", "wawancara 3 bu Sri"])
def test_the_name_of_a_source_s_file_is_published_nowhere_be_it_known_or_not(root, name):
    hide(root, "Rukmini")
    rename(root, "interviews/W1.txt", f"interviews/{name}.txt")
    build(root, "02")
    folders = Folders(root, REPOSITORY)
    assert search_all(folders) and list_all(folders, CHOSEN)
    assert " raw data/raw/interviews/W1.txt" in (root / "reports/MANIFEST").read_text(encoding="utf-8")
    for path in built_files(root):
        assert name not in path.name and name.encode() not in path.read_bytes(), path
    # as it was published before the name was hidden: the next one is written over it
    (root / "reports/MANIFEST").write_text("input 0 raw data/raw/interviews/Rukmini.txt\n", encoding="utf-8")
    (root / "data/raw/references.bib").write_text("", encoding="utf-8")
    folders.forget()
    assert search_all(folders) and list_all(folders, CHOSEN)


def test_a_name_in_the_name_of_a_file_of_the_coders_stops_manifest_and_deposit(root, tmp_path):
    hide(root, "Rukmini")
    study = build(root, "02")
    write_manifest(study, REPOSITORY, CHOSEN)
    memos = root / "data/raw/coding/memos"
    memos.mkdir()
    (memos / "talk-with-rukmini.md").write_text("---\nabout: CARE\n---\nA memo.\n", encoding="utf-8")
    said = r"memos/talk-with-rukmini\.md, its name: .* Rename the file\. Which words they are says"
    with pytest.raises(StudyError, match=said):
        write_manifest(study, REPOSITORY, CHOSEN)
    with pytest.raises(StudyError, match=r"memos/talk-with-rukmini\.md, its name"):
        write_deposit(study, REPOSITORY, tmp_path / "deposit.zip", no_projects)
    assert not (tmp_path / "deposit.zip").exists()


def test_a_name_in_the_title_of_the_study_stops_its_metadata(root):
    hide(root, "The school garden")
    with pytest.raises(
        StudyError, match=r"ro-crate-metadata\.json.* a form of data/raw/pseudonyms\.csv still stands here"
    ):
        write_crate(open_study(root), REPOSITORY, read_runs(REPOSITORY))
    assert not (root / "ro-crate-metadata.json").exists()


def test_what_changed_in_a_source_is_told_without_its_lines(root):
    study = build(root, "02")
    write_manifest(study, REPOSITORY, CHOSEN)
    for words in (["init"], ["add", "-f", "data/raw", "reports/MANIFEST"], ["commit", "-m", "published"]):
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)
    for name in ("interviews/W1.txt", "coding/codebook.yaml"):
        path = root / "data/raw" / name
        path.write_text(path.read_text(encoding="utf-8") + "# Pak Rukmini\n", encoding="utf-8")
    lines = compare(study, root, REPOSITORY, CHOSEN).lines
    assert (
        "data/raw/interviews/W1.txt" in lines
        and "  what changed in it is not shown: it may name people" in lines
    )
    # of what names nobody they are told
    assert [line for line in lines if "Rukmini" in line] == ["  +# Pak Rukmini"]


def test_each_file_is_listed_under_the_stage_that_makes_it(root):
    study = build(root, "02")
    for name in ("reports/report.id.pdf", "reports/notebooks/08_report.en.html", "data/processed/left.csv"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    write_manifest(study, REPOSITORY, CHOSEN)
    outputs = read_manifest(root / "reports/MANIFEST", "MANIFEST").outputs
    assert outputs["data/processed/protect/texts/W1.txt"].kind == "protect"
    assert outputs["reports/report.id.pdf"].kind == "report"
    assert outputs["reports/notebooks/08_report.en.html"].kind == "report.en"
    assert outputs["data/processed/left.csv"].kind == "-"
