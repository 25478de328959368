"""What must not be found in a file: forms of identifiers, and the words of sources that may not stand there."""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from jalin.protect.unescaped import exchanged, shown
from jalin.study import SETTINGS, Study
from jalin.tables.store import folder

# a byte of UTF-8 as a word has it: small, and a space for all of ASCII that is no letter or digit
_BYTES = bytes(ord(chr(code).lower()) if chr(code).isalnum() else 32 for code in range(128)) + bytes(
    range(128, 256)
)
_SENTENCE = re.compile(r"[.?!…]+\s+|\n+")
# so many words in a row are somebody's words; fewer where a whole sentence has no more
_ROW, _LEAST = 6, 4
# what is made of the sources, and so cites no literature
OF_SOURCES = "data/processed/protect/"
_PUBLISHED = ("reports/", "notebooks/")


@lru_cache(maxsize=5_000)
def _in_words(sign: str) -> str:
    """A sign that is not of ASCII as words have it: small letters without marks, a space for what is neither letter nor digit, nothing for what shows nothing."""
    return "".join(part if part.isalnum() else " " for part in shown(sign).casefold())


def even_words(text: str) -> list[str]:
    """The words of `text` in small letters without marks."""
    if not text.isascii():
        text = exchanged(text, {sign: _in_words(sign) for sign in set(text) if not sign.isascii()})
    # bytes are exchanged ten times as fast as signs
    return text.encode().translate(_BYTES).decode().split()


def even(text: str) -> str:
    """`text` in small letters without marks, one space for whatever stands between words; a space at each end."""
    return f" {' '.join(even_words(text))} "


@dataclass(frozen=True)
class Form:
    """Something that must not be found, evened; `about` says whose it is without saying what.

    With `cited` a person decided that works are cited by this name: it may stand but in what is made of the sources.
    """

    text: str
    about: str
    digits: bool = False
    cited: bool = False

    def remedy(self, shown: str) -> str:
        """What to do about it in the file `shown`."""
        mend = "Take it out where this was written, or add its form to data/raw/pseudonyms.csv"
        if shown.startswith(OF_SOURCES):
            return mend
        if shown == SETTINGS:
            return (
                "Take it out of this file, which is shared. Who asks is told in data/raw/labels.csv, which is not: a row "
                "NAME,interviewer,PSEUDONYM below label,kind,pseudonym; or let the name stand by a row with the decision "
                "keep in data/raw/review.csv. Then build again"
            )
        return f"{mend}; if a work is cited by it, decide cite in data/raw/review.csv"

    def concerns(self, shown: str) -> bool:
        """Whether it must not be found in the file `shown`."""
        return not self.cited or shown.startswith(OF_SOURCES)


@dataclass(frozen=True)
class Passages(Form):
    """The words of sources that may not stand in some files, as rows of words, evened; `text` is their sum."""

    rows: frozenset[str] = frozenset()
    below: tuple[str, ...] = ()

    def remedy(self, shown: str) -> str:
        """What to do about them in the file `shown`."""
        return "Take them out where this was written, or ask, and write the answer into data/raw/consent.csv"

    def concerns(self, shown: str) -> bool:
        """Whether the file is in one of the folders where they may not stand."""
        return not self.below or shown.startswith(self.below)

    def stand_in(self, evened: str) -> bool:
        """Whether any of them stands in a text."""
        return not self.rows.isdisjoint(_rows(evened.split()))


@dataclass(frozen=True)
class Closed(Form):
    """A file of which nobody can say whether a form stands in it; `text` is its name."""

    def remedy(self, shown: str) -> str:
        """What to do about the file."""
        return "Take it out, or put what is in it there, unpacked and without a password"


def _rows(words: list[str]) -> Iterator[str]:
    """Every row of words of the lengths that are looked for."""
    for length in range(_LEAST, _ROW + 1):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])


def _said(text: str) -> Iterator[str]:
    """The rows of words by which what was said is told: any six words, or all of a sentence that has four or five."""
    for part in [text, *_SENTENCE.split(text)]:
        words = even(part).split()
        if _LEAST <= len(words) <= _ROW:
            yield " ".join(words)
        for at in range(len(words) - _ROW + 1):
            yield " ".join(words[at : at + _ROW])


def _unlabelled(text: str, speaker: str) -> str:
    """What is said in a turn, without the label of who says it."""
    return text.removeprefix(speaker).lstrip(" :\t") if speaker else text


def passages_of(
    study: Study, closed: Collection[str], doing: str, below: tuple[str, ...] = _PUBLISHED
) -> list[Passages]:
    """The words of the sources `closed`, of which none may stand `below`, as they were collected and de-identified.

    What an interviewer asks, and what another source says as well, is nobody's own. `doing` says what they may
    not be: quoted, shared. None where no source is closed, or nothing was collected yet.
    """
    rows: set[str] = set()
    for stage in ("collect", "protect"):
        path = folder(study.whole, f"{stage}/segments").with_suffix(".parquet")
        if not closed or not path.is_file():
            continue
        segments = pd.read_parquet(path, columns=["source_id", "voice", "speaker", "text"])
        own = segments["source_id"].isin(closed) & (segments["voice"] != "interviewer")
        spoken = zip(*(segments.loc[own, name] for name in ("text", "speaker")), strict=True)
        found = {row for text, speaker in spoken for row in _said(_unlabelled(text, speaker))}
        for text in segments.loc[~own, "text"]:
            found.difference_update(_rows(even(text).split()))
        rows |= found
    if not rows:
        return []
    total = hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()
    return [Passages(total, f"words that may not be {doing}", rows=frozenset(rows), below=below)]


@dataclass(frozen=True)
class Leak:
    """A form that stands in a file, named as a person would type it from the study's folder; and what to do about it."""

    form: Form
    file: str
    place: str
    remedy: str

    @property
    def what(self) -> str:
        """Whose it is, never what."""
        return f"{self.form.about} still stands here"
