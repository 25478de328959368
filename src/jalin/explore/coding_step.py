"""An act on a coder's codings, which can be taken back and done again."""

from dataclasses import dataclass

from jalin.explore.coder_file import CoderFile, Line
from jalin.explore.picked import refuse_picked
from jalin.study import Study

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
