"""What every room of the workbench is: a view of files, acts that change them, questions that do not."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from jalin.errors import Problem, StudyError
from jalin.explore.desk import Desk, Step, stamp_of
from jalin.tables.store import NOT_BUILT
from jalin.words import word
from jalin.words.sentences import told

View = dict[str, Any]


def by_name(*calls: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """Acts or questions by what the screen calls them."""
    return {call.__name__: call for call in calls}


class Room(ABC):
    """One room: `acts` and `asks` by name, each called with the desk and what the screen sends."""

    name: ClassVar[str]
    # whether it shows what others coded, and so stays shut to who codes blind
    shows_others: ClassVar[bool] = False
    acts: ClassVar[Mapping[str, Callable[..., Any]]] = {}
    asks: ClassVar[Mapping[str, Callable[..., Any]]] = {}

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._stamp: tuple[tuple[int, int], ...] | None = None

    @abstractmethod
    def view(self) -> View:
        """All that the screen shows, as the files have it now."""

    @abstractmethod
    def watched(self) -> Iterable[Path]:
        """The files whose change is to be seen."""

    def updates(self, looking: bool = False) -> View | None:
        """What to send to the screen; None when it was only `looking` and no file changed."""
        stamp = tuple(map(stamp_of, self.watched()))
        if looking and stamp == self._stamp:
            return None
        self._stamp = stamp
        return {"view": self.seen()}

    def all(self) -> View | None:
        """Everything, for a screen that is drawn anew."""
        return self.updates()

    def seen(self) -> View:
        """The view, or what is wrong with the files that it is made of; nothing to who codes blind where others' work would show."""
        if self.shows_others and self.desk.blind:
            return {"blind": True}
        try:
            return self.view()
        except StudyError as error:
            return self.faulty(error)

    def faulty(self, error: StudyError) -> View:
        """What is shown in place of a view: what is wrong, and the room to go to where something is only not made yet."""
        return {"wrong": self.wrong(error), "lead": _missing(error)}

    def wrong(self, error: StudyError) -> list[str]:
        """What is wrong, as the screen says it: where a table is not there yet, by what one gets it."""
        if lead := _missing(error):
            return [word("bench.unread" if lead == "sources" else "bench.unbuilt", self.desk.language)]
        return told(error.problems, self.desk.language)

    def do(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """Do the act `name`; what it gives to the screen. `see` opens the rooms to who codes blind."""
        if name == "see":
            self.desk.blind, self._stamp = False, None
            return None
        return self.acts[name](self.desk, **arguments)

    def ask(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """Answer the question `name`. Raises `StudyError` where a room is shut to who codes blind."""
        if self.shows_others and self.desk.blind and name != "piece":
            what, remedy = "what others coded stays hidden while you code", "Open the room first"
            raise StudyError(Problem(self.name, "", what, remedy))
        return self.asks[name](self.desk, **arguments)

    def undone(self, step: Step) -> None:  # noqa: B027  most rooms have nowhere to go
        """Go to where `step` was taken back or done again."""


def _missing(error: StudyError) -> str:
    """The room where one gets a table that is not there yet; "" where something else is wrong."""
    if any(one.what != NOT_BUILT for one in error.problems):
        return ""
    return "sources" if any("/protect/" in one.file for one in error.problems) else "report"
