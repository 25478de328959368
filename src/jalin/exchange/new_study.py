"""A new study from a project of another program."""

import csv
import io
import json
import re
import shutil
import tempfile
import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import yaml

from jalin.code.lines import file_of, path_of
from jalin.collect import collect_sources, read_register
from jalin.collect.register import REQUIRED
from jalin.errors import Problem, StudyError
from jalin.exchange.coding_lines import coding_line, day_of
from jalin.exchange.positions import canonical_places, new_span, protected_places
from jalin.exchange.project import Project, ProjectCode, codings_by_document
from jalin.files import write_text
from jalin.protect import finder_of, protect_texts
from jalin.settings import LANGUAGES
from jalin.study import open_study
from jalin.words import word

IDS = "exchange/ids.json"


def identifiers(names: list[str], empty: str, upper: bool = False) -> list[str]:
    """A short identifier of letters, digits and hyphens for each name, no two alike."""
    taken: set[str] = set()
    found = []
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        short = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40].strip("-") or empty
        if not short[0].isalpha():
            short = f"{empty}-{short}"
        short = short.upper() if upper else short
        unique, number = short, 2
        while unique.casefold() in taken:
            unique, number = f"{short}-{number}", number + 1
        taken.add(unique.casefold())
        found.append(unique)
    return found


def _both(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


def _worded(key: str) -> dict[str, str]:
    return {language: word(key, language) for language in LANGUAGES}


def _whole(until: str) -> dict[str, object]:
    """The one round, or period; made anew each time, or YAML would point from one to the other."""
    return {"id": "1", "until": date.fromisoformat(until), "name": _worded("exchange.round")}


def settings_of(project: Project, coders: dict[str, str], until: str) -> dict[str, object]:
    """The least that study.yaml needs, in words that ask to be replaced."""
    name = project.name or "study"
    return {
        "id": identifiers([name], "study")[0].lower(),
        "title": _both(name),
        "authors": sorted(coders.values()),
        "synthetic": False,
        "setting": {"frame": _both(name), "corpus": _both(name)},
        "keywords": {language: [name] for language in LANGUAGES},
        "cases": [{"id": "case", "name": _both(name)}],
        "role_groups": [{"id": "all", "name": _worded("exchange.all_sources")}],
        "rounds": [_whole(until)],
        "periods": [_whole(until)],
        "coders": [{"id": coder, "name": _both(name)} for coder, name in coders.items()],
        "evidence": {"count": "lead"},
    }


def codebook_entries(codes: list[ProjectCode], ids: dict[str, str]) -> list[dict[str, object]]:
    """The codes as entries of codebook.yaml."""
    entries = []
    for code in codes:
        entry: dict[str, object] = {"id": ids[code.guid]}
        if code.parent:
            entry["parent"] = ids[code.parent]
        entry |= {
            "name": _both(code.name or ids[code.guid]),
            "definition": _both(code.description or "–"),
            "kind": "inductive",
        }
        if code.color:
            entry["color"] = code.color
        entries.append(entry)
    return entries


def _chapters(language: str) -> str:
    sources, codings = word("column.sources", language), word("column.codings", language)
    return (
        f"# {word('exchange.codes_used', language)}\n\n"
        f'{sources}: {{{{ fact("sources") }}}}. {codings}: {{{{ fact("codings") }}}}.\n\n'
        '{{ table("codebook") }}\n\n{{ facts() }}\n\n{{ evidence() }}\n'
    )


def yaml_of(content: object) -> str:
    """`content` as YAML, in the order given."""
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)


def new_study(project: Project, destination: Path, origin: Path, language: str = "id") -> dict[str, int]:
    """Make a study of `project` in the folder `destination`; `origin`, its file, is kept in it.

    Every source becomes a document, every user a coder; what cannot be told from the
    project (cases, role groups, rounds) is one of each, to be set right in study.yaml
    and sources.csv. Returns how many sources, codes, codings and coders it has.
    Raises `StudyError` when the folder has something in it; nothing is half made.
    """
    if destination.exists() and (not destination.is_dir() or any(destination.iterdir())):
        raise StudyError(Problem(str(destination), "", "there is something already", "Name a new folder"))
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination.parent, prefix=".new-") as folder:
        made = Path(folder) / "study"
        counts = _fill(project, made, origin, language)
        if destination.exists():
            destination.rmdir()
        shutil.move(made, destination)
    return counts


def _fill(project: Project, root: Path, origin: Path, language: str) -> dict[str, int]:
    raw = root / "data" / "raw"
    # a source without text is kept in the register, and says so
    none = word("exchange.no_text", language)
    documents = [item if item.text.strip() else replace(item, text=none) for item in project.documents]
    if not documents:
        raise StudyError(Problem(origin.name, "", "there is no source in it", "Export it with its sources"))
    project = replace(project, documents=documents)
    names = identifiers([item.name.rsplit(".", 1)[0] for item in documents], "S")
    sources = {item.guid: name for item, name in zip(documents, names, strict=True)}
    codes = dict(
        zip(
            [code.guid for code in project.codes],
            identifiers([code.name for code in project.codes], "C", upper=True),
            strict=True,
        )
    )
    coding_users = {coding.user for coding in project.codings}
    people = [user for user in project.users if user.guid in coding_users]
    known = {user.guid for user in people}
    short = identifiers([user.name for user in people], "coder")
    coders = {user.guid: name.lower() for user, name in zip(people, short, strict=True)}
    shown = {coders[user.guid]: user.name or coders[user.guid] for user in people}
    if coding_users - known or not coders:
        shown["unnamed"] = word("exchange.unnamed", language)
    # the coder with the most codings leads
    most = Counter(coders.get(coding.user, "unnamed") for coding in project.codings)
    shown = dict(sorted(shown.items(), key=lambda item: -most[item[0]]))
    days = [day_of(item.created) for item in documents]
    latest = max([*filter(None, days), *(day_of(item.created) for item in project.codings)], default="")
    latest = latest or date.today().isoformat()
    write_text(raw / "study.yaml", yaml_of(settings_of(project, shown, latest)))
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(REQUIRED)
    for item, day in zip(documents, days, strict=True):
        source_id = sources[item.guid]
        file = f"documents/{source_id}.txt"
        write_text(raw / file, item.text)
        collector = next(iter(shown.values()))
        writer.writerow(
            [
                source_id,
                "case",
                "document",
                file,
                day or latest,
                "1",
                "",
                "all",
                "",
                collector,
                language,
                "given",
            ]
        )
    write_text(raw / "sources.csv", table.getvalue())
    write_text(raw / "coding" / "codebook.yaml", yaml_of({"codes": codebook_entries(project.codes, codes)}))
    write_text(raw / "analysis" / "propositions.yaml", "propositions: []\n")
    for lang in LANGUAGES:
        write_text(root / "notebooks" / "report" / f"1_codes.{lang}.md", _chapters(lang))
    for number, memo in enumerate(project.memos, start=1):
        head = yaml_of(
            {
                "title": memo.title or str(number),
                "date": day_of(memo.created, latest),
                "about": "",
                "kind": "imported",
                "guid": memo.guid,
            }
        )
        write_text(raw / "coding" / "memos" / f"{number:03d}.md", f"---\n{head}---\n\n{memo.text}\n")
    written = _write_codings(project, root, sources, codes, coders)
    kept = raw / "exchange" / f"original{origin.suffix.lower()}"
    kept.parent.mkdir(parents=True)
    shutil.copyfile(origin, kept)
    ids = {"sources": sources, "codes": codes, "coders": coders}
    write_text(raw / IDS, json.dumps(ids, ensure_ascii=False, indent=1) + "\n")
    counts = {"sources": len(sources), "codes": len(codes), "codings": written, "coders": len(shown)}
    empty = sum(item.text == none for item in documents)
    return counts | ({"of the sources without text": empty} if empty else {})


def _write_codings(
    project: Project, root: Path, sources: dict[str, str], codes: dict[str, str], coders: dict[str, str]
) -> int:
    """Each coder's files, at the places that the passages have in the study's de-identified texts."""
    study = open_study(root)
    collection = collect_sources(study, read_register(study))
    finder = finder_of(study, collection.texts, collection.sources, collection.segments)
    protected = protect_texts(collection, finder)
    key = protected.key[protected.key["place"] == "text"]
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    on = codings_by_document(project.codings)
    for item in project.documents:
        if item.guid not in sources:
            continue
        source_id = sources[item.guid]
        canonical, first = canonical_places(item.text)
        if canonical != collection.texts[source_id]:
            raise StudyError(
                Problem(
                    item.name, "", "its text is read otherwise than it is stored", "Tell us, with the file"
                )
            )
        replaced = [
            (row.start, row.end, len(row.original)) for row in key[key["source_id"] == source_id].itertuples()
        ]
        second = protected_places(len(canonical), replaced)
        text, places = protected.texts[source_id], [second[place] for place in first]
        for coding in on[item.guid]:
            span = new_span(places, coding.start, coding.end, replaced, text)
            if coding.code in codes and span[0] < span[1]:
                coder = coders.get(coding.user, "unnamed")
                lines[coder, source_id].append(coding_line(coding, codes[coding.code], text, span))
    for (coder, source_id), found in lines.items():
        write_text(path_of(study, coder, source_id), file_of(found))
    return sum(map(len, lines.values()))
