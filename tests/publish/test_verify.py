"""Verification on the tiny study: what is the same, what differs, and what explains it."""

import json
import shutil
import subprocess

import pytest
from conftest import REPOSITORY, build
from helpers_build import make
from tiny import make_study

from jalin.build.options import Options
from jalin.errors import StudyError
from jalin.publish.compare import compare
from jalin.publish.manifest import read_manifest
from jalin.publish.published import make_scratch
from jalin.publish.verify import report_text, write_report
from jalin.study import open_study

CHOSEN = Options().chosen


@pytest.fixture(scope="module")
def built(published_garden):
    """The tiny study built, with its manifest."""
    return open_study(published_garden)


@pytest.fixture
def published(built, tmp_path):
    """A copy of it, to change."""
    return open_study(shutil.copytree(built.root, tmp_path / "study"))


def again(study, tmp_path):
    """The study built again beside, and compared."""
    make_scratch(study, tmp_path / "scratch")
    build(tmp_path / "scratch", "08")
    return compare(study, tmp_path / "scratch", REPOSITORY, CHOSEN)


def test_the_manifest_lists_every_file_once_and_nothing_private(built):
    entries = read_manifest(built.reports / "MANIFEST", "MANIFEST").entries
    paths = [entry.path for entry in entries]
    assert len(paths) == len(set(paths))
    kinds = {entry.path: entry.kind for entry in entries}
    assert kinds["data/raw/coding/codings/ann/W1.jsonl"] == "raw"
    assert kinds["data/processed/conclude/verdicts.csv"] == "conclude"
    assert kinds["reports/report.id.pdf"] == "report" and kinds["requirements.lock"] == "lock"
    assert not any("private" in path for path in paths)


@pytest.mark.slow
def test_the_same_study_is_reproduced_byte_for_byte(published, tmp_path):
    found = again(published, tmp_path)
    assert found.reproduced and found.same > 100, report_text(found)
    assert report_text(found).startswith("REPRODUCED")


@pytest.mark.slow
def test_one_coding_slipped_in_is_named_with_the_facts_it_changed(published, tmp_path):
    for coder in ("ann", "ben"):
        path = published.raw / f"coding/codings/{coder}/W1.jsonl"
        path.write_text("".join(line for line in path.read_text().splitlines(True) if "TOIL" not in line))
    found = again(published, tmp_path)
    assert not found.reproduced
    assert found.inputs == [
        f"raw: data/raw/coding/codings/{coder}/W1.jsonl changed; read by code" for coder in ("ann", "ben")
    ]
    assert ("P2.verdict", "ungrounded for", "no evidence") in found.facts
    assert not any(name.startswith("P1.voices") for name, _, _ in found.facts)
    page = write_report(published, tmp_path / "scratch", found).read_text()
    assert "P2.verdict: ungrounded for -&gt; no evidence" in page and "data:image/png" in page


@pytest.mark.slow
def test_a_changed_transcript_and_another_version_are_named(published, tmp_path, monkeypatch):
    source = published.raw / "documents/D1.md"
    source.write_text(source.read_text().replace("January", "Februar"))
    for path in (published.raw / "coding/codings").glob("*/D1.jsonl"):
        assert path.exists()
    monkeypatch.setattr(
        "jalin.publish.compare.version", lambda name: "0.0.1" if name == "pandas" else _real(name)
    )
    found = again(published, tmp_path)
    assert "raw: data/raw/documents/D1.md changed; read by collect" in found.inputs
    assert [
        line for line in found.versions if line.startswith("version: pandas 0.0.1 is installed, the lock has")
    ]
    assert "protect: data/processed/protect/texts/D1.txt" in report_text(found)


def _real(name):
    from importlib.metadata import version

    return version(name)


@pytest.mark.slow
def test_the_committed_manifest_counts_and_not_one_that_a_build_wrote_since(published, tmp_path):
    def git(*words):
        subprocess.run(
            ["git", "-C", str(published.root), "-c", "user.name=x", "-c", "user.email=x@example.org", *words],
            check=True,
            capture_output=True,
        )

    git("init")
    git("add", "-f", "reports/MANIFEST", "reports/facts.json")
    git("commit", "-m", "published")
    path = published.reports / "MANIFEST"
    kept = path.read_text()
    path.write_text("".join(line for line in kept.splitlines(True) if "verdicts.csv" not in line))
    assert again(published, tmp_path).reproduced


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "it is not there"),
        ("hello\n", "it is no manifest of this version"),
        ("HEAD\noutput 12 x\n", "line 2: it is no entry"),
    ],
)
def test_a_manifest_that_is_none_is_told(published, tmp_path, text, said):
    path = published.reports / "MANIFEST"
    if text is None:
        path.unlink()
    else:
        path.write_text(text.replace("HEAD", path.read_text().splitlines()[0]))
    with pytest.raises(StudyError, match=said):
        compare(published, tmp_path, REPOSITORY, CHOSEN)


def test_facts_name_their_inputs_by_the_hash_that_the_manifest_has(built):
    facts = json.loads((built.reports / "facts.json").read_text())["facts"]
    digests = {
        entry.path: entry.digest for entry in read_manifest(built.reports / "MANIFEST", "MANIFEST").entries
    }
    assert facts["P1.verdict"]["inputs"] == "sha256:" + digests["data/processed/conclude/verdicts.csv"]


def test_a_setting_and_a_lock_that_are_not_as_published_are_named(published, tmp_path):
    path = published.reports / "MANIFEST"
    text = path.read_text().replace("setting seed 2024", "setting seed 7")
    pinned = next(line for line in text.splitlines() if line.startswith("version pandas "))
    text = text.replace(pinned, "version pandas 0.0.1")
    path.write_text(text.replace("machine python ", "machine python 2.7 not "))
    found = compare(published, published.root, REPOSITORY, CHOSEN)
    assert found.settings == ["setting: seed was 7, here it is 2024"]
    assert found.versions == [f"version: pandas was 0.0.1, the lock here has {pinned.split()[2]}"]
    assert found.machine[0].startswith("machine: python was 2.7 not ")
    assert found.reproduced and "What differs without changing anything" in report_text(found)
    # the machine is named where nothing else explains
    assert found.machine[0] not in found.causes
    found.settings = found.versions = []
    assert found.causes == found.machine


@pytest.mark.slow
def test_what_a_person_changed_is_proved_by_building_once_more_as_published(tmp_path):
    root = make_study(tmp_path / "study")
    assert make(root, "all").returncode == 0

    def git(*words):
        subprocess.run(
            ["git", "-C", str(root), "-c", "user.name=x", "-c", "user.email=x@example.org", *words],
            check=True,
            capture_output=True,
        )

    git("init")
    git("add", "-f", "reports/MANIFEST", "reports/facts.json", "data/raw", "notebooks")
    git("commit", "-m", "published")
    path = root / "data/raw/coding/codings/ann/W1.jsonl"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if "TOIL" not in line))
    # slipped into the history too, under the published manifest
    git("commit", "-am", "nothing to see")
    shutil.rmtree(root / "reports/figures")
    done = make(root, "verify")
    told = done.stdout
    assert done.returncode == 2 and told.startswith("DIFFERS"), done.stderr
    assert "Built with inputs and settings as published, everything comes out as published." in told
    assert any(line.startswith("    -{") and "TOIL" in line for line in told.splitlines())
    # the published figures are gone here, and were made again to be shown
    assert "published</figcaption>" in (root / "reports/verify/index.html").read_text()
    certificate = (root / "reports/verify/certificate.md").read_text()
    assert "came out again" in certificate and "| differs |" in certificate
    assert not (root / "data/processed/.verify").exists()
