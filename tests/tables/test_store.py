"""What a table may hold, and what is told of one that no schema knows."""

import numpy as np
import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from jalin.errors import StudyError
from jalin.study import open_study
from jalin.tables.columns import in_languages
from jalin.tables.store import check, holds, read, schema_of, write

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


def test_text_that_arrow_holds_is_taken_as_any_other():
    held = pd.DataFrame(PAIR).astype(
        dict.fromkeys(("code", "other"), pd.StringDtype("pyarrow", na_value=np.nan))
    )
    found = check("code/confusions", held)
    pd.testing.assert_frame_equal(found, check("code/confusions", pd.DataFrame(PAIR)))


@pytest.mark.parametrize("name", ["code/confusion", "reflect/diary"])
def test_a_table_without_a_schema_is_told_with_where_to_add_it(root, name):
    study = open_study(root)
    for call in (lambda: write(study, name, pd.DataFrame(PAIR)), lambda: read(study, name)):
        with pytest.raises(StudyError, match=rf"{name}: there is no table of this name.*tables/{name[:4]}"):
            call()


FAULTS = {
    "a missing value": lambda values: values.astype(object).where(values.index > 0),
    "a word among numbers": lambda values: values.astype(object).where(values.index > 0, "many"),
    "a number below zero": lambda values: values.astype(object).where(values.index > 0, -9),
    "all as text": lambda values: values.astype(str),
    "all as numbers": lambda values: pd.Series(range(len(values)), dtype="float64"),
}


@pytest.mark.parametrize("name", ["code/codings", "code/agreement", "protect/sources"])
def test_a_table_holds_where_pandera_says_so_and_only_there(name, published_garden):
    study = open_study(published_garden)
    right, schema = read(study, name), in_languages(schema_of(name), study.languages)
    assert holds(schema, right)
    assert not (schema.unique and holds(schema, pd.concat([right, right], ignore_index=True)))
    for column in schema.columns:
        for fault, spoil in FAULTS.items():
            frame = right.assign(**{column: spoil(right[column])})
            try:
                schema.validate(frame, lazy=True)
            except SchemaErrors:
                assert not holds(schema, frame), (column, fault)
            else:
                assert holds(schema, frame), (column, fault)
