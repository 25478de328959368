"""A new study: empty but for an example to write over, or with the files of a folder as its sources."""

import re
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from importlib.resources import files as files_of
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from jalin.code.lines import file_of
from jalin.collect.register import surveys_told
from jalin.collect.stage import run as collect
from jalin.errors import StudyError
from jalin.exchange.account import Account
from jalin.exchange.coding_lines import coding_line
from jalin.exchange.folder import FolderFiles, files_of_folder
from jalin.exchange.plan import Plan, write_plan
from jalin.exchange.project import Project, ProjectCode, ProjectCoding
from jalin.exchange.study_texts import (
    codebook_entries,
    identifiers,
    origins_of,
    register_of,
    settings_of,
    yaml_of,
)
from jalin.exchange.word_comments import code_comments
from jalin.files import FOLDERS, ORIGINS
from jalin.protect.ids import drawn, neutral_ids
from jalin.protect.speakers import suggest_labels
from jalin.study import open_study
from jalin.words import DEFAULT, word

_GUIDES = {"id": "PANDUAN.md", "en": "GUIDE.md"}


def empty_study(
    destination: Path,
    origin: Path | None = None,
    languages: Sequence[str] = DEFAULT,
    today: date | None = None,
    account: Account | None = None,
    title: str = "",
) -> tuple[dict[str, int], list[str]]:
    """Make a study in `destination` that builds at once; its report says what is still missing.

    `title` is that of its report, the name of the folder where there is none. Without `origin` it has one example document, coded once, to write over. With a folder,
    its Word and text files become interviews, with the recordings and pictures of their names beside them. Returns
    how many sources, codes, codings and coders it has, and a sentence for each file that was not taken, or twice; `account` says how many of each.
    Raises `StudyError` when `destination` has something in it, or the folder has no file that can be read.
    """
    day = (today or date.today()).isoformat()
    with files_of_folder(origin) if origin else nullcontext(FolderFiles()) as found:
        plan = plan_empty(destination.name, found, languages, day, title=title)
        write_plan(plan, destination)
    study = open_study(destination)
    told = [*found.told, *surveys_told(study)]
    made: dict[str, int] = {}
    try:
        collected = collect(study)
    except StudyError as error:
        # as the check says it again until it is mended
        told += [f"taken, and cannot be read yet: {problem}" for problem in error.problems]
    else:
        told += suggest_labels(study, collected)
        if origin:
            made, comments = code_comments(study, collected)
            told += comments
    if account is not None and origin:
        account.take("files", len(found.sources))
        account.keep(
            "files", sum(map(len, found.beside.values())), "recordings and pictures beside a transcript"
        )
        account.leave("files", len(found.left), "not taken")
        account.take("codings", made.get("codings", 0))
    return plan.counts | made, told


def plan_empty(
    name: str,
    found: FolderFiles,
    languages: Sequence[str],
    day: str,
    codes: Sequence[ProjectCode] = (),
    title: str = "",
) -> Plan:
    """A study called `title`, else `name`, with the sources `found` as interviews of `day`, in the first of its `languages`.

    Without any it has an example: a document, a code, a claim and a finding filled in. `codes` are in its codebook.
    """
    language = languages[0]
    example = word("new.id", language)
    if not found.sources:
        codes = [ProjectCode("1", example, description=word("new.code", language)), *codes]
    settings = settings_of(Project(name), {"a": "A"}, day, languages, title)
    short = identifiers([one.name for one in codes], "C", upper=True)
    ids = dict(zip((one.guid for one in codes), short, strict=True))
    settings["authors"] = [word("new.author", language)]
    common = {
        "case_id": "case",
        "date": day,
        "round": "1",
        "role_group": "all",
        "collector": "a",
        "language": language,
    }
    files: dict[str, str | Path] = {"data/raw/study.yaml": yaml_of(settings)}
    if found.sources:
        rows = []
        every = list(found.sources.items())
        sources = [every[at] for at in drawn([(path.stem, path.read_bytes()) for path, _ in every])]
        names = neutral_ids([path.stem for path, _ in sources])
        for number, ((path, taken), source_id) in enumerate(zip(sources, names, strict=True), start=1):
            beside = [
                f"interviews/{source_id}{f'-{at}' if at > 1 else ''}{other.suffix.lower()}"
                for at, other in enumerate(found.beside.get(path, []), start=1)
            ]
            own = {
                "source_id": source_id,
                "method": "interview",
                "file": f"interviews/{source_id}{taken.suffix.lower()}",
                "informant_id": f"I{number:02d}",
                "consent": "given",
            } | ({"media": "; ".join(beside)} if beside else {})
            rows.append(common | own)
            files[f"data/raw/{own['file']}"] = taken
            files |= {
                f"data/raw/{name}": other
                for name, other in zip(beside, found.beside.get(path, []), strict=True)
            }
        files[f"data/raw/{ORIGINS}"] = origins_of(
            dict(zip(names, (path.name for path, _ in sources), strict=True))
        )
    else:
        file, text = f"documents/{example}.md", word("new.example", language)
        own = {"source_id": example, "method": "document", "file": file, "consent": "public"}
        rows = [common | own]
        files[f"data/raw/{file}"] = f"{text}\n"
        files["data/raw/guides/interview.yaml"] = yaml_of(_guide(languages))
        files[f"data/raw/coding/codings/a/{example}.jsonl"] = _example_coded(example, text, day)
    files |= {
        "data/raw/sources.csv": register_of(rows),
        "data/raw/coding/codebook.yaml": yaml_of({"codes": codebook_entries(list(codes), ids)}),
        "data/raw/analysis/propositions.yaml": yaml_of(
            {"propositions": [] if found.sources else [_proposition(languages)]}
        ),
    }
    templates = files_of("jalin.exchange") / "guide"
    # what is told of an example, or of how the first finding is written
    parts = templates / ("ahead" if found.sources else "example")
    for one in languages:
        # in a language that has none of its own, English ones to write over
        guide = one if one in _GUIDES else "en"
        files[_GUIDES[guide]] = _written(templates / f"guide.{guide}.md", parts)
        for chapter in (templates / "chapters").iterdir():
            if chapter.name.endswith(ending := f".{guide}.md"):
                stem = chapter.name.removesuffix(ending)
                files[f"notebooks/report/{stem}.{one}.md"] = _written(chapter, parts)
    counts = {"sources": len(rows), "codes": len(ids), "codings": 0 if found.sources else 1, "coders": 1}
    return Plan(files, counts, tuple(f"data/raw/{folder}" for folder in FOLDERS))


def _written(template: Traversable, parts: Traversable) -> str:
    """A template whose `<!-- NAME -->` are the files NAME of its language in `parts`."""
    ending = "".join(Path(template.name).suffixes)
    return re.sub(
        r"<!-- (\w+) -->",
        lambda found: (parts / f"{found[1]}{ending}").read_text(encoding="utf-8").rstrip("\n"),
        template.read_text(encoding="utf-8"),
    )


def _said(key: str, languages: Sequence[str]) -> dict[str, str] | str:
    """Words in each language; in one language its own stand alone."""
    said = {language: word(key, language) for language in languages}
    return said if len(said) > 1 else next(iter(said.values()))


def _guide(languages: Sequence[str]) -> dict[str, Any]:
    """The example of a guide, with one question to write over."""
    item = {
        "asks": _said("new.guide.asks", languages),
        "probes": [_said("new.guide.probe", languages)],
    }
    return {"method": "interview", "opening": _said("new.guide.opening", languages), "items": [item]}


def _proposition(languages: Sequence[str]) -> dict[str, Any]:
    """The example of a claim, for which words of the example speak, whatever codes there are."""
    statement = _said("new.proposition", languages)
    return {"id": "P1", "statement": statement, "for": {"query": f'"{word("new.sought", languages[0])}"'}}


def _example_coded(name: str, text: str, day: str) -> str:
    """The coder's file with the first sentence of the example."""
    end = text.index(".") + 1
    coding = ProjectCoding("1", name, "1", 0, end, "a", day)
    return file_of([coding_line(coding, name, text, (0, end))])
