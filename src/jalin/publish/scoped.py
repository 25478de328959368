"""What of a deposit may not leave: sources that their informants did not agree to share, and all that was made of them."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd
import yaml

from jalin.consent import FILE as CONSENT
from jalin.consent import (
    is_recording,
    media_of,
    read_consents,
    relabelled,
    relabelled_in,
    source_of,
    unnamed,
    unnamed_in,
)
from jalin.files import files_below, load_yaml
from jalin.reading import encoding_of
from jalin.records import delimiter_of, register_rows
from jalin.study import Study
from jalin.tables.texts import ANSWERS, CUT_FIRST, CUT_LAST
from jalin.words import known_languages

# keys under which something is asked of codings, and no prose stands
_ASKED = {"query", "if", "then", "where", "holds", "rows", "columns", "only", "order_by", "cell"}
# the de-identified texts
TEXTS = "data/processed/protect/texts/"
_SOURCES, _GENERALISED = (f"data/processed/protect/{name}." for name in ("sources", "generalisation"))
# what a coded region shows, beside the chapters
_REGION = re.compile(r"notebooks/report/region-(.+)\.r\d+\.png")
# what is text, with pseudonyms in it
_WRITTEN = (".txt", ".csv", ".jsonl", ".md", ".yaml")
_MEMO = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True)
class Withheld:
    """`gone`: the sources that are not in a deposit, withdrawn or not to be shared; `closed`: those of them that the study itself uses.

    `unquoted`: the gone, and those that may not be quoted. `names`: the gone, and the informants of whom nothing is left; `counted`: of the closed, how many there are by case
    and consent. `heard`: the recordings that may leave, by the path that they have in a deposit; `unheard`: how many
    others there are.
    """

    gone: frozenset[str]
    closed: frozenset[str]
    names: frozenset[str]
    counted: dict[tuple[str, str], int]
    heard: dict[str, Path]
    unheard: int
    unquoted: frozenset[str] = frozenset()

    @property
    def told(self) -> str:
        """A sentence on the recordings, which names none; "" where there is none."""
        kept = (
            f"Recordings left out, as {CONSENT} has no yes to the voice for them: {self.unheard}."
            if self.unheard
            else ""
        )
        here = (
            f"Recordings that are here, which nobody can search for names: {len(self.heard)}."
            if self.heard
            else ""
        )
        return " ".join(filter(None, (kept, here)))


def withheld_of(study: Study) -> Withheld:
    """What a deposit of the study does without. Raises `StudyError` for what is wrong in consent.csv."""
    consents = read_consents(study)
    gone = consents.refused("share", "archive")
    closed = gone - consents.refused("use")
    counted: dict[tuple[str, str], int] = {}
    rows = register_rows(study, "case_id", "consent")
    cases = {row["source_id"]: (row["case_id"], row["consent"]) for row in rows}
    # a survey is counted by its answers
    for name in closed - set(consents.surveys.values()):
        key = cases[consents.surveys.get(name, name)]
        counted[key] = counted.get(key, 0) + 1
    recordings = recordings_in(study, rows)
    heard = _heard(study, recordings, gone | consents.refused("voice"))
    names = consents.names_of(gone)
    others = sum(map(is_recording, files_below(study.root / "notebooks/report")))
    unheard = len(recordings) - len(heard) + others
    unquoted = frozenset(gone | consents.refused("quote"))
    return Withheld(frozenset(gone), frozenset(closed), names, counted, heard, unheard, unquoted)


def _heard(study: Study, recordings: Mapping[Path, set[str]], silent: set[str]) -> dict[str, Path]:
    """Those of `recordings` that are of sources and of none that is `silent`, by the path that they have in a deposit.

    They are called after their sources, in the folder below data/raw in which they lie: people name files after people.
    """
    alike: dict[tuple[Path, str, str], list[Path]] = {}
    for path, whose in recordings.items():
        if whose and not whose & silent:
            *folders, _ = path.relative_to(study.raw).parts
            folder = study.raw.joinpath(*folders[:1])
            alike.setdefault((folder, "-".join(sorted(whose)), path.suffix.lower()), []).append(path)
    return {
        study.relative(folder / f"{name}{f'-{number}' if number > 1 else ''}{ending}"): path
        for (folder, name, ending), paths in alike.items()
        for number, path in enumerate(paths, start=1)
    }


def recordings_in(study: Study, rows: Iterable[Mapping[str, str]]) -> dict[Path, set[str]]:
    """Every recording below data/raw, and the sources whose it is: those of `rows` of the register that name it, and the one with whose id its name begins."""
    ids: list[str] = []
    owners: dict[Path, set[str]] = {}
    for row in rows:
        ids.append(row["source_id"])
        for name in media_of(row):
            owners.setdefault(study.raw / name, set()).add(row["source_id"])
    # W1-2_talk is of W1-2, where there is one
    ids.sort(key=len, reverse=True)
    found = {}
    for path in filter(is_recording, files_below(study.raw)):
        begun = [name for name in ids if re.match(rf"{re.escape(name)}(?![^\W_])", path.stem)]
        found[path] = owners.get(path, set()) | set(begun[:1])
    return found


def without(content: dict[str, bytes], withheld: Withheld) -> dict[str, bytes]:
    """The files of a deposit by path, without what is withheld, and without any recording.

    Where the study uses more than may be shared, its reports are left out as a whole: their counts, cells and
    quotes rest on all of it. `make all` in the copy makes those of what is shared.
    """
    found = {}
    for path, own in content.items():
        coding = encoding_of(own, path) if path.endswith((".csv", ".yaml", ".jsonl", ".md")) else "utf-8"
        data = plain = own if coding == "utf-8" else own.decode(coding, "replace").encode()
        stem, top = PurePosixPath(path).stem, path.split("/")[:2]
        if is_recording(path):
            continue
        memo = top == ["data", "raw"] and path.endswith(".md")
        if memo and (_about(data) & withheld.names or _says(stem, withheld.names)):
            continue
        if withheld.closed and path.startswith(("data/", "notebooks/")) and path.endswith(_WRITTEN):
            data = relabelled(data.decode("utf-8", "replace"), withheld.closed).encode()
        if path.endswith(".md") and top[0] in ("data", "notebooks"):
            data = _prose(data, withheld.names)
        if stem in withheld.gone and path.endswith((".jsonl", ".txt")):
            continue
        if (region := _REGION.match(path)) and region[1] in withheld.unquoted:
            continue
        if path.startswith("notebooks/report/") and not path.endswith(".md") and _says(stem, withheld.names):
            continue
        if withheld.closed and path.startswith("reports/"):
            continue
        if path.startswith(TEXTS) and path.endswith(ANSWERS):
            answers = data.split(b"\n")[:-1]
            data = b"".join(
                one + b"\n" for one in answers if json.loads(one)["source_id"] not in withheld.gone
            )
        if withheld.closed and top == ["data", "processed"] and path.endswith((".csv", ".parquet")):
            data = _table(path, data, withheld)
        elif top == ["data", "raw"] and path.endswith(".csv"):
            data = _rows(data, withheld.names)
        elif top == ["data", "raw"] and path.endswith(".yaml"):
            data = _entries(data, withheld.names)
        elif top == ["data", "raw"] and path.endswith(".jsonl"):
            data = _lines(data, withheld)
        found[path] = own if data == plain else data
    return found


def _says(stem: str, names: Iterable[str]) -> bool:
    """Whether a file is called after one of `names`; ids such as A and 1 stand in other files' names as well."""
    ids = [re.escape(name) for name in names if len(name) > 3 or not (name.isalpha() or name.isdigit())]
    return any(re.search(rf"(?<![^\W_]){one}(?![^\W_])", stem) for one in ids)


def _prose(data: bytes, names: Iterable[str]) -> bytes:
    """Prose in which none of `names` stands; as it is where none does."""
    was = data.decode("utf-8", "replace")
    text = unnamed(was, names)
    return text.encode() if text != was else data


def _lines(data: bytes, withheld: Withheld) -> bytes:
    """Codings in whose memos no name of what is withheld stands, and no part of a pseudonym in their contexts; as they are where none does."""
    told = rows = [json.loads(line) for line in data.decode("utf-8").splitlines() if line.strip()]
    cuts = ((CUT_FIRST, "prefix"), (CUT_LAST, "suffix")) if withheld.closed else ()
    for pattern, key in cuts:
        told = [row | {key: pattern.sub("", row[key])} if key in row else row for row in told]
    told = [row | {"memo": unnamed(row["memo"], withheld.names)} if "memo" in row else row for row in told]
    if told == rows:
        return data
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in told).encode()


def _about(data: bytes) -> set[str]:
    """What the front matter of a memo says it is about."""
    match = _MEMO.match(data.decode("utf-8", "replace").replace("\r\n", "\n"))
    try:
        front = yaml.safe_load(match[1]) if match else {}
    except yaml.YAMLError:
        return set()
    about = front.get("about") if isinstance(front, dict) else None
    words = " ".join(map(str, about)) if isinstance(about, list) else str(about or "")
    return set(words.replace(",", " ").split())


def _rows(data: bytes, names: frozenset[str]) -> bytes:
    """A table that people keep without the rows in which one of `names` stands, and they in no prose; as it is where there is none."""
    text = data.decode("utf-8", "replace")
    mark = delimiter_of(text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    kept = [
        [unnamed(cell, names) if " " in cell else cell for cell in row]
        for row in rows
        if not names & set(map(source_of, row))
    ]
    if kept == rows:
        return data
    written = io.StringIO()
    csv.writer(written, delimiter=mark, lineterminator="\n").writerows(kept)
    return written.getvalue().encode()


def _entries(data: bytes, names: frozenset[str]) -> bytes:
    """A YAML file that people keep without the entries of its lists that are of a coding of one of `names`.

    In prose they are masked, and in no query. As it is where none stands.
    """
    content = load_yaml(data)

    def is_of(entry: Any) -> bool:
        told = (entry.get(key) for key in ("coding", "of")) if isinstance(entry, dict) else ()
        return any(isinstance(one, str) and source_of(one) in names for one in told)

    def left(content: Any, key: str = "") -> Any:
        if isinstance(content, dict):
            return {name: left(one, str(name)) for name, one in content.items()}
        if isinstance(content, list):
            return [left(one, key) for one in content if not is_of(one)]
        said = isinstance(content, str) and (
            key in known_languages() or (" " in content and key not in _ASKED)
        )
        return unnamed(content, names) if said else content

    if (kept := left(content)) == content:
        return data
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=1000).encode()


def _table(path: str, data: bytes, withheld: Withheld) -> bytes:
    """A table of a stage without what is withheld, in the bytes in which the stage would write it."""
    as_csv, source = path.endswith(".csv"), io.BytesIO(data)
    frame = pd.read_csv(source, dtype="str", keep_default_na=False) if as_csv else pd.read_parquet(source)
    column = next((name for name in ("source_id", "informant_id") if name in frame), "")
    if column:
        hidden = frame[column].isin(withheld.gone if column == "source_id" else withheld.names)
        kept = frame[~hidden].reset_index(drop=True)
        # what was said is the source's; what is written of a source is prose
        frame = (
            unnamed_in(kept, withheld.names)
            if path.startswith(_SOURCES)
            else relabelled_in(kept, withheld.closed)
        )
        if "k" in frame:
            # nobody shares attributes with more than are here
            frame["k"] = frame["k"].astype("int64").clip(upper=len(frame))
    elif {"case_id", "consent", "sources"} <= set(frame):
        taken = [withheld.counted.get(key, 0) for key in zip(frame["case_id"], frame["consent"], strict=True)]
        frame["sources"] = frame["sources"].astype("int64") - taken
    elif path.startswith(_GENERALISED):
        # the difference from those who are here would tell of who is not
        frame = frame.iloc[:0]
    else:
        return data
    written = io.BytesIO()
    if as_csv:
        frame.to_csv(written, index=False, lineterminator="\n")
    else:
        frame.to_parquet(written, index=False)
    return written.getvalue()
