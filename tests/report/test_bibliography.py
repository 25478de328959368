import pypandoc
import pytest

from jalin.check import check_study
from jalin.errors import StudyError
from jalin.report.bibliography import with_letters, works_of
from jalin.report.markdown import REFERENCES, as_html
from jalin.study import open_study


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (r"Garc{\'\i}a", "García"),
        (r"Mart\'{\i}nez", "Martínez"),
        (r"Ha\"{\i}ti", "Haïti"),
        (r"S\u\i nca", "Sĭnca"),
        (r"{\^\i}le", "île"),
        (r"D\.Ikmen", "Dİkmen"),
        (r"Bj{\o}rn", "Bjørn"),
        (r"{\L}uk\'a\v{s}", "Łukáš"),
        (r"K{\i}l{\i}\c{c}", "Kılıç"),
    ],
)
def test_latex_accents_are_letters(written, name):
    entry = f"@misc{{a, author={{{written}, B}}, title={{T}}, year=2001}}"
    found = pypandoc.convert_text(with_letters(entry), "csljson", format="biblatex")
    assert f'"family": "{name}"' in found


def test_a_work_that_stands_twice_is_refused_with_both_places(tmp_path):
    (tmp_path / "a.bib").write_text("@book{one, title={A}}\n\n@comment{x}\n@Article { one ,\n title={B}}\n")
    with pytest.raises(StudyError, match="line 4: the work one stands twice, first in line 1"):
        works_of(tmp_path / "a.bib")


def test_a_work_that_begins_on_the_line_of_another_is_one(tmp_path):
    path = tmp_path / "references.bib"
    path.write_text("@book{a, title={A}}@book{b, title={B}}\n@comment{ @book{c, title={C}} }\n")
    assert works_of(path) == {"a": 1, "b": 1}


def test_works_in_windows_1252_are_read(tmp_path):
    path = tmp_path / "references.bib"
    path.write_bytes("@book{García2020, title={Años}}\n".encode("cp1252"))
    assert works_of(path) == {"García2020": 1}


def test_works_in_utf_16_are_read(tmp_path):
    (tmp_path / "a.bib").write_text("@book{one, title={Á}}\n", encoding="utf-16")
    assert works_of(tmp_path / "a.bib") == {"one": 1}


def test_the_report_prints_works_with_their_letters(tmp_path):
    bibliography = tmp_path / "references.bib"
    bibliography.write_text("@book{a1, author={Garc{\\'\\i}a, Jos{\\'e}}, title={T}, year=2001}\n")
    text = f"As said [@a1].\n\n{REFERENCES}"
    assert "García" in as_html(text, {"c.md": text}, bibliography, "en-GB")


def test_check_finds_a_work_that_nobody_listed(root):
    (root / "data/raw/references.bib").write_text("@book{lipsky1980, title={A}, year=1980}\n")
    (root / "notebooks/report").mkdir(parents=True, exist_ok=True)
    (root / "notebooks/report/1_a.en.md").write_text("# A\n\nAs said [@lipski1980].\n")
    said = [str(problem) for problem in check_study(open_study(root)).problems]
    assert any("1_a.en.md, line 3: the work @lipski1980" in one and "lipsky1980?" in one for one in said), (
        said
    )


@pytest.mark.parametrize(
    "entry", ["@book{a, title={x} year=2001}", "@book{a, title={x}", "@book(a, title={x})"]
)
def test_check_finds_a_bibliography_that_the_report_could_not_be_made_with(root, entry):
    (root / "data/raw/references.bib").write_text(f"@book{{b, title={{y}}}}\n\n{entry}\n")
    said = [str(problem) for problem in check_study(open_study(root)).problems]
    assert any("references.bib, line " in one and "it is not readable as BibTeX" in one for one in said), said
