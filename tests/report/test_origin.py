"""From a fact, a figure or a quote of the report to the raw file, and back."""

import hashlib
import re

import pandas as pd
import pytest
from helpers_build import make
from tiny import make_study

from jalin.errors import StudyError
from jalin.report.origin import rows_of, way_of
from jalin.study import open_study


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = make_study(tmp_path_factory.mktemp("origin") / "study")
    done = make(root, "all")
    assert done.returncode == 0, done.stderr
    return open_study(root)


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


def test_the_query_of_a_fact_picks_its_rows():
    frame = pd.DataFrame({"a": ["x", "x", "y"], "k": [1, 5, 1], "alarm": [True, False, True]})
    assert list(rows_of(frame, "a = x, k < 3").index) == [0]
    assert list(rows_of(frame, "alarm").index) == [0, 2]
    assert len(rows_of(frame, "distinct a")) == 3
