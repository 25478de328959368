"""An act on files is told in a journal before it is done, so that one that was killed in the middle is put back by whoever opens the study next."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from jalin.errors import Problem, StudyError
from jalin.files import remove_parts, write_atomically

LOCK = "data/processed/private/locks/desk.lock"
JOURNAL = "data/processed/private/locks/act.json"
_WAIT = 10  # seconds for another act to end


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


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """The time of one act on a study, with what a killed one left put back; raises `StudyError` while another takes too long."""
    from filelock import FileLock, Timeout

    lock = root / LOCK
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        remove_parts(lock.parent)
        with FileLock(lock, timeout=_WAIT):
            recover(root)
            yield
    except Timeout:
        remedy = "Wait until it is done there, and try again"
        raise StudyError(Problem("data/raw", "", "another window is changing the study", remedy)) from None


def write_together(
    root: Path, before: Mapping[Path, bytes | None], after: Mapping[Path, bytes | None], told: bool = False
) -> None:
    """Write several files as one act: all, or none where one cannot be written; `told` in a journal before.

    Raises `StudyError` where one cannot be written. Whoever calls is `alone`, and takes the journal away.
    """
    changed = [path for path in after if after[path] != before[path]]
    try:
        if told:
            tell(root, changed, before, after)
        for path in changed:
            write_content(path, after[path])
    except OSError as error:
        for path in changed:
            if content_of(path) != before[path]:
                write_content(path, before[path])
        place = changed[0].relative_to(root).as_posix()
        what = f"it could not be saved: {error.strerror or error}"
        remedy = "Free some room on the disk, or mend the permissions, and do it again"
        raise StudyError(Problem(place, "", what, remedy)) from None


def act(root: Path, after: Mapping[Path, bytes | None]) -> None:
    """Write several files of a study, all or none, also where it is killed in the middle; raises `StudyError`."""
    with alone(root):
        try:
            write_together(root, {path: content_of(path) for path in after}, after, told=True)
        finally:
            (root / JOURNAL).unlink(missing_ok=True)
