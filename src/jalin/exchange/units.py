"""What the positions of another program count: code points, UTF-16 units, line ends as one character, or bytes.

REFI-QDA 1.0 says code points; NVivo for Windows and whatever is built on Qt count UTF-16 units, others
CR LF as one character, others bytes of UTF-8. A selection's own words decide where it carries them; else
that way of counting is taken that puts clearly most edges of selections on edges of words and lines.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jalin.errors import Problem, StudyError
from jalin.exchange.spans import spans_in

UNITS = {
    "points": "code points",
    "utf16": "UTF-16 units",
    "lines": "a line end of two characters as one",
    "utf16-lines": "UTF-16 units, a line end of two characters as one",
    "bytes": "bytes of UTF-8",
    "bytes-lines": "bytes of UTF-8, a line end of two characters as one",
    "two": "code points, a line end of one character as two",
    "utf16-two": "UTF-16 units, a line end of one character as two",
    "composed": "letters, each with the marks on it as one",
    "marked": "code points, a byte-order mark at the beginning as one",
}
# what is taken only where it is better than all else by this share, and not asked about: most marks are counted by nobody,
# and few programs count line ends that their texts lost on the way, or letters that their texts have in parts
_MARKED, _SELDOM, _SURE = "marked", frozenset(["marked", "two", "utf16-two", "composed"]), 0.25
MARK = "\ufeff"
# how much better, as a share of the best there could be, a way of counting must be to be taken without asking
_CLEAR = 0.1
# so many selections that cut no word, where others cut words in half of them, are no chance
_FEW = 3
# a text with fewer spaces, as a share of its letters, is in a script that does not part words
_SPACED = 0.06
# how many selections are enough to judge by
_JUDGED = 5000
# what a line end counts at most
_LINE_END = 2
# words shorter than these stand everywhere
_WORDS = 3


@dataclass(frozen=True)
class Selection:
    """A selection as a program gives it: positions in its own units, and `words` where it carries any, `whole` where they are never cut short."""

    document: str
    start: int
    end: int
    words: str = ""
    whole: bool = False


@dataclass
class Placed:
    """Half-open spans in code points, one for each selection, None for one outside its text; `told`: sentences on how."""

    spans: list[tuple[int, int] | None]
    told: list[str]
    unit: str = "points"


class _Counted:
    """The offsets of a text in each way of counting; ways that give the same are one."""

    def __init__(self, text: str, mark: bool = False) -> None:
        self.text = text
        self._offsets: dict[str, np.ndarray] = {}
        plain, lines = text.isascii(), "\r\n" not in text
        wide = not plain and max(text, default="") > "\uffff"
        two = "points" if lines else "lines"
        # a line end that has one character in a text that has no other kind
        alone = lines and "\n" in text
        self.same = {
            "points": "points",
            "utf16": "utf16" if wide else "points",
            "lines": two,
            "utf16-lines": ("utf16" if lines else "utf16-lines") if wide else two,
            "bytes": "points" if plain else "bytes",
            "bytes-lines": two if plain else "bytes" if lines else "bytes-lines",
            "two": "two" if alone else "points",
            "utf16-two": ("utf16-two" if wide else "two") if alone else "utf16" if wide else "points",
            "composed": "composed" if not plain and any(map(_on_a_letter, set(text))) else "points",
            _MARKED: _MARKED if mark else "points",
        }

    @cached_property
    def _spaced(self) -> bool:
        return sum(map(str.isspace, self.text)) > len(self.text) * _SPACED

    def cuts(self, span: tuple[int, int] | None) -> bool:
        """Whether a span begins or ends within a word, in a script that parts words."""
        return span is not None and any(
            self.text[max(0, at - 1) : at].isalnum() and self.text[at : at + 1].isalnum() and self._spaced
            for at in span
        )

    def _ends(self, unit: str) -> np.ndarray:
        """The offset of each code point, and of the end."""
        if unit not in self._offsets:
            codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
            lengths = np.ones(len(codes), dtype=np.int64)
            if unit.startswith("utf16"):
                lengths += codes > 0xFFFF
            if unit.startswith("bytes"):
                lengths += (codes > 0x7F).astype(int) + (codes > 0x7FF) + (codes > 0xFFFF)
            if unit.endswith("two"):
                lengths += codes == 10
            if unit == "composed":
                lengths[:-1][[_on_a_letter(one) for one in self.text[1:]]] = 0
            if unit.endswith("lines"):
                lengths[:-1][(codes[:-1] == 13) & (codes[1:] == 10)] = 0
            self._offsets[unit] = np.concatenate([[0], np.cumsum(lengths)])
        return self._offsets[unit]

    def span(self, unit: str, start: int, end: int) -> tuple[int, int] | None:
        """A span in code points; None where it leaves the text, by more than a final line end that was lost, is empty or cuts a character."""
        unit = self.same[unit]
        if unit == _MARKED:
            start, end, unit = max(0, start - 1), end - 1, "points"
        if unit == "points":
            last = len(self.text)
            end = last if start < last < end <= last + _LINE_END else end
            return (start, end) if 0 <= start < end <= last else None
        ends = self._ends(unit)
        end = int(ends[-1]) if start < ends[-1] < end <= ends[-1] + _LINE_END else end
        if not 0 <= start < end <= ends[-1]:
            return None
        first, last = (int(np.searchsorted(ends, at)) for at in (start, end))
        return (first, last) if ends[first] == start and ends[last] == end and first < last else None


def _on_a_letter(character: str) -> bool:
    """Whether this is a mark that is written on the letter before it."""
    return character > "\u02ff" and unicodedata.category(character)[0] == "M"


def point(text: str, unit: str, at: int) -> int:
    """A position, counted in `unit`, as one of code points; within the text."""
    span = _Counted(text).span(unit, 0, at) if at > 0 else (0, 0)
    return span[1] if span else len(text)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def says(text: str, span: tuple[int, int] | None, words: str, whole: bool = False) -> float:
    """Whether a span has these words, which programs may cut short unless they are `whole`: 1, or half where white space or capitals differ."""
    if span is None:
        return 0.0
    if text[span[0] : span[1]] == words:
        return 1.0
    there, wanted = _plain(text[span[0] : span[1]]), _plain(words)
    short = wanted.removesuffix("...").removesuffix("…").rstrip()
    return 0.5 * (
        there == wanted or (not whole and (short != wanted or len(short) >= 20) and there.startswith(short))
    )


def _on_edges(text: str, span: tuple[int, int] | None) -> float:
    """How well a span stands on edges, 0 to 4: 2 for each that is one of a line or sentence, 1 for one of a word."""
    if span is None:
        return 0.0
    start, end = span
    found = 0.0
    for at, before, after in (
        (start, text[max(0, start - 1) : start], text[start : start + 1]),
        (end, text[end - 1 : end], text[end : end + 1]),
    ):
        outer, inner = (before, after) if at == start else (after, before)
        if inner.isspace():
            found += 0.5
        elif not outer or outer in "\r\n":
            found += 2
        elif not (outer.isalnum() and inner.isalnum()):
            closes = at == end and inner in ".!?…"
            opens = (
                at == start and outer.isspace() and text[max(0, start - 20) : start].rstrip()[-1:] in ".!?…:"
            )
            found += 2 if closes or opens else 1
    return found


def place(
    texts: Mapping[str, str],
    selections: Sequence[Selection],
    shown: str,
    positions: str = "",
    marked: Collection[str] = (),
) -> Placed:
    """The spans of selections in `texts`, by document; `positions`, one of `UNITS`, where the user says what is counted.

    The files of the documents `marked` begin with a byte-order mark, which their texts here have not.
    Raises `StudyError`, `shown` is the file's name in it, where no way of counting is clearly the right one.
    """
    counted = {name: _Counted(text, name in marked) for name, text in texts.items()}
    here = [one for one in selections if one.document in counted]
    carries = [one for one in here if one.words]
    plain = {name: _plain(counted[name].text) for name in {one.document for one in carries}}
    quoted = [one for one in carries if _plain(one.words).removesuffix("...") in plain[one.document]]
    words = len(quoted) > len(carries) / 2
    told: list[str] = []
    unit = positions or _chosen(counted, here, quoted if words else [], shown, told)
    spans: list[tuple[int, int] | None] = []
    asked: list[int] = []
    for number, one in enumerate(selections):
        text = counted.get(one.document)
        span = text.span(unit, one.start, one.end) if text else None
        if text and words and one.words.strip() and not says(text.text, span, one.words, one.whole):
            asked.append(number)
        spans.append(span)
    told += _by_words(counted, selections, asked, spans)
    within = sum(
        counted[one.document].cuts(spans[number])
        for number, one in enumerate(selections)
        if one.document in counted
    )
    if within > 1 and within > len(here) / 3:
        told.append(
            f"selections that begin or end within a word, of {len(here)}, as if their positions counted something else: "
            f"{within}. Look at some in the other program"
        )
    return Placed(spans, told, unit)


def _by_words(
    counted: Mapping[str, _Counted],
    selections: Sequence[Selection],
    asked: Sequence[int],
    spans: list[tuple[int, int] | None],
) -> list[str]:
    """Put selections, of those `asked` about, where their words are, as their positions have other words; sentences on how many.

    Of several places that one is taken which is clearly nearest to where the words should be, by how far those near it
    that stand in one place alone were moved.
    """
    places = {
        number: _places(counted[(one := selections[number]).document].text, one.words) for number in asked
    }
    drifts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, found in places.items():
        if len(found) == 1:
            one = selections[number]
            drifts[one.document].append((one.start, found[0][0] - one.start))
    counts = {"placed": 0, "unclear": 0, "nowhere": 0}
    for number, found in places.items():
        one = selections[number]
        _, drift = min(drifts[one.document], key=lambda near: abs(near[0] - one.start), default=(0, 0))
        nearest = sorted(found, key=lambda span: abs(span[0] - one.start - drift))[:2]
        away = [abs(start - one.start - drift) for start, _ in nearest]
        short = len(one.words.strip()) < _WORDS
        if nearest and (len(nearest) == 1 or away[0] * (99 if short else 2) < away[1]):
            spans[number] = nearest[0]
            counts["placed"] += 1
        elif nearest:
            spans[number] = None
            counts["unclear"] += 1
        else:
            counts["nowhere"] += 1
    said = {
        "placed": "selections placed by their words, as their positions say others",
        "unclear": "selections left out, as their positions say other words, and their own stand in several places",
        "nowhere": "selections whose own words are not in their text, and stay at their positions",
    }
    return [f"{sentence}: {counts[kind]}" for kind, sentence in said.items() if counts[kind]]


def _places(text: str, words: str) -> list[tuple[int, int]]:
    """Every place of these words in a text, as they are written; else whatever their white space."""
    words = words.strip()
    return list(spans_in(re.compile(re.escape(words)), text)) or list(
        spans_in(re.compile(r"\s+".join(map(re.escape, words.split()))), text)
    )


def _chosen(
    counted: Mapping[str, _Counted],
    here: Sequence[Selection],
    quoted: Sequence[Selection],
    shown: str,
    told: list[str],
) -> str:
    """The way of counting that is right for the selections, "points" where all are alike."""
    scores: dict[str, float] = defaultdict(float)
    examples: dict[str, str] = {}
    # of each selection where ways differ its span and score by each, and whether it cuts a word or has no place
    judged: list[tuple[dict[str, tuple[int, int] | None], dict[str, float], dict[str, bool]]] = []
    for one in (quoted or here)[:_JUDGED]:
        text = counted[one.document]
        spans = {unit: text.span(unit, one.start, one.end) for unit in UNITS}
        if len(set(spans.values())) == 1:
            continue
        judged.append((spans, {}, {unit: span is None or text.cuts(span) for unit, span in spans.items()}))
        for unit, span in spans.items():
            score = says(text.text, span, one.words, one.whole) if quoted else _on_edges(text.text, span)
            judged[-1][1][unit] = score
            scores[unit] += score
            if span is not None:
                examples.setdefault(unit, text.text[span[0] : span[1]][:40])
    if not judged:
        return "points"
    best, each = max(UNITS, key=lambda unit: scores[unit]), 1 if quoted else 4
    most = each * len(judged)

    def close(unit: str, share: float = _CLEAR) -> bool:
        """Whether the best way is not clearly better than another, on what they put elsewhere."""
        apart = [by for spans, by, _ in judged if spans[best] != spans[unit]]
        cut = [cuts for spans, _, cuts in judged if spans[best] != spans[unit]]
        chance = len(cut) < _FEW or sum(one[unit] for one in cut) < len(cut) / 2
        if not quoted and not chance and not any(one[best] for one in cut):
            return False
        # where each has its own words there is no doubt
        clear = 0.0 if quoted and scores[best] == most else share * each * len(apart)
        return sum(by[best] - by[unit] for by in apart) <= clear

    usual = [unit for unit in UNITS if unit not in _SELDOM]
    likely = max(usual, key=lambda unit: scores[unit])
    if best in _SELDOM and close(likely, _SURE):
        best = likely
    rivals = [
        unit
        for unit in (UNITS if best in _SELDOM else usual)
        if _differ(counted, here, best, unit) and close(unit)
    ]
    if rivals:
        readings = "; ".join(
            f"{UNITS[unit]} ({unit}): {examples.get(unit, '')!r}" for unit in (best, *rivals)
        )
        raise StudyError(
            Problem(
                shown,
                "",
                f"what its positions count cannot be told from its {len(judged)} selections after characters that count "
                f"differently. The first would be, by {readings}",
                f"Say which with --positions {best}, or the other",
            )
        )
    if best != "points" or scores["points"] < scores[best]:
        how = "have their own words" if quoted else "points of their edges on edges of words and lines"
        told.append(
            f"positions count {UNITS[best]}: {scores[best]:g} of {most:g} {how}, {scores['points']:g} by code points"
        )
    return best


def _differ(counted: Mapping[str, _Counted], here: Sequence[Selection], one: str, other: str) -> bool:
    """Whether two ways of counting put any selection elsewhere."""
    if one == other:
        return False
    return any(
        counted[item.document].span(one, item.start, item.end)
        != counted[item.document].span(other, item.start, item.end)
        for item in here
        if counted[item.document].same[one] != counted[item.document].same[other]
    )
