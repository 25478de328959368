"""The report of the shipped study as it is seen: rules of axe-core (WCAG) on its pages, and paper that is not half empty."""

import shutil
import sys

import pytest
from conftest import REPOSITORY
from helpers_build import make
from helpers_pages import half_empty

sys.path.append(str(REPOSITORY / "tests/explore"))
from lab import CHROMIUM, chromium

pytestmark = pytest.mark.slow
WIDTHS = (1440, 900, 390)


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The reports of the shipped study, built in a folder of their own."""
    root = tmp_path_factory.mktemp("shipped") / "study"
    for name in ("data/raw", "notebooks"):
        shutil.copytree(REPOSITORY / name, root / name)
    done = make(root, "all")
    assert done.returncode == 0, done.stderr
    return root / "reports"


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_page_of_the_body_is_half_empty(reports, language):
    assert half_empty(reports / f"report.{language}.pdf") == []


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")
@pytest.mark.parametrize("name", ["report.id", "report.en", "evidence.id", "evidence.en"])
def test_no_rule_is_broken_and_nothing_is_wider_than_the_window(reports, name):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = {}
    with chromium() as browser:
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
                page.goto((reports / f"{name}.html").as_uri())
                broken = axe.Axe().run(page).response["violations"]
                found[width, scheme] = [(one["id"], one["nodes"][0]["html"][:160]) for one in broken]
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    found[width, scheme].append(("wide", ""))
                page.close()
    assert {key: one for key, one in found.items() if one} == {}
