"""What of a deposit may not leave: sources that their informants did not agree to share, and all that was made of them."""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pandas as pd
import yaml

from jalin.consent import UNQUOTED, is_recording, read_consents
from jalin.files import REGISTER, load_yaml
from jalin.records import delimiter_of, read_records
from jalin.study import Study
from jalin.tables.texts import ANSWERS
from jalin.words import known_languages

# keys of what people write under which words stand, and nothing that is asked of codings
_PROSE = {
    *known_languages(),
    "because",
    "reason",
    "note",
    "definition",
    "include",
    "exclude",
    "source",
    "expected",
}
# the de-identified texts
TEXTS = "data/processed/protect/texts/"
_MEMO = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True)
class Withheld:
    """`gone`: the sources that are not in a deposit, withdrawn or not to be shared; `closed`: those of them that the study itself uses.

    `names`: the gone, and the informants of whom nothing is left; `heard`: the sources whose recordings may leave,
    None in a study without consent.csv; `counted`: of the closed, how many there are by case and consent.
    """

    gone: frozenset[str]
    closed: frozenset[str]
    names: frozenset[str]
    heard: frozenset[str] | None
    counted: dict[tuple[str, str], int]


def withheld_of(study: Study) -> Withheld:
    """What a deposit of the study does without. Raises `StudyError` for what is wrong in consent.csv."""
    consents = read_consents(study)
    gone = consents.refused("share", "archive")
    closed = gone - consents.refused("use")
    informants = {name for name, _ in consents.sources.values() if name}
    left = {consents.sources[source][0] for source in consents.sources.keys() - gone}
    counted: dict[tuple[str, str], int] = {}
    rows = read_records(study.raw / "sources.csv", REGISTER, ("source_id", "case_id", "consent"))
    cases = {row["source_id"]: (row["case_id"], row["consent"]) for _, row in rows}
    # a survey is counted by its answers
    for name in closed - set(consents.surveys.values()):
        key = cases[consents.surveys.get(name, name)]
        counted[key] = counted.get(key, 0) + 1
    heard = None if consents.lines is None else frozenset(consents.sources.keys() - consents.refused("voice"))
    return Withheld(frozenset(gone), frozenset(closed), frozenset(gone | (informants - left)), heard, counted)


def without(content: dict[str, bytes], withheld: Withheld) -> dict[str, bytes]:
    """The files of a deposit by path, without what is withheld.

    Where the study uses more than may be shared, its reports are left out as a whole: their counts, cells and
    quotes rest on all of it. `make all` in the copy makes those of what is shared.
    """
    found = {}
    for path, data in content.items():
        stem, top = PurePosixPath(path).stem, path.split("/")[:2]
        if is_recording(path) and withheld.heard is not None and not _named(stem, withheld.heard):
            continue
        if top == ["data", "raw"] and path.endswith(".md") and _about(data) & withheld.names:
            continue
        if path.endswith(".md") and top[0] in ("data", "notebooks"):
            data = _unnamed(data, withheld.names)
        if stem in withheld.gone and path.endswith((".jsonl", ".txt")):
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
        elif top == ["data", "raw"] and path.count("/") > 2 and path.endswith(".csv"):
            data = _rows(data, withheld.names)
        elif top == ["data", "raw"] and path.count("/") > 2 and path.endswith(".yaml"):
            data = _entries(data, withheld.names)
        found[path] = data
    return found


def _unnamed(data: bytes, names: Iterable[str]) -> bytes:
    """Prose in which none of `names`, ids of sources and informants, stands: what a chapter sets in for one goes as a whole."""
    was = data.decode("utf-8", "replace")
    text = _masked(was, names)
    return text.encode() if text != was else data


def _masked(text: str, names: Iterable[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        one = rf"(?<![\w-]){re.escape(name)}(?![\w-])(?:[.:/]\w+)*"
        # an id such as A is a word besides
        if name in text and (len(name) > 3 or any(map(str.isdigit, name))):
            text = re.sub(rf"\{{\{{[^{{}}]*{one}[^{{}}]*\}}\}}|{one}", UNQUOTED, text)
    return text


def _named(stem: str, sources: Iterable[str]) -> bool:
    """Whether the name of a file begins with one of `sources`."""
    return any(stem == name or re.match(rf"{re.escape(name)}\W|{re.escape(name)}_", stem) for name in sources)


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
    text = data.decode("utf-8-sig", "replace")
    mark = delimiter_of(text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    kept = [
        [_masked(cell, names) if " " in cell else cell for cell in row]
        for row in rows
        if not names & {cell.strip().partition("/")[0] for cell in row}
    ]
    if kept == rows:
        return data
    written = io.StringIO()
    csv.writer(written, delimiter=mark, lineterminator="\n").writerows(kept)
    return written.getvalue().encode()


def _entries(data: bytes, names: frozenset[str]) -> bytes:
    """A YAML file that people keep without the entries of its lists that are of a coding of one of `names`.

    In prose, words in a language and reasons, they are masked. As it is where none stands.
    """
    content = load_yaml(data)

    def is_of(entry: Any) -> bool:
        told = (entry.get(key) for key in ("coding", "of")) if isinstance(entry, dict) else ()
        return any(isinstance(one, str) and one.strip().partition("/")[0] in names for one in told)

    def left(content: Any, key: str = "") -> Any:
        if isinstance(content, dict):
            return {name: left(one, str(name)) for name, one in content.items()}
        if isinstance(content, list):
            return [left(one, key) for one in content if not is_of(one)]
        return _masked(content, names) if isinstance(content, str) and key in _PROSE else content

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
        frame = frame[~hidden].reset_index(drop=True)
    elif {"case_id", "consent", "sources"} <= set(frame):
        taken = [withheld.counted.get(key, 0) for key in zip(frame["case_id"], frame["consent"], strict=True)]
        frame["sources"] = frame["sources"].astype("int64") - taken
    else:
        return data
    written = io.BytesIO()
    if as_csv:
        frame.to_csv(written, index=False, lineterminator="\n")
    else:
        frame.to_parquet(written, index=False)
    return written.getvalue()
