"""Which names are one person's: Bu Rahma and Rahma Lestari, R. Lestari, Lestari Rahma, and Ama whom everybody calls so.

Two forms are one person where both stand in one source, exactly one full name fits, and no form of address
speaks against it. Where two people could be meant they keep a pseudonym each, and a person is asked.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from jalin.protect.hits import Hit
from jalin.protect.normalise import normalise, plain
from jalin.protect.titles import bare
from jalin.protect.words import listed_words

_HE, _SHE = listed_words("he"), listed_words("she")
_BEFORE = re.compile(r"(\w+)\.? $")
_ALSO = re.compile(
    r"(?i),? ?\(?(?:yang |atau |biasa |biasanya |akrab |sering |lebih |juga |who |is |was |also |everybody |everyone |we |they |all )*"
    r"(?:dipanggil|disapa|dikenal sebagai|panggilannya|alias|known as|nicknamed|called|calls? (?:him|her)|goes by|a\.?k\.?a\.?) ['\"]?(?:pak |bu |mas |mbak |kang |teh )?"
)


@dataclass
class _Name:
    """A form: its `parts` in small letters, the `sources` it stands in, and what the forms of address before it say."""

    parts: tuple[str, ...]
    shown: str
    sources: set[str] = field(default_factory=set)
    sexes: set[str] = field(default_factory=set)

    def fits(self, full: "_Name") -> bool:
        """Whether it may be short for a full name: each part one of its own, or the first letter of one."""
        left = list(full.parts)
        for part in sorted(self.parts, key=len, reverse=True):
            match = next((one for one in left if one == part or (len(part) == 1 and one[0] == part)), None)
            if match is None:
                return False
            left.remove(match)
        return max(map(len, self.parts)) > 1


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[^\w']+", normalise(name).text.casefold()) if part)


def one_person(
    found: Mapping[str, Iterable[Hit]], texts: Mapping[str, str], speakers: Collection[str]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Of the names `found` in each of `texts`: the full name, letters alone, of each other form of it; and the pairs to ask about.

    A label of `speakers` is who it is: whether somebody else's full name is his a person has to say.
    """
    names: dict[str, _Name] = {}
    also: defaultdict[str, set[str]] = defaultdict(set)
    for source_id, hits in found.items():
        text, told = texts[source_id], [hit for hit in hits if hit.kind == "name"]
        for hit in told:
            shown = bare(hit.original)
            name = names.get(plain(shown)) or names.setdefault(plain(shown), _Name(_parts(shown), shown))
            name.sources.add(source_id)
            before = _BEFORE.search(text[max(0, hit.start - 14) : hit.start])
            address = before[1].casefold() if before else ""
            name.sexes |= {"he"} if address in _HE else {"she"} if address in _SHE else set()
        for first, second in pairwise(told):
            if first.end < second.start <= first.end + 60 and _ALSO.fullmatch(text, first.end, second.start):
                also[plain(bare(second.original))].add(plain(bare(first.original)))
    fulls = {key: name for key, name in names.items() if sum(len(part) > 1 for part in name.parts) > 1}
    labels = {plain(bare(label)) for label in speakers}
    same: dict[str, str] = {}
    asked: list[tuple[str, str]] = []
    for key, name in sorted(names.items()):
        others = {one: full for one, full in fulls.items() if one != key and name.fits(full)}
        # the same names in another order: the first in the alphabet stands for both
        orders = {tuple(sorted(full.parts)): one for one, full in sorted(others.items(), reverse=True)}
        alike = tuple(sorted(name.parts))
        others = {one: others[one] for parts, one in orders.items() if parts != alike or one < key}
        called = also[key] & fulls.keys()
        likely = {one: full for one, full in others.items() if len(name.sexes | full.sexes) < 2}
        near = [one for one, full in likely.items() if full.sources & name.sources]
        if len(called) == 1 and key not in labels:
            (same[key],) = called
        elif len(likely) == 1 and near and key not in labels:
            same[key] = near[0]
        elif others:
            # Pak Lestari is not Bu Rahma Lestari, and who else he is nobody said
            same[key] = key
            asked += [(name.shown, full.shown) for full in likely.values()]
    # a nickname of a form of a full name is the full name's
    for key in same:
        end, steps = same[key], 0
        while same.get(end, end) != end and steps < len(same):
            end, steps = same[end], steps + 1
        same[key] = end
    return same, asked
