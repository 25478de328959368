"""A file that the screen sends in pieces: one message to a kernel has ten megabytes at most, and a recording is larger."""

import base64
import re
import time
from pathlib import Path

from jalin.errors import Problem, StudyError
from jalin.explore.desk import Desk

_FOLDER = "incoming"
# seconds after which nobody sends the rest
_LEFT = 24 * 3600


def _path(desk: Desk, key: str) -> Path:
    if not re.fullmatch(r"[0-9a-f]{16,32}", key):
        raise StudyError(Problem("", key, "this is no file on its way", "Choose the file again"))
    return desk.study.private / _FOLDER / key


def piece(desk: Desk, key: str, at: int, data: str) -> int:
    """Take a piece (base64) of the file `key`, which begins `at` a byte of it; how many bytes there are now."""
    path = _path(desk, key)
    path.parent.mkdir(parents=True, exist_ok=True)
    if at == 0:
        # what a window that was closed left behind
        for old in path.parent.iterdir():
            if time.time() - old.stat().st_mtime > _LEFT:
                old.unlink()
    there = path.stat().st_size if path.exists() else 0
    if there != at:
        raise StudyError(Problem("", key, "a piece of the file was lost", "Choose the file again"))
    with path.open("ab") as file:
        file.write(base64.b64decode(data))
    return path.stat().st_size


def taken(desk: Desk, key: str) -> Path:
    """The file `key`, whole. Raises `StudyError` where it never came."""
    path = _path(desk, key)
    if not path.exists():
        raise StudyError(Problem("", key, "the file did not come whole", "Choose it again"))
    return path


def content(desk: Desk, key: str) -> bytes:
    """What the file `key` holds, which then lies there no more."""
    path = taken(desk, key)
    found = path.read_bytes()
    path.unlink()
    return found
