"""What is known of the text that codings were made on: their passages with what stood around them, put together."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from jalin.code.compared import EDGE, MARK, Compared, compared, names, squeezed

# stands between parts of the old text of which nothing is known
GAP = "\ue003"
# code points of a label that stands nowhere by chance
_LONG = 8
# code points of a quote by which a state of the text is told
_TELLING = 24
# what is left of a name where a part begins or ends within it
_CUT_FIRST, _CUT_LAST = re.compile(r"\A[^⟦⟧:\n]+(?:⟧|(?=:\s))"), re.compile(r"(?:⟦|(?<=\n)\w)[^⟦⟧:\n]*\Z")

Selector = tuple[int, int, str, str, str]


@dataclass
class Part:
    """A part of the old text, its code points, that begins at `start`; `first`, `last`: the text began, or ended, with it."""

    start: int
    signs: list[str]
    first: bool
    last: bool

    @property
    def end(self) -> int:
        return self.start + len(self.signs)

    @cached_property
    def text(self) -> str:
        return "".join(self.signs)

    def join(self, start: int, words: str, last: bool) -> bool:
        """Take in words that begin no earlier, if they overlap with the same ones or follow; False where they do not."""
        shared = self.end - start
        size = min(shared, len(words))
        if shared < 0 or "".join(self.signs[start - self.start : start - self.start + size]) != words[:size]:
            return False
        self.signs += words[shared:]
        self.last |= last and start + len(words) == self.end
        return True


def held(text: str, selector: Selector) -> bool:
    """Whether a passage with all that was around it stands where it stood."""
    start, end, quote, prefix, suffix = selector
    at = start - len(prefix)
    return (
        end - start == len(quote)
        and at >= 0
        and bool(quote.strip())
        and text.startswith(prefix + quote + suffix, at)
    )


def states_of(text: str, selectors: Sequence[Selector]) -> list[list[int]]:
    """The numbers of the passages by the state of the text they were coded on: as it is now, and older ones.

    An edit that moves a passage over another moves that one as well. So where one stands beyond one that is held,
    those that are not held are of an older state; else all may be of one.
    """
    now = {number for number, one in enumerate(selectors) if held(text, one)}
    starts = sorted(selectors[number][0] for number in now)
    others = [number for number in range(len(selectors)) if number not in now]
    crossed = any(
        bisect_left(starts, start) != bisect_left(starts, text.find(quote))
        for start, _, quote, *_ in map(selectors.__getitem__, others)
        if starts and len(quote) >= _TELLING and text.count(quote) == 1
    )
    return [sorted(now), others] if crossed else [[*range(len(selectors))]]


def parts_of(selectors: Sequence[Selector], numbers: Iterable[int]) -> list[tuple[list[Part], list[int]]]:
    """Parts of the old text by place, with the numbers of the passages in them.

    Passages that contradict each other were coded on different states of the text: a list for each state.
    """
    layers = list[tuple[list[Part], list[int]]]()
    for number in sorted(numbers, key=lambda one: (selectors[one][0] - len(selectors[one][3]), one)):
        start, end, quote, prefix, suffix = selectors[number]
        if not quote.strip():
            continue
        begin, words, last = start - len(prefix), prefix + quote + suffix, len(suffix) < len(prefix)
        for parts, inside in layers if begin >= 0 and end - start == len(quote) else ():
            if parts[-1].end < begin:
                parts.append(Part(begin, list(words), begin == 0, last))
            elif not parts[-1].join(begin, words, last):
                continue
            inside.append(number)
            break
        else:
            layers.append(([Part(begin, list(words), begin == 0, last)], [number]))
    return layers


class Renamed:
    """The names, of the text now and of what is known of the old one, that may have been renamed."""

    def __init__(self, text: str, parts: Iterable[Part]) -> None:
        self._known = known = [("\n" if part.first else " ") + part.text for part in parts]
        now, old = names(text), {name for part in known for name in names(part)}
        there = squeezed(text)
        # a long label that stands within a line now was not renamed
        self.old = {name for name in old - now if len(name) < _LONG or f"{name}:" not in there}
        first = {squeezed(cut.group()) for part in known if (cut := _CUT_FIRST.match(part[1:]))}
        last = {squeezed(cut.group()) for part in known if (cut := _CUT_LAST.search(part))}
        written = squeezed("".join(known))
        # where no name is gone none was renamed
        gone = self.old or any(one not in there for one in first | last)
        self.new = {
            name
            for name in now
            if gone
            and name not in written
            and not name.endswith(tuple(first))
            and not name.startswith(tuple(last))
        }


@dataclass(frozen=True)
class Known:
    """What is known of an old text, as it is compared; `at`, `to`: where its code points were."""

    text: str
    at: list[int]
    to: list[int]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """A passage in `text`; None where it begins or ends within a name that may have been renamed."""
        first, last = bisect_left(self.at, start), bisect_left(self.at, end)
        cut = (first and self.at[first - 1] < start < self.to[first - 1]) or (
            last and end < self.to[last - 1] and self.text[last - 1] == MARK
        )
        return None if cut else (first, last)


def known(parts: list[Part], alike: Collection[str]) -> Known:
    """Parts of one state of the old text as they are compared."""
    text, at, to = list[str](), list[int](), list[int]()

    def put(words: str, begins: list[int], ends: list[int]) -> None:
        text.append(words)
        at.extend(begins)
        to.extend(ends)

    edge = len(EDGE)
    for part in parts:
        page = compared(part.text if part.first else " " + part.text, alike)
        off = part.start - (not part.first)
        before = EDGE if part.first else GAP
        put(before, [part.start - 1] * len(before), [part.start] * len(before))
        put(page.text, [off + place for place in page.at], [off + place for place in page.to])
        if part.last:
            put(EDGE, [part.end] * edge, [part.end] * edge)
    put(GAP, [parts[-1].end], [parts[-1].end])
    return Known("".join(text), at, to)


def page_of(text: str, alike: Collection[str]) -> Compared:
    """The text now as it is compared, between edges."""
    page, end, edge = compared(text, alike), len(text), len(EDGE)
    return Compared(
        EDGE + page.text + EDGE,
        [*[0] * edge, *page.at, *[end] * edge],
        [*[0] * edge, *page.to, *[end] * edge],
    )
