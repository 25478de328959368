"""What `study.yaml` may say, as models."""

import re
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from jalin.kinds import Kind
from jalin.reading import Strict

LANGUAGES = ("id", "en")
Language = Literal["id", "en"]


class Bilingual(Strict):
    """The same words in Indonesian and English."""

    kind: ClassVar[Kind] = Kind("words as {id: …, en: …}", "words, each as {id: …, en: …}")

    id: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, language: str) -> str:
        return getattr(self, language)


Key = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, int) else value),
    Kind("a name or a number", "names or numbers"),
]


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


class DisplaySpec(Named):
    """A matrix display: its rows, its columns, and what a cell holds (see `jalin.display.matrix`).

    `shape` is one of `jalin.display.shapes`, `cell` one of `jalin.display.cells`. `where` is a query; `order_by` a code by whose use the rows are ordered, or by which a
    contrast table finds its two ends; `only_rows` and `only_columns` keep some.
    """

    shape: str | None = None
    rows: str
    columns: str
    cell: str = "count"
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
