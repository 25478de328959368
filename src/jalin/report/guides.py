"""Guides for interviews, observations and documents: what was to be asked or looked at, of whom, and for which question.

A guide is a file of `data/raw/guides/`; the grid of a study (kisi-kisi) comes from guides, questions and codebook.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from jalin.code.codebook import Codebook, read_codebook
from jalin.errors import Problem, nearest, not_yet, refuse
from jalin.files import files_below
from jalin.named import Key, Words
from jalin.reading import Strict, line_in, read_model, read_text
from jalin.settings import Settings
from jalin.study import Study
from jalin.tables.columns import METHODS

FOLDER = "guides"


class Item(Strict):
    """A question of a guide, or a thing to look at."""

    asks: Words = Field(
        description="what is asked, or looked at",
        examples=[{"id": "Siapa yang menyiram?", "en": "Who waters?"}],
    )
    question: Key = Field("", description="the research question that it serves", examples=[1])
    codes: list[str] = Field(
        [],
        description="the codes that it is an indicator of; what is below one of them, too",
        examples=[["CARE"]],
    )
    groups: list[str] = Field(
        [], description="the role groups that are asked; without it those of the guide", examples=[["pupil"]]
    )
    probes: list[Words] = Field(
        [],
        description="what is asked further",
        examples=[[{"id": "Pada hari libur juga?", "en": "In the holidays, too?"}]],
    )


class Guide(Strict):
    """A guide: the technique it is for, whom it asks, and its questions."""

    method: Literal["interview", "observation", "document"] = Field(
        description="the technique it is for", examples=["interview"]
    )
    groups: list[str] = Field(
        [],
        description="the role groups that it is for; without it all whose sources are of this technique",
        examples=[["teacher", "pupil"]],
    )
    opening: Words | None = Field(
        None,
        description="what is said, or to be minded, before it begins",
        examples=[{"id": "Tidak ada jawaban yang salah.", "en": "There is no wrong answer."}],
    )
    items: list[Item] = Field(description="its questions, in order")


@dataclass(frozen=True)
class NamedGuide:
    """A guide with the path of its file as a person would type it."""

    file: str
    guide: Guide


def read_guides(study: Study, codebook: Codebook | None = None) -> list[NamedGuide]:
    """The guides of a study by technique and name of their file; none without the folder.

    Raises `StudyError` for one that is wrong, or names a question, code or role group that the study does not have.
    """
    paths = [path for path in files_below(study.raw / FOLDER) if path.suffix in (".yaml", ".yml")]
    if not paths:
        return []
    codebook = codebook or read_codebook(study)
    found = [
        (
            path,
            NamedGuide(study.relative(path), read_model(Guide, path, study.relative(path), study.languages)),
        )
        for path in paths
    ]
    refuse([fault for path, one in found for fault in _faults(path, one, study.settings, codebook)])
    return sorted((one for _, one in found), key=lambda one: (METHODS.index(one.guide.method), one.file))


def _faults(path: Path, one: NamedGuide, settings: Settings, codebook: Codebook) -> list[Problem]:
    """What a guide names that there is not."""
    groups, questions = [group.id for group in settings.role_groups], [item.id for item in settings.questions]
    text = read_text(path, one.file)

    def place(*steps: str | int) -> str:
        return f"{line_in(text, steps)}, {', '.join(map(str, steps))}"

    found = [
        Problem(one.file, place("groups"), *not_yet("role group", name, groups))
        for name in one.guide.groups
        if name not in groups
    ]
    for at, item in enumerate(one.guide.items):
        found += [
            Problem(one.file, place("items", at, "groups"), *not_yet("role group", name, groups))
            for name in item.groups
            if name not in groups
        ]
        found += [
            Problem(one.file, place("items", at, "codes"), *not_yet("code", name, codebook.codes))
            for name in item.codes
            if codebook.today.get(name, name) not in codebook.codes
        ]
        if item.question and item.question not in questions:
            what = f"{item.question!r} is no research question of study.yaml"
            found.append(
                Problem(one.file, place("items", at, "question"), what, nearest(item.question, questions))
            )
    return found
