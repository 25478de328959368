"""The codebook through the rounds: as it was, what changed, and codes not used as they are defined."""

from collections.abc import Iterator

import pandas as pd

from jalin.code.codebook import FILE, Change, Code, Codebook
from jalin.errors import Problem, StudyError, not_yet
from jalin.named import Words
from jalin.study import Study


def _place(rounds: list[str], name: str) -> int:
    if name not in rounds:
        raise StudyError(Problem(FILE, "", *not_yet("round", name, rounds)))
    return rounds.index(name)


def _given_up(change: Change, codes: dict[str, Code]) -> Iterator[Code]:
    """The codes that a change gave up, as they were; where the change does not record that, modelled on what they became."""
    kept = {code.id: code for code in change.codes}
    new = change.became
    for old in change.old:
        if old in kept:
            yield kept[old]
        elif new and new[0] in codes:
            became = codes[new[0]]
            name = became.name if change.action == "rename" else Words(old)
            yield became.model_copy(update={"id": old, "name": name, "since": None})
        else:
            unknown = Words("–")
            yield Code(id=old, name=Words(old), definition=unknown, kind="inductive")


def codes_of_round(codebook: Codebook, rounds: list[str], name: str) -> dict[str, Code]:
    """The codes that were in use in the round `name`, by id, parents as they were.

    `rounds` in order. A change is made after its round, so later ones are undone: what
    they gave up comes back, and what they made goes unless `since` says it was there.
    Raises `StudyError` for an unknown round.
    """
    place = _place(rounds, name)
    known = dict(codebook.codes)
    found = {
        code.id: code
        for code in codebook.codes.values()
        if (code.since is None or _place(rounds, code.since) <= place)
        and (code.until is None or _place(rounds, code.until) >= place)
    }
    for change in reversed(codebook.history):
        if _place(rounds, change.round) < place:
            continue
        for new in change.became:
            if new in found and found[new].since is None:
                del found[new]
        old = {code.id: code for code in _given_up(change, known)}
        known |= old
        found |= old
    return {
        code.id: code if code.parent in found else code.model_copy(update={"parent": None})
        for code in found.values()
    }


def tree(codes: dict[str, Code], language: str) -> list[str]:
    """The codes as lines, each indented below its parent."""
    lines: list[str] = []

    def walk(parent: str | None, depth: int) -> None:
        for code in codes.values():
            if code.parent == parent:
                lines.append(f"{'  ' * depth}{code.id}  {code.name[language]}")
                walk(code.id, depth + 1)

    walk(None, 0)
    return lines


def changes_between(codebook: Codebook, rounds: list[str], first: str, last: str) -> list[str]:
    """What changed from the codebook of one round to that of another, a line each."""
    before, after = (codes_of_round(codebook, rounds, name) for name in (first, last))
    lines, told = [], set()
    for change in codebook.history:
        if _place(rounds, first) <= _place(rounds, change.round) < _place(rounds, last):
            new = change.became
            told |= {*change.old, *new}
            became = f" to {', '.join(new)}" if new else ""
            why = f": {change.reason.first}" if change.reason else ""
            lines.append(f"{change.action} {', '.join(change.old)}{became}{why}")
    lines += [f"new {code}" for code in after if code not in before and code not in told]
    lines += [f"gone {code}" for code in before if code not in after and code not in told]
    for code in after:
        if code in before:
            lines += [
                f"{field} of {code} changed"
                for field in ("name", "definition", "include", "exclude", "parent")
                if getattr(before[code], field) != getattr(after[code], field)
            ]
    return lines


def unused(codebook: Codebook, codings: pd.DataFrame) -> list[str]:
    """Codes that no coder used, nor any code below them."""
    used = set(codings["code"])
    return [code for code in codebook.codes if not codebook.branch(code) & used]


def outside_definition(study: Study, codebook: Codebook, codings: pd.DataFrame) -> list[str]:
    """Codes used where their definition does not have them, a line each.

    A second-cycle code on a passage (Saldaña: the second cycle works on codes, not on
    text), and codings made in a round before the code's `since` or after its `until`.
    """
    ends = [(item.id, item.until.isoformat()) for item in study.settings.rounds]
    rounds = [name for name, _ in ends]

    def made(created: str) -> int | None:
        return next((place for place, (_, until) in enumerate(ends) if created[:10] <= until), None)

    places = codings["created"].map(lambda created: made(created) if created else None)
    lines = []
    for code in codebook.codes.values():
        own = codings["code"] == code.id
        if code.cycle == "second" and own.any():
            lines.append(f"{code.id}: a second-cycle code, put on {int(own.sum())} passages")
        early = own & (places < _place(rounds, code.since)) if code.since else own & False
        late = own & (places > _place(rounds, code.until)) if code.until else own & False
        if early.any():
            lines.append(
                f"{code.id}: since round {code.since}, but {int(early.sum())} codings were made before"
            )
        if late.any():
            lines.append(
                f"{code.id}: until round {code.until}, but {int(late.sum())} codings were made after"
            )
    return lines
