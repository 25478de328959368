"""The manifest says what was built by whom, and never a name that was hidden."""

import pytest
from conftest import REPOSITORY, build

from jalin.build.finish import search_all
from jalin.build.fresh import Folders
from jalin.build.options import Options
from jalin.errors import StudyError
from jalin.publish.deposit import write_deposit
from jalin.publish.listing import list_all
from jalin.publish.manifest import read_manifest, write_manifest

CHOSEN = Options().chosen


def hide(root, name):
    (root / "data/raw/pseudonyms.csv").write_text(f"original,pseudonym\n{name},[name]\n", encoding="utf-8")


def rename(root, old, new):
    """Rename a file of the sources, and its line in the register."""
    (root / "data/raw" / old).rename(root / "data/raw" / new)
    register = root / "data/raw/sources.csv"
    register.write_text(register.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_name_in_the_name_of_a_source_is_told_published_nowhere_and_can_be_mended(root):
    hide(root, "Rukmini")
    rename(root, "interviews/W1.txt", "interviews/Rukmini.txt")
    build(root, "02")
    folders = Folders(root, REPOSITORY)
    for _ in range(2):
        search_all(folders)
        with pytest.raises(StudyError) as error:
            list_all(folders, CHOSEN)
        assert str(error.value) == (
            "data/raw/interviews/Rukmini.txt, its name: an identifier (listed) replaced in W1 still stands here. "
            "Rename the file, and its line in data/raw/sources.csv."
        )
        assert not (root / "reports/MANIFEST").exists()
    rename(root, "interviews/Rukmini.txt", "interviews/W1.txt")
    build(root, "02")
    folders.forget()
    assert search_all(folders) and list_all(folders, CHOSEN)
    assert "Rukmini" not in (root / "reports/MANIFEST").read_text(encoding="utf-8")
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
    said = r"memos/talk-with-rukmini\.md, its name: .* Rename the file\.$"
    with pytest.raises(StudyError, match=said):
        write_manifest(study, REPOSITORY, CHOSEN)
    with pytest.raises(StudyError, match=r"memos/talk-with-rukmini\.md, its name"):
        write_deposit(study, REPOSITORY, tmp_path / "deposit.zip")
    assert not (tmp_path / "deposit.zip").exists()


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
