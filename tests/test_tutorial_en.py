"""The English tutorial, and the page on two coders that goes on from it, followed to the letter."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import REPOSITORY, once
from helpers_docs import follow, run

pytestmark = pytest.mark.slow

DOCS = REPOSITORY / "docs"


@pytest.fixture
def followed(tmp_path_factory, tmp_path):
    """The folder that the tutorial ends with, and what each of its commands said."""

    def follow_it(folder: Path) -> None:
        folder.mkdir()
        (folder / "said.json").write_text(json.dumps(follow(DOCS / "tutorial.md", folder)))

    made = once(tmp_path_factory, "tutorial", follow_it)
    folder = shutil.copytree(made, tmp_path / "there")
    return folder, json.loads((folder / "said.json").read_text())


def test_the_tutorial_ends_with_a_report_that_is_reproduced(followed):
    folder, said = followed
    study = folder / "my-study"
    assert said["make check STUDY=../my-study"].rstrip().endswith("ready")
    assert "REPRODUCED" in said["make verify STUDY=../my-study"]
    verdicts = pd.read_csv(study / "data/processed/conclude/verdicts.csv").query("round == 'all'")
    assert dict(zip(verdicts["proposition"], verdicts["verdict"], strict=True))["P1"] == "supported"
    facts = json.loads((study / "reports/facts.json").read_text(encoding="utf-8"))["facts"]
    assert facts["informants"]["value"] == 3
    report = (study / "reports/report.en.html").read_text(encoding="utf-8")
    assert "What we found" in report
    assert "The carpet was full whenever I read aloud" in report
    assert (folder / "my-study.zip").stat().st_size > 10_000


def test_it_says_what_would_be_built_again(followed):
    told = followed[1]["make why STUDY=../my-study"]
    assert "data/raw/coding/codings/a/S01.jsonl changed" in told


def test_a_slip_in_the_register_is_told_as_the_tutorial_says(followed):
    folder, _ = followed
    path = folder / "my-study/data/raw/sources.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",pupil,school", ",pupill,school"), encoding="utf-8"
    )
    done = run("make check STUDY=../my-study", folder)
    assert done.returncode != 0
    assert "column role_group: 'pupill' is no role group yet. Did you mean pupil" in done.stdout + done.stderr


def test_two_coders_go_on_from_there(followed):
    folder, _ = followed
    said = follow(DOCS / "how-to/two-coders.md", folder)
    agreement = pd.read_csv(folder / "my-study/data/processed/code/agreement.csv").set_index("code")
    assert agreement.loc["ALOUD", "percent"] < 1
    assert agreement.loc["LOCKED", "alpha"] == 1
    assert (folder / "differences.xlsx").is_file()
    assert any("merge" in command for command in said)
