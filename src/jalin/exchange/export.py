"""A study as built, for a writer of another program's format to take what it needs of."""

from collections.abc import Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from jalin.code import read_codebook
from jalin.code.codings import read_marks
from jalin.collect.register import registered
from jalin.consent import withheld
from jalin.errors import Problem, StudyError, not_yet
from jalin.exchange.of_study import original_of, project_of
from jalin.exchange.project import Project
from jalin.files import files_below
from jalin.protect.forms import passages_of
from jalin.protect.leaks import forms_of, leaks_in, leaks_of, refuse_leaks
from jalin.protect.written import names_written
from jalin.study import SETTINGS, Study
from jalin.tables.store import read, read_texts


@dataclass(frozen=True)
class Export:
    """What is written: the study, names in `language`; with `coder` that coder's codings alone.

    `media`: with pictures and recordings of the project that the study was made from, which nobody can search for
    names; `told` takes what was hidden and left out. Sources that may not be shared are left out, but for somebody of the study's own `team`. Raises `StudyError` for a coder who is not the study's.
    """

    study: Study
    language: str
    coder: str = ""
    team: bool = False
    media: bool = False
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        known = [one.id for one in self.study.settings.coders]
        if self.coder and self.coder not in known:
            raise StudyError(Problem("data/raw/study.yaml", "coders", *not_yet("coder", self.coder, known)))

    @cached_property
    def withheld(self) -> set[str]:
        """The sources that are built and not written, as they may not be shared."""
        if self.team:
            return set()
        closed = withheld(self.study, "share")
        return closed & set(read(self.study, "protect/sources")["source_id"]) if closed else closed

    @cached_property
    def project(self) -> Project:
        """As a project, with every text, code, coder, coding and memo."""
        project = project_of(self.study, self.language, self.withheld)
        if not self.coder:
            return project
        own = project.users[[one.id for one in self.study.settings.coders].index(self.coder)]
        kept = [coding for coding in project.codings if coding.user == own.guid]
        return replace(project, users=[own], codings=kept)

    @property
    def original(self) -> Path | None:
        """The REFI-QDA project that the study was made from, if it was; not where consent does not cover all that is in it."""
        found = original_of(self.study)
        asked = () if self.team else ("share", *(["voice"] if self.media else []))
        if found is None or not withheld(self.study, "use", *asked):
            return found
        self.told.append("left out, as consent does not cover all of it: what only the former project has")
        return None

    @cached_property
    def codings(self) -> pd.DataFrame:
        """The table `code/codings`."""
        codings = read(self.study, "code/codings")
        codings = codings[~codings["source_id"].isin(self.withheld)]
        return codings[codings["coder"] == self.coder] if self.coder else codings

    @property
    def read_in_vain(self) -> list[str]:
        """Coder and source, where the coder read it and found nothing: no other program has a place for that."""
        known = registered(self.study)
        marks = read_marks(self.study, known - self.withheld, known)
        if marks.empty:
            return []
        coded = set(zip(self.codings["coder"], self.codings["source_id"], strict=True))
        pairs = zip(marks["coder"], marks["source_id"], strict=True)
        return [" ".join(one) for one in pairs if one not in coded and self.coder in ("", one[0])]

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each code."""
        return read_codebook(self.study).names(self.language)

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The table `protect/sources`."""
        sources = read(self.study, "protect/sources")
        return sources[~sources["source_id"].isin(self.withheld)].reset_index(drop=True)

    @cached_property
    def texts(self) -> dict[str, str]:
        """The de-identified text of each source."""
        return read_texts(self.study, "protect", self.sources)

    @property
    def title(self) -> str:
        return self.study.settings.title[self.language]

    @property
    def notice(self) -> str:
        """What every page says of synthetic data; else empty."""
        return self.study.settings.notice[self.language] if self.study.settings.notice else ""


def refuse_leaking(study: Study, made: Path, closed: Set[str] = frozenset()) -> None:
    """Raise `StudyError` when something that must not leave stands in an export, `made` beside the place it is to have.

    `closed` are the sources whose words it must not have. What people wrote is named, where it stands there as well. A copy without the raw sources has nothing to search with.
    """
    if study.deposited:
        return
    forms = [*forms_of(study), *passages_of(study, closed, "shared", ())]
    files = {
        path.relative_to(made.parent).as_posix(): path for path in [made, *made.rglob("*")] if path.is_file()
    }
    leaks = [leak for shown, path in files.items() for leak in leaks_of(forms, shown, path.read_bytes())]
    if leaks:
        found = {leak.form for leak in leaks}
        written = [
            path for name in ("coding", "analysis", "translations") for path in files_below(study.raw / name)
        ]
        written.append(study.root / SETTINGS)
        before = [leak for path in written for leak in leaks_in(study, [*found], path)]
        known = {leak.form for leak in before}
        leaks = [*before, *(leak for leak in leaks if leak.form not in known)]
    refuse_leaks(study, leaks or names_written(study))
