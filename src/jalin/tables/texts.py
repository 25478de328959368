"""The texts of a stage on disk: a file a source, and one for all answers to a survey.

`SOURCE.txt` is the text of a source; `SURVEY.jsonl` has a line for each answer, with source_id and text: a hundred
thousand answers are not as many files.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from jalin.files import write_text

# the folder of the texts within that of a stage
TEXTS = "texts"
ANSWERS = ".jsonl"
# what the words around a passage have of a pseudonym that they cut, at their beginning and at their end
CUT_FIRST, CUT_LAST = re.compile(r"\A[^⟦⟧]*⟧"), re.compile(r"⟦[^⟦⟧]*\Z")


def surveys_of(sources: pd.DataFrame) -> dict[str, str]:
    """Of each of `sources` that is an answer to a survey, by source_id, which survey it is of."""
    if "survey" not in sources:
        return {}
    pairs = zip(sources["source_id"], sources["survey"], strict=True)
    return {source_id: survey for source_id, survey in pairs if survey}


def file_of(source_id: str, surveys: Mapping[str, str]) -> str:
    """The name of the file that holds the text of a source."""
    return f"{surveys[source_id]}{ANSWERS}" if source_id in surveys else f"{source_id}.txt"


def write_texts_in(place: Path, texts: Mapping[str, str], surveys: Mapping[str, str]) -> None:
    """Store `texts` by source_id in the folder `place`, where files that are as they were stay; nothing else is left there."""
    answers: defaultdict[str, list[str]] = defaultdict(list)
    files: dict[str, str] = {}
    for source_id, text in texts.items():
        name = file_of(source_id, surveys)
        if source_id in surveys:
            answers[name].append(json.dumps({"source_id": source_id, "text": text}, ensure_ascii=False))
        else:
            files[name] = text
    for name, lines in answers.items():
        files[name] = "".join(f"{line}\n" for line in lines)
    for path in _files(place):
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        path = place / name
        if not (path.is_file() and _read(path) == text):
            write_text(path, text)


def read_texts_in(place: Path, names: Iterable[str] | None = None) -> dict[str, str]:
    """The texts that are stored in a folder by source_id: those of `names`, each of which must be there, or all."""
    answers: dict[str, str] = {}
    for path in _files(place):
        if path.suffix == ANSWERS:
            rows = map(json.loads, path.read_bytes().decode("utf-8").split("\n")[:-1])
            answers.update((row["source_id"], row["text"]) for row in rows)
    if names is None:
        alone = {path.stem: _read(path) for path in _files(place) if path.suffix != ANSWERS}
        return alone | answers
    return {name: answers[name] if name in answers else _read(place / f"{name}.txt") for name in names}


def _files(place: Path) -> list[Path]:
    return sorted(path for ending in (".txt", ANSWERS) for path in place.glob(f"*{ending}"))


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")
