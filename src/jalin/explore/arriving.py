"""Files that arrive: what becomes a source under a neutral id, what fills in the register, and what each was called."""

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from jalin.collect.pictures import PICTURES
from jalin.collect.readers import READERS
from jalin.collect.register import read_register
from jalin.conclude.could_speak import unknown_covers
from jalin.conclude.propositions import ids_written
from jalin.consent import is_recording
from jalin.days import day_within
from jalin.errors import refuse
from jalin.explore.desk import Desk, Edit, of_text
from jalin.explore.listed import called, listed, naming, plain, rows_in
from jalin.explore.picked import refuse_lost
from jalin.explore.pieces import content
from jalin.explore.register_edits import add_beside, in_register, named_row, of_origins, origins_of, rows_of
from jalin.explore.splice import put
from jalin.files import FOLDER_OF
from jalin.protect.ids import drawn, is_neutral, neutral_ids
from jalin.reading import parse_yaml
from jalin.study import SETTINGS, Study
from jalin.words import has_word, phrase, word

# what is read row by row
_TABLES = frozenset([".csv", ".tsv", ".xlsx", ".ods"])


def check_register(study: Study) -> None:
    """Raise `StudyError` for what is wrong in the register, and for what other files name and it has no longer."""
    refuse_unregistered(study)
    refuse_lost(study)


def refuse_unregistered(study: Study) -> None:
    """Raise `StudyError` for what is wrong in the register, and for propositions that it names and nobody wrote."""
    refuse(unknown_covers(read_register(study.whole), ids_written(study)))


def add_files(desk: Desk, files: Sequence[Mapping[str, str]], method: str = "interview") -> list[str]:
    """Take files in as sources of a method, each `name` and `data` (base64) or the `piece` it was sent as; a sentence for each: what became of it."""
    study, told, got, beside = desk.study, [], [], []

    def tell(name: str, why: str, **more: object) -> None:
        told.append(f"{name}: {phrase(f'bench.{why}', desk.language, **more)}")

    for one in files:
        name, ending = one["name"], Path(one["name"]).suffix.lower()
        if is_recording(name) or ending in PICTURES:
            beside.append(one)
        elif ending not in READERS:
            tell(name, "not_taken_format", ending=ending or "?", endings=", ".join(READERS))
        elif data := content(desk, one["piece"]) if "piece" in one else base64.b64decode(one["data"]):
            got.append((name, data))
        else:
            tell(name, "not_taken_empty")
    rows, origins = rows_of(study)[1], origins_of(study)
    there = [row["source_id"] for row in rows]
    # a list of sources is no source: what it says goes into the rows of those it names
    known = called(
        [*rows, *({"source_id": "", "informant_id": "", "file": name} for name, _ in got)], origins
    )
    tables = {name: rows_in(name, data) for name, data in got if Path(name).suffix.lower() in _TABLES}
    lists = {name: table for name, table in tables.items() if naming(table, known)}
    got = [one for one in got if one[0] not in lists]
    if not (got or lists):
        return told + _put_beside(desk, beside, called(rows, origins))
    got = [got[at] for at in drawn([(Path(name).stem, data) for name, data in got])]
    # ids of what is there are taken; those of the new ones come after them
    ids = _new_ids(there, [Path(name).stem for name, _ in got])
    settings, today = study.settings, date.today().isoformat()
    numbers = [int(found[1]) for row in rows if (found := re.fullmatch(r"I(\d+)", row["informant_id"]))]
    edits: dict[Path, Edit] = {}
    new = []
    for number, (source_id, (name, data)) in enumerate(zip(ids, got, strict=True), start=1):
        file = f"{FOLDER_OF[method]}/{source_id}{Path(name).suffix.lower()}"
        day = day_within(Path(name).stem) or today
        edits[study.raw / file] = lambda _before, data=data: data  # type: ignore[misc]
        voice = f"I{max(numbers, default=0) + number:02d}" if method == "interview" else ""
        row = {
            "source_id": source_id,
            "case_id": settings.cases[0].id,
            "method": method,
            "file": file,
            "date": day,
            "round": settings.round_on(date.fromisoformat(day)),
            "informant_id": voice,
            "role_group": settings.role_groups[0].id,
            "site": "",
            "collector": desk.coder,
            "language": study.languages[0],
            "consent": "public" if method == "document" else "given",
        }
        new.append(row)
    names = dict(zip(ids, [name for name, _ in got], strict=True))
    filled = {
        name: listed(study, table, called([*rows, *new], origins | names)) for name, table in lists.items()
    }
    days = {
        source: row["date"]
        for list_ in filled.values()
        for source, row in list_.said.items()
        if "date" in row
    }
    for row in new:
        source, name = row["source_id"], names[row["source_id"]]
        why = "taken_listed" if source in days else "taken" if day_within(Path(name).stem) else "taken_today"
        as_ = word(f"bench.value_{method}", desk.language).lower()
        tell(name, why, source=source, method=as_, day=days.get(source, row["date"]))
        if Path(name).suffix.lower() in _TABLES:
            tell(source, "taken_table")
    for name, list_ in filled.items():
        tell(name, "listed", count=len(list_.said), columns=_headed(list_.columns, desk.language))
        if list_.left:
            tell(
                name,
                "listed_left",
                columns="; ".join(
                    one + f": {', '.join(values)}" * bool(values) for one, values in list_.left.items()
                ),
            )
        if list_.unknown:
            tell(name, "listed_unknown", names=", ".join(list_.unknown))

    def enter(columns: list[str], rows: list[dict[str, str]]) -> None:
        rows.extend(new)
        for list_ in filled.values():
            columns += [name for name in list_.columns if name not in columns]
            for source, row in list_.said.items():
                named_row(rows, source).update(row)
        for row in new:
            # what follows from the day and the technique, where the list does not say it itself
            listed_ = {name for one in filled.values() for name in one.said.get(row["source_id"], ())}
            if "round" not in listed_:
                row["round"] = settings.round_on(date.fromisoformat(row["date"]))
            if row["method"] != "interview" and "informant_id" not in listed_:
                row["informant_id"] = ""

    edits |= in_register(study, enter)
    if names:
        edits |= of_origins(
            study,
            lambda rows: [*rows, *({"source_id": source, "file": name} for source, name in names.items())],
        )
    if fresh := [
        (key, entry) for one in filled.values() for key in one.fresh for entry in one.fresh[key].items()
    ]:
        edits[desk.root / SETTINGS] = of_text(lambda text: _with_entries(text, fresh))
    desk.act(f"+ {', '.join(ids or lists)}", edits, check_register)
    return told + _put_beside(desk, beside, called([*rows, *new], origins | names))


def _put_beside(
    desk: Desk, files: Sequence[Mapping[str, str]], known: Mapping[str, Sequence[str]]
) -> list[str]:
    """Put each recording and picture beside the one source whose file is called like it, an act each; a sentence on every one."""
    told = []
    for one in files:
        sources, kind = (
            known.get(plain(Path(one["name"]).stem), []),
            "recording" if is_recording(one["name"]) else "picture",
        )
        if taken := len(sources) == 1 and "piece" in one:
            add_beside(desk, sources[0], one["name"], one["piece"])
        words = phrase(
            f"bench.{'' if taken else 'not_'}taken_{kind}", desk.language, source="".join(sources[:1])
        )
        told.append(f"{one['name']}: {words}")
    return told


def _headed(columns: Sequence[str], language: str) -> str:
    """Columns of the register as the screen heads them."""
    keys = {name: f"bench.column_{name}" for name in columns}
    return ", ".join(word(key, language) if has_word(key) else name for name, key in keys.items())


def _with_entries(text: str, entries: Sequence[tuple[str, tuple[str, str]]]) -> str:
    """study.yaml with further entries, id and name, in its lists."""
    for key, (one, name) in entries:
        text = put(text, (key, len(parse_yaml(text, SETTINGS).get(key) or [])), {"id": one, "name": name})
    return text


def _new_ids(there: list[str], names: list[str]) -> list[str]:
    # an id with words in it, as that of the example, takes no number
    there = [name for name in there if is_neutral(name)]
    taken = {name.casefold() for name in there}
    clean = [name if is_neutral(name) and name.casefold() not in taken else "?" for name in names]
    return neutral_ids([*there, *clean])[len(there) :]
