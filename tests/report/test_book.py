import html
import json
import re

import pytest
from conftest import build

from jalin.errors import StudyError
from jalin.report import Book, Results, compute_facts, save_figures, write_facts


def results_of(root) -> Results:
    """The tables of the tiny study, built in this process."""
    return Results.of(build(root))


def pages(root, language) -> str:
    results = results_of(root)
    save_figures(results)
    return "\n".join(page.data for page in Book(results, compute_facts(results), language).pages())


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_report_says_what_the_counts_say_in_both_languages(root):
    english = words(pages(root, "en"))
    assert "P1. The garden is cared for: supported with reservations ." in english
    assert "Of 3 voices that speak to it, 2 are for, 0 mixed and 1 against;" in english
    assert "support comes from 2 source groups, and 2 voices know it from more than hearsay." in english
    assert "P2. The garden is toil: mixed . Of 1 voice that speaks to it, 1 is for," in english
    indonesian = words(pages(root, "id"))
    assert "P1. Kebun dirawat: didukung dengan catatan ." in indonesian
    assert "Dari 3 suara yang membicarakannya, 2 mendukung, 0 campuran, dan 1 membantah;" in indonesian


def test_without_its_codings_a_finding_is_told_otherwise(root):
    for path in (root / "data/raw/coding/codings").glob("*/*.jsonl"):
        path.write_text("".join(line for line in path.read_text().splitlines(True) if "CARE" not in line))
        path.write_text("".join(line for line in path.read_text().splitlines(True) if "WATERING" not in line))
    english = words(pages(root, "en"))
    assert "P1. The garden is cared for: no evidence ." in english
    assert "The children water it" not in english


def test_a_withdrawn_source_is_in_no_page_table_or_figure(root):
    pages(root, "en")
    for path in [*(root / "reports").rglob("*"), *(root / "data/processed").rglob("*")]:
        if path.is_file():
            assert b"Zanzibar" not in path.read_bytes()


def test_text_from_the_data_cannot_become_markup(root):
    source = root / "data/raw/interviews/W2.md"
    source.write_text(source.read_text().replace("beans", "b<script>x()</script>"))
    for coder in ("ann", "ben"):
        path = root / f"data/raw/coding/codings/{coder}/W2.jsonl"
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        for line in lines:
            line["quote"] = line["quote"].replace("beans", "b<script>x()</script>")
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    page = pages(root, "en")
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_every_figure_is_saved_twice_the_same_with_its_data_beside(root):
    results = results_of(root)
    once = {path: path.read_bytes() for path in save_figures(results)}
    twice = {path: path.read_bytes() for path in save_figures(results)}
    assert once == twice and len(once) == 28
    for path in once:
        assert path.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
        assert path.with_name(path.name.split(".")[0] + ".csv").exists()


def test_facts_tell_their_value_words_and_origin(root):
    results = results_of(root)
    write_facts(results.study, compute_facts(results))
    facts = json.loads((root / "reports/facts.json").read_text())["facts"]
    assert facts["P1.voices_for"]["value"] == 2
    assert facts["P1.verdict"]["id"] == "didukung dengan catatan"
    assert facts["withdrawn"]["value"] == 1
    for name, fact in facts.items():
        assert set(fact) == {"value", "id", "en", "table", "query"}, name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('# A\n\n{{ fact("sorces") }}', "line 3: there is no fact 'sorces'. Did you mean sources"),
        ('{% if value("P1.voices") %}x{% endif %}', "line 1: there is no fact 'P1.voices'"),
        ('{{ finding("P9") }}', "line 1: there is no proposition 'P9'"),
        ('\n{{ figure("verdict") }}', "line 2: there is no figure 'verdict'. Did you mean verdicts"),
        ("{{ nothing }}", "line 1: 'nothing' is undefined"),
        ("a\n\n{% if %}", "line 3: "),
    ],
)
def test_an_unknown_name_in_a_chapter_is_placed(root, text, said):
    (root / "notebooks/report/2_odd.en.md").write_text(text)
    results = results_of(root)
    with pytest.raises(StudyError) as error:
        Book(results, compute_facts(results), "en").chapter("2_odd")
    assert f"notebooks/report/2_odd.en.md, {said}" in str(error.value)


def test_a_work_that_is_not_in_the_bibliography_is_placed(root):
    (root / "data/raw/references.bib").write_text("@book{known, author={A, B}, title={T}, year={2000}}\n")
    (root / "notebooks/report/2_odd.en.md").write_text("# A\n\nSays [@known] and [@knwon].\n")
    results = results_of(root)
    with pytest.raises(StudyError, match="line 3: the work @knwon is not in"):
        Book(results, compute_facts(results), "en").chapter("2_odd")


def test_works_cited_anywhere_are_listed(root):
    (root / "data/raw/references.bib").write_text(
        "@book{one, author={Allison, Graham}, title={Essence}, year={1971}}\n"
        "@book{two, author={Never, Cited}, title={Nothing}, year={1999}}\n"
    )
    (root / "notebooks/report/2_more.en.md").write_text("# A\n\nSays [@one].\n")
    (root / "notebooks/report/3_references.en.md").write_text("# References\n\n{{ references() }}\n")
    results = results_of(root)
    book = Book(results, compute_facts(results), "en")
    listed = words(book.chapter("3_references").data)
    assert "Allison, G. (1971). Essence ." in listed and "Nothing" not in listed
    assert "(Allison, 1971)" in words(book.chapter("2_more").data)
