"""Coding one source after another as one coder: acts, undo and redo, codes, progress."""

import secrets
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from jalin.code import read_codebook
from jalin.code.add_codes import add_codes
from jalin.code.anchor import Anchor, Unanchored, anchor_all, context
from jalin.code.codebook import Codebook
from jalin.code.codings import READ, ReadSource, read_rows, read_text_of
from jalin.code.differences import record_decisions
from jalin.code.reconcile import Decision
from jalin.collect import read_register
from jalin.errors import Problem, StudyError, not_yet
from jalin.explore.coder_file import CoderFile, Line
from jalin.files import write_text
from jalin.reading import as_model
from jalin.study import Study
from jalin.tables.store import read, read_texts, text_file


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

    def __init__(self, study: Study, source_id: str, coder: str, reconcile: bool = False) -> None:
        self.study, self.coder, self.reconciling = study, coder, reconcile
        self.coders = [one.id for one in study.settings.coders]
        if coder not in self.coders:
            raise StudyError(Problem("data/raw/study.yaml", "coders", *not_yet("coder", coder, self.coders)))
        sources = read(study, "protect/sources")
        self._register = sources
        self.sources = sources["source_id"].tolist()
        self._texts = read_texts(study, "protect", sources)
        self._segments = dict(list(read(study, "protect/segments").groupby("source_id", sort=False)))
        self._undo: list[tuple[str, Line | None, Line | None]] = []
        self._redo: list[tuple[str, Line | None, Line | None]] = []
        self.open(source_id)

    # where we are

    def open(self, source_id: str) -> None:
        """Go to a source; undo goes no further back than this."""
        if source_id not in self._texts:
            raise StudyError(Problem("data/raw/sources.csv", "", *not_yet("source", source_id, self._texts)))
        self.source_id, self.text = source_id, self._texts[source_id]
        self._file = CoderFile(self.study, self.coder, source_id)
        self._undo.clear()
        self._redo.clear()

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
        return read_codebook(self.study)

    def stamp(self) -> tuple:
        """Changes when any file that is shown does."""
        others = [CoderFile(self.study, one, self.source_id).stamp() for one in self._shown()]
        book = (self.study.raw / "coding" / "codebook.yaml").stat()
        return (*others, book.st_mtime_ns, book.st_size, self.read)

    def _shown(self) -> list[str]:
        """Whose codings are seen: one's own, unless reconciling."""
        return self.coders if self.reconciling else [self.coder]

    def codings(self) -> tuple[list[Placed], int]:
        """The codings of the source in the order of the text, and how many have no clear place in it."""
        found, lost, today = [], 0, self.codebook.today
        for coder in self._shown():
            for line, place in self._anchored(coder):
                if isinstance(place, Unanchored):
                    lost += 1
                    continue
                code = today.get(str(line["code"]), str(line["code"]))
                memo = str(line.get("memo", ""))
                found.append(Placed(str(line["id"]), coder, code, place.start, place.end, memo, line))
        return sorted(found, key=lambda one: (one.start, one.end, one.code, one.coder)), lost

    def _anchored(self, coder: str) -> list[tuple[Line, Anchor | Unanchored]]:
        """Each coding of a coder on the source, as its file has it, with its place in the text of today."""
        lines = CoderFile(self.study, coder, self.source_id).lines()
        selectors = [
            (
                int(line["start"]),
                int(line["end"]),
                str(line["quote"]),
                str(line.get("prefix", "")),
                str(line.get("suffix", "")),
            )
            for line in lines
        ]
        return list(zip(lines, anchor_all(self.text, selectors), strict=True))

    def progress(self, found: list[Placed] | None = None) -> tuple[int, int]:
        """How many segments have a coding of one's own, of how many; `found` the codings, where they are at hand."""
        starts = self.segments["start"].tolist()
        own = [one for one in (self.codings()[0] if found is None else found) if one.coder == self.coder]
        touched: set[int] = set()
        for one in own:
            first = max(0, bisect_right(starts, one.start) - 1)
            last = max(first, bisect_right(starts, one.end - 1) - 1)
            touched |= set(range(first, last + 1))
        return len(touched), len(starts)

    # acts

    def add(self, code: str, start: int, end: int, memo: str = "") -> str:
        """Put a code on a span; the id of the coding. White space at its ends is left out."""
        start, end = self._trimmed(start, end)
        name = secrets.token_hex(6)
        line = self._line(name, self._code(code), start, end, memo, date.today().isoformat())
        self._act(name, None, line)
        return name

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
        """Take the last act of this session back; whether there was one."""
        return self._step(self._undo, self._redo, back=True)

    def redo(self) -> bool:
        """Do again what was taken back."""
        return self._step(self._redo, self._undo, back=False)

    def _step(self, origin: list, other: list, back: bool) -> bool:
        if not origin:
            return False
        name, old, new = origin[-1]
        self._put(name, old if back else new)
        other.append(origin.pop())
        return True

    def _act(self, name: str, old: Line | None, new: Line | None) -> None:
        self._put(name, new)
        self._undo.append((name, old, new))
        self._redo.clear()

    def _put(self, name: str, line: Line | None) -> None:
        def act(lines: list[Line]) -> list[Line]:
            rest = [one for one in lines if one["id"] != name]
            return rest + ([line] if line is not None else [])

        self._file.change(act)

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
        since = next((one.id for one in self.study.settings.rounds if date.today() <= one.until), None)
        entry["since"] = since or self.study.settings.rounds[-1].id
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
