"""What may not be quoted stands in no report, and counts as it did."""

import re

import pytest
from conftest import build
from helpers_build import make
from helpers_consent import TOLD, UNQUOTABLE, YES, files_in, said_in, study_with, write_consent

from jalin.condense.quoting import around
from jalin.protect.leaks import audit
from jalin.report import Results, compute_facts, evidence_pages, number_chapters, report_pages
from jalin.tables.store import read


@pytest.fixture(scope="module")
def unquoted(tmp_path_factory):
    root = study_with(
        tmp_path_factory.mktemp("consent") / "study",
        {"whose": "I1", **YES},
        {"whose": "I2", **YES, "quote": "no"},
    )
    for path in (root / "notebooks/report").glob("*.md"):
        more = '{{ quotes("P2", "for") }}\n\n{{ table("conceptually_clustered") }}\n\n{{ consent() }}\n\nCleared: {{ ethics() }}\n\n{{ table("srqr") }}\n\n{{ evidence() }}'
        path.write_text(path.read_text().replace('{{ table("ledger") }}', more))
    study = build(root, "08")
    results = Results.of(study)
    for language in study.languages:
        chapters = number_chapters(results, compute_facts(results), language)
        page = "".join(str(part.data) for part in [*report_pages(chapters), *evidence_pages(chapters)])
        (study.reports / f"report.{language}.html").write_text(page, encoding="utf-8")
    return study


@pytest.mark.slow
def test_what_may_not_be_quoted_stands_in_no_file_of_a_report(unquoted):
    files = files_in(unquoted.reports)
    assert {name.rpartition(".")[2] for name in files} >= {"html", "pdf", "docx", "svg", "csv", "json"}
    for words in (UNQUOTABLE, TOLD, "even after the rain in May", "My cousin says"):
        assert said_in(files, words) == []
    # the other one is quoted
    assert "report.en.pdf" in said_in(files, "The children water it every morning.")


@pytest.mark.slow
def test_it_counts_all_the_same(unquoted):
    verdicts = read(unquoted, "conclude/verdicts").query("round == 'all'").set_index("proposition")
    assert verdicts.loc["P1", "voices_for"] == 2


@pytest.mark.slow
def test_the_ethics_clearance_is_at_the_front_in_the_method_and_in_the_checklist(unquoted):
    page = (unquoted.reports / "report.en.html").read_text(encoding="utf-8")
    said = "Ethics clearance 12/KEPK/2024, given by Ethics board, on 20 February 2024."
    assert page.count(said) == 3 and f"Cleared: {said}" in page
    files = files_in(unquoted.reports)
    for name in ("report.en.pdf", "report.en.docx", "tables/srqr.en.csv"):
        assert said_in({name: files[name]}, "Ethics clearance 12/KEPK/2024") == [name]
    assert said_in(files, "Kelaikan etik nomor 12/KEPK/2024, diberikan oleh Komisi Etik")


@pytest.mark.slow
def test_no_label_of_a_voice_names_its_group_where_there_are_two_informants(unquoted):
    page = (unquoted.reports / "report.en.html").read_text(encoding="utf-8")
    assert 'data-group="informant"' in page and 'data-group="teacher"' not in page
    assert "<b>W1/c1</b> · Informant · 1 March 2024" in page
    assert "I1 · Informant" in page and "I1 · Teacher" not in page
    # the passages of a group of one are listed at no cell
    assert not re.search(r"<li id=\"cell-[^>]*>(Teacher|Pupil)", page)
    stances = (unquoted.reports / "figures/braid.csv").read_text()
    assert "I1,informant" in stances.replace(" ", "") or ",informant," in stances
    assert "Beside single voices no group is printed" in page


@pytest.mark.slow
def test_no_page_of_a_notebook_has_what_may_not_be_quoted(tmp_path):
    root = study_with(tmp_path / "study", {"whose": "I2", **YES, "quote": "no"})
    done = make(root, "all")
    assert done.returncode == 0, done.stderr
    files = files_in(root / "reports")
    assert "notebooks/04_condense.ipynb" in said_in(files, "The children water it every morning.")
    for words in (UNQUOTABLE, TOLD, "My cousin says", "water the beans"):
        assert said_in(files, words) == []


def test_words_that_may_not_be_quoted_in_a_chapter_stop_the_build_and_nobody_is_named(root):
    write_consent(root, {"whose": "I2", **YES, "quote": "no"})
    study = build(root, "02")
    chapter = root / "notebooks/report/1_results.en.md"
    assert audit(study)[0] == []
    chapter.write_text(chapter.read_text() + "\nAs one says: my back hurts from digging, and no wonder.\n")
    (found,) = audit(study)[0]
    assert found.file == "notebooks/report/1_results.en.md" and found.place == "line 13"
    assert found.what == "words that may not be quoted still stands here"
    # what the interviewer asked is nobody's own
    chapter.write_text(
        chapter.read_text().replace("my back hurts from digging", "who looks after the garden")
    )
    assert audit(study)[0] == []


def test_words_around_a_passage_hold_no_half_of_a_pseudonym():
    far, name = "kata " * 40, "⟦staf lapangan W1.2⟧"
    for cut in range(170, 181):
        before, after = around(
            f"{far}{name} {'x' * cut}inti{'y' * cut} {name} {far}",
            len(far) + len(name) + 1 + cut,
            len(far) + len(name) + 5 + cut,
        )
        assert all(words.count("⟦") == words.count("⟧") for words in (before, after))
        assert before.startswith("…") and after.endswith("…")
    # what is whole stays
    assert around(f"{name} di sini inti", 29, 33)[0] == f"{name} di sini "
