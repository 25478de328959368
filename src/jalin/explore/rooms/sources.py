"""The sources: files dropped in, their register as a sheet, who asks, and what may name somebody.

What is dropped goes below `data/raw` under a neutral id, for a file's name may be a person's. The
texts are read and de-identified here, on this machine, when one asks for it.
"""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, get_args

from jalin.code.passages import FILE as LINKS
from jalin.code.regions import FILE as REGIONS
from jalin.collect import stage as collect
from jalin.collect.register import Source
from jalin.collect.settled import FILE as LABELS
from jalin.consent import FILE as CONSENT
from jalin.days import iso_day
from jalin.errors import Problem, StudyError
from jalin.exchange.merge import Merge, of_the_other, plan_merge
from jalin.explore.arriving import add_files, check_register, refuse_unregistered
from jalin.explore.desk import Desk, Edit, of_text
from jalin.explore.pieces import piece
from jalin.explore.register_edits import in_register, in_table, named_row, of_origins, origins_of, rows_of
from jalin.explore.room import Room, View, by_name
from jalin.explore.settling import consent, consents, contacts, label, settle, speakers, waiting
from jalin.explore.splice import put, said
from jalin.files import FOLDER_OF, FOLDERS, ORIGINS, REGISTER, files_below
from jalin.protect import stage as protect
from jalin.protect.review import FILE as DECISIONS
from jalin.reading import parse_yaml
from jalin.study import SETTINGS, Study, open_study
from jalin.words import phrase, word
from jalin.words.sentences import said as in_words
from jalin.words.sentences import without_place

# what of study.yaml can be added to here: a name, and for rounds the day until which they go
_LISTS = {"case_id": "cases", "role_group": "role_groups", "round": "rounds", "coder": "coders"}


def _opens(_study: Study) -> None:
    """Settings are read where a study is opened."""


# acts


def cell(desk: Desk, source: str, column: str, value: str) -> None:
    """Another value of a source's attribute; the id and the file stay."""
    if column in ("source_id", "file"):
        raise StudyError(
            Problem(REGISTER, column, "what others refer to is not changed here", "Drop it in anew")
        )

    def change(columns: list[str], rows: list[dict[str, str]]) -> None:
        if column not in columns:
            columns.append(column)
        # as the screen shows at once, the day stands before the month
        named_row(rows, source)[column] = iso_day(value, "day") if column == "date" else value.strip()

    desk.act(f"{source}: {column}", in_register(desk.study, change), check_register)


def column(desk: Desk, name: str) -> None:
    """A further attribute of all sources, empty at first."""
    name = name.strip()
    if not re.fullmatch(r"[^\W\d][\w.-]*", name):
        what = f"{name!r} cannot be the name of an attribute"
        raise StudyError(Problem(REGISTER, "row 1", what, "Use letters, digits, - and _"))

    def change(columns: list[str], rows: list[dict[str, str]]) -> None:
        if name in columns:
            raise StudyError(
                Problem(REGISTER, "row 1", f"the column {name!r} is there already", "Fill it in")
            )
        columns.append(name)

    desk.act(f"+ {name}", in_register(desk.study, change))


def remove(desk: Desk, source: str) -> None:
    """Take a source out: its row, its file and what was coded and linked in it."""
    study = desk.study
    _, rows = rows_of(study)
    row = named_row(rows, source)

    def change(_columns: list[str], rows: list[dict[str, str]]) -> None:
        rows.remove(named_row(rows, source))

    edits = in_register(study, change)
    for name in (REGIONS, LINKS):
        if (study.root / name).exists():
            edits |= in_table(
                study.root / name, name, [], lambda rows: [one for one in rows if source not in one.values()]
            )
    if (study.raw / ORIGINS).exists():
        edits |= of_origins(study, lambda rows: [one for one in rows if one["source_id"] != source])
    others = [other for other in rows if other is not row and other["file"] == row["file"]]
    gone = [] if others or not row["file"] else [study.raw / row["file"]]
    gone += sorted((study.raw / "coding" / "codings").glob(f"*/{source}.jsonl"))
    desk.act(
        f"− {source}",
        edits | {path: lambda _content: None for path in gone if path.is_file()},
        check_register,
    )


def value(desk: Desk, column: str, id: str, name: str = "", until: str = "") -> None:
    """A further case, role group, round or coder in study.yaml."""
    key = _LISTS[column]
    entry: dict[str, Any] = {"id": id.strip(), "name": name.strip() or id.strip()}
    if key == "rounds":
        day = iso_day(until, "day") or date.today().isoformat()
        try:
            entry["until"] = date.fromisoformat(day)
        except ValueError:
            raise StudyError(
                Problem(SETTINGS, "rounds", f"{until!r} is not a day", "Write it as 2024-11-27")
            ) from None

    def change(text: str) -> str:
        return put(text, (key, len(parse_yaml(text, SETTINGS).get(key) or [])), entry)

    desk.act(f"+ {id}", {desk.root / SETTINGS: of_text(change)}, _opens)


def title(desk: Desk, value: str) -> None:
    """Another title of the study."""

    def change(text: str) -> str:
        old = parse_yaml(text, SETTINGS).get("title")
        return put(text, ("title",), said(old, desk.language, value.strip(), desk.study.languages))

    desk.act(value, {desk.root / SETTINGS: of_text(change)}, _opens)


def prepare(desk: Desk) -> list[str]:
    """Read and de-identify all sources, so that they can be coded; a sentence for each thing that changed."""
    study = open_study(desk.root)
    collected = collect.run(study)
    collected.write()
    protect.run(study).write()
    sources, segments = collected["sources"], collected["segments"]
    counts = {"sources": len(sources), "waiting": len(waiting(study))}
    asked = sources.loc[sources["method"] == "interview", "source_id"]
    silent = asked[~asked.isin(segments.loc[segments["kind"] == "turn", "source_id"])]
    return [
        phrase("bench.read_now" if counts["waiting"] else "bench.read_all", desk.language, **counts),
        *(f"{one}: {word('bench.nobody_speaks', desk.language)}" for one in silent),
        *(in_words(str(one), desk.language) for one in collected.changes),
    ]


def _copy(desk: Desk, folder: str) -> Merge:
    """What another copy of the study has, at a path that may begin at the study's own folder."""
    with of_the_other():
        other = open_study((desk.root / folder.strip()).resolve())
    return plan_merge(desk.study, other, desk.language)


def look(desk: Desk, folder: str) -> View:
    """What would come from another copy of the study, and what differs and would stay."""
    return vars(_copy(desk, folder).merged)


def bring_in(desk: Desk, folder: str) -> None:
    """Add what only another copy of the study has, as one act."""
    merge = _copy(desk, folder)
    made = {path: text.encode() for path, text in merge.texts.items()}
    made |= {here: there.read_bytes() for here, there in merge.copies.items()}
    edits: dict[Path, Edit] = {path: lambda _old, new=new: new for path, new in made.items()}  # type: ignore[misc]
    desk.act(f"+ {folder}", edits, check_register)


# what is shown


def _wrong(study: Study, language: str) -> list[View]:
    """What is wrong in the register, with row and column where it has them."""
    try:
        refuse_unregistered(study)
    except StudyError as error:
        found = []
        for one in error.problems:
            source = re.search(r"\((.*?)\)|(?<=row of )([^,]+)", one.place)
            at = re.search(r"column (\w+)", one.place)
            where = {"source": (source[1] or source[2]) if source else "", "column": at[1] if at else ""}
            found.append({**where, "said": without_place(one, language), "file": one.file})
        return found
    return []


class SourcesRoom(Room):
    """The register as a sheet, what waits for a decision, and who speaks."""

    name = "sources"
    acts = by_name(cell, column, add_files, remove, value, title, settle, label, prepare, consent, bring_in)
    asks = by_name(piece, look)

    def watched(self) -> Iterable[Path]:
        root = self.desk.root
        names = (
            REGISTER,
            SETTINGS,
            DECISIONS,
            LABELS,
            CONSENT,
            f"data/raw/{ORIGINS}",
            "data/processed/private/review.csv",
        )
        built = [
            root / "data/processed/protect/sources.parquet",
            root / "data/processed/collect/segments.parquet",
        ]
        return [*(root / name for name in names), *built, *(root / "data/raw" / name for name in FOLDERS)]

    def view(self) -> View:
        study, language = self.desk.study, self.desk.language
        columns, rows = rows_of(study)
        settings = study.settings
        names = {name: settings.names(key, language) for name, key in _LISTS.items()}
        built = study.processed / "protect" / "sources.parquet"
        newest = max(
            (
                path.stat().st_mtime
                for path in [
                    *(study.root / name for name in (REGISTER, DECISIONS, LABELS, "data/raw/pseudonyms.csv")),
                    *(path for name in FOLDERS for path in files_below(study.raw / name)),
                ]
                if path.exists()
            ),
            default=0.0,
        )
        return {
            "title": settings.title[language],
            "columns": columns,
            "rows": rows,
            "origins": origins_of(study),
            "choices": {
                **{name: list(known.items()) for name, known in names.items()},
                "method": list(FOLDER_OF),
                "consent": list(get_args(Source.model_fields["consent"].annotation)),
            },
            "problems": _wrong(study, language),
            "waiting": waiting(study),
            "speakers": speakers(study),
            "consent": consents(study),
            "contacts": contacts(study, language) if built.exists() else None,
            "prepared": built.exists(),
            "stale": built.exists() and built.stat().st_mtime < newest,
        }
