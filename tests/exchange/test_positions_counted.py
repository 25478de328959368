"""What another program's positions count is found out, never assumed in silence."""

import random
import unicodedata

import pytest

from jalin.errors import StudyError
from jalin.exchange.units import UNITS, Selection, place

TALK = (
    "P: Bagaimana 😡😡 hari ini?\r\nI: Kursi kurang sejak lama. Antre 😀 panjang sekali!\r\n"
    "P: Lalu, café é itu?\r\nI: Kami berdiri di tangga 👍🏽 sampai siang.\r\n"
)
QUOTES = [
    "Kursi kurang sejak lama.",
    "Antre 😀 panjang sekali!",
    "café é itu?",
    "Kami berdiri di tangga",
    "sampai siang.",
]


def counted(text, unit):
    """The text as the unit counts it: its length is the position."""
    text = text.replace("\r\n", "\n") if unit.endswith(("lines", "two")) else text
    text = text.replace("\n", "\r\n") if unit.endswith("two") else text
    if unit.startswith("utf16"):
        return len(text.encode("utf-16-le")) // 2
    if unit.startswith("bytes"):
        return len(text.encode())
    if unit == "composed":
        return sum(not unicodedata.combining(letter) for letter in text)
    return len(text) + (unit == "marked")


def selections(unit, words=False, quotes=QUOTES, text=TALK):
    found = []
    for quote in quotes:
        start = text.index(quote)
        ends = (counted(text[:start], unit), counted(text[: start + len(quote)], unit))
        found.append(Selection("a", *ends, quote if words else ""))
    return found


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("words", [True, False])
def test_every_way_of_counting_is_found_out(unit, words):
    # a mark is in the file of every program that writes one, whatever it counts
    # nor has a text the line ends that it lost
    text = TALK.replace("\r\n", "\n") if unit.endswith("two") else TALK
    parts = unit == "composed"
    text, *quotes = [unicodedata.normalize("NFD" if parts else "NFC", one) for one in (text, *QUOTES)]
    placed = place({"a": text}, selections(unit, words, quotes, text), "x.qdpx", marked=["a"])
    assert [text[start:end] for start, end in placed.spans] == quotes
    assert (unit == "points") == (placed.told == [])


def test_a_few_wide_letters_among_many_line_ends_are_no_question():
    lines = [f"Baris ke-{number} ini biasa saja." for number in range(40)]
    text = "\r\n".join([*lines, "Warga – semua – antre."])
    quotes = [*lines[5:], "antre."]
    placed = place({"a": text}, selections("lines", quotes=quotes, text=text), "x.qdpx")
    assert [text[start:end] for start, end in placed.spans] == quotes


def test_a_mark_that_nobody_counts_asks_nothing_of_words_cut_in_two():
    text = "Kami berdiri di tangga."
    (span,) = place({"a": text}, [Selection("a", 6, 10)], "x.qdpx", marked=["a"]).spans
    assert text[slice(*span)] == "erdi"


def test_what_is_found_is_told_with_its_score():
    (line,) = place({"a": TALK}, selections("utf16", words=True), "x.qdpx").told
    assert line == "positions count UTF-16 units: 5 of 5 have their own words, 0 by code points"


def test_where_nothing_tells_it_is_asked_and_can_be_said():
    text = "😀😀 a b c d"
    one = [Selection("a", 5, 6)]
    with pytest.raises(StudyError, match=r"cannot be told(.|\n)*--positions"):
        place({"a": text}, one, "x.qdpx")
    (span,) = place({"a": text}, one, "x.qdpx", "utf16").spans
    assert text[slice(*span)] == "a"


def test_a_selection_whose_words_stand_elsewhere_goes_to_its_words():
    found = [*selections("points", words=True), Selection("a", 0, 9, "Kami berdiri di tangga")]
    placed = place({"a": TALK}, found, "x.qdpx")
    start, end = placed.spans[-1]
    assert TALK[start:end] == "Kami berdiri di tangga"
    assert placed.told == ["selections placed by their words, as their positions say others: 1"]


def test_names_that_are_no_words_of_the_text_decide_nothing():
    found = [
        Selection("a", one.start, one.end, f"W01 - {at},30") for at, one in enumerate(selections("utf16"))
    ]
    placed = place({"a": TALK}, found, "x.qdpx")
    assert [TALK[start:end] for start, end in placed.spans] == QUOTES


def test_what_leaves_its_text_has_no_place():
    assert place({"a": "abc"}, [Selection("a", 2, 9), Selection("b", 0, 1)], "x").spans == [None, None]


def test_a_project_of_many_selections_is_placed_whatever_it_counts():
    rng = random.Random(3)
    words = ["antre", "kursi", "😀", "petugas", "café", "👍🏽", "loket", "—", "lama", "sekali"]
    lines = [" ".join(rng.choice(words) for _ in range(rng.randint(3, 12))) + "." for _ in range(60)]
    text = "\r\n".join(lines)
    quotes = [
        line
        for line in lines
        if lines.count(line) == 1 and not any(line in one for one in lines if one != line)
    ]
    for unit in UNITS:
        placed = place({"a": text}, selections(unit, quotes=quotes, text=text), "x", marked=["a"])
        assert [text[slice(*span)] for span in placed.spans] == quotes


def test_words_that_stand_in_several_places_are_taken_where_those_beside_them_were_moved_to():
    text = "satu dua tiga. " + "lama lama lama lama. " + "empat lima. antre tujuh antre"
    found = [
        (text.index(words), words) for words in ("satu", "dua tiga", "lama", "empat lima", "antre tujuh")
    ]
    found += [(text.index("lama", text.index("lama") + 1), "lama")]
    # counted two too far, as by a program that has a mark before the text
    shifted = [Selection("w", start + 2, start + 2 + len(words), words) for start, words in found]
    placed = place({"w": text}, shifted, "p")
    assert [text[slice(*span)] for span in placed.spans] == [words for _, words in found]
    assert [span[0] for span in placed.spans] == [start for start, _ in found]
    assert placed.told[-1] == "selections placed by their words, as their positions say others: 6"


def test_words_in_two_places_alike_far_are_left_out_and_told_and_so_are_words_that_are_nowhere():
    text = "antre satu dua antre"
    placed = place(
        {"w": text},
        [Selection("w", 7, 12, "antre"), Selection("w", 0, 5, "hilang"), Selection("w", 6, 10, "satu")],
        "p",
    )
    assert placed.spans == [None, (0, 5), (6, 10)]
    assert [line.rsplit(": ", 1)[1] for line in placed.told] == ["1", "1"]


def test_a_selection_that_takes_in_a_final_line_end_that_was_lost_ends_with_its_text():
    found = place({"a": "Satu dua."}, [Selection("a", 5, end) for end in (9, 10, 11, 12)], "x.qdpx")
    assert found.spans == [(5, 9), (5, 9), (5, 9), None]


@pytest.mark.parametrize("unit", ["marked", "composed"])
def test_three_passages_within_sentences_are_enough_where_all_else_cuts_words(unit):
    text = unicodedata.normalize(
        "NFD", "Élève déçu, là. Bu guru datang pagi, bangku rusak semua, atap bocor juga."
    )
    quotes = ["guru datang", "bangku rusak", "atap bocor"]
    placed = place({"a": text}, selections(unit, quotes=quotes, text=text), "x.qdpx", marked=["a"])
    assert [text[start:end] for start, end in placed.spans] == quotes


def test_positions_that_cut_words_in_every_way_of_counting_are_told():
    text = "Bu guru datang pagi sekali, bangku rusak semua, atap bocor juga. " * 3
    shifted = [Selection("a", at + 3, at + 14) for at in (3, 28, 48, 68)]
    (line,) = place({"a": text}, shifted, "x.qdpx").told
    assert "begin or end within a word, of 4, as if" in line and "else: 4." in line
    # a script without spaces has no such edges
    assert place({"a": "排队很长椅子不够大家都在等" * 9}, shifted, "x.qdpx").told == []
