"""What is made again, and what is said of it: by what files hold, whatever their times say."""

import os
import shutil
import subprocess
import sys

import pytest
from conftest import REPOSITORY
from helpers_build import STAGES, make

from jalin.build import fresh
from jalin.build.build import why
from jalin.build.fresh import Folders
from jalin.build.options import Options
from jalin.stages import read_runs


@pytest.fixture
def study(garden, tmp_path):
    """A copy of the tiny study as built, with every time of its own."""
    return shutil.copytree(garden, tmp_path / "study", copy_function=shutil.copyfile)


def would_run(root, repository=REPOSITORY, **options):
    return why(Folders(root, repository), read_runs(repository), Options(**options))


def certain(found):
    """The runs that have to be made, without those that only may have to be."""
    return [name for name, told in found.items() if not told[0].startswith("only if")]


def test_a_copy_is_up_to_date_and_make_runs_nothing(study):
    assert would_run(study) == {}
    done = make(study, "all")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing would run" in make(study, "why").stdout


@pytest.mark.parametrize("when", [0, 4_000_000_000])
def test_times_play_no_part_even_of_a_clock_set_back(study, when):
    for path in study.rglob("*"):
        if path.is_file() and (path.stat().st_ino % 2):
            os.utime(path, (when, when))
    assert would_run(study) == {}


def test_a_changed_coding_is_named_with_what_may_follow_and_restored_it_is_forgotten(study):
    path = study / "data/raw/coding/codings/ann/W1.jsonl"
    content, times = path.read_bytes(), path.stat()
    path.write_bytes(content.replace(b'"TOIL"', b'"PAY"', 1))
    os.utime(path, (times.st_atime, times.st_mtime))
    found = would_run(study)
    assert found["code"] == ["data/raw/coding/codings/ann/W1.jsonl changed"]
    assert "collect" not in found and "protect" not in found
    assert found["triangulate"] == ["only if what code or conclude makes comes out different"]
    told = make(study, "why").stdout
    assert "code\n  data/raw/coding/codings/ann/W1.jsonl changed\n" in told
    # an older file put back, with an older time
    path.write_bytes(content)
    os.utime(path, (0, 0))
    assert would_run(study) == {}


def test_an_input_that_one_stage_reads_makes_the_later_ones_depend_on_its_outcome(study):
    with (study / "data/raw/documents/D1.md").open("a", encoding="utf-8") as file:
        file.write("\n")
    found = would_run(study)
    assert certain(found) == ["collect"]
    assert found["protect"] == ["only if what collect makes comes out different"]


def test_a_file_that_is_gone_or_was_written_over_is_made_again(study):
    (study / "data/processed/display/matrices.csv").unlink()
    (study / "reports/report.en.pdf").write_bytes(b"other")
    found = would_run(study)
    assert found["display"] == ["data/processed/display/matrices.csv, which it makes, is gone"]
    assert "reports/report.en.pdf, which it makes, changed" in found["report.en"]
    assert "report.id" in found and "conclude" not in found


def test_a_new_input_is_named(study):
    (study / "data/raw/coding/codings/ann/W9.jsonl").write_text("", encoding="utf-8")
    assert would_run(study)["code"] == ["data/raw/coding/codings/ann/W9.jsonl is new"]


@pytest.mark.slow
def test_a_changed_notebook_runs_again_and_not_those_before_it(study, tmp_path):
    repository = tmp_path / "project"
    shutil.copytree(REPOSITORY / "notebooks", repository / "notebooks")
    shutil.copy(REPOSITORY / "requirements.lock", repository)
    assert would_run(study, repository) == {}
    path = repository / "notebooks/06_conclude.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('"source"', '"source" '), encoding="utf-8")
    found = would_run(study, repository)
    assert certain(found) == ["conclude"] and found["conclude"] == ["notebooks/06_conclude.ipynb changed"]
    assert list(found) == ["conclude", "triangulate", "report.id", "report.en"]
    # it makes what it made before, so nothing else runs
    words = [sys.executable, "-m", "jalin.cli", "build", "--root", str(study)]
    done = subprocess.run(words, cwd=repository, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    ended = [line.split()[0] for line in done.stderr.splitlines() if line.endswith("  done")]
    assert done.returncode == 0 and ended == ["06_conclude"], done.stderr


def test_the_lock_makes_everything_run(study, tmp_path):
    repository = tmp_path / "project"
    shutil.copytree(REPOSITORY / "notebooks", repository / "notebooks")
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    (repository / "requirements.lock").write_text(lock + "\n", encoding="utf-8")
    found = would_run(study, repository)
    assert certain(found) == STAGES
    assert found["collect"] == ["requirements.lock changed"]


@pytest.mark.parametrize(
    ("module", "first", "spared"),
    [
        ("triangulate/pair.py", "triangulate", "conclude"),
        ("condense/saturation.py", "condense", "code"),
        ("report/report.typ", "report.id", "triangulate"),
    ],
)
def test_a_module_makes_run_what_imports_it(study, tmp_path, monkeypatch, module, first, spared):
    package = shutil.copytree(fresh.PACKAGE, tmp_path / "jalin", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fresh, "PACKAGE", package)
    assert would_run(study) == {}
    with (package / module).open("a", encoding="utf-8") as file:
        file.write("\n")
    found = would_run(study)
    assert found[first] == [f"src/jalin/{module} changed"]
    assert spared not in found


def test_a_parameter_is_told_old_and_new(study):
    found = would_run(study, seed=7)
    assert certain(found) == STAGES
    assert found["conclude"] == ["seed is 7, it was 2024"]


def test_another_version_of_a_package_is_told(study, monkeypatch):
    found = fresh.installed_versions(REPOSITORY / "requirements.lock")
    assert found["pandas"][0].isdigit() and found["python"]
    monkeypatch.setattr(fresh, "installed_versions", lambda lock: found | {"pandas": "0.1"})
    told = would_run(study)
    assert told["display"] == [f"pandas is 0.1, it was {found['pandas']}"]


def test_a_run_that_left_no_record_is_made(study):
    (study / "data/processed/.made/code.json").write_text("{", encoding="utf-8")
    assert would_run(study)["code"] == ["it was not made yet, or did not end"]


def test_a_package_that_adds_to_jalin_counts_with_its_version_and_another_does_not(tmp_path, monkeypatch):
    for name, group in (("our_kinds-1.2", "jalin.cells"), ("other-3.4", "console_scripts")):
        folder = tmp_path / f"{name}.dist-info"
        folder.mkdir()
        (folder / "entry_points.txt").write_text(f"[{group}]\nwho = module:WHO\n")
    monkeypatch.setattr(fresh.sysconfig, "get_path", lambda name: str(tmp_path))
    found = fresh.installed_versions(tmp_path / "no.lock")
    assert found.keys() == {"python", "our-kinds"} and found["our-kinds"] == "1.2"
