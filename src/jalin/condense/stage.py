"""The stage condense: from codings to counts, ties, profiles, patterns, saturation and words."""

from collections.abc import Sequence
from dataclasses import dataclass

from jalin.condense.context import CodedStudy
from jalin.condense.cooccurrence import cooccurrence
from jalin.condense.counts import count_codes
from jalin.condense.patterns import pattern_table
from jalin.condense.profiles import code_profiles, distances
from jalin.condense.saturation import new_codes, saturation_runs
from jalin.condense.summaries import source_summaries
from jalin.condense.tallies import tally_observations
from jalin.condense.words import word_counts
from jalin.study import Study
from jalin.tables.made import Built, Made
from jalin.tables.store import check


@dataclass(frozen=True)
class Runs:
    """When there is little new: sources of the base, of a run, and the share that is little (see `saturation_runs`)."""

    base: int = 4
    run: int = 2
    threshold: float = 0.05


def run(
    study: Study,
    attributes: Sequence[str] = ("role_group", "method", "round"),
    distance: int = 200,
    saturation: Runs = Runs(),
    seed: int = 2024,
    built: Built | None = None,
) -> Made:
    """Count the codings that count as evidence, by `attributes` of their sources.

    `distance`: how many code points apart codes still count as near; `seed`: of the orders in which sources are drawn.
    Raises `StudyError` for a tally of a field that no log has.
    """
    built = built or Built(study)
    coded = CodedStudy.of(study, built)
    codebook, sources, codings = coded.codebook, coded.sources, coded.counted
    profiles = check("condense/profiles", code_profiles(codings))
    new = new_codes(codings, sources, codebook.inductive, seed, coded.settled)
    runs = saturation_runs(
        codings,
        sources,
        codebook,
        [group.id for group in study.settings.role_groups],
        saturation.base,
        saturation.run,
        saturation.threshold,
        seed,
        read=coded.settled,
        rule=study.settings.saturation,
    )
    return Made(
        study=study,
        stage="condense",
        tables={
            "counts": count_codes(codings, attributes),
            "summaries": source_summaries(codings, sources),
            "cooccurrence": cooccurrence(codings, list(codebook.codes), distance, len(coded.settled)),
            "profiles": profiles,
            "distances": distances(profiles),
            "patterns": pattern_table(codings, codebook),
            "saturation": new,
            "saturation_runs": runs,
            "words": word_counts(built["protect/segments"], sources),
            "tallies": tally_observations(built["protect/observations"], study.settings.tallies),
        },
        numbers={
            "sources": codings["source_id"].nunique(),
            "counted": len(codings),
            "codes": codings["code"].nunique(),
            "last": int(new["new_codes"].tail(1).sum()),
        },
    )
