"""A new study as a plan, and the writing of it."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files as files_of
from pathlib import Path

from jalin.collect import collect_sources, read_register
from jalin.errors import Problem, StudyError, refuse
from jalin.files import folder_beside, write_text
from jalin.study import open_study


@dataclass(frozen=True)
class Plan:
    """A study that is to be made.

    `files`: by its path in the study the text or bytes of each file, or the file it is a copy of; `folders`
    are there even when nothing is in them. `counts`: how many sources, codes, codings and coders.
    `ids`: per kind of thing of another program's project, what each becomes, by its guid.
    `texts`: what the collected text of a source, by its id, has to be for its codings to be in place.
    """

    files: Mapping[str, str | bytes | Path]
    counts: dict[str, int]
    folders: tuple[str, ...] = ()
    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def write_plan(plan: Plan, destination: Path) -> None:
    """Make the study of `plan` in the folder `destination`, all of it or nothing; git is to leave out what names people.

    Raises `StudyError` when the folder has something in it, or a text is not read as planned.
    """
    if destination.exists() and (not destination.is_dir() or any(destination.iterdir())):
        raise StudyError(Problem(str(destination), "", "there is something already", "Name a new folder"))
    with folder_beside(destination) as folder:
        made = folder / "study"
        write_text(
            made / ".gitignore", (files_of("jalin.exchange") / "guide/gitignore").read_text(encoding="utf-8")
        )
        for name, content in plan.files.items():
            if isinstance(content, Path):
                (made / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(content, made / name)
            elif isinstance(content, bytes):
                (made / name).parent.mkdir(parents=True, exist_ok=True)
                (made / name).write_bytes(content)
            else:
                write_text(made / name, content)
        for name in plan.folders:
            (made / name).mkdir(parents=True, exist_ok=True)
        if plan.texts:
            _refuse_other_texts(plan, made)
        if destination.exists():
            destination.rmdir()
        shutil.move(made, destination)


def _refuse_other_texts(plan: Plan, made: Path) -> None:
    study = open_study(made)
    found = collect_sources(study, read_register(study)).texts
    refuse(
        [
            Problem(name, "", "its text is read otherwise than it is stored", "Tell us, with the file")
            for name, text in plan.texts.items()
            if found[name] != text
        ]
    )
