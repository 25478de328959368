"""All that the earlier stages found, read once for the report."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from jalin.code.codebook import Codebook, read_codebook
from jalin.code.query import QueryContext
from jalin.code.reconcile import counted
from jalin.conclude.propositions import Proposition, read_propositions
from jalin.condense import with_context
from jalin.display import Display, Material, displays_of, matrix, read_summaries
from jalin.stages import project_of, read_runs
from jalin.study import Study
from jalin.tables import SCHEMAS
from jalin.tables.columns import METHODS
from jalin.tables.store import read, read_texts
from jalin.words import word


@dataclass(frozen=True)
class Results:
    """A study's tables by name, its codebook, every coder's codings with all that is known of them, its propositions."""

    study: Study
    tables: dict[str, pd.DataFrame]
    codebook: Codebook
    codings: pd.DataFrame
    propositions: list[Proposition]

    @classmethod
    def of(cls, study: Study) -> "Results":
        """Read the tables of every stage; raises `StudyError` when one was not built."""
        # of what was collected the report needs the consent alone, and a copy without raw sources has no more
        names = [name for name in SCHEMAS if not name.startswith("collect/") or name == "collect/consent"]
        tables = {name: read(study, name) for name in names}
        codebook = read_codebook(study)
        codings = with_context(
            tables["code/codings"],
            tables["protect/sources"],
            tables["protect/segments"],
            codebook,
            study.settings.evidence,
        )
        propositions = read_propositions(study, QueryContext.of(codings, codebook))
        return cls(study, tables, codebook, codings, propositions)

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
    def counted(self) -> pd.DataFrame:
        """The codings that count as evidence, with all that is known of them."""
        return counted(self.codings, self.study.lead, self.study.settings.evidence.count)

    @cached_property
    def displays(self) -> dict[str, Display]:
        """Every matrix display by its id."""
        material = Material(self.study.settings, self.codebook, self.counted, read_summaries(self.study))
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
        return {item.id: item.name[language] for item in getattr(self.study.settings, what)}

    def group_names(self, by: str, language: str) -> dict[str, str]:
        """Names of the groups of the convergence matrix, `by` role_group, method or round."""
        if by == "method":
            return {name: word(f"method.{name}", language) for name in METHODS}
        return self.names(f"{by}s", language)
