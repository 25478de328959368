"""What takes the place of identifiers: a marked pseudonym for each, the same one throughout, and where positions go by it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace

from jalin.protect.fields import column_kind
from jalin.protect.hits import Hit
from jalin.protect.identifiers import Finder
from jalin.protect.ids import shown_ids
from jalin.protect.normalise import plain
from jalin.words import known_languages, word

OPEN, CLOSE = "⟦", "⟧"
KEY = ["source_id", "place", "start", "end", "kind", "original", "replacement", "search"]
SUSPECTED = ["source_id", "kind", "form", "line", "around"]


_NEAR = 40


def _around(text: str, start: int, end: int) -> str:
    """What stands at most `_NEAR` characters before and after a place, in whole words."""
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if start > _NEAR:
        before = re.sub(r"^\S+(?=\s)", "", before)
    if end + _NEAR < len(text):
        after = re.sub(r"(?<=\s)\S+$", "", after)
    return before + text[start:end] + after


class Pseudonyms:
    """Gives each identifier its replacement, and the same one again.

    The number of an unlisted identifier counts within the source where it was first
    met, so that a source added or withdrawn later renumbers no other; an id that may hold a
    name gives way to the number of its source. No decision renumbers what another is about: who `first`,
    without any, gave a number to keeps it, and what only a decision hides has that of its row.
    """

    def __init__(self, finder: Finder, languages: dict[str, str], first: "Pseudonyms | None" = None) -> None:
        self._lists = {"listed": finder.names, "settled": finder.settled}
        self._person = finder.person
        self._languages = languages
        self._shown = shown_ids(languages)
        self._given: dict[tuple[str, str], str] = {}
        self._counts: dict[tuple[str, str], int] = dict(first._counts) if first else {}
        self._first = first

    def language(self, source_id: str) -> str:
        """The language of a source; "" where it is not known."""
        return self._languages.get(source_id, "")

    def replacement(self, source_id: str, hit: Hit) -> str:
        if hit.kind in self._lists and (named := self._lists[hit.kind].pseudonym(hit)):
            return f"{OPEN}{named}{CLOSE}"
        key, first = self._key(hit), self._first
        if first:
            # what only decisions made one, or parted, is called as it was; also what a rule found that is settled now
            as_found = replace(hit, kind="name") if hit.kind == "settled" else hit
            known = first._given.get(first._key(hit)) or first._given.get(first._key(as_found))
            if known:
                return self._given.setdefault(key, known) and known
        if key not in self._given:
            self._given[key] = self._next(source_id, hit)
        return self._given[key]

    def _key(self, hit: Hit) -> tuple[str, str]:
        # titles and degrees make nobody another person, nor does one name out of several
        return hit.kind, self._person(hit.original) if hit.kind == "name" else plain(hit.original)

    def _next(self, source_id: str, hit: Hit) -> str:
        """A replacement that nothing has yet."""
        count = self._lists["settled"].row(hit) if hit.kind == "settled" else 0
        if not count:
            count = self._counts[source_id, hit.kind] = self._counts.get((source_id, hit.kind), 0) + 1
        language = self._languages.get(source_id, "en")
        name = word(f"identifier.{hit.kind}", language if language in known_languages() else "en")
        return f"{OPEN}{name} {self._shown[source_id]}.{count}{CLOSE}"


def replace_hits(text: str, hits: list[Hit], replacements: list[str]) -> str:
    """`text` with each hit replaced; hits are in order and do not overlap."""
    parts, at = [], 0
    for hit, replacement in zip(hits, replacements, strict=True):
        parts += [text[at : hit.start], replacement]
        at = hit.end
    return "".join(parts) + text[at:]


class Moves:
    """Where positions of an original text are in the replaced one."""

    def __init__(self, hits: list[Hit], replacements: list[str]) -> None:
        self._starts = [hit.start for hit in hits]
        self._ends = [hit.end for hit in hits]
        self._shifts = [0]
        for hit, new in zip(hits, replacements, strict=True):
            self._shifts.append(self._shifts[-1] + len(new) - (hit.end - hit.start))

    def moved(self, position: int) -> int:
        """The new place of `position`; one inside a hit goes to the start of its replacement."""
        before = bisect_right(self._ends, position)
        inside = before < len(self._starts) and self._starts[before] < position
        return (self._starts[before] if inside else position) + self._shifts[before]


_UNMOVED = Moves([], [])
# a text as long as a cell of a table, and how many of them are kept in mind
_SHORT, _MOST = 200, 20_000


class Hiding:
    """The walk through texts and fields, keeping key and suspects."""

    def __init__(self, finder: Finder, names: Pseudonyms) -> None:
        self.finder, self.names = finder, names
        self.key: list[list[object]] = []
        self.suspected: list[list[object]] = []
        # headings and answers to choose from come back in every row of a table
        self._found: dict[tuple[str, str, tuple[Hit, ...]], tuple[list[Hit], list[Hit]]] = {}

    def find(self, source_id: str, text: str, given: Iterable[Hit] = ()) -> tuple[list[Hit], list[Hit]]:
        """The hits in a text, and what is suspected."""
        language = self.names.language(source_id)
        asked = (text, language, tuple(given))
        if len(text) > _SHORT:
            return self.finder.find(text, language, asked[2])
        if asked not in self._found:
            if len(self._found) > _MOST:
                self._found.clear()
            self._found[asked] = self.finder.find(text, language, asked[2])
        return self._found[asked]

    def text(self, source_id: str, text: str, place: str) -> str:
        """`text` with its identifiers replaced."""
        hits, suspected = self.find(source_id, text)
        new, _ = self.replaced(source_id, text, hits, place)
        self.suspect(source_id, text, suspected)
        return new

    def suspect(self, source_id: str, text: str, suspected: Iterable[Hit]) -> None:
        """Note what is suspected in a text."""
        ends = [place for place, letter in enumerate(text) if letter == "\n"]
        for hit in suspected:
            line = bisect_left(ends, hit.start) + 1
            around = " ".join(_around(text, hit.start, hit.end).split())
            self.suspected.append([source_id, hit.kind, hit.original, line, around])

    def hidden(self, source_id: str, text: str, place: str, hits: list[Hit]) -> str:
        """A field's text with `hits` replaced, which were found in it elsewhere."""
        return self.replaced(source_id, text, hits, place)[0] if hits else text

    def words(self, source_id: str, text: str, place: str) -> str:
        """A field in which _ may stand between words."""
        hits, _ = self.find(source_id, text.replace("_", " "))
        hits = [Hit(hit.kind, hit.start, hit.end, text[hit.start : hit.end]) for hit in hits]
        return self.replaced(source_id, text, hits, place)[0]

    def replaced(self, source_id: str, text: str, hits: list[Hit], place: str) -> tuple[str, Moves]:
        """`text` with `hits` replaced, which the key remembers, and where its positions went."""
        if not hits:
            return text, _UNMOVED
        replacements = [self.names.replacement(source_id, hit) for hit in hits]
        moves = Moves(hits, replacements)
        for hit, new in zip(hits, replacements, strict=True):
            start, search = moves.moved(hit.start), self.finder.search(hit)
            self.key.append([source_id, place, start, start + len(new), hit.kind, hit.original, new, search])
        return replace_hits(text, hits, replacements), moves

    def field(self, source_id: str, text: str, place: str, person: bool = False) -> str:
        """A field's text with its identifiers replaced; `person`: the whole of it is a name."""
        whole = [Hit("name", 0, len(text), text)] if person else []
        return self._whole(source_id, text, place, whole) if text else text

    def cell(self, source_id: str, value: str, column: str) -> str:
        """The value of a column with its identifiers replaced; the whole of it in a column for people."""
        kind = column_kind(column)
        whole = [Hit(kind, 0, len(value), value)] if kind else []
        return self._whole(source_id, value, column, whole) if value else value

    def _whole(self, source_id: str, text: str, place: str, whole: list[Hit]) -> str:
        """`text` with its identifiers replaced, or all of it, unless the study's list knows better."""
        if whole:
            hits, _ = self.find(source_id, text, whole)
            if hits and not any(hit.kind == "listed" for hit in hits):
                new = self.names.replacement(source_id, whole[0])
                self.key.append([source_id, place, 0, len(new), whole[0].kind, text, new, "anywhere"])
                return new
        return self.text(source_id, text, place)
