"""The tiny study, and the stages run on it in one process, as the notebooks run them."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent / "collect"))
sys.path.insert(0, str(Path(__file__).parent / "explore"))

from helpers_build import make
from tiny import make_study

import jalin.figure
from jalin.build.modules import code_cells
from jalin.code import mark_agreed, mark_decided, read_codebook, read_codings, read_decisions
from jalin.code.codebook import Codebook
from jalin.code.query import QueryContext
from jalin.collect import collect_sources, consents, read_register
from jalin.conclude import evidence_ledger, read_propositions, stances
from jalin.conclude.origins import read_origins
from jalin.conclude.propositions import Proposition
from jalin.condense import with_context
from jalin.protect import (
    anonymity,
    finder_of,
    protect_texts,
    read_informants,
    read_review,
    review_table,
)
from jalin.protect.deidentify import Protected
from jalin.study import Study, open_study

REPOSITORY = Path(__file__).resolve().parent.parent

# how many examples a property is tried on: a few by default, many with the slow tests (--hypothesis-profile=thorough);
# a busy machine is no fault of a property
_PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
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
    """The tiny study, built by make with all that it makes; copy it to change it."""

    def build_garden(folder: Path) -> None:
        done = make(make_study(folder), "all")
        assert done.returncode == 0, done.stderr

    return once(tmp_path_factory, "garden", build_garden)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a tiny study."""
    return make_study(tmp_path / "study")


class Run:
    """The stages up to the evidence, each result kept; without `codings`, up to the protected texts."""

    def __init__(self, root: Path, through: str = "", codings: bool = True) -> None:
        self.study: Study = open_study(root, through)
        self.register = read_register(self.study)
        self.collection = collect_sources(self.study, self.register)
        self.sources: pd.DataFrame = self.collection.sources
        finder = finder_of(self.study, self.collection.texts, self.sources, self.collection.segments)
        self.protected: Protected = protect_texts(self.collection, finder)
        self.sources = self.protected.sources
        if not codings:
            return
        self.codebook: Codebook = read_codebook(self.study)
        registered = set(read_register(open_study(root))["source_id"])
        found = read_codings(
            self.study, self.codebook, self.protected.texts, self.protected.segments, registered
        )
        agreed = mark_agreed(found)
        decisions = read_decisions(self.study, agreed, registered)
        self.codings: pd.DataFrame = mark_decided(agreed, decisions)
        settings = self.study.settings
        self.known: pd.DataFrame = with_context(
            self.codings, self.sources, self.protected.segments, self.codebook, settings.evidence
        )
        self.propositions: list[Proposition] = read_propositions(
            self.study, QueryContext.of(self.known, self.codebook)
        )
        origins = read_origins(self.study, self.known, registered - set(self.sources["source_id"]))
        self.evidence: pd.DataFrame = evidence_ledger(
            self.known, self.codebook, self.propositions, settings.evidence, self.study.lead, origins
        )
        self.stances: pd.DataFrame = stances(self.evidence)

    def first_tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the stages collect and protect, by name."""
        parts = ("sources", "segments", "observations", "comments", "remarks")
        collected = {f"collect/{part}": getattr(self.collection, part) for part in parts}
        protected = {f"protect/{part}": getattr(self.protected, part) for part in (*parts[1:], "audit")}
        informants = read_informants(self.study, self.sources)
        people, helps = anonymity(informants, self.study.settings.anonymity)
        return {
            **collected,
            **protected,
            "collect/consent": consents(self.register),
            "protect/sources": self.sources,
            "protect/review": review_table(self.protected.suspected, read_review(self.study)),
            "protect/anonymity": people,
            "protect/generalisation": helps,
        }


@pytest.fixture(scope="session")
def shipped() -> Run:
    """The shipped study, run up to the evidence; not to be changed."""
    return Run(REPOSITORY)


@pytest.fixture
def run(root: Path) -> Run:
    """The tiny study, run up to the evidence."""
    return Run(root)


def run_cells(path: Path, **parameters: object) -> None:
    """Run the cells of a notebook in this process, with those of `parameters` that it has."""
    space: dict[str, object] = {}
    for cell in code_cells(path):
        exec(compile("".join(cell["source"]), f"{path.name} {cell['id']}", "exec"), space)
        if "parameters" in cell["metadata"].get("tags", []):
            space |= {name: value for name, value in parameters.items() if name in space}


def build(root: Path, until: str = "07", through: str = "", since: str = "01", **parameters: object) -> Study:
    """Run the cells of the notebooks in this process, in order, from `since` up to the one that begins with `until`.

    What a build by `make` runs in kernels, without drawing what only a notebook shows.
    """
    shown = jalin.figure.as_image
    jalin.figure.as_image = lambda figure: None
    try:
        for path in sorted((REPOSITORY / "notebooks").glob("0*.ipynb")):
            if not since <= path.stem[:2] <= until:
                continue
            run_cells(path, study=str(root), through=through, **parameters)
    finally:
        jalin.figure.as_image = shown
    return open_study(root, through)
