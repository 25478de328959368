"""What is wrong, said in the language of a study: `sentences/LANGUAGE.yaml` has English sentences and what each is in it.

A sentence has places in braces; what stands in one is carried over, and where the translation writes
`{NAME:said}` said in the language as well. What the file does not know stays in English.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from jalin.errors import Problem
from jalin.files import load_yaml
from jalin.words import FOLDER

_PLACE = re.compile(r"\{(\w+)(:said)?\}")
_BETWEEN = re.compile(r"(?<=[.?]) (?=[A-Z{])")


@cache
def _known(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Each sentence as a pattern, with its translation; those with the most words of their own first."""
    path = FOLDER / "sentences" / f"{language}.yaml"
    found = load_yaml(path.read_text(encoding="utf-8")) if path.exists() else {}
    known = sorted(found, key=lambda english: -len(_PLACE.sub("", english)))
    return [(_pattern(english), found[english]) for english in known]


def _pattern(english: str) -> re.Pattern[str]:
    words = iter(_PLACE.split(english))
    parts = [re.escape(next(words))]
    for name, _, after in zip(words, words, words, strict=True):
        parts += [f"(?P<{name}>.+?)", re.escape(after)]
    return re.compile("".join(parts), re.DOTALL)


def said(text: str, language: str) -> str:
    """`text` in a language, or as it is where that has no such sentence."""
    bare = text.removesuffix(".")
    for pattern, words in _known(language):
        if match := pattern.fullmatch(bare):
            # by turns: what stands there, the name of a place, its mark
            parts: list[str] = _PLACE.split(words)
            for at in range(1, len(parts), 3):
                there = match[parts[at]]
                parts[at], parts[at + 1] = said(there, language) if parts[at + 1] else there, ""
            return "".join(parts) + text[len(bare) :]
    return text


def in_sentences(text: str, language: str) -> str:
    """`text` in a language, sentence by sentence, or as a whole; what indents it stays."""
    words = text.lstrip()
    parts = " ".join(said(one, language) for one in _BETWEEN.split(words))
    return text.removesuffix(words) + (said(words, language) if parts == words else parts)


def in_language(problem: Problem, language: str) -> Problem:
    """A problem whose place, fault and remedy are said in a language: a place step by step, a remedy sentence by sentence."""
    place = ", ".join(said(step, language) for step in problem.place.split(", "))
    return Problem(problem.file, place, said(problem.what, language), in_sentences(problem.remedy, language))


def without_place(problem: Problem, language: str) -> str:
    """A problem in a language, as it is said where the thing itself stands."""
    return str(replace(in_language(problem, language), file="", place=""))


def told(things: Iterable[Problem | str], language: str) -> list[str]:
    """A line for each problem, and for each line that is none, in a language."""
    return [
        in_sentences(one, language) if isinstance(one, str) else str(in_language(one, language))
        for one in things
    ]
