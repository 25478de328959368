"""The lines of coders' files: one coding a line, by place, so that git joins the work of two."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jalin.errors import StudyError
from jalin.reading import read_text
from jalin.study import Study


def path_of(study: Study, coder: str, source_id: str) -> Path:
    """Where a coder's codings of a source are."""
    return study.raw / "coding" / "codings" / coder / f"{source_id}.jsonl"


def place_of(content: dict[str, Any]) -> tuple[int, int, str]:
    """By what the codings of a file are in order: where they stand, then their id."""
    return int(content.get("start", 0)), int(content.get("end", 0)), str(content.get("id", ""))


def _place(line: str) -> tuple[int, int, str]:
    return place_of(json.loads(line))


def coding_id(line: str) -> str:
    """The id of the coding on a line."""
    return _place(line)[2]


def file_of(lines: list[str]) -> str:
    """The text of a coder's file with these lines, by place."""
    return "".join(f"{line}\n" for line in sorted(lines, key=_place))


def parts_of(name: str) -> tuple[str, str, str]:
    """The coder, the source and the id of a coding called CODER:SOURCE/ID."""
    coder, _, rest = name.partition(":")
    source_id, _, own = rest.partition("/")
    return coder, source_id, own


def _ids(path: Path) -> set[str] | None:
    """The ids of a coder's file; None where it is wrong, which whoever reads its codings says."""
    try:
        lines = read_text(path, path.name).split("\n") if path.exists() else []
        return {str(json.loads(line).get("id")) for line in lines if line.strip()}
    except (ValueError, AttributeError, StudyError):
        return None


def lost_of(study: Study, names: Iterable[str]) -> set[str]:
    """Those of `names`, each CODER:SOURCE/ID, that no coder's file has; of a file that is wrong none is lost."""
    there: dict[Path, set[str] | None] = {}
    lost = set()
    for name in names:
        coder, source_id, own = parts_of(name)
        path = path_of(study, coder, source_id)
        if path not in there:
            there[path] = _ids(path)
        known = there[path]
        if known is not None and own not in known:
            lost.add(name)
    return lost
