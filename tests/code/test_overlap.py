import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from jalin.code.overlap import close_by, overlapping

spans = st.lists(
    st.tuples(st.sampled_from(["A", "B"]), st.integers(0, 20), st.integers(1, 6)).map(
        lambda span: {"source_id": span[0], "start": span[1], "end": span[1] + span[2]}
    ),
    max_size=25,
)


@given(spans)
def test_overlapping_finds_exactly_the_pairs_that_share_a_character(rows):
    frame = pd.DataFrame(rows, columns=["source_id", "start", "end"])
    by_hand = {
        (i, j)
        for i, one in enumerate(rows)
        for j, other in enumerate(rows)
        if i < j
        and one["source_id"] == other["source_id"]
        and set(range(one["start"], one["end"])) & set(range(other["start"], other["end"]))
    }
    found = list(overlapping(frame).itertuples(index=False, name=None))
    assert set(found) == by_hand and len(found) == len(by_hand)


@given(spans, st.integers(0, 5))
def test_close_by_are_those_with_at_most_so_many_characters_between(rows, distance):
    frame = pd.DataFrame(rows, columns=["source_id", "start", "end"])
    by_hand = {
        (i, j)
        for i, one in enumerate(rows)
        for j, other in enumerate(rows)
        if i < j
        and one["source_id"] == other["source_id"]
        and max(one["start"], other["start"]) - min(one["end"], other["end"]) <= distance
    }
    assert set(close_by(frame, distance).itertuples(index=False, name=None)) == by_hand
