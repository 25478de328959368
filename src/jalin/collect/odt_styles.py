"""What the styles of an OpenDocument text say of its words: which do not show, which are drawings, and the numbers of lists.

OASIS OpenDocument 1.3, parts 16 (styles) and 19 (attributes); `loext:num-list-format` as LibreOffice writes it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lxml.etree import _Element

from jalin.collect.archive import attribute, below, local
from jalin.collect.docx_numbers import numeral

_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "": "none",
}


class Styles:
    """The styles of words and paragraphs by name, each with those it is based on."""

    def __init__(self, roots: Iterable[_Element | None]) -> None:
        self._based: dict[str, str] = {}
        self._shown: dict[str, bool] = {}
        self._fonts: dict[str, str] = {}
        self._bold: dict[str, bool] = {}
        self._lists: dict[str, str] = {}
        families: dict[str, str] = {}
        for item in (item for root in roots if root is not None for item in root.iter()):
            if local(item) == "font-face":
                families[attribute(item, "name")] = attribute(item, "font-family").strip("'\"")
            elif local(item) == "style":
                self._read(item)
        self._fonts = {name: families.get(font, font) or font for name, font in self._fonts.items()}

    def _read(self, style: _Element) -> None:
        name = attribute(style, "name")
        self._based[name] = attribute(style, "parent-style-name")
        words = below(style, "text-properties")
        if words is not None:
            if display := attribute(words, "display"):
                self._shown[name] = display == "true"
            if weight := attribute(words, "font-weight"):
                self._bold[name] = weight in ("bold", "700", "800", "900")
            if font := attribute(words, "font-name") or attribute(words, "font-family"):
                self._fonts[name] = font
        if numbers := attribute(style, "list-style-name"):
            self._lists[name] = numbers

    def _first(self, said: dict[str, str] | dict[str, bool], name: str) -> str | bool | None:
        seen: set[str] = set()
        while name and name not in seen:
            if name in said:
                return said[name]
            seen.add(name)
            name = self._based.get(name, "")
        return None

    def shown(self, name: str) -> bool | None:
        """Whether words in a style show; None where it does not say."""
        found = self._first(self._shown, name)
        return None if found is None else bool(found)

    def bold(self, name: str) -> bool | None:
        """Whether words in a style are in bold; None where it does not say."""
        found = self._first(self._bold, name)
        return None if found is None else bool(found)

    def font(self, name: str) -> str:
        """The font of a style; "" where it does not say."""
        return str(self._first(self._fonts, name) or "")

    def numbers(self, name: str) -> str:
        """The list that paragraphs in a style belong to; "" for none."""
        return str(self._first(self._lists, name) or "")


@dataclass
class _Level:
    start: int = 1
    format: str = "none"
    before: str = ""
    after: str = ""
    shown: int = 1
    text: str = ""
    space: bool = True


def _level(item: _Element) -> _Level:
    """A level of a list; that of bullets shows nothing."""
    if local(item) not in ("list-level-style-number", "outline-level-style"):
        return _Level()
    start, shown = attribute(item, "start-value"), attribute(item, "display-levels")
    label = below(item, "list-level-properties", "list-level-label-alignment")
    follows = attribute(label, "label-followed-by") if label is not None else ""
    return _Level(
        int(start) if start.isdigit() else 1,
        _FORMATS.get(attribute(item, "num-format"), "decimal"),
        attribute(item, "num-prefix"),
        attribute(item, "num-suffix"),
        int(shown) if shown.isdigit() else 1,
        attribute(item, "num-list-format"),
        follows != "nothing",
    )


# the name under which the numbers of headings are kept
OUTLINE = "outline"


class Numbers:
    """The counters of a document's lists, moved on item by item."""

    def __init__(self, roots: Iterable[_Element | None]) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        for item in (item for root in roots if root is not None for item in root.iter()):
            if local(item) in ("list-style", "outline-style"):
                name = attribute(item, "name") if local(item) == "list-style" else OUTLINE
                self._levels[name] = {
                    int(attribute(level, "level")): _level(level)
                    for level in item
                    if attribute(level, "level").isdigit()
                }
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._of_list: dict[str, dict[int, int]] = {}

    def begin(self, element: _Element, style: str) -> None:
        """A list of a style begins that is in no other: it counts anew, unless it goes on with another."""
        other = attribute(element, "continue-list")
        if other in self._of_list:
            self._counts[style] = self._of_list[other]
        elif attribute(element, "continue-numbering") != "true":
            self._counts[style] = {}
        if name := attribute(element, "id"):
            self._of_list[name] = self._counts[style]

    def next(self, style: str, level: int, start: str = "") -> str:
        """What stands before the next item on a level, its space with it; `start`: the number that it is said to have."""
        levels, counts = self._levels.get(style, {}), self._counts[style]
        this = levels.get(level, _Level())
        counts[level] = int(start) if start.isdigit() else counts.get(level, this.start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]

        def number(at: int) -> str:
            one = levels.get(at, _Level())
            return numeral(counts.setdefault(at, one.start), one.format)

        if this.text:
            shown = re.sub(r"%(\d+)%", lambda mark: number(int(mark[1])), this.text)
            shown = shown if number(level) else ""
        elif this.format == "none":
            shown = ""
        else:
            parts = [number(at) for at in range(max(1, level - this.shown + 1), level + 1)]
            shown = this.before + ".".join(filter(None, parts)) + this.after
        return shown + (" " if shown and this.space else "")
