"""The rules of `study.yaml`: what counts as evidence, its weight, the verdict, convergence, saturation, anonymity."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, ValidationInfo, field_validator

from jalin.named import Key, Words
from jalin.reading import Day, Flag, Number, Strict, Whole


class Weights(Strict):
    """How much a passage weighs by how the speaker knows; `unprompted` is a factor for what was said unasked."""

    first_hand: Number = Field(1.0, gt=0, description="what a speaker saw or did")
    observed: Number = Field(1.0, gt=0, description="what an observation shows")
    documented: Number = Field(1.0, gt=0, description="what a document says", examples=[0.8])
    hearsay: Number = Field(0.5, gt=0, description="what a speaker only heard")
    unprompted: Number = Field(1.0, gt=0, description="a factor for what was said unasked", examples=[1.25])


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

    min_groups: Whole = Field(
        2,
        ge=1,
        description="from how many source groups the voices of a side come, for it to be grounded: role groups that "
        "informants speak in, or those of convergence.by_source",
    )
    min_first_hand: Whole = Field(
        1, ge=0, description="how many voices of a grounded side know it not from hearsay alone"
    )
    share_supported: Number = Field(
        0.75, gt=0.5, le=1, description="from which share of voices for it a claim is supported"
    )
    share_reserved: Number = Field(
        0.5,
        description="above which share of voices for it a claim is supported with reservations, and below 1 minus which "
        "it is not supported: from 0.5 on, below share_supported",
    )
    share_mixed: Number = Field(
        0.5,
        gt=0,
        le=1,
        description="with more than this share of voices that do not speak for one side alone, no verdict is for that side",
    )
    share_speaking: Number = Field(
        0.25,
        ge=0,
        le=1,
        description="below which share of the voices that could speak to a claim tactic 1 warns that few do",
    )
    share_standing: Number = Field(
        0.75,
        ge=0,
        le=1,
        description="a verdict that comes out in a smaller share of the draws of voices is called fragile",
    )
    rival_limits: Flag = Field(True, description="whether a rival that is supported, too, limits the verdict")
    # what counts as a source group in a study, which its register says; without it every role group does
    _source_groups: frozenset[str] | None = PrivateAttr(None)

    def by_source(self, groups: Iterable[str]) -> "VerdictRule":
        """The rule in a study that has these source groups."""
        rule = self.model_copy()
        rule._source_groups = frozenset(groups)
        return rule

    def groups(self, role_groups: Iterable[str]) -> list[str]:
        """The source groups among these role groups, each once, in their order."""
        names = self._source_groups
        return [name for name in dict.fromkeys(role_groups) if names is None or name in names]

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
    share_direction: Number = Field(
        0.75,
        gt=0.5,
        le=1,
        description="from which share of its voices that speak a group speaks for, or against, and is not mixed",
    )
    meaning_apart: Number = Field(
        0.25,
        ge=0,
        lt=0.5,
        description="how far apart the shares in favour of two groups may be that mean the same",
    )
    prominence_cut: Number = Field(
        0.5,
        gt=0,
        le=1,
        description="from which share of the voices that could speak of it a theme is prominent",
    )
    examples_shared: Number = Field(
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
    short: Number = Field(
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


class Recognisable(Strict):
    """Role groups whose members can be known by their office, and are printed so: a decision, with who made it."""

    groups: list[Key] = Field(
        min_length=1,
        description="the role groups, as if they were in no group of together",
        examples=[["teacher"]],
    )
    because: Words = Field(
        description="why, as the report says it",
        examples=[
            {"id": "kepala sekolah setuju disebut jabatannya", "en": "the head agreed to be named by office"}
        ],
    )
    decided_by: str = Field(min_length=1, description="who decided it", examples=["A. Researcher"])
    decided_on: Day = Field(description="when", examples=["2024-03-01"])


class Anonymity(Strict):
    """The least k, the attributes that could tell who an informant is (all when empty), and widths of bands of numbers."""

    k: Whole = Field(
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
    bands: dict[str, Annotated[Whole, Field(ge=1)]] = Field(
        {}, description="how wide the bands of a number are", examples=[{"age": 10}]
    )
    recognisable: list[Recognisable] = Field(
        [],
        description="role groups that are named with single voices though they are small, and their places",
    )
    places: Literal["shown", "masked"] = Field(
        "masked",
        description="whether what is built and shared says where an interview was, when fewer than k informants "
        "share case, role group and place: masked, or shown; a query for a masked place finds nothing",
        examples=["shown"],
    )

    @property
    def named(self) -> frozenset[str]:
        """The role groups that are recognisable by decision."""
        return frozenset(group for one in self.recognisable for group in one.groups)
