"""What is wrong with a study's files, said so that a researcher can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing wrong: in which file, where in it, what, and what to do."""

    file: str
    place: str
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        end = "" if self.remedy.endswith(("?", ".", "!")) else "."
        return f"{where}: {self.what}. {self.remedy}{end}"


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


def nearest(word: str, known: Iterable[str]) -> str:
    """A remedy that offers the nearest known words, or lists them all."""
    names = sorted(str(name) for name in known)
    close = get_close_matches(str(word), names, n=3, cutoff=0.6)
    if close:
        return "Did you mean " + " or ".join(close) + "?"
    return "Known: " + ", ".join(names) if names else "None is defined yet"
