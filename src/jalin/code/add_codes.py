"""New codes into codebook.yaml, leaving every line that a person wrote as it is."""

import re

import yaml

from jalin.code.codebook import FILE, read_codebook
from jalin.errors import Problem, StudyError
from jalin.files import write_text
from jalin.reading import read_text
from jalin.study import Study

_ITEM = re.compile(r"^( *)- ", re.MULTILINE)


def _place(text: str) -> tuple[int, str]:
    """Where the list `codes` ends in the text of a codebook, and how far its items are set in."""
    start = re.search(r"^codes:[^\S\n]*(#.*)?$", text, re.MULTILINE)
    if not start:
        remedy = "Write the codes as a list, one '- id: ...' below another"
        raise StudyError(Problem(FILE, "codes", "no list of codes to add to is found", remedy))
    # the next key that is not set in ends the list; a list may stand under its key without being set in
    ends = re.compile(r"^(?![ \t#\n]|- ).", re.MULTILINE).search(text, start.end() + 1)
    first = _ITEM.search(text, start.end())
    end = ends.start() if ends else len(text)
    return end, first[1] if first and first.start() < end else "  "


def with_codes(text: str, entries: list[dict[str, object]]) -> str:
    """The text of a codebook with `entries` at the end of its list `codes`."""
    empty = re.compile(r"^codes:[^\S\n]*\[[^\S\n]*\][^\S\n]*$", re.MULTILINE)
    text = empty.sub("codes:", text)
    text = text if text.endswith("\n") else text + "\n"
    end, indent = _place(text)
    lines = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1000).splitlines()
    return text[:end] + "".join(f"{indent}{line}\n" for line in lines) + text[end:]


def add_codes(study: Study, entries: list[dict[str, object]]) -> None:
    """Add codes to the study's codebook.yaml; each has the fields of an entry there.

    Comments, order and spelling of what stands in the file stay. Raises `StudyError`,
    and changes nothing, when the codebook with them is not right.
    """
    path = study.raw / "coding" / "codebook.yaml"
    before = read_text(path, FILE)
    write_text(path, with_codes(before, entries))
    try:
        read_codebook(study)
    except StudyError:
        write_text(path, before)
        raise
