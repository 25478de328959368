"""The screen of the workbench: rooms behind tabs, or one room alone in a cell of a notebook."""

import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from jalin.errors import StudyError
from jalin.explore.desk import Desk
from jalin.explore.room import Room
from jalin.explore.rooms.ask import AskRoom
from jalin.explore.rooms.code import CodeRoom
from jalin.explore.rooms.codebook import CodebookRoom
from jalin.explore.rooms.displays import DisplaysRoom
from jalin.explore.rooms.memos import MemosRoom
from jalin.explore.rooms.pictures import PicturesRoom
from jalin.explore.rooms.propositions import PropositionsRoom
from jalin.explore.rooms.report import ReportRoom
from jalin.explore.rooms.sources import SourcesRoom
from jalin.study import Study
from jalin.words import names_of, phrase, word
from jalin.words.sentences import without_place

_HERE = Path(__file__).parent
# the rooms in the order of the tabs
ROOMS: tuple[type[Room], ...] = (
    SourcesRoom,
    CodebookRoom,
    CodeRoom,
    PicturesRoom,
    AskRoom,
    PropositionsRoom,
    DisplaysRoom,
    MemosRoom,
    ReportRoom,
)


def _screen(ending: str) -> str:
    """What all rooms share, each room's own, and the frame around them."""
    parts = [_HERE / f"room{ending}", *sorted((_HERE / "rooms").glob(f"*{ending}")), _HERE / f"bench{ending}"]
    return "\n".join(path.read_text(encoding="utf-8") for path in parts if path.exists())


class Bench(anywidget.AnyWidget):
    """Rooms on a screen that holds nothing the files do not: each act goes to files and comes back as what stands there."""

    _esm = _screen(".js")
    _css = _screen(".css")
    rooms: traitlets.List = traitlets.List().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    about = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Desk, rooms: Sequence[Room]) -> None:
        self.desk = desk
        self._rooms = {room.name: room for room in rooms}
        language = desk.language
        labels = {name: word(f"explore.{name}", language) for name in names_of("explore")}
        labels |= {name: word(f"bench.{name}", language) for name in names_of("bench")}
        about = {"language": language, "coder": desk.coder, "languages": desk.study.languages}
        # from which the screen knows where JupyterLab serves a recording
        about |= {"root": desk.root.as_posix(), "home": Path.home().as_posix()}
        super().__init__(rooms=list(self._rooms), labels=labels, about=about)
        self.on_msg(self._receive)

    def _receive(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        room = self._rooms[content["room"]]
        kind, name = content["kind"], str(content.get("name", ""))
        answer: dict[str, Any] = {"room": room.name, "number": content.get("number"), "kind": kind}
        try:
            answer |= {"result": self._done(room, kind, name, content.get("args") or {}), "saved": True}
        except Exception as error:
            answer |= {"saved": False, "error": "\n".join(self._told(room, error))}
            answer["at_field"] = self._at_field(error) or answer["error"]
        try:
            if kind == "open":
                updates = room.all()
            else:
                updates = None if kind == "ask" else room.updates(looking=kind == "look")
        except Exception as error:
            updates = {"wrong": self._told(room, error)}
        history = self.desk.history
        answer["steps"] = [
            history.done[-1].said if history.done else "",
            history.undone[-1].said if history.undone else "",
        ]
        self.send(answer | ({"updates": updates} if updates else {}))

    def _done(self, room: Room, kind: str, name: str, arguments: dict[str, Any]) -> Any:
        """What an act or a question of a room gives to the screen, and what was undone or done again."""
        if kind == "act":
            return room.do(name, arguments)
        if kind == "ask":
            return room.ask(name, arguments)
        if kind not in ("undo", "redo"):
            return None
        step = self.desk.history.undo() if kind == "undo" else self.desk.history.redo()
        if step is None:
            return None
        room.undone(step)
        return step.said

    def _at_field(self, error: Exception) -> str:
        """What went wrong where it was typed: in which file it would have stood is not asked there."""
        problems = error.problems if isinstance(error, StudyError) else []
        return "\n".join(without_place(one, self.desk.language) for one in problems)

    def _told(self, room: Room, error: Exception) -> list[str]:
        """What went wrong, in the language of the screen. What nobody foresaw is told as well, and the log has where it was: who waits for an answer would not know."""
        if isinstance(error, StudyError):
            return room.wrong(error)
        traceback.print_exception(error)
        # a path of this machine says nothing there that its end does not
        what = f"{type(error).__name__}: {error}".replace(f"{self.desk.root.as_posix()}/", "")
        return [phrase("bench.unforeseen", self.desk.language, what=what)]


def coder(
    study: Study | str | Path, source_id: str, coder: str = "", reconcile: bool = False, language: str = ""
) -> Bench:
    """Read and code a source as `coder` (the first of study.yaml unless named).

    Other coders' codings are hidden. With `reconcile` all are shown side by side and
    decisions are recorded. Raises `StudyError` for a coder or source that is not there,
    or when the stage protect has not been built.
    """
    desk = Desk(study, coder, language)
    room = CodeRoom(desk, source_id, reconcile)
    # what is wrong is told here, and not on the screen
    _ = room.session
    return Bench(desk, [room])


def workbench(study: Study | str | Path = "", me: str = "", language: str = "") -> Bench:
    """Every room behind a tab, for the coder `me` (the first of study.yaml unless named)."""
    desk = Desk(study, me, language)
    return Bench(desk, [room(desk) for room in ROOMS])


def _alone(room: type[Room]) -> Callable[..., Bench]:
    """What shows one room alone, for the coder `me` (the first of study.yaml unless named)."""

    def opened(study: Study | str | Path = "", me: str = "", language: str = "") -> Bench:
        desk = Desk(study, me, language)
        return Bench(desk, [room(desk)])

    return opened


Codebook = _alone(CodebookRoom)
Sources = _alone(SourcesRoom)
Ask = _alone(AskRoom)
Propositions = _alone(PropositionsRoom)
Displays = _alone(DisplaysRoom)
Memos = _alone(MemosRoom)
Pictures = _alone(PicturesRoom)
Report = _alone(ReportRoom)
