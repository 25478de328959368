"""A reflexive study: no agreement, no saturation, no verdict, each with its reason."""

import json

import pytest
from conftest import build
from tiny import make_study

from jalin.errors import StudyError
from jalin.report import Results, compute_facts, evidence_pages, number_chapters
from jalin.report.book import Book
from jalin.report.checklists import checklist
from jalin.report.figures import figures_of
from jalin.report.tables import tables_of
from jalin.tables.left_out import TABLES

REASONS = """leave_out:
  agreement: {id: Pembacaan kami refleksif., en: Our reading is <reflexive>.}
  saturation: {id: Makna tidak habis, en: Meaning is not used up}
  verdict: {id: Kami menafsirkan, en: We interpret}
"""


@pytest.fixture(scope="module")
def reflexive(tmp_path_factory):
    """The study built, its chapters can be changed."""
    root = make_study(tmp_path_factory.mktemp("reflexive") / "study")
    path = root / "data/raw/study.yaml"
    path.write_text(path.read_text() + REASONS)
    return build(root)


def chapter(root, text):
    for path in (root / "notebooks/report").glob("*.md"):
        path.write_text(text)


@pytest.mark.slow
def test_a_study_that_leaves_out_all_three_builds_and_says_so(reflexive):
    chapter(
        reflexive.root,
        '# Bab\n\n{{ finding("P1") }}\n\n{{ figure("verdicts") }}\n\n{{ figure("convergence") }}\n\n'
        '{{ table("saturation_table") }}\n\n{{ table("agreement_table") }}\n\n{{ rule() }}\n\n{{ table("coreq") }}\n\n'
        '{% if value("alpha") %}α{% endif %}{{ credibility("P1") }} {{ evidence() }}',
    )
    study = build(reflexive.root, since="08", until="08")
    results = Results.of(study)
    for name in (name for part in TABLES.values() for name in part if name in results.tables):
        assert results[name].empty and len(results[name].columns)
    assert (
        not {"agreement", "saturation", "verdicts", "braid", "standing", "tactics"}
        & figures_of(results).keys()
    )
    assert (
        not {"agreement_table", "saturation_table", "verdict_table", "tactics_table"}
        & tables_of(results).keys()
    )
    facts = json.loads((study.reports / "facts.json").read_text())["facts"]
    assert not [name for name in facts if name in ("alpha", "P1.verdict") or name.startswith("saturation")]
    for language, why in (("id", "Makna tidak habis"), ("en", "Meaning is not used up")):
        numbering = number_chapters(results, compute_facts(results), language)
        (page,) = Book(numbering).chapters()
        searched = "".join(part.data for part in evidence_pages(numbering))
        assert 'id="filter-code"' in searched and 'id="filter-verdict"' not in searched
        assert numbering.order["figure"] == ["convergence"] and numbering.order["table"] == ["coreq"]
        assert why in page and 'class="verdict"' not in page
        rows = checklist("coreq", results, language)
        assert why in rows.iloc[21, 3] and rows.iloc[21, 2] in ("left out by choice", "sengaja ditinggalkan")
    assert "Our reading is &lt;reflexive&gt;." in page


@pytest.mark.slow
def test_a_sentence_cannot_say_what_was_left_out(reflexive):
    for text in (
        '{{ fact("alpha") }}',
        '{{ fact("saturation.code.reached") }}',
        '{{ verdict("P1") }}',
        '{{ ref("figure", "braid") }}',
    ):
        chapter(reflexive.root, f"# Bab\n\n{text}\n")
        results = Results.of(reflexive)
        with pytest.raises(
            StudyError, match=r"line 3.*leaves out its (agreement|saturation|verdict).*leave_out"
        ):
            numbering = number_chapters(results, compute_facts(results), "en")
            Book(numbering).chapters()


def test_a_part_is_left_out_with_a_reason_in_every_language(root):
    path = root / "data/raw/study.yaml"
    before = path.read_text()
    for wrong in ("{verdict: true}", "{verdict: ''}", "{verdict: {id: ya}}", "{verdicts: no}"):
        path.write_text(f"{before}leave_out: {wrong}\n")
        with pytest.raises(StudyError, match="leave_out"):
            build(root, until="01")
