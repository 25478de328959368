"""Ids that tell nobody's name: neutral ones for new sources, and those that may hold a name told.

Ids stand in every table, quote and file that is shared, and people are apt to take the name of a file for one.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from jalin.errors import Problem
from jalin.files import REGISTER
from jalin.protect.normalise import plain
from jalin.protect.words import ROLES
from jalin.study import Study

_LETTERS = re.compile(r"[^\W\d_]+")
# how field work is called for short, and where it is kept
_METHODS = frozenset([
    "fgd", "int", "iv", "obs", "doc", "dok", "wwc", "waw", "src", "sumber", "source", "interview",
    "wawancara", "observation", "observasi", "document", "dokumen", "note", "notes", "catatan", "log",
    "round", "group", "kelompok", "case", "kasus", "contoh", "example",
])  # fmt: skip
_DAY = re.compile(r"(?:19|20)\d{6}")
_NEUTRAL = re.compile(r"[^\W\d_][\w-]*\d[\w-]*")


def is_neutral(name: str) -> bool:
    """Whether an id is of short marks and small numbers, such as S01, RS-I1 or FGD2, in which no name has room."""
    return (
        _NEUTRAL.fullmatch(name) is not None
        and max(map(len, re.findall(r"\d+", name))) <= 4
        and all(
            len(part) == 1 or (len(part) == 2 and part.isupper()) or part.casefold() in _METHODS
            for part in _LETTERS.findall(name)
        )
    )


def neutral_ids(names: Sequence[str], mark: str = "S") -> list[str]:
    """An id for each of `names`: itself where that is neutral, else the mark with a number that is free."""
    taken = {name.casefold() for name in names if is_neutral(name)}
    width = max(2, len(str(len(names))))
    numbered = (
        one
        for number in range(1, 2 * len(names) + 1)
        if (one := f"{mark}{number:0{width}}").casefold() not in taken
    )
    found: list[str] = []
    given: set[str] = set()
    for name in names:
        free = is_neutral(name) and name.casefold() not in given
        found.append(name if free else next(numbered))
        given.add(found[-1].casefold())
    return found


def drawn(named: Sequence[tuple[str, bytes]]) -> list[int]:
    """The places of things, each with its name and content, in the order in which they are to be numbered.

    Who knows the people, and that they were numbered by their names, knows which number is whose. So those whose
    name is no id are among one another by the numbers in their names, as of days, then by their content's hash.
    """
    loose = [at for at, (name, _) in enumerate(named) if not is_neutral(name)]

    def key(at: int) -> tuple[list[int], bytes]:
        name, content = named[at]
        parts = [part for part in re.findall(r"\d+", name) if len(part) <= 4 or _DAY.fullmatch(part)]
        return [int(part) for part in parts], hashlib.sha256(content).digest()

    order = list(range(len(named)))
    for place, at in zip(loose, sorted(loose, key=key), strict=True):
        order[place] = at
    return order


def shown_ids(ids: Iterable[str]) -> dict[str, str]:
    """What stands for each source in the pseudonyms that begin with it: its id, where that is neutral."""
    ids = list(ids)
    return dict(zip(ids, neutral_ids(ids), strict=True))


def _told(study: Study) -> frozenset[str]:
    """Words that may stand in ids: those of the ids that study.yaml gives, of methods and of roles."""
    settings = study.settings
    known = [*settings.cases, *settings.role_groups, *settings.rounds, *settings.periods, *settings.coders]
    own = {part.casefold() for one in known for part in _LETTERS.findall(one.id)}
    return frozenset(own | _METHODS | ROLES)


def may_hold_name(study: Study, name: str) -> bool:
    """Whether what somebody or something is called has a word that neither study.yaml nor a list of roles knows."""
    words = _told(study)
    return any(part.casefold() not in words for part in _LETTERS.findall(name) if len(part) > 2)


def names_in_ids(study: Study, rows: Iterable[Mapping[str, str]], keep: Iterable[str]) -> Iterator[Problem]:
    """A problem for each id of the register's `rows` that may hold a name, and is none of those to `keep`."""
    kept = set(map(plain, keep))
    seen: set[tuple[str, str]] = set()
    for row in rows:
        for column, example in (("source_id", "S01"), ("informant_id", "I01")):
            name = row[column]
            if not name or (column, name) in seen or is_neutral(name) or plain(name) in kept:
                continue
            seen.add((column, name))
            if may_hold_name(study, name):
                yield Problem(
                    REGISTER,
                    f"row of {row['source_id']}, column {column}",
                    f"{name!r} may hold a name, and ids are shared",
                    f"Give it one such as {example}, or keep it in data/raw/review.csv",
                )
