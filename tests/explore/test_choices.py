"""What hands and windows do beside clicks: choices by keys, an undo beneath an editor, a file chosen where the focus is, a narrow window."""

import shutil

import pytest
from bridge import bridged
from lab import quiet, recording
from test_walk import door

from jalin.explore.widget import workbench


@pytest.fixture
def root(garden, tmp_path):
    return shutil.copytree(garden, tmp_path / "study")


def shown(browser, root, room, width=1366):
    page = bridged(browser, workbench(root, language="en"), width=width)
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


def test_who_chose_a_file_by_keys_goes_on_where_it_was_chosen(root, browser, tmp_path):
    page = shown(browser, root, "pictures")
    page.locator(".jalin .list summary").press("Enter")
    for number in (1, 2):
        page.locator('[data-key="picture-file"]').focus()
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Enter")
        door(tmp_path / "door.png")
        chooser.value.set_files(str(tmp_path / "door.png"))
        acts(page, number)
        page.locator('.jalin [data-key^="file/"]').nth(number - 1).wait_for()
        assert page.evaluate("document.activeElement.dataset.key") == "picture-file"
    page.locator('[data-room="code"][role="tab"]').click()
    page.locator(".jalin .sound summary").press("Enter")
    with page.expect_file_chooser() as chooser:
        page.locator(".jalin .sound input[type=file]").press("Enter")
    chooser.value.set_files(str(recording(tmp_path / "W1.wav")))
    page.locator(".jalin audio").wait_for()
    page.wait_for_function("document.activeElement.closest('.sound')")
    assert page.wrong == []


def test_another_copy_is_looked_at_by_keys_and_what_is_wrong_with_it_is_told_in_its_place(
    root, browser, tmp_path
):
    copy = shutil.copytree(root, tmp_path / "copy")
    coded = "data/raw/coding/codings/ben/W1.jsonl"
    (copy / coded).write_text((copy / coded).read_text().replace("c1", "new"))
    page = shown(browser, root, "sources")
    page.locator("summary", has_text="Another copy of this study").press("Enter")
    folder, bring = page.locator('[data-key="copy-folder"]'), page.locator('[data-key="copy-bring"]')

    def look(at):
        folder.fill(at)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

    told = page.locator("details", has=folder)
    look("../copy")
    told.get_by_text("coding of ben on W1").wait_for()
    # what was seen there is not brought in from elsewhere
    folder.fill("../nowhere")
    assert not bring.count()
    look("../nowhere")
    assert "the file is not there" in told.get_by_role("alert").inner_text()
    assert not told.get_by_text("Nothing is new there").count()
    look("../copy")
    bring.focus()
    page.keyboard.press("Enter")
    acts(page, 1)
    told.get_by_text("Nothing is new there").wait_for()
    # the keys are where they were, and take it back
    page.keyboard.press("Control+z")
    acts(page, 2)
    assert "new" not in (root / coded).read_text() and page.wrong == []


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


def test_the_keys_stay_where_something_was_done_and_go_into_a_form_that_opens(root, browser):
    page = shown(browser, root, "ask")

    def pressed(name):
        page.locator(".jalin .room").get_by_role("button", name=name, exact=True).first.press("Enter")
        quiet(page)

    def at():
        return page.evaluate("document.activeElement.dataset.key ?? document.activeElement.textContent")

    # an answer comes after the field is left
    page.locator('[data-key="ask/query"]').fill("CARE")
    page.keyboard.press("Tab")
    quiet(page)
    assert at() == "Clear"
    for opening, first in (("To a display…", "keep-name"), ("To a proposition…", "keep-claim")):
        pressed(opening)
        assert at() == first
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.closest('.room') !== null")
    pressed("Clear")
    assert at() == "Clear"
    pressed("Read it there")
    assert at() == "Code" and page.locator(".jalin").get_attribute("data-room") == "code"
    page.locator('[data-room="propositions"][role="tab"]').click()
    quiet(page)
    pressed("What it hangs on")
    assert page.evaluate("document.activeElement.closest('.room') !== null")
    assert page.wrong == []


def test_a_picture_chosen_by_keys_is_drawn(root, browser):
    page = shown(browser, root, "pictures")
    door(root.parent / "door.png")
    page.locator(".jalin summary").first.click()
    page.locator('[data-key="picture-file"]').focus()
    page.locator('[data-key="picture-file"]').set_input_files(str(root.parent / "door.png"))
    page.locator(".jalin .canvas img").wait_for()
    assert page.wrong == []


def test_a_code_is_split_by_keys_alone(root, browser):
    page = shown(browser, root, "codebook")
    page.locator('.jalin [data-code="TOIL"]').press("Enter")
    page.locator(".jalin .page").get_by_role("button", name="Split…").press("Enter")
    quiet(page)
    page.keyboard.type("Digging")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Being tired")
    for words in ("", "", "two things"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    acts(page, 1)
    book = (root / "data/raw/coding/codebook.yaml").read_text()
    assert "new: [DIGGING, BEING-TIRED]" in book and "reason: two things" in book
    assert page.wrong == []


def test_a_link_waits_in_the_next_source_and_what_is_done_gives_the_text_back_to_the_keys(root, browser):
    page = shown(browser, root, "code")
    page.locator(".jalin mark").first.click()
    page.locator('.jalin [data-key="link"]').click()
    page.locator(".jalin select.name").select_option("W2")
    acts(page, 1)
    assert "Now choose the other passage" in page.locator(".jalin .chosen").inner_text()
    page.locator(".jalin mark").first.click()
    page.locator('[data-key="link-type"]').fill("supports")
    page.keyboard.press("Enter")
    acts(page, 2)
    page.locator(".jalin .links li").wait_for()
    page.get_by_role("button", name="Memo on this…").press("Enter")
    page.keyboard.type("They help each other.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    acts(page, 3)
    assert page.evaluate("document.activeElement.className") == "text"
    assert page.wrong == []
