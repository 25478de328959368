"""What becomes of codes: renamed, merged, split or retired, with all that stands on them and names them.

Renames and merges are written to the codebook's history, which old codings follow. What is split or retired has none to
follow: the codings and regions on it are moved in the same act, each where a person says. Queries, displays and questions
that name the code are changed along with it.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jalin.code.codebook import FILE, read_codebook
from jalin.code.query import codes_in
from jalin.conclude.propositions import FILE as PROPOSITIONS
from jalin.errors import Problem, StudyError, not_yet, refuse
from jalin.explore.desk import Desk, Edit, of_text
from jalin.explore.picked import refuse_lost
from jalin.explore.recoding import coded, elsewhere, naming, places, recoded, texts_of
from jalin.explore.splice import put, take_out
from jalin.reading import Place, parse_yaml, read_text
from jalin.study import SETTINGS, Study


def book_of(study: Study) -> Path:
    return study.raw / "coding" / "codebook.yaml"


def entry_of(content: Any, code: str) -> int:
    ids = [str(one.get("id")) for one in content.get("codes") or []]
    if code not in ids:
        raise StudyError(Problem(FILE, "", *not_yet("code", code, ids)))
    return ids.index(code)


def check_book(study: Study) -> None:
    """Raise for what is wrong in the codebook, and for codings and queries that it leaves without their code."""
    today = read_codebook(study).today
    left = [
        Problem(study.relative(one.file), f"coding {one.id}", *not_yet("code", one.code, today))
        for one in coded(study)
        if one.code not in today
    ]
    for name in (SETTINGS, PROPOSITIONS):
        path = study.root / name
        content = parse_yaml(read_text(path, name), name) if path.exists() else {}
        left += [
            Problem(name, ", ".join(map(str, at)), *not_yet("code", code, today))
            for at, text in texts_of(content)
            if at[-1] in ("query", "if", "then", "where")
            for code in codes_in(text)
            if code not in today
        ]
    refuse(left)
    refuse_lost(study)


def in_book(change: Any) -> Edit:
    """An edit of codebook.yaml: `change(text, content)` gives the text."""

    def edit(text: str) -> str:
        return str(change(text, parse_yaml(text, FILE) or {}))

    return of_text(edit)


def _given_up(text: str, content: Any, codes: list[str], change: Mapping[str, Any], becomes: str) -> str:
    """The codebook without `codes`, which its history has as they were; what was below them is below `becomes`."""
    as_they_were = [content["codes"][entry_of(content, code)] for code in codes]
    entry = {key: value for key, value in change.items() if value not in ("", [], None)}
    history = len(content.get("history") or [])
    text = put(text, ("history", history), entry | {"codes": as_they_were})
    for code in codes:
        text = take_out(text, ("codes", entry_of(parse_yaml(text, FILE), code)))
    for number, one in enumerate(parse_yaml(text, FILE)["codes"] or []):
        if one.get("parent") in codes:
            parent = next((was.get("parent") for was in as_they_were if was["id"] == one["parent"]), None)
            above = becomes or parent
            at: Place = ("codes", number, "parent")
            text = put(text, at, above) if above and above != one["id"] else take_out(text, at)
        if members := [name for name in one.get("members") or [] if name in codes]:
            kept = [name for name in one["members"] if name not in members]
            kept += [becomes] if becomes and becomes not in kept else []
            text = put(text, ("codes", number, "members"), kept)
    return text


def _reason(reason: str) -> str:
    if not reason.strip():
        raise StudyError(
            Problem(FILE, "history", "a change of the codebook needs its reason", "Say in a few words why")
        )
    return reason.strip()


def _change(
    study: Study, action: str, old: list[str], reason: str, new: str | list[str] = ""
) -> dict[str, Any]:
    """What the history says of a change of the codes `old`, made today."""
    since = study.settings.round_on(date.today())
    return {"action": action, "old": old, "new": new, "round": since, "reason": _reason(reason)}


def rename(desk: Desk, code: str, new: str, reason: str) -> None:
    """Another id for a code; codings and queries follow by its history."""
    study, new = desk.study, new.strip()
    change = _change(study, "rename", [code], reason, new)

    def edit_book(text: str, content: Any) -> str:
        was = content["codes"][entry_of(content, code)]
        number = entry_of(content, code)
        entry = put(text, ("history", len(content.get("history") or [])), change | {"codes": [was]})
        entry = put(entry, ("codes", number, "id"), new)
        for at, one in enumerate(content["codes"]):
            if one.get("parent") == code:
                entry = put(entry, ("codes", at, "parent"), new)
            if code in (one.get("members") or []):
                members = [new if name == code else name for name in one["members"]]
                entry = put(entry, ("codes", at, "members"), members)
        return entry

    desk.act(
        f"{code} → {new}", {book_of(study): in_book(edit_book), **elsewhere(study, [code], [new])}, check_book
    )


def merge(desk: Desk, codes: list[str], into: str, reason: str) -> None:
    """`codes` become `into`, which stays."""
    study = desk.study
    old = [code for code in codes if code != into]
    if not old:
        raise StudyError(Problem(FILE, into, "a code cannot become itself", "Choose another"))
    change = _change(study, "merge", old, reason, into)

    def edit_book(text: str, content: Any) -> str:
        entry_of(content, into)
        return _given_up(text, content, old, change, into)

    desk.act(
        f"{', '.join(old)} → {into}",
        {book_of(study): in_book(edit_book), **elsewhere(study, old, [into])},
        check_book,
    )


def split(
    desk: Desk, code: str, into: list[Mapping[str, str]], reason: str, chosen: Mapping[str, str] | None = None
) -> None:
    """A code becomes several, `into` of id and name; each coding goes to the one `chosen` by CODER/SOURCE/ID, else the first."""
    study = desk.study
    ids = [str(one["id"]).strip() for one in into]
    if len(set(ids)) < 2:
        raise StudyError(Problem(FILE, code, "a code is split into two or more", "Name another"))
    change = _change(study, "split", [code], reason, ids)

    def edit_book(text: str, content: Any) -> str:
        was = content["codes"][entry_of(content, code)]
        known = {str(one["id"]) for one in content["codes"]}
        text = _given_up(text, content, [code], change, "")
        for one in into:
            if one["id"].strip() in known - {code}:
                continue
            entry = {key: was[key] for key in ("parent", "kind", "cycle") if was.get(key)}
            named = {"id": one["id"].strip(), "name": one.get("name", "").strip() or one["id"].strip()}
            entry = (
                named
                | {"definition": one.get("definition") or "–"}
                | entry
                | {"since": study.settings.round_on(date.today())}
            )
            text = put(text, ("codes", len(parse_yaml(text, FILE).get("codes") or [])), entry)
        return text

    desk.act(
        f"{code} → {', '.join(ids)}",
        {
            book_of(study): in_book(edit_book),
            **elsewhere(study, [code], ids),
            **recoded(study, code, lambda key: (chosen or {}).get(key, ids[0])),
        },
        check_book,
    )


def retire(desk: Desk, code: str, reason: str, to: str = "") -> None:
    """Give a code up: its codings go to the code `to`, or are taken away.

    Raises `StudyError` where a query, a display or a question still names it and there is no other.
    """
    study = desk.study
    named = naming(study, code)
    if named and not to:
        raise StudyError(
            Problem(
                FILE,
                code,
                f"it is still named by {', '.join(places(named))}",
                "Choose a code to take its place, or change these",
            )
        )
    change = _change(study, "retire", [code], reason)
    desk.act(
        f"− {code}",
        {
            book_of(study): in_book(lambda text, has: _given_up(text, has, [code], change, "")),
            **(elsewhere(study, [code], [to]) if to else {}),
            **recoded(study, code, lambda _: to),
        },
        check_book,
    )
