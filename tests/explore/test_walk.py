"""A whole study by hand in a real JupyterLab: from an empty folder and six field files to the finished report.

No text file is opened. Where the variable JALIN_PICTURES names a folder, the pictures of the tutorial go there, in the
language JALIN_LANGUAGE.
"""

import json
import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from lab import CHROMIUM, OPTIONS, chromium, lines, serving
from PIL import Image, ImageDraw
from test_browser import SELECT

from jalin.check import check_study
from jalin.exchange.empty_study import empty_study
from jalin.explore.lab import PAGE
from jalin.study import open_study
from jalin.words import has_word, word

LANGUAGE = os.environ.get("JALIN_LANGUAGE", "en")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]

FIELD = {
    "Teacher Ratna 20250310.txt": "Q: Why does the reading corner stand empty?\nT: I have thirty exercise books to mark. Nobody reads aloud any more.\nQ: When was it full?\nT: When the librarian came, the carpet was full.\n",
    "Teacher Bowo 20250311.txt": "Q: Why does the reading corner stand empty?\nT: There is no time in the week. The books are old, too.\nQ: When was it full?\nT: Children came when someone read aloud to them.\n",
    "Pupil 20250312.txt": "Q: Do you go to the corner?\nM: The books are for little ones. It is locked after lunch.\nQ: When did you go?\nM: I went every day when she read aloud.\n",
    "Pupil 20250313.txt": "Q: Do you go to the corner?\nM: I like the cushions. But it is locked.\nQ: When did you go?\nM: When the lady read aloud we all went.\n",
    "Librarian 20250314.txt": "Q: What happened to the corner?\nL: My hours were cut in January. Nobody has bought a book for that corner.\nQ: When was it full?\nL: The carpet was full whenever I read aloud.\n",
    "Field notes 20250315.txt": "The corner at noon: door locked, lights off.\nTwo children looked through the glass of the door.\n",
}
CODES = [
    ("Empty", "", "What empties the corner"),
    ("No time", "EMPTY", "Adults have no time"),
    ("Locked", "EMPTY", "Closed when children come"),
    ("Read aloud", "", "Someone reads aloud"),
]


def door(path):
    """A door with a padlock, as somebody drew it."""
    picture = Image.new("RGB", (640, 360), "#e8e2d6")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((180, 30, 440, 350), fill="#9a6b43", outline="#5b3d22", width=8)
    for top in (60, 210):
        pen.rectangle((215, top, 325, top + 110), outline="#5b3d22", width=5)
    pen.arc((365, 150, 415, 210), 180, 360, fill="#555", width=9)
    pen.rectangle((355, 180, 425, 240), fill="#d9a520", outline="#7a5c10", width=4)
    picture.save(path)


@contextmanager
def workbench_of(root, home, language="en", me=""):
    """`jalin lab` on the study; the address of its page."""
    command = [sys.executable, "-m", "jalin.cli", "lab", "--root", str(root), "--language", language]
    options = [*(["--me", me] if me else []), "--", *OPTIONS]
    with serving(home, *command, *options, quarters=360) as address:
        yield f"{address}/lab/tree/{PAGE}?token=jalin"


class Hand:
    """Someone at the screen."""

    def __init__(self, page, language="en"):
        self.page, self.language, self.acts = page, language, 0
        self.pictures = os.environ.get("JALIN_PICTURES", "")

    def room(self, name):
        self.page.locator(f'.jalin [data-room="{name}"][role="tab"]').click()
        self.page.wait_for_function(f"document.querySelector('.jalin').dataset.room === '{name}'")
        self.page.wait_for_timeout(600)

    def saved(self):
        """Wait until one act more is on disk than when this was asked last."""
        self.acts += 1
        self.page.wait_for_function(
            f"Number(document.querySelector('.jalin').dataset.acts || 0) >= {self.acts} && document.querySelector('.jalin').dataset.status === 'saved'",
            timeout=60_000,
        )
        self.acts = int(self.page.evaluate("Number(document.querySelector('.jalin').dataset.acts)"))

    def say(self, name):
        """What the screen says in the catalogue's words."""
        part = "bench" if has_word(f"bench.{name}") else "explore"
        return word(f"{part}.{name}", self.language)

    def press(self, name, **more):
        self.page.locator(".jalin").get_by_role("button", name=self.say(name), **more).first.click()

    def fill(self, key, words):
        self.page.locator(f'.jalin [data-key="{key}"]').fill(words)

    def take(self, key, value):
        self.page.locator(f'.jalin [data-key="{key}"]').select_option(value)

    def commit(self, key, words):
        """Fill a field and leave it, as with Tab."""
        self.fill(key, words)
        self.page.keyboard.press("Tab")
        self.saved()

    def picture(self, name):
        if self.pictures:
            self.page.locator(".jalin").screenshot(
                path=str(Path(self.pictures) / f"workbench-{name}.{self.language}.png")
            )


def by_hand(page, root, field):
    """All of a study, at the screen."""
    hand = Hand(page, LANGUAGE)

    # sources
    page.locator('.jalin input[type="file"]').set_input_files(
        [str(field / name) for name in FIELD if "Field" not in name]
    )
    hand.saved()
    hand.take("method", "observation")
    page.locator('.jalin input[type="file"]').set_input_files([str(field / "Field notes 20250315.txt")])
    hand.saved()
    page.locator('.jalin [data-key="remove/CONTOH"]').click()
    hand.press("sure")
    hand.saved()
    hand.commit("title", "Why the reading corner stands empty")
    for group in ("teacher", "pupil", "librarian"):
        source = page.evaluate(
            "[...document.querySelectorAll('.jalin tbody tr')][0].querySelector('b').textContent"
        )
        hand.take(f"{source}/role_group", "+")
        hand.fill("new-id", group)
        hand.fill("new-name", group.title())
        hand.press("apply")
        hand.saved()
        hand.acts += 1
        page.wait_for_timeout(500)
    rows = (root / "data/raw/sources.csv").read_text().splitlines()[1:]
    ids = {}
    for row, name in zip(rows, FIELD, strict=True):
        source = row.split(",")[0]
        ids[name] = source
        group = next((one for one in ("teacher", "pupil", "librarian") if one in name.lower()), "librarian")
        if page.locator(f'.jalin [data-key="{source}/role_group"]').input_value() != group:
            hand.acts = int(page.evaluate("Number(document.querySelector('.jalin').dataset.acts)"))
            hand.take(f"{source}/role_group", group)
            hand.saved()
    hand.acts = int(page.evaluate("Number(document.querySelector('.jalin').dataset.acts)"))
    hand.press("prepare_texts")
    hand.saved()
    page.wait_for_function(
        "(said) => document.querySelector('.jalin').textContent.includes(said)", arg=hand.say("prepared")
    )
    for label, kind in (("Q", "interviewer"), ("T", "role"), ("M", "role"), ("L", "role")):
        hand.take(f"label/{label}", kind)
        hand.saved()
    for form in page.locator('.jalin [data-key^="keep/"]').all():
        form.first.click()
        hand.saved()
    hand.press("prepare_texts")
    hand.saved()
    hand.picture("sources")

    # the codebook: four codes, and the example gives way
    hand.room("codebook")
    for name, parent, definition in CODES:
        hand.press("new_code")
        hand.fill("add-name", name)
        hand.fill("add-definition", definition)
        hand.take("add-parent", parent)
        hand.press("apply")
        hand.saved()
    page.locator('.jalin [data-code="CONTOH"]').click()
    hand.press("retire")
    page.wait_for_selector('.jalin [data-key="reason"]')
    # the guide of the interviews asks for it
    hand.take("into", "EMPTY")
    hand.fill("reason", "it was an example")
    hand.press("apply")
    hand.saved()
    page.locator('.jalin [data-code="READ-ALOUD"]').click()
    hand.commit("READ-ALOUD/include", "reading to a group")
    hand.picture("codebook")

    # code: search and code all, then passages by keys, undone and done again
    hand.room("code")
    page.locator(".jalin .words").fill("read aloud")
    page.get_by_label(hand.say("search_where")).select_option("all")
    page.locator(".jalin .hits li").first.wait_for()
    hand.press("code_all")
    page.locator(".jalin .palette input").fill("read aloud")
    page.keyboard.press("Enter")
    hand.saved()
    for name, words, code in (
        ("Teacher Ratna 20250310.txt", "thirty exercise books to mark", "no time"),
        ("Teacher Bowo 20250311.txt", "no time in the week", "no time"),
        ("Pupil 20250312.txt", "It is locked after lunch", "locked"),
        ("Pupil 20250313.txt", "But it is locked", "locked"),
        ("Librarian 20250314.txt", "My hours were cut in January", "no time"),
    ):
        if page.locator(".jalin select.name").input_value() != ids[name]:
            page.locator(".jalin select.name").select_option(ids[name])
            hand.saved()
        page.wait_for_timeout(300)
        assert page.evaluate(SELECT, words), words
        page.keyboard.press("Enter")
        page.locator(".jalin .palette input").fill(code)
        page.keyboard.press("Enter")
        hand.saved()
    page.locator(".jalin .text").focus()
    page.keyboard.press("Control+z")
    hand.saved()
    page.keyboard.press("Control+Shift+z")
    hand.saved()
    hand.picture("code")
    assert len(lines(root, "a", ids["Librarian 20250314.txt"])) == 2

    # a picture beside a source, and a region of it, by mouse and by keys
    hand.room("pictures")
    page.locator(".jalin summary").first.click()
    hand.take("picture-source", ids["Field notes 20250315.txt"])
    page.locator('.jalin [data-key="picture-file"]').set_input_files(str(field / "door.png"))
    hand.saved()
    page.locator(".jalin .canvas img").wait_for()
    box = page.locator(".jalin .canvas").bounding_box()
    page.mouse.move(box["x"] + 0.52 * box["width"], box["y"] + 0.4 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.62 * box["height"], steps=5)
    page.mouse.up()
    hand.take("region-code", "LOCKED")
    hand.fill("region-alt", "A door with a padlock, at noon")
    hand.press("apply")
    hand.saved()
    page.locator(".jalin .canvas").focus()
    # it is there: the arrows take it up, and move it
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    hand.saved()
    hand.picture("pictures")

    # ask, and from the answer to a proposition
    hand.room("propositions")
    hand.commit(f"P1/statement-{LANGUAGE}", "Children come when someone reads aloud.")
    page.locator('.jalin [data-key="P1/for/code"]').wait_for()
    page.locator(".jalin section").first.get_by_role("button", name=hand.say("clear")).click()
    hand.saved()
    hand.take("P1/for/code", "READ-ALOUD")
    hand.saved()
    hand.take("P1/against/code", "LOCKED")
    hand.saved()
    hand.press("new_proposition")
    hand.fill("add-statement", "The corner is empty because nobody has time.")
    hand.press("apply")
    hand.saved()
    hand.room("ask")
    hand.take("ask/code", "NO-TIME")
    page.wait_for_function("document.querySelector('.jalin .query').value === 'NO-TIME'")
    hand.press("to_proposition")
    hand.take("keep-claim", "P2")
    hand.press("apply")
    hand.saved()
    hand.picture("ask")
    hand.room("propositions")
    page.locator('.jalin [data-claim="P1"]').click()
    hand.press("what_hangs")
    page.wait_for_timeout(1500)
    hand.picture("propositions")

    # a display, and a memo
    hand.room("displays")
    hand.press("new_display")
    hand.fill("name", "Who says what")
    page.keyboard.press("Tab")
    hand.take("cell", "voices")
    page.locator(".jalin .shown table").wait_for()
    hand.press("keep_display")
    hand.saved()
    hand.picture("displays")
    hand.room("memos")
    hand.press("new_memo")
    hand.saved()
    memo = page.locator('.jalin [data-key$="/title"]').get_attribute("data-key").removesuffix("/title")
    hand.commit(f"{memo}/title", "Locked doors")
    hand.commit(f"{memo}/text", "The door is locked when the children have time.")
    hand.take(f"{memo}/about", "LOCKED")
    hand.saved()
    hand.picture("memos")

    # the report
    hand.room("report")
    page.wait_for_selector(".jalin .editor:not([hidden])")
    page.locator('.jalin [data-key="4_results.' + LANGUAGE + '.md"]').click()
    page.wait_for_timeout(500)
    page.locator(".jalin .editor").fill("# What we found\n\n")
    page.locator(".jalin .editor").press("Control+End")
    page.get_by_label(hand.say("finding"), exact=True).select_option("P1")
    hand.saved()
    # and the picture, as evidence beside the quotes
    page.get_by_label(hand.say("region"), exact=True).select_option(index=1)
    hand.saved()
    page.wait_for_timeout(800)
    hand.acts = int(page.evaluate("Number(document.querySelector('.jalin').dataset.acts)"))
    hand.press("build")
    page.wait_for_function(
        "(said) => said.some((one) => document.querySelector('.jalin').textContent.includes(one))",
        arg=[hand.say("built"), hand.say("build_failed")],
        timeout=600_000,
    )
    assert hand.say("built") in page.inner_text(".jalin"), page.inner_text(".jalin pre.said")
    page.locator(".jalin a", has_text=f"report.{LANGUAGE}.html").wait_for()
    hand.picture("report")


def test_from_an_empty_folder_and_six_field_files_to_the_finished_report(tmp_path):
    root, field = tmp_path / "my study", tmp_path / "field"
    field.mkdir()
    for name, text in FIELD.items():
        (field / name).write_text(text)
    door(field / "door.png")
    empty_study(root, languages=[LANGUAGE])
    with workbench_of(root, tmp_path, LANGUAGE) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(60_000)
        page.goto(address)
        page.wait_for_selector(".jalin .tabs", timeout=120_000)
        by_hand(page, root, field)
        with page.context.expect_page() as opened:
            page.locator(".jalin a", has_text=f"report.{LANGUAGE}.html").click()
        opened.value.wait_for_load_state()
        shown = opened.value.content()
        assert "Children come when someone reads aloud" in shown
        assert 'alt="A door with a padlock, at noon"' in shown
    assert check_study(open_study(root)).problems == []
    facts = json.loads((root / "reports/facts.json").read_text())["facts"]
    assert facts["informants"]["value"] == 5
    assert not re.search(
        "Ratna|Bowo", "".join(path.read_text() for path in (root / "data/raw").rglob("*.jsonl"))
    )
