"""Conclude: what the codings say for and against each proposition, the verdict, and how it was tested."""

from typing import TYPE_CHECKING

from jalin.conclude.stances import stances
from jalin.lazily import lazily

if TYPE_CHECKING:
    from jalin.conclude.cases import case_verdicts
    from jalin.conclude.evidence import evidence_ledger, ledger_of
    from jalin.conclude.origins import read_origins
    from jalin.conclude.propositions import Proposition, read_propositions
    from jalin.conclude.records import read_member_checks, read_recorded
    from jalin.conclude.robustness import bootstrap_voices, without_each
    from jalin.conclude.stances import stances_by
    from jalin.conclude.tactics import tactics_matrix
    from jalin.conclude.verdict import rule_in_words, verdicts, verdicts_by_round

__all__ = [
    "Proposition",
    "bootstrap_voices",
    "case_verdicts",
    "evidence_ledger",
    "ledger_of",
    "read_member_checks",
    "read_origins",
    "read_propositions",
    "read_recorded",
    "rule_in_words",
    "stances",
    "stances_by",
    "tactics_matrix",
    "verdicts",
    "verdicts_by_round",
    "without_each",
]

__getattr__ = lazily(__name__)
