"""Reading and coding one source after another."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from jalin.code.codings import READ
from jalin.code.passages import FILE as LINKS
from jalin.code.reconcile import FILE as DECISIONS
from jalin.code.reconcile import read_decisions
from jalin.code.times import FILE as TIMES
from jalin.code.times import read_times
from jalin.collect import read_register
from jalin.errors import StudyError
from jalin.explore import linking, sound
from jalin.explore.coding_step import CodingStep
from jalin.explore.desk import Desk, Step, stamp_of
from jalin.explore.pieces import piece
from jalin.explore.placed import Placed
from jalin.explore.room import Room, View, by_name
from jalin.explore.rooms import codebook
from jalin.explore.session import Session
from jalin.files import REGISTER
from jalin.tables.store import read
from jalin.words import word
from jalin.words.sentences import told


class CodeRoom(Room):
    """A source, its codings and the codebook. What the screen has is known here, so that little is sent after an act."""

    name = "code"
    acts = by_name(linking.link, linking.unlink) | {"new_code": codebook.add}
    asks = by_name(piece)

    def __init__(self, desk: Desk, source_id: str = "", reconcile: bool = False) -> None:
        super().__init__(desk)
        self._source, self._reconcile = source_id, reconcile
        self._session: Session | None = None
        # what the screen has of each coding, beside the coding that it is of, by whose identity it is held
        self._views: dict[int, tuple[Placed, dict[str, Any]]] = {}
        self._decided: dict[tuple[str, str], str] = {}
        self._seen: tuple[Any, ...] | None = None
        self._sent: tuple[str, Any] = ("", None)
        self._heard: View | None = None
        self._linked: tuple[Any, ...] | None = None

    @property
    def session(self) -> Session:
        """The session, begun when the room is first looked at: the texts have to be there."""
        if self._session is None:
            study = self.desk.study
            source = self._source or str(read(study, "protect/sources")["source_id"].iloc[0])
            self._session = Session(study, source, self.desk.coder, self._reconcile, self.desk.history)
            self._built = self._texts_stamp()
        return self._session

    def _texts_stamp(self) -> tuple[int, ...]:
        path = self.desk.study.processed / "protect" / "sources.parquet"
        return (path.stat().st_mtime_ns,) if path.exists() else ()

    def watched(self) -> Iterable[Path]:
        return []

    def updates(self, looking: bool = False) -> View | None:
        try:
            # texts that were built anew are read anew
            if self._session is not None and self._built != self._texts_stamp():
                self._source = self._session.source_id
                self._session, self._sent = None, ("", None)
            if looking and self._seen == self._stamps():
                return None
            return self.view()
        except StudyError as error:
            return self.faulty(error)

    def _stamps(self) -> tuple[Any, ...]:
        root = self.desk.root
        return (
            *self.session.stamp(),
            *(stamp_of(root / name) for name in (TIMES, REGISTER, LINKS, DECISIONS)),
        )

    def all(self) -> View | None:
        """Everything, for a screen that is drawn anew."""
        self._sent, self._heard, self._linked = ("", None), None, None
        return self.updates()

    def view(self) -> View:
        """What the screen does not have yet."""
        session = self.session
        found, lost = session.codings()
        decided = self._decisions(found) if session.reconciling else {}
        keys = decided.keys() | self._decided.keys()
        changed = {key for key in keys if decided.get(key) != self._decided.get(key)}
        self._decided = decided
        views = self._views
        old = views.keys() - set(map(id, found))
        if changed:
            old |= {key for key, (one, _) in views.items() if (one.coder, one.id) in changed}
        drop = [f"{views[key][0].coder}/{views[key][0].id}" for key in old]
        for key in old:
            del views[key]
        put = []
        for one in found:
            if id(one) not in views:
                views[id(one)] = (one, self._view_of(one, decided.get((one.coder, one.id), "")))
                put.append(views[id(one)][1])
        made: View = {}
        source = (session.source_id, session.text)
        if source != self._sent:
            self._sent = source
            made["source"] = self._lines(session)
            made["codings"] = [views[id(one)][1] for one in found]
        elif put or drop:
            made["changed"] = {"put": put, "drop": drop}
        counts = Counter([one.code for one in found if one.coder == session.coder])
        every = codebook.shown_codes(session.codebook, self.desk.language, counts)
        made["codes"] = [one for one in every if one["cycle"] == "first"]
        done, total = session.progress(found)
        self._seen = self._stamps()
        made["state"] = {"done": done, "total": total, "lost": lost, "read": session.read}
        heard = self._sound(session)
        if heard != self._heard:
            self._heard = made["sound"] = heard
        # the words of the ends are read again where one goes to a source, or a link is made
        linked = (session.source_id, session.reconciling, self.desk.blind, stamp_of(self.desk.root / LINKS))
        if linked != self._linked:
            self._linked, made["links"] = linked, linking.links_of(self.desk, session.shown)
        return made

    def _sound(self, session: Session) -> View:
        """The recordings of the source, and when its turns begin."""
        study, source = self.desk.study, session.source_id
        made: View = {"source": source, "recordings": [], "turns": [], "lost": 0, "wrong": []}
        try:
            made["recordings"] = sound.recordings_of(study, source)
            mended = read_times(study) if made["recordings"] else []
        except StudyError as error:
            # one codes on, and hears by the times of the transcript
            made["wrong"], mended = told(error.problems, self.desk.language), []
        if made["recordings"]:
            made["turns"], made["lost"] = sound.turns_of(
                source, session.segments, mended, len(made["recordings"])
            )
        return made

    def _view_of(self, one: Placed, decision: str) -> dict[str, Any]:
        """A coding for the screen."""
        return {
            "key": f"{one.coder}/{one.id}",
            "id": one.id,
            "coder": one.coder,
            "own": one.coder == self.session.coder,
            "code": one.code,
            "start": one.start,
            "end": one.end,
            "memo": one.memo,
            "decision": decision,
        }

    @staticmethod
    def _lines(session: Session) -> View:
        voices = {int(row.start): row.voice for row in session.segments.itertuples() if row.voice != "none"}
        lines, at = [], 0
        for line in session.text.splitlines():
            lines.append({"start": at, "text": line, "voice": voices.get(at, "")})
            at += len(line) + 1
        return {
            "id": session.source_id,
            "lines": lines,
            "of": len(session.sources),
            "sources": session.sources,
            "coder": session.coder,
            "coders": session.shown,
            "reconciling": session.reconciling,
        }

    def _decisions(self, found: list[Placed]) -> dict[tuple[str, str], str]:
        """The decisions on the codings `found`; those on other sources are none of this screen's."""
        here = [(self.session.source_id, one.coder, one.id) for one in found]
        frame = pd.DataFrame(here, columns=["source_id", "coder", "coding_id"])
        registered = set(read_register(self.session.study)["source_id"])
        rows = read_decisions(self.session.study, frame, registered)
        return {
            (row.coder, row.coding_id): row.decision
            for row in rows.itertuples()
            if row.source_id == self.session.source_id
        }

    def do(self, name: str, arguments: Mapping[str, Any]) -> Any:
        session, content = self.session, arguments
        if name == "see" or name in self.acts:
            return super().do(name, arguments)
        if name == "add":
            codes = content.get("codes") or [content["code"]]
            if len(codes) > 1:
                span = (session.source_id, content["start"], content["end"])
                return session.add_all(codes, [span])
            return session.add(codes[0], content["start"], content["end"], content.get("memo", ""))
        if name == "add_all":
            spans = [(one["source"], one["start"], one["end"]) for one in content["spans"]]
            return session.add_all(content["codes"], spans)
        if name == "change":
            moved = (content["start"], content["end"]) if "start" in content else None
            session.change(content["id"], content.get("code"), moved, content.get("memo"))
        elif name == "remove":
            session.remove(content["id"])
        elif name == "open":
            session.open(content["source"] if "source" in content else session.neighbour(content["step"]))
        elif name == "time":
            sound.set_time(
                self.desk, session.source_id, session.segments, content["start"], content["seconds"]
            )
        elif name == "recording":
            sound.add_recording(self.desk, session.source_id, content["name"], content["piece"])
        elif name == "read":
            said = f"{session.source_id}: {word('explore.read', self.desk.language)}"
            path = session.study.raw / "coding" / "codings" / session.coder / READ
            self.desk.noted(said, path, lambda: session.mark_read(content["read"]))
        elif name == "decide":
            of, decision = (content["coder"], content["id"]), content["decision"]
            said = f"{':'.join(of)}: {word(f'explore.{decision}', self.desk.language)}"
            self.desk.noted(
                said,
                self.desk.root / DECISIONS,
                lambda: session.decide(*of, decision, content["by"], content["reason"]),
            )
        elif name == "reconcile":
            session.reconciling = bool(content["on"])
            self.desk.blind = self.desk.blind and not session.reconciling
            self._sent = ("", None)
        return None

    def ask(self, name: str, arguments: Mapping[str, Any]) -> Any:
        if name == "differs":
            return self._differs(int(arguments.get("after", -1)))
        if name in self.asks:
            return super().ask(name, arguments)
        hits = self.session.search(
            arguments["words"], arguments["kind"], arguments["everywhere"], arguments.get("voice", "")
        )
        return [hit.shown() for hit in hits]

    def _differs(self, after: int) -> dict[str, int] | None:
        """The next place after a point that the coders code otherwise and have not decided on: a coding that nobody else shares; None if there is none."""
        found = self.session.codings()[0]
        decided = self._decisions(found)
        alone = [
            one
            for one in found
            if (one.coder, one.id) not in decided
            and not any(
                other.coder != one.coder
                and other.code == one.code
                and other.start < one.end
                and one.start < other.end
                for other in found
            )
        ]
        later = next((one for one in alone if one.start > after), alone[0] if alone else None)
        return None if later is None else {"start": later.start, "end": later.end}

    def undone(self, step: Step) -> None:
        if isinstance(step, CodingStep) and step.source_id != self.session.source_id:
            self.session.open(step.source_id)
