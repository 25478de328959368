"""Interface words: a file for each language beside this module, `LANGUAGE.yaml`, with the same keys.

A text may have places in braces, `{answers:# answer|# answers}` with the plurals of a number. One that depends
on a number as a whole is several: one for each plural category of its language (Unicode CLDR, by babel), or
for an exact number. Numbers and days are written as babel has them for `locale`.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from numbers import Integral
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, Literal

from jalin.errors import Problem, StudyError, nearest
from jalin.files import load_yaml

if TYPE_CHECKING:
    from babel import Locale

FOLDER = Path(__file__).parent
# of a study that does not say in which languages it is
DEFAULT = ("id", "en")
# every key stands in the file of this language
_COMPLETE = "en"
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


@cache
def known_languages() -> tuple[str, ...]:
    """The languages that have a file of words, in the order of the alphabet."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def languages_of(content: object) -> tuple[str, ...]:
    """The languages that the content of a study.yaml names; those of `DEFAULT` where it does not, or not rightly.

    Its check, which says what is wrong, comes later.
    """
    named = content.get("languages") if isinstance(content, dict) else None
    if isinstance(named, list) and named and all(isinstance(one, str) for one in named):
        return tuple(named)
    return DEFAULT


@cache
def _catalogue(language: str) -> dict[str, Any]:
    path = FOLDER / f"{language}.yaml"
    shown = f"src/jalin/words/{path.name}"
    if language not in known_languages():
        raise StudyError(
            Problem(shown, "", f"there are no words in {language!r}", nearest(language, known_languages()))
        )
    words = load_yaml(path.read_text(encoding="utf-8"))
    if language != _COMPLETE and (missing := sorted(_catalogue(_COMPLETE).keys() - words.keys())):
        raise StudyError(
            Problem(shown, key, "its words are missing", f"Translate those of {_COMPLETE}.yaml")
            for key in missing
        )
    return words


def _entry(key: str, language: str) -> str | dict[str | int, str]:
    """What the file of a language has for `key`.

    Raises `StudyError` for a key that is not there, and for a language without a whole file of words.
    """
    words = _catalogue(language)
    if key not in words:
        close = nearest(key, words).partition("Known")[0]
        remedy = f"{close} Add it to each file of src/jalin/words/".strip()
        raise StudyError(Problem(f"src/jalin/words/{language}.yaml", key, "there are no such words", remedy))
    return words[key]


def word(key: str, language: str) -> str:
    """The words for `key`, where they depend on a number those that fit any other.

    Raises `StudyError` for a key that is not there, and for a language without a whole file of words.
    """
    words = _entry(key, language)
    return words if isinstance(words, str) else words["other"]


def has_word(key: str) -> bool:
    """Whether the catalogue has `key`."""
    return key in _catalogue(_COMPLETE)


def names_of(kind: str) -> list[str]:
    """Every NAME of a key `KIND.NAME`, for a screen that needs them all."""
    return [key.partition(".")[2] for key in _catalogue(_COMPLETE) if key.startswith(f"{kind}.")]


def phrase(key: str, language: str, count: int = 0, /, **values: object) -> str:
    """The words for `key`, those for the number `count` where they depend on it, their places filled with `values`.

    Whole numbers are written as the language writes them; see `_Filling`.
    """
    words = _entry(key, language)
    if not isinstance(words, str):
        words = words.get(count) or words[_locale(language).plural_form(int(count))]
    return _Filling(language).vformat(words, (), {"count": count, **values})


class _Filling(Formatter):
    """Fills the places of words: `{n}` with a number as it is written, `{n:# vote|# votes}` with the form that fits it.

    The forms are those of the language's plural categories (Unicode CLDR), in their order; # stands for the number.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, bool) or not isinstance(value, Integral):
            return format(value, format_spec)
        written = number(int(value), self.language)
        if not format_spec:
            return written
        forms = format_spec.split("|")
        rule = _locale(self.language).plural_form
        at = [name for name in _CATEGORIES if name in rule.tags | {"other"}].index(rule(int(value)))
        return forms[min(at, len(forms) - 1)].replace("#", written)


def listed(items: Sequence[str], language: str, joined: Literal["and", "or"] = "and") -> str:
    """`items` as a list in a sentence: A; A and B; A, B and C; with "or": A, B or C."""
    if len(items) < 2:
        return "".join(items)
    *first, last = items
    key = f"list.{joined}.{'two' if len(first) == 1 else 'more'}"
    return phrase(key, language, first=", ".join(first), last=last)


def day(when: date | str, language: str, form: Literal["long", "medium", "short"] = "long") -> str:
    """A day as a sentence has it, 12 September 2024; medium: 12 Sep 2024, for tables; short: 12 Sep. Text that is no day in ISO 8601 stays."""
    from babel.dates import format_date

    if isinstance(when, str):
        if not _ISO.fullmatch(when):
            return when
        when = date.fromisoformat(when)
    return format_date(when, "d MMM" if form == "short" else form, _locale(language))


def month(when: date, language: str) -> str:
    """A month as the head of a column: Sep 2024."""
    from babel.dates import format_date

    return format_date(when, "MMM yyyy", _locale(language))


@cache
def _locale(language: str) -> "Locale":
    # babel takes as long to import as the words take to read, and most words need none of it
    from babel import Locale

    return Locale.parse(word("locale", language), sep="-")


def is_language(code: str) -> bool:
    """Whether `code` is that of a language, known here or not."""
    from babel.localedata import locale_identifiers

    return code in known_languages() or code in _locale(_COMPLETE).languages or code in locale_identifiers()


def language_name(code: str, language: str) -> str:
    """The name of the language `code` in a language: "Sundanese", "Sunda"; the code where it has none."""
    return _locale(language).languages.get(code, code)


@cache
def _marks(language: str) -> dict[int, str]:
    symbols = _locale(language).number_symbols["latn"]
    return str.maketrans({",": symbols["group"], ".": symbols["decimal"], "-": "−"})


def number(value: float, language: str, digits: int = 0) -> str:
    """`value` as written in the language: 1.234,5 in Indonesian, 1,234.5 in English; – when missing, and no sign before zero."""
    return "–" if value != value else f"{value:z,.{digits}f}".translate(_marks(language))
