"""Where a code stands outside the codebook: in coders' files, on regions, and in what names it; and how these follow a change of it."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jalin.code.codebook import read_codebook
from jalin.code.lines import file_of
from jalin.code.regions import FILE as REGIONS
from jalin.code.regions import read_regions
from jalin.conclude.propositions import FILE as PROPOSITIONS
from jalin.explore.desk import Edit, of_text, stamp_of
from jalin.explore.picked import chapters
from jalin.explore.register_edits import in_table
from jalin.explore.splice import put
from jalin.reading import Place, parse_yaml, read_text
from jalin.report.claims import FILE as CLAIMS
from jalin.study import SETTINGS, Study

_QUOTED = re.compile(r'("[^"]*"|[“”„][^“”]*[“”]|«[^»]*»)')
# a count that takes one code and no query
_ALONE = r"\balpha\s*\(\s*"
# a condition written out in a chapter; one without brackets is the name of one in claims.yaml
_CLAIM = re.compile(r"""({%[-+]?\s*claim\s+)(["'])((?:\\.|(?!\2).)*\((?:\\.|(?!\2).)*)(\2)""", re.DOTALL)


def codings_files(study: Study) -> list[Path]:
    """Every coder's files of codings."""
    return sorted((study.raw / "coding" / "codings").glob("*/*.jsonl"))


@lru_cache(maxsize=4096)
def _lines(path: Path, _stamp: tuple[int, int]) -> tuple[dict[str, Any], ...]:
    found = []
    for line in read_text(path, path.name).split("\n"):
        try:
            content = json.loads(line) if line.strip() else None
        except json.JSONDecodeError:
            continue
        if isinstance(content, dict):
            found.append(content)
    return tuple(found)


class Coded(NamedTuple):
    """A passage or region on a code: its file, whose it is, of which source, its id in that file, and its words."""

    file: Path
    coder: str
    source: str
    id: str
    code: str
    quote: str

    @property
    def key(self) -> str:
        """CODER/SOURCE/ID."""
        return f"{self.coder}/{self.source}/{self.id}"


def coded(study: Study) -> Iterator[Coded]:
    """Every coding that can be read, then every region."""
    for path in codings_files(study):
        for line in _lines(path, stamp_of(path)):
            said = (str(line.get(name, "")) for name in ("id", "code", "quote"))
            yield Coded(path, path.parent.name, path.stem, *said)
    for one in read_regions(study):
        yield Coded(study.root / REGIONS, one.coder, one.source_id, one.region_id, one.code, one.alt)


def _names(code: str, text: str) -> bool:
    """Whether a query or an axis names the code; words in quotation marks name none."""
    pattern = rf"(?<![\w.-]){re.escape(code)}(?![\w.-])"
    return any(re.search(pattern, part) for part in _QUOTED.split(text)[::2])


def _instead(text: str, code: str, new: list[str]) -> str:
    """A query or condition that asks for `new` where it asked for `code`; what takes one code alone for the first of them."""

    def said(found: re.Match[str]) -> str:
        only = new[:1] if found["alone"] else new
        parts = [f"{found['before'] or ''}{one}" for one in only]
        return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"

    pattern = rf"(?<![\w.-])(?P<before>(?i:(?:with|near|before)\s+|(?P<alone>{_ALONE})))?{re.escape(code)}(?![\w.-])"
    parts = _QUOTED.split(text)
    return "".join(part if at % 2 else re.sub(pattern, said, part) for at, part in enumerate(parts))


def _in_claims(text: str, code: str, new: list[str]) -> str:
    """A chapter whose conditions ask for `new` where they asked for `code`."""
    return _CLAIM.sub(lambda found: f"{found[1]}{found[2]}{_instead(found[3], code, new)}{found[4]}", text)


def texts_of(content: Any, at: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text of a YAML file with its place."""
    listed = enumerate(content if isinstance(content, list) else [])
    for step, value in content.items() if isinstance(content, dict) else listed:
        if isinstance(value, str):
            yield (*at, step), value
        else:
            yield from texts_of(value, (*at, step))


# keys under which the id of one code stands, or a query
_ONE = {"rows", "columns", "order_by", "hearsay", "examples"}
_ASKING = {"query", "if", "then", "where", "holds"} | _ONE
_LISTING = {"themes", "only_rows", "only_columns", "codes"}


def _named_in(text: str, shown: str, code: str) -> list[tuple[Place, str, str]]:
    """Where a YAML file names the code: place, the text there, and what it is in words, such as P1."""
    found = []
    content = parse_yaml(text, shown)
    for at, said in texts_of(content):
        key = next((step for step in reversed(at) if isinstance(step, str)), "")
        if (key in _ASKING and _names(code, said)) or (key in _LISTING and said == code):
            thing = content
            called = ""
            for step in at:
                thing = thing[step]
                if isinstance(thing, dict) and thing.get("id"):
                    called = str(thing["id"])
            found.append((at, said, called or ".".join(map(str, at[:2]))))
    return found


class Naming(NamedTuple):
    """Where another file names a code: the file, what it is in words, and whether it takes this code `alone` and no query."""

    path: Path
    called: str
    alone: bool


def places(named: Iterable[Naming]) -> list[str]:
    """What names a code, each with its file, such as `P1 (propositions.yaml)`."""
    return sorted({f"{one.called} ({one.path.name})" for one in named})


def _alone(text: str, code: str, at: Place = ()) -> bool:
    found = re.search(rf"(?i:{_ALONE}){re.escape(code)}(?![\w.-])", text)
    return bool(found) or bool(_ONE & set(at[-1:]))


def naming(study: Study, code: str) -> list[Naming]:
    """Where other files name the code."""
    guides = sorted((study.raw / "guides").glob("*.yaml"))
    return [
        Naming(path, called, _alone(said, code, at))
        for path in [*(study.root / name for name in (SETTINGS, PROPOSITIONS, CLAIMS)), *guides]
        if path.exists()
        for at, said, called in _named_in(read_text(path, study.relative(path)), study.relative(path), code)
    ] + [
        Naming(path, found[3], _alone(found[3], code))
        for path, text in chapters(study)
        for found in _CLAIM.finditer(text)
        if _names(code, found[3])
    ]


def elsewhere(study: Study, codes: list[str], new: list[str]) -> dict[Path, Edit]:
    """The edits of files that name the codes, so that they name `new`."""
    edits: dict[Path, Edit] = {}
    for path in {one.path for code in codes for one in naming(study, code)}:

        def change(text: str, path: Path = path) -> str:
            for code in codes:
                if path.suffix == ".md":
                    text = _in_claims(text, code, new)
                    continue
                for at, said, _ in _named_in(text, path.name, code):
                    listed = next(step for step in reversed(at) if isinstance(step, str)) in _LISTING
                    only = new[:1] if _ONE & set(at[-1:]) else new
                    text = put(text, at, new[0] if listed else _instead(said, code, only))
                    if listed and len(new) > 1:
                        there: Any = parse_yaml(text, path.name)
                        for step in at[:-1]:
                            there = there[step]
                        text = put(text, at[:-1], list(dict.fromkeys([*there, *new])))
            return text

        edits[path] = of_text(change)
    return edits


def recoded(study: Study, code: str, of: Callable[[str], str]) -> dict[Path, Edit]:
    """Edits of coders' files: each coding on the code, or on one that became it, goes to `of(CODER/SOURCE/ID)`, "" away."""
    today = read_codebook(study).today
    old = {name for name, now in today.items() if now == code}
    edits: dict[Path, Edit] = {}
    for path in codings_files(study):
        if not any(line["code"] in old for line in _lines(path, stamp_of(path))):
            continue

        def change(text: str, path: Path = path) -> str:
            kept = []
            for line in filter(str.strip, text.split("\n")):
                content = json.loads(line)
                if content["code"] in old:
                    new = of(f"{path.parent.name}/{path.stem}/{content['id']}")
                    if not new:
                        continue
                    line = json.dumps(content | {"code": new}, ensure_ascii=False)
                kept.append(line)
            return file_of(kept)

        edits[path] = of_text(change)

    def regions(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        keyed = [(f"{row['coder']}/{row['source_id']}/{row['region_id']}", row) for row in rows]
        moved = [row | {"code": of(key) if row["code"] in old else row["code"]} for key, row in keyed]
        return [row for row in moved if row["code"]]

    if any(one.code in old for one in read_regions(study)):
        edits |= in_table(study.root / REGIONS, REGIONS, [], regions)
    return edits
