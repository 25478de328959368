"""Codings that propositions pick by hand: they stay while they are picked."""

import json
from collections.abc import Iterable

from jalin.code.codings import full_name
from jalin.code.lines import path_of
from jalin.conclude.propositions import FILE
from jalin.errors import Problem, refuse
from jalin.reading import parse_yaml
from jalin.study import Study


def picked(study: Study) -> dict[str, str]:
    """The proposition that picks each coding, by CODER:SOURCE/ID."""
    path = study.root / FILE
    content = parse_yaml(path.read_text(encoding="utf-8"), FILE) if path.exists() else {}
    found: dict[str, str] = {}

    def look(thing: object, claim: str) -> None:
        if isinstance(thing, dict):
            for one in thing.get("picked") or []:
                found[full_name(str(one.get("coding", "")), study.lead)] = claim
            for value in thing.values():
                look(value, claim)
        elif isinstance(thing, list):
            for value in thing:
                look(value, claim)

    for claim in (content or {}).get("propositions") or []:
        look(claim, str(claim.get("id")))
    return found


def _lost(name: str, claim: str) -> Problem:
    remedy = f"Take it out of {claim} first, in the room of the propositions"
    return Problem(FILE, claim, f"the coding {name} is picked there as evidence", remedy)


def refuse_picked(study: Study, coder: str, source_id: str, names: Iterable[str]) -> None:
    """Raise `StudyError` where one of the codings is picked, for it is to be taken away."""
    wanted, known = [f"{coder}:{source_id}/{name}" for name in names], picked(study)
    refuse([_lost(name, known[name]) for name in wanted if name in known])


def refuse_lost(study: Study) -> None:
    """Raise `StudyError` for each coding that is picked and no longer there."""
    problems = []
    for name, claim in picked(study).items():
        coder, _, rest = name.partition(":")
        source_id, _, coding = rest.partition("/")
        path = path_of(study, coder, source_id)
        lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
        if not any(json.loads(line).get("id") == coding for line in lines if line.strip()):
            problems.append(_lost(name, claim))
    refuse(problems)
