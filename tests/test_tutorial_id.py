"""The Indonesian tutorial followed to the letter, and that both say the same."""

import pandas as pd
import pytest
from conftest import REPOSITORY
from helpers_docs import blocks, follow

DOCS = REPOSITORY / "docs"


@pytest.mark.slow
def test_the_indonesian_tutorial_ends_with_a_report(tmp_path):
    said = follow(DOCS / "tutorial.id.md", tmp_path)
    assert "REPRODUCED" in said["make verify STUDY=../studi-saya"]
    report = (tmp_path / "studi-saya/reports/report.id.html").read_text(encoding="utf-8")
    assert "Yang kami temukan" in report
    verdicts = pd.read_csv(tmp_path / "studi-saya/data/processed/conclude/verdicts.csv").query(
        "round == 'all'"
    )
    assert dict(zip(verdicts["proposition"], verdicts["verdict"], strict=True))["P1"] == "supported"


def test_both_tutorials_take_the_same_steps():
    english, indonesian = (blocks(DOCS / page) for page in ("tutorial.md", "tutorial.id.md"))
    assert [one.kind for one in english] == [one.kind for one in indonesian]
    assert [one.text.count("\n") for one in english] == [one.text.count("\n") for one in indonesian]
