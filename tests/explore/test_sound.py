"""The recording beside its transcript: heard by turns, its times mended, and kept where nothing publishes it."""

import base64
import re
import shutil
from urllib.parse import unquote

import pytest
from bridge import bridged
from lab import recording
from test_browser import SELECT
from tiny import make_study

from jalin.check import check_built, check_study
from jalin.code.times import FILE as TIMES
from jalin.collect import stage as collect
from jalin.errors import StudyError
from jalin.explore.desk import Desk
from jalin.explore.heard import hear, span_of
from jalin.explore.pieces import piece
from jalin.explore.rooms.code import CodeRoom
from jalin.explore.rooms.sources import SourcesRoom
from jalin.explore.widget import workbench
from jalin.protect import stage as protect
from jalin.study import open_study
from jalin.tables.store import read

CUES = """WEBVTT

00:00:00.000 --> 00:00:02.000
<v Q>Who looks after the garden?

00:00:02.000 --> 00:00:06.000
<v A>The children water it every morning. I only open the gate.

00:00:06.500 --> 00:00:08.000
<v Q>Is it hard?

00:00:08.000 --> 00:00:12.000
<v A>Digging is hard work for small hands. Call Bu Sari Melati at 0812-3456-7890 for more.
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The tiny study with subtitles for its first transcript, its texts ready; not to be changed."""
    root = make_study(tmp_path_factory.mktemp("sound") / "study")
    (root / "data/raw/interviews/W1.txt").unlink()
    (root / "data/raw/interviews/W1.vtt").write_text(CUES)
    register = root / "data/raw/sources.csv"
    register.write_text(register.read_text().replace("W1.txt", "W1.vtt"))
    collect.run(open_study(root)).write()
    protect.run(open_study(root)).write()
    return root


@pytest.fixture
def desk(told, tmp_path):
    """At a copy of it."""
    shutil.copytree(told, tmp_path / "study")
    return Desk(tmp_path / "study", language="en")


@pytest.fixture
def talk(tmp_path):
    """A recording whose name says whose it is."""
    return recording(tmp_path / "talk of Agus.wav")


def send(desk, content, key="0123456789abcdef", size=100_000):
    for at in range(0, len(content), size):
        piece(desk, key, at, base64.b64encode(content[at : at + size]).decode())
    return key


def turns(room):
    return [(seconds, mended) for _, seconds, mended, _ in room.all()["sound"]["turns"]]


def test_a_recording_lies_beside_its_source_under_its_id_and_its_turns_have_the_times_of_the_transcript(
    desk, talk
):
    room = CodeRoom(desk)
    assert room.all()["sound"] == {"source": "W1", "recordings": [], "turns": [], "lost": 0, "wrong": []}
    room.do("recording", {"name": talk.name, "piece": send(desk, talk.read_bytes())})
    file = desk.root / "data/raw/interviews/W1.wav"
    assert file.read_bytes() == talk.read_bytes()
    shown = room.all()["sound"]
    assert shown["recordings"] == [{"path": "data/raw/interviews/W1.wav", "video": False, "there": True}]
    assert turns(room) == [(0, False), (2, False), (6, False), (8, False)]
    assert check_study(desk.study).problems == []
    # a second one, and what is no recording
    room.do("recording", {"name": "b.wav", "piece": send(desk, b"two")})
    assert [one["path"] for one in room.all()["sound"]["recordings"]][1] == "data/raw/interviews/W1-2.wav"
    with pytest.raises(StudyError, match="no recording"):
        room.do("recording", {"name": "b.txt", "piece": send(desk, b"two")})
    desk.history.undo()
    desk.history.undo()
    assert room.all()["sound"]["recordings"] == []
    assert file.exists()
    assert len(strays(desk)) == 2


def strays(desk):
    """What the check says of recordings that belong to no source."""
    return [line for line in check_study(desk.study).told() if "in its column media. Name it" in line]


def test_the_recording_of_a_source_that_was_taken_out_is_told(desk, talk):
    CodeRoom(desk).do("recording", {"name": talk.name, "piece": send(desk, talk.read_bytes())})
    assert strays(desk) == []
    SourcesRoom(desk).do("remove", {"source": "W1"})
    assert [line.partition(" ")[0] for line in strays(desk)] == ["data/raw/interviews/W1.wav"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("W1,W1-0004,soon,4\n", r"row 2.*seconds"),
        ("W1,W1-0004,-1,4\n", r"row 2.*seconds"),
        (
            "W1,W1-0004,9.5,4\nW1,W1-0004,9.9,4\n",
            "row 3: W1-0004 has a time in row 2. Take one of the two out",
        ),
    ],
)
def test_a_line_of_times_that_is_none_is_told_by_the_check_and_in_the_room_and_one_codes_on(
    desk, talk, lines, said
):
    room = CodeRoom(desk)
    room.do("recording", {"name": talk.name, "piece": send(desk, talk.read_bytes())})
    path = desk.root / TIMES
    path.write_text(f"source_id,segment_id,seconds,segments\n{lines}")
    for check in (check_study, check_built):
        found = [str(one) for one in check(desk.study).problems]
        assert (
            len(found) == 1 and found[0].startswith("data/raw/coding/times.csv") and re.search(said, found[0])
        )
    shown = room.all()
    assert shown["sound"]["wrong"] == found and "wrong" not in shown and shown["codings"]
    assert turns(room)[3] == (8, False)
    # nothing is written over what cannot be read
    with pytest.raises(StudyError, match=r"times\.csv"):
        room.do("time", {"start": shown["sound"]["turns"][0][0], "seconds": 1.0})
    assert path.read_text().endswith(lines)
    path.unlink()
    assert room.updates(looking=True)["sound"]["wrong"] == []


def test_a_time_is_mended_in_a_line_and_counts_while_the_turns_are_the_same(desk, talk):
    room = CodeRoom(desk)
    room.do("recording", {"name": talk.name, "piece": send(desk, talk.read_bytes())})
    start = room.all()["sound"]["turns"][3][0]
    room.do("time", {"start": start, "seconds": 9.46})
    path = desk.root / TIMES
    assert path.read_text() == "source_id,segment_id,seconds,segments\nW1,W1-0004,9.5,4\n"
    assert turns(room)[3] == (9.5, True)
    desk.history.undo()
    assert turns(room)[3] == (8, False) and not path.exists()
    desk.history.redo()
    room.do("time", {"start": start, "seconds": None})
    assert turns(room)[3] == (8, False)
    # a transcript with another number of turns
    path.write_text("source_id,segment_id,seconds,segments\nW1,W1-0004,9.5,5\nW2,W2-0001,1,3\n")
    assert room.all()["sound"]["lost"] == 1 and turns(room)[3] == (8, False)
    with pytest.raises(StudyError, match="no turn begins here"):
        room.do("time", {"start": start + 1, "seconds": 1.0})


def test_times_that_fall_back_are_of_the_next_recording_and_two_machines_heard_the_same_talk(desk, talk):
    room = CodeRoom(desk)
    for name in (talk.name, "second part.wav"):
        room.do("recording", {"name": name, "piece": send(desk, talk.read_bytes())})
    parts = lambda: [one[3] for one in room.all()["sound"]["turns"]]  # noqa: E731
    assert parts() == [0, 0, 0, 0]
    start = room.all()["sound"]["turns"][2][0]
    room.do("time", {"start": start, "seconds": 1.0})
    assert parts() == [0, 0, 1, 1]
    # back twice, with one further recording: nobody knows which it is
    room.do("time", {"start": room.all()["sound"]["turns"][3][0], "seconds": 0.5})
    assert parts() == [0, 0, 0, 0]


def test_a_piece_that_was_lost_is_told(desk):
    send(desk, b"first")
    with pytest.raises(StudyError, match="a piece of the file was lost"):
        piece(desk, "0123456789abcdef", 9, "")
    with pytest.raises(StudyError, match="did not come whole"):
        CodeRoom(desk).do("recording", {"name": "a.wav", "piece": "00000000000000ff"})
    with pytest.raises(StudyError, match="no file on its way"):
        piece(desk, "../../../raw/study.yaml", 0, "")


@pytest.mark.parametrize(
    ("passage", "heard_at"),
    [((0, 5), (0.0, 4.5)), ((10, 15), (5.0, 10.5)), ((15, 25), (8.0, None)), ((25, 30), (11.0, None))],
)
def test_a_passage_is_heard_from_a_little_before_its_place_within_the_turn(passage, heard_at):
    turns = [(0, 0.0), (10, 6.0), (20, 12.0)]
    assert span_of(turns, *passage) == heard_at
    assert span_of(turns[1:], 5, 8) is None


@pytest.fixture
def built(garden, tmp_path):
    """At a built copy of the tiny study; its first source has a recording, and times by ear."""
    root = shutil.copytree(garden, tmp_path / "study")
    recording(root / "data/raw/interviews/W1.wav")
    register = root / "data/raw/sources.csv"
    head, first, *rest = register.read_text().splitlines()
    rows = [f"{head},media", f"{first},interviews/W1.wav", *(f"{row}," for row in rest)]
    register.write_text("\n".join(rows) + "\n")
    own = read(open_study(root), "protect/segments").query("source_id == 'W1'")
    times = [f"W1,{one},{2 * at},{len(own)}" for at, one in enumerate(own["segment_id"])]
    (root / TIMES).write_text("\n".join(["source_id,segment_id,seconds,segments", *times]) + "\n")
    return Desk(root, language="en")


def test_ones_own_report_has_the_voices_and_the_report_itself_has_none(built):
    before = {path: path.read_bytes() for path in (built.root / "reports").rglob("*") if path.is_file()}
    assert "data/processed/private/heard/report.en.html" in hear(built)
    own = (built.root / "data/processed/private/heard/report.en.html").read_text()
    # the quote of that source, from the turn in which it was said, and none of another source
    assert re.findall(r'aria-label="Recording ([^"]+)" src="([^"]+)"></audio><p class="meta"', own) == [
        ("W1/c1", "../../../raw/interviews/W1.wav#t=1.1,4.8")
    ]
    assert "media-src 'self' file:" in own
    for address in re.findall(r'(?:href|src)="(?![a-z]+:)([^"#]+)', own):
        assert (built.root / "data/processed/private/heard" / unquote(address)).exists(), address
    assert {path: path.read_bytes() for path in before} == before


def test_a_quote_of_the_second_part_of_a_talk_plays_the_second_recording(built):
    (built.root / "data/raw/interviews/W1-2.wav").write_bytes(
        (built.root / "data/raw/interviews/W1.wav").read_bytes()
    )
    register, times = built.root / "data/raw/sources.csv", built.root / TIMES
    register.write_text(register.read_text().replace("W1.wav", "W1.wav; interviews/W1-2.wav"))
    head, first, *rest = times.read_text().splitlines()
    times.write_text("\n".join([head, first.replace(",0,", ",9,"), *rest]) + "\n")
    hear(built)
    own = (built.root / "data/processed/private/heard/report.en.html").read_text()
    assert re.findall(r'src="([^"]+)"></audio><p class="meta"', own) == [
        "../../../raw/interviews/W1-2.wav#t=1.1,4.8"
    ]


def test_who_has_nothing_to_hear_is_told_so(built):
    (built.root / TIMES).unlink()
    with pytest.raises(StudyError, match="no report with a quote that can be heard"):
        hear(built)


def test_a_quote_plays_from_disk(built, browser):
    (path, *_) = [one for one in hear(built) if one.endswith("report.en.html")]
    page = browser.new_page()
    page.goto((built.root / path).as_uri())
    page.evaluate("document.querySelector('blockquote audio').play()")
    page.wait_for_function("document.querySelector('blockquote audio').currentTime > 0.1")


# keeps each place that is sought in the recording, and each turn that is shown as the one heard, however short
HEARD = """() => {
  window.sought = []; window.turns = [];
  document.addEventListener("seeking", (event) => window.sought.push(event.target.currentTime), true);
  new MutationObserver(() => { const turn = document.querySelector(".heard")?.textContent; if (turn && turn !== window.turns.at(-1)) window.turns.push(turn); })
    .observe(document.querySelector(".jalin .text"), { subtree: true, childList: true, attributes: true });
}"""


def test_a_turn_is_heard_by_mouse_and_keys_followed_repeated_and_its_time_mended(desk, talk, browser):
    page = bridged(browser, workbench(desk.root, language="en"))
    page.locator('[data-room="code"][role="tab"]').click()
    page.locator(".sound summary").click()
    page.locator(".sound input[type=file]").set_input_files(str(talk))
    page.wait_for_function("document.querySelector('.sound audio')?.duration > 13")
    # the time before a turn is clicked: it is heard from there, and the text follows
    box = page.locator(".line[data-clock]").nth(2).bounding_box()
    page.evaluate(HEARD)
    page.mouse.click(box["x"] + 20, box["y"] + 12)
    page.wait_for_function("window.turns.some((one) => one.includes('Digging'))")
    (sought,), turns = page.evaluate("[window.sought, window.turns]")
    assert 6 <= sought < 6.1
    assert ["Is it hard?" in one for one in turns[:2]] == [True, False], turns
    # a passage again and again: beyond its end it begins anew
    assert page.evaluate(SELECT, "every morning")
    page.keyboard.press("Alt+l")
    page.wait_for_function("document.querySelector('audio').currentTime < 5")
    page.evaluate("document.querySelector('audio').currentTime = 11")
    page.wait_for_function("document.querySelector('audio').currentTime < 7")
    page.get_by_label("Speed").select_option("0.5")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 0.5
    page.locator(".jalin .text").focus()
    page.keyboard.press("Alt+k")
    page.wait_for_function("document.querySelector('audio').paused")
    # the turn where one is begins later
    assert page.evaluate(SELECT, "Digging")
    page.locator(".sound .clock").fill("0:09.5")
    page.keyboard.press("Tab")
    page.wait_for_function("document.querySelectorAll('.line[data-clock=\"0:09.5\"]').length === 1")
    assert "W1-0004,9.5,4" in (desk.root / TIMES).read_text()
    # the second part of the talk: who clicks a turn of it hears that recording
    page.locator(".sound summary").click()
    page.locator(".sound input[type=file]").set_input_files(str(talk))
    page.get_by_label("Recording", exact=True).wait_for()
    assert page.evaluate(SELECT, "Is it hard")
    page.locator(".sound .clock").fill("0:01")
    page.keyboard.press("Tab")
    page.locator('.line[data-clock="0:01"]').wait_for()
    box = page.locator(".line[data-clock]").nth(2).bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 12)
    page.wait_for_function("document.querySelector('audio').src.endsWith('W1-2.wav')")
    page.wait_for_function("document.querySelector('.heard')?.textContent.includes('Is it hard?')")
    box = page.locator(".line[data-clock]").nth(1).bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 12)
    page.wait_for_function("document.querySelector('audio').src.endsWith('W1.wav')")
    page.locator(".sound .clock").fill("soon")
    page.keyboard.press("Tab")
    page.wait_for_function("document.querySelector('.status').textContent.includes('This is no time')")
    assert page.wrong == []
