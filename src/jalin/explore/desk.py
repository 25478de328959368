"""A person at work on a study: each act changes files whole or not at all, and can be taken back.

An act is told as edits of files, each applied to the file as it stands when the act is done. So
what git or an editor wrote in between stays. After an act the files are checked; when that finds
what was not wrong before, they are put back and the act is refused. Acts of all rooms lie on one
stack, and one whose files were changed since is not taken back over that change.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from jalin.code.reconcile import FILE as DECISIONS
from jalin.errors import Problem, StudyError, refuse
from jalin.journal import JOURNAL, alone, content_of, write_together
from jalin.study import Study, open_study
from jalin.tables.made import as_built

# from what a file says, None where it is not there, to what it is to say; None takes it away
Edit = Callable[[bytes | None], bytes | None]
Check = Callable[[Study], object]


def of_text(edit: Callable[[str], str]) -> Edit:
    """The edit of a text; a file that is not there is empty."""

    def changed(content: bytes | None) -> bytes:
        return edit((content or b"").decode("utf-8-sig").replace("\r\n", "\n")).encode("utf-8")

    return changed


def as_study(study: Study | str | Path) -> Study:
    """A study, or the one in a folder; up to the day to which it was built, unless it has one."""
    found = study if isinstance(study, Study) else open_study(study)
    return found if found.through else as_built(found)


def stamp_of(path: Path) -> tuple[int, int]:
    """Changes whenever the file, or the list of a folder, does."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


class Step(Protocol):
    """An act that was done: what it was, and how it is taken back and done again."""

    @property
    def said(self) -> str: ...

    def back(self) -> None: ...

    def forth(self) -> None: ...


@dataclass
class History:
    """The acts that can be taken back, of all rooms, and those that can be done again."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Remember an act; what was taken back before it cannot be done again."""
        self.done.append(step)
        self.undone.clear()

    def undo(self) -> Step | None:
        """Take the last act back; None where there is none. Raises `StudyError` where it cannot be."""
        if not self.done:
            return None
        self.done[-1].back()
        self.undone.append(self.done.pop())
        return self.undone[-1]

    def redo(self) -> Step | None:
        """Do again what was taken back last."""
        if not self.undone:
            return None
        self.undone[-1].forth()
        self.done.append(self.undone.pop())
        return self.done[-1]


@dataclass(frozen=True)
class FileStep:
    """An act on files: what each said before it and after it."""

    desk: "Desk"
    said: str
    before: Mapping[Path, bytes | None]
    after: Mapping[Path, bytes | None]
    check: Check | None = None

    def back(self) -> None:
        """Give the files what they said before."""
        self.desk.swap(self.after, self.before, self.check)

    def forth(self) -> None:
        """Do it again."""
        self.desk.swap(self.before, self.after, self.check)


class Desk:
    """Who works on which study, in which language; `history` has the acts of all rooms."""

    def __init__(self, study: Study | str | Path, coder: str = "", language: str = "") -> None:
        opened = study if isinstance(study, Study) else open_study(study)
        self.root = opened.root.resolve()
        self.coder = coder or opened.lead
        self.language = opened.language(language)
        self.history = History()
        self._through = opened.through
        # a coder after the first sees nothing of the others' work until the coders decide together, or they ask for it
        self.blind = self.coder != opened.lead and not content_of(self.root / DECISIONS)

    def sees(self, coder: str) -> bool:
        """Whether what `coder` did may be shown: to who codes blind their own alone."""
        return not self.blind or coder in ("", self.coder)

    @property
    def study(self) -> Study:
        """The study as its study.yaml is now."""
        return as_study(open_study(self.root, self._through))

    def act(self, said: str, edits: Mapping[Path, Edit], check: Check | None = None) -> None:
        """Change files by `edits`, all or none; `check` raises for what is wrong with a study.

        Raises `StudyError`, the files as they were, for what `check` finds that it did not before.
        """
        with alone(self.root):
            before = {path: content_of(path) for path in edits}
            after = {path: edit(before[path]) for path, edit in edits.items()}
            if after == before:
                return
            self._checked(before, after, check)
        self.history.add(FileStep(self, said, before, after, check))

    def noted(self, said: str, path: Path, write: Callable[[], None]) -> None:
        """An act that changes one file and checks what it writes itself."""
        with alone(self.root):
            before = content_of(path)
            write()
            after = content_of(path)
        if after != before:
            self.history.add(FileStep(self, said, {path: before}, {path: after}))

    def _checked(
        self, before: Mapping[Path, bytes | None], after: Mapping[Path, bytes | None], check: Check | None
    ) -> None:
        """Write the files; put them back, and raise, where `check` then finds what it did not before.

        A process killed in the middle leaves a journal, and whoever opens the study next puts them back.
        """
        wrong = set() if check is None else {one.what for one in _problems(check, self.study)}
        try:
            several = sum(after[path] != before[path] for path in after) > 1
            write_together(self.root, before, after, told=several or check is not None)
            try:
                found = [] if check is None else _problems(check, self.study)
                refuse([one for one in found if one.what not in wrong])
            except BaseException:
                write_together(self.root, after, before)
                raise
        finally:
            (self.root / JOURNAL).unlink(missing_ok=True)

    def swap(
        self,
        found: Mapping[Path, bytes | None],
        wanted: Mapping[Path, bytes | None],
        check: Check | None = None,
    ) -> None:
        """Put `wanted` where the files say what was `found`. Raises `StudyError` where one says something else, or `check` finds fault."""
        with alone(self.root):
            refuse(
                [
                    Problem(
                        path.relative_to(self.root).as_posix(),
                        "",
                        "it was changed since by somebody else, and taking the act back would undo that, too",
                        "Look at what it says now, and change it there",
                    )
                    for path, content in found.items()
                    if content_of(path) != content
                ]
            )
            self._checked(found, wanted, check)


def _problems(check: Check, study: Study) -> list[Problem]:
    try:
        check(study)
    except StudyError as error:
        return error.problems
    return []
