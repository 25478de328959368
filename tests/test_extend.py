"""The page on extending, followed to the letter on a copy of the repository."""

import ast
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from conftest import REPOSITORY
from helpers_docs import Block, blocks, write

PAGE = REPOSITORY / "docs/how-to/extend.md"
KINDS = """
from pathlib import Path
from jalin.collect.dialects import DIALECTS
from jalin.collect.readers import read_file
from jalin.display.cells import CELLS
from jalin.display.shapes import shape_name
from jalin.exchange.files import export_study
from jalin.study import open_study

Path("chat.log").write_text("09:12\\tWe water it.\\n")
assert [block.text for block in read_file(Path("chat.log")).blocks] == ["We water it."]
assert DIALECTS["minutes"].program == "Minutes of the school"
study = open_study("examples/going-home")
assert export_study(study, "titles", Path("out"), "en").read_text() == study.settings.title["en"]
assert CELLS["marked"].draw and shape_name("site_ordered", "en") == "Site-ordered matrix"
"""
STAGE = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from conftest import run_cells
from tiny import make_study
from jalin.build.modules import imported_by
from jalin.publish.manifest import read_manifest, write_manifest
from jalin.report.results import Results
from jalin.stages import read_runs
from jalin.study import open_study

here = Path()
run = next(run for run in read_runs(here) if run.stage == "reflect")
notebook = here / f"notebooks/{run.notebook}.ipynb"
root = make_study(here / "tiny")
run_cells(notebook, study=str(root))
(root / run.pages[0]).parent.mkdir(parents=True)
(root / run.pages[0]).touch()
study = open_study(root)
write_manifest(study, here, {})
made = {entry.path for entry in read_manifest(root / "reports/MANIFEST", "").entries if entry.kind == "reflect"}
assert made == {"data/processed/reflect/memos.csv", "data/processed/reflect/memos.parquet", run.pages[0]}, made
assert Results(study, {}, None).notebook("reflect/memos", "en") == run.notebook
assert "jalin.reflect.stage" in imported_by(notebook)
"""


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """A copy of the repository, in an environment of its own, with every file and every change that the page shows."""
    folder = tmp_path_factory.mktemp("clone")
    here = folder / "jalin"
    ignored = shutil.ignore_patterns("__pycache__", "processed", "reports")
    for name in ("src", "tests", "docs", "notebooks", "data/raw", "examples/going-home"):
        shutil.copytree(REPOSITORY / name, here / name, ignore=ignored)
    for name in ("pyproject.toml", "requirements.lock", "Makefile"):
        shutil.copy(REPOSITORY / name, here)
    for block in blocks(PAGE):
        if block.title:
            write(block, folder, here)
        for command in commands(block):
            # some files begin as a copy of another
            if command.startswith("cp "):
                shutil.copy(*(here / name for name in command.split()[1:]))
    venv.create(here / ".venv", symlinks=True)
    # the copy's package before all that the tests have; and what Jupyter keeps beside its modules
    paths = [here / "src", *(path for path in sys.path if "site-packages" in path)]
    place = Path(sysconfig.get_path("purelib", vars={"base": here / ".venv"}))
    (place / "jalin.pth").write_text("".join(f"{path}\n" for path in paths))
    (here / ".venv/share").symlink_to(Path(sys.prefix) / "share")
    return here


@pytest.fixture(scope="module")
def clone(changed):
    """The same after the other commands of the page."""
    for block in blocks(PAGE):
        for command in commands(block):
            if command.startswith(".venv/"):
                done = python(changed, *typed(command))
                assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return changed


def commands(block: Block) -> list[str]:
    """What a block says to type."""
    return block.text.splitlines() if block.kind == "sh" else []


def typed(command: str) -> list[str]:
    """A command of the page, as one of Python."""
    program, *words = command.removeprefix(".venv/bin/").split()
    if program == "jalin":
        return ["-m", "jalin.cli", *words]
    assert program == "python"
    # without the network
    return [*words, "--no-index", "--no-deps", "--no-build-isolation", "-q"]


def python(here, *words):
    """Run the Python of the copy."""
    return subprocess.run([".venv/bin/python", *words], cwd=here, capture_output=True, text=True)


def test_every_change_of_the_page_finds_its_place_in_the_code(changed):
    for block in blocks(PAGE):
        if block.title.endswith(".py"):
            ast.parse((changed / block.title).read_text("utf-8"))


@pytest.mark.slow
def test_a_stage_of_the_page_is_made_listed_and_linked_with_no_other_change(changed):
    done = python(changed, "-c", STAGE)
    assert done.returncode == 0, done.stderr
    for target, said in (
        ("reflect", "build --root"),
        ("help", "triangulate report reflect"),
        ("why", " why "),
    ):
        told = subprocess.run(["make", "-n", target], cwd=changed, capture_output=True, text=True)
        assert told.returncode == 0 and said in told.stdout, told.stderr


@pytest.mark.slow
def test_every_recipe_passes_its_test_and_those_that_were_there(clone):
    own = [block.title for block in blocks(PAGE) if block.title.startswith("tests/")]
    there = ["tests/exchange/test_files.py", "tests/display/test_matrix.py", "tests/test_words.py"]
    alone = [
        "-n",
        "0",
        "-o",
        "addopts=",
        "-k",
        "test_read_whisper or test_doccano or bennett or reflect or named or method or manual or words or malay",
    ]
    done = python(clone, "-m", "pytest", "-q", *alone, *own, *there)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr
    assert len(own) == 7


@pytest.mark.slow
def test_the_data_dictionary_of_the_recipes_is_made(clone):
    assert "| `bennett` | number | Bennett's S |" in (clone / "docs/data-dictionary.md").read_text("utf-8")


@pytest.mark.slow
def test_the_stage_of_the_page_is_built(clone):
    assert (clone / "data/processed/reflect/memos.csv").read_text("utf-8").startswith("code,memos\n")
    assert (clone / "reports/notebooks/09_reflect.html").is_file()


@pytest.mark.slow
def test_a_package_of_ones_own_adds_a_reader_a_format_a_cell_and_a_shape(clone):
    done = python(clone, "-c", KINDS)
    assert done.returncode == 0, done.stderr
