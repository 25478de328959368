"""A study as a project, for other programs: its de-identified texts, and no name that was replaced."""

import json
import re
import uuid
from collections.abc import Collection, Iterable, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from jalin.code import read_codebook
from jalin.code.memos import read_memos
from jalin.code.passages import read_passages
from jalin.consent import read_consents, relabelled, unnamed
from jalin.exchange.pictures import pictures_of
from jalin.exchange.project import (
    Case,
    Document,
    Link,
    Memo,
    Project,
    ProjectCode,
    ProjectCoding,
    User,
)
from jalin.exchange.study_texts import ACCOUNT, IDS
from jalin.reading import read_text
from jalin.records import read_records
from jalin.study import Study
from jalin.tables.store import read, read_texts, schema_of

_SPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def _memos(study: Study, guid: "_Guids", without: Set[str]) -> list[Memo]:
    return [
        Memo(row.guid or guid("memo", row.memo), row.title, row.text, row.date)
        for row in read_memos(study).itertuples()
        if without.isdisjoint(row.about.split())
    ]


class _Guids:
    """The guid of each thing: the one it came with, else one that its name always gives."""

    def __init__(self, study: Study) -> None:
        self._study = study.settings.id
        path = study.raw / IDS
        content = json.loads(read_text(path, study.relative(path))) if path.exists() else {}
        self._known = {(kind, name): guid for kind, ids in content.items() for guid, name in ids.items()}

    def came(self, kind: str, name: str) -> bool:
        """Whether a thing came with the project that the study was made of."""
        return (kind, name) in self._known

    def __call__(self, kind: str, name: str) -> str:
        return self._known.get((kind, name)) or str(uuid.uuid5(_SPACE, f"{self._study}/{kind}/{name}"))


def _is_guid(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text))


def project_of(
    study: Study, language: str = "", without: Set[str] = frozenset(), media: bool = False
) -> Project:
    """The study as built: its sources but those of `without`, coders, codes of today, codings of every coder, memos, links and regions, with `media` of pictures that can be seen.

    Raises `StudyError` when the stage code has not been built, but where nobody coded anything yet.
    """
    guid, language = _Guids(study), study.language(language)
    sources = read(study, "protect/sources")
    codings = _codings(study)
    sources, codings = (frame[~frame["source_id"].isin(without)] for frame in (sources, codings))
    names = read_consents(study).names_of(without) if without else ()
    texts = read_texts(study, "protect", sources)
    codebook, used = read_codebook(study), set(codings["code"])
    made = Project(
        study.settings.title[language],
        [User(guid("coders", coder.id), coder.name[language]) for coder in study.settings.coders],
        [
            ProjectCode(
                guid("codes", code.id),
                code.name[language],
                guid("codes", code.parent) if code.parent else "",
                "" if code.definition[language] == "–" else code.definition[language],
                code.color,
                codable=code.id in used or not guid.came("categories", code.id),
            )
            for code in codebook.codes.values()
        ],
        [
            Document(
                guid("sources", row.source_id),
                row.source_id,
                relabelled(texts[row.source_id], without),
                row.date,
            )
            for row in sources.itertuples()
        ],
        [_coding(row, guid) for row in codings.itertuples()],
        _memos(study, guid, without),
        _cases(study, guid, language, sources),
        _links(study, guid, codings),
        pictures_of(study, guid, codebook.today, texts.keys(), media),
    )
    kinds = ("users", "codes", "codings", "memos", "cases", "links")
    pictures = [replace(one, regions=tuple(_unnamed(one.regions, without, names))) for one in made.pictures]
    told: dict[str, Any] = {kind: _unnamed(getattr(made, kind), without, names) for kind in kinds}
    return _unnamed([replace(made, **told, pictures=pictures)], without, names)[0]


def _unnamed(things: Iterable[Any], gone: Collection[str], names: Collection[str]) -> list[Any]:
    """What people wrote, without `names` in its prose, and with no pseudonym called after a source that is `gone`."""
    if not names:
        return [*things]
    keys = ("name", "description", "memo", "title", "text", "alt", "people")
    return [
        replace(
            one,
            **{key: unnamed(relabelled(getattr(one, key), gone), names) for key in keys if hasattr(one, key)},
        )
        for one in things
    ]


def _cases(study: Study, guid: "_Guids", language: str, sources: pd.DataFrame) -> list[Case]:
    """The cases with their sources; none of a study that was made of a project, which has its own."""
    if (study.raw / IDS).exists():
        return []
    of_case = sources.groupby("case_id")["source_id"].agg(list).to_dict()
    return [
        Case(
            guid("cases", case.id),
            case.name[language],
            tuple(guid("sources", one) for one in of_case.get(case.id, [])),
        )
        for case in study.settings.cases
    ]


def coding_names(study: Study) -> dict[str, tuple[str, str, str]]:
    """Coder, source and id of each coding as built, by its guid."""
    guid = _Guids(study)
    rows = _codings(study).itertuples()
    return {_coding(row, guid).guid: (str(row.coder), str(row.source_id), str(row.coding_id)) for row in rows}


def _links(study: Study, guid: "_Guids", codings: pd.DataFrame) -> list[Link]:
    """The links between passages whose codings are both among `codings`."""
    links = read_passages(study, there=False)
    known = {
        f"{row.coder}:{row.source_id}/{row.coding_id}": _coding(row, guid).guid
        for row in (codings.itertuples() if links else ())
    }
    return [
        Link(
            guid("links", " ".join((*one.ends, one.type))),
            f"{one.type}: {one.note}" if one.note else one.type,
            *(known[end] for end in one.ends),
        )
        for one in links
        if known.keys() >= set(one.ends)
    ]


def _codings(study: Study) -> pd.DataFrame:
    """The table of codings; none where nobody coded yet, which needs no build."""
    if any((study.raw / "coding" / "codings").glob("*/*.jsonl")):
        return read(study, "code/codings")
    return pd.DataFrame(columns=list(schema_of("code/codings").columns))


def _coding(row: Any, guid: _Guids) -> ProjectCoding:
    own = row.coding_id
    return ProjectCoding(
        own if _is_guid(own) else guid("codings", f"{row.coder}/{row.source_id}/{own}"),
        guid("sources", row.source_id),
        guid("codes", row.code),
        row.start,
        row.end,
        guid("coders", row.coder),
        row.created,
        row.memo,
    )


def names_by_guid(study: Study, kind: str) -> dict[str, str]:
    """The study's own id of each thing of a kind ("sources", "codes", "coders") that came from another program, by its guid."""
    path = study.raw / IDS
    content = json.loads(read_text(path, study.relative(path))) if path.exists() else {}
    return {str(guid): str(name) for guid, name in content.get(kind, {}).items()}


def positions_of(study: Study) -> str:
    """What the positions of the project that the study was made from count, where a person said it; else ""."""
    return names_by_guid(study, "positions").get("counted", "")


# the format in which what came in a file with an ending is written again whole
HOME = {".qdpx": "qdpx", ".qda": "qualcoder", ".sqlite3": "taguette"}


def original_of(study: Study, ending: str = ".qdpx") -> Path | None:
    """The file that the study was made from, if it had this ending."""
    path = study.raw / "exchange" / f"original{ending}"
    return path if path.exists() else None


def kept_in_exchange(study: Study) -> dict[str, int]:
    """How many of each thing the project that the study came from has that the study itself has not."""
    path = study.raw / ACCOUNT
    columns = ("thing", "found", "taken", "kept", "left", "why")
    return {row["thing"]: int(row["kept"]) for _, row in read_records(path, study.relative(path), columns)}
