"""From a fact, a figure or a quote of the report to the raw file, and back."""

import hashlib
import json
import re
import shutil

import pytest

from jalin.errors import StudyError
from jalin.report.origin import way_of
from jalin.study import open_study


@pytest.fixture(scope="module")
def built(garden, tmp_path_factory):
    return open_study(shutil.copytree(garden, tmp_path_factory.mktemp("origin") / "study"))


def published(study):
    return {
        path.relative_to(study.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for top in (study.raw, study.processed, study.reports)
        for path in top.rglob("*")
        if path.is_file()
    }


def test_a_fact_leads_to_its_row_its_passages_and_raw_files_and_back(built):
    lines = way_of(built, published(built), "P1.voices_for")
    text = "\n".join(lines)
    value = re.match(r"P1\.voices_for = (\d+)", lines[0])[1]
    assert f"voices_for {value}" in text and "1 of its" in text
    assert "data/processed/conclude/verdicts.csv: as when it was counted  [as in the manifest" in text
    assert re.search(r"ann:W1/\w+  \S+  W1-\d+, characters \d+–\d+", text)
    raw = [line for line in lines if line.startswith("raw ")]
    assert raw and all("[as in the manifest, SHA-256" in line for line in raw)
    assert re.search(r"W1  \d+ codings  .*P1 for \d", text[text.index("and back") :])


def test_a_quote_leads_through_coding_and_text_to_its_place_in_the_original(built):
    lines = way_of(built, published(built), "hard work for small hands")
    text = "\n".join(lines)
    assert "“Digging is hard work for small hands.”" in lines[0]
    assert "coding   data/raw/coding/codings/ann/W1.jsonl: coding" in text
    assert "report   reports/report.en.html: " in text and "finding  P" in text and "cell     " in text
    original = re.search(r"original (\S+): characters (\d+)–(\d+), not for sharing", text)
    whole = (built.root / original[1]).read_text(encoding="utf-8")
    assert whole[int(original[2]) : int(original[3])] == "Digging is hard work for small hands."
    # the label of the report leads to one coding alone
    label = lines[0].split()[0]
    alone = way_of(built, published(built), label)
    assert alone[0] == lines[0] and sum("“" in line and line.startswith("W") for line in alone) == 1


def test_a_figure_is_found_by_name_and_by_number(built):
    lines = way_of(built, published(built), "braid")
    assert lines[0] == "figure braid"
    assert any(line.startswith("table    data/processed/conclude/stances.csv") for line in lines)
    page = (built.reports / "report.en.html").read_text(encoding="utf-8")
    name = re.search(r'<figure id="figure-1">(?:(?!</figure>).)*figures/(\w+)\.csv', page, re.DOTALL)[1]
    numbered = way_of(built, published(built), "Figure 1")
    assert numbered[0] == f"figure {name}" and "report   reports/report.en.html: “" in "\n".join(numbered)


def test_what_changed_since_is_said(built):
    before = published(built)
    path = built.processed / "conclude/verdicts.csv"
    kept = path.read_bytes()
    path.write_bytes(kept + b"\n")
    try:
        text = "\n".join(way_of(built, before, "P1.voices_for"))
    finally:
        path.write_bytes(kept)
    assert "CHANGED since it was counted: make all  [NOT as in the manifest" in text


def test_what_the_report_does_not_have_is_told_with_the_nearest_name(built):
    with pytest.raises(
        StudyError, match=r"no source, fact, figure or quote 'P1\.voices_fro'.*P1\.voices_for"
    ):
        way_of(built, {}, "P1.voices_fro")


@pytest.mark.parametrize(
    ("name", "rows", "query"),
    [
        ("percent_agreement", "1 of its 7 rows", "percent × 100 where code = (all)"),
        ("P1.standing", "1 of its 8 rows", "share × 100 where proposition = P1 and stands is true"),
        (
            "informants",
            "2 of its 4 rows, 2 distinct informant_id",
            "distinct informant_id where informant_id is not empty",
        ),
        (
            "evidence_codings",
            "8 of its 17 rows",
            "rows where coder = ann and decision ≠ drop and agreed is true, or decision = keep",
        ),
    ],
)
def test_the_rows_of_a_fact_are_those_that_it_counts(built, name, rows, query):
    text = "\n".join(way_of(built, published(built), name))
    assert f"query    {query}\n" in text and f" {rows}\n" in text


def test_a_fact_of_the_settings_names_its_key(built):
    text = "\n".join(way_of(built, published(built), "k"))
    assert text.startswith("k = 3  (id 3, en 3)\n") and "query    anonymity.k\n" in text
    assert "setting  data/raw/study.yaml: as when it was counted  [as in the manifest" in text


def test_a_number_of_the_report_that_the_tables_no_longer_give_is_said(built):
    path = built.reports / "facts.json"
    kept = path.read_bytes()
    told = json.loads(kept)
    told["facts"]["P1.voices_for"]["value"] = 7
    told["facts"]["P7.voices_for"] = told["facts"].pop("P2.voices_for")
    path.write_text(json.dumps(told))
    try:
        assert "CHANGED  reports/facts.json says 7: build again with make all" in way_of(
            built, {}, "P1.voices_for"
        )
        assert "CHANGED  reports/facts.json does not have it: build again with make all" in way_of(
            built, {}, "P2.voices_for"
        )
        with pytest.raises(StudyError, match=r"P7\.voices_for: the tables no longer have it.*make all"):
            way_of(built, {}, "P7.voices_for")
    finally:
        path.write_bytes(kept)
