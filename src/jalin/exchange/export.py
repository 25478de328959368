"""A study as built, for a writer of another program's format to take what it needs of."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from jalin.code import read_codebook
from jalin.code.codebook import Code, Codebook
from jalin.code.codings import read_marks
from jalin.code.passages import read_passages
from jalin.code.regions import read_regions
from jalin.collect.register import registered
from jalin.consent import read_consents, relabelled, relabelled_in, unnamed, unnamed_in, withheld
from jalin.errors import Problem, StudyError, not_yet
from jalin.exchange.account import Account
from jalin.exchange.former import Text
from jalin.exchange.of_study import HOME, kept_in_exchange, original_of, project_of
from jalin.exchange.pictures import REGIONS
from jalin.exchange.project import Project
from jalin.files import WRITTEN, files_below
from jalin.named import Words
from jalin.protect.forms import passages_of
from jalin.protect.key import read_key
from jalin.protect.leaks import Sought, forms_of, leaks_in, leaks_of, refuse_leaks, refuse_stale_consent
from jalin.protect.written import names_written
from jalin.study import SETTINGS, Study
from jalin.tables.columns import METHODS
from jalin.tables.store import folder, read, read_texts
from jalin.words import word

# what a code says of itself besides name and definition
FIELDS = ("include", "exclude", "example", "source")


@dataclass(frozen=True)
class Export:
    """What is written: the study, names in `language`; with `coder` that coder's codings alone.

    `media`: with pictures and recordings of the project that the study was made from, which nobody can search for
    names; `scopes`: what a source has to agree to; `told` takes what was hidden and left out, `kept` what the study has from the former project alone, `left` what of that did not go, by thing and reason. Sources that may not be shared are left out, but for somebody of the study's own `team`. Raises `StudyError` for a coder who is not the study's.
    """

    study: Study
    language: str
    coder: str = ""
    team: bool = False
    media: bool = False
    scopes: tuple[str, ...] = ("share",)
    told: list[str] = field(default_factory=list)
    left: dict[str, Counter[str]] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refuse_stale_consent(self.study)
        known = [one.id for one in self.study.settings.coders]
        if self.coder and self.coder not in known:
            raise StudyError(Problem("data/raw/study.yaml", "coders", *not_yet("coder", self.coder, known)))

    @cached_property
    def withheld(self) -> set[str]:
        """The sources that are built and not written, as they may not be shared."""
        if self.team:
            return set()
        closed = withheld(self.study, *self.scopes)
        return closed & set(read(self.study, "protect/sources")["source_id"]) if closed else closed

    @cached_property
    def unnamed(self) -> frozenset[str]:
        """The ids that no prose may have: of the sources withheld, and of informants of whom nothing is left."""
        return read_consents(self.study).names_of(self.withheld) if self.withheld else frozenset()

    def said(self, text: str) -> str:
        """What people wrote, with none of `unnamed`, and no pseudonym called after one."""
        return unnamed(relabelled(text, self.withheld), self.unnamed)

    @cached_property
    def heard(self) -> bool:
        """Whether recordings of the former project may go: each source that is not public has to say yes, for nobody knows whose they are."""
        return self.media and (self.team or read_consents(self.study).heard_all)

    @cached_property
    def project(self) -> Project:
        """As a project, with every text, code, coder, coding and memo."""
        project = project_of(self.study, self.language, self.withheld, self.media)
        if not self.coder:
            return project
        own = project.users[[one.id for one in self.study.settings.coders].index(self.coder)]
        kept = [coding for coding in project.codings if coding.user == own.guid]
        seen = [
            replace(one, regions=tuple(it for it in one.regions if it.user == own.guid))
            for one in project.pictures
        ]
        return replace(project, users=[own], codings=kept, pictures=[one for one in seen if one.regions])

    def original(self, ending: str) -> Path | None:
        """The project with this ending that the study was made from, if it was; not where consent does not cover all that is in it."""
        found = original_of(self.study, ending)
        asked = () if self.team else self.scopes
        if found is None or not withheld(self.study, "use", *asked):
            return found
        self.told.append("left out, as consent does not cover all of it: what only the former project has")
        return None

    @cached_property
    def codings(self) -> pd.DataFrame:
        """The table `code/codings`."""
        codings = read(self.study, "code/codings")
        codings = codings[~codings["source_id"].isin(self.withheld)]
        codings = relabelled_in(codings, self.withheld)
        codings = unnamed_in(codings, self.unnamed, codings.columns.difference(["memo"]))
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
    def codebook(self) -> Codebook:
        """The codes of today, with none of `unnamed` in what they say."""
        codebook = read_codebook(self.study)
        if not self.unnamed:
            return codebook

        def plain(code: Code) -> Code:
            said: dict[str, Any] = {key: self.said(getattr(code, key)) for key in FIELDS}
            for key in ("name", "definition"):
                words = getattr(code, key).root.items()
                said[key] = Words({language: self.said(one) for language, one in words})
            return code.model_copy(update=said)

        return replace(codebook, codes={name: plain(code) for name, code in codebook.codes.items()})

    @property
    def names(self) -> dict[str, str]:
        """The name of each code."""
        return self.codebook.names(self.language)

    @property
    def called(self) -> dict[str, dict[str, str]]:
        """What a reader calls the cases, role groups, rounds and methods of sources, by the column that has their ids."""
        settings, language = self.study.settings, self.language
        return {
            "case_id": {one.id: self.said(one.name[language]) for one in settings.cases},
            "role_group": {one.id: self.said(one.name[language]) for one in settings.role_groups},
            "round": {one.id: self.said(one.name[language]) for one in settings.rounds},
            "method": {name: word(f"method.{name}", language) for name in METHODS},
        }

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The table `protect/sources`."""
        sources = read(self.study, "protect/sources")
        return unnamed_in(
            sources[~sources["source_id"].isin(self.withheld)].reset_index(drop=True), self.unnamed
        )

    @cached_property
    def texts(self) -> dict[str, str]:
        """The de-identified text of each source."""
        texts = read_texts(self.study, "protect", self.sources)
        return {name: relabelled(text, self.withheld) for name, text in texts.items()}

    def refuse_other_texts(self) -> None:
        """Raise `StudyError` where codings have their places in other texts than those of today, as after a build that stopped between the two."""
        if not folder(self.study, "code/codings").with_suffix(".parquet").exists():
            return
        codings, texts = self.codings, self.texts
        columns = (codings[name] for name in ("source_id", "start", "end", "quote"))
        for source, start, end, quote in zip(*columns, strict=True):
            if texts[source][start:end] != quote:
                what = "its text was built anew, and the codings on it were not"
                raise StudyError(Problem(source, "", what, "Build the study to the end, then export it"))

    @cached_property
    def changes(self) -> dict[str, Text]:
        """Of each text, by its guid, what was collected, what is shown, and what was replaced in it."""
        collected: dict[str, str] = {}
        if folder(self.study, "collect/sources").with_suffix(".parquet").exists():
            collected = read_texts(self.study, "collect", read(self.study, "collect/sources"))
        replaced: dict[str, list[tuple[int, int, int]]] = {}
        for row in read_key(self.study) if collected else []:
            if row.get("place", "text") == "text":
                span = int(row["start"]), int(row["end"]), len(row["original"])
                replaced.setdefault(row["source_id"], []).append(span)
        return {
            item.guid: (collected.get(item.name, item.text), item.text, replaced.get(item.name, []))
            for item in self.project.documents
        }

    @property
    def title(self) -> str:
        return self.said(self.study.settings.title[self.language])

    @property
    def notice(self) -> str:
        """What every page says of synthetic data; else empty."""
        notice = self.study.settings.notice
        return self.said(notice[self.language]) if notice else ""

    @property
    def place(self) -> str:
        """The format that has a place for what only the project has that the study was made from; "" where none is written."""
        return next((form for ending, form in HOME.items() if original_of(self.study, ending)), "")

    def renamed(self, names: Sequence[str], written: Sequence[str], why: str) -> None:
        """Tell what of `names` is written otherwise."""
        other = [f"{name!r} is {new!r}" for name, new in zip(names, written, strict=True) if name != new]
        if other:
            self.told.append(f"{why}: {'; '.join(other)}. An import knows them again")

    def say(self, account: Account, written: Mapping[str, int], form: str) -> None:
        """Say what of the study, and of what only the project it came from has, stands in a file that has `written`."""
        project = self.project
        own = {
            "sources": len(project.documents),
            "coders": len(project.users),
            "codes": sum(code.codable for code in project.codes),
            "categories": sum(not code.codable for code in project.codes),
            "codings": len(project.codings),
            "memos": len(project.memos),
            "memos of codings": sum(bool(one.memo) for one in project.codings),
            "cases": len(project.cases),
            "links": len(read_passages(self.study, there=False)),
            REGIONS: len(read_regions(self.study)),
        }
        if "categories" not in written:
            own["codes"] += own.pop("categories")
        if form == "qdpx":
            # all are notes there, or the description of a selection
            own["memos"] = written["memos"]
            del own["memos of codings"]
        kept = self.kept or kept_in_exchange(self.study)
        if set(written) == {"codes"}:
            own, kept = {"codes": own["codes"]}, {}
        for thing in dict.fromkeys([*own, *kept, *written]):
            there, here, carried = written.get(thing, 0), own.get(thing, 0), kept.get(thing, 0)
            taken = min(there, max(here, there - carried))
            account.take(thing, taken)
            account.keep(thing, there - taken)
            left = max(0, here + carried - there)
            for why, count in self.left.get(thing, Counter()).items():
                account.leave(thing, count, why)
                left -= count
            account.leave(thing, max(0, left), _why(thing, form, carried, self.place))
        account.leave("sources", len(self.withheld), "as consent does not cover sharing")
        if self.coder:
            others = read(self.study, "code/codings")["coder"] != self.coder
            account.leave("codings", int(others.sum()), "of other coders")
        if set(written) != {"codes"}:
            account.leave(
                "sources read with nothing found", len(self.read_in_vain), "no format has a place for it"
            )


def _why(thing: str, form: str, carried: int, place: str) -> str:
    """Why something is not in a file of the format `form`; what is `carried` is in no other than `place`."""
    if thing == "codings" and not carried:
        return "a second time on one passage by one coder" if form in ("qualcoder", "taguette") else ""
    if carried:
        other = f"; {place} has a place for it" if place not in ("", form) else ""
        return f"of the former project, which is in data/raw/exchange{other}"
    if thing == REGIONS and form == "qdpx":
        return "whose picture is not here, of other coders, or of a source that does not go"
    if thing == "links" and form == "qdpx":
        return "of which an end is not in it"
    return {"sources": "without a coding", "codes": "not used", "coders": "without a coding"}.get(
        thing, "the format has no place for it"
    )


def refuse_leaking(study: Study, made: Path, closed: Set[str] = frozenset()) -> None:
    """Raise `StudyError` when something that must not leave stands in an export, `made` beside the place it is to have.

    `closed` are the sources whose words it must not have. What people wrote is named, where it stands there as well. A copy without the raw sources has nothing to search with.
    """
    if study.deposited:
        return
    forms = Sought([*forms_of(study), *passages_of(study, closed, "shared", ())])
    files = {
        path.relative_to(made.parent).as_posix(): path for path in [made, *made.rglob("*")] if path.is_file()
    }
    leaks = [leak for shown, path in files.items() for leak in leaks_of(forms, shown, path.read_bytes())]
    if leaks:
        found = {leak.form for leak in leaks}
        written = [path for name in WRITTEN for path in files_below(study.raw / name)]
        written.append(study.root / SETTINGS)
        before = [leak for path in written for leak in leaks_in(study, [*found], path)]
        known = {leak.form for leak in before}
        leaks = [*before, *(leak for leak in leaks if leak.form not in known)]
    refuse_leaks(study, leaks or names_written(study))
