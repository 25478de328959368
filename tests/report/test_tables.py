"""Tables of the report, from the tables of the stages."""

import pandas as pd
import pytest

from jalin.report.tables.coding import agreement_table

MEASURES = ("percent", "percent_coded", "kappa", "ac1", "alpha_spans", "alpha", "alpha_low", "alpha_high")


@pytest.mark.parametrize(
    ("coders", "indonesian", "english"), [("ab", "κ Cohen", "Cohen's κ"), ("abc", "κ Fleiss", "Fleiss' κ")]
)
def test_the_table_of_agreement_says_whose_kappa_it_is(coders, indonesian, english):
    row = {"code": "A", "units": 5, "coded": 2, **dict.fromkeys(MEASURES, 0.5)}
    tables = {"code/agreement": pd.DataFrame([row]), "code/codings": pd.DataFrame({"coder": list(coders)})}
    assert indonesian in agreement_table(tables, "id") and english in agreement_table(tables, "en")
