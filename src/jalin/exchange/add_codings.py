"""Codings made in another program, added to the study whose texts they were made on."""

import json

from jalin.code import read_codebook
from jalin.code.anchor import context
from jalin.errors import Problem, nearest, refuse
from jalin.exchange.of_study import project_of
from jalin.exchange.places import canonical_places, new_span
from jalin.exchange.project import Document, Project, ProjectCoding
from jalin.files import write_text
from jalin.study import Study, read_text


def _matched(theirs: dict[str, str], ours: dict[str, str]) -> dict[str, str]:
    """Our guid for each of theirs, by the guid itself, else by the same name; names by guid on both sides."""
    by_name = {name.casefold(): guid for guid, name in ours.items()}
    found = {
        guid: guid if guid in ours else by_name.get(name.casefold(), "") for guid, name in theirs.items()
    }
    return {guid: own for guid, own in found.items() if own}


def _line(coding: ProjectCoding, code: str, text: str, span: tuple[int, int]) -> str:
    prefix, suffix = context(text, *span)
    content = {
        "id": coding.guid,
        "code": code,
        "start": span[0],
        "end": span[1],
        "quote": text[span[0] : span[1]],
        "prefix": prefix,
        "suffix": suffix,
        "memo": coding.memo,
        "created": coding.created[:10],
    }
    return json.dumps(content, ensure_ascii=False) + "\n"


def add_codings(study: Study, project: Project, shown: str) -> dict[tuple[str, str], int]:
    """Add to the coders' files the codings of `project` that the study does not have; how many by coder and source.

    `project` is an export of this study that was coded further elsewhere; `shown` is its
    file's name. Sources, coders and codes are matched by identifier, else by name.
    Raises `StudyError`, and writes nothing, for codes and coders that the study does not
    have and for texts that are not those of the study.
    """
    own = project_of(study)
    documents = {item.guid: item for item in own.documents}
    match_source = _matched(
        {item.guid: item.name.rsplit(".", 1)[0] for item in project.documents},
        {item.guid: item.name for item in own.documents},
    )
    match_code = _matched(
        {code.guid: code.name for code in project.codes}, {code.guid: code.name for code in own.codes}
    )
    match_user = _matched(
        {user.guid: user.name for user in project.users}, {user.guid: user.name for user in own.users}
    )
    codes = dict(zip((code.guid for code in own.codes), read_codebook(study).codes, strict=True))
    coders = dict(zip((user.guid for user in own.users), (c.id for c in study.settings.coders), strict=True))
    known = {coding.guid for coding in own.codings}
    new = [coding for coding in project.codings if coding.guid not in known]
    refuse(_problems(project, new, shown, (match_source, match_code, match_user), documents, own))
    lines: dict[tuple[str, str], list[str]] = {}
    for item in project.documents:
        if item.guid not in match_source:
            continue
        document: Document = documents[match_source[item.guid]]
        _, places = canonical_places(item.text)
        for coding in new:
            if coding.document == item.guid:
                span = new_span(places, coding.start, coding.end, [], document.text)
                key = coders[match_user[coding.user]], document.name
                if span[0] < span[1]:
                    line = _line(coding, codes[match_code[coding.code]], document.text, span)
                    lines.setdefault(key, []).append(line)
    counts: dict[tuple[str, str], int] = {}
    for (coder, source_id), added in sorted(lines.items()):
        path = study.raw / "coding" / "codings" / coder / f"{source_id}.jsonl"
        before = read_text(path, study.shown(path)).splitlines() if path.exists() else []
        before = [f"{line}\n" for line in before if line.strip()]
        # the build may be older than the file
        there = {_place(line)[2] for line in before}
        fresh = [line for line in added if _place(line)[2] not in there]
        if fresh:
            write_text(path, "".join(sorted([*before, *fresh], key=_place)))
            counts[coder, source_id] = len(fresh)
    return counts


def _place(line: str) -> tuple[int, int, str]:
    content = json.loads(line)
    return int(content.get("start", 0)), int(content.get("end", 0)), str(content.get("id", ""))


def _problems(
    project: Project,
    new: list[ProjectCoding],
    shown: str,
    matches: tuple[dict[str, str], dict[str, str], dict[str, str]],
    documents: dict[str, Document],
    own: Project,
) -> list[Problem]:
    """What keeps the new codings from being added."""
    match_source, match_code, match_user = matches
    problems = []
    used_codes, users = {one.code for one in new}, {one.user for one in new}
    for code in project.codes:
        if code.guid in used_codes and code.guid not in match_code:
            guess = nearest(code.name, [one.name for one in own.codes])
            what = f"the code {code.name!r} is not in the codebook"
            problems.append(Problem(shown, "", what, f"Add it to codebook.yaml. {guess}"))
    names = {user.guid: user.name for user in project.users}
    for user in sorted(users - match_user.keys()):
        what = f"the coder {names.get(user, user)!r} is not known"
        remedy = f"Name the coder in data/raw/study.yaml. {nearest(names.get(user, ''), [one.name for one in own.users])}"
        problems.append(Problem(shown, "", what, remedy))
    for item in project.documents:
        if any(one.document == item.guid for one in new):
            if item.guid not in match_source:
                what = f"the source {item.name!r} is not in the study"
                problems.append(Problem(shown, "", what, "Make a study of it with: jalin new"))
            elif canonical_places(item.text)[0] != documents[match_source[item.guid]].text:
                what = f"the text of {item.name} is not that of the study as built"
                problems.append(Problem(shown, "", what, "Export the study again, and code on that text"))
    return problems
