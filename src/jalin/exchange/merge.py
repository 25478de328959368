"""Joining two copies of a study: what only the other has is added here, with an account of it."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from jalin.code import read_codebook
from jalin.code.add_codes import with_codes
from jalin.code.codebook import FILE as CODEBOOK
from jalin.code.codebook import Codebook
from jalin.code.lines import file_of
from jalin.collect.strays import left_by_system
from jalin.consent import media_of
from jalin.days import Row
from jalin.errors import Problem, StudyError, not_yet, refuse
from jalin.exchange.joined_tables import join, tables_of
from jalin.files import DEPOSITED, SUM_KEY, digest, files_below, write_atomically
from jalin.journal import act
from jalin.reading import parse_yaml, read_text
from jalin.records import register_rows
from jalin.study import Study
from jalin.words import phrase

_MEMOS = "coding/memos/*.md"
# below data/raw: what is a thing of its own, and comes along whole
_WHOLE = (_MEMOS, "guides/*.yaml")
_CODINGS = "coding/codings/*/*.jsonl"
# of a coding what another text of its source changes
_PLACE = frozenset(["start", "end", "quote", "prefix", "suffix"])
# no part of what people wrote: the key of a copy's sums, and what a deposit says of the sources that it has not
_OWN = {SUM_KEY, Path(DEPOSITED).name}


@dataclass
class Merged:
    """What came from the other copy, and where the copies differ and this one stays as it is; a line each."""

    added: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)


@dataclass
class Merge:
    """A merge that was not yet done: texts to be written, files to be copied, what comes of it, told in `language`, and what contradicts."""

    study: Study
    other: Study
    language: str = "en"
    texts: dict[Path, str] = field(default_factory=dict)
    copies: dict[Path, Path] = field(default_factory=dict)
    merged: Merged = field(default_factory=Merged)
    problems: list[Problem] = field(default_factory=list)

    def codes(self) -> list[str]:
        """Add the codes that only the other copy has, where both changed nothing of what codes became."""
        here, there = (
            parse_yaml(read_text(one.root / CODEBOOK, CODEBOOK), CODEBOOK) for one in (self.study, self.other)
        )
        own, theirs = ({code["id"]: code for code in one.get("codes") or []} for one in (here, there))
        apart = [name for name in own.keys() & theirs.keys() if own[name] != theirs[name]]
        changed = here.get("history") != there.get("history")
        if apart:
            self._differs("codes_apart", codes=", ".join(sorted(apart)))
        if changed:
            self._differs("history_apart")
        new = [] if changed else [name for name in theirs if name not in own]
        if new:
            text = with_codes(read_text(self.study.root / CODEBOOK, CODEBOOK), [theirs[name] for name in new])
            self.texts[self.study.root / CODEBOOK] = text
            self._came("codes", codes=", ".join(new))
        return new

    def codings(self, books: tuple[Codebook, Codebook], new: list[str]) -> None:
        """Add each coder's codings; `books`: the codebooks here and there, `new`: the codes that come along.

        A code that one copy renamed or merged is the same code; on a source that one transcribed anew a place may be another.
        """
        book, anew = books[0], self._transcribed_anew()
        coders = {one.id for one in self.study.settings.coders}
        known = {*book.today, *book.split, *book.retired, *new}
        for there in sorted(self.other.raw.glob(_CODINGS)):
            here, coder = self.study.raw / there.relative_to(self.other.raw), there.parent.name
            shown = self.study.relative(here)
            theirs = _lines(there, f"the other copy's {shown}", self.problems)
            own = _lines(here, shown, self.problems) if here.exists() else {}
            apart, may = 0, _PLACE if there.stem in anew else frozenset[str]()
            for coding in sorted(own.keys() & theirs.keys()):
                mine, other = json.loads(own[coding]), json.loads(theirs[coding])
                differ = {key for key in mine.keys() | other.keys() if mine.get(key) != other.get(key)}
                if any(_now(one, mine.get("code")) == _now(one, other.get("code")) for one in books):
                    differ -= {"code"}
                apart += bool(differ & may)
                if differ - may:
                    what = f"coding {coding} is not the same in both copies"
                    self._refuse(shown, "", what, "Make it the same, or give one of them another id")
            if apart:
                self._differs("places", n=apart, coder=coder, source=there.stem)
            if more := {coding: theirs[coding] for coding in theirs.keys() - own.keys()}:
                codes = {coding: json.loads(line).get("code") for coding, line in more.items()}
                for coding, code in codes.items():
                    # what only the other copy renamed has its old name here
                    before = [one for one in books[0].codes if _now(books[1], one) == code]
                    if code not in known and len(before) == 1:
                        codes[coding] = before[0]
                        line = json.loads(more[coding]) | {"code": before[0]}
                        more[coding] = json.dumps(line, ensure_ascii=False)
                if missing := set(codes.values()) - known:
                    what = (
                        f"the other copy uses codes that are not here: {', '.join(sorted(map(str, missing)))}"
                    )
                    self._refuse(CODEBOOK, "", what, "Join the codebooks first")
                self.texts[here] = file_of([*own.values(), *more.values()])
                self._came("codings", n=len(more), coder=coder, source=there.stem)
                if coder not in coders:
                    self._refuse("data/raw/study.yaml", "coders", *not_yet("coder", coder, coders))

    def _transcribed_anew(self) -> set[str]:
        """The sources of which the copies have another file."""
        here, there = (
            {row["source_id"]: one.raw / row["file"] for row in register_rows(one, "file")}
            for one in (self.study, self.other)
        )
        both = {name for name in here.keys() & there.keys() if here[name].is_file() and there[name].is_file()}
        return {name for name in both if digest(here[name]) != digest(there[name])}

    def whole(self) -> None:
        """Add the files that are a thing of their own."""
        for pattern in _WHOLE:
            for there in sorted(self.other.raw.glob(pattern)):
                here = self.study.raw / there.relative_to(self.other.raw)
                if not here.exists():
                    self.copies[here] = there
                    self._came("file", name=self.study.relative(here))
                elif pattern == _MEMOS and here.read_bytes() != there.read_bytes():
                    what = "it is not the same in both copies"
                    self._refuse(self.study.relative(here), "", what, "Give one of them another name")

    def tables(self) -> None:
        """Add the rows of each table, and the files that new sources and photographs name."""
        for name, table in tables_of(self.other.raw):
            here = self.study.raw / name
            both = join(table, here, self.other.raw / name, f"data/raw/{name}")
            self.problems += both.problems
            if both.rows:
                self._differs("columns", name=name, columns=", ".join(sorted(both.apart)), n=both.rows)
            if both.added:
                self.texts[here] = both.text
                self._came("rows", name=name, n=len(both.added))
            for before, now in both.renumbered:
                self._came("renumbered", before=before, now=now)
            for row in both.added if name in ("sources.csv", "photographs.csv") else ():
                self._files(row, f"data/raw/{name}")

    def _files(self, row: Row, shown: str) -> None:
        for name in filter(None, [row.get("file", ""), *media_of(row)]):
            here, there = self.study.raw / name, self.other.raw / name
            if here.exists() and there.exists() and digest(here) != digest(there):
                what = f"data/raw/{name} is here already, and is another file"
                self._refuse(shown, f"row of {row.get('source_id')}", what, "Give one of them another name")
            elif there.exists() and row.get("consent") != "withdrawn":
                self.copies[here] = there

    def rest(self) -> None:
        """Say which other files differ, or are there alone: nobody can tell which of two is the newer."""
        done = {path for path, _ in tables_of(self.other.raw)} | {"coding/codebook.yaml"}
        folders = [self.other.raw, self.other.root / "notebooks/report"]
        for there in (path for folder in folders for path in files_below(folder)):
            name = there.relative_to(self.other.root)
            below = there.relative_to(self.other.raw) if folders[0] in there.parents else name
            here = self.study.root / name
            if (
                here in self.copies
                or below.as_posix() in done
                or below.match(_CODINGS)
                or below.name in _OWN
                or left_by_system(below.name)
            ):
                continue
            if not here.exists():
                self._differs("alone", name=name.as_posix())
            elif not _alike(here, there):
                self._differs("not_same", name=name.as_posix())

    def _came(self, kind: str, **values: object) -> None:
        self.merged.added.append(phrase(f"merge.{kind}", self.language, **values))

    def _differs(self, kind: str, **values: object) -> None:
        self.merged.differs.append(phrase(f"merge.{kind}", self.language, **values))

    def _refuse(self, *problem: str) -> None:
        self.problems.append(Problem(*problem))


def _now(book: Codebook, code: str | None) -> str | None:
    """What a code is called today in a codebook."""
    return book.today.get(code or "", code)


def _lines(path: Path, shown: str, problems: list[Problem]) -> dict[str, str]:
    """The lines of a coder's file by the id of the coding."""
    found: dict[str, str] = {}
    for number, line in enumerate(read_text(path, shown).split("\n"), start=1):
        if line.strip():
            try:
                found[str(json.loads(line)["id"])] = line
            except (ValueError, KeyError, TypeError):
                problems.append(Problem(shown, f"line {number}", "it is no coding", "Mend it first"))
    return found


def _alike(here: Path, there: Path) -> bool:
    """Whether two files say the same; YAML may do so in other lines."""
    one, other = here.read_bytes(), there.read_bytes()
    if one == other or here.suffix not in (".yaml", ".yml"):
        return one == other
    with suppress(StudyError):
        return bool(parse_yaml(read_text(here, ""), "") == parse_yaml(read_text(there, ""), ""))
    return False


@contextmanager
def of_the_other() -> Iterator[None]:
    """What is wrong with a file meanwhile is said of the other copy's file."""
    try:
        yield
    except StudyError as error:
        raise StudyError(
            replace(one, file=f"the other copy's {one.file}") for one in error.problems
        ) from None


def plan_merge(study: Study, other: Study, language: str = "en") -> Merge:
    """What `merge_study` would do, told in `language`; nothing is written. Raises `StudyError` as it does."""
    if other.root.resolve() == study.root.resolve():
        what = "it is the folder of this study, and of no other copy"
        raise StudyError(Problem(str(other.root), "", what, "Give the folder of the other copy"))
    book = read_codebook(study)
    with of_the_other():
        theirs = read_codebook(other)
    merge = Merge(study, other, language)
    merge.codings((book, theirs), merge.codes())
    merge.whole()
    merge.tables()
    merge.rest()
    refuse(merge.problems)
    return merge


def merge_study(study: Study, other: Study) -> Merged:
    """Add to `study` what only `other` has: codings, codes, memos, guides, sources, and rows of every table that people keep.

    Nothing of `study` is changed or taken away: where the copies differ in a thing that this one has, it stays as it is
    here, and that is told. Raises `StudyError`, and writes nothing, when codings, memos or decisions contradict one
    another, or codings use codes or coders that are not here.
    """
    merge = plan_merge(study, other)
    for here, there in merge.copies.items():
        write_atomically(here, partial(shutil.copyfile, there))
    act(study.root, {path: text.encode() for path, text in merge.texts.items()})
    return merge.merged
