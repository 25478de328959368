"""Coding one source after another as one coder: acts, undo and redo, codes, progress."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from jalin.code import read_codebook
from jalin.code.add_codes import add_codes
from jalin.code.anchor import Anchor, Unanchored, anchor_all, context
from jalin.code.codebook import Codebook
from jalin.code.codings import READ, ReadSource, read_rows, read_text_of
from jalin.code.differences import record_decisions
from jalin.code.reconcile import Decision
from jalin.collect import read_register
from jalin.condense import kwic as words_in_context
from jalin.errors import Problem, StudyError, not_yet
from jalin.explore.coder_file import CoderFile, Line
from jalin.explore.desk import History
from jalin.explore.picked import refuse_picked
from jalin.files import write_text
from jalin.reading import as_model
from jalin.study import SETTINGS, Study, open_study
from jalin.tables.store import read, read_texts, text_file

# hits that a search shows at most
MOST = 2000


# of one coding in a coder's file: its id, what it was and what it becomes
Change = tuple[CoderFile, str, Line | None, Line | None]


@dataclass(frozen=True)
class CodingStep:
    """An act on codings of one coder: what each was and became, by its file and its id."""

    study: Study
    said: str
    source_id: str
    changes: tuple[Change, ...]

    def back(self) -> None:
        """Give each coding what it was."""
        self._put([(file, name, old) for file, name, old, _ in self.changes])

    def forth(self) -> None:
        """Do it again."""
        self._put([(file, name, new) for file, name, _, new in self.changes])

    def _put(self, wanted: list[tuple[CoderFile, str, Line | None]]) -> None:
        files = list({id(file): file for file, _, _ in wanted}.values())
        for file in files:
            gone = [name for one, name, line in wanted if one is file and line is None]
            if gone:
                refuse_picked(self.study, file.coder, file.source_id, gone)
        for file in files:
            lines = {name: line for one, name, line in wanted if one is file}

            def act(found: list[Line], lines: dict[str, Line | None] = lines) -> list[Line]:
                rest = [one for one in found if one["id"] not in lines]
                return rest + [line for line in lines.values() if line is not None]

            file.change(act)


@dataclass(frozen=True)
class Hit:
    """A place of words that were searched for, in a source's text."""

    source_id: str
    start: int
    end: int
    text: str

    def shown(self, around: int = 60) -> dict[str, object]:
        """The hit with the words around it, for a screen."""
        return {
            "source": self.source_id,
            "start": self.start,
            "end": self.end,
            "before": self.text[max(0, self.start - around) : self.start],
            "words": self.text[self.start : self.end],
            "after": self.text[self.end : self.end + around],
        }


def _selector(line: Line) -> tuple[int, int, str, str, str]:
    """By what the passage of a coding is found again."""
    prefix, suffix = str(line.get("prefix", "")), str(line.get("suffix", ""))
    return int(line["start"]), int(line["end"]), str(line["quote"]), prefix, suffix


def pattern_of(words: str, kind: str) -> re.Pattern[str]:
    """What finds `words` in a text, as `Session.search` says."""
    if kind == "regex":
        try:
            return re.compile(words, re.IGNORECASE)
        except re.error as error:
            remedy = "Mend it, or search for the words as written"
            raise StudyError(
                Problem("search", words, f"the expression cannot be read: {error}", remedy)
            ) from None
    return re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)


def _spans(pattern: re.Pattern[str] | None, text: str, segments: pd.DataFrame) -> Iterator[tuple[int, int]]:
    for row in segments.itertuples() if pattern else ():
        for match in pattern.finditer(text, int(row.start), int(row.end)) if pattern else ():
            if match.start() < match.end():
                yield match.span()


@dataclass(frozen=True)
class Placed:
    """A coding as the text has it today; `line` as its file has it."""

    id: str
    coder: str
    code: str
    start: int
    end: int
    memo: str
    line: Line


class Session:
    """One coder at work. Every act is in the coder's file before it returns.

    Raises `StudyError` for a coder or a source that the study does not have, and when the
    stage protect has not been built: codings stand on the de-identified texts.
    """

    def __init__(
        self,
        study: Study,
        source_id: str,
        coder: str,
        reconcile: bool = False,
        history: History | None = None,
    ) -> None:
        self.study, self.coder, self.reconciling = study, coder, reconcile
        self.history = history or History()
        self.coders = [one.id for one in study.settings.coders]
        if coder not in self.coders:
            raise StudyError(Problem("data/raw/study.yaml", "coders", *not_yet("coder", coder, self.coders)))
        sources = read(study, "protect/sources")
        self._register = sources
        self.sources = sources["source_id"].tolist()
        self._register = sources
        self._texts = read_texts(study, "protect", sources)
        self._segments = dict(list(read(study, "protect/segments").groupby("source_id", sort=False)))
        self._files: dict[tuple[str, str], CoderFile] = {}
        self._book: tuple[bytes, Codebook] | None = None
        self.open(source_id)

    # where we are

    def open(self, source_id: str) -> None:
        """Go to a source."""
        if source_id not in self._texts:
            raise StudyError(Problem("data/raw/sources.csv", "", *not_yet("source", source_id, self._texts)))
        self.source_id, self.text = source_id, self._texts[source_id]
        self._placed: dict[int, Placed] = {}
        self._held: dict[str, dict[int, tuple[Line, Anchor | Unanchored]]] = {}
        self._file = self._file_of(source_id)

    def _file_of(self, source_id: str, coder: str = "") -> CoderFile:
        key = (coder or self.coder, source_id)
        if key not in self._files:
            self._files[key] = CoderFile(self.study, *key)
        return self._files[key]

    def neighbour(self, step: int) -> str:
        """The source `step` places on in the order of collection; the last stays the last."""
        at = self.sources.index(self.source_id) + step
        return self.sources[min(max(at, 0), len(self.sources) - 1)]

    @property
    def segments(self) -> pd.DataFrame:
        """The segments of the source."""
        return self._segments[self.source_id]

    @property
    def codebook(self) -> Codebook:
        """The codebook as it stands in its file now."""
        book, settings = self.study.raw / "coding" / "codebook.yaml", self.study.root / SETTINGS
        content = book.read_bytes() + settings.read_bytes()
        if self._book is None or self._book[0] != content:
            # settings name codes, too, and change with them
            self.study = open_study(self.study.root, self.study.through, self.study.case)
            self._book = (content, read_codebook(self.study))
        return self._book[1]

    def stamp(self) -> tuple:
        """Changes when any file that is shown does."""
        others = [self._file_of(self.source_id, one).stamp() for one in self._shown()]
        book = (self.study.raw / "coding" / "codebook.yaml").stat()
        return (*others, book.st_mtime_ns, book.st_size, self.read)

    def _shown(self) -> list[str]:
        """Whose codings are seen: one's own, unless reconciling."""
        return self.coders if self.reconciling else [self.coder]

    def codings(self) -> tuple[list[Placed], int]:
        """The codings of the source in the order of the text, and how many have no clear place in it."""
        found, lost, today = [], 0, self.codebook.today
        kept: dict[int, Placed] = {}
        for coder in self._shown():
            for line, place in self._anchored(coder):
                if isinstance(place, Unanchored):
                    lost += 1
                    continue
                code = today.get(str(line["code"]), str(line["code"]))
                one = self._placed.get(id(line))
                if (
                    one is None
                    or one.line is not line
                    or (one.start, one.end, one.code) != (place.start, place.end, code)
                ):
                    memo = str(line.get("memo", ""))
                    one = Placed(str(line["id"]), coder, code, place.start, place.end, memo, line)
                kept[id(line)] = one
                found.append(one)
        # a text may have ten thousand: what is the same is the same object, for whoever compares
        self._placed = kept
        return sorted(found, key=lambda one: (one.start, one.end, one.code, one.coder)), lost

    def _anchored(self, coder: str) -> list[tuple[Line, Anchor | Unanchored]]:
        """Each coding of a coder on the source, as its file has it, with its place in the text of today."""
        lines = self._file_of(self.source_id, coder).lines()
        known = self._held.get(coder, {})
        # where each was held by itself, so is what was not looked at again
        new = [line for line in lines if id(line) not in known]
        if known and len(new) < len(lines):
            places = anchor_all(self.text, [_selector(line) for line in new])
            if all(isinstance(place, Anchor) and place.state == "held" for place in places):
                fresh = {id(line): (line, place) for line, place in zip(new, places, strict=True)}
                self._held[coder] = {id(line): known.get(id(line)) or fresh[id(line)] for line in lines}
                return list(self._held[coder].values())
        places = anchor_all(self.text, [_selector(line) for line in lines])
        pairs = list(zip(lines, places, strict=True))
        held = all(isinstance(place, Anchor) and place.state == "held" for place in places)
        self._held[coder] = {id(line): (line, place) for line, place in pairs} if held else {}
        return pairs

    def progress(self, found: list[Placed] | None = None) -> tuple[int, int]:
        """How many segments have a coding of one's own, of how many; `found` the codings, where they are at hand."""
        starts = self.segments["start"].to_numpy()
        every = self.codings()[0] if found is None else found
        spans = np.array([(one.start, one.end) for one in every if one.coder == self.coder]).reshape(-1, 2)
        first = np.maximum(0, np.searchsorted(starts, spans[:, 0], side="right") - 1)
        last = np.maximum(first, np.searchsorted(starts, spans[:, 1] - 1, side="right") - 1)
        steps = np.zeros(len(starts) + 1, dtype=int)
        np.add.at(steps, first, 1)
        np.add.at(steps, last + 1, -1)
        return int((np.cumsum(steps)[:-1] > 0).sum()), len(starts)

    # acts

    def planned(self, code: str, start: int, end: int, memo: str = "") -> Change:
        """What `add` would do; nothing is written."""
        name, (start, end) = secrets.token_hex(6), self._trimmed(start, end)
        return (
            self._file,
            name,
            None,
            self._line(name, self._code(code), start, end, memo, date.today().isoformat()),
        )

    def add(self, code: str, start: int, end: int, memo: str = "") -> str:
        """Put a code on a span; the id of the coding. White space at its ends is left out."""
        start, end = self._trimmed(start, end)
        name = secrets.token_hex(6)
        line = self._line(name, self._code(code), start, end, memo, date.today().isoformat())
        self._act(name, None, line)
        return name

    def add_all(self, codes: list[str], spans: list[tuple[str, int, int]]) -> int:
        """Put codes on spans (source, start, end) as one act, but where the coder has that code already; how many codings that made.

        Raises `StudyError`, and writes nothing, for a code or a source that is not there.
        """
        changes, today = [], [self._code(code) for code in codes]
        here = self.source_id
        try:
            for source_id in dict.fromkeys(source for source, _, _ in spans):
                self.open(source_id)
                own = {(one.code, one.start, one.end) for one in self.codings()[0] if one.coder == self.coder}
                for span in [self._trimmed(start, end) for one, start, end in spans if one == source_id]:
                    for code in today:
                        if (code, *span) not in own:
                            own.add((code, *span))
                            name = secrets.token_hex(6)
                            line = self._line(name, code, *span, "", date.today().isoformat())
                            changes.append((self._file, name, None, line))
        finally:
            self.open(here)
        if changes:
            first = spans[0][0]
            self._did(CodingStep(self.study, f"{', '.join(today)} ({len(changes)})", first, tuple(changes)))
        return len(changes)

    def search(self, words: str, kind: str = "words", everywhere: bool = False, voice: str = "") -> list[Hit]:
        """Where words stand: as written whatever the capitals (`words`), in all their forms (`forms`), or a regular expression (`regex`).

        In this source or in all; of `voice` (informant, interviewer) alone, where it is given. Raises `StudyError`
        for an expression that cannot be read.
        """
        found: list[Hit] = []
        if not words.strip():
            return found
        pattern = None if kind == "forms" else pattern_of(words, kind)
        for source_id in self.sources if everywhere else [self.source_id]:
            segments = self._segments[source_id]
            segments = segments[segments["voice"] == voice] if voice else segments
            text = self._texts[source_id]
            spans = self._forms(words, segments) if kind == "forms" else _spans(pattern, text, segments)
            found += [Hit(source_id, start, end, text) for start, end in spans]
            if len(found) >= MOST:
                break
        return found[:MOST]

    def _forms(self, words: str, segments: pd.DataFrame) -> list[tuple[int, int]]:
        rows = words_in_context(words, segments, self._register).itertuples()
        return [(int(row.start), int(row.start) + len(row.word)) for row in rows]

    def find(self, words: str) -> int:
        """Where `words` begin in the text. Raises `StudyError` unless they stand there once."""
        count = self.text.count(words) if words else 0
        if count != 1:
            what = (
                f"the words {words!r} stand there {count} times" if count else f"{words!r} is not in the text"
            )
            remedy = "Give more words around them" if count else "Copy the words from that file"
            place = self.study.relative(text_file(self.study, "protect", self.source_id, self._register))
            raise StudyError(Problem(place, "", what, remedy))
        return self.text.index(words)

    def change(
        self, name: str, code: str | None = None, span: tuple[int, int] | None = None, memo: str | None = None
    ) -> None:
        """Give a coding of one's own another code, span or memo."""
        old = self._own(name)
        start, end = self._trimmed(*span) if span else self._span(name)
        new = self._line(
            name,
            str(old["code"]) if code is None else self._code(code),
            start,
            end,
            str(old.get("memo", "")) if memo is None else memo,
            str(old.get("created", "")),
        )
        if new != old:
            self._act(name, old, new)

    def take(self, name: str, number: int) -> None:
        """Put a coding of one's own without a clear place on its candidate of that number, counted from 1."""
        place = next((place for line, place in self._anchored(self.coder) if line["id"] == name), None)
        near = place.candidates if isinstance(place, Unanchored) else []
        if not 1 <= number <= len(near):
            what = f"there is no place {number} to choose; it has {len(near)}"
            remedy = "Build protect, run make check, and take a number that it names; or give the words"
            raise StudyError(Problem(self.source_id, name, what, remedy))
        self.change(name, span=near[number - 1])

    def remove(self, name: str) -> None:
        """Take a coding of one's own away."""
        self._act(name, self._own(name), None)

    def undo(self) -> bool:
        """Take the last act back; whether there was one."""
        return self.history.undo() is not None

    def redo(self) -> bool:
        """Do again what was taken back."""
        return self.history.redo() is not None

    def _act(self, name: str, old: Line | None, new: Line | None) -> None:
        code = str((new or old or {}).get("code", ""))
        self._did(CodingStep(self.study, code, self.source_id, ((self._file, name, old, new),)))

    def _did(self, step: CodingStep) -> None:
        step.forth()
        self.history.add(step)

    def _own(self, name: str) -> Line:
        found = next((line for line in self._file.lines() if line["id"] == name), None)
        if found is None:
            remedy = "It was taken away meanwhile; the list shows what is there now"
            raise StudyError(Problem(self.source_id, name, "this coding is no longer in your file", remedy))
        return found

    def _span(self, name: str) -> tuple[int, int]:
        own = next((one for one in self.codings()[0] if one.coder == self.coder and one.id == name), None)
        if own is None:
            raise StudyError(
                Problem(
                    self.source_id,
                    name,
                    "it has no clear place in the text",
                    "Run make check: it says what to do",
                )
            )
        return own.start, own.end

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        start, end = sorted((max(0, start), min(len(self.text), end)))
        words = self.text[start:end]
        first = start + len(words) - len(words.lstrip())
        last = end - (len(words) - len(words.rstrip()))
        if first >= last:
            raise StudyError(
                Problem(self.source_id, "", "there are no words in the selection", "Select some words")
            )
        return first, last

    def _code(self, code: str) -> str:
        known = self.codebook.today
        if code not in known:
            raise StudyError(Problem("data/raw/coding/codebook.yaml", "", *not_yet("code", code, known)))
        return known[code]

    def _line(self, name: str, code: str, start: int, end: int, memo: str, created: str) -> Line:
        prefix, suffix = context(self.text, start, end)
        return {
            "id": name,
            "code": code,
            "start": start,
            "end": end,
            "quote": self.text[start:end],
            "prefix": prefix,
            "suffix": suffix,
            "memo": memo,
            "created": created,
        }

    @property
    def read(self) -> bool:
        """Whether the source is marked as read to its end: where no coding is of one's own, that nothing was found."""
        return self.source_id in read_rows(*self._read_file())

    def mark_read(self, read: bool = True) -> None:
        """Write in one's read.csv that the source was read, or take it out again."""
        path, shown = self._read_file()
        rows = read_rows(path, shown)
        if read and self.source_id not in rows:
            row = ReadSource(source_id=self.source_id, date=date.today().isoformat())
            write_text(path, read_text_of(rows | {self.source_id: row}))
        elif not read and self.source_id in rows:
            del rows[self.source_id]
            write_text(path, read_text_of(rows))

    def _read_file(self) -> tuple[Path, str]:
        path = self.study.raw / "coding" / "codings" / self.coder / READ
        return path, self.study.relative(path)

    # codes and decisions

    def new_code(self, code: str, name: str | dict[str, str], parent: str = "", definition: str = "") -> None:
        """Add an inductive code to codebook.yaml, since the latest round; what people wrote there stays."""
        entry: dict[str, object] = {"id": code}
        if parent:
            entry["parent"] = self._code(parent)
        entry |= {"name": name, "definition": definition or "–", "kind": "inductive"}
        entry["since"] = self.study.settings.round_on(date.today())
        add_codes(self.study, [entry])

    def decide(self, coder: str, name: str, decision: str, decided_by: str, reason: str) -> None:
        """Record what the coders decided on a coding, in reconciled.csv."""
        content = {
            "source_id": self.source_id,
            "coder": coder,
            "coding_id": name,
            "decision": decision,
            "decided_by": decided_by,
            "date": date.today().isoformat(),
            "reason": reason,
        }
        made = as_model(Decision, content, "data/raw/coding/reconciled.csv", name)
        # every coding as the files have it now, which may be newer than the build
        rows = [
            (source, one, str(line["id"]))
            for one in self.coders
            for source in self.sources
            for line in CoderFile(self.study, one, source).lines()
        ]
        known = pd.DataFrame(rows, columns=["source_id", "coder", "coding_id"])
        record_decisions(self.study, known, set(read_register(self.study)["source_id"]), [made])
