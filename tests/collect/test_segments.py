import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalin.collect.blocks import Block, Reading
from jalin.collect.canonical import canonical
from jalin.collect.dialects import DIALECTS
from jalin.collect.hearing import heard
from jalin.collect.segments import segment as segments_and_holders


def segment(source_id, method, lines, interviewers):
    """The segments of `lines`, whose dialect is told by them where it is an interview."""
    talk = method == "interview"
    dialects = {name: DIALECTS[name] for name in DIALECTS}
    told = heard(Reading(), lines, interviewers, dialects).lines if talk else lines
    return segments_and_holders(source_id, [line for line in told if line.text], interviewers, talk)[0]


def blocks(*lines):
    return [Block(line) for line in lines]


def test_turns_take_the_lines_after_them_and_know_who_speaks():
    found = segment(
        "W1", "interview", blocks("Notice", "P: Who?", "I: Me.", "And you.", "P: Why?", "I: Because."), ["P"]
    )
    assert [row["text"] for row in found] == [
        "Notice",
        "P: Who?",
        "I: Me.\nAnd you.",
        "P: Why?",
        "I: Because.",
    ]
    assert [row["voice"] for row in found] == ["none", "interviewer", "informant", "interviewer", "informant"]
    assert found[0]["kind"] == "paragraph"


def test_a_time_stamp_is_not_the_speaker():
    found = segment("W1", "interview", blocks("[00:01:02] Ibu RW: a", "[00:01:09] Ibu RW: b"), [])
    assert [row["speaker"] for row in found] == ["Ibu RW", "Ibu RW"]


@pytest.mark.parametrize(
    ("line", "speaker", "time", "text"),
    [
        ("[00:12:31] Sari: hello", "Sari", "00:12:31", "Sari: hello"),
        ("(12:31) Sari: hello", "Sari", "12:31", "Sari: hello"),
        ("00:12:31.250 Sari: hello", "Sari", "00:12:31", "Sari: hello"),
        ("Sari [00:12:31]: hello", "Sari", "00:12:31", "Sari: hello"),
        ("Sari (12:31): hello", "Sari", "12:31", "Sari: hello"),
        ("Sari : hello", "Sari", "", "Sari : hello"),
        ("Sari:", "Sari", "", "Sari:"),
        ("Sari 0:03", "Sari", "0:03", "Sari"),
        ("Sari  00:00:03", "Sari", "00:00:03", "Sari"),
    ],
)
def test_labels_and_times_as_programs_and_people_write_them(line, speaker, time, text):
    rows = segment("W1", "interview", blocks(line, "and on", line, "to the end"), [])
    assert {(row["speaker"], row["time"]) for row in rows} == {(speaker, time)}
    joins = ": " if text == "Sari" else "\n"
    assert [row["text"] for row in rows] == [f"{text}{joins}and on", f"{text}{joins}to the end"]


def test_an_interviewer_who_speaks_once_is_known_by_the_settings():
    (turn,) = segment("W1", "interview", blocks("peneliti: Why?", "For no reason."), ["Peneliti"])
    assert (turn["voice"], turn["text"]) == ("interviewer", "peneliti: Why?\nFor no reason.")


def test_a_footnote_is_no_part_of_the_last_turn():
    notes = [*blocks("P: a", "P: b"), Block("[1] note", "note")]
    assert [row["kind"] for row in segment("W1", "interview", notes, ["P"])] == ["turn", "turn", "note"]


def test_a_label_that_never_comes_back_is_no_speaker():
    found = segment("W1", "interview", blocks("P: a", "Note: b", "P: c"), ["P"])
    assert [row["speaker"] for row in found] == ["P", "P"]


def test_paragraphs_of_a_document_have_no_turns():
    found = segment("D1", "document", blocks("To: all", "To: some"), [])
    assert [row["kind"] for row in found] == ["paragraph", "paragraph"]


LINES = st.lists(
    st.text(st.characters(categories=["L", "Nd", "Zs", "Po"]), min_size=1).filter(str.strip), min_size=1
)


@given(LINES)
def test_segments_cover_the_text_in_order(lines):
    lines = [line.strip() for line in lines]
    text = "".join(f"{line}\n" for line in lines)
    found = segment("D1", "document", blocks(*lines), [])
    assert "\n".join(text[row["start"] : row["end"]] for row in found) + "\n" == text


@given(LINES)
def test_no_word_of_an_interview_is_lost(lines):
    lines = [canonical(line).strip() for line in lines]
    found = segment("W1", "interview", blocks(*filter(None, lines)), [])
    kept = " ".join(f"{row['text']} {row['speaker']} {row['time']}" for row in found)
    for line in lines:
        # numbers of lines and times may go, and who speaks where nothing is said
        for word in re.findall(r"[^\W\d_]+", line):
            assert word in kept or line in {
                label for label in map(str.strip, lines) if lines.count(label) > 1
            }
