"""What was made in another program, added to the study whose texts it was made on."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from jalin.code import read_codebook
from jalin.code.add_codes import add_codes
from jalin.code.lines import coding_id, file_of, path_of
from jalin.errors import Problem, StudyError, nearest, not_yet, refuse
from jalin.exchange.account import Account
from jalin.exchange.coding_lines import coding_line
from jalin.exchange.links import add_passages, passages_of
from jalin.exchange.of_study import coding_names, kept_in_exchange, project_of
from jalin.exchange.pictures import REGIONS
from jalin.exchange.positions import canonical_places, new_span
from jalin.exchange.project import (
    Memo,
    Project,
    ProjectCode,
    ProjectCoding,
    codings_by_document,
    full_names,
    unique_names,
)
from jalin.exchange.study_texts import codebook_entries, identifiers, memo_file
from jalin.exchange.write_taguette import tag_paths
from jalin.files import ORIGINS, write_text
from jalin.reading import read_text
from jalin.records import read_records
from jalin.study import Study

_SPACE = uuid.UUID("6ba7b817-9dad-11d1-80b4-00c04fd430c8")


def _named(theirs: dict[str, str], ours: list[dict[str, str]]) -> dict[str, str]:
    """Our guid for each of theirs, by the same name, else by the same in other letters; names by guid, ours in every language.

    A name that two of ours bear matches neither.
    """
    found: dict[str, str] = {}
    for plain in (str.casefold, str):
        by_name: dict[str, set[str]] = defaultdict(set)
        for names in ours:
            for guid, name in names.items():
                by_name[plain(name)].add(guid)
        same = ((guid, by_name.get(plain(name), set())) for guid, name in theirs.items())
        found |= {guid: next(iter(guids)) for guid, guids in same if len(guids) == 1}
    return found


def _matched(
    found: dict[str, str], theirs: Iterable[str], ours: Iterable[str], numbered: bool
) -> dict[str, str]:
    """Our guid for each of `theirs`: the guid itself, else what was `found` by name.

    Where guids are made of numbers, which a program gives anew, names say it, and a guid only what no name says.
    """
    same = set(ours)
    by_guid = {guid: guid for guid in theirs if guid in same}
    if not numbered:
        return found | by_guid
    taken = set(found.values())
    return {guid: known for guid, known in by_guid.items() if known not in taken} | found


def _matched_codes(
    theirs: list[ProjectCode], ours: list[list[ProjectCode]], numbered: bool
) -> dict[str, str]:
    """Our guid for each of their codes: by the guid, the place in the tree, the name as numbered, or the name."""
    names = {code.guid: code.name for code in theirs}
    plain = _named(names, [{code.guid: code.name for code in codes} for codes in ours])
    suffixed = [
        dict(zip((c.guid for c in codes), unique_names([c.name for c in codes]), strict=True))
        for codes in ours
    ]
    full = full_names(theirs)
    by_place = _named(full, [full_names(codes) for codes in ours])
    # Taguette has a path in place of a tree, and cuts a long one
    paths = {guid: name.replace("\n", ".") for guid, name in full.items()}
    by_tag = _named(paths, [tag_paths(codes) for codes in ours])
    found = plain | _named(names, suffixed) | by_tag | by_place
    return _matched(found, names, (code.guid for codes in ours for code in codes), numbered)


@dataclass(frozen=True)
class Matches:
    """Identifiers of the study by the guids of the project; a thing without one is not the study's."""

    sources: dict[str, str]
    codes: dict[str, str]
    coders: dict[str, str]


def _own_identifiers(study: Study, own: Project) -> Matches:
    """The study's identifiers by the guids of its own export `own`."""
    coders = (coder.id for coder in study.settings.coders)
    return Matches(
        {item.guid: item.name for item in own.documents},
        dict(zip((code.guid for code in own.codes), read_codebook(study).codes, strict=True)),
        dict(zip((user.guid for user in own.users), coders, strict=True)),
    )


def _origins(study: Study, ids: Matches) -> dict[str, str]:
    """What the sources were called before they had ids of their own, by their guids."""
    path = study.raw / ORIGINS
    guids = {source_id: guid for guid, source_id in ids.sources.items()}
    rows = read_records(path, study.relative(path), ("source_id", "file"))
    return {
        guids[row["source_id"]]: row["file"].rsplit(".", 1)[0] for _, row in rows if row["source_id"] in guids
    }


def _matches(study: Study, project: Project, own: list[Project], ids: Matches) -> Matches:
    """What of `project` is the study's; `own`: its export in every language, `ids` its identifiers."""
    titles = {item.guid: item.name.rsplit(".", 1)[0] for item in project.documents}
    sources = _matched(
        _named(titles, [ids.sources, _origins(study, ids)]), titles, ids.sources, project.numbered
    )
    found = _matched_codes(project.codes, [one.codes for one in own], project.numbered)
    people = {user.guid: user.name for user in project.users}
    called = _named(people, [{user.guid: user.name for user in one.users} for one in own])
    users = _matched(called, people, (user.guid for one in own for user in one.users), project.numbered)
    return Matches(
        {guid: ids.sources[known] for guid, known in sources.items()},
        {guid: ids.codes[known] for guid, known in found.items()},
        {guid: ids.coders[known] for guid, known in users.items()},
    )


def new_codes(study: Study, project: Project) -> list[str]:
    """Add to codebook.yaml the codes of `project` that the study does not have; their identifiers.

    Raises `StudyError`, and writes nothing, when the codebook is not right with them.
    """
    book = read_codebook(study)
    known = _codebook_matches(study, project)
    fresh = [code for code in project.codes if code.guid not in known]
    if not fresh:
        return []
    names = identifiers([*book.today, *(code.name for code in fresh)], "C", upper=True)[len(book.today) :]
    ids = known | dict(zip((code.guid for code in fresh), names, strict=True))
    since = study.settings.rounds[-1].id
    add_codes(study, [entry | {"since": since} for entry in codebook_entries(fresh, ids)])
    return names


def _codebook_matches(study: Study, project: Project) -> dict[str, str]:
    """The study's code for each of the project's codes, without anything built."""
    book = read_codebook(study)
    ours = [
        [ProjectCode(code.id, code.name[language], code.parent or "") for code in book.codes.values()]
        for language in study.languages
    ]
    return _matched_codes(project.codes, ours, project.numbered)


def add_codings(
    study: Study,
    project: Project,
    shown: str,
    coder: str = "",
    codes: bool = False,
    account: Account | None = None,
) -> dict[tuple[str, str], int]:
    """Add to the coders' files the codings of `project` that the study does not have; how many by coder and source.

    `project` is an export of this study that was coded further elsewhere; `shown` is its
    file's name. Sources, coders and codes are matched by identifier, else by name.
    `coder` made what nobody known to the study made: Taguette gives every highlight to
    whoever imported the file, so of these a coding that any coder has made is left.
    With `codes`, codes that the study does not have are added to codebook.yaml. Memos that it does not have are added.
    `account` says what is new, what was there already and what an import does not take.
    Raises `StudyError`, and writes nothing, for codes and coders that the study does not
    have and for texts that are not those of the study.
    """
    known_coders = [one.id for one in study.settings.coders]
    if coder and coder not in known_coders:
        raise StudyError(Problem("data/raw/study.yaml", "coders", *not_yet("coder", coder, known_coders)))
    exports = [project_of(study, language) for language in study.languages]
    own = exports[0]
    ids = _own_identifiers(study, own)
    matches = _matches(study, project, exports, ids)
    known = set() if project.numbered else {coding.guid for coding in own.codings}
    new = [coding for coding in project.codings if coding.guid not in known]
    on = codings_by_document(new)
    read = {item.guid: canonical_places(item.text) for item in project.documents if item.guid in on}
    texts = {guid: text for guid, (text, _) in read.items()}
    refuse(_problems(study, project, new, shown, matches, texts, own, coder, codes))
    fresh = new_codes(study, project) if codes else []
    if codes:
        matches = Matches(matches.sources, matches.codes | _codebook_matches(study, project), matches.coders)
    ours = {item.guid: item.text for item in own.documents}
    there = {
        (
            ids.coders[one.user],
            ids.sources[one.document],
            ids.codes[one.code],
            *_bare(ours[one.document], one.start, one.end),
        )
        for one in own.codings
    }
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for guid, (text, places) in read.items():
        source_id = matches.sources[guid]
        for coding in on[guid]:
            span = new_span(places, coding.start, coding.end, [], text)
            who, code = matches.coders.get(coding.user, coder), matches.codes[coding.code]
            others = known_coders if coding.user not in matches.coders else [who]
            bare = _bare(text, *span)
            if text[slice(*span)].strip() and not any(
                (one, source_id, code, *bare) in there for one in others
            ):
                if project.numbered:
                    # its number may be that of another coding here
                    said = "\n".join((who, source_id, code, *map(str, span)))
                    coding = replace(coding, guid=str(uuid.uuid5(_SPACE, said)))
                lines[who, source_id].append(coding_line(coding, code, text, span))
                there.add((who, source_id, code, *bare))
    memos = _new_memos(study, project, own)
    counts = _written(study, lines)
    links = _new_links(study, project, own, lines)
    if account is not None:
        _say(
            account,
            study,
            own,
            project,
            {"codings": sum(counts.values()), "codes": len(fresh), "memos": len(memos), "links": links},
        )
    return counts


def _say(account: Account, study: Study, own: Project, project: Project, new: Mapping[str, int]) -> None:
    """Say of everything in a project how much of it is `new` to the study, there already, or nothing an import takes."""
    known = Counter(kept_in_exchange(study)) + Counter(cases=len(own.cases))
    known["passages of cases"] += sum(len(case.documents) for case in own.cases)
    ours, theirs = (
        {region.guid for picture in one.pictures for region in picture.regions} for one in (own, project)
    )
    project.account.take(REGIONS, -len(theirs - ours))
    project.account.keep(REGIONS, len(theirs - ours))
    # of those whose picture did not go
    known[REGIONS] = len(ours - theirs)
    for thing in project.account:
        found, fresh = project.account[thing], new.get(thing, 0)
        there = min(found["kept"], known.get(thing, 0))
        account.take(thing, fresh)
        account.keep(thing, found["taken"] - fresh + there)
        account.leave(thing, found["kept"] - there, "an import has no place for them")
        account.leave(thing, found["left"], "with no place in their text, or no code")


def _new_links(
    study: Study, project: Project, own: Project, lines: Mapping[tuple[str, str], list[str]]
) -> int:
    """Add the links of a project between codings of the study, `lines` those just added; how many are new."""
    known = {link.guid for link in own.links}
    new = [link for link in project.links if link.guid not in known]
    called = coding_names(study) if new else {}
    called |= {coding_id(line): (*owner, coding_id(line)) for owner, those in lines.items() for line in those}
    found = passages_of(new, called, date.today().isoformat(), study.language(""))
    project.account.take("links", len(found) - len(new))
    project.account.keep("links", len(new) - len(found))
    return add_passages(study, found.values()) if found else 0


def _new_memos(study: Study, project: Project, own: Project) -> list[Memo]:
    """Add the memos of a project that the study does not have, known by identifier or by their words; those that are new."""
    guids = set() if project.numbered else {memo.guid for memo in own.memos}
    words = {" ".join(memo.text.split()) for memo in own.memos}
    new = [
        memo for memo in project.memos if memo.guid not in guids and " ".join(memo.text.split()) not in words
    ]
    folder = study.raw / "coding" / "memos"
    taken = {path.stem for path in folder.glob("*.md")}
    numbers = (name for number in count(1) if (name := f"{number:03d}") not in taken)
    for memo, name in zip(new, numbers, strict=False):
        write_text(folder / f"{name}.md", memo_file(memo, name, date.today().isoformat()))
    return new


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without white space at its ends: programs differ in whether a line end is part of a passage."""
    passage = text[start:end]
    return start + len(passage) - len(passage.lstrip()), end - len(passage) + len(passage.rstrip())


def _written(study: Study, lines: dict[tuple[str, str], list[str]]) -> dict[tuple[str, str], int]:
    """Add the lines to the coders' files; how many each file did not have."""
    counts: dict[tuple[str, str], int] = {}
    for (coder, source_id), added in sorted(lines.items()):
        path = path_of(study, coder, source_id)
        before = read_text(path, study.relative(path)).split("\n") if path.exists() else []
        before = [line for line in before if line.strip()]
        # the build may be older than the file
        there = {coding_id(line) for line in before}
        fresh = [line for line in added if coding_id(line) not in there]
        if fresh:
            write_text(path, file_of([*before, *fresh]))
            counts[coder, source_id] = len(fresh)
    return counts


def _problems(
    study: Study,
    project: Project,
    new: list[ProjectCoding],
    shown: str,
    matches: Matches,
    texts: dict[str, str],
    own: Project,
    coder: str,
    codes: bool,
) -> list[Problem]:
    """What keeps the new codings from being added; `texts`: those they are on, in canonical form, by guid."""
    problems = []
    used_codes, users = {one.code for one in new}, {one.user for one in new}
    for code in project.codes if not codes else []:
        if code.guid in used_codes and code.guid not in matches.codes:
            guess = nearest(code.name, [one.name for one in own.codes])
            what = f"the code {code.name!r} is not in the codebook"
            remedy = f"Add it to codebook.yaml, or import with --codes. {guess}"
            problems.append(Problem(shown, "", what, remedy))
    names = {user.guid: user.name for user in project.users}
    for user in sorted(users - matches.coders.keys()) if not coder else []:
        what = f"the coder {names.get(user, user)!r} is not known"
        known = ", ".join(one.id for one in study.settings.coders)
        remedy = (
            f"Say whose codings they are with --coder ({known}), or name the coder in data/raw/study.yaml"
        )
        problems.append(Problem(shown, "", what, remedy))
    documents = {item.name: item.text for item in own.documents}
    titles = {item.guid: item.name for item in project.documents}
    for guid, text in texts.items():
        if guid not in matches.sources:
            what = f"the source {titles[guid]!r} is not in the study"
            problems.append(Problem(shown, "", what, "Make a study of it with: jalin new"))
        elif text != documents[matches.sources[guid]]:
            what = f"the text of {titles[guid]} is not that of the study as built"
            problems.append(Problem(shown, "", what, "Export the study again, and code on that text"))
    return problems
