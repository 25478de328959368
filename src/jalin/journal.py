"""An act on files is told in a journal before it is done, so that one that was killed in the middle is put back by whoever opens the study next."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from jalin.files import write_atomically

LOCK = "data/processed/private/locks/desk.lock"
JOURNAL = "data/processed/private/locks/act.json"


def content_of(path: Path) -> bytes | None:
    """What a file says; None where it is not there."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def write_content(path: Path, content: bytes | None) -> None:
    """Let a file say `content`, on disk before this returns; None takes it away."""
    if content is None:
        path.unlink(missing_ok=True)
    else:
        write_atomically(path, lambda part: part.write_bytes(content), lasting=True)


def _sum(content: bytes | None) -> str:
    return hashlib.sha256(content or b"").hexdigest()


def tell(
    root: Path, paths: Iterable[Path], before: Mapping[Path, bytes | None], after: Mapping[Path, bytes | None]
) -> None:
    """Say in the journal what each of `paths` says before the act and is to say after it."""
    old = {path: before[path] for path in paths}
    said = {
        str(path): [None if one is None else base64.b64encode(one).decode(), _sum(after[path])]
        for path, one in old.items()
    }
    write_content(root / JOURNAL, json.dumps(said).encode())


def recover(root: Path) -> None:
    """Put back what an act that was killed had changed, unless somebody changed it since; the lock is held by who calls."""
    if (told := content_of(root / JOURNAL)) is None:
        return
    for name, (before, made) in json.loads(told).items():
        if _sum(content_of(Path(name))) == made:
            write_content(Path(name), None if before is None else base64.b64decode(before))
    (root / JOURNAL).unlink(missing_ok=True)


def recover_left(root: Path) -> None:
    """The same where no window is in the middle of the act; a folder that may not be written stays as it is."""
    if not (root / JOURNAL).exists():
        return
    from filelock import FileLock, Timeout

    try:
        with FileLock(root / LOCK, timeout=0):
            recover(root)
    except (OSError, Timeout):
        return
