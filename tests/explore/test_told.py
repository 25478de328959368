"""What a hand is told at the screen: what a question could not do, where a list is put in, what a room waits for."""

import shutil

import pytest
from bridge import bridged
from test_choices import acts, shown
from test_walk import door

from jalin.errors import Problem, StudyError
from jalin.exchange.empty_study import empty_study
from jalin.explore.rooms.memos import MemosRoom
from jalin.explore.widget import workbench
from jalin.reading import parse_yaml


@pytest.fixture
def root(garden, tmp_path):
    return shutil.copytree(garden, tmp_path / "study")


def said(page, words):
    page.wait_for_function(
        "(words) => document.querySelector('.jalin .status').textContent.includes(words)", arg=words
    )


def test_a_question_that_failed_is_told_until_it_is_answered(root, browser, monkeypatch):
    page = shown(browser, root, "memos")

    def refused(_desk):
        raise StudyError(
            Problem("data/raw/sources.csv", "row 3", "'soon' is no day", "Write it as 2024-11-27")
        )

    with monkeypatch.context() as patched:
        patched.setattr(MemosRoom, "asks", {"trail": refused})
        page.locator('[data-key="trail"]').click()
        said(page, "'soon' is no day. Write it as 2024-11-27")
    page.locator('[data-key="trail"]').click()
    said(page, "Saved")
    assert page.locator(".jalin h3").count() == 6 and page.wrong == []


def test_what_is_put_in_from_a_list_breaks_no_braces_and_no_paragraph(root, browser):
    page = shown(browser, root, "report")
    editor, chapter = page.locator(".jalin .editor"), root / "notebooks/report/1_results.en.md"
    page.wait_for_function("document.querySelector('.jalin .editor').value !== ''")
    text = '# Results {#results}\n\nMany say so, {% claim "for(P2) > 0" %}as they told us{% endclaim %}, and more.\n\nThe end.\n'
    editor.fill(text)
    editor.blur()
    acts(page, 1)
    for at in (text.index("for(P2)"), text.index("they told")):
        page.evaluate("(at) => document.querySelector('.jalin .editor').setSelectionRange(at, at)", at)
        figures = page.get_by_label("Figure", exact=True)
        figures.select_option(figures.locator("option").nth(1).get_attribute("value"))
        page.wait_for_function("document.querySelector('.jalin').dataset.waiting === '0'")
        assert page.locator(".jalin .status").text_content() == "Saved"
    # both behind the paragraph, which is as it was
    first, sentence, *figures, end = (part for part in chapter.read_text().split("\n\n") if part.strip())
    assert sentence == text.split("\n\n")[1] and end == "The end.\n" and first == "# Results {#results}"
    assert len(figures) == 2 and all(one.strip().startswith("{{ figure(") for one in figures)
    assert page.wrong == []


def test_rooms_that_wait_for_the_texts_say_what_to_press(tmp_path, browser):
    empty_study(tmp_path / "desa", None, languages=("id",))
    page = bridged(browser, workbench(tmp_path / "desa", language="id"))
    for room in ("code", "ask", "propositions", "displays"):
        page.locator(f'[data-room="{room}"][role="tab"]').click()
        page.wait_for_selector(".jalin .wrong")
        told = page.locator(".jalin .wrong").inner_text()
        assert "Baca dan samarkan" in told and "parquet" not in told
        # nothing is wrong, and it is not said as if something were
        assert page.locator(".jalin .wrong [role=alert], .jalin .wrong[role=alert]").count() == 0
    page.get_by_role("button", name="Ke ruang Sumber").click()
    page.locator('[data-key="prepare"]').click()
    page.wait_for_function(
        "document.querySelector('.jalin .one [role=status]')?.textContent.includes('telah dibaca')"
    )
    page.locator('[data-room="report"][role="tab"]').click()
    page.locator('[data-key="forms"]').click()
    said(page, "Susun laporan")
    assert page.wrong == []


def test_what_is_refused_stays_where_it_was_typed_until_it_is_mended_there(root, browser):
    page = shown(browser, root, "sources")
    register, day = root / "data/raw/sources.csv", page.locator('[data-key="W1/date"]')
    before = register.read_text()
    day.fill("last year")
    day.press("Tab")
    told = page.locator('[data-key="W1/date"] + [role="alert"]')
    told.wait_for()
    # at its place, and so without the file's name and its line
    assert "it is 'last year'" in told.inner_text() and "sources.csv, row" not in told.inner_text()
    assert page.locator(".jalin .status").text_content() == "Not saved" and register.read_text() == before
    # elsewhere nothing is wrong, and what was typed is there when one comes back
    for room, words in (("codebook", "Saved"), ("sources", "Saved")):
        page.locator(f'[data-room="{room}"][role="tab"]').click()
        page.wait_for_selector(f".jalin[data-room='{room}'] .room[aria-busy='false']")
        said(page, words)
    assert day.input_value() == "last year" and told.is_visible()
    day.fill("2024-03-09")
    day.press("Enter")
    acts(page, 1)
    assert told.count() == 0 and "2024-03-09" in register.read_text() and page.wrong == []


def test_what_a_form_was_refused_stands_at_the_form_and_goes_with_it(root, browser):
    page = shown(browser, root, "codebook")
    told = page.locator('.jalin .asking + [role="alert"]')
    page.locator('.jalin [data-code="HEARD"]').click()
    page.get_by_role("button", name="Retire…").click()
    page.locator('[data-key="reason"]').fill("no use")
    page.keyboard.press("Enter")
    told.wait_for()
    assert "evidence.hearsay" in told.inner_text() and "codebook.yaml" not in told.inner_text()
    said(page, "Not saved")
    # another try, and another form, do not say it again
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Retire…").click()
    page.locator('[data-key="reason"]').wait_for()
    assert not told.count()
    page.locator('[data-key="into"]').select_option("EVENT")
    page.locator('[data-key="reason"]').fill("no use")
    page.keyboard.press("Enter")
    acts(page, 1)
    said(page, "Saved")
    assert not told.count() and page.wrong == []


def test_a_form_that_closes_gives_the_focus_back_to_where_it_was_opened(root, browser):
    page = shown(browser, root, "codebook")
    at = "document.activeElement.dataset.key ?? document.activeElement.textContent"
    page.get_by_role("button", name="New code").focus()
    for name in ("Being seen", "After seven"):
        page.keyboard.press("Enter")
        page.wait_for_function(f"({at}) === 'add-name'")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        page.wait_for_function(f"({at}) === 'New code'")
    assert {"BEING-SEEN", "AFTER-SEVEN"} <= {
        one["id"] for one in parse_yaml((root / "data/raw/coding/codebook.yaml").read_text(), "")["codes"]
    }
    page.get_by_role("button", name="Merge…").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"({at}) === 'into'")
    page.keyboard.press("Escape")
    page.wait_for_function(f"({at}) === 'Merge…'")
    assert page.wrong == []


def test_a_code_pressed_where_no_words_are_selected_says_what_to_do(root, browser):
    page = shown(browser, root, "code")
    page.locator(".tree button").first.click()
    said(page, "Select words in the text first")
    assert page.locator(".jalin .status").text_content() != "Saved"
    page.locator(".jalin .line").first.click()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    said(page, "Saved")
    assert page.wrong == []


def test_the_form_for_a_region_leaves_the_picture_in_view(root, browser):
    register = root / "data/raw/sources.csv"
    head, first, *rest = register.read_text().splitlines()
    register.write_text(
        "\n".join([f"{head},media", f"{first},interviews/W1.png", *(f"{row}," for row in rest)]) + "\n"
    )
    door(root / "data/raw/interviews/W1.png")
    page = shown(browser, root, "pictures")
    canvas = page.locator(".canvas img")
    canvas.wait_for()
    before = canvas.bounding_box()
    x, y = before["x"] + 20, before["y"] + 20
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 60)
    page.mouse.up()
    page.wait_for_function("document.activeElement.dataset.key === 'region-code'")
    assert canvas.bounding_box() == before and page.wrong == []
