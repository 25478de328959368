"""Studies unlike the first one are built by the same notebooks and method: many cases; other field, language and coders; one language."""

import shutil
import zipfile

import pandas as pd
import pytest
from conftest import REPOSITORY
from helpers_build import make
from helpers_pages import ill_laid

from jalin.conclude.draw import draw_replication
from jalin.words import word

pytestmark = pytest.mark.slow


def built(folder, name):
    ignored = shutil.ignore_patterns("processed", "reports")
    root = shutil.copytree(REPOSITORY / "examples" / name, folder / name, ignore=ignored)
    # ignored by its name, yet no output: the chapters
    shutil.copytree(REPOSITORY / "examples" / name / "notebooks", root / "notebooks", dirs_exist_ok=True)
    done = make(root, "all")
    assert done.returncode == 0, done.stderr
    assert ill_laid(root) == []
    return root


def test_a_study_in_one_language_has_one_report(tmp_path):
    root = built(tmp_path, "tool-library")
    pages = {path.name for path in (root / "reports").glob("report.*")}
    assert pages == {"report.en.html", "report.en.pdf", "report.en.docx"}
    assert {path.suffixes[0] for path in (root / "reports/figures").glob("*.svg")} == {".en"}
    page = (root / "reports/report.en.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page and "hreflang" not in page
    assert make(root, "deposit", f"TO={tmp_path / 'share.zip'}").returncode == 0
    told = zipfile.ZipFile(tmp_path / "share.zip").read("datacite.json").decode()
    assert '"lang": "en"' in told and '"lang": "id"' not in told


@pytest.fixture(scope="module")
def kecamatan(tmp_path_factory):
    return built(tmp_path_factory.mktemp("many"), "four-kecamatan")


def test_a_study_in_english_by_three_coders_and_without_observations(tmp_path):
    root = built(tmp_path, "going-home")
    sources = pd.read_csv(root / "data/processed/protect/sources.csv")
    assert len(sources) == 8
    assert set(sources["method"]) == {"interview"}
    codings = pd.read_csv(root / "data/processed/code/codings.csv")
    assert set(codings["coder"]) == {"r", "s", "t"}
    verdicts = (
        pd.read_csv(root / "data/processed/conclude/verdicts.csv")
        .query("round == 'all'")
        .set_index("proposition")
    )
    # counted by hand: seven speak of a muddle, one says there was none
    assert tuple(verdicts.loc["P1", ["voices_for", "voices_against"]]) == (7, 1)
    # the call is limited by its rival, the family
    assert verdicts.loc["P3", "verdict"] == "reserved"
    for language in ("id", "en"):
        assert (root / f"reports/report.{language}.pdf").stat().st_size > 20_000


def test_each_case_has_its_verdict_and_its_replication(kecamatan):
    found = pd.read_csv(kecamatan / "data/processed/conclude/cases.csv").set_index(["proposition", "case_id"])
    # counted by hand in the transcripts
    assert tuple(found.loc[("P1", "rancaseuri"), ["voices_for", "voices_against"]]) == (3, 0)
    assert tuple(found.loc[("P1", "batukarembong"), ["voices_for", "voices_against"]]) == (3, 1)
    assert tuple(found.loc[("P1", "cibuniwangi"), ["voices_for", "voices_against"]]) == (0, 4)
    assert found.loc["P1", "replication"].to_dict() == {
        "rancaseuri": "literal",
        "batukarembong": "literal",
        "pasirwulung": "literal",
        "cibuniwangi": "theoretical",
    }
    # nobody wrote beforehand that the supervisor would be close in Cibuniwangi
    assert found.loc[("P3", "cibuniwangi"), "replication"] == "not replicated"
    # without it the first proposition is supported without reservation
    assert found.loc[("P1", "cibuniwangi"), "verdict_without"] == "supported"
    assert found.loc["P1", "changes"].to_dict()["cibuniwangi"]
    assert not found.loc["P1", "changes"].to_dict()["rancaseuri"]


def test_the_report_compares_the_cases(kecamatan):
    report = (kecamatan / "reports/report.en.html").read_text(encoding="utf-8")
    for words in (
        "Case-ordered descriptive meta-matrix", "Case-ordered effects matrix", "Contrast table",
        "Partially ordered meta-matrix", "theoretical", "Verdict without this case",
        "The verdict in each case, and its replication",
    ):  # fmt: skip
        assert words.lower() in report.lower()
    # the most of what is said in Rancaseuri is of forms, the least in Cibuniwangi
    shown = pd.read_csv(kecamatan / "reports/figures/case_ordered.csv")
    assert list(dict.fromkeys(shown["row"])) == ["rancaseuri", "pasirwulung", "batukarembong", "cibuniwangi"]


def test_the_figure_of_replication_marks_what_was_expected_and_which_case_decides(kecamatan):
    found = pd.read_csv(kecamatan / "data/processed/conclude/cases.csv", keep_default_na=False)
    names = {name: name for name in dict.fromkeys(found["case_id"])}
    ax = draw_replication(found, names, "en").axes[0]
    words = [text.get_text() for text in ax.texts]
    for kind, count in found["replication"].value_counts().items():
        assert words.count(word(f"replication.{kind}", "en")) == count
    assert len(ax.lines) == found["changes"].sum() > 0
    framed = [patch for patch in ax.patches if patch.get_linewidth() > 1]
    assert len(framed) == (found["expected"] == "falls").sum() > 0


def test_the_report_of_one_case_does_not_list_the_chapter_that_compares(kecamatan):
    done = make(kecamatan, "cases", "CASE=cibuniwangi")
    assert done.returncode == 0, done.stderr
    own = (kecamatan / "reports/cases/cibuniwangi/report.en.html").read_text(encoding="utf-8")
    whole = (kecamatan / "reports/report.en.html").read_text(encoding="utf-8")
    assert "Cases compared</a>" in whole
    assert "Cases compared" not in own
    assert "Results</a>" in own
