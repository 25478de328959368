"""Edits of a text by a hand that remembers where each character went: the oracle of anchoring.

What judges knows nothing of how passages are found. Of each character of the text it keeps the
place in the text before, -1 for a new one, and -2 - place for a copy of an old one.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from jalin.code.anchor import Anchor, Unanchored, anchor_all, context
from jalin.code.known import Selector

Span = tuple[int, int]
LINE, SENTENCE, WORD, MARK = r"(?m)^.+\n", r"(?<!\S)[^\s.?!][^.?!\n]*[.?!](?!\S)", r"\w+", r"⟦[^⟧]*⟧"


@dataclass
class Edited:
    """A text under edit; `spans` are the coded passages, at their old places."""

    random: Random
    text: str
    spans: Sequence[Span]
    old: str = ""
    origin: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.old = self.text
        self.origin = list(range(len(self.text)))

    def put(self, start: int, end: int, new: str, origin: list[int] | None = None) -> None:
        """Other words for a span; a sign for a sign and a space for a space stay the same character."""
        if origin is None:
            kept = self.origin[start:end] if end - start == 1 and not new[:1].isalnum() else []
            origin = [*kept, *[-1] * (len(new) - len(kept))][: len(new)]
        self.text = self.text[:start] + new + self.text[end:]
        self.origin[start:end] = origin

    def replace(self, pattern: str, new: Callable[[str], str], same: bool = False) -> None:
        """Other words for every match, in one pass; `same`: they are another name of the same."""
        text, origin, last = [], list[int](), 0
        for found in re.finditer(pattern, self.text):
            start, end = found.span()
            words = new(found.group())
            kept = self.origin[start:end] if end - start == 1 and not words[:1].isalnum() else []
            text += [self.text[last:start], words]
            origin += self.origin[last:start]
            if same:
                origin += [self.origin[min(start + number, end - 1)] for number in range(len(words))]
            else:
                origin += [*kept, *[-1] * (len(words) - len(kept))][: len(words)]
            last = end
        self.text = "".join([*text, self.text[last:]])
        self.origin = origin + self.origin[last:]

    def some(self, pattern: str, within: Span | None = None) -> Span:
        """Where one of the matches is, in the text or in a part of it; (0, 0) for none."""
        found = [match.span() for match in re.compile(pattern).finditer(self.text, *(within or ()))]
        return self.random.choice(found) if found else (0, 0)

    def coded(self) -> Span:
        """Where what is left of some coded passage is now; (0, 0) for none."""
        start, end = self.random.choice(self.spans)
        left = [place for place, old in enumerate(self.origin) if start <= old < end]
        return (left[0], left[-1] + 1) if left else (0, 0)

    def words(self, least: int, most: int) -> str:
        """Words of the text itself in another order, or words that few texts have."""
        own = re.findall(WORD, self.text)
        pool = own if own and self.random.random() < 0.5 else _STRANGE
        return " ".join(self.random.choices(pool, k=self.random.randint(least, most)))

    def insert(self, pattern: str, new: str, within: Span | None = None) -> None:
        start, end = self.some(pattern, within)
        if end:
            self.put(start, start, new)

    def change(self, pattern: str, new: str, within: Span | None = None) -> None:
        self.put(*(at := self.some(pattern, within)), new if at[1] else "")

    def copy(self, at: Span, goal: int) -> None:
        # what is doubled on the spot has no first and no second
        if not at[0] - 2 <= goal <= at[1] + 2:
            copied = [-2 - old if old >= 0 else old for old in self.origin[slice(*at)]]
            self.put(goal, goal, self.text[slice(*at)], copied)

    def move(self, at: Span, pattern: str) -> None:
        taken = self.text[slice(*at)], self.origin[slice(*at)]
        self.put(*at, "")
        goal = self.some(pattern)[0]
        self.put(goal, goal, *taken)


_STRANGE = re.findall(WORD, "lentera perigi kelambu merpati sauh teratai harbour lantern plough thistle")
_NAMES = ["Peneliti", "Ibu S", "K2", "Informan 12", "⟦warga A1.2⟧"]
_PSEUDONYMS = ["⟦tetangga dekat⟧", "⟦nama X9.12⟧", "⟦T⟧", "Rahayu"]


def _swap(edited: Edited) -> None:
    start, middle = edited.some(r"(?m)^.+\n(?=.+\n)")
    if middle:
        end = edited.text.index("\n", middle) + 1
        edited.put(
            start, end, edited.text[middle:end] + edited.text[start:middle],
            edited.origin[middle:end] + edited.origin[start:middle],
        )  # fmt: skip


def _everywhere(edited: Edited, pattern: str, names: list[str], form: str) -> None:
    start, end = edited.some(pattern)
    if end:
        new = edited.random.choice(names)
        edited.replace(form.format(re.escape(edited.text[start:end])), lambda _: new, True)


def _respace(edited: Edited) -> None:
    pattern, new = edited.random.choice(
        [(" ", "  "), (r"(?<=[.?]) ", "\n"), ("\n", "\r\n"), (" (?=,)|(?=,)", " ")]
    )
    edited.replace(pattern, lambda _: new)


def _at_edge(edited: Edited) -> None:
    start, end = edited.coded()
    edge = edited.random.choice([start, min(end + 1, len(edited.text))])
    edited.put(edge, edge, edited.words(1, 3) + " ")


def _join(edited: Edited) -> None:
    """Two turns become one."""
    edited.change(r"\n[^\s:|][^:|\n]{0,20}: |\n", " ")


EDITS: dict[str, Callable[[Edited], None]] = {
    "insert a word": lambda edited: edited.insert(r"\b\w", edited.words(1, 1) + " "),
    "insert a sentence": lambda edited: edited.insert(r"(?<=[.?] )\w", edited.words(4, 12).capitalize() + ". "),
    "insert a turn": lambda edited: edited.insert(r"(?m)^.", f"P: {edited.words(3, 20)}?\n"),
    "delete a word": lambda edited: edited.change(r"\w+ ", ""),
    "delete a sentence": lambda edited: edited.change(SENTENCE, ""),
    "delete a turn": lambda edited: edited.change(LINE, ""),
    "delete some lines": lambda edited: edited.change(r"(?m)^(?:.+\n){2,5}", ""),
    "replace a word": lambda edited: edited.change(WORD, edited.words(1, 1)),
    "replace a sentence": lambda edited: edited.change(SENTENCE, edited.words(4, 12).capitalize() + "."),
    "swap two lines": _swap,
    "move a turn": lambda edited: edited.move(edited.some(LINE), r"(?m)^."),
    "move a sentence": lambda edited: edited.move(edited.some(SENTENCE + r"(?: |(?=\n))"), r"(?<=[.?] )\w"),
    "copy a turn": lambda edited: edited.copy(edited.some(LINE), edited.some(r"(?m)^.")[0]),
    "rename a label": lambda edited: _everywhere(edited, r"(?m)^[^\s:|][^:|\n]{0,20}(?=: )", _NAMES, r"(?m)^{}(?=: )"),
    "change a pseudonym": lambda edited: _everywhere(edited, MARK, _PSEUDONYMS, "{}"),
    "hide a name": lambda edited: _everywhere(edited, r"\b[A-Z][a-z]{3,}\b", ["⟦seorang warga W1.2⟧"], r"\b{}\b"),
    "change the quotes": lambda edited: edited.replace("[\"'“”]", lambda old: "“" if old in "\"“" else "’"),
    "change the dashes": lambda edited: edited.replace("[-–]", lambda old: "–" if old == "-" else "-"),
    "change white space": _respace,
    "join two turns": _join,
    "delete a coded passage": lambda edited: edited.put(*edited.coded(), ""),
    "repeat a coded passage": lambda edited: edited.copy(edited.coded(), edited.some(r"(?m)^|(?<= )\w")[0]),
    "negate": lambda edited: edited.insert(r"(?<= )\w", "bukanlah ", edited.coded()),
    "a typing error in a passage": lambda edited: edited.change(r"\w", edited.random.choice(["", "e", "xx"]), edited.coded()),
    "a typing error": lambda edited: edited.change(r"\w", edited.random.choice(["", "e", "xx"])),
    "words at the edge of a passage": _at_edge,
}  # fmt: skip


def plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).split())


def bare(words: str) -> str:
    """Words without white space, with plain quotes and dashes: an edit of these makes no other words."""
    return "".join(unicodedata.normalize("NFC", words).split()).translate(_SIGNS)


# code points on each side by which a person knows a passage
_TWIN = 24
_SIGNS = str.maketrans("“”’–", '""\'-')


Judgement = Literal[
    "right", "asked", "asked though whole", "twin", "its only copy",
    "other words", "elsewhere", "gone", "copy", "bounds",
]  # fmt: skip
# the last ones; all that was known of a twin is as it was, and an only copy is all that is left of the words
WRONG = ("other words", "elsewhere", "gone", "copy", "bounds")


@dataclass
class Judge:
    """Says of a passage at its old place whether what was found in the text now is it."""

    edited: Edited

    def __post_init__(self) -> None:
        self.place = [-1] * len(self.edited.old)
        for place, old in enumerate(self.edited.origin):
            if old >= 0:
                self.place[old] = place

    def left(self, span: Span) -> list[int]:
        """Where the characters of an old span are now, in their old order."""
        return [place for place in self.place[slice(*span)] if place >= 0]

    def whole(self, span: Span) -> bool:
        """Whether the words of an old span stand together, in their order, with nothing between."""
        left, quote = self.left(span), self.edited.old[slice(*span)]
        return (
            bool(left)
            and left == sorted(left)
            and plain(self.edited.text[left[0] : left[-1] + 1]) == plain(quote)
        )

    def __call__(self, span: Span, found: Span | None, verbatim: bool, around: tuple[str, str]) -> Judgement:
        """`verbatim`: it was said that the words are the same; `around`: what stood on both sides before."""
        whole = self.whole(span)
        if found is None:
            return "asked though whole" if whole else "asked"
        edited, quote, left = self.edited, self.edited.old[slice(*span)], sorted(self.left(span))
        same = plain(edited.text[slice(*found)]) == plain(quote)
        if verbatim and not same:
            return "other words"
        origins = edited.origin[slice(*found)]
        hit = [number for number, old in enumerate(origins) if span[0] <= old < span[1]]
        if not hit or len(hit) < len(left) / 2:
            # the words stand with all that was around them, so nobody could tell
            before, after = bare(edited.text[: found[0]]), bare(edited.text[found[1] :])
            if (
                bare(edited.text[slice(*found)]) == bare(quote)
                and before.endswith(bare(around[0][-_TWIN:]))
                and after.startswith(bare(around[1][:_TWIN]))
            ):
                return "twin"
            if any(span[0] <= -2 - old < span[1] for old in origins):
                return "copy" if 3 * len(left) > len(quote) else "its only copy"
            return "elsewhere" if left else "gone"
        if same:
            return "right"
        # of an edited passage, old words outside it that were taken in, and its own that were left out
        slack = 8 + len(quote) // 10
        # another name of the same has the origins of its old one, however long it is
        taken = len({old for old in (*origins[: hit[0]], *origins[hit[-1] + 1 :]) if old >= 0})
        beside = (
            edited.origin[max(0, found[0] - slack) : found[0]],
            edited.origin[found[1] : found[1] + slack],
        )
        lost = len({old for part in beside for old in part if span[0] <= old < span[1]})
        return "bounds" if max(taken, lost) > slack else "right"


def edit(random: Random, text: str, spans: Sequence[Span], count: int) -> tuple[Edited, list[str]]:
    """The text after `count` edits, and which they were."""
    edited = Edited(random, text, spans)
    kinds = random.choices(list(EDITS), k=count)
    for kind in kinds:
        EDITS[kind](edited)
    return edited, kinds


@dataclass(frozen=True)
class Trial:
    """A passage, what was found of it in the text now, and whether that is right; `kinds` of edits."""

    selector: Selector
    found: Anchor | Unanchored
    judgement: Judgement
    text: str
    kinds: list[str]


def selectors(text: str, spans: Sequence[Span]) -> list[Selector]:
    return [(start, end, text[start:end], *context(text, start, end)) for start, end in spans]


def trial(random: Random, text: str, spans: Sequence[Span], count: int) -> list[Trial]:
    """Each passage of a text, looked for after `count` edits of it."""
    edited, kinds = edit(random, text, spans, count)
    judge, wanted = Judge(edited), selectors(text, spans)
    trials = []
    for one, found in zip(wanted, anchor_all(edited.text, wanted), strict=True):
        span = (found.start, found.end) if isinstance(found, Anchor) else None
        verbatim = isinstance(found, Anchor) and found.state in ("held", "moved")
        trials.append(Trial(one, found, judge(one[:2], span, verbatim, one[3:]), edited.text, kinds))
    return trials


def some_spans(random: Random, text: str, count: int) -> list[Span]:
    """Passages as a hand selects them: from a word to the end of one, a sentence or a line, short and long."""
    starts = [found.start() for found in re.finditer(r"(?<!\S)\S", text)]
    ends = [found.end() for found in re.finditer(r"\S(?!\S)", text)]
    units = [found.span() for found in re.finditer(rf"(?<=: )[^\n]+|{SENTENCE}", text)]
    spans = []
    for _ in range(count):
        if units and random.random() < 0.5:
            spans.append(random.choice(units))
            continue
        first = random.randrange(len(starts))
        last = min(len(ends) - 1, first + random.choice([0, 1, 2, 4, 8, 15, 30, 60]))
        spans.append((starts[first], ends[last]))
    return spans
