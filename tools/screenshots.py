"""Draw the pictures of the tutorial anew, from the study that the tutorial makes: docs/images/.

Needs Chromium. Run from the folder of jalin: .venv/bin/python tools/screenshots.py
"""

import json
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY / "tests"), str(REPOSITORY / "tests" / "explore")]

from following import blocks, run, write  # noqa: E402
from lab import CHROMIUM, FLAGS, lab, notebook  # noqa: E402

DOCS = REPOSITORY / "docs"
STUDY = {"en": "my-study", "id": "studi-saya"}
SOURCE = {"en": "teacher", "id": "guru"}


def page_of(browser: Browser, address: str, to: Path, height: int) -> None:
    """A picture of a page of the report."""
    page = browser.new_page(viewport={"width": 1000, "height": height})
    page.goto(address)
    page.screenshot(path=str(to))
    page.close()


def coding(browser: Browser, study: Path, source: str, language: str, to: Path) -> None:
    """A picture of the coding widget in JupyterLab."""
    folder = study.parent / "lab"
    folder.mkdir()
    notebook(
        folder / "code.ipynb",
        f"from jalin.explore import coder\ncoder({json.dumps(str(study))}, '{source}', 'a', language='{language}')",
    )
    with lab(folder) as address:
        page = browser.new_page(viewport={"width": 1200, "height": 760})
        page.set_default_timeout(90_000)
        page.goto(address.replace("NAME", "code.ipynb").replace("WORKSPACE", "tutorial"))
        page.wait_for_selector(".jp-Notebook .cm-content")
        page.wait_for_function("document.body.innerText.includes('| Idle')")
        page.locator(".jp-Notebook .cm-content").first.click()
        page.keyboard.press("Shift+Enter")
        page.wait_for_selector(".jalin .text .line")
        page.add_style_tag(content=".Toastify { display: none }")
        page.wait_for_timeout(1500)
        page.locator(".jalin").first.screenshot(path=str(to))
        page.close()


def main() -> None:
    if CHROMIUM is None:
        sys.exit(
            "There is no Chromium on this machine. Install it, for example with: apt-get install chromium"
        )
    (DOCS / "images").mkdir(exist_ok=True)
    with sync_playwright() as driver, tempfile.TemporaryDirectory(prefix="jalin-") as place:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language, name in STUDY.items():
            folder = Path(place) / language
            folder.mkdir()
            report = folder / name / "reports" / f"report.{language}.html"
            builds = 0
            for block in blocks(DOCS / ("tutorial.id.md" if language == "id" else "tutorial.md")):
                if block.title:
                    write(block, folder)
                    continue
                for command in block.text.splitlines():
                    done = run(command, folder)
                    if done.returncode:
                        sys.exit(f"{command}\n{done.stdout}{done.stderr}")
                    if command.startswith("make all"):
                        builds += 1
                        kind, height = (("first", 620), ("report", 1100))[builds - 1]
                        page_of(
                            browser, report.as_uri(), DOCS / f"images/tutorial-{kind}.{language}.png", height
                        )
                if builds == 2:
                    break
            coding(
                browser,
                folder / name,
                SOURCE[language],
                language,
                DOCS / f"images/tutorial-coding.{language}.png",
            )
        browser.close()


if __name__ == "__main__":
    main()
