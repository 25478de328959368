import html
import json
import re

import docx
import pytest
from conftest import REPOSITORY, build
from lxml import etree
from pdfminer.high_level import extract_text

from jalin.errors import StudyError
from jalin.report import Book, Results, compute_facts, save_figures, write_documents, write_facts
from jalin.report.figures import figures_of


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


def at_axes(figure) -> list[str]:
    """The numbers that stand at the axes and colour bars of a figure."""
    figure.draw_without_rendering()
    labels = [
        label.get_text()
        for ax in figure.axes
        for label in [*ax.get_xticklabels(), *ax.get_yticklabels()]
        if ax.axison
    ]
    return [label for label in labels if re.fullmatch(r"[−-]?[\d.,]+", label)]


@pytest.mark.parametrize(("language", "tenth"), [("id", "0,2"), ("en", "0.2")])
def test_numbers_at_axes_are_written_as_in_the_language_and_counts_are_whole(root, language, tenth):
    results = results_of(root)
    figures = {name: item.draw(results, language) for name, item in figures_of(results).items()}
    assert tenth in at_axes(figures["agreement"])
    for name in (
        "saturation",
        "verdicts",
        *(name for name, found in results.displays.items() if found.drawn),
    ):
        assert at_axes(figures[name]) and all(map(str.isdigit, at_axes(figures[name]))), name


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
        assert set(fact) == {"value", "id", "en", "table", "query", "inputs"}, name
    # the same table, the same hash; another table, another
    assert facts["P1.voices_for"]["inputs"] == facts["P2.voices_for"]["inputs"] != facts["alpha"]["inputs"]
    assert facts["P1.verdict"]["inputs"].startswith("sha256:")


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


def test_all_that_the_manual_says_a_chapter_can_set_in_is_there(root):
    page = (REPOSITORY / "docs/how-to/change-the-report.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+`) \| [^|]+ \|$", page, re.MULTILINE)
    calls = [call for row in rows for call in re.findall(r"`([^`]+)`", row)]
    assert len(calls) > 12
    text = "".join(f"{number}:{{{{ {call} }}}}\n\n" for number, call in enumerate(calls))
    (root / "notebooks/report/2_all.en.md").write_text(text)
    assert words(pages(root, "en"))


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


WHOLE = (
    '# Results\n\n{{ fact("sources") }} sources. {{ ref("table", "ledger") }}, {{ ref("figure", "verdicts") }},'
    ' {{ ref("figure", "role_ordered") }}.\n\n{{ figure("role_ordered") }}\n\n{{ finding("P1") }} {{ pulled("P1") }}'
    ' {{ credibility("P1") }}\n\n{{ quotes("P1", "for") }}\n\n{{ quotes("P1", "against") }}\n\n'
    '{{ figure("verdicts") }}\n\n{{ table("conceptually_clustered") }}\n\n# Appendix\n\n{{ facts() }}\n\n'
)


def whole(root, ending):
    """A chapter with everything in it, in both languages."""
    for language in ("id", "en"):
        for path in (root / "notebooks/report").glob(f"*.{language}.md"):
            path.unlink()
        (root / f"notebooks/report/1_all.{language}.md").write_text(WHOLE + ending)


def test_figures_are_numbered_as_they_come_and_every_link_leads_somewhere(root):
    whole(root, "{{ evidence() }}\n")
    chapter = root / "notebooks/report/1_all.en.md"
    chapter.write_text(chapter.read_text().replace('{{ ref("table", "ledger") }}, ', ""))
    page = "\n".join(page.data for page in Book(*built_facts(root), "en").pages())
    assert "<b>Figure 1.</b> Role-ordered" in page and "<b>Figure 2.</b> Voices" in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= set(ids) and "e-w1-c1" in links and any(link.startswith("fact-") for link in links)
    # every coding that counts stands there with the words around it
    assert "I only open the gate" in page.split('id="e-w1-c1"')[1].split("</article>")[0]
    assert page.count('class="evidence"') == 8


def built_facts(root):
    results = results_of(root)
    save_figures(results)
    return results, compute_facts(results)


def test_a_reference_to_what_no_chapter_shows_is_placed(root):
    (root / "notebooks/report/2_odd.en.md").write_text('{{ ref("figure", "braid") }}\n')
    results = results_of(root)
    with pytest.raises(
        StudyError, match=r"line 1: the figure 'braid' is in no chapter\. Set it in with figure"
    ):
        Book(results, compute_facts(results), "en").chapter("2_odd")


def test_paper_says_what_the_page_says(root):
    whole(root, '{{ table("ledger") }}\n')
    results, facts = built_facts(root)
    pdf, file = write_documents(results, facts, "en")
    assert [pdf.read_bytes(), file.read_bytes()] == [
        path.read_bytes() for path in write_documents(results, facts, "en")
    ]
    text = pdf_text(pdf)
    document = docx.Document(str(file))
    body = " ".join(paragraph.text for paragraph in document.paragraphs)
    for said in (text, body):
        assert "The garden is cared for: supported with reservations" in " ".join(said.split())
        assert "“The children water it every morning.”" in " ".join(said.split())
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Heading 1", "Table Caption", "Image Caption", "Block Text"} <= styles
    assert document.core_properties.title == "The school garden"
    headers = [
        table.rows[0]._tr.trPr is not None and b"tblHeader" in etree.tostring(table.rows[0]._tr.trPr)
        for table in document.tables
    ]
    assert headers and all(headers)
    assert "TEST DATA" in document.sections[0].header.paragraphs[0].text
    assert b"/StructTreeRoot" in pdf.read_bytes() and b"/Outlines" in pdf.read_bytes()


def pdf_text(path):
    return extract_text(str(path)).replace("\xa0", " ")


def test_one_coding_changed_changes_the_sentences_that_rest_on_it(root):
    whole(root, "{{ evidence() }}\n")
    chapter = root / "notebooks/report/1_all.en.md"
    chapter.write_text(
        chapter.read_text().replace('{{ ref("table", "ledger") }}, ', "") + '\n{{ finding("P2") }}\n'
    )

    def told():
        page = "\n".join(page.data for page in Book(*built_facts(root), "en").pages())
        found = re.findall(r'id="finding-(p\d)".*?</p>', page, re.DOTALL)
        return {
            name: words(re.search(rf'id="finding-{name}"(.*?)</p>', page, re.DOTALL)[1]) for name in found
        }

    before = told()
    for coder in ("ann", "ben"):
        path = root / f"data/raw/coding/codings/{coder}/W1.jsonl"
        path.write_text("".join(line for line in path.read_text().splitlines(True) if "TOIL" not in line))
    after = told()
    assert before["p1"] == after["p1"] and before["p2"] != after["p2"]
    assert "P2. The garden is toil: no evidence" in after["p2"].replace(" .", ".").replace("> ", "")


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_odd_study_still_has_a_right_report(root, language):
    """No documents, one coder, one informant, and a proposition that nobody speaks of."""
    register = root / "data/raw/sources.csv"
    register.write_text(
        "".join(
            line for line in register.read_text().splitlines(True) if line.startswith(("source_id", "W1"))
        )
    )
    for folder in ("interviews", "observations", "documents"):
        for path in (root / "data/raw" / folder).iterdir():
            if path.stem != "W1":
                path.unlink()
    for path in (root / "data/raw/coding/codings").glob("*/*.jsonl"):
        if path.stem != "W1" or path.parent.name == "ben":
            path.unlink()
    (root / "data/raw/coding/codings/ben").rmdir()
    path = root / "data/raw/coding/codings/ann/W1.jsonl"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if "TOIL" not in line))
    settings = root / "data/raw/study.yaml"
    text = settings.read_text().replace("  - {id: ben, name: {id: Ben, en: Ben}}\n", "")
    settings.write_text(text[: text.index("tallies:")] + text[text.index("published:") :])
    whole(
        root,
        '{{ table("ledger") }}\n{{ finding("P2") }}\n{{ table("agreement_table") }}{{ table("tactics_table") }}{{ table("saturation_table") }}',
    )
    results, facts = built_facts(root)
    page = words("\n".join(page.data for page in Book(results, facts, language).pages()))
    if language == "en":
        assert "Of 1 voice that speaks to it, 1 is for, 0 mixed and 0 against" in page
        assert "The garden is toil: no evidence" in page
    else:
        assert "Dari 1 suara yang membicarakannya, 1 mendukung" in page
        assert "Kebun melelahkan: tidak ada bukti" in page
    assert "nan" not in re.findall(r"\w+", page.lower()) and "None" not in page and "{{" not in page
    assert all(path.stat().st_size > 10_000 for path in write_documents(results, facts, language))
