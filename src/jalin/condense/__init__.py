"""Condense: counts, co-occurrence, saturation, and tallies of structured observations."""

from jalin.condense.cooccurrence import cooccurrence
from jalin.condense.counts import count_codes
from jalin.condense.saturation import new_codes
from jalin.condense.tallies import tally_observations

__all__ = ["cooccurrence", "count_codes", "new_codes", "tally_observations"]
