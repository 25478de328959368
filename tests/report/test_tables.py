"""Tables of the report, from the tables of the stages."""

from types import SimpleNamespace

import docx
import pandas as pd
import pytest
from docx.oxml.ns import qn
from lxml import etree
from pdfminer.high_level import extract_text
from test_book import numbered, pages, write_chapter

from jalin.errors import StudyError
from jalin.named import Words
from jalin.report import write_documents
from jalin.report.elements import table
from jalin.report.tables.coding import agreement_table, tally
from jalin.settings import Tally

MEASURES = ("percent", "percent_coded", "kappa", "ac1", "alpha_spans", "alpha")


SPREAD = {"alpha_low": 0.4, "alpha_high": 0.6, "below_tentative": 0.9, "below_firm": 1.0}


class Tables(dict):
    """Tables by name, of a study with one code."""

    codebook = SimpleNamespace(names=lambda language: {"A": {"id": "Rawat", "en": "Care"}[language]})


def agreement(coders=2, **spread):
    row = {"code": "A", "coders": coders, "units": 5, "coded": 2, **dict.fromkeys(MEASURES, 0.5)}
    return Tables({"code/agreement": pd.DataFrame([row | (spread or SPREAD)])})


@pytest.mark.parametrize(
    ("coders", "indonesian", "english"), [(2, "κ Cohen", "Cohen’s κ"), (3, "κ Fleiss", "Fleiss’ κ")]
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


def test_codes_stand_in_tables_by_their_names():
    assert agreement_table(agreement(), "id")["Kode"].tolist() == ["Rawat"]


def test_whole_numbers_and_days_are_set_as_the_language_writes_them_and_stay_bare_in_the_data():
    frame = pd.DataFrame(
        {"n": [1144, 7], "share": ["0.50", "–"], "day": ["2024-09-12", "soon"], "id": ["W01", "P1"]}
    )
    english, indonesian = (
        table(frame, language, page=True, number=1, data="", caption="c", notebook="")
        for language in ("en", "id")
    )
    assert '<td class="n">1,144</td>' in english and '<td class="n">1.144</td>' in indonesian
    assert "12\xa0Sept\xa02024" in english and "12\xa0Sep\xa02024" in indonesian and "soon" in english
    assert frame["n"].tolist() == [1144, 7]


def test_what_stands_below_a_cell_is_in_its_column_and_has_no_heading():
    frame = pd.DataFrame({"quote": ["Apa?", "Ya"], "translation": ["What <b>", ""], "n": [1, 2]})
    page = table(frame, "en", True, below=("translation",), number=1, data="", caption="c", notebook="")
    assert page.count("<th ") == 2 and ">translation<" not in page
    assert 'Apa?<br><em class="translation">What &lt;b&gt;</em></td>' in page and "<td>Ya</td>" in page


def test_a_tally_has_the_names_that_the_study_gives_its_values():
    counted = pd.DataFrame(
        [("T1", "pupil / water", "beans", 2), ("T1", "cat / water", "peas", 1)],
        columns=["tally", "row", "column", "count"],
    )
    spec = Tally(
        id="T1",
        name=Words({"id": "Siram", "en": "Watering"}),
        rows=["who", "act"],
        columns="note",
    )
    words = {"pupil": "murid", "water": "menyiram", "beans": "kacang"}
    results = Tables({"condense/tallies": counted})
    settings = SimpleNamespace(tallies=[spec], logged=lambda said, language: words.get(said, said))
    results.study = SimpleNamespace(settings=settings)
    found = tally(results, "id").set_index("Siram")
    assert list(found.columns) == ["kacang", "peas"]
    assert found.loc["murid / menyiram"].tolist() == [2, 0] and "cat / menyiram" in found.index


TYPED = """# Two tables

{{ ref("table", "words") }} stands after {{ ref("table", "sources") }}.

{{ table("sources") }}

{% call table("words", "What is <meant>") %}
| Word | Meaning |
|---|---|
| *care* | {{ fact("sources") }} of them |
{% endcall %}
"""


def test_a_table_typed_in_a_chapter_is_numbered_among_the_others_on_page_and_paper(results):
    write_chapter(results, TYPED, "0_odd")
    tree = etree.HTML(pages(results))
    (table,) = tree.xpath("//table[caption//b[.='Table 2.']]")
    assert " ".join("".join(table.find("caption").itertext()).split()) == "Table 2. What is <meant>."
    assert (
        table.get("id") == "table-2" and table.xpath(".//em[.='care']") and table.xpath(".//*[@class='fact']")
    )
    # it scrolls in a frame of its own, which the keyboard reaches
    frame = table.getparent()
    assert frame.get("class") == "table" and frame.get("tabindex") == "0" and frame.get("aria-label")
    assert tree.xpath("//a[@href='#table-2'][.='Table 2']")
    pdf, word_file = write_documents(numbered(results))
    assert "Table 2. What is <meant>." in " ".join(extract_text(pdf).split())
    document = docx.Document(str(word_file))
    codes = [one.text.strip() for one in document.element.body.iter(qn("w:instrText"))]
    assert "REF _Ref_table_2 \\h" in codes


@pytest.mark.parametrize("name, kind", [("sources", "table"), ("verdicts", "figure")])
def test_what_the_report_makes_cannot_be_typed(results, name, kind):
    write_chapter(results, f'{{% call {kind}("{name}", "Mine") %}}\n| A |\n|---|\n{{% endcall %}}\n')
    with pytest.raises(StudyError, match=f"2_odd.en.md, line 1: the report makes the {kind} '{name}' itself"):
        numbered(results)
