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
    """A coding as the text has it today; `line` as its file has it, `order` by which it stands in the text."""

    id: str
    coder: str
    code: str
    start: int
    end: int
    memo: str
    line: Line
    order: tuple[int, int, str, str]


class Places:
    """The codings of one file in a text; what was placed once is not placed again: a text may have ten thousand.

    What is known of a line is held by its identity, and holds the line.
    """

    def __init__(self, file: CoderFile, text: str) -> None:
        self._file, self._text = file, text
        self._today: Mapping[str, str] = {}
        self._placed: dict[int, Placed] = {}
        self._held: dict[int, tuple[Line, Anchor | Unanchored]] = {}

    def placed(self, today: Mapping[str, str]) -> tuple[list[Placed], int]:
        """The codings, under the code that each is `today`, and how many have no clear place; what is the same is the same object."""
        pairs = self.anchored()
        if today != self._today:
            self._today, self._placed = dict(today), {}
        known = self._placed
        if not self._held:
            # where one stands may turn on the others
            made = [(known.get(id(line)), self._made(line, place)) for line, place in pairs]
            found = [one if one is not None and one == new else new for one, new in made if new]
            self._placed = {id(one.line): one for one in found}
            return found, len(pairs) - len(found)
        new = [(line, self._made(line, place)) for line, place in pairs if id(line) not in known]
        known |= {id(line): one for line, one in new if one}
        found = [known[id(line)] for line, _ in pairs]
        if len(known) > 2 * len(found) + 100:
            self._placed = {id(one.line): one for one in found}
        return found, 0

    def _made(self, line: Line, place: Anchor | Unanchored) -> Placed | None:
        if isinstance(place, Unanchored):
            return None
        code, memo = self._today.get(str(line["code"]), str(line["code"])), str(line.get("memo", ""))
        order = (place.start, place.end, code, self._file.coder)
        return Placed(str(line["id"]), self._file.coder, code, place.start, place.end, memo, line, order)

    def anchored(self) -> list[tuple[Line, Anchor | Unanchored]]:
        """Each coding as its file has it, with its place in the text of today."""
        lines = self._file.lines()
        known = self._held
        # where each was held by itself, so is what was not looked at again
        new = [line for line in lines if id(line) not in known]
        if known and len(new) < len(lines):
            places = anchor_all(self._text, [_selector(line) for line in new])
            if all(isinstance(place, Anchor) and place.state == "held" for place in places):
                known |= {id(line): (line, place) for line, place in zip(new, places, strict=True)}
                pairs = [known[id(line)] for line in lines]
                if len(known) > 2 * len(lines) + 100:
                    self._held = {id(line): (line, place) for line, place in pairs}
                return pairs
        places = anchor_all(self._text, [_selector(line) for line in lines])
        pairs = list(zip(lines, places, strict=True))
        held = all(isinstance(place, Anchor) and place.state == "held" for place in places)
        self._held = {id(line): (line, place) for line, place in pairs} if held else {}
        return pairs
