import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jalin.code.anchor import Unanchored, anchor, context

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
    assert fault.value.candidates == [0, 4]


def test_a_passage_that_is_nowhere_is_not_anchored():
    with pytest.raises(Unanchored) as fault:
        anchor("something else", 0, 4, "gone")
    assert fault.value.candidates == []
