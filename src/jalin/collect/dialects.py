"""Dialects: how the programs that interviewers use write who speaks, and when.

A dialect is declared by the forms of its lines, in `dialects.yaml` beside this module, in
`data/raw/dialects.yaml` of a study, or by an entry point `jalin.dialects` of another package.
In a form these stand for what varies; all else stands for itself, a space for any white
space, a line end for the next line:

    {label}  who speaks                     {words}  the words spoken; without, they stand below
    {letter} the same, a letter or two      {tab}    a tabulator
    {capitals} the same, a name in CAPITALS {gap}    three spaces or more
    {mark}   what parts a name from words: an arrow, two hyphens, ~ ; ::
    {time}   when, in the recording: 0:03, [00:00:03.5], #00:00:03-0#, (0:03 - 0:07)
    {clock}  the time of day: 09:01:12, 9.01 PM, with a day before it or not
    {day}    day and time of day            {name}   who speaks, where no mark parts it from the words
    {age}    how long ago: 2 years ago, 3d  {titled} who speaks, an office and a name in capitals: KETUA: ANI
    {number} a number, as of likes          {any}    what is not kept
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from jalin.errors import Problem, StudyError, nearest
from jalin.reading import Flag, Number, Strict, parse_yaml, read_model
from jalin.registry import Registry

FILE = "data/raw/dialects.yaml"

_CLOCK = r"(?<!\d)(?:\d{1,3}:\d{1,2}:\d{1,2}|\d{1,3}:\d{2})(?:[.,;:]\d{1,3}|-\d{1,2}(?=#))?(?!\d)"
_RANGE = r"\s*(?:-->|->|[-–—]|to)\s*"
# with points a time stands in brackets alone, else it may be a number
_POINTED = r"[\[(]\s?\d{1,2}(?:\.\d{2}){1,2}\s?[\])]"
# seconds alone, of programs that tell speakers apart
_SECONDS = r"[\[(]\s?\d{1,5}\.\d{1,3}(?:\s?s(?:\s*(?:-->|->|[-–—]|to)\s*\d{1,5}\.\d{1,3}\s?s)?|\s*-->\s*\d{1,5}\.\d{1,3})\s?[\])]"
_MINUTE = r"(?:(?:menit(?:\s?ke-?)?|minute|min\.?)\s?)?"
# spelled out, once or twice, and once more in figures
_SPELLED = r"(?:(?<!\d)(?:\d{1,2}\s(?:hours?|jam|heures?|horas?|stunden?|uur)\s)?\d{1,2}\sm[ei]n[a-z]{2,4}\s\d{1,2}\s(?:se[ckg]|det)[a-z]{2,5})"
_SPELT = rf"{_SPELLED}(?:\s*{_SPELLED})?(?:\s*{_CLOCK})?"
# 1h02m03s, 12'31", hours that begin with a naught and points, the milliseconds of Transana
_UNITS = r"""(?:\d{1,2}\s?h\s?)?\d{1,3}\s?[m'’′]\s?\d{1,2}\s?(?:s(?![^\W\d_])|["”″]|['’′]{2})"""
_CODED = r"¤<\d{1,9}>"
_SHORT = rf"""[\[(<]?\s?{_UNITS}\s?[\])>]?|(?<![\d.])0?\d\.[0-5]\d\.[0-5]\d(?![\d.])|{_CODED}"""
TIME = rf"(?:{_SPELT}|{_SHORT}|[\[({{<#]{{0,2}}\s?{_MINUTE}{_CLOCK}(?:{_RANGE}{_CLOCK})?\s?(?:[\])}}>#]{{1,2}}:?)?|{_SECONDS}|{_POINTED})"
# a time that is marked as one, wherever it stands
STAMP = re.compile(
    rf"\[\s?{_CLOCK}(?:{_RANGE}{_CLOCK})?\s?\]|\{{{_CLOCK}\}}|<{_CLOCK}>|#{_CLOCK}#|\(\d{{1,3}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?\)|\[{_UNITS}\]|{_CODED}"
)
_HOUR = r"\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s*(?:[ap]\.?\s?m\.?(?![^\W\d_])|pagi|siang|sore|petang|malam|pg|ptg|tgh|[صم]|[上下]午|午[前後]|오[전후])(?![^\W\d_]))?"
_DATE = r"(?:\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}\.?|\d{1,2}[\s-][^\W\d_]{3,9}\.?,?[\s-]\d{2,4}|[^\W\d_]{3,9}\.?\s\d{1,2},?\s\d{4}|yesterday|today|kemarin|hari ini)"
_DAY = rf"(?:{_DATE}[,،]?\s*(?:[^\W\d_]{{1,5}}\.?\s*)?{_HOUR}|{_HOUR},\s{_DATE})"
_PLACES = {
    "label": r"(?P<label>(?![-–—|•]\s)[^\s:：\])}>][^:：\n]{0,79}?)",
    # no title before a name
    "letter": r"(?P<label>(?![^\W\d_]{2}\.\s[^:]{1,40}:)[^\W\d_]{1,2}(?:[-.]?\d{1,3})?|\d{1,2})",
    "capitals": r"(?P<label>(?-i:[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,39}))",
    "tab": r"\s*\t\s*",
    "gap": r"\s{3,}",
    "mark": r"(?:[→»~;]|::|[-=]*>+|-{2,})",
    "time": rf"(?P<time>{TIME})",
    "clock": rf"(?P<clock>(?:{_DAY}|{_HOUR}))",
    "day": rf"(?P<clock>{_DAY})",
    # more than a bracket before a time
    "words": r"(?P<words>(?![-–—]*>|[:：]|[(\[{<#]{1,2}\d[\d:.,]*[)\]}>#]{1,2}$)\S.*)",
    "name": r"(?P<name>)",
    "titled": r"(?P<label>(?-i:[^\W\d_a-z][^:\na-z]{2,59}: [^\W\d_a-z][^:\n\[\]]{2,59}?))",
    "age": r"(?:\d{1,3}\s?[^\W\d_]{1,8}(?:\s(?:ago|lalu|yang lalu))?(?:\s\([^()]*\))?|\d{1,4}-\d{1,2}(?:-\d{1,2})?|just now|baru saja)",
    "number": r"\d[\d.,]*\s?(?:[kmb]|rb|jt)?",
    "any": r".*?",
}
_PIECES = re.compile(r"\{(\w*)\}|\n|\s+|[^\s{}]+|[{}]")


def _edge(piece: str, end: int) -> str:
    """The character at an end of a piece: of a place for words a letter, so that "to" is no part of a name before it."""
    return "a" if piece in ("{label}", "{letter}", "{words}", "{any}") else piece[end : end + 1 or None]


def _pattern(line: str) -> re.Pattern[str]:
    """One line of a form as a pattern for a whole line."""
    parts: list[str] = []
    pieces = list(_PIECES.finditer(line.strip()))
    for at, piece in enumerate(pieces):
        name, text = piece[1], piece[0]
        before = pieces[at - 1][0] if at else ""
        after = pieces[at + 1][0] if at + 1 < len(pieces) else ""
        if name is not None:
            if name not in _PLACES:
                raise ValueError(f"a form has no place {{{name}}}", f": {', '.join(_PLACES)}")
            place = _PLACES[name]
            if name == "words":
                # as few as fit before what follows; after a colon they may stand below
                place = place.replace(".*", ".*?") if after else place
                headed = before.isspace() and pieces[at - 2][0].endswith(":") and not after
                place = f"(?:{place})?" if headed else place
            parts.append(place)
        elif text.isspace():
            if after == "{words}" and before.endswith(":"):
                continue
            close = (
                before in ("{time}", "{clock}", "{day}")
                or after == "{time}"
                or not (_edge(before, -1) + _edge(after, 0)).isalnum()
            )
            wide = before == "{label}" and after in ("{time}", "{clock}")
            parts.append(r"(?:\s+|(?=[\[({<#]))" if wide else r"\s*" if close else r"\s+")
        else:
            literal = "".join(r"[-–—]" if char == "-" else re.escape(char) for char in text)
            if text in ("-", "/") and pieces[at - 2][0] in ("{label}", "{letter}"):
                # none within a word
                literal = rf"(?:[–—]|(?<=\s){literal}|{literal}(?=\s))"
            # some leave a space within brackets
            literal += r"\s?" if text == "[" and after == "{day}" else ""
            literal = r"\s?" + literal if text == "]" and before == "{day}" else literal
            if text.endswith(":"):
                # no time of day, no address of the web
                literal = literal.removesuffix(":") + r"\s*[:：](?!//|(?<=\d.)\d)\s*"
            parts.append(literal)
    try:
        return re.compile(r"\s*" + "".join(parts) + r"\s*", re.IGNORECASE)
    except re.error:
        raise ValueError("a line of a form has the same place twice", ": once is enough") from None


@dataclass(frozen=True)
class Form:
    """A form made ready: a pattern for each of its lines."""

    text: str
    lines: tuple[re.Pattern[str], ...]

    @property
    def sure(self) -> bool:
        """Whether a label in it is one though it comes once: a time stands beside it, or a day."""
        return ("{label}" in self.text or "{titled}" in self.text) and any(
            f"{{{name}}}" in self.text for name in ("time", "clock", "day")
        )

    @property
    def bare(self) -> bool:
        """Whether its label stands alone at the end of a line, as any short line could."""
        return self.text.strip().endswith("{label}") and "\n" not in self.text and "{day}" not in self.text


@lru_cache(maxsize=512)
def form_of(text: str) -> Form:
    """A form made ready; raises `ValueError` for a place there is none of."""
    return Form(text, tuple(_pattern(line) for line in text.split("\n")))


def _checked(text: str) -> str:
    form_of(text)
    return text


def _placed(text: str) -> str:
    if not {"{label}", "{letter}", "{capitals}", "{titled}", "{time}", "{clock}", "{day}", "{name}"} & set(
        re.findall(r"\{\w+\}", text)
    ):
        raise ValueError("a form needs a place for who speaks or when", ", such as {label} or {time}")
    return _checked(text)


Text = Annotated[str, AfterValidator(_checked)]
Placed = Annotated[str, AfterValidator(_placed)]


class Dialect(Strict):
    """How one program writes a transcript."""

    id: str = Field(
        pattern=r"^[\w.-]+$",
        description="what the register calls it, in the column `dialect`",
        examples=["minutes"],
    )
    program: str = Field(description="the program, as `check` names it", examples=["Minutes of the school"])
    forms: list[Placed] = Field(
        min_length=1,
        description="the lines that say who speaks or when, each with places such as `{label}`, `{time}`, `{words}`",
        examples=[["{label} at {time} said: {words}"]],
    )
    notes: list[Text] = Field(
        [], description="the forms of lines that are no speech", examples=[["Minutes end at {any}"]]
    )
    needs: list[Text] = Field(
        [],
        description="forms of lines of which a file must have one, where its forms alone would fit others as well",
        examples=[["Minutes of {any}"]],
    )
    least: Number = Field(
        0, ge=0, le=1, description="the share of lines that must have one of its forms", examples=[0.5]
    )
    closing: Flag = Field(
        False, description="true where a time stands at the end of what was said until then", examples=[False]
    )
    chat: Flag = Field(False, description="true for messages that were written", examples=[False])
    ends: list[Text] = Field(
        [],
        description="the forms of lines below a message, where the line after them says who wrote the next",
        examples=[["Reply"]],
    )

    @cached_property
    def tries(self) -> tuple[tuple[Form, bool], ...]:
        """Its forms, made ready, in the order in which they are tried, each with whether it is of what is no speech."""
        notes = sorted([*self.notes, *self.ends], key=lambda note: "{words}" in note)
        sure = [note for note in notes if "{words}" not in note]
        made = [(note, True) for note in sure] + [(form, False) for form in self.forms]
        made += [(note, True) for note in notes[len(sure) :]]
        return tuple((form_of(text), note) for text, note in made)

    @cached_property
    def needed(self) -> tuple[Form, ...]:
        """The forms of which a file must have one, made ready."""
        return tuple(map(form_of, self.needs))

    @property
    def of_day(self) -> bool:
        """Whether its times are of the day."""
        return any("{clock}" in form or "{day}" in form for form in self.forms)


class DialectsFile(Strict):
    """`dialects.yaml`: dialects that a study adds."""

    dialects: list[Dialect] = Field(description="dialects of transcripts that jalin does not know")


def _own() -> dict[str, Dialect]:
    text = (files("jalin.collect") / "dialects.yaml").read_text(encoding="utf-8")
    # a test checks them; here all their forms would be made ready, and most files need a few
    found = parse_yaml(text, "dialects.yaml")["dialects"]
    return {one["id"]: Dialect.model_construct(**one) for one in found}


DIALECTS: Registry[Dialect] = Registry(
    group="jalin.dialects",
    what="dialect of transcripts",
    file="src/jalin/collect/dialects.yaml",
    kinds=(Dialect,),
    own=_own(),
)


def dialects_of(raw: Path) -> dict[str, Dialect]:
    """The dialects a study can have, its own first; raises `StudyError` for one of its own that is known by that name."""
    path = raw / Path(FILE).name
    own = read_model(DialectsFile, path, FILE).dialects if path.exists() else []
    ids = [dialect.id for dialect in own]
    for number, name in enumerate(ids):
        if name in DIALECTS or name in ids[:number]:
            place = f"dialects, entry {number + 1} ({name})"
            raise StudyError(
                Problem(FILE, place, f"there is a dialect {name!r} already", "Give it another id")
            )
    return {dialect.id: dialect for dialect in own} | {name: DIALECTS[name] for name in DIALECTS}


def unknown_dialect(name: str, known: dict[str, Dialect], file: str, place: str) -> list[Problem]:
    """The problem with a dialect that the register names; none when it is known, or none is named."""
    if not name or name in known:
        return []
    remedy = f"{nearest(name, known)} A new one goes into {FILE} (docs/transcripts.md)"
    return [Problem(file, place, f"there is no dialect of transcripts {name!r}", remedy)]
