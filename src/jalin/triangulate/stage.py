"""The stage triangulate: how far source groups, techniques, rounds and researchers come to the same."""

from dataclasses import dataclass

from jalin.conclude.could_speak import source_groups
from jalin.conclude.stage import Premises
from jalin.study import Study
from jalin.tables.columns import METHODS
from jalin.tables.made import Built, Made
from jalin.tables.store import check
from jalin.triangulate.convergence import (
    BY,
    cells_of,
    convergence_cells,
    convergence_overall,
    convergence_pairs,
)
from jalin.triangulate.protocol import completeness, feedback, researchers, sensitivity
from jalin.triangulate.statement import credibility
from jalin.words import word


@dataclass(frozen=True, kw_only=True)
class Triangulated(Made):
    """What was compared, and from which `premises`."""

    premises: Premises


def group_names(study: Study, by: str, language: str) -> dict[str, str]:
    """Names by id of the groups that are compared, `by` role_group, method or round."""
    if by == "method":
        return {name: word(f"method.{name}", language) for name in METHODS}
    return study.settings.names(f"{by}s", language)


def run(study: Study, built: Built | None = None) -> Triangulated:
    """Compare what the groups say of each proposition, by the study's thresholds.

    Raises `StudyError` for whatever is wrong in what people wrote in `analysis/`.
    """
    built = built or Built(study)
    premises = Premises.of(study, built)
    coded, ids, settings = premises.coded, premises.ids, study.settings
    rule, evidence = settings.convergence, built["conclude/evidence"]
    groups = {by: list(group_names(study, by, study.language())) for by in BY}
    groups["role_group"] = source_groups(settings, coded.sources)
    found = cells_of(evidence, coded.sources, ids, groups)
    cells = check("triangulate/cells", convergence_cells(found, rule))
    pairs = check("triangulate/pairs", convergence_pairs(found, rule))
    overall = check("triangulate/convergence", convergence_overall(cells, pairs))
    answers = check("triangulate/feedback", feedback(premises.member_checks, ids))
    verdicts = built["conclude/verdicts"].query("round == 'all'")
    names = {language: {by: group_names(study, by, language) for by in BY} for language in study.languages}
    by_source = overall[overall["by"] == "role_group"]
    return Triangulated(
        study=study,
        stage="triangulate",
        premises=premises,
        tables={
            "cells": cells,
            "pairs": pairs,
            "convergence": overall,
            "completeness": completeness(evidence, groups),
            "researchers": researchers(
                lambda coder: premises.ledger_of([coder]), coded.coders, coded.sources, ids, groups, rule
            ),
            "sensitivity": sensitivity(found, rule),
            "feedback": answers,
            "credibility": credibility(
                verdicts, cells, overall, built["conclude/robustness"], answers, names
            ),
        },
        numbers={
            "propositions": len(ids),
            "agreeing": int((by_source["convergence"] == "agreement").sum()),
            "conflicts": int(by_source["conflicts"].sum()),
            "answers": int(answers["answers"].sum()),
        },
    )
