"""Coding one source after another as one coder: acts, undo and redo, codes, progress."""

import re
import secrets
from datetime import date
from operator import attrgetter

import numpy as np
import pandas as pd

from jalin.code import read_codebook
from jalin.code.anchor import Unanchored, context
from jalin.code.codebook import Codebook
from jalin.errors import Problem, StudyError, not_yet
from jalin.exchange.spans import spans_in
from jalin.explore import marks
from jalin.explore.coder_file import CoderFile, Line
from jalin.explore.coding_step import Change, CodingStep
from jalin.explore.desk import History, stamp_of
from jalin.explore.placed import Placed, Places
from jalin.explore.search import Hit, search
from jalin.study import SETTINGS, Study, open_study
from jalin.tables.store import read, read_texts, text_file


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
        self._places: dict[str, Places] = {}
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
        others = [stamp_of(self._file_of(self.source_id, one).path) for one in self.shown]
        book = (self.study.raw / "coding" / "codebook.yaml").stat()
        return (*others, book.st_mtime_ns, book.st_size, self.read)

    @property
    def shown(self) -> list[str]:
        """Whose codings are seen: one's own, unless reconciling."""
        return self.coders if self.reconciling else [self.coder]

    def codings(self) -> tuple[list[Placed], int]:
        """The codings of the source in the order of the text, and how many have no clear place in it."""
        found, lost, today = [], 0, self.codebook.today
        for coder in self.shown:
            places, away = self._places_of(coder).placed(today)
            found += places
            lost += away
        return sorted(found, key=attrgetter("order")), lost

    def _places_of(self, coder: str) -> Places:
        if coder not in self._places:
            self._places[coder] = Places(self._file_of(self.source_id, coder), self.text)
        return self._places[coder]

    def progress(self, found: list[Placed] | None = None) -> tuple[int, int]:
        """How many segments have a coding of one's own, of how many; `found` the codings, where they are at hand."""
        starts = self.segments["start"].to_numpy()
        every = self.codings()[0] if found is None else found
        own = [one for one in every if one.coder == self.coder]
        start, end = (np.fromiter(map(attrgetter(name), own), int, len(own)) for name in ("start", "end"))
        first = np.maximum(0, np.searchsorted(starts, start, side="right") - 1)
        last = np.maximum(first, np.searchsorted(starts, end - 1, side="right") - 1)
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
        change = self.planned(code, start, end, memo)
        self._did(CodingStep(self.study, str((change[3] or {})["code"]), self.source_id, (change,)))
        return change[1]

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
        """Where words stand in this source, or in all; `kind` and `voice` as for `search.search`."""
        texts = self._texts if everywhere else {self.source_id: self.text}
        return search(words, texts, self._segments, self._register, kind, voice)

    def find(self, words: str, number: int = 0) -> int:
        """Where `words` begin in the text, `number` says which of several, from 1. Raises `StudyError` unless that is one place."""
        found = [start for start, _ in spans_in(re.compile(re.escape(words)), self.text)] if words else []
        count = len(found)
        if not 1 <= (number or count) <= count or (count > 1 and not number):
            what = (
                f"the words {words!r} stand there {count} times" if count else f"{words!r} is not in the text"
            )
            remedy = "Give more words around them" if count else "Copy the words from that file"
            place = self.study.relative(text_file(self.study, "protect", self.source_id, self._register))
            raise StudyError(Problem(place, "", what, remedy))
        return found[max(0, number - 1)]

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
        place = next(
            (place for line, place in self._places_of(self.coder).anchored() if line["id"] == name), None
        )
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
        return marks.is_read(self.study, self.coder, self.source_id)

    def mark_read(self, read: bool = True) -> None:
        """Write in one's read.csv that the source was read, or take it out again."""
        marks.mark_read(self.study, self.coder, self.source_id, read)

    def decide(self, coder: str, name: str, decision: str, decided_by: str, reason: str) -> None:
        """Record what the coders decided on a coding, in reconciled.csv."""
        content = {"source_id": self.source_id, "coder": coder, "coding_id": name, "decision": decision}
        marks.decide(self.study, self.sources, content | {"decided_by": decided_by, "reason": reason})
