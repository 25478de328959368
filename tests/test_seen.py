"""Reports as they are seen: rules of axe-core (WCAG) on their pages in every look, and paper that is not half empty."""

import shutil

import pytest
from conftest import REPOSITORY, build
from helpers_build import make
from helpers_pages import ill_laid

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reports(garden, tmp_path_factory):
    """The reports of the tiny study, with the page of the evidence."""
    root = shutil.copytree(garden, tmp_path_factory.mktemp("seen") / "study")
    for language in ("id", "en"):
        (root / f"notebooks/report/9_evidence.{language}.md").write_text("# E\n\n{{ evidence() }}\n")
    done = make(root, "report")
    assert done.returncode == 0, done.stderr
    return root / "reports"


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", ["report", "evidence"])
def test_no_rule_is_broken_and_nothing_is_wider_than_the_window(reports, browser, kind, language):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = {}
    for width in (1440, 900, 390):
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
            page.goto((reports / f"{kind}.{language}.html").as_uri())
            broken = axe.Axe().run(page).response["violations"]
            found[width, scheme] = [(one["id"], one["nodes"][0]["html"][:160]) for one in broken]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found[width, scheme].append(("wide", ""))
            page.close()
    assert {key: one for key, one in found.items() if one} == {}


def test_no_page_of_the_shipped_report_is_half_empty_and_no_table_is_a_head_alone(tmp_path):
    for name in ("data/raw", "notebooks"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    # in this process, and only what is written: the same pages in a third of the time
    build(tmp_path, "08")
    assert len(list((tmp_path / "reports").glob("report.*.pdf"))) == 2
    assert ill_laid(tmp_path) == []
