"""The lines of a PDF's page: what stands at one height, whether letters or a table that lines show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# a letter, or what stands on the page in one piece: with x0, x1, y0, y1 in points, y upwards
Item = Any
Span = tuple[float, float]

# letters further apart than this share of their height are of two words
WORD = 0.15


@dataclass
class Line:
    """What stands at one height, from left to right."""

    items: list[Item]

    @property
    def top(self) -> float:
        return float(max(one.y1 for one in self.items))

    @property
    def bottom(self) -> float:
        return float(min(one.y0 for one in self.items))

    def spans(self) -> list[Span]:
        """Where its words stand, and pieces that are further apart."""
        found: list[list[float]] = []
        for one in self.items:
            if found and one.x0 - found[-1][1] <= WORD * (one.y1 - one.y0):
                found[-1][1] = max(found[-1][1], one.x1)
            else:
                found.append([one.x0, one.x1])
        return [(left, right) for left, right in found]


def lines_of(items: Iterable[Item]) -> list[Line]:
    """Items as lines, from the top: those of which the middle is within the height of the line's first one."""
    found: list[Line] = []
    first: Item = None
    for one in sorted(items, key=lambda one: (-one.y0, one.x0)):
        middle, room = (one.y0 + one.y1) / 2, 0.2 * (one.y1 - one.y0)
        if first is not None and first.y0 + room <= middle <= first.y1 - room:
            found[-1].items.append(one)
        else:
            found.append(Line([one]))
            first = one
    for line in found:
        line.items.sort(key=lambda one: one.x0)
    return sorted(found, key=lambda line: -line.top)


def is_text(one: Item) -> bool:
    return hasattr(one, "get_text")


def text_of(one: Item) -> str:
    return str(one.get_text()) if is_text(one) else ""
