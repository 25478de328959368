import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from jalin.code.overlap import overlapping

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
