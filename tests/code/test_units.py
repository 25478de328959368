import pandas as pd
import pytest

from jalin.code import agreement_by_code, krippendorff_alpha, units_of
from jalin.errors import StudyError

TEXT = "Dia datang. “Sudah?” tanyanya!\nBelum…  Besok saja"


@pytest.fixture
def segments():
    return pd.DataFrame({"source_id": ["W"], "start": [10], "end": [10 + len(TEXT)], "text": [TEXT]})


def test_sentences_are_cut_at_their_marks_and_at_line_ends(segments):
    found = units_of(segments, "sentence")
    assert [TEXT[row.start - 10 : row.end - 10] for row in found.itertuples()] == [
        "Dia datang.", "“Sudah?”", "tanyanya!", "Belum…", "Besok saja",
    ]  # fmt: skip


def test_agreement_on_characters_is_that_of_a_yes_or_no_for_each(segments):
    marks = [("ann", 10, 20), ("ben", 15, 25)]
    codings = pd.DataFrame(
        [{"coder": c, "source_id": "W", "code": "K", "start": s, "end": e} for c, s, e in marks]
    )
    found = agreement_by_code(codings, units_of(segments, "character"), ["ann", "ben"], ["K"]).iloc[0]
    by_hand = [[int(start <= place < end) for place in range(10, 10 + len(TEXT))] for _, start, end in marks]
    assert found["units"] == len(TEXT) and found["coded"] == 15
    assert found["alpha"] == pytest.approx(krippendorff_alpha(by_hand))
    # on whole segments the two agree on all there is
    assert agreement_by_code(codings, segments, ["ann", "ben"], ["K"]).iloc[0]["percent"] == 1


def test_an_unknown_unit_gets_a_sentence(segments):
    with pytest.raises(StudyError, match="Write segment, sentence or character"):
        units_of(segments, "page")
