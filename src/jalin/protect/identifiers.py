"""Direct identifiers in a text: the study's own list, forms of numbers, and names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jalin.protect.cues import KNOWN
from jalin.protect.glance import Glance, Glances
from jalin.protect.hits import Hit
from jalin.protect.names import names_in
from jalin.protect.needs import Held
from jalin.protect.normalise import Normalised, normalise, plain
from jalin.protect.numbers import numbers, suspected_numbers
from jalin.protect.pseudonyms import Names, heads_of
from jalin.protect.reading import Reading, has_capital_nouns, is_foreign
from jalin.protect.spellings import accounts
from jalin.protect.titles import bare
from jalin.protect.tokens import opens_sentence
from jalin.protect.words import ADDRESSES, Vocabulary

# the lists whose forms are looked for, by number
_LISTED, _SETTLED, MET, _DOUBTED, _THINGS = range(5)
# the forms of each of these lists, and whether each is looked for whole
Forms = dict[int, frozenset[tuple[str, bool]]]
# the identifiers of a text, and what is suspected to be one; or the names that the rules read in it
Found = tuple[list[Hit], list[Hit]]


@dataclass(frozen=True, slots=True)
class Formed:
    """What can be told by its form in a normalised text: identifiers, and what may be one."""

    sure: tuple[Hit, ...] = ()
    asked: tuple[Hit, ...] = ()


_NOTHING = Formed()
_NO_NAMES: Found = ([], [])
_EVERY = Glance(Held(0, 0), None, 0xFF, True, [])
_PART = re.compile(r"\w+(?:['-]\w+)*")


# each finder of a study reads its texts anew
_normalised = lru_cache(maxsize=128)(normalise)


def _widest(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The same in order, without an address that is part of another."""
    found = list(hits)
    inner: set[tuple[int, int]] = set()
    end = -1
    for start, less in sorted({(hit.start, -hit.end) for hit in found if hit.kind == "address"}):
        if -less <= end:
            inner.add((start, -less))
        end = max(end, -less)
    return tuple(hit for hit in found if hit.kind != "address" or (hit.start, hit.end) not in inner)


def _joined(hits: Iterable[Hit], text: str) -> list[Hit]:
    """Names that overlap as the one they make together."""
    found: list[Hit] = []
    # the names that overlap one another, and where the last of them ends
    together: list[Hit] = []
    end = -1

    def close() -> None:
        if len(together) > 1:
            found.append(Hit("name", together[0].start, end, text[together[0].start : end]))
        else:
            found.extend(together)

    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end:
            close()
            together.clear()
        together.append(hit)
        end = max(end, hit.end)
    close()
    return found


class Finder:
    """Finds identifiers in the texts of one study.

    `names` are the people, places and offices on its list; `words` tells words from
    names; `met` are names that stand as labels of turns or were told by a title; `settled` and `keep` are
    forms that a person has decided on: identifiers that no rule knows, and words that
    a rule took for one; `doubtful` are names that are words of the study as well;
    `speakers` the labels of turns that name a person; `things` what the rules take for names
    and the texts for places, which is asked about; `same` has the full name of whoever goes by another form,
    both as letters alone, and `unsure` pairs of names that may be one person's or two's.
    """

    def __init__(
        self,
        names: Names,
        words: Vocabulary,
        met: Names | None = None,
        settled: Names | None = None,
        keep: Iterable[str] = (),
        doubtful: Iterable[str] = (),
        speakers: Iterable[str] = (),
        things: Iterable[str] = (),
    ) -> None:
        self.names, self.words = names, words
        self.met = met or Names([], words)
        self.settled = settled or Names([], words)
        self.keep = frozenset(keep)
        self._keep = frozenset(map(plain, self.keep))
        self._kept = frozenset(form.casefold() for form in self.keep if " " not in form)
        self.speakers = frozenset(speakers)
        things = list(things)
        self._things = frozenset(map(plain, things))
        self.same: dict[str, str] = {}
        self.unsure: list[tuple[str, str]] = []
        self._doubtful = {normalise(name).text for name in doubtful}
        # what is looked for besides the rules
        self.forms: Forms = {
            _LISTED: self.names.forms,
            _SETTLED: self.settled.forms,
            MET: self.met.forms,
            _DOUBTED: frozenset((name, True) for name in self._doubtful),
            _THINGS: frozenset((form, True) for form in things),
        }
        self._known: dict[tuple[str, str], Found] = {}
        # what does not change with the names that are known, by text and language; kept while `remembers`
        self.formed: dict[tuple[str, str], Formed] = {}
        # the names that the rules read, which change with those that are met alone; kept as well
        self.read: dict[tuple[str, str], Found] = {}
        self.remembers = False
        self._glances: dict[bool, Glances] = {}

    def look(self, even: str, language: str) -> Glance:
        """What a normalised text in `language` can hold."""
        english = language == "en"
        if english not in self._glances:
            heads = {
                number: frozenset(head for form, _ in forms for head in heads_of(form))
                for number, forms in self.forms.items()
            }
            self._glances[english] = Glances(self.words, language, self.met.singles, self._kept, heads)
        return self._glances[english].look(even)

    def person(self, original: str) -> str:
        """Whose name this is, as letters alone."""
        return self.same.get(plain(bare(original))) or self.met.owner(original)

    def remember(self, found: Mapping[tuple[str, str], "Found"]) -> None:
        """Know what was `found` in each of some texts, by text and language."""
        self._known.update(found)

    def _formed(self, text: str, language: str, even: str, glance: Glance) -> Formed:
        """What can be told by its form in a text, whatever names this finder knows."""
        known = self.formed.get((text, language))
        if known is None:
            known = Formed(
                _widest(numbers(even, language, glance.held, glance.lines)),
                (*suspected_numbers(even, glance.held), *accounts(even, self.words, glance.held)),
            )
            if self.remembers:
                self.formed[text, language] = known if known.sure or known.asked else _NOTHING
        return known

    def _read(self, text: str, language: str, even: str, glance: Glance) -> Found:
        """The names that the rules read in a text, certain and suspected ones."""
        known = self.read.get((text, language))
        if known is None:
            known = _NO_NAMES
            if glance.spans:
                reading = Reading(even, self.words, language, self.met.singles, self._kept, glance.spans)
                known = names_in(reading, glance.titles)
            if is_foreign(language):
                known = self._told(even, language, *known)
            if self.remembers:
                self.read[text, language] = known if any(known) else _NO_NAMES
        return known

    def _told(self, text: str, language: str, certain: list[Hit], asked: list[Hit]) -> Found:
        """Of names in a language that the rules do not know, capitals of which a list has a word; others are asked about.

        Of one word alone, where it stands within a sentence, and where nouns have capitals only after Frau and the like.
        """
        capitals = [hit for hit in (*certain, *asked) if not hit.original.islower()]
        listed = {hit for hit in capitals if any(map(self.words.may_name, _PART.findall(hit.original)))}
        sure, nouns = listed.intersection(certain), has_capital_nouns(language)

        def asks(hit: Hit) -> bool:
            if hit in listed or " " in hit.original:
                return True
            before = text[max(0, hit.start - 16) : hit.start].rstrip(". ").rpartition(" ")[2].casefold()
            within = not opens_sentence(text, hit.start) and not self.words.uses(hit.original)
            return within and (not nouns or before in ADDRESSES)

        return [hit for hit in capitals if hit in sure], [
            hit for hit in capitals if hit not in sure and asks(hit)
        ]

    def _doubted(self, text: str) -> Iterator[Hit]:
        # a name after Pak and the like, which the study also uses as a word
        for name in sorted(name for name in self._doubtful if name in text):
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                if not opens_sentence(text, match.start()):
                    yield Hit("name", match.start(), match.end(), match.group())

    def search(self, hit: Hit) -> str:
        """Where an original must not be found again: "anywhere", or, when it is a word too, "addressed"."""
        parts = bare(hit.original).split()
        named = hit.kind == "name" or (hit.kind == "listed" and not self.names.is_form(hit))
        known = self.words.has if hit.kind == "name" else self.words.in_dictionary
        word = named and len(parts) == 1 and known(parts[0].strip(".,"))
        return "addressed" if word else "anywhere"

    def find(self, text: str, language: str = "", given: Iterable[Hit] = ()) -> Found:
        """(identifiers, suspected ones) of `text` in `language`, each in order, none overlapping another.

        Numbers and addresses go before the list, for they may hold a name; the list goes before what
        was `given` for its place in `text`, and that before the rules for names.
        """
        given = list(given)
        if not given and (text, language) in self._known:
            return self._known[text, language]
        normalised = _normalised(text)
        even = normalised.text
        # what was read before needs no look; every list is tried then
        again = (text, language) in self.read and (text, language) in self.formed
        glance = _EVERY if again else self.look(even, language)
        taken = bytearray(len(even))

        def original(hit: Hit) -> Hit:
            start, end = normalised.span(hit.start, hit.end)
            return Hit(hit.kind, start, end, text[start:end])

        def free(hits: Iterable[Hit]) -> Iterator[Hit]:
            for hit in hits:
                if not any(taken[hit.start : hit.end]) and plain(hit.original) not in self._keep:
                    taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
                    yield original(hit)

        def left(hits: Iterable[Hit]) -> Iterator[Hit]:
            """What of each hit is not taken yet."""
            for hit in hits:
                if not any(taken[hit.start : hit.end]):
                    yield hit
                    continue
                for part in _PART.finditer(even, hit.start, hit.end):
                    if (len(part.group()) > 2 or part.group().isdigit()) and not any(
                        taken[part.start() : part.end()]
                    ):
                        yield Hit(hit.kind, part.start(), part.end(), part.group())

        formed = self._formed(text, language, even, glance)
        found: list[Hit] = []
        found += free(formed.sure)
        if glance.may(_LISTED):
            found += free(self.names.find(even))
        met: list[Hit] = []
        certain, asked = self._read(text, language, even, glance)
        if glance.may(MET):
            known = [match.span() for match in KNOWN.finditer(even)]
            met = [
                Hit("name", hit.start, hit.end, hit.original)
                for hit in self.met.find(even)
                if not any(start <= hit.start and hit.end <= end for start, end in known)
            ]
        told = [*met, *certain]
        if self._things:
            asked = asked + [hit for hit in told if plain(hit.original) in self._things]
            told = [hit for hit in told if plain(hit.original) not in self._things]
        names = _joined(told, even)
        if glance.may(_SETTLED):
            # what was decided of a word is not decided of a longer name in which it stands
            whole = [
                one
                for one in names
                if not any(taken[one.start : one.end]) and plain(one.original) not in self._keep
            ]
            found += free(
                Hit("settled", hit.start, hit.end, hit.original)
                for hit in self.settled.find(even)
                if not any(
                    one.start <= hit.start and hit.end <= one.end and len(one.original) > len(hit.original)
                    for one in whole
                )
            )
        found += free(left(_even(given, normalised)))
        found += free(names)
        rest = [hit for hit in names if any(taken[hit.start : hit.end])]
        suspected = [
            *formed.asked,
            *asked,
            *(self._doubted(even) if glance.may(_DOUBTED) else ()),
            *rest,
        ]
        waiting = free(left(suspected))
        return sorted(found, key=_place), sorted(waiting, key=_place)


def _even(hits: Iterable[Hit], normalised: Normalised) -> Iterator[Hit]:
    """Hits in a text, in the text normalised."""
    for hit in hits:
        start, end = normalised.place(hit.start), normalised.place(hit.end)
        yield Hit(hit.kind, start, end, normalised.text[start:end])


def _place(hit: Hit) -> int:
    return hit.start
