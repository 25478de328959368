"""Figures as a build drew them before, so that one is drawn again only when something in it changed.

What a figure is drawn from is the figure itself, before it is laid out: every text, number, place, size and colour in it, by
whatever way they came there. It is written down whole (pickled), and the sum of that, of the style and of what draws is
its name among the pictures of the run that shows it. Nothing has to be declared, so nothing can be forgotten.

A build says where they are (`FOLDER`) and what draws (`DRAWS`: the sum of the method and of the installed versions);
outside a build everything is drawn.
"""

import contextlib
import hashlib
import io
import os
import pickle
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import FunctionType
from typing import Any

from matplotlib import rcParams
from matplotlib.figure import Figure
from matplotlib.transforms import TransformNode

from jalin.files import write_atomically

FOLDER, DRAWS = "JALIN_DRAWN", "JALIN_DRAWS"


class _Written(pickle.Pickler):
    """Writes a figure down, the same each time it is made of the same."""

    def reducer_override(self, one: Any) -> Any:
        if isinstance(one, FunctionType):
            # what a function does is known by its code, which `DRAWS` has, and by what it holds
            held = [cell.cell_contents for cell in one.__closure__ or ()]
            return tuple, ((one.__module__, one.__qualname__, one.__defaults__, held),)
        if isinstance(one, TransformNode):
            # its parents are named by places in memory; each has it among its own parts
            state: Any = one.__getstate__()
            return object, (), {**state, "_parents": None, "": type(one).__qualname__}
        return NotImplemented


def _sum(figure: Figure, style: Callable[[], AbstractContextManager[None]]) -> str:
    """The sum of all that a figure is drawn from; "" where it holds what cannot be written down."""
    written = io.BytesIO()
    try:
        _Written(written, protocol=5).dump(figure)
    except (pickle.PicklingError, AttributeError, TypeError, ValueError, RecursionError):
        return ""
    with style():
        look = sorted((name, repr(value)) for name, value in rcParams.items())
    return _named(written.getbuffer(), repr(look).encode())


def _named(*parts: bytes | memoryview) -> str:
    whole = hashlib.sha256(os.environ.get(DRAWS, "").encode())
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


class Known:
    """What is known from before of what has this name, the sum of all it is made of, by kind; nothing outside a build."""

    def __init__(self, name: str) -> None:
        folder = os.environ.get(FOLDER)
        self._folder = Path(folder) if folder else None
        self._name = name

    @classmethod
    def of_figure(cls, figure: Figure, style: Callable[[], AbstractContextManager[None]]) -> "Known":
        """What is known of a figure."""
        return cls(_sum(figure, style) if os.environ.get(FOLDER) else "")

    @classmethod
    def of_text(cls, *parts: str) -> "Known":
        """What is known of what is made of these texts and of nothing else."""
        return cls(_named(*(part.encode() for part in parts)))

    def get(self, kind: str) -> bytes | None:
        """The picture of this kind; None where it is to be drawn."""
        if self._folder is None or not self._name:
            return None
        path = self._folder / f"{self._name}.{kind}"
        with contextlib.suppress(OSError):
            (_before(self._folder) / path.name).replace(path)
        try:
            return path.read_bytes()
        except OSError:
            return None

    def made(self, kind: str, draw: Callable[[], bytes]) -> bytes:
        """The picture of this kind, drawn and kept where it is to be drawn."""
        found = self.get(kind)
        return self.keep(kind, draw()) if found is None else found

    def keep(self, kind: str, content: bytes) -> bytes:
        """Keep a picture that was drawn; it is given back."""
        if self._folder is not None and self._name:
            path = self._folder / f"{self._name}.{kind}"
            write_atomically(path, lambda part: part.write_bytes(content))
        return content


def _before(folder: Path) -> Path:
    """Where the pictures of the run before wait until this one shows them again."""
    return folder.with_name(f"{folder.name}.before")


def begin(folder: Path, draws: str) -> None:
    """Let a run find the pictures of the one before, and what was drawn of one that was stopped."""
    before = _before(folder)
    before.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.*"):
        path.replace(before / path.name)
    folder.mkdir(exist_ok=True)
    os.environ |= {FOLDER: str(folder), DRAWS: draws}


def end(folder: Path) -> None:
    """Drop the pictures that the run did not show: they may be of data that are no more."""
    for name in (FOLDER, DRAWS):
        os.environ.pop(name, None)
    shutil.rmtree(_before(folder), ignore_errors=True)
