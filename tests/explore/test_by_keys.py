"""Keys alone: words kept while a field has the keys, links, the tree of codes; and stripes that meet on a line."""

import shutil

import pytest
from lab import lines
from test_choices import acts, shown


@pytest.fixture
def root(garden, tmp_path):
    return shutil.copytree(garden, tmp_path / "study")


def selected(page):
    return page.evaluate("document.getSelection().toString()")


def in_text(page, down, right):
    """Go into the text by keys, some lines down and letters to the right."""
    page.locator(".jalin .text").focus()
    page.keyboard.press("Control+Home")
    for key, times in (("ArrowDown", down), ("ArrowRight", right)):
        for _ in range(times):
            page.keyboard.press(key)


def by_tab(page, name, most=40):
    """Tab until the focus is on the button `name`."""
    for _ in range(most):
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab reaches {name}")


def test_the_caret_stays_where_one_codes_and_a_coding_gets_other_words_by_keys_alone(root, browser):
    page = shown(browser, root, "code")
    in_text(page, 1, 3)
    for _ in range(len("The children")):
        page.keyboard.press("Shift+ArrowRight")
    assert selected(page) == "The children"
    page.keyboard.type("toil")
    page.keyboard.press("Enter")
    acts(page, 1)
    # the list of codes had the keys meanwhile
    page.wait_for_function("document.getSelection().toString() === 'The children'")
    page.keyboard.press("ArrowRight")
    for _ in range(len(" water it")):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert "CARE-WATER" in page.locator(".jalin .picked").inner_text()
    for _ in range(len(" every morning")):
        page.keyboard.press("Shift+ArrowRight")
    # the field of the memo lies between
    by_tab(page, "Use selection")
    page.keyboard.press("Enter")
    acts(page, 2)
    assert (
        next(one for one in lines(root, "ann", "W1") if one["id"] == "c1")["quote"].strip() == "every morning"
    )
    assert page.evaluate("document.activeElement.textContent") == "Use selection"
    by_tab(page, "Delete")
    page.keyboard.press("Enter")
    acts(page, 3)
    assert page.evaluate("document.activeElement.className") == "text"
    assert page.wrong == []


def test_a_link_is_made_by_keys_alone(root, browser):
    page = shown(browser, root, "code")
    in_text(page, 1, 8)
    page.keyboard.press("Enter")
    by_tab(page, "Link with another passage…")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "text"
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.key") == "link-type"
    page.keyboard.type("explains")
    page.keyboard.press("Enter")
    acts(page, 1)
    assert "explains" in (root / "data/raw/coding/passages.csv").read_text()
    assert page.evaluate("document.activeElement.className") == "text"
    assert page.wrong == []


def test_a_code_goes_below_another_and_out_again_by_keys(root, browser):
    page = shown(browser, root, "codebook")
    book = root / "data/raw/coding/codebook.yaml"
    page.locator('.jalin [data-code="TOIL"]').press("Alt+ArrowRight")
    acts(page, 1)
    line = next(one for one in book.read_text().splitlines() if "id: TOIL" in one)
    assert "parent: CARE" in line
    page.keyboard.press("Alt+ArrowLeft")
    acts(page, 2)
    assert page.locator('.jalin [data-code="TOIL"]').evaluate("node => node.style.paddingLeft") == "0.3rem"
    assert page.wrong == []


def test_each_stripe_can_be_clicked_where_codings_meet_on_a_line(root, browser):
    page = shown(browser, root, "code")
    page.locator(".jalin select.name").select_option("W2")
    page.wait_for_function("document.querySelectorAll('.jalin .stripe').length === 5")
    found = []
    for number in range(5):
        page.locator(".jalin .stripe").nth(number).click()
        found.append(page.locator(".jalin .picked b").first.inner_text())
    assert sorted(found) == ["Care", "Heard", "Rain", "Toil", "Water"]
    assert page.wrong == []


def test_a_search_that_finds_nothing_says_so(root, browser):
    page = shown(browser, root, "codebook")
    page.locator('.jalin [data-key="filter"]').fill("qqq")
    page.locator(".jalin .list").get_by_text("Nothing is found.").wait_for()
    page.locator('[data-room="memos"][role="tab"]').click()
    page.locator(".jalin").get_by_role("button", name="New memo").click()
    acts(page, 1)
    page.locator('.jalin [data-key="seek"]').fill("qqq")
    page.locator(".jalin .list").get_by_text("Nothing is found.").wait_for()
    assert page.wrong == []
