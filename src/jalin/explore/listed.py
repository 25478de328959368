"""A table in which a person lists the sources, as a spreadsheet of days and attributes: its rows go into the register."""

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jalin.days import iso_day
from jalin.errors import StudyError
from jalin.exchange.coded_tables import rows_of_file
from jalin.files import FOLDER_OF
from jalin.protect.fields import column_kind
from jalin.protect.forms import even_words
from jalin.protect.ids import is_neutral
from jalin.study import Study
from jalin.words import known_languages, word

Row = dict[str, str]

# headings of what the register has, by words alone; any further column is an attribute
_HEADINGS = {
    "date": "date|day|interview date|tanggal|tgl|tanggal wawancara",
    "informant_id": "informant|informant id|participant|participant id|informan|kode informan|id informan|partisipan|responden",
    "role_group": "role group|group|role|kelompok|kelompok peran|kelompok sumber|peran",
    "case_id": "case|case id|kasus",
    "round": "round|putaran",
    "site": "site|place|location|tempat|lokasi",
    "method": "method|technique|metode|teknik",
}
_COLUMN = {heading: name for name, headings in _HEADINGS.items() for heading in headings.split("|")}
# what says who somebody is stays with the researcher: columns that are hidden in a table, and these words in any other
_WHO = frozenset(["name", "nama", "phone", "telepon", "telp", "hp", "wa", "nik", "email", "surel", "alamat", "address", "collector", "pewawancara", "interviewer", "interviewee", "narasumber", "peserta", "pembicara", "speaker"])  # fmt: skip
# what is longer is an answer, and no attribute
_LONG = 60


def plain(text: str) -> str:
    """The words of a text alone, in small letters."""
    return " ".join(even_words(text))


def rows_in(name: str, content: bytes) -> list[Row]:
    """The rows of a table that was dropped; none of what cannot be read as one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(name).suffix.lower()}"
        path.write_bytes(content)
        try:
            return rows_of_file(path)
        except StudyError:
            return []


def called(rows: Sequence[Row], origins: Mapping[str, str]) -> dict[str, list[str]]:
    """The sources of the register by all that a list may call them: id, informant, and the name of the file with and without its ending."""
    found: dict[str, list[str]] = {}
    for row in rows:
        source, file = row["source_id"], origins.get(row["source_id"], row["file"])
        names = {source, row["informant_id"], Path(file).name, Path(file).stem}
        for name in {plain(one) for one in names} - {""}:
            found.setdefault(name, []).append(source)
    return found


def naming(rows: Sequence[Row], known: Mapping[str, object]) -> str:
    """The column in which a table names sources, each in one row; "" where it is no list of them."""
    if any(len(value) > _LONG for row in rows for value in row.values()):
        return ""
    best, most = "", 0
    for heading in rows[0] if rows else ():
        values = [plain(row[heading]) for row in rows if row.get(heading, "").strip()]
        hits = sum(value in known for value in values)
        if hits > most and 2 * hits >= len(values) == len(set(values)):
            best, most = heading, hits
    return best


@dataclass
class Listed:
    """What a list says: of each source its columns, which of its own, or values of them, were left out, and which rows name no source."""

    said: dict[str, Row] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    left: dict[str, list[str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    # by list of study.yaml the ids and names that it does not have yet
    fresh: dict[str, dict[str, str]] = field(default_factory=dict)


def listed(study: Study, rows: Sequence[Row], known: Mapping[str, Sequence[str]]) -> Listed:
    """What the rows of a list say of the sources in `known`, as the register has it."""
    found, at = Listed(), naming(rows, known)
    into: dict[str, str] = {}
    for heading in rows[0]:
        column = _COLUMN.get(plain(heading)) or re.sub(r"\W+", "_", heading.strip().casefold()).strip("_")
        if heading == at:
            continue
        tells = column_kind(heading) if plain(heading) not in _COLUMN else ""
        if (
            tells
            or set(plain(heading).split()) & _WHO
            or not re.match(r"[^\W\d_]", column)
            or column in into.values()
        ):
            found.left[heading] = []
        else:
            into[heading] = column
    for row in rows:
        if not (sources := known.get(plain(row.get(at, "")))):
            found.unknown.append(row.get(at, ""))
            continue
        said = {
            column: _value(study, column, row.get(heading, "").strip(), found)
            for heading, column in into.items()
        }
        for heading, column in into.items():
            if (value := row.get(heading, "").strip()) and not said[column]:
                found.left.setdefault(heading, []).append(value)
        for source in sources:
            found.said[source] = {column: value for column, value in said.items() if value}
    found.columns = [name for name in into.values() if any(name in row for row in found.said.values())]
    return found


def _value(study: Study, column: str, value: str, found: Listed) -> str:
    """A value as the register has it, "" where that has no such; a group or case that the study does not know is fresh."""
    said, sought = value, plain(value)
    if column == "date":
        # as on the screen, the day stands before the month
        said = iso_day(value, "day")
        said = said if re.fullmatch(r"\d{4}-\d\d-\d\d", said) else ""
    elif column == "informant_id":
        said = value if is_neutral(value) else ""
    elif column == "method":
        said = {
            plain(word(f"method.{one}", language)): one for one in FOLDER_OF for language in known_languages()
        }.get(sought, "")
    elif key := {"role_group": "role_groups", "case_id": "cases", "round": "rounds"}.get(column):
        named = [
            (one, name)
            for language in study.languages
            for one, name in study.settings.names(key, language).items()
        ]
        known = {
            plain(words): one
            for one, name in [*named, *found.fresh.get(key, {}).items()]
            for words in (one, name)
        }
        said = known.get(sought, "")
        if sought and not said and key != "rounds":
            said = sought.replace(" ", "-")
            found.fresh.setdefault(key, {})[said] = value
    return said
