"""All that the earlier stages found, read once for the report."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from jalin.code.codebook import Codebook
from jalin.code.translations import Translation, key_of, read_translations
from jalin.collect.register import registered
from jalin.conclude.propositions import Proposition, named
from jalin.conclude.stage import Premises
from jalin.consent import UNQUOTED, unquotable
from jalin.display.matrix import Displays
from jalin.display.stage import material_of
from jalin.protect.printed import Printed, printed_groups
from jalin.stages import project_of, read_runs
from jalin.study import Study
from jalin.tables import tables_in
from jalin.tables.made import Built
from jalin.tables.store import read_texts
from jalin.triangulate.convergence import BY
from jalin.triangulate.stage import group_names


def labels_of(codings: pd.DataFrame, lead: str) -> dict[tuple[str, str, str], str]:
    """By source, coder and id: SOURCE/ID, the coder before it where an earlier one, the lead first, has the same."""
    keys = codings[["source_id", "coder", "coding_id"]]
    keys = keys.sort_values("coder", key=lambda coders: coders != lead, kind="stable")
    again = keys.duplicated(["source_id", "coding_id"])
    return {
        (source, coder, own): f"{coder}:{source}/{own}" if twice else f"{source}/{own}"
        for (source, coder, own), twice in zip(keys.itertuples(index=False, name=None), again, strict=True)
    }


@dataclass(frozen=True)
class Results:
    """A study's tables by name, and the premises that its conclusions were drawn from."""

    study: Study
    tables: dict[str, pd.DataFrame]
    premises: Premises

    @classmethod
    def of(cls, study: Study) -> "Results":
        """Read every table that a report reads; raises `StudyError` when one was not built, or to another day."""
        built, runs = Built(study), read_runs(project_of(study.root))
        names = tables_in(pattern for run in runs if run.page for pattern in run.reads)
        return cls(study, {name: built[name] for name in names}, Premises.of(study, built))

    @property
    def codebook(self) -> Codebook:
        """The codebook."""
        return self.premises.coded.codebook

    @property
    def codings(self) -> pd.DataFrame:
        """Every coder's codings, with all that is known of them."""
        return self.premises.coded.codings

    @property
    def counted(self) -> pd.DataFrame:
        """The codings that count as evidence, with all that is known of them."""
        return self.premises.coded.counted

    @cached_property
    def labels(self) -> dict[tuple[str, str, str], str]:
        """The name of each coding in the report, by source, coder and id."""
        return labels_of(self.codings, self.study.lead)

    @property
    def propositions(self) -> list[Proposition]:
        """The claims under test."""
        return self.premises.propositions

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    @cached_property
    def _notebooks(self) -> dict[tuple[str, str], str]:
        runs = read_runs(project_of(self.study.root), self.study.root)
        return {(run.stage, run.language): Path(run.pages[0]).stem for run in runs}

    def notebook(self, table: str, language: str) -> str:
        """The notebook as it ran that makes a table, or is a stage's, in `language` where it runs in each; "" for what people wrote."""
        stage = table.partition("/")[0]
        return self._notebooks.get((stage, "")) or self._notebooks.get((stage, language), "")

    @cached_property
    def texts(self) -> dict[str, str]:
        """The de-identified text of every source."""
        return read_texts(self.study, "protect", self["protect/sources"])

    @cached_property
    def logged(self) -> dict[str, dict[str, str]]:
        """The fields of each row of a log, by its segment."""
        found = self["protect/observations"]
        return {
            str(segment): dict(zip(rows["field"], rows["value"], strict=True))
            for segment, rows in found.groupby("segment_id", sort=False)
        }

    @cached_property
    def closed(self) -> frozenset[str]:
        """The sources that may not be quoted."""
        return unquotable(self["protect/sources"])

    @cached_property
    def translations(self) -> dict[str, dict[tuple[str, str], Translation]]:
        """The translations into each language of the study, by their passage."""
        known = registered(self.study)
        return {name: read_translations(self.study, name, known) for name in self.study.languages}

    def translation(self, source_id: str, quote: str, language: str) -> Translation | None:
        """The translation of a passage into a language; None where there is none, as it was said in it."""
        return self.translations[language].get(key_of(source_id, quote))

    def quoted_in(self, source_id: str, quote: str, language: str) -> str:
        """A passage in the words of a language: its translation, or as it was said where there is none."""
        found = self.translation(source_id, quote, language)
        return found.words if found else quote

    @cached_property
    def printed(self) -> Printed:
        """How role groups are printed beside single voices."""
        return printed_groups(self.study.settings, self["protect/sources"])

    @cached_property
    def quotable(self) -> pd.DataFrame:
        """The evidence that may be quoted."""
        found = self["conclude/evidence"]
        return found[found["quote"] != UNQUOTED].reset_index(drop=True)

    @cached_property
    def displays(self) -> Displays:
        """Every matrix display by its id."""
        return Displays(material_of(self.premises.coded))

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """The verdict on each proposition on all data."""
        found = self["conclude/verdicts"]
        return found[found["round"] == "all"].reset_index(drop=True)

    def proposition(self, name: str) -> Proposition:
        return next(item for item in self.propositions if item.id == name)

    def called(self, language: str) -> dict[str, str]:
        """What figures call each proposition."""
        return named(self.propositions, language)

    def names(self, what: str, language: str) -> dict[str, str]:
        """Names by id of `role_groups`, `cases`, `periods`, `rounds` or `coders` of study.yaml."""
        return self.study.settings.names(what, language)

    def strands(self, language: str) -> pd.DataFrame:
        """The table `conclude/robustness`, the `value` of a strand by its name where it has one."""
        names = {by: self.group_names(by, language) for by in BY} | {"coder": self.names("coders", language)}
        found = self["conclude/robustness"]
        pairs = zip(found["strand"], found["value"], strict=True)
        return found.assign(value=[names.get(strand, {}).get(value, value) for strand, value in pairs])

    def group_names(self, by: str, language: str) -> dict[str, str]:
        """Names of the groups of the convergence matrix, `by` role_group, method or round."""
        return group_names(self.study, by, language)
