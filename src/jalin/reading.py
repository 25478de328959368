"""Reading what people write: text, YAML, and its check against a model, with errors that name the place."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from jalin.errors import Problem, StudyError

Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """A record of a study's file: an unknown key is an error, not a surprise later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_text(path: Path, shown: str) -> str:
    """The text of a UTF-8 file people wrote.

    Raises `StudyError` when the file is absent or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise StudyError(Problem(shown, "", "the file is not there", "Put it there or restore it")) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise StudyError(
            Problem(
                shown,
                f"line {line}",
                f"byte 0x{error.object[error.start]:02x} is not valid UTF-8",
                "Save the file as UTF-8 in the program that made it",
            )
        ) from None


# in C where PyYAML has it: ten times as fast
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path, shown: str) -> Any:
    """The content of a YAML file people wrote; `StudyError` names the line of a slip."""
    return parse_yaml(read_text(path, shown), shown)


def parse_yaml(text: str, shown: str) -> Any:
    """The content of YAML text; `shown` names its file in a `StudyError`."""
    try:
        return yaml.load(text, _LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        what = getattr(error, "problem", None) or "not readable as YAML"
        remedy = "Mend the YAML there: mostly it is the indentation, a colon or a quotation mark"
        raise StudyError(Problem(shown, place, what, remedy)) from None


def as_model(model: type[Model], content: Any, shown: str, place: str = "") -> Model:
    """`content` as a `model`, or a `StudyError` with every field that is wrong."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        problems = []
        for fault in error.errors():
            field = ".".join(str(part) for part in fault["loc"])
            what = fault["msg"].removeprefix("Value error, ")
            where = ", ".join(part for part in (place, field) if part)
            problems.append(Problem(shown, where, what, "See ARCHITECTURE.md, 'What people write'"))
        raise StudyError(problems) from None
