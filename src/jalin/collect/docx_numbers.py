"""The numbers that Word sets before paragraphs of a list, which the file does not hold as text (ECMA-376, part 1, 17.9)."""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml.etree import _Element

from jalin.collect.archive import attribute, below, local

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    after: str = "tab"
    legal: bool = False


def _value(element: _Element | None, *path: str) -> str:
    found = below(element, *path) if element is not None else None
    return attribute(found, "val") if found is not None else ""


def _level(element: _Element) -> _Level:
    start = _value(element, "start")
    return _Level(
        int(start) if start.isdigit() else 1,
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText"),
        _value(element, "suff") or "tab",
        below(element, "isLgl") is not None,
    )


def roman(number: int) -> str:
    """A number in small Roman digits."""
    found = ""
    for value, digits in _ROMAN:
        times, number = divmod(number, value)
        found += digits * times
    return found


def numeral(number: int, style: str) -> str:
    """A number as Word shows it in a list of this `w:numFmt`; those of other scripts in digits."""
    letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else str(number)
    plain = {
        "lowerLetter": letters,
        "upperLetter": letters.upper(),
        "lowerRoman": roman(number),
        "upperRoman": roman(number).upper(),
        "decimalZero": f"{number:02d}",
        "none": "",
    }
    return plain.get(style, str(number))


class Numbers:
    """The counters of a document's lists, moved on paragraph by paragraph."""

    def __init__(self, numbering: _Element | None, styles: _Element | None) -> None:
        """`numbering` and `styles`: the roots of those parts, None where there is none."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = defaultdict(dict)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()
        self._by_style: dict[str, tuple[str, int]] = {}
        for item in numbering if numbering is not None else ():
            if local(item) == "abstractNum":
                self._levels[attribute(item, "abstractNumId")] = {
                    int(attribute(level, "ilvl")): _level(level) for level in item if local(level) == "lvl"
                }
            elif local(item) == "num":
                self._read_number(item)
        self._read_styles(styles)

    def _read_number(self, item: _Element) -> None:
        number, abstract = attribute(item, "numId"), _value(item, "abstractNumId")
        self._abstract[number] = abstract
        for change in item:
            if local(change) != "lvlOverride":
                continue
            at = int(attribute(change, "ilvl") or 0)
            start = _value(change, "startOverride")
            if start.isdigit():
                self._restarts[number][at] = int(start)
            level = below(change, "lvl")
            if level is not None:
                # a list of its own, with the levels of the one it changes
                own = f"{abstract} of {number}"
                self._levels.setdefault(own, dict(self._levels.get(abstract, {})))[at] = _level(level)
                self._abstract[number] = own

    def _read_styles(self, styles: _Element | None) -> None:
        based = {}
        for style in styles if styles is not None else ():
            if local(style) == "style":
                key = attribute(style, "styleId")
                based[key] = _value(style, "basedOn")
                if (own := below(style, "pPr", "numPr")) is not None:
                    self._by_style[key] = (_value(own, "numId"), int(_value(own, "ilvl") or 0))
        for key in based:
            at, seen = key, set()
            while at and at not in seen and at not in self._by_style:
                seen.add(at)
                at = based.get(at, "")
            if at in self._by_style:
                self._by_style[key] = self._by_style[at]

    def before(self, properties: _Element | None) -> str:
        """What stands before the paragraph with these `w:pPr`, its space with it; "" where no number does."""
        own = below(properties, "numPr") if properties is not None else None
        number, at = self._by_style.get(_value(properties, "pStyle"), ("", 0))
        if own is not None:
            number = _value(own, "numId") or number
            at = int(_value(own, "ilvl") or at)
        abstract = self._abstract.get(number, "")
        level = self._levels.get(abstract, {}).get(at)
        if level is None:
            return ""
        counts = self._counts[abstract]
        if number not in self._begun:
            self._begun.add(number)
            for place, start in self._restarts[number].items():
                counts[place] = start - 1
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [place for place in counts if place > at]:
            del counts[deeper]
        if level.format == "bullet":
            return ""
        shown = re.sub(
            r"%([1-9])", lambda mark: self._shown(abstract, int(mark[1]) - 1, level.legal), level.text
        )
        return shown + ("" if level.after == "nothing" or not shown else " ")

    def _shown(self, abstract: str, at: int, legal: bool) -> str:
        level = self._levels[abstract].get(at, _Level())
        count = self._counts[abstract].setdefault(at, level.start)
        return numeral(count, "decimal" if legal else level.format)
