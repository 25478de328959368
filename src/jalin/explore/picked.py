"""Codings that propositions pick by hand or links name, and what chapters set in: they stay while they are."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from jalin.code.codings import full_name
from jalin.code.lines import lost_of
from jalin.code.passages import FILE as PASSAGES
from jalin.code.passages import read_passages
from jalin.code.regions import read_regions
from jalin.conclude.propositions import FILE
from jalin.errors import Problem, refuse
from jalin.reading import parse_yaml, read_text
from jalin.study import Study

_SET_IN = re.compile(r"""\b(\w+)\(\s*["']([^"']+)["']""")


def chapters(study: Study) -> Iterator[tuple[Path, str]]:
    """The file and the text of each chapter, in every language."""
    for path in sorted((study.root / "notebooks" / "report").glob("*.md")):
        yield path, read_text(path, study.relative(path))


def refuse_set_in(study: Study, kinds: Sequence[str], lost: Callable[[str], bool]) -> None:
    """Raise `StudyError` for each thing that a chapter sets in by one of `kinds` (region, figure …) and that is `lost`."""
    remedy = "Take it out of the chapter first"
    refuse(
        [
            Problem(study.relative(path), "", f"the {kind} {name} is set in there", remedy)
            for path, text in chapters(study)
            for kind, name in _SET_IN.findall(text)
            if kind in kinds and lost(name)
        ]
    )


def picked(study: Study) -> dict[str, str]:
    """The proposition that picks each coding, by CODER:SOURCE/ID."""
    path = study.root / FILE
    content = parse_yaml(read_text(path, FILE), FILE) if path.exists() else {}
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


def _picked(name: str, claim: str) -> Problem:
    remedy = f"Take it out of {claim} first, in the room of the propositions"
    return Problem(FILE, claim, f"the coding {name} is picked there as evidence", remedy)


def _named(study: Study) -> dict[str, Problem]:
    """Of each coding that is picked, or linked with another, what would be wrong without it."""
    found = {
        end: Problem(
            PASSAGES,
            " → ".join(one.ends),
            f"the coding {end} is linked with another",
            "Take the link out first, where the passage is coded",
        )
        for one in read_passages(study, there=False)
        for end in one.ends
    }
    return found | {name: _picked(name, claim) for name, claim in picked(study).items()}


def refuse_picked(study: Study, coder: str, source_id: str, names: Iterable[str]) -> None:
    """Raise `StudyError` where one of the codings is picked or linked, for it is to be taken away."""
    wanted, known = [f"{coder}:{source_id}/{name}" for name in names], _named(study)
    refuse([known[name] for name in wanted if name in known])


def refuse_lost(study: Study) -> None:
    """Raise `StudyError` for each coding that is picked or linked and no longer there, and each region that a chapter shows."""
    known = picked(study)
    lost = lost_of(study, known)
    # of links it is told on reading them
    read_passages(study)
    refuse([_picked(name, known[name]) for name in known if name in lost])
    there = {one.region_id for one in read_regions(study)}
    refuse_set_in(study, ["region"], lambda name: name not in there)
