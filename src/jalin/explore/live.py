"""What the analysis says now: from the coders' files as they are, without a build."""

from collections.abc import Iterable
from pathlib import Path

from jalin.code import read_codebook
from jalin.code.stage import anchored, decided, opened
from jalin.collect.register import registered
from jalin.conclude.propositions import FILE as PROPOSITIONS
from jalin.conclude.stage import Premises
from jalin.explore.desk import stamp_of
from jalin.files import REGISTER
from jalin.study import SETTINGS, Study
from jalin.tables.made import Built, Made

# what was read last, by the study's folder, with the files it was read from
_kept: dict[Path, tuple[tuple[object, ...], Premises]] = {}


def watched(study: Study) -> Iterable[Path]:
    """The files that the analysis is made of."""
    raw = study.raw
    names = (SETTINGS, REGISTER, PROPOSITIONS, "data/raw/analysis/origins.csv")
    return [
        *(study.root / name for name in names),
        raw / "coding" / "codebook.yaml",
        raw / "coding" / "reconciled.csv",
        study.processed / "protect" / "sources.parquet",
        *sorted((raw / "coding" / "codings").glob("*/*")),
    ]


def premises(study: Study) -> Premises:
    """What conclusions are drawn from, with every coding as it stands in its coder's file.

    Raises `StudyError` for what is wrong in the codings, and where the texts were not prepared.
    """
    stamp = (study.through, *((path, stamp_of(path)) for path in watched(study)))
    kept = _kept.get(study.root)
    if kept is None or kept[0] != stamp:
        built, known, book = Built(study), registered(study), read_codebook(study)
        codings = decided(study, anchored(study, book, built, known), known)
        tables = {"codings": codings, "read": opened(study, codings, built, known)}
        made = Made(study=study, stage="code", tables=tables, numbers={})
        kept = (stamp, Premises.of(study, Built(study, made)))
        _kept[study.root] = kept
    return kept[1]
