"""Every room of the workbench against the rules of axe-core (WCAG), by day and by night, in both languages."""

import shutil

import pytest
from bridge import bridged
from lab import quiet, recording
from test_browser import SELECT

from jalin.explore.widget import ROOMS, workbench

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
# what is opened in a room, so that its forms are seen, too: buttons by their word in the catalogue
OPENED = {
    "codebook": ["new_code", "memo_here", "rename_id", "merge", "split", "retire"],
    "propositions": ["new_proposition"],
    "displays": ["new_display"],
    "memos": ["new_memo"],
    "sources": ["new_column"],
}


def said(results):
    return [
        (one["id"], one["impact"], [node["html"][:160] for node in one["nodes"]][:4])
        for one in results.response["violations"]
    ]


@pytest.mark.parametrize(
    ("language", "dark", "width"),
    [("en", False, 1366), ("en", True, 900), ("id", False, 900), ("id", True, 1366)],
    ids=["en-light", "en-dark-narrow", "id-light-narrow", "id-dark"],
)
def test_no_rule_is_broken_in_any_room(garden, browser, tmp_path, language, dark, width):
    shutil.copytree(garden, tmp_path / "study")
    # a recording beside the first transcript
    recording(tmp_path / "study/data/raw/interviews/W1.wav")
    register = tmp_path / "study/data/raw/sources.csv"
    head, first, *rest = register.read_text().splitlines()
    rows = [f"{head},media", f"{first},interviews/W1.wav", *(f"{row}," for row in rest)]
    register.write_text("\n".join(rows) + "\n")
    bench = workbench(tmp_path / "study", language=language)
    page = bridged(browser, bench, dark=dark, width=width)
    found = {}
    for room in ROOMS:
        page.locator(f'[data-room="{room.name}"][role="tab"]').click()
        page.wait_for_function(f"document.querySelector('.jalin').dataset.room === '{room.name}'")
        quiet(page)
        found[room.name] = said(axe.Axe().run(page))
        for name in OPENED.get(room.name, []):
            page.locator(".jalin").get_by_role("button", name=bench.labels[name], exact=True).first.click()
            quiet(page)
            found[f"{room.name}/{name}"] = said(axe.Axe().run(page))
        if room.name == "codebook":
            # refused: what the garden's study.yaml names has no successor
            page.locator('.jalin [data-key="reason"]').fill("no use")
            page.keyboard.press("Enter")
            page.locator('.jalin .asking + [role="alert"]').wait_for()
            found["codebook/refused"] = said(axe.Axe().run(page))
        if room.name == "sources":
            page.locator('.jalin [data-key="W1/date"]').fill("last year")
            page.keyboard.press("Tab")
            page.locator('.jalin [data-key="W1/date"] + [role="alert"]').wait_for()
            found["sources/refused"] = said(axe.Axe().run(page))
            # the new coder takes the place of the new attribute; consent, contacts and what was hidden unfold
            page.locator('.jalin [data-key="new-coder"]').click()
            for summary in page.locator(".jalin summary").all():
                summary.click()
            found["sources/forms"] = said(axe.Axe().run(page))
            page.get_by_role("button", name=bench.labels["cancel"], exact=True).click()
        if room.name == "report":
            # with the voices, the page beside its chapter
            page.locator('.jalin [data-key="hear"]').click()
            page.locator('.jalin [data-key^="beside/"]').first.click()
            page.locator(".jalin iframe").wait_for()
            quiet(page)
            found["report/beside"] = said(axe.Axe().run(page, options={"iframes": False}))
        if room.name == "propositions":
            page.locator('.jalin [data-key="new-answer"]').click()
            found["propositions/answer"] = said(axe.Axe().run(page))
        if room.name == "code":
            page.get_by_role("button", name=bench.labels["memo_here"], exact=True).click()
            found["code/memo"] = said(axe.Axe().run(page))
            page.get_by_label(bench.labels["both_coders"]).check()
            page.locator(".jalin .words").fill("the")
            page.keyboard.press("Enter")
            page.locator(".jalin .hits li").first.wait_for()
            page.locator(".jalin mark").first.click()
            page.locator(".jalin .picked").wait_for()
            found["code/found"] = said(axe.Axe().run(page))
            page.evaluate(SELECT, "Is it hard")
            page.keyboard.press("Enter")
            page.locator(".jalin .palette").wait_for()
            found["code/palette"] = said(axe.Axe().run(page))
            page.keyboard.press("Escape")
    assert "\n".join(f"{room}: {broken}" for room, broken in found.items() if broken) == ""
    assert page.wrong == []
