"""What an informant did not agree to share is in no deposit: text, quotes, cells, nor small counts."""

import json
import shutil
import zipfile

import helpers_written
import pandas as pd
import pytest
import yaml
from conftest import REPOSITORY, build, no_projects
from helpers_consent import TOLD, UNQUOTABLE, YES, files_in, said_in, study_with, write_consent
from helpers_written import hostile_study

from jalin.build.options import Options
from jalin.consent import relabelled
from jalin.errors import StudyError
from jalin.exchange.files import export_study, projects_of
from jalin.publish.deposit import write_deposit
from jalin.publish.manifest import write_manifest
from jalin.publish.scoped import TEXTS, Withheld, withheld_of, without
from jalin.report import Results
from jalin.report.appendices.write import write_appendices
from jalin.study import open_study

PROSE = 'W2 and W1 differ, says I2 (W2.3), not W20 nor I21.\n\n{{ quote("W2.1") }}{{ quote("W1.1") }}\n'
MEMO = "---\ntitle: A back\nabout: [TOIL, W2]\n---\n\nThe pupil with the sore back again.\n"


@pytest.fixture(scope="module")
def unshared(tmp_path_factory):
    """A study whose pupil may be quoted and not shared; its teacher's recording may leave, the pupil's not."""
    root = study_with(
        tmp_path_factory.mktemp("scoped") / "study",
        {"whose": "I1", **YES},
        {"whose": "I2", **YES, "share": "no", "voice": "no"},
    )
    raw = root / "data/raw"
    # the codings of the tiny study were made on raw texts: take the context that holds a name out of them
    for path in (raw / "coding/codings").glob("*/W1.jsonl"):
        path.write_text(path.read_text().replace("Call Bu Sari", ""))
    (raw / "coding/memos").mkdir()
    (raw / "coding/memos/back.md").write_text(MEMO)
    (raw / "coding/codings/ann/read.csv").write_text("source_id,date\nW1,\nW2,2024-05-06\n")
    (raw / "analysis/member_checks.csv").write_text(
        "date,informant_id,proposition,response,remark\n2024-06-01,I1,P1,agree,Yes\n2024-06-02,I2,P1,agree,Watering is fun\n"
    )
    for name in ("W1_talk.mp3", "W2_talk.mp3", "W2.m4a"):
        (raw / "coding" / name).write_bytes(b"ID3 sound of " + name.encode())
    study = build(root, "08")
    write_manifest(study, REPOSITORY, Options().chosen)
    return study


@pytest.fixture(scope="module")
def shared(unshared, tmp_path_factory):
    path = tmp_path_factory.mktemp("zip") / "deposit.zip"
    write_deposit(unshared, REPOSITORY, path, no_projects)
    with zipfile.ZipFile(path) as archive:
        own = [name for name in archive.namelist() if not name.startswith(("src/", "docs/", "tools/"))]
        return path, {name: archive.read(name) for name in own}


@pytest.mark.slow
def test_no_text_quote_cell_name_or_answer_of_who_may_not_be_shared_is_in_it(shared):
    _, files = shared
    for words in (UNQUOTABLE, TOLD, "My cousin says", "Watering is fun", "The pupil with the sore back"):
        assert said_in(files, words) == [], words
    assert not [name for name in files if "W2" in name]
    of_data = {name: data for name, data in files.items() if name.startswith("data/")}
    tables = {
        name: data for name, data in of_data.items() if name.endswith((".csv", ".txt", ".jsonl", ".md"))
    }
    assert said_in(tables, "W2") == [] and said_in(tables, "I2") == []
    assert "data/processed/protect/texts/W1.txt" in files
    assert "data/raw/coding/codings/ann/W1.jsonl" in files


@pytest.mark.slow
def test_reports_that_rest_on_it_stay_away_and_that_is_said_without_saying_who(shared):
    _, files = shared
    assert not [name for name in files if name.startswith("reports/")]
    assert "left out (fewer than 3)" in files["data/raw/DEPOSITED"].decode()
    assert "Sources left out" in files["datacite.json"].decode()


@pytest.mark.slow
def test_the_ethics_clearance_is_in_what_describes_the_deposit(shared):
    for name in ("datacite.json", "ro-crate-metadata.json"):
        assert "Ethics clearance 12/KEPK/2024" in shared[1][name].decode()


@pytest.mark.slow
def test_a_recording_leaves_only_where_its_voice_may(shared):
    assert [name for name in shared[1] if name.endswith((".mp3", ".m4a"))] == ["data/raw/coding/W1.mp3"]


@pytest.mark.slow
def test_the_copy_is_built_from_what_is_shared(shared, tmp_path):
    with zipfile.ZipFile(shared[0]) as archive:
        archive.extractall(tmp_path / "there")
    there = build(tmp_path / "there", "08", since="03")
    assert set(pd.read_parquet(there.processed / "conclude/evidence.parquet")["source_id"]) == {"W1", "D1"}


@pytest.mark.slow
def test_words_in_a_memo_stop_the_deposit_and_nobody_is_named(unshared, tmp_path):
    path = unshared.raw / "coding/memos/other.md"
    path.write_text("I heard again: We water the beans, even after the rain in May, as they say.\n")
    try:
        with pytest.raises(StudyError, match=r"memos/other\.md.*words that may not be shared") as told:
            write_deposit(unshared, REPOSITORY, tmp_path / "deposit.zip", no_projects)
    finally:
        path.unlink()
    assert "W2" not in str(told.value) and "I2" not in str(told.value)
    assert not (tmp_path / "deposit.zip").exists()


def test_archive_and_withdrawal_keep_out_of_a_deposit_as_well(root):
    for line in ({"archive": "no"}, {"archive": "withdrawn"}, {"use": "withdrawn"}):
        write_consent(root, {"whose": "I2", **YES}, {"whose": "I2", "date": "2024-06-01", **line})
        study = open_study(root)
        assert "W2" in withheld_of(study).gone
        assert ("W2" in withheld_of(study).closed) == ("archive" in line)


GONE = Withheld(frozenset({"W2"}), frozenset({"W2"}), frozenset({"W2", "I2"}), {}, {}, 0)
PICKED = """
propositions:
  - id: P1
    statement: {id: "Menurut W2", en: "As W2.3 says"}
    for: {query: TOIL and not W2, picked: [{coding: W2/c1, reason: a}, {coding: "ben:W2/c3", reason: b}, {coding: W1/c1, reason: "not as W2/c1"}]}
"""


def test_no_prose_of_any_file_that_people_write_names_who_may_not_be_shared(monkeypatch, tmp_path):
    monkeypatch.setattr(helpers_written, "PAYLOADS", ("as W2 says, and I2.",))
    monkeypatch.setattr(helpers_written, "HARMLESS", ("so",))
    monkeypatch.setattr(helpers_written, "IDS", {"P2": "P2"})
    hostile_study(tmp_path)
    files = {f"data/raw/{name}": data for name, data in files_in(tmp_path / "data/raw").items()}
    shared = (
        "sources.csv",
        "study.yaml",
        "coding/",
        "analysis/",
        "guides/",
        "translations/",
    )
    made = without(
        {name: files[name] for name in files if name.startswith(tuple(f"data/raw/{one}" for one in shared))},
        GONE,
    )
    assert len(made) > 20
    assert [(name, words) for words in ("as W2", "and I2") for name in said_in(made, words)] == []
    assert "says" in made["data/raw/coding/codings/ann/W1.jsonl"].decode()


def test_memos_and_pictures_called_after_who_may_not_be_shared_are_in_no_deposit():
    there = (
        "data/raw/coding/memos/back-of-W2.md",
        "data/raw/coding/memos/I2_again.md",
        "notebooks/report/W2 photo.png",
        "notebooks/report/portrait.I2.jpg",
    )
    kept = (
        "data/raw/coding/memos/W20.md",
        "data/raw/coding/memos/a back.md",
        "notebooks/report/2_results.en.md",
        "notebooks/report/bed.png",
    )
    assert tuple(without(dict.fromkeys((*there, *kept), b"plain"), GONE)) == kept


def test_no_pseudonym_says_which_source_that_is_not_there_named_somebody_first():
    line = {
        "id": "c1",
        "quote": "⟦name W2.1⟧ came",
        "prefix": "e W2.3⟧ and ",
        "suffix": " ⟦name W2.12⟧, ⟦name W",
    }
    files = {
        f"{TEXTS}W1.txt": "⟦name W2.1⟧ and ⟦name W1.2⟧ and ⟦phone W20.1⟧".encode(),
        "data/raw/coding/codings/ann/W1.jsonl": f"{json.dumps(line)}\n".encode(),
        "data/raw/coding/memos/a.md": "Who is ⟦name W2.1⟧?".encode(),
    }
    made = {name: data.decode() for name, data in without(files, GONE).items()}
    text = made[f"{TEXTS}W1.txt"]
    assert text == "⟦name aa.1⟧ and ⟦name W1.2⟧ and ⟦phone W20.1⟧"
    coding = json.loads(made["data/raw/coding/codings/ann/W1.jsonl"])
    assert (
        coding["quote"] == "⟦name aa.1⟧ came"
        and coding["prefix"] == " and "
        and coding["suffix"] == " ⟦name aa.12⟧, "
    )
    assert made["data/raw/coding/memos/a.md"] == "Who is ⟦name aa.1⟧?"
    # of several each has letters of its own
    assert relabelled("⟦x S1.1⟧ ⟦x S2.1⟧", {"S1", "S2"}) == "⟦x aa.1⟧ ⟦x ab.1⟧"


def test_a_file_of_the_analysis_names_no_coding_of_who_may_not_be_shared_and_its_queries_stay():
    name, notes = "data/raw/analysis/propositions.yaml", "data/raw/analysis/annotations.yaml"
    files = {name: PICKED.encode(), notes: b"notes: [{of: W1/c1, note: {en: I20}}]  # mine\n"}
    made = without(files, GONE)
    assert yaml.safe_load(made[name])["propositions"] == [
        {
            "id": "P1",
            "statement": {"id": "Menurut ⟦…⟧", "en": "As ⟦…⟧ says"},
            "for": {
                "query": "TOIL and not W2",
                "picked": [{"coding": "W1/c1", "reason": "not as ⟦…⟧"}],
            },
        }
    ]
    assert made[notes] == files[notes]


def test_a_table_loses_rows_on_who_may_not_be_shared_and_their_ids_in_words():
    name = "data/raw/analysis/tactics.csv"
    files = {name: b"tactic,what,of\n5,Read what W2 denies,P1\n6,Read,W2/c1\n7,Read,I20\n"}
    said = without(files, GONE)[name].decode()
    assert said == "tactic,what,of\n5,Read what ⟦…⟧ denies,P1\n7,Read,I20\n"


@pytest.mark.parametrize("line", [{"use": "withdrawn"}, {"use": "no"}, {"quote": "withdrawn"}])
def test_consent_taken_back_since_the_build_lets_nothing_leave(published_garden, line, tmp_path):
    root = shutil.copytree(published_garden, tmp_path / "study")
    write_consent(
        root, {"whose": "I1", **YES}, {"whose": "I2", **YES}, {"whose": "I2", "date": "2024-06-01", **line}
    )
    study = open_study(root)
    for leaving in (
        lambda: write_deposit(study, REPOSITORY, tmp_path / "deposit.zip", no_projects),
        lambda: export_study(study, "qdpx", tmp_path / "out.qdpx", "en"),
        lambda: export_study(study, "xlsx", tmp_path / "out.xlsx", "en", team=True),
        lambda: write_appendices(Results.of(study)),
    ):
        with pytest.raises(
            StudyError, match=r"consent\.csv: consent was taken back since the build.*make all"
        ):
            leaving()
    assert sorted(tmp_path.iterdir()) == [root]
    assert not (root / "reports/appendices").exists()


def test_what_may_be_shared_and_not_archived_is_in_no_project_of_a_deposit(published_garden, tmp_path):
    root = shutil.copytree(published_garden, tmp_path / "study")
    write_consent(root, {"whose": "I1", **YES}, {"whose": "I2", **YES, "archive": "no"})
    found = projects_of(open_study(root), "en")
    assert found and not [name for name in found if said_in({name: found[name]}, TOLD)]


def test_the_bare_ids_of_who_may_not_be_shared_stand_in_no_prose():
    files = {
        "notebooks/report/a.en.md": PROSE.encode(),
        "data/raw/coding/memos/b.md": b"On W2.\n",
        "docs/W2.md": b"W2",
    }
    made = {name: data.decode() for name, data in without(files, GONE).items()}
    assert made["notebooks/report/a.en.md"] == (
        '⟦…⟧ and W1 differ, says ⟦…⟧ (⟦…⟧), not W20 nor I21.\n\n⟦…⟧{{ quote("W1.1") }}\n'
    )
    assert made["data/raw/coding/memos/b.md"] == "On ⟦…⟧.\n"
    assert made["docs/W2.md"] == "W2"


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_rows_go_from_a_table_in_any_encoding_that_is_read(encoding):
    text = "source_id;words\nW1;tetap\nW2;café\n"
    made = without({"data/raw/x.csv": text.encode(encoding)}, GONE)
    assert made["data/raw/x.csv"].decode() == "source_id;words\nW1;tetap\n"
