"""Conclude: what the codings say for and against each proposition, and the verdict."""

from jalin.conclude.evidence import evidence_ledger
from jalin.conclude.propositions import Proposition, read_propositions
from jalin.conclude.stances import stances
from jalin.conclude.verdict import rule_in_words, verdicts, verdicts_by_round

__all__ = [
    "Proposition",
    "evidence_ledger",
    "read_propositions",
    "rule_in_words",
    "stances",
    "verdicts",
    "verdicts_by_round",
]
