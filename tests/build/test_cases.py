"""Every case through its own notebooks: alone, side by side, on a cluster, and when something goes wrong."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest
from conftest import REPOSITORY
from helpers_build import fingerprint, make
from helpers_cases import case_names, make_cases

from jalin.build.options import Options
from jalin.files import FILE_ALL, FILE_CASES
from jalin.publish.compare import compare
from jalin.publish.manifest import read_manifest
from jalin.study import open_study

pytestmark = pytest.mark.slow

SCHEDULER = re.compile(r"Scheduler at:\s+(tcp://\S+)")


def cases(root, *more, **surroundings):
    """Run `jalin cases` on four notebooks of each case."""
    arguments = [sys.executable, "-m", "jalin.cli", "cases", "--root", str(root), *more, "triangulate"]
    environment = {name: value for name, value in os.environ.items() if name != "DASK_SCHEDULER_ADDRESS"}
    return subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env=environment | surroundings,
    )


def done(process):
    """What a run of `jalin cases` said: its exit code, its output and what it told while it ran."""
    said, told = process.communicate()
    return process.returncode, said, told


def made(root):
    """SHA-256 of all that the cases have."""
    return {
        name: value for name, value in fingerprint(root).items() if name.startswith("data/processed/cases/")
    }


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Three cases, made once."""
    root = make_cases(tmp_path_factory.mktemp("cases"), 3)
    code, said, told = done(cases(root))
    assert code == 0, told
    assert "3 cases made, 0 were as they should be, 0 failed" in said
    assert "dashboard   http://127.0.0.1:" in told
    assert "3/3 cases" in told
    return root


def test_a_case_holds_what_is_its_own_and_nothing_else(study):
    for name in case_names(3):
        tables = study / "data/processed/cases" / name
        assert set(pd.read_csv(tables / "protect/sources.csv")["case_id"]) == {name}
        assert pd.read_csv(tables / "code/codings.csv")["source_id"].str.startswith(f"{name}-").all()
        # the teacher and the pupil for; the notice, another voice, against
        verdict = (
            pd.read_csv(tables / "conclude/verdicts.csv")
            .query("proposition == 'P1' and round == 'all'")
            .iloc[0]
        )
        assert (verdict["voices_for"], verdict["voices_against"]) == (2, 1)


def test_only_the_case_that_changed_is_made_again(study):
    before = made(study)
    code, said, _ = done(cases(study))
    assert code == 0
    assert "0 cases made, 3 were as they should be" in said
    name = case_names(3)[1]
    path = study / f"data/raw/coding/codings/ann/{name}-W1.jsonl"
    kept = path.read_text(encoding="utf-8")
    path.write_text(kept.splitlines(keepends=True)[0], encoding="utf-8")
    _, said, _ = done(cases(study))
    assert "1 cases made, 2 were as they should be" in said
    changed = {file.split("/")[3] for file, value in made(study).items() if before[file] != value}
    assert changed == {name}
    path.write_text(kept, encoding="utf-8")
    done(cases(study))
    assert made(study) == before


def test_a_case_that_fails_is_named_and_the_others_go_on(tmp_path):
    root = make_cases(tmp_path, 2)
    broken, last = case_names(2)
    path = root / f"data/raw/coding/codings/ann/{broken}-W1.jsonl"
    kept = path.read_text(encoding="utf-8")
    path.write_text(kept.replace("TOIL", "TOYL"), encoding="utf-8")
    code, said, told = done(cases(root))
    assert code == 1
    assert "1 cases made, 0 were as they should be, 1 failed" in said
    assert f"{broken}: data/raw/coding/codings/ann/{broken}-W1.jsonl" in told
    assert "Did you mean TOIL?" in told
    assert "Traceback" not in told
    assert (root / f"data/processed/cases/{last}/triangulate/convergence.csv").is_file()
    path.write_text(kept, encoding="utf-8")
    code, said, _ = done(cases(root))
    assert code == 0
    assert "1 cases made, 1 were as they should be, 0 failed" in said


def test_one_case_alone_and_one_that_is_not_there(tmp_path):
    root = make_cases(tmp_path, 2)
    name = case_names(2)[0]
    _, said, _ = done(cases(root, "--case", name))
    assert "1 cases made, 0 were as they should be" in said
    assert not (root / f"data/processed/cases/{case_names(2)[1]}/conclude").exists()
    code, _, told = done(cases(root, "--case", "schol0001"))
    assert code == 1
    assert "'schol0001' is no case yet. Did you mean" in told


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers as processes of their own: its address, and the two."""
    environment = os.environ | {
        "PYTHONUNBUFFERED": "1",
        "DASK_DISTRIBUTED__SCHEDULER__DASHBOARD__ENABLED": "False",
    }

    def start(*arguments, **more):
        command = (
            [sys.executable, "-m", "distributed.cli.dask_scheduler"]
            if arguments[0] == "scheduler"
            else [sys.executable, "-m", "distributed.cli.dask_worker"]
        )
        return subprocess.Popen(
            [*command, *arguments[1:]], stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path,
            start_new_session=True, **more,
        )  # fmt: skip

    scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0")
    address = next(found[1] for line in scheduler.stderr if (found := SCHEDULER.search(line)))
    workers = [
        start("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        for _ in range(2)
    ]
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()
        process.stderr.close()


def test_a_worker_killed_in_the_middle_costs_nothing(study, tmp_path, cluster):
    address, workers = cluster
    root = make_cases(tmp_path / "again", 3)
    process = cases(root, DASK_SCHEDULER_ADDRESS=address)
    # when a worker has begun a case and not ended it
    folder, until = root / "data/processed/.made/cases", time.monotonic() + 120
    while not list(folder.glob("*/code.json")) and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(workers[0].pid, signal.SIGKILL)
    code, said, told = done(process)
    assert code == 0, told
    assert "3 cases made, 0 were as they should be, 0 failed" in said
    assert address in told
    assert made(root) == made(study)


def test_a_cluster_that_is_not_there_is_told(study):
    path = study / f"data/raw/coding/codings/ann/{case_names(3)[0]}-W1.jsonl"
    kept = path.read_text(encoding="utf-8")
    path.write_text(kept.splitlines(keepends=True)[0], encoding="utf-8")
    code, _, told = done(
        cases(
            study, DASK_SCHEDULER_ADDRESS="tcp://127.0.0.1:9", DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="2s"
        )
    )
    path.write_text(kept, encoding="utf-8")
    assert code == 1
    assert "tcp://127.0.0.1:9" in told
    assert "DASK_SCHEDULER_ADDRESS" in told
    assert "Traceback" not in told


def test_the_report_of_a_case_bears_its_name_and_is_verified_with_the_study(tmp_path):
    root = make_cases(tmp_path / "study", 1)
    for target in ("all", "cases"):
        ended = make(root, target)
        assert ended.returncode == 0, ended.stderr
    name = case_names(1)[0]
    report = root / f"reports/cases/{name}/report.en.html"
    assert f"The school garden: School {name}" in report.read_text(encoding="utf-8")
    assert {path.suffix for path in report.parent.glob("report.*")} == {".html", ".pdf", ".docx"}

    of_all, of_cases = (read_manifest(root / file, file).outputs for file in (FILE_ALL, FILE_CASES))
    assert not of_all.keys() & of_cases.keys()
    assert of_cases[f"reports/cases/{name}/report.id.pdf"].kind == "report"
    table = f"data/processed/cases/{name}/conclude/verdicts.csv"
    assert of_cases[table].kind == "conclude"
    ended = make(root, "verify")
    assert ended.returncode == 0, ended.stderr
    total = len(of_all) + len(of_cases)
    assert f"{total} of {total} published files are the same, byte for byte." in ended.stdout

    shutil.copytree(root, tmp_path / "again")
    path = tmp_path / "again" / table
    path.write_text(path.read_text(encoding="utf-8").replace("school0001", "school0009") + "\n")
    found = compare(open_study(root), tmp_path / "again", REPOSITORY, Options().chosen)
    assert [entry.path for entry in found.differs] == [table]


def test_what_was_published_of_the_cases_stays_when_all_is_cleaned(study):
    listed = study / FILE_CASES
    listed.parent.mkdir(parents=True, exist_ok=True)
    listed.write_text("published\n", encoding="utf-8")
    ended = make(study, "clean")
    assert ended.returncode == 0, ended.stderr
    assert listed.read_text(encoding="utf-8") == "published\n"
    assert not (study / "data/processed/cases").exists()
