"""What is wrong with a study's files, said so that a researcher can mend it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

# what a terminal would obey: a name of a file may hold it
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def visible(text: object) -> str:
    """`text` for a terminal, where control characters would be orders: each as Python writes it."""
    return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], str(text))


@dataclass(frozen=True)
class Problem:
    """One thing wrong: in which file, where in it, what, and what to do."""

    file: str
    place: str
    what: str
    remedy: str

    def __str__(self) -> str:
        where = ", ".join(filter(None, (self.file, self.place)))
        end = "" if self.remedy.endswith(("?", ".", "!")) else "."
        return visible(f"{where}{': ' if where else ''}{self.what.removesuffix('.')}. {self.remedy}{end}")


class Unmet(Exception):
    """What cannot be understood or decided: `what` is wrong, and what to do, the `remedy`."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


class StudyError(Exception):
    """The study cannot be built; carries every problem found, not only the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotebookFailed(Exception):
    """A notebook that stopped: the sentences to show."""


def refuse(problems: list[Problem]) -> None:
    """Raise `StudyError` when there is any problem."""
    if problems:
        raise StudyError(problems)


# where a person adds what other files may then name
_PLACES = {
    "case": "under cases in data/raw/study.yaml",
    "role group": "under role_groups in data/raw/study.yaml",
    "round": "under rounds in data/raw/study.yaml",
    "coder": "under coders in data/raw/study.yaml",
    "source": "as a row of data/raw/sources.csv",
    "attribute": "as a column of data/raw/sources.csv",
    "display": "under displays in data/raw/study.yaml",
    "axis": "as a column of data/raw/sources.csv",
    "attribute of a code": "under attributes of a code in data/raw/coding/codebook.yaml",
    "code": "under codes in data/raw/coding/codebook.yaml",
    "code of the first cycle": "under codes in data/raw/coding/codebook.yaml",
    "proposition": "under propositions in data/raw/analysis/propositions.yaml",
}


def not_yet(kind: str, word: str, known: Iterable[str]) -> tuple[str, str]:
    """What is wrong, and the remedy, where a file names a `kind` of thing that the study does not have."""
    guess = nearest(word, known)
    end = "" if guess.endswith("?") else "."
    return f"{str(word)!r} is no {kind} yet", f"{guess}{end} Or add it {_PLACES[kind]}"


# quotation marks, apostrophes, dashes and spaces that look alike, as the plain one
_ALIKE = str.maketrans("‘’‚‛“”„‟«»‐‑‒–—−\u00a0\u202f", '\'\'\'\'""""""------  ')
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def _difference(word: str, name: str) -> str:
    """How `word` differs from `name`, where a reader may see no difference; "" where one does."""

    def composed(text: str) -> str:
        return unicodedata.normalize("NFC", text)

    def plain(text: str) -> str:
        return " ".join(_INVISIBLE.sub("", composed(text)).translate(_ALIKE).split())

    if composed(word) == composed(name):
        return "It looks the same; its accents are stored in another way (Unicode NFC and NFD)"
    if plain(word) == plain(name):
        return "It differs only in curly quotation marks, dashes, spaces or characters that do not show"
    if plain(word).casefold() == plain(name).casefold():
        return "It differs only in capitals"
    return ""


def nearest(word: str, known: Iterable[str]) -> str:
    """A remedy that offers the nearest known words, or lists them all; one that only looks the same is named as such."""
    names = sorted(str(name) for name in known)
    for name in names:
        if difference := _difference(str(word), name):
            return f"{difference}. Did you mean {name}?"
    close = get_close_matches(str(word), names, n=3, cutoff=0.6)
    if close:
        return "Did you mean " + " or ".join(close) + "?"
    return "Known: " + ", ".join(names) if names else "None is defined yet"
