"""Running heads and page numbers of a PDF: lines that come back at one height, page after page."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from jalin.collect.blocks import Reading

Page = dict[str, Any]

_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
# a page's number alone: 3, - 3 -, Halaman 3 dari 9, Page iii of ix
_ALONE = re.compile(
    r"[-–—\s|]*(?:(?:halaman|hal|hlm|page|pg|p|seite|página|pagina)\b\.?\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|dari)\s*\d{1,4})?[-–—.\s|]*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}.*\d")
# a number at an end of a line, that counts no entry of a list
_ENDED = re.compile(r"^(\d{1,4})(?![.)\d])(?=\W|$)|(?<![\d.,])(\d{1,4})$")
_TURN = re.compile(r"[^:]{1,40}:\s")
# how deep into a page, as a share of its height, running lines may stand, and how far their heights may differ
_MARGIN, _POINTS = 0.12, 5.0


@dataclass(frozen=True)
class _Candidate:
    """A line in a margin; `apart`: from the text by more than one line is from another."""

    page: int
    text: str
    top: float
    apart: bool
    place: tuple[int, int, int]


def running_lines(pages: list[Page]) -> set[tuple[int, int, int]]:
    """Which lines are running heads or feet, as (page, box, line).

    Such a line stands in the upper or lower margin of at least half of the pages, and of two at
    least, at one height and with the same words. Where only its numbers differ, or there are two
    pages, it stands apart from the text, or is a page's number alone.
    """
    pitch = _pitch(pages)
    found: dict[str, list[_Candidate]] = defaultdict(list)
    for number, page in enumerate(pages):
        for text, top, apart, place in _margins(page, pitch):
            one = _ALONE.fullmatch(text.strip()) is not None
            words = "#" if one else _NUMBER.sub("#", " ".join(text.split())).casefold()
            found[words].append(_Candidate(number, text.strip(), top, apart or one, (number, *place)))
    full = sum(bool(page["boxes"]) for page in pages)
    running = set()
    for items in found.values():
        for item in items:
            alike = [other for other in items if abs(other.top - item.top) <= _POINTS]
            on = {other.page for other in alike}
            # a turn that begins several pages is none
            same = len({other.text for other in alike}) == 1 and len(on) > 2 and not _TURN.match(item.text)
            # of a document of one page what says that it is a page's number
            least = 1 if full == 1 and _ALONE.fullmatch(item.text) and _WORD.search(item.text) else 2
            if len(on) >= max(least, full / 2) and (same or all(other.apart for other in alike)):
                running |= {other.place for other in alike}
    every = [item for items in found.values() for item in items]
    running |= _numbered(every, full)
    # beside the number of a page stands what changes with the chapter
    heads = {(item.page, item.top) for item in every if item.place in running}
    return running | {item.place for item in every if (item.page, item.top) in heads}


def _numbered(every: list[_Candidate], full: int) -> set[tuple[int, int, int]]:
    """Lines at one height of most pages that begin or end with the page's number, whatever their words."""
    counted: dict[int, list[_Candidate]] = defaultdict(list)
    for item in every:
        if match := _ENDED.search(item.text):
            counted[int(match[1] or match[2]) - item.page].append(item)
    running = set()
    for some in counted.values():
        for item in some:
            alike = [other for other in some if abs(other.top - item.top) <= _POINTS]
            alone = any(_ALONE.fullmatch(other.text) for other in alike)
            most = len({other.page for other in alike}) >= max(3, 0.6 * full)
            if most and (alone or all(other.apart for other in alike)):
                running |= {other.place for other in alike}
    return running


def remark_heads(pages: list[Page], running: set[tuple[int, int, int]], reading: Reading) -> None:
    """Remark the running lines of pages: one of each, for its number is another on every page."""
    found = [pages[number]["boxes"][box][line][0] for number, box, line in sorted(running)]
    for words in {re.sub(r"\d+", "", head): head for head in reversed(found)}.values():
        reading.remark("header", "", words)


def _margins(page: Page, pitch: float) -> Iterator[tuple[str, float, bool, tuple[int, int]]]:
    """The lines in the margins of a page: words, height, whether apart from the text, place."""
    lines = sorted(
        (top, text, (box, line))
        for box, content in enumerate(page["boxes"])
        for line, (text, top) in enumerate(content)
    )
    low, high = page["height"] * _MARGIN, page["height"] * (1 - _MARGIN)
    tops = [top for top, _, _ in lines]
    for at, (top, text, place) in enumerate(lines):
        if top <= low or top >= high:
            inward = tops[at:] if top <= low else tops[at::-1]
            # another line of the same margin may stand between
            gaps = [
                abs(far - near)
                for near, far in pairwise(inward)
                if (near <= low if top <= low else near >= high)
            ]
            yield text, top, any(gap > 1.5 * pitch for gap in gaps), place


def _pitch(pages: list[Page]) -> float:
    """How far one line is below the other, mostly."""
    steps = [
        second[1] - first[1]
        for page in pages
        for box in page["boxes"]
        for first, second in pairwise(box)
        if second[1] > first[1]
    ]
    return median(steps) if steps else 14.0
