"""What is shared without the raw sources, and what it gives elsewhere."""

import csv
import hashlib
import json
import shutil
import zipfile

import pytest
from conftest import REPOSITORY, build, no_projects
from tiny import without_names

from jalin.build.fresh import Folders
from jalin.build.options import Options
from jalin.build.outputs import clean as clean_all
from jalin.errors import StudyError
from jalin.files import FOLDERS, NAMING, built_files
from jalin.protect.outputs import texts_of
from jalin.publish.compare import compare
from jalin.publish.deposit import write_deposit
from jalin.publish.manifest import outputs_of, read_manifest, write_manifest
from jalin.publish.published import make_scratch
from jalin.publish.verify import report_text
from jalin.stages import read_runs
from jalin.study import open_study
from jalin.sums import holds, make_sum_key
from jalin.tables.store import read


@pytest.fixture(scope="module")
def built(published_garden):
    return open_study(published_garden)


def test_a_name_in_the_context_of_a_coding_stops_the_deposit(garden, tmp_path):
    study = open_study(shutil.copytree(garden, tmp_path / "study"))
    with pytest.raises(StudyError, match=r"codings/ann/W1\.jsonl.*an identifier \(name\) replaced in W1"):
        write_deposit(study, REPOSITORY, tmp_path / "deposit.zip", no_projects)
    assert not (tmp_path / "deposit.zip").exists()


def test_the_zip_has_no_raw_source_no_key_and_nothing_withdrawn(built, tmp_path):
    count = write_deposit(built, REPOSITORY, tmp_path / "one.zip", no_projects)
    write_deposit(built, REPOSITORY, tmp_path / "two.zip", no_projects)
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
    # what cannot be made again is stated by its sum
    assert (
        "raw data/raw/interviews/W1.txt" in statement
        and "protect data/processed/protect/texts/W1.txt" in statement
    )
    assert metadata["titles"][0] == {"title": "The school garden", "lang": "en"}


def test_nothing_in_the_zip_tells_a_guessed_original_from_a_wrong_one(built, tmp_path):
    """No sum and no length of a file that is kept back, or of the text in it, stands in any file of the zip, or of what else may leave."""
    write_deposit(built, REPOSITORY, tmp_path / "deposit.zip", no_projects)
    kept = [path for folder in FOLDERS for path in sorted((built.raw / folder).rglob("*")) if path.is_file()]
    kept += sorted((built.processed / "collect").rglob("*.*"))
    kept += [built.raw / name for name in NAMING if (built.raw / name).is_file()]
    # what has no name in it is the same once names are hidden, and shared; so are counts of consent
    shared = {path.read_bytes() for path in (built.processed / "protect").rglob("*.*") if path.is_file()}
    shared |= {path.read_bytes() for path in (built.processed / "collect").glob("consent.*")}
    sums = {
        named(content)
        for path in kept
        if path.is_file() and path.read_bytes() not in shared
        for content in (path.read_bytes(), path.read_bytes().strip())
        for named in (
            lambda data: hashlib.sha256(data).hexdigest(),
            lambda data: hashlib.sha1(data).hexdigest(),
            lambda data: hashlib.md5(data).hexdigest(),
        )
    }
    with zipfile.ZipFile(tmp_path / "deposit.zip") as archive:
        said = {name: archive.read(name) for name in archive.namelist()}
    said |= {built.relative(path): path.read_bytes() for path in built_files(built.root)}
    found = [
        (name, place)
        for name, content in said.items()
        for place, text in texts_of(name, content)
        if any(one in text for one in sums)
    ]
    assert len(sums) > 40 and found == []
    # how long a text is, is that of the text as it is shared
    for row in read(built, "protect/sources").itertuples():
        text = (built.processed / f"protect/texts/{row.source_id}.txt").read_text(encoding="utf-8")
        assert (row.characters, row.words) == (len(text), len(text.split()))


def test_a_name_in_an_id_stops_the_deposit_and_a_decision_lets_it_stand(built, tmp_path):
    copy = shutil.copytree(built.root, tmp_path / "copy")
    register = copy / "data/raw/sources.csv"
    register.write_text(register.read_text().replace(",I1,", ",Ibu-Agus,"))
    with pytest.raises(StudyError, match=r"row of W1, column informant_id: 'Ibu-Agus' may hold a name"):
        write_deposit(open_study(copy), REPOSITORY, tmp_path / "deposit.zip", no_projects)
    assert not (tmp_path / "deposit.zip").exists()
    decided = "form,decision,decided_by,date\nIbu-Agus,keep,ann,2024-06-01\n"
    (copy / "data/raw/review.csv").write_text(decided)
    assert write_deposit(open_study(copy), REPOSITORY, tmp_path / "deposit.zip", no_projects)


def test_a_study_that_publishes_its_raw_data_publishes_its_key_and_has_one_manifest_wherever_it_is_built(
    built, tmp_path
):
    made = []
    for name in ("here", "there"):
        copy = shutil.copytree(built.root, tmp_path / name)
        (copy / "data/processed/private/manifest.key").replace(copy / "data/raw/manifest.key")
        (copy / "reports/MANIFEST").unlink()
        write_manifest(open_study(copy), REPOSITORY, Options().chosen)
        assert not (copy / "data/processed/private/manifest.key").exists()
        made.append((copy / "reports/MANIFEST").read_bytes())
    assert made[0] == made[1] and b"manifest.key" not in made[0]
    # the key of a published study is in no deposit: who has that alone still guesses nothing
    write_deposit(open_study(copy), REPOSITORY, tmp_path / "deposit.zip", no_projects)
    key = (copy / "data/raw/manifest.key").read_text().strip().encode()
    with zipfile.ZipFile(tmp_path / "deposit.zip") as archive:
        assert all(key not in archive.read(name) for name in archive.namelist())


def test_cleaning_leaves_the_key_and_a_file_that_is_none_is_told(built, tmp_path):
    copy = shutil.copytree(built.root, tmp_path / "copy")
    key = copy / "data/processed/private/manifest.key"
    kept = key.read_text()
    clean_all(Folders(copy, REPOSITORY), read_runs(REPOSITORY, copy))
    assert key.read_text() == kept and [path.name for path in key.parent.iterdir()] == [key.name]
    assert make_sum_key(open_study(copy)).hex() == kept.strip()
    key.write_text("no key\n")
    with pytest.raises(StudyError, match=r"private/manifest\.key: it holds no key"):
        make_sum_key(open_study(copy))


def test_the_sums_of_what_is_kept_back_can_be_compared_by_who_has_the_key_and_by_nobody_else(built, tmp_path):
    manifest = read_manifest(built.reports / "MANIFEST", "MANIFEST")
    entry = next(one for one in manifest.entries if one.path == "data/raw/interviews/W1.txt")
    path = built.raw / "interviews/W1.txt"
    assert holds(built, path, entry.path, entry.digest) is True
    assert holds(built, built.raw / "interviews/W2.md", entry.path, entry.digest) is False
    copy = shutil.copytree(built.root, tmp_path / "copy")
    (copy / "data/processed/private/manifest.key").unlink()
    elsewhere = open_study(copy)
    assert holds(elsewhere, copy / "data/raw/interviews/W1.txt", entry.path, entry.digest) is None
    found = compare(elsewhere, copy, REPOSITORY, Options().chosen)
    assert found.reproduced and "Not compared:" in report_text(found)
    assert "the key that their sums were made with is not here" in report_text(found)
    # another key is as good as none
    make_sum_key(elsewhere)
    assert compare(elsewhere, copy, REPOSITORY, Options().chosen).apart == found.apart
    assert compare(built, built.root, REPOSITORY, Options().chosen).apart == []


@pytest.mark.slow
def test_unzipped_elsewhere_it_gives_the_same_bytes_and_can_be_verified(built, tmp_path):
    write_deposit(built, REPOSITORY, tmp_path / "deposit.zip", no_projects)
    with zipfile.ZipFile(tmp_path / "deposit.zip") as archive:
        archive.extractall(tmp_path / "there")
    there = build(tmp_path / "there", "08", since="03")

    def made(study):
        return {
            one.path: one.digest
            for one in outputs_of(study, REPOSITORY, None)
            if one.kind not in ("collect", "protect")
        }

    assert there.deposited and made(there) == made(built)
    make_scratch(there, tmp_path / "scratch")
    build(tmp_path / "scratch", "08", since="03")
    found = compare(there, tmp_path / "scratch", REPOSITORY, Options().chosen)
    assert found.reproduced and "no raw source and no key" in found.apart[0]
    with pytest.raises(StudyError, match="this copy is a deposit already"):
        write_deposit(there, REPOSITORY, tmp_path / "again.zip", no_projects)


@pytest.mark.slow
def test_a_register_saved_with_semicolons_withdraws_sources_as_well(root, tmp_path):
    without_names(root)
    register = root / "data/raw/sources.csv"
    rows = list(csv.reader(register.open(newline="")))
    with register.open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    with (root / "data/raw/study.yaml").open("a") as settings:
        settings.write("anonymity: {places: shown}\n")
    study = build(root, "08")
    write_manifest(study, REPOSITORY, Options().chosen)
    write_deposit(study, REPOSITORY, tmp_path / "deposit.zip", no_projects)
    with zipfile.ZipFile(tmp_path / "deposit.zip") as archive:
        shared = csv.reader(archive.read("data/raw/sources.csv").decode().splitlines())
    kept = [row for row in rows if "withdrawn" not in row]
    assert 0 < len(kept) < len(rows)
    assert list(shared) == kept


def test_a_sentence_that_does_not_hold_stops_the_deposit_until_a_reason_answers_it(built, tmp_path):
    copy = shutil.copytree(built.root, tmp_path / "study")
    head = "file,chapter,line,language,sentence,condition,values,holds,because\n"
    rows = (
        "notebooks/report/1_a.en.md,1_a,3,en,All care.,voices(CARE) > 3,voices(CARE) = 3,yes,\n"
        "notebooks/report/1_a.en.md,1_a,5,en,All toil.,voices(TOIL) > 3,voices(TOIL) = 1,no,{}\n"
        "notebooks/report/1_a.en.md,1_a,7,en,First.,first(TOIL) > first(X),first(X) = –,undecided,known\n"
    )
    (copy / "reports/claims.csv").write_text(head + rows.format(""))
    with pytest.raises(StudyError) as refused:
        write_deposit(open_study(copy), REPOSITORY, tmp_path / "deposit.zip", no_projects)
    assert str(refused.value).startswith(
        "notebooks/report/1_a.en.md, line 5: “All toil.” does not hold by voices(TOIL) > 3: voices(TOIL) = 1."
    )
    assert len(refused.value.problems) == 1
    (copy / "reports/claims.csv").write_text(head + rows.format("one diary is missing"))
    write_deposit(open_study(copy), REPOSITORY, tmp_path / "deposit.zip", no_projects)
    with zipfile.ZipFile(tmp_path / "deposit.zip") as archive:
        assert "reports/claims.csv" in archive.namelist()
