"""Propositions: claims under test, with their rivals, from `analysis/propositions.yaml`."""

import textwrap
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from pydantic import Field, model_validator

from jalin.code.codings import full_name, names_of
from jalin.code.lines import parts_of
from jalin.code.query import QueryContext, QueryError, select
from jalin.collect import read_register
from jalin.errors import Problem, not_yet, refuse
from jalin.named import Key, Words
from jalin.reading import Flag, Strict, parse_yaml, read_model, read_text
from jalin.study import Study

FILE = "data/raw/analysis/propositions.yaml"
# what has room beside a row of a figure, in one line or two
_SHORT = 40


class Picked(Strict):
    """A coding picked by hand; as `read_propositions` gives it, `coding` is CODER:SOURCE/CODING_ID."""

    coding: str = Field(
        description="a coding of the lead coder, as SOURCE/ID, or of any, as CODER:SOURCE/ID",
        examples=["W1/c1"],
    )
    reason: str = Field(
        min_length=1, description="why it speaks on this side", examples=["the teacher says it of herself"]
    )


class Side(Strict):
    """What speaks on one side: a query, codings picked by hand, or both."""

    query: str = Field(
        "",
        description="a query over codes and attributes ([queries](queries.md))",
        examples=["CARE and not with DENIED"],
    )
    picked: list[Picked] = Field([], description="codings picked by hand")

    @property
    def sought(self) -> bool:
        """Whether it was looked for: by a query, or by a person who picked it."""
        return bool(self.query or self.picked)


class Expectation(Side):
    """What one would expect to find; Van Evera's test of it by name is `test`."""

    expected: Words = Field(
        description="in words", examples=[{"id": "Anak menyiram", "en": "Children water it"}]
    )
    certain: Flag = Field(
        False, description="whether it must be found if this is so: not to find it counts against it"
    )
    unique: Flag = Field(
        False,
        description="whether it could hardly be found if the other were so: to find it counts against the other",
    )

    @property
    def test(self) -> str:
        """Straw in the wind, hoop, smoking gun or doubly decisive; "" where nothing is looked for."""
        if not self.sought:
            return ""
        if self.certain:
            return "doubly decisive" if self.unique else "hoop"
        return "smoking gun" if self.unique else "straw in the wind"

    @model_validator(mode="after")
    def _looked_for(self) -> "Expectation":
        if (self.certain or self.unique) and not self.sought:
            raise ValueError(
                "nothing is looked for that could be certain or unique",
                "Add a query or picked codings, or take certain and unique out",
            )
        return self


class Discriminating(Strict):
    """Evidence that tells a proposition from its rival; a side without a query or picks expects nothing of it to be found."""

    evidence: Words = Field(
        description="what is looked at", examples=[{"id": "Siapa menyiram", "en": "Who waters"}]
    )
    if_so: Expectation = Field(
        description="what one would expect if the proposition were so",
        examples=[{"expected": "Children water it", "query": "CARE-WATER", "certain": True}],
    )
    if_rival: Expectation = Field(
        description="what one would expect if its rival were so",
        examples=[{"expected": "Nobody waters it", "query": "CARE and with DENIED", "unique": True}],
    )

    @model_validator(mode="after")
    def _looked_for(self) -> "Discriminating":
        if not (self.if_so.sought or self.if_rival.sought):
            raise ValueError(
                "neither side looks for anything", "Add a query or picked codings to one of them"
            )
        return self


class IfThen(Strict):
    """What should hold of voices: where `if` finds a coding of theirs, `then` finds one too."""

    if_: str = Field(
        alias="if",
        min_length=1,
        description="a query; where it finds a coding of a voice …",
        examples=["CARE"],
    )
    then: str = Field(min_length=1, description="… this one is to find one, too", examples=["TOIL"])


class Contrast(Strict):
    """A case in which, for a reason given beforehand, the claim should not stand: a theoretical replication (Yin)."""

    case: Key = Field(description="a case of study.yaml", examples=["school"])
    because: Words = Field(
        description="the reason, given beforehand",
        examples=[{"id": "Tidak punya kebun", "en": "It has no garden"}],
    )


class Proposition(Strict):
    """A claim under test. `rival` explains the same things otherwise; `if_then` is a consequence to count.

    `contrast` names the cases in which it should not stand; in all others it should.
    """

    id: str = Field(description="how the report and other files call it", examples=["P1"])
    statement: Words = Field(
        description="the claim", examples=[{"id": "Kebun dirawat.", "en": "The garden is cared for."}]
    )
    short: Words | None = Field(
        None,
        description=f"its name in figures, three to five words, at most {_SHORT} signs; "
        "without it they show the first words of the claim",
        examples=[{"id": "Kebun yang dirawat", "en": "A garden cared for"}],
    )
    rival: str | None = Field(
        None, description="a proposition that explains the same things otherwise", examples=["P2"]
    )
    for_: Side = Field(alias="for", description="what speaks for it")
    against: Side = Field(
        Side(),
        description="what speaks against it; without it the claim is at most supported with reservations",
        examples=[{"query": "CARE and with DENIED"}],
    )
    if_then: IfThen | None = Field(None, description="a consequence to count over voices")
    contrast: list[Contrast] = Field([], description="cases in which it should not stand, and why")
    discriminating: list[Discriminating] = Field(
        [], description="evidence that tells it from its rival ([methods](../methods.md))"
    )

    @property
    def sides(self) -> dict[str, Side]:
        """Everything that codings are looked for by, by its place in the file."""
        return {
            "for": self.for_,
            "against": self.against,
            **{
                f"discriminating {number}, {side}": getattr(item, side)
                for number, item in enumerate(self.discriminating, start=1)
                for side in ("if_so", "if_rival")
            },
        }

    def side(self, direction: str) -> Side:
        return self.for_ if direction == "for" else self.against

    def called(self, language: str) -> str:
        """Its short name, else the first words of its statement."""
        if self.short is not None:
            return self.short[language]
        return textwrap.shorten(self.statement[language].rstrip("."), _SHORT, placeholder="…")

    @model_validator(mode="after")
    def _short_enough(self) -> "Proposition":
        for words in self.short.root.values() if self.short is not None else ():
            if len(words) > _SHORT:
                raise ValueError(
                    f"its short name {words!r} has {len(words)} signs, and room for {_SHORT}",
                    "Say it in three to five words; the whole claim stands under statement",
                )
        return self


class PropositionsFile(Strict):
    propositions: list[Proposition] = Field(description="the claims, in the order of the report")


def read_propositions(study: Study, asked: QueryContext) -> list[Proposition]:
    """`analysis/propositions.yaml` in its own order, every query tried against `asked`.

    Raises `StudyError` for an id that stands twice, an unknown rival, a query that
    cannot be read, an unknown code or attribute, and findings of study.yaml that
    name no proposition.
    """
    content = read_model(
        PropositionsFile, study.raw / "analysis" / "propositions.yaml", FILE, study.languages
    )
    ids = [item.id for item in content.propositions]
    problems = [
        Problem(FILE, "", f"the id {item} stands {count} times", "Give each proposition its own id")
        for item, count in Counter(ids).items()
        if count > 1
    ]
    known = set(names_of(asked.codings))
    register = read_register(replace(study, through=None))
    # what was picked from a source withdrawn later is no mistake, it is gone
    withdrawn = set(register.loc[register["consent"] == "withdrawn", "source_id"])
    for item in content.propositions:
        if item.rival is not None and (item.rival not in ids or item.rival == item.id):
            others = [other for other in ids if other != item.id]
            problems.append(Problem(FILE, f"{item.id}, rival", *not_yet("proposition", item.rival, others)))
        cases = [case.id for case in study.settings.cases]
        problems += [
            Problem(FILE, f"{item.id}, contrast", *not_yet("case", one.case, cases))
            for one in item.contrast
            if one.case not in cases
        ]
        for name, query in (("if", item.if_then.if_), ("then", item.if_then.then)) if item.if_then else ():
            try:
                select(query, asked)
            except QueryError as fault:
                problems.append(Problem(FILE, f"{item.id}, if_then, {name}", fault.what, fault.remedy))
        if item.discriminating and item.rival is None:
            what, remedy = "it has no rival to be told from", "Name its rival, or take this out"
            problems.append(Problem(FILE, f"{item.id}, discriminating", what, remedy))
        for name, side in item.sides.items():
            place = f"{item.id}, {name}"
            if side.query:
                try:
                    select(side.query, asked)
                except QueryError as fault:
                    problems.append(Problem(FILE, f"{place}, query", fault.what, fault.remedy))
            # with fewer data (`through`, or one case) a coding picked by hand may be elsewhere
            # or not be shared, in a copy for others
            if study.through is None and not study.case and not study.deposited:
                problems += [
                    Problem(
                        FILE,
                        f"{place}, picked",
                        f"there is no coding {picked.coding!r}",
                        "Write SOURCE/CODING_ID of the lead coder, or CODER:SOURCE/CODING_ID",
                    )
                    for picked in side.picked
                    if (full := full_name(picked.coding, study.lead)) not in known
                    and parts_of(full)[1] not in withdrawn
                ]
    for finding in study.settings.published:
        problems += [
            Problem("data/raw/study.yaml", f"published, {finding.id}", *not_yet("proposition", name, ids))
            for name in finding.propositions
            if name not in ids
        ]
    refuse(problems)
    return [_fully_named(item, study.lead) for item in content.propositions]


def ids_written(study: Study) -> list[str]:
    """The ids in propositions.yaml as it stands, whatever else in it is wrong; none without the file."""
    path = study.root / FILE
    content = parse_yaml(read_text(path, FILE), FILE) if path.exists() else {}
    return [str(one["id"]) for one in (content or {}).get("propositions") or []]


def named(propositions: Iterable[Proposition], language: str) -> dict[str, str]:
    """What figures call each proposition: its id with its short name."""
    return {item.id: f"{item.id}  {item.called(language)}" for item in propositions}


def _fully_named(item: Proposition, lead: str) -> Proposition:
    """The proposition with the coder in the name of every coding that was picked."""

    def whole(side: Side) -> Side:
        picked = [one.model_copy(update={"coding": full_name(one.coding, lead)}) for one in side.picked]
        return side.model_copy(update={"picked": picked})

    told = [
        one.model_copy(update={"if_so": whole(one.if_so), "if_rival": whole(one.if_rival)})
        for one in item.discriminating
    ]
    sides = {"for_": whole(item.for_), "against": whole(item.against), "discriminating": told}
    return item.model_copy(update=sides)
