"""Direct identifiers in a text: the study's own list, forms of numbers, and names."""

import re
from collections.abc import Iterable, Iterator

from jalin.protect.hits import Hit
from jalin.protect.names import addressed_names, bare, opens_sentence, suspected_names, titled_names
from jalin.protect.normalise import normalise, plain
from jalin.protect.numbers import RULES, phones, suspected_numbers
from jalin.protect.pseudonyms import Names
from jalin.protect.words import Vocabulary


class Finder:
    """Finds identifiers in the texts of one study.

    `names` are the people, places and offices on its list; `words` tells words from
    names; `met` are names that stand as labels of turns or were told by a title; `settled` and `keep` are
    forms that a person has decided on: identifiers that no rule knows, and words that
    a rule took for one; `doubtful` are names that are words of the study as well.
    """

    def __init__(
        self,
        names: Names,
        words: Vocabulary,
        met: Names | None = None,
        settled: Names | None = None,
        keep: Iterable[str] = (),
        doubtful: Iterable[str] = (),
    ) -> None:
        self.names, self.words = names, words
        self.met = met or Names([], words)
        self.settled = settled or Names([], words)
        self._keep = frozenset(map(plain, keep))
        self._doubtful = {normalise(name).text for name in doubtful}

    def _certain(self, text: str) -> Iterator[Hit]:
        for rule in RULES:
            yield from rule.find(text)
        yield from phones(text)
        yield from self.names.find(text)
        for kind, names in (("settled", self.settled), ("name", self.met)):
            for hit in names.find(text):
                yield Hit(kind, hit.start, hit.end, hit.original)
        yield from titled_names(text, self.words)
        yield from addressed_names(text, self.words)

    def _suspected(self, text: str) -> Iterator[Hit]:
        yield from suspected_numbers(text)
        yield from suspected_names(text, self.words)
        # a name after Pak and the like, which the study also uses as a word
        for name in sorted(self._doubtful):
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

    def find(self, text: str) -> tuple[list[Hit], list[Hit]]:
        """(identifiers, suspected ones) of `text`, each in order, none overlapping another.

        Numbers and addresses go before the list, for they may hold a name; the list
        goes before the rules for names.
        """
        normalised = normalise(text)
        taken = bytearray(len(normalised.text))

        def free(hits: Iterable[Hit]) -> list[Hit]:
            found = []
            for hit in hits:
                if not any(taken[hit.start : hit.end]) and plain(hit.original) not in self._keep:
                    taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
                    start, end = normalised.span(hit.start, hit.end)
                    found.append(Hit(hit.kind, start, end, text[start:end]))
            return sorted(found, key=lambda hit: hit.start)

        return free(self._certain(normalised.text)), free(self._suspected(normalised.text))
