"""Projects of other programs, counted and quoted by a reader of its own, which knows nothing of jalin.

A short one for each format, after its description: REFI-QDA 1.0 (www.qdasoftware.org), and the tables that Taguette,
QualCoder, RQDA and requal make. Words that a program keeps with a coding are taken from there, not from the text.
"""

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path

import docx
import openpyxl
import yaml
from lxml import etree

# a coding may take in the whole of a source
csv.field_size_limit(2**31 - 1)


@dataclass
class Counted:
    """How many sources, codes and coders a project has, and its codings: (code, letters of its words), each as often as it stands there."""

    sources: int = 0
    codes: int = 0
    coders: int = 0
    codings: Counter[tuple[str, str]] = field(default_factory=Counter)
    # codings whose code the project does not have
    uncoded: int = 0
    # of codings that begin or end with what is hidden as one: their words without it, as a coding may begin within it
    inner: dict[tuple[str, str], str] = field(default_factory=dict)


def letters(words: str) -> str:
    """Words without white space and characters nobody sees, which programs keep in ways of their own."""
    return re.sub("[\\s\u00ad\u200b\u2060\ufeff\x00-\x1f\x7f-\x9f]", "", words)


def _zipped(path: Path) -> io.BytesIO:
    """A .qde with the folder sources beside it, as a package."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for one in (path, *(path.parent / "sources").glob("*")):
            archive.write(one, one.relative_to(path.parent))
    return made


def _refi(path: Path, positions: str) -> Counted:
    """A .qdpx; `positions` says what they count: points, utf16 or bytes."""
    with zipfile.ZipFile(path if path.suffix == ".qdpx" else _zipped(path)) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        root = etree.fromstring(
            archive.read(next(name for low, name in names.items() if low.endswith(".qde")))
        )

        def text_of(element: etree._Element) -> str:
            inline = element.findtext("{*}PlainTextContent")
            file = (element.get("plainTextPath") or "").replace("internal://", "").lower()
            name = next((name for low, name in names.items() if file and low.endswith(file)), None)
            return inline or (archive.read(name).decode("utf-8-sig") if name else "")

        codes = {one.get("guid").lower(): one.get("name") for one in root.iter("{*}Code")}
        found = Counted(len(root.findall("{*}Sources/*")), len(codes))
        people = set()
        encoding, width = {"points": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "bytes": ("utf-8", 1)}[
            positions
        ]
        for coding in root.iter("{*}Coding"):
            place = coding.getparent()
            source = (
                place
                if place.get("plainTextPath") or place.find("{*}PlainTextContent") is not None
                else place.getparent()
            )
            units = text_of(source).encode(encoding)
            kind = etree.QName(place).localname
            if kind not in ("PlainTextSelection", "TextSource", "Representation", "Transcript"):
                continue
            whole = kind != "PlainTextSelection"
            start = 0 if whole else int(place.get("startPosition"))
            end = len(units) if whole else int(place.get("endPosition"))
            people.add((coding.get("creatingUser") or place.get("creatingUser") or "").lower())
            code = (coding.find("{*}CodeRef").get("targetGUID") or "").lower()
            if code in codes:
                words = letters(units[start * width : end * width].decode(encoding))
                found.codings[codes[code], words] += 1
            else:
                found.uncoded += 1
        found.coders = len(people)
        return found


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def _without_tags(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    parser.close()
    return parser.text


def _sqlite(
    path: Path, sources: str, codes: str, coders: str, codings: str, plain: Callable[[str], str] = str
) -> Counted:
    """A database by four queries: how many sources and codes, how many coders, (code, words) of each coding."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        one, two, three = (int(base.execute(query).fetchone()[0]) for query in (sources, codes, coders))
        rows = base.execute(codings).fetchall()
    known = Counter((code, letters(plain(words or ""))) for code, words in rows if code is not None)
    return Counted(one, two, three, known, len(rows) - known.total())


def _taguette(path: Path, positions: str) -> Counted:
    return _sqlite(
        path, "SELECT count(*) FROM documents", "SELECT count(*) FROM tags",
        "SELECT count(DISTINCT c.user_login) FROM commands c JOIN highlights h ON json_extract(c.payload, '$.highlight_id') = h.id "
        "WHERE json_extract(c.payload, '$.type') = 'highlight_add'",
        "SELECT t.path, h.snippet FROM highlights h JOIN highlight_tags x ON x.highlight_id = h.id JOIN tags t ON t.id = x.tag_id",
        _without_tags,
    )  # fmt: skip


def _qualcoder(path: Path, positions: str) -> Counted:
    return _sqlite(
        path / "data.qda" if path.is_dir() else path,
        "SELECT count(*) FROM source",
        "SELECT (SELECT count(*) FROM code_name) + (SELECT count(*) FROM code_cat)",
        "SELECT count(DISTINCT owner) FROM code_text",
        "SELECT n.name, c.seltext FROM code_text c LEFT JOIN code_name n ON n.cid = c.cid",
    )


def _meant(words: str) -> str:
    """Words that were UTF-8 and read as Windows-1252, which leaves a few bytes as they are; what they cut at their ends is left out."""
    raw = b"".join(one.encode("cp1252", "ignore") if ord(one) > 255 else bytes([ord(one)]) for one in words)
    try:
        meant = raw.lstrip(bytes(range(0x80, 0xC0))).rstrip(bytes(range(0xC2, 0xF5))).decode()
    except UnicodeError:
        return words
    return words if meant.isascii() else meant


def _rqda(path: Path, positions: str) -> Counted:
    return _sqlite(
        path,
        "SELECT count(*) FROM source WHERE status = 1",
        "SELECT (SELECT count(*) FROM freecode WHERE status = 1) + (SELECT count(*) FROM codecat WHERE status = 1)",
        "SELECT count(DISTINCT owner) FROM coding WHERE status = 1",
        "SELECT f.name, c.seltext FROM coding c LEFT JOIN freecode f ON f.id = c.cid AND f.status = 1 JOIN source s ON s.id = c.fid "
        "WHERE c.status = 1 AND s.status = 1",
        _meant,
    )


def _requal(path: Path, positions: str) -> Counted:
    return _sqlite(
        path,
        "SELECT count(*) FROM documents",
        "SELECT count(*) FROM codes",
        "SELECT count(DISTINCT user_id) FROM segments",
        "SELECT c.code_name, s.segment_text FROM segments s LEFT JOIN codes c ON c.code_id = s.code_id",
    )


def _table(path: Path, positions: str) -> Counted:
    """Our own table of codings."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    else:
        head, *body = openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
        # a row ends with its last cell that holds something
        rows = [dict(zip_longest(head, row)) for row in body if any(row)]
    # what no cell of Excel holds goes on in further columns; what a spreadsheet would compute has an apostrophe before it
    long = [name for name in (rows or [{}])[0] if re.fullmatch(r"quote( \(\d+\))?", str(name))]
    quotes = ("".join(str(row[name] or "") for name in long) for row in rows)
    quoted = (re.sub(r"^'(?='*[=+\-@\t\n])", "", words) for words in quotes)
    codes = (re.sub(r"^'(?='*[=+\-@\t\n])", "", str(row["code_name"])) for row in rows)
    return Counted(
        len({row["source_id"] for row in rows}), len({row["code"] for row in rows}), len({row["coder"] for row in rows}),
        Counter((code, letters(words)) for code, words in zip(codes, quoted, strict=True)),
    )  # fmt: skip


def _word(path: Path, positions: str) -> Counted:
    """A Word file with a comment a coding: how many, as a comment names its code in words."""
    comments = list(docx.Document(str(path)).comments)
    return Counted(
        coders=len({one.author for one in comments}),
        codings=Counter(("", str(n)) for n, _ in enumerate(comments)),
    )


_READERS: dict[str, Callable[[Path, str], Counted]] = {
    ".qdpx": _refi, ".qde": _refi, ".sqlite3": _taguette, ".qda": _qualcoder, ".rqda": _rqda, ".requal": _requal,
    ".csv": _table, ".xlsx": _table, ".docx": _word,
}  # fmt: skip


def counted(path: Path, positions: str = "points") -> Counted:
    """What a project has, by the ending of its file. Raises `KeyError` for an ending that none of the readers is for."""
    return _READERS[path.suffix.lower()](path, positions)


def of_study(study: Path, hidden: bool) -> Counted:
    """The codings of a study that was built; with `hidden` as its readers see them, else names and all, by the key."""
    book = yaml.safe_load((study / "data/raw/coding/codebook.yaml").read_text(encoding="utf-8"))["codes"]
    names = {one["id"]: one["name"] for one in book}
    replaced: dict[str, list[tuple[int, int, str]]] = {}
    for path in (study / "data/processed/private/key").glob("*.csv") if not hidden else ():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("place", "text") == "text":
                    replaced.setdefault(row["source_id"], []).append(
                        (int(row["start"]), int(row["end"]), row["original"].removeprefix("'"))
                    )
    # the words of a coding but for names at its edges that were hidden when it was made, which may have been let stand since
    made: dict[tuple[str, str, str], str] = {}
    for path in (study / "data/raw/coding/codings").glob("*/*.jsonl") if not hidden else ():
        for line in path.read_text(encoding="utf-8").splitlines():
            coding = json.loads(line)
            if (bare := re.sub(r"^\s*⟦[^⟧]*⟧|⟦[^⟧]*⟧\s*$", "", coding["quote"])) != coding["quote"]:
                made[path.stem, path.parent.name, coding["id"]] = bare
    found = Counted(
        len(list(csv.DictReader((study / "data/raw/sources.csv").open(encoding="utf-8", newline="")))),
        len(names), len(list((study / "data/raw/coding/codings").glob("*"))),
    )  # fmt: skip
    # where the build found each: the coder's file keeps the place in the text that it was made in
    with (study / "data/processed/code/codings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = {
        path.stem: path.read_text(encoding="utf-8")
        for path in (study / "data/processed/protect/texts").glob("*.txt")
    }
    for row in rows:
        text, first, last = texts[row["source_id"]], int(row["start"]), int(row["end"])
        words, at, lead, tail = "", first, "", ""
        for start, end, original in sorted(replaced.get(row["source_id"], [])):
            if first <= start and end <= last:
                words, at = words + text[at:start] + original, end
                lead = original if start == first else lead
                tail = original if end == last else tail
        said = letters(words + text[at:last])
        found.codings[names[row["code"]], said] += 1
        if lead or tail:
            inner = said[len(letters(lead)) : len(said) - len(letters(tail))]
            found.inner[names[row["code"]], said] = inner
        elif "⟦" not in (bare := made.get((row["source_id"], row["coder"], row["coding_id"]), "⟦")):
            found.inner[names[row["code"]], said] = letters(bare)
    return found
