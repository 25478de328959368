"""A survey among the sources of a study that is shared: all of its answers but those that may not leave."""

import json
import zipfile

import pandas as pd
import pytest
from conftest import REPOSITORY, build
from helpers_consent import YES, said_in, write_consent
from tiny import coding_line, make_study, without_names

from jalin.build.options import Options
from jalin.exchange.files import export_study, projects_of
from jalin.publish.deposit import write_deposit
from jalin.publish.manifest import write_manifest
from jalin.publish.scoped import Withheld, withheld_of, without
from jalin.report.origin import way_of
from jalin.study import open_study

ANSWERS = """Timestamp,Class,What do you do in the garden and why?
2024-05-05 09:15:02,five,I carry the cans because the beans are thirsty
2024-05-05 09:22:40,six,Only I know where the hedgehog sleeps at noon
2024-05-05 10:01:11,five,I would rather read a book than dig all day
2024-05-05 10:05:11,six,We pull the weeds so that the beans have room
"""
CARRIED = "I carry the cans because the beans are thirsty"
KEPT = "Only I know where the hedgehog sleeps at noon"
GONE = "I would rather read a book than dig all day"


def with_survey(root):
    """The tiny study with a survey of four: the second may not be shared, the third is withdrawn."""
    without_names(make_study(root))
    raw = root / "data/raw"
    (raw / "interviews/S1.csv").write_text(ANSWERS)
    head, *rows = (raw / "sources.csv").read_text().splitlines()
    survey = "S1,school,interview,interviews/S1.csv,2024-05-05,2,I9,pupil,school,me,en,given,P1,source"
    (raw / "sources.csv").write_text("\n".join([f"{head},row", *(f"{row}," for row in rows), survey, ""]))
    question = "What do you do in the garden and why?"
    for name, quote in (("S1-001", CARRIED), ("S1-002", KEPT)):
        line = coding_line(f"{question}\n{quote}\n", 1, "CARE-WATER", quote)
        for coder in ("ann", "ben"):
            (raw / f"coding/codings/{coder}/{name}.jsonl").write_text(line)
    everyone = [{"whose": name, **YES} for name in ("I1", "I2", "I9")]
    write_consent(
        root, *everyone, {"whose": "I9-002", "share": "no"}, {"whose": "I9-003", "use": "withdrawn"}
    )
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    study = build(with_survey(tmp_path_factory.mktemp("survey") / "study"), "08")
    write_manifest(study, REPOSITORY, Options().chosen)
    return study


@pytest.fixture(scope="module")
def shared(built, tmp_path_factory):
    path = tmp_path_factory.mktemp("zip") / "deposit.zip"
    write_deposit(built, REPOSITORY, path, projects_of)
    with zipfile.ZipFile(path) as archive:
        own = [name for name in archive.namelist() if not name.startswith(("src/", "docs/", "tools/"))]
        return path, {name: archive.read(name) for name in own}


def test_an_answer_that_may_not_be_shared_leaves_the_file_of_its_survey():
    name = "data/processed/protect/texts/S1.jsonl"
    lines = [
        json.dumps({"source_id": f"S1-00{n}", "text": f"{n}\u2028"}, ensure_ascii=False) for n in (1, 2, 3)
    ]
    files = {name: "".join(f"{line}\n" for line in lines).encode()}
    gone = frozenset({"S1-002"})
    made = without(files, Withheld(gone, gone, gone, {}, {}, 0))
    assert made[name].decode() == f"{lines[0]}\n{lines[2]}\n"


def test_a_survey_that_may_not_be_shared_goes_with_all_of_its_answers(tmp_path):
    study = build(with_survey(tmp_path / "study"), "02")
    write_consent(study.root, {"whose": "S1", **YES, "archive": "no"}, {"whose": "I9-004", **YES})
    withheld = withheld_of(open_study(study.root))
    assert {"S1", "S1-001", "S1-002", "S1-004"} <= withheld.closed
    assert {"I9", "I9-001", "I9-004"} <= withheld.names
    assert withheld.counted == {("school", "given"): 3}


@pytest.mark.slow
def test_every_stage_has_the_answers_that_may_be_used(built):
    sources = pd.read_parquet(built.processed / "protect/sources.parquet")
    assert [name for name in sources["source_id"] if name.startswith("S1")] == ["S1-001", "S1-002", "S1-004"]
    evidence = pd.read_parquet(built.processed / "conclude/evidence.parquet")
    assert "S1-001" in set(evidence["source_id"])
    for name in ("report.en.pdf", "report.en.docx"):
        assert (built.reports / name).is_file()
    files = {path.name: path.read_bytes() for path in built.reports.rglob("*") if path.is_file()}
    assert said_in(files, GONE) == []


@pytest.mark.slow
def test_a_deposit_has_the_survey_as_a_text_without_who_may_not_be_shared(shared):
    _, files = shared
    assert said_in(files, KEPT) == [] and said_in(files, GONE) == []
    data = {name: content for name, content in files.items() if name.startswith(("data/", "sharing/"))}
    for name in ("S1-002", "S1-003", "I9-002", "I9-003"):
        assert said_in(data, name) == [], name
    assert files["sharing/transcripts/S1.pdf"].startswith(b"%PDF")
    assert "protect/texts/S1.jsonl" in files["sharing/ddi-codebook.xml"].decode()
    assert CARRIED in files["data/processed/protect/texts/S1.jsonl"].decode()


@pytest.mark.slow
def test_the_copy_is_built_from_the_answers_that_are_shared(shared, tmp_path):
    with zipfile.ZipFile(shared[0]) as archive:
        archive.extractall(tmp_path / "there")
    there = build(tmp_path / "there", "08", since="03")
    codings = pd.read_parquet(there.processed / "code/codings.parquet")
    assert {name for name in codings["source_id"] if name.startswith("S1")} == {"S1-001"}


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["qdpx", "docx", "csv"])
def test_an_export_has_the_answers_that_may_be_shared(built, tmp_path, ending):
    path = tmp_path / f"out.{ending}"
    export_study(built, ending, path, "en")
    files = {path.name: path.read_bytes()} if path.is_file() else {}
    for one in path.rglob("*") if path.is_dir() else ():
        files |= {one.name: one.read_bytes()} if one.is_file() else {}
    assert said_in(files, CARRIED)
    assert said_in(files, KEPT) == [] and said_in(files, GONE) == []


@pytest.mark.slow
def test_a_quote_of_an_answer_is_followed_to_its_survey(built):
    assert any("interviews/S1.csv" in line for line in way_of(built, {}, "because the beans are thirsty"))
