"""Code: the codebook, codings anchored to the texts, agreement between coders."""

from jalin.code.agreement import agreement_by_code, cohen_kappa, krippendorff_alpha
from jalin.code.codebook import Codebook, read_codebook
from jalin.code.codings import read_codings
from jalin.code.reconcile import mark_agreed, mark_decided, read_decisions

__all__ = [
    "Codebook",
    "agreement_by_code",
    "cohen_kappa",
    "krippendorff_alpha",
    "mark_agreed",
    "mark_decided",
    "read_codebook",
    "read_codings",
    "read_decisions",
]
