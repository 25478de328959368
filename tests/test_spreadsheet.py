"""What goes to a spreadsheet is text there, and comes back as it was."""

import csv
import io
import zipfile
from datetime import datetime

import docx
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalin.exchange.coded_tables import rows_of_file
from jalin.files import write_package
from jalin.records import read_records
from jalin.spreadsheet import as_meant, cell, csv_of, csv_of_rows, write_xlsx

FORMULAS = ("=1+1", "@SUM(1)", "+62 812-3456", "-2+3", "- ya, betul", "\t=1", "\n=1", "＝1", "'=1", "-3\n=1")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_text_in_a_csv(text):
    for made in (csv_of(pd.DataFrame({text: [text, "a"]})), csv_of_rows([text], [{text: text}])):
        assert [row[0] for row in csv.reader(io.StringIO(made, newline=""))][:2] == [f"'{text}"] * 2


@pytest.mark.parametrize(
    "text", ["-3", "+0,5", "+0 800 000 1234", "−0.31", "-5%", "-", "–", "'tis", "a=b", ""]
)
def test_numbers_and_other_words_stay_as_they_are(text):
    assert cell(text) == as_meant(text) == text


def test_no_text_ends_its_row():
    assert csv_of(pd.DataFrame({"a": ["x\r=1+1"], "b": ["y\r\nz"]})) == 'a,b\n"x\n=1+1","y\nz"\n'


@given(st.text(st.characters(exclude_characters="\r")))
def test_what_was_written_is_read_as_it_was(text):
    assert as_meant(str(cell(text))) == text


def test_a_table_of_people_s_words_is_read_as_it_was_written(tmp_path):
    (tmp_path / "a.csv").write_text(csv_of_rows(["a"], [{"a": "=1+1"}]))
    assert read_records(tmp_path / "a.csv", "a.csv", ["a"]) == [(2, {"a": "=1+1"})]


def test_a_formula_is_text_in_a_workbook(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    write_xlsx(
        tmp_path / "a.xlsx", {"a": pd.DataFrame({"=1": ["=1+1", "b"]}), "b": pd.DataFrame({"x": ["=2"]})}
    )
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    found = [
        one for sheet in book for row in sheet.iter_rows() for one in row if str(one.value).startswith("=")
    ]
    assert [one.value for one in found] == ["=1", "=1+1", "=2"]
    assert all(one.data_type == "s" and one.quotePrefix for one in found)


@pytest.mark.parametrize("words", ["antre lama " * 7000, "🙂🙂 " * 14_000, "x" * 32_767, "x" * 70_000])
def test_what_no_cell_of_excel_holds_goes_on_in_further_columns(tmp_path, words):
    made = tmp_path / "a.xlsx"
    write_xlsx(made, {"a": pd.DataFrame({"quote": ["short", words.strip()], "code": ["A", "B"]})})
    body = list(openpyxl.load_workbook(made).active.iter_rows(values_only=True))
    assert all(len((value or "").encode("utf-16-le")) <= 2 * 32_767 for row in body for value in row)
    assert rows_of_file(made)[1]["quote"] == words.strip()


def test_an_office_file_has_no_time_of_its_own_and_no_names_of_fonts_that_are_people_s(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", {"a": pd.DataFrame({"code": ["A"]})})
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = datetime(2024, 5, 6)
    write_package(tmp_path / "a.docx", document.save)
    for made in (tmp_path / "a.xlsx", tmp_path / "a.docx"):
        with zipfile.ZipFile(made) as package:
            assert {item.date_time[:3] for item in package.infolist()} == {(1980, 1, 1)}
            said = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
        assert said["docProps/core.xml"].count(">1980-01-01T00:00:00Z<") == 2
        (theme,) = (text for name, text in said.items() if "/theme/" in name)
        assert "a:latin" in theme and "Kartika" not in theme and "Hans" not in theme
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["a"]["A2"].value == "A"
    assert docx.Document(str(tmp_path / "a.docx")).core_properties.created.year == 1980
