"""What is shared without the raw sources, and what it gives elsewhere."""

import csv
import json
import zipfile

import pytest
from conftest import REPOSITORY, build
from tiny import make_study

from jalin.build.options import Options
from jalin.errors import StudyError
from jalin.publish.compare import compare
from jalin.publish.deposit import write_deposit
from jalin.publish.manifest import outputs_of, write_manifest
from jalin.publish.published import make_scratch


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = make_study(tmp_path_factory.mktemp("deposit") / "study")
    clean(root)
    study = build(root, "08")
    write_manifest(study, REPOSITORY, Options().chosen)
    return study


def clean(root):
    """The tiny study's codings were made on raw texts: take the context that holds a name out of them."""
    for path in (root / "data/raw/coding/codings").glob("*/W1.jsonl"):
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        kept = [{**line, "suffix": ""} if "Sari" in line.get("suffix", "") else line for line in lines]
        path.write_text("".join(json.dumps(line) + "\n" for line in kept))


def test_a_name_in_the_context_of_a_coding_stops_the_deposit(root, tmp_path):
    study = build(root, "08")
    write_manifest(study, REPOSITORY, Options().chosen)
    with pytest.raises(StudyError, match=r"codings/ann/W1\.jsonl.*an identifier \(name\) replaced in W1"):
        write_deposit(study, REPOSITORY, tmp_path / "deposit.zip")
    assert not (tmp_path / "deposit.zip").exists()


def test_the_zip_has_no_raw_source_no_key_and_nothing_withdrawn(built, tmp_path):
    count = write_deposit(built, REPOSITORY, tmp_path / "one.zip")
    write_deposit(built, REPOSITORY, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names if not name.startswith(("src/", "docs/")))
        metadata = json.loads(archive.read("datacite.json"))
        statement = archive.read("data/raw/DEPOSITED").decode()
    assert len(names) == count
    assert not [
        name for name in names if "private" in name or "/interviews/" in name or "pseudonyms.csv" in name
    ]
    assert not [name for name in names if "W3" in name]
    for hidden in (b"Zanzibar", b"Sari Melati", b"0812-3456", b"I3,pupil"):
        assert hidden not in everything
    assert "data/processed/protect/texts/W1.txt" in names and "data/raw/coding/codings/ann/W1.jsonl" in names
    # what cannot be made again is stated by its hash
    assert (
        "raw data/raw/interviews/W1.txt" in statement
        and "protect data/processed/protect/texts/W1.txt" in statement
    )
    assert metadata["titles"][0] == {"title": "The school garden", "lang": "en"}


@pytest.mark.slow
def test_unzipped_elsewhere_it_gives_the_same_bytes_and_can_be_verified(built, tmp_path):
    write_deposit(built, REPOSITORY, tmp_path / "deposit.zip")
    with zipfile.ZipFile(tmp_path / "deposit.zip") as archive:
        archive.extractall(tmp_path / "there")
    there = build(tmp_path / "there", "08", since="03")

    def made(study):
        return {
            one.path: one.digest
            for one in outputs_of(study, REPOSITORY)
            if one.kind not in ("collect", "protect")
        }

    assert there.deposited and made(there) == made(built)
    make_scratch(there, tmp_path / "scratch")
    build(tmp_path / "scratch", "08", since="03")
    assert compare(there, tmp_path / "scratch", REPOSITORY, Options().chosen).reproduced
    with pytest.raises(StudyError, match="this copy is a deposit already"):
        write_deposit(there, REPOSITORY, tmp_path / "again.zip")


@pytest.mark.slow
def test_a_register_saved_with_semicolons_withdraws_sources_as_well(root, tmp_path):
    clean(root)
    register = root / "data/raw/sources.csv"
    rows = list(csv.reader(register.open(newline="")))
    with register.open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    study = build(root, "08")
    write_manifest(study, REPOSITORY, Options().chosen)
    write_deposit(study, REPOSITORY, tmp_path / "deposit.zip")
    with zipfile.ZipFile(tmp_path / "deposit.zip") as archive:
        shared = csv.reader(archive.read("data/raw/sources.csv").decode().splitlines())
    kept = [row for row in rows if "withdrawn" not in row]
    assert 0 < len(kept) < len(rows)
    assert list(shared) == kept
