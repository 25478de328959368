"""The second coder codes blind: nothing of the first's work is on any screen until both decide together."""

import shutil

import pytest
from lab import lines, page_of, recording
from test_browser import SELECT
from test_walk import Hand, workbench_of
from tiny import make_study

from jalin.collect import stage as collect
from jalin.errors import StudyError
from jalin.explore.desk import Desk
from jalin.explore.widget import ROOMS
from jalin.protect import stage as protect
from jalin.study import open_study


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The tiny study with its texts ready and nothing decided; a recording beside its first source. Not to be changed."""
    root = make_study(tmp_path_factory.mktemp("second") / "study")
    (root / "data/raw/coding/reconciled.csv").unlink(missing_ok=True)
    recording(root / "data/raw/interviews/W1.wav")
    register = root / "data/raw/sources.csv"
    head, first, *rest = register.read_text().splitlines()
    rows = [f"{head},media", f"{first},interviews/W1.wav", *(f"{row}," for row in rest)]
    register.write_text("\n".join(rows) + "\n")
    collect.run(open_study(root)).write()
    protect.run(open_study(root)).write()
    return root


@pytest.fixture
def root(prepared, tmp_path):
    return shutil.copytree(prepared, tmp_path / "study")


def test_every_room_keeps_the_others_codings_from_who_codes_blind(root):
    desk = Desk(root, "ben", "en")
    assert desk.blind and not Desk(root, "ann", "en").blind
    for kind in ROOMS:
        room = kind(desk)
        shown = repr(room.all())
        assert "'coder': 'ann'" not in shown and "ann/" not in shown, room.name
        if room.shows_others:
            assert room.all() == {"view": {"blind": True}}
            with pytest.raises(StudyError, match="stays hidden"):
                room.ask("find", {"query": "CARE"})
    book = next(kind for kind in ROOMS if kind.name == "codebook")(desk)
    counts = {one["id"]: one["count"] for one in book.all()["view"]["codes"]}
    assert counts["TOIL"] == len(
        [one for s in ("W1", "W2", "D1") for one in lines(root, "ben", s) if one["code"] == "TOIL"]
    )
    # who asks to see has seen, in every room
    book.do("see", {})
    assert all("blind" not in (kind(desk).all() or {}).get("view", {}) for kind in ROOMS)


def test_a_decision_of_both_opens_the_rooms(root):
    Desk(root, "ann", "en")
    (root / "data/raw/coding/reconciled.csv").write_text(
        "source_id,coder,coding_id,decision,decided_by,date,reason\nW1,ben,c2,keep,both,2024-06-01,shorter\n"
    )
    assert not Desk(root, "ben", "en").blind


def test_a_second_coder_codes_blind_hears_the_recording_and_decides_with_the_first_in_jupyterlab(
    root, tmp_path, browser
):
    with workbench_of(root, tmp_path, me="ben") as address:
        page = page_of(browser)
        page.goto(address)
        page.wait_for_selector(".jalin .tabs")
        hand = Hand(page)
        for room in ROOMS:
            hand.room(room.name)
            assert not page.locator('.jalin mark[data-ids*="ann/"]').count(), room.name
            assert page.locator(".jalin .blind").count() == room.shows_others, room.name
        hand.room("code")
        page.locator(".jalin .text .line").first.wait_for()
        # JupyterLab serves the recording of the study, whole
        page.wait_for_function("document.querySelector('.sound audio')?.duration > 13")
        assert {
            name.split("/")[0]
            for one in page.locator(".jalin mark").all()
            for name in one.get_attribute("data-ids").split()
        } == {"ben"}
        assert page.evaluate(SELECT, "I only open the gate")
        page.keyboard.press("Enter")
        page.locator(".jalin .palette input").fill("care")
        page.keyboard.press("Enter")
        hand.saved()
        assert [one["quote"] for one in lines(root, "ben", "W1")][1] == "I only open the gate"
        # both decide: now each sees the other
        page.get_by_label("All coders").check()
        page.wait_for_selector('.jalin mark[data-ids*="ann/"]')
        hand.count()
        page.get_by_role("button", name="Next difference").click()
        page.locator(".jalin .picked").wait_for()
        # a click on what is selected takes it, too
        page.locator(".jalin mark", has_text="I only open the gate").first.click()
        page.locator(".jalin .picked input").nth(0).fill("both")
        page.locator(".jalin .picked input").nth(1).fill("it says who cares")
        page.locator(".jalin .picked button", has_text="Keep").click()
        hand.saved()
        hand.room("ask")
        assert not page.locator(".jalin .blind").count()
    assert "keep,both," in (root / "data/raw/coding/reconciled.csv").read_text()
