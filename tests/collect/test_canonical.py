import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalin.collect.canonical import canonical
from jalin.reading import printable

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts)
def test_canonical_text_stays_as_it_is(text):
    once = canonical(text)
    assert canonical(once) == once


@given(texts)
def test_canonical_text_keeps_its_promises(text):
    found = canonical(text)
    assert unicodedata.is_normalized("NFC", found)
    assert "\r" not in found and "\ufeff" not in found
    assert found == "" or found.endswith("\n")
    for line in found.split("\n")[:-1]:
        assert line and line == line.rstrip()


@given(texts)
def test_a_passage_reads_the_same_in_a_coders_file(text):
    assert printable(canonical(text)) == canonical(text)


@given(texts)
def test_line_ends_of_every_system_give_the_same_text(text):
    unix = text.replace("\r", "\n")
    assert canonical(unix.replace("\n", "\r\n")) == canonical(unix) == canonical(unix.replace("\n", "\r"))


def test_what_is_no_character_is_in_no_text():
    assert canonical("a\ufffeb \uffff\ufdd0") == "ab \ufdd0\n"


def test_composed_and_decomposed_letters_are_the_same():
    assert canonical("cafe\u0301") == canonical("caf\u00e9") == "caf\u00e9\n"


def test_half_a_character_is_refused():
    with pytest.raises(ValueError, match="character 1 "):
        canonical("a\ud800")
