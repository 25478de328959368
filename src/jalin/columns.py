"""The kinds of columns that tables are made of, and the words that columns allow."""

import pandera.pandas as pa

METHODS = ("interview", "observation", "document")
CONSENTS = ("given", "withdrawn", "public")
KINDS = ("turn", "paragraph", "heading", "item", "row", "note")
REMARKS = (
    "encoding",
    "tracked changes",
    "header",
    "footer",
    "metadata",
    "hidden text",
    "control characters",
    "pictures",
    "blank pages",
    "not read",
)
VOICES = ("informant", "interviewer", "none")
DIRECTIONS = ("for", "against")
STANCES = ("for", "against", "mixed")
DIRECTNESS = ("first-hand", "observed", "documented", "hearsay")
VERDICTS = ("supported", "reserved", "mixed", "not supported", "refuted", "no evidence")
STATES = ("for", "against", "mixed", "silent", "not able")
CONVERGENCES = ("agreement", "partial agreement", "silence", "dissonance", "not able", "none")


def text(description: str, *checks: pa.Check, **options: bool) -> pa.Column:
    return pa.Column("str", list(checks), description=description, **options)


def one_of(description: str, values: tuple[str, ...]) -> pa.Column:
    return text(description, pa.Check.isin(values))


def count(description: str) -> pa.Column:
    return pa.Column("int64", pa.Check.ge(0), description=description)


def share(description: str, low: float = 0.0) -> pa.Column:
    return pa.Column("float64", pa.Check.in_range(low, 1.0), nullable=True, description=description)


def number(description: str) -> pa.Column:
    return pa.Column("float64", pa.Check.ge(0), description=description)


def flag(description: str) -> pa.Column:
    return pa.Column("bool", description=description)


def table(
    title: str, unique: list[str], columns: dict[str, pa.Column], strict: bool = True
) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, title=title, unique=unique or None, strict=strict)
