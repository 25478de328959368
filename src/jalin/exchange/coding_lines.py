"""A coding of another program as a line of a coder's file."""

import json
import re

from jalin.code.anchor import context
from jalin.exchange.project import ProjectCoding

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d))?")


def day_of(moment: str, other: str = "") -> str:
    """The day of a point in time as programs write it, `other` where there is none."""
    found = _DAY.match(moment)
    return found.group() if found else other


def second_of(moment: str) -> str:
    """A point in time as YYYY-MM-DD HH:MM:SS, midnight where only the day is known; empty where none is."""
    found = _MOMENT.match(moment)
    return f"{found[1]} {found[2] or '00:00:00'}" if found else ""


def coding_line(coding: ProjectCoding, code: str, text: str, span: tuple[int, int]) -> str:
    """A coding under the study's `code`, on `span` of the study's `text`, as a line without its end."""
    prefix, suffix = context(text, *span)
    content = {
        "id": coding.guid,
        "code": code,
        "start": span[0],
        "end": span[1],
        "quote": text[span[0] : span[1]],
        "prefix": prefix,
        "suffix": suffix,
        "memo": coding.memo,
        "created": day_of(coding.created),
    }
    return json.dumps(content, ensure_ascii=False)
