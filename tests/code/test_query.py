import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalin.code.query import QueryContext, QueryError, codes_in, select
from jalin.condense import with_sources


@pytest.fixture
def asked(run):
    lead = run.codings[run.codings["coder"] == "ann"]
    return QueryContext.of(with_sources(lead, run.sources), run.codebook)


def quotes(query, asked):
    return sorted(asked.codings.loc[select(query, asked), "quote"])


def test_a_code_takes_its_branch_with_it(asked):
    assert len(quotes("CARE", asked)) == 4
    assert len(quotes("CARE-WATER", asked)) == 2


def test_an_old_code_is_understood(asked):
    assert quotes("WATERING", asked) == quotes("CARE-WATER", asked)


def test_with_asks_for_another_code_on_the_same_passage(asked):
    assert quotes("CARE and with HEARD", asked) == ["My cousin says the teacher waters too."]
    assert quotes("CARE and with EVENT", asked) == ["We water the beans, even after the rain in May."]


@pytest.mark.parametrize(("gap", "distance", "near"), [(0, 0, 1), (2, 2, 1), (3, 2, 0), (1, 0, 0)])
def test_near_counts_the_characters_between(asked, gap, distance, near):
    two = asked.codings.iloc[[0, 0]].assign(
        code=["CARE", "TOIL"], start=[0, 5 + gap], end=[5, 9 + gap], quote=["water", "dig "]
    )
    found = QueryContext.of(two, asked.codebook).close_to("TOIL", distance)
    assert found.tolist() == [bool(near), True]


@pytest.mark.parametrize("mark", "'’‘ʼ")
def test_words_are_found_whatever_apostrophe_a_word_processor_put(asked, mark):
    told = asked.codings.iloc[[0]].assign(quote=f"We Don{mark}t water")
    for other in "'’":
        assert select(f'"don{other}t water"', QueryContext.of(told, asked.codebook)).tolist() == [True]


@pytest.mark.parametrize("marks", ['""', "“”", "„“", "«»"])
def test_words_in_any_quotation_marks_are_asked_for_and_an_ellipsis_is_what_is_between(asked, marks):
    told = QueryContext.of(
        asked.codings.iloc[[0]].assign(quote="We saw İstanbul … and\nthe rain"), asked.codebook
    )
    for words, found in {
        "istanbul": 1,
        "we saw... rain": 1,
        "and the rain": 1,
        "rain … saw": 0,
        "…": 0,
    }.items():
        assert select(f"{marks[0]}{words}{marks[1]}", told).tolist() == [bool(found)], words


@pytest.mark.parametrize(("second", "ahead"), [(5, 1), (305, 1), (306, 0), (4, 0), (0, 0)])
def test_before_asks_for_a_code_that_begins_soon_after_the_passage_ends(asked, second, ahead):
    two = asked.codings.iloc[[0, 0]].assign(
        code=["CARE", "TOIL"], start=[0, second], end=[5, second + 4], quote=["water", "dig "]
    )
    found = QueryContext.of(two, asked.codebook)
    assert select("before TOIL", found).tolist() == [bool(ahead), False]
    # what comes after has nothing before it
    assert not select("before CARE", found).any()


def test_before_is_a_word_of_the_language_only_where_a_code_follows(asked):
    book = asked.codebook
    with pytest.raises(QueryError, match="no code yet"):
        select("before and TOIL", QueryContext.of(asked.codings, book))
    assert codes_in("before TOIL and not near HEARD") == {"TOIL", "HEARD"}


def test_attributes_of_the_source(asked):
    assert quotes("TOIL and role_group = pupil", asked) == ["My back hurts from digging."]
    assert quotes('CARE and method != "interview"', asked) == ["Nobody has watered the garden"]
    assert len(quotes("date < 2024-03-05", asked)) == 2


def test_not_binds_before_and_before_or(asked):
    assert quotes("TOIL or CARE and not with DENIED", asked) == quotes(
        "TOIL or (CARE and (not with DENIED))", asked
    )


@given(st.data())
def test_and_or_not_are_those_of_logic(asked_once, data):
    atoms = st.sampled_from(["CARE", "TOIL", "with HEARD", "role_group = pupil"])
    one, other = data.draw(atoms), data.draw(atoms)
    left, right = select(one, asked_once), select(other, asked_once)
    assert (select(f"{one} and {other}", asked_once) == (left & right)).all()
    assert (select(f"{one} or {other}", asked_once) == (left | right)).all()
    assert (select(f"not ({one} or {other})", asked_once) == ~(left | right)).all()


@pytest.fixture(scope="module")
def asked_once(tmp_path_factory):
    from conftest import Run
    from tiny import make_study

    run = Run(make_study(tmp_path_factory.mktemp("asked") / "study"))
    return QueryContext.of(with_sources(run.codings, run.sources), run.codebook)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("CARE and", "cannot be read at the end"),
        ("CARE TOIL", "cannot be read at column 6"),
        ("(CARE", "cannot be read at the end"),
        ("CAER", "'CAER' is no code yet"),
        ("with NOBODY", "'NOBODY' is no code yet"),
        ("rolegroup = pupil", "'rolegroup' is no attribute yet"),
        ("__import__('os')", "cannot be read at column"),
    ],
)
def test_a_query_that_cannot_be_understood_says_where_or_what(asked, query, words):
    with pytest.raises(QueryError, match=words.replace("(", r"\(")):
        select(query, asked)


def test_no_coding_at_all_is_no_error(run):
    asked = QueryContext.of(with_sources(run.codings.iloc[:0], run.sources), run.codebook)
    assert select("CARE and with HEARD or date > 2024-01-01", asked).tolist() == []
    assert select("not TOIL", asked).dtype == np.bool_
