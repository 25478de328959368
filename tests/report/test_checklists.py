"""Answers to reporting checklists name places in the chapters, and a build fails where there is none."""

import pytest
from lxml import etree
from test_book import pages, rebuilt

from jalin.check import check_study
from jalin.errors import StudyError
from jalin.report.checklists import checklist, read_reporting
from jalin.study import open_study

METHOD = {
    "id": "# Bab III Metode {#method}\n\n## Informan {#sampling}\n\nGuru.\n\n## Tempat dan waktu {#place}\n\n{{ table('coreq') }}\n",
    "en": "# Chapter III Method {#method}\n\n## Informants {#sampling}\n\nTeachers.\n\n## Place, and time\n\n{{ table('coreq') }}\n",
}


@pytest.fixture
def root(root):
    for language, text in METHOD.items():
        (root / f"notebooks/report/3_method.{language}.md").write_text(text)
    return root


def answer(root, text):
    (root / "data/raw/analysis/reporting.yaml").write_text(text)


def test_an_answer_leads_to_the_section_that_it_names(root):
    answer(
        root,
        "coreq:\n  10: {in: sampling, said: {id: Semua guru, en: All teachers}}\n  11: {in: [method, sampling]}\n  14: {id: Tak ada, en: None}\n",
    )
    results = rebuilt(root)
    tree = etree.HTML(pages(results))
    cells = {row[0].text: row[-1] for row in tree.xpath("//div[@class='table']//tr[td]") if len(row) == 4}
    assert "".join(cells["10"].itertext()) == "All teachers; Chapter III Method, Informants"
    assert cells["10"].xpath("./a/@href") == ["#sampling"] and tree.xpath("//*[@id='sampling']")
    assert "".join(cells["11"].itertext()) == "Chapter III Method, Informants"
    assert checklist("coreq", results, "id").iloc[9, 3] == "Semua guru; Bab III Metode, Informan"
    told = [line for line in check_study(results.study).told() if "names no section" in line]
    assert [line.partition(":")[0] for line in told] == ["data/raw/analysis/reporting.yaml, coreq, 14"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("coreq:\n  9: {in: sampling}\n  10: {in: samplings}\n", ["line 3, coreq, 10: no chapter in id has the section 'samplings'. Did you mean sampling? Or name a section so: ## Title {#samplings}"] * 2),
        ("srqr:\n  8: {in: [sampling, place]}\n", ["line 2, srqr, 8: no chapter in en has the section 'place'"]),
        ("srqr:\n  8: {in: []}\n", ["line 2, srqr, 8: it answers nothing"]),
        ("srqr:\n  22: {in: sampling}\n", ["srqr, 22: the checklist has no such item"]),
    ],
)  # fmt: skip
def test_a_place_that_is_not_there_is_told_with_its_line_and_the_nearest(root, text, said):
    answer(root, text)
    with pytest.raises(StudyError) as wrong:
        read_reporting(open_study(root))
    assert len(wrong.value.problems) == len(said)
    assert str(wrong.value.problems[0]).startswith(f"data/raw/analysis/reporting.yaml, {said[0]}")
    assert check_study(open_study(root)).problems
