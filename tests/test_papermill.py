"""The notebooks as any user of papermill and Jupyter runs them: from any folder, with any parameter."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import papermill
import pytest
from conftest import REPOSITORY

NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("0*.ipynb"))
BIN = Path(sys.executable).parent


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_papermill_lists_every_parameter_with_its_help(path):
    found = papermill.inspect_notebook(str(path))
    assert list(found)[:5] == ["study", "through", "case", "language", "seed"]
    assert [name for name, one in found.items() if not one["help"]] == []


def typed(words: list[str], folder: Path) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return subprocess.run(
        [str(BIN / words[0]), *words[1:]], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.fixture
def project(garden, tmp_path):
    """A project of its own with the tiny study, built: notebooks beside data."""
    shutil.copytree(garden, tmp_path / "project")
    for path in NOTEBOOKS:
        shutil.copy(path, tmp_path / "project/notebooks")
    return tmp_path / "project"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "notebook", "more"),
    [
        (".", "notebooks/04_condense.ipynb", []),
        ("notebooks", "04_condense.ipynb", []),
        ("..", "project/notebooks/04_condense.ipynb", ["-p", "study", "project"]),
    ],
)
def test_papermill_runs_a_stage_from_any_folder(project, tmp_path, folder, notebook, more):
    words = ["papermill", notebook, str(tmp_path / "out.ipynb"), "-p", "through", "2024-03-31", *more]
    done = typed(words, project / folder)
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(project / "data/processed/condense/summaries.csv")
    assert set(table["source_id"]) == {"W1", "D1"}
    later = words[1].replace("04_condense", "05_display")
    refused = typed(["papermill", later, str(tmp_path / "no.ipynb"), *more], project / folder)
    assert "built to 2024-03-31; asked for all data" in refused.stderr


@pytest.mark.slow
def test_jupyter_and_ipython_run_a_stage_as_papermill_does(project):
    counts = project / "data/processed/condense/counts.csv"
    for words in (
        ["jupyter-nbconvert", "--execute", "--to", "notebook", "--stdout", "notebooks/04_condense.ipynb"],
        ["ipython", "-c", "%run notebooks/04_condense.ipynb"],
    ):
        before = counts.read_bytes()
        counts.unlink()
        done = typed(words, project)
        assert done.returncode == 0, done.stderr
        assert counts.read_bytes() == before
