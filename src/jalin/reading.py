"""Reading what people write: text, YAML, and its check against a model, with errors that name the place."""

import codecs
import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, ValidationError
from pydantic.fields import FieldInfo

from jalin.errors import Problem, StudyError, nearest, refuse
from jalin.files import yaml_loader
from jalin.kinds import keys_of, kind_of

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]
MANUAL = "docs/reference/study-files.md"


# ISO 8601 in one form, so that days compare as text
Day = Annotated[
    date,
    BeforeValidator(
        lambda day: day if not isinstance(day, str) or re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None
    ),
]


# of files whose values have kinds: a number in quotation marks is a text there, as it is to every other reader of the file
Whole = Annotated[int, Field(strict=True)]
Number = Annotated[float, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]


class Strict(BaseModel):
    """A record of a study's file: an unknown key is an error, not a surprise later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# control characters but tab and line ends, halves of characters, and what is no character: nothing can print them,
# no XML hold them, and a terminal obeys them
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(content: Any) -> Any:
    """Text, or lists and groups of keys with text, without characters that nothing can print.

    NEL, a line end of old machines, is a space: HTML takes its number for an ellipsis.
    """
    if isinstance(content, str):
        return _UNPRINTABLE.sub("", content).replace("\x85", " ")
    if isinstance(content, list):
        return [printable(one) for one in content]
    return (
        {printable(key): printable(one) for key, one in content.items()}
        if isinstance(content, dict)
        else content
    )


# what begins a file that says its encoding; UTF-32 first, whose mark begins like that of UTF-16
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


# what Excel and older programs save in Windows-1252
WINDOWS = (".csv", ".bib")
# bytes that mean nothing there, and characters of UTF-8: a file with one of those is damaged
_NO_WINDOWS = re.compile(
    rb"[\0\x81\x8d\x8f\x90\x9d]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def encoding_of(content: bytes, name: str) -> str:
    """The encoding of what a person wrote into a file called `name`: as a mark at its beginning says, else utf-8.

    A table or bibliography that is no UTF-8, and was none, is in Windows-1252.
    """
    found = next((name for mark, name in MARKS if content.startswith(mark)), "utf-8")
    if found == "utf-8" and name.lower().endswith(WINDOWS) and not content.isascii():
        try:
            content.decode()
        except UnicodeDecodeError:
            return found if _NO_WINDOWS.search(content) else "cp1252"
    return found


def read_text(path: Path, shown: str) -> str:
    """The text of a file people wrote, in the encoding of `encoding_of`, without characters that nothing can print.

    Raises `StudyError` when the file is absent or is not in that encoding.
    """
    name = ""
    try:
        content = path.read_bytes()
        name = encoding_of(content, path.name)
        return str(printable(content.decode(name)))
    except FileNotFoundError:
        raise StudyError(Problem(shown, "", "the file is not there", "Put it there or restore it")) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        said = name.upper().removesuffix("-SIG")
        raise StudyError(
            Problem(
                shown,
                f"line {line}",
                f"byte 0x{error.object[error.start]:02x} is not valid {said}",
                "Save the file as UTF-8 in the program that made it",
            )
        ) from None


_LOADER = yaml_loader()


_SAID = {"tag:yaml.org,2002:timestamp": "day", "tag:yaml.org,2002:int": "number"}


class _OnceLoader(_LOADER):  # type: ignore[misc, valid-type]
    """A loader that refuses a key that stands twice, where YAML's own would let the last one win, and a day or number that there is not."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError:
            what = f"there is no {_SAID.get(node.tag, 'value')} {node.value!r}"
            raise yaml.MarkedYAMLError(problem=what, problem_mark=node.start_mark) from None

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        lines: dict[tuple[str, str], int] = {}
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if before := lines.get((key.tag, key.value)):
                what = f"the key {key.value!r} stands twice, first in line {before}"
                raise yaml.MarkedYAMLError(problem=what, problem_mark=key.start_mark)
            lines[key.tag, key.value] = key.start_mark.line + 1
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


def parse_yaml(text: str, shown: str) -> Any:
    """The content of YAML text; `shown` names its file in a `StudyError`, which a key that stands twice is too."""
    try:
        # an escape such as "\\x1b" is read as the character
        return printable(yaml.load(text, _OnceLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        what = getattr(error, "problem", None) or "not readable as YAML"
        remedy = "Mend the YAML there: mostly it is the indentation, a colon or a quotation mark"
        if "stands twice" in what:
            remedy = "Keep one of the two"
        elif what.startswith("there is no"):
            remedy = "Write one that there is, or words in quotation marks"
        raise StudyError(Problem(shown, place, what, remedy)) from None


def parse_json(text: str, shown: str, place: str) -> Any:
    """The content of JSON text at a place of the file `shown`.

    Raises `StudyError` when it is none, or a key stands twice in it.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
        refuse(
            [Problem(shown, place, f"the key {name!r} stands twice", "Keep one of the two") for name in twice]
        )
        return dict(pairs)

    try:
        return printable(json.loads(text, object_pairs_hook=once))
    except (ValueError, RecursionError) as error:
        what = f"it is not JSON: {getattr(error, 'msg', error)}"
        raise StudyError(Problem(shown, place, what, "Restore the line from git, or mend it")) from None


def read_model(model: type[Model], path: Path, shown: str, languages: Sequence[str] = ()) -> Model:
    """A YAML file people wrote as a `model`; words in it are in `languages`.

    Raises `StudyError` when it is not there, with the line of a slip, or of every key that is wrong.
    """
    text = read_text(path, shown)
    return as_model(model, parse_yaml(text, shown), shown, text=text, languages=languages)


def line_in(text: str, at: Place) -> str:
    """Where in a YAML text the value at a place stands, as "line 3"; "" where there is none."""
    return _line(yaml.compose(text, _LOADER), at)


def as_model(
    model: type[Model],
    content: Any,
    shown: str,
    place: str = "",
    text: str = "",
    languages: Sequence[str] = (),
) -> Model:
    """`content` as a `model`, or a `StudyError` with every key that is wrong.

    `text`: the YAML it was read from; `languages`: those that its words have to be in.
    """
    try:
        return model.model_validate(content, context={"languages": languages})
    except ValidationError as error:
        found = [
            _fault(model, content, one["type"], one["loc"], one.get("ctx", {}).get("error"))
            for one in error.errors()
        ]
        lines = yaml.compose(text, _LOADER) if text else None
        raise StudyError(
            Problem(
                shown,
                ", ".join((*filter(None, (place, _line(lines, at))), *steps)),
                what,
                remedy or f"{MANUAL} says what {Path(shown).name} may have",
            )
            # what may be one of several types fails once for each of them
            for at, steps, what, remedy in dict.fromkeys(found)
        ) from None


def _fault(
    model: type[BaseModel], content: Any, kind: str, loc: Place, error: Exception | None
) -> tuple[Place, tuple[str, ...], str, str]:
    """One fault of a model as where it is, the steps to it in words, what is wrong, and the remedy, "" without one of its own."""
    above, last = loc[:-1], loc[-1] if loc else ""
    if kind == "value_error" and error is not None:
        what, *more = map(str, error.args)
        return loc, _steps(content, loc), what, "".join(more)
    if last == "[key]":
        field = _field(model, loc[:-2], content)[1]
        kinds = get_args(field.annotation)[0]
        what = f"{loc[-2]!r} cannot be a key here: it needs {kind_of(kinds)}"
        return loc[:-1], _steps(content, loc[:-2]), what, _nearest(loc[-2], kinds)
    place, field = _field(model, loc, content)
    owner = _field(model, above, content)[1].annotation
    if kind == "missing" and place == loc:
        steps = _steps(content, above)
        under = f" under {', '.join(steps)}" if steps else ""
        return (
            above,
            steps,
            f"'{last}' is missing",
            f"Add it{under}: {kind_of(field.annotation, field.metadata)}",
        )
    if kind in ("extra_forbidden", "invalid_key") and place == above:
        return (
            loc,
            _steps(content, above),
            f"there is no key '{last}'",
            nearest(str(last), keys_of(_plain(owner))),
        )
    value = _at(content, place)
    named = bool(place) and isinstance(place[-1], str)
    remedy = _nearest(value, field.annotation)
    plain = kind == "string_type" and not remedy and isinstance(value, bool | int | float | date)
    is_now = "without quotation marks YAML reads it as" if plain else "it is"
    what = f"{repr(place[-1]) if named else 'it'} needs {kind_of(field.annotation, field.metadata)}; {is_now} {_shown(value)}"
    if plain:
        remedy = "Put it in quotation marks"
    if isinstance(value, str) and kind in ("int_type", "float_type", "bool_type") and _reads_as(kind, value):
        remedy = "Take it out of its quotation marks"
    return place, _steps(content, place[:-1] if named else place), what, remedy


def _plain(annotation: Any) -> Any:
    """A type without what is annotated to it, and without None where that stands for absent."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    inner = [one for one in get_args(annotation) if one is not NoneType]
    return inner[0] if get_origin(annotation) in (Union, UnionType) and len(inner) == 1 else annotation


def _field(model: type[BaseModel], loc: Place, content: Any) -> tuple[Place, FieldInfo]:
    """How far `loc` leads through a model of `content`, and the field there; a choice between types is not entered."""
    field = FieldInfo(annotation=model)
    for at, step in enumerate(loc):
        inside = _plain(field.annotation)
        # words said once stand for every language
        said = isinstance(inside, type) and issubclass(inside, RootModel)
        if said and isinstance(_at(content, loc[:at]), dict):
            inside = inside.model_fields["root"].annotation
        if get_origin(inside) in (list, dict):
            field = FieldInfo.from_annotation(get_args(inside)[-1])
        elif isinstance(inside, type) and issubclass(inside, BaseModel) and step in keys_of(inside):
            field = keys_of(inside)[str(step)]
        else:
            return loc[:at], field
    return loc, field


def _at(content: Any, place: Place) -> Any:
    """What stands at a place of the content; None where it is not there."""
    for step in place:
        if isinstance(content, dict):
            content = content.get(step)
        elif isinstance(content, list) and isinstance(step, int):
            content = content[step]
    return content


def _steps(content: Any, place: Place) -> tuple[str, ...]:
    """A place as people see it: codes, entry 3 (CARE-WATER), name."""
    found = []
    for step in place:
        entry = f"entry {int(step) + 1}" if isinstance(content, list) else str(step)
        content = _at(content, (step,))
        name = content.get("id") if isinstance(content, dict) else None
        found.append(f"{entry} ({name})" if name and entry != step else entry)
    return tuple(found)


def _line(node: yaml.Node | None, place: Place) -> str:
    """The line on which the YAML has a place, or what is nearest above it; "" for the whole file."""
    line = ""
    for step in place:
        if isinstance(node, yaml.MappingNode):
            pairs = [(key, value) for key, value in node.value if key.value == str(step)]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            pairs = [(node.value[step], node.value[step])]
        else:
            break
        if not pairs:
            break
        mark, node = pairs[0]
        line = f"line {mark.start_mark.line + 1}"
    return line


def _shown(value: Any) -> str:
    """A value as it may stand in a sentence."""
    if value is None or value == "":
        return "empty"
    if isinstance(value, list | dict):
        words = "list" if isinstance(value, list) else "group of keys"
        return f"a {words}" if value else f"an empty {words}"
    if isinstance(value, bool | date):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _reads_as(kind: str, value: str) -> bool:
    """Whether a text would be what is needed if it had no quotation marks."""
    try:
        plain = yaml.load(value, _LOADER)
    except yaml.YAMLError:
        return False
    return isinstance(plain, bool) if kind == "bool_type" else type(plain) in (int, float)


def _nearest(value: Any, annotation: Any) -> str:
    """The choices near to a value, "" where a field has none."""
    inside = _plain(annotation)
    close = nearest(str(value), get_args(inside)) if get_origin(inside) is Literal and value else ""
    return close if close.endswith("?") else ""
