"""What `study.yaml` may say, as models."""

import re
from datetime import date

from pydantic import (
    Field,
    field_validator,
    model_validator,
)

from jalin.errors import nearest
from jalin.named import Key, Keywords, Named, Until, Words
from jalin.reading import Day, Flag, Strict
from jalin.rules import Anonymity, Convergence, Evidence, Saturation, VerdictRule
from jalin.sharing import Sharing
from jalin.thesis import Thesis
from jalin.words import DEFAULT, day, known_languages, phrase


class Setting(Strict):
    """`frame`: what the study is about; `corpus`: where the shipped sources play."""

    frame: Words = Field(
        description="what the study is about", examples=[{"id": "Sekolah", "en": "A school"}]
    )
    corpus: Words = Field(
        description="where the sources come from",
        examples=[{"id": "SD Melati", "en": "Melati primary school"}],
    )


class Tally(Named):
    """A count of structured observations by their own fields."""

    id: Key = Field(min_length=1, description="how chapters of the report call it", examples=["watering"])
    name: Words = Field(description="its caption", examples=[{"id": "Siram", "en": "Watering"}])
    rows: list[str] = Field(
        min_length=1, description="columns of the observation logs that make the rows", examples=[["who"]]
    )
    columns: str = Field(description="the column of the logs that makes the columns", examples=["act"])


class SurveySpec(Strict):
    """How the questions of a survey are read, where it is not as their answers suggest."""

    source: str = Field(
        min_length=1, description="the source whose rows are sources (`row` in sources.csv)", examples=["S01"]
    )
    open: list[str] = Field(
        [], description="questions whose answers are read as text", examples=[["Why did you come?"]]
    )
    closed: list[str] = Field(
        [],
        description="questions whose answers are attributes of the source",
        examples=[["How old are you?"]],
    )


class DisplaySpec(Named):
    """A matrix display: its rows, its columns, and what a cell holds (see `jalin.display.matrix`).

    `shape` is one of `jalin.display.shapes`, `cell` one of `jalin.display.cells`. `where` is a query; `order_by` a code by whose use the rows are ordered, or by which a
    contrast table finds its two ends; `only_rows` and `only_columns` keep some.
    """

    id: Key = Field(min_length=1, description="how chapters of the report call it", examples=["who_cares"])
    name: Words = Field(description="its caption", examples=[{"id": "Siapa merawat", "en": "Who cares"}])
    shape: str | None = Field(
        None,
        description="its form after Miles, Huberman & Saldaña, for its caption and order",
        examples=["checklist"],
    )
    rows: str = Field(description="what the rows are", examples=["code:CARE"])
    columns: str = Field(description="what the columns are", examples=["role_group"])
    cell: str = Field(
        "count", description="what a cell holds ([displays](../displays.md))", examples=["mark"]
    )
    where: str = Field("", description="a query: only these codings", examples=["not with DENIED"])
    order_by: str = Field(
        "",
        description="the code by whose use the rows are ordered, or by which a contrast finds its two ends",
        examples=["CARE"],
    )
    only_rows: list[str] = Field([], description="keep these rows", examples=[["CARE-WATER"]])
    only_columns: list[str] = Field([], description="keep these columns", examples=[["teacher", "pupil"]])


class Moment(Strict):
    """A day that matters to the field work, for `figure("timeline")`."""

    day: Day = Field(description="when", examples=["2024-06-01"])
    name: Words = Field(
        description="what happened, in a few words",
        examples=[{"id": "Panen pertama", "en": "First harvest"}],
    )
    researcher: Flag = Field(
        False,
        description="whether the researcher did it: what was seen after may be its effect",
    )


class LogFigure(Strict):
    """How the observation logs are drawn by `figure("log")`: a panel for each value of two columns, weeks along each."""

    time: str = Field(description="the column of the logs with the day, as YYYY-MM-DD …", examples=["when"])
    columns: str = Field(description="the column that makes the columns of panels", examples=["who"])
    rows: str = Field(description="the column that makes the rows of panels", examples=["act"])
    only: dict[str, list[str]] = Field(
        {}, description="rows of the logs with these values alone", examples=[{"act": ["water"]}]
    )


class Published(Strict):
    """A finding published before, and the propositions that test it here."""

    id: str = Field(description="how the report calls it", examples=["F1"])
    statement: Words = Field(
        description="what was found", examples=[{"id": "Kebun dirawat", "en": "The garden is cared for"}]
    )
    propositions: list[str] = Field(
        min_length=1, description="the propositions that test it here", examples=[["P1"]]
    )


class Question(Strict):
    """A research question and the branches of the codebook that speak to it."""

    id: Key = Field(description="its number", examples=[1])
    text: Words = Field(description="the question", examples=[{"id": "Siapa merawat?", "en": "Who cares?"}])
    themes: list[str] = Field(
        min_length=1, description="codes whose branches speak to it", examples=[["CARE", "TOIL"]]
    )


class LeaveOut(Strict):
    """What the study does without, each part with the reason, which the report says."""

    agreement: Words | None = Field(
        None,
        description="why the coders' agreement is not measured",
        examples=[{"id": "Pembacaan kami bersifat refleksif", "en": "Our reading is reflexive"}],
    )
    saturation: Words | None = Field(
        None,
        description="why saturation is not looked for",
        examples=[{"id": "Makna tidak habis dihitung", "en": "Meaning is not used up by counting"}],
    )
    verdict: Words | None = Field(
        None,
        description="why propositions are not judged",
        examples=[{"id": "Kami menafsirkan, tidak menguji", "en": "We interpret, we do not test"}],
    )


class Ethics(Strict):
    """What a committee of ethics decided on the study."""

    clearance: str = Field(min_length=1, description="the number of the clearance", examples=["12/KEPK/2024"])
    committee: Words | None = Field(
        None,
        description="who gave it",
        examples=[{"id": "Komisi Etik Universitas Contoh", "en": "Ethics committee of Example University"}],
    )
    date: Day | None = Field(None, description="when", examples=["2024-02-20"])

    def said(self, language: str) -> str:
        """The number, who gave it, and when, as a sentence."""
        parts = [phrase("ethics.clearance", language, clearance=self.clearance)]
        if self.committee:
            parts.append(phrase("ethics.committee", language, committee=self.committee[language]))
        if self.date:
            parts.append(phrase("ethics.date", language, date=day(self.date, language)))
        return ", ".join(parts) + "."


class ReportFiles(Strict):
    """What the files of the report are made with."""

    docx: str = Field(
        "",
        description="a Word file below `data/raw` whose styles, page, head and foot the report in Word takes: a university's template",
        examples=["template.docx"],
    )


class Settings(Strict):
    """`study.yaml`."""

    id: str = Field(description="a short name for the study", examples=["school-garden"])
    languages: list[str] = Field(
        list(DEFAULT),
        min_length=1,
        description="the languages of the report, the first one first",
        examples=[["id", "en"]],
    )
    title: Words = Field(
        description="the title of the report", examples=[{"id": "Kebun sekolah", "en": "The school garden"}]
    )
    authors: list[str] = Field(min_length=1, description="who wrote it", examples=[["Ann Example"]])
    synthetic: Flag = Field(description="whether the data are invented", examples=[False])
    notice: Words | None = Field(
        None,
        description="what stands above every page; needed where the data are invented",
        examples=[{"id": "Data latihan", "en": "Practice data"}],
    )
    setting: Setting = Field(description="what the study is about, and where it was made")
    keywords: Keywords = Field(
        description="keywords of the report in each language", examples=[{"id": ["kebun"], "en": ["garden"]}]
    )
    cases: list[Named] = Field(
        min_length=1,
        description="the bounded units that are studied",
        examples=[[{"id": "school", "name": {"id": "Sekolah", "en": "School"}}]],
    )
    role_groups: list[Named] = Field(
        min_length=1,
        description="the groups of voices for triangulation, in order of rank",
        examples=[
            [
                {"id": "teacher", "name": {"id": "Guru", "en": "Teacher"}},
                {"id": "pupil", "name": {"id": "Murid", "en": "Pupil"}},
            ]
        ],
    )
    rounds: list[Until] = Field(
        min_length=1,
        description="the rounds of field work, in order",
        examples=[
            [
                {"id": 1, "name": {"id": "awal", "en": "early"}, "until": "2024-03-31"},
                {"id": 2, "name": {"id": "akhir", "en": "late"}, "until": "2024-06-30"},
            ]
        ],
    )
    periods: list[Until] = Field(
        min_length=1,
        description="the stretches of time for displays, in order",
        examples=[
            [
                {"id": "dry", "name": {"id": "kemarau", "en": "dry season"}, "until": "2024-04-15"},
                {"id": "wet", "name": {"id": "hujan", "en": "wet season"}, "until": "2024-06-30"},
            ]
        ],
    )
    coders: list[Named] = Field(
        min_length=1,
        description="who codes; the first is the lead, whose codings are the evidence",
        examples=[
            [
                {"id": "ann", "name": {"id": "Ann", "en": "Ann"}},
                {"id": "ben", "name": {"id": "Ben", "en": "Ben"}},
            ]
        ],
    )
    interviewers: list[str] = Field(
        [], description="labels of whoever asks in the transcripts", examples=[["Q"]]
    )
    not_names: list[str] = Field(
        [], description="capitalised words that are no person's name", examples=[["Principal"]]
    )
    report: ReportFiles = Field(ReportFiles(), description="what the files of the report are made with")
    thesis: Thesis | None = Field(
        None,
        description="what the front pages of a thesis say ([how](../how-to/thesis.md))",
    )
    ethics: Ethics | None = Field(
        None,
        description="the ethics clearance, which reaches the report, its method, the checklists and the deposit",
    )
    sharing: Sharing = Field(
        Sharing(),
        description="what catalogues and repositories ask: people, funding, places ([how](../how-to/share.md))",
    )
    anonymity: Anonymity = Field(Anonymity(), description="who could be told by their attributes")
    questions: list[Question] = Field([], description="the research questions")
    evidence: Evidence = Field(Evidence(), description="which codings speak as evidence, and how they count")
    verdict: VerdictRule = Field(
        VerdictRule(), description="the thresholds of the verdict ([methods](../methods.md))"
    )
    convergence: Convergence = Field(
        Convergence(), description="the thresholds of the convergence code, and who is compared"
    )
    saturation: Saturation = Field(
        Saturation(), description="which sources count when saturation is looked for"
    )
    leave_out: LeaveOut = Field(
        LeaveOut(),
        description="what the study does without, as a reflexive one may ([how](../how-to/reflexive.md))",
    )
    surveys: list[SurveySpec] = Field([], description="surveys whose questions are to be read otherwise")
    log_words: dict[str, dict[str, str]] = Field(
        {},
        description="what a reader sees, by language, for a field of the observation logs or for what a field holds; in a language that is not there the words as they stand in the log",
        examples=[{"act": {"id": "kegiatan"}, "water": {"id": "menyiram", "en": "watering"}}],
    )
    tallies: list[Tally] = Field([], description="tables that count structured observations")
    log: LogFigure | None = Field(None, description='how `figure("log")` draws structured observations')
    moments: list[Moment] = Field(
        [],
        description='days that `figure("timeline")` shows besides the events that the codebook dates',
    )
    displays: list[DisplaySpec] = Field(
        [], description="matrix displays besides the standard ones ([displays](../displays.md))"
    )
    published: list[Published] = Field([], description="findings published before")

    @field_validator("log_words")
    @classmethod
    def _in_languages(cls, words: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        for language in (language for said in words.values() for language in said):
            if language not in known_languages():
                raise ValueError(f"there is no language {language!r}", nearest(language, known_languages()))
        return words

    @field_validator("languages")
    @classmethod
    def _have_words(cls, languages: list[str]) -> list[str]:
        if unknown := [name for name in languages if name not in known_languages()]:
            known = ", ".join(known_languages())
            raise ValueError(
                f"jalin has no words in {unknown[0]!r}",
                f"It has: {known}. Add src/jalin/words/{unknown[0]}.yaml (docs/how-to/extend.md)",
            )
        if len(set(languages)) < len(languages):
            raise ValueError("a language stands there twice", "Name it once")
        return languages

    @property
    def catalogue_language(self) -> str:
        """The language for catalogues of the world: English where the study is in it, else its first."""
        return "en" if "en" in self.languages else self.languages[0]

    @property
    def left_out(self) -> dict[str, Words]:
        """The reason of each part that the study does without."""
        return {name: reason for name, reason in self.leave_out if reason is not None}

    def logged(self, said: str, language: str) -> str:
        """A field of the logs, or what it holds, as a reader sees it."""
        return self.log_words.get(said, {}).get(language, said)

    def round_on(self, when: date) -> str:
        """The round that a day belongs to: the first that ends on it or later, the last one after all."""
        return next((one.id for one in self.rounds if when <= one.until), self.rounds[-1].id)

    def names(self, what: str, language: str) -> dict[str, str]:
        """Names by id, in order, of `role_groups`, `cases`, `periods`, `rounds` or `coders`."""
        return {item.id: item.name[language] for item in getattr(self, what)}

    @model_validator(mode="after")
    def _consistent(self) -> "Settings":
        if self.synthetic and self.notice is None:
            raise ValueError("synthetic is true, so notice needs its words")
        for name in ("rounds", "periods"):
            ends = [item.until for item in getattr(self, name)]
            if ends != sorted(ends):
                raise ValueError(f"{name} must be in order of their day 'until'")
        for name in ("cases", "role_groups", "rounds", "periods", "coders", "displays"):
            ids = [item.id for item in getattr(self, name)]
            if len(set(ids)) < len(ids):
                raise ValueError(f"{name} has the same id twice")
        if strangers := self.sharing.strangers(self.authors):
            raise ValueError(f"sharing.people has {strangers[0][0]!r}, who is no author", strangers[0][1])
        groups = [group.id for group in self.role_groups]
        if unknown := [name for name in self.convergence.by_source if name not in groups]:
            raise ValueError(
                f"convergence.by_source has {unknown[0]!r}, which is no role group",
                nearest(unknown[0], groups),
            )
        # a case and a coder have folders of their names, a display files
        for kind, form, named in (
            ("case", r"[\w-]+", self.cases),
            ("coder", r"\w[\w. -]*", self.coders),
            ("display", r"\w[\w. -]*", self.displays),
        ):
            for one in named:
                if not re.fullmatch(form, one.id):
                    raise ValueError(f"the {kind} {one.id!r} needs an id of letters, digits, - and _")
        said = [("together", group) for one in self.anonymity.together for group in one.groups]
        said += [("recognisable", group) for one in self.anonymity.recognisable for group in one.groups]
        for way, name in said:
            if name not in groups:
                what = f"anonymity.{way} has {name!r}, which is no role group"
                raise ValueError(what, nearest(name, groups))
            if said.count((way, name)) > 1:
                raise ValueError(f"anonymity.{way} has a role group twice", "Name each once")
        return self
