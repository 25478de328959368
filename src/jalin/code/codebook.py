"""The codebook: a tree of codes, with its history of renames and merges."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import pandas as pd
from pydantic import Field, model_validator

from jalin.errors import Problem, not_yet, refuse
from jalin.kinds import Kind
from jalin.named import Key, Words
from jalin.reading import Day, Strict, read_model
from jalin.rules import Evidence
from jalin.settings import Settings
from jalin.study import Study

FILE = "data/raw/coding/codebook.yaml"


class Code(Strict):
    """One code of codebook.yaml; `parent` is the code above it.

    A code of the second cycle may gather `members`, codes of the first: a pattern code.
    `attributes` are the study's own marks of a code, for displays and queries.
    """

    id: str = Field(description="how codings and queries call it", examples=["CARE-WATER", "TIRING"])
    parent: str | None = Field(
        None, description="the code above it; without one it is a theme", examples=["CARE"]
    )
    name: Words = Field(
        description="what a reader sees",
        examples=[
            {"id": "Siram", "en": "Watering"},
            {"id": "Rawat yang melelahkan", "en": "Care that tires"},
        ],
    )
    definition: Words = Field(
        description="what it means",
        examples=[
            {"id": "Menyiram tanaman", "en": "Giving water to plants"},
            {"id": "Yang merawat yang lelah", "en": "Those who care are those who tire"},
        ],
    )
    include: str = Field("", description="what belongs to it", examples=["watering by hand or hose"])
    exclude: str = Field(
        "", description="what does not, and where that belongs", examples=["rain (EVENT-RAIN)"]
    )
    example: str = Field(
        "", description="a passage that shows it", examples=["The children water it every morning"]
    )
    cycle: Literal["first", "second"] = Field(
        "first",
        description="first: for passages; second: for patterns of codes",
        examples=["first", "second"],
    )
    kind: Literal["deductive", "inductive"] = Field(
        description="deductive: brought to the data; inductive: found in it", examples=["inductive"]
    )
    source: str = Field("", description="where it comes from", examples=["interviews"])
    since: Key | None = Field(
        None, description="the round from which it is used; without it, the first", examples=[1]
    )
    until: Key | None = Field(None, description="the last round in which it is used", examples=[2])
    date: Day | None = Field(None, description="the day of the event that it names", examples=["2024-05-02"])
    color: Annotated[str, Kind("a colour, as #0072B2", "colours, as #0072B2")] = Field(
        "",
        pattern=r"^(#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3}))?$",
        description="its colour in JupyterLab and in other programs",
        examples=["#0072B2"],
    )
    members: list[str] = Field(
        [],
        description="the codes that a pattern code of the second cycle gathers",
        examples=[None, ["CARE", "TOIL"]],
    )
    attributes: dict[str, Words] = Field(
        {}, description="marks of the study's own, for displays and queries", examples=[{"tool": "hose"}]
    )

    def attribute(self, name: str, language: str = "") -> str:
        """The value of an attribute, "" without it; in `language`, the study's first when empty."""
        value = self.attributes.get(name)
        return "" if value is None else value[language] if language else value.first

    @model_validator(mode="after")
    def _gathers_in_the_second_cycle(self) -> "Code":
        if self.members and self.cycle != "second":
            raise ValueError("'members' belong to a code of the second cycle")
        return self


class Change(Strict):
    """A change of the codebook, after the round `round`.

    Old codings follow a rename and a merge. A split leaves a choice that a person
    has to make, and a code retired has none to follow, so a coding may no longer use
    the old code. `codes` are the codes given up, as they were, for the codebooks of
    earlier rounds.
    """

    action: Literal["rename", "merge", "split", "retire"] = Field(
        description="what was done", examples=["rename", "split"]
    )
    old: list[str] = Field(min_length=1, description="the codes given up", examples=[["WATERING"], ["HANDS"]])
    new: str | list[str] = Field(
        [],
        description="what they became: one code; for a split a list; none for retire",
        examples=["CARE-WATER", ["CARE", "TOIL"]],
    )
    round: Key = Field(description="the round after which it was done", examples=[1])
    reason: Words | None = Field(
        None,
        description="why",
        examples=[
            {"id": "ia kini di bawah CARE", "en": "it stands below CARE now"},
            {"id": "tangan merawat, dan tangan lelah", "en": "hands care, and hands tire"},
        ],
    )
    codes: list[Code] = Field(
        [],
        description="the codes given up, as they were",
        examples=[
            [
                {
                    "id": "WATERING",
                    "name": {"id": "Siraman", "en": "Watering"},
                    "definition": {"id": "Menyiram", "en": "Watering"},
                    "kind": "inductive",
                }
            ]
        ],
    )

    @model_validator(mode="after")
    def _fits_the_action(self) -> "Change":
        if self.action == "retire" and self.new:
            raise ValueError("a code that is retired has no 'new'")
        if self.action != "retire" and (
            not self.new or isinstance(self.new, list) != (self.action == "split")
        ):
            raise ValueError("'new' is a list of codes for a split, and one code for a rename or merge")
        if spare := {code.id for code in self.codes} - set(self.old):
            raise ValueError(f"'codes' has {', '.join(sorted(spare))}, which is not in 'old'")
        return self

    @property
    def became(self) -> list[str]:
        """What the old codes became: one code, several after a split, none when retired."""
        return [self.new] if isinstance(self.new, str) else self.new


class CodebookFile(Strict):
    codes: list[Code] = Field(
        description="the codes; below one another by `parent`, in the order of the file"
    )
    history: list[Change] = Field(
        [], description="what was renamed, merged, split and retired, which old codings follow"
    )


@dataclass(frozen=True)
class Codebook:
    """Codes by identifier in the order of the tree, today's code for each old one, codes split up or retired, and every change."""

    codes: dict[str, Code]
    today: dict[str, str]
    split: dict[str, list[str]]
    retired: frozenset[str]
    history: tuple[Change, ...]

    def ancestors(self, code: str) -> list[str]:
        """`code` and every code above it, nearest first."""
        line = [code]
        while parent := self.codes[line[-1]].parent:
            line.append(parent)
        return line

    def branch(self, code: str) -> set[str]:
        """`code` and every code below it."""
        return {other for other in self.codes if code in self.ancestors(other)}

    def theme(self, code: str) -> str:
        """The code at the top of the branch of `code`."""
        return self.ancestors(code)[-1]

    def themes(self, evidence: Evidence) -> list[str]:
        """Codes at the top of the tree, without the branches of hearsay and of events."""
        aside = {self.theme(code) for code in (evidence.hearsay, evidence.examples) if code in self.codes}
        return [
            code.id
            for code in self.codes.values()
            if not code.parent and code.id not in aside and code.cycle == "first"
        ]

    def names(self, language: str) -> dict[str, str]:
        """The name of every code."""
        return {code.id: code.name[language] for code in self.codes.values()}

    @property
    def dates(self) -> dict[str, str]:
        """The day, YYYY-MM-DD, of every code that names an event."""
        return {code.id: code.date.isoformat() for code in self.codes.values() if code.date}

    @property
    def inductive(self) -> set[str]:
        """The codes that came of the data."""
        return {code.id for code in self.codes.values() if code.kind == "inductive"}

    def theme_names(self, language: str) -> dict[str, str]:
        """The name of the theme of every code."""
        names = self.names(language)
        return {code: names[self.theme(code)] for code in self.codes}

    def table(self, languages: Sequence[str]) -> pd.DataFrame:
        """The codebook as the table `code/codes`, definitions in English where it is among the `languages`, else in the first."""
        known = "en" if "en" in languages else languages[0]
        return pd.DataFrame(
            {
                "code": code.id,
                "parent": code.parent or "",
                "theme": self.theme(code.id),
                **{f"name_{language}": code.name[language] for language in languages},
                "definition": code.definition[known],
                "include": code.include,
                "exclude": code.exclude,
                "example": code.example,
                "cycle": code.cycle,
                "kind": code.kind,
                "source": code.source,
                "date": code.date.isoformat() if code.date else "",
                "members": " ".join(code.members),
                "attributes": "; ".join(f"{name} = {code.attribute(name)}" for name in code.attributes),
            }
            for code in self.codes.values()
        )


def _loops(above: dict[str, str]) -> list[list[str]]:
    """Every circle that following `above` from some key runs into, once each."""
    found: dict[frozenset[str], list[str]] = {}
    for start in above:
        line = [start]
        while line[-1] in above and above[line[-1]] not in line:
            line.append(above[line[-1]])
        if line[-1] in above:
            circle = line[line.index(above[line[-1]]) :]
            found.setdefault(frozenset(circle), [*circle, circle[0]])
    return list(found.values())


def _problems(content: CodebookFile) -> list[Problem]:
    ids = [code.id for code in content.codes]
    known = set(ids)
    problems = [
        Problem(
            FILE,
            "entries " + ", ".join(str(n) for n, other in enumerate(ids, start=1) if other == code),
            f"the id {code} stands {count} times",
            "Give each code its own id",
        )
        for code, count in Counter(ids).items()
        if count > 1
    ]
    above = {code.id: code.parent for code in content.codes if code.parent}
    first = {code.id for code in content.codes if code.cycle == "first"}
    for number, code in enumerate(content.codes, start=1):
        problems += [
            Problem(
                FILE,
                f"entry {number} ({code.id}), members",
                *not_yet("code of the first cycle", one, first),
            )
            for one in code.members
            if one not in first
        ]
    for number, code in enumerate(content.codes, start=1):
        if code.parent and code.parent not in known:
            problems.append(
                Problem(
                    FILE,
                    f"entry {number} ({code.id}), parent",
                    *not_yet("code", code.parent, known),
                )
            )
    for circle in _loops(above):
        problems.append(
            Problem(
                FILE,
                f"code {circle[0]}",
                "its parents run in a circle: " + " → ".join(circle),
                "Take the parent away from one of them",
            )
        )
    newer: dict[str, str] = {}
    seen: set[str] = set()
    for number, change in enumerate(content.history, start=1):
        place = f"history, entry {number}"
        for old in change.old:
            if old in seen:
                problems.append(Problem(FILE, place, f"{old} was changed before", "Keep one change of it"))
            elif old in known:
                problems.append(
                    Problem(
                        FILE, place, f"{old} is still a code of today", "Take it out of 'codes' or of 'old'"
                    )
                )
            if isinstance(change.new, str):
                newer[old] = change.new
            seen.add(old)
    named = {new for change in content.history for new in change.became}
    for circle in _loops(newer):
        problems.append(
            Problem(FILE, "history", "changes run in a circle: " + " → ".join(circle), "Take one out")
        )
    for new in sorted(named - known - seen):
        problems.append(Problem(FILE, "history", *not_yet("code", new, known)))
    return problems


def _names(content: CodebookFile, settings: Settings) -> list[Problem]:
    """Codes that study.yaml names and the codebook lacks, and rounds that the codebook names and study.yaml lacks."""
    codes = [code.id for code in content.codes]
    rounds = [item.id for item in settings.rounds]
    named = [
        (f"questions, {item.id}, themes", code) for item in settings.questions for code in item.themes
    ] + [(f"evidence, {name}", getattr(settings.evidence, name)) for name in ("hearsay", "examples")]
    used = [
        (f"{code.id}, {name}", getattr(code, name)) for code in content.codes for name in ("since", "until")
    ] + [(f"history, entry {number}, round", one.round) for number, one in enumerate(content.history, 1)]
    return [
        Problem("data/raw/study.yaml", place, *not_yet("code", code, codes))
        for place, code in named
        if code and code not in codes
    ] + [
        Problem(FILE, place, *not_yet("round", name, rounds))
        for place, name in used
        if name and name not in rounds
    ]


def read_codebook(study: Study) -> Codebook:
    """`coding/codebook.yaml`, checked.

    Raises `StudyError` for an id that stands twice, an unknown parent, parents or
    changes that run in a circle, any field that is missing or unknown, a code that
    study.yaml names and the codebook lacks, and a round that study.yaml lacks.
    """
    content = read_model(CodebookFile, study.raw / "coding" / "codebook.yaml", FILE, study.languages)
    refuse([*_problems(content), *_names(content, study.settings)])
    children: dict[str | None, list[Code]] = {}
    for code in content.codes:
        children.setdefault(code.parent, []).append(code)
    ordered: dict[str, Code] = {}

    def add(parent: str | None) -> None:
        for code in children.get(parent, []):
            ordered[code.id] = code
            add(code.id)

    add(None)
    newer = {
        old: change.new for change in content.history for old in change.old if isinstance(change.new, str)
    }
    split = {
        old: list(change.new) for change in content.history for old in change.old if change.action == "split"
    }
    retired = {old for change in content.history for old in change.old if change.action == "retire"}
    today = {code: code for code in ordered}
    for old, new in newer.items():
        while new in newer:
            new = newer[new]
        if new in split:
            split[old] = split[new]
        elif new in retired:
            retired.add(old)
        else:
            today[old] = new
    return Codebook(ordered, today, split, frozenset(retired), tuple(content.history))
