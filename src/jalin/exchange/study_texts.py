"""The texts of a new study's files, and the ids of what is in them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import yaml

from jalin.collect.register import REQUIRED
from jalin.exchange.coding_lines import day_of
from jalin.exchange.project import Memo, Project, ProjectCode
from jalin.spreadsheet import csv_of_rows
from jalin.words import word

# what each source was called before it had an id of its own; like all of that folder it stays with who made the study
IDS = "exchange/ids.json"
ACCOUNT = "exchange/account.csv"


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


def settings_of(
    project: Project, coders: dict[str, str], until: str, languages: Sequence[str], title: str = ""
) -> dict[str, object]:
    """The least that study.yaml needs, in words that ask to be replaced; without a `title` the project's name is it."""
    name = project.name or "study"

    def said(key: str) -> str | dict[str, str]:
        words = {language: word(key, language) for language in languages}
        return words if len(words) > 1 else words[languages[0]]

    def whole() -> dict[str, object]:
        """The one round, or period; made anew each time, or YAML would write an alias for the second."""
        return {"id": "1", "until": date.fromisoformat(until), "name": said("exchange.round")}

    return {
        "id": identifiers([name], "study")[0].lower(),
        "languages": list(languages),
        "title": title or name,
        "authors": sorted(coders.values()),
        "synthetic": False,
        "setting": {"frame": said("exchange.setting"), "corpus": said("exchange.setting")},
        "keywords": [name],
        "cases": [{"id": "case", "name": name}],
        "role_groups": [{"id": "all", "name": said("exchange.all_sources")}],
        "rounds": [whole()],
        "periods": [whole()],
        "coders": [{"id": coder, "name": called} for coder, called in coders.items()],
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
            "name": code.name or ids[code.guid],
            "definition": code.description or "–",
            "kind": "inductive",
        }
        if code.color:
            entry["color"] = code.color
        entry |= dict(code.said)
        entries.append(entry)
    return entries


def yaml_of(content: object) -> str:
    """`content` as YAML, in the order given."""
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)


def memo_file(memo: Memo, name: str, latest: str) -> str:
    """The text of a memo's file; without a title it goes by its `name`, without a date it is of the day `latest`."""
    head = {
        "title": memo.title or name,
        "date": day_of(memo.created, latest),
        "about": "",
        "kind": "imported",
        "guid": memo.guid,
    }
    return f"---\n{yaml_of(head)}---\n\n{memo.text}\n"


def register_of(rows: Iterable[dict[str, str]]) -> str:
    """The text of sources.csv with these rows; what a row does not say is empty."""
    rows = list(rows)
    further = dict.fromkeys(name for row in rows for name, value in row.items() if value)
    return csv_of_rows(tuple(dict.fromkeys([*REQUIRED, *further])), rows)


def origins_of(names: Mapping[str, str]) -> str:
    """The text of the table that says what each source, by its id, was called: source_id, file."""
    return csv_of_rows(
        ("source_id", "file"), ({"source_id": name, "file": file} for name, file in names.items())
    )
