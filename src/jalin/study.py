"""Where everything of a study is, and its `study.yaml`, checked.

A study is one folder: `data/raw` holds what people made and is never written,
`data/processed` and `reports` hold what the build makes.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from jalin.errors import Problem, StudyError, nearest
from jalin.files import DEPOSITED

Model = TypeVar("Model", bound=BaseModel)
LANGUAGES = ("id", "en")
Language = Literal["id", "en"]


class Strict(BaseModel):
    """A record of a study's file: an unknown key is an error, not a surprise later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Strict):
    """The same words in Indonesian and English."""

    id: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, language: str) -> str:
        return getattr(self, language)


Key = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value)]


class Named(Strict):
    """A thing with an identifier and a name in both languages."""

    id: Key = Field(min_length=1)
    name: Bilingual


class Until(Named):
    """A stretch of time that ends with the day `until`, which is part of it."""

    until: date


class Setting(Strict):
    """`frame`: what the study is about; `corpus`: where the shipped sources play."""

    frame: Bilingual
    corpus: Bilingual


class Weights(Strict):
    """How much a passage weighs by how the speaker knows; `unprompted` is a factor for what was said unasked."""

    first_hand: float = Field(1.0, gt=0)
    observed: float = Field(1.0, gt=0)
    documented: float = Field(1.0, gt=0)
    hearsay: float = Field(0.5, gt=0)
    unprompted: float = Field(1.0, gt=0)


class Evidence(Strict):
    """Which codings speak as evidence, and which codes say how they speak.

    `count` "agreed" takes the lead coder's codings that a second coder shares,
    "lead" all of the lead coder's. `hearsay` is the code for what a speaker only
    heard; `examples` the branch of codes that name particular events.
    """

    count: Literal["agreed", "lead"] = "agreed"
    hearsay: str | None = None
    examples: str | None = None
    weights: Weights = Weights()


class VerdictRule(Strict):
    """Thresholds of the verdict, in cases and groups (see `jalin.conclude.verdict`)."""

    min_groups: int = Field(2, ge=1)
    min_first_hand: int = Field(1, ge=0)
    share_supported: float = Field(0.75, gt=0.5, le=1)
    share_reserved: float = Field(0.5, gt=0, le=1)
    share_mixed: float = Field(0.5, gt=0, le=1)
    rival_limits: bool = True


class Convergence(Strict):
    """`prominence_cut`: from which share of able cases a theme counts as prominent."""

    prominence_cut: float = Field(0.5, gt=0, le=1)


class Anonymity(Strict):
    """The least k, the attributes that could tell who an informant is (all when empty), and widths of bands of numbers."""

    k: int = Field(3, ge=2)
    attributes: list[str] = []
    bands: dict[str, Annotated[int, Field(ge=1)]] = {}


class Tally(Named):
    """A count of structured observations by their own fields."""

    rows: list[str] = Field(min_length=1)
    columns: str


CELLS = ("count", "sources", "voices", "share", "mark", "quote", "codes", "summary")
SHAPES = (
    "role_ordered", "time_ordered", "conceptually_clustered", "checklist", "event_listing", "effects",
    "content_analytic", "contrast", "case_ordered", "partially_ordered", "case_ordered_effects",
)  # fmt: skip


class DisplaySpec(Named):
    """A matrix display: its rows, its columns, and what a cell holds (see `jalin.display.matrix`).

    `where` is a query; `order_by` a code by whose use the rows are ordered, or by which a
    contrast table finds its two ends; `only_rows` and `only_columns` keep some.
    """

    shape: Literal[SHAPES] | None = None
    rows: str
    columns: str
    cell: Literal[CELLS] = "count"
    where: str = ""
    order_by: str = ""
    only_rows: list[str] = []
    only_columns: list[str] = []


class Published(Strict):
    """A finding published before, and the propositions that test it here."""

    id: str
    statement: Bilingual
    propositions: list[str] = Field(min_length=1)


class Question(Strict):
    """A research question and the branches of the codebook that speak to it."""

    id: Key
    text: Bilingual
    themes: list[str] = Field(min_length=1)


class Settings(Strict):
    """`study.yaml`."""

    id: str
    title: Bilingual
    authors: list[str] = Field(min_length=1)
    synthetic: bool
    notice: Bilingual | None = None
    setting: Setting
    keywords: dict[Language, list[str]]
    cases: list[Named] = Field(min_length=1)
    role_groups: list[Named] = Field(min_length=1)
    rounds: list[Until] = Field(min_length=1)
    periods: list[Until] = Field(min_length=1)
    coders: list[Named] = Field(min_length=1)
    interviewers: list[str] = []
    not_names: list[str] = []
    anonymity: Anonymity = Anonymity()
    questions: list[Question] = []
    evidence: Evidence = Evidence()
    verdict: VerdictRule = VerdictRule()
    convergence: Convergence = Convergence()
    tallies: list[Tally] = []
    displays: list[DisplaySpec] = []
    published: list[Published] = []

    @model_validator(mode="after")
    def _consistent(self) -> "Settings":
        if self.synthetic and self.notice is None:
            raise ValueError("synthetic is true, so notice needs its words in id and en")
        for name in ("rounds", "periods"):
            ends = [item.until for item in getattr(self, name)]
            if ends != sorted(ends):
                raise ValueError(f"{name} must be in order of their day 'until'")
        for name in ("cases", "role_groups", "rounds", "periods", "coders", "displays"):
            ids = [item.id for item in getattr(self, name)]
            if len(set(ids)) < len(ids):
                raise ValueError(f"{name} has the same id twice")
        for case in self.cases:
            # a case has folders of its name
            if not re.fullmatch(r"[\w-]+", case.id):
                raise ValueError(f"the case {case.id!r} needs an id of letters, digits, - and _")
        return self


@dataclass(frozen=True)
class Study:
    """A study's folder and settings, with `through`: the last day of data to use; and `case`: one case alone, "" for all.

    A case has its own folder in `data/processed/cases` and in `reports/cases`.
    """

    root: Path
    settings: Settings
    through: date | None = None
    case: str = ""

    @property
    def raw(self) -> Path:
        return self.root / "data" / "raw"

    @property
    def processed(self) -> Path:
        return self._made(self.root / "data" / "processed")

    @property
    def private(self) -> Path:
        """What must not leave this machine: the key, what waits for a decision, the log of changes."""
        return self.root / "data" / "processed" / "private"

    @property
    def reports(self) -> Path:
        return self._made(self.root / "reports")

    def _made(self, folder: Path) -> Path:
        return folder / "cases" / self.case if self.case else folder

    @property
    def whole(self) -> "Study":
        """The study with all its cases."""
        return replace(self, case="")

    @property
    def title(self) -> Bilingual:
        """The title; of a case, with its name."""
        title = self.settings.title
        if not self.case:
            return title
        name = next(case.name for case in self.settings.cases if case.id == self.case)
        return Bilingual(**{language: f"{title[language]}: {name[language]}" for language in LANGUAGES})

    @property
    def deposited(self) -> bool:
        """Whether this is a copy for others, without the raw sources: it begins at the de-identified texts."""
        return (self.root / DEPOSITED).exists()

    @property
    def not_names(self) -> list[str]:
        """Words that name no person: those of study.yaml, and of the setting and the cases, which are public."""
        settings = self.settings
        public = [settings.setting.frame, settings.setting.corpus, *(case.name for case in settings.cases)]
        words = [word.strip(".,()") for item in public for name in LANGUAGES for word in item[name].split()]
        return sorted({*settings.not_names, *filter(None, words)})

    @property
    def lead(self) -> str:
        """The coder whose codings are taken as evidence: the first one named."""
        return self.settings.coders[0].id

    def shown(self, path: Path) -> str:
        """`path` as a person would type it from the study's folder."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()


def read_text(path: Path, shown: str) -> str:
    """The text of a UTF-8 file people wrote.

    Raises `StudyError` when the file is absent or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise StudyError(Problem(shown, "", "the file is not there", "Put it there or restore it")) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise StudyError(
            Problem(
                shown,
                f"line {line}",
                f"byte 0x{error.object[error.start]:02x} is not valid UTF-8",
                "Save the file as UTF-8 in the program that made it",
            )
        ) from None


# in C where PyYAML has it: ten times as fast
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path, shown: str) -> Any:
    """The content of a YAML file people wrote; `StudyError` names the line of a slip."""
    return _yaml(read_text(path, shown), shown)


def _yaml(text: str, shown: str) -> Any:
    try:
        return yaml.load(text, _LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        what = getattr(error, "problem", None) or "not readable as YAML"
        remedy = "Mend the YAML there: mostly it is the indentation, a colon or a quotation mark"
        raise StudyError(Problem(shown, place, what, remedy)) from None


def checked(model: type[Model], content: Any, shown: str, place: str = "") -> Model:
    """`content` as a `model`, or a `StudyError` with every field that is wrong."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        problems = []
        for fault in error.errors():
            field = ".".join(str(part) for part in fault["loc"])
            what = fault["msg"].removeprefix("Value error, ")
            where = ", ".join(part for part in (place, field) if part)
            problems.append(Problem(shown, where, what, "See ARCHITECTURE.md, 'What people write'"))
        raise StudyError(problems) from None


def as_day(value: str | date | None) -> date | None:
    """`through` as given in a notebook or on the command line, as a day or None."""
    if value is None or isinstance(value, date):
        return value
    if not value.strip():
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise StudyError(
            Problem("through", "", f"{value!r} is not a day", "Write it as 2024-11-27")
        ) from None


# a study of a thousand cases is opened some thousand times in one build
@lru_cache(maxsize=4)
def _settings(text: str, shown: str) -> Settings:
    return checked(Settings, _yaml(text, shown), shown)


def open_study(root: str | Path, through: str | date | None = None, case: str = "") -> Study:
    """Open the study in the folder `root`.

    Parameters: `through`, the last day of data to use (all when empty); `case`, one case alone (all when empty).
    Raises `StudyError` when study.yaml is absent or wrong, or has no such case.
    """
    root = Path(root)
    path = root / "data" / "raw" / "study.yaml"
    shown = "data/raw/study.yaml"
    settings = _settings(read_text(path, shown), shown)
    known = [one.id for one in settings.cases]
    if case and case not in known:
        raise StudyError(Problem(shown, "cases", f"there is no case {case!r}", nearest(case, known)))
    return Study(root=root, settings=settings, through=as_day(through), case=case)
