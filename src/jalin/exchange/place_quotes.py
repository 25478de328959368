"""Passages that other programs list, found in the study's texts by their words, and made codings."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from jalin.code import read_codebook
from jalin.code.anchor import CONTEXT, Unanchored, anchor
from jalin.exchange.account import Account
from jalin.exchange.add_codings import add_codings
from jalin.exchange.comment_codes import codes_called
from jalin.exchange.of_study import project_of
from jalin.exchange.positions import new_span, protected_places
from jalin.exchange.project import Document, Project, ProjectCode, ProjectCoding, User
from jalin.exchange.quoted import Quoted, tree_of
from jalin.exchange.spans import spans_in
from jalin.files import ORIGINS
from jalin.protect.key import read_key
from jalin.records import read_records, register_rows
from jalin.study import Study
from jalin.tables.store import folder, read, read_texts

_SPACE = uuid.UUID("6ba7b816-9dad-11d1-80b4-00c04fd430c8")
# the quotation marks in which a table puts a whole passage
_IN_MARKS = re.compile(r"""^[\s"'“”„«»‘’]+|[\s"'“”„«»‘’]+$""")
# how programs number documents before their names, D 3: W1 or 3 W1, and the endings of files that their names had
_NUMBERED = re.compile(r"^(?:D\s*)?\d+[:.]?\s+")
_ENDING = re.compile(
    r"\.(?:docx?|odt|rtf|pdf|txt|md|html?|xlsx?|csv|srt|vtt|mp3|m4a|wav|mp4)$", re.IGNORECASE
)
_ALIKE = {"'": "['’‘‚‛`´]", '"': '["“”„«»]', "-": "[-‐‑–—]"}


class Texts:
    """The study's texts as built, where words of what people said are found in them, hidden names and all."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.project = project_of(study)
        self.documents = {item.name: item for item in self.project.documents}

    @cached_property
    def _originals(self) -> dict[str, tuple[str, list[int], list[tuple[int, int, int]]]]:
        """Each source's own text, where each of its code points went, and what was replaced."""
        if not folder(self.study, "collect/sources").with_suffix(".parquet").exists():
            # in a copy that was shared
            return {}
        sources = read(self.study, "collect/sources")
        texts = read_texts(self.study, "collect", sources)
        key = [row for row in read_key(self.study) if row.get("place", "text") == "text"]
        found = {}
        for name, text in texts.items():
            replaced = [
                (int(row["start"]), int(row["end"]), len(row["original"]))
                for row in key
                if row["source_id"] == name
            ]
            found[name] = (text, protected_places(len(text), replaced), replaced)
        return found

    def spans(self, source: str, one: Quoted) -> list[tuple[int, int]]:
        """Every place of a quote in the de-identified text of a source; of several the one with the words around it, where these are known."""
        text = self.documents[source].text
        # with the apostrophe that makes a text of a cell, whose white space nobody knows by now
        bare = one.quote.removeprefix("'")
        if 0 <= one.start < one.end <= len(text) and text[one.start : one.end].split() in (
            one.quote.split(),
            bare.split(),
        ):
            return [(one.start, one.end)]
        ways = dict.fromkeys((one.quote, bare, _IN_MARKS.sub("", one.quote)))
        found = (self._found(source, replace(one, quote=words)) for words in ways)
        return next(filter(None, found), [])

    def _found(self, source: str, one: Quoted) -> list[tuple[int, int]]:
        """Every place of a quote that stands not where it stood."""
        text = self.documents[source].text
        pattern = _pattern(one.quote)
        if pattern is None:
            return []
        found: list[tuple[int, int]] = []
        if source in self._originals:
            original, places, replaced = self._originals[source]
            found = [
                new_span(places, *span, replaced, text)
                for span in _with_words_around(original, list(spans_in(pattern, original)), one)
            ]
        found = found or _with_words_around(text, list(spans_in(pattern, text)), one)
        if len(found) != 1 and one.start >= 0:
            # it stood in a text of ours that may have been edited since
            try:
                place = anchor(text, one.start, one.end, one.quote, one.prefix, one.suffix)
                return [(place.start, place.end)]
            except Unanchored:
                pass
        return found


def _with_words_around(text: str, spans: list[tuple[int, int]], one: Quoted) -> list[tuple[int, int]]:
    """Those of `spans` with the words before and after a quote as it had them; all, where none has."""
    before, after = (" ".join(side.split()) for side in (one.prefix, one.suffix))
    right = [
        (start, end)
        for start, end in spans
        if " ".join(text[max(0, start - 2 * CONTEXT) : start].split()).endswith(before)
        and " ".join(text[end : end + 2 * CONTEXT].split()).startswith(after)
    ]
    return right or spans


def _pattern(quote: str) -> re.Pattern[str] | None:
    """What finds a quote whatever its white space and the form of its quotation marks; None for one without words."""
    words = re.sub(r"^\W*(?:\.\.\.|…)\s*|\s*(?:\.\.\.|…)\W*$", "", quote.strip()).split()
    if not words:
        return None
    plain = str.maketrans(
        {mark: key for key, marks in _ALIKE.items() for mark in marks.strip("[]") if mark != key}
    )

    def escaped(word: str) -> str:
        return "".join(_ALIKE.get(mark, re.escape(mark)) for mark in word.translate(plain))

    return re.compile(r"\s+".join(map(escaped, words)))


def project_of_quotes(
    study: Study, quotes: Sequence[Quoted], names: Mapping[str, str]
) -> tuple[Project, list[str]]:
    """The codings of `quotes` on the study's texts as a project, and a sentence for each passage that has no one place.

    `names`: the source of each name under which another program may know it, in small letters.
    """
    texts, asked = Texts(study), []
    own = texts.project
    # an id says it, whoever else has it for a name
    coders = {user.name.casefold(): user for user in own.users}
    coders |= {
        coder.id.casefold(): user for coder, user in zip(study.settings.coders, own.users, strict=True)
    }
    codes = dict(zip(read_codebook(study).codes, own.codes, strict=True))
    by_path: dict[tuple[str, ...], ProjectCode] = {
        (name,): codes[code] for name, code in codes_called(read_codebook(study), study.languages).items()
    }
    fresh = tree_of({path: "" for one in quotes for path in one.codes if path not in by_path})
    by_path |= {tuple(code.guid.split("\n")): code for code in fresh}
    users = {
        one.coder: coders.get(one.coder.casefold(), User(one.coder, one.coder)) for one in quotes if one.coder
    }
    project = Project(study.settings.id, list(users.values()), [*own.codes, *fresh], list(own.documents))
    for one in quotes:
        named = _source_called(one.source.strip(), names)
        where = [named] if named else list(texts.documents) if not one.source.strip() else []
        places = [(source, span) for source in where for span in texts.spans(source, one)]
        if len(places) != 1:
            asked.append(_question(one, places, texts.documents, bool(where)))
            continue
        source, (start, end) = places[0]
        project.codings += [
            ProjectCoding(
                str(uuid.uuid5(_SPACE, "\n".join((source, *path, f"{start} {end}", one.coder)))),
                texts.documents[source].guid,
                by_path[path].guid,
                start,
                end,
                users[one.coder].guid if one.coder else "",
                one.created,
                one.memo,
            )
            for path in one.codes
        ]
    return project, asked


def _source_called(name: str, names: Mapping[str, str]) -> str | None:
    """The source that a program calls so, by a path, with an ending or a number of its own, of those in `names`."""
    for whole in (name, _NUMBERED.sub("", name)):
        last = Path(whole.replace("\\", "/")).name
        for called in (last, whole, _ENDING.sub("", last)):
            if found := names.get(called.casefold()):
                return found
    return None


def _question(
    one: Quoted, places: list[tuple[str, tuple[int, int]]], documents: Mapping[str, Document], known: bool
) -> str:
    code = ", ".join(path[-1] for path in one.codes)
    if not known:
        return f"{one.place}: the source {one.source!r} of {one.quote!r} ({code}) is not in the study"
    if not places:
        return f"{one.place}: {one.quote!r} ({code}) is not in the text of {one.source or 'any source'}"
    lines = ", ".join(
        f"{source} line {documents[source].text.count(chr(10), 0, start) + 1}"
        for source, (start, _) in places
    )
    return f"{one.place}: {one.quote!r} ({code}) stands in {len(places)} places: {lines}. Code the one that is meant"


def names_of_sources(study: Study) -> dict[str, str]:
    """The source of each name that another program may have for it: its id, its file, what it was called before, an informant heard there alone; in small letters, with and without ending."""
    found: dict[str, str] = {}
    shown = study.relative(study.raw / ORIGINS)
    origins = (row for _, row in read_records(study.raw / ORIGINS, shown, ("source_id", "file")))
    for row in (*origins, *register_rows(study, "file")):
        for name in (Path(row["file"]).name, Path(row["file"]).stem, row["source_id"]):
            found.setdefault(name.casefold(), row["source_id"])
    # a table of one's own has who said it, which tells the source of one who was heard once
    said = [row["informant_id"].casefold() for row in register_rows(study, "informant_id")]
    for name, row in zip(said, register_rows(study, "informant_id"), strict=True):
        if said.count(name) == 1:
            found.setdefault(name, row["source_id"])
    return found


def names_of_codes(study: Study) -> set[str]:
    """What codes are called, each by what no other is: by id, and by name and path in every language."""
    return set(codes_called(read_codebook(study), study.languages))


def import_quotes(
    study: Study,
    quotes: Sequence[Quoted],
    shown: str,
    coder: str = "",
    codes: bool = False,
    account: Account | None = None,
) -> list[str]:
    """Add the codings of `quotes` to the coders' files; a sentence on each file and on each passage without one place.

    `coder` made what the file does not say who made. Raises `StudyError` as `add_codings` does.
    """
    project, asked = project_of_quotes(study, quotes, names_of_sources(study))
    added = add_codings(study, project, shown, coder, codes)
    lines = [f"{count} codings of {whose} on {source}" for (whose, source), count in added.items()]
    placed = len(quotes) - len(asked)
    if account is not None:
        new = sum(added.values())
        account.take("codings", new)
        account.keep("codings", len(project.codings) - new)
        account.leave(
            "codings", sum(len(one.codes) for one in quotes) - len(project.codings), "without one sure place"
        )
    lines.append(f"{shown}: {len(quotes)} passages, {placed} placed, {len(asked)} not")
    return lines + asked
