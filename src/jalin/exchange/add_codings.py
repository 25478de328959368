"""Codings made in another program, added to the study whose texts they were made on."""

from collections import defaultdict

from jalin.code import read_codebook
from jalin.errors import Problem, nearest, refuse
from jalin.exchange.coding_lines import coding_id, coding_line, file_of
from jalin.exchange.of_study import project_of
from jalin.exchange.places import canonical_places, new_span
from jalin.exchange.project import Project, ProjectCoding, codings_by_document
from jalin.files import write_text
from jalin.study import Study, read_text


def _matched(theirs: dict[str, str], ours: dict[str, str]) -> dict[str, str]:
    """Our guid for each of theirs, by the guid itself, else by the same name; names by guid on both sides."""
    by_name = {name.casefold(): guid for guid, name in ours.items()}
    found = {
        guid: guid if guid in ours else by_name.get(name.casefold(), "") for guid, name in theirs.items()
    }
    return {guid: own for guid, own in found.items() if own}


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
    on = codings_by_document(new)
    read = {item.guid: canonical_places(item.text) for item in project.documents if item.guid in on}
    texts = {guid: text for guid, (text, _) in read.items()}
    refuse(_problems(project, new, shown, (match_source, match_code, match_user), texts, own))
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for guid, (text, places) in read.items():
        source_id = documents[match_source[guid]].name
        for coding in on[guid]:
            span = new_span(places, coding.start, coding.end, [], text)
            if span[0] < span[1]:
                line = coding_line(coding, codes[match_code[coding.code]], text, span)
                lines[coders[match_user[coding.user]], source_id].append(line)
    counts: dict[tuple[str, str], int] = {}
    for (coder, source_id), added in sorted(lines.items()):
        path = study.raw / "coding" / "codings" / coder / f"{source_id}.jsonl"
        before = read_text(path, study.shown(path)).splitlines() if path.exists() else []
        before = [line for line in before if line.strip()]
        # the build may be older than the file
        there = {coding_id(line) for line in before}
        fresh = [line for line in added if coding_id(line) not in there]
        if fresh:
            write_text(path, file_of([*before, *fresh]))
            counts[coder, source_id] = len(fresh)
    return counts


def _problems(
    project: Project,
    new: list[ProjectCoding],
    shown: str,
    matches: tuple[dict[str, str], dict[str, str], dict[str, str]],
    texts: dict[str, str],
    own: Project,
) -> list[Problem]:
    """What keeps the new codings from being added; `texts`: those they are on, in canonical form, by guid."""
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
    documents = {item.guid: item.text for item in own.documents}
    names = {item.guid: item.name for item in project.documents}
    for guid, text in texts.items():
        if guid not in match_source:
            what = f"the source {names[guid]!r} is not in the study"
            problems.append(Problem(shown, "", what, "Make a study of it with: jalin new"))
        elif text != documents[match_source[guid]]:
            what = f"the text of {names[guid]} is not that of the study as built"
            problems.append(Problem(shown, "", what, "Export the study again, and code on that text"))
    return problems
