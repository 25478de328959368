"""Tables of the report, from the tables of the stages."""

import pandas as pd
import pytest

from jalin.report.tables.coding import agreement_table

MEASURES = ("percent", "percent_coded", "kappa", "ac1", "alpha_spans", "alpha")


SPREAD = {"alpha_low": 0.4, "alpha_high": 0.6, "below_tentative": 0.9, "below_firm": 1.0}


def agreement(coders=2, **spread):
    row = {"code": "A", "coders": coders, "units": 5, "coded": 2, **dict.fromkeys(MEASURES, 0.5)}
    return {"code/agreement": pd.DataFrame([row | (spread or SPREAD)])}


@pytest.mark.parametrize(
    ("coders", "indonesian", "english"), [(2, "κ Cohen", "Cohen's κ"), (3, "κ Fleiss", "Fleiss' κ")]
)
def test_the_table_of_agreement_says_whose_kappa_it_is(coders, indonesian, english):
    tables = agreement(coders)
    assert indonesian in agreement_table(tables, "id") and english in agreement_table(tables, "en")


def test_alpha_has_its_interval_and_how_probably_it_is_low_or_says_that_it_cannot():
    head = ["95% interval of α", "Probability of α below 0.667 / 0.800"]
    assert agreement_table(agreement(), "en")[head].values.tolist() == [["0.40 … 0.60", "0.90 / 1.00"]]
    nothing = agreement_table(agreement(**dict.fromkeys(SPREAD, float("nan"))), "id")
    assert nothing[["Selang 95% α", "Peluang α di bawah 0,667 / 0,800"]].values.tolist() == [
        ["tak dapat ditaksir", "tak dapat ditaksir"]
    ]
