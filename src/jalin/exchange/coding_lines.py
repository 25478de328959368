"""The lines of coders' files, as exchange writes and joins them."""

import json
import re

from jalin.code.anchor import context
from jalin.exchange.project import ProjectCoding

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def day_of(moment: str, other: str = "") -> str:
    """The day of a point in time as programs write it, `other` where there is none."""
    found = _DAY.match(moment)
    return found.group() if found else other


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


def _place(line: str) -> tuple[int, int, str]:
    content = json.loads(line)
    return int(content.get("start", 0)), int(content.get("end", 0)), str(content.get("id", ""))


def coding_id(line: str) -> str:
    """The id of the coding on a line."""
    return _place(line)[2]


def file_of(lines: list[str]) -> str:
    """The text of a coder's file with these lines, by place."""
    return "".join(f"{line}\n" for line in sorted(lines, key=_place))
