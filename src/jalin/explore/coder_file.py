"""A coder's file while it is coded in: each act is on disk before it is called saved.

Every act takes the file as it stands, changes one coding of it, and puts it back whole.
So what another tab, another program or git did in between is kept, and nobody's work is
written over.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

from filelock import FileLock, Timeout

from jalin.code.lines import path_of, place_of
from jalin.errors import Problem, StudyError
from jalin.explore.register_edits import named_row, rows_of
from jalin.files import remove_parts, write_atomically
from jalin.reading import printable, read_text
from jalin.study import Study

_WAIT = 10  # seconds for another tab's act to end
Line = dict[str, Any]


def _entry(line: Line) -> tuple[tuple[int, int, str], Line, str]:
    return place_of(line), line, f"{json.dumps(line, ensure_ascii=False)}\n"


class CoderFile:
    """`coding/codings/CODER/SOURCE.jsonl`."""

    def __init__(self, study: Study, coder: str, source_id: str) -> None:
        self._study, self.coder, self.source_id = study, coder, source_id
        self.path = path_of(study, coder, source_id)
        self._shown = study.relative(self.path)
        remove_parts(self.path.parent)
        self._lock = study.private / "locks" / f"{coder}.{source_id}.lock"
        # the file as it was read last, and its codings with their lines: a text may have ten thousand
        self._content: bytes | None = None
        self._read: list[tuple[tuple[int, int, str], Line, str]] = []
        self._lines: list[Line] = []

    def lines(self) -> list[Line]:
        """Every coding of the file, none where there is no file. Raises `StudyError` for a line that is none."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            content = b""
        if content != self._content:
            self._keep(content, self._parsed() if content else [])
        return self._lines.copy()

    def _keep(self, content: bytes, entries: list[tuple[tuple[int, int, str], Line, str]]) -> None:
        self._content, self._read, self._lines = content, entries, [line for _, line, _ in entries]

    def _parsed(self) -> list[tuple[tuple[int, int, str], Line, str]]:
        found = []
        for number, line in enumerate(read_text(self.path, self._shown).split("\n"), start=1):
            if not line.strip():
                continue
            try:
                content = json.loads(line)
            except json.JSONDecodeError as error:
                what = f"it is not JSON: {error.msg}"
                remedy = "Mend the line, or restore it from git; nothing was written"
                raise StudyError(Problem(self._shown, f"line {number}", what, remedy)) from None
            found.append((place_of(content), content, f"{line}\n"))
        return found

    def change(self, act: Callable[[list[Line]], list[Line]]) -> list[Line]:
        """Apply `act` to the codings as they stand on disk; what is there afterwards.

        Raises `StudyError` when it could not be saved; the file is then as it was.
        """
        with self._alone():
            before = self.lines()
            after = act(before)
            # a source that was taken out, its files with it, may still stand on a screen
            if not self.path.exists():
                named_row(rows_of(self._study)[1], self.source_id)
            if after != before:
                self._write(after)
        return after

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self._lock.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._lock, timeout=_WAIT):
                yield
        except Timeout:
            remedy = "Close other windows that code this source, and try again"
            raise StudyError(Problem(self._shown, "", "another window keeps it", remedy)) from None
        except OSError as error:
            raise self._unsaved(error) from None

    def _unsaved(self, error: OSError) -> StudyError:
        remedy = "Free some room on the disk, or mend the permissions, and do it again"
        return StudyError(
            Problem(self._shown, "", f"it could not be saved: {error.strerror or error}", remedy)
        )

    def _write(self, lines: list[Line]) -> None:
        """The file in one step, on disk before this returns; only what is new is written as JSON again."""
        known = {id(entry[1]): entry for entry in self._read}
        entries = [known.get(id(line)) or _entry(printable(line)) for line in lines]
        entries.sort(key=itemgetter(0))
        content = "".join(map(itemgetter(2), entries)).encode("utf-8")
        write_atomically(self.path, lambda part: part.write_bytes(content), lasting=True)
        self._keep(content, entries)
