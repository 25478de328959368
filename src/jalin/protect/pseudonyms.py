"""The study's own list of people, places and offices to hide: `data/raw/pseudonyms.csv`."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic import ConfigDict, Field

from jalin.errors import Problem, refuse
from jalin.protect.hits import Hit
from jalin.protect.needs import letters_of, small
from jalin.protect.normalise import normalise, plain
from jalin.protect.titles import AFTER, BEFORE, bare, without_stop
from jalin.protect.tokens import opens_sentence
from jalin.protect.words import HONORIFICS, Vocabulary
from jalin.reading import Strict
from jalin.records import read_checked
from jalin.study import Study

FILE = "data/raw/pseudonyms.csv"
# what Indonesian and Sundanese hang on a word, with or without a hyphen
CLITICS = r"(?:-?(?:nya|na|ku|mu|lah|kah|pun|mah|teh|tea|kitu)\b)?"
_HONORIFIC = re.compile(rf"(?i)\b(?:{HONORIFICS})\.?\s+$")


@lru_cache(4096)
def is_called(before: str) -> bool:
    """Whether a form of address ends what stands `before` a name."""
    return _HONORIFIC.search(before) is not None


class ListedRow(Strict):
    """One row of pseudonyms.csv; further columns are the study's own."""

    model_config = ConfigDict(extra="ignore")

    original: str = Field(
        min_length=1, description="the name to hide, as the sources have it", examples=["Sari Melati"]
    )
    pseudonym: str = Field(min_length=1, description="what to write instead", examples=["a gardener"])
    kind: Literal["person", "place", "office"] = Field("person", description="what it names")
    variants: str = Field("", description="other forms of it, parted by |", examples=["Bu Sari|Sari"])


@dataclass(frozen=True)
class ListedName:
    """One entry: whoever or whatever goes by any of `forms` is called `pseudonym`, or by the number of its `row`."""

    forms: tuple[str, ...]
    pseudonym: str
    kind: str = "person"
    row: int = 0


def read_pseudonyms(study: Study) -> list[ListedName]:
    """The entries of the list, in its order; empty when there is no list.

    Raises `StudyError` for a row that is no `ListedRow`, or a form that stands twice.
    """
    found: list[ListedName] = []
    seen: dict[str, str] = {}
    problems = []
    for number, row in read_checked(study.raw / "pseudonyms.csv", FILE, ListedRow):
        place = f"row {number}"
        forms = [row.original, *(part.strip() for part in row.variants.split("|") if part.strip())]
        for form in forms:
            if not plain(form):
                problems.append(Problem(FILE, place, f"{form!r} has no letter", "Write a name"))
            elif plain(form) in seen:
                problems.append(Problem(FILE, place, f"{form!r} stands twice", "Keep one row for it"))
            seen[plain(form)] = row.pseudonym
        found.append(ListedName(tuple(forms), row.pseudonym, row.kind))
    refuse(problems)
    return found


class Names:
    """The listed people, places and offices, to be found in normalised texts in every form.

    A person of several names is also found by one of them alone, where no one else
    on the list bears it: in capitals as names have them, or after Pak, Bu and the like.
    Names that the texts `told` are not a person's list: of those, one alone that is a word
    as well may open a sentence as a word, and Gusti or Dokter alone is nobody's.
    """

    def __init__(self, entries: list[ListedName], words: Vocabulary, told: bool = False) -> None:
        self._words, self._told = words, told
        self._pseudonym: dict[str, str] = {}
        self._rows = {plain(bare(form)): entry.row for entry in entries for form in entry.forms}
        whole: dict[str, str] = {}
        singles: dict[str, str] = {}
        for entry in entries:
            for form in entry.forms:
                # the list is normalised as the texts are
                self._pseudonym[plain(form)] = entry.pseudonym
                listed = _normalised(bare(form) if entry.kind == "person" else form)
                # a name that was told and is a word too is looked for as one name of several is
                word = told and " " not in listed and words.kind(listed) not in ("name", "unknown")
                (singles if word else whole)[listed] = entry.pseudonym
                self._pseudonym[plain(bare(form))] = entry.pseudonym
        alone = Counter(
            part
            for entry in entries
            if entry.kind == "person"
            for part in {part for form in entry.forms for part in self._parts(form)}
        )
        self._shared = {
            part for part, count in alone.items() if count > 1 and plain(part) not in self._pseudonym
        }
        for entry in entries:
            if entry.kind == "person":
                for part in {part for form in entry.forms for part in self._parts(form)}:
                    if plain(part) not in self._pseudonym and part not in self._shared:
                        singles[part] = entry.pseudonym
        self._forms = frozenset(map(plain, whole))
        # the names of one word, in small letters
        self.singles = frozenset(form.casefold() for form in [*whole, *singles] if " " not in form)
        self._whole = _either(whole)
        self._single = _either([*singles, *self._shared])
        # what is looked for, whole or as one name of several
        self.forms = frozenset(
            [(form, True) for form in whole] + [(form, False) for form in (*singles, *self._shared)]
        )
        self._pseudonym.update({plain(part): pseudonym for part, pseudonym in singles.items()})
        self._owner = {
            plain(part): plain(bare(form))
            for entry in entries
            for form in entry.forms
            for part in self._parts(form)
            if part in singles
        }

    def _parts(self, form: str) -> list[str]:
        nobody = ("stop", "office", "body", "known") if self._told else ()
        return [part for part in _singles(form) if self._words.kind(part) not in nobody]

    def pseudonym(self, hit: Hit) -> str:
        """What a listed hit is called."""
        return self._pseudonym[plain(bare(hit.original))]

    def row(self, hit: Hit) -> int:
        """The row of the decision on a hit; 0 without one."""
        return self._rows.get(plain(bare(hit.original)), 0)

    def owner(self, original: str) -> str:
        """The full name, letters alone, of the one person who bears this single name; the name itself where it is nobody's or several people's."""
        found = plain(bare(original))
        return self._owner.get(found, found)

    def is_form(self, hit: Hit) -> bool:
        """Whether a hit is a form of the list, and not one name out of several."""
        return plain(bare(hit.original)) in self._forms

    def find(self, text: str) -> Iterator[Hit]:
        """Every listed form in normalised `text`, titles and degrees included, clitics left standing."""
        if self._whole:
            for match in self._whole.finditer(text):
                yield self._with_titles(text, match.start(), match.end(), "listed")
        if self._single:
            for match in self._single.finditer(text):
                found = match.group()
                called = is_called(text[max(0, match.start() - 12) : match.start()])
                word = self._words.in_dictionary(found)
                opens = opens_sentence(text, match.start()) and (self._told or self._words.uses(found))
                if word and not called and (found.islower() or opens):
                    continue
                # two people of the list bear this name: hidden, but nobody knows as whom
                kind = (
                    "name"
                    if _normalised(found).casefold() in {part.casefold() for part in self._shared}
                    else "listed"
                )
                yield self._with_titles(text, match.start(), match.end(), kind)

    def _with_titles(self, text: str, start: int, end: int, kind: str) -> Hit:
        if before := BEFORE.search(text[max(0, start - 30) : start]):
            start -= len(before.group())
        if after := AFTER.match(text[end : end + 60]):
            end = without_stop(text, end + after.end())
        return Hit(kind, start, end, text[start:end])


def _normalised(form: str) -> str:
    """A form as it stands in normalised text."""
    return " ".join(normalise(form).text.split())


def _singles(form: str) -> list[str]:
    """The single names in a name of several, initials and short words left out."""
    parts = _normalised(bare(form)).split()
    return (
        [part for part in parts if len(part) > 2 and part.isalpha() and part[0].isupper()]
        if len(parts) > 1
        else []
    )


# whatever spaces, points or hyphens stand between the words of a form
_BETWEEN = r"[\s.\-]+"
_HANGING = ("", "nya", "na", "ku", "mu", "lah", "kah", "pun", "mah", "teh", "tea", "kitu")


def heads_of(form: str) -> set[str]:
    """The runs of letters, in small letters, of which one is in every text in which a form stands."""
    runs = letters_of(small(form))
    return {f"{runs[0]}{hanging}" for hanging in (_HANGING if len(runs) == 1 else ("",))} if runs else {""}


def _either(forms: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of `forms`, the longest that stands at a place, so that a full name is not taken apart.

    It is a tree by letters, in which a place is read once however many forms there are.
    """
    tree: dict[str, Any] = {}
    for form in sorted(set(forms)):
        node = tree
        first, *others = (part.rstrip(".") or part for part in form.replace("-", " ").split())
        stop = "." if form.endswith(".") else ""
        for step in [*first, *(one for part in others for one in (_BETWEEN, *part)), *stop]:
            node = node.setdefault(step if step == _BETWEEN else small(step), {})
        node[""] = {}
    if not tree:
        return None
    return re.compile(rf"(?i)(?<![\w@]){_branches(tree)}(?={CLITICS}(?!\w))")


def _branches(tree: dict[str, Any]) -> str:
    """The pattern of a tree of forms; where one ends, what goes on is tried first."""
    ways = []
    for step in sorted(tree, key=lambda step: (step != _BETWEEN, step)):
        chain, node = [step], tree[step]
        # letters without a fork stand in a row
        while len(node) == 1 and "" not in node:
            ((following, node),) = node.items()
            chain.append(following)
        told = "".join(one if one == _BETWEEN else re.escape(one) for one in chain)
        ways.append(told + (_branches(node) if node else ""))
    ends = "" in tree
    ways = [way for way in ways if way]
    if not ways:
        return ""
    return f"(?:{'|'.join(ways)}){'?' if ends else ''}"
