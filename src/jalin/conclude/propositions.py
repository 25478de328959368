"""Propositions: claims under test, with their rivals, from `analysis/propositions.yaml`."""

from collections import Counter
from dataclasses import replace

from pydantic import Field

from jalin.code.query import QueryContext, QueryError, select
from jalin.collect import read_register
from jalin.errors import Problem, nearest, refuse
from jalin.reading import Strict, read_model
from jalin.settings import Bilingual, Key
from jalin.study import Study

FILE = "data/raw/analysis/propositions.yaml"


class Picked(Strict):
    """A coding picked by hand: `coding` is SOURCE/CODING_ID of the lead coder."""

    coding: str
    reason: str = Field(min_length=1)


class Side(Strict):
    """What speaks on one side: a query, codings picked by hand, or both."""

    query: str = ""
    picked: list[Picked] = []


class IfThen(Strict):
    """What should hold of voices: where `if` finds a coding of theirs, `then` finds one too."""

    if_: str = Field(alias="if", min_length=1)
    then: str = Field(min_length=1)


class Contrast(Strict):
    """A case in which, for a reason given beforehand, the claim should not stand: a theoretical replication (Yin)."""

    case: Key
    because: Bilingual


class Proposition(Strict):
    """A claim under test. `rival` explains the same things otherwise; `if_then` is a consequence to count.

    `contrast` names the cases in which it should not stand; in all others it should.
    """

    id: str
    statement: Bilingual
    rival: str | None = None
    for_: Side = Field(alias="for")
    against: Side = Side()
    if_then: IfThen | None = None
    contrast: list[Contrast] = []

    def side(self, direction: str) -> Side:
        return self.for_ if direction == "for" else self.against


class _File(Strict):
    propositions: list[Proposition]


def read_propositions(study: Study, asked: QueryContext) -> list[Proposition]:
    """`analysis/propositions.yaml` in its own order, every query tried against `asked`.

    Raises `StudyError` for an id that stands twice, an unknown rival, a query that
    cannot be read, an unknown code or attribute, and findings of study.yaml that
    name no proposition.
    """
    content = read_model(_File, study.raw / "analysis" / "propositions.yaml", FILE)
    ids = [item.id for item in content.propositions]
    problems = [
        Problem(FILE, "", f"the id {item} stands {count} times", "Give each proposition its own id")
        for item, count in Counter(ids).items()
        if count > 1
    ]
    lead = asked.codings[asked.codings["coder"] == study.lead]
    known = set(lead["source_id"] + "/" + lead["coding_id"])
    register = read_register(replace(study, through=None))
    # what was picked from a source withdrawn later is no mistake, it is gone
    withdrawn = set(register.loc[register["consent"] == "withdrawn", "source_id"])
    for item in content.propositions:
        if item.rival is not None and (item.rival not in ids or item.rival == item.id):
            what = f"the rival {item.rival!r} is no other proposition"
            problems.append(Problem(FILE, f"{item.id}, rival", what, nearest(item.rival, ids)))
        cases = [case.id for case in study.settings.cases]
        problems += [
            Problem(FILE, f"{item.id}, contrast", f"there is no case {one.case!r}", nearest(one.case, cases))
            for one in item.contrast
            if one.case not in cases
        ]
        for name, query in (("if", item.if_then.if_), ("then", item.if_then.then)) if item.if_then else ():
            try:
                select(query, asked)
            except QueryError as fault:
                problems.append(Problem(FILE, f"{item.id}, if_then, {name}", fault.what, fault.remedy))
        for direction in ("for", "against"):
            side, place = item.side(direction), f"{item.id}, {direction}"
            if side.query:
                try:
                    select(side.query, asked)
                except QueryError as fault:
                    problems.append(Problem(FILE, f"{place}, query", fault.what, fault.remedy))
            # with fewer data (`through`, or one case) a coding picked by hand may be elsewhere
            if study.through is None and not study.case:
                problems += [
                    Problem(
                        FILE,
                        f"{place}, picked",
                        f"the lead coder has no coding {picked.coding!r}",
                        "Write it as SOURCE/CODING_ID",
                    )
                    for picked in side.picked
                    if picked.coding not in known and picked.coding.split("/")[0] not in withdrawn
                ]
    for finding in study.settings.published:
        problems += [
            Problem(
                "data/raw/study.yaml",
                f"published, {finding.id}",
                f"there is no proposition {name!r}",
                nearest(name, ids),
            )
            for name in finding.propositions
            if name not in ids
        ]
    refuse(problems)
    return content.propositions
