"""Edits of a text by a hand that remembers where each character went: the oracle of anchoring.

`Edited` holds the text and, for each character, its old place: -1 for a new one, and
-2 - place for a copy of an old one. `judge` compares what anchoring found with that.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from jalin.code.anchor import Anchor, Selector, Unanchored, anchor_all, context
from jalin.code.compared import plain

# words that no text here has: what an edit puts in is never what another took out
_WORDS = [
    "lentera",
    "perigi",
    "kelambu",
    "merpati",
    "sauh",
    "jagung",
    "gelombang",
    "teratai",
    "harbour",
    "lantern",
    "plough",
    "thistle",
]
_MARK = r"⟦[^⟧]*⟧"


@dataclass
class Edited:
    """A text under edit; `spans` are the coded passages at their old places."""

    random: Random
    text: str
    spans: list[tuple[int, int]]
    origin: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.origin = list(range(len(self.text)))

    def put(self, start: int, end: int, new: str, origin: list[int] | None = None) -> None:
        self.text = self.text[:start] + new + self.text[end:]
        if origin is None:
            # a sign for a sign, a space for a space: the same place
            kept = self.origin[start:end] if end - start == 1 and not new.isalnum() else []
            origin = [*kept, *[-1] * (len(new) - len(kept))][: len(new)]
        self.origin[start:end] = origin

    def replace(self, pattern: str, new: Callable[[re.Match[str]], str]) -> None:
        for found in reversed(list(re.finditer(pattern, self.text))):
            self.put(*found.span(), new(found))

    def some(self, pattern: str, near: tuple[int, int] | None = None) -> tuple[int, int] | None:
        """Where one of the matches is, in the text or in a part of it."""
        low, high = near or (0, len(self.text))
        found = [
            match.span() for match in re.compile(pattern).finditer(self.text, low, high) if match.group()
        ]
        return self.random.choice(found) if found else None

    def coded(self) -> tuple[int, int]:
        """Where a coded passage is now, from its first to its last character that is left; (0, 0) for none."""
        start, end = self.random.choice(self.spans)
        left = [place for place, old in enumerate(self.origin) if start <= old < end]
        return (left[0], left[-1] + 1) if left else (0, 0)

    def words(self, least: int, most: int) -> str:
        return " ".join(self.random.choices(_WORDS, k=self.random.randint(least, most)))


def _insert(text: Edited, pattern: str, new: str, near: tuple[int, int] | None = None) -> None:
    if at := text.some(pattern, near):
        text.put(at[0], at[0], new)


def _remove(text: Edited, pattern: str, new: str = "") -> None:
    if at := text.some(pattern):
        text.put(*at, new)


def _take_line(text: Edited) -> tuple[str, list[int]] | None:
    at = text.some(r"(?m)^.+\n")
    if at is None:
        return None
    taken = text.text[slice(*at)], text.origin[slice(*at)]
    text.put(*at, "")
    return taken


def _put_line(text: Edited, taken: tuple[str, list[int]] | None) -> None:
    at = text.some(r"(?m)^.+\n")
    if taken and at:
        text.put(at[0], at[0], *taken)


def _swap(text: Edited) -> None:
    at = text.some(r"(?m)^.+\n(?=.+\n)")
    if at:
        end = text.text.index("\n", at[1]) + 1
        text.put(
            at[0], end, text.text[at[1] : end] + text.text[slice(*at)],
            text.origin[at[1] : end] + text.origin[slice(*at)],
        )  # fmt: skip


def _copy(text: Edited, at: tuple[int, int] | None, goal: tuple[int, int] | None) -> None:
    if at and goal and not at[0] < goal[0] < at[1]:
        copied = [-2 - old if old >= 0 else old for old in text.origin[slice(*at)]]
        text.put(goal[0], goal[0], text.text[slice(*at)], copied)


def _rename_label(text: Edited) -> None:
    at = text.some(r"(?m)^[^\s:][^:\n]{0,20}(?=: )")
    if at:
        old, new = text.text[slice(*at)], text.random.choice(["Peneliti", "Ibu S", "K2", "Informan 12"])
        text.replace(rf"(?m)^{re.escape(old)}(?=: )", lambda found: new)


def _mark_anew(text: Edited) -> None:
    at = text.some(_MARK)
    if at:
        old, new = (
            text.text[slice(*at)],
            text.random.choice(["⟦tetangga dekat⟧", "⟦nama X9.12⟧", "⟦T⟧", "Rahayu"]),
        )
        text.replace(re.escape(old), lambda found: new)


def _hide(text: Edited) -> None:
    at = text.some(r"\b[A-Z][a-z]{3,}\b")
    if at:
        old = text.text[slice(*at)]
        text.replace(rf"\b{old}\b", lambda found: "⟦seorang warga W1.2⟧")


def _at_edge(text: Edited) -> None:
    start, end = text.coded()
    new = text.words(1, 3) + " "
    edge = text.random.choice([start, min(end + 1, len(text.text))])
    text.put(edge, edge, new)


def _delete_coded(text: Edited) -> None:
    text.put(*text.coded(), "")


def _repeat_coded(text: Edited) -> None:
    _copy(text, text.coded(), text.some(r"(?m)^|(?<= )\w"))


def _typo(text: Edited, near: tuple[int, int] | None = None) -> None:
    at = text.some(r"\w", near)
    if at:
        text.put(*at, text.random.choice(["", "e", "xx"]))


def _respace(text: Edited) -> None:
    text.replace(*text.random.choice([(r" ", lambda found: "  "), (r"(?<=[.?]) ", lambda found: "\n"), (r"\n", lambda found: "\r\n")]))  # fmt: skip


EDITS = {
    "insert a word": lambda text: _insert(text, r"\b\w", text.words(1, 1) + " "),
    "insert a sentence": lambda text: _insert(text, r"(?<=[.?] )\w", text.words(4, 12).capitalize() + ". "),
    "insert a turn": lambda text: _insert(text, r"(?m)^.", f"P: {text.words(3, 20)}?\n"),
    "delete a word": lambda text: _remove(text, r"\w+ "),
    "delete a sentence": lambda text: _remove(text, r"[^.?!\n]+[.?!]"),
    "delete a turn": lambda text: _remove(text, r"(?m)^.+\n"),
    "replace a word": lambda text: _remove(text, r"\w+", text.words(1, 1)),
    "replace a sentence": lambda text: _remove(text, r"[^.?!\n]+[.?!]", text.words(4, 12).capitalize() + "."),
    "swap two lines": _swap,
    "move a turn": lambda text: _put_line(text, _take_line(text)),
    "duplicate a paragraph": lambda text: _copy(text, text.some(r"(?m)^.+\n"), text.some(r"(?m)^.+\n")),
    "rename a label": _rename_label,
    "change a pseudonym": _mark_anew,
    "hide a name": _hide,
    "change the quotes": lambda text: text.replace("[\"'“”]", lambda found: "“" if found.group() in "\"“" else "’"),
    "change the dashes": lambda text: text.replace("[-–]", lambda found: "–" if found.group() == "-" else "-"),
    "change white space": _respace,
    "delete a coded passage": _delete_coded,
    "repeat a coded passage": _repeat_coded,
    "negate": lambda text: _insert(text, r"(?<= )\w", "bukanlah ", text.coded()),
    "a typing error inside": lambda text: _typo(text, text.coded()),
    "a typing error": _typo,
    "words at the edge": _at_edge,
}  # fmt: skip


def selectors(text: str, spans: list[tuple[int, int]]) -> list[Selector]:
    return [(start, end, text[start:end], *context(text, start, end)) for start, end in spans]


def judge(edited: Edited, wanted: Selector, found: Anchor | Unanchored) -> str:
    """right, asked, asked though whole, or what is wrong."""
    start, end, quote, prefix, suffix = wanted
    left = [place for place, origin in enumerate(edited.origin) if start <= origin < end]
    there = edited.text[left[0] : left[-1] + 1] if left else ""
    whole = plain(there) == plain(quote) and [edited.origin[place] for place in left] == sorted(
        edited.origin[place] for place in left
    )
    if isinstance(found, Unanchored):
        return "asked though whole" if whole else "asked"
    words = edited.text[found.start : found.end]
    if found.state in ("held", "moved") and plain(words) != plain(quote):
        return "wrong: other words under that state"
    inside = [edited.origin[place] for place in range(found.start, found.end)]
    hit = [number for number, origin in enumerate(inside) if start <= origin < end]
    if not hit or len(hit) < len(left) / 2:
        near = context(edited.text, found.start, found.end)
        if plain(words) == plain(quote) and [plain(one) for one in near] == [plain(prefix), plain(suffix)]:
            same = whole and context(edited.text, left[0], left[-1] + 1) == (prefix, suffix)
            return "wrong: a twin though whole" if whole and not same else "twin"
        if any(start <= -2 - origin < end for origin in inside):
            return "wrong: on a copy" if 2 * len(left) > len(quote) else "on a copy, the passage is gone"
        return "wrong: elsewhere" if left else "wrong: gone"
    if plain(words) == plain(quote):
        return "right"
    head = sum(origin >= 0 for origin in inside[: hit[0]])
    tail = sum(origin >= 0 for origin in inside[hit[-1] + 1 :])
    slack = 8 + 0.1 * len(quote)
    outside = [place for place in left if place < found.start or place >= found.end]
    cut = sum(found.start - slack <= place < found.end + slack for place in outside)
    return "wrong: bounds" if max(head, tail, cut) > slack else "right"


Row = tuple[Selector, Anchor | Unanchored, str, list[str]]


def trial(random: Random, text: str, spans: list[tuple[int, int]], edits: int) -> tuple[Edited, list[Row]]:
    """The text after some edits, and of each passage its selector, what was found, its judgement and the edits."""
    edited = Edited(random, text, spans)
    kinds = [random.choice(list(EDITS)) for _ in range(edits)]
    for kind in kinds:
        EDITS[kind](edited)
    wanted = selectors(text, spans)
    return edited, [
        (one, found, judge(edited, one, found), kinds)
        for one, found in zip(wanted, anchor_all(edited.text, wanted), strict=True)
    ]


def some_spans(random: Random, text: str, count: int) -> list[tuple[int, int]]:
    """Passages as a hand selects them: from a word to the end of one, short and long."""
    starts = [found.start() for found in re.finditer(r"(?<!\S)\S", text)]
    ends = [found.end() for found in re.finditer(r"\S(?!\S)", text)]
    spans = []
    for _ in range(count):
        first = random.randrange(len(starts))
        last = min(len(ends) - 1, first + random.choice([0, 1, 2, 4, 8, 15, 30, 60]))
        spans.append((starts[first], ends[last]))
    return spans
