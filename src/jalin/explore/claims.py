"""Changes of propositions.yaml, and the evidence that tells a claim from its rival."""

from collections.abc import Mapping
from typing import Any

from jalin.conclude.propositions import FILE
from jalin.errors import Problem, StudyError, not_yet
from jalin.explore.desk import Desk, of_text
from jalin.explore.live import premises
from jalin.explore.splice import put, said, take_out
from jalin.reading import Place, parse_yaml
from jalin.study import Study


def entry_of(content: Any, proposition: str) -> int:
    ids = [str(one.get("id")) for one in content.get("propositions") or []]
    if proposition not in ids:
        raise StudyError(Problem(FILE, "", *not_yet("proposition", proposition, ids)))
    return ids.index(proposition)


def _check(study: Study) -> None:
    _ = premises(study).propositions


def act_on(desk: Desk, told: str, change: Any) -> None:
    """Change propositions.yaml: `change(text, content)` gives its text."""
    path = desk.root / FILE
    desk.act(told, {path: of_text(lambda text: change(text, parse_yaml(text, FILE) or {}))}, _check)


def tell_apart(
    desk: Desk, proposition: str, evidence: str, if_so: Mapping[str, str], if_rival: Mapping[str, str]
) -> None:
    """Evidence that tells a claim from its rival: what is looked at, and for each what one would expect (`expected`, `query`)."""

    def side(given: Mapping[str, str]) -> dict[str, str]:
        looked_for = given.get("query", "").strip()
        return {"expected": given["expected"].strip()} | ({"query": looked_for} if looked_for else {})

    def change(text: str, content: Any) -> str:
        number = entry_of(content, proposition)
        there = content["propositions"][number].get("discriminating") or []
        entry = {"evidence": evidence.strip(), "if_so": side(if_so), "if_rival": side(if_rival)}
        return put(text, ("propositions", number, "discriminating", len(there)), entry)

    act_on(desk, f"{proposition}: {evidence[:30]}", change)


def expect(
    desk: Desk, proposition: str, item: int, field: str, value: Any, side: str = "", language: str = ""
) -> None:
    """Change an item of discriminating evidence: its `evidence`, or of a side (if_so, if_rival) what is `expected`, its `query`, whether `certain`, `unique`."""

    def change(text: str, content: Any) -> str:
        number = entry_of(content, proposition)
        above: Place = ("propositions", number, "discriminating", item, *([side] if side else []))
        entry = content["propositions"][number]["discriminating"][item]
        old = (entry[side] if side else entry).get(field)
        if field in ("evidence", "expected"):
            made = said(old, language or desk.language, value.strip(), desk.study.languages)
            return put(text, (*above, field), made)
        if not value:
            return take_out(text, (*above, field)) if old is not None else text
        return put(text, (*above, field), value.strip() if field == "query" else True)

    act_on(desk, f"{proposition}: {field}", change)


def no_longer(desk: Desk, proposition: str, item: int) -> None:
    """Take an item of discriminating evidence out."""

    def change(text: str, content: Any) -> str:
        number = entry_of(content, proposition)
        there = content["propositions"][number]["discriminating"]
        at: Place = ("propositions", number, "discriminating")
        return take_out(text, at if len(there) == 1 else (*at, item))

    act_on(desk, f"{proposition}: − {item + 1}", change)
