"""All that the earlier stages found, read once for the report."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from jalin.code.codebook import Codebook
from jalin.conclude.propositions import Proposition
from jalin.conclude.stage import Grounds
from jalin.consent import UNQUOTED, unquotable
from jalin.display import Display, displays_of, matrix
from jalin.display.stage import material_of
from jalin.stages import project_of, read_runs
from jalin.study import Study
from jalin.tables import tables_in
from jalin.tables.made import Built
from jalin.tables.store import read_texts
from jalin.triangulate.stage import group_names


@dataclass(frozen=True)
class Results:
    """A study's tables by name, and the grounds that its conclusions were drawn from."""

    study: Study
    tables: dict[str, pd.DataFrame]
    grounds: Grounds

    @classmethod
    def of(cls, study: Study) -> "Results":
        """Read every table that a report reads; raises `StudyError` when one was not built, or to another day."""
        built, runs = Built(study), read_runs(project_of(study.root))
        names = tables_in(pattern for run in runs if run.page for pattern in run.reads)
        return cls(study, {name: built[name] for name in names}, Grounds.of(study, built))

    @property
    def codebook(self) -> Codebook:
        """The codebook."""
        return self.grounds.coded.codebook

    @property
    def codings(self) -> pd.DataFrame:
        """Every coder's codings, with all that is known of them."""
        return self.grounds.coded.codings

    @property
    def counted(self) -> pd.DataFrame:
        """The codings that count as evidence, with all that is known of them."""
        return self.grounds.coded.counted

    @property
    def propositions(self) -> list[Proposition]:
        """The claims under test."""
        return self.grounds.propositions

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    @cached_property
    def _notebooks(self) -> dict[str, str]:
        return {run.stage: run.notebook for run in read_runs(project_of(self.study.root))}

    def notebook(self, table: str) -> str:
        """The notebook that makes a table, or is a stage's; "" for what people wrote."""
        return self._notebooks.get(table.partition("/")[0], "")

    @cached_property
    def texts(self) -> dict[str, str]:
        """The de-identified text of every source."""
        return read_texts(self.study, "protect", self["protect/sources"])

    @cached_property
    def closed(self) -> frozenset[str]:
        """The sources that may not be quoted."""
        return unquotable(self["protect/sources"])

    @cached_property
    def quotable(self) -> pd.DataFrame:
        """The evidence that may be quoted."""
        found = self["conclude/evidence"]
        return found[found["quote"] != UNQUOTED].reset_index(drop=True)

    @cached_property
    def displays(self) -> dict[str, Display]:
        """Every matrix display by its id."""
        material = material_of(self.grounds.coded)
        return {spec.id: matrix(material, spec) for spec in displays_of(material)}

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """The verdict on each proposition on all data."""
        found = self["conclude/verdicts"]
        return found[found["round"] == "all"].reset_index(drop=True)

    def proposition(self, name: str) -> Proposition:
        return next(item for item in self.propositions if item.id == name)

    def names(self, what: str, language: str) -> dict[str, str]:
        """Names by id of `role_groups`, `cases`, `periods`, `rounds` or `coders` of study.yaml."""
        return self.study.settings.names(what, language)

    def group_names(self, by: str, language: str) -> dict[str, str]:
        """Names of the groups of the convergence matrix, `by` role_group, method or round."""
        return group_names(self.study, by, language)
