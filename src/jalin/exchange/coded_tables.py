"""Codings of other programs as tables and lists of quotes, placed in the study's texts by their words.

A table is known by its headings: retrieved segments of MAXQDA, quotations of ATLAS.ti, excerpts of Dedoose,
highlights of Taguette, coded text of QualCoder and Delve, our own. NVivo's references of a code are a text a code.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from jalin.code import read_codebook
from jalin.code.anchor import CONTEXT, Unanchored, anchor
from jalin.collect.blocks import Unreadable, Wordless
from jalin.collect.readers import read_file
from jalin.errors import Problem, StudyError
from jalin.exchange.account import Account
from jalin.exchange.add_codings import add_codings
from jalin.exchange.of_study import project_of
from jalin.exchange.positions import new_span, protected_places
from jalin.exchange.project import Document, Project, ProjectCode, ProjectCoding, User
from jalin.exchange.quoted import Quoted, tree_of
from jalin.exchange.study_texts import ORIGINS
from jalin.exchange.word_comments import quoted_of_word
from jalin.exchange.write_codings import FIELDS, code_paths
from jalin.files import REGISTER
from jalin.protect.key import read_key
from jalin.records import read_records
from jalin.study import Study
from jalin.tables.store import folder, read, read_texts

_SPACE = uuid.UUID("6ba7b816-9dad-11d1-80b4-00c04fd430c8")
# the headings of each thing, in small letters and without marks; the first that is there counts
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "quote": (
        "quote", "segment", "coded segment", "quotation content", "quotation text", "excerpt copy", "excerpt", "seltext",
        "coded text", "coded", "highlight", "content", "text", "snippet", "kutipan", "segmen", "segmento", "textsegment", "zitat",
    ),
    "source": (
        "source id", "document name", "document", "media title", "resource", "file name", "filename", "file", "source",
        "transcript", "dokumen", "nama dokumen", "dokumentname", "dokument", "sumber", "nombre del documento", "nom du document",
    ),
    "code": (
        "code path", "code name", "codename", "code", "codes", "tag", "tags", "node", "nodes", "codes applied combined", "kode",
        "codes applied", "code system", "código",
    ),
    "coder": ("coder", "created by", "excerpt creator", "owner", "user", "author", "pengode", "erstellt von", "coded by", "creado por", "créé par"),
    "memo": ("memo", "coded memo", "comment", "note", "notes", "kommentar", "catatan"),
    "created": ("created", "excerpt date", "date", "erstellt", "tanggal"),
    "start": ("start", "pos0"),
    "end": ("end", "pos1"),
}  # fmt: skip
_NAME = ("code name", "codename", "name", "code", "codes", "tag", "node", "kode", "nama", "nama kode")
_MEANING = (
    "definition",
    "description",
    "memo",
    "code description",
    "definisi",
    "keterangan",
    "comment",
    "beschreibung",
)
_PARENT = ("parent", "parent code", "parent name", "induk", "category", "kategori")
_APPLIED = re.compile(r"code: (?P<path>.+) applied", re.IGNORECASE)
# <Files\\W01> - § 2 references coded  [12.00% Coverage], in any language of NVivo
_NVIVO_FILE = re.compile(r"<(?P<path>[^<>]+)> - § ?\d+ .*")
_NVIVO_REFERENCE = re.compile(r"\S+ \d+\s*[-–]\s*\d[\d.,]*\s?%.*")
_ALIKE = {"'": "['’‘‚‛`´]", '"': '["“”„«»]', "-": "[-‐‑–—]"}


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", heading.casefold()).split())


def _path(name: str, marks: Sequence[str]) -> tuple[str, ...]:
    """A code's name as its path from the top, cut at the first of `marks` that is in it."""
    mark = next((one for one in marks if one in name), None)
    parts = name.split(mark) if mark else [name]
    return tuple(part.strip() for part in parts if part.strip())


def rows_of_file(path: Path) -> list[dict[str, str]]:
    """The rows of a table, as a person sees them; of a Word document the rows of its tables. Raises `StudyError` when it cannot be read."""
    try:
        reading = read_file(path)
    except Wordless:
        # the headings alone, of what has no coding
        return []
    except Unreadable as fault:
        raise StudyError(Problem(path.name, fault.place, fault.what, fault.remedy)) from None
    rows = [dict(block.fields) for block in reading.blocks if block.fields]
    if rows or path.suffix.lower() != ".docx":
        return rows
    cells = [block.text.split(" | ") for block in reading.blocks if block.kind == "row"]
    return [dict(zip(cells[0], row, strict=False)) for row in cells[1:]] if cells else []


def _columns(names: Iterable[str], said: Mapping[str, str]) -> dict[str, str]:
    """The column of each thing, `said` by the user or by its heading."""
    plain = {_plain(name): name for name in names}
    found: dict[str, str] = {}
    for thing, headings in _HEADINGS.items():
        at = said.get(thing) or next((plain[one] for one in headings if one in plain), None)
        if at is not None and at not in found.values():
            found[thing] = at
    return found


def quoted_of_table(path: Path, said: Mapping[str, str] | None = None) -> list[Quoted]:
    """The passages of a table of codings; `said` names columns, by what they are, where their headings do not tell.

    Empty when it has no column of quotes. Raises `StudyError` when there is one and none of codes.
    """
    rows = rows_of_file(path)
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = _columns(names, said or {})
    if "quote" not in columns:
        return []
    if "coding id" in map(_plain, names) and "code" in names:
        # our own export: identifiers say it most surely
        columns["code"] = "code"
    applied = {name: one["path"] for name in names if (one := _APPLIED.fullmatch(name.strip()))}
    if "code" not in columns and not applied:
        what = "there is a column of quotes and none of codes"
        raise StudyError(
            Problem(path.name, "", what, f"Name it with --column code=NAME; there are {', '.join(names)}")
        )
    atlas, taguette = _plain(columns["quote"]).startswith("quotation"), "tag" in map(_plain, names)
    marks = (": ",) if atlas else (".",) if taguette else (" > ", "\\\\", "\\", " / ")
    found: list[Quoted] = []
    for number, row in enumerate(rows, start=2):
        value = {thing: row.get(column, "") for thing, column in columns.items()}
        if applied:
            listed = [
                _path(name, ("\\\\", "\\"))
                for column, name in applied.items()
                if row.get(column, "").casefold() in ("true", "1", "yes")
            ]
        else:
            listed = [_path(name, marks) for name in re.split(r"\s*[;\n|]\s*", value["code"]) if name.strip()]
        if value["quote"].strip() and listed:
            start, end = (
                int(value[side]) if value.get(side, "").isdigit() else -1 for side in ("start", "end")
            )
            found.append(
                Quoted(
                    f"row {number}", value.get("source", ""), tuple(listed), value["quote"], value.get("coder", ""),
                    value.get("memo", ""), value.get("created", ""), start, end,
                )
            )  # fmt: skip
    return found


def quoted_of_nvivo(path: Path) -> list[Quoted]:
    """The passages of a code that NVivo wrote as text, the code's name is the file's; empty when it is no such file."""
    try:
        lines = [line for block in read_file(path).blocks for line in block.text.split("\n")]
    except Unreadable as fault:
        raise StudyError(Problem(path.name, fault.place, fault.what, fault.remedy)) from None
    found: list[Quoted] = []
    source = ""
    words: list[str] | None = None
    for line in [*lines, "<end> - § 0 end"]:
        named = _NVIVO_FILE.fullmatch(line.strip())
        if named or _NVIVO_REFERENCE.fullmatch(line.strip()):
            if words is not None and (quote := "\n".join(words).strip()):
                found.append(
                    Quoted(f"reference {len(found) + 1}", source, (_path(path.stem, ("\\\\", "\\")),), quote)
                )
            source = re.split(r"[\\/]+", named["path"])[-1] if named else source
            words = None if named else []
        elif words is not None:
            words.append(line)
    return found


def codes_of_table(path: Path) -> list[ProjectCode]:
    """The codes of a codebook as a table: names, by `>` or `.` or a column of parents in a tree, and what they mean. Empty when it is none."""
    rows = rows_of_file(path)
    names = list(dict.fromkeys(name for row in rows for name in row))
    plain = {_plain(name): name for name in names}
    column, meaning, parent = (
        next((plain[one] for one in headings if one in plain), "") for headings in (_NAME, _MEANING, _PARENT)
    )
    if not column or (
        "quote" in _columns(names, {}) and _columns(names, {})["quote"] not in (meaning, column)
    ):
        return []
    if {"id", "parent id"} <= plain.keys():
        # our own: identifiers say it most surely
        return [
            ProjectCode(
                row[plain["id"]], row[column], row.get(plain["parent id"], ""), row.get(meaning, ""), row.get("color", ""),
                said=tuple((name, row[name]) for name in FIELDS if name != "color" and row.get(name)),
            )
            for row in rows
            if row.get(plain["id"])
        ]  # fmt: skip
    marks = (".",) if "tag" in plain else (" > ", ">", "\\\\", "\\", " / ")
    paths: dict[tuple[str, ...], str] = {}
    for row in rows:
        name = row.get(column, "").strip()
        if name:
            above = _path(row.get(parent, ""), marks) if parent else ()
            paths[(*above, *_path(name, marks))] = row.get(meaning, "") if meaning else ""
    return tree_of(paths)


def project_of_codebook(path: Path) -> Project:
    """A codebook as a table, as a project of codes alone. Raises `StudyError` when it is none."""
    codes = codes_of_table(path) if path.is_file() else []
    if not codes:
        what = (
            "there are no codes in it that are known by their headings"
            if path.is_file()
            else "it is not there"
        )
        raise StudyError(
            Problem(path.name, "", what, "Name the columns code and definition, or give a project")
        )
    project = Project(path.stem, codes=codes)
    project.account.take("codes", len(codes))
    return project


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
        if 0 <= one.start < one.end <= len(text) and text[one.start : one.end].split() == one.quote.split():
            return [(one.start, one.end)]
        pattern = _pattern(one.quote)
        if pattern is None:
            return []
        found: list[tuple[int, int]] = []
        if source in self._originals:
            original, places, replaced = self._originals[source]
            found = [
                new_span(places, *span, replaced, text)
                for span in _with_words_around(
                    original, [match.span() for match in pattern.finditer(original)], one
                )
            ]
        found = found or _with_words_around(text, [match.span() for match in pattern.finditer(text)], one)
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
    coders = {
        name.casefold(): user
        for coder, user in zip(study.settings.coders, own.users, strict=True)
        for name in (user.name, coder.id)
    }
    codes = dict(zip(read_codebook(study).codes, own.codes, strict=True))
    by_path: dict[tuple[str, ...], ProjectCode] = {
        (name,): codes[code] for name, code in _called(study).items()
    }
    fresh = tree_of({path: "" for one in quotes for path in one.codes if path not in by_path})
    by_path |= {tuple(code.guid.split("\n")): code for code in fresh}
    users = {
        one.coder: coders.get(one.coder.casefold(), User(one.coder, one.coder)) for one in quotes if one.coder
    }
    project = Project(study.settings.id, list(users.values()), [*own.codes, *fresh], list(own.documents))
    for one in quotes:
        named = names.get(Path(one.source.strip()).name.casefold()) or names.get(
            one.source.strip().casefold()
        )
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
    """The source of each name that another program may have for it: its id, its file, what it was called before; in small letters, with and without ending."""
    found: dict[str, str] = {}
    shown = study.relative(study.raw / ORIGINS)
    rows = [
        *read_records(study.raw / ORIGINS, shown, ("source_id", "file")),
        *read_records(study.raw / "sources.csv", REGISTER, ("source_id", "file")),
    ]
    for _, row in rows:
        for name in (Path(row["file"]).name, Path(row["file"]).stem, row["source_id"]):
            found.setdefault(name.casefold(), row["source_id"])
    return found


# what may hold codings or codes and is no project
_TABLES, _TEXTS = frozenset([".csv", ".tsv", ".xlsx"]), frozenset([".txt", ".docx", ".rtf", ".md"])
ENDINGS = _TABLES | _TEXTS


def quotes_of_file(
    path: Path, said: Mapping[str, str] | None = None, known: Collection[str] = ()
) -> tuple[list[Quoted], list[str]]:
    """The passages of a file that another program wrote of codings, none when it is no such file, and what is told of it.

    `said` names columns of a table, `known` are names of codes.
    """
    if path.suffix.lower() in _TABLES:
        if not rows_of_file(path):
            return [], [f"{path.name}: there is no row in it"]
        return quoted_of_table(path, said), []
    if path.suffix.lower() == ".docx":
        found, told = quoted_of_word(path, known)
        if found or told:
            return found, told
    return (quoted_of_nvivo(path) if path.suffix.lower() in _TEXTS else []), []


def names_of_codes(study: Study) -> set[str]:
    """What codes are called, each by what no other is: by id, and by name and path in every language."""
    return set(_called(study))


def _called(study: Study) -> dict[str, str]:
    """The code of each id, name and path, in every language, that no other code bears."""
    book = read_codebook(study)
    every = [(code, code) for code in book.codes]
    for language in study.languages:
        for names in (book.names(language), code_paths(book, language)):
            every += [(name, code) for code, name in names.items()]
    found: dict[str, set[str]] = defaultdict(set)
    for name, code in every:
        found[" ".join(name.split())].add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


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
