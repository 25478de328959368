"""What stages.toml says, against what the notebooks really read and make."""

import sys
from pathlib import Path

import pandas as pd
import pytest
from conftest import REPOSITORY, build
from tiny import make_study

from jalin.build.fresh import files_of
from jalin.build.modules import modules_of
from jalin.errors import StudyError
from jalin.stages import predecessors, read_runs, selected, without_sources

RUNS = read_runs(REPOSITORY)
_opened: list[tuple[str, str]] = []
_listening = False


def _listen(event: str, arguments: tuple) -> None:
    if _listening and event == "open" and isinstance(arguments[0], str):
        _opened.append((arguments[0], "w" if isinstance(arguments[1], str) and "w" in arguments[1] else "r"))


sys.addaudithook(_listen)
_read_parquet = pd.read_parquet


def _noted(path: Path, *more: object, **named: object) -> pd.DataFrame:
    # pyarrow opens files by itself, without the interpreter noticing
    _opened.append((str(path), "r"))
    return _read_parquet(path, *more, **named)


def read_and_made(root: Path, number: str) -> tuple[set[str], set[str]]:
    """Files of the study that the notebook `number` opened, and those there afterwards that were not before."""
    global _listening
    before_it = {path for path in root.rglob("*") if path.is_file()}
    _opened.clear()
    _listening, pd.read_parquet = True, _noted
    try:
        build(root, number, since=number, whole=True)
    finally:
        _listening, pd.read_parquet = False, _read_parquet
    made = {path for path in root.rglob("*") if path.is_file()} - before_it
    read = {Path(name) for name, how in _opened if how == "r" and Path(name).is_relative_to(root)} & before_it

    def shown(paths):
        return {path.relative_to(root).as_posix() for path in paths}

    return shown(read), shown(made)


@pytest.mark.slow
def test_a_notebook_reads_and_makes_no_file_that_is_not_declared(tmp_path):
    root = make_study(tmp_path / "study")
    for stage in dict.fromkeys(run.stage for run in RUNS):
        runs = [run for run in RUNS if run.stage == stage]
        read, made = read_and_made(root, runs[0].notebook[:2])
        declared = {path.relative_to(root).as_posix() for run in runs for path in files_of(root, run.reads)}
        # what the last build remembers of the sources is no input of this one
        assert {name for name in read - declared if "/private/" not in name} == set(), stage
        may_make = {
            path.relative_to(root).as_posix() for run in runs for path in files_of(root, run.everything)
        }
        assert {name for name in made - may_make if "/private/" not in name} == set(), stage


def test_the_order_follows_from_what_is_read():
    names = [run.name for run in RUNS]
    assert names[:4] == ["collect", "protect", "code", "condense"] and names[-2:] == [
        "report.id",
        "report.en",
    ]
    by_name = {run.name: run for run in RUNS}
    ahead = {run.name for run in predecessors(by_name["conclude"], RUNS)}
    assert ahead == {"protect", "code"}
    assert [run.name for run in selected(RUNS, ["report.en"])] == [
        name for name in names if name != "report.id"
    ]
    assert next(run.name for run in without_sources(RUNS)) == "code"


def test_modules_are_those_a_notebook_imports_and_no_more():
    def names(notebook):
        found = modules_of(REPOSITORY / "notebooks" / notebook)
        return {path.relative_to(REPOSITORY / "src/jalin").as_posix() for path in found}

    first, last = names("01_collect.ipynb"), names("08_report.ipynb")
    assert {"collect/read_docx.py", "study.py"} <= first
    assert not {name for name in first if name.startswith(("conclude/", "report/", "exchange/", "explore/"))}
    assert {"report/report.typ", "words/en.yaml", "words/id.yaml", "triangulate/pair.py"} <= last
    assert not {name for name in last if name.startswith(("exchange/", "explore/", "cli/", "publish/"))}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a]\nnotebook = '01_collect'\nreed = []\n", "there is no key 'reed'. Did you mean reads"),
        ("[a]\nnotebook = '99_none'\n", "there is no notebook '99_none'"),
        ("[a]\nnotebook = \n", "stages.toml: Invalid value"),
        (
            "[a]\nnotebook='01_collect'\nreads=['y']\nmakes=['x']\n[b]\nnotebook='01_collect'\nreads=['x']\nmakes=['y']\n",
            "these wait for one another: a, b",
        ),
    ],
)
def test_a_slip_in_stages_is_told(tmp_path, text, said):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/01_collect.ipynb").write_text("{}")
    (tmp_path / "notebooks/stages.toml").write_text(text)
    with pytest.raises(StudyError, match=said):
        read_runs(tmp_path)


def test_a_stage_that_is_not_there_is_told():
    with pytest.raises(StudyError, match=r"there is no stage 'reprot'. Did you mean report"):
        selected(RUNS, ["reprot"])
