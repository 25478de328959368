"""Condense: counts, co-occurrence, profiles, patterns, words, saturation, tallies of observations."""

from typing import TYPE_CHECKING

from jalin.condense.cooccurrence import cooccurrence
from jalin.lazily import lazily

if TYPE_CHECKING:
    from jalin.condense.context import CodedStudy, voice_of, with_context, with_sources
    from jalin.condense.counts import count_codes
    from jalin.condense.patterns import pattern_members, pattern_table
    from jalin.condense.profiles import code_profiles, distances
    from jalin.condense.saturation import new_codes, saturation_runs
    from jalin.condense.summaries import source_summaries
    from jalin.condense.tallies import tally_observations
    from jalin.condense.words import kwic, word_counts

__all__ = [
    "CodedStudy",
    "code_profiles",
    "cooccurrence",
    "count_codes",
    "distances",
    "kwic",
    "new_codes",
    "pattern_members",
    "pattern_table",
    "saturation_runs",
    "source_summaries",
    "tally_observations",
    "voice_of",
    "with_context",
    "with_sources",
    "word_counts",
]

__getattr__ = lazily(__name__)
