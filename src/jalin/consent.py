"""Consent as data: what an informant agreed to, scope by scope, in `data/raw/consent.csv`.

Each scope says where what they gave may go: `use` into the analysis at all, `quote` in their own words into anything
that is published, `share` and `archive` into a deposit, `share` into an export as well, `voice` as a recording.
A study without the file has what `sources.csv` says: all scopes where consent is given, none where it is withdrawn.
A voice cannot be hidden as a name is: it leaves only where a line says yes.

UU 27/2022 on personal data asks that consent be written or recorded (Pasal 22) and can be shown (Pasal 24). This is
the record; it is no legal advice.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from jalin.errors import Problem, StudyError, nearest, refuse
from jalin.files import REGISTER
from jalin.kinds import Kind
from jalin.reading import Day, Strict
from jalin.records import read_checked, register_rows
from jalin.study import Study

if TYPE_CHECKING:
    import pandas as pd

FILE = "data/raw/consent.csv"
# what `make seal` leaves in place of what it closed
SEALED = "sealed.age"
SCOPES = ("use", "quote", "share", "archive", "voice")
# the column of the tables of sources that says whether one may be quoted, in a study with the file
QUOTABLE = "quotable"
# what stands for words that may not be quoted
UNQUOTED = "⟦…⟧"
# endings of recordings of a voice or a face
VIDEO = (
    "3g2", "3gp", "asf", "avi", "flv", "m2ts", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "mts", "ogv", "vob", "webm",
    "wmv",
)  # fmt: skip
RECORDINGS = (
    *VIDEO,
    "aac", "ac3", "aif", "aifc", "aiff", "amr", "au", "awb", "caf", "ds2", "dss", "dvf", "flac", "m4a", "m4b", "mka",
    "mp2", "mp3", "mpga", "msv", "oga", "ogg", "opus", "ra", "spx", "wav", "wave", "weba", "wma",
)  # fmt: skip

Answer = Annotated[
    Literal["", "yes", "no", "withdrawn"],
    BeforeValidator(lambda said: said.strip().lower() if isinstance(said, str) else said),
    Kind("one of yes, no, withdrawn, or empty", "answers"),
]


class Consent(Strict):
    """One line of consent.csv: what somebody said on a day, of one scope or of several; a later line replaces an earlier one."""

    whose: str = Field(
        min_length=1,
        description="an informant as in sources.csv, for all of their sources, or one source; of a survey as well one answer, such as S01-003",
        examples=["I1"],
    )
    use: Answer = Field("", description="whether it may be used at all", examples=["yes"])
    quote: Answer = Field("", description="whether its words may stand in a report", examples=["yes"])
    share: Answer = Field(
        "", description="whether it may be given to others, hidden names and all", examples=["no"]
    )
    archive: Answer = Field("", description="whether it may be kept in an archive", examples=["no"])
    voice: Answer = Field("", description="whether the recording of the voice may leave", examples=["no"])
    version: str = Field(min_length=1, description="which form was signed, or read out", examples=["form 2"])
    date: Day = Field(
        description="the day on which it was said, or the withdrawal received", examples=["2024-03-01"]
    )
    time: str = Field(
        "", description="the time of that day, from which the 3×24 hours run", examples=["14:30"]
    )
    recorded_by: str = Field(min_length=1, description="who wrote it down", examples=["ann"])
    until: Day | None = Field(
        None,
        description="the last day on which it may be kept, where that was promised",
        examples=["2029-12-31"],
    )
    done: Day | None = Field(
        None,
        description="the day on which what was withdrawn was stopped and deleted",
        examples=["2024-03-03"],
    )
    note: str = Field("", description="anything else, without names", examples=["by letter"])

    @field_validator("time")
    @classmethod
    def _of_day(cls, time: str) -> str:
        if time and not re.fullmatch(r"([01]\d|2[0-3])[:.][0-5]\d", time):
            raise ValueError(f"{time!r} is no time of day", "Write it as 14:30")
        return time.replace(".", ":")

    def said(self, scope: str) -> str:
        """The answer on a scope, "" where the line has none."""
        return str(getattr(self, scope))


@dataclass(frozen=True)
class Consents:
    """Every line of the file with its number, None without a file; and by source its informant and consent in the register.

    `sources` has the answers to a survey as well, those that a line, a coding or a table names; `surveys` says of each
    which survey it is of. What was said of the survey holds for each of its answers.
    """

    lines: list[tuple[int, Consent]] | None
    sources: dict[str, tuple[str, str]]
    surveys: dict[str, str] = field(default_factory=dict)

    @cached_property
    def of(self) -> dict[str, list[Consent]]:
        """The lines about each informant or source, in the order in which they were said."""
        found: dict[str, list[Consent]] = {}
        for _, line in sorted(self.lines or [], key=lambda one: (one[1].date, one[1].time, one[0])):
            found.setdefault(line.whose, []).append(line)
        return found

    @cached_property
    def asked(self) -> set[str]:
        """The informants and sources of whom some line answers for some scope."""
        return {whose for whose in self.of if any(self.answer(whose, scope) for scope in SCOPES)}

    def answer(self, whose: str, scope: str) -> str:
        """What an informant, or for a source, said last on a scope; "" where they never did."""
        return next((said for line in reversed(self.of.get(whose, [])) if (said := line.said(scope))), "")

    def may(self, source_id: str, scope: str) -> bool:
        """Whether a source may go where `scope` says. Raises `KeyError` for one that the register does not name.

        The informant and the source itself both have to allow it. Somebody of whom there is a line has agreed to what
        says yes and to nothing else; on `use` alone the register speaks where they did not, on `voice` it never does.
        """
        informant, consent = self.sources[source_id]
        if consent == "withdrawn":
            return False
        whole = self.surveys.get(source_id, "")
        every = (informant, source_id, *((whole, self.sources[whole][0]) if whole else ()))
        names = [name for name in every if name in self.asked]
        if any(self.answer(name, "use") in ("no", "withdrawn") for name in names):
            return False
        answers = {self.answer(name, scope) for name in names}
        if scope == "use" or (scope != "voice" and not names):
            return not answers & {"no", "withdrawn"}
        return "yes" in answers and not answers & {"no", "withdrawn"}

    def refused(self, *scopes: str) -> set[str]:
        """The sources that may not go where any of `scopes` says; with use alone those that are read no more."""
        return {name for name in self.sources if not all(self.may(name, scope) for scope in scopes)}

    def names_of(self, gone: Iterable[str]) -> frozenset[str]:
        """The sources `gone`, and the informants of whom nothing is left without them."""
        gone = set(gone)
        whose = {source: informant for source, (informant, _) in self.sources.items() if informant}
        left = {informant for source, informant in whose.items() if source not in gone}
        return frozenset(gone | ({whose[source] for source in gone & whose.keys()} - left))

    @property
    def heard_all(self) -> bool:
        """Whether every source may be heard; one that is public and of whom there is no line is passed over."""
        return all(
            self.may(name, "voice") or (said == "public" and not self.asked & {name, informant})
            for name, (informant, said) in self.sources.items()
        )

    def about(self, whose: str) -> list[str]:
        """The sources of an informant, or this one; of a survey its answers as well."""
        named = {name for name, (informant, _) in self.sources.items() if whose in (name, informant)}
        return [name for name in self.sources if name in named or self.surveys.get(name) in named]


def answers_of(rows: Iterable[Mapping[str, str]], names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Of each of `names` that is an answer to a survey in `rows` of the register, or who gave it: (its source_id, the survey's)."""
    surveys = {
        prefix: row["source_id"]
        for row in rows
        if row.get("row") == "source"
        for prefix in (row["source_id"], row.get("informant_id", "") or row["source_id"])
    }
    parts = ((name, *name.rpartition("-")[::2]) for name in names)
    return {
        name: (f"{surveys[prefix]}-{number}", surveys[prefix])
        for name, prefix, number in parts
        if prefix in surveys and number.isdecimal() and len(number) >= 3
    }


def _answers(
    study: Study, rows: list[dict[str, str]], lines: list[tuple[int, Consent]]
) -> dict[str, tuple[str, str]]:
    """Each answer to a survey in `rows` that one of `lines`, a coding or, where there are lines, a built table names."""
    if not any(row.get("row") == "source" for row in rows):
        return {}
    names = {path.stem for path in (study.raw / "coding/codings").glob("*/*.jsonl")}
    names.update(line.whose for _, line in lines)
    tables = [study.processed / stage / "sources.parquet" for stage in ("collect", "protect")]
    if lines and any(table.is_file() for table in tables):
        # few studies have a survey, and pandas takes long to import
        import pandas as pd

        for table in filter(Path.is_file, tables):
            names.update(pd.read_parquet(table, columns=["source_id"])["source_id"])
    return answers_of(rows, names)


def read_consents(study: Study) -> Consents:
    """Consent as `data/raw/consent.csv` and the register have it.

    Raises `StudyError` for a line that is no such record, names nobody of the register, or says nothing.
    """
    path = study.raw / "consent.csv"
    rows = register_rows(study, "consent")
    sources = {row["source_id"]: (row.get("informant_id", ""), row["consent"]) for row in rows}
    informants = {row["source_id"]: row.get("informant_id", "") or row["source_id"] for row in rows}
    lines = read_checked(path, FILE, Consent) if path.is_file() else []
    surveys = dict(_answers(study, rows, lines).values())
    for name, survey in surveys.items():
        informant = f"{informants[survey]}{name.removeprefix(survey)}"
        sources.setdefault(name, (informant, sources[survey][1]))
    if not path.is_file():
        there = all(
            (study.raw / row.get("file", "")).is_file() for row in rows if row["consent"] != "withdrawn"
        )
        if (study.raw / SEALED).exists() and not there:
            what, remedy = "what was agreed to may be sealed", "Open it with: make unseal IDENTITY=FILE"
            raise StudyError(Problem(f"data/raw/{SEALED}", "", what, remedy))
        return Consents(None, sources, surveys)
    known = {name for source, (informant, _) in sources.items() for name in (source, informant) if name}
    problems = []
    for number, line in lines:
        place = f"row {number}"
        if line.whose not in known:
            what = f"{line.whose!r} is no informant and no source of {REGISTER}"
            problems.append(Problem(FILE, f"{place}, column whose", what, nearest(line.whose, known)))
        answers = [line.said(scope) for scope in SCOPES]
        if not any(answers) and line.until is None:
            what, remedy = (
                "it says nothing of any scope",
                f"Write yes, no or withdrawn under {', '.join(SCOPES)}",
            )
            problems.append(Problem(FILE, place, what, remedy))
        if line.done and line.done < line.date:
            what, remedy = "what was withdrawn was done before it was asked for", "Mend date or done"
            problems.append(Problem(FILE, f"{place}, column done", what, remedy))
    refuse(problems)
    return Consents(lines, sources, surveys)


def withheld(study: Study, *scopes: str) -> set[str]:
    """The sources that may not go where any of `scopes` says: the one question for whatever publishes, shares or keeps."""
    return read_consents(study).refused(*scopes)


def relabelled(text: str, gone: Iterable[str]) -> str:
    """`text` with other letters in pseudonyms that are called after one of `gone`, sources: ⟦name S03.2⟧ says that S03 named them first.

    As long as it was, so that places in it hold.
    """
    for number, name in enumerate(sorted(gone)):
        if name in text:
            letters = "".join(chr(97 + number // 26**at % 26) for at in range(len(name)))
            text = re.sub(rf"(?<=[ ⟦]){re.escape(name)}(?=\.\d+(?:⟧|\\u27e7))", letters[::-1], text)
    return text


def unnamed(text: str, names: Iterable[str]) -> str:
    """Prose in which none of `names`, ids of sources and informants, stands: what a chapter sets in for one goes as a whole."""
    for name in sorted(names, key=len, reverse=True):
        one = rf"(?<![\w-]){re.escape(name)}(?![\w-])(?:[.:/]\w+)*"
        # an id such as A is a word besides
        if name in text and (len(name) > 3 or any(map(str.isdigit, name))):
            text = re.sub(rf"\{{\{{[^{{}}]*{one}[^{{}}]*\}}\}}|{one}", UNQUOTED, text)
    return text


def _told(frame: "pd.DataFrame", told: Callable[[str], str], but: Iterable[str] = ()) -> "pd.DataFrame":
    """A table with each text in its columns `but` some told otherwise."""
    texts = frame[[*frame.columns.difference([*but], sort=False)]].select_dtypes(["str", "object"])
    made = {
        name: texts[name].map(lambda said: told(said) if isinstance(said, str) else said) for name in texts
    }
    return frame.assign(**{name: column.astype(frame[name].dtype) for name, column in made.items()})


def relabelled_in(frame: "pd.DataFrame", gone: Collection[str]) -> "pd.DataFrame":
    """A table in which no pseudonym is called after one of `gone`, sources."""
    return _told(frame, lambda said: relabelled(said, gone)) if gone else frame


def unnamed_in(frame: "pd.DataFrame", names: Collection[str], but: Iterable[str] = ()) -> "pd.DataFrame":
    """A table in whose prose, in all columns `but` some, none of `names` stands; what has no space is no prose."""
    return _told(frame, lambda said: unnamed(said, names) if " " in said else said, but) if names else frame


def is_recording(path: str | Path) -> bool:
    """Whether a file is the recording of a voice or a face, by its ending."""
    return Path(path).suffix.lower().removeprefix(".") in RECORDINGS


def media_of(row: Mapping[str, str]) -> list[str]:
    """The recordings and pictures that a row of the register names, below data/raw."""
    return [name.strip() for name in row.get("media", "").split(";") if name.strip()]


def source_of(name: str) -> str:
    """The source of what is called SOURCE, SOURCE/ID or CODER:SOURCE/ID."""
    return name.strip().rpartition(":")[2].partition("/")[0]


def unquotable(sources: "pd.DataFrame") -> frozenset[str]:
    """The sources of a table of them that may not be quoted; none in a study without consent.csv."""
    if QUOTABLE not in sources:
        return frozenset()
    return frozenset(sources.loc[sources[QUOTABLE] == "no", "source_id"])


def printed(codings: "pd.DataFrame", closed: Iterable[str]) -> "pd.DataFrame":
    """`codings` with `UNQUOTED` for every quote from a source of `closed`."""
    closed = set(closed)
    if not closed:
        return codings
    return codings.assign(quote=codings["quote"].mask(codings["source_id"].isin(closed), UNQUOTED))
