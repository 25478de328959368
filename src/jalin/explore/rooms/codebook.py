"""The codebook: its tree, and every change of it with what that moves.

Renames and merges are written to the codebook's history, which old codings follow. What is split
or retired has none to follow: the codings on it are moved in the same act, each where a person
says. Queries, displays and questions that name the code are changed along with it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jalin.code.codebook import FILE, Codebook, read_codebook
from jalin.code.query import codes_in
from jalin.code.regions import FILE as REGIONS
from jalin.conclude.propositions import FILE as PROPOSITIONS
from jalin.errors import Problem, StudyError, not_yet, refuse
from jalin.explore.desk import Desk, Edit, of_text
from jalin.explore.picked import refuse_lost
from jalin.explore.recoding import coded, codings_files, elsewhere, naming, recoded, texts_of
from jalin.explore.room import Room, View
from jalin.explore.splice import put, take_out
from jalin.reading import Place, parse_yaml
from jalin.study import SETTINGS, Study


def moves(desk: Desk, code: str) -> View:
    """What a change of the code would move: codings by coder, sources, and what names it.

    Who codes blind sees their own passages alone; those of others (`hidden`) move all the same.
    """
    study = desk.study
    book = read_codebook(study)
    every = [one for one in coded(study) if book.today.get(one.code) == code]
    rows = [one for one in every if desk.sees(one.coder)]
    named = naming(study, code)
    return {
        "codings": dict(Counter(one.coder for one in rows)),
        "hidden": desk.blind,
        "sources": len({one.source for one in rows}),
        "below": [one.id for one in book.codes.values() if one.parent == code],
        "named": sorted({f"{called} ({path.name})" for path, called in named}),
        "passages": [
            {"key": one.key, "coder": one.coder, "source": one.source, "quote": one.quote[:240]}
            for one in rows[:500]
        ],
    }


# acts


def _book(study: Study) -> Path:
    return study.raw / "coding" / "codebook.yaml"


def _entry(content: Any, code: str) -> int:
    ids = [str(one.get("id")) for one in content.get("codes") or []]
    if code not in ids:
        raise StudyError(Problem(FILE, "", *not_yet("code", code, ids)))
    return ids.index(code)


def _check(study: Study) -> None:
    """Raise for what is wrong in the codebook, and for codings and queries that it leaves without their code."""
    today = read_codebook(study).today
    left = [
        Problem(study.relative(one.file), f"coding {one.id}", *not_yet("code", one.code, today))
        for one in coded(study)
        if one.code not in today
    ]
    for name in (SETTINGS, PROPOSITIONS):
        path = study.root / name
        content = parse_yaml(path.read_text(encoding="utf-8"), name) if path.exists() else {}
        left += [
            Problem(name, ", ".join(map(str, at)), *not_yet("code", code, today))
            for at, text in texts_of(content)
            if at[-1] in ("query", "if", "then", "where")
            for code in codes_in(text)
            if code not in today
        ]
    refuse(left)
    refuse_lost(study)


def _in_book(change: Any) -> Edit:
    """An edit of codebook.yaml: `change(text, content)` gives the text."""

    def edit(text: str) -> str:
        return str(change(text, parse_yaml(text, FILE) or {}))

    return of_text(edit)


def said(old: Any, language: str, words: str, languages: list[str]) -> Any:
    """A name or definition with other words in one language; one text serves for all while it is one."""
    if len(languages) == 1:
        return words
    if not isinstance(old, dict):
        if old is None or str(old) == words or str(old) in ("", "–"):
            return words
        old = dict.fromkeys(languages, str(old))
    made = old | {language: words}
    return words if set(made.values()) == {words} else made


def add(
    desk: Desk, id: str, name: str, parent: str = "", definition: str = "", kind: str = "inductive"
) -> None:
    """A new code at the end of the codebook, below `parent` where it is given, since the round of today."""
    entry: dict[str, Any] = {"id": id.strip()}
    if parent:
        entry["parent"] = parent
    entry |= {"name": name.strip() or id.strip(), "definition": definition or "–", "kind": kind}
    entry["since"] = desk.study.settings.round_on(date.today())
    desk.act(
        f"+ {id}",
        {
            _book(desk.study): _in_book(
                lambda text, has: put(text, ("codes", len(has.get("codes") or [])), entry)
            )
        },
        _check,
    )


def edit(desk: Desk, code: str, field: str, value: str, language: str = "") -> None:
    """Another name, definition, include, exclude, example, colour, kind, parent …; an empty one takes it out."""

    def change(text: str, content: Any) -> str:
        number = _entry(content, code)
        old = content["codes"][number].get(field)
        at: Place = ("codes", number, field)
        if field in ("name", "definition"):
            made = said(old, language or desk.language, value, desk.study.languages)
            return put(text, at, made or "–")
        if value:
            return put(text, at, value)
        return take_out(text, at) if old is not None else text

    desk.act(f"{code}: {field}", {_book(desk.study): _in_book(change)}, _check)


def _given_up(text: str, content: Any, codes: list[str], change: Mapping[str, Any], becomes: str) -> str:
    """The codebook without `codes`, which its history has as they were; what was below them is below `becomes`."""
    as_they_were = [content["codes"][_entry(content, code)] for code in codes]
    entry = {key: value for key, value in change.items() if value not in ("", [], None)}
    history = len(content.get("history") or [])
    text = put(text, ("history", history), entry | {"codes": as_they_were})
    for code in codes:
        text = take_out(text, ("codes", _entry(parse_yaml(text, FILE), code)))
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
        was = content["codes"][_entry(content, code)]
        number = _entry(content, code)
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
        f"{code} → {new}", {_book(study): _in_book(edit_book), **elsewhere(study, [code], [new])}, _check
    )


def merge(desk: Desk, codes: list[str], into: str, reason: str) -> None:
    """`codes` become `into`, which stays."""
    study = desk.study
    old = [code for code in codes if code != into]
    if not old:
        raise StudyError(Problem(FILE, into, "a code cannot become itself", "Choose another"))
    change = _change(study, "merge", old, reason, into)

    def edit_book(text: str, content: Any) -> str:
        _entry(content, into)
        return _given_up(text, content, old, change, into)

    desk.act(
        f"{', '.join(old)} → {into}",
        {_book(study): _in_book(edit_book), **elsewhere(study, old, [into])},
        _check,
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
        was = content["codes"][_entry(content, code)]
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
            _book(study): _in_book(edit_book),
            **elsewhere(study, [code], ids),
            **recoded(study, code, lambda key: (chosen or {}).get(key, ids[0])),
        },
        _check,
    )


def retire(desk: Desk, code: str, reason: str, to: str = "") -> None:
    """Give a code up: its codings go to the code `to`, or are taken away.

    Raises `StudyError` where a query, a display or a question still names it and there is no other.
    """
    study = desk.study
    named = naming(study, code)
    if named and not to:
        places = ", ".join(sorted({called for _, called in named}))
        raise StudyError(
            Problem(
                FILE,
                code,
                f"it is still named by {places}",
                "Choose a code to take its place, or change these",
            )
        )
    change = _change(study, "retire", [code], reason)
    desk.act(
        f"− {code}",
        {
            _book(study): _in_book(lambda text, has: _given_up(text, has, [code], change, "")),
            **(elsewhere(study, [code], [to]) if to else {}),
            **recoded(study, code, lambda _: to),
        },
        _check,
    )


def order(desk: Desk, code: str, before: str) -> None:
    """Put a code before another in the file, and so in the tree; at the end where `before` is empty."""

    def change(text: str, content: Any) -> str:
        entry = content["codes"][_entry(content, code)]
        others = [one for one in content["codes"] if one["id"] != code]
        at = next((n for n, one in enumerate(others) if one["id"] == before), len(others))
        return put(text, ("codes",), [*others[:at], entry, *others[at:]])

    desk.act(code, {_book(desk.study): _in_book(change)}, _check)


def shown_codes(book: Codebook, language: str, counts: Mapping[str, int]) -> list[View]:
    """The codes in the order of the tree, for a screen."""
    return [
        {
            "id": code.id,
            "name": code.name[language],
            "definition": code.definition[language],
            "include": code.include,
            "exclude": code.exclude,
            "example": code.example,
            "depth": len(book.ancestors(code.id)) - 1,
            "theme": book.theme(code.id),
            "color": code.color,
            "cycle": code.cycle,
            "count": counts.get(code.id, 0),
        }
        for code in book.codes.values()
    ]


class CodebookRoom(Room):
    """The tree of codes, and the code that is looked at."""

    name = "codebook"
    acts = {
        "add": add,
        "edit": edit,
        "rename": rename,
        "merge": merge,
        "split": split,
        "retire": retire,
        "order": order,
    }
    asks = {"moves": moves}

    def watched(self) -> Iterable[Path]:
        study = self.desk.study
        return [_book(study), study.root / SETTINGS, study.root / REGIONS, *codings_files(study)]

    def view(self) -> View:
        study = self.desk.study
        book = read_codebook(study)
        counts = Counter(book.today.get(one.code, "") for one in coded(study) if self.desk.sees(one.coder))
        codes = shown_codes(book, self.desk.language, counts)
        for one in codes:
            code = book.codes[one["id"]]
            one |= {
                "names": {language: code.name[language] for language in study.languages},
                "definitions": {language: code.definition[language] for language in study.languages},
                "kind": code.kind,
                "parent": code.parent or "",
                "source": code.source,
                "members": " ".join(code.members),
            }
        return {
            "languages": study.languages,
            "codes": codes,
            "history": [
                {
                    "action": change.action,
                    "old": ", ".join(change.old),
                    "new": ", ".join(change.became),
                    "round": change.round,
                    "reason": change.reason[self.desk.language] if change.reason else "",
                }
                for change in reversed(book.history)
            ],
        }
