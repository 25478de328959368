"""The coding widget: a source to read and code in JupyterLab."""

from collections import Counter
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from jalin.code.reconcile import read_decisions
from jalin.collect import read_register
from jalin.errors import StudyError
from jalin.explore.session import Placed, Session
from jalin.study import Study, open_study
from jalin.tables.made import as_built
from jalin.words import word

_HERE = Path(__file__).parent
_LABELS = (
    "saved", "saving", "unsaved", "search_code", "memo", "delete", "recode", "resize", "undo", "redo", "next",
    "previous", "progress", "filter", "every", "new_code", "code_id", "code_name", "definition", "parent", "add",
    "text", "codebook", "selected", "none_selected", "keep", "drop", "reason", "decided_by", "lost", "help",
    "suggestions", "cancel", "apply", "read_to", "read", "read_help",
)  # fmt: skip


def as_study(study: Study | str | Path) -> Study:
    """A study, or the one in a folder; up to the day to which it was built, unless it has one."""
    found = study if isinstance(study, Study) else open_study(study)
    return found if found.through else as_built(found)


class CodingWidget(anywidget.AnyWidget):
    """What `coder` shows. The screen holds nothing that the files do not: each act goes to
    the coder's file and comes back as what stands there."""

    _esm = _HERE / "coding.js"
    _css = _HERE / "coding.css"
    source = traitlets.Dict().tag(sync=True)
    codings: traitlets.List = traitlets.List().tag(sync=True)
    codes: traitlets.List = traitlets.List().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Session, language: str) -> None:
        self.session, self.language = session, language
        self._stamp: tuple = ()
        super().__init__(labels={key: word(f"explore.{key}", language) for key in _LABELS})
        self.on_msg(self._receive)
        self._show_source()

    # to the screen

    def _show_source(self) -> None:
        session = self.session
        voices = {int(row.start): row.voice for row in session.segments.itertuples() if row.voice != "none"}
        lines, at = [], 0
        for line in session.text.splitlines():
            lines.append({"start": at, "text": line, "voice": voices.get(at, "")})
            at += len(line) + 1
        self.source = {
            "id": session.source_id,
            "lines": lines,
            "place": session.sources.index(session.source_id) + 1,
            "of": len(session.sources),
            "coder": session.coder,
            "reconciling": session.reconciling,
        }
        self._refresh()

    def _refresh(self) -> None:
        """Codings, codes and progress as the files have them."""
        session = self.session
        found, lost = session.codings()
        decided = self._decisions(found) if session.reconciling else {}
        self.codings = [
            {
                "id": one.id,
                "coder": one.coder,
                "own": one.coder == session.coder,
                "code": one.code,
                "start": one.start,
                "end": one.end,
                "memo": one.memo,
                "decision": decided.get((one.coder, one.id), ""),
            }
            for one in found
        ]
        counts = Counter(one.code for one in found if one.coder == session.coder)
        book = session.codebook
        self.codes = [
            {
                "id": code.id,
                "name": code.name[self.language],
                "definition": code.definition[self.language],
                "depth": len(book.ancestors(code.id)) - 1,
                "theme": book.theme(code.id),
                "color": code.color,
                "count": counts[code.id],
            }
            for code in book.codes.values()
            if code.cycle == "first"
        ]
        done, total = session.progress(found)
        self._stamp = session.stamp()
        self.state = {
            "done": done,
            "total": total,
            "lost": lost,
            "read": session.read,
            "stamp": str(self._stamp),
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

    # from the screen

    def _receive(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        number, act = content.get("number"), str(content.get("act"))
        try:
            self._do(act, content)
        except StudyError as error:
            self._refresh_quietly()
            self.send({"number": number, "act": act, "saved": False, "error": str(error)})
            return
        self.send({"number": number, "act": act, "saved": True})

    def _refresh_quietly(self) -> None:
        """What stands on disk after an act that failed; the error that is told is the act's."""
        try:
            self._refresh()
        except StudyError:
            return

    def _do(self, act: str, content: dict[str, Any]) -> None:
        session = self.session
        if act == "look":
            if session.stamp() != self._stamp:
                self._refresh()
            return
        if act == "add":
            session.add(content["code"], content["start"], content["end"], content.get("memo", ""))
        elif act == "change":
            span = (content["start"], content["end"]) if "start" in content else None
            session.change(content["id"], content.get("code"), span, content.get("memo"))
        elif act == "remove":
            session.remove(content["id"])
        elif act == "undo":
            session.undo()
        elif act == "redo":
            session.redo()
        elif act == "open":
            session.open(content["source"] if "source" in content else session.neighbour(content["step"]))
            self._show_source()
            return
        elif act == "new_code":
            name = str(content["name"]).strip() or content["code"]
            session.new_code(content["code"], name, content["parent"], content["definition"])
        elif act == "read":
            session.mark_read(content["read"])
        elif act == "decide":
            session.decide(
                content["coder"], content["id"], content["decision"], content["by"], content["reason"]
            )
        self._refresh()


def coder(
    study: Study | str | Path, source_id: str, coder: str = "", reconcile: bool = False, language: str = ""
) -> CodingWidget:
    """Read and code a source as `coder` (the first of study.yaml unless named).

    Other coders' codings are hidden. With `reconcile` all are shown side by side and
    decisions are recorded. Raises `StudyError` for a coder or source that is not there,
    or when the stage protect has not been built.
    """
    found = as_study(study)
    return CodingWidget(Session(found, source_id, coder or found.lead, reconcile), found.language(language))
