"""Joining two copies of a study: what only the other has is added here, with an account of it."""

import csv
import io
import json
import shutil
from functools import partial
from pathlib import Path

from jalin.code import read_codebook
from jalin.code.codings import READ, read_rows, read_text_of
from jalin.code.lines import file_of as lines_of
from jalin.code.translations import file_of, read_translations, short, text_of
from jalin.collect.register import REQUIRED, read_register, registered
from jalin.consent import FILE as CONSENT
from jalin.consent import Consent, read_consents
from jalin.errors import Problem, refuse
from jalin.files import REGISTER, write_atomically, write_text
from jalin.reading import read_text
from jalin.records import delimiter_of, rows_of
from jalin.spreadsheet import as_meant, cell
from jalin.study import Study


def _codings(path: Path, shown: str, problems: list[Problem]) -> dict[str, str]:
    """The lines of a coder's file by the id of the coding."""
    found: dict[str, str] = {}
    for number, line in enumerate(read_text(path, shown).split("\n"), start=1):
        if line.strip():
            try:
                found[str(json.loads(line)["id"])] = line
            except (ValueError, KeyError, TypeError):
                problems.append(Problem(shown, f"line {number}", "it is no coding", "Mend it first"))
    return found


def _joined(
    own: dict[str, str], other: dict[str, str], name: str, problems: list[Problem]
) -> tuple[str, int]:
    """A coder's file with the codings of both copies, and how many came from the other."""
    for coding in own.keys() & other.keys():
        if json.loads(own[coding]) != json.loads(other[coding]):
            what = f"coding {coding} is not the same in both copies"
            problems.append(Problem(name, "", what, "Make it the same, or give one of them another id"))
    return lines_of(list((other | own).values())), len(other.keys() - own.keys())


def _sources(study: Study, other: Study, problems: list[Problem]) -> list[dict[str, str]]:
    """The rows of sources that only the other copy has."""
    own = {row["source_id"]: row for row in read_register(study).to_dict("records")}
    new = []
    for row in read_register(other).to_dict("records"):
        mine = own.get(row["source_id"])
        place = f"row of {row['source_id']}"
        if mine is None:
            if (study.raw / row["file"]).exists():
                what = f"data/raw/{row['file']} is here already, and belongs to another source"
                problems.append(Problem(REGISTER, place, what, "Give one of them another name"))
            new.append(row)
        elif any(mine.get(name, "") != row.get(name, "") for name in REQUIRED):
            what = "it is not the same in both copies"
            problems.append(Problem(REGISTER, place, what, "Make the two rows the same"))
    return new


def _translations(study: Study, other: Study, language: str, problems: list[Problem]) -> tuple[str, int]:
    """The translations of both copies into a language, and how many came from the other."""
    own, theirs = (read_translations(one, language, registered(one)) for one in (study, other))
    problems += [
        Problem(
            file_of(language),
            f"{one.source_id}, {short(one.quote)!r}",
            "its translation is not the same in both copies",
            "Make it the same, or delete the row of one of them",
        )
        for key, one in own.items()
        if key in theirs and theirs[key].words != one.words
    ]
    both = sorted((theirs | own).values(), key=lambda one: one.source_id)
    return text_of(both), len(theirs.keys() - own.keys())


def merge_study(study: Study, other: Study) -> list[str]:
    """Add to `study` the sources, codings, memos and translations that only `other` has; returns the account, a line each.

    Nothing of `study` is changed or taken away. Raises `StudyError`, and writes nothing,
    when the copies contradict one another, or codings use codes that are not here.
    """
    problems: list[Problem] = []
    texts: dict[Path, str] = {}
    copies: dict[Path, Path] = {}
    account: list[str] = []
    rows = _sources(study, other, problems)
    known = read_codebook(study)
    for there in sorted((other.raw / "coding").glob("codings/*/*.jsonl")):
        name = there.relative_to(other.raw)
        here, shown = study.raw / name, f"data/raw/{name.as_posix()}"
        theirs = _codings(there, f"the other copy's {shown}", problems)
        added = len(theirs)
        if here.exists():
            text, added = _joined(_codings(here, shown, problems), theirs, shown, problems)
            if added:
                texts[here] = text
        else:
            copies[here] = there
        if added:
            account.append(f"{added} codings of {there.parent.name} on {there.stem}")
        missing = {json.loads(line).get("code") for line in theirs.values()} - {
            *known.today, *known.split, *known.retired
        }  # fmt: skip
        if missing:
            what = "the other copy uses codes that are not here: " + ", ".join(sorted(map(str, missing)))
            problems.append(Problem("data/raw/coding/codebook.yaml", "", what, "Join the codebooks first"))
    for there in sorted((other.raw / "coding").glob(f"codings/*/{READ}")):
        here = study.raw / there.relative_to(other.raw)
        shown = study.relative(here)
        mine, others = read_rows(here, shown), read_rows(there, f"the other copy's {shown}")
        if added := len(others.keys() - mine.keys()):
            texts[here] = read_text_of(others | mine)
            account.append(f"{added} sources that {there.parent.name} has read")
    for there in sorted((other.raw / "coding" / "memos").glob("*.md")):
        here = study.raw / "coding" / "memos" / there.name
        if not here.exists():
            copies[here] = there
            account.append(f"memo {there.name}")
        elif here.read_bytes() != there.read_bytes():
            what = "it is not the same in both copies"
            problems.append(Problem(study.relative(here), "", what, "Give one of them another name"))
    for there in sorted((other.raw / "translations").glob("*.csv")):
        text, added = _translations(study, other, there.stem, problems)
        if added:
            texts[study.raw / "translations" / there.name] = text
            account.append(f"translations into {there.stem}: {added}")
    lines = _consents(study, other)
    refuse(problems)
    if lines:
        account.append(f"{len(lines)} lines of consent")
    for row in rows:
        account.append(f"source {row['source_id']}, {row['file']}")
        if row["consent"] != "withdrawn":
            copies[study.raw / row["file"]] = other.raw / row["file"]
    for here, there in copies.items():
        write_atomically(here, partial(shutil.copyfile, there))
    for here, text in texts.items():
        write_text(here, text)
    if rows:
        _register(study, rows)
    if lines:
        _add_consents(study, lines)
    return account


def _consents(study: Study, other: Study) -> list[Consent]:
    """What people said, by consent.csv of the other copy alone; without them what came along would count as allowed."""
    own, theirs = ([line for _, line in read_consents(one).lines or []] for one in (study, other))
    return [line for line in theirs if line not in own]


def _add_consents(study: Study, lines: list[Consent]) -> None:
    """Add lines at the end of consent.csv, in its own columns."""
    path = study.raw / "consent.csv"
    text = read_text(path, CONSENT) if path.exists() else ",".join(Consent.model_fields) + "\n"
    mark, (_, header) = delimiter_of(text), rows_of(text, CONSENT)[0]
    new = io.StringIO()
    writer = csv.writer(new, delimiter=mark, lineterminator="\n")
    for line in lines:
        said = line.model_dump(mode="json")
        writer.writerow([cell(said.get(name) or "") for name in map(as_meant, header)])
    write_text(path, text.rstrip("\n") + "\n" + new.getvalue())


def _register(study: Study, rows: list[dict[str, str]]) -> None:
    """Add rows at the end of sources.csv, in its own columns; written last, when their files are there."""
    path = study.raw / "sources.csv"
    text = read_text(path, REGISTER)
    mark, (_, header) = delimiter_of(text), rows_of(text, REGISTER)[0]
    new = io.StringIO()
    writer = csv.writer(new, delimiter=mark, lineterminator="\n")
    writer.writerows([[cell(row.get(name, "")) for name in map(as_meant, header)] for row in rows])
    write_text(path, text.rstrip("\n") + "\n" + new.getvalue())
