"""The stage code: the coders' codings anchored to the texts, and how far the coders agree."""

from dataclasses import dataclass

import pandas as pd

from jalin.code.agreement import agreement_by_code, agreement_by_part, confusions
from jalin.code.codebook import Codebook, read_codebook
from jalin.code.codings import read_codings, read_marks, read_sources, read_table, waiting_table
from jalin.code.reconcile import mark_agreed, mark_decided, read_decisions
from jalin.code.units import units_of
from jalin.collect.register import registered
from jalin.study import Study
from jalin.tables.made import Built, Made


@dataclass(frozen=True, kw_only=True)
class Coded(Made):
    """What was coded, and the `codebook` it was coded by."""

    codebook: Codebook


def anchored(study: Study, codebook: Codebook, built: Built, known: set[str]) -> pd.DataFrame:
    """Every coder's codings where they are in the texts, with what others agree on; `known` are the sources of the register.

    Raises `StudyError` for each coding that is wrong or has no clear place.
    """
    texts, segments = built.texts("protect"), built["protect/segments"]
    return mark_agreed(read_codings(study, codebook, texts, segments, known))


def decided(study: Study, codings: pd.DataFrame, known: set[str]) -> pd.DataFrame:
    """`codings` with what the coders decided on them. Raises `StudyError` for what is wrong in their decisions."""
    return mark_decided(codings, read_decisions(study, codings, known))


def opened(study: Study, codings: pd.DataFrame, built: Built, known: set[str]) -> pd.DataFrame:
    """The table `code/read`. Raises `StudyError` for what is wrong in a coder's read.csv."""
    return read_table(codings, read_marks(study, set(built["protect/sources"]["source_id"]), known))


def run(study: Study, unit: str = "segment", built: Built | None = None) -> Coded:
    """Anchor the codings and compare the coders on each `unit`.

    Raises `StudyError` for whatever is wrong in codebook, codings and decisions, and for an unknown unit.
    """
    built = built or Built(study)
    codebook, known = read_codebook(study), registered(study)
    codings = decided(study, anchored(study, codebook, built, known), known)
    coders = [coder.id for coder in study.settings.coders]
    codes, themes = list(codebook.codes), {code: codebook.theme(code) for code in codebook.codes}
    units = units_of(built["protect/segments"], unit)
    opened_by = opened(study, codings, built, known)
    read = read_sources(codings, opened_by)
    agreement = agreement_by_code(codings, units, coders, codes, read)
    parts = agreement_by_part(codings, units, built["protect/sources"], coders, themes, read)
    return Coded(
        study=study,
        stage="code",
        tables={
            "codes": codebook.table(study.languages),
            "codings": codings,
            "read": opened_by,
            "waiting": waiting_table(coders, built["protect/sources"]["source_id"], read),
            "agreement": agreement,
            "agreement_parts": parts,
            "confusions": confusions(codings, units, coders, codes),
        },
        numbers={
            "sources": codings["source_id"].nunique(),
            "codings": len(codings),
            "coders": codings["coder"].nunique(),
            "alpha": float(agreement["alpha"].iloc[-1]),
        },
        codebook=codebook,
    )
