"""Building again whenever something that people wrote was saved, in one process that stays warm."""

import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from jalin.errors import NotebookFailed, StudyError
from jalin.files import files_below, write_text
from jalin.stages import FILE

# how often to look, and how long nothing may change before a build begins, in seconds: editors save in several steps
LOOK, QUIET = 0.4, 0.3
Seen = dict[Path, tuple[int, int]]


def written(root: Path, repository: Path) -> Seen:
    """Every file that people wrote for a study, with what tells that it was saved: its time and size."""
    found: Seen = {}
    for path in [
        *files_below(root / "data/raw"),
        *files_below(root / "notebooks"),
        *(repository / "notebooks").glob("*.ipynb"),
        repository / FILE,
    ]:
        try:
            stat = path.stat()
        except OSError:
            continue
        found[path] = stat.st_mtime_ns, stat.st_size
    return found


def changed(before: Seen, now: Seen) -> list[Path]:
    """The files that are new, gone or saved again."""
    return sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))


class State:
    """What a page that is open asks for, in a file: how many builds have ended, whether one is under way, what was wrong."""

    def __init__(self, path: Path) -> None:
        self.path, self.builds, self.failed = path, 0, ""
        self._tell(building=False)

    def _tell(self, building: bool) -> None:
        told = {"builds": self.builds, "building": building, "failed": self.failed}
        write_text(self.path, json.dumps(told))

    def during(self, make: Callable[[], object]) -> None:
        """Make a build, and keep what is wrong with it as a sentence."""
        self._tell(building=True)
        failed = ""
        try:
            make()
        except (NotebookFailed, StudyError) as error:
            failed = str(error)
        self.failed = failed
        self.builds += not failed
        self._tell(building=False)


def watch(
    look: Callable[[], Seen],
    state: State,
    make: Callable[[], object],
    say: Callable[[str], None],
    turns: Iterable[object],
) -> None:
    """Build once, then again after each save, as long as there are `turns`.

    What is saved while a build is under way is built next.
    """
    before: Seen = {}
    first = True
    for _ in turns:
        now = look()
        saved = changed(before, now)
        if saved and not first:
            # what an editor is in the middle of writing is waited for
            while (later := look()) != now:
                now = later
                time.sleep(QUIET)
            say(", ".join(path.name for path in changed(before, now)[:5]) or saved[0].name)
        if saved or first:
            before, first = now, False
            state.during(make)
            if state.failed:
                say(state.failed)
        time.sleep(LOOK)
