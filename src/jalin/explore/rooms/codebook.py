"""The codebook: its tree, and every change of it with what that moves."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jalin.code.codebook import Codebook, read_codebook
from jalin.code.regions import FILE as REGIONS
from jalin.condense import CodedStudy
from jalin.explore.desk import Desk
from jalin.explore.recoding import coded, codings_files, naming, places
from jalin.explore.reshaping import book_of, check_book, entry_of, in_book, merge, rename, retire, split
from jalin.explore.room import Room, View, by_name
from jalin.explore.splice import moved, put, said, take_out
from jalin.reading import Place
from jalin.study import SETTINGS


def moves(desk: Desk, code: str) -> View:
    """What a change of the code would move: codings by coder, sources, and what names it; `alone` what takes one code and no query.

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
        "named": places(named),
        "alone": places(one for one in named if one.alone),
        "passages": [
            {"key": one.key, "coder": one.coder, "source": one.source, "quote": one.quote[:240]}
            for one in rows[:500]
        ],
    }


# acts


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
            book_of(desk.study): in_book(
                lambda text, has: put(text, ("codes", len(has.get("codes") or [])), entry)
            )
        },
        check_book,
    )


def edit(desk: Desk, code: str, field: str, value: str, language: str = "") -> None:
    """Another name, definition, include, exclude, example, colour, kind, parent …; an empty one takes it out."""

    def change(text: str, content: Any) -> str:
        number = entry_of(content, code)
        old = content["codes"][number].get(field)
        at: Place = ("codes", number, field)
        if field in ("name", "definition"):
            made = said(old, language or desk.language, value, desk.study.languages)
            return put(text, at, made or "–")
        if value:
            return put(text, at, value)
        return take_out(text, at) if old is not None else text

    desk.act(f"{code}: {field}", {book_of(desk.study): in_book(change)}, check_book)


def order(desk: Desk, code: str, before: str) -> None:
    """Put a code before another in the file, and so in the tree; at the end where `before` is empty."""

    def change(text: str, content: Any) -> str:
        number = entry_of(content, code)
        at = entry_of(content, before) if before else len(content["codes"])
        return moved(text, "codes", number, at)

    desk.act(code, {book_of(desk.study): in_book(change)}, check_book)


def shown_codes(book: Codebook, language: str, counts: Mapping[str, int]) -> list[View]:
    """The codes in the order of the tree, for a screen."""
    return [
        {
            **{
                name: getattr(code, name)
                for name in ("id", "include", "exclude", "example", "color", "cycle")
            },
            **{name: getattr(code, name)[language] for name in ("name", "definition")},
            "depth": len(book.ancestors(code.id)) - 1,
            "theme": book.theme(code.id),
            "count": counts.get(code.id, 0),
        }
        for code in book.codes.values()
    ]


def codes_of(coded_study: CodedStudy, language: str) -> list[View]:
    """The codes of the tree, each with how many codings have it."""
    counts = coded_study.codings["code"].value_counts()
    return shown_codes(
        coded_study.codebook, language, {str(code): int(count) for code, count in counts.items()}
    )


class CodebookRoom(Room):
    """The tree of codes, and the code that is looked at."""

    name = "codebook"
    acts = by_name(add, edit, rename, merge, split, retire, order)
    asks = by_name(moves)

    def watched(self) -> Iterable[Path]:
        study = self.desk.study
        return [book_of(study), study.root / SETTINGS, study.root / REGIONS, *codings_files(study)]

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
