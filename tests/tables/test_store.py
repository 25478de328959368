"""What a table may hold, and what is told of one that no schema knows."""

import pandas as pd
import pytest

from jalin.errors import StudyError
from jalin.study import open_study
from jalin.tables.store import check, read, write

PAIR = {"code": ["CARE"], "other": ["TOIL"], "segments": [2]}


def test_a_column_that_the_schema_does_not_know_is_told_with_where_to_add_it(root):
    frame = pd.DataFrame({**PAIR, "s": [0.5]})
    with pytest.raises(
        StudyError, match=r"column 's' that its schema does not know.*src/jalin/tables/code\.py"
    ):
        write(open_study(root), "code/confusions", frame)
    assert not (root / "data/processed/code").exists()


def test_columns_come_in_the_order_of_the_schema():
    assert list(check("code/confusions", pd.DataFrame(PAIR)[["segments", "other", "code"]])) == list(PAIR)


@pytest.mark.parametrize("name", ["code/confusion", "reflect/diary"])
def test_a_table_without_a_schema_is_told_with_where_to_add_it(root, name):
    study = open_study(root)
    for call in (lambda: write(study, name, pd.DataFrame(PAIR)), lambda: read(study, name)):
        with pytest.raises(StudyError, match=rf"{name}: there is no table of this name.*tables/{name[:4]}"):
            call()
