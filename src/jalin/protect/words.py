"""Which words are words and which are names: lists of both, an Indonesian dictionary, and the study's own usage."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from jalin.protect.normalise import normalise

# what a word is, the first that holds: it names nobody (a function word, an office or kin, the first word of an
# institution's name, what everybody knows), a name, a name that is a word too, a family name that is one, a word, none known
Kind = Literal["stop", "office", "body", "known", "name", "both", "surname", "word", "unknown"]


@cache
def _listed(name: str) -> frozenset[str]:
    """The words of a list in the folder `lists`; lines that begin with # say where they come from."""
    text = (files("jalin.protect") / "lists" / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in normalise(line).text.split())


@cache
def _called() -> frozenset[str]:
    return _listed("names") | _listed("names_and_words")


@cache
def _cues() -> dict[str, tuple[str, ...]]:
    """The words of each line of `lists/cues.txt`, by what reads them; a space for _."""
    text = (files("jalin.protect") / "lists" / "cues.txt").read_text(encoding="utf-8")
    lines = (line.partition(":") for line in text.splitlines() if not line.startswith("#"))
    return {name: tuple(word.replace("_", " ") for word in rest.split()) for name, _, rest in lines}


def listed_words(name: str) -> frozenset[str]:
    """The words of a list in the folder `lists`, in small letters, or of a line of its `cues.txt`."""
    return frozenset(_cues()[name]) if name in _cues() else _listed(name)


def either(*names: str) -> str:
    """A pattern for any word of some lines of `lists/cues.txt`, the longest first."""
    words = {word for name in names for word in _cues()[name]}
    return "|".join(
        re.escape(word).replace("\\ ", " ") for word in sorted(words, key=lambda word: (-len(word), word))
    )


_NO_NAMES: frozenset[str] = frozenset(["stop", "office", "body", "word"])
# after these stands a name, whatever word it is besides; after the second, where it looks like one
HONORIFICS, UNSURE = either("honorifics"), either("unsure")
ADDRESSES = listed_words("honorifics") | listed_words("unsure") | listed_words("titles")
_SYLLABLES, _SUFFIXES = listed_words("syllables"), listed_words("suffixes")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_AFTER_HONORIFIC = re.compile(rf"(?i)(?:\b(?:{HONORIFICS}|{UNSURE}|{either('small_titles')})|@)\.?\s+$")
# the words of an address or of an account are no words of the study
_ADDRESS = re.compile(
    r"(?i)https?://\S{1,300}|[\w.+-]{1,64}\s?@\s?[\w.-]{1,64}|@[\w.]{1,40}|\w{1,40}(?:[._]\w{1,40}){1,4}"
)
_IN_BRACKETS = re.compile(
    r"(?P<words>(?:[A-Z][\w-]{1,20} (?:(?:dan|and|of|for|the) )?){2,7})\((?P<x>[A-Z][a-z]{3,20}(?: [A-Z][a-z]{3,20})?)\)"
)
_CONTRACTED = re.compile(
    r"[a-z]{1,6}(?:'(?:m|ve|ll|d|re|em|am)|n't)|(?:it|that|what|there|here|who|how|let|he|she|where)'s"
)
_LISTS: tuple[tuple[str, Kind], ...] = (
    ("stop_english", "stop"),
    ("stop", "stop"),
    ("offices", "office"),
    ("bodies", "body"),
    ("known", "known"),
    ("names", "name"),
    ("names_and_words", "both"),
    ("surnames_and_words", "surname"),
)
_AFFIXED = re.compile(r"(?:me[nmr]|ber|ter|per|pe[nm]|di|ke|se)[a-z]{3,}|[a-z]{3,}(?:kan|nya|lah)")
_LONG = re.compile(r"([a-z])\1+$")
_VERB = re.compile(r"(?:meng|men|mem|meny|ber|ter|di|ke)[a-z]{4,}(?:kan|i|an|nya)")
# how names end, and begin, that no list has: Komaruddin, Sulismawati, McGlashan, Petrescu
_SHAPED, _SHAPED_HERE = (
    re.compile(pattern)
    for pattern in (
        r"(?:mc|o')[b-df-hj-np-tv-z][a-z]{3,}|[a-z]{3,}(?:wicz|escu|opoulos|ashvili|enko|dottir|sson|[oi]wski|ewski|inski)",
        r"[a-z]{2,}(?:udd?in|wati|yati|ningsih|ningrum|[yw]anto|[yw]anti|[dr]ianto|yono|iyem|inem|warno|wardi|warsih|[tmj]inah|atmaja|kusumah|ull?ah|ulloh|r[ao]h?man|rochman)",
    )
)
_ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ings", ""),
    ("ly", ""), ("ly", "le"), ("ily", "y"), ("er", ""), ("er", "e"), ("ers", ""), ("ers", "e"), ("ier", "y"), ("est", ""),
    ("est", "e"), ("iest", "y"), ("ness", ""), ("iness", "y"),
)  # fmt: skip


@cache
def _stemmer() -> tuple[Any, frozenset[str]]:
    factory = StemmerFactory()
    return factory.create_stemmer(), frozenset(factory.get_words())


def _shortened(text: str) -> Iterator[str]:
    """The parts of words in brackets that are made of those before, none of which names anybody: Suku Dinas Kesehatan (Sudinkes)."""
    for match in _IN_BRACKETS.finditer(text) if " (" in text else ():
        words, short = match["words"].casefold(), match["x"].casefold()
        letters = iter(words)
        made = all(letter in letters for letter in short.replace(" ", ""))
        if made and re.search(rf"(?<!\w){short[0]}", words) and _called().isdisjoint(words.split()):
            yield from short.split()


def _stems(stem: str, word: str) -> bool:
    """Whether `stem` is a root that `word` may be made of; of three letters it stands in it, as no tus does in Tinus."""
    return stem in _stemmer()[1] and (len(stem) > 3 or stem in word)


@cache
def _indonesian(word: str) -> bool:
    stemmer, roots = _stemmer()
    return word in roots or any(
        (len(part) > 4 and _stems(stemmer.stem(part), part)) or part in roots
        for part in {word, *word.split("-")[:1]}
    )


@cache
def _english(word: str) -> bool:
    known = _listed("english")
    for part in (word, word.partition("'")[0]):
        if part in known:
            return True
        for ending, instead in _ENDINGS:
            stem = part.removesuffix(ending)
            if stem != part and len(stem) > 2:
                doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in known
                if stem + instead in known or doubled:
                    return True
    return False


def names_and_words() -> tuple[list[str], list[str]]:
    """The names that are no words, and the words that are no names, of the lists and the dictionary; those of three letters left out."""
    names, also = _listed("names"), _called()
    words = _listed("english") | _listed("known") | _stemmer()[1]
    return [name for name in names if len(name) > 3], [
        word for word in words if len(word) > 3 and word.isalpha() and word not in also
    ]


# who is called so holds an office or is kin; whoever it is, the word names nobody
ROLES = _listed("offices") | _listed("bodies") | _listed("headings")


class Vocabulary:
    """The words a study uses as words, and what each word is.

    A word written in small letters, and not after a title such as Pak, is a word of
    the study's language and no name; so Sundanese needs no dictionary.
    """

    def __init__(self, texts: Iterable[str], not_names: Iterable[str] = ()) -> None:
        self.not_names = frozenset(part for name in not_names for part in name.casefold().split())
        self._used: set[str] = set()
        self._kinds: dict[tuple[str, bool], Kind] = {}
        # what `tokens` knows of each word, in English and elsewhere
        self.forms: dict[bool, dict[str, Any]] = {}
        # words that need no second look: those used, and those that begin with a capital
        seen: set[str] = set()
        for text in texts:
            normalised = normalise(text).text
            self._used.update(_shortened(normalised))
            # most texts have no word that was not met before
            new = set(_WORD.findall(normalised)) - seen
            seen.update(word for word in new if word in self._used or not word.islower())
            if new <= seen:
                continue
            normalised = _ADDRESS.sub(" ", normalised)
            for match in _WORD.finditer(normalised):
                word = match.group()
                if word.islower() and word not in self._used:
                    before = normalised[max(0, match.start() - 14) : match.start()]
                    if not _AFTER_HONORIFIC.search(before):
                        self._used.add(word)

    def kind(self, word: str, language: str = "") -> Kind:
        """What `word` is in a text of `language`, in any case."""
        key = word.casefold(), language == "en"
        if key not in self._kinds:
            self._kinds[key] = self._kind(*key)
        return self._kinds[key]

    def _kind(self, small: str, english: bool) -> Kind:
        if small in self.not_names:
            return "office"
        # xxx stands for what was taken out
        if _CONTRACTED.fullmatch(small) or (len(small) > 2 and len(set(small)) == 1):
            return "stop"
        if small in ADDRESSES and small not in _listed("offices"):
            return "stop"
        for name, kind in _LISTS:
            # what is a function word in Sundanese, or an office in Indonesian, may be a name in English
            here = name == "stop" or (
                kind == "body"
                and (small in _called() or small in _listed("names_abroad"))
                and not _english(small)
            )
            if small in _listed(name) and not (english and here):
                # Payments Made, in a study that writes made
                made = english and kind == "name" and _english(small) and self.uses(small)
                return "both" if made else kind
        # yukk, yanggg; ohh, mmm
        if (not english or small[-1:] in ("h", "m")) and _LONG.sub(r"\1", small) in _listed("stop"):
            return "stop"
        parts = small.split("-")
        # undang-undang is a word, whoever is called Undang
        twice = len(parts) == 2 and parts[0] == parts[1] and (not english or _indonesian(parts[0]))
        if len(parts) > 1 and not (twice or self.uses(small)) and self._hyphenated(parts, english):
            return "name"
        # English words stand in Indonesian texts, and seldom the other way round
        abroad = english and small in _listed("names_abroad")
        word = (self.uses(small) and not abroad) or _english(small) or (not english and _indonesian(small))
        # thirty-one, and no name of two parts
        word = word or (
            len(parts) > 1
            and all(self.kind(part, "en" if english else "") in _NO_NAMES for part in parts if len(part) > 1)
        )
        if word:
            return "word"
        named = False
        if english and small.endswith("s") and len(small) > 4:
            # Thursdays, and the Gallaghers
            one = self.kind(small[:-1], "en")
            if one in ("stop", "known", "office", "body"):
                return "word"
            named = named or (one == "name" and len(small) > 5)
        shaped = _SHAPED.fullmatch(small) or (not english and _SHAPED_HERE.fullmatch(small))
        return "name" if named or abroad or shaped else "unknown"

    def _hyphenated(self, parts: list[str], english: bool) -> bool:
        """Whether words with a hyphen between them are one name: Jean-Baptiste, Min-jun, Sato-san."""
        if all(map(self.may_name, parts)) or (len(parts) == 2 and _SYLLABLES.issuperset(parts)):
            return True
        first, *more = (self.kind(part, "en" if english else "") for part in parts)
        after = set(more) <= {"name", "unknown"} or _SUFFIXES.issuperset(parts[1:])
        return (
            english and first in ("name", "unknown") and after and (first == "name" or parts[-1] in _SUFFIXES)
        )

    def may_name(self, word: str) -> bool:
        """Whether somebody is called `word`, whatever else it is."""
        return word.casefold() in _called()

    def is_surname(self, word: str) -> bool:
        """Whether an English word is a family name as well."""
        return word.casefold() in _listed("surnames_and_words")

    def is_place(self, word: str) -> bool:
        """Whether a town or a county is called `word`, and nobody that a list knows."""
        return word.casefold() in _listed("places")

    def ends_place(self, word: str) -> bool:
        """Whether `word` ends the English name of a place, a building, a firm or a body."""
        return word.casefold() in _listed("ends")

    def is_act(self, word: str) -> bool:
        """Whether `word` is what people do and hardly anything else."""
        return word.casefold() in _listed("acts")

    def is_english(self, word: str) -> bool:
        """Whether the list of English words has `word`, be it a name as well."""
        return _english(word.casefold())

    def is_indonesian(self, word: str) -> bool:
        """Whether the Indonesian dictionary has `word`, or what it is made of."""
        return _indonesian(word.casefold())

    def is_heading(self, word: str) -> bool:
        """Whether `word` heads a column or the top of a transcript."""
        return word.casefold() in _listed("headings")

    def names_no_one(self, word: str) -> bool:
        """Whether `word` is an office, kin, or on the study's list of words that are no names."""
        return word.casefold() in self.not_names or word.casefold() in _listed("offices")

    def in_dictionary(self, word: str) -> bool:
        """Whether a dictionary or a list has `word` as a word."""
        small = word.casefold()
        kind = self.kind(small)
        return kind not in ("name", "unknown") and (kind != "word" or _indonesian(small) or _english(small))

    def is_derived(self, word: str) -> bool:
        """Whether `word` is an Indonesian word with an affix, as no name is."""
        small = word.casefold()
        if small in _stemmer()[1] or self.may_name(small):
            return False
        return (_AFFIXED.fullmatch(small) is not None and _indonesian(small)) or _VERB.fullmatch(
            small
        ) is not None

    def uses(self, word: str) -> bool:
        """Whether the study writes `word` in small letters, as a word."""
        return word.casefold() in self._used

    def has(self, word: str) -> bool:
        """Whether `word` is a word, in any case: in a dictionary or in the study's own usage."""
        return self.uses(word) or self.in_dictionary(word)
