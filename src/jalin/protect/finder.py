"""The finder of one study: its list, what was decided in review, and the names that its texts tell."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

import pandas as pd

from jalin.collect.settled import Label
from jalin.protect.cues import BEFORE, PLACE_GOES_ON, PLACED, PLACES, tells
from jalin.protect.hits import Hit
from jalin.protect.identifiers import MET, Finder, Formed, Forms, Found
from jalin.protect.needs import letters_of, small
from jalin.protect.normalise import normalise, plain
from jalin.protect.people import one_person
from jalin.protect.pseudonyms import ListedName, Names, heads_of, is_called, read_pseudonyms
from jalin.protect.review import Decision, hidden_forms, kept_forms, read_review
from jalin.protect.somebody import does
from jalin.protect.speakers import listed_labels, people_of
from jalin.protect.titles import bare
from jalin.protect.words import Vocabulary, either
from jalin.shares import in_shares
from jalin.study import Study


def rules_of(study: Study, texts: Iterable[str]) -> Finder:
    """The finder for what stands beside the `texts` of a study, whose words it knows as words; it learns no name from them."""
    decisions = read_review(study)
    words = Vocabulary(texts, study.not_names)
    listed, settled = Names(read_pseudonyms(study), words), Names(hidden_forms(decisions), words)
    return Finder(listed, words, None, settled, kept_forms(decisions))


def finder_with(
    listed: list[ListedName],
    decisions: list[Decision],
    not_names: Iterable[str],
    texts: dict[str, str],
    sources: pd.DataFrame,
    segments: pd.DataFrame,
    labels: Iterable[Label] = (),
    search: "Search | None" = None,
) -> Finder:
    """The finder for `texts` (canonical, by source_id) with their `sources` and `segments`.

    With the study's list, its `decisions`, words that name nobody (`not_names`) and settled `labels` as they are given.
    A `search` remembers what was read for another finder of the same texts, with the same words.
    """
    keep = kept_forms(decisions)
    search = search or Search(texts, sources, not_names)
    words = search.words
    labels = list(labels)
    listed = [*listed, *listed_labels(labels, listed)]
    known = Names(listed, words)
    speakers = people_of(segments["speaker"].unique(), labels, words)
    told = set(speakers)
    names = told
    titled = {plain(bare(label)) for label in speakers}
    things: dict[str, str] = {}
    # a name told in one place is hidden where it stands alone, too; and what is told by it in turn
    for _ in range(2):
        rules = Finder(known, words, _met(names, speakers, words), None, keep)
        alone: set[str] = set()
        places = _Places(words)
        certain: Counter[str] = Counter()
        waiting: Counter[str] = Counter()
        for source_id, (hits, asked) in search.found_by(rules).items():
            waiting.update(hit.original for hit in asked)
            places.count(texts[source_id], (*hits, *asked))
            for hit in hits:
                if hit.kind == "name":
                    name = bare(hit.original)
                    if name.count(" ") > _LONGEST:
                        # nobody is called so: a list of initials
                        continue
                    called = is_called(texts[source_id][max(0, hit.start - 14) : hit.start])
                    if called:
                        titled.add(plain(name))
                    # two words that nobody knows teach nothing: they may be a brand
                    if " " not in name:
                        (told if called else alone).add(name)
                        certain[name] += 1
                    elif called or any(words.kind(part.strip(".,")) != "unknown" for part in name.split()):
                        told.add(name)
        # what one place in many tells of a word that nobody knows is not told of all of them
        alone = {
            name for name in alone if words.kind(name) != "unknown" or waiting[name] <= 3 * certain[name]
        }
        # one name of a person who is told by all of them is that person
        parts = {part for name in told if " " in name for part in name.split()}
        things |= {name: form for name, form in places.found().items() if name not in titled}
        names = {name for name in told | (alone - parts) if plain(name) not in things}
    met = _met(names, speakers, words)
    doubtful = {label for label in names - speakers if not _lasts(label, words)}
    # who is cited elsewhere is hidden here, by the rules where they find the name
    found = {plain(one) for one in (*names, *(form for entry in listed for form in entry.forms))}
    cited = [entry for entry in hidden_forms(decisions, "cite") if plain(bare(entry.forms[0])) not in found]
    settled = Names([*hidden_forms(decisions), *cited], words)
    finder = Finder(known, words, met, settled, keep, doubtful, speakers, things.values())
    last = search.found_by(finder)
    finder.remember({search.asked[name]: found for name, found in last.items()})
    finder.same, finder.unsure = one_person({name: hits for name, (hits, _) in last.items()}, texts, speakers)
    return finder


# no name has more words
_LONGEST = 12
_CAPITAL_AFTER = re.compile(r" ([A-Z]\w+)")
# before what goes on with the name of a place, and the places of a list: Kabupaten Lani Jaya, Supiori, Paniai
_PLACE = re.compile(rf"(?<!\w)(?i:{either('places')})\s")
_ROW = re.compile(
    rf"(?<!\w)(?i:{either('places')})(?:\s[A-Z][\w-]*)+(?:,\s[A-Z][\w-]*(?:\s[A-Z][\w-]*)*)*(?:,?\s(?:and|dan|&)\s|,\s| )$"
)
# Glazewing Ltd is a firm, whoever is called so
_FIRM = re.compile(r" (?:Ltd|Inc|plc|PLC|LLP|Tbk|GmbH|Corp)\b")


@lru_cache(4096)
def _placed(before: str) -> bool:
    return PLACED.search(before) is not None


class _Places:
    """How often each name stands where a place or a thing that is called after somebody does: at Averno, the Willard Sherwood."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._all: Counter[str] = Counter()
        self._placed: Counter[str] = Counter()
        self._after: Counter[tuple[str, str]] = Counter()
        self._forms: dict[str, str] = {}

    def count(self, text: str, hits: Iterable[Hit]) -> None:
        places = _PLACE.search(text) is not None
        for hit in hits:
            if hit.kind == "name":
                name = plain(hit.original)
                self._all[name] += 1
                owned = text.startswith(("'s", "’s"), hit.end)
                after = _CAPITAL_AFTER.match(text, hit.end)
                thing = after is not None and self._is_thing(name, after[1])
                before = text[max(0, hit.start - BEFORE) : hit.start]
                named = places and tells(before, PLACES) and not does(text, hit.end, self._words)
                named = named or (" " not in name and _FIRM.match(text, hit.end) is not None)
                named = named or (
                    places and " " not in hit.original and PLACE_GOES_ON.search(before) is not None
                )
                row = (
                    places
                    and " " not in hit.original
                    and _ROW.search(text[max(0, hit.start - 160) : hit.start])
                )
                if thing or named or row or (not owned and _placed(before[-14:])):
                    # one Kabupaten Paniai tells as much as two that are in Paniai
                    self._placed[name] += 2 if named else 1
                    self._forms[name] = hit.original

    def _is_thing(self, name: str, after: str) -> bool:
        """Whether a name goes on as a thing's does: with what ends one, or with the same word again, as Kartini Teknologi."""
        if self._words.ends_place(after):
            return not self._words.is_surname(after)
        again = self._words.kind(after) == "word" and not self._words.is_surname(after)
        self._after[name, after] += again
        return self._after[name, after] > 1

    def found(self) -> dict[str, str]:
        """A form of each name of which one place in four at least is such a one, by its letters alone."""
        return {
            name: self._forms[name]
            for name, placed in self._placed.items()
            if placed > 1 and 4 * placed >= self._all[name]
        }


# so many texts, or characters of them, are read side by side
_MANY, _LONG = 2_000, 1_000_000


class Search:
    """What finders of one study find in its texts, one after the other.

    Finders of a study have the same rules and differ in the names they know: a text without a word of those
    in which two differ is read once for both, and what is told by its form is looked for once.
    What an earlier finder found is not asked of a later one that lets less stand.
    """

    def __init__(self, texts: dict[str, str], sources: pd.DataFrame, not_names: Iterable[str]) -> None:
        languages = dict(zip(sources["source_id"], sources["language"], strict=True))
        self.words = Vocabulary(texts.values(), not_names)
        self.asked = {name: (text, languages.get(name, "")) for name, text in texts.items()}
        self._found: dict[str, Found] = {}
        self._formed: dict[tuple[str, str], Formed] = {}
        self._read: dict[tuple[str, str], Found] = {}
        self._forms: Forms = {}
        self._keep: frozenset[str] = frozenset()

    def found_by(self, finder: Finder) -> dict[str, Found]:
        """What `finder` finds in each text, by source_id."""
        by_list = {
            number: {
                head for form, _ in forms ^ self._forms.get(number, frozenset()) for head in heads_of(form)
            }
            for number, forms in finder.forms.items()
        }
        kept = finder.keep - self._keep
        alone = {head for form in kept for head in heads_of(form)}
        heads, met = set().union(alone, *by_list.values()), by_list[MET] | alone
        finder.formed, finder.read, finder.remembers = self._formed, self._read, True
        every = "" in heads or not self._found
        letters = frozenset(map(plain, kept))

        def read(names: Sequence[str]) -> list[tuple[Found, Formed, Found] | None]:
            made: list[tuple[Found, Formed, Found] | None] = []
            for name in names:
                asked = self.asked[name]
                again = every or (bool(kept) and self._lets_stand(name, letters))
                words = set() if again else heads.intersection(letters_of(small(normalise(asked[0]).text)))
                if again or words:
                    if again or not met.isdisjoint(words):
                        self._read.pop(asked, None)
                    made.append((finder.find(*asked), self._formed[asked], self._read[asked]))
                else:
                    made.append(None)
            return made

        if every or heads:
            names = list(self.asked)
            long = sum(len(text) for text, _ in self.asked.values()) >= _LONG
            for name, found in zip(names, in_shares(read, names, 2 if long else _MANY), strict=True):
                if found is not None:
                    asked = self.asked[name]
                    self._found[name], self._formed[asked], self._read[asked] = found
        finder.formed, finder.read, finder.remembers = {}, {}, False
        self._forms, self._keep = finder.forms, finder.keep
        return self._found

    def _lets_stand(self, name: str, letters: frozenset[str]) -> bool:
        """Whether anything that was found in a text has the letters of a form that is to stand."""
        return any(plain(hit.original) in letters for hits in self._found[name] for hit in hits)


def _lasts(label: str, words: Vocabulary) -> bool:
    """Whether a name told in one place is one wherever it stands: Bagus alone may be a word."""
    return " " in label or not words.has(label)


def _met(labels: Iterable[str], speakers: Collection[str], words: Vocabulary) -> Names:
    """Names that the texts told, as a list has them, without pseudonyms; who speaks is a person whatever the name is besides."""
    entries = [
        ListedName((label,), "") for label in sorted(labels) if label in speakers or _lasts(label, words)
    ]
    return Names(entries, words, told=True)
