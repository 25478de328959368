"""What hands and windows do beside clicks: choices by keys, an undo beneath an editor, a file chosen where the focus is, a narrow window."""

import shutil

import pytest
from bridge import bridged
from lab import CHROMIUM, chromium
from test_walk import door

from jalin.explore.widget import workbench

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def root(garden, tmp_path):
    return shutil.copytree(garden, tmp_path / "study")


def shown(browser, root, room, width=1366):
    page = bridged(browser, workbench(root, language="en"), width=width)
    page.set_default_timeout(20_000)
    page.locator(f'[data-room="{room}"][role="tab"]').click()
    page.wait_for_function(
        f"document.querySelector('.jalin').dataset.room === '{room}' && document.querySelector('.jalin .room').ariaBusy === 'false'"
    )
    return page


def acts(page, count):
    page.wait_for_function(f"Number(document.querySelector('.jalin').dataset.acts || 0) === {count}")
    page.wait_for_function("document.querySelector('.jalin').dataset.waiting === '0'")


def test_a_list_gone_through_by_keys_is_one_act_where_the_choice_rests(root, browser):
    page = shown(browser, root, "sources")
    register = root / "data/raw/sources.csv"
    page.locator('[data-key="W1/role_group"]').focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert ",I1,teacher," in register.read_text()
    acts(page, 1)
    assert ",I1,paper," in register.read_text()
    # and where the list is left
    page.locator('[data-key="W1/role_group"]').focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    acts(page, 2)
    assert ",I1,pupil," in register.read_text()
    assert page.wrong == []


def test_an_undo_is_seen_in_the_chapter_that_is_open_and_one_writes_on(root, browser):
    page = shown(browser, root, "report")
    editor, chapter = page.locator(".jalin .editor"), root / "notebooks/report/1_results.en.md"
    before = chapter.read_text()
    page.wait_for_function("(text) => document.querySelector('.jalin .editor').value === text", arg=before)
    page.get_by_label("Finding", exact=True).select_option("P2")
    acts(page, 1)
    assert chapter.read_text() == editor.input_value() != before
    page.locator(".jalin .bench").get_by_role("button", name="Undo").click()
    page.wait_for_function("(text) => document.querySelector('.jalin .editor').value === text", arg=before)
    # a quote by its words
    page.locator('[data-key="quote"]').fill("rain … may")
    page.keyboard.press("Enter")
    page.locator('.jalin [data-key^="quote/"]').first.click()
    acts(page, 3)
    assert 'quote("ann:W2/' in chapter.read_text() and page.wrong == []


def test_beside_the_files_of_jupyterlab_a_list_stands_above_its_page(root, browser):
    places = """() => ["list", "page"].map((name) => {
      const { left, right } = document.querySelector(`.jalin .${name}`).getBoundingClientRect();
      return [Math.round(left), Math.round(right)];
    })"""
    listed, page = shown(browser, root, "propositions", width=520).evaluate(places)
    assert listed == page and page[1] - page[0] > 450
    # with room enough they stand side by side
    listed, page = shown(browser, root, "propositions").evaluate(places)
    assert listed[1] <= page[0]


def test_a_picture_chosen_by_keys_is_drawn(root, browser):
    page = shown(browser, root, "pictures")
    door(root.parent / "door.png")
    page.locator(".jalin summary").first.click()
    page.locator('[data-key="picture-file"]').focus()
    page.locator('[data-key="picture-file"]').set_input_files(str(root.parent / "door.png"))
    page.locator(".jalin .canvas img").wait_for()
    assert page.wrong == []
