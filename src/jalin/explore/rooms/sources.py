"""The sources: files dropped in, their register as a sheet, who asks, and what may name somebody.

What is dropped goes below `data/raw` under a neutral id, for a file's name may be a person's. The
texts are read and de-identified here, on this machine, when one asks for it.
"""

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from jalin.code.passages import FILE as LINKS
from jalin.code.regions import FILE as REGIONS
from jalin.collect import stage as collect
from jalin.collect.readers import READERS
from jalin.collect.register import Source, read_register
from jalin.collect.settled import FILE as LABELS
from jalin.collect.settled import Label, read_labels
from jalin.consent import FILE as CONSENT
from jalin.consent import SCOPES, Consent, is_recording, read_consents
from jalin.errors import Problem, StudyError, nearest
from jalin.explore.desk import Desk, Edit, of_text
from jalin.explore.picked import refuse_lost
from jalin.explore.pieces import content, piece
from jalin.explore.register_edits import in_register, in_table, named_row, rows_of
from jalin.explore.room import Room, View
from jalin.explore.rooms.codebook import said
from jalin.explore.splice import put
from jalin.files import FOLDER_OF, FOLDERS, REGISTER, files_below
from jalin.protect import stage as protect
from jalin.protect.ids import is_neutral, neutral_ids
from jalin.protect.normalise import plain
from jalin.protect.review import FILE as DECISIONS
from jalin.protect.review import LIST, Decision, read_review
from jalin.protect.speakers import suggested
from jalin.protect.words import Vocabulary
from jalin.reading import as_model, parse_yaml
from jalin.study import SETTINGS, Study, open_study
from jalin.tables.store import read, read_texts

_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
# what of study.yaml can be added to here: a name, and for rounds the day until which they go
_LISTS = {"case_id": "cases", "role_group": "role_groups", "round": "rounds"}


def _check(study: Study) -> None:
    read_register(study.whole)
    refuse_lost(study)


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
        named_row(rows, source)[column] = value.strip()

    desk.act(f"{source}: {column}", in_register(desk.study, change), _check)


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


def add_files(desk: Desk, files: Sequence[Mapping[str, str]], method: str = "interview") -> list[str]:
    """Take files in as sources of a method, each `name` and `data` (base64) or the `piece` it was sent as; a sentence for each that is not taken."""
    study, told, got = desk.study, [], []
    for one in files:
        ending = Path(one["name"]).suffix.lower()
        if is_recording(one["name"]):
            told.append(
                f"{one['name']}: a recording lies beside a source. Open its source in the room Code, and add it there"
            )
            continue
        if ending not in READERS:
            guess = nearest(ending, READERS)
            hint = guess if guess.endswith("?") else f"Save it as one of {', '.join(READERS)}"
            told.append(f"{one['name']}: the format {ending or 'without an ending'} cannot be read. {hint}")
            continue
        data = content(desk, one["piece"]) if "piece" in one else base64.b64decode(one["data"])
        if data:
            got.append((one["name"], data))
        else:
            told.append(f"{one['name']}: the file is empty")
    if not got:
        return told
    rows = rows_of(study)[1]
    there = [row["source_id"] for row in rows]
    # ids of what is there are taken; those of the new ones come after them
    ids = _new_ids(there, [Path(name).stem for name, _ in got])
    settings, today = study.settings, date.today().isoformat()
    numbers = [int(found[1]) for row in rows if (found := re.fullmatch(r"I(\d+)", row["informant_id"]))]
    edits: dict[Path, Edit] = {}
    new = []
    for number, (source_id, (name, data)) in enumerate(zip(ids, got, strict=True), start=1):
        file = f"{FOLDER_OF[method]}/{source_id}{Path(name).suffix.lower()}"
        found = _DAY.search(name)
        day = "-".join(found.groups()) if found else today
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
    edits |= in_register(study, lambda _columns, rows: rows.extend(new))
    desk.act(f"+ {', '.join(ids)}", edits, _check)
    return told


def _new_ids(there: list[str], names: list[str]) -> list[str]:
    taken = {name.casefold() for name in there}
    clean = [name if is_neutral(name) and name.casefold() not in taken else "?" for name in names]
    made = neutral_ids([*there, *clean])
    return made[len(there) :]


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
    others = [other for other in rows if other is not row and other["file"] == row["file"]]
    gone = [] if others or not row["file"] else [study.raw / row["file"]]
    gone += sorted((study.raw / "coding" / "codings").glob(f"*/{source}.jsonl"))
    desk.act(f"− {source}", edits | {path: lambda _content: None for path in gone if path.is_file()}, _check)


def value(desk: Desk, column: str, id: str, name: str = "", until: str = "") -> None:
    """A further case, role group or round in study.yaml."""
    key = _LISTS[column]
    entry: dict[str, Any] = {"id": id.strip(), "name": name.strip() or id.strip()}
    if key == "rounds":
        entry["until"] = date.fromisoformat(until) if until else date.today()

    def change(text: str) -> str:
        return put(text, (key, len(parse_yaml(text, SETTINGS).get(key) or [])), entry)

    desk.act(f"+ {id}", {desk.root / SETTINGS: of_text(change)}, _opens)


def title(desk: Desk, value: str) -> None:
    """Another title of the study."""

    def change(text: str) -> str:
        old = parse_yaml(text, SETTINGS).get("title")
        return put(text, ("title",), said(old, desk.language, value.strip(), desk.study.languages))

    desk.act(value, {desk.root / SETTINGS: of_text(change)}, _opens)


def settle(desk: Desk, form: str, decision: str, pseudonym: str = "", reason: str = "") -> None:
    """Decide on a form that may name somebody: hide it, keep it, or hide it but where works are cited."""
    row = {
        "form": form,
        "decision": decision,
        "pseudonym": pseudonym,
        "decided_by": desk.coder,
        "date": date.today().isoformat(),
        "reason": reason,
    }

    edit = in_table(desk.root / DECISIONS, DECISIONS, list(Decision.model_fields), lambda rows: [*rows, row])
    desk.act(f"{form}: {decision}", edit, _read_all)


def _read_all(study: Study) -> None:
    read_review(study)
    read_labels(study)


def label(desk: Desk, label: str, kind: str, pseudonym: str = "") -> None:
    """Say whose a label of speakers is: who asks, a person, or a role that names nobody."""

    def change(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        rest = [one for one in rows if one["label"].casefold() != label.casefold()]
        return [*rest, {"label": label, "kind": kind, "pseudonym": pseudonym}]

    edit = in_table(desk.root / LABELS, LABELS, list(Label.model_fields), change)
    desk.act(f"{label}: {kind}", edit, _read_all)


def consent(
    desk: Desk, whose: str, answers: Mapping[str, str], version: str, note: str = "", day: str = ""
) -> None:
    """What an informant, or for a source, said of each scope (`answers`), as a line of consent.csv; `version`: the form that was signed."""
    row = dict.fromkeys(Consent.model_fields, "") | {scope: answers.get(scope, "") for scope in SCOPES}
    row |= {"whose": whose, "version": version.strip(), "date": day or date.today().isoformat()}
    row |= {"recorded_by": desk.coder, "note": note.strip()}
    as_model(Consent, row | {"until": None, "done": None}, CONSENT, whose)
    edit = in_table(desk.root / CONSENT, CONSENT, list(Consent.model_fields), lambda rows: [*rows, row])
    desk.act(f"{whose}: {version}", edit, _consents)


def _consents(study: Study) -> None:
    read_consents(study)


def prepare(desk: Desk) -> list[str]:
    """Read and de-identify all sources, so that they can be coded; a sentence for each thing that changed."""
    study = open_study(desk.root)
    collected = collect.run(study)
    collected.write()
    protect.run(study).write()
    return [str(one) for one in collected.changes]


# what is shown


def _wrong(study: Study) -> list[View]:
    """What is wrong in the register, with row and column where it has them."""
    try:
        read_register(study.whole)
    except StudyError as error:
        found = []
        for one in error.problems:
            source = re.search(r"\((.*?)\)", one.place)
            at = re.search(r"column (\w+)", one.place)
            where = {"source": source[1] if source else "", "column": at[1] if at else ""}
            found.append({**where, "said": f"{one.what}. {one.remedy}", "file": one.file})
        return found
    return []


def _waiting(study: Study) -> list[View]:
    """The forms that may name somebody and wait for a decision, as the last preparing found them."""
    path = study.private / LIST
    if not path.exists():
        return []
    settled = {plain(one.form) for one in read_review(study)}
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return [
        {name: row[name] for name in ("form", "times", "sources", "around")}
        for row in frame.to_dict("records")
        if plain(row["form"]) not in settled
    ]


def _consent(study: Study) -> View:
    """What was said last on each scope, by informant and by source without one; and the form that was signed last."""
    found = read_consents(study)
    people: dict[str, list[str]] = {}
    for source, (informant, _) in found.sources.items():
        people.setdefault(informant or source, []).append(source)
    lines = [line for _, line in found.lines or []]
    return {
        "scopes": list(SCOPES),
        "version": lines[-1].version if lines else "",
        "people": [
            {
                "whose": whose,
                "sources": sources,
                "answers": {scope: found.answer(whose, scope) for scope in SCOPES},
                "may": {scope: all(found.may(one, scope) for one in sources) for scope in SCOPES},
            }
            for whose, sources in people.items()
        ],
    }


def _speakers(study: Study) -> list[View]:
    """The labels of speakers that the last preparing read, and whose each seems to be."""
    if not (study.processed / "collect" / "segments.parquet").exists():
        return []
    segments = read(study, "collect/segments")
    turns = segments[(segments["kind"] == "turn") & (segments["speaker"] != "")]
    settled = {row.label.casefold(): row.kind for row in read_labels(study)}
    texts = read_texts(study, "collect", read(study, "collect/sources"))
    seems = {one.label: one for one in suggested(segments, Vocabulary(texts.values(), study.not_names))}
    asking = {name.casefold() for name in study.settings.interviewers}
    return [
        {
            "label": str(name),
            "turns": len(part),
            "sources": " ".join(dict.fromkeys(part["source_id"])),
            "kind": settled.get(
                str(name).casefold(), "interviewer" if str(name).casefold() in asking else ""
            ),
            "seems": seems[name].kind if name in seems else "",
            "why": seems[name].why if name in seems else "",
        }
        for name, part in turns.groupby("speaker", sort=False)
    ]


class SourcesRoom(Room):
    """The register as a sheet, what waits for a decision, and who speaks."""

    name = "sources"
    acts = {
        "cell": cell,
        "column": column,
        "add_files": add_files,
        "remove": remove,
        "value": value,
        "title": title,
        "settle": settle,
        "label": label,
        "prepare": prepare,
        "consent": consent,
    }
    asks = {"piece": piece}

    def watched(self) -> Iterable[Path]:
        root = self.desk.root
        names = (REGISTER, SETTINGS, DECISIONS, LABELS, CONSENT, "data/processed/private/review.csv")
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
            "choices": {
                **{name: list(known.items()) for name, known in names.items()},
                "method": list(FOLDER_OF),
                "consent": list(get_args(Source.model_fields["consent"].annotation)),
            },
            "problems": _wrong(study),
            "waiting": _waiting(study),
            "speakers": _speakers(study),
            "consent": _consent(study),
            "prepared": built.exists(),
            "stale": built.exists() and built.stat().st_mtime < newest,
        }
