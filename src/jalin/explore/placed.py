"""Where the codings of a coder's file stand in the text of today."""

from collections.abc import Mapping
from dataclasses import dataclass

from jalin.code.anchor import Anchor, Unanchored, anchor_all
from jalin.explore.coder_file import CoderFile, Line


def _selector(line: Line) -> tuple[int, int, str, str, str]:
    """By what the passage of a coding is found again."""
    prefix, suffix = str(line.get("prefix", "")), str(line.get("suffix", ""))
    return int(line["start"]), int(line["end"]), str(line["quote"]), prefix, suffix


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


class Places:
    """The codings of one file in a text; what was placed once is not placed again: a text may have ten thousand."""

    def __init__(self, file: CoderFile, text: str) -> None:
        self._file, self._text = file, text
        self._placed: dict[int, Placed] = {}
        self._held: dict[int, tuple[Line, Anchor | Unanchored]] = {}

    def placed(self, today: Mapping[str, str]) -> tuple[list[Placed], int]:
        """The codings, under the code that each is `today`, and how many have no clear place; what is the same is the same object."""
        lost, kept = 0, {}
        for line, place in self.anchored():
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
                one = Placed(str(line["id"]), self._file.coder, code, place.start, place.end, memo, line)
            kept[id(line)] = one
        self._placed = kept
        return list(kept.values()), lost

    def anchored(self) -> list[tuple[Line, Anchor | Unanchored]]:
        """Each coding as its file has it, with its place in the text of today."""
        lines = self._file.lines()
        known = self._held
        # where each was held by itself, so is what was not looked at again
        new = [line for line in lines if id(line) not in known]
        if known and len(new) < len(lines):
            places = anchor_all(self._text, [_selector(line) for line in new])
            if all(isinstance(place, Anchor) and place.state == "held" for place in places):
                fresh = {id(line): (line, place) for line, place in zip(new, places, strict=True)}
                self._held = {id(line): known.get(id(line)) or fresh[id(line)] for line in lines}
                return list(self._held.values())
        places = anchor_all(self._text, [_selector(line) for line in lines])
        pairs = list(zip(lines, places, strict=True))
        held = all(isinstance(place, Anchor) and place.state == "held" for place in places)
        self._held = {id(line): (line, place) for line, place in pairs} if held else {}
        return pairs
