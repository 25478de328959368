"""The stage collect: every source of the register as one canonical text, cut into segments."""

from dataclasses import dataclass

import pandas as pd

from jalin.collect.changes import Change, changes_since, remember
from jalin.collect.consent import consents
from jalin.collect.register import read_register
from jalin.collect.sources import TABLES, collect_sources
from jalin.study import Study
from jalin.tables.made import Made, refuse_case
from jalin.tables.texts import surveys_of


@dataclass(frozen=True, kw_only=True)
class Collected(Made):
    """What was collected: the `register`, the `changes` in texts since they were last written, and what wrote each transcript."""

    register: pd.DataFrame
    changes: list[Change]
    programs: dict[str, str]

    def write(self) -> None:
        """Store tables and texts, and log in the private folder what changed in the texts."""
        super().write()
        withdrawn = self.register.loc[self.register["consent"] == "withdrawn", "source_id"]
        remember(self.study, self.texts or {}, withdrawn, surveys_of(self["sources"]))


def run(study: Study) -> Collected:
    """Read every source that is not withdrawn, collected up to `study.through`.

    Raises `StudyError` for whatever is wrong in the register and the files, and when one case alone is asked for.
    """
    refuse_case(study, "collect")
    register = read_register(study)
    found = collect_sources(study, register)
    return Collected(
        study=study,
        stage="collect",
        tables={"consent": consents(register), **{name: getattr(found, name) for name in TABLES}},
        texts=found.texts,
        numbers={
            "sources": len(found.sources),
            "segments": len(found.segments),
            "withdrawn": int((register["consent"] == "withdrawn").sum()),
        },
        register=register,
        changes=changes_since(study, found.texts),
        programs=found.programs,
    )
