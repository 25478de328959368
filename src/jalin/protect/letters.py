"""Letters that the law on personal data asks for: that a withdrawal was carried out, and that protection failed.

UU 27/2022, Pasal 45 and Pasal 46(2), which says what a notice of failure holds at least: the personal data that were
disclosed, when and how, and what is done about it. Written for a person to complete, in Indonesian and English, into the
private folder: they are for one reader, and no part of what is published. No legal advice.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pypandoc

from jalin.collect.survey import survey_in
from jalin.consent import FILE, SEALED, Consents, media_of, read_consents
from jalin.errors import Problem, StudyError, nearest, refuse
from jalin.files import files_below, write_atomically
from jalin.protect.forms import passages_of
from jalin.protect.leaks import audit
from jalin.protect.trace import trace_source
from jalin.protect.withdrawals import CLOCK, Withdrawal, withdrawals_of
from jalin.records import read_records, register_rows
from jalin.study import Study
from jalin.templates import render
from jalin.words import day, has_word, listed, number, phrase, word

LANGUAGES = ("id", "en")
# files that a notice lists by name
_LISTED = 20
_IDENTIFIER = re.compile(r"an identifier \((.+)\) replaced in (.+)")


@dataclass(frozen=True)
class Searched:
    """How many files were searched to say that a withdrawal was carried out."""

    files: int


def _day(moment: datetime, language: str, timed: bool = True) -> str:
    said = day(moment.date(), language)
    return f"{said}, {moment:%H:%M}" if timed else said


def _title(study: Study, language: str) -> str:
    return (
        study.settings.title.said_in(language) if language in study.languages else study.settings.title.first
    )


def carried_out(study: Study, consents: Consents, one: Withdrawal) -> Searched:
    """The proof that a withdrawal was carried out, by looking for what should be gone.

    Raises `StudyError` with everything that is still there, or when the day on which it was done is not written.
    """
    place = f"row {one.number}, column done"
    if one.done is None:
        what, remedy = "it is not written when it was done", "Do what jalin consent lists, then write the day"
        raise StudyError(Problem(FILE, place, what, remedy))
    sources, count = consents.about(one.whose), 0
    problems: list[Problem] = []
    if "use" in one.scopes:
        rows = register_rows(study, "file")
        names = [
            name
            for row in rows
            if row["source_id"] in sources
            for name in (row["file"], *media_of(row))
            if name
        ]
        problems += _rows_there(study, rows, consents, sources)
        there = [f"data/raw/{name}" for name in names if (study.raw / name).is_file()]
        codings = study.raw / "coding" / "codings"
        there += [
            study.relative(path)
            for path in files_below(codings)
            if path.suffix == ".jsonl" and path.stem in sources
        ]
        shown = study.root / "notebooks" / "report"
        there += [
            study.relative(path) for name in sources for path in sorted(shown.glob(f"region-{name}.r*.png"))
        ]
        regions = study.raw / "coding" / "regions.csv"
        for path in [*files_below(study.raw / "translations"), *([regions] if regions.is_file() else [])]:
            coded = read_records(path, study.relative(path), ("source_id",))
            there += [study.relative(path)] if any(row["source_id"] in sources for _, row in coded) else []
        problems += [
            Problem(name, "", "what was withdrawn is still there", "Delete it, in backups as well")
            for name in there
        ]
        if (study.raw / SEALED).exists():
            what, remedy = "it may hold what was withdrawn", "Delete it, and seal again without"
            problems.append(Problem(f"data/raw/{SEALED}", "", what, remedy))
        if not (study.processed / "protect" / "sources.parquet").exists():
            what = "nothing is built that could be searched"
            problems.append(Problem("data/processed", "", what, "Build with: make all"))
        for name in sources:
            traces = trace_source(study, name)
            count = max(count, traces.files)
            problems += [
                Problem(file, at, f"a trace of {name}: {what}", "Build again with: make all")
                for file, at, what in traces.found
            ]
    elif "quote" in one.scopes:
        leaks, searched = audit(study, forms=list(passages_of(study, sources, "quoted")))
        problems += [Problem(leak.file, leak.place, leak.what, leak.remedy) for leak in leaks]
        count = len(searched)
    refuse(problems)
    return Searched(count)


def _rows_there(
    study: Study, rows: list[dict[str, str]], consents: Consents, sources: list[str]
) -> Iterator[Problem]:
    """What is wrong with each of `sources` that is an answer to a survey, whose row still says something."""
    for row in rows:
        numbers = [
            int(name.rpartition("-")[2]) for name in sources if consents.surveys.get(name) == row["source_id"]
        ]
        if not numbers or not (study.raw / row["file"]).is_file():
            continue
        survey = survey_in(study, row["source_id"], row)
        asked = (*survey.open, *survey.closed, *survey.other)
        for at in numbers:
            if at <= len(survey.rows) and any(survey.rows[at - 1].get(name) for name in asked):
                remedy = "Empty its cells but that of the day, so that the next answers keep their numbers; in backups as well"
                what = "what was withdrawn is still there"
                yield Problem(f"data/raw/{row['file']}", f"answer {at}", what, remedy)


def write_letter(study: Study, whose: str) -> list[Path]:
    """Write the letter that what `whose` withdrew last was stopped and deleted, in each language; the paths.

    Raises `StudyError` when nothing was withdrawn by them, or when it was not carried out.
    """
    consents = read_consents(study)
    every = withdrawals_of(consents)
    own = [one for one in every if one.whose == whose]
    if not own:
        what = f"{whose!r} withdrew nothing"
        raise StudyError(Problem(FILE, "", what, nearest(whose, {one.whose for one in every})))
    one = own[-1]
    found = carried_out(study, consents, one)
    assert one.done is not None
    paths = []
    for language in LANGUAGES:
        done = _day(datetime.combine(one.done, datetime.min.time()), language, timed=False)
        sources = listed(consents.about(whose), language)
        html = render(
            "protect/letters",
            "withdrawal",
            language,
            whose=whose,
            study=_title(study, language),
            received=_day(one.received, language, one.timed),
            deadline=_day(one.deadline, language),
            scopes=listed([word(f"scope.{scope}", language) for scope in one.scopes], language),
            done=[
                phrase(
                    f"carried_out.{scope}",
                    language,
                    found.files,
                    done=done,
                    files=number(found.files, language),
                    sources=sources,
                )
                for scope in one.scopes
            ],
        )
        paths.append(_write(study, f"{whose}.withdrawal.{language}", html))
    return paths


def _kind(what: str, language: str) -> str:
    """What the audit says it found, in the words of a language where it is an identifier that was replaced."""
    match = _IDENTIFIER.fullmatch(what)
    if match is None or not has_word(f"identifier.{match[1]}"):
        return what
    return phrase(
        "letter.identifier", language, kind=word(f"identifier.{match[1]}", language), source=match[2]
    )


def write_notice(study: Study, noticed: datetime) -> list[Path]:
    """Write the notice that the protection of personal data failed, from what the audit of everything built finds; the paths."""
    problems, searched = audit(study)
    by_kind: dict[str, list[str]] = defaultdict(list)
    for problem in problems:
        # a file whose name tells somebody is not named again
        file = f"{problem.file.rpartition('/')[0]}/…" if problem.place == "its name" else problem.file
        place = problem.place.replace("its name", "")
        by_kind[problem.what.removesuffix(" still stands here")].append(
            ", ".join(filter(None, (file, place)))
        )
    paths = []
    for language in LANGUAGES:
        places = sorted({place for found in by_kind.values() for place in found})
        html = render(
            "protect/letters",
            "breach",
            language,
            study=_title(study, language),
            noticed=_day(noticed, language),
            deadline=_day(noticed + CLOCK, language),
            disclosed=[
                phrase(
                    "letter.disclosed", language, len(found), what=_kind(what, language), places=len(found)
                )
                for what, found in sorted(by_kind.items())
            ],
            places=places[:_LISTED],
            more=len(places) - _LISTED,
            searched=len(searched),
        )
        paths.append(_write(study, f"breach-{noticed:%Y-%m-%d}.{language}", html))
    return paths


def _write(study: Study, name: str, html: str) -> Path:
    """A letter as a Word file in the private folder, to complete and sign."""
    # what somebody is called is no path
    plain = re.sub(r"[^\w. -]", "-", name)
    path = study.private / "letters" / f"{plain}.docx"
    write_atomically(
        path,
        lambda part: pypandoc.convert_text(html, "docx", format="html", outputfile=str(part)),
    )
    return path
