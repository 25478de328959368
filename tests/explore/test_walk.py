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

from lab import OPTIONS, acts_of, lines, page_of, quiet, serving
from PIL import Image, ImageDraw
from test_browser import SELECT

from jalin.check import check_study
from jalin.exchange.empty_study import empty_study
from jalin.explore.lab import PAGE
from jalin.explore.widget import ROOMS
from jalin.study import open_study
from jalin.words import has_word, word

LANGUAGE = os.environ.get("JALIN_LANGUAGE", "en")

# six field files, codes and passages in the language of the walk: file, group, text
FIELDS = {
    "en": [
        ("Teacher Ratna 20250310.txt", "teacher", "Q: Why does the reading corner stand empty?\nT: I have thirty exercise books to mark. Nobody reads aloud any more.\nQ: When was it full?\nT: When the librarian came, the carpet was full.\n"),
        ("Teacher Bowo 20250311.txt", "teacher", "Q: Why does the reading corner stand empty?\nT: There is no time in the week. The books are old, too.\nQ: When was it full?\nT: Children came when someone read aloud to them.\n"),
        ("Pupil 20250312.txt", "pupil", "Q: Do you go to the corner?\nM: The books are for little ones. It is locked after lunch.\nQ: When did you go?\nM: I went every day when she read aloud.\n"),
        ("Pupil 20250313.txt", "pupil", "Q: Do you go to the corner?\nM: I like the cushions. But it is locked.\nQ: When did you go?\nM: When the lady read aloud we all went.\n"),
        ("Librarian 20250314.txt", "librarian", "Q: What happened to the corner?\nL: My hours were cut in January. Nobody has bought a book for that corner.\nQ: When was it full?\nL: The carpet was full whenever I read aloud.\n"),
        ("Field notes 20250315.txt", "librarian", "The corner at noon: door locked, lights off.\nTwo children looked through the glass of the door.\n"),
    ],
    "id": [
        ("Guru Ratna 20250310.txt", "guru", "T: Mengapa sudut baca kosong?\nG: Ada tiga puluh buku latihan yang harus saya periksa. Tidak ada lagi yang membacakan cerita.\nT: Kapan ramainya?\nG: Ketika pustakawan datang, karpetnya penuh.\n"),
        ("Guru Bowo 20250311.txt", "guru", "T: Mengapa sudut baca kosong?\nG: Tidak ada waktu dalam seminggu. Bukunya juga sudah tua.\nT: Kapan ramainya?\nG: Anak-anak datang ketika ada yang membacakan cerita.\n"),
        ("Murid 20250312.txt", "murid", "T: Apakah kamu pergi ke sudut baca?\nM: Bukunya untuk anak kecil. Pintunya dikunci sesudah makan siang.\nT: Kapan kamu pergi?\nM: Setiap hari ketika ibu itu membacakan cerita.\n"),
        ("Murid 20250313.txt", "murid", "T: Apakah kamu pergi ke sudut baca?\nM: Saya suka bantalnya. Tetapi pintunya dikunci.\nT: Kapan kamu pergi?\nM: Waktu ada yang membacakan cerita kami semua datang.\n"),
        ("Pustakawan 20250314.txt", "pustakawan", "T: Apa yang terjadi dengan sudut baca?\nP: Jam kerja saya dikurangi sejak Januari. Tidak ada yang membeli buku untuk sudut itu.\nT: Kapan ramainya?\nP: Karpetnya penuh setiap kali saya membacakan cerita.\n"),
        ("Catatan lapangan 20250315.txt", "pustakawan", "Sudut baca pada tengah hari: pintu dikunci, lampu mati.\nDua anak melihat lewat kaca pintu.\n"),
    ],
}  # fmt: skip
# name, what it lies below, definition
BOOKS = {
    "en": [("Empty", "", "What empties the corner"), ("No time", "EMPTY", "Adults have no time"), ("Locked", "EMPTY", "Closed when children come"), ("Read aloud", "", "Someone reads aloud")],
    "id": [("Kosong", "", "Yang membuat sudut kosong"), ("Sibuk", "KOSONG", "Orang dewasa tidak punya waktu"), ("Terkunci", "KOSONG", "Tertutup ketika anak datang"), ("Dibacakan", "", "Ada yang membacakan cerita")],
}  # fmt: skip
SAID = {
    "en": {
        "title": "Why the reading corner stands empty", "search": "read aloud", "labels": "QTML", "include": "reading to a group",
        "passages": ["thirty exercise books to mark", "no time in the week", "It is locked after lunch", "But it is locked", "My hours were cut in January"],
        "alt": "A door with a padlock, at noon", "P1": "Children come when someone reads aloud.", "P2": "The corner is empty because nobody has time.",
        "display": "Who says what", "memo": "Locked doors", "thought": "The door is locked when the children have time.", "found": "What we found",
        "blind": ["Nobody reads aloud any more", "The books are old, too", "The books are for little ones", "I like the cushions", "Nobody has bought a book", "door locked"], "shown": "Children come when someone reads aloud",
    },
    "id": {
        "title": "Mengapa sudut baca kosong", "search": "membacakan cerita", "labels": "TGMP", "include": "membacakan untuk sekelompok anak",
        "passages": ["tiga puluh buku latihan", "Tidak ada waktu dalam seminggu", "Pintunya dikunci sesudah makan siang", "Tetapi pintunya dikunci", "Jam kerja saya dikurangi sejak Januari"],
        "alt": "Pintu dengan gembok, tengah hari", "P1": "Anak datang ketika ada yang membacakan cerita.", "P2": "Sudut baca kosong karena tidak ada yang punya waktu.",
        "display": "Siapa mengatakan apa", "memo": "Pintu terkunci", "thought": "Pintunya dikunci ketika anak-anak punya waktu.", "found": "Yang kami temukan",
        "blind": ["Tidak ada lagi yang membacakan", "Bukunya juga sudah tua", "Bukunya untuk anak kecil", "Saya suka bantalnya", "Tidak ada yang membeli buku", "pintu dikunci"], "shown": "Anak datang ketika ada yang membacakan cerita",
    },
}  # fmt: skip
FIELD, CODES, TOLD = FIELDS[LANGUAGE], BOOKS[LANGUAGE], SAID[LANGUAGE]
EMPTY, BUSY, LOCKED, ALOUD = (name.upper().replace(" ", "-") for name, _, _ in CODES)
EXAMPLE = word("new.id", LANGUAGE)
GROUPS = list(dict.fromkeys(group for _, group, _ in FIELD))
NOTES = FIELD[-1][0]


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
    with serving(home, *command, *options) as address:
        yield f"{address}/lab/tree/{PAGE}?token=jalin"


class Hand:
    """Someone at the screen."""

    def __init__(self, page, language="en"):
        self.page, self.language, self.acts = page, language, 0
        self.pictures = os.environ.get("JALIN_PICTURES", "")

    def room(self, name):
        self.page.locator(f'.jalin [data-room="{name}"][role="tab"]').click()
        self.page.wait_for_function(
            f"document.querySelector('.jalin').dataset.room === '{name}' && document.querySelector('.jalin .room').ariaBusy === 'false'"
        )
        quiet(self.page)

    def saved(self):
        """Wait until one act more is on disk than when this was asked last."""
        self.acts += 1
        self.page.wait_for_function(
            f"Number(document.querySelector('.jalin').dataset.acts || 0) >= {self.acts} && document.querySelector('.jalin').dataset.status === 'saved'",
        )
        self.count()

    def count(self):
        """Know how many acts there are now, for `saved`."""
        quiet(self.page)
        self.acts = acts_of(self.page)

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
        [str(field / name) for name, _, _ in FIELD[:-1]]
    )
    hand.saved()
    hand.take("method", "observation")
    page.locator('.jalin input[type="file"]').set_input_files([str(field / NOTES)])
    hand.saved()
    page.locator(f'.jalin [data-key="remove/{EXAMPLE}"]').click()
    hand.press("sure")
    hand.saved()
    hand.commit("title", TOLD["title"])
    for group in GROUPS:
        source = page.evaluate(
            "[...document.querySelectorAll('.jalin tbody tr')][0].querySelector('b').textContent"
        )
        hand.take(f"{source}/role_group", "+")
        hand.fill("new-id", group)
        hand.fill("new-name", group.title())
        hand.press("apply")
        hand.saved()
        # and the group is chosen where it was missing
        hand.count()
    rows = (root / "data/raw/sources.csv").read_text().splitlines()[1:]
    ids = {}
    for row, (name, group, _) in zip(rows, FIELD, strict=True):
        source = row.split(",")[0]
        ids[name] = source
        if page.locator(f'.jalin [data-key="{source}/role_group"]').input_value() != group:
            hand.count()
            hand.take(f"{source}/role_group", group)
            hand.saved()
    hand.count()
    hand.press("prepare_texts")
    hand.saved()
    page.wait_for_function(
        "(said) => document.querySelector('.jalin').textContent.includes(said)", arg=hand.say("prepared")
    )
    for number, label in enumerate(TOLD["labels"]):
        hand.take(f"label/{label}", "role" if number else "interviewer")
        hand.saved()
    while page.locator('.jalin [data-key^="keep/"]').count():
        page.locator('.jalin [data-key^="keep/"]').first.click()
        hand.saved()
    hand.press("prepare_texts")
    hand.saved()
    hand.picture("sources")

    # who is to code blind, too
    page.locator('.jalin [data-key="new-coder"]').click()
    hand.fill("new-id", "b")
    hand.fill("new-name", "B")
    hand.press("apply")
    hand.saved()

    # the codebook: four codes, and the example gives way
    hand.room("codebook")
    for name, parent, definition in CODES:
        hand.press("new_code")
        hand.fill("add-name", name)
        hand.fill("add-definition", definition)
        hand.take("add-parent", parent)
        hand.press("apply")
        hand.saved()
    page.locator(f'.jalin [data-code="{EXAMPLE}"]').click()
    hand.press("retire")
    page.wait_for_selector('.jalin [data-key="reason"]')
    # the guide of the interviews asks for it
    hand.take("into", EMPTY)
    hand.fill("reason", "it was an example")
    hand.press("apply")
    hand.saved()
    page.locator(f'.jalin [data-code="{ALOUD}"]').click()
    hand.commit(f"{ALOUD}/include", TOLD["include"])
    hand.picture("codebook")

    # code: search and code all, then passages by keys, undone and done again
    hand.room("code")
    page.locator(".jalin .words").fill(TOLD["search"])
    page.get_by_label(hand.say("search_where")).select_option("all")
    page.locator(".jalin .hits li").first.wait_for()
    hand.press("code_all")
    page.locator(".jalin .palette input").fill(ALOUD)
    page.keyboard.press("Enter")
    hand.saved()
    chosen = [BUSY, BUSY, LOCKED, LOCKED, BUSY]
    for (name, _, _), words, code in zip(FIELD[:-1], TOLD["passages"], chosen, strict=True):
        if page.locator(".jalin select.name").input_value() != ids[name]:
            page.locator(".jalin select.name").select_option(ids[name])
            hand.saved()
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
    assert len(lines(root, "a", ids[FIELD[4][0]])) == 2

    # a picture beside a source, and a region of it, by mouse and by keys
    hand.room("pictures")
    page.locator(".jalin summary").first.click()
    hand.take("picture-source", ids[NOTES])
    page.locator('.jalin [data-key="picture-file"]').set_input_files(str(field / "door.png"))
    hand.saved()
    page.locator(".jalin .canvas img").wait_for()
    box = page.locator(".jalin .canvas").bounding_box()
    page.mouse.move(box["x"] + 0.52 * box["width"], box["y"] + 0.4 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.62 * box["height"], steps=5)
    page.mouse.up()
    hand.take("region-code", LOCKED)
    hand.fill("region-alt", TOLD["alt"])
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
    hand.commit(f"P1/statement-{LANGUAGE}", TOLD["P1"])
    page.locator('.jalin [data-key="P1/for/code"]').wait_for()
    page.locator(".jalin section").first.get_by_role("button", name=hand.say("clear")).click()
    hand.saved()
    hand.take("P1/for/code", ALOUD)
    hand.saved()
    hand.take("P1/against/code", LOCKED)
    hand.saved()
    hand.press("new_proposition")
    hand.fill("add-statement", TOLD["P2"])
    hand.press("apply")
    hand.saved()
    hand.room("ask")
    hand.take("ask/code", BUSY)
    page.wait_for_function("(code) => document.querySelector('.jalin .query').value === code", arg=BUSY)
    hand.press("to_proposition")
    hand.take("keep-claim", "P2")
    hand.press("apply")
    hand.saved()
    hand.picture("ask")
    hand.room("propositions")
    page.locator('.jalin [data-claim="P1"]').click()
    hand.press("what_hangs")
    quiet(page)
    hand.picture("propositions")

    # a display, and a memo
    hand.room("displays")
    hand.press("new_display")
    hand.fill("name", TOLD["display"])
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
    hand.commit(f"{memo}/title", TOLD["memo"])
    hand.commit(f"{memo}/text", TOLD["thought"])
    hand.take(f"{memo}/about", LOCKED)
    hand.saved()
    hand.picture("memos")

    # the report
    hand.room("report")
    page.wait_for_selector(".jalin .editor:not([hidden])")
    page.locator('.jalin [data-key="4_results.' + LANGUAGE + '.md"]').click()
    quiet(page)
    page.locator(".jalin .editor").fill(f"# {TOLD['found']}\n\n")
    page.locator(".jalin .editor").press("Control+End")
    page.get_by_label(hand.say("finding"), exact=True).select_option("P1")
    hand.saved()
    # and the picture, as evidence beside the quotes
    page.get_by_label(hand.say("region"), exact=True).select_option(index=1)
    hand.saved()
    hand.count()
    hand.press("build")
    page.wait_for_function(
        "(said) => said.some((one) => document.querySelector('.jalin').textContent.includes(one))",
        arg=[hand.say("built"), hand.say("build_failed")],
        timeout=600_000,
    )
    assert hand.say("built") in page.inner_text(".jalin"), page.inner_text(".jalin pre.said")
    page.locator(".jalin a", has_text=f"report.{LANGUAGE}.html").wait_for()
    hand.picture("report")


def blind(page, root):
    """The second coder reads all texts without a sight of the first's work; then both decide on what they see otherwise."""
    hand = Hand(page, LANGUAGE)
    for room in ROOMS:
        hand.room(room.name)
        assert not page.locator('.jalin mark[data-ids*="a/"]').count(), room.name
        assert page.locator(".jalin .blind").count() == room.shows_others, room.name
    hand.room("code")
    sources = page.locator(".jalin select.name option").evaluate_all("(all) => all.map((one) => one.value)")
    for source, words in zip(sources, TOLD["blind"], strict=True):
        if page.locator(".jalin select.name").input_value() != source:
            page.locator(".jalin select.name").select_option(source)
            hand.saved()
        assert page.evaluate(SELECT, words), (source, words)
        page.keyboard.press("Enter")
        page.locator(".jalin .palette input").fill(LOCKED if source == sources[-1] else EMPTY)
        page.keyboard.press("Enter")
        hand.saved()
        assert [one["quote"] for one in lines(root, "b", source)] == [words]
        # read to its end by keys alone
        page.get_by_label(hand.say("read"), exact=True).focus()
        page.keyboard.press("Space")
        hand.saved()
    page.locator(".jalin select.name").select_option(sources[0])
    hand.saved()
    page.get_by_label(hand.say("both_coders")).check()
    page.wait_for_selector('.jalin mark[data-ids*="a/"]')
    hand.count()
    hand.press("next_difference")
    page.locator(".jalin .picked input").nth(0).fill("A, B")
    page.locator(".jalin .picked input").nth(1).fill(TOLD["include"])
    page.locator(".jalin .picked button", has_text=hand.say("keep")).click()
    hand.saved()
    hand.room("ask")
    assert not page.locator(".jalin .blind").count()


def test_from_an_empty_folder_and_six_field_files_to_the_finished_report(tmp_path, browser):
    root, field = tmp_path / "my study", tmp_path / "field"
    field.mkdir()
    for name, _, text in FIELD:
        (field / name).write_text(text)
    door(field / "door.png")
    empty_study(root, languages=[LANGUAGE])
    with workbench_of(root, tmp_path, LANGUAGE) as address:
        page = page_of(browser)
        page.goto(address)
        page.wait_for_selector(".jalin .tabs")
        by_hand(page, root, field)
        with page.context.expect_page() as opened:
            page.locator(".jalin a", has_text=f"report.{LANGUAGE}.html").click()
        opened.value.wait_for_load_state()
        shown = opened.value.content()
        assert TOLD["shown"] in shown
        assert f'alt="{TOLD["alt"]}"' in shown
        assert "official Jupyter news" not in page.inner_text("body")
    with workbench_of(root, tmp_path, LANGUAGE, me="b") as address:
        page = page_of(browser)
        page.goto(address)
        page.wait_for_selector(".jalin .tabs")
        blind(page, root)
    assert 'keep,"A, B",' in (root / "data/raw/coding/reconciled.csv").read_text()
    assert check_study(open_study(root)).problems == []
    facts = json.loads((root / "reports/facts.json").read_text())["facts"]
    assert facts["informants"]["value"] == 5
    assert not re.search(
        "Ratna|Bowo", "".join(path.read_text() for path in (root / "data/raw").rglob("*.jsonl"))
    )
