"""What `study.yaml` may say, as models."""

import re
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    RootModel,
    ValidationInfo,
    field_validator,
    model_validator,
)

from jalin.errors import nearest
from jalin.kinds import Kind
from jalin.reading import Day, Strict
from jalin.words import DEFAULT, known_languages, phrase

Value = TypeVar("Value")


def _plain(value: Any) -> Any:
    """A whole number as text, as people write the name of a year, or 1 for a round."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class ByLanguage(RootModel[dict[str, Value]], Generic[Value]):
    """Something in each language of the study; said once, it stands for all of them. One that the study is not in is left aside."""

    model_config = ConfigDict(frozen=True)

    def __getitem__(self, language: str) -> Value:
        return self.root[language]

    @property
    def first(self) -> Value:
        """What it is in the first language of the study."""
        return next(iter(self.root.values()))

    @model_validator(mode="before")
    @classmethod
    def _in_every_language(cls, given: Any, info: ValidationInfo) -> Any:
        # made by the program, without a study
        languages = (info.context or {}).get("languages") or ()
        if not isinstance(given, dict):
            return dict.fromkeys(languages or known_languages(), given)
        if not languages:
            return given
        if unknown := [name for name in given if name not in (*languages, *known_languages())]:
            raise ValueError(f"there is no language {unknown[0]!r}", nearest(str(unknown[0]), languages))
        if missing := [language for language in languages if language not in given]:
            raise ValueError(
                f"its words in {' and '.join(map(repr, missing))} are missing",
                f"The study is in {', '.join(languages)}: add them, or write one text for all",
            )
        return {language: given[language] for language in languages}


class Words(ByLanguage[Annotated[str, BeforeValidator(_plain), Field(min_length=1)]]):
    """The same words in each language of the study."""

    kind: ClassVar[Kind] = Kind("a text, or one for each language", "texts, or one for each language")

    def said_in(self, language: str) -> str:
        """The words in the language of a source; those in every language where the study is not in it."""
        return self.root.get(language) or " ".join(self.root.values())


class Keywords(ByLanguage[list[str]]):
    """Keywords in each language of the study."""

    kind: ClassVar[Kind] = Kind("a list of texts, or one for each language", "lists of texts")


Key = Annotated[
    str,
    BeforeValidator(_plain),
    Kind("a name or a number", "names or numbers"),
]


class Named(Strict):
    """A thing with an identifier and a name."""

    id: Key = Field(min_length=1, description="how other files call it", examples=["teacher"])
    name: Words = Field(description="what a reader sees", examples=[{"id": "Guru", "en": "Teacher"}])


class Until(Named):
    """A stretch of time that ends with the day `until`, which is part of it."""

    until: Day = Field(description="its last day, which is part of it", examples=["2024-06-30"])


class Setting(Strict):
    """`frame`: what the study is about; `corpus`: where the shipped sources play."""

    frame: Words = Field(
        description="what the study is about", examples=[{"id": "Sekolah", "en": "A school"}]
    )
    corpus: Words = Field(
        description="where the sources come from",
        examples=[{"id": "SD Melati", "en": "Melati primary school"}],
    )


class Weights(Strict):
    """How much a passage weighs by how the speaker knows; `unprompted` is a factor for what was said unasked."""

    first_hand: float = Field(1.0, gt=0, description="what a speaker saw or did")
    observed: float = Field(1.0, gt=0, description="what an observation shows")
    documented: float = Field(1.0, gt=0, description="what a document says", examples=[0.8])
    hearsay: float = Field(0.5, gt=0, description="what a speaker only heard")
    unprompted: float = Field(1.0, gt=0, description="a factor for what was said unasked", examples=[1.25])


class Evidence(Strict):
    """Which codings speak as evidence, and which codes say how they speak.

    `count` "agreed" takes the lead coder's codings that a second coder shares,
    "lead" all of the lead coder's. `hearsay` is the code for what a speaker only
    heard; `examples` the branch of codes that name particular events.
    """

    count: Literal["agreed", "lead"] = Field(
        "agreed",
        description="agreed: the lead coder's codings that a second coder shares; lead: all of the lead coder's",
    )
    hearsay: str | None = Field(
        None, description="the code for what a speaker only heard", examples=["HEARD"]
    )
    examples: str | None = Field(
        None, description="the code above those that name particular events", examples=["EVENT"]
    )
    weights: Weights = Field(Weights(), description="how much a passage weighs by how its speaker knows")


class VerdictRule(Strict):
    """Thresholds of the verdict, in voices and groups (see `jalin.conclude.verdict`)."""

    min_groups: int = Field(
        2,
        ge=1,
        description="from how many source groups the voices of a side come, for it to be grounded: role groups that "
        "informants speak in, or those of convergence.by_source",
    )
    min_first_hand: int = Field(
        1, ge=0, description="how many voices of a grounded side know it not from hearsay alone"
    )
    share_supported: float = Field(
        0.75, gt=0.5, le=1, description="from which share of voices for it a claim is supported"
    )
    share_reserved: float = Field(
        0.5,
        description="above which share of voices for it a claim is supported with reservations, and below 1 minus which "
        "it is not supported: from 0.5 on, below share_supported",
    )
    share_mixed: float = Field(
        0.5,
        gt=0,
        le=1,
        description="with more than this share of voices that do not speak for one side alone, no verdict is for that side",
    )
    share_speaking: float = Field(
        0.25,
        ge=0,
        le=1,
        description="below which share of the voices that could speak to a claim tactic 1 warns that few do",
    )
    share_standing: float = Field(
        0.75,
        ge=0,
        le=1,
        description="a verdict that comes out in a smaller share of the draws of voices is called fragile",
    )
    rival_limits: bool = Field(True, description="whether a rival that is supported, too, limits the verdict")
    # what counts as a source group in a study, which its register says; without it every role group does
    _source_groups: frozenset[str] | None = PrivateAttr(None)

    def by_source(self, groups: Iterable[str]) -> "VerdictRule":
        """The rule in a study that has these source groups."""
        rule = self.model_copy()
        rule._source_groups = frozenset(groups)
        return rule

    def groups(self, role_groups: Iterable[str]) -> int:
        """How many source groups are among these role groups."""
        found = set(role_groups)
        return len(found if self._source_groups is None else found & self._source_groups)

    @field_validator("share_reserved")
    @classmethod
    def _below_supported(cls, share: float, info: ValidationInfo) -> float:
        above = info.data.get("share_supported", 1)
        if not 0.5 <= share < above:
            raise ValueError(
                f"it is {share:g}, not from 0.5 on and below share_supported, which is {above:g}",
                "Write 0.5 ≤ share_reserved < share_supported ≤ 1",
            )
        return share


class Convergence(Strict):
    """What counts as similar when two groups are compared (see `jalin.triangulate.pair`), and which are compared by source."""

    by_source: list[Key] = Field(
        [],
        description="the role groups compared by source; when empty those that informants speak in",
        examples=[["teacher", "pupil"]],
    )
    share_direction: float = Field(
        0.75,
        gt=0.5,
        le=1,
        description="from which share of its voices that speak a group speaks for, or against, and is not mixed",
    )
    meaning_apart: float = Field(
        0.25,
        ge=0,
        lt=0.5,
        description="how far apart the shares in favour of two groups may be that mean the same",
    )
    prominence_cut: float = Field(
        0.5,
        gt=0,
        le=1,
        description="from which share of the voices that could speak of it a theme is prominent",
    )
    examples_shared: float = Field(
        0.5,
        gt=0,
        le=1,
        description="which share of the events that either of two groups tells of both tell that have the same examples",
    )


class Saturation(Strict):
    """Which sources count one by one when saturation is looked for (see `jalin.condense.saturation`)."""

    methods: list[Literal["interview", "observation", "document"]] = Field(
        ["interview"],
        min_length=1,
        description="the techniques whose sources count; the published rule is about interviews",
        examples=[["interview", "observation"]],
    )
    short: float = Field(
        0.25,
        ge=0,
        le=1,
        description="below which share of the median of their words a source is too short to count",
    )


class Together(Strict):
    """Role groups whose single voices are printed under one name."""

    name: Words = Field(
        description="what a reader sees", examples=[{"id": "Warga sekolah", "en": "People of the school"}]
    )
    groups: list[Key] = Field(
        min_length=2, description="the role groups, in order of rank", examples=[["teacher", "pupil"]]
    )


class Anonymity(Strict):
    """The least k, the attributes that could tell who an informant is (all when empty), and widths of bands of numbers."""

    k: int = Field(
        3,
        ge=2,
        description="how many informants, themselves included, have to share their attributes; with fewer, the voices "
        "of a role group are printed together with those of the next, and numbers of people only as fewer",
    )
    together: list[Together] = Field(
        [], description="role groups that are printed together at single voices, under a name of their own"
    )
    attributes: list[str] = Field(
        [],
        description="columns of informants.csv, or role_group, that could tell who someone is; all when empty",
        examples=[["role_group", "age"]],
    )
    bands: dict[str, Annotated[int, Field(ge=1)]] = Field(
        {}, description="how wide the bands of a number are", examples=[{"age": 10}]
    )


class Tally(Named):
    """A count of structured observations by their own fields."""

    id: Key = Field(min_length=1, description="how chapters of the report call it", examples=["watering"])
    name: Words = Field(description="its caption", examples=[{"id": "Siram", "en": "Watering"}])
    rows: list[str] = Field(
        min_length=1, description="columns of the observation logs that make the rows", examples=[["who"]]
    )
    columns: str = Field(description="the column of the logs that makes the columns", examples=["act"])


class SurveySpec(Strict):
    """How the questions of a survey are read, where it is not as their answers suggest."""

    source: str = Field(
        min_length=1, description="the source whose rows are sources (`row` in sources.csv)", examples=["S01"]
    )
    open: list[str] = Field(
        [], description="questions whose answers are read as text", examples=[["Why did you come?"]]
    )
    closed: list[str] = Field(
        [],
        description="questions whose answers are attributes of the source",
        examples=[["How old are you?"]],
    )


class DisplaySpec(Named):
    """A matrix display: its rows, its columns, and what a cell holds (see `jalin.display.matrix`).

    `shape` is one of `jalin.display.shapes`, `cell` one of `jalin.display.cells`. `where` is a query; `order_by` a code by whose use the rows are ordered, or by which a
    contrast table finds its two ends; `only_rows` and `only_columns` keep some.
    """

    id: Key = Field(min_length=1, description="how chapters of the report call it", examples=["who_cares"])
    name: Words = Field(description="its caption", examples=[{"id": "Siapa merawat", "en": "Who cares"}])
    shape: str | None = Field(
        None,
        description="its form after Miles, Huberman & Saldaña, for its caption and order",
        examples=["checklist"],
    )
    rows: str = Field(description="what the rows are", examples=["code:CARE"])
    columns: str = Field(description="what the columns are", examples=["role_group"])
    cell: str = Field(
        "count", description="what a cell holds ([displays](../displays.md))", examples=["mark"]
    )
    where: str = Field("", description="a query: only these codings", examples=["not with DENIED"])
    order_by: str = Field(
        "",
        description="the code by whose use the rows are ordered, or by which a contrast finds its two ends",
        examples=["CARE"],
    )
    only_rows: list[str] = Field([], description="keep these rows", examples=[["CARE-WATER"]])
    only_columns: list[str] = Field([], description="keep these columns", examples=[["teacher", "pupil"]])


class Published(Strict):
    """A finding published before, and the propositions that test it here."""

    id: str = Field(description="how the report calls it", examples=["F1"])
    statement: Words = Field(
        description="what was found", examples=[{"id": "Kebun dirawat", "en": "The garden is cared for"}]
    )
    propositions: list[str] = Field(
        min_length=1, description="the propositions that test it here", examples=[["P1"]]
    )


class Question(Strict):
    """A research question and the branches of the codebook that speak to it."""

    id: Key = Field(description="its number", examples=[1])
    text: Words = Field(description="the question", examples=[{"id": "Siapa merawat?", "en": "Who cares?"}])
    themes: list[str] = Field(
        min_length=1, description="codes whose branches speak to it", examples=[["CARE", "TOIL"]]
    )


class LeaveOut(Strict):
    """What the study does without, each part with the reason, which the report says."""

    agreement: Words | None = Field(
        None,
        description="why the coders' agreement is not measured",
        examples=[{"id": "Pembacaan kami bersifat refleksif", "en": "Our reading is reflexive"}],
    )
    saturation: Words | None = Field(
        None,
        description="why saturation is not looked for",
        examples=[{"id": "Makna tidak habis dihitung", "en": "Meaning is not used up by counting"}],
    )
    verdict: Words | None = Field(
        None,
        description="why propositions are not judged",
        examples=[{"id": "Kami menafsirkan, tidak menguji", "en": "We interpret, we do not test"}],
    )


class Ethics(Strict):
    """What a committee of ethics decided on the study."""

    clearance: str = Field(min_length=1, description="the number of the clearance", examples=["12/KEPK/2024"])
    committee: Words | None = Field(
        None,
        description="who gave it",
        examples=[{"id": "Komisi Etik Universitas Contoh", "en": "Ethics committee of Example University"}],
    )
    date: Day | None = Field(None, description="when", examples=["2024-02-20"])

    def said(self, language: str) -> str:
        """The number, who gave it, and when, as a sentence."""
        parts = [phrase("ethics.clearance", language, clearance=self.clearance)]
        if self.committee:
            parts.append(phrase("ethics.committee", language, committee=self.committee[language]))
        if self.date:
            parts.append(phrase("ethics.date", language, date=self.date.isoformat()))
        return ", ".join(parts) + "."


class Settings(Strict):
    """`study.yaml`."""

    id: str = Field(description="a short name for the study", examples=["school-garden"])
    languages: list[str] = Field(
        list(DEFAULT),
        min_length=1,
        description="the languages of the report, the first one first",
        examples=[["id", "en"]],
    )
    title: Words = Field(
        description="the title of the report", examples=[{"id": "Kebun sekolah", "en": "The school garden"}]
    )
    authors: list[str] = Field(min_length=1, description="who wrote it", examples=[["Ann Example"]])
    synthetic: bool = Field(description="whether the data are invented", examples=[False])
    notice: Words | None = Field(
        None,
        description="what stands above every page; needed where the data are invented",
        examples=[{"id": "Data latihan", "en": "Practice data"}],
    )
    setting: Setting = Field(description="what the study is about, and where it was made")
    keywords: Keywords = Field(
        description="keywords of the report in each language", examples=[{"id": ["kebun"], "en": ["garden"]}]
    )
    cases: list[Named] = Field(
        min_length=1,
        description="the bounded units that are studied",
        examples=[[{"id": "school", "name": {"id": "Sekolah", "en": "School"}}]],
    )
    role_groups: list[Named] = Field(
        min_length=1,
        description="the groups of voices for triangulation, in order of rank",
        examples=[
            [
                {"id": "teacher", "name": {"id": "Guru", "en": "Teacher"}},
                {"id": "pupil", "name": {"id": "Murid", "en": "Pupil"}},
            ]
        ],
    )
    rounds: list[Until] = Field(
        min_length=1,
        description="the rounds of field work, in order",
        examples=[
            [
                {"id": 1, "name": {"id": "awal", "en": "early"}, "until": "2024-03-31"},
                {"id": 2, "name": {"id": "akhir", "en": "late"}, "until": "2024-06-30"},
            ]
        ],
    )
    periods: list[Until] = Field(
        min_length=1,
        description="the stretches of time for displays, in order",
        examples=[
            [
                {"id": "dry", "name": {"id": "kemarau", "en": "dry season"}, "until": "2024-04-15"},
                {"id": "wet", "name": {"id": "hujan", "en": "wet season"}, "until": "2024-06-30"},
            ]
        ],
    )
    coders: list[Named] = Field(
        min_length=1,
        description="who codes; the first is the lead, whose codings are the evidence",
        examples=[
            [
                {"id": "ann", "name": {"id": "Ann", "en": "Ann"}},
                {"id": "ben", "name": {"id": "Ben", "en": "Ben"}},
            ]
        ],
    )
    interviewers: list[str] = Field(
        [], description="labels of whoever asks in the transcripts", examples=[["Q"]]
    )
    not_names: list[str] = Field(
        [], description="capitalised words that are no person's name", examples=[["Principal"]]
    )
    ethics: Ethics | None = Field(
        None,
        description="the ethics clearance, which reaches the report, its method, the checklists and the deposit",
    )
    anonymity: Anonymity = Field(Anonymity(), description="who could be told by their attributes")
    questions: list[Question] = Field([], description="the research questions")
    evidence: Evidence = Field(Evidence(), description="which codings speak as evidence, and how they count")
    verdict: VerdictRule = Field(
        VerdictRule(), description="the thresholds of the verdict ([methods](../methods.md))"
    )
    convergence: Convergence = Field(
        Convergence(), description="the thresholds of the convergence code, and who is compared"
    )
    saturation: Saturation = Field(
        Saturation(), description="which sources count when saturation is looked for"
    )
    leave_out: LeaveOut = Field(
        LeaveOut(),
        description="what the study does without, as a reflexive one may ([how](../how-to/reflexive.md))",
    )
    surveys: list[SurveySpec] = Field([], description="surveys whose questions are to be read otherwise")
    tallies: list[Tally] = Field([], description="tables that count structured observations")
    displays: list[DisplaySpec] = Field(
        [], description="matrix displays besides the standard ones ([displays](../displays.md))"
    )
    published: list[Published] = Field([], description="findings published before")

    @field_validator("languages")
    @classmethod
    def _have_words(cls, languages: list[str]) -> list[str]:
        if unknown := [name for name in languages if name not in known_languages()]:
            known = ", ".join(known_languages())
            raise ValueError(
                f"jalin has no words in {unknown[0]!r}",
                f"It has: {known}. Add src/jalin/words/{unknown[0]}.yaml (docs/how-to/extend.md)",
            )
        if len(set(languages)) < len(languages):
            raise ValueError("a language stands there twice", "Name it once")
        return languages

    @property
    def catalogue_language(self) -> str:
        """The language for catalogues of the world: English where the study is in it, else its first."""
        return "en" if "en" in self.languages else self.languages[0]

    @property
    def left_out(self) -> dict[str, Words]:
        """The reason of each part that the study does without."""
        return {name: reason for name, reason in self.leave_out if reason is not None}

    def names(self, what: str, language: str) -> dict[str, str]:
        """Names by id, in order, of `role_groups`, `cases`, `periods`, `rounds` or `coders`."""
        return {item.id: item.name[language] for item in getattr(self, what)}

    @model_validator(mode="after")
    def _consistent(self) -> "Settings":
        if self.synthetic and self.notice is None:
            raise ValueError("synthetic is true, so notice needs its words")
        for name in ("rounds", "periods"):
            ends = [item.until for item in getattr(self, name)]
            if ends != sorted(ends):
                raise ValueError(f"{name} must be in order of their day 'until'")
        for name in ("cases", "role_groups", "rounds", "periods", "coders", "displays"):
            ids = [item.id for item in getattr(self, name)]
            if len(set(ids)) < len(ids):
                raise ValueError(f"{name} has the same id twice")
        groups = [group.id for group in self.role_groups]
        if unknown := [name for name in self.convergence.by_source if name not in groups]:
            raise ValueError(
                f"convergence.by_source has {unknown[0]!r}, which is no role group",
                nearest(unknown[0], groups),
            )
        # a case and a coder have folders of their names, a display files
        for kind, form, named in (
            ("case", r"[\w-]+", self.cases),
            ("coder", r"\w[\w. -]*", self.coders),
            ("display", r"\w[\w. -]*", self.displays),
        ):
            for one in named:
                if not re.fullmatch(form, one.id):
                    raise ValueError(f"the {kind} {one.id!r} needs an id of letters, digits, - and _")
        together = [group for one in self.anonymity.together for group in one.groups]
        if unknown := [name for name in together if name not in groups]:
            raise ValueError(
                f"anonymity.together has {unknown[0]!r}, which is no role group", nearest(unknown[0], groups)
            )
        if len(set(together)) < len(together):
            raise ValueError("anonymity.together has a role group twice", "Name each once")
        return self
