"""The codebook: its tree, and every change of it with what that moves.

Renames and merges are written to the codebook's history, which old codings follow. What is split
or retired has none to follow: the codings on it are moved in the same act, each where a person
says. Queries, displays and questions that name the code are changed along with it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jalin.code.codebook import FILE, Codebook, read_codebook
from jalin.code.lines import file_of
from jalin.code.query import codes_in
from jalin.conclude.propositions import FILE as PROPOSITIONS
from jalin.errors import Problem, StudyError, not_yet, refuse
from jalin.explore.desk import Desk, Edit, of_text
from jalin.explore.picked import refuse_lost
from jalin.explore.room import Room, View, stamp_of
from jalin.explore.splice import put, take_out
from jalin.reading import Place, parse_yaml
from jalin.report.claims import FILE as CLAIMS
from jalin.study import SETTINGS, Study

_QUOTED = re.compile(r'("[^"]*")')


# what is there


def codings_files(study: Study) -> list[Path]:
    """Every coder's files of codings."""
    return sorted((study.raw / "coding" / "codings").glob("*/*.jsonl"))


@lru_cache(maxsize=4096)
def _lines(path: Path, _stamp: tuple[int, int]) -> tuple[dict[str, Any], ...]:
    found = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        try:
            content = json.loads(line) if line.strip() else None
        except json.JSONDecodeError:
            continue
        if isinstance(content, dict):
            found.append(content)
    return tuple(found)


def coded(study: Study) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every coding that can be read, with its file."""
    for path in codings_files(study):
        for line in _lines(path, stamp_of(path)):
            yield path, line


def _names(code: str, text: str) -> bool:
    """Whether a query or an axis names the code; words in quotation marks name none."""
    pattern = rf"(?<![\w.-]){re.escape(code)}(?![\w.-])"
    return any(re.search(pattern, part) for part in _QUOTED.split(text) if not part.startswith('"'))


def _instead(text: str, code: str, new: list[str]) -> str:
    """A query that asks for `new` where it asked for `code`."""

    def said(found: re.Match[str]) -> str:
        parts = [f"{found['before'] or ''}{one}" for one in new]
        return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"

    pattern = rf"(?<![\w.-])(?P<before>(?:with|near)\s+)?{re.escape(code)}(?![\w.-])"
    parts = _QUOTED.split(text)
    return "".join(part if part.startswith('"') else re.sub(pattern, said, part) for part in parts)


def _texts(content: Any, at: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text of a YAML file with its place."""
    pairs = (
        content.items()
        if isinstance(content, dict)
        else enumerate(content)
        if isinstance(content, list)
        else ()
    )
    for step, value in pairs:
        if isinstance(value, str):
            yield (*at, step), value
        else:
            yield from _texts(value, (*at, step))


# keys under which a query or the id of a code stands
_ASKING = {"query", "if", "then", "where", "rows", "columns", "order_by", "hearsay", "examples", "holds"}
_LISTING = {"themes", "only_rows", "only_columns", "codes"}


def naming(study: Study, code: str) -> list[tuple[Path, Place, str, str]]:
    """Where other files name the code: file, place, the text there, and what it is in words, such as P1."""
    found = []
    guides = sorted((study.raw / "guides").glob("*.yaml"))
    for path in [*(study.root / name for name in (SETTINGS, PROPOSITIONS, CLAIMS)), *guides]:
        if not path.exists():
            continue
        content = parse_yaml(path.read_text(encoding="utf-8"), study.relative(path))
        for at, text in _texts(content):
            key = next((step for step in reversed(at) if isinstance(step, str)), "")
            if (key in _ASKING and _names(code, text)) or (key in _LISTING and text == code):
                thing = content
                called = ""
                for step in at:
                    thing = thing[step]
                    if isinstance(thing, dict) and thing.get("id"):
                        called = str(thing["id"])
                found.append((path, at, text, called or ".".join(map(str, at[:2]))))
    return found


def moves(desk: Desk, code: str) -> View:
    """What a change of the code would move: codings by coder, sources, and what names it."""
    study = desk.study
    book = read_codebook(study)
    rows = [(path, line) for path, line in coded(study) if book.today.get(str(line["code"])) == code]
    named = naming(study, code)
    return {
        "codings": dict(Counter(path.parent.name for path, _ in rows)),
        "sources": len({path.stem for path, _ in rows}),
        "below": [one.id for one in book.codes.values() if one.parent == code],
        "named": sorted({f"{called} ({path.name})" for path, _, _, called in named}),
        "passages": [
            {
                "key": f"{path.parent.name}/{path.stem}/{line['id']}",
                "coder": path.parent.name,
                "source": path.stem,
                "quote": str(line.get("quote", ""))[:240],
            }
            for path, line in rows[:500]
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
        Problem(study.relative(path), f"coding {line['id']}", *not_yet("code", str(line["code"]), today))
        for path, line in coded(study)
        if str(line["code"]) not in today
    ]
    for name in (SETTINGS, PROPOSITIONS):
        path = study.root / name
        content = parse_yaml(path.read_text(encoding="utf-8"), name) if path.exists() else {}
        left += [
            Problem(name, ", ".join(map(str, at)), *not_yet("code", code, today))
            for at, text in _texts(content)
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
    entry["since"] = _round(desk.study)
    desk.act(
        f"+ {id}",
        {
            _book(desk.study): _in_book(
                lambda text, has: put(text, ("codes", len(has.get("codes") or [])), entry)
            )
        },
        _check,
    )


def _round(study: Study) -> str:
    rounds = study.settings.rounds
    return next((one.id for one in rounds if date.today() <= one.until), rounds[-1].id)


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


def _elsewhere(study: Study, codes: list[str], new: list[str]) -> dict[Path, Edit]:
    """The edits of files that name the codes, so that they name `new`."""
    edits: dict[Path, Edit] = {}
    for path in {path for code in codes for path, *_ in naming(study, code)}:

        def change(text: str, path: Path = path) -> str:
            for code in codes:
                for found, at, _, _ in naming(study, code):
                    if found != path:
                        continue
                    # what stands there now: an act may change a place twice
                    now: Any = parse_yaml(text, path.name)
                    for step in at:
                        now = now[step]
                    key = next(step for step in reversed(at) if isinstance(step, str))
                    made = new[0] if key in _LISTING else _instead(str(now), code, new)
                    text = put(text, at, made)
                    if key in _LISTING and len(new) > 1:
                        listed: Any = parse_yaml(text, path.name)
                        for step in at[:-1]:
                            listed = listed[step]
                        text = put(text, at[:-1], list(dict.fromkeys([*listed, *new])))
            return text

        edits[path] = of_text(change)
    return edits


def _reason(reason: str) -> str:
    if not reason.strip():
        raise StudyError(
            Problem(FILE, "history", "a change of the codebook needs its reason", "Say in a few words why")
        )
    return reason.strip()


def rename(desk: Desk, code: str, new: str, reason: str) -> None:
    """Another id for a code; codings and queries follow by its history."""
    study, new = desk.study, new.strip()
    change = {
        "action": "rename",
        "old": [code],
        "new": new,
        "round": _round(study),
        "reason": _reason(reason),
    }

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
        f"{code} → {new}", {_book(study): _in_book(edit_book), **_elsewhere(study, [code], [new])}, _check
    )


def merge(desk: Desk, codes: list[str], into: str, reason: str) -> None:
    """`codes` become `into`, which stays."""
    study = desk.study
    old = [code for code in codes if code != into]
    if not old:
        raise StudyError(Problem(FILE, into, "a code cannot become itself", "Choose another"))
    change = {"action": "merge", "old": old, "new": into, "round": _round(study), "reason": _reason(reason)}

    def edit_book(text: str, content: Any) -> str:
        _entry(content, into)
        return _given_up(text, content, old, change, into)

    desk.act(
        f"{', '.join(old)} → {into}",
        {_book(study): _in_book(edit_book), **_elsewhere(study, old, [into])},
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
    change = {"action": "split", "old": [code], "new": ids, "round": _round(study), "reason": _reason(reason)}

    def edit_book(text: str, content: Any) -> str:
        was = content["codes"][_entry(content, code)]
        known = {str(one["id"]) for one in content["codes"]}
        text = _given_up(text, content, [code], change, "")
        for one in into:
            if one["id"].strip() in known - {code}:
                continue
            entry = {key: was[key] for key in ("parent", "kind", "cycle") if was.get(key)}
            named = {"id": one["id"].strip(), "name": one.get("name", "").strip() or one["id"].strip()}
            entry = named | {"definition": one.get("definition") or "–"} | entry | {"since": _round(study)}
            text = put(text, ("codes", len(parse_yaml(text, FILE).get("codes") or [])), entry)
        return text

    desk.act(
        f"{code} → {', '.join(ids)}",
        {
            _book(study): _in_book(edit_book),
            **_elsewhere(study, [code], ids),
            **_recoded(study, code, lambda key: (chosen or {}).get(key, ids[0])),
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
        places = ", ".join(sorted({called for *_, called in named}))
        raise StudyError(
            Problem(
                FILE,
                code,
                f"it is still named by {places}",
                "Choose a code to take its place, or change these",
            )
        )
    change = {"action": "retire", "old": [code], "round": _round(study), "reason": _reason(reason)}
    desk.act(
        f"− {code}",
        {
            _book(study): _in_book(lambda text, has: _given_up(text, has, [code], change, "")),
            **(_elsewhere(study, [code], [to]) if to else {}),
            **_recoded(study, code, lambda _: to),
        },
        _check,
    )


def _recoded(study: Study, code: str, of: Any) -> dict[Path, Edit]:
    """Edits of coders' files: each coding on the code, or on one that became it, goes to `of(CODER/SOURCE/ID)`, "" away."""
    today = read_codebook(study).today
    old = {name for name, now in today.items() if now == code}
    edits: dict[Path, Edit] = {}
    for path in codings_files(study):
        if not any(line["code"] in old for line in _lines(path, stamp_of(path))):
            continue

        def change(text: str, path: Path = path) -> str:
            kept = []
            for line in filter(str.strip, text.split("\n")):
                content = json.loads(line)
                if content["code"] in old:
                    new = of(f"{path.parent.name}/{path.stem}/{content['id']}")
                    if not new:
                        continue
                    line = json.dumps(content | {"code": new}, ensure_ascii=False)
                kept.append(line)
            return file_of(kept)

        edits[path] = of_text(change)
    return edits


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
        return [_book(study), study.root / SETTINGS, *codings_files(study)]

    def view(self) -> View:
        study = self.desk.study
        book = read_codebook(study)
        counts = Counter(book.today.get(str(line["code"]), "") for _, line in coded(study))
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
