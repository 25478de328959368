import unicodedata
from collections import Counter
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jalin.code.anchor import Unanchored, anchor, anchor_all, context

words = st.text("abc \n", max_size=60)


@st.composite
def passages(draw):
    """A text and a passage of it."""
    text = draw(st.text("abcdé🙂 \n", min_size=1, max_size=80))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return text, start, end


@given(passages())
def test_a_passage_at_its_place_is_held(passage):
    text, start, end = passage
    found = anchor(text, start, end, text[start:end], *context(text, start, end))
    assert (found.start, found.end, found.state) == (start, end, "held")


@given(passages(), words, words)
def test_text_added_before_and_after_never_moves_a_passage_to_other_words(passage, before, after):
    text, start, end = passage
    quote, around = text[start:end], context(text, start, end)
    new = before + text + after
    try:
        found = anchor(new, start, end, quote, *around)
    except Unanchored as fault:
        assert len(fault.candidates) > 1
    else:
        assert new[found.start : found.end] == quote


@given(passages(), st.text("xyz\n", min_size=1, max_size=40))
def test_a_passage_that_stands_once_is_found_after_an_insertion(passage, inserted):
    text, start, end = passage
    quote = text[start:end]
    # places may overlap, as those of aa in aaa do
    assume(sum((inserted + text).startswith(quote, at) for at in range(len(inserted + text))) == 1)
    found = anchor(inserted + text, start, end, quote)
    assert found.start == start + len(inserted)


def test_context_tells_two_like_passages_apart():
    text = "first yes. then no. second yes. then go."
    found = anchor("XX" + text, text.rindex("yes"), text.rindex("yes") + 3, "yes", "second ", ". then go")
    assert found.start == 2 + text.rindex("yes")


def test_a_passage_that_fits_two_places_alike_is_not_moved_on_a_guess():
    with pytest.raises(Unanchored) as fault:
        anchor("yes yes", 50, 53, "yes", "nothing like it", "nor this")
    assert fault.value.candidates == [(0, 3), (4, 7)]


def test_a_passage_that_is_nowhere_is_not_anchored():
    with pytest.raises(Unanchored) as fault:
        anchor("something else", 0, 4, "kayak")
    assert fault.value.candidates == []


def test_a_short_passage_among_new_words_is_not_taken_for_the_old_one():
    text = "Ya.\n" + "Kalimat lain sama sekali tanpa hubungan. " * 2 + "Ya.\nPenutup yang baru."
    with pytest.raises(Unanchored):
        anchor(text, 900, 903, "Ya.", "Apakah Ibu ikut rapat?\n", "\nTerima kasih banyak, Bu")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "  "),
    ],
)
def test_other_line_ends_spaces_and_unicode_forms_do_not_lose_a_passage(change):
    text = "Pembuka.\nKafé itu dibuka\nlagi sesudah apel, kata Pak René.\nPenutup."
    start, end = text.index("Kafé"), text.index("\nPenutup")
    new = change(text)
    found = anchor(new, start, end, text[start:end], *context(text, start, end))
    assert " ".join(unicodedata.normalize("NFC", new[found.start : found.end]).split()) == " ".join(
        text[start:end].split()
    )


def _corpus():
    """A transcript in which some turns come back word for word."""
    random = Random(7)
    words = ["".join(random.choices("aiueobdgklmnprst", k=random.randint(2, 9))) for _ in range(300)]
    again = ["T: Lalu bagaimana?", "J: Ya, betul.", "T: Bisa diceritakan 🙂 lebih rinci, Bu?"]
    lines = []
    for _ in range(60):
        told = f"J: {' '.join(random.choices(words, k=12))}."
        lines.append(random.choice([*again, *[told] * 9]))
    return "\n".join(lines) + "\n"


def _edited(random, text):
    """One edit of a text, and where each of its old code points went; None for one that is gone."""
    at = random.randrange(len(text))
    until = min(len(text), at + random.randint(1, 60))
    kind = random.choice(["insert", "delete", "replace", "move"])
    new = "".join(random.choice("abcdefghij klmno\n") for _ in range(random.randint(1, 80)))
    old = list(range(len(text)))
    if kind == "insert":
        order = [*old[:at], *[None] * len(new), *old[at:]]
    elif kind == "delete":
        order = old[:at] + old[until:]
    elif kind == "replace":
        order = [*old[:at], *[None] * len(new), *old[until:]]
    else:
        lines = [0, *(place + 1 for place, sign in enumerate(text) if sign == "\n")]
        first = random.randrange(len(lines) - 2)
        goal = random.randrange(len(lines) - 1)
        block = old[lines[first] : lines[first + 1]]
        rest = old[: lines[first]] + old[lines[first + 1] :]
        goal = min(lines[goal], len(rest))
        order = rest[:goal] + block + rest[goal:]
    fresh = iter(new)
    return "".join(next(fresh) if place is None else text[place] for place in order), order


def test_ten_thousand_edits_lose_nothing_and_move_nothing_wrongly():
    random, text = Random(11), _corpus()
    found = Counter()
    for _ in range(1000):
        edited, order = _edited(random, text)
        went = {old: new for new, old in enumerate(order) if old is not None}
        selectors = []
        for _ in range(10):
            start = random.randrange(len(text) - 1)
            end = min(len(text), start + random.randint(3, 120))
            selectors.append((start, end, text[start:end], *context(text, start, end)))
        for selector, result in zip(selectors, anchor_all(edited, selectors), strict=True):
            start, end = selector[:2]
            left = [went[place] for place in range(start, end) if place in went]
            untouched = len(left) == end - start == left[-1] + 1 - left[0] if left else False
            if isinstance(result, Unanchored):
                found["listed, untouched" if untouched else "listed"] += 1
                continue
            found[result.state] += 1
            whole = edited[result.start : result.end], *context(edited, result.start, result.end)
            inside = sum(result.start <= place < result.end for place in left)
            if whole == selector[2:]:
                # word for word as it was, and so is all around it: nobody could tell it from the old one
                found["twin"] += inside < len(left)
            else:
                # most of what is left of the passage is inside what was found
                found["wrong"] += not left or inside < len(left) / 2
    assert sum(found[state] for state in ("held", "moved", "edited", "listed", "listed, untouched")) == 10_000
    assert found["wrong"] == 0
    # what the edit left alone is found, but for a few words that stand at its edge
    assert found["listed, untouched"] < 100
