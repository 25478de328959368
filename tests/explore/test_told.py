"""What a hand is told at the screen: what a question could not do, where a list is put in, what a room waits for."""

import shutil

import pytest
from bridge import bridged
from test_choices import acts, shown

from jalin.errors import Problem, StudyError
from jalin.exchange.empty_study import empty_study
from jalin.explore.rooms.memos import MemosRoom
from jalin.explore.widget import workbench


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
    page.get_by_role("button", name="Ke ruang sumber").click()
    page.locator('[data-key="prepare"]').click()
    page.wait_for_function(
        "document.querySelector('.jalin .one [role=status]')?.textContent.includes('telah dibaca')"
    )
    page.locator('[data-room="report"][role="tab"]').click()
    page.locator('[data-key="forms"]').click()
    said(page, "Susun laporan")
    assert page.wrong == []
