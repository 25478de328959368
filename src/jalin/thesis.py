"""What the front pages of a thesis say, as models: who hands it in, where, and who supervised it."""

from pydantic import Field, model_validator

from jalin.named import Words
from jalin.reading import Day, Strict


class Signatory(Strict):
    """Somebody who signs: a supervisor, an examiner, a dean."""

    name: str = Field(
        min_length=1, description="their name, with degrees as they write them", examples=["Dr. Cara Example"]
    )
    number: str = Field(
        "",
        description="their number with its kind before it, as it stands below the name",
        examples=["NIDN 0000000000"],
    )
    role: Words | None = Field(
        None,
        description="as what they sign; without it their place in the list",
        examples=[{"id": "Pembimbing utama", "en": "Main supervisor"}],
    )


class Activity(Strict):
    """A line of the schedule as it was planned."""

    name: Words = Field(
        description="what was to be done", examples=[{"id": "Pengumpulan data", "en": "Field work"}]
    )
    start: Day = Field(description="its first day", examples=["2024-03-01"])
    until: Day = Field(description="its last day", examples=["2024-05-31"])

    @model_validator(mode="after")
    def _in_order(self) -> "Activity":
        if self.until < self.start:
            raise ValueError("it ends before it starts", "Mend start or until")
        return self


class Thesis(Strict):
    """What a university wants on the first pages; what is absent becomes a line to fill in by hand."""

    student: str = Field(
        "", description="whose thesis it is; without it the first of authors", examples=["Ann Example"]
    )
    student_number: str = Field("", description="the student's number (NIM)", examples=["0000000"])
    kind: Words | None = Field(
        None, description="what it is called", examples=[{"id": "Skripsi", "en": "Undergraduate thesis"}]
    )
    degree: Words | None = Field(
        None,
        description="the degree it is handed in for",
        examples=[{"id": "Sarjana Administrasi Publik", "en": "Bachelor of Public Administration"}],
    )
    programme: Words | None = Field(
        None,
        description="the programme of study",
        examples=[{"id": "Administrasi Publik", "en": "Public Administration"}],
    )
    faculty: Words | None = Field(
        None, description="the faculty", examples=[{"id": "Fakultas Contoh", "en": "Example faculty"}]
    )
    university: Words | None = Field(
        None,
        description="the university",
        examples=[{"id": "Universitas Contoh", "en": "Example University"}],
    )
    place: str = Field("", description="where it is signed", examples=["Exampleton"])
    date: Day | None = Field(None, description="the day on which it is signed", examples=["2024-07-15"])
    supervisors: list[Signatory] = Field([], description="who supervised it, in order")
    examiners: list[Signatory] = Field([], description="who examined it, in order")
    approved_by: list[Signatory] = Field([], description="who approves it for the programme or the faculty")
    schedule: list[Activity] = Field(
        [], description="the schedule as planned; beside it the appendices set what was done"
    )

    @property
    def public(self) -> list[str]:
        """Names and numbers that stand on the front pages and are no secret."""
        signing = [*self.supervisors, *self.examiners, *self.approved_by]
        said = [self.student, self.student_number, self.place]
        return [one for one in (*said, *(text for who in signing for text in (who.name, who.number))) if one]
