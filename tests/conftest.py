"""The tiny study, and the stages run on it in one process, as the notebooks run them."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent / "collect"))
sys.path.insert(0, str(Path(__file__).parent / "explore"))

from helpers_build import make
from lab import chromium
from tiny import make_study, without_names

from jalin.build.modules import code_cells
from jalin.build.options import Options
from jalin.code import read_codebook
from jalin.code import stage as code
from jalin.code.codebook import Codebook
from jalin.collect import stage as collect
from jalin.collect.register import registered
from jalin.conclude import stances
from jalin.conclude.propositions import Proposition
from jalin.conclude.stage import Premises
from jalin.protect import stage as protect
from jalin.protect.deidentify import Protected
from jalin.protect.key import write_key
from jalin.publish.manifest import write_manifest
from jalin.report import Results
from jalin.study import Study, open_study
from jalin.tables.made import Built, Made
from jalin.tables.store import write, write_texts

REPOSITORY = Path(__file__).resolve().parent.parent

# how many examples a property is tried on: a few by default, many with the slow tests (--hypothesis-profile=thorough);
# a busy machine is no fault of a property. The same examples each time, so that a run elsewhere fails on what fails here
_PATIENT = {"deadline": None, "derandomize": True, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("quick", max_examples=15, **_PATIENT)
settings.register_profile("thorough", max_examples=200, **_PATIENT)
settings.load_profile("quick")


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder `name`, filled by `make` by the first of all test processes that asks for it; not to be changed."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with FileLock(folder.with_suffix(".lock")):
        if not folder.with_suffix(".done").exists():
            make(folder)
            folder.with_suffix(".done").touch()
    return folder


@pytest.fixture(scope="session")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny study, built by make with all that it makes, and what make said beside it; copy it to change it."""

    def build_garden(folder: Path) -> None:
        done = make(make_study(folder), "all")
        assert done.returncode == 0, done.stderr
        folder.with_suffix(".said").write_text(done.stderr + done.stdout, encoding="utf-8")

    return once(tmp_path_factory, "garden", build_garden)


@pytest.fixture(scope="session")
def published_garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny study built in this process, with its manifest, fit to be shared; copy it to change it."""

    def publish(folder: Path) -> None:
        without_names(make_study(folder))
        write_manifest(build(folder, "08"), REPOSITORY, Options().chosen)

    return once(tmp_path_factory, "published", publish)


@pytest.fixture(scope="session")
def garden_results(garden: Path) -> Results:
    """What the stages found in the tiny study; not to be changed."""
    return Results.of(open_study(garden))


@pytest.fixture
def results(garden_results: Results, tmp_path: Path) -> Results:
    """The same in a folder of its own; its chapters can be changed."""
    root = shutil.copytree(garden_results.study.root, tmp_path / "built")
    return replace(garden_results, study=replace(garden_results.study, root=root))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for the browser: it is slow, and skipped where there is none."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")
            item.add_marker("browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real Chromium."""
    with chromium() as found:
        yield found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a tiny study."""
    return make_study(tmp_path / "study")


class Run:
    """The stages up to the evidence, each result kept; without `codings`, up to the protected texts."""

    def __init__(self, root: Path, through: str = "", codings: bool = True) -> None:
        self.study: Study = open_study(root, through)
        self.collected = collect.run(self.study)
        self.protected: Protected = protect.hide(self.study, Built(self.study, self.collected))
        hidden = protect.hidden(self.study, self.protected, {})
        self.sources: pd.DataFrame = hidden["sources"]
        if not codings:
            return
        self.codebook: Codebook = read_codebook(self.study)
        known = registered(self.study)
        built = Built(self.study, hidden)
        found = code.anchored(self.study, self.codebook, built, known)
        self.codings: pd.DataFrame = code.decided(self.study, found, known)
        tables = {"codings": self.codings, "read": code.opened(self.study, self.codings, built, known)}
        coded = Made(study=self.study, stage="code", tables=tables, numbers={})
        self.premises = Premises.of(self.study, Built(self.study, hidden, coded))
        self.known: pd.DataFrame = self.premises.coded.codings
        self.propositions: list[Proposition] = self.premises.propositions
        self.evidence: pd.DataFrame = self.premises.ledger()
        self.stances: pd.DataFrame = stances(self.evidence)

    def keep(self) -> "Run":
        """Write what the stages up to code made, with the key."""
        for name, frame in self.first_tables().items():
            write(self.study, name, frame)
        write(self.study, "code/codings", self.codings)
        write_texts(self.study, "collect", self.collected.texts)
        write_texts(self.study, "protect", self.protected.texts)
        write_key(self.study, self.protected.key)
        return self

    def first_tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the stages collect and protect, by name."""
        hidden = protect.run(self.study, Built(self.study, self.collected))
        made = (self.collected, hidden)
        return {f"{one.stage}/{name}": frame for one in made for name, frame in one.tables.items()}


@pytest.fixture(scope="session")
def shipped() -> Run:
    """The shipped study, run up to the evidence; not to be changed."""
    return Run(REPOSITORY)


@pytest.fixture
def run(root: Path) -> Run:
    """The tiny study, run up to the evidence."""
    return Run(root)


@pytest.fixture
def prepared(run: Run) -> Study:
    """The tiny study as built through the stage protect."""
    write(run.study, "protect/sources", run.sources)
    write(run.study, "protect/segments", run.protected.segments)
    write_texts(run.study, "protect", run.protected.texts)
    return run.study


def run_cells(path: Path, whole: bool = True, **parameters: object) -> None:
    """Run the cells of a notebook in this process, with those of `parameters` that it has.

    Without `whole` none after that which writes the tables of a stage: they only show.
    """
    space: dict[str, object] = {}
    for cell in code_cells(path):
        exec(compile("".join(cell["source"]), f"{path.name} {cell['id']}", "exec"), space)
        if "parameters" in cell["metadata"].get("tags", []):
            space |= {name: value for name, value in parameters.items() if name in space}
        if not whole and "made.write()" in "".join(cell["source"]):
            return


def no_projects(study: Study, language: str) -> dict[str, bytes]:
    """A deposit without projects for other programs, whose tests are elsewhere."""
    return {}


def build(
    root: Path,
    until: str = "07",
    through: str = "",
    since: str = "01",
    whole: bool = False,
    **parameters: object,
) -> Study:
    """Run the notebooks in this process, in order, from `since` up to the one that begins with `until`.

    What a build by `make` runs in kernels; without `whole`, no cells that only show.
    """
    for path in sorted((REPOSITORY / "notebooks").glob("0*.ipynb")):
        if since <= path.stem[:2] <= until:
            run_cells(path, whole, study=str(root), through=through, **parameters)
    return open_study(root, through)
