"""A study made of another program's project is planned as a value, then written whole or not at all."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from jalin.errors import StudyError
from jalin.exchange.empty_study import empty_study
from jalin.exchange.new_study import plan_study
from jalin.exchange.plan import write_plan
from jalin.exchange.project import Document, Project, ProjectCode, ProjectCoding, User

TEXT = "Kata Bu Sari Melati, nomornya 0812-3456-7890 itu. Selesai sudah."


def project(text=TEXT) -> Project:
    coding = ProjectCoding("c1", "d1", "k1", 0, text.index(" Selesai"), "u1", "2024-05-06T07:08:09Z")
    return Project(
        "Kebun",
        [User("u1", "Zoë"), User("u2", "Never coded")],
        [ProjectCode("k1", "Merawat"), ProjectCode("k2", "Merawat", "k1")],
        [Document("d1", "W 1.docx", text), Document("d2", "W 1.txt", "\u200b \n")],
        [coding],
    )


def test_a_plan_says_every_file_before_one_is_written():
    plan = plan_study(project(), Path("nowhere/Kebun.QDPX"), ("id",))
    assert {kind: ids for kind, ids in plan.ids.items() if ids} == {
        "sources": {"d1": "S01", "d2": "S02"},
        "codes": {"k1": "MERAWAT", "k2": "MERAWAT-2"},
        "coders": {"u1": "zoe"},
    }
    assert plan.counts == {
        "sources": 2, "codes": 2, "codings": 1, "coders": 1, "of the sources without text": 1
    }  # fmt: skip
    assert plan.files["data/raw/exchange/original.qdpx"] == Path("nowhere/Kebun.QDPX")
    assert yaml.safe_load(plan.files["data/raw/study.yaml"])["coders"][0]["name"] == "Zoë"
    assert plan.files["data/raw/documents/S01.txt"] == TEXT
    line = json.loads(plan.files["data/raw/coding/codings/zoe/S01.jsonl"])
    # what a build will hide is hidden in the passage, too
    assert line["quote"].startswith("Kata Bu ⟦") and line["quote"].endswith("itu.")
    assert not {"Sari", "0812"} & set(line["quote"].replace("-", " ").split())


def test_a_project_whose_text_cannot_be_read_again_leaves_nothing_behind(tmp_path):
    (tmp_path / "p.qdpx").touch()
    plan = plan_study(project("\x01\x02 Selesai" * 30), tmp_path / "p.qdpx")
    with pytest.raises(StudyError, match=r"S\d\d\.txt: it is no text"):
        write_plan(plan, tmp_path / "study")
    assert [path.name for path in tmp_path.iterdir()] == ["p.qdpx"]


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_git_takes_nothing_that_names_people_from_a_study_that_was_built(tmp_path):
    root = tmp_path / "study"
    empty_study(root)
    for name in (
        "data/processed/private/key/W1.csv", "data/processed/collect/texts/W1.txt", "data/processed/.made/code.json",
        "data/raw/interviews/W1.docx", "data/raw/pseudonyms.csv", "data/raw/exchange/original.qdpx",
        "data/raw/labels.csv", "data/raw/photographs.csv", "data/raw/photographs/garden.jpg",
        "reports/report.en.html", "reports/verify/verify.txt", "reports/MANIFEST", "reports/facts.json",
        "notebooks/report/.ipynb_checkpoints/1_report.en.md", "notebooks/report/1_report.en.md~",
    ):  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("Sari Melati")
    subprocess.run(["git", "init", "-q", root], check=True)
    subprocess.run(["git", "-C", root, "add", "-A"], check=True)
    staged = subprocess.run(
        ["git", "-C", root, "ls-files"], check=True, capture_output=True, text=True
    ).stdout
    assert staged.split() == [
        ".gitignore", "GUIDE.md", "PANDUAN.md", "data/raw/analysis/propositions.yaml", "data/raw/coding/codebook.yaml",
        "data/raw/coding/codings/a/CONTOH.jsonl", "data/raw/guides/interview.yaml", "data/raw/sources.csv",
        "data/raw/study.yaml",
        *(
            f"notebooks/report/{name}.{language}.md"
            for name in ("1_introduction", "2_theory", "3_method", "4_results", "5_conclusion", "6_appendix")
            for language in ("en", "id")
        ),
        "reports/MANIFEST", "reports/facts.json",
    ]  # fmt: skip
