"""Changes of propositions.yaml, and the evidence that tells a claim from its rival."""

from collections.abc import Callable, Mapping
from typing import Any

from jalin.conclude.propositions import FILE
from jalin.errors import Problem, StudyError, not_yet
from jalin.explore.desk import Desk, of_text
from jalin.explore.live import premises
from jalin.explore.splice import put, said, take_out
from jalin.reading import Place, parse_yaml
from jalin.study import Study


def _check(study: Study) -> None:
    _ = premises(study).propositions


def change_file(desk: Desk, told: str, change: Callable[[str, list[Any]], str]) -> None:
    """Change propositions.yaml: `change(text, entries)` gives its text."""

    def changed(text: str) -> str:
        return change(text, (parse_yaml(text, FILE) or {}).get("propositions") or [])

    desk.act(told, {desk.root / FILE: of_text(changed)}, _check)


def act_on(desk: Desk, proposition: str, told: str, change: Callable[[str, Any, Place], str]) -> None:
    """Change a proposition: `change(text, entry, at)` gives the text of the file, in which `entry` stands at `at`."""

    def changed(text: str, entries: list[Any]) -> str:
        ids = [str(one.get("id")) for one in entries]
        if proposition not in ids:
            raise StudyError(Problem(FILE, "", *not_yet("proposition", proposition, ids)))
        number = ids.index(proposition)
        return change(text, entries[number], ("propositions", number))

    change_file(desk, told, changed)


def tell_apart(
    desk: Desk, proposition: str, evidence: str, if_so: Mapping[str, str], if_rival: Mapping[str, str]
) -> None:
    """Evidence that tells a claim from its rival: what is looked at, and for each what one would expect (`expected`, `query`)."""

    def side(given: Mapping[str, str]) -> dict[str, str]:
        looked_for = given.get("query", "").strip()
        return {"expected": given["expected"].strip()} | ({"query": looked_for} if looked_for else {})

    def change(text: str, entry: Any, at: Place) -> str:
        there = entry.get("discriminating") or []
        item = {"evidence": evidence.strip(), "if_so": side(if_so), "if_rival": side(if_rival)}
        return put(text, (*at, "discriminating", len(there)), item)

    act_on(desk, proposition, f"{proposition}: {evidence[:30]}", change)


def expect(
    desk: Desk, proposition: str, item: int, field: str, value: Any, side: str = "", language: str = ""
) -> None:
    """Change an item of discriminating evidence: its `evidence`, or of a side (if_so, if_rival) what is `expected`, its `query`, whether `certain`, `unique`."""

    def change(text: str, entry: Any, at: Place) -> str:
        above: Place = (*at, "discriminating", item, *([side] if side else []))
        there = entry["discriminating"][item]
        old = (there[side] if side else there).get(field)
        if field in ("evidence", "expected"):
            made = said(old, language or desk.language, value.strip(), desk.study.languages)
            return put(text, (*above, field), made)
        if not value:
            return take_out(text, (*above, field)) if old is not None else text
        return put(text, (*above, field), value.strip() if field == "query" else True)

    act_on(desk, proposition, f"{proposition}: {field}", change)


def no_longer(desk: Desk, proposition: str, item: int) -> None:
    """Take an item of discriminating evidence out."""

    def change(text: str, entry: Any, at: Place) -> str:
        above: Place = (*at, "discriminating")
        return take_out(text, above if len(entry["discriminating"]) == 1 else (*above, item))

    act_on(desk, proposition, f"{proposition}: − {item + 1}", change)
