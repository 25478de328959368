"""Comments in the margin of Word files as codings: a comment's text is a code, its author the coder, its passage the place.

So code people who know Word and no other program, and supervisors who read along.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from jalin.code.add_codes import add_codes
from jalin.code.lines import file_of, path_of
from jalin.collect.blocks import Unreadable
from jalin.collect.readers import read_file
from jalin.collect.stage import run as collect
from jalin.errors import Problem, StudyError
from jalin.exchange.coding_lines import coding_line
from jalin.exchange.project import ProjectCoding
from jalin.exchange.quoted import Quoted, tree_of
from jalin.exchange.study_texts import codebook_entries, identifiers, yaml_of
from jalin.files import write_text
from jalin.protect.stage import hide
from jalin.reading import parse_yaml, read_text
from jalin.study import SETTINGS, Study, open_study
from jalin.tables.made import Built

# a longer or a spoken comment is a remark and no code
_WORDS, _LETTERS = 5, 48


def codes_in(comment: str) -> list[tuple[str, str]]:
    """The codes that a comment names, each with what is noted of it: `CODE`, `ONE; TWO`, `CODE: note`, one a line."""
    found = []
    for item in re.split(r"\s*[;\n]\s*", comment.strip()):
        name, _, note = item.partition(":")
        if name.strip():
            found.append((name.strip().lstrip("#"), note.strip()))
    return found


def are_codes(comments: Sequence[str]) -> bool:
    """Whether comments are codes and no remarks: most of them name nothing longer than a code is."""

    def short(comment: str) -> bool:
        names = [name for name, _ in codes_in(comment)]
        return bool(names) and all(
            len(name.split()) <= _WORDS and len(name) <= _LETTERS and not name.endswith(("?", "!", "."))
            for name in names
        )

    return bool(comments) and sum(map(short, comments)) > 0.8 * len(comments)


def quoted_of_comments(path: Path) -> list[Quoted]:
    """The passages that comments of a Word file code; empty when it has none, or they are remarks."""
    try:
        comments = read_file(path).comments
    except Unreadable as fault:
        raise StudyError(Problem(path.name, fault.place, fault.what, fault.remedy)) from None
    if not are_codes([one.text for one in comments]):
        return []
    return [
        Quoted(f"comment {number}", path.stem, ((name,),), one.quote, one.author, note, one.date)
        for number, one in enumerate(comments, start=1)
        for name, note in codes_in(one.text)
        if one.quote.strip()
    ]


def code_comments(study: Study) -> tuple[dict[str, int], list[str]]:
    """Make codings of the comments in the sources of a new study, where they are codes; counts, and a sentence, of what was made.

    Their authors become the study's coders, whoever has most first. What is made stands in study.yaml,
    codebook.yaml and the coders' files. Nothing is made where a file cannot be read: the check says which.
    """
    try:
        collected = collect(study)
    except StudyError:
        return {}, []
    comments = collected["comments"]
    if not are_codes(list(comments["text"])):
        return {}, []
    protected = hide(study, Built(study, collected))
    places = protected.comments.set_index("comment_id")
    names = [author or "–" for author in comments["author"].value_counts().index]
    coders = dict(zip(names, (one.lower() for one in identifiers(names, "coder")), strict=True))
    paths: dict[tuple[str, ...], str] = {
        (name,): "" for text in comments["text"] for name, _ in codes_in(text)
    }
    codes = tree_of(paths)
    ids = dict(
        zip(
            (code.guid for code in codes),
            identifiers([code.name for code in codes], "C", upper=True),
            strict=True,
        )
    )
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in comments.itertuples():
        start, end = int(places.at[row.comment_id, "start"]), int(places.at[row.comment_id, "end"])
        text = protected.texts[row.source_id]
        coder = coders[row.author or "–"]
        for number, (name, note) in enumerate(codes_in(row.text), start=1):
            coding = ProjectCoding(
                f"{row.comment_id}-{number}", row.source_id, name, start, end, coder, row.date, note
            )
            lines[coder, row.source_id].append(coding_line(coding, ids[name], text, (start, end)))
    path = study.raw / "study.yaml"
    settings = parse_yaml(read_text(path, SETTINGS), SETTINGS)
    settings["coders"] = [{"id": coder, "name": name} for name, coder in coders.items()]
    write_text(path, yaml_of(settings))
    add_codes(open_study(study.root), codebook_entries(codes, ids))
    for owner, found in lines.items():
        write_text(path_of(study, *owner), file_of(found))
    count = sum(map(len, lines.values()))
    return {"codes": len(codes) + 1, "codings": count, "coders": len(coders)}, [
        f"comments in the margin read as codings: {count}, of {len(codes)} codes by {', '.join(names)}"
    ]
