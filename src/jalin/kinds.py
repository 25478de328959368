"""What a key of a file takes, in a person's words: said alike in an error and in the manual."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo


@dataclass(frozen=True)
class Kind:
    """Words for what a key takes, where its type alone does not say it: of one, and of several."""

    one: str
    many: str


_KINDS = {
    str: Kind("a text", "texts"),
    int: Kind("a whole number", "whole numbers"),
    float: Kind("a number", "numbers"),
    bool: Kind("true or false", "true or false"),
    date: Kind("a day, written as 2024-11-27", "days, written as 2024-11-27"),
}


def keys_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model by the key that people write."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def is_day(field: FieldInfo) -> bool:
    """Whether a field takes a day, or may be left out and takes one."""
    return field.annotation is date or date in get_args(field.annotation)


def kind_of(annotation: Any, metadata: Iterable[Any] = (), many: bool = False) -> str:
    """What a field takes, in words: "a whole number of 2 or more", "one of for, against"; `many`: several of it."""
    marks = list(metadata)
    if get_origin(annotation) is Annotated:
        annotation, *own = get_args(annotation)
        marks += own
    marks += [mark for field in marks if isinstance(field, FieldInfo) for mark in field.metadata]
    said = [*(mark for mark in marks if isinstance(mark, Kind)), *_own(annotation)]
    if said:
        words = said[0].many if many else said[0].one
        return words + _bounds(marks)
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return ", or ".join(kind_of(one, many=many) for one in inner if one is not NoneType)
    if origin is Literal:
        return ("each " if many else "") + "one of " + ", ".join(map(str, inner))
    least = next((getattr(mark, "min_length", 0) for mark in marks if getattr(mark, "min_length", 0)), 0)
    if origin is list:
        return (
            "lists" if many else "a list"
        ) + f" of {'one or more ' if least else ''}{kind_of(inner[0], many=True)}"
    if origin is dict:
        return f"keys, {kind_of(inner[0], many=True)}, each with {kind_of(inner[1])}"
    needed = [name for name, field in keys_of(annotation).items() if field.is_required()]
    names = ", ".join(f"'{name}'" for name in needed or keys_of(annotation))
    return f"entries with {names}" if many else f"keys such as {names}"


def _own(annotation: Any) -> list[Kind]:
    """The words of a plain type, and of a model that brings its own."""
    found = _KINDS.get(annotation) if isinstance(annotation, type) else None
    return [kind for kind in (getattr(annotation, "kind", None), found) if isinstance(kind, Kind)]


def _bounds(marks: list[Any]) -> str:
    """The bounds of a number, in words."""
    bounds = {
        name: getattr(mark, name)
        for mark in marks
        for name in ("ge", "gt", "le", "lt")
        if hasattr(mark, name)
    }
    match bounds:
        case {"ge": low, "le": high}:
            return f" from {low} to {high}"
        case {"gt": low, "le": high}:
            return f" above {low} and up to {high}"
        case {"ge": low}:
            return f" of {low} or more"
        case {"gt": low}:
            return f" above {low}"
    return ""
