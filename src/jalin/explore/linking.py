"""Links between two coded passages, each with a type, put down and taken out where passages are coded."""

from collections.abc import Collection
from datetime import date

from jalin.code.lines import parts_of
from jalin.code.passages import FILE, PassageLink, read_passages
from jalin.errors import Problem, StudyError
from jalin.explore.desk import Desk
from jalin.explore.recoding import coded
from jalin.explore.register_edits import in_table
from jalin.explore.room import View
from jalin.reading import as_model

_COLUMNS = list(PassageLink.model_fields)


def _end(name: str) -> tuple[str, str]:
    """The source, and the coder with the coding, of CODER:SOURCE/ID."""
    coder, source, coding = parts_of(name)
    return source, f"{coder}:{coding}"


def link(desk: Desk, one: str, other: str, type: str, note: str = "") -> None:
    """Say that a passage bears on another, each CODER:SOURCE/ID, and how; a link that is there gets the note."""
    (source, coding), (to_source, to_coding) = _end(one), _end(other)
    row = {"from_source": source, "from_coding": coding, "type": type.strip()}
    row |= {"to_source": to_source, "to_coding": to_coding, "note": note.strip(), "coder": desk.coder}
    row |= {"created": date.today().isoformat()}
    as_model(PassageLink, row, FILE, one)
    same = ("from_source", "from_coding", "type", "to_source", "to_coding", "coder")

    def change(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [*(old for old in rows if any(old[name] != row[name] for name in same)), row]

    desk.act(f"{one} → {other}", in_table(desk.root / FILE, FILE, _COLUMNS, change), read_passages)


def unlink(desk: Desk, one: str, other: str, type: str) -> None:
    """Take a link out. Raises `StudyError` where there is none."""
    key = (*_end(one), type, *_end(other))

    def change(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        names = ("from_source", "from_coding", "type", "to_source", "to_coding")
        left = [row for row in rows if tuple(row[name] for name in names) != key]
        if len(left) == len(rows):
            raise StudyError(Problem(FILE, one, "this link is no longer there", "Look at what is there now"))
        return left

    # where an end is gone, this is how the link goes, too
    desk.act(f"{one} ↛ {other}", in_table(desk.root / FILE, FILE, _COLUMNS, change), read_passages)


def links_of(desk: Desk, shown: Collection[str]) -> list[View]:
    """The links of coders of whom all is `shown`, each end with its source, code and words."""
    links = [
        one
        for one in read_passages(desk.study, there=False)
        if {one.coder, *(parts_of(end)[0] for end in one.ends)} <= {*shown}
    ]
    named = {end for one in links for end in one.ends}
    known = {f"{one.coder}:{one.source}/{one.id}": one for one in coded(desk.study)} if named else {}

    def end(name: str) -> View:
        found = known.get(name)
        source = _end(name)[0]
        return {
            "name": name,
            "source": source,
            "code": found.code if found else "",
            "quote": found.quote[:160] if found else "…",
        }

    return [
        {"ends": [end(name) for name in one.ends], "type": one.type, "note": one.note, "coder": one.coder}
        for one in links
    ]
