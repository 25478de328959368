"""Passages in another language: `translations/LANGUAGE.csv`, a passage a row, tied to it by its source and its words.

What a passage's words are now is what counts: where a transcript was corrected, or a coding says more than
it did, the translation of the earlier words is stale, and told.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd
from pydantic import Field

from jalin.code.compared import compared
from jalin.errors import Problem, not_yet, refuse
from jalin.reading import Day, Strict
from jalin.records import read_checked
from jalin.spreadsheet import csv_of_rows
from jalin.study import Study

Key = tuple[str, str]


class Translation(Strict):
    """One row of translations/LANGUAGE.csv: the words of a passage in that language."""

    source_id: str = Field(min_length=1, description="the source", examples=["W1"])
    quote: str = Field(
        min_length=1, description="the passage, as it stands in the text", examples=["Anak-anak menyiramnya."]
    )
    spoken: str = Field(
        "",
        alias="from",
        description="the language of the passage, where it is not that of its source; several with a space between",
        examples=["su"],
    )
    words: str = Field(min_length=1, description="its translation", examples=["The children water it."])
    translator: str = Field(min_length=1, description="who translated it", examples=["Ann"])
    date: Day = Field(description="when", examples=["2024-06-12"])

    @property
    def key(self) -> Key:
        """What ties it to its passage."""
        return key_of(self.source_id, self.quote)


Translations = Mapping[Key, Translation]


def file_of(language: str) -> str:
    """The path of the translations into a language, seen from the study's folder."""
    return f"data/raw/translations/{language}.csv"


def key_of(source_id: str, quote: str) -> Key:
    """A passage by its source and its words, as anchoring compares words."""
    return source_id, compared(quote).text


def languages_in(said: str) -> set[str]:
    """The codes of languages that a register or a translation names: `id`, `id su` or `id-ID`."""
    return {one.partition("-")[0] for one in re.split(r"[\s,;/+]+", said.strip().lower()) if one}


def read_translations(study: Study, language: str, registered: Collection[str]) -> dict[Key, Translation]:
    """The translations into a language by their passage; none without a file.

    Raises `StudyError` for a row that is not whole, a source that the register (`registered`) does not have, and a
    passage that is translated twice.
    """
    shown = file_of(language)
    found: dict[Key, Translation] = {}
    problems = []
    for number, one in read_checked(study.root / shown, shown, Translation):
        if one.source_id not in registered:
            unknown = not_yet("source", one.source_id, registered)
            problems.append(Problem(shown, f"row {number}, column source_id", *unknown))
        elif one.key in found:
            what = f"{one.source_id} has two translations of {short(one.quote)!r}"
            problems.append(Problem(shown, f"row {number}", what, "Keep one row"))
        found[one.key] = one
    refuse(problems)
    return found


def text_of(translations: Iterable[Translation]) -> str:
    """The text of a file with these rows, in their order."""
    columns = [field.alias or name for name, field in Translation.model_fields.items()]
    return csv_of_rows(columns, map(as_row, translations))


def as_row(one: Translation) -> dict[str, str]:
    """A translation by the columns of its file."""
    return {name: str(value) for name, value in one.model_dump(by_alias=True).items()}


def short(quote: str) -> str:
    """A quote in one line, cut when it is long."""
    line = " ".join(quote.split())
    return line if len(line) <= 60 else f"{line[:57]}..."


def passages_of(codings: pd.DataFrame, closed: Collection[str] = ()) -> pd.DataFrame:
    """The passages of some codings, each once, by source and place: columns source_id, start, end, quote, language.

    `codings` are joined with their sources; those of sources in `closed` may not be quoted, and are none.
    """
    kept = codings[~codings["source_id"].isin(closed)]
    kept = kept.sort_values(["source_id", "start", "end"], kind="stable")
    keys = [key_of(*pair) for pair in zip(kept["source_id"], kept["quote"], strict=True)]
    once = ~pd.Series(keys, index=kept.index, dtype="object").duplicated()
    return kept.loc[once, ["source_id", "start", "end", "quote", "language"]].reset_index(drop=True)


def missing(passages: pd.DataFrame, language: str, translations: Translations) -> pd.DataFrame:
    """The rows of `passages_of` that are in another language, and have no translation."""
    wanted = [
        language not in languages_in(row.language) and key_of(row.source_id, row.quote) not in translations
        for row in passages.itertuples()
    ]
    return passages[pd.Series(wanted, index=passages.index, dtype=bool)].reset_index(drop=True)


@dataclass(frozen=True)
class Stale:
    """A translation whose passage has other words now: those that come nearest, "" where none does."""

    translation: Translation
    now: str


def stale(every: pd.DataFrame, translations: Translations) -> list[Stale]:
    """The translations of words that no coding has any more; `every` are the passages of all codings.

    One of a source without any passage here, as for it consent was withdrawn, is stale too.
    """
    quotes: dict[str, list[str]] = {}
    for row in every.itertuples():
        quotes.setdefault(row.source_id, []).append(row.quote)
    there = {key_of(source, quote) for source, own in quotes.items() for quote in own}
    found = []
    for key, one in translations.items():
        if key not in there:
            near = get_close_matches(one.quote, quotes.get(one.source_id, ()), n=1, cutoff=0.6)
            found.append(Stale(one, near[0] if near else ""))
    return found


def told(
    language: str,
    wanted: pd.DataFrame,
    every: pd.DataFrame,
    translations: Translations,
    closed: Collection[str],
) -> list[str]:
    """A line for what is missing of a language, for each translation that is stale, and for words that may not stand there.

    `wanted`: the passages that a report prints; `every`: those of all codings; `closed`: sources that may not be quoted.
    """
    file, lines = file_of(language), []
    lacking = missing(wanted, language, translations)
    if len(lacking):
        lines.append(
            f"{file}: passages that are printed and have no translation: {len(lacking)} of {len(wanted)}; "
            f"list them with: jalin translate {language} FILE.xlsx"
        )
    for one in stale(every, translations):
        source, was = one.translation.source_id, short(one.translation.quote)
        then = f"nearest is now {short(one.now)!r}: translate that" if one.now else "take the row out"
        lines.append(f"{file}, {source}: no coding has the words {was!r} any more; {then}")
    lines += [
        f"{file}: the words of {source} may not be quoted, and stand there; take its rows out"
        for source in sorted({one.source_id for one in translations.values()} & set(closed))
    ]
    return lines
