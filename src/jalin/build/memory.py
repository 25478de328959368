"""What was dealt with already, so that it is done again only when something changed. Imports nothing heavy."""

import hashlib
import json
from pathlib import Path

import jalin
from jalin.build.fresh import MADE, Folders
from jalin.build.modules import PACKAGE
from jalin.files import files_below, write_text


def sum_of(content: object) -> str:
    """One sum of all that `content` says."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def method_of(folders: Folders) -> dict[str, str]:
    """The method as it is: another one may find more."""
    return folders.digests(PACKAGE.parent, files_below(PACKAGE)) | {"version": jalin.__version__}


def read_note(path: Path) -> dict:
    """What was noted in a file; nothing where there is none."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


class Memory:
    """A state that was dealt with, kept among the records of a build."""

    def __init__(self, folders: Folders, name: str) -> None:
        self.path = folders.root / MADE / name

    def holds(self, state: str) -> bool:
        """Whether that is the state that was dealt with last."""
        return read_note(self.path).get("state") == state

    def keep(self, state: str) -> None:
        """Remember this state."""
        write_text(self.path, json.dumps({"state": state}) + "\n")
