"""A new study from a project of another program."""

import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from jalin.code.lines import coding_id, file_of, path_of
from jalin.code.passages import FILE as PASSAGES
from jalin.collect.blocks import Block
from jalin.collect.canonical import canonical
from jalin.collect.segments import segment
from jalin.collect.sources import Collection
from jalin.errors import Problem, StudyError
from jalin.exchange.coding_lines import coding_line, day_of
from jalin.exchange.empty_study import plan_empty
from jalin.exchange.folder import FolderFiles
from jalin.exchange.links import file_of_passages, passages_of
from jalin.exchange.pictures import REGIONS, region_files
from jalin.exchange.plan import Plan, write_plan
from jalin.exchange.positions import canonical_places, kept_end, new_span, protected_places
from jalin.exchange.project import Memo, Project, codings_by_document
from jalin.exchange.study_texts import (
    ACCOUNT,
    IDS,
    codebook_entries,
    identifiers,
    memo_file,
    origins_of,
    register_of,
    settings_of,
    yaml_of,
)
from jalin.files import ORIGINS
from jalin.protect import Protected, protect_texts
from jalin.protect.finder import finder_with
from jalin.protect.ids import drawn, neutral_ids
from jalin.reading import as_model
from jalin.settings import Settings
from jalin.spreadsheet import csv_of_rows
from jalin.study import SETTINGS, Study
from jalin.tables.store import schema_of
from jalin.words import DEFAULT, word

_SPACE = uuid.UUID("6ba7b814-9dad-11d1-80b4-00c04fd430c8")
_OF_CODING = ("code", "quote", "memo", "created", "start", "end")
UNCODED = "data/raw/exchange/without-a-code.csv"
# who coded where the project does not say
_UNNAMED = "unnamed"


def _chapters(language: str) -> str:
    sources, codings = word("column.sources", language), word("column.codings", language)
    return (
        f"# {word('exchange.codes_used', language)}\n\n"
        f'{sources}: {{{{ fact("sources") }}}}. {codings}: {{{{ fact("codings") }}}}.\n\n'
        '{{ table("codebook") }}\n\n{{ facts() }}\n\n{{ evidence() }}\n'
    )


def new_study(
    project: Project, destination: Path, origin: Path, languages: Sequence[str] = DEFAULT, title: str = ""
) -> dict[str, int]:
    """Make a study of `project` in the folder `destination`; `origin`, its file, is kept in it.

    Returns how many sources, codes, codings and coders it has. Raises `StudyError` when
    the folder has something in it, or the project no source and no code; nothing is half made.
    """
    if project.codes and not project.documents:
        # a codebook is enough to begin with
        today = date.today().isoformat()
        plan = plan_empty(project.name, FolderFiles(), languages, today, project.codes, title)
    else:
        plan = plan_study(project, origin, languages, title)
    write_plan(plan, destination)
    return plan.counts


def plan_study(project: Project, origin: Path, languages: Sequence[str] = DEFAULT, title: str = "") -> Plan:
    """The study in `languages` that `project`, from the file `origin`, is to become; its sources are in the first.

    Every source becomes a document, every user a coder; what cannot be told from the
    project (cases, role groups, rounds) is one of each, to be set right in study.yaml
    and sources.csv. Raises `StudyError` when there is no source in the project.
    """
    language = languages[0]
    if not project.documents:
        raise StudyError(Problem(origin.name, "", "there is no source in it", "Export it with its sources"))
    # a source without text is kept in the register, and says so
    empty = [item.guid for item in project.documents if not canonical(item.text)]
    none = word("exchange.no_text", language)
    documents = [replace(item, text=none) if item.guid in empty else item for item in project.documents]
    stems = [item.name.rsplit(".", 1)[0] for item in documents]
    order = drawn([(name, item.text.encode()) for name, item in zip(stems, documents, strict=True)])
    documents, names = [documents[at] for at in order], neutral_ids([stems[at] for at in order])
    sources = {item.guid: name for item, name in zip(documents, names, strict=True)}
    short = identifiers([code.name for code in project.codes], "C", upper=True)
    codes = {code.guid: name for code, name in zip(project.codes, short, strict=True)}
    coders, called = _coders(project, language)
    days = [day_of(item.created) for item in documents]
    coded = [day_of(coding.created) for coding in project.codings]
    latest = max(filter(None, [*days, *coded]), default="") or date.today().isoformat()
    settings = settings_of(project, called, latest, languages, title)
    rows = [
        {
            "source_id": sources[item.guid],
            "case_id": "case",
            "method": "document",
            "file": f"documents/{sources[item.guid]}.txt",
            "date": day or latest,
            "round": "1",
            "role_group": "all",
            "collector": next(iter(called)),
            "language": language,
            "consent": "given",
        }
        for item, day in zip(documents, days, strict=True)
    ]
    study = Study(Path(), as_model(Settings, settings, SETTINGS, languages=languages))
    protected, texts = _protected(study, rows, [item.text for item in documents])
    codings = _codings(replace(project, documents=documents), protected, sources, codes, coders)
    without = len(project.codings) - sum(map(len, codings.values()))
    project.account.lose("codings", without, "with nothing but white space in them")
    ends = ((coding_id(line), owner) for owner, lines in codings.items() if project.links for line in lines)
    where = {own: (*owner, own) for own, owner in ends}
    links = passages_of(project.links, where, latest, language)
    project.account.take("links", len(links) - len(project.links))
    project.account.keep("links", len(project.links) - len(links))
    seen = region_files(project.pictures, sources, codes, coders)
    regions = sum(len(one.regions) for one in project.pictures)
    project.account.take(REGIONS, len(seen.ids) - regions)
    project.account.keep(REGIONS, regions - len(seen.ids))
    ids = {
        "sources": sources,
        "codes": codes,
        "coders": coders,
        "pictures": seen.pictures,
        "regions": seen.ids,
    }
    ids["links"] = {guid: " ".join((*one.ends, one.type)) for guid, one in links.items()}
    missing = word("exchange.missing_code", language)
    uncoded = _uncoded(replace(project, documents=documents), protected, ids, missing)
    memos = [*project.memos, *([_uncoded_memo(uncoded, missing)] if uncoded else [])]
    if uncoded:
        project.told.append(
            f"codings whose code is not in the codebook: {len(uncoded)}. A memo keeps their passages, and {UNCODED} keeps "
            f"them under the code {missing!r}: jalin import --codes takes it, once the study is built"
        )
    # codes that only gather others
    ids["categories"] = {code.guid: codes[code.guid] for code in project.codes if not code.codable}
    if project.positions:
        ids["positions"] = {"counted": project.positions}
    for row in rows:
        row["media"] = "; ".join(seen.media[row["source_id"]])
    files: dict[str, str | bytes | Path] = {
        "data/raw/study.yaml": yaml_of(settings),
        # without its form feeds, between which running heads would be taken out of a text whose positions count them
        **{
            f"data/raw/{row['file']}": item.text.replace("\f", "\n")
            for row, item in zip(rows, documents, strict=True)
        },
        "data/raw/sources.csv": register_of(rows),
        "data/raw/coding/codebook.yaml": yaml_of({"codes": codebook_entries(project.codes, codes)}),
        "data/raw/analysis/propositions.yaml": "propositions: []\n",
        **{f"notebooks/report/1_codes.{name}.md": _chapters(name) for name in languages},
        **{
            f"data/raw/coding/memos/{number:03d}.md": memo_file(memo, str(number), latest)
            for number, memo in enumerate(memos, start=1)
        },
        **({UNCODED: csv_of_rows(tuple(uncoded[0]), uncoded)} if uncoded else {}),
        **seen.files,
        **({PASSAGES: file_of_passages(links.values())} if links else {}),
        **{path_of(study, *owner).as_posix(): file_of(lines) for owner, lines in codings.items()},
        f"data/raw/exchange/original{origin.suffix.lower()}": origin,
        f"data/raw/{ORIGINS}": origins_of(dict(zip(names, (item.name for item in documents), strict=True))),
        f"data/raw/{ACCOUNT}": csv_of_rows(
            ("thing", "found", "taken", "kept", "left", "why"), project.account.rows()
        ),
        f"data/raw/{IDS}": json.dumps(ids, ensure_ascii=False, indent=1) + "\n",
    }
    counts = {
        "sources": len(sources),
        "codes": len(codes),
        "codings": sum(map(len, codings.values())),
        "coders": len(called),
    } | ({"of the sources without text": len(empty)} if empty else {})
    return Plan(files, counts, ids=ids, texts=texts)


def _coders(project: Project, language: str) -> tuple[dict[str, str], dict[str, str]]:
    """The coder's id of each user who coded, and the name of each coder, who has most codings first."""
    coding_users = {coding.user for coding in [*project.codings, *project.uncoded]} | {
        one.user for picture in project.pictures for one in picture.regions
    }
    people = [user for user in project.users if user.guid in coding_users]
    short = identifiers([user.name for user in people], "coder")
    coders = {user.guid: name.lower() for user, name in zip(people, short, strict=True)}
    called = {coders[user.guid]: user.name or coders[user.guid] for user in people}
    if coding_users - set(coders) or not coders:
        called[_UNNAMED] = word("exchange.unnamed", language)
    most = Counter(coders.get(coding.user, _UNNAMED) for coding in project.codings)
    return coders, dict(sorted(called.items(), key=lambda item: -most[item[0]]))


def _uncoded(
    project: Project, protected: Protected, ids: dict[str, dict[str, str]], missing: str
) -> list[dict[str, str]]:
    """The codings whose code the codebook lacks, as rows of a table, under a code that is called `missing`."""
    if not project.uncoded:
        return []
    codes = dict.fromkeys(one.code for one in project.uncoded)
    names = {
        code: f"{missing} {number}" if len(codes) > 1 else missing
        for number, code in enumerate(codes, start=1)
    }
    found = _codings(
        replace(project, codings=project.uncoded), protected, ids["sources"], names, ids["coders"]
    )
    return [
        {"source": source_id, "coder": coder} | {name: str(line[name]) for name in _OF_CODING}
        for (coder, source_id), lines in found.items()
        for line in map(json.loads, lines)
    ]


def _uncoded_memo(rows: list[dict[str, str]], missing: str) -> Memo:
    text = "\n".join(f"{row['source']}, {row['coder']}: {row['quote']}" for row in rows)
    return Memo(str(uuid.uuid5(_SPACE, text)), missing, text)


def _protected(
    study: Study, rows: list[dict[str, str]], stored: list[str]
) -> tuple[Protected, dict[str, str]]:
    """The texts as a build will de-identify them, and as it will collect them, by source_id."""
    sources = pd.DataFrame(rows)
    texts = {name: canonical(text) for name, text in zip(sources["source_id"], stored, strict=True)}
    segments = pd.DataFrame(
        [
            row
            for name, text in texts.items()
            for row in segment(name, [Block(line) for line in text.splitlines()], [], turns=False)[0]
        ]
    )
    observations, comments, remarks = (
        pd.DataFrame(columns=list(schema_of(f"collect/{name}").columns))
        for name in ("observations", "comments", "remarks")
    )
    collection = Collection(sources, segments, observations, comments, remarks, texts)
    finder = finder_with([], [], study.not_names, texts, sources, segments)
    return protect_texts(collection, finder), texts


def _codings(
    project: Project,
    protected: Protected,
    sources: dict[str, str],
    codes: dict[str, str],
    coders: dict[str, str],
) -> dict[tuple[str, str], list[str]]:
    """The lines of each (coder, source), at the places that the passages have in the de-identified texts."""
    key = protected.key[protected.key["place"] == "text"]
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    on = codings_by_document(project.codings)
    for item in project.documents:
        source_id = sources[item.guid]
        text, (known, first) = protected.texts[source_id], canonical_places(item.text)
        replaced = [
            (row.start, row.end, len(row.original)) for row in key[key["source_id"] == source_id].itertuples()
        ]
        second = protected_places(len(known), replaced)
        places = [second[place] for place in first]
        for coding in on[item.guid]:
            kept = kept_end(first, coding.start, coding.end)
            span = new_span(places, coding.start, coding.end, replaced, text, kept)
            if coding.code in codes and text[slice(*span)].strip():
                coder = coders.get(coding.user, _UNNAMED)
                lines[coder, source_id].append(coding_line(coding, codes[coding.code], text, span))
    return lines
